/* SPDX-License-Identifier: Apache-2.0 */
/* The nouns that bare numbers count. */
#include <string.h>

#include "document/bisect.h"
#include "extractors/figures.h"

bool
fig_ends_in_s(const struct fig_run *r, uint32_t token)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    return s.len > 3 && s.data[s.len - 1] == 's' && s.data[s.len - 2] != 's' && s.data[s.len - 2] != '\'' &&
        (fig_sets(r, token) & FIG_NO_NOUN) == 0 &&
        !(s.data[s.len - 2] == 'u' && s.data[s.len - 3] != 'e') && !(s.len > 4 && s.data[s.len - 2] == 'i');
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
    return fig_ends_in_s(r, token) && !fig_is_function_word(r, token);
}

static bool
ends_in(struct wf_slice s, const char *end)
{
    size_t n = strlen(end);

    return s.len >= n + 2 && memcmp(s.data + s.len - n, end, n) == 0;
}

/* A participle right after the number goes with the noun (`two wounded men`), a later one is a verb. */
static bool
is_later_verb(const struct fig_run *r, uint32_t token, uint32_t first)
{
    struct wf_slice s = wf_token_text(r->doc, token);

    if (token == first || r->t[token].pos != WF_POS_X || (r->t[token].flags & WF_TOKEN_CAPITAL))
        return false;
    if (r->t[token - 1].flags & WF_TOKEN_HYPHEN) /* four oil-exporting states */
        return false;
    return (ends_in(s, "ed") || ends_in(s, "ing")) && !ends_in(wf_token_text(r->doc, token - 1), "ly") && s.len > 4;
}

/* Whether a word may stand between a number and the noun it counts. */
static bool
may_stand_between(const struct fig_run *r, uint32_t token)
{
    const struct wf_token *t = &r->t[token];

    if ((t->flags & WF_TOKEN_WORD) == 0 || fig_is_function_word(r, token))
        return false;
    if ((t->flags & WF_TOKEN_CAPITAL) == 0 && memchr(wf_token_text(r->doc, token).data, '\'', t->end - t->start) != NULL)
        return false; /* can't */
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
        { "cargoes", "cargo" }, { "torpedoes", "torpedo" }, { "volcanoes", "volcano" }, { "ties", "tie" }, { "pts", "point" }, { "calories", "calorie" } };
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

/* First token at or after `token` of a number that is no ordinal, or `stop`. */
static uint32_t
next_number(const struct fig_run *r, uint32_t token, uint32_t stop)
{
    const struct wf_document *doc = r->doc;
    uint32_t low;

    WF_BISECT(low, doc->numbers.count, doc->numbers.items[middle].at.first < token);
    while (low < doc->numbers.count && doc->numbers.items[low].ordinal && doc->numbers.items[low].at.first < stop)
        low++;
    return low < doc->numbers.count && doc->numbers.items[low].at.first < stop ? doc->numbers.items[low].at.first : stop;
}

uint32_t
fig_counted_noun(struct fig_run *r, uint32_t end, bool one, struct wf_slice *unit)
{
    static const char *const loose[] = { "more", "other", "little", "such", "clear", "big", "small", "major", "new" };
    uint32_t stop, at = end, last = end;
    bool joined = false;

    *unit = WF_SLICE_NONE;
    if (end >= r->doc->tokens.count || end == 0 || (r->t[end].flags & WF_TOKEN_BLOCK_START))
        return end;
    stop = fig_sentence_end(r, end - 1);
    if (stop > end + 6)
        stop = end + 6;
    stop = next_number(r, end, stop);
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
        if (one && is_later_verb(r, at, end))
            break;
        if (is_plural_noun(r, at) && !one) {
            last = at + 1;
            /* `five defence ministers`, but `the two countries officials` has a possessive between */
            if (at + 1 < stop && (r->t[at + 1].flags & WF_TOKEN_HYPHEN))
                continue;
            if (at + 1 < stop && (r->t[at].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_SENTENCE_START)) == WF_TOKEN_CAPITAL &&
                (r->t[at + 1].flags & WF_TOKEN_CAPITAL) == 0 && may_stand_between(r, at + 1) && is_plural_noun(r, at + 1) &&
                wf_match_at(r->doc, at, r->st->nationality) == NULL)
                continue; /* 31 Abrams tanks */
            break;
        }
        if (one && r->t[at].pos == WF_POS_NOUN)
            last = at + 1;
    }
    if (last == end && one && at > end && (r->t[at - 1].flags & WF_TOKEN_WORD) && r->t[at - 1].pos == WF_POS_X)
        last = at;
    while (one && last > end && r->t[last - 1].pos == WF_POS_X &&
        (ends_in(wf_token_text(r->doc, last - 1), "ly") || fig_is_any_word(r, last - 1, loose, sizeof loose / sizeof loose[0])))
        last--;
    if (one && last == end + 1 && r->t[end].pos == WF_POS_X && (r->t[end].flags & WF_TOKEN_CAPITAL) == 0 &&
        ends_in(wf_token_text(r->doc, end), "ed"))
        last = end; /* one landed in the sea */
    if (last > end)
        *unit = singular(r, last - 1);
    return last;
}
