/* SPDX-License-Identifier: Apache-2.0 */
/* Cue verbs with their subjects, and the cue behind a quotation in marks; for the one in front see quotes_before.c. */
#include "extractors/quotes_private.h"

#define CUE_REACH 12   /* chunks between a quotation and its cue */
#define LOOK_AROUND 24 /* chunks between a fragment in marks and the verb that governs it */

static const struct cue no_cue = { WF_NO_CHUNK, WF_NO_CHUNK, { 0, 0, { 0, 0 } }, false, false, false, false, false, false, WF_NO_CHUNK };

uint8_t
wf_cue_at(const struct quotes_state *state, const struct wf_document *doc, uint32_t chunk, uint32_t *end)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);
    const struct wf_match *m;

    if (c->kind != WF_CHUNK_VERB)
        return 0;
    m = wf_match_at(doc, c->head, state->cue_verb);
    if (m == NULL)
        return 0;
    if (end != NULL)
        *end = m->end;
    return m->entry->index < state->cue_count ? state->cue_bits[m->entry->index] : CUE_VERB;
}

static uint32_t
flags_at(const struct wf_document *doc, uint32_t token)
{
    return token < doc->tokens.count ? doc->tokens.items[token].flags : 0;
}

bool
wf_quoted_named(struct speech *s, const struct wf_quoted *q, const struct shape *shape)
{
    uint32_t end = q->open;
    bool the = end > 0 && wf_slice_is(wf_token_text(s->doc, end - 1), "the");
    bool title = shape->long_words > 0 && shape->capitals == shape->long_words && !shape->clause;

    if (the)
        end--;
    for (uint32_t back = 1; back <= 3 && back <= end; back++) {
        const struct wf_match *m = wf_match_at(s->doc, end - back, s->state->naming_word);

        if (m == NULL || m->end != end)
            continue;
        /* `called "Hawk"`, `dubbed the "hawk bill"`, but not `called "a disaster"` */
        return the || !wf_slice_is(m->entry->value, "verb") || (shape->capital && shape->capitals == shape->long_words);
    }
    /* `quoted from "Hamlet"`, `on "The Morning Brief"` */
    return title && end > 0 && wf_chunk(s->doc, wf_chunk_of(s->doc, end - 1))->kind == WF_CHUNK_PREP;
}

struct wf_range
wf_cue_range(const struct speech *s, uint32_t chunk)
{
    uint32_t head = wf_chunk(s->doc, chunk)->head, end = head + 1;

    (void)wf_cue_at(s->state, s->doc, chunk, &end);
    return wf_range_of(s->doc, head, end > head ? end : head + 1);
}

/* Behind a question or exclamation goes on in the same sentence: a name or a small letter, not `The minister`. */
static bool
goes_on(struct speech *s, uint32_t token)
{
    const struct wf_token *t;

    if (token >= s->doc->tokens.count)
        return false;
    t = &s->doc->tokens.items[token];
    if (!(t->flags & WF_TOKEN_CAPITAL))
        return (t->flags & WF_TOKEN_WORD) != 0;
    return wf_mention_at(s->doc, token) != NULL || wf_chunk(s->doc, wf_chunk_of(s->doc, token))->word == WF_FUNCTION_NONE;
}

/*
 * Behind `who`, `which` at chunk `i`: where the relative clause is over. In commas that is the next comma; else the last
 * cue verb before one (`a man who lives there said`).
 */
static uint32_t
behind_relative(struct speech *s, uint32_t i, bool in_commas)
{
    uint32_t count = s->doc->clauses->chunks.count, block = wf_block_of(s->doc, wf_chunk(s->doc, i)->first), last = i;
    uint32_t limit = i + LOOK_AROUND;

    for (i++; i < count && i < limit; i++) {
        const struct wf_chunk *c = wf_chunk(s->doc, i);

        if (c->kind == WF_CHUNK_COMMA || c->kind == WF_CHUNK_QUOTE || wf_block_of(s->doc, c->first) != block ||
            (c->kind == WF_CHUNK_BREAK && (flags_at(s->doc, c->first) & WF_TOKEN_STOP)))
            break;
        if (c->kind == WF_CHUNK_VERB && (c->flags & WF_VERB_FINITE) && wf_cue_at(s->state, s->doc, i, NULL) != 0)
            last = i;
    }
    return in_commas ? i : last - 1 > limit - LOOK_AROUND ? last - 1 : i;
}

