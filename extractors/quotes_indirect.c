/* SPDX-License-Identifier: Apache-2.0 */
/* Indirect speech, from cue verbs and `according to`. */
#include "extractors/quotes_private.h"

#include "document/bisect.h"

static bool
is_kind(const struct speech *s, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(s->doc, chunk)->kind == kind;
}

static bool
is_time(const struct speech *s, uint32_t chunk)
{
    return is_kind(s, chunk, WF_CHUNK_NOUN) && (wf_chunk(s->doc, chunk)->flags & WF_NOUN_TIME);
}

/* True when a finite verb comes before the clause that begins at `from` is over. */
static bool
has_verb(const struct speech *s, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const struct wf_chunk *c = wf_chunk(s->doc, i);

        if (c->kind == WF_CHUNK_VERB)
            return (c->flags & WF_VERB_FINITE) != 0;
        if (c->kind != WF_CHUNK_NOUN && c->kind != WF_CHUNK_PREP && c->kind != WF_CHUNK_ADVERB &&
            c->kind != WF_CHUNK_CONJ && c->kind != WF_CHUNK_QUOTE && c->kind != WF_CHUNK_OTHER)
            return false;
    }
    return false;
}

/* Chunk where what was said ends: the sentence's end, a semicolon, or the next attribution. */
static uint32_t
speech_end(const struct speech *s, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const struct wf_chunk *c = wf_chunk(s->doc, i);

        if (c->kind == WF_CHUNK_BREAK &&
            (s->doc->tokens.items[c->first].flags & (WF_TOKEN_SEMICOLON | WF_TOKEN_STOP)) && c->end - c->first == 1)
            return i;
        if (c->kind != WF_CHUNK_COMMA)
            continue;
        for (uint32_t k = i + 1; k < end && k <= i + 4; k++) {
            const struct wf_chunk *n = wf_chunk(s->doc, k);

            if (n->kind == WF_CHUNK_PREP && wf_match_at(s->doc, n->first, s->state->cue_phrase) != NULL)
                return i;
            if (n->kind == WF_CHUNK_VERB) {
                if ((wf_cue_at(s->state, s->doc, k, NULL) & CUE_THAT) && (n->flags & (WF_VERB_FINITE | WF_VERB_ING)))
                    return i;
                break;
            }
        }
    }
    return end;
}

#define DATELINE_MAX 24 /* tokens of `GDANSK, Poland, Oct. 23, 2024 (Northwire) - ` */

/* Where the sentence's own words begin: behind the dash of a dateline that gives the document's date. */
static uint32_t
behind_dateline(const struct wf_document *doc, uint32_t first)
{
    const struct wf_token *tokens = doc->tokens.items;

    if (!(tokens[first].flags & WF_TOKEN_BLOCK_START))
        return first;
    for (uint32_t t = first + 1; t < doc->tokens.count && t < first + DATELINE_MAX; t++) {
        if (tokens[t].sentence != tokens[first].sentence)
            break;
        if (!(tokens[t].flags & WF_TOKEN_DASH))
            continue;
        for (uint32_t i = 0; i < doc->dates.count && doc->dates.items[i]->fact.at.first < t; i++)
            if (doc->dates.items[i]->function != NULL && doc->dates.items[i]->fact.at.first >= first)
                return t + 1;
        break;
    }
    return first;
}

/* `"They will pay," he wrote, according to the police`: what he wrote is a quotation with a speaker already. */
static bool
quoted_already(const struct speech *s, const struct wf_quoted *marks, uint32_t first, uint32_t end)
{
    uint32_t low;

    if (marks->first > first + 1)
        return false;
    WF_BISECT(low, s->direct_count, s->doc->quotes.items[middle]->fact.at.first < marks->first);
    return low < s->direct_count && s->doc->quotes.items[low]->fact.at.first == marks->first &&
           s->doc->quotes.items[low]->cue.first > first && s->doc->quotes.items[low]->cue.end <= end;
}

/* Words in marks that are no name or title. */
static bool
spoken(struct speech *s, const struct wf_quoted *marks)
{
    struct shape shape = wf_quote_shape(s->doc, marks);

    return !wf_quoted_named(s, marks, &shape) && (!shape.in_title || shape.clause);
}

