/* SPDX-License-Identifier: Apache-2.0 */
#include "document/uuid.h"

#include <stdint.h>
#include <string.h>

#include <nettle/sha1.h>

#include "document/bytes.h"

/* A random UUID, fixed for ever: changing it would change every published id. */
static const unsigned char wirefact_namespace[16] = { 0x6d, 0x1f, 0x0a, 0x52, 0x8c, 0x37, 0x4e, 0x91, 0xb2,
    0x44, 0x0d, 0x7e, 0x95, 0xc1, 0x3a, 0xf8 };

static inline uint32_t
read_big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Eight hexadecimal digits. */
static void
put_hex(uint32_t word, char out[8])
{
    uint64_t digits = word, letters;

    /* a digit to a byte, the highest one lowest */
    digits = (digits >> 16 | digits << 32) & UINT64_C(0x0000ffff0000ffff);
    digits = (digits >> 8 | digits << 16) & UINT64_C(0x00ff00ff00ff00ff);
    digits = (digits >> 4 | digits << 8) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    letters = (digits + WF_BYTES_ONES * 6) >> 4 & WF_BYTES_ONES; /* 1 for 10 to 15 */
    digits += WF_BYTES_ONES * '0' + letters * ('a' - '0' - 10);
    for (unsigned i = 0; i < 8; i++)
        out[i] = (char)(digits >> (8 * i));
}

void
wf_uuid_of(const char *name, size_t len, char out[WF_UUID_SIZE])
{
    struct sha1_ctx sha1;
    unsigned char digest[16];
    char digits[32];

    sha1_init(&sha1);
    sha1_update(&sha1, sizeof wirefact_namespace, wirefact_namespace);
    sha1_update(&sha1, len, (const uint8_t *)name);
    sha1_digest(&sha1, sizeof digest, digest);
    digest[6] = (unsigned char)((digest[6] & 0x0f) | 0x50); /* version 5 */
    digest[8] = (unsigned char)((digest[8] & 0x3f) | 0x80); /* variant of the RFC */
    for (unsigned i = 0; i < 4; i++)
        put_hex(read_big_endian(digest + 4 * i), digits + 8 * i);
    memcpy(out, digits, 8);
    memcpy(out + 9, digits + 8, 4);
    memcpy(out + 14, digits + 12, 4);
    memcpy(out + 19, digits + 16, 4);
    memcpy(out + 24, digits + 20, 12);
    out[8] = out[13] = out[18] = out[23] = '-';
    out[WF_UUID_SIZE - 1] = '\0';
}
