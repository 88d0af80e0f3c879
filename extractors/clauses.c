/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `clauses`: says of each token whether it is a verb here, and cuts sentences into chunks. Parts of
 * speech come from the stage that makes them where there is one; else from word lists and neighbours.
 */
#include "extractors/structure.h"

#include <stdlib.h>
#include <string.h>

/* Verb forms that a word can be. */
enum {
    FORM_BASE = 1, FORM_S = 2, FORM_PAST = 4, FORM_PARTICIPLE = 8, FORM_ING = 16,
    FORM_NOUN = 32,  /* its base and -s forms are nouns as often */
    FORM_LISTED = 64 /* from a list, not guessed from its ending */
};

/* What came before, for the decision whether a word is a verb. */
enum before {
    AFTER_START, AFTER_DET, AFTER_NOUN, AFTER_PLURAL, AFTER_PRON, AFTER_PREP, AFTER_VERB, AFTER_BE, AFTER_HAVE,
    AFTER_MODAL, AFTER_TO, AFTER_BREAK, AFTER_CC, AFTER_WH, AFTER_THAT
};

#define VERB_CLASSES 5
struct clauses_state {
    uint16_t function, irregular;
    uint16_t verbs[VERB_CLASSES];
    uint8_t *functions; /* enum wf_function of a function_word entry, by its index */
    uint32_t function_count;
    uint8_t *irregulars; /* FORM_ bits of a verb_irregular entry */
    uint32_t irregular_count;
    uint8_t *nouns[VERB_CLASSES]; /* FORM_NOUN or 0 of a verb entry */
    uint32_t noun_count[VERB_CLASSES];
};

/* Work on one document. */
struct cutter {
    const struct clauses_state *state;
    struct wf_document *doc;
    struct wf_clauses *out;
    uint8_t *fn;         /* function class of a token */
    uint8_t *span;       /* tokens of a function phrase that begins there, 0 for one */
    uint8_t *form;       /* FORM_ bits */
    uint8_t *name;       /* 1 inside a name, 2 at its first token */
    enum before before;  /* what stood before the next token, adverbs left out */
    uint32_t last_verb;  /* flags of the last verb group of the sentence */
};

static bool
ends_with(struct wf_slice s, const char *tail, size_t len)
{
    return s.len > len + 1 && memcmp(s.data + s.len - len, tail, len) == 0;
}

static uint8_t
irregular_forms(const struct wf_lexicon_entry *entry)
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

    while (i < VERB_CLASSES && state->verbs[i] != match->entry->class_id)
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
    if (ends_with(text, "ed", 2) && !ends_with(text, "eed", 3))
        return FORM_PAST | FORM_PARTICIPLE;
    if (ends_with(text, "ing", 3))
        return FORM_ING;
    return 0;
}

static void
classify(struct cutter *c, uint32_t t)
{
    const struct wf_matches *matches = c->doc->matches;
    const struct wf_token *token = &c->doc->tokens.items[t];
    uint8_t irregular = 0, forms = 0;

    for (uint32_t i = matches->starts[t]; i < matches->starts[t + 1]; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint16_t class_id = m->entry->class_id;

        if (class_id == c->state->function) {
            if (c->fn[t] == WF_FUNCTION_NONE) {
                c->fn[t] = c->state->functions[m->entry->index];
                c->span[t] = (uint8_t)(m->end - m->first);
            }
        } else if (class_id == c->state->irregular) {
            irregular = m->entry->index < c->state->irregular_count ? c->state->irregulars[m->entry->index]
                                                                    : irregular_forms(m->entry);
        } else {
            forms |= listed_forms(c->state, m);
        }
    }
    /* a listed variant such as `said` looks like a base form: the irregular list knows better */
    if (irregular != 0)
        forms = (uint8_t)((forms & ~FORM_BASE) | irregular);
    if (c->fn[t] == WF_FUNCTION_MODAL_MAY && (token->flags & WF_TOKEN_CAPITAL) && !(token->flags & WF_TOKEN_SENTENCE_START))
        c->fn[t] = WF_FUNCTION_TIME; /* May */
    if (forms == 0 && c->fn[t] == WF_FUNCTION_NONE)
        forms = guessed_forms(token, wf_token_text(c->doc, t));
    c->form[t] = forms;
}

