/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/inflect.h"

#include <stdbool.h>
#include <string.h>

static bool
vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* `word` without its last `drop` bytes, with `ending` after it. */
static size_t
put(const char *word, size_t len, size_t drop, const char *ending, char *out, size_t size)
{
    size_t stem = len - drop, more = strlen(ending);

    if (len < drop || stem + more > size)
        return 0;
    memcpy(out, word, stem);
    memcpy(out + stem, ending, more);
    return stem + more;
}

static bool
ends(const char *word, size_t len, const char *ending)
{
    size_t n = strlen(ending);

    return len >= n && memcmp(word + len - n, ending, n) == 0;
}

/* Consonant and y: `ratify`, `treaty`. */
static bool
ends_in_hard_y(const char *word, size_t len)
{
    return len >= 2 && word[len - 1] == 'y' && !vowel(word[len - 2]);
}

/* One vowel between consonants in a word of three or four letters: `plan`, `ban`. */
static bool
doubles(const char *word, size_t len)
{
    char last = len == 0 ? '\0' : word[len - 1];

    return (len == 3 || len == 4) && !vowel(last) && last != 'w' && last != 'x' && last != 'y' &&
        vowel(word[len - 2]) && !vowel(word[len - 3]);
}

size_t
wf_inflect_s(const char *word, size_t len, char *out, size_t size)
{
    if (ends_in_hard_y(word, len))
        return put(word, len, 1, "ies", out, size);
    if (ends(word, len, "s") || ends(word, len, "x") || ends(word, len, "z") || ends(word, len, "ch") ||
        ends(word, len, "sh"))
        return put(word, len, 0, "es", out, size);
    return put(word, len, 0, "s", out, size);
}

/* -ed and -ing after a doubled consonant. */
static size_t
put_doubled(const char *word, size_t len, const char *ending, char *out, size_t size)
{
    char doubled[8];

    memcpy(doubled, word, len);
    doubled[len] = word[len - 1];
    return put(doubled, len + 1, 0, ending, out, size);
}

size_t
wf_inflect_ed(const char *word, size_t len, char *out, size_t size)
{
    if (ends_in_hard_y(word, len))
        return put(word, len, 1, "ied", out, size);
    if (ends(word, len, "e"))
        return put(word, len, 0, "d", out, size);
    if (doubles(word, len))
        return put_doubled(word, len, "ed", out, size);
    return put(word, len, 0, "ed", out, size);
}

size_t
wf_inflect_ing(const char *word, size_t len, char *out, size_t size)
{
    if (ends(word, len, "ie"))
        return put(word, len, 2, "ying", out, size);
    if (ends(word, len, "e") && !ends(word, len, "ee") && !ends(word, len, "oe") && !ends(word, len, "ye"))
        return put(word, len, 1, "ing", out, size);
    if (doubles(word, len))
        return put_doubled(word, len, "ing", out, size);
    return put(word, len, 0, "ing", out, size);
}
