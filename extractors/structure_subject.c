/* SPDX-License-Identifier: Apache-2.0 */
/* Subjects: who does what a verb says, and which verb governs another. */
#include "extractors/structure_private.h"

/* Back over `(Freedom)`: index of the opening bracket, or of the closing one where it has none. */
static uint32_t
skip_brackets(const struct wf_document *doc, uint32_t close, uint32_t low)
{
    for (uint32_t i = close; i > low && close - i < 12;) {
        i--;
        if (is_kind(doc, i, WF_CHUNK_OPEN))
            return i;
    }
    return close;
}

/* Noun group that a relative clause at `mark` (who, which, that, comma) tells about. */
static uint32_t
antecedent(const struct wf_document *doc, uint32_t mark, uint32_t low)
{
    uint32_t i = mark;

    while (i > low) {
        i--;
        if (is_kind(doc, i, WF_CHUNK_CLOSE)) {
            i = skip_brackets(doc, i, low);
            continue;
        }
        if (is_kind(doc, i, WF_CHUNK_NOUN)) {
            const struct wf_chunk *c = wf_chunk(doc, i);
            uint32_t first = wf_structure_leftmost(doc, i, low);

            if (c->flags & WF_NOUN_TIME)
                continue;
            /* `minister of roads, who`: a plain noun under `of` is not who is meant */
            if (!(c->flags & WF_NOUN_PROPER) && first > low + 1 && is_kind(doc, first - 1, WF_CHUNK_PREP) &&
                is_kind(doc, first - 2, WF_CHUNK_NOUN))
                return first - 2;
            return i;
        }
        if (!is_kind(doc, i, WF_CHUNK_COMMA) && !is_kind(doc, i, WF_CHUNK_PREP) && !is_skipped(doc, i))
            break;
    }
    return WF_NO_CHUNK;
}

/* Up from a noun to the noun it depends on: `officials in Baghdad` gives officials. */
static uint32_t
climb(const struct wf_document *doc, uint32_t noun, uint32_t low)
{
    uint32_t best = wf_structure_leftmost(doc, noun, low), i = best;

    while (i > low) {
        uint32_t p = i - 1;

        while (p > low && is_skipped(doc, p))
            p--;
        if (!is_kind(doc, p, WF_CHUNK_PREP) || p == low)
            break;
        p--;
        while (p > low && is_skipped(doc, p))
            p--;
        if (is_kind(doc, p, WF_CHUNK_CLOSE))
            p = skip_brackets(doc, p, low) > low ? skip_brackets(doc, p, low) - 1 : low;
        if (!is_kind(doc, p, WF_CHUNK_NOUN))
            return best; /* an adjunct in front: the noun itself stays the best there is */
        best = i = wf_structure_leftmost(doc, p, low);
    }
    return best;
}

/* Start of what lies between two commas before a verb: index of the first comma, or WF_NO_CHUNK. */
static uint32_t
comma_before(const struct wf_document *doc, uint32_t comma, uint32_t low)
{
    for (uint32_t i = comma; i > low;) {
        i--;
        if (is_kind(doc, i, WF_CHUNK_COMMA))
            return i;
        if (is_kind(doc, i, WF_CHUNK_BREAK))
            break;
    }
    return WF_NO_CHUNK;
}

static uint32_t
bracket_before(const struct wf_document *doc, uint32_t i, uint32_t low)
{
    enum wf_chunk_kind kind = wf_chunk(doc, i)->kind;

    if (kind == WF_CHUNK_CLOSE)
        return skip_brackets(doc, i, low);
    if (kind == WF_CHUNK_COMMA) {
        uint32_t c = comma_before(doc, i, low);

        /* several appositions in a row: go on while another noun group stands between commas */
        while (c != WF_NO_CHUNK && c > low + 1 && is_kind(doc, c - 1, WF_CHUNK_NOUN) &&
               comma_before(doc, c, low) == c - 2 && !(wf_chunk(doc, c - 1)->flags & WF_NOUN_PROPER))
            c = c - 2;
        return c == WF_NO_CHUNK ? i : c;
    }
    for (uint32_t k = i; k > low && i - k < 24;) { /* dashes */
        k--;
        if (is_kind(doc, k, WF_CHUNK_BREAK))
            return k;
    }
    return i;
}

/* `said Niger would not bow and accused`: joined with the verb that has a past tense too. */
static uint32_t
same_tense(const struct wf_document *doc, uint32_t verb, uint32_t other, uint32_t low)
{
    const uint32_t modal = WF_VERB_WILL | WF_VERB_WOULD | WF_VERB_MAY | WF_VERB_MUST;
    uint32_t earlier;

    if (!(wf_chunk(doc, verb)->flags & WF_VERB_PASTTENSE) || !(wf_chunk(doc, other)->flags & modal))
        return other;
    earlier = wf_structure_finite_before(doc, other, low);
    return earlier != WF_NO_CHUNK && (wf_chunk(doc, earlier)->flags & WF_VERB_PASTTENSE) ? earlier : other;
}

