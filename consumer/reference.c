/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/reference.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "document/utf8.h"

static const struct {
    const char *name;
    uint32_t code_point;
} names[] = {
    { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xa0 },
    { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201c },
    { "rdquo", 0x201d }, { "sbquo", 0x201a }, { "bdquo", 0x201e }, { "laquo", 0xab }, { "raquo", 0xbb },
    { "hellip", 0x2026 }, { "bull", 0x2022 }, { "middot", 0xb7 }, { "shy", 0xad }, { "zwnj", 0x200c },
    { "zwj", 0x200d }, { "ensp", 0x2002 }, { "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "euro", 0x20ac },
    { "pound", 0xa3 }, { "yen", 0xa5 }, { "cent", 0xa2 }, { "sect", 0xa7 }, { "para", 0xb6 }, { "deg", 0xb0 },
    { "plusmn", 0xb1 }, { "times", 0xd7 }, { "frac12", 0xbd }, { "frac14", 0xbc }, { "frac34", 0xbe },
    { "sup2", 0xb2 }, { "sup3", 0xb3 }, { "copy", 0xa9 }, { "reg", 0xae }, { "trade", 0x2122 },
    { "aacute", 0xe1 }, { "agrave", 0xe0 }, { "acirc", 0xe2 }, { "auml", 0xe4 }, { "aring", 0xe5 },
    { "atilde", 0xe3 }, { "aelig", 0xe6 }, { "ccedil", 0xe7 }, { "eacute", 0xe9 }, { "egrave", 0xe8 },
    { "ecirc", 0xea }, { "euml", 0xeb }, { "iacute", 0xed }, { "icirc", 0xee }, { "iuml", 0xef },
    { "ntilde", 0xf1 }, { "oacute", 0xf3 }, { "ocirc", 0xf4 }, { "ouml", 0xf6 }, { "oslash", 0xf8 },
    { "otilde", 0xf5 }, { "szlig", 0xdf }, { "uacute", 0xfa }, { "ucirc", 0xfb }, { "uuml", 0xfc },
    { "Aacute", 0xc1 }, { "Auml", 0xc4 }, { "Aring", 0xc5 }, { "Ccedil", 0xc7 }, { "Eacute", 0xc9 },
    { "Ouml", 0xd6 }, { "Oslash", 0xd8 }, { "Uuml", 0xdc },
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

static size_t
numeric(const char *data, size_t len, uint32_t *code_point)
{
    size_t i = 2, digits = 0;
    bool hex = len > 2 && (data[2] == 'x' || data[2] == 'X');
    uint32_t value = 0;

    if (hex)
        i++;
    for (; i < len && digits < 7 && digit_of(data[i], hex) >= 0; i++, digits++)
        value = value * (hex ? 16 : 10) + (uint32_t)digit_of(data[i], hex);
    if (digits == 0 || i >= len || data[i] != ';' || value == 0 || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000))
        return 0;
    *code_point = value;
    return i + 1;
}

size_t
wf_reference_read(const char *data, size_t len, char out[8], size_t *written)
{
    uint32_t cp = 0;
    size_t used;

    if (len < 4)
        return 0;
    if (data[1] == '#') {
        used = numeric(data, len, &cp);
        if (used != 0)
            *written = wf_utf8_encode(cp, out);
        return used;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        used = strlen(names[i].name);
        if (used + 2 <= len && data[used + 1] == ';' && memcmp(data + 1, names[i].name, used) == 0) {
            *written = wf_utf8_encode(names[i].code_point, out);
            return used + 2;
        }
    }
    return 0;
}
