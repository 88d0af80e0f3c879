/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/structure_private.h"

void
wf_chunk_sentence(const struct wf_document *doc, uint32_t chunk, uint32_t *first, uint32_t *end)
{
    uint32_t sentence = doc->tokens.items[wf_chunk(doc, chunk)->first].sentence;

    *first = doc->clauses->starts[sentence];
    *end = doc->clauses->starts[sentence + 1];
}

uint32_t
wf_chunk_owner(const struct wf_document *doc, uint32_t noun)
{
    uint32_t low = left_limit(doc, noun), i = noun;

    while (i > low && is_kind(doc, i - 1, WF_CHUNK_QUOTE))
        i--;
    if (i > low && is_kind(doc, i - 1, WF_CHUNK_NOUN) && (wf_chunk(doc, i - 1)->flags & WF_NOUN_POSSESSOR))
        return i - 1;
    return WF_NO_CHUNK;
}

uint32_t
wf_structure_finite_before(const struct wf_document *doc, uint32_t chunk, uint32_t low)
{
    for (uint32_t i = chunk; i > low;) {
        i--;
        if (is_finite(doc, i))
            return i;
        if (is_kind(doc, i, WF_CHUNK_BREAK) || is_kind(doc, i, WF_CHUNK_SUB))
            break;
    }
    return WF_NO_CHUNK;
}

/* A finite verb behind it, with nothing but an apposition between. */
static bool
finite_near(const struct wf_document *doc, uint32_t noun)
{
    uint32_t high = right_limit(doc, noun);

    for (uint32_t i = noun + 1; i < high && i < noun + 6; i++) {
        if (is_kind(doc, i, WF_CHUNK_VERB))
            return is_finite(doc, i);
        if (!is_kind(doc, i, WF_CHUNK_COMMA) && !is_kind(doc, i, WF_CHUNK_NOUN) && !is_kind(doc, i, WF_CHUNK_PREP))
            return false;
    }
    return false;
}

/* Leftmost group of `A, B and C` (or of an owner chain) that ends with `noun`; lists need their `and`. */
uint32_t
wf_structure_leftmost(const struct wf_document *doc, uint32_t noun, uint32_t low)
{
    uint32_t i = noun, owner, first;
    bool comma;

    while ((owner = wf_chunk_owner(doc, i)) != WF_NO_CHUNK && owner > low)
        i = owner;
    first = i;
    if (i < low + 2 || !is_kind(doc, i - 1, WF_CHUNK_CONJ))
        return i;
    /* back over the `and`, and one comma before it */
    i--;
    if (i > low && is_kind(doc, i - 1, WF_CHUNK_COMMA))
        i--;
    if (i == low || !is_kind(doc, i - 1, WF_CHUNK_NOUN) || (wf_chunk(doc, i - 1)->flags & WF_NOUN_TIME))
        return i + 1 <= noun && is_kind(doc, i + 1, WF_CHUNK_NOUN) ? i + 1 : noun;
    comma = is_kind(doc, i, WF_CHUNK_COMMA);
    i--;
    /* `met A and B said`, `marched in A, and B said`: B begins a clause of its own */
    if (i > low && noun + 1 < doc->clauses->chunks.count && is_finite(doc, noun + 1) && is_kind(doc, i - 1, WF_CHUNK_VERB))
        return noun;
    if (i > low && comma && wf_structure_finite_before(doc, i, low) != WF_NO_CHUNK && finite_near(doc, noun) &&
        (is_kind(doc, i - 1, WF_CHUNK_PREP) || is_kind(doc, i - 1, WF_CHUNK_VERB)))
        return first;
    while (i >= low + 2 && is_kind(doc, i - 1, WF_CHUNK_COMMA) && is_kind(doc, i - 2, WF_CHUNK_NOUN) &&
           !(wf_chunk(doc, i - 2)->flags & WF_NOUN_TIME))
        i -= 2;
    while ((owner = wf_chunk_owner(doc, i)) != WF_NO_CHUNK && owner > low)
        i = owner;
    return i;
}

/* From an owner to what is owned. */
static uint32_t
owned(const struct wf_document *doc, uint32_t noun, uint32_t high)
{
    while (noun + 1 < high && (wf_chunk(doc, noun)->flags & WF_NOUN_POSSESSOR)) {
        uint32_t n = noun + 1;

        while (n < high && is_skipped(doc, n))
            n++;
        if (n >= high || !is_kind(doc, n, WF_CHUNK_NOUN))
            break;
        noun = n;
    }
    return noun;
}

