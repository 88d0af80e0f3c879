/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/structure.h"

static uint32_t
left_limit(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t first, end;

    wf_chunk_sentence(doc, chunk, &first, &end);
    return chunk - first > WF_CHUNK_WINDOW ? chunk - WF_CHUNK_WINDOW : first;
}

static uint32_t
right_limit(const struct wf_document *doc, uint32_t chunk)
{
    uint32_t first, end;

    wf_chunk_sentence(doc, chunk, &first, &end);
    return end - chunk > WF_CHUNK_WINDOW ? chunk + WF_CHUNK_WINDOW : end;
}

void
wf_chunk_sentence(const struct wf_document *doc, uint32_t chunk, uint32_t *first, uint32_t *end)
{
    uint32_t sentence = doc->tokens.items[wf_chunk(doc, chunk)->first].sentence;

    *first = doc->clauses->starts[sentence];
    *end = doc->clauses->starts[sentence + 1];
}

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

static bool
is_finite(const struct wf_document *doc, uint32_t chunk)
{
    return is_kind(doc, chunk, WF_CHUNK_VERB) && (wf_chunk(doc, chunk)->flags & WF_VERB_FINITE);
}

static bool
is_skipped(const struct wf_document *doc, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);

    return c->kind == WF_CHUNK_ADVERB || c->kind == WF_CHUNK_QUOTE || c->kind == WF_CHUNK_OTHER;
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

static uint32_t
finite_before(const struct wf_document *doc, uint32_t chunk, uint32_t low)
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
static uint32_t
leftmost(const struct wf_document *doc, uint32_t noun, uint32_t low)
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
    if (i > low && comma && finite_before(doc, i, low) != WF_NO_CHUNK && finite_near(doc, noun) &&
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
            uint32_t first = leftmost(doc, i, low);

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
    uint32_t best = leftmost(doc, noun, low), i = best;

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
        best = i = leftmost(doc, p, low);
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
    earlier = finite_before(doc, other, low);
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
                uint32_t other = depth > 3 ? WF_NO_CHUNK : finite_before(doc, i, low);

                return other == WF_NO_CHUNK ? WF_NO_CHUNK : finite_subject(doc, other, depth + 1);
            }
            i = open;
            continue;
        }
        case WF_CHUNK_CONJ:
        case WF_CHUNK_BUT:
        case WF_CHUNK_VERB: {
            uint32_t other = c->kind == WF_CHUNK_VERB && (c->flags & WF_VERB_FINITE) ? i : finite_before(doc, i, low);

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
    main = finite_before(doc, verb, low);
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
    uint32_t low = left_limit(doc, noun), i = leftmost(doc, noun, low);

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
                if (wf_chunk_subject(doc, k) == leftmost(doc, noun, low))
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
