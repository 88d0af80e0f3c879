/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/grid.h"

#include <stdlib.h>

#include <utf8proc.h>

#define GAP 2
#define NARROWEST 8 /* a column is not made narrower to fit */

static unsigned
char_width(utf8proc_int32_t c)
{
    int width = utf8proc_charwidth(c);

    return width < 0 ? 0 : (unsigned)width;
}

unsigned
wf_grid_width(struct wf_slice text)
{
    unsigned width = 0;

    while (text.len > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &c);

        if (used <= 0) {
            used = 1;
            c = 0xfffd;
        }
        width += char_width(c);
        text.data += used;
        text.len -= (size_t)used;
    }
    return width;
}

void
wf_grid_begin(struct wf_grid *grid, unsigned columns, const char *const *headings)
{
    grid->columns = columns;
    grid->count = 0;
    wf_buffer_clear(&grid->text);
    for (unsigned i = 0; i < columns; i++) {
        grid->headings[i] = headings[i];
        grid->right[i] = grid->firm[i] = false;
    }
}

/* Controls (a terminal would obey them) become spaces, zero-width and bidirectional characters go. */
static void
put_clean(struct wf_buffer *out, struct wf_slice text)
{
    while (text.len > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &c);
        utf8proc_category_t category = used <= 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(c);

        if (used <= 0) {
            used = 1;
            wf_buffer_putc(out, '?');
        } else if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP) {
            wf_buffer_putc(out, ' ');
        } else if (category != UTF8PROC_CATEGORY_CF) {
            wf_buffer_append(out, text.data, (size_t)used);
        }
        text.data += used;
        text.len -= (size_t)used;
    }
}

void
wf_grid_cell(struct wf_grid *grid, struct wf_slice text)
{
    size_t start = grid->text.len;

    if (grid->count == grid->capacity) {
        size_t capacity = grid->capacity == 0 ? 256 : grid->capacity * 2;
        void *cells = realloc(grid->cells, capacity * sizeof *grid->cells);

        if (cells == NULL) {
            grid->text.failed = true;
            return;
        }
        grid->cells = cells;
        grid->capacity = capacity;
    }
    if (text.data != NULL)
        put_clean(&grid->text, text);
    grid->cells[grid->count].start = start;
    grid->cells[grid->count].len = grid->text.len - start;
    grid->cells[grid->count].width =
        wf_grid_width((struct wf_slice){ start == grid->text.len ? "" : grid->text.data + start, grid->text.len - start });
    grid->count++;
}

static void
put_spaces(struct wf_buffer *out, unsigned count)
{
    while (count-- > 0)
        wf_buffer_putc(out, ' ');
}

/* `text` in `width` columns, with an ellipsis where it is longer. */
static void
put_cell(struct wf_buffer *out, struct wf_slice text, unsigned text_width, unsigned width, bool right, bool last)
{
    unsigned used = 0;

    if (text_width <= width) {
        if (right)
            put_spaces(out, width - text_width);
        wf_buffer_append(out, text.data, text.len);
        if (!right && !last)
            put_spaces(out, width - text_width);
        return;
    }
    while (text.len > 0) {
        utf8proc_int32_t c;
        utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &c);

        if (bytes <= 0 || used + char_width(c) + 1 > width)
            break;
        wf_buffer_append(out, text.data, (size_t)bytes);
        used += char_width(c);
        text.data += bytes;
        text.len -= (size_t)bytes;
    }
    wf_buffer_puts(out, "\xe2\x80\xa6");
    if (!last)
        put_spaces(out, width - used - 1);
}

/* The widest column that may become narrower: a firm one only when there is no other; columns for none. */
static unsigned
widest_of(const struct wf_grid *grid, const unsigned widths[WF_GRID_COLUMNS])
{
    unsigned found = grid->columns;

    for (int firm = 0; firm < 2 && found == grid->columns; firm++) {
        for (unsigned i = 0; i < grid->columns; i++) {
            if (grid->firm[i] == (firm == 1) && widths[i] > NARROWEST &&
                (found == grid->columns || widths[i] > widths[found]))
                found = i;
        }
    }
    return found;
}

/* Natural widths, then the widest is made narrower until all fit. */
static void
fit(const struct wf_grid *grid, unsigned indent, unsigned width, unsigned widths[WF_GRID_COLUMNS])
{
    unsigned total = indent, widest;

    for (unsigned i = 0; i < grid->columns; i++)
        widths[i] = wf_grid_width(wf_slice_of(grid->headings[i]));
    for (size_t i = 0; i < grid->count; i++) {
        if (grid->cells[i].width > widths[i % grid->columns])
            widths[i % grid->columns] = grid->cells[i].width;
    }
    for (unsigned i = 0; i < grid->columns; i++)
        total += widths[i] + (i > 0 ? GAP : 0);
    while (width > 0 && total > width && (widest = widest_of(grid, widths)) < grid->columns) {
        unsigned next = NARROWEST; /* down to the next narrower one at a time, to share the loss evenly */

        for (unsigned i = 0; i < grid->columns; i++) {
            if (widths[i] > next && widths[i] < widths[widest] && grid->firm[i] == grid->firm[widest])
                next = widths[i];
        }
        if (widths[widest] - next > total - width)
            next = widths[widest] - (total - width);
        total -= widths[widest] - next;
        widths[widest] = next;
    }
}

void
wf_grid_print(const struct wf_grid *grid, struct wf_buffer *out, unsigned indent, unsigned width, bool colour)
{
    unsigned widths[WF_GRID_COLUMNS];

    fit(grid, indent, width, widths);
    put_spaces(out, indent);
    if (colour)
        wf_buffer_puts(out, "\033[2m");
    for (unsigned i = 0; i < grid->columns; i++) {
        struct wf_slice text = wf_slice_of(grid->headings[i]);

        if (i > 0)
            put_spaces(out, GAP);
        put_cell(out, text, wf_grid_width(text), widths[i], grid->right[i], i + 1 == grid->columns);
    }
    wf_buffer_puts(out, colour ? "\033[0m\n" : "\n");
    for (size_t i = 0; i + grid->columns <= grid->count; i += grid->columns) {
        put_spaces(out, indent);
        for (unsigned c = 0; c < grid->columns; c++) {
            struct wf_slice text = { grid->text.data == NULL ? "" : grid->text.data + grid->cells[i + c].start,
                grid->cells[i + c].len };

            if (c > 0)
                put_spaces(out, GAP);
            put_cell(out, text, grid->cells[i + c].width, widths[c], grid->right[c], c + 1 == grid->columns);
        }
        while (out->len > 0 && out->data[out->len - 1] == ' ')
            out->len--;
        wf_buffer_putc(out, '\n');
    }
    if (grid->text.failed)
        out->failed = true;
}

void
wf_grid_free(struct wf_grid *grid)
{
    wf_buffer_free(&grid->text);
    free(grid->cells);
    grid->cells = NULL;
    grid->count = grid->capacity = 0;
}
