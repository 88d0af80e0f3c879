/* SPDX-License-Identifier: Apache-2.0 */
/* What bare numbers count, and which of them count nothing: names, years, codes, the numbers of lists. */
#include <string.h>

#include "extractors/figures.h"

static bool
plain(const struct fig_side *side)
{
    return side->digits && !side->words && !side->scaled && !side->grouped && side->value.exponent >= 0 &&
        side->form == WF_NUMBER_PLAIN;
}

static bool
is_year(const struct fig_side *side)
{
    return plain(side) && side->end_byte - side->start_byte == 4 &&
        wf_decimal_compare(side->value, wf_decimal_of(1000)) >= 0 &&
        wf_decimal_compare(side->value, wf_decimal_of(2100)) < 0;
}

/* Signs that may be glued to the front of a figure. */
static bool
allowed_before(const struct wf_token *t)
{
    switch (t->symbol) {
    case '(': case '[': case '{': case '~': case '<': case '>': case '=': case '+': case '-': case 0x2212: case '*':
    case 0x2248: case 0x2264: case 0x2265: case '$': case 0xa3: case 0x20ac: case 0xa5: case '/': case 0xb1: case '|':
    case 0x223c:
        return true;
    default:
        return (t->flags & (WF_TOKEN_DASH | WF_TOKEN_HYPHEN | WF_TOKEN_QUOTE | WF_TOKEN_OPEN)) != 0;
    }
}

/* A digit or letter glued before: the number is a part of a code, an address or a time. */
static bool
is_part_of_code(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, count = r->doc->tokens.count;
    const struct wf_token *before;

    if (f == 0 || fig_space_before(r, f))
        return false;
    before = &r->t[f - 1];
    if (before->flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER))
        return side->start_byte == r->t[f].start;
    if (before->symbol == '/' || before->symbol == ':' || before->symbol == '.' || before->symbol == '_' ||
        before->symbol == '#' || before->symbol == '@' || before->symbol == '%' || before->symbol == 0x2116)
        return f < 2 || !fig_space_before(r, f - 1) || before->symbol == '#' || before->symbol == '@' ||
            before->symbol == 0x2116;
    if ((before->flags & WF_TOKEN_HYPHEN) && f >= 2 && !fig_space_before(r, f - 1) &&
        (r->t[f - 2].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER)))
        return true; /* F-16, 555-1234; ranges were joined before */
    if (before->symbol == '+' && side->value.known && f + 1 < count && wf_decimal_compare(side->value, wf_decimal_of(999)) <= 0 &&
        (r->t[side->end < count ? side->end : f].flags & WF_TOKEN_NUMBER))
        return true; /* +964 770 ... */
    return !allowed_before(before);
}

/* Letters or digits glued after that are no unit: 4x4, 5G, 747s, 10:30, 3.1.2. */
static bool
goes_on(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t e = side->end, count = r->doc->tokens.count;

    if (e >= count || fig_space_before(r, e) || side->unit != NULL || side->money != NULL)
        return false;
    if (r->t[e].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER))
        return r->t[e].start == side->end_byte && side->digits; /* times with am and pm too */
    if ((r->t[e].symbol == ':' || r->t[e].symbol == '/' || r->t[e].symbol == '@') && e + 1 < count &&
        !fig_space_before(r, e + 1) && side->digits)
        return true;
    if ((r->t[e].flags & WF_TOKEN_HYPHEN) && e + 1 < count && (r->t[e + 1].flags & WF_TOKEN_NUMBER) && side->digits)
        return true;
    return false;
}

static bool
ends_in_s(const struct fig_run *r, uint32_t token)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    return s.len > 3 && s.data[s.len - 1] == 's' && s.data[s.len - 2] != 's' && s.data[s.len - 2] != '\'' &&
        (fig_sets(r, token) & FIG_NO_NOUN) == 0 &&
        !(s.data[s.len - 2] == 'u' && s.data[s.len - 3] != 'e') && !(s.len > 4 && s.data[s.len - 2] == 'i');
}

/* `us` is a function word, `US` is none. */
static bool
is_function_word(const struct fig_run *r, uint32_t token)
{
    return (fig_sets(r, token) & FIG_STOP) != 0 && (r->t[token].flags & (WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD)) == 0;
}