/* Names are nouns whatever their words look like. */
static void
mark_names(struct cutter *c)
{
    for (uint32_t i = 0; i < c->doc->mentions.count; i++) {
        const struct wf_mention *m = c->doc->mentions.items[i];

        if (m->nested)
            continue;
        for (uint32_t t = m->at.first; t < m->at.end && t < c->doc->tokens.count; t++)
            c->name[t] = t == m->at.first ? 2 : 1;
    }
}

static uint8_t
function_at(const struct cutter *c, uint32_t t, uint32_t end)
{
    return t < end ? c->fn[t] : (uint8_t)WF_FUNCTION_NONE;
}

/* True where an object, complement or preposition begins: what often follows a verb and seldom a noun. */
static bool
begins_object(const struct cutter *c, uint32_t t, uint32_t end)
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

static bool
looks_plural(const struct cutter *c, uint32_t t)
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

static bool
verb_by_neighbours(const struct cutter *c, uint32_t t, uint32_t end)
{
    uint8_t f = c->form[t], next = function_at(c, t + 1, end);
    bool object = begins_object(c, t + 1, end);
    bool prep = next == WF_FUNCTION_PREP || next == WF_FUNCTION_PREPSUB;
    bool noun_like = (f & FORM_NOUN) && !(f & (FORM_PAST | FORM_PARTICIPLE | FORM_ING));

    switch (c->before) {
    case AFTER_TO:
    case AFTER_MODAL: /* an unknown word too, but for a plural: `will rebels attack?` */
        return (f & FORM_BASE) || (f == 0 && !looks_plural(c, t));
    case AFTER_BE:
        return (f & (FORM_PARTICIPLE | FORM_ING)) != 0;
    case AFTER_HAVE:
        return (f & FORM_PARTICIPLE) != 0;
    case AFTER_DET:
        return false;
    case AFTER_PREP:
        return (f & FORM_ING) && (object || prep || (f & FORM_LISTED));
    case AFTER_NOUN:
        if (f & (FORM_PAST | FORM_PARTICIPLE))
            return true;
        if (f & FORM_ING)
            return object || prep || (f & FORM_LISTED);
        if (f & FORM_S)
            return !noun_like || object;
        return (f & FORM_BASE) && (!noun_like || (object && c->name[t - 1] != 0)) && (c->name[t - 1] != 0 ||
                   (c->doc->tokens.items[t - 1].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_CLOSE)));
    case AFTER_PLURAL:
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
static bool
is_verb(const struct cutter *c, uint32_t t, uint32_t end)
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

static bool
is_auxiliary(uint8_t fn)
{
    return fn == WF_FUNCTION_BE || fn == WF_FUNCTION_HAVE || fn == WF_FUNCTION_DO || fn == WF_FUNCTION_MODAL_MAY ||
           fn == WF_FUNCTION_MODAL_WILL || fn == WF_FUNCTION_MODAL_WOULD || fn == WF_FUNCTION_MODAL_MUST;
}

static struct wf_chunk *
push(struct cutter *c, enum wf_chunk_kind kind, uint32_t first, uint32_t end, uint32_t head)
{
    uint32_t index = c->out->chunks.count;
    struct wf_chunk *chunk = wf_vector_push(c->doc->arena, &c->out->chunks);

    if (chunk == NULL)
        return NULL;
    *chunk = (struct wf_chunk){ first, end, head, 0, (uint8_t)kind, c->fn[head] };
    for (uint32_t t = first; t < end; t++)
        c->out->chunk_of[t] = index;
    return chunk;
}

/* Words that end a noun group. */
static bool
in_noun_group(const struct cutter *c, uint32_t t, uint32_t end, uint32_t first)
{
    const struct wf_token *token = &c->doc->tokens.items[t];

    if (c->name[t] != 0)
        return true;
    switch (c->fn[t]) {
    case WF_FUNCTION_NONE: case WF_FUNCTION_ADJ: case WF_FUNCTION_NUM: case WF_FUNCTION_TIME:
        break;
    case WF_FUNCTION_DET: case WF_FUNCTION_POSS:
        return t == first || (t == first + 1 && c->fn[first] == WF_FUNCTION_DET);
    case WF_FUNCTION_ADV: /* `a very large deal`, `the now closed base` */
        return t > first && t + 1 < end && c->before == AFTER_DET && c->name[t + 1] == 0 &&
               (c->fn[t + 1] == WF_FUNCTION_NONE || c->fn[t + 1] == WF_FUNCTION_ADJ);
    default:
        return false;
    }
    if (token->flags & WF_TOKEN_POSSESSIVE)
        return false;
    if (token->flags & WF_TOKEN_PUNCT) /* hyphens, $, % and the like hold a group together */
        return (token->flags & WF_TOKEN_HYPHEN) ||
               !(token->flags & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_OPEN |
                                 WF_TOKEN_CLOSE | WF_TOKEN_QUOTE | WF_TOKEN_DASH));
    return !is_verb(c, t, end);
}