static void
record(struct speech *s, uint32_t first, uint32_t stop, uint32_t speaker, struct wf_range cue, uint32_t verb,
    uint32_t addressee, int rule)
{
    struct wf_reference who;
    struct wf_quote *quote;
    uint32_t end = stop;
    const struct wf_quoted *marks;
    bool mixed = false;

    first = behind_dateline(s->doc, first);
    while (end > first && (s->doc->tokens.items[end - 1].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA)) &&
           !(s->doc->tokens.items[end - 1].flags & WF_TOKEN_PERIOD))
        end--;
    if (end < first + 2 || speaker == WF_NO_CHUNK || is_time(s, speaker) ||
        s->doc->tokens.items[wf_chunk(s->doc, speaker)->head].word == s->state->you) /* `can you confirm that` */
        return;
    for (uint32_t t = first; t < end; t++) {
        if (!(s->doc->tokens.items[t].flags & WF_TOKEN_QUOTE))
            continue;
        marks = wf_quoted_around(s->marks, t);
        if (marks == NULL)
            continue;
        if (quoted_already(s, marks, first, end))
            return;
        mixed |= spoken(s, marks);
    }
    /* words in marks are somebody's whoever it is */
    if ((!mixed && !wf_can_speak(s, speaker)) || !wf_speaker(s, speaker, &who))
        return;
    quote = wf_quote_add(s, mixed ? WF_QUOTE_MIXED : WF_QUOTE_INDIRECT, first, end, s->state->rules[rule]);
    if (quote == NULL)
        return;
    quote->speaker = who;
    quote->cue = cue;
    wf_addressee(s, addressee, &quote->speaker, &quote->addressee);
    if (verb != WF_NO_CHUNK) {
        quote->time = wf_time_near(s->doc, verb);
        s->used[wf_chunk(s->doc, verb)->head] = 1;
    }
}

/* `, officials said on Tuesday.`: all that stands before the comma. */
static bool
trailing(struct speech *s, uint32_t verb, uint32_t first, uint32_t end, struct wf_range cue)
{
    uint32_t subject = wf_chunk_object(s->doc, verb), comma;

    if (verb > first && is_kind(s, verb - 1, WF_CHUNK_COMMA) && subject != WF_NO_CHUNK) {
        comma = verb - 1; /* `, said spokesman X` */
    } else {
        for (comma = verb; comma > first && !is_kind(s, comma, WF_CHUNK_COMMA); comma--)
            if (comma != verb && !is_kind(s, comma, WF_CHUNK_NOUN) && !is_kind(s, comma, WF_CHUNK_PREP) &&
                !is_kind(s, comma, WF_CHUNK_ADVERB) && !is_kind(s, comma, WF_CHUNK_OTHER) &&
                !is_kind(s, comma, WF_CHUNK_CONJ))
                return false;
        subject = comma + 1;
        while (subject < verb && (!is_kind(s, subject, WF_CHUNK_NOUN) || is_time(s, subject)))
            subject++;
        while (subject < verb && (wf_chunk(s->doc, subject)->flags & WF_NOUN_POSSESSOR) && subject + 1 < verb)
            subject++;
        if (subject >= verb)
            return false;
    }
    if (comma <= first)
        return false;
    for (uint32_t i = verb + 1; i < end; i++) { /* only a time, place or addressee may follow */
        enum wf_chunk_kind kind = wf_chunk(s->doc, i)->kind;

        if (kind == WF_CHUNK_QUOTE || (kind == WF_CHUNK_VERB && (wf_chunk(s->doc, i)->flags & WF_VERB_FINITE)))
            return false;
        if (kind == WF_CHUNK_COMMA || kind == WF_CHUNK_BREAK)
            break;
    }
    for (uint32_t i = first; i < comma; i++)
        if (is_kind(s, i, WF_CHUNK_VERB) && (wf_chunk(s->doc, i)->flags & WF_VERB_FINITE)) {
            record(s, wf_chunk(s->doc, first)->first, wf_chunk(s->doc, comma)->first, subject, cue, verb, WF_NO_CHUNK,
                QUOTE_TRAILING);
            return true;
        }
    return false;
}

