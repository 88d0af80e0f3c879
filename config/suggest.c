/* SPDX-License-Identifier: Apache-2.0 */
#include "config/suggest.h"

#include <stddef.h>
#include <string.h>

#define LONGEST 48 /* longer names are not compared */

static char
plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == '-' || c == ' ' ? '_' : c;
}

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Edit distance with transpositions; case, and `-` for `_`, do not count. */
static unsigned
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    unsigned rows[3][LONGEST + 1];

    for (unsigned j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a_len; i++) {
        unsigned *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

        now[0] = i;
        for (unsigned j = 1; j <= b_len; j++) {
            char x = plain(a[i - 1]), y = plain(b[j - 1]);

            now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == plain(b[j - 2]) && plain(a[i - 2]) == y)
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return rows[a_len % 3][b_len];
}

const char *
wf_suggest(const char *word, const char *const *names)
{
    const char *best = NULL;
    size_t len = strlen(word);
    unsigned best_distance = (unsigned)(len < 3 ? 1 : len < 6 ? 2 : len / 3 + 1) + 1;

    if (len > LONGEST)
        return NULL;
    for (size_t i = 0; names[i] != NULL; i++) {
        size_t name_len = strlen(names[i]);
        unsigned d;

        if (name_len > LONGEST)
            continue;
        d = distance(word, len, names[i], name_len);
        if (d < best_distance && d < name_len) {
            best_distance = d;
            best = names[i];
        }
    }
    return best;
}
