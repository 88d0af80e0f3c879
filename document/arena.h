/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One arena per lane: a document's memory is taken from it freely and given back at once. It has a hard
 * limit. A failed allocation marks the arena as failed and every later one fails too, so callers in the
 * middle of a stage may check once at the end (wf_arena_failed) as long as they do not touch NULL.
 */
#ifndef WF_ARENA_H
#define WF_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct wf_arena wf_arena; /* defined in arena.c */

struct wf_arena_mark {
    void *block;
    size_t used;  /* in that block */
    size_t total; /* in the arena */
};

/* A new arena that never holds more than `limit` bytes; NULL without memory. */
wf_arena *wf_arena_new(size_t limit);

/* Accepts NULL. */
void wf_arena_free(wf_arena *arena);

/*
 * `size` bytes aligned for any type, contents undefined (alloc) or zero (zalloc), borrowed from the arena
 * until the next reset or rewind before it; NULL when the limit is reached. Size 0 gives a valid pointer.
 */
void *wf_arena_alloc(wf_arena *arena, size_t size);
void *wf_arena_zalloc(wf_arena *arena, size_t size);

/* A terminated copy of len bytes; NULL when the limit is reached. */
char *wf_arena_copy(wf_arena *arena, const char *data, size_t len);

/* A terminated formatted string; NULL when the limit is reached. */
char *wf_arena_printf(wf_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Everything allocated after the mark is given back by the rewind. Marks nest. */
struct wf_arena_mark wf_arena_mark(const wf_arena *arena);
void wf_arena_rewind(wf_arena *arena, struct wf_arena_mark mark);

/* Give everything back and clear the failure. Keeps up to 1 MiB for the next document. */
void wf_arena_reset(wf_arena *arena);

/* True when an allocation failed since the last reset. */
bool wf_arena_failed(const wf_arena *arena);

/* Bytes handed out now, and the most since the arena was made. */
size_t wf_arena_used(const wf_arena *arena);
size_t wf_arena_peak(const wf_arena *arena);

/*
 * A growing array in an arena, for types known at the place of use:
 *     WF_VECTOR(struct wf_token) tokens;
 *     struct wf_token *t = wf_vector_push(arena, &tokens); // NULL when the limit is reached
 * Items may move when the vector grows: keep indexes, not pointers.
 */
#define WF_VECTOR(type)     \
    struct {                \
        type *items;        \
        unsigned count;     \
        unsigned capacity;  \
    }

#define wf_vector_push(arena, vector)                                                              \
    ((vector)->count < (vector)->capacity ||                                                       \
                wf_vector_grow((arena), (void **)&(vector)->items, &(vector)->capacity,            \
                    (vector)->count, sizeof *(vector)->items)                                      \
            ? &(vector)->items[(vector)->count++]                                                  \
            : NULL)

/* For wf_vector_push: doubles *capacity; false when the limit is reached. */
bool wf_vector_grow(wf_arena *arena, void **items, unsigned *capacity, unsigned count, size_t size);

#endif
