/* SPDX-License-Identifier: Apache-2.0 */
/* JSON values that are read from records: typed access with the path of what is wrong. */
#ifndef WF_JSON_H
#define WF_JSON_H

#include <jansson.h>

#include "consumer/decode.h"

/*
 * Parse one JSON text (RFC 8259). New reference, or NULL with *err: WF_EFORMAT with line and column,
 * WF_ELIMIT when it nests deeper than max_depth (0: the parser's own limit). *duplicates (may be NULL)
 * tells that an object had a key twice; the last one counts.
 */
json_t *wf_json_parse(struct wf_slice text, unsigned max_depth, bool *duplicates, struct wf_error *err);

/* "an object", "a string" ... */
const char *wf_json_kind(const json_t *value);

/*
 * A member that should be a string; absent and null give none. Copied to the arena. `path` is that of the
 * object ("$"). WF_EFORMAT where it is of another type.
 */
enum wf_status wf_json_text(wf_arena *arena, const json_t *object, const char *path, const char *name,
    struct wf_slice *out, struct wf_error *err);

/* Same, but a number is taken too, as its digits (versions, identifiers). */
enum wf_status wf_json_scalar(wf_arena *arena, const json_t *object, const char *path, const char *name,
    struct wf_slice *out, struct wf_error *err);

/* A member that should be an array of objects; *out is borrowed from `object`, NULL where absent or null. */
enum wf_status wf_json_objects(const json_t *object, const char *path, const char *name, const json_t **out,
    struct wf_error *err);

#endif
