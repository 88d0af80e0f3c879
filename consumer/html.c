/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/html.h"

#include <string.h>

#include "document/utf8.h"

#define REFERENCE_MAX 40 /* bytes of the longest reference, some more */

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_alnum(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* Elements without content, and those whose end tag may be left out. */
static bool
is_flat(const char *name, size_t len)
{
    static const char *const flat[] = { "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head",
        "hr", "html", "img", "input", "keygen", "li", "link", "meta", "optgroup", "option", "p", "param", "plaintext",
        "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr" };

    for (size_t i = 0; i < sizeof flat / sizeof flat[0]; i++) {
        size_t k = 0;

        if (strlen(flat[i]) != len)
            continue;
        while (k < len && (name[k] | 0x20) == flat[i][k])
            k++;
        if (k == len)
            return true;
    }
    return false;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
named(const char *name, size_t len, const char *with)
{
    size_t k = 0;

    while (k < len && with[k] != '\0' && (name[k] | 0x20) == with[k])
        k++;
    return k == len && with[k] == '\0';
}

/* Pass over the attributes of a tag, to the byte after its '>'; counts them. */
static const char *
pass_attributes(const char *p, const char *end, unsigned *attributes)
{
    while (p < end) {
        while (p < end && (is_space(*p) || *p == '/'))
            p++;
        if (p == end || *p == '>')
            break;
        (*attributes)++;
        p++; /* a name may begin with anything, '=' included */
        while (p < end && !is_space(*p) && *p != '/' && *p != '>' && *p != '=')
            p++;
        while (p < end && is_space(*p))
            p++;
        if (p == end || *p != '=')
            continue;
        for (p++; p < end && is_space(*p); p++)
            ;
        if (p < end && (*p == '"' || *p == '\'')) {
            const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

            p = close == NULL ? end : close + 1;
        } else {
            while (p < end && !is_space(*p) && *p != '>')
                p++;
        }
    }
    return p < end ? p + 1 : end;
}

/* Elements whose content has no tags: the byte where their end tag begins, `p` for others. */
static const char *
pass_raw(const char *p, const char *end, const char *name, size_t len)
{
    static const char *const raw[] = { "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes" };
    size_t k = 0;

    while (k < sizeof raw / sizeof raw[0] && !named(name, len, raw[k]))
        k++;
    if (k == sizeof raw / sizeof raw[0])
        return named(name, len, "plaintext") ? end : p;
    for (; p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++) {
        if ((size_t)(end - p) > len + 2 && p[1] == '/' && named(p + 2, len, raw[k]) && !is_alnum(p[len + 2]))
            return p;
    }
    return end;
}

/* The byte after a comment or declaration at "<!" or "<?". */
static const char *
pass_declaration(const char *p, const char *end)
{
    const char *close;

    if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
        for (p += 4; p < end && (p = memchr(p, '>', (size_t)(end - p))) != NULL; p++) {
            if (p[-1] == '-' && p[-2] == '-')
                return p + 1;
        }
        return end;
    }
    close = memchr(p, '>', (size_t)(end - p));
    return close == NULL ? end : close + 1;
}

struct wf_html_cost
wf_html_cost_of(struct wf_slice text, unsigned max_depth)
{
    const char *p = text.data, *end = p + text.len;
    struct wf_html_cost cost = { text.len, 0, 0 };
    unsigned depth = 0, roots = 0;

    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        bool ending = p + 1 < end && p[1] == '/';
        const char *name = p + (ending ? 2 : 1), *stop = name;
        unsigned attributes = 0;
        size_t len;

        if (name < end && !ending && (*name == '!' || *name == '?')) {
            p = pass_declaration(p, end);
            continue;
        }
        if (name >= end || !is_letter(*name)) {
            p++;
            continue;
        }
        while (stop < end && !is_space(*stop) && *stop != '/' && *stop != '>')
            stop++;
        len = (size_t)(stop - name);
        p = pass_attributes(stop, end, &attributes);
        if (named(name, len, "html") || named(name, len, "body"))
            attributes = roots += attributes;
        cost.attributes = attributes > cost.attributes ? attributes : cost.attributes;
        if (is_flat(name, len))
            continue;
        if (ending) {
            depth -= depth > 0;
            continue;
        }
        cost.depth = ++depth > cost.depth ? depth : cost.depth;
        if (depth > max_depth && cost.over == text.len)
            cost.over = (size_t)(name - 1 - text.data);
        p = pass_raw(p, end, name, len);
    }
    return cost;
}

/* Bytes of the reference at source[at], 0 where none can be; *exact tells that its end is certain. */
static uint32_t
reference_length(const char *data, uint32_t at, uint32_t end, bool *exact)
{
    uint32_t i = at + 1;

    *exact = true;
    if (i < end && data[i] == '#') {
        i++;
        if (i < end && (data[i] == 'x' || data[i] == 'X'))
            i++;
        while (i < end && is_alnum(data[i]))
            i++;
        return i < end && data[i] == ';' ? i + 1 - at : i - at;
    }
    while (i < end && i - at < REFERENCE_MAX && is_alnum(data[i]))
        i++;
    if (i == at + 1)
        return 0;
    if (i < end && data[i] == ';')
        return i + 1 - at;
    *exact = false;
    return i - at;
}

