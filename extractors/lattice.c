/* SPDX-License-Identifier: Apache-2.0 */
/* Loops over all lanes have a fixed length and no branch: the compiler makes vectors of them. */
#include "extractors/lattice.h"

#define LABELS WF_LABEL_COUNT
#define HALF WF_LATTICE_HALF
#define LANES WF_LATTICE_LANES
#define NO_PATH WF_LATTICE_NO_PATH
#define LANE WF_LATTICE_LANE
#define IS_START(label) ((label) == WF_LABEL_OUTSIDE || WF_LABEL_IS_BEGIN(label))

static inline int32_t
most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

void
wf_lattice_prepare(struct wf_lattice_weights *w, const int32_t *transitions, uint32_t unit)
{
    for (unsigned k = 0; k < HALF; k++)
        w->begin_inside[k] = w->inside_inside[k] = NO_PATH;
    for (unsigned a = 0; a < LABELS; a++) {
        for (unsigned k = 0; k < HALF; k++)
            w->to_start[a][k] = NO_PATH;
        for (unsigned k = 0; k < LANES; k++)
            w->from_any[a][k] = NO_PATH;
        for (unsigned b = 0; b < LABELS; b++) {
            int32_t forward = INT32_MIN, backward = INT32_MIN;

            if (IS_START(b))
                w->to_start[a][LANE(b)] = transitions[a * LABELS + b];
            if (IS_START(a))
                w->from_any[a][LANE(b)] = transitions[b * LABELS + a];
            for (unsigned k = 0; k < LABELS; k++) {
                if (IS_START(k))
                    forward = most(forward, transitions[a * LABELS + k] - transitions[b * LABELS + k]);
                backward = most(backward, transitions[k * LABELS + a] - transitions[k * LABELS + b]);
            }
            w->forward_room[LANE(b)][LANE(a)] = forward;
            w->backward_room[LANE(b)][LANE(a)] = backward;
        }
        if (!IS_START(a)) {
            w->begin_inside[LANE(a) - HALF] = transitions[(a - 1) * LABELS + a];
            w->inside_inside[LANE(a) - HALF] = transitions[a * LABELS + a];
        }
    }
    w->unit = unit;
}

/*
 * Labels that can win as a neighbour of any other among those of the first `lanes` lanes: not those that lie so far
 * behind the best of all that no transition makes up for it. Leaving them out changes no result. In the order of
 * labels, so that of two that are as good the first wins.
 */
static inline unsigned
alive(const int32_t room[LANES][LANES], const int32_t *restrict value, unsigned lanes, uint8_t labels[LABELS + 1])
{
    static const uint32_t bits[LANES] = { 1 << 0, 1 << 1, 1 << 3, 1 << 5, 1 << 7, 1 << 9, 1 << 11, 1 << 13, 1 << 15,
        1 << 17, 1 << 19, 0, 0, 1 << 2, 1 << 4, 1 << 6, 1 << 8, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 0 };
    const int32_t *restrict row;
    int32_t best = value[0];
    unsigned lane = 0, count = 0;
    uint32_t found = 0;

    for (unsigned k = 0; k < lanes; k++)
        best = most(best, value[k]);
    while (value[lane] != best)
        lane++;
    row = room[lane];
    for (unsigned k = 0; k < lanes; k++)
        found |= value[k] + row[k] >= best ? bits[k] : 0;
    for (unsigned label = 0; found >> label != 0; label++) {
        labels[count] = (uint8_t)label;
        count += found >> label & 1u;
    }
    return count;
}

