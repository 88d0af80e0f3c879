/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking memory for what will be read soon. A word's slot, its node in a lexicon or the rows of its features are in no
 * near cache as a rule; asked for some tokens ahead they come while other work is done.
 */
#ifndef WF_FETCH_H
#define WF_FETCH_H

/* A hint: `address` may be anything, and nothing but speed changes. */
static inline void
wf_fetch(const void *address)
{
#ifdef __GNUC__
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

#endif
