/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact train`: a model file from annotated text. */
#ifndef WF_WORKER_TRAIN_H
#define WF_WORKER_TRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "document/status.h"

struct wf_train_job {
    const char *kind;      /* "names", the only one */
    const char *output;    /* model file to write */
    const char *data_path; /* lexicon files, whose classes are features */
    const char *clusters;  /* lines of word, fine, middle and coarse cluster, separated by tabs; NULL for none */
    const char *predict;   /* names of left-out documents go there as JSON lines; NULL for nowhere */
    const char *classes;   /* lexicon classes that are features, separated by commas; NULL for all */
    uint32_t fold, folds;  /* leave out documents whose id falls into the fold; folds 0: none */
    uint32_t epochs, rows, least;
    float rate, miss, drop;
    bool quiet;
    char *const *corpora;  /* see worker/train_text.h */
    int corpus_count;
};

/* Standard values for all but paths. */
void wf_train_defaults(struct wf_train_job *job);

/* Set a number by name ("epochs", "rows", "least", "rate", "miss", "drop", "fold" as K/N), or "kind", "clusters", "classes", "predict". WF_EUSAGE. */
enum wf_status wf_train_set(struct wf_train_job *job, const char *assignment, struct wf_error *err);

/* Train and write. WF_EUSAGE, WF_EIO, WF_EFORMAT, WF_EDATA, WF_ENOMEM. */
enum wf_status wf_train(const struct wf_train_job *job, struct wf_error *err);

#endif
