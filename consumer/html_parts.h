/* SPDX-License-Identifier: Apache-2.0 */
/* What the elements of a page are: which are read, which begin a block, and what the page's head says of it. */
#ifndef WF_HTML_PARTS_H
#define WF_HTML_PARTS_H

#include <gumbo.h>

#include "document/document.h"

/* An element's attribute, borrowed from gumbo; NULL where it has none of that name. */
const char *wf_html_attribute(const GumboElement *element, const char *name);
bool wf_html_attribute_is(const GumboElement *element, const char *name, const char *value);

/* Parts of a page that are no text, or not seen. `article`: the part that is read is an article, whose footer is its own. */
bool wf_html_is_left_out(const GumboNode *node, bool article);

bool wf_html_is_block(GumboTag tag);

/* A row of data: two cells or more, and none of them holds blocks (tables that lay out a page do). */
bool wf_html_is_data_row(const GumboNode *row);

/* What the head says, beside what it fills in the document (date, address). */
struct wf_html_head {
    struct wf_slice title, site;
};

/* The part of a page to read: its one article or main part, else its body. Fills *head. NULL without memory. */
const GumboNode *wf_html_root(struct wf_document *doc, const GumboNode *html, struct wf_html_head *head);

/* A copy of a short text in the arena; WF_SLICE_NONE where it is empty or long. */
struct wf_slice wf_html_text_of(wf_arena *arena, const char *text);

#endif
