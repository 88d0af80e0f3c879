/* SPDX-License-Identifier: Apache-2.0 */
/* The cue in front of a quotation in marks: a verb or noun of saying, `in the words of`, a colon. */
#include "extractors/quotes_private.h"

#define LOOK_AROUND 24 /* chunks between a fragment in marks and the verb that governs it */
#define WEAK_REACH 10  /* the same for `described X as "..."` */
#define SHORT_WORDS 14 /* tokens of an earlier fragment that is looked over */

static const struct cue no_cue = { WF_NO_CHUNK, WF_NO_CHUNK, { 0, 0, { 0, 0 } }, false, false, false, false, false, false, WF_NO_CHUNK };

static uint32_t
flags_at(const struct wf_document *doc, uint32_t token)
{
    return token < doc->tokens.count ? doc->tokens.items[token].flags : 0;
}

/* What stands between a quotation and a verb in front of it. */
struct between {
    uint32_t nouns, finite, steps, commas;
    uint32_t seen; /* the noun group nearest to the quotation */
    bool colon, that, relative;
    bool set_off;  /* a comma or colon right before the quotation */
};

/* True when the verb at chunk `i` is the cue of the words behind it; fills *cue. */
static bool
verb_before(struct speech *s, uint32_t i, const struct between *b, struct cue *cue)
{
    const struct wf_document *doc = s->doc;
    uint8_t bits = wf_cue_at(s->state, doc, i, NULL);
    bool passive = (wf_chunk(doc, i)->flags & (WF_VERB_REDUCED | WF_VERB_PASSIVE)) != 0;

    if (bits == 0 || ((bits & CUE_WEAK) && b->steps > ((bits & (CUE_AS | CUE_OBJECT | CUE_JUDGES)) || b->set_off ? WEAK_REACH : 2u)))
        return false;
    /* `he said, pausing, "..."` */
    if ((wf_chunk(doc, i)->flags & WF_VERB_ING) && (bits & CUE_WEAK) && !(bits & (CUE_THAT | CUE_AS | CUE_OBJECT_SPEAKS)))
        return false;
    cue->verb = i;
    cue->at = wf_cue_range(s, i);
    cue->speaker = passive ? wf_chunk_under(doc, i, &s->state->who.by, 1) : wf_cue_subject(s, i);
    if (passive && (cue->speaker == WF_NO_CHUNK || !wf_can_speak(s, cue->speaker))) {
        /* `was called "..."`: nobody says by whom; but `X testified by video that "..."` */
        cue->speaker = (wf_chunk(doc, i)->flags & WF_VERB_REDUCED) ? wf_chunk_subject(doc, i) : WF_NO_CHUNK;
        if (!(bits & CUE_THAT) || cue->speaker == WF_NO_CHUNK || !wf_can_speak(s, cue->speaker))
            return false;
    }
    cue->found = true;
    cue->adjacent = b->finite == 0 && !b->that && (b->colon || b->steps <= 2 || b->nouns <= 2) && b->commas <= 1 &&
                    (!(bits & CUE_WEAK) || b->steps <= 2 || b->set_off);
    cue->comma = b->colon || b->commas > 0;
    cue->clause = b->finite > 0 && (b->relative || (bits & CUE_WEAK));
    cue->phrase = b->nouns > ((bits & CUE_TO) ? 1u : 0u);
    cue->weak = (bits & CUE_WEAK) != 0;
    if (b->finite == 0 && (bits & CUE_TO) && b->seen != WF_NO_CHUNK)
        cue->addressee = wf_chunk_object(doc, i);
    return true;
}

/* `his claim that the vote was "stolen"`, `the president's promise of "a better deal"` */
static bool
noun_before(struct speech *s, uint32_t i, const struct between *b, struct cue *cue)
{
    const struct wf_chunk *c = wf_chunk(s->doc, i);
    const struct wf_match *m = wf_match_at(s->doc, c->head, s->state->cue_phrase);

    if (m == NULL || !wf_slice_is(m->entry->value, "noun") || b->steps > WEAK_REACH || b->finite > 1 || b->colon)
        return false;
    if (!(c->flags & WF_NOUN_POSSESSED) && wf_chunk_owner(s->doc, i) == WF_NO_CHUNK)
        return false;
    if (c->kind != WF_CHUNK_NOUN || i + 1 >= s->doc->clauses->chunks.count)
        return false;
    if (wf_chunk(s->doc, i + 1)->kind != WF_CHUNK_THAT &&
        !(wf_chunk(s->doc, i + 1)->kind == WF_CHUNK_COMMA && (c->flags & WF_NOUN_POSSESSED)) &&
        !(flags_at(s->doc, wf_chunk(s->doc, i + 1)->first) & WF_TOKEN_DASH) &&
        s->doc->tokens.items[wf_chunk(s->doc, i + 1)->first].word != s->state->who.of)
        return false;
    cue->speaker = i;
    cue->at = wf_range_of(s->doc, m->first, m->end);
    cue->found = true;
    cue->phrase = true;
    return true;
}

