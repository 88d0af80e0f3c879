/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest known name to a mistyped one. */
#ifndef WF_SUGGEST_H
#define WF_SUGGEST_H

/*
 * The item of `names` (NULL-terminated) that is nearest to `word` by edits (a letter left out, added, changed,
 * or two swapped), borrowed; NULL when none is near enough to be meant.
 */
const char *wf_suggest(const char *word, const char *const *names);

#endif
