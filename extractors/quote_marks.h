/* SPDX-License-Identifier: Apache-2.0 */
/* What stands between quotation marks, whoever said it: pairs of marks, over paragraphs, with recovery. */
#ifndef WF_QUOTE_MARKS_H
#define WF_QUOTE_MARKS_H

#include "extractors/extractor.h"

struct wf_quoted {
    uint32_t open;       /* token of the opening mark */
    uint32_t close;      /* token of the closing mark; the last token of the block where there is none */
    uint32_t first, end; /* tokens between the marks */
    bool unclosed;       /* no closing mark: recovered at the end of the paragraph */
    bool single;         /* single marks */
    bool joined;         /* goes on over several paragraphs */
};

struct wf_quoted_list {
    WF_VECTOR(struct wf_quoted) items; /* in text order, outermost only */
};

/*
 * Find all quotations of the document. Straight and curly double marks, single marks, guillemets, low marks and
 * doubled backticks. A paragraph that ends within a quotation is followed on when the next one begins with a
 * mark; else the quotation ends there, with the warning `unclosed-quotation`. False when the arena is full.
 */
bool wf_quote_marks(struct wf_document *doc, struct wf_quoted_list *list);

#endif
