/* SPDX-License-Identifier: Apache-2.0 */
/* Character references (`&amp;`, `&#8217;`, `&#x2019;`) that stand in plain text. HTML's own are gumbo's. */
#ifndef WF_REFERENCE_H
#define WF_REFERENCE_H

#include <stddef.h>

/*
 * Read the reference that begins with the '&' at data[0]. Writes UTF-8 to `out`, its length to *written,
 * and returns the bytes read; 0 where it is no reference, or a name that HTML does not have. A number that is no character is read as U+FFFD.
 */
size_t wf_reference_read(const char *data, size_t len, char out[8], size_t *written);

#endif
