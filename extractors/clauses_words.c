/* SPDX-License-Identifier: Apache-2.0 */
/* Which verb forms a token can have, and whether it is a verb here. */
#include "extractors/clauses_private.h"

#include <string.h>

bool
wf_clause_ends_with(struct wf_slice s, const char *tail, size_t len)
{
    return s.len > len + 1 && memcmp(s.data + s.len - len, tail, len) == 0;
}

uint8_t
wf_clause_irregular_forms(const struct wf_lexicon_entry *entry)
{
    struct wf_slice forms = wf_entry_attribute(entry, "form");
    uint8_t bits = FORM_LISTED;

    for (size_t i = 0; i < forms.len; i++)
        bits |= forms.data[i] == 'b' ? FORM_BASE : forms.data[i] == 'd' ? FORM_PAST : forms.data[i] == 'g' ? FORM_ING :
            FORM_PARTICIPLE;
    return bits;
}

/* Forms that a match of a verb list stands for; 0 for a match of another class. */
static uint8_t
listed_forms(const struct clauses_state *state, const struct wf_match *match)
{
    static const uint8_t form_of[] = { FORM_BASE, 0, FORM_S, FORM_PAST | FORM_PARTICIPLE, FORM_ING };
    uint8_t bits = FORM_LISTED;
    unsigned i = 0;

    while (i < VERB_CLASSES && state->verbs[i] != match->class_id)
        i++;
    if (i == VERB_CLASSES)
        return 0;
    if (match->inflection < sizeof form_of)
        bits |= form_of[match->inflection];
    if (match->entry->index < state->noun_count[i])
        bits |= state->nouns[i][match->entry->index];
    return bits;
}

/* Verb forms guessed from the ending of a word that no list has. */
static uint8_t
guessed_forms(const struct wf_token *token, struct wf_slice text)
{
    if (!(token->flags & WF_TOKEN_WORD) || (token->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_PERIOD)) || text.len < 5)
        return 0;
    if (wf_clause_ends_with(text, "ed", 2) && !wf_clause_ends_with(text, "eed", 3))
        return FORM_PAST | FORM_PARTICIPLE;
    if (wf_clause_ends_with(text, "ing", 3))
        return FORM_ING;
    return 0;
}

void
wf_clause_classify(struct cutter *c, uint32_t t)
{
    const struct wf_matches *matches = c->doc->matches;
    const struct wf_token *token = &c->doc->tokens.items[t];
    uint8_t irregular = 0, forms = 0;
    bool verbal = false; /* of several words */
    uint32_t phrase = 0;
    bool titled = false;

    for (uint32_t i = matches->starts[t]; i < matches->starts[t + 1]; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint16_t class_id = m->class_id;

        if (class_id == c->state->function) {
            if (c->fn[t] == WF_FUNCTION_NONE) {
                c->fn[t] = c->state->functions[m->entry->index];
                c->span[t] = (uint8_t)(m->end - m->first);
            }
        } else if (class_id == c->state->irregular) {
            irregular = m->entry->index < c->state->irregular_count ? c->state->irregulars[m->entry->index]
                                                                    : wf_clause_irregular_forms(m->entry);
        } else if (class_id == c->state->title) {
            titled |= m->end - m->first > 1 && (token->flags & WF_TOKEN_CAPITAL);
        } else if (class_id == c->state->agreement_noun || class_id == c->state->event_noun) {
            if (m->end > phrase)
                phrase = m->end;
        } else {
            forms |= listed_forms(c->state, m);
            verbal |= m->end - m->first > 1;
        }
    }
    if (titled && c->fn[t] == WF_FUNCTION_PREP)
        c->fn[t] = WF_FUNCTION_NONE, c->span[t] = 0;
    if (t < c->phrase)
        forms = 0, irregular = 0;
    else if (phrase > t + 1)
        c->phrase = phrase;
    /* a listed variant such as `said` looks like a base form: the irregular list knows better */
    if (irregular != 0)
        forms = (uint8_t)((forms & ~FORM_BASE) | irregular);
    if (c->fn[t] == WF_FUNCTION_MODAL_MAY && (token->flags & WF_TOKEN_CAPITAL) && !(token->flags & WF_TOKEN_SENTENCE_START))
        c->fn[t] = WF_FUNCTION_TIME; /* May */
    if ((forms == 0 || verbal) && irregular == 0 && c->fn[t] == WF_FUNCTION_NONE && t >= c->phrase) {
        uint8_t guessed = guessed_forms(token, wf_token_text(c->doc, t));

        /* `opened fire` as a list has it looks like a base form, too */
        forms = (uint8_t)((guessed != 0 ? forms & ~FORM_BASE : forms) | guessed);
    }
    c->form[t] = forms;
}

