/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-1 (FIPS 180-4) and what RFC 9562 makes of it. Of our own, since a fact's name is short: libuuid's costs as much as
 * finding the fact. It names facts and protects nothing.
 */
#include "document/uuid.h"

#include <stdint.h>
#include <string.h>

#include "document/bytes.h"

#define BLOCK 64u
#define ROTATE(x, n) ((x) << (n) | (x) >> (32 - (n)))

/* A random UUID, fixed for ever: changing it would change every published id. */
static const unsigned char wirefact_namespace[16] = { 0x6d, 0x1f, 0x0a, 0x52, 0x8c, 0x37, 0x4e, 0x91, 0xb2,
    0x44, 0x0d, 0x7e, 0x95, 0xc1, 0x3a, 0xf8 };

static inline uint32_t
read_big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* One word of the schedule, made in place: only the last sixteen are needed. */
#define SCHEDULE(t)                                                                                 \
    (w[(t) & 15] = ROTATE(w[((t) + 13) & 15] ^ w[((t) + 8) & 15] ^ w[((t) + 2) & 15] ^ w[(t) & 15], 1))

#define ROUND(a, b, c, d, e, f, k, word)                                                            \
    do {                                                                                            \
        (e) += ROTATE(a, 5) + (f) + (k) + (word);                                                   \
        (b) = ROTATE(b, 30);                                                                        \
    } while (0)

/* Five rounds, after which the five variables stand for themselves again. */
#define FIVE(F, k, WORD, t)                                                                         \
    do {                                                                                            \
        ROUND(a, b, c, d, e, F(b, c, d), k, WORD(t));                                               \
        ROUND(e, a, b, c, d, F(a, b, c), k, WORD((t) + 1));                                         \
        ROUND(d, e, a, b, c, F(e, a, b), k, WORD((t) + 2));                                         \
        ROUND(c, d, e, a, b, F(d, e, a), k, WORD((t) + 3));                                         \
        ROUND(b, c, d, e, a, F(c, d, e), k, WORD((t) + 4));                                         \
    } while (0)

#define CHOOSE(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define PARITY(x, y, z) ((x) ^ (y) ^ (z))
#define MAJORITY(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))
#define AS_READ(t) w[t]

static void
digest_block(uint32_t state[5], const unsigned char *block)
{
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], w[16];

    for (unsigned i = 0; i < 16; i++)
        w[i] = read_big_endian(block + 4 * i);
    FIVE(CHOOSE, 0x5a827999u, AS_READ, 0);
    FIVE(CHOOSE, 0x5a827999u, AS_READ, 5);
    FIVE(CHOOSE, 0x5a827999u, AS_READ, 10);
    ROUND(a, b, c, d, e, CHOOSE(b, c, d), 0x5a827999u, w[15]);
    ROUND(e, a, b, c, d, CHOOSE(a, b, c), 0x5a827999u, SCHEDULE(16));
    ROUND(d, e, a, b, c, CHOOSE(e, a, b), 0x5a827999u, SCHEDULE(17));
    ROUND(c, d, e, a, b, CHOOSE(d, e, a), 0x5a827999u, SCHEDULE(18));
    ROUND(b, c, d, e, a, CHOOSE(c, d, e), 0x5a827999u, SCHEDULE(19));
    FIVE(PARITY, 0x6ed9eba1u, SCHEDULE, 20);
    FIVE(PARITY, 0x6ed9eba1u, SCHEDULE, 25);
    FIVE(PARITY, 0x6ed9eba1u, SCHEDULE, 30);
    FIVE(PARITY, 0x6ed9eba1u, SCHEDULE, 35);
    FIVE(MAJORITY, 0x8f1bbcdcu, SCHEDULE, 40);
    FIVE(MAJORITY, 0x8f1bbcdcu, SCHEDULE, 45);
    FIVE(MAJORITY, 0x8f1bbcdcu, SCHEDULE, 50);
    FIVE(MAJORITY, 0x8f1bbcdcu, SCHEDULE, 55);
    FIVE(PARITY, 0xca62c1d6u, SCHEDULE, 60);
    FIVE(PARITY, 0xca62c1d6u, SCHEDULE, 65);
    FIVE(PARITY, 0xca62c1d6u, SCHEDULE, 70);
    FIVE(PARITY, 0xca62c1d6u, SCHEDULE, 75);
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

/* The digest of the namespace and `name`. */
static void
digest_of(const char *name, size_t len, uint32_t state[5])
{
    static const uint32_t start[5] = { 0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u };
    uint64_t bits = ((uint64_t)len + sizeof wirefact_namespace) * 8;
    unsigned char block[BLOCK];
    size_t filled = sizeof wirefact_namespace;

    memcpy(state, start, sizeof start);
    memcpy(block, wirefact_namespace, filled);
    while (len >= BLOCK - filled) {
        memcpy(block + filled, name, BLOCK - filled);
        digest_block(state, block);
        name += BLOCK - filled;
        len -= BLOCK - filled;
        filled = 0;
    }
    memcpy(block + filled, name, len);
    filled += len;
    block[filled++] = 0x80;
    memset(block + filled, 0, BLOCK - filled);
    if (filled > BLOCK - 8) {
        digest_block(state, block);
        memset(block, 0, BLOCK - 8);
    }
    for (unsigned i = 0; i < 8; i++)
        block[BLOCK - 1 - i] = (unsigned char)(bits >> (8 * i));
    digest_block(state, block);
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
    uint32_t state[5];
    char digits[32];

    digest_of(name, len, state);
    state[1] = (state[1] & 0xffff0fffu) | 0x5000u;     /* version 5 */
    state[2] = (state[2] & 0x3fffffffu) | 0x80000000u; /* variant of the RFC */
    for (unsigned i = 0; i < 4; i++)
        put_hex(state[i], digits + 8 * i);
    memcpy(out, digits, 8);
    memcpy(out + 9, digits + 8, 4);
    memcpy(out + 14, digits + 12, 4);
    memcpy(out + 19, digits + 16, 4);
    memcpy(out + 24, digits + 20, 12);
    out[8] = out[13] = out[18] = out[23] = '-';
    out[WF_UUID_SIZE - 1] = '\0';
}
