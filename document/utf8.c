/* SPDX-License-Identifier: Apache-2.0 */
#include "document/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "document/bytes.h"

size_t
wf_utf8_valid(const char *data, size_t len)
{
    const unsigned char *p = (const unsigned char *)data;
    size_t i = 0;

    while (i < len) {
        unsigned char c = p[i];
        size_t need;
        unsigned char low = 0x80, high = 0xbf; /* of the second byte: keeps out overlong forms and surrogates */

        if (c < 0x80) {
            uint64_t word;

            while (len - i >= 8) {
                memcpy(&word, p + i, 8);
                if (word & UINT64_C(0x8080808080808080))
                    break;
                i += 8;
            }
            while (i < len && p[i] < 0x80)
                i++;
            continue;
        }
        if (c >= 0xc2 && c <= 0xdf)
            need = 1;
        else if (c >= 0xe0 && c <= 0xef) {
            need = 2;
            low = c == 0xe0 ? 0xa0 : low;
            high = c == 0xed ? 0x9f : high;
        } else if (c >= 0xf0 && c <= 0xf4) {
            need = 3;
            low = c == 0xf0 ? 0x90 : low;
            high = c == 0xf4 ? 0x8f : high;
        } else
            return i;
        if (len - i <= need || p[i + 1] < low || p[i + 1] > high)
            return i;
        for (size_t k = 2; k <= need; k++)
            if ((p[i + k] & 0xc0) != 0x80)
                return i;
        i += need + 1;
    }
    return i;
}

size_t
wf_utf8_decode(const char *data, size_t len, uint32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)data;
    size_t need;
    uint32_t c = p[0];

    if (c < 0x80) {
        *code_point = c;
        return 1;
    }
    need = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    if (c < 0xc2 || c > 0xf4 || len <= need) {
        *code_point = 0xfffd;
        return 1;
    }
    c &= 0x3fu >> need;
    for (size_t k = 1; k <= need; k++) {
        if ((p[k] & 0xc0) != 0x80) {
            *code_point = 0xfffd;
            return 1;
        }
        c = c << 6 | (p[k] & 0x3fu);
    }
    *code_point = c;
    return need + 1;
}

size_t
wf_utf8_encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

size_t
wf_utf8_count(const char *data, size_t len)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)data[i] & 0xc0) != 0x80;
    return count;
}

/* Two letters a class, so that the table below can be read. */
enum {
    SP = WF_CHAR_SPACE, UP = WF_CHAR_UPPER, LO = WF_CHAR_LOWER, DI = WF_CHAR_DIGIT, PU = WF_CHAR_PUNCT,
    SY = WF_CHAR_SYMBOL, CO = WF_CHAR_CONTROL
};

/* clang-format off */
const uint8_t wf_ascii_class[128] = {
    CO, CO, CO, CO, CO, CO, CO, CO, CO, SP, SP, SP, SP, SP, CO, CO,
    CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO, CO,
    SP, PU, PU, PU, SY, PU, PU, PU, PU, PU, PU, SY, PU, PU, PU, PU,
    DI, DI, DI, DI, DI, DI, DI, DI, DI, DI, PU, PU, SY, SY, SY, PU,
    PU, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP,
    UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, PU, PU, PU, SY, PU,
    SY, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO,
    LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, PU, SY, PU, SY, CO,
};
/* clang-format on */

enum wf_char_class
wf_char_class(uint32_t code)
{
    if (code < 0x80)
        return (enum wf_char_class)wf_ascii_class[code];
    if (code == 0x85 || code == 0x2028 || code == 0x2029)
        return WF_CHAR_SPACE;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return WF_CHAR_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return WF_CHAR_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return WF_CHAR_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return WF_CHAR_MARK;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
        return WF_CHAR_PUNCT;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return WF_CHAR_SYMBOL;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return WF_CHAR_SPACE;
    case UTF8PROC_CATEGORY_CF:
        return WF_CHAR_FORMAT;
    case UTF8PROC_CATEGORY_CC:
        return WF_CHAR_CONTROL;
    default:
        return WF_CHAR_OTHER;
    }
}

/* Append one code point of a decomposition, without marks; false when out is full. */
static bool
fold_one(utf8proc_int32_t c, char *out, size_t size, size_t *used)
{
    char bytes[4];
    size_t n;

    switch (c) {
    case 0x2018: case 0x2019: case 0x02bc: case 0x02bb: case 0x02be: case 0x02bf:
        c = '\'';
        break;
    case 0x2010: case 0x2011:
        c = '-';
        break;
    case 0x0131: /* dotless i, stroked l, d, o and h have no decomposition */
        c = 'i';
        break;
    case 0x0142:
        c = 'l';
        break;
    case 0x0111:
        c = 'd';
        break;
    case 0x00f8:
        c = 'o';
        break;
    case 0x0127:
        c = 'h';
        break;
    default:
        if (c >= 0x300 && c < 0x370)
            return true;
        if (c >= 0x80 && wf_char_class((uint32_t)c) == WF_CHAR_MARK)
            return true;
        break;
    }
    n = wf_utf8_encode((uint32_t)c, bytes);
    if (n > size - *used)
        return false;
    memcpy(out + *used, bytes, n);
    *used += n;
    return true;
}

size_t
wf_utf8_fold(const char *data, size_t len, char *out, size_t size)
{
    size_t used = 0, i = 0;

    while (i < len && used < size) {
        unsigned char c = (unsigned char)data[i];
        utf8proc_int32_t parts[32];
        utf8proc_ssize_t count;
        uint32_t code;
        int boundary = 0;

        if (c < 0x80) {
            uint64_t eight = len - i >= 8 && size - used >= 8 ? wf_bytes_load(data + i, 8) : WF_BYTES_HIGH;

            if ((eight & WF_BYTES_HIGH) == 0) {
                eight = wf_bytes_lower(eight);
                memcpy(out + used, &eight, 8);
                used += 8;
                i += 8;
                continue;
            }
            out[used++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            i++;
            continue;
        }
        i += wf_utf8_decode(data + i, len - i, &code);
        count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 32,
            UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT, &boundary);
        for (utf8proc_ssize_t k = 0; k < count && k < 32; k++)
            if (!fold_one(parts[k], out, size, &used))
                return used;
    }
    return used;
}