static void
step_forward(const struct wf_lattice_weights *w, struct wf_lattice *lat, unsigned t)
{
    const int32_t *restrict before = lat->forward[t - 1], *restrict score = lat->score[t];
    int32_t *restrict now = lat->forward[t], *restrict from = lat->from[t];
    int32_t best[HALF], label[HALF];
    uint8_t labels[LABELS + 1];
    unsigned count = alive(w->forward_room, before, LANES, labels);

    for (unsigned k = 0; k < HALF; k++) {
        best[k] = NO_PATH;
        label[k] = 0;
    }
    for (unsigned i = 0; i < count; i++) {
        int32_t from_label = labels[i], base = before[LANE(labels[i])];
        const int32_t *restrict weights = w->to_start[labels[i]];

        for (unsigned k = 0; k < HALF; k++) {
            int32_t value = base + weights[k];

            label[k] = value > best[k] ? from_label : label[k];
            best[k] = value > best[k] ? value : best[k];
        }
    }
    for (unsigned k = 0; k < HALF; k++) {
        now[k] = best[k] + score[k];
        from[k] = label[k];
    }
    for (unsigned k = 0; k < HALF; k++) {
        int32_t begun = before[k] + w->begin_inside[k];
        int32_t inside = before[HALF + k] + w->inside_inside[k];

        now[HALF + k] = (begun >= inside ? begun : inside) + score[HALF + k];
        from[HALF + k] = (int32_t)(2 * k) - (begun >= inside);
    }
}

static void
step_backward(const struct wf_lattice_weights *w, struct wf_lattice *lat, unsigned t)
{
    const int32_t *restrict behind = lat->backward[t + 1], *restrict score = lat->score[t + 1];
    int32_t *restrict now = lat->backward[t];
    int32_t after[LANES], best[LANES];
    uint8_t labels[LABELS + 1];
    unsigned count;

    for (unsigned k = 0; k < LANES; k++) {
        after[k] = behind[k] + score[k];
        best[k] = NO_PATH;
    }
    count = alive(w->backward_room, after, HALF, labels);
    for (unsigned i = 0; i < count; i++) {
        int32_t base = after[LANE(labels[i])];
        const int32_t *restrict weights = w->from_any[labels[i]];

        for (unsigned k = 0; k < LANES; k++) {
            int32_t value = base + weights[k];

            best[k] = value > best[k] ? value : best[k];
        }
    }
    for (unsigned k = 0; k < HALF; k++) { /* nothing goes on behind outside: lane 0 has no path there */
        now[k] = most(best[k], after[HALF + k] + w->begin_inside[k]);
        now[HALF + k] = most(best[HALF + k], after[HALF + k] + w->inside_inside[k]);
    }
}

/* How much worse the best path is that gives a token another label than `best`'s. */
static int16_t
margin_of(const struct wf_lattice_weights *w, const struct wf_lattice *lat, unsigned t, unsigned label)
{
    const int32_t *restrict forward = lat->forward[t], *restrict backward = lat->backward[t];
    int32_t lane = (int32_t)LANE(label), other = INT32_MIN;
    int64_t margin, total = (int64_t)forward[lane] + backward[lane];

    for (int32_t k = 0; k < (int32_t)LANES; k++) {
        int32_t value = forward[k] + backward[k];

        value = k == lane ? INT32_MIN : value;
        other = most(other, value);
    }
    margin = (total - other) * 1000 / w->unit;
    return (int16_t)(margin < 0 ? 0 : margin >= INT16_MAX ? INT16_MAX - 1 : margin);
}

void
wf_lattice_decode(const struct wf_lattice_weights *w, struct wf_lattice *lat, unsigned len, uint8_t *labels,
    int16_t *margins)
{
    int32_t best = INT32_MIN, last[LANES];
    unsigned label = 0;

    for (unsigned k = 0; k < HALF; k++) {
        lat->forward[0][k] = w->to_start[WF_LABEL_OUTSIDE][k] + lat->score[0][k];
        lat->forward[0][HALF + k] = NO_PATH;
    }
    for (unsigned t = 1; t < len; t++)
        step_forward(w, lat, t);
    for (unsigned k = 0; k < LANES; k++) {
        lat->backward[len - 1][k] = w->from_any[WF_LABEL_OUTSIDE][k];
        last[k] = lat->forward[len - 1][k] + lat->backward[len - 1][k];
    }
    for (unsigned k = 0; k < LANES; k++)
        best = most(best, last[k]);
    while (label + 1 < LABELS && last[LANE(label)] != best)
        label++;
    for (unsigned t = len; t-- > 0; label = (unsigned)lat->from[t][LANE(label)])
        labels[t] = (uint8_t)label;
    if (margins == NULL)
        return;
    for (unsigned t = len - 1; t-- > 0;)
        step_backward(w, lat, t);
    for (unsigned t = 0; t < len; t++)
        margins[t] = margin_of(w, lat, t, labels[t]);
}
