/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by train.c and train_learn.c; nobody else includes it. */
#ifndef WF_TRAIN_PRIVATE_H
#define WF_TRAIN_PRIVATE_H

#include "extractors/train.h"

#define WF_TRAIN_LANES 24u /* labels, rounded up for the compiler's vectors */
#define WF_TRAIN_ROW (2u * WF_TRAIN_LANES)
#define WF_TRAIN_TOKENS_MAX 512u /* of a segment; longer ones are cut */

struct wf_train_token {
    size_t first;     /* key or row */
    uint32_t count;
    uint32_t allowed;
};

struct wf_train_segment {
    size_t first; /* token */
    uint32_t count;
    float weight;
};

struct wf_trainer {
    struct wf_trainer_settings set;
    uint64_t *keys;
    size_t key_count, key_capacity;
    struct wf_train_token *tokens;
    size_t token_count, token_capacity;
    struct wf_train_segment *segments;
    size_t segment_count, segment_capacity;
    size_t open; /* first token of the open segment */

    uint32_t *rows;     /* of each key, UINT32_MAX for none */
    uint64_t *row_keys;
    uint32_t row_count;
    float *weights;     /* a row: weights, then steps × changes, for the average */
    float *squares;     /* a row: of the gradients so far, which set its pace */
    float transitions[WF_TRAIN_LANES][WF_TRAIN_LANES], transition_sums[WF_TRAIN_LANES][WF_TRAIN_LANES];
    float transition_squares[WF_TRAIN_LANES][WF_TRAIN_LANES];
    float factors[WF_TRAIN_LANES][WF_TRAIN_LANES]; /* exponentials of the transitions, 0 where none is allowed */
    double steps;
    uint64_t random;
    uint64_t drop_seed;
    uint32_t drop_below; /* of 256 */
    int32_t *quantised;
    int32_t quantised_transitions[WF_TRAIN_LANES * WF_TRAIN_LANES];
};

/* Learn the weights of the rows anew, in `epochs` passes. False without memory. */
bool wf_train_learn(wf_trainer *trainer, const char *what, uint32_t epochs);

/* Sum of the weights of a segment's tokens. */
void wf_train_score(const wf_trainer *trainer, const struct wf_train_segment *segment,
    float score[][WF_TRAIN_LANES]);

#endif
