/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by pattern.c (matching) and pattern_file.c (reading); nobody else includes it, or PCRE2. */
#ifndef WF_PATTERN_PRIVATE_H
#define WF_PATTERN_PRIVATE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "extractors/pattern.h"

#define WF_PATTERN_GROUPS_MAX 16
#define WF_PATTERN_MATCH_LIMIT 10000u /* steps of one match: a sentence is short */
#define WF_PATTERN_DEPTH_LIMIT 250u
#define WF_PATTERN_BACK_MAX 12u

struct wf_pattern_rule {
    const struct wf_rule *rule;
    pcre2_code *code;
    struct wf_slice layer, type;
    uint32_t back;
    struct {
        struct wf_slice field;
        struct wf_slice literal; /* used when group is 0 */
        unsigned group;
    } assignments[4];
    unsigned assignment_count;
};

/* Indexes of rules, in file order. */
struct wf_pattern_list {
    uint32_t *items;
    unsigned count, capacity;
};

struct wf_patterns {
    wf_arena *memory;
    WF_VECTOR(struct wf_pattern_rule *) rules;
    WF_VECTOR(struct wf_pattern_list) by_word;  /* by word id */
    WF_VECTOR(struct wf_pattern_list) by_class; /* by class id */
    WF_VECTOR(uint64_t) triggers; /* one bit a word that has a list: most have none, and the lists lie far apart */
};

#endif
