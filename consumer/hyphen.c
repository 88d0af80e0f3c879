/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/hyphen.h"

#include <string.h>

#include "document/utf8.h"

#define WORD_MAX 40     /* longer words are not compared */
#define TABLE_MAX 65536 /* slots */

/* First halves that keep their hyphen, and last halves that are given one. */
static const char *const heads[] = { "all", "anti", "cease", "cross", "decision", "eight", "eighty", "euro",
    "ever", "ex", "far", "fifty", "first", "five", "forty", "four", "full", "half", "hard", "high", "ill",
    "large", "left", "long", "low", "mid", "multi", "near", "newly", "nine", "ninety", "non", "north", "old",
    "one", "policy", "post", "pre", "pro", "quasi", "right", "second", "self", "semi", "seven", "seventy",
    "short", "six", "sixty", "small", "so", "soon", "south", "state", "ten", "third", "thirty", "three", "top",
    "twenty", "two", "well", "world", "year" };
static const char *const tails[] = { "affiliated", "aged", "aligned", "backed", "based", "billion", "born",
    "bound", "brokered", "built", "called", "class", "controlled", "dollar", "driven", "elect", "fire", "five",
    "free", "friendly", "funded", "general", "held", "in", "known", "led", "level", "like", "linked", "long",
    "made", "majority", "making", "million", "mediated", "minded", "minute", "month", "off", "old", "owned",
    "owner", "out", "paid", "party", "per", "point", "range", "related", "rich", "run", "scale", "sector",
    "seven", "sized", "speaking", "sponsored", "standing", "state", "style", "term", "three", "time", "ton",
    "tonne", "two", "up", "wide", "year" };
static const char *const conjunctions[] = { "and", "or", "to" };

/* First halves that many words begin with, so that they say nothing where the last half is no word. */
static const char *const prefixes[] = { "all", "anti", "euro", "ex", "mid", "multi", "non", "one", "post", "pre", "pro", "semi",
    "so", "ten", "top" };

void
wf_hyphens_begin(struct wf_hyphens *hyphens, wf_arena *arena, struct wf_slice source, const wf_vocabulary *known)
{
    memset(hyphens, 0, sizeof *hyphens);
    hyphens->known = known;
    hyphens->arena = arena;
    hyphens->source = source;
}

static bool
listed(const char *const *list, size_t count, const char *word, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
            return true;
    }
    return false;
}
#define LISTED(list, word, len) listed(list, sizeof list / sizeof list[0], word, len)

static uint32_t
hash_of(const char *word, size_t len)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash == 0 ? 1 : hash;
}

static unsigned char
lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

static bool
is_word(char c)
{
    return is_letter(c) || (unsigned char)c >= 0x80;
}

static bool
has(const struct wf_hyphens *hyphens, const char *word, size_t len)
{
    uint32_t hash = hash_of(word, len);

    if (hyphens->words == NULL)
        return false;
    for (uint32_t slot = hash & hyphens->mask; hyphens->words[slot] != 0; slot = (slot + 1) & hyphens->mask) {
        if (hyphens->words[slot] == hash)
            return true;
    }
    return false;
}

static void
collect(struct wf_hyphens *hyphens)
{
    const char *data = hyphens->source.data;
    size_t len = hyphens->source.len, size = 64, used = 0;
    char word[WORD_MAX];

    hyphens->ready = true;
    while (size < TABLE_MAX && size < len / 4)
        size *= 2;
    hyphens->words = wf_arena_zalloc(hyphens->arena, size * sizeof *hyphens->words);
    if (hyphens->words == NULL)
        return;
    hyphens->mask = (uint32_t)size - 1;
    for (size_t at = 0; at < len && used < size / 4 * 3;) {
        size_t n = 0, start = at;

        if (!is_letter(data[at])) {
            at++;
            continue;
        }
        /* a word with inner hyphens; halves at a line end are no words */
        while (at < len && (is_word(data[at]) || (data[at] == '-' && at + 1 < len && is_letter(data[at + 1])))) {
            if (n < WORD_MAX)
                word[n] = (char)lower(data[at]);
            n++;
            at++;
        }
        if (n > WORD_MAX || (at < len && data[at] == '-'))
            continue;
        while (start > 0 && (data[start - 1] == ' ' || data[start - 1] == '\n' || data[start - 1] == '\r') &&
            at - start < WORD_MAX * 2)
            start--;
        if (start > 0 && data[start - 1] == '-' && start + n < at)
            continue;
        if (!has(hyphens, word, n)) {
            uint32_t hash = hash_of(word, n), slot = hash & hyphens->mask;

            while (hyphens->words[slot] != 0)
                slot = (slot + 1) & hyphens->mask;
            hyphens->words[slot] = hash;
            used++;
        }
    }
}

