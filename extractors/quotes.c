/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `quotes`: who said what. Marks are paired first (quote_marks.c); then each quotation looks for its cue
 * at both sides; indirect speech starts from cue verbs (quotes_indirect.c). A name inside the quotation is
 * never its speaker.
 */
#include "extractors/quotes_private.h"

#include <stdlib.h>
#include <string.h>

#define CUE_REACH 12   /* chunks between a quotation and its cue */
#define LOOK_AROUND 24 /* chunks between a fragment in marks and the verb that governs it */

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

const struct wf_quoted *
wf_quoted_around(const struct wf_quoted_list *list, uint32_t token)
{
    uint32_t low = 0, high = list->items.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (list->items.items[middle].open <= token)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    return token <= list->items.items[low - 1].close ? &list->items.items[low - 1] : NULL;
}

static uint32_t
block_of(const struct wf_document *doc, uint32_t token)
{
    return doc->sentences.items[doc->tokens.items[token].sentence].block;
}

/* Last person named before `token` and outside all quotations, at most two paragraphs back. */
static bool
last_person(const struct speech *s, uint32_t token, struct wf_reference *ref)
{
    const struct wf_document *doc = s->doc;
    uint32_t i = wf_mention_from(doc, token), block = block_of(doc, token);

    for (unsigned back = 0; i > 0 && back < 40; back++) {
        const struct wf_mention *m = doc->mentions.items[--i];

        if (block - block_of(doc, m->at.first) > 2)
            break;
        if (m->type != WF_ENTITY_PERSON || m->nested || wf_quoted_around(s->marks, m->at.first) != NULL)
            continue;
        *ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = m->at };
        if (ref->entity == NULL)
            ref->name = wf_span_text(doc, m->at.span);
        return true;
    }
    return false;
}

/* Plain words as a reference: `the statement`, `witnesses`. */
static void
plain(struct speech *s, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);

    memset(ref, 0, sizeof *ref);
    ref->at = wf_range_of(s->doc, c->first, c->head + 1 > c->first ? c->head + 1 : c->end);
    ref->name = wf_span_text(s->doc, ref->at.span);
}

bool
wf_speaker(struct speech *s, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);
    const struct wf_match *noun;

    memset(ref, 0, sizeof *ref);
    if (c->kind != WF_CHUNK_NOUN || wf_quoted_around(s->marks, c->head) != NULL)
        return false;
    if (wf_participant(&s->state->who, s->doc, chunk, ref)) {
        /* a pronoun for somebody who is named in quotations only is not to be trusted */
        if (!(c->flags & WF_NOUN_PRONOUN) || ref->entity == NULL ||
            wf_quoted_around(s->marks, ref->entity->fact.at.first) == NULL)
            return true;
        memset(ref, 0, sizeof *ref);
    }
    if (c->flags & WF_NOUN_PRONOUN) {
        struct wf_slice word = wf_token_text(s->doc, c->head);
        bool first = wf_slice_is(word, "I") || wf_slice_is(word, "we") || wf_slice_is(word, "We");

        if (first || word.len < 2) {
            plain(s, chunk, ref);
            return true;
        }
        if (!wf_reference_empty(&s->last) && block_of(s->doc, c->head) - s->last_block <= 3)
            *ref = s->last;
        else if (!last_person(s, c->first, ref)) {
            plain(s, chunk, ref);
            return true;
        }
        ref->at = wf_range_of(s->doc, c->first, c->head + 1);
        return true;
    }
    noun = wf_match_at(s->doc, c->head, s->state->cue_phrase);
    if (noun != NULL) { /* `his remarks conveyed`: whose they are */
        uint32_t owner = wf_chunk_owner(s->doc, chunk);
        const struct wf_description *d = wf_description_at(s->doc, c->first);

        if (owner != WF_NO_CHUNK && wf_participant(&s->state->who, s->doc, owner, ref))
            return true;
        if ((c->flags & WF_NOUN_POSSESSED) && d != NULL && d->who.at.first == c->first) {
            *ref = d->who;
            return true;
        }
        if ((c->flags & WF_NOUN_POSSESSED) && last_person(s, c->first, ref))
            return true;
    }
    plain(s, chunk, ref);
    return true;
}

