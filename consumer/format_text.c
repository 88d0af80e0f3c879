/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text: lines into blocks. Handles hard-wrapped lines, one line a paragraph, lists, the Markdown that
 * survives conversions (headings, quotations, tables), and pages cut by form feeds.
 */
#include <string.h>

#include "consumer/draft.h"
#include "consumer/features.h"
#include "consumer/format.h"
#include "consumer/lines.h"
#include "document/bytes.h"
#include "document/utf8.h"

#define WIDE 160   /* longer lines were not broken by hand */
#define NARROW 64  /* a stack of lines no longer than this may be a title page or an address */

struct line {
    uint32_t start, end; /* trimmed */
    uint32_t indent;
};

struct reader {
    struct wf_draft draft;
    const char *data;
    struct wf_lines all;
    WF_VECTOR(struct line) lines; /* of the paragraph that is growing */
};

static uint32_t
width(const struct line *line)
{
    return line->end - line->start;
}

static struct wf_slice
text_of(const char *data, const struct line *line)
{
    return (struct wf_slice){ data + line->start, width(line) };
}

static bool
is_upper(const char *data, const struct line *line)
{
    uint32_t at = line->start, cp;
    size_t used;

    while (at < line->end && (data[at] == '"' || data[at] == '(' || data[at] == '[' || data[at] == '\'' ||
                                 data[at] == '*' || data[at] == '_'))
        at++;
    if (at >= line->end)
        return false;
    if ((unsigned char)data[at] < 0x80)
        return (data[at] >= 'A' && data[at] <= 'Z') || (data[at] >= '0' && data[at] <= '9') || data[at] == '$' ||
            data[at] == '\\';
    used = wf_utf8_decode(data + at, line->end - at, &cp);
    if (cp == 0x201c || cp == 0x2018 || cp == 0xab)
        used = wf_utf8_decode(data + at + used, line->end - at - used, &cp);
    (void)used;
    return cp < 0x80 ? (cp >= 'A' && cp <= 'Z') : wf_char_class(cp) != WF_CHAR_LOWER;
}

