/* SPDX-License-Identifier: Apache-2.0 */
/* Up to eight bytes at a time in one register, the first lowest. Inner loops only. */
#ifndef WF_BYTES_H
#define WF_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WF_BYTES_HIGH UINT64_C(0x8080808080808080) /* the top bit of each: set outside ASCII */
#define WF_BYTES_ONES UINT64_C(0x0101010101010101)

/* `len` (at most 8) bytes, without reading past them; the others are zero. */
static inline uint64_t
wf_bytes_load(const char *data, size_t len)
{
    uint64_t whole;
    uint32_t first, last;
    uint16_t pair;

    if (len == 8) {
        memcpy(&whole, data, 8);
        return whole;
    }
    if (len >= 4) { /* two halves that may overlap */
        memcpy(&first, data, 4);
        memcpy(&last, data + len - 4, 4);
        return first | (uint64_t)last << (8 * (len - 4));
    }
    if (len >= 2) {
        memcpy(&pair, data, 2);
        return pair | (uint64_t)(unsigned char)data[len - 1] << (8 * (len - 1));
    }
    return len == 0 ? 0 : (unsigned char)data[0];
}

/* Whether all eight bytes are ASCII and none a control. */
static inline bool
wf_bytes_printable(uint64_t bytes)
{
    return ((bytes | (bytes + WF_BYTES_ONES) | (bytes - WF_BYTES_ONES * 0x20)) & WF_BYTES_HIGH) == 0;
}

/* The top bit of each byte that is `byte`; all must be ASCII. */
static inline uint64_t
wf_bytes_equal(uint64_t bytes, unsigned char byte)
{
    return ~((bytes ^ WF_BYTES_ONES * byte) + WF_BYTES_ONES * 0x7f) & WF_BYTES_HIGH;
}

/* The top bit of each byte that is no small ASCII letter. */
static inline uint64_t
wf_bytes_not_small(uint64_t bytes)
{
    uint64_t low = bytes & ~WF_BYTES_HIGH; /* no sum below reaches the next byte */

    return (bytes | ~(low + WF_BYTES_ONES * (0x80 - 'a')) | (low + WF_BYTES_ONES * (0x7f - 'z'))) & WF_BYTES_HIGH;
}

/* Which byte has the lowest top bit of `flags` set, which must not be 0. */
static inline unsigned
wf_bytes_first(uint64_t flags)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(flags) / 8;
#else
    unsigned at = 0;

    while ((flags >> (8 * at) & 0x80) == 0)
        at++;
    return at;
#endif
}

/* ASCII capitals made small; all bytes must be ASCII. */
static inline uint64_t
wf_bytes_lower(uint64_t bytes)
{
    /* the top bit says `at least A`, and `more than Z`: no sum reaches the next byte */
    uint64_t capital = (bytes + WF_BYTES_ONES * (0x80 - 'A')) & ~(bytes + WF_BYTES_ONES * (0x7f - 'Z'));

    return bytes | (capital & WF_BYTES_HIGH) >> 2;
}

#endif
