/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/format.h"

enum wf_status
wf_format_html(struct wf_document *doc, struct wf_slice text, unsigned max_depth, struct wf_error *err)
{
    (void)max_depth;
    return wf_format_text(doc, text, err);
}