/* Bytes of the hyphen that `left` ends with, 0 where it ends otherwise. */
static uint32_t
hyphen_length(const char *data, struct wf_span left)
{
    uint32_t len = left.end - left.start;
    const char *end = data + left.end;

    if (len >= 1 && end[-1] == '-')
        return len >= 2 && end[-2] == '-' ? 0 : 1; /* `--` is a dash */
    if (len >= 2 && memcmp(end - 2, "\xc2\xad", 2) == 0)
        return 2;
    if (len >= 3 && memcmp(end - 3, "\xe2\x80\x90", 3) == 0)
        return 3;
    return 0;
}

static bool
is_known(struct wf_hyphens *hyphens, const char *word, size_t len)
{
    return has(hyphens, word, len) ||
        (hyphens->known != NULL && wf_vocabulary_find(hyphens->known, word, len) != WF_WORD_NONE);
}

/* Are the first `a` and the last `b` bytes of word[a + 1 + b] together a word that is known? */
static bool
is_joined(struct wf_hyphens *hyphens, const char *word, size_t a, size_t b)
{
    char joined[2 * WORD_MAX];

    memcpy(joined, word, a);
    memcpy(joined + a, word + a + 1, b);
    return is_known(hyphens, joined, a + b);
}

/* Did the writer put the hyphen between the first `a` and the last `b` bytes of word[a + 1 + b]? */
static bool
is_writers(struct wf_hyphens *hyphens, const char *word, size_t a, size_t b)
{
    const char *tail = word + a + 1;

    if (hyphens->known != NULL && LISTED(prefixes, word, a))
        return LISTED(tails, tail, b) || (b > 2 && is_known(hyphens, tail, b));
    if (LISTED(heads, word, a) || LISTED(tails, tail, b))
        return true;
    if (hyphens->known == NULL) /* no word that the document does not hold */
        return a >= 4 && b >= 4 && has(hyphens, word, a) && has(hyphens, tail, b);
    return a > 2 && b > 2 && is_known(hyphens, word, a) && is_known(hyphens, tail, b);
}

uint32_t
wf_hyphens_cut(struct wf_hyphens *hyphens, struct wf_slice source, struct wf_span left, struct wf_span right)
{
    const char *data = source.data;
    uint32_t hyphen = hyphen_length(data, left), from, to;
    char word[2 * WORD_MAX + 1];
    size_t a, b;

    if (hyphen == 0 || right.start >= right.end)
        return 0;
    for (from = left.end - hyphen; from > left.start && is_word(data[from - 1]); from--)
        ;
    for (to = right.start; to < right.end && is_word(data[to]); to++)
        ;
    a = left.end - hyphen - from;
    b = to - right.start;
    if (a == 0)
        return from > left.start && data[from - 1] >= '0' && data[from - 1] <= '9' ? WF_HYPHEN_KEEP : 0;
    if (b == 0)
        return data[right.start] >= '0' && data[right.start] <= '9' ? WF_HYPHEN_KEEP : 0;
    if (hyphen == 2)
        return 2; /* a soft hyphen is always the printer's */
    if (a > WORD_MAX || b > WORD_MAX || (data[right.start] >= 'A' && data[right.start] <= 'Z'))
        return WF_HYPHEN_KEEP;
    for (size_t i = 0; i < a; i++)
        word[i] = (char)lower(data[from + i]);
    word[a] = '-';
    for (size_t i = 0; i < b; i++)
        word[a + 1 + i] = (char)lower(data[right.start + i]);
    if (LISTED(conjunctions, word + a + 1, b))
        return 0;
    if (!hyphens->ready)
        collect(hyphens);
    if (has(hyphens, word, a + 1 + b))
        return WF_HYPHEN_KEEP;
    if (is_joined(hyphens, word, a, b))
        return hyphen;
    if (from > left.start && data[from - 1] == '-')
        return WF_HYPHEN_KEEP; /* `state-of-` `the-art` */
    if (to < right.end && data[to] == '-')
        return WF_HYPHEN_KEEP;
    return is_writers(hyphens, word, a, b) ? WF_HYPHEN_KEEP : hyphen;
}
