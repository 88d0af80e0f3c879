/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain text: lines into blocks. Handles hard-wrapped lines, one line a paragraph, lists, the Markdown that
 * survives conversions (headings, quotations, tables), and pages cut by form feeds.
 */
#include <string.h>

#include "consumer/draft.h"
#include "consumer/format.h"
#include "consumer/line.h"
#include "consumer/lines.h"
#include "document/bytes.h"

#define WIDE 160   /* longer lines were not broken by hand */
#define COLUMN_LINES 3  /* with two columns each */
#define COLUMN_MIN 20   /* bytes of a column's line, on average */
#define COLUMN_SLACK 3  /* by which the place of the right column may differ */
#define NARROW 64  /* a stack of lines no longer than this may be a title page or an address */

typedef WF_VECTOR(struct wf_line) line_vector;

struct reader {
    struct wf_draft draft;
    const char *data;
    struct wf_lines all;
    line_vector lines;       /* of the paragraph that is growing */
    line_vector left, right; /* of columns side by side; an empty line ends a paragraph */
    uint32_t column_at;      /* where the right one begins, in bytes of a line */
    bool column;             /* the lines are a column's: other text stands between them */
};

/* Source bytes [start, end), which are lines [first, last) but for what the first begins with, as one block. */
static void
add_block(struct reader *r, uint32_t first, uint32_t last, uint32_t start, uint32_t end, enum wf_block_kind kind,
    unsigned level, bool numbered)
{
    if (start >= end)
        return;
    wf_draft_open(&r->draft, kind, level, kind == WF_BLOCK_HEADING);
    if (r->draft.open)
        r->draft.blocks.items[r->draft.blocks.count - 1].numbered = numbered;
    if (!r->column) {
        wf_draft_plain(&r->draft, start, end);
    } else {
        for (uint32_t i = first; i < last; i++) {
            if (i > first)
                wf_draft_line(&r->draft);
            wf_draft_plain(&r->draft, i > first ? r->lines.items[i].start : start,
                i + 1 < last ? r->lines.items[i].end : end);
        }
    }
    wf_draft_close(&r->draft);
    r->draft.stack_pending = true;
}

