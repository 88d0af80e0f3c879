/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words in marks: whether somebody says them, and who. A cue beside them decides; else a colon, the words before and
 * after, and who spoke last. Fragments of a sentence are kept until indirect speech has been found.
 */
#include "extractors/quotes_private.h"

#include "document/bisect.h"

#define SHAPE_TOKENS 200 /* of a long quotation, what is looked at */
#define FAR_TOKENS 4     /* fewest tokens of a fragment that a clause away from its cue is taken for speech */
#define TALK_BLOCKS 2u   /* paragraphs over which a quotation alone goes on with who spoke last */

/* Last token that is no mark itself. */
static const struct wf_token *
last_of(const struct wf_document *doc, const struct wf_quoted *q)
{
    uint32_t last = q->end - 1;

    while (last > q->first && (doc->tokens.items[last].flags & WF_TOKEN_QUOTE))
        last--;
    return &doc->tokens.items[last];
}

struct shape
wf_quote_shape(const struct wf_document *doc, const struct wf_quoted *q)
{
    struct shape shape = { 0 };
    const struct wf_token *first = &doc->tokens.items[q->first], *last = last_of(doc, q);
    uint32_t limit = q->end - q->first > SHAPE_TOKENS ? q->first + SHAPE_TOKENS : q->end;

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
    while ((first->flags & WF_TOKEN_QUOTE) && first < last)
        first++;
    shape.capital = (first->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_OPEN | WF_TOKEN_STOP)) != 0;
    shape.stopped = (last->flags & WF_TOKEN_STOP) != 0;
    shape.ended = (last->flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_DASH)) != 0 ||
                  (q->close + 1 < doc->tokens.count &&
                      (doc->tokens.items[q->close + 1].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_DASH)));
    shape.in_title = shape.long_words >= 2 && shape.capitals == shape.long_words;
    return shape;
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

/* Somebody's words end at token `close`. */
static void
remember(struct speech *s, const struct wf_reference *speaker, const struct wf_quoted *q)
{
    const struct wf_token *end = last_of(s->doc, q);

    if (!wf_reference_empty(speaker) && !wf_reference_empty(&s->last.who) && !wf_reference_same(speaker, &s->last.who))
        s->other = s->last;
    if (!wf_reference_empty(speaker))
        s->last.who = *speaker;
    s->last.block = wf_block_of(s->doc, q->close);
    s->last.sentence = s->doc->tokens.items[q->close].sentence;
    s->last.question = end->symbol == '?';
}

/* `who` (may be NULL) speaks where the cue has nobody. */
static void
attribute(struct speech *s, const struct wf_quoted *q, const struct cue *cue, const struct wf_reference *who,
    enum wf_quote_form form, int rule)
{
    struct wf_quote *quote = wf_quote_add(s, form, q->first, q->end, s->state->rules[rule]);

    if (quote == NULL)
        return;
    quote->cue = cue->at;
    if (cue->verb != WF_NO_CHUNK)
        s->used[wf_chunk(s->doc, cue->verb)->head] = 1;
    else if (cue->at.end > cue->at.first)
        s->used[cue->at.first] = 1;
    if (cue->speaker != WF_NO_CHUNK)
        (void)wf_speaker(s, cue->speaker, &quote->speaker);
    if (wf_reference_empty(&quote->speaker) && who != NULL)
        quote->speaker = *who;
    wf_addressee(s, cue->addressee, &quote->speaker, &quote->addressee);
    if (cue->verb != WF_NO_CHUNK)
        quote->time = wf_time_near(s->doc, cue->verb);
    remember(s, &quote->speaker, q);
}

/* A fragment: the words around it may be part of the same quotation, which indirect speech finds out. */
static void
later(struct speech *s, const struct wf_quoted *q, const struct cue *cue)
{
    struct fragment *slot = wf_vector_push(s->doc->arena, &s->fragments);

    if (slot != NULL)
        *slot = (struct fragment){ q, cue->verb, cue->speaker, cue->at, cue->clause };
}

/* The sentence before it in the same paragraph, UINT32_MAX where there is none. */
static uint32_t
sentence_before(const struct wf_document *doc, const struct wf_quoted *q)
{
    uint32_t sentence = doc->tokens.items[q->open].sentence;

    if (sentence > 0 && q->open > 0 && doc->tokens.items[q->open - 1].sentence == sentence)
        return sentence; /* no sentence break was seen before the mark */
    if (sentence == 0 || doc->sentences.items[sentence - 1].block != doc->sentences.items[sentence].block)
        return UINT32_MAX;
    return sentence - 1;
}

