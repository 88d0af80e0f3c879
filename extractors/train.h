/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Training of the learned taggers: a conditional random field, its weights averaged over the steps. A token may be given several allowed
 * labels (a corpus that knows only `LOC` allows GPE, LOC and FAC): what the model finds likely among them
 * is then what it learns. Deterministic: the same segments in the same order give the same model.
 */
#ifndef WF_TRAIN_H
#define WF_TRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "extractors/model.h"

typedef struct wf_trainer wf_trainer; /* defined in train.c */

struct wf_trainer_settings {
    uint32_t labels;
    bool names;         /* labels are those of tagger.h: an inside label follows one of its type */
    uint32_t epochs;    /* passes over the text, and again after pruning */
    uint32_t rows;      /* feature rows to keep */
    uint32_t least;     /* rows seen in fewer tokens are left out from the start */
    float rate;         /* size of a learning step */
    float miss;         /* how much more likely, as a logarithm, a name shall seem to be none while learning */
    float drop;         /* share of the features that are left out at random while learning */
    void (*progress)(const char *what, uint32_t done, uint32_t of); /* may be NULL */
};

/* A new trainer, NULL without memory. */
wf_trainer *wf_trainer_new(const struct wf_trainer_settings *settings);

/* Accepts NULL. */
void wf_trainer_free(wf_trainer *trainer);

/* Add a token of the open segment: its keys and a bit for each label it may have. False without memory. */
bool wf_trainer_token(wf_trainer *trainer, const uint64_t *keys, unsigned count, uint32_t allowed);

/* End the open segment; `weight` is the size of a learning step, usually 1. False without memory. */
bool wf_trainer_segment(wf_trainer *trainer, float weight);

/* Train on everything added. Fills the rows, transitions, labels and unit of *image, borrowed from the trainer. */
enum wf_status wf_trainer_run(wf_trainer *trainer, struct wf_model_image *image, struct wf_error *err);

#endif
