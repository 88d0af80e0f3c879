/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the stage `times`: where dates stand in the clauses of a sentence. */
#ifndef WF_TIMES_H
#define WF_TIMES_H

#include "extractors/structure.h"

/* Index of the first date that does not begin before `token`. */
uint32_t wf_times_first(const struct wf_document *doc, uint32_t token);

/* No duration, no repetition, not the document's own date. */
bool wf_times_counts(const struct wf_date *d);

/* Tokens [*first, *end) of the clause around a token. */
void wf_times_clause(const struct wf_document *doc, uint32_t token, uint32_t *first, uint32_t *end);

/* Give the figures that have no time theirs. */
void wf_times_of_figures(struct wf_run *run, struct wf_document *doc);

/* Give events, agreements and quotations the date of their own clause, and take back what is none. */
void wf_times_of_events(struct wf_run *run, struct wf_document *doc);
void wf_times_of_agreements(struct wf_run *run, struct wf_document *doc);
void wf_times_of_quotes(struct wf_run *run, struct wf_document *doc);

#endif
