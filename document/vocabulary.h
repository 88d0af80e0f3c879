/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word ids. All words of all lexicons and rules are interned when the program starts; a document's tokens
 * are looked up in the frozen table, once each. Words are compared folded (wf_utf8_fold): without case
 * and diacritics.
 */
#ifndef WF_VOCABULARY_H
#define WF_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "document/buffer.h"

#define WF_WORD_NONE 0u   /* the id of every unknown word */
#define WF_WORD_MAX 96    /* bytes of a folded word that is kept; longer ones are never known */

typedef struct wf_vocabulary wf_vocabulary; /* defined in vocabulary.c */

/* A new empty vocabulary, NULL without memory. */
wf_vocabulary *wf_vocabulary_new(void);

/* Accepts NULL. */
void wf_vocabulary_free(wf_vocabulary *vocabulary);

/* Id of `word` (folded here), added when new; WF_WORD_NONE without memory or when it is too long or empty. */
uint32_t wf_vocabulary_add(wf_vocabulary *vocabulary, const char *word, size_t len);

/* Id of `word` (folded here), or WF_WORD_NONE. */
uint32_t wf_vocabulary_find(const wf_vocabulary *vocabulary, const char *word, size_t len);

/* The folded word of an id, borrowed from the vocabulary; {"", 0} for WF_WORD_NONE. */
struct wf_slice wf_vocabulary_word(const wf_vocabulary *vocabulary, uint32_t id);

/* Ids in use are 0 to count - 1. */
uint32_t wf_vocabulary_count(const wf_vocabulary *vocabulary);

#endif
