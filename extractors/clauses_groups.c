/* SPDX-License-Identifier: Apache-2.0 */
/* Noun groups and verb groups: from their first token to the token behind them. */
#include "extractors/clauses_private.h"

#include <string.h>

struct wf_chunk *
wf_clause_push(struct cutter *c, enum wf_chunk_kind kind, uint32_t first, uint32_t end, uint32_t head)
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
    return !wf_clause_is_verb(c, t, end);
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

/* Its head belongs to a date: `11 April 2024`, `the next year`. */
static bool
is_date(struct cutter *c, uint32_t first, uint32_t head)
{
    const struct wf_document *doc = c->doc;

    while (c->date < doc->dates.count && doc->dates.items[c->date]->fact.at.end <= first)
        c->date++;
    for (unsigned i = c->date; i < doc->dates.count && i < c->date + 2; i++) {
        const struct wf_date *d = doc->dates.items[i];

        if (d->fact.at.first > head)
            break;
        if (head < d->fact.at.end && (d->type == WF_DATE_DATE || d->type == WF_DATE_TIME))
            return true;
    }
    return false;
}

/* `fined Telvex 1.2 billion euros`: a sum behind a name is another group. */
static bool
breaks_at_money(struct cutter *c, uint32_t first, uint32_t t)
{
    const struct wf_document *doc = c->doc;

    if (t == first || !(doc->tokens.items[t - 1].flags & WF_TOKEN_CAPITAL))
        return false;
    while (c->figure < doc->figures.count && doc->figures.items[c->figure]->fact.at.first < t)
        c->figure++;
    return c->figure < doc->figures.count && doc->figures.items[c->figure]->fact.at.first == t &&
           doc->figures.items[c->figure]->kind == WF_FIGURE_MONEY;
}

uint32_t
wf_clause_noun_group(struct cutter *c, uint32_t first, uint32_t end)
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

        if (breaks_at_time(c, first, t) || breaks_at_money(c, first, t))
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
            c->before = wf_clause_looks_plural(c, t) ? AFTER_PLURAL : AFTER_NOUN;
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
    if (c->fn[head] == WF_FUNCTION_TIME || is_date(c, first, head))
        flags |= WF_NOUN_TIME;
    if (c->before == AFTER_PLURAL)
        flags |= WF_NOUN_PLURAL;
    if (t < end && (c->doc->tokens.items[t].flags & WF_TOKEN_POSSESSIVE)) {
        flags |= WF_NOUN_POSSESSOR;
        t++;
        c->before = AFTER_DET;
    } else if (c->before == AFTER_DET) {
        c->before = AFTER_NOUN;
    }
    chunk = wf_clause_push(c, WF_CHUNK_NOUN, first, t, head);
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
    uint32_t finite = flags & WF_VERB_TO ? 0 : WF_VERB_FINITE; /* `to be signed` */
    uint8_t f = c->form[t];
    uint8_t form = c->doc->tokens.items[t].form;

    if (form != WF_VERB_NONE)
        f = form == WF_VERB_GERUND ? FORM_ING : form == WF_VERB_PARTICIPLE ? FORM_PARTICIPLE : form == WF_VERB_PAST ?
            FORM_PAST : form == WF_VERB_BASE ? FORM_BASE : FORM_S;

    switch (last_auxiliary) {
    case WF_FUNCTION_BE:
        return flags | finite | (f & FORM_ING ? WF_VERB_PROGRESSIVE : WF_VERB_PASSIVE);
    case WF_FUNCTION_HAVE:
        return flags | finite | WF_VERB_PERFECT;
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
uint32_t
wf_clause_verb_group(struct cutter *c, uint32_t first, uint32_t end)
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
        } else if (fn == WF_FUNCTION_ADV || (fn == WF_FUNCTION_NONE && c->form[t] == 0 &&
                                                wf_clause_ends_with(wf_token_text(c->doc, t), "ly", 2) && t > first)) {
            continue; /* only kept when a verb follows */
        } else if (wf_clause_is_auxiliary(fn)) {
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
        } else if (wf_clause_is_verb(c, t, end)) {
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
    chunk = wf_clause_push(c, WF_CHUNK_VERB, first, stop, head);
    if (chunk != NULL)
        chunk->flags = flags;
    c->last_verb = flags;
    if (main || last != WF_FUNCTION_BE)
        c->before = AFTER_VERB;
    return stop;
}

/* True when `to` begins an infinitive: a base form follows, adverbs between. */
bool
wf_clause_infinitive(struct cutter *c, uint32_t t, uint32_t end)
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
    if (c->form[n] == 0 && (wf_clause_looks_plural(c, n) || (c->doc->tokens.items[n].flags & WF_TOKEN_CAPITAL) ||
                               !wf_clause_begins_object(c, n + 1, end)))
        return false;
    c->before = AFTER_TO;
    found = wf_clause_is_verb(c, n, end);
    c->before = saved;
    /* `to work`, `to trade`: after `to` a noun without article is rare */
    return found;
}
