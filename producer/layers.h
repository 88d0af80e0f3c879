/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields that each layer adds after those that every fact has, each with a leading comma. Private to the
 * encoder. The order of the keys is part of the event contract.
 */
#ifndef WF_LAYERS_H
#define WF_LAYERS_H

#include "document/document.h"

void wf_layer_entity(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_entity *entity);
void wf_layer_figure(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_figure *figure);
void wf_layer_date(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_date *date);
void wf_layer_agreement(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_agreement *agreement);
void wf_layer_event(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_event *event);
void wf_layer_quote(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_quote *quote);

/* Code points of the source for a span of the reading text; an empty span stays empty, at its place. */
struct wf_span wf_layer_span(const struct wf_document *doc, struct wf_span reading, struct wf_slice *source);

#endif
