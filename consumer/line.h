/* SPDX-License-Identifier: Apache-2.0 */
/* A line of plain text and what it looks like: a list's item, a heading, a rule, a row of a table. */
#ifndef WF_LINE_H
#define WF_LINE_H

#include "document/buffer.h"

struct wf_line {
    uint32_t start, end; /* trimmed */
    uint32_t indent;
};

static inline uint32_t
wf_line_width(const struct wf_line *line)
{
    return line->end - line->start;
}

static inline struct wf_slice
wf_line_text_of(const char *data, const struct wf_line *line)
{
    return (struct wf_slice){ data + line->start, wf_line_width(line) };
}

bool wf_line_is_upper(const char *data, const struct wf_line *line);

/* Ends like a sentence; closing marks are passed over. */
bool wf_line_is_ended(const char *data, const struct wf_line *line);

/* Length of a bullet and the white space after it, 0 where there is none. */
uint32_t wf_line_bullet(const char *data, const struct wf_line *line);

/*
 * Length of an item's number and the white space after it ("3.", "2)", "(b)", "2.1", "iv."), 0 where
 * there is none; *depth is the number of its parts and *value the last part (0 for letters).
 */
uint32_t wf_line_number(const char *data, const struct wf_line *line, unsigned *depth, unsigned *value);

/* "# Words", as Markdown writes headings: its level, 0 where it is none. */
unsigned wf_line_hashes(const char *data, const struct wf_line *line, uint32_t *skip);

/* Only marks of the set, at least three of them: a rule between parts. */
bool wf_line_is_rule(const char *data, const struct wf_line *line, const char *marks);

bool wf_line_is_row(const char *data, const struct wf_line *line);

/* A line of a contents list: words, then a tab, spaces or leader dots, then a page number. */
bool wf_line_is_entry(const char *data, const struct wf_line *line);

/* The white space between the columns of a line: where it begins, and in *right where it ends; 0 where there is none. */
uint32_t wf_line_gap(const char *data, const struct wf_line *line, uint32_t *right);

#endif
