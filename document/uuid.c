/* SPDX-License-Identifier: Apache-2.0 */
#include "document/uuid.h"

#include <uuid/uuid.h>

/* A random UUID, fixed for ever: changing it would change every published id. */
static const unsigned char wirefact_namespace[16] = { 0x6d, 0x1f, 0x0a, 0x52, 0x8c, 0x37, 0x4e, 0x91, 0xb2,
    0x44, 0x0d, 0x7e, 0x95, 0xc1, 0x3a, 0xf8 };

void
wf_uuid_of(const char *name, size_t len, char out[WF_UUID_SIZE])
{
    uuid_t id;

    uuid_generate_sha1(id, wirefact_namespace, name, len);
    uuid_unparse_lower(id, out);
}