/* `Israel Friday lifted`, `on Thursday Iraq said`: days and months are groups of their own. */
static bool
breaks_at_time(const struct cutter *c, uint32_t first, uint32_t t)
{
    bool time = c->fn[t] == WF_FUNCTION_TIME && (c->doc->tokens.items[t].flags & WF_TOKEN_CAPITAL);

    if (t == first)
        return false;
    if (c->fn[t] == WF_FUNCTION_ADJ && c->name[t] == 0 && t + 1 < c->doc->tokens.count && c->fn[t + 1] == WF_FUNCTION_TIME)
        return c->fn[t - 1] == WF_FUNCTION_NONE || c->name[t - 1] != 0; /* `a deal last week` */
    if (time)
        return c->name[t - 1] != 0 || c->fn[t - 1] == WF_FUNCTION_NONE;
    return c->fn[t - 1] == WF_FUNCTION_TIME && (c->doc->tokens.items[t - 1].flags & WF_TOKEN_CAPITAL) &&
           (c->name[t] != 0 || (c->fn[t] == WF_FUNCTION_NONE && (c->doc->tokens.items[t].flags & WF_TOKEN_WORD)));
}

static uint32_t
noun_group(struct cutter *c, uint32_t first, uint32_t end)
{
    uint32_t t = first, head = first;
    uint32_t flags = 0;
    struct wf_chunk *chunk;

    if (c->fn[first] == WF_FUNCTION_POSS)
        flags |= WF_NOUN_POSSESSED;
    else if (c->fn[first] == WF_FUNCTION_DET && c->name[first] == 0) {
        struct wf_slice s = wf_token_text(c->doc, first);

        flags |= s.len == 1 || (s.len == 2 && (s.data[1] == 'n')) ? WF_NOUN_INDEFINITE : WF_NOUN_DEFINITE;
    }
    c->before = AFTER_DET;
    while (t < end && in_noun_group(c, t, end, first)) {
        const struct wf_token *token = &c->doc->tokens.items[t];

        if (breaks_at_time(c, first, t))
            break;

        if (token->flags & WF_TOKEN_HYPHEN) {
            t++;
            if (t < end && (c->doc->tokens.items[t].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER)))
                head = t++; /* `Iran-backed`: whatever follows the hyphen belongs to it */
            c->before = AFTER_DET;
            continue;
        }
        if (c->name[t] == 2) { /* whole names, prepositions and all */
            while (t + 1 < end && c->name[t + 1] == 1)
                t++;
        }
        head = t;
        if (c->name[t] != 0)
            c->before = AFTER_NOUN;
        else if (c->fn[t] == WF_FUNCTION_NONE || c->fn[t] == WF_FUNCTION_TIME)
            c->before = looks_plural(c, t) ? AFTER_PLURAL : AFTER_NOUN;
        else
            c->before = AFTER_DET;
        /* an adjective-like word is no noun yet: `planned`, `banking` */
        if (c->name[t] == 0 && (c->form[t] & (FORM_PAST | FORM_PARTICIPLE)) && !(c->form[t] & FORM_BASE))
            c->before = AFTER_DET;
        t++;
    }
    if (t == first)
        t++;
    if (c->name[head] != 0 || (c->doc->tokens.items[head].flags & WF_TOKEN_CAPITAL))
        flags |= WF_NOUN_PROPER;
    if (c->fn[head] == WF_FUNCTION_TIME)
        flags |= WF_NOUN_TIME;
    if (t < end && (c->doc->tokens.items[t].flags & WF_TOKEN_POSSESSIVE)) {
        flags |= WF_NOUN_POSSESSOR;
        t++;
        c->before = AFTER_DET;
    } else if (c->before == AFTER_DET) {
        c->before = AFTER_NOUN;
    }
    chunk = push(c, WF_CHUNK_NOUN, first, t, head);
    if (chunk != NULL)
        chunk->flags = flags;
    return t;
}

