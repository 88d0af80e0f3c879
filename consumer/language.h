/* SPDX-License-Identifier: Apache-2.0 */
/* Which language a text is in, as far as it takes to leave others than English alone. */
#ifndef WF_LANGUAGE_H
#define WF_LANGUAGE_H

#include "document/document.h"

/*
 * Set doc->language from the text where the envelope gave none, and doc->no_facts with a warning `language`
 * where the text is not English.
 */
void wf_language_check(struct wf_document *doc);

#endif
