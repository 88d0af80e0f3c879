/* SPDX-License-Identifier: Apache-2.0 */
/* Stage `roles`: titles and offices of people. */
#include <stdlib.h>

#include "extractors/extractor.h"

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    (void)state;
    (void)run_state;
    (void)doc;
    (void)err;
    return WF_OK;
}

const struct wf_extractor wf_extractor_roles = {
    WF_EXTRACTOR_HEAD, "roles", "titles and offices of people, with the body or country and the status",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(MENTIONS) | WF_LAYER(ENTITIES), 0, NULL, NULL, run, NULL,
};