static void
set_before_auxiliary(struct cutter *c, uint8_t fn, uint32_t *flags)
{
    switch (fn) {
    case WF_FUNCTION_BE:
        c->before = AFTER_BE;
        break;
    case WF_FUNCTION_HAVE:
        c->before = AFTER_HAVE;
        break;
    case WF_FUNCTION_MODAL_MAY:
        *flags |= WF_VERB_MAY;
        c->before = AFTER_MODAL;
        break;
    case WF_FUNCTION_MODAL_WILL:
        *flags |= WF_VERB_WILL;
        c->before = AFTER_MODAL;
        break;
    case WF_FUNCTION_MODAL_WOULD:
        *flags |= WF_VERB_WOULD;
        c->before = AFTER_MODAL;
        break;
    case WF_FUNCTION_MODAL_MUST:
        *flags |= WF_VERB_MUST;
        c->before = AFTER_MODAL;
        break;
    default:
        c->before = AFTER_MODAL; /* do */
        break;
    }
}

static uint32_t
main_verb_flags(const struct cutter *c, uint32_t t, uint32_t flags, uint8_t last_auxiliary)
{
    uint8_t f = c->form[t];
    uint8_t form = c->doc->tokens.items[t].form;

    if (form != WF_VERB_NONE)
        f = form == WF_VERB_GERUND ? FORM_ING : form == WF_VERB_PARTICIPLE ? FORM_PARTICIPLE : form == WF_VERB_PAST ?
            FORM_PAST : form == WF_VERB_BASE ? FORM_BASE : FORM_S;
    switch (last_auxiliary) {
    case WF_FUNCTION_BE:
        return flags | WF_VERB_FINITE | (f & FORM_ING ? WF_VERB_PROGRESSIVE : WF_VERB_PASSIVE);
    case WF_FUNCTION_HAVE:
        return flags | WF_VERB_FINITE | WF_VERB_PERFECT;
    case WF_FUNCTION_NONE:
        if (flags & WF_VERB_TO)
            return flags | WF_VERB_BASE_FORM;
        if (f & FORM_ING)
            return flags | WF_VERB_ING;
        if (f & FORM_PAST)
            return flags | WF_VERB_PASTTENSE | WF_VERB_FINITE;
        if (f & FORM_PARTICIPLE)
            return flags | WF_VERB_REDUCED;
        return flags | WF_VERB_FINITE | (f & FORM_BASE && !(f & FORM_S) ? WF_VERB_BASE_FORM : 0);
    default:
        return flags | WF_VERB_FINITE | WF_VERB_BASE_FORM;
    }
}

