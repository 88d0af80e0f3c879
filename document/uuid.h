/* SPDX-License-Identifier: Apache-2.0 */
/* Name-based identifiers, UUIDv5 (RFC 9562). */
#ifndef WF_UUID_H
#define WF_UUID_H

#include <stddef.h>

#define WF_UUID_SIZE 37 /* with the terminator */

/* UUIDv5 of `name` in wirefact's own namespace, lower case. */
void wf_uuid_of(const char *name, size_t len, char out[WF_UUID_SIZE]);

#endif