uint32_t
wf_chunk_object(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t high = right_limit(doc, chunk);

    for (uint32_t i = chunk + 1; i < high; i++) {
        if (is_skipped(doc, i))
            continue;
        if (is_kind(doc, i, WF_CHUNK_PREP) && i + 1 < high && is_kind(doc, i + 1, WF_CHUNK_NOUN) &&
            (wf_chunk(doc, i + 1)->flags & WF_NOUN_TIME)) {
            i++;
            continue;
        }
        if (!is_kind(doc, i, WF_CHUNK_NOUN))
            return WF_NO_CHUNK;
        if (wf_chunk(doc, i)->flags & WF_NOUN_TIME)
            continue;
        return owned(doc, i, high);
    }
    return WF_NO_CHUNK;
}

/* True where a new clause with a verb of its own begins behind a comma or `and` at i. */
static bool
opens_clause(const struct wf_document *doc, uint32_t i, uint32_t high)
{
    for (uint32_t k = i + 1; k < high; k++) {
        if (is_finite(doc, k))
            return true;
        if (!is_kind(doc, k, WF_CHUNK_NOUN) && !is_kind(doc, k, WF_CHUNK_ADVERB) && !is_kind(doc, k, WF_CHUNK_PREP) &&
            !is_kind(doc, k, WF_CHUNK_CONJ))
            return false;
    }
    return false;
}

uint32_t
wf_chunk_clause_end(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t high = right_limit(doc, chunk), mark = WF_NO_CHUNK;

    for (uint32_t i = chunk + 1; i < high; i++) {
        switch (wf_chunk(doc, i)->kind) {
        case WF_CHUNK_BREAK:
        case WF_CHUNK_SUB:
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
            return i;
        case WF_CHUNK_COMMA:
        case WF_CHUNK_CONJ:
        case WF_CHUNK_BUT:
            if (mark == WF_NO_CHUNK && opens_clause(doc, i, high))
                mark = i;
            break;
        case WF_CHUNK_VERB:
            if (is_finite(doc, i))
                return mark != WF_NO_CHUNK ? mark : i;
            break;
        default:
            break;
        }
    }
    return high;
}

uint32_t
wf_chunk_clause_start(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t low = left_limit(doc, chunk), i = chunk;

    while (i > low) {
        enum wf_chunk_kind kind = wf_chunk(doc, i - 1)->kind;

        if (kind == WF_CHUNK_BREAK || kind == WF_CHUNK_SUB || kind == WF_CHUNK_WH || kind == WF_CHUNK_THAT)
            break;
        i--;
    }
    return i;
}

uint32_t
wf_chunk_under(const struct wf_document *doc, uint32_t chunk, const uint32_t *words, unsigned count)
{
    uint32_t end = wf_chunk_clause_end(doc, chunk);

    for (uint32_t i = chunk + 1; i < end; i++) {
        const struct wf_chunk *c = wf_chunk(doc, i);

        if (c->kind != WF_CHUNK_PREP)
            continue;
        for (unsigned k = 0; k < count; k++)
            if (doc->tokens.items[c->first].word == words[k] && words[k] != WF_WORD_NONE) {
                uint32_t n = i + 1;

                while (n < end && is_skipped(doc, n))
                    n++;
                if (n < end && is_kind(doc, n, WF_CHUNK_NOUN))
                    return owned(doc, n, end);
            }
    }
    return WF_NO_CHUNK;
}

bool
wf_match_is_dated(const struct wf_document *doc, const struct wf_match *m)
{
    uint32_t next;

    if (m->end - m->first < 2 || m->end >= doc->tokens.count || !is_kind(doc, wf_chunk_of(doc, m->end - 1), WF_CHUNK_PREP))
        return false;
    next = wf_chunk_of(doc, m->end);
    return is_kind(doc, next, WF_CHUNK_NOUN) && (wf_chunk(doc, next)->flags & WF_NOUN_TIME);
}

uint32_t
wf_chunk_of_noun(const struct wf_document *doc, uint32_t noun, uint32_t word)
{
    uint32_t high = right_limit(doc, noun);

    if (noun + 2 >= high || !is_kind(doc, noun + 1, WF_CHUNK_PREP) || !is_kind(doc, noun + 2, WF_CHUNK_NOUN) ||
        doc->tokens.items[wf_chunk(doc, noun + 1)->first].word != word)
        return WF_NO_CHUNK;
    return owned(doc, noun + 2, high);
}