/*
 * Whose words a quotation without a cue are. Right behind somebody's words they are his; behind a sentence about
 * somebody they are hers; a paragraph of its own answers a question, or goes on.
 */
static bool
whose(struct speech *s, const struct wf_quoted *q, struct wf_reference *ref)
{
    const struct wf_document *doc = s->doc;
    uint32_t before = sentence_before(doc, q), block = wf_block_of(doc, q->open);
    bool spoken = !wf_reference_empty(&s->last.who) && s->last.block <= block;

    if (before != UINT32_MAX) {
        if (spoken && s->last.block == block && s->last.sentence >= before) {
            *ref = s->last.who;
            return true;
        }
        if (wf_sentence_subject(s, before, ref))
            return true;
        return spoken && s->last.block == block ? (*ref = s->last.who, true) : wf_last_person(s, q->open, ref);
    }
    if (!spoken || block - s->last.block > TALK_BLOCKS)
        return wf_last_person(s, q->open, ref);
    *ref = s->last.who;
    /* talk: one paragraph each */
    if (block - s->last.block == 1 && !wf_reference_empty(&s->other.who) && s->last.block - s->other.block == 1)
        *ref = s->other.who;
    return true;
}

/* A quotation that no cue goes with; true when somebody says it. */
static bool
without_cue(struct speech *s, const struct wf_quoted *q, const struct shape *shape)
{
    uint32_t before = sentence_before(s->doc, q), block = wf_block_of(s->doc, q->open);
    bool goes_on = before != UINT32_MAX && s->last.block == block && s->last.sentence >= before &&
                   !wf_reference_empty(&s->last.who);
    bool whole = q->close + 1 >= s->doc->tokens.count || (s->doc->tokens.items[q->close + 1].flags & WF_TOKEN_BLOCK_START);
    struct cue none = { WF_NO_CHUNK, WF_NO_CHUNK, { 0, 0, { 0, 0 } }, false, false, false, false, false, false, WF_NO_CHUNK };
    struct wf_reference who;
    bool known;

    if (!shape->capital || !(shape->stopped || q->unclosed || q->joined || (goes_on && shape->ended)))
        return false;
    if (shape->in_title && !shape->clause && !goes_on)
        return false;
    known = whose(s, q, &who);
    /* a few words need somebody whose they are: in the same paragraph, or in talk */
    if (!shape->clause && shape->words < 5 && !goes_on &&
        !(known && (before != UINT32_MAX || (whole && block - s->last.block == 1 && !wf_reference_empty(&s->last.who)))))
        return false;
    attribute(s, q, &none, known ? &who : NULL, WF_QUOTE_DIRECT, QUOTE_CONTINUED);
    return true;
}

/* Behind a colon, or behind a verb in front of the words. */
static void
with_cue_before(struct speech *s, const struct wf_quoted *q, const struct shape *shape, const struct cue *before)
{
    bool whole = shape->clause || (shape->capital && shape->ended && shape->words >= 2) || shape->words >= 6;
    bool direct = shape->capital || (shape->clause && shape->words >= 4);

    if (shape->in_title && !shape->clause && (!before->comma || before->weak))
        return; /* `wrote "The Long Road Home."` */
    if (s->used[wf_chunk(s->doc, before->verb)->head] && shape->ended)
        direct = whole = true; /* the rest of what began before the cue */
    if (before->comma && shape->capital && shape->ended)
        whole = true;
    /* `said the officers "never gave him a chance"`: the subject is his too */
    if (before->phrase && !before->comma && !shape->capital)
        direct = false;
    if (direct && whole)
        attribute(s, q, before, NULL, WF_QUOTE_DIRECT, QUOTE_BEFORE);
    else
        later(s, q, before);
}

/* `Moderator: "..."` at the start of a paragraph. */
static bool
labelled(struct speech *s, const struct wf_quoted *q, struct wf_reference *ref)
{
    uint32_t chunk = wf_chunk_of(s->doc, q->open);
    const struct wf_chunk *noun = chunk >= 2 ? wf_chunk(s->doc, chunk - 2) : NULL;

    return noun != NULL && noun->kind == WF_CHUNK_NOUN && wf_block_of(s->doc, noun->first) == wf_block_of(s->doc, q->open) &&
           (s->doc->tokens.items[noun->first].flags & WF_TOKEN_BLOCK_START) && wf_speaker(s, chunk - 2, ref);
}