/* Auxiliaries, negations and adverbs, then the main verb. */
static uint32_t
verb_group(struct cutter *c, uint32_t first, uint32_t end)
{
    uint32_t t = first, head = first, stop = first, flags = 0;
    uint8_t last = WF_FUNCTION_NONE;
    struct wf_chunk *chunk;
    bool main = false;

    if (c->fn[t] == WF_FUNCTION_TO) {
        flags |= WF_VERB_TO;
        c->before = AFTER_TO;
        t++;
    }
    for (; t < end; t++) {
        uint8_t fn = c->fn[t];

        if (c->name[t] != 0)
            break;
        if (fn == WF_FUNCTION_NEG) {
            flags |= WF_VERB_NEGATED;
        } else if (fn == WF_FUNCTION_ADV) {
            continue; /* only kept when a verb follows */
        } else if (is_auxiliary(fn)) {
            if (fn == WF_FUNCTION_DO && last != WF_FUNCTION_NONE)
                break;
            struct wf_slice s = wf_token_text(c->doc, t);

            if (last == WF_FUNCTION_NONE && (wf_slice_is(s, "was") || wf_slice_is(s, "were") || wf_slice_is(s, "had") ||
                                                wf_slice_is(s, "did")))
                flags |= WF_VERB_PASTTENSE;
            if (fn == WF_FUNCTION_BE && last == WF_FUNCTION_HAVE)
                flags |= WF_VERB_PERFECT;
            last = fn;
            head = t;
            set_before_auxiliary(c, fn, &flags);
        } else if (is_verb(c, t, end)) {
            head = t;
            main = true;
            stop = t + 1;
            break;
        } else {
            break;
        }
        stop = t + 1;
    }
    if (main)
        flags = main_verb_flags(c, head, flags, last);
    else
        flags |= WF_VERB_FINITE | (last == WF_FUNCTION_BE ? WF_VERB_BE : 0);
    if (stop == first)
        stop = first + 1;
    /* a negation just after the auxiliary of an inverted or copular clause: `is not` */
    chunk = push(c, WF_CHUNK_VERB, first, stop, head);
    if (chunk != NULL)
        chunk->flags = flags;
    c->last_verb = flags;
    if (main || last != WF_FUNCTION_BE)
        c->before = AFTER_VERB;
    return stop;
}

/* True when `to` begins an infinitive: a base form follows, adverbs between. */
static bool
infinitive(struct cutter *c, uint32_t t, uint32_t end)
{
    uint32_t n = t + 1;
    enum before saved = c->before;
    bool found;

    while (n < end && n < t + 3 && (c->fn[n] == WF_FUNCTION_ADV || c->fn[n] == WF_FUNCTION_NEG))
        n++;
    if (n >= end || c->name[n] != 0)
        return false;
    if (c->fn[n] == WF_FUNCTION_BE || c->fn[n] == WF_FUNCTION_HAVE || c->fn[n] == WF_FUNCTION_DO)
        return true;
    if (c->fn[n] != WF_FUNCTION_NONE || (c->form[n] & FORM_ING))
        return false;
    if (c->form[n] == 0 && (looks_plural(c, n) || (c->doc->tokens.items[n].flags & WF_TOKEN_CAPITAL) ||
                               !begins_object(c, n + 1, end)))
        return false;
    c->before = AFTER_TO;
    found = is_verb(c, n, end);
    c->before = saved;
    /* `to work`, `to trade`: after `to` a noun without article is rare */
    return found;
}