static uint8_t
function_at(const struct cutter *c, uint32_t t, uint32_t end)
{
    return t < end ? c->fn[t] : (uint8_t)WF_FUNCTION_NONE;
}

/* True where an object, complement or preposition begins: what often follows a verb and seldom a noun. */
bool
wf_clause_begins_object(const struct cutter *c, uint32_t t, uint32_t end)
{
    const struct wf_token *token;

    if (t >= end)
        return false;
    token = &c->doc->tokens.items[t];
    switch (c->fn[t]) {
    case WF_FUNCTION_DET: case WF_FUNCTION_POSS: case WF_FUNCTION_PRON: case WF_FUNCTION_THAT: case WF_FUNCTION_TO:
    case WF_FUNCTION_NUM: case WF_FUNCTION_WH:
        return true;
    default:
        return c->name[t] != 0 || (token->flags & WF_TOKEN_NUMBER) || (token->flags & WF_TOKEN_CAPITAL);
    }
}

bool
wf_clause_looks_plural(const struct cutter *c, uint32_t t)
{
    const struct wf_token *token = &c->doc->tokens.items[t];
    struct wf_slice s = wf_token_text(c->doc, t);

    if (token->plural || c->fn[t] == WF_FUNCTION_NUM)
        return true;
    if (c->name[t] != 0)
        return false;
    return (s.len > 3 && s.data[s.len - 1] == 's' && s.data[s.len - 2] != 's') || wf_slice_is(s, "people") ||
           wf_slice_is(s, "police") || wf_slice_is(s, "troops") || wf_slice_is(s, "men");
}

/* `Will Kenya really attack`, `did the talks fail`: an auxiliary stands before the subject. */
static bool
is_inverted(const struct cutter *c)
{
    const struct wf_chunk *chunks = c->out->chunks.items;
    uint32_t i = c->out->chunks.count, low = c->first_chunk;
    uint8_t fn;

    while (i > low && chunks[i - 1].kind == WF_CHUNK_ADVERB)
        i--;
    if (i > low && chunks[i - 1].kind == WF_CHUNK_NOUN)
        i--;
    if (i == low || chunks[i - 1].kind != WF_CHUNK_VERB || (i - 1 > low && chunks[i - 2].kind == WF_CHUNK_NOUN))
        return false;
    fn = c->fn[chunks[i - 1].head];
    return fn == WF_FUNCTION_MODAL_MAY || fn == WF_FUNCTION_MODAL_WILL || fn == WF_FUNCTION_MODAL_WOULD ||
           fn == WF_FUNCTION_DO;
}

/* `12 suspected kidnappers` */
static bool
describes_number(const struct cutter *c, uint32_t t, uint32_t end)
{
    const struct wf_token *token = &c->doc->tokens.items[t];

    return t > 0 && t + 1 < end && (token[-1].flags & WF_TOKEN_NUMBER) && (c->form[t] & FORM_PARTICIPLE) &&
           c->name[t + 1] == 0 && c->fn[t + 1] == WF_FUNCTION_NONE && c->form[t + 1] == 0 &&
           (token[1].flags & WF_TOKEN_WORD) && !(token[1].flags & WF_TOKEN_CAPITAL) && wf_clause_looks_plural(c, t + 1);
}

/* `an emergency meeting`, `the court hearing`: behind a common noun, a noun as well. */
static bool
names_event(const struct cutter *c, uint32_t t)
{
    return t > 0 && c->name[t - 1] == 0 && !(c->doc->tokens.items[t - 1].flags & WF_TOKEN_CAPITAL) &&
           wf_match_at(c->doc, t, c->state->event_noun) != NULL;
}

