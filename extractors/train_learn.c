/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The learning itself: a conditional random field over the labels of a segment, by stochastic gradient with a pace
 * for each row (AdaGrad), features left out at random, weights averaged over all steps. No function of the C
 * library whose last bit may differ from machine to machine.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/train_private.h"

#define LANES WF_TRAIN_LANES
#define REFRESH 8u /* steps after which the transitions' exponentials are computed anew */
#define TOO_SMALL 1e-6f /* squared gradients below are not worth a visit */

struct lattice {
    float free[LANES], right[LANES]; /* exponentials of the scores: of any label, of the allowed ones */
    float forward[2][LANES], backward[2][LANES];
};

/* xorshift64*: the order of the segments must not depend on the C library. */
static uint64_t
next_random(wf_trainer *trainer)
{
    trainer->random ^= trainer->random >> 12;
    trainer->random ^= trainer->random << 25;
    trainer->random ^= trainer->random >> 27;
    return trainer->random * UINT64_C(0x2545F4914F6CDD1D);
}

static void
shuffle(wf_trainer *trainer)
{
    for (size_t i = trainer->segment_count; i > 1; i--) {
        size_t j = (size_t)(next_random(trainer) % i);
        struct wf_train_segment swap = trainer->segments[i - 1];

        trainer->segments[i - 1] = trainer->segments[j];
        trainer->segments[j] = swap;
    }
}

/* e^x by additions and multiplications alone; 0 below -80. */
static float
exponential(float x)
{
    float y = x * 1.44269504f, f, power;
    int32_t whole;
    uint32_t bits;

    if (x < -80)
        return 0;
    if (x > 80)
        y = 80 * 1.44269504f;
    whole = (int32_t)(y < 0 ? y - 0.5f : y + 0.5f);
    f = (y - (float)whole) * 0.693147181f;
    bits = (uint32_t)(whole + 127) << 23;
    memcpy(&power, &bits, sizeof power);
    return power * (1 + f * (1 + f * (0.5f + f * (0.166666667f + f * (0.0416666667f + f * (0.00833333333f + f * 0.00138888889f))))));
}

/* Leaving out features at random while learning keeps any one of them from carrying the others' work. */
static bool
is_dropped(const wf_trainer *trainer, size_t key)
{
    return trainer->drop_below != 0 && (wf_mix(key, trainer->drop_seed) >> 56) < trainer->drop_below;
}

void
wf_train_score(const wf_trainer *trainer, const struct wf_train_segment *segment, float score[][LANES])
{
    for (uint32_t t = 0; t < segment->count; t++) {
        const struct wf_train_token *token = &trainer->tokens[segment->first + t];
        float *sum = score[t];

        memset(sum, 0, sizeof score[t]);
        for (uint32_t i = 0; i < token->count; i++) {
            uint32_t row = trainer->rows[token->first + i];
            const float *weights;

            if (row == UINT32_MAX || is_dropped(trainer, token->first + i))
                continue;
            weights = trainer->weights + (size_t)row * WF_TRAIN_ROW;
            for (uint32_t k = 0; k < LANES; k++)
                sum[k] += weights[k];
        }
    }
}

static void
refresh(wf_trainer *trainer)
{
    uint32_t labels = trainer->set.labels;

    for (uint32_t p = 0; p < labels; p++)
        for (uint32_t k = 0; k < labels; k++) {
            bool inside = trainer->set.names && k != 0 && (k & 1) == 0;

            trainer->factors[p][k] = inside && p != k && p != k - 1 ? 0 : exponential(trainer->transitions[p][k]);
        }
}

/* Exponentials of a segment's scores; a label that is not allowed but names outside costs `miss` more. */
static void
fill(const wf_trainer *trainer, const struct wf_train_segment *segment, float score[][LANES], struct lattice *lat)
{
    uint32_t labels = trainer->set.labels;
    float miss = exponential(trainer->set.miss);

    for (uint32_t t = 0; t < segment->count; t++) {
        uint32_t allowed = trainer->tokens[segment->first + t].allowed;
        float most = score[t][0];

        for (uint32_t k = 1; k < labels; k++)
            most = score[t][k] > most ? score[t][k] : most;
        for (uint32_t k = 0; k < LANES; k++) {
            float value = k < labels ? exponential(score[t][k] - most) : 0;
            bool is_allowed = (allowed >> k & 1) != 0;

            lat[t].right[k] = is_allowed ? value : 0;
            lat[t].free[k] = !is_allowed && k == 0 && trainer->set.names ? value * miss : value;
        }
    }
}

