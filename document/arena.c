/* SPDX-License-Identifier: Apache-2.0 */
#include "document/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)64 * 1024)
#define LARGEST_BLOCK ((size_t)4 * 1024 * 1024)
#define KEPT_BYTES ((size_t)1024 * 1024) /* kept over a reset, so that small documents need no malloc */
#define ALIGNMENT alignof(max_align_t)

struct block {
    struct block *previous;
    size_t capacity;
    size_t used;
    alignas(max_align_t) char data[];
};

struct wf_arena {
    struct block *top;
    size_t limit;
    size_t total; /* handed out, padding included */
    size_t peak;
    bool failed;
};

wf_arena *
wf_arena_new(size_t limit)
{
    wf_arena *arena = calloc(1, sizeof *arena);

    if (arena != NULL)
        arena->limit = limit;
    return arena;
}

static void
drop_to(wf_arena *arena, struct block *keep)
{
    while (arena->top != keep) {
        struct block *previous = arena->top->previous;

        free(arena->top);
        arena->top = previous;
    }
}

void
wf_arena_free(wf_arena *arena)
{
    if (arena == NULL)
        return;
    drop_to(arena, NULL);
    free(arena);
}

static struct block *
add_block(wf_arena *arena, size_t size)
{
    size_t capacity = arena->top == NULL ? FIRST_BLOCK : arena->top->capacity * 2;
    struct block *block;

    if (capacity > LARGEST_BLOCK)
        capacity = LARGEST_BLOCK;
    if (capacity < size)
        capacity = size;
    block = malloc(sizeof *block + capacity);
    if (block == NULL)
        return NULL;
    block->previous = arena->top;
    block->capacity = capacity;
    block->used = 0;
    arena->top = block;
    return block;
}

void *
wf_arena_alloc(wf_arena *arena, size_t size)
{
    struct block *block = arena->top;
    void *out;

    if (size > SIZE_MAX - ALIGNMENT)
        size = SIZE_MAX - ALIGNMENT;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (arena->failed || size > arena->limit - arena->total) {
        arena->failed = true;
        return NULL;
    }
    if (block == NULL || size > block->capacity - block->used) {
        block = add_block(arena, size);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
    }
    out = block->data + block->used;
    block->used += size;
    arena->total += size;
    if (arena->total > arena->peak)
        arena->peak = arena->total;
    return out;
}

void *
wf_arena_zalloc(wf_arena *arena, size_t size)
{
    void *out = wf_arena_alloc(arena, size);

    if (out != NULL)
        memset(out, 0, size);
    return out;
}

char *
wf_arena_copy(wf_arena *arena, const char *data, size_t len)
{
    char *out;

    if (len == SIZE_MAX)
        return NULL;
    out = wf_arena_alloc(arena, len + 1);
    if (out == NULL)
        return NULL;
    if (len > 0)
        memcpy(out, data, len);
    out[len] = '\0';
    return out;
}

char *
wf_arena_printf(wf_arena *arena, const char *format, ...)
{
    va_list args;
    char *out;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        return NULL;
    out = wf_arena_alloc(arena, (size_t)len + 1);
    if (out == NULL)
        return NULL;
    va_start(args, format);
    (void)vsnprintf(out, (size_t)len + 1, format, args);
    va_end(args);
    return out;
}

struct wf_arena_mark
wf_arena_mark(const wf_arena *arena)
{
    return (struct wf_arena_mark){ arena->top, arena->top == NULL ? 0 : arena->top->used, arena->total };
}

void
wf_arena_rewind(wf_arena *arena, struct wf_arena_mark mark)
{
    drop_to(arena, mark.block);
    if (arena->top != NULL)
        arena->top->used = mark.used;
    arena->total = mark.total;
}

void
wf_arena_reset(wf_arena *arena)
{
    size_t total = 0;

    /* A document that needed several blocks leaves one of their joint size, up to KEPT_BYTES. */
    for (const struct block *block = arena->top; block != NULL; block = block->previous)
        total += block->capacity;
    if (arena->top != NULL && (arena->top->previous != NULL || total > KEPT_BYTES)) {
        drop_to(arena, NULL);
        (void)add_block(arena, total < KEPT_BYTES ? total : KEPT_BYTES);
    }
    if (arena->top != NULL)
        arena->top->used = 0;
    arena->total = 0;
    arena->failed = false;
}

bool
wf_arena_failed(const wf_arena *arena)
{
    return arena->failed;
}

size_t
wf_arena_used(const wf_arena *arena)
{
    return arena->total;
}

size_t
wf_arena_peak(const wf_arena *arena)
{
    return arena->peak;
}

bool
wf_vector_grow(wf_arena *arena, void **items, unsigned *capacity, unsigned count, size_t size)
{
    unsigned larger = *capacity == 0 ? 8 : *capacity * 2;
    void *moved;

    if (larger < *capacity)
        return false;
    moved = wf_arena_alloc(arena, larger * size);
    if (moved == NULL)
        return false;
    if (count > 0)
        memcpy(moved, *items, count * size);
    *items = moved;
    *capacity = larger;
    return true;
}
