/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/charset.h"

#include <string.h>

#include "document/utf8.h"

uint32_t
wf_charset_1252(unsigned char byte)
{
    static const uint16_t high[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030,
        0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

    return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

static bool
same(const char *a, size_t len, const char *b)
{
    if (strlen(b) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((a[i] >= 'A' && a[i] <= 'Z' ? a[i] + 32 : a[i]) != b[i])
            return false;
    }
    return true;
}

enum wf_charset
wf_charset_of_type(struct wf_slice type)
{
    static const struct {
        const char *name;
        enum wf_charset charset;
    } names[] = { { "utf-8", WF_CHARSET_UTF8 }, { "utf8", WF_CHARSET_UTF8 }, { "us-ascii", WF_CHARSET_UTF8 },
        { "ascii", WF_CHARSET_UTF8 }, { "utf-16", WF_CHARSET_UTF16 }, { "utf-16le", WF_CHARSET_UTF16LE },
        { "utf-16be", WF_CHARSET_UTF16BE }, { "windows-1252", WF_CHARSET_1252 }, { "cp1252", WF_CHARSET_1252 },
        { "iso-8859-1", WF_CHARSET_1252 }, { "latin1", WF_CHARSET_1252 } };

    for (size_t i = 0; i + 8 < type.len; i++) {
        size_t start = i + 8, end;

        if (!same(type.data + i, 8, "charset="))
            continue;
        if (start < type.len && type.data[start] == '"')
            start++;
        for (end = start; end < type.len && strchr("\"; ", type.data[end]) == NULL; end++)
            ;
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
            if (same(type.data + start, end - start, names[k].name))
                return names[k].charset;
        }
        return WF_CHARSET_OTHER;
    }
    return WF_CHARSET_UNKNOWN;
}

static enum wf_status
full(struct wf_error *err)
{
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "the record does not fit into the memory of one document");
}

static enum wf_status
from_utf16(struct wf_document *doc, struct wf_slice *text, bool little, struct wf_error *err)
{
    const unsigned char *p = (const unsigned char *)text->data;
    char *out = wf_arena_alloc(doc->arena, text->len / 2 * 3 + 4);
    size_t n = 0, i = 0;

    if (out == NULL)
        return full(err);
    if (text->len % 2 != 0)
        return wf_error_set(err, WF_EUTF8, NULL, 0, "UTF-16 with an odd number of bytes (%zu)", text->len);
    if (text->len >= 2 && (p[0] ^ p[1]) == (0xfe ^ 0xff))
        i = 2;
    for (; i + 1 < text->len; i += 2) {
        uint32_t unit = little ? (uint32_t)(p[i] | p[i + 1] << 8) : (uint32_t)(p[i] << 8 | p[i + 1]), low;

        if (unit >= 0xd800 && unit < 0xe000) {
            low = 0;
            if (i + 3 < text->len)
                low = little ? (uint32_t)(p[i + 2] | p[i + 3] << 8) : (uint32_t)(p[i + 2] << 8 | p[i + 3]);
            if (unit >= 0xdc00 || low < 0xdc00 || low >= 0xe000)
                return wf_error_set(err, WF_EUTF8, NULL, 0, "not valid UTF-16 at byte %zu", i);
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        n += wf_utf8_encode(unit, out + n);
    }
    *text = (struct wf_slice){ out, n };
    wf_document_warn(doc, "encoding", (struct wf_span){ 0, 0 }, "converted from UTF-16");
    return WF_OK;
}

static enum wf_status
from_1252(struct wf_document *doc, struct wf_slice *text, struct wf_error *err)
{
    char *out = wf_arena_alloc(doc->arena, text->len * 3 + 1);
    size_t n = 0;

    if (out == NULL)
        return full(err);
    for (size_t i = 0; i < text->len; i++)
        n += wf_utf8_encode(wf_charset_1252((unsigned char)text->data[i]), out + n);
    *text = (struct wf_slice){ out, n };
    wf_document_warn(doc, "encoding", (struct wf_span){ 0, 0 }, "converted from Windows-1252");
    return WF_OK;
}

static bool
is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Do the high bytes look like letters and marks of Windows-1252 in ordinary text? Broken UTF-8 has its high
 * bytes in rows, or alone between spaces.
 */
static bool
looks_1252(struct wf_slice text)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t high = 0, letters = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char before = i > 0 ? p[i - 1] : ' ', after = i + 1 < text.len ? p[i + 1] : ' ';

        letters += is_letter(p[i]);
        if (p[i] == 0)
            return false;
        if (p[i] < 0x80)
            continue;
        high++;
        if (wf_charset_1252(p[i]) == 0xfffd)
            return false;
        if (before >= 0xc0 && after >= 0x80)
            return false;
        if (p[i] >= 0xc0 && p[i] != 0xd7 && p[i] != 0xf7) {
            if (!is_letter(before) && !is_letter(after))
                return false;
            if (after >= 0x80 && (after < 0x85 || after > 0x97))
                return false;
        } else if (!(is_letter(before) || is_letter(after) || (before >= '0' && before <= '9') ||
                       (after >= '0' && after <= '9') || before == '.' || before == ',' || before == ' ')) {
            return false;
        }
    }
    return letters >= 16 && high * 4 < letters;
}

/* Every other byte is zero, as in UTF-16 of Latin text without a mark. */
static enum wf_charset
looks_utf16(struct wf_slice text)
{
    size_t len = text.len < 512 ? text.len & ~(size_t)1 : 512, even = 0, odd = 0;

    for (size_t i = 0; i < len; i += 2) {
        even += text.data[i] == 0;
        odd += text.data[i + 1] == 0;
    }
    if (len < 8 || (even + odd) * 5 < len)
        return WF_CHARSET_UNKNOWN;
    return odd > even * 8 ? WF_CHARSET_UTF16LE : even > odd * 8 ? WF_CHARSET_UTF16BE : WF_CHARSET_UNKNOWN;
}

enum wf_status
wf_charset_to_utf8(struct wf_document *doc, enum wf_charset declared, struct wf_slice *text, struct wf_error *err)
{
    const unsigned char *p = (const unsigned char *)text->data;
    enum wf_charset found;
    size_t valid;

    if (text->len >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
        return from_utf16(doc, text, p[0] == 0xff, err);
    if (declared == WF_CHARSET_UTF16LE || declared == WF_CHARSET_UTF16BE || declared == WF_CHARSET_UTF16)
        return from_utf16(doc, text, declared == WF_CHARSET_UTF16LE, err);
    found = declared == WF_CHARSET_UNKNOWN ? looks_utf16(*text) : WF_CHARSET_UNKNOWN;
    if (found != WF_CHARSET_UNKNOWN)
        return from_utf16(doc, text, found == WF_CHARSET_UTF16LE, err);
    valid = wf_utf8_valid(text->data, text->len);
    if (valid == text->len)
        return WF_OK;
    if (declared == WF_CHARSET_1252)
        return from_1252(doc, text, err);
    if (declared == WF_CHARSET_OTHER)
        return wf_error_set(err, WF_ESUPPORT, NULL, 0,
            "the declared character encoding is not supported; expected UTF-8, UTF-16 or Windows-1252");
    if (declared == WF_CHARSET_UNKNOWN && p[0] != '{' && p[0] != '[' && looks_1252(*text))
        return from_1252(doc, text, err);
    return wf_error_set(err, WF_EUTF8, NULL, 0, "not valid UTF-8 at byte %zu", valid);
}