/* `No.` and the signs that stand for it, nouns whose number is a name, names: Boeing 747, Vision 2030. */
static bool
is_numbered_thing(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, count = r->doc->tokens.count;
    const struct wf_token *before;

    if (f == 0 || (r->t[f].flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_BLOCK_START)))
        return false;
    before = &r->t[f - 1];
    if (side->words && !side->digits && !side->ordinal && side->end == f + 1 && (r->t[f].flags & WF_TOKEN_CAPITAL) &&
        (before->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_SENTENCE_START | WF_TOKEN_WORD)) == (WF_TOKEN_CAPITAL | WF_TOKEN_WORD) &&
        (side->end >= count || (r->t[side->end].flags & WF_TOKEN_CAPITAL) == 0))
        return true; /* World War Two */
    if (!plain(side))
        return false;
    if (before->word == r->st->of && before->word != WF_WORD_NONE && f >= 2 && (r->t[f - 2].flags & WF_TOKEN_CAPITAL) &&
        (r->t[f - 2].flags & WF_TOKEN_SENTENCE_START) == 0)
        return side->end >= count || (r->t[side->end].flags & WF_TOKEN_WORD) == 0 || is_function_word(r, side->end) ||
            r->t[side->end].pos == WF_POS_VERB || r->t[side->end].form != 0 || side->end + 1 >= count ||
            !ends_in_s(r, side->end); /* Group of 77 */
    if (fig_sets(r, f - 1) & FIG_NAMED) {
        /* lower-case nouns only where no counted noun follows: `order 12 planes` */
        return (before->flags & (WF_TOKEN_CAPITAL | WF_TOKEN_PERIOD)) != 0 || side->end >= count ||
            (r->t[side->end].flags & WF_TOKEN_WORD) == 0 || (fig_sets(r, side->end) & FIG_STOP) != 0;
    }
    if ((before->flags & WF_TOKEN_CAPITAL) == 0 || (fig_sets(r, f - 1) & FIG_STOP) != 0 ||
        (before->flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_PUNCT)))
        return false;
    if (before->pos != WF_POS_X && before->pos != WF_POS_PROPN && before->pos != WF_POS_NOUN)
        return false;
    if (side->end >= count || (r->t[side->end].flags & WF_TOKEN_WORD) == 0)
        return true;
    return (fig_sets(r, side->end) & FIG_STOP) != 0 || (r->t[side->end].flags & WF_TOKEN_CAPITAL) != 0;
}

static bool
is_list_number(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first, e = side->end, count = r->doc->tokens.count;

    if (!plain(side) || wf_decimal_compare(side->value, wf_decimal_of(100)) >= 0 || side->value.negative)
        return false;
    if ((r->t[f].flags & WF_TOKEN_BLOCK_START) && e + 1 < count && (r->t[e].symbol == '.' || r->t[e].symbol == ')') &&
        !(r->t[e].flags & WF_TOKEN_BLOCK_START) && !fig_space_before(r, e) && !(r->t[e + 1].flags & WF_TOKEN_BLOCK_START))
        return true;
    if (f > 0 && (r->t[f - 1].flags & WF_TOKEN_OPEN) && e < count && (r->t[e].flags & WF_TOKEN_CLOSE) &&
        wf_decimal_compare(side->value, wf_decimal_of(20)) <= 0)
        return true;
    if ((r->t[f].flags & WF_TOKEN_SENTENCE_START) && e + 1 < count && r->t[e].symbol == '.' && !fig_space_before(r, e) &&
        (r->t[e + 1].flags & WF_TOKEN_CAPITAL) && wf_decimal_compare(side->value, wf_decimal_of(30)) <= 0)
        return true;
    if (e >= count || r->t[e].symbol != ')' || fig_space_before(r, e) || wf_decimal_compare(side->value, wf_decimal_of(30)) > 0)
        return false;
    for (uint32_t at = f; at > 0 && f - at < 6 && !(r->t[at].flags & WF_TOKEN_SENTENCE_START); at--)
        if (r->t[at - 1].flags & WF_TOKEN_OPEN)
            return false;
    return true;
}