struct wf_quote *
wf_quote_add(struct speech *s, enum wf_quote_form form, uint32_t first, uint32_t end, const struct wf_rule *rule)
{
    struct wf_quote *quote, **slot;

    while (end > first && (s->doc->tokens.items[end - 1].flags & WF_TOKEN_COMMA))
        end--;
    while (first < end && (s->doc->tokens.items[first].flags & (WF_TOKEN_COMMA | WF_TOKEN_DASH)))
        first++;
    /* marks around the whole are left out; a mark at one end only belongs to words inside */
    while (end > first + 1 && (s->doc->tokens.items[first].flags & WF_TOKEN_QUOTE) &&
           (s->doc->tokens.items[end - 1].flags & WF_TOKEN_QUOTE)) {
        first++;
        end--;
    }
    while (end > first && (s->doc->tokens.items[end - 1].flags & WF_TOKEN_COMMA))
        end--;
    if (first >= end)
        return NULL;
    quote = wf_fact_new(s->doc, sizeof *quote, rule, first, end);
    slot = wf_vector_push(s->doc->arena, &s->doc->quotes);
    if (quote == NULL || slot == NULL)
        return NULL;
    *slot = quote;
    quote->form = form;
    quote->time = WF_TIME_NONE;
    return quote;
}

static void
remember(struct speech *s, const struct wf_reference *speaker, uint32_t token)
{
    if (wf_reference_empty(speaker))
        return;
    s->last = *speaker;
    s->last_block = block_of(s->doc, token);
}

/* What is said of a quotation before looking around it. */
struct shape {
    unsigned words;
    unsigned capitals;  /* words with a capital, of those with four letters or more */
    unsigned long_words;
    bool clause;        /* holds a finite verb */
    bool capital;       /* begins with a capital */
    bool ended;         /* a comma or stop stands at its end, inside the marks or right after them */
    bool stopped;       /* a full stop inside */
    bool in_title;
};

static struct shape
shape_of(const struct wf_document *doc, const struct wf_quoted *q)
{
    struct shape shape = { 0 };
    const struct wf_token *first = &doc->tokens.items[q->first], *last = &doc->tokens.items[q->end - 1];
    uint32_t limit = q->end - q->first > 200 ? q->first + 200 : q->end;

    for (uint32_t t = q->first; t < limit; t++) {
        const struct wf_token *token = &doc->tokens.items[t];

        if (!(token->flags & WF_TOKEN_WORD))
            continue;
        shape.words++;
        if (token->end - token->start >= 4) {
            shape.long_words++;
            shape.capitals += (token->flags & WF_TOKEN_CAPITAL) != 0;
        }
    }
    for (uint32_t c = wf_chunk_of(doc, q->first); c <= wf_chunk_of(doc, limit - 1); c++)
        if (wf_chunk(doc, c)->kind == WF_CHUNK_VERB && (wf_chunk(doc, c)->flags & WF_VERB_FINITE))
            shape.clause = true;
    shape.capital = (first->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_OPEN | WF_TOKEN_STOP)) != 0;
    shape.stopped = (last->flags & WF_TOKEN_STOP) != 0;
    shape.ended = (last->flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_DASH)) != 0 ||
                  (q->close + 1 < doc->tokens.count &&
                      (doc->tokens.items[q->close + 1].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA)));
    shape.in_title = shape.long_words >= 2 && shape.capitals == shape.long_words;
    return shape;
}

/* `the film "..."`, `dubbed "..."`, `so-called "..."` */
static bool
is_named(const struct speech *s, const struct wf_quoted *q)
{
    for (uint32_t back = 1; back <= 3 && back <= q->open; back++) {
        const struct wf_match *m = wf_match_at(s->doc, q->open - back, s->state->naming_word);

        if (m != NULL && m->end == q->open)
            return true;
    }
    return false;
}

struct cue {
    uint32_t verb;    /* chunk of the cue verb, WF_NO_CHUNK where there is none */
    uint32_t speaker; /* chunk, WF_NO_CHUNK where unknown */
    struct wf_range at;
    bool found, adjacent;
    uint32_t addressee;
};

static const struct cue no_cue = { WF_NO_CHUNK, WF_NO_CHUNK, { 0, 0, { 0, 0 } }, false, false, WF_NO_CHUNK };

static struct wf_range
verb_range(const struct speech *s, uint32_t chunk)
{
    uint32_t head = wf_chunk(s->doc, chunk)->head, end = head + 1;

    (void)wf_cue_at(s->state, s->doc, chunk, &end);
    return wf_range_of(s->doc, head, end > head ? end : head + 1);
}

