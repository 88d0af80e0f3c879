/* SPDX-License-Identifier: Apache-2.0 */
#include "document/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "document/bytes.h"
#include "document/utf8.h"

/*
 * Open addressing over word ids; the words lie one after another in `bytes`. A slot holds the beginning of its word, so
 * that a short one is found without leaving the slot.
 */
struct slot {
    uint64_t start; /* the first eight bytes, padded with zeros */
    uint32_t id;    /* 0: free */
    uint16_t len;
    uint16_t tag;   /* upper half of the hash */
};

struct wf_vocabulary {
    struct slot *slots;
    uint32_t mask;
    uint32_t count; /* ids in use, the unknown word included */
    uint32_t *offsets; /* count + 1 of them */
    uint32_t offset_capacity;
    struct wf_buffer bytes;
};

#define FIRST_SLOTS 4096u

wf_vocabulary *
wf_vocabulary_new(void)
{
    wf_vocabulary *v = calloc(1, sizeof *v);

    if (v == NULL)
        return NULL;
    v->slots = calloc(FIRST_SLOTS, sizeof *v->slots);
    v->offset_capacity = FIRST_SLOTS;
    v->offsets = calloc(v->offset_capacity, sizeof *v->offsets);
    if (v->slots == NULL || v->offsets == NULL) {
        wf_vocabulary_free(v);
        return NULL;
    }
    v->mask = FIRST_SLOTS - 1;
    v->count = 1; /* WF_WORD_NONE is the empty word */
    return v;
}

void
wf_vocabulary_free(wf_vocabulary *v)
{
    if (v == NULL)
        return;
    free(v->slots);
    free(v->offsets);
    wf_buffer_free(&v->bytes);
    free(v);
}

#define HASH_SEED UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t
hash_part(uint64_t hash, uint64_t part)
{
    hash = (hash ^ part) * UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 32;
}

static inline uint32_t
hash_end(uint64_t hash)
{
    return (uint32_t)(hash * UINT64_C(0xc4ceb9fe1a85ec53) >> 32);
}

static uint32_t
hash_of(const char *word, size_t len)
{
    uint64_t h = HASH_SEED ^ len;

    for (; len >= 8; word += 8, len -= 8)
        h = hash_part(h, wf_bytes_load(word, 8));
    return hash_end(len > 0 ? hash_part(h, wf_bytes_load(word, len)) : h);
}

struct wf_slice
wf_vocabulary_word(const wf_vocabulary *v, uint32_t id)
{
    if (id == WF_WORD_NONE || id >= v->count)
        return WF_SLICE("");
    return (struct wf_slice){ v->bytes.data + v->offsets[id], v->offsets[id + 1] - v->offsets[id] };
}

static inline bool
slot_holds(const struct slot *slot, uint64_t start, size_t len, uint32_t hash)
{
    return slot->start == start && slot->len == len && slot->tag == hash >> 16;
}

static uint64_t
start_of(const char *word, size_t len)
{
    return wf_bytes_load(word, len < 8 ? len : 8);
}

/* The slot that holds `word`, or the free one where it belongs. */
static struct slot *
slot_of(const wf_vocabulary *v, const char *word, size_t len, uint32_t hash)
{
    uint64_t start = start_of(word, len);
    uint32_t i = hash & v->mask;

    for (; v->slots[i].id != 0; i = (i + 1) & v->mask) {
        if (slot_holds(&v->slots[i], start, len, hash) &&
            (len <= 8 || memcmp(wf_vocabulary_word(v, v->slots[i].id).data + 8, word + 8, len - 8) == 0))
            break;
    }
    return &v->slots[i];
}

static bool
grow(wf_vocabulary *v)
{
    uint32_t size = (v->mask + 1) * 2;
    struct slot *slots = calloc(size, sizeof *slots);

    if (slots == NULL)
        return false;
    for (uint32_t i = 0; i <= v->mask; i++) {
        struct wf_slice word = wf_vocabulary_word(v, v->slots[i].id);
        uint32_t at;

        if (v->slots[i].id == 0)
            continue;
        at = hash_of(word.data, word.len) & (size - 1);
        while (slots[at].id != 0)
            at = (at + 1) & (size - 1);
        slots[at] = v->slots[i];
    }
    free(v->slots);
    v->slots = slots;
    v->mask = size - 1;
    return true;
}

static bool
grow_offsets(wf_vocabulary *v)
{
    uint32_t *moved;

    if (v->count + 2 <= v->offset_capacity)
        return true;
    moved = realloc(v->offsets, (size_t)v->offset_capacity * 2 * sizeof *moved);
    if (moved == NULL)
        return false;
    v->offsets = moved;
    v->offset_capacity *= 2;
    return true;
}

uint32_t
wf_vocabulary_add(wf_vocabulary *v, const char *word, size_t len)
{
    char folded[WF_WORD_MAX + 1];
    size_t n = wf_utf8_fold(word, len, folded, sizeof folded);
    uint32_t hash = hash_of(folded, n);
    struct slot *slot;

    if (n == 0 || n > WF_WORD_MAX)
        return WF_WORD_NONE;
    slot = slot_of(v, folded, n, hash);
    if (slot->id != 0)
        return slot->id;
    if (v->count >= v->mask / 2) { /* half full at most, so that misses stay short */
        if (!grow(v))
            return WF_WORD_NONE;
        slot = slot_of(v, folded, n, hash);
    }
    if (!grow_offsets(v) || !wf_buffer_reserve(&v->bytes, n))
        return WF_WORD_NONE;
    v->offsets[v->count] = (uint32_t)v->bytes.len;
    wf_buffer_append(&v->bytes, folded, n);
    v->offsets[v->count + 1] = (uint32_t)v->bytes.len;
    *slot = (struct slot){ start_of(folded, n), v->count, (uint16_t)n, (uint16_t)(hash >> 16) };
    return v->count++;
}

/* Most words: ASCII of up to eight bytes, folded and compared in a register. */
static uint32_t
find_short(const wf_vocabulary *v, uint64_t word, size_t len)
{
    uint32_t hash, i;

    word = wf_bytes_lower(word);
    hash = hash_end(hash_part(HASH_SEED ^ len, word));
    for (i = hash & v->mask; v->slots[i].id != 0; i = (i + 1) & v->mask) {
        if (slot_holds(&v->slots[i], word, len, hash))
            return v->slots[i].id;
    }
    return WF_WORD_NONE;
}

uint32_t
wf_vocabulary_find(const wf_vocabulary *v, const char *word, size_t len)
{
    char folded[WF_WORD_MAX + 1];
    size_t n;

    if (len > 0 && len <= 8) {
        uint64_t bytes = wf_bytes_load(word, len);

        if ((bytes & WF_BYTES_HIGH) == 0)
            return find_short(v, bytes, len);
    }
    n = wf_utf8_fold(word, len, folded, sizeof folded);
    if (n == 0 || n > WF_WORD_MAX)
        return WF_WORD_NONE;
    return slot_of(v, folded, n, hash_of(folded, n))->id;
}

uint32_t
wf_vocabulary_count(const wf_vocabulary *v)
{
    return v->count;
}