struct cue
wf_cue_before(struct speech *s, const struct wf_quoted *q)
{
    const struct wf_document *doc = s->doc;
    struct cue cue = no_cue;
    uint32_t i = wf_chunk_of(doc, q->open), low = i > LOOK_AROUND ? i - LOOK_AROUND : 0, sentence;
    struct between b = { .seen = WF_NO_CHUNK };
    const struct wf_quoted *before;

    sentence = doc->tokens.items[q->open].sentence;
    while (i > low) {
        const struct wf_chunk *c = wf_chunk(doc, --i);

        if (doc->tokens.items[c->first].sentence != sentence &&
            (b.colon || b.steps > 0 || !(flags_at(doc, c->first) & WF_TOKEN_COLON)))
            break;
        before = wf_quoted_around(s->marks, c->head);
        if (before != NULL && before != q) { /* `"long" and "difficult"` */
            if (before->end - before->first > SHORT_WORDS || wf_chunk_of(doc, before->open) < low)
                break;
            i = wf_chunk_of(doc, before->open);
            continue;
        }
        b.steps++;
        switch (c->kind) {
        case WF_CHUNK_BREAK:
            if ((flags_at(doc, c->first) & WF_TOKEN_DASH) && b.steps == 1 && i > low && noun_before(s, i - 1, &b, &cue)) {
                cue.phrase = false; /* `Her response - "..." - ` */
                return cue;
            }
            if ((flags_at(doc, c->first) & WF_TOKEN_DASH) && b.steps == 1 && i >= low + 3 &&
                (flags_at(doc, wf_chunk(doc, i - 3)->first) & WF_TOKEN_DASH)) { /* `"We are" - she paused - "hopeful"` */
                b.commas++;
                b.set_off = true;
                continue;
            }
            if (!(flags_at(doc, c->first) & WF_TOKEN_COLON) || b.steps > 1)
                return cue;
            b.colon = b.set_off = true;
            sentence = doc->tokens.items[c->first].sentence;
            continue;
        case WF_CHUNK_THAT:
            b.that = true;
            continue;
        case WF_CHUNK_WH:
            b.relative = true;
            continue;
        case WF_CHUNK_NOUN:
            if (noun_before(s, i, &b, &cue))
                return cue;
            b.nouns++;
            if (b.seen == WF_NO_CHUNK && !(c->flags & WF_NOUN_TIME))
                b.seen = i;
            continue;
        case WF_CHUNK_COMMA:
            b.commas++;
            b.set_off |= b.steps == 1;
            continue;
        case WF_CHUNK_PREP: { /* `in the words of one aide, "..."` */
            const struct wf_match *m = wf_match_at(doc, c->first, s->state->cue_phrase);

            if (m == NULL || !wf_slice_is(m->entry->value, "to") || b.finite > 0 || b.commas > 1 || b.seen == WF_NO_CHUNK)
                continue;
            cue.at = wf_range_of(doc, m->first, m->end);
            cue.speaker = wf_chunk_object(doc, wf_chunk_of(doc, m->end - 1));
            cue.found = cue.comma = cue.speaker != WF_NO_CHUNK;
            return cue;
        }
        case WF_CHUNK_VERB:
            if (!verb_before(s, i, &b, &cue)) {
                b.finite += (c->flags & WF_VERB_FINITE) != 0;
                continue;
            }
            if (b.finite > 1)
                return no_cue;
            return cue;
        default:
            continue;
        }
    }
    if (b.colon && b.seen != WF_NO_CHUNK) {
        cue.found = cue.adjacent = cue.comma = true;
        cue.speaker = WF_NO_CHUNK;
    }
    return cue;
}