static uint32_t
cut_word(struct cutter *c, uint32_t t, uint32_t end)
{
    uint32_t stop = t + (c->span[t] > 1 && t + c->span[t] <= end ? c->span[t] : 1);
    enum wf_chunk_kind kind;

    if (c->name[t] != 0)
        return noun_group(c, t, end);
    switch (c->fn[t]) {
    case WF_FUNCTION_PREP:
    case WF_FUNCTION_PREPSUB:
        kind = WF_CHUNK_PREP;
        c->before = AFTER_PREP;
        break;
    case WF_FUNCTION_TO:
        if (infinitive(c, t, end))
            return verb_group(c, t, end);
        kind = WF_CHUNK_PREP;
        c->before = AFTER_PREP;
        break;
    case WF_FUNCTION_CC:
    case WF_FUNCTION_BUT:
        kind = c->fn[t] == WF_FUNCTION_CC ? WF_CHUNK_CONJ : WF_CHUNK_BUT;
        c->before = AFTER_CC;
        break;
    case WF_FUNCTION_SUB:
        kind = WF_CHUNK_SUB;
        c->before = AFTER_BREAK;
        break;
    case WF_FUNCTION_THAT:
        /* `that visit` or `said that`: a clause needs a verb or noun before */
        kind = WF_CHUNK_THAT;
        c->before = c->before == AFTER_PREP ? AFTER_DET : AFTER_THAT;
        break;
    case WF_FUNCTION_WH:
        kind = WF_CHUNK_WH;
        c->before = AFTER_WH;
        break;
    case WF_FUNCTION_PRON: {
        struct wf_chunk *chunk = push(c, WF_CHUNK_NOUN, t, t + 1, t);

        if (chunk != NULL)
            chunk->flags = WF_NOUN_PRONOUN | WF_NOUN_DEFINITE;
        c->before = AFTER_PRON;
        return t + 1;
    }
    case WF_FUNCTION_ADV:
        if (c->before == AFTER_DET)
            return noun_group(c, t, end);
        push(c, WF_CHUNK_ADVERB, t, stop, t);
        return stop;
    case WF_FUNCTION_NEG:
        if (t + 1 < end && (is_auxiliary(c->fn[t + 1]) || is_verb(c, t + 1, end)))
            return verb_group(c, t, end);
        push(c, WF_CHUNK_ADVERB, t, stop, t);
        return stop;
    case WF_FUNCTION_BE: case WF_FUNCTION_HAVE: case WF_FUNCTION_DO: case WF_FUNCTION_MODAL_MAY:
    case WF_FUNCTION_MODAL_WILL: case WF_FUNCTION_MODAL_WOULD: case WF_FUNCTION_MODAL_MUST:
        if (c->doc->tokens.items[t].pos == WF_POS_NOUN || c->doc->tokens.items[t].pos == WF_POS_PROPN)
            return noun_group(c, t, end);
        return verb_group(c, t, end);
    default:
        if (is_verb(c, t, end))
            return verb_group(c, t, end);
        {
            struct wf_slice s = wf_token_text(c->doc, t);

            /* adverbs that no list has */
            if (c->fn[t] == WF_FUNCTION_NONE && ends_with(s, "ly", 2) && c->before != AFTER_DET &&
                !(c->doc->tokens.items[t].flags & WF_TOKEN_CAPITAL) && c->doc->tokens.items[t].pos != WF_POS_NOUN) {
                push(c, WF_CHUNK_ADVERB, t, t + 1, t);
                return t + 1;
            }
        }
        return noun_group(c, t, end);
    }
    push(c, kind, t, stop, t);
    return stop;
}

static uint32_t
cut_punctuation(struct cutter *c, uint32_t t, uint32_t end)
{
    uint32_t flags = c->doc->tokens.items[t].flags;
    enum wf_chunk_kind kind = WF_CHUNK_OTHER;

    if (flags & WF_TOKEN_COMMA)
        kind = WF_CHUNK_COMMA;
    else if (flags & WF_TOKEN_QUOTE)
        kind = WF_CHUNK_QUOTE;
    else if (flags & WF_TOKEN_OPEN)
        kind = WF_CHUNK_OPEN;
    else if (flags & WF_TOKEN_CLOSE)
        kind = WF_CHUNK_CLOSE;
    else if (flags & (WF_TOKEN_STOP | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_DASH))
        kind = WF_CHUNK_BREAK;
    else if (!(flags & (WF_TOKEN_HYPHEN | WF_TOKEN_POSSESSIVE)))
        return noun_group(c, t, end); /* $, %, № ... */
    push(c, kind, t, t + 1, t);
    if (kind == WF_CHUNK_QUOTE)
        return t + 1; /* a mark changes nothing about the grammar around it */
    if (kind != WF_CHUNK_OTHER)
        c->before = kind == WF_CHUNK_CLOSE ? AFTER_NOUN : AFTER_BREAK;
    return t + 1;
}