/* `"..." - Name` at the end of a paragraph. */
static struct cue
signed_by(struct speech *s, const struct wf_quoted *q, uint32_t chunk)
{
    const struct wf_document *doc = s->doc;
    struct cue cue = no_cue;
    const struct wf_mention *m =
        chunk < doc->clauses->chunks.count ? wf_mention_at(doc, wf_chunk(doc, chunk)->head) : NULL;

    if (m != NULL && wf_block_of(doc, m->at.first) == wf_block_of(doc, q->close) && m->type == WF_ENTITY_PERSON &&
        (m->at.end == doc->tokens.count || (flags_at(doc, m->at.end) & (WF_TOKEN_BLOCK_START | WF_TOKEN_COMMA)))) {
        cue.speaker = chunk;
        cue.found = cue.adjacent = true;
    }
    return cue;
}

/* The cue verb at chunk `i` behind the words, `noun` between them where there is one. */
static struct cue
verb_after(struct speech *s, uint32_t i, uint32_t noun, bool set_off)
{
    const struct wf_document *doc = s->doc;
    const struct wf_chunk *c = wf_chunk(doc, i);
    uint8_t bits = wf_cue_at(s->state, doc, i, NULL);
    struct cue cue = no_cue;

    if (noun == WF_NO_CHUNK) { /* said X */
        noun = wf_chunk_object(doc, i);
        if (noun == WF_NO_CHUNK || !set_off) /* `"jobs" said ...`: part of the sentence */
            return no_cue;
    } else if (bits & CUE_TO)
        cue.addressee = wf_chunk_object(doc, i);
    cue.verb = i;
    cue.speaker = noun;
    if ((bits & CUE_OBJECT_SPEAKS) && !(c->flags & WF_VERB_PASSIVE)) {
        cue.speaker = wf_chunk_object(doc, i); /* `the paper quoted an aide as saying` */
        if (cue.speaker == WF_NO_CHUNK)
            return no_cue;
    }
    cue.at = wf_cue_range(s, i);
    cue.found = cue.adjacent = true;
    return cue;
}

struct cue
wf_cue_after(struct speech *s, const struct wf_quoted *q, const struct shape *shape)
{
    const struct wf_document *doc = s->doc;
    uint32_t i = wf_chunk_of(doc, q->close) + 1, count = doc->clauses->chunks.count, noun = WF_NO_CHUNK, limit;
    bool comma = false, dash = false;

    if (i < count && wf_chunk(doc, i)->kind == WF_CHUNK_COMMA) {
        comma = true;
        i++;
    }
    if (i < count && (flags_at(doc, wf_chunk(doc, i)->first) & WF_TOKEN_DASH)) {
        dash = true;
        i++;
    }
    if (shape->stopped && !comma && !dash) {
        struct wf_slice mark = wf_token_text(doc, q->end - 1);

        if (mark.len != 1 || mark.data[0] == '.' || !goes_on(s, q->close + 1))
            return no_cue; /* a full stop ends it: what follows is another sentence */
    }
    if (dash) {
        struct cue name = signed_by(s, q, i);

        if (name.found)
            return name;
    }
    limit = i + CUE_REACH;
    for (uint32_t start = i; i < count && i < limit; i++) {
        const struct wf_chunk *c = wf_chunk(doc, i);

        if (wf_block_of(doc, c->first) != wf_block_of(doc, q->close))
            break;
        switch (c->kind) {
        case WF_CHUNK_VERB:
            if (wf_cue_at(s->state, doc, i, NULL) != 0)
                return verb_after(s, i, noun, shape->ended || comma || dash);
            if (c->flags & WF_VERB_FINITE)
                return no_cue;
            continue;
        case WF_CHUNK_NOUN:
            if (noun == WF_NO_CHUNK && !(c->flags & (WF_NOUN_TIME | WF_NOUN_POSSESSOR)))
                noun = i;
            continue;
        case WF_CHUNK_PREP: {
            const struct wf_match *m = wf_match_at(doc, c->first, s->state->cue_phrase);

            if (m != NULL && wf_slice_is(m->entry->value, "to") && noun == WF_NO_CHUNK) {
                struct cue cue = no_cue;

                cue.at = wf_range_of(doc, m->first, m->end);
                cue.speaker = wf_chunk_object(doc, wf_chunk_of(doc, m->end - 1));
                cue.found = cue.adjacent = cue.speaker != WF_NO_CHUNK;
                return cue;
            }
            if (noun == WF_NO_CHUNK && doc->tokens.items[c->first].word != s->state->as)
                return no_cue; /* `"..." in the town`: it is part of a sentence */
            continue;
        }
        case WF_CHUNK_WH: /* `X, who leads the party, said` */
            if (noun == WF_NO_CHUNK)
                return no_cue;
            i = behind_relative(s, i, wf_chunk(doc, i - 1)->kind == WF_CHUNK_COMMA);
            limit = i + CUE_REACH;
            continue;
        case WF_CHUNK_SUB: /* `," as he put it, "` */
            if (i != start || doc->tokens.items[c->first].word != s->state->as)
                return no_cue;
            continue;
        case WF_CHUNK_COMMA: case WF_CHUNK_ADVERB: case WF_CHUNK_CONJ: case WF_CHUNK_OPEN: case WF_CHUNK_CLOSE:
        case WF_CHUNK_OTHER:
            continue;
        default:
            return no_cue;
        }
    }
    return no_cue;
}

