/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/reference.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "consumer/charset.h"
#include "document/utf8.h"

#define NAME_MAX_LENGTH 31 /* CounterClockwiseContourIntegral */
#define DIGITS_MAX 32      /* a longer number is no reference that anybody wrote */

static const struct {
    const char *name;
    uint32_t first, second;
} names[] = {
#include "consumer/reference_names.inc"
};

static int
digit_of(char c, bool hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (hex && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (hex && c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool
is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* As HTML has it: a number that is no character stands for U+FFFD, 128 to 159 for bytes of Windows-1252. */
static size_t
numeric(const char *data, size_t len, uint32_t *code_point)
{
    size_t i = 2, digits = 0;
    bool hex = len > 2 && (data[2] == 'x' || data[2] == 'X');
    uint32_t value = 0;

    if (hex)
        i++;
    for (; i < len && digits < DIGITS_MAX && digit_of(data[i], hex) >= 0; i++, digits++) {
        if (value <= 0x10ffff) /* larger it stays too large */
            value = value * (hex ? 16 : 10) + (uint32_t)digit_of(data[i], hex);
    }
    if (digits == 0 || i >= len || data[i] != ';')
        return 0;
    if (value == 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        value = 0xfffd;
    *code_point = value >= 0x80 && value < 0xa0 && wf_charset_1252((unsigned char)value) != 0xfffd
        ? wf_charset_1252((unsigned char)value)
        : value;
    return i + 1;
}

/* The name in the table, of `len` bytes; the table's size where it is not there. */
static size_t
find_name(const char *name, size_t len)
{
    size_t low = 0, high = sizeof names / sizeof names[0];

    while (low < high) {
        size_t middle = low + (high - low) / 2, other = strlen(names[middle].name);
        int order = memcmp(names[middle].name, name, other < len ? other : len);

        if (order == 0 && other == len)
            return middle;
        if (order < 0 || (order == 0 && other < len))
            low = middle + 1;
        else
            high = middle;
    }
    return sizeof names / sizeof names[0];
}

size_t
wf_reference_read(const char *data, size_t len, char out[8], size_t *written)
{
    uint32_t cp = 0;
    size_t used, found;

    if (len < 4)
        return 0;
    if (data[1] == '#') {
        used = numeric(data, len, &cp);
        if (used != 0)
            *written = wf_utf8_encode(cp, out);
        return used;
    }
    for (used = 1; used < len && used <= NAME_MAX_LENGTH && data[used] != ';'; used++) {
        if (!is_alnum(data[used]))
            return 0;
    }
    if (used >= len || data[used] != ';' || (found = find_name(data + 1, used - 1)) == sizeof names / sizeof names[0])
        return 0;
    *written = wf_utf8_encode(names[found].first, out);
    if (names[found].second != 0)
        *written += wf_utf8_encode(names[found].second, out + *written);
    return used + 1;
}
