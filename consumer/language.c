/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/language.h"

void
wf_language_check(struct wf_document *doc)
{
    if (doc->language.len == 0)
        doc->language = WF_SLICE("en");
}