/* `, he said`, `, said X, the minister`, `, the minister told reporters`, `, according to X` */
static struct cue
cue_after(const struct speech *s, const struct wf_quoted *q, const struct shape *shape)
{
    const struct wf_document *doc = s->doc;
    struct cue cue = no_cue;
    uint32_t i = wf_chunk_of(doc, q->close) + 1, count = doc->clauses->chunks.count, noun = WF_NO_CHUNK, limit;
    bool comma = false;

    if (i < count && wf_chunk(doc, i)->kind == WF_CHUNK_COMMA) {
        comma = true;
        i++;
    }
    if (i < count && wf_chunk(doc, i)->kind == WF_CHUNK_BREAK &&
        (doc->tokens.items[wf_chunk(doc, i)->first].flags & WF_TOKEN_DASH)) { /* "..." - Name */
        const struct wf_mention *m = i + 1 < count ? wf_mention_at(doc, wf_chunk(doc, i + 1)->head) : NULL;

        if (m != NULL && block_of(doc, m->at.first) == block_of(doc, q->close) && m->type == WF_ENTITY_PERSON) {
            cue.speaker = i + 1;
            cue.found = cue.adjacent = true;
        }
        return cue;
    }
    if (shape->stopped && !comma) {
        struct wf_slice mark = wf_token_text(doc, q->end - 1);

        if (mark.len != 1 || mark.data[0] == '.')
            return cue; /* a full stop ends it: what follows is another sentence */
    }
    limit = i + CUE_REACH;
    for (; i < count && i < limit; i++) {
        const struct wf_chunk *c = wf_chunk(doc, i);

        if (block_of(doc, c->first) != block_of(doc, q->close))
            break;
        switch (c->kind) {
        case WF_CHUNK_VERB:
            if (wf_cue_at(s->state, doc, i, NULL) == 0) {
                if (!(c->flags & WF_VERB_FINITE))
                    continue;
                return no_cue;
            }
            if (noun == WF_NO_CHUNK) { /* said X */
                noun = wf_chunk_object(doc, i);
                if (noun == WF_NO_CHUNK)
                    return no_cue;
                if (!shape->ended && !comma)
                    return no_cue; /* `"jobs" said ...`: part of the sentence */
            }
            cue.verb = i;
            cue.speaker = noun;
            if (wf_cue_at(s->state, doc, i, NULL) & CUE_OBJECT_SPEAKS && !(c->flags & WF_VERB_PASSIVE)) {
                cue.speaker = wf_chunk_object(doc, i); /* `the paper quoted an aide as saying` */
                if (cue.speaker == WF_NO_CHUNK)
                    return no_cue;
            }
            cue.at = verb_range(s, i);
            cue.found = cue.adjacent = true;
            return cue;
        case WF_CHUNK_NOUN:
            if (noun == WF_NO_CHUNK && !(c->flags & (WF_NOUN_TIME | WF_NOUN_POSSESSOR)))
                noun = i;
            continue;
        case WF_CHUNK_PREP: {
            const struct wf_match *m = wf_match_at(doc, c->first, s->state->cue_phrase);

            if (m != NULL && wf_slice_is(m->entry->value, "to") && noun == WF_NO_CHUNK) {
                cue.at = wf_range_of(doc, m->first, m->end);
                cue.speaker = wf_chunk_object(doc, i);
                cue.found = cue.adjacent = cue.speaker != WF_NO_CHUNK;
                return cue;
            }
            if (noun == WF_NO_CHUNK)
                return no_cue; /* `"..." in the town`: it is part of a sentence */
            continue;
        }
        case WF_CHUNK_WH: /* `X, who leads the party, said` */
            if (noun == WF_NO_CHUNK)
                return no_cue;
            while (i + 1 < count && i + 1 < limit + CUE_REACH && wf_chunk(doc, i + 1)->kind != WF_CHUNK_COMMA)
                i++;
            limit = i + CUE_REACH;
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

/* `X said: `, `X told reporters on Tuesday, `, `X said that `, or nothing but a colon. */
static struct cue
cue_before(const struct speech *s, const struct wf_quoted *q)
{
    const struct wf_document *doc = s->doc;
    struct cue cue = no_cue;
    uint32_t i = wf_chunk_of(doc, q->open), low = i > LOOK_AROUND ? i - LOOK_AROUND : 0, sentence;
    uint32_t nouns = 0, seen = WF_NO_CHUNK, finite = 0, steps = 0, commas = 0;
    bool colon = false, that = false;

    if (i == 0)
        return cue;
    sentence = doc->tokens.items[q->open].sentence;
    while (i > low) {
        const struct wf_chunk *c = wf_chunk(doc, --i);
        uint8_t bits;

        if (doc->tokens.items[c->first].sentence != sentence && !(colon == false && steps == 0 &&
                (doc->tokens.items[c->first].flags & WF_TOKEN_COLON)))
            break;
        if (wf_quoted_around(s->marks, c->head) != NULL && c->kind != WF_CHUNK_QUOTE)
            break;
        steps++;
        switch (c->kind) {
        case WF_CHUNK_BREAK:
            if (!(doc->tokens.items[c->first].flags & WF_TOKEN_COLON) || steps > 1)
                return cue;
            colon = true;
            sentence = doc->tokens.items[c->first].sentence;
            continue;
        case WF_CHUNK_THAT:
            that = true;
            continue;
        case WF_CHUNK_NOUN:
            nouns++;
            if (seen == WF_NO_CHUNK && !(c->flags & WF_NOUN_TIME))
                seen = i;
            continue;
        case WF_CHUNK_COMMA:
            commas++;
            continue;
        case WF_CHUNK_VERB:
            bits = wf_cue_at(s->state, doc, i, NULL);
            if (bits == 0 || (c->flags & (WF_VERB_TO | WF_VERB_REDUCED | WF_VERB_PASSIVE)) || ((bits & CUE_WEAK) && steps > 2)) {
                finite += (c->flags & WF_VERB_FINITE) != 0;
                continue;
            }
            if (finite > 1)
                return cue;
            cue.verb = i;
            cue.at = verb_range(s, i);
            cue.speaker = wf_chunk_subject(doc, i);
            if (cue.speaker == WF_NO_CHUNK || wf_quoted_around(s->marks, wf_chunk(doc, cue.speaker)->head) != NULL)
                cue.speaker = wf_chunk_object(doc, i); /* `"...," said X, "` */
            cue.found = true;
            cue.adjacent = finite == 0 && !that && (colon || steps <= 2 || nouns <= 2) && commas <= 1;
            if (finite == 0 && (bits & CUE_TO) && seen != WF_NO_CHUNK)
                cue.addressee = wf_chunk_object(doc, i);
            return cue;
        default:
            continue;
        }
    }
    if (colon && seen != WF_NO_CHUNK) {
        cue.found = cue.adjacent = true;
        cue.speaker = WF_NO_CHUNK;
    }
    return cue;
}

/* True where the quotation begins a sentence or paragraph: nothing of the sentence stands before it. */
static bool
stands_alone(const struct wf_document *doc, const struct wf_quoted *q)
{
    const struct wf_token *open = &doc->tokens.items[q->open];

    if (q->open == 0 || (open->flags & (WF_TOKEN_BLOCK_START | WF_TOKEN_SENTENCE_START)))
        return true;
    return (doc->tokens.items[q->open - 1].flags & WF_TOKEN_STOP) != 0 ||
           ((doc->tokens.items[q->open - 1].flags & WF_TOKEN_QUOTE) != 0);
}

static void
attribute(struct speech *s, const struct wf_quoted *q, const struct cue *cue, enum wf_quote_form form,
    const struct wf_rule *rule)
{
    struct wf_quote *quote = wf_quote_add(s, form, q->first, q->end, rule);

    if (quote == NULL)
        return;
    quote->cue = cue->at;
    if (cue->verb != WF_NO_CHUNK)
        s->used[wf_chunk(s->doc, cue->verb)->head] = 1;
    else if (cue->at.end > cue->at.first)
        s->used[cue->at.first] = 1;
    if (cue->speaker != WF_NO_CHUNK)
        (void)wf_speaker(s, cue->speaker, &quote->speaker);
    if (wf_reference_empty(&quote->speaker) && rule == s->state->rules[QUOTE_COLON])
        (void)last_person(s, q->open, &quote->speaker);
    if (cue->addressee != WF_NO_CHUNK)
        (void)wf_participant(&s->state->who, s->doc, cue->addressee, &quote->addressee);
    if (cue->verb != WF_NO_CHUNK)
        quote->time = wf_time_near(s->doc, cue->verb);
    remember(s, &quote->speaker, q->close);
}

/* A fragment: the words around it may be part of the same quotation, which indirect speech finds out. */
static void
later(struct speech *s, const struct wf_quoted *q, const struct cue *cue)
{
    struct fragment *slot = wf_vector_push(s->doc->arena, &s->fragments);

    if (slot != NULL)
        *slot = (struct fragment){ q, cue->verb, cue->speaker, cue->at };
}

/* First person of the sentence before, when that is no quotation and stands in the same paragraph. */
static bool
introduced(const struct speech *s, const struct wf_quoted *q, struct wf_reference *ref)
{
    const struct wf_document *doc = s->doc;
    uint32_t sentence = doc->tokens.items[q->open].sentence;
    const struct wf_sentence *before;

    if (sentence == 0)
        return false;
    before = &doc->sentences.items[sentence - 1];
    if (before->block != doc->sentences.items[sentence].block)
        return false;
    for (uint32_t i = wf_mention_from(doc, before->first); i < doc->mentions.count; i++) {
        const struct wf_mention *m = doc->mentions.items[i];

        if (m->at.first >= before->end || wf_quoted_around(s->marks, m->at.first) != NULL)
            return false;
        if (m->type != WF_ENTITY_PERSON || m->nested)
            continue;
        *ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = m->at };
        if (ref->entity == NULL)
            ref->name = wf_span_text(doc, m->at.span);
        return true;
    }
    return false;
}

static void
direct_quote(struct speech *s, const struct wf_quoted *q)
{
    struct shape shape = shape_of(s->doc, q);
    bool named = is_named(s, q), alone = stands_alone(s->doc, q);
    struct cue after, before;

    if (shape.words == 0)
        return;
    before = cue_before(s, q);
    after = cue_after(s, q, &shape);
    if (before.found && before.adjacent && before.verb != WF_NO_CHUNK && !named) {
        bool whole = shape.clause || (shape.capital && shape.ended && shape.words >= 2) || shape.words >= 6;

        if (shape.in_title && !shape.clause && !shape.stopped)
            return;
        if (whole || shape.words >= 2 || (shape.capital && shape.stopped)) {
            bool direct = shape.capital || (shape.clause && shape.words >= 4);

            if (s->used[wf_chunk(s->doc, before.verb)->head] && shape.ended)
                direct = whole = true; /* the rest of what began before the cue */
            if (!(direct && whole)) {
                later(s, q, &before);
                return;
            }
            attribute(s, q, &before, WF_QUOTE_DIRECT, s->state->rules[QUOTE_BEFORE]);
        }
        return;
    }
    if (after.found && !(named && !shape.clause) && (shape.ended || (shape.clause && shape.words >= 4))) {
        bool direct = shape.capital || alone || shape.clause;

        if (!alone && !shape.capital && !shape.clause && shape.words < 3)
            return;
        attribute(s, q, &after, direct ? WF_QUOTE_DIRECT : WF_QUOTE_MIXED, s->state->rules[QUOTE_AFTER]);
        return;
    }
    if (before.found && before.verb == WF_NO_CHUNK && shape.capital && (shape.clause || shape.words >= 6)) {
        attribute(s, q, &before, WF_QUOTE_DIRECT, s->state->rules[QUOTE_COLON]);
        return;
    }
    if (alone && shape.capital && !shape.in_title && (shape.stopped || q->unclosed || q->joined) &&
        (shape.clause || shape.words >= 5)) {
        struct cue none = no_cue;
        struct wf_quote *quote;

        attribute(s, q, &none, WF_QUOTE_DIRECT, s->state->rules[QUOTE_CONTINUED]);
        quote = s->doc->quotes.count > 0 ? s->doc->quotes.items[s->doc->quotes.count - 1] : NULL;
        if (quote == NULL || quote->fact.at.first != q->first)
            return;
        if (introduced(s, q, &quote->speaker)) {
            /* the sentence before told about somebody: it goes on with his words */
        } else if (!wf_reference_empty(&s->last) && block_of(s->doc, q->open) - s->last_block <= 2)
            quote->speaker = s->last;
        else
            (void)last_person(s, q->open, &quote->speaker);
        remember(s, &quote->speaker, q->close);
        return;
    }
    if (before.found && before.verb != WF_NO_CHUNK && !named && !shape.in_title &&
        (shape.words >= 3 || (shape.clause && shape.words >= 2)))
        later(s, q, &before);
}

/* Fragments in marks that no indirect quotation took in. */
static void
fragments(struct speech *s)
{
    uint32_t known = s->doc->quotes.count;

    for (uint32_t i = 0; i < s->fragments.count; i++) {
        const struct fragment *f = &s->fragments.items[i];
        struct cue cue = no_cue;
        bool inside = false;

        for (uint32_t k = known; k > 0 && !inside; k--) {
            struct wf_range *at = &s->doc->quotes.items[k - 1]->fact.at;

            /* a full stop before the closing mark is not part of what is said indirectly */
            inside = at->first <= f->marks->first && f->marks->end <= at->end + 2;
            if (inside && at->first == f->marks->open && f->marks->end + 1 >= at->end)
                *at = wf_range_of(s->doc, f->marks->first, f->marks->end); /* all of it is in marks */
        }
        if (inside)
            continue;
        cue.verb = f->verb;
        cue.speaker = f->speaker;
        cue.at = f->cue;
        attribute(s, f->marks, &cue, WF_QUOTE_MIXED, s->state->rules[QUOTE_MIXED_RULE]);
    }
}

static int
by_start(const void *a, const void *b)
{
    const struct wf_quote *x = *(const struct wf_quote *const *)a, *y = *(const struct wf_quote *const *)b;

    if (x->fact.at.first != y->fact.at.first)
        return x->fact.at.first < y->fact.at.first ? -1 : 1;
    return x->fact.at.end < y->fact.at.end ? 1 : x->fact.at.end > y->fact.at.end ? -1 : 0;
}

static enum wf_status
quotes_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct wf_quoted_list marks = { { NULL, 0, 0 } };
    struct speech s = { .state = state, .doc = doc, .marks = &marks };

    (void)err;
    s.used = wf_arena_zalloc(doc->arena, (size_t)doc->tokens.count + 1);
    if (s.used == NULL || !wf_quote_marks(doc, &marks))
        return WF_ELIMIT;
    for (uint32_t i = 0; i < marks.items.count && wf_step(run, 8); i++)
        direct_quote(&s, &marks.items.items[i]);
    if (!wf_indirect_quotes(&s, run))
        return WF_ELIMIT;
    fragments(&s);
    if (wf_arena_failed(doc->arena))
        return WF_ELIMIT;
    if (doc->quotes.count > 1)
        qsort(doc->quotes.items, doc->quotes.count, sizeof *doc->quotes.items, by_start);
    return WF_OK;
}

static enum wf_status
quotes_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const names[QUOTE_RULES] = { "quotes/before", "quotes/after", "quotes/colon", "quotes/continued",
        "quotes/mixed", "quotes/that", "quotes/trailing", "quotes/according", "quotes/object", "quotes/noun" };
    struct quotes_state *s = calloc(1, sizeof *s);
    const struct wf_lexicon_entry *const *entries;

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage quotes");
    wf_participants_init(&s->who, setup->lexicon);
    s->cue_verb = wf_lexicon_class(setup->lexicon, "cue_verb");
    s->cue_phrase = wf_lexicon_class(setup->lexicon, "cue_phrase");
    s->naming_word = wf_lexicon_class(setup->lexicon, "naming_word");
    s->as = wf_lexicon_word(setup->lexicon, "as");
    entries = wf_lexicon_entries(setup->lexicon, s->cue_verb, &s->cue_count);
    s->cue_bits = calloc((size_t)s->cue_count + 1, 1);
    if (s->cue_bits == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage quotes");
    for (uint32_t i = 0; i < s->cue_count; i++) {
        static const struct { const char *key; uint8_t bit; } keys[] = {
            { "that", CUE_THAT }, { "to", CUE_TO }, { "weak", CUE_WEAK }, { "as", CUE_AS }, { "object", CUE_OBJECT }, { "objectspeaks", CUE_OBJECT_SPEAKS }
        };

        s->cue_bits[i] = CUE_VERB;
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            if (wf_entry_attribute(entries[i], keys[k].key).data != NULL)
                s->cue_bits[i] |= keys[k].bit;
    }
    for (unsigned i = 0; i < QUOTE_RULES; i++) {
        s->rules[i] = setup->rule(setup, names[i]);
        if (s->rules[i] == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules of the stage quotes");
    }
    return WF_OK;
}

static void
quotes_fini(void *state)
{
    struct quotes_state *s = state;

    if (s != NULL)
        free(s->cue_bits);
    free(s);
}

const struct wf_extractor wf_extractor_quotes = {
    WF_EXTRACTOR_HEAD, "quotes", "direct, mixed and indirect quotations with their speakers",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(CLAUSES), WF_LAYER(QUOTES), NULL, quotes_init, quotes_run, quotes_fini
};