/* A past form with `by`, or with a preposition and another finite verb behind it, belongs to its noun. */
static void
find_reduced(struct cutter *c, uint32_t first, uint32_t end)
{
    struct wf_chunk *chunks = c->out->chunks.items;

    for (uint32_t i = first; i < end; i++) {
        struct wf_chunk *v = &chunks[i];
        uint32_t n = i + 1, last;

        if (v->kind != WF_CHUNK_VERB || !(v->flags & WF_VERB_PASTTENSE) || v->end - v->first != 1 ||
            !(c->form[v->head] & FORM_PARTICIPLE))
            continue;
        if (i == first || chunks[i - 1].kind == WF_CHUNK_WH)
            continue;
        if (n < end && chunks[n].kind == WF_CHUNK_PREP && chunks[n].end - chunks[n].first == 1 &&
            wf_slice_is(wf_token_text(c->doc, chunks[n].head), "by")) {
            v->flags = (v->flags & ~(uint32_t)(WF_VERB_PASTTENSE | WF_VERB_FINITE)) | WF_VERB_REDUCED;
            continue;
        }
        if (chunks[i - 1].kind != WF_CHUNK_NOUN || (chunks[i - 1].flags & WF_NOUN_PRONOUN) || n >= end ||
            chunks[n].kind != WF_CHUNK_PREP)
            continue;
        last = end < i + WF_CHUNK_WINDOW ? end : i + WF_CHUNK_WINDOW;
        for (n = i + 1; n < last; n++) {
            if (chunks[n].kind == WF_CHUNK_VERB && (chunks[n].flags & WF_VERB_TO))
                break;
            if (chunks[n].kind == WF_CHUNK_NOUN && (chunks[n].flags & WF_NOUN_PRONOUN))
                break;
            if (chunks[n].kind == WF_CHUNK_COMMA || chunks[n].kind == WF_CHUNK_BREAK || chunks[n].kind == WF_CHUNK_WH ||
                chunks[n].kind == WF_CHUNK_THAT || chunks[n].kind == WF_CHUNK_SUB || chunks[n].kind == WF_CHUNK_CONJ)
                break;
            if (chunks[n].kind == WF_CHUNK_VERB && (chunks[n].flags & WF_VERB_FINITE)) {
                if (!(chunks[n].flags & WF_VERB_PASTTENSE) || chunks[n].end - chunks[n].first > 1 ||
                    (c->form[chunks[n].head] & FORM_PAST))
                    v->flags = (v->flags & ~(uint32_t)(WF_VERB_PASTTENSE | WF_VERB_FINITE)) | WF_VERB_REDUCED;
                break;
            }
        }
    }
}

static void
cut_sentence(struct cutter *c, uint32_t index)
{
    const struct wf_sentence *s = &c->doc->sentences.items[index];
    uint32_t t = s->first, begin = c->out->chunks.count;

    c->before = AFTER_START;
    c->last_verb = 0;
    c->out->starts[index] = begin;
    while (t < s->end && !wf_arena_failed(c->doc->arena)) {
        const struct wf_token *token = &c->doc->tokens.items[t];

        if ((token->flags & WF_TOKEN_PUNCT) && c->name[t] == 0 && c->fn[t] == WF_FUNCTION_NONE)
            t = cut_punctuation(c, t, s->end);
        else
            t = cut_word(c, t, s->end);
    }
    find_reduced(c, begin, c->out->chunks.count);
}

