/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/format.h"

enum wf_status
wf_format_markdown(struct wf_document *doc, struct wf_slice text, struct wf_error *err)
{
    return wf_format_text(doc, text, err);
}