/* A year that no date took: not followed by a plural noun, or after `the`, a preposition or a name. */
static bool
is_bare_year(const struct fig_run *r, const struct fig_side *side)
{
    uint32_t f = side->first;
    struct wf_slice unit;

    if (!is_year(side))
        return false;
    if (wf_decimal_compare(side->value, wf_decimal_of(1900)) >= 0 && f > 0 && (fig_sets(r, f - 1) & FIG_STOP) != 0 &&
        !(r->t[f].flags & WF_TOKEN_SENTENCE_START))
        return true;
    return fig_counted_noun((struct fig_run *)r, side->end, false, &unit) == side->end;
}

bool
fig_is_name(const struct fig_run *r, const struct fig_side *side)
{
    if (side->money != NULL || (side->unit != NULL && side->unit->attributes.len > 0 && side->digits && !is_part_of_code(r, side)))
        return false;
    if (side->unit != NULL && side->words)
        return false;
    if (side->digits && side->end < r->doc->tokens.count && r->t[side->end].word != WF_WORD_NONE &&
        (r->t[side->end].word == r->st->am || r->t[side->end].word == r->st->pm) &&
        wf_decimal_compare(side->value, wf_decimal_of(13)) < 0)
        return true;
    return is_part_of_code(r, side) || goes_on(r, side) || is_list_number(r, side) || is_numbered_thing(r, side) ||
        is_bare_year(r, side);
}

static bool
is_plural_noun(const struct fig_run *r, uint32_t token)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    if ((r->t[token].flags & WF_TOKEN_CAPITAL) && s.len > 3 && s.data[s.len - 1] == 's' && s.data[s.len - 2] == 'i')
        return wf_match_at(r->doc, token, r->st->nationality) != NULL; /* Iraqis */
    if (r->t[token].flags & WF_TOKEN_ALL_CAPS)
        return false;
    if (fig_sets(r, token) & FIG_PLURAL)
        return true;
    if (r->t[token].pos == WF_POS_NOUN && r->t[token].plural)
        return true;
    if (r->t[token].pos != WF_POS_X && r->t[token].pos != WF_POS_NOUN && r->t[token].pos != WF_POS_PROPN)
        return false;
    return ends_in_s(r, token) && !is_function_word(r, token);
}

/* Whether a word may stand between a number and the noun it counts. */
static bool
may_stand_between(const struct fig_run *r, uint32_t token)
{
    const struct wf_token *t = &r->t[token];

    if ((t->flags & WF_TOKEN_WORD) == 0 || is_function_word(r, token))
        return false;
    switch (t->pos) {
    case WF_POS_X: case WF_POS_ADJ: case WF_POS_NOUN: case WF_POS_PROPN: case WF_POS_NUM:
        return true;
    case WF_POS_VERB:
        return t->form == WF_VERB_PARTICIPLE || t->form == WF_VERB_GERUND;
    case WF_POS_ADV:
        return true; /* `500 badly damaged homes` */
    default:
        return false;
    }
}

static struct wf_slice
lower_copy(struct fig_run *r, struct wf_slice s, size_t cut, const char *add)
{
    size_t n = strlen(add);
    char *copy = wf_arena_alloc(r->doc->arena, s.len - cut + n + 1);

    if (copy == NULL)
        return WF_SLICE_NONE;
    for (size_t i = 0; i < s.len - cut; i++)
        copy[i] = s.data[i] >= 'A' && s.data[i] <= 'Z' ? (char)(s.data[i] | 32) : s.data[i];
    memcpy(copy + s.len - cut, add, n + 1);
    return (struct wf_slice){ copy, s.len - cut + n };
}

static bool
ends_with(struct wf_slice s, const char *end)
{
    size_t n = strlen(end);

    return s.len >= n && memcmp(s.data + s.len - n, end, n) == 0;
}