uint32_t
wf_chunk_preposition(const struct wf_document *doc, uint32_t noun)
{
    uint32_t low = left_limit(doc, noun), i = wf_structure_leftmost(doc, noun, low);

    while (i > low && is_skipped(doc, i - 1))
        i--;
    return i > low && is_kind(doc, i - 1, WF_CHUNK_PREP) ? i - 1 : WF_NO_CHUNK;
}

uint32_t
wf_chunk_verb_of(const struct wf_document *doc, uint32_t noun)
{
    uint32_t low = left_limit(doc, noun), high = right_limit(doc, noun), i = noun;
    bool under = wf_chunk_preposition(doc, noun) != WF_NO_CHUNK;

    if (!under) { /* a subject: the verb comes right after it and what depends on it */
        for (uint32_t k = noun + 1; k < high; k++) {
            enum wf_chunk_kind kind = wf_chunk(doc, k)->kind;

            if (is_finite(doc, k)) {
                if (wf_chunk_subject(doc, k) == wf_structure_leftmost(doc, noun, low))
                    return k;
                break;
            }
            if (kind == WF_CHUNK_VERB && (wf_chunk(doc, k)->flags & WF_VERB_REDUCED))
                continue; /* `talks, mediated by Georgia, will resume` */
            if (kind == WF_CHUNK_BREAK || kind == WF_CHUNK_SUB || kind == WF_CHUNK_VERB)
                break;
        }
    }
    while (i > low) {
        enum wf_chunk_kind kind = wf_chunk(doc, --i)->kind;

        if (kind == WF_CHUNK_VERB)
            return i;
        if (kind == WF_CHUNK_BREAK || kind == WF_CHUNK_SUB || kind == WF_CHUNK_WH || kind == WF_CHUNK_THAT)
            break;
    }
    for (i = noun + 1; i < high; i++) {
        if (is_kind(doc, i, WF_CHUNK_VERB))
            return i;
        if (is_kind(doc, i, WF_CHUNK_BREAK))
            break;
    }
    return WF_NO_CHUNK;
}

unsigned
wf_chunk_members(const struct wf_document *doc, uint32_t noun, uint32_t *out, unsigned max)
{
    uint32_t high = right_limit(doc, noun), low = left_limit(doc, noun);
    uint32_t pending[16], i = owned(doc, noun, high);
    unsigned count = 0, waiting = 0;

    if (max == 0)
        return 0;
    out[count++] = i;
    while (i + 1 < high && count < max) {
        uint32_t n = i + 1;
        bool conj = false, comma = false;

        if (n + 1 < high && is_kind(doc, n, WF_CHUNK_OPEN)) { /* an abbreviation in brackets */
            while (n < high && n < i + 6 && !is_kind(doc, n, WF_CHUNK_CLOSE))
                n++;
            n++;
        }
        while (n < high && is_kind(doc, n, WF_CHUNK_QUOTE))
            n++;
        if (n < high && is_kind(doc, n, WF_CHUNK_COMMA)) {
            comma = true;
            n++;
        }
        if (n < high && is_kind(doc, n, WF_CHUNK_CONJ)) {
            conj = true;
            n++;
        }
        while (n < high && is_skipped(doc, n))
            n++;
        if (n >= high || !(comma || conj) || !is_kind(doc, n, WF_CHUNK_NOUN) ||
            (wf_chunk(doc, n)->flags & WF_NOUN_TIME))
            break;
        i = owned(doc, n, high);
        if (conj) {
            /* `met A, and B said`: B begins a clause of its own */
            bool starts = noun > low && i + 1 < high && is_finite(doc, i + 1) &&
                          (is_kind(doc, noun - 1, WF_CHUNK_VERB) || (comma && is_kind(doc, noun - 1, WF_CHUNK_PREP)));

            if (!starts) {
                for (unsigned k = 0; k < waiting && count < max; k++)
                    out[count++] = pending[k];
                if (count < max)
                    out[count++] = i;
            }
            break;
        }
        /* `A, the president, and B`: a description between commas is no member */
        if ((wf_chunk(doc, i)->flags & (WF_NOUN_DEFINITE | WF_NOUN_INDEFINITE)) &&
            !(wf_chunk(doc, i)->flags & WF_NOUN_PROPER) && (wf_chunk(doc, out[0])->flags & WF_NOUN_PROPER))
            continue;
        if (waiting < sizeof pending / sizeof pending[0])
            pending[waiting++] = i;
        else
            break;
    }
    return count;
}
