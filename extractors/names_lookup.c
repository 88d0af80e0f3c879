/* SPDX-License-Identifier: Apache-2.0 */
/* What the lexicon says of each token, which sentences are headings, and where a person's name ends. */
#include "extractors/names_private.h"

/* Keep the better of two whole names that begin at one token: the longer, then the surer, then the class. */
static void
offer_name(struct wf_name_token *token, const struct wf_match *match, unsigned class_, bool doubtful)
{
    const struct wf_match *now = token->name;

    if (now != NULL) {
        if (match->end != now->end) {
            if (match->end < now->end)
                return;
        } else if (doubtful != token->doubtful) {
            if (doubtful)
                return;
        } else if (class_ >= token->name_class)
            return;
    }
    token->name = match;
    token->name_class = (uint8_t)class_;
    token->doubtful = doubtful;
}

static void
note_match(struct wf_names *n, const struct wf_match *match)
{
    unsigned class_ = match->class_id < n->state->class_count ? n->state->class_of[match->class_id] : 0;
    struct wf_name_token *token = &n->tokens[match->first];
    uint32_t length = match->end - match->first;

    if (class_ == WF_NAME_NONE)
        return;
    if (length == 1)
        token->bits |= 1u << class_;
    if (class_ == WF_NAME_TITLE && length > token->title)
        token->title = (uint8_t)(length < 16 ? length : 15);
    if (class_ <= WF_NAME_LAST_NAME) {
        uint32_t index = match->entry->index;

        offer_name(token, match, class_,
            index < n->state->doubtful_count[class_] && n->state->doubtful[class_][index] != 0);
    }
}

/* Headings and other lines where most words have a capital: 1, all in capitals: 2, else 0. */
static uint8_t
title_case(const struct wf_names *n, const struct wf_sentence *s)
{
    const struct wf_block *block = &n->doc->text.blocks.items[s->block];
    uint32_t words = 0, capital = 0, shouted = 0;
    bool heading = block->kind == WF_BLOCK_HEADING || block->kind == WF_BLOCK_TITLE;

    for (uint32_t t = s->first; t < s->end; t++) {
        const struct wf_token *token = &n->doc->tokens.items[t];

        if (!(token->flags & WF_TOKEN_WORD) || wf_wordset_has(n->state->function, token->word))
            continue;
        words++;
        capital += (token->flags & WF_TOKEN_CAPITAL) != 0;
        shouted += (token->flags & WF_TOKEN_ALL_CAPS) != 0;
    }
    if (words >= 3 && shouted * 10 >= words * 7)
        return 2;
    if (capital * 10 < words * 8 || words == 0)
        return 0;
    if (heading)
        return 1;
    /* a whole line in capitals that does not end as a sentence does */
    return words >= 4 && !(n->doc->tokens.items[s->end - 1].flags & WF_TOKEN_STOP) &&
        block->kind != WF_BLOCK_TABLE_ROW;
}

bool
wf_names_look_up(struct wf_names *n)
{
    const struct wf_matches *matches = n->doc->matches;

    n->tokens = wf_arena_zalloc(n->doc->arena, (n->doc->tokens.count + 1u) * sizeof *n->tokens);
    n->title_case = wf_arena_zalloc(n->doc->arena, n->doc->sentences.count + 1u);
    if (n->tokens == NULL || n->title_case == NULL)
        return false;
    for (unsigned i = 0; i < matches->items.count; i++)
        note_match(n, &matches->items.items[i]);
    for (unsigned i = 0; i < n->doc->sentences.count; i++)
        n->title_case[i] = title_case(n, &n->doc->sentences.items[i]);
    return true;
}

static uint32_t
flags_at(const struct wf_names *n, uint32_t token)
{
    return token < n->doc->tokens.count ? n->doc->tokens.items[token].flags : 0;
}

/* `II`, `XIV` after a name */
static bool
roman(const struct wf_names *n, uint32_t t)
{
    struct wf_slice s = wf_token_text(n->doc, t);

    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] != 'I' && s.data[i] != 'V' && s.data[i] != 'X')
            return false;
    return s.len > 0 && s.len < 6;
}

/* Whether a capitalised word cannot be part of a person's name after its first word. */
static bool
stops_person(const struct wf_names *n, uint32_t t, uint32_t first)
{
    const struct wf_name_token *token = &n->tokens[t];
    bool personal = (token->bits & (WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME))) != 0;
    bool last = t + 1 >= n->doc->tokens.count || !wf_names_capital(n, t + 1);

    if (t > first && roman(n, t))
        return false;
    if (wf_wordset_has(n->state->function, n->doc->tokens.items[t].word) &&
        !(n->doc->tokens.items[t].flags & WF_TOKEN_PERIOD))
        return !(token->bits & WF_NAME_BIT(PARTICLE));
    if (token->bits & WF_NAME_BIT(CALENDAR))
        return !(personal && t == first && !last);
    if (token->name != NULL && !token->doubtful &&
        (token->name_class == WF_NAME_COUNTRY || token->name_class == WF_NAME_NATIONALITY ||
            token->name_class == WF_NAME_ORGANISATION || token->name->end - t > 1))
        return !personal;
    if (wf_names_common(n, t))
        return !personal || (token->title > 0 && !last);
    return token->title > 0 && !personal;
}

/* `al-Sudani`, `bin Salman`, `van der Bellen`: the end of the particles that begin at `t`, `t` where none do. */
static uint32_t
particles_end(const struct wf_names *n, uint32_t t, uint32_t limit)
{
    uint32_t at = t;

    for (unsigned i = 0; i < 4 && at < limit; i++) {
        if (!(n->tokens[at].bits & WF_NAME_BIT(PARTICLE)))
            break;
        at++;
        if (at < limit && (flags_at(n, at) & WF_TOKEN_HYPHEN))
            at++;
        if (at < limit && wf_names_capital(n, at) && !(n->tokens[at].bits & WF_NAME_BIT(PARTICLE)))
            return at;
    }
    return t;
}

uint32_t
wf_names_person_end(const struct wf_names *n, uint32_t token, uint32_t limit)
{
    uint32_t t = token, end = token;

    while (t < limit && t - token < 12) {
        uint32_t after = particles_end(n, t, limit);

        if (after > t) { /* what follows has a capital */
            if (stops_person(n, after, token))
                break;
            t = end = after + 1;
        } else if (wf_names_capital(n, t) && !stops_person(n, t, token)) {
            t = end = t + 1;
        } else if (t > token && (flags_at(n, t) & WF_TOKEN_HYPHEN) && t + 1 < limit &&
            !(flags_at(n, t + 1) & WF_TOKEN_SPACE_BEFORE) && (flags_at(n, t + 1) & WF_TOKEN_WORD) &&
            (wf_names_capital(n, t + 1) ? n->tokens[t + 1].name == NULL || n->tokens[t + 1].doubtful ||
                    (n->tokens[t + 1].bits & (WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME)))
                                        : (!wf_names_common(n, t + 1) || wf_names_is(n, t + 1, WF_NAME_WORD_IN)) &&
                        n->tokens[t + 1].title == 0)) {
            t = end = t + 2; /* `Jong-un`, `Jean-Marc` */
        } else
            break;
    }
    /* `Jr.` after a comma */
    if (end > token && end + 1 < limit && (flags_at(n, end) & WF_TOKEN_COMMA)) {
        struct wf_slice text = wf_token_text(n->doc, end + 1);

        if (wf_slice_is(text, "Jr.") || wf_slice_is(text, "Sr.") || wf_slice_is(text, "Jr"))
            end += 2;
    }
    return end;
}