static uint32_t
finite_subject(const struct wf_document *doc, uint32_t verb, unsigned depth)
{
    uint32_t low = left_limit(doc, verb), i = verb;

    while (i > low) {
        const struct wf_chunk *c = wf_chunk(doc, --i);

        switch (c->kind) {
        case WF_CHUNK_NOUN:
            if (c->flags & WF_NOUN_TIME) {
                while (i > low && is_kind(doc, i - 1, WF_CHUNK_PREP))
                    i--;
                continue;
            }
            {
                uint32_t top = climb(doc, i, low);

                /* `the plan to close schools angered`: an object inside the subject */
                if (top > low + 1 && is_kind(doc, top - 1, WF_CHUNK_VERB) && !is_finite(doc, top - 1)) {
                    i = top - 1;
                    continue;
                }
                return top;
            }
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
            return antecedent(doc, i, low);
        case WF_CHUNK_COMMA:
        case WF_CHUNK_CLOSE:
        case WF_CHUNK_BREAK: {
            uint32_t open = bracket_before(doc, i, low);

            if (open == i || open <= low) {
                uint32_t other = depth > 3 ? WF_NO_CHUNK : wf_structure_finite_before(doc, i, low);

                return other == WF_NO_CHUNK ? WF_NO_CHUNK : finite_subject(doc, other, depth + 1);
            }
            i = open;
            continue;
        }
        case WF_CHUNK_CONJ:
        case WF_CHUNK_BUT:
        case WF_CHUNK_VERB: {
            uint32_t other = c->kind == WF_CHUNK_VERB && (c->flags & WF_VERB_FINITE) ? i : wf_structure_finite_before(doc, i, low);

            if (c->kind == WF_CHUNK_VERB && !(c->flags & WF_VERB_FINITE))
                continue;
            if (other == WF_NO_CHUNK || depth > 3)
                return WF_NO_CHUNK;
            if (c->kind == WF_CHUNK_CONJ)
                other = same_tense(doc, verb, other, low);
            return finite_subject(doc, other, depth + 1);
        }
        case WF_CHUNK_SUB:
            return WF_NO_CHUNK;
        default:
            continue;
        }
    }
    return WF_NO_CHUNK;
}

uint32_t
wf_chunk_governor(const struct wf_document *doc, uint32_t verb)
{
    uint32_t low = left_limit(doc, verb), i = verb;

    if (wf_chunk(doc, verb)->flags & WF_VERB_FINITE)
        return WF_NO_CHUNK;
    while (i > low && verb - i < 14) {
        i--;
        switch (wf_chunk(doc, i)->kind) {
        case WF_CHUNK_VERB:
            return i;
        case WF_CHUNK_BREAK:
        case WF_CHUNK_SUB:
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
            return WF_NO_CHUNK;
        default:
            break;
        }
    }
    return WF_NO_CHUNK;
}

/* First finite verb of the sentence to the right: the main clause after an opening participle. */
static uint32_t
finite_after(const struct wf_document *doc, uint32_t chunk, uint32_t high)
{
    for (uint32_t i = chunk + 1; i < high; i++)
        if (is_finite(doc, i))
            return i;
    return WF_NO_CHUNK;
}

/* `accused Uganda of stealing`, `thanked Chad for helping`: the object does it. */
static bool
is_done_by_object(const struct wf_document *doc, uint32_t main, uint32_t verb)
{
    struct wf_slice word;
    uint32_t object;

    if (verb < main + 3 || !is_kind(doc, verb - 1, WF_CHUNK_PREP) ||
        (wf_chunk(doc, main)->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)))
        return false;
    word = wf_token_text(doc, wf_chunk(doc, verb - 1)->first);
    object = wf_chunk_object(doc, main);
    return (wf_slice_is(word, "of") || wf_slice_is(word, "for")) && object != WF_NO_CHUNK && object < verb &&
           (wf_chunk(doc, object)->flags & (WF_NOUN_PROPER | WF_NOUN_PRONOUN | WF_NOUN_PLURAL));
}

static uint32_t
controlled_subject(const struct wf_document *doc, uint32_t verb, unsigned depth)
{
    const struct wf_chunk *c = wf_chunk(doc, verb);
    uint32_t low = left_limit(doc, verb), before = verb, main;

    while (before > low && is_skipped(doc, before - 1))
        before--;
    if (before > low && is_kind(doc, before - 1, WF_CHUNK_NOUN)) {
        const struct wf_chunk *n = wf_chunk(doc, before - 1);

        /* `officials visiting`, `the men arrested by`, `urged Iraq to withdraw` */
        if (!(n->flags & WF_NOUN_TIME) && ((c->flags & (WF_VERB_ING | WF_VERB_REDUCED)) ||
                                              (n->flags & (WF_NOUN_PROPER | WF_NOUN_PRONOUN))))
            return c->flags & WF_VERB_TO ? before - 1 : climb(doc, before - 1, low);
        if ((c->flags & WF_VERB_TO) && wf_chunk_owner(doc, before - 1) != WF_NO_CHUNK)
            return wf_chunk_owner(doc, before - 1); /* `Pezeshkian's decision to visit` */
    }
    main = depth > 4 ? WF_NO_CHUNK : wf_chunk_governor(doc, verb);
    if (main != WF_NO_CHUNK && (c->flags & WF_VERB_ING) && is_done_by_object(doc, main, verb))
        return wf_chunk_object(doc, main);
    if (main != WF_NO_CHUNK) {
        if (wf_chunk(doc, main)->flags & WF_VERB_FINITE)
            return finite_subject(doc, main, 0);
        return controlled_subject(doc, main, depth + 1);
    }
    main = wf_structure_finite_before(doc, verb, low);
    if (main == WF_NO_CHUNK)
        main = finite_after(doc, verb, right_limit(doc, verb));
    return main == WF_NO_CHUNK ? WF_NO_CHUNK : finite_subject(doc, main, 0);
}

uint32_t
wf_chunk_subject(const struct wf_document *doc, uint32_t verb)
{
    if (wf_chunk(doc, verb)->flags & WF_VERB_FINITE)
        return finite_subject(doc, verb, 0);
    return controlled_subject(doc, verb, 0);
}
