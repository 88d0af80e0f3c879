/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of words from a text file, one word a line, `#` before comments. A word of the vocabulary is in the set
 * or not: one bit. For long lists whose words occur in every sentence, where lexicon matches would cost too much.
 */
#ifndef WF_WORDSET_H
#define WF_WORDSET_H

#include "extractors/lexicon.h"

typedef struct wf_wordset wf_wordset; /* defined in wordset.c */

/* An empty set over the words of `lexicon`, NULL without memory. */
wf_wordset *wf_wordset_new(wf_lexicon *lexicon);

/* A set of the words of `text`, separated by spaces or line ends; NULL without memory. */
wf_wordset *wf_wordset_of(wf_lexicon *lexicon, const char *text);

/* Accepts NULL. */
void wf_wordset_free(wf_wordset *set);

/* Add the words of a file: WF_EIO, WF_EDATA for a line that is too long, WF_ENOMEM. */
enum wf_status wf_wordset_load(wf_wordset *set, const char *path, struct wf_error *err);

/* Whether the word with this id is in the set; false for WF_WORD_NONE. */
bool wf_wordset_has(const wf_wordset *set, uint32_t word);

#endif