/* Does decoded text from d on continue like the source from s on? */
static bool
continues(struct wf_slice decoded, size_t d, const char *data, uint32_t s, uint32_t end)
{
    for (unsigned n = 0; n < 4; n++, d++, s++) {
        if (s >= end)
            return d >= decoded.len;
        if (data[s] == '<' || data[s] == '&' || data[s] == '\r')
            return true;
        if (d >= decoded.len)
            return false;
        if (decoded.data[d] != data[s])
            return false;
    }
    return true;
}

struct wf_slice
wf_html_copy(wf_arena *arena, const char *data, size_t len)
{
    char *out = wf_arena_alloc(arena, len * 3 + 1);
    size_t used = 0;

    if (out == NULL)
        return WF_SLICE_NONE;
    for (size_t at = 0; at < len; at++) {
        size_t valid = wf_utf8_valid(data + at, len - at);

        memcpy(out + used, data + at, valid);
        used += valid;
        at += valid;
        if (at < len)
            used += wf_utf8_encode(0xfffd, out + used);
    }
    return (struct wf_slice){ out, used };
}

/* A byte of a character after its first. */
static bool
is_inside(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

struct aligner {
    struct wf_draft *draft;
    const char *data;
    struct wf_slice decoded;
    uint32_t s, end; /* source */
    size_t d;        /* decoded */
};

/* At '&': the decoded characters that the reference stands for are written in its place. */
static bool
align_reference(struct aligner *a)
{
    bool exact;
    uint32_t len = reference_length(a->data, a->s, a->end, &exact), least = exact ? len : 2, cp;
    size_t one, two;

    if (len == 0)
        return false;
    /* unknown names stand for themselves */
    if (a->decoded.data[a->d] == '&' && a->decoded.len - a->d >= len &&
        memcmp(a->decoded.data + a->d, a->data + a->s, len) == 0)
        return false;
    one = wf_utf8_decode(a->decoded.data + a->d, a->decoded.len - a->d, &cp);
    two = one;
    if (a->d + one < a->decoded.len)
        two += wf_utf8_decode(a->decoded.data + a->d + one, a->decoded.len - a->d - one, &cp);
    for (; len >= least; len--) {
        size_t used = continues(a->decoded, a->d + one, a->data, a->s + len, a->end) ? one
            : continues(a->decoded, a->d + two, a->data, a->s + len, a->end)         ? two
                                                                                     : 0;

        if (used == 0 && len > least)
            continue;
        if (used == 0)
            used = one;
        wf_draft_replace(a->draft, a->s, a->s + len,
            wf_html_copy(a->draft->doc->arena, a->decoded.data + a->d, used));
        a->s += len;
        a->d += used;
        return true;
    }
    return false;
}

/* What the parser ignored: a tag or comment without effect. */
static uint32_t
ignored_end(const char *data, uint32_t at, uint32_t end)
{
    const char *close;

    if (at + 3 < end && memcmp(data + at, "<!--", 4) == 0) {
        for (uint32_t i = at + 4; i + 2 < end; i++) {
            if (memcmp(data + i, "-->", 3) == 0)
                return i + 3;
        }
        return end;
    }
    close = memchr(data + at, '>', end - at);
    return close == NULL ? end : (uint32_t)(close - data) + 1;
}

/* Source bytes as they stand, but for the end of a comment that nothing began. */
static void
copy_stretch(struct wf_draft *draft, uint32_t start, uint32_t end)
{
    const char *data = draft->source.data, *p = data + start;

    while ((p = memchr(p, '>', (size_t)(data + end - p))) != NULL) {
        p++;
        if (p - data < start + 3 || p[-2] != '-' || p[-3] != '-')
            continue;
        wf_draft_copy(draft, start, (uint32_t)(p - data) - 3);
        start = (uint32_t)(p - data);
    }
    wf_draft_copy(draft, start, end);
}

void
wf_html_text(struct wf_draft *draft, struct wf_slice decoded, uint32_t start, uint32_t end)
{
    struct aligner a = { draft, draft->source.data, decoded, start, end, 0 };
    uint32_t from;

    while (a.d < decoded.len && a.s < end) {
        /* a stretch that is the same on both sides */
        for (from = a.s; a.s < end && a.d < decoded.len && a.data[a.s] == decoded.data[a.d] && a.data[a.s] != '&'; a.s++)
            a.d++;
        for (; a.s > from && a.s < end && a.d < decoded.len && is_inside(a.data[a.s]); a.s--) /* halves of two characters */
            a.d--;
        copy_stretch(draft, from, a.s);
        if (a.s >= end || a.d >= decoded.len)
            break;
        if (a.data[a.s] == '&') {
            if (align_reference(&a))
                continue;
            if (decoded.data[a.d] == '&') {
                wf_draft_copy(draft, a.s, a.s + 1);
                a.d++;
            }
            a.s++;
        } else if (a.data[a.s] == '\r' && decoded.data[a.d] == '\n') {
            a.s += a.s + 1 < end && a.data[a.s + 1] == '\n' ? 2 : 1;
            a.d++;
            wf_draft_line(draft);
        } else if (a.data[a.s] == '<') {
            a.s = ignored_end(a.data, a.s, end);
        } else {
            if (decoded.len - a.d >= 3 && memcmp(decoded.data + a.d, "\xef\xbf\xbd", 3) == 0)
                a.d += 3; /* U+FFFD for a character that HTML does not allow */
            do
                a.s++;
            while (a.s < end && is_inside(a.data[a.s]));
        }
    }
    if (a.d < decoded.len && a.d == 0) /* nothing fitted: the words as a whole for the bytes as a whole */
        wf_draft_replace(draft, start, end, wf_html_copy(draft->doc->arena, decoded.data, decoded.len));
}
