/* SPDX-License-Identifier: Apache-2.0 */
/* Regular English inflection, for lexicon entries that ask for it. */
#ifndef WF_INFLECT_H
#define WF_INFLECT_H

#include <stddef.h>

/*
 * Write the regular plural (or third person), past or -ing form of an ASCII lower-case word to out[size];
 * returns its length, 0 where it does not fit. Final consonants are doubled in short words only (`plan`,
 * `stop`); others (`commit`) are for the lexicon to list.
 */
size_t wf_inflect_s(const char *word, size_t len, char *out, size_t size);
size_t wf_inflect_ed(const char *word, size_t len, char *out, size_t size);
size_t wf_inflect_ing(const char *word, size_t len, char *out, size_t size);

#endif
