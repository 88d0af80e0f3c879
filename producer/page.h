/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents with their facts as one HTML page that asks for nothing from outside: the reading text with the facts
 * marked, and the facts listed beside it. Its style and script are page.css and page.js.
 */
#ifndef WF_PAGE_H
#define WF_PAGE_H

#include "document/document.h"

/* The page is the output of begin, then of each document (number from 1), then of end. */
void wf_page_begin(struct wf_buffer *out);
void wf_page_document(struct wf_buffer *out, const struct wf_document *doc, unsigned number);
void wf_page_end(struct wf_buffer *out);

#endif