static bool
normalise(float values[LANES])
{
    float sum = 0, inverse;

    for (uint32_t k = 0; k < LANES; k++)
        sum += values[k];
    if (!(sum > 1e-30f))
        return false;
    inverse = 1 / sum;
    for (uint32_t k = 0; k < LANES; k++)
        values[k] *= inverse;
    return true;
}

/*
 * Forward and backward sums, over any labels (`way` 0) or the allowed ones (1). False when no path is left.
 */
static bool
sums(const wf_trainer *trainer, uint32_t count, struct lattice *lat, unsigned way)
{
    bool alive = true;

    for (uint32_t t = 0; t < count; t++) {
        const float *cell = way == 0 ? lat[t].free : lat[t].right;
        float *now = lat[t].forward[way];

        memset(now, 0, sizeof lat[t].forward[way]);
        if (t == 0) {
            for (uint32_t k = 0; k < LANES; k++)
                now[k] = trainer->factors[0][k];
        } else {
            for (uint32_t p = 0; p < trainer->set.labels; p++) {
                float before = lat[t - 1].forward[way][p];

                for (uint32_t k = 0; k < LANES; k++)
                    now[k] += before * trainer->factors[p][k];
            }
        }
        for (uint32_t k = 0; k < LANES; k++)
            now[k] *= cell[k];
        alive = normalise(now) && alive;
    }
    for (uint32_t t = count; t-- > 0;) {
        float *now = lat[t].backward[way], after[LANES];

        memset(now, 0, sizeof lat[t].backward[way]);
        for (uint32_t k = 0; k < LANES; k++)
            after[k] = t + 1 == count ? k == 0
                                      : (way == 0 ? lat[t + 1].free[k] : lat[t + 1].right[k]) * lat[t + 1].backward[way][k];
        for (uint32_t p = 0; p < trainer->set.labels; p++) {
            float sum = 0;

            for (uint32_t k = 0; k < LANES; k++)
                sum += trainer->factors[p][k] * after[k];
            now[p] = sum;
        }
        alive = normalise(now) && alive;
    }
    return alive;
}

/* How likely each label of token `t` is. */
static bool
shares(const struct lattice *lat, uint32_t t, unsigned way, float out[LANES])
{
    for (uint32_t k = 0; k < LANES; k++)
        out[k] = lat[t].forward[way][k] * lat[t].backward[way][k];
    return normalise(out);
}

/* Add how likely each transition into token `t` is. */
static void
add_pairs(const wf_trainer *trainer, const struct lattice *lat, uint32_t t, unsigned way, float sign,
    float pairs[LANES][LANES])
{
    const float *cell = way == 0 ? lat[t].free : lat[t].right;
    float now[LANES], total = 0;

    for (uint32_t k = 0; k < LANES; k++)
        now[k] = cell[k] * lat[t].backward[way][k];
    for (uint32_t p = 0; p < trainer->set.labels; p++) {
        float sum = 0;

        for (uint32_t k = 0; k < LANES; k++)
            sum += trainer->factors[p][k] * now[k];
        total += sum * lat[t - 1].forward[way][p];
    }
    if (!(total > 1e-30f))
        return;
    for (uint32_t p = 0; p < trainer->set.labels; p++) {
        float before = sign * lat[t - 1].forward[way][p] / total;

        for (uint32_t k = 0; k < LANES; k++)
            pairs[p][k] += before * trainer->factors[p][k] * now[k];
    }
}

static void
change_rows(wf_trainer *trainer, const struct wf_train_token *token, size_t first, const float gradient[LANES], float norm)
{
    float steps = (float)trainer->steps;

    for (uint32_t i = 0; i < token->count; i++) {
        uint32_t row = trainer->rows[first + i];
        float pace, *weights, *average;

        if (row == UINT32_MAX || is_dropped(trainer, first + i))
            continue;
        trainer->squares[row] += norm;
        pace = trainer->set.rate / sqrtf(1 + trainer->squares[row]);
        weights = trainer->weights + (size_t)row * WF_TRAIN_ROW;
        average = weights + LANES;
        for (uint32_t k = 0; k < LANES; k++) {
            float by = pace * gradient[k];

            weights[k] += by;
            average[k] += by * steps;
        }
    }
}