static void
from_verb(struct speech *s, uint32_t verb, uint8_t bits)
{
    const struct wf_chunk *c = wf_chunk(s->doc, verb);
    uint32_t first, end, i = verb + 1, addressee = WF_NO_CHUNK, head_end = c->head + 1, subject;
    struct wf_range cue;

    wf_chunk_sentence(s->doc, verb, &first, &end);
    (void)wf_cue_at(s->state, s->doc, verb, &head_end);
    cue = wf_range_of(s->doc, c->head, head_end);
    if (c->flags & (WF_VERB_TO | WF_VERB_REDUCED | WF_VERB_MAY))
        return;
    subject = wf_cue_subject(s, verb);
    while (i < end && wf_chunk(s->doc, i)->end <= head_end)
        i++;
    /* `said on Tuesday that`, `told reporters in Geneva that`: over what stands between */
    for (uint32_t k = i; k < end && k < i + 9; k++) {
        enum wf_chunk_kind kind = wf_chunk(s->doc, k)->kind;

        if (kind == WF_CHUNK_THAT && k + 1 < end) {
            uint32_t stop = speech_end(s, k + 1, end);

            if (c->flags & WF_VERB_PASSIVE)
                return;
            if ((bits & CUE_TO) && i < k && is_kind(s, i, WF_CHUNK_NOUN))
                addressee = i;
            record(s, wf_chunk(s->doc, k)->end, stop < end ? wf_chunk(s->doc, stop)->first :
                wf_chunk(s->doc, end - 1)->end, subject, cue, verb, addressee, QUOTE_THAT);
            return;
        }
        if (kind != WF_CHUNK_PREP && kind != WF_CHUNK_NOUN && kind != WF_CHUNK_ADVERB && kind != WF_CHUNK_COMMA &&
            kind != WF_CHUNK_OTHER)
            break;
        if (kind == WF_CHUNK_NOUN && k > i && !is_time(s, k) && !is_kind(s, k - 1, WF_CHUNK_PREP))
            break;
    }
    if (c->flags & WF_VERB_PASSIVE)
        return;
    if (bits & (CUE_AS | CUE_OBJECT)) {
        uint32_t object = wf_chunk_object(s->doc, verb), words[2] = { s->state->as, s->state->who.of }, stop;

        if (object == WF_NO_CHUNK || ((bits & CUE_AS) && wf_chunk_under(s->doc, verb, words, 2) == WF_NO_CHUNK))
            return;
        while (wf_chunk_owner(s->doc, object) != WF_NO_CHUNK && wf_chunk_owner(s->doc, object) > verb)
            object = wf_chunk_owner(s->doc, object);
        stop = speech_end(s, object, end);
        for (uint32_t k = object; k + 1 < stop; k++) /* `and left the room` */
            if (is_kind(s, k, WF_CHUNK_CONJ) && is_kind(s, k + 1, WF_CHUNK_VERB) &&
                (wf_chunk(s->doc, k + 1)->flags & WF_VERB_FINITE))
                stop = k;
        record(s, wf_chunk(s->doc, object)->first, stop < end ? wf_chunk(s->doc, stop)->first :
            wf_chunk(s->doc, end - 1)->end, subject, cue, verb, WF_NO_CHUNK, QUOTE_OBJECT);
        return;
    }
    while (i < end && (wf_chunk(s->doc, i)->kind == WF_CHUNK_ADVERB || is_time(s, i) ||
                          (is_kind(s, i, WF_CHUNK_PREP) && i + 1 < end && is_time(s, i + 1))))
        i++;
    if ((bits & CUE_TO) && i + 1 < end && is_kind(s, i, WF_CHUNK_NOUN) && is_kind(s, i + 1, WF_CHUNK_NOUN))
        addressee = i++;
    if (!(bits & CUE_WEAK) && i < end && is_kind(s, i, WF_CHUNK_NOUN) && has_verb(s, i, end)) {
        uint32_t stop = speech_end(s, i + 1, end);

        record(s, wf_chunk(s->doc, i)->first, stop < end ? wf_chunk(s->doc, stop)->first :
            wf_chunk(s->doc, end - 1)->end, subject, cue, verb, addressee, QUOTE_THAT);
        return;
    }
    (void)trailing(s, verb, first, end, cue);
}

