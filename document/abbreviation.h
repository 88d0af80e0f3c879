/* SPDX-License-Identifier: Apache-2.0 */
/* Abbreviations that own their full stop; what tokens and sentence boundaries need to know of them. */
#ifndef WF_ABBREVIATION_H
#define WF_ABBREVIATION_H

#include <stddef.h>

enum wf_abbreviation {
    WF_ABBREVIATION_NONE,
    WF_ABBREVIATION_TITLE,  /* a name or number follows, so no sentence ends here: `Gen.`, `No.` */
    WF_ABBREVIATION_MONTH,  /* `Sept.`: a sentence rarely ends here */
    WF_ABBREVIATION_ANY     /* may stand at the end of a sentence: `Inc.`, `etc.` */
};

/* Kind of a word written before a full stop (without the stop), case as written. */
enum wf_abbreviation wf_abbreviation_of(const char *word, size_t len);

#endif