/* The singular of a plural noun, lower case. */
static struct wf_slice
singular(struct fig_run *r, uint32_t token)
{
    static const char *const irregular[][2] = { { "men", "man" }, { "women", "woman" }, { "children", "child" },
        { "feet", "foot" }, { "wives", "wife" }, { "lives", "life" }, { "knives", "knife" }, { "wolves", "wolf" },
        { "leaves", "leaf" }, { "thieves", "thief" }, { "halves", "half" }, { "shelves", "shelf" }, { "mice", "mouse" },
        { "geese", "goose" }, { "teeth", "tooth" }, { "criteria", "criterion" }, { "memoranda", "memorandum" },
        { "crises", "crisis" }, { "analyses", "analysis" }, { "theses", "thesis" }, { "bases", "base" },
        { "phenomena", "phenomenon" }, { "series", "series" }, { "species", "species" }, { "buses", "bus" },
        { "movies", "movie" }, { "cookies", "cookie" }, { "zombies", "zombie" }, { "rookies", "rookie" },
        { "viruses", "virus" }, { "campuses", "campus" }, { "bonuses", "bonus" }, { "statuses", "status" },
        { "gases", "gas" }, { "tomatoes", "tomato" }, { "potatoes", "potato" }, { "heroes", "hero" }, { "vetoes", "veto" },
        { "cargoes", "cargo" }, { "torpedoes", "torpedo" }, { "volcanoes", "volcano" }, { "ties", "tie" }, { "calories", "calorie" } };
    struct wf_slice s = wf_token_text(r->doc, token), low = lower_copy(r, s, 0, "");
    bool name = (r->t[token].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_ALL_CAPS | WF_TOKEN_SENTENCE_START)) == WF_TOKEN_CAPITAL;

    if (low.data == NULL)
        return low;
    if (name && low.len > 1 && low.data[low.len - 1] == 's' && !ends_with(low, "ss")) /* Libyans, Iraqis */
        return (struct wf_slice){ s.data, s.len - (ends_with(low, "ies") ? 0 : 1) };
    for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++) {
        size_t n = strlen(irregular[i][0]);

        if (wf_slice_is(low, irregular[i][0]) || (i < 3 && ends_with(low, irregular[i][0]) && low.len > n))
            return lower_copy(r, low, n, irregular[i][1]);
    }
    if (!ends_with(low, "s") || ends_with(low, "ss") || ends_with(low, "us") || ends_with(low, "is"))
        return low;
    if (ends_with(low, "ies") && low.len > 4)
        return lower_copy(r, low, 3, "y");
    if (ends_with(low, "sses") || ends_with(low, "shes") || ends_with(low, "ches") || ends_with(low, "xes") ||
        ends_with(low, "zzes"))
        return lower_copy(r, low, 2, "");
    return lower_copy(r, low, 1, "");
}

uint32_t
fig_counted_noun(struct fig_run *r, uint32_t end, bool one, struct wf_slice *unit)
{
    uint32_t stop, at = end, last = end;
    bool joined = false;

    *unit = WF_SLICE_NONE;
    if (end >= r->doc->tokens.count || end == 0 || (r->t[end].flags & WF_TOKEN_BLOCK_START))
        return end;
    stop = fig_sentence_end(r, end - 1);
    if (stop > end + 6)
        stop = end + 6;
    for (; at < stop; at++) {
        if (r->t[at].flags & WF_TOKEN_HYPHEN)
            continue;
        if ((r->t[at].word == r->st->and_ || r->t[at].word == r->st->or_) && at > end && at + 1 < stop && !joined && may_stand_between(r, at + 1) &&
            !is_plural_noun(r, at - 1)) {
            joined = true; /* 21 military and civilian observers */
            continue;
        }
        if (!may_stand_between(r, at) && (fig_sets(r, at) & FIG_PLURAL) == 0)
            break;
        if (is_plural_noun(r, at) && !one) {
            last = at + 1;
            /* `five defence ministers`, but `the two countries officials` has a possessive between */
            if (at + 1 < stop && (r->t[at + 1].flags & WF_TOKEN_HYPHEN))
                continue;
            break;
        }
        if (one && r->t[at].pos == WF_POS_NOUN)
            last = at + 1;
    }
    if (last == end && one && at > end && (r->t[at - 1].flags & WF_TOKEN_WORD) && r->t[at - 1].pos == WF_POS_X)
        last = at;
    if (last > end)
        *unit = singular(r, last - 1);
    return last;
}