static void
from_phrase(struct speech *s, const struct wf_match *m, uint32_t chunk)
{
    uint32_t first, end, speaker = wf_chunk_object(s->doc, wf_chunk_of(s->doc, m->end - 1)), comma;
    struct wf_range cue = wf_range_of(s->doc, m->first, m->end);

    wf_chunk_sentence(s->doc, chunk, &first, &end);
    if (speaker == WF_NO_CHUNK)
        return;
    if (chunk <= first + 1) { /* at the start: what follows the next comma */
        for (comma = speaker + 1; comma < end && comma < speaker + 20 && !is_kind(s, comma, WF_CHUNK_COMMA); comma++) {
        }
        if (comma < end && is_kind(s, comma, WF_CHUNK_COMMA))
            record(s, wf_chunk(s->doc, comma)->end, wf_chunk(s->doc, end - 1)->end, speaker, cue, WF_NO_CHUNK,
                WF_NO_CHUNK, QUOTE_ACCORDING);
        return;
    }
    record(s, wf_chunk(s->doc, first)->first, wf_chunk(s->doc, chunk)->first, speaker, cue, WF_NO_CHUNK, WF_NO_CHUNK,
        QUOTE_ACCORDING);
}

/* `his statement that ...` */
static void
from_noun(struct speech *s, const struct wf_match *m, uint32_t chunk)
{
    uint32_t first, end, stop;

    wf_chunk_sentence(s->doc, chunk, &first, &end);
    if (chunk + 2 >= end || !is_kind(s, chunk, WF_CHUNK_NOUN) || !is_kind(s, chunk + 1, WF_CHUNK_THAT) ||
        wf_chunk(s->doc, chunk)->head + 1 != m->end)
        return;
    if (!(wf_chunk(s->doc, chunk)->flags & WF_NOUN_POSSESSED) && wf_chunk_owner(s->doc, chunk) == WF_NO_CHUNK)
        return;
    stop = speech_end(s, chunk + 2, end);
    for (uint32_t k = chunk + 2, finite = 0; k < stop; k++) { /* `his claim that he won is false`: up to `is` */
        enum wf_chunk_kind kind = wf_chunk(s->doc, k)->kind;

        if (kind == WF_CHUNK_COMMA || kind == WF_CHUNK_CONJ || kind == WF_CHUNK_WH || kind == WF_CHUNK_THAT ||
            kind == WF_CHUNK_SUB)
            break;
        if (kind == WF_CHUNK_VERB && (wf_chunk(s->doc, k)->flags & WF_VERB_FINITE) && ++finite == 2)
            stop = k;
    }
    record(s, wf_chunk(s->doc, chunk + 1)->end, stop < end ? wf_chunk(s->doc, stop)->first :
        wf_chunk(s->doc, end - 1)->end, chunk, wf_range_of(s->doc, m->first, m->end), WF_NO_CHUNK, WF_NO_CHUNK, QUOTE_NOUN);
}

bool
wf_indirect_quotes(struct speech *s, struct wf_run *run)
{
    const struct wf_matches *matches = s->doc->matches;

    if (!wf_step(run, matches->items.count))
        return true;
    for (uint32_t i = 0; i < matches->items.count; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint32_t chunk;

        if (m->class_id != s->state->cue_verb && m->class_id != s->state->cue_phrase)
            continue;
        if (s->used[m->first] || wf_quoted_around(s->marks, m->first) != NULL)
            continue;
        chunk = wf_chunk_of(s->doc, m->first);
        if (m->class_id == s->state->cue_phrase) {
            s->used[m->first] = 1;
            if (wf_slice_is(m->entry->value, "to"))
                from_phrase(s, m, chunk);
            else if (wf_slice_is(m->entry->value, "noun"))
                from_noun(s, m, chunk);
            continue;
        }
        if (wf_chunk(s->doc, chunk)->kind == WF_CHUNK_VERB && wf_chunk(s->doc, chunk)->head == m->first) {
            uint8_t bits = wf_cue_at(s->state, s->doc, chunk, NULL);

            s->used[m->first] = 1;
            if (bits & (CUE_THAT | CUE_AS | CUE_OBJECT))
                from_verb(s, chunk, bits);
        }
    }
    return !wf_arena_failed(s->doc->arena);
}