static enum wf_status
clauses_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct cutter c = { .state = state, .doc = doc };
    uint32_t n = doc->tokens.count;
    uint8_t *room;

    (void)err;
    c.out = wf_arena_zalloc(doc->arena, sizeof *c.out);
    room = wf_arena_zalloc(doc->arena, (size_t)n * 4 + 4);
    if (c.out == NULL || room == NULL)
        return WF_ELIMIT;
    c.fn = room;
    c.span = room + n;
    c.form = room + 2 * (size_t)n;
    c.name = room + 3 * (size_t)n;
    c.out->chunk_of = wf_arena_zalloc(doc->arena, ((size_t)n + 1) * sizeof *c.out->chunk_of);
    c.out->starts = wf_arena_zalloc(doc->arena, ((size_t)doc->sentences.count + 1) * sizeof *c.out->starts);
    if (c.out->chunk_of == NULL || c.out->starts == NULL)
        return WF_ELIMIT;
    if (!wf_step(run, n))
        n = 0;
    mark_names(&c);
    for (uint32_t t = 0; t < n; t++)
        classify(&c, t);
    for (uint32_t i = 0; i < doc->sentences.count; i++)
        cut_sentence(&c, i);
    if (wf_arena_failed(doc->arena))
        return WF_ELIMIT;
    c.out->starts[doc->sentences.count] = c.out->chunks.count;
    doc->clauses = c.out;
    return WF_OK;
}

static uint8_t
function_named(struct wf_slice name)
{
    static const char *const names[] = {
#define NAME_OF(name) #name,
        WF_FUNCTION_MAP(NAME_OF)
#undef NAME_OF
    };

    for (uint8_t i = 0; i < WF_FUNCTION_COUNT; i++) {
        size_t len = strlen(names[i]), k = 0;

        while (k < len && k < name.len && (names[i][k] | 0x20) == (name.data[k] | 0x20))
            k++;
        if (k == len && len == name.len)
            return i;
    }
    return WF_FUNCTION_COUNT;
}

static enum wf_status
clauses_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const verbs[VERB_CLASSES] = { "verb", "cue_verb", "event_verb", "agreement_verb", "light_verb" };
    struct clauses_state *s = calloc(1, sizeof *s);
    const struct wf_lexicon_entry *const *entries;

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    s->function = wf_lexicon_class(setup->lexicon, "function_word");
    s->irregular = wf_lexicon_class(setup->lexicon, "verb_irregular");
    for (unsigned k = 0; k < VERB_CLASSES; k++)
        s->verbs[k] = wf_lexicon_class(setup->lexicon, verbs[k]);
    entries = wf_lexicon_entries(setup->lexicon, s->function, &s->function_count);
    s->functions = calloc((size_t)s->function_count + 1, 1);
    if (s->functions == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    entries = wf_lexicon_entries(setup->lexicon, s->irregular, &s->irregular_count);
    s->irregulars = calloc((size_t)s->irregular_count + 1, 1);
    if (s->irregulars == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    for (uint32_t i = 0; i < s->irregular_count; i++)
        s->irregulars[i] = irregular_forms(entries[i]);
    for (unsigned k = 0; k < VERB_CLASSES; k++) {
        entries = wf_lexicon_entries(setup->lexicon, s->verbs[k], &s->noun_count[k]);
        s->nouns[k] = calloc((size_t)s->noun_count[k] + 1, 1);
        if (s->nouns[k] == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
        for (uint32_t i = 0; i < s->noun_count[k]; i++)
            if (wf_entry_attribute(entries[i], "noun").data != NULL)
                s->nouns[k][i] = FORM_NOUN;
    }
    entries = wf_lexicon_entries(setup->lexicon, s->function, &s->function_count);
    for (uint32_t i = 0; i < s->function_count; i++) {
        s->functions[i] = function_named(entries[i]->value);
        if (s->functions[i] == WF_FUNCTION_COUNT)
            return wf_error_set(err, WF_EDATA, "function_words.tsv", 0, "unknown kind of function word `%.*s`",
                (int)entries[i]->value.len, entries[i]->value.data);
    }
    return WF_OK;
}

static void
clauses_fini(void *state)
{
    struct clauses_state *s = state;

    if (s == NULL)
        return;
    for (unsigned k = 0; k < VERB_CLASSES; k++)
        free(s->nouns[k]);
    free(s->irregulars);
    free(s->functions);
    free(s);
}

const struct wf_extractor wf_extractor_clauses = {
    WF_EXTRACTOR_HEAD, "clauses", "noun and verb groups, clauses",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES), WF_LAYER(CLAUSES), NULL, clauses_init, clauses_run, clauses_fini
};