static bool
behind_colon(struct speech *s, const struct wf_quoted *q, const struct shape *shape, const struct cue *before)
{
    struct wf_reference who;
    uint32_t sentence = s->doc->tokens.items[q->open > 0 ? q->open - 1 : 0].sentence;
    bool known;

    if (!shape->ended || (!shape->capital && shape->words < 4)) /* `three demands: "a truce, ..."` */
        return false;
    known = wf_sentence_subject(s, sentence, &who) || labelled(s, q, &who) || wf_last_person(s, q->open, &who);
    if (!known && !shape->clause && shape->words < 6)
        return false;
    attribute(s, q, before, known ? &who : NULL, WF_QUOTE_DIRECT, QUOTE_COLON);
    return true;
}

void
wf_direct_quote(struct speech *s, const struct wf_quoted *q)
{
    struct shape shape = wf_quote_shape(s->doc, q);
    bool alone = stands_alone(s->doc, q), named;
    struct cue after, before;

    if (shape.words == 0)
        return;
    named = wf_quoted_named(s, q, &shape);
    before = wf_cue_before(s, q);
    if (before.found && before.adjacent && before.verb != WF_NO_CHUNK && !named) {
        with_cue_before(s, q, &shape, &before);
        return;
    }
    after = wf_cue_after(s, q, &shape);
    if (after.found && shape.in_title && !shape.clause && !alone)
        after.found = false; /* `on "The Morning Brief," he argued` */
    if (after.found && !alone && !shape.capital && before.found && before.verb != WF_NO_CHUNK)
        after.found = false; /* `She said it had been so "for months," she told the paper` */
    if (after.found && !(named && !shape.clause) && (shape.ended || (shape.clause && shape.words >= 4))) {
        attribute(s, q, &after, NULL, WF_QUOTE_DIRECT, QUOTE_AFTER);
        return;
    }
    if (before.found && before.at.end > before.at.first && before.verb == WF_NO_CHUNK && !named) {
        if (shape.capital && shape.ended && !before.phrase) /* `According to X, "..."` */
            attribute(s, q, &before, NULL, WF_QUOTE_DIRECT, QUOTE_ACCORDING);
        else
            later(s, q, &before);
        return;
    }
    if (before.found && before.verb == WF_NO_CHUNK && !named && !(shape.in_title && !shape.clause) &&
        behind_colon(s, q, &shape, &before))
        return;
    if (alone && !named && without_cue(s, q, &shape))
        return;
    /* `said ... who has a "sell" rating` is not what was said, `said the move was "hasty"` will be found to be */
    if (before.found && before.verb != WF_NO_CHUNK && !named && !shape.in_title)
        later(s, q, &before);
}

#define LOOK_BACK 16 /* quotations, latest first, that may hold a fragment: keeps the cost linear */

/* Whether indirect speech took the fragment in; the first `known` quotations are in text order. */
static bool
taken_in(const struct speech *s, const struct fragment *f, uint32_t known)
{
    uint32_t low;

    WF_BISECT(low, known, s->doc->quotes.items[middle]->fact.at.first <= f->marks->first);
    for (unsigned back = 0; low > 0 && back < LOOK_BACK; back++)
        /* a full stop before the closing mark is not part of what is said indirectly */
        if (f->marks->end <= s->doc->quotes.items[--low]->fact.at.end + 2)
            return true;
    return false;
}

void
wf_quote_fragments(struct speech *s)
{
    uint32_t known = s->doc->quotes.count;

    for (uint32_t i = 0; i < s->fragments.count; i++) {
        const struct fragment *f = &s->fragments.items[i];
        struct cue cue = { WF_NO_CHUNK, WF_NO_CHUNK, { 0, 0, { 0, 0 } }, false, false, false, false, false, false, WF_NO_CHUNK };
        struct wf_quoted marks = *f->marks;

        if (taken_in(s, f, known) || (f->clause && f->marks->end - f->marks->first < FAR_TOKENS))
            continue;
        cue.verb = f->verb;
        cue.speaker = f->speaker;
        cue.at = f->cue;
        /* `"long" and "difficult"` under one verb are one quotation */
        while (f->verb != WF_NO_CHUNK && i + 1 < s->fragments.count && s->fragments.items[i + 1].verb == f->verb &&
               !taken_in(s, &s->fragments.items[i + 1], known)) {
            marks.first = f->marks->open;
            marks.end = s->fragments.items[++i].marks->close + 1;
            marks.close = s->fragments.items[i].marks->close;
        }
        attribute(s, &marks, &cue, NULL, WF_QUOTE_MIXED, f->verb == WF_NO_CHUNK ? QUOTE_NOUN : QUOTE_MIXED_RULE);
    }
}
