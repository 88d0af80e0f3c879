/* SPDX-License-Identifier: Apache-2.0 */
/* Facts in words for people: tables and pages. Plain UTF-8 is appended; whoever shows it escapes it. */
#ifndef WF_DESCRIBE_H
#define WF_DESCRIBE_H

#include "document/document.h"
#include "producer/encode.h"

/* "USD 2,500,000,000", "10 to 15 %", "3 refugee"; with the qualifier: "about ...". */
void wf_describe_figure(struct wf_buffer *out, const struct wf_figure *figure);

/* A decimal with commas between thousands. */
void wf_describe_decimal(struct wf_buffer *out, struct wf_decimal value);

/* Name of whoever is referred to; nothing for an absent reference. */
void wf_describe_reference(struct wf_buffer *out, const struct wf_reference *ref);
void wf_describe_references(struct wf_buffer *out, const wf_references *refs);

/* "2024-09-11", "2024-Q3 (2024-07-01 to 2024-09-30)". */
void wf_describe_time(struct wf_buffer *out, const struct wf_time *time);

/* "Prime Minister (Iraq), former President" */
void wf_describe_roles(struct wf_buffer *out, const struct wf_entity *entity);

/* A published spelling such as `memorandum_of_understanding` with spaces. */
void wf_describe_name(struct wf_buffer *out, const char *name);

/* The main line and the details of a fact of `layer`, for lists: what it is, and what else is known. */
void wf_describe_title(struct wf_buffer *out, const struct wf_document *doc, enum wf_record_layer layer, const void *fact);
void wf_describe_details(struct wf_buffer *out, const struct wf_document *doc, enum wf_record_layer layer, const void *fact);

#endif
