/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases of `wirefact test`: texts with the facts that must, and must not, be found in them. A file NAME.cases:
 *
 *     # a comment, outside of a case
 *     == what the case shows
 *     published: 2024-09-16              optional: the document's date
 *     The text, one line or more.
 *     --
 *     entity LAW `docket 24-1100`        LAYER [TYPE or KIND] [`WORDS`] [PATH=VALUE]...
 *     figure money `$5` value=5 currency=USD
 *     quote direct `It works` speaker.name=Ann_Lee
 *     no figure `24-1100`                must not be found
 *     no date
 *
 * Each line must be met by one fact, whatever else is found. PATH is a member of the event; in VALUE `_` stands
 * for a space. A case ends at the next `==` or at the end of the file.
 */
#ifndef WF_CASES_H
#define WF_CASES_H

#include "document/arena.h"
#include "document/buffer.h"
#include "document/status.h"

#define WF_CASE_FIELDS_MAX 8

struct wf_expectation {
    int line;
    bool absent;            /* `no` */
    struct wf_slice words;  /* the whole line, for messages */
    struct wf_slice layer, kind, text; /* kind and text none where any will do */
    struct {
        const char *path;
        struct wf_slice value;
    } fields[WF_CASE_FIELDS_MAX];
    unsigned field_count;
};

struct wf_case {
    int line;
    struct wf_slice name, published, text;
    WF_VECTOR(struct wf_expectation) expectations;
};

typedef WF_VECTOR(struct wf_case) wf_case_list;

/*
 * Add the cases of a file's content (borrowed, like everything in *cases, from the arena it lies in). WF_EDATA
 * with the line.
 */
enum wf_status wf_cases_read(wf_case_list *cases, wf_arena *arena, const char *path, struct wf_slice content,
    struct wf_error *err);

#endif