/* A row of a pipe table: cells, or nothing for the row of dashes below the head. */
static void
add_row(struct reader *r, const struct wf_line *line)
{
    uint32_t from = line->start, at;
    bool first = true;

    if (wf_line_is_rule(r->data, line, "|-:+="))
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

/* Lines [first, end) as one block, with what its first line says about it. */
static void
add_lines(struct reader *r, uint32_t first, uint32_t end)
{
    const struct wf_line *line = &r->lines.items[first];
    uint32_t stop = r->lines.items[end - 1].end, skip;
    unsigned level, value;

    level = wf_line_hashes(r->data, line, &skip);
    if (level != 0) {
        while (stop > line->start + skip && (r->data[stop - 1] == '#' || r->data[stop - 1] == ' '))
            stop--;
        add_block(r, first, end, line->start + skip, stop, WF_BLOCK_HEADING, level, false);
        return;
    }
    if (wf_line_width(line) > 2 && r->data[line->start] == '>' && r->data[line->start + 1] == ' ') {
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
    skip = wf_line_bullet(r->data, line);
    if (skip != 0) {
        add_block(r, first, end, line->start + skip, stop, WF_BLOCK_LIST_ITEM,
            1 + (line->indent > 7 ? 3 : line->indent / 2), false);
        return;
    }
    skip = wf_line_number(r->data, line, &level, &value);
    if (skip != 0) {
        add_block(r, first, end, line->start + skip, stop, WF_BLOCK_LIST_ITEM, level, true);
        return;
    }
    add_block(r, first, end, line->start, stop, WF_BLOCK_PARAGRAPH, 0, false);
}

/* A stack of short lines that do not run on: a title page, an address, a list without marks. */
static bool
is_stack(const struct reader *r, uint32_t max)
{
    unsigned running = 0, ended = 0, count = r->lines.count;

    if (count < 2 || max > NARROW)
        return false;
    for (unsigned i = 1; i < count; i++)
        running += !wf_line_is_upper(r->data, &r->lines.items[i]);
    for (unsigned i = 0; i + 1 < count; i++)
        ended += wf_line_is_ended(r->data, &r->lines.items[i]) || r->data[r->lines.items[i].end - 1] == '-' ||
            r->data[r->lines.items[i].end - 1] == ',';
    return running * 4 < count && ended * 4 < count;
}

/* Does a new block begin with line i (> first)? */
static bool
breaks(const struct reader *r, uint32_t first, uint32_t i, uint32_t max)
{
    const struct wf_line *before = &r->lines.items[i - 1], *line = &r->lines.items[i];
    uint32_t word = line->start, skip;
    unsigned depth, value;
    bool ended = wf_line_is_ended(r->data, before);

    if (wf_line_is_entry(r->data, line) || wf_line_is_entry(r->data, before))
        return true;
    if (wf_lines_is_between(&r->all, wf_line_text_of(r->data, line), max) || wf_lines_is_between(&r->all, wf_line_text_of(r->data, before), max))
        return true;
    if (wf_line_hashes(r->data, line, &skip) != 0 || wf_line_hashes(r->data, before, &skip) != 0)
        return true;
    if ((r->data[line->start] == '>') != (r->data[before->start] == '>') && wf_line_width(line) > 2 &&
        r->data[line->start + 1] == ' ')
        return true;
    if (wf_line_bullet(r->data, line) != 0)
        return ended || r->data[line->start] != '-' || wf_line_bullet(r->data, &r->lines.items[first]) != 0 || i == first + 1;
    if (wf_line_number(r->data, line, &depth, &value) != 0 &&
        (ended || wf_line_number(r->data, &r->lines.items[first], &depth, &value) != 0))
        return true;
    if (!wf_line_is_upper(r->data, line))
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
    if ((wf_line_width(before) + 1 + word - line->start) * 10 >= max * 8)
        return false;
    return ended || (i == first + 1 && wf_line_width(before) < NARROW && wf_line_width(before) * 10 < max * 6 &&
        wf_line_is_upper(r->data, before));
}

static void
add_paragraph(struct reader *r)
{
    unsigned count = r->lines.count, first = 0;
    const struct wf_line *line;
    uint32_t max = 0;
    bool stack;

    for (unsigned i = 0; i < count; i++)
        max = wf_line_width(&r->lines.items[i]) > max ? wf_line_width(&r->lines.items[i]) : max;
    stack = is_stack(r, max);
    r->draft.stack_pending = false;
    for (unsigned i = 0; i < count; i++) {
        line = &r->lines.items[i];
        if (wf_line_is_row(r->data, line)) {
            if (i > first)
                add_lines(r, first, i);
            add_row(r, line);
            first = i + 1;
        } else if (wf_line_is_rule(r->data, line, "=-_*~\xe2\x80\x94")) {
            if (i == first + 1 && (r->data[line->start] == '=' || r->data[line->start] == '-') &&
                r->data[line->start + 1] != ' ')
                add_block(r, first, i, r->lines.items[first].start, r->lines.items[first].end, WF_BLOCK_HEADING,
                    r->data[line->start] == '=' ? 1 : 2, false);
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

/*
 * Do the lines of the paragraph hold two columns of text side by side, as they are copied from a page? Nearly all have a
 * gap that ends in the same place, and what stands on both sides is longer than a table's cells are. *column is that place.
 */
static bool
has_columns(const struct reader *r, uint32_t *column)
{
    uint32_t both = 0, same = 0, left = 0, right_bytes = 0, right;

    *column = 0;
    for (unsigned i = 0; i < r->lines.count; i++) {
        const struct wf_line *line = &r->lines.items[i];
        uint32_t gap = wf_line_gap(r->data, line, &right), at;

        if (gap == 0)
            continue;
        at = right - line->start + line->indent;
        if (*column == 0)
            *column = at;
        both++;
        same += at + COLUMN_SLACK >= *column && at <= *column + COLUMN_SLACK;
        left += gap - line->start;
        right_bytes += line->end - right;
    }
    if (r->left.count > 0) /* more of the columns above */
        return both > 0 && same == both && *column + COLUMN_SLACK >= r->column_at && *column <= r->column_at + COLUMN_SLACK;
    return both >= COLUMN_LINES && both * 4 >= r->lines.count * 3 && same * 10 >= both * 9 && left >= both * COLUMN_MIN &&
        right_bytes >= both * COLUMN_MIN;
}

static void
keep_line(struct reader *r, line_vector *column, uint32_t start, uint32_t end)
{
    struct wf_line *slot = wf_vector_push(r->draft.doc->arena, column);

    if (slot != NULL)
        *slot = (struct wf_line){ start, end, 0 };
}

/* Put the lines of the paragraph into the columns that they stand in. */
static void
keep_columns(struct reader *r, uint32_t column)
{
    for (unsigned i = 0; i < r->lines.count; i++) {
        const struct wf_line *line = &r->lines.items[i];
        uint32_t right, gap = wf_line_gap(r->data, line, &right);

        if (gap != 0) {
            keep_line(r, &r->left, line->start, gap);
            keep_line(r, &r->right, right, line->end);
        } else {
            keep_line(r, line->indent + COLUMN_SLACK >= column ? &r->right : &r->left, line->start, line->end);
        }
    }
    keep_line(r, &r->left, 0, 0);
    keep_line(r, &r->right, 0, 0);
    r->column_at = column;
    r->lines.count = 0;
}

static void
add_column(struct reader *r, line_vector *column)
{
    for (unsigned i = 0; i < column->count; i++) {
        struct wf_line *slot;

        if (column->items[i].start == column->items[i].end) {
            add_paragraph(r);
            continue;
        }
        slot = wf_vector_push(r->draft.doc->arena, &r->lines);
        if (slot != NULL)
            *slot = column->items[i];
    }
    column->count = 0;
}

/* A paragraph ends: columns wait until the page has no more of them, then the left one is read first. */
static void
flush(struct reader *r, bool page)
{
    line_vector lines;
    uint32_t column;

    if (r->lines.count >= (r->left.count > 0 ? 1 : COLUMN_LINES) && has_columns(r, &column))
        keep_columns(r, column);
    if (r->left.count > 0 && (page || r->lines.count > 0)) {
        lines = r->lines;
        memset(&r->lines, 0, sizeof r->lines);
        r->column = true;
        add_column(r, &r->left);
        add_column(r, &r->right);
        r->column = false;
        r->lines = lines;
    }
    if (r->lines.count > 0)
        add_paragraph(r);
}

static void
add_line(struct reader *r, uint32_t start, uint32_t end)
{
    struct wf_line line = { start, end, 0 }, *slot;

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
        flush(r, false);
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
            flush(&r, true);
            r.draft.page_pending = true;
        }
        start = at + 1;
    }
    add_line(&r, start, len);
    flush(&r, true);
    return wf_draft_finish(&r.draft, err);
}
