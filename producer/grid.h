/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of text on a terminal: counts what a terminal counts, fits a width, lets no control character through. */
#ifndef WF_GRID_H
#define WF_GRID_H

#include <stdbool.h>

#include "document/buffer.h"

#define WF_GRID_COLUMNS 6

struct wf_grid {
    unsigned columns;
    const char *headings[WF_GRID_COLUMNS];
    bool right[WF_GRID_COLUMNS]; /* numbers stand right */
    bool firm[WF_GRID_COLUMNS];  /* made narrower only when the others are as narrow as they get */
    struct wf_buffer text;       /* of all cells */
    struct {
        size_t start, len;
        unsigned width;
    } *cells;
    size_t count, capacity;
};

/* Columns that `text` takes on a terminal. */
unsigned wf_grid_width(struct wf_slice text);

/* Empty it for `columns` new headings (borrowed). */
void wf_grid_begin(struct wf_grid *grid, unsigned columns, const char *const *headings);

/* The next cell, row by row. */
void wf_grid_cell(struct wf_grid *grid, struct wf_slice text);

/* Append the rows to `out`, `indent` spaces before each, at most `width` columns (0: no limit), headings dim with `colour`. */
void wf_grid_print(const struct wf_grid *grid, struct wf_buffer *out, unsigned indent, unsigned width, bool colour);

void wf_grid_free(struct wf_grid *grid);

#endif