/* Ends like a sentence; closing marks are passed over. */
static bool
is_ended(const char *data, const struct line *line)
{
    uint32_t end = line->end;

    while (end > line->start) {
        if (data[end - 1] == '"' || data[end - 1] == ')' || data[end - 1] == '\'' || data[end - 1] == ']' ||
            data[end - 1] == '*' || data[end - 1] == '_')
            end--;
        else if (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\x9d", 3) == 0)
            end -= 3;
        else if (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\x99", 3) == 0)
            end -= 3;
        else
            break;
    }
    if (end == line->start)
        return false;
    return strchr(".!?:;", data[end - 1]) != NULL ||
        (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\xa6", 3) == 0);
}

/* Length of a bullet and the white space after it, 0 where there is none. */
static uint32_t
bullet(const char *data, const struct line *line)
{
    static const char *const marks[] = { "-", "*", "+", "\xe2\x80\xa2", "\xe2\x80\xa3", "\xe2\x80\x93",
        "\xe2\x80\x94", "\xc2\xb7", "\xe2\x96\xaa", "\xe2\x96\xa0", "\xe2\x96\xb6", "\xe2\x97\x8f", "\xe2\x97\xa6",
        "\xe2\x97\x8b", "\xe2\x9e\xa2", "\xe2\x9c\x93", "\xef\x82\xb7", "\xef\x82\xa7" };
    uint32_t at, len;

    if (wf_features_page_number(data + line->start, width(line)) != 0) /* `- 7 -` */
        return 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        len = (uint32_t)strlen(marks[i]);
        if (width(line) <= len + 1 || memcmp(data + line->start, marks[i], len) != 0)
            continue;
        at = line->start + len;
        if (data[at] != ' ' && data[at] != '\t' && len < 2)
            return 0;
        while (at < line->end && (data[at] == ' ' || data[at] == '\t'))
            at++;
        return at < line->end ? at - line->start : 0;
    }
    return 0;
}

/*
 * Length of an item's number and the white space after it ("3.", "2)", "(b)", "2.1", "iv."), 0 where
 * there is none; *depth is the number of its parts and *value the last part (0 for letters).
 */
static uint32_t
number(const char *data, const struct line *line, unsigned *depth, unsigned *value)
{
    uint32_t at = line->start, end = line->end, digits = 0;
    bool open = at < end && data[at] == '(', dotted = false;

    *depth = 1;
    *value = 0;
    if (open)
        at++;
    if (at < end && data[at] >= '0' && data[at] <= '9') {
        for (; at < end && ((data[at] >= '0' && data[at] <= '9') || data[at] == '.'); at++) {
            dotted = data[at] == '.';
            if (dotted && at + 1 < end && data[at + 1] >= '0' && data[at + 1] <= '9') {
                (*depth)++;
                *value = 0;
            }
            digits += !dotted;
            if (!dotted && *value < 10000)
                *value = *value * 10 + (unsigned)(data[at] - '0');
        }
        if (digits > 5 || *value > 199)
            return 0;
    } else if (open && at + 1 < end && data[at] >= 'a' && data[at] <= 'z') {
        while (at < end && at - line->start < 5 && data[at] >= 'a' && data[at] <= 'z')
            at++;
    } else {
        return 0;
    }
    if (at < end && data[at] == ')')
        at++;
    else if (open || (!dotted && *depth < 2))
        return 0;
    if (at >= end || (data[at] != ' ' && data[at] != '\t'))
        return 0;
    while (at < end && (data[at] == ' ' || data[at] == '\t'))
        at++;
    if (at >= end || (data[at] >= 'a' && data[at] <= 'z' && !open && *depth > 1) ||
        (data[at] >= '0' && data[at] <= '9'))
        return 0;
    return at - line->start;
}

/* "# Words", as Markdown writes headings: its level, 0 where it is none. */
static unsigned
hashes(const char *data, const struct line *line, uint32_t *skip)
{
    unsigned n = 0;

    while (n < width(line) && data[line->start + n] == '#')
        n++;
    if (n == 0 || n > 6 || n + 1 >= width(line) || data[line->start + n] != ' ')
        return 0;
    *skip = n + 1;
    while (data[line->start + *skip] == ' ' && *skip + 1 < width(line))
        (*skip)++;
    return data[line->start + *skip] == '#' ? 0 : n;
}

/* Only marks of the set, at least three of them: a rule between parts. */
static bool
is_rule(const char *data, const struct line *line, const char *marks)
{
    unsigned n = 0;

    for (uint32_t i = line->start; i < line->end; i++) {
        if (data[i] == ' ')
            continue;
        if (data[i] == '\0' || strchr(marks, data[i]) == NULL)
            return false;
        n++;
    }
    return n >= 3;
}

uint32_t
wf_draft_marker(const char *data, uint32_t start, uint32_t end, unsigned *depth, bool *numbered)
{
    struct line line = { start, end, 0 };
    unsigned value;
    uint32_t skip = bullet(data, &line);

    *depth = 1;
    *numbered = false;
    if (skip == 0) {
        skip = number(data, &line, depth, &value);
        *numbered = skip != 0;
    }
    return skip;
}

static void
add_block(struct reader *r, uint32_t start, uint32_t end, enum wf_block_kind kind, unsigned level, bool fixed,
    bool numbered)
{
    if (start >= end)
        return;
    wf_draft_open(&r->draft, kind, level, fixed);
    if (r->draft.open)
        r->draft.blocks.items[r->draft.blocks.count - 1].numbered = numbered;
    wf_draft_plain(&r->draft, start, end);
    wf_draft_close(&r->draft);
    r->draft.stack_pending = true;
}

/* A row of a pipe table: cells, or nothing for the row of dashes below the head. */
static void
add_row(struct reader *r, const struct line *line)
{
    uint32_t from = line->start, at;
    bool first = true;

    if (is_rule(r->data, line, "|-:+="))
        return;
    wf_draft_open(&r->draft, WF_BLOCK_TABLE_ROW, 0, true);
    for (at = line->start; at <= line->end; at++) {
        if (at < line->end && r->data[at] != '|' && r->data[at] != '\t')
            continue;
        while (from < at && r->data[from] == ' ')
            from++;
        if (from < at) {
            if (!first)
                wf_draft_replace(&r->draft, from, from, WF_SLICE(" | "));
            wf_draft_plain(&r->draft, from, at);
            first = false;
        }
        from = at + 1;
    }
    wf_draft_close(&r->draft);
}

static bool
is_row(const char *data, const struct line *line)
{
    const char *text = data + line->start;

    return width(line) > 2 && text[0] == '|' && memchr(text + 1, '|', width(line) - 1) != NULL;
}

/* Lines [first, end) as one block, with what its first line says about it. */
static void
add_lines(struct reader *r, uint32_t first, uint32_t end)
{
    const struct line *line = &r->lines.items[first];
    uint32_t stop = r->lines.items[end - 1].end, skip;
    unsigned level, value;

    level = hashes(r->data, line, &skip);
    if (level != 0) {
        while (stop > line->start + skip && (r->data[stop - 1] == '#' || r->data[stop - 1] == ' '))
            stop--;
        add_block(r, line->start + skip, stop, WF_BLOCK_HEADING, level, true, false);
        return;
    }
    if (width(line) > 2 && r->data[line->start] == '>' && r->data[line->start + 1] == ' ') {
        wf_draft_open(&r->draft, WF_BLOCK_QUOTE, 1, true);
        for (uint32_t i = first; i < end; i++) {
            uint32_t from = r->lines.items[i].start;

            while (from < r->lines.items[i].end && (r->data[from] == '>' || r->data[from] == ' '))
                from++;
            if (i > first)
                wf_draft_line(&r->draft);
            wf_draft_plain(&r->draft, from, r->lines.items[i].end);
        }
        wf_draft_close(&r->draft);
        return;
    }
    skip = bullet(r->data, line);
    if (skip != 0) {
        add_block(r, line->start + skip, stop, WF_BLOCK_LIST_ITEM, 1 + (line->indent > 7 ? 3 : line->indent / 2),
            false, false);
        return;
    }
    skip = number(r->data, line, &level, &value);
    if (skip != 0) {
        add_block(r, line->start + skip, stop, WF_BLOCK_LIST_ITEM, level, false, true);
        return;
    }
    add_block(r, line->start, stop, WF_BLOCK_PARAGRAPH, 0, false, false);
}

/* A line of a contents list: words, then a tab, spaces or leader dots, then a page number. */
static bool
is_entry(const char *data, const struct line *line)
{
    uint32_t end = line->end, gap;

    while (end > line->start && line->end - end < 5 && data[end - 1] >= '0' && data[end - 1] <= '9')
        end--;
    if (end == line->end)
        return false;
    for (gap = end; gap > line->start && (data[gap - 1] == ' ' || data[gap - 1] == '.' || data[gap - 1] == '\t');)
        gap--;
    if (gap == line->start || gap == end)
        return false;
    return data[gap] == '\t' || data[end - 1] == '\t' || end - gap >= 3;
}

/* A stack of short lines that do not run on: a title page, an address, a list without marks. */
static bool
is_stack(const struct reader *r, uint32_t max)
{
    unsigned running = 0, ended = 0, count = r->lines.count;

    if (count < 2 || max > NARROW)
        return false;
    for (unsigned i = 1; i < count; i++)
        running += !is_upper(r->data, &r->lines.items[i]);
    for (unsigned i = 0; i + 1 < count; i++)
        ended += is_ended(r->data, &r->lines.items[i]) || r->data[r->lines.items[i].end - 1] == '-' ||
            r->data[r->lines.items[i].end - 1] == ',';
    return running * 4 < count && ended * 4 < count;
}

/* Does a new block begin with line i (> first)? */
static bool
breaks(const struct reader *r, uint32_t first, uint32_t i, uint32_t max)
{
    const struct line *before = &r->lines.items[i - 1], *line = &r->lines.items[i];
    uint32_t word = line->start, skip;
    unsigned depth, value;
    bool ended = is_ended(r->data, before);

    if (is_entry(r->data, line) || is_entry(r->data, before))
        return true;
    if (wf_lines_is_between(&r->all, text_of(r->data, line), max) || wf_lines_is_between(&r->all, text_of(r->data, before), max))
        return true;
    if (hashes(r->data, line, &skip) != 0 || hashes(r->data, before, &skip) != 0)
        return true;
    if ((r->data[line->start] == '>') != (r->data[before->start] == '>') && width(line) > 2 &&
        r->data[line->start + 1] == ' ')
        return true;
    if (bullet(r->data, line) != 0)
        return ended || r->data[line->start] != '-' || bullet(r->data, &r->lines.items[first]) != 0 || i == first + 1;
    if (number(r->data, line, &depth, &value) != 0 &&
        (ended || number(r->data, &r->lines.items[first], &depth, &value) != 0))
        return true;
    if (!is_upper(r->data, line))
        return false;
    if (max > WIDE)
        return true;
    if (r->data[before->end - 1] == '-' || r->data[before->end - 1] == ',')
        return false;
    if (ended && line->indent >= before->indent + 2)
        return true;
    while (word < line->end && r->data[word] != ' ')
        word++;
    /* the line was ended early, although the next word would have fitted */
    if ((width(before) + 1 + word - line->start) * 10 >= max * 8)
        return false;
    return ended || (i == first + 1 && width(before) < NARROW && width(before) * 10 < max * 6 &&
        is_upper(r->data, before));
}

static void
flush(struct reader *r)
{
    unsigned count = r->lines.count, first = 0;
    const struct line *line;
    uint32_t max = 0;
    bool stack;

    for (unsigned i = 0; i < count; i++)
        max = width(&r->lines.items[i]) > max ? width(&r->lines.items[i]) : max;
    stack = is_stack(r, max);
    r->draft.stack_pending = false;
    for (unsigned i = 0; i < count; i++) {
        line = &r->lines.items[i];
        if (is_row(r->data, line)) {
            if (i > first)
                add_lines(r, first, i);
            add_row(r, line);
            first = i + 1;
        } else if (is_rule(r->data, line, "=-_*~\xe2\x80\x94")) {
            if (i == first + 1 && (r->data[line->start] == '=' || r->data[line->start] == '-') &&
                r->data[line->start + 1] != ' ')
                add_block(r, r->lines.items[first].start, r->lines.items[first].end, WF_BLOCK_HEADING,
                    r->data[line->start] == '=' ? 1 : 2, true, false);
            else if (i > first)
                add_lines(r, first, i);
            first = i + 1;
        } else if (i > first && (stack || breaks(r, first, i, max))) {
            add_lines(r, first, i);
            first = i;
        }
    }
    if (first < count)
        add_lines(r, first, count);
    r->lines.count = 0;
}

static void
add_line(struct reader *r, uint32_t start, uint32_t end)
{
    struct line line = { start, end, 0 }, *slot;

    while (line.start < line.end && (r->data[line.start] == ' ' || r->data[line.start] == '\t')) {
        line.indent += r->data[line.start] == '\t' ? 4 : 1;
        line.start++;
    }
    while (line.end > line.start && (r->data[line.end - 1] == ' ' || r->data[line.end - 1] == '\t' ||
                                        r->data[line.end - 1] == '\r'))
        line.end--;
    /* a line of nothing but a no-break space or a mark of byte order is empty as well */
    while (line.end - line.start >= 2 && memcmp(r->data + line.start, "\xc2\xa0", 2) == 0)
        line.start += 2;
    if (line.end - line.start >= 3 && memcmp(r->data + line.start, "\xef\xbb\xbf", 3) == 0)
        line.start += 3;
    if (line.start == line.end) {
        flush(r);
        return;
    }
    slot = wf_vector_push(r->draft.doc->arena, &r->lines);
    if (slot != NULL)
        *slot = line;
}

enum wf_status
wf_format_text(struct wf_document *doc, struct wf_slice text, const struct wf_decode_limits *limits, struct wf_error *err)
{
    struct reader r = { .data = text.data };
    uint32_t start = 0, len = (uint32_t)text.len;

    if (text.len > (size_t)1 << 31)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "a text of %zu bytes; at most 2147483648", text.len);
    wf_draft_begin(&r.draft, doc, text, limits->known);
    wf_lines_count(&r.all, doc->arena, text);
    for (uint32_t at = 0; at < len; at++) {
        if (text.data[at] > '\r' || text.data[at] < '\n') {
            while (len - at > 8 && wf_bytes_printable(wf_bytes_load(text.data + at + 1, 8)))
                at += 8;
            continue;
        }
        if (text.data[at] == '\r' && at + 1 < len && text.data[at + 1] == '\n')
            continue;
        add_line(&r, start, at);
        if (text.data[at] == '\f') {
            flush(&r);
            r.draft.page_pending = true;
        }
        start = at + 1;
    }
    add_line(&r, start, len);
    flush(&r);
    return wf_draft_finish(&r.draft, err);
}
