/* SPDX-License-Identifier: Apache-2.0 */
/* Half-open ranges. Which text they count in, and whether bytes or tokens, is said where they are used. */
#ifndef WF_SPAN_H
#define WF_SPAN_H

#include <stdbool.h>
#include <stdint.h>

struct wf_span {
    uint32_t start;
    uint32_t end; /* exclusive */
};

static inline bool
wf_span_overlaps(struct wf_span a, struct wf_span b)
{
    return a.start < b.end && b.start < a.end;
}

static inline bool
wf_span_holds(struct wf_span outer, struct wf_span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

#endif
