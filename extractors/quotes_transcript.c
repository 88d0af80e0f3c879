/* SPDX-License-Identifier: Apache-2.0 */
/* Briefings and interviews as records: `QUESTION: Who paid?`, `MR. HALE: Nobody paid.`, one paragraph each. */
#include "extractors/quotes_private.h"

#include <string.h>

#define LABEL_TOKENS 6u   /* of `AMBASSADOR DE LA CRUZ:` */
#define LABELLED_MIN 4u   /* paragraphs with a label that make a record of talk; one label at least comes again */
#define LABELS_KEPT 16u

/* Words before a colon that say who speaks the rest of the paragraph. */
struct label {
    uint32_t first, end; /* tokens; the colon is at `end` */
};

/* The label that the sentence's paragraph begins with; false where it has none. */
static bool
label_of(const struct wf_document *doc, const struct wf_sentence *sentence, struct label *out)
{
    uint32_t t = sentence->first, limit = doc->tokens.count; /* not the sentence's end: `MR. HALE` */
    const struct wf_mention *m = wf_mention_at(doc, t);
    bool name = m != NULL && m->type == WF_ENTITY_PERSON && m->at.first == t;

    if (limit - t > LABEL_TOKENS + 1)
        limit = t + LABEL_TOKENS + 1;
    for (; t < limit && !(doc->tokens.items[t].flags & WF_TOKEN_COLON); t++) {
        uint32_t flags = doc->tokens.items[t].flags;
        uint32_t length = doc->tokens.items[t].end - doc->tokens.items[t].start;

        if (t > sentence->first && doc->tokens.items[t].symbol == '.' && doc->tokens.items[t - 1].end - doc->tokens.items[t - 1].start <= 4)
            continue; /* `MR.` */
        if ((!(flags & WF_TOKEN_CAPITAL) && !(flags & WF_TOKEN_HYPHEN)) ||
            (t > sentence->first && (flags & WF_TOKEN_BLOCK_START)))
            return false;
        if (!name && (flags & WF_TOKEN_WORD) && !(flags & (WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD)) && length > 1)
            return false;
    }
    *out = (struct label){ sentence->first, t };
    return t > sentence->first && t + 1 < doc->tokens.count && t < limit &&
           (doc->tokens.items[sentence->first].flags & WF_TOKEN_BLOCK_START) && (!name || m->at.end == t);
}

static bool
same_label(const struct wf_document *doc, const struct label *a, const struct label *b)
{
    struct wf_slice x = wf_span_text(doc, wf_range_of(doc, a->first, a->end).span);
    struct wf_slice y = wf_span_text(doc, wf_range_of(doc, b->first, b->end).span);

    return wf_slice_equal(x, y);
}

/* Whether enough paragraphs have labels, and one comes again behind another. */
static bool
is_record(const struct wf_document *doc)
{
    struct label kept[LABELS_KEPT];
    unsigned count = 0, labelled = 0, again = 0;

    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        struct label label;
        bool known = false;

        if (!label_of(doc, &doc->sentences.items[i], &label))
            continue;
        labelled++;
        for (unsigned k = 0; k < count && !known; k++)
            known = same_label(doc, &kept[k], &label);
        again += known;
        if (!known && count < LABELS_KEPT)
            kept[count++] = label;
    }
    return labelled >= LABELLED_MIN && again > 0 && count > 1;
}

static void
speaker_of(const struct wf_document *doc, const struct label *label, struct wf_reference *ref)
{
    const struct wf_mention *m = wf_mention_at(doc, label->end - 1);

    memset(ref, 0, sizeof *ref);
    ref->at = wf_range_of(doc, label->first, label->end);
    if (m != NULL && m->type == WF_ENTITY_PERSON && m->entity != NULL) {
        ref->entity = m->entity;
        ref->type = m->type;
    } else
        ref->name = wf_span_text(doc, ref->at.span);
}

static uint32_t
block_end(const struct wf_document *doc, uint32_t sentence)
{
    uint32_t block = doc->sentences.items[sentence].block;

    while (sentence < doc->sentences.count && doc->sentences.items[sentence].block == block)
        sentence++;
    return sentence;
}

bool
wf_transcript(struct speech *s)
{
    struct wf_document *doc = s->doc;
    struct wf_reference who;
    bool talking = false;

    if (!is_record(doc))
        return true;
    s->spoken = wf_arena_zalloc(doc->arena, (size_t)doc->text.blocks.count + 1);
    if (s->spoken == NULL)
        return false;
    for (uint32_t i = 0, next; i < doc->sentences.count; i = next) {
        const struct wf_sentence *sentence = &doc->sentences.items[i];
        struct label label = { sentence->first, sentence->first };
        struct wf_quote *quote;
        bool named = label_of(doc, sentence, &label);

        next = block_end(doc, i);
        if (doc->text.blocks.items[sentence->block].kind == WF_BLOCK_HEADING)
            talking = false;
        if (named) {
            speaker_of(doc, &label, &who);
            talking = true;
        }
        if (!talking)
            continue;
        s->spoken[sentence->block] = 1;
        quote = wf_quote_add(s, WF_QUOTE_DIRECT, named ? label.end + 1 : label.first, doc->sentences.items[next - 1].end,
            s->state->rules[QUOTE_TRANSCRIPT]);
        if (quote == NULL)
            continue;
        quote->form = WF_QUOTE_DIRECT;
        quote->speaker = who;
    }
    return !wf_arena_failed(doc->arena);
}