static bool
verb_by_neighbours(const struct cutter *c, uint32_t t, uint32_t end)
{
    uint8_t f = c->form[t], next = function_at(c, t + 1, end);
    bool object = wf_clause_begins_object(c, t + 1, end);
    bool prep = next == WF_FUNCTION_PREP || next == WF_FUNCTION_PREPSUB;
    bool noun_like = (f & FORM_NOUN) && !(f & (FORM_PAST | FORM_PARTICIPLE | FORM_ING));

    switch (c->before) {
    case AFTER_TO:
    case AFTER_MODAL: /* an unknown word too, but for a plural: `will rebels attack?` */
        return (f & FORM_BASE) || (f == 0 && !wf_clause_looks_plural(c, t));
    case AFTER_BE:
        return (f & (FORM_PARTICIPLE | FORM_ING)) != 0;
    case AFTER_HAVE:
        return (f & FORM_PARTICIPLE) != 0;
    case AFTER_DET: /* `another said`, `the mother-of-two told` */
        return t > 0 && (f & FORM_PAST) && (f & FORM_LISTED) &&
               (c->doc->tokens.items[t - 1].word == c->state->another ||
                   (t > 1 && (c->doc->tokens.items[t - 2].flags & WF_TOKEN_HYPHEN))) &&
               (next != WF_FUNCTION_NONE || t + 1 >= end || (c->doc->tokens.items[t + 1].flags & WF_TOKEN_PUNCT));
    case AFTER_PREP:
        return (f & FORM_ING) && (object || prep || (f & FORM_LISTED));
    case AFTER_NOUN:
        if (c->doc->tokens.items[t].word == c->state->say) /* `people close to the president say` */
            return true;
        if ((f & FORM_BASE) && is_inverted(c))
            return true;
        if (f & (FORM_PAST | FORM_PARTICIPLE))
            return !describes_number(c, t, end);
        if (f & FORM_ING)
            return !names_event(c, t) && (object || prep || (f & FORM_LISTED));
        if (f & FORM_S) /* `electricity supplies to Iraq` */
            return !noun_like || (object && (next != WF_FUNCTION_TO || (c->name[t - 1] != 0 && c->last_verb == 0)));
        return (f & FORM_BASE) && (!noun_like || (object && c->name[t - 1] != 0)) && (c->name[t - 1] != 0 ||
                   (c->doc->tokens.items[t - 1].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_CLOSE)));
    case AFTER_PLURAL:
        if ((f & FORM_BASE) && is_inverted(c))
            return true;
        if (f & FORM_BASE)
            return !noun_like || object || prep;
        return (f & (FORM_PAST | FORM_PARTICIPLE | FORM_ING)) || ((f & FORM_S) && !noun_like);
    case AFTER_PRON:
    case AFTER_WH:
        return (f & ~(FORM_NOUN | FORM_LISTED)) != 0;
    case AFTER_THAT:
        return (f & (FORM_PAST | FORM_S)) || ((f & FORM_BASE) && !noun_like);
    case AFTER_VERB:
        return ((f & FORM_BASE) && !noun_like) || ((f & FORM_ING) && (object || prep || (f & FORM_LISTED)));
    case AFTER_CC:
        if (f & FORM_BASE && !(f & FORM_PAST))
            return (c->last_verb & (WF_VERB_TO | WF_VERB_BASE_FORM)) && (!noun_like || object);
        if (f & FORM_S)
            return !noun_like || object;
        /* fall through */
    case AFTER_START:
    case AFTER_BREAK:
        if (f & FORM_ING)
            return object || prep || (f & FORM_LISTED);
        if (f & (FORM_PAST | FORM_PARTICIPLE))
            return object || prep || c->before != AFTER_START;
        return (f & FORM_S) && !noun_like && object;
    }
    return false;
}

/* True when the token is the main verb of a verb group. */
bool
wf_clause_is_verb(const struct cutter *c, uint32_t t, uint32_t end)
{
    const struct wf_token *token = &c->doc->tokens.items[t];

    if (c->name[t] != 0 || !(token->flags & WF_TOKEN_WORD))
        return false;
    if (c->fn[t] != WF_FUNCTION_NONE && c->fn[t] != WF_FUNCTION_ADJ)
        return false;
    if (token->pos != WF_POS_X)
        return token->pos == WF_POS_VERB || token->pos == WF_POS_AUX;
    if ((token->flags & WF_TOKEN_CAPITAL) && !(token->flags & WF_TOKEN_SENTENCE_START) && c->before != AFTER_BREAK)
        return false;
    if (c->form[t] == 0 && c->before != AFTER_TO && c->before != AFTER_MODAL)
        return false;
    return verb_by_neighbours(c, t, end);
}

bool
wf_clause_is_auxiliary(uint8_t fn)
{
    return fn == WF_FUNCTION_BE || fn == WF_FUNCTION_HAVE || fn == WF_FUNCTION_DO || fn == WF_FUNCTION_MODAL_MAY ||
           fn == WF_FUNCTION_MODAL_WILL || fn == WF_FUNCTION_MODAL_WOULD || fn == WF_FUNCTION_MODAL_MUST;
}
