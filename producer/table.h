/* SPDX-License-Identifier: Apache-2.0 */
/* A document's facts as a table for a terminal, grouped by layer. */
#ifndef WF_TABLE_H
#define WF_TABLE_H

#include "document/document.h"

struct wf_table_style {
    unsigned width; /* columns; 0: no limit */
    bool colour;
};

/*
 * What fits the output: the terminal's width and colours where `descriptor` is one, else 120 columns without. `width`
 * (a number) and `colour` (always, never, auto) override; either may be NULL. $COLUMNS and $NO_COLOR are heeded.
 */
void wf_table_style_detect(struct wf_table_style *style, int descriptor, const char *width, const char *colour);

/* Append the table of *doc. */
void wf_table_document(struct wf_buffer *out, const struct wf_document *doc, const struct wf_table_style *style);

#endif
