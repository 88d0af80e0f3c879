/* SPDX-License-Identifier: Apache-2.0 */
/* Reading single members back out of the records that this program wrote: compact JSON, known to be valid. */
#ifndef WF_MEMBER_H
#define WF_MEMBER_H

#include <stdbool.h>

#include "document/buffer.h"

/*
 * The raw JSON of the member that `path` names (`value`, `speaker.name`, `parties.0.name`: members and array
 * positions separated by points), borrowed from `json`. False where there is none.
 */
bool wf_member_find(struct wf_slice json, const char *path, struct wf_slice *out);

#endif