static bool
usable(struct speech *s, uint32_t chunk)
{
    return chunk != WF_NO_CHUNK && wf_quoted_around(s->marks, wf_chunk(s->doc, chunk)->head) == NULL;
}

static bool
nominative(const struct speech *s, uint32_t token)
{
    uint32_t word = s->doc->tokens.items[token].word;

    return word == s->state->he || word == s->state->she || word == s->state->they;
}

/* `People close to the president say`: the first noun of what stands before the verb. */
static uint32_t
loose_subject(struct speech *s, uint32_t verb, uint32_t first)
{
    uint32_t subject = WF_NO_CHUNK;

    for (uint32_t i = verb; i > first && verb - i < CUE_REACH; i--) {
        const struct wf_chunk *c = wf_chunk(s->doc, i - 1);

        if (c->kind == WF_CHUNK_NOUN && (i - 1 == first || wf_chunk(s->doc, i - 2)->kind != WF_CHUNK_PREP))
            subject = i - 1;
        else if (c->kind != WF_CHUNK_NOUN && c->kind != WF_CHUNK_PREP && c->kind != WF_CHUNK_OTHER && c->kind != WF_CHUNK_ADVERB)
            break;
    }
    return usable(s, subject) ? subject : WF_NO_CHUNK;
}

uint32_t
wf_cue_subject(struct speech *s, uint32_t verb)
{
    const struct wf_document *doc = s->doc;
    uint32_t first, end, subject = wf_chunk_subject(doc, verb), other;

    wf_chunk_sentence(doc, verb, &first, &end);
    if (verb > first && wf_chunk(doc, verb - 1)->kind == WF_CHUNK_NOUN && nominative(s, wf_chunk(doc, verb - 1)->head))
        return verb - 1; /* `after she told` */
    /* `called the step "hasty" and vowed "..."`: the step vows nothing */
    if ((wf_chunk(doc, verb)->flags & WF_VERB_ING) || (usable(s, subject) && !wf_can_speak(s, subject)))
        for (uint32_t i = verb; i > first && verb - i < CUE_REACH; i--) {
            uint8_t bits = wf_cue_at(s->state, doc, i - 1, NULL);

            if (bits == 0 || !(wf_chunk(doc, i - 1)->flags & WF_VERB_FINITE))
                continue;
            other = wf_chunk_subject(doc, i - 1);
            if ((bits & CUE_OBJECT_SPEAKS) || !usable(s, other))
                other = wf_chunk_object(doc, i - 1);
            if (usable(s, other))
                subject = other;
            break;
        }
    while (subject != WF_NO_CHUNK && (wf_chunk(doc, subject)->flags & WF_NOUN_POSSESSOR) && subject + 1 < verb &&
           wf_chunk(doc, subject + 1)->kind == WF_CHUNK_NOUN)
        subject++; /* `Mr. Cohn's lawyers` */
    if (usable(s, subject))
        return subject;
    other = wf_chunk_object(doc, verb);
    return usable(s, other) ? other : loose_subject(s, verb, first);
}

void
wf_quote_cut(struct speech *s, struct wf_quoted *q)
{
    uint32_t last = wf_chunk_of(s->doc, q->end - 1);

    for (uint32_t i = wf_chunk_of(s->doc, q->first); i + 2 <= last; i++) {
        const struct wf_chunk *comma = wf_chunk(s->doc, i), *a = wf_chunk(s->doc, i + 1), *b = wf_chunk(s->doc, i + 2);
        uint32_t verb;

        if (comma->kind != WF_CHUNK_COMMA)
            continue;
        verb = a->kind == WF_CHUNK_NOUN && b->kind == WF_CHUNK_VERB ? i + 2 :
            a->kind == WF_CHUNK_VERB && b->kind == WF_CHUNK_NOUN ? i + 1 : WF_NO_CHUNK;
        if (verb == WF_NO_CHUNK || (wf_cue_at(s->state, s->doc, verb, NULL) & (CUE_THAT | CUE_WEAK)) != CUE_THAT)
            continue;
        q->end = comma->first;
        q->close = comma->first > q->open ? comma->first - 1 : q->open;
        return;
    }
}
