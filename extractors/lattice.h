/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best row of labels for a few tokens (Viterbi), and how sure each of them is. Labels are those of
 * extractors/tagger.h: 0 outside, odd ones begin a name, even ones go on with it. Tables are laid out so that each
 * step is a handful of vector operations: lane 0 is outside, lanes 1 to 10 begin, lanes 12 + 1 to 12 + 10 go on with
 * the same type; lanes without a label hold WF_LATTICE_NO_PATH.
 */
#ifndef WF_LATTICE_H
#define WF_LATTICE_H

#include "extractors/tagger.h"

#define WF_LATTICE_TOKENS 256u /* longer runs of names are cut, so that the tables stay small */
#define WF_LATTICE_HALF 12u    /* labels that begin, and labels that go on, rounded up to whole vectors */
#define WF_LATTICE_LANES (2u * WF_LATTICE_HALF)
#define WF_LATTICE_NO_PATH (INT32_MIN / 4)

/* Where a label lies; an expression, so that tables can be made with it. */
#define WF_LATTICE_LANE(label)                                                                      \
    ((label) == WF_LABEL_OUTSIDE ? 0u : ((label) + 1u) / 2u + (WF_LABEL_IS_BEGIN(label) ? 0u : WF_LATTICE_HALF))

_Static_assert(WF_LABEL_COUNT / 2u + 2u == WF_LATTICE_HALF, "lanes 0 to 11 and 12 to 23 hold one label a type");

/* Transition weights of a model, ready for both directions; read-only once made. */
struct wf_lattice_weights {
    int32_t to_start[WF_LABEL_COUNT][WF_LATTICE_HALF];    /* by label before: weight of outside or begin behind it */
    int32_t from_any[WF_LABEL_COUNT][WF_LATTICE_LANES];   /* by label behind (outside or begin): weight from each lane */
    int32_t begin_inside[WF_LATTICE_HALF];                /* from begin to inside of one type */
    int32_t inside_inside[WF_LATTICE_HALF];
    /* by lane: how much the second can make up for against the first, whatever label comes next (before) */
    int32_t forward_room[WF_LATTICE_LANES][WF_LATTICE_LANES];
    int32_t backward_room[WF_LATTICE_LANES][WF_LATTICE_LANES];
    int64_t unit; /* a margin that counts as clear */
};

/* Scores of one run of tokens, and the best paths to and from each label. */
struct wf_lattice {
    int32_t score[WF_LATTICE_TOKENS][WF_LATTICE_LANES]; /* the caller's; lanes without a label are 0 */
    int32_t forward[WF_LATTICE_TOKENS][WF_LATTICE_LANES];
    int32_t backward[WF_LATTICE_TOKENS][WF_LATTICE_LANES];
    int32_t from[WF_LATTICE_TOKENS][WF_LATTICE_LANES]; /* labels */
};

/* `transitions` is [before][behind] with WF_LABEL_COUNT labels a side; `unit` is not 0. */
void wf_lattice_prepare(struct wf_lattice_weights *weights, const int32_t *transitions, uint32_t unit);

/*
 * Decide `len` tokens (1 to WF_LATTICE_TOKENS) whose scores are filled in; those around them are outside. `margins` may
 * be NULL; both arrays are as in wf_tagger_run.
 */
void wf_lattice_decode(const struct wf_lattice_weights *weights, struct wf_lattice *lat, unsigned len,
    uint8_t *labels, int16_t *margins);

#endif
