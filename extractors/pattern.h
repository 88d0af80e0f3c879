/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules with PCRE2 patterns, from text files. Each names the words that trigger it and is matched anchored
 * at the trigger, so a thousand rules cost one lookup a token. Match and depth limits hold for every match.
 *
 * A file (extractors/data/NAME.rules, UTF-8) holds blocks separated by blank lines, `#` starts a comment line:
 *
 *     rule: names/resolution
 *     trigger: resolution | class:law_noun     words, or classes of the lexicon
 *     pattern: (?i:resolution)\s(?:no\.\s)?(?<id>\d{1,4})(?:\s\(\d{4}\))?
 *     back: 4                                  tokens before the trigger where the match may begin (default 0)
 *     layer: entity                            entity | figure | date | event | agreement | mask
 *     type: LAW                                entity type, or kind of the layer
 *     set: value=(?<id>)                       optional assignments of named groups to fields
 *
 * Patterns are compiled with UTF, UCP and JIT; they see the sentence of the trigger and nothing else.
 */
#ifndef WF_PATTERN_H
#define WF_PATTERN_H

#include "extractors/extractor.h"

typedef struct wf_patterns wf_patterns; /* defined in pattern.c */

struct wf_pattern_match {
    const struct wf_rule *rule;
    struct wf_slice layer, type;    /* borrowed from the patterns */
    struct wf_range at;             /* tokens that the match touches */
    struct wf_slice assignments[8]; /* "field", "value" pairs: values point into the reading text */
    unsigned assignment_count;
};

/* A new empty set, NULL without memory. */
wf_patterns *wf_patterns_new(void);
void wf_patterns_free(wf_patterns *patterns); /* accepts NULL */

/* Add the rules of a file; registers their names. WF_EDATA with line and column of a
 * pattern's error, or when it cannot be opened; WF_EIO. */
enum wf_status wf_patterns_load(wf_patterns *patterns, struct wf_setup *setup, const char *path,
    struct wf_error *err);

/*
 * Call `found` for every match, in text order, the longest first at one trigger; overlapping matches are all
 * reported. Returns WF_OK or what `found` returned. A match over its limits counts as none and warns.
 */
enum wf_status wf_patterns_run(const wf_patterns *patterns, struct wf_run *run, struct wf_document *doc,
    enum wf_status (*found)(void *context, const struct wf_pattern_match *match), void *context,
    struct wf_error *err);

#endif