static void
change_transitions(wf_trainer *trainer, float pairs[LANES][LANES], float weight)
{
    for (uint32_t p = 0; p < trainer->set.labels; p++)
        for (uint32_t k = 0; k < trainer->set.labels; k++) {
            float gradient = pairs[p][k] * weight, by;

            if (gradient * gradient < TOO_SMALL)
                continue;
            trainer->transition_squares[p][k] += gradient * gradient;
            by = trainer->set.rate / sqrtf(1 + trainer->transition_squares[p][k]) * gradient;
            trainer->transitions[p][k] += by;
            trainer->transition_sums[p][k] += by * (float)trainer->steps;
        }
}

/* One step: towards what is allowed, away from what is thought likely. Returns how wrong it was, 0 to 1. */
static float
step(wf_trainer *trainer, const struct wf_train_segment *segment)
{
    static float score[WF_TRAIN_TOKENS_MAX][LANES];
    static struct lattice lat[WF_TRAIN_TOKENS_MAX];
    float pairs[LANES][LANES] = { { 0 } }, worst = 0;
    uint32_t count = segment->count;

    trainer->steps += 1;
    trainer->drop_seed = next_random(trainer);
    if ((uint64_t)trainer->steps % REFRESH == 1)
        refresh(trainer);
    wf_train_score(trainer, segment, score);
    fill(trainer, segment, score, lat);
    if (!sums(trainer, count, lat, 0) || !sums(trainer, count, lat, 1))
        return 0;
    for (uint32_t t = 0; t < count; t++) {
        const struct wf_train_token *token = &trainer->tokens[segment->first + t];
        float guess[LANES], gradient[LANES], norm = 0, wrong = 0;

        if (!shares(lat, t, 0, guess) || !shares(lat, t, 1, gradient))
            return worst;
        for (uint32_t k = 0; k < LANES; k++) {
            if (t == 0)
                pairs[0][k] += gradient[k] - guess[k];
            if (t + 1 == count)
                pairs[k][0] += gradient[k] - guess[k];
            wrong += gradient[k] > guess[k] ? gradient[k] - guess[k] : 0;
            gradient[k] = (gradient[k] - guess[k]) * segment->weight;
            norm += gradient[k] * gradient[k];
        }
        worst = wrong > worst ? wrong : worst;
        if (t > 0) {
            add_pairs(trainer, lat, t, 0, -1, pairs);
            add_pairs(trainer, lat, t, 1, 1, pairs);
        }
        if (norm > TOO_SMALL)
            change_rows(trainer, token, token->first, gradient, norm);
    }
    change_transitions(trainer, pairs, segment->weight);
    return worst;
}

bool
wf_train_learn(wf_trainer *trainer, const char *what, uint32_t epochs)
{
    size_t size = (size_t)trainer->row_count * WF_TRAIN_ROW;
    float kept = 1 - trainer->set.drop;

    free(trainer->weights);
    free(trainer->squares);
    trainer->weights = calloc(size + 1, sizeof *trainer->weights);
    trainer->squares = calloc(trainer->row_count + 1u, sizeof *trainer->squares);
    if (trainer->weights == NULL || trainer->squares == NULL)
        return false;
    memset(trainer->transitions, 0, sizeof trainer->transitions);
    memset(trainer->transition_sums, 0, sizeof trainer->transition_sums);
    memset(trainer->transition_squares, 0, sizeof trainer->transition_squares);
    trainer->steps = 0;
    trainer->drop_below = (uint32_t)(trainer->set.drop * 256);
    for (uint32_t epoch = 0; epoch < epochs; epoch++) {
        uint32_t wrong = 0;

        shuffle(trainer);
        for (size_t i = 0; i < trainer->segment_count; i++)
            wrong += step(trainer, &trainer->segments[i]) > 0.5f;
        if (trainer->set.progress != NULL)
            trainer->set.progress(what, wrong, (uint32_t)trainer->segment_count);
    }
    trainer->drop_below = 0;
    for (size_t row = 0; row < trainer->row_count; row++) {
        float *weights = trainer->weights + row * WF_TRAIN_ROW;

        for (uint32_t k = 0; k < LANES; k++)
            weights[k] -= (float)(weights[LANES + k] / trainer->steps);
    }
    for (uint32_t i = 0; i < LANES; i++) /* with all features at hand scores are larger than while learning */
        for (uint32_t k = 0; k < LANES; k++)
            trainer->transitions[i][k] = (trainer->transitions[i][k] - (float)(trainer->transition_sums[i][k] / trainer->steps)) / kept;
    return true;
}
