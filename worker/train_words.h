/* SPDX-License-Identifier: Apache-2.0 */
/* Word facts of a model, counted in the training text: see struct wf_model_word in extractors/model.h. */
#ifndef WF_TRAIN_WORDS_H
#define WF_TRAIN_WORDS_H

#include "extractors/features.h"

struct wf_word_count {
    uint64_t key; /* wf_word_hash; 0 for a free slot */
    uint32_t lower, capital;  /* inside sentences */
    uint32_t inside, edge;    /* in lower case, in names */
    uint16_t cluster;         /* + 1 */
};

/* Zero it to begin. */
struct wf_train_words {
    struct wf_word_count *slots;
    size_t size, used;
    uint64_t *keys;
    uint16_t *infos, *cluster_map;
    struct wf_model_word *words; /* as in a model file, for features while training */
    uint32_t *starts;
};

/* Count a document; `allowed` as in worker/train_text.h. False without memory. */
bool wf_train_words_count(struct wf_train_words *words, const struct wf_document *doc, const uint32_t *allowed);

/* Must a token with these labels begin a name? */
bool wf_train_begins(uint32_t allowed);

/* Add the clusters, decide, and fill the word tables of *data and *image, borrowed. WF_EIO, WF_EFORMAT, WF_ENOMEM. */
enum wf_status wf_train_words_end(struct wf_train_words *words, const char *clusters,
    struct wf_feature_data *data, struct wf_model_image *image, struct wf_error *err);

void wf_train_words_free(struct wf_train_words *words);

#endif
