/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/train_private.h"

#include <stdlib.h>
#include <string.h>

#define LANES WF_TRAIN_LANES
#define NO_SCORE (-1e30f)
#define LARGEST (127 * 255) /* of a weight in a model file */

static bool
grow(void *items, size_t *capacity, size_t count, size_t more, size_t size)
{
    void *bigger;
    size_t want = *capacity;

    while (want < count + more)
        want = want == 0 ? 1024 : want * 2;
    if (want == *capacity)
        return true;
    bigger = realloc(*(void **)items, want * size);
    if (bigger == NULL)
        return false;
    *(void **)items = bigger;
    *capacity = want;
    return true;
}

wf_trainer *
wf_trainer_new(const struct wf_trainer_settings *settings)
{
    wf_trainer *trainer = calloc(1, sizeof *trainer);

    if (trainer == NULL)
        return NULL;
    trainer->set = *settings;
    trainer->random = UINT64_C(0x853c49e6748fea9b);
    return trainer;
}

void
wf_trainer_free(wf_trainer *trainer)
{
    if (trainer == NULL)
        return;
    free(trainer->keys);
    free(trainer->tokens);
    free(trainer->segments);
    free(trainer->rows);
    free(trainer->row_keys);
    free(trainer->weights);
    free(trainer->squares);
    free(trainer->quantised);
    free(trainer);
}

bool
wf_trainer_token(wf_trainer *trainer, const uint64_t *keys, unsigned count, uint32_t allowed)
{
    if (!grow(&trainer->keys, &trainer->key_capacity, trainer->key_count, count, sizeof *trainer->keys) ||
        !grow(&trainer->tokens, &trainer->token_capacity, trainer->token_count, 1, sizeof *trainer->tokens))
        return false;
    trainer->tokens[trainer->token_count++] = (struct wf_train_token){ trainer->key_count, count, allowed };
    memcpy(trainer->keys + trainer->key_count, keys, count * sizeof *keys);
    trainer->key_count += count;
    return true;
}

bool
wf_trainer_segment(wf_trainer *trainer, float weight)
{
    while (trainer->open < trainer->token_count) {
        size_t count = trainer->token_count - trainer->open;

        if (!grow(&trainer->segments, &trainer->segment_capacity, trainer->segment_count, 1,
                sizeof *trainer->segments))
            return false;
        count = count > WF_TRAIN_TOKENS_MAX ? WF_TRAIN_TOKENS_MAX : count;
        trainer->segments[trainer->segment_count++] = (struct wf_train_segment){ trainer->open, (uint32_t)count, weight };
        trainer->open += count;
    }
    return true;
}

/* Number the keys that occur often enough. */
static bool
number_rows(wf_trainer *trainer)
{
    struct slot {
        uint64_t key;
        uint32_t count, row;
    } *slots;
    size_t size = 1024;

    while (size < trainer->key_count)
        size *= 2;
    slots = calloc(size, sizeof *slots);
    trainer->rows = malloc((trainer->key_count + 1) * sizeof *trainer->rows);
    if (slots == NULL || trainer->rows == NULL) {
        free(slots);
        return false;
    }
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            trainer->row_keys = malloc((trainer->row_count + 1u) * sizeof *trainer->row_keys);
            if (trainer->row_keys == NULL) {
                free(slots);
                return false;
            }
            trainer->row_count = 0;
        }
        for (size_t i = 0; i < trainer->key_count; i++) {
            uint64_t key = trainer->keys[i];
            size_t at = (size_t)(key >> 20) & (size - 1);

            while (slots[at].count != 0 && slots[at].key != key)
                at = (at + 1) & (size - 1);
            if (pass == 0) {
                slots[at].key = key;
                if (++slots[at].count == trainer->set.least)
                    trainer->row_count++;
            } else {
                if (slots[at].count >= trainer->set.least && slots[at].row == 0) {
                    trainer->row_keys[trainer->row_count++] = key;
                    slots[at].row = trainer->row_count;
                }
                trainer->rows[i] = slots[at].row - 1u;
            }
        }
    }
    free(slots);
    return true;
}

struct ranked {
    float size;
    uint32_t row;
};

static int
compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Keep the rows with the largest weights, renumber the tokens' rows. */
static bool
prune(wf_trainer *trainer)
{
    struct ranked *ranked = malloc((trainer->row_count + 1u) * sizeof *ranked);
    uint32_t *moved = malloc((trainer->row_count + 1u) * sizeof *moved);
    uint32_t kept = 0, labels = trainer->set.labels;

    if (ranked == NULL || moved == NULL) {
        free(ranked);
        free(moved);
        return false;
    }
    for (uint32_t row = 0; row < trainer->row_count; row++) {
        const float *w = trainer->weights + (size_t)row * WF_TRAIN_ROW;
        float size = 0;

        for (uint32_t k = 0; k < labels; k++)
            size += w[k] * w[k];
        ranked[row] = (struct ranked){ size, row };
    }
    qsort(ranked, trainer->row_count, sizeof *ranked, compare_ranked);
    memset(moved, 0xff, trainer->row_count * sizeof *moved);
    for (uint32_t i = 0; i < trainer->row_count && i < trainer->set.rows && ranked[i].size > 0; i++)
        moved[ranked[i].row] = 0;
    for (uint32_t row = 0; row < trainer->row_count; row++) {
        if (moved[row] == UINT32_MAX)
            continue;
        trainer->row_keys[kept] = trainer->row_keys[row];
        moved[row] = kept++;
    }
    for (size_t i = 0; i < trainer->key_count; i++) {
        if (trainer->rows[i] != UINT32_MAX)
            trainer->rows[i] = moved[trainer->rows[i]];
    }
    trainer->row_count = kept;
    free(ranked);
    free(moved);
    return true;
}

static int32_t
quantise(float weight, float scale)
{
    float value = weight * scale;

    return (int32_t)(value < 0 ? value - 0.5f : value + 0.5f);
}

/* Whole numbers that fit a model file. The unit is a typical size of a right label's lead. */
static bool
fill_image(wf_trainer *trainer, struct wf_model_image *image)
{
    size_t size = (size_t)trainer->row_count * trainer->set.labels;
    uint32_t labels = trainer->set.labels;
    float most = 1e-6f, scale;
    double lead = 0;
    size_t leads = 0;

    trainer->quantised = malloc((size + 1) * sizeof *trainer->quantised);
    if (trainer->quantised == NULL)
        return false;
    for (uint32_t row = 0; row < trainer->row_count; row++) {
        for (uint32_t k = 0; k < labels; k++) {
            float w = trainer->weights[(size_t)row * WF_TRAIN_ROW + k];

            most = w > most ? w : -w > most ? -w : most;
        }
    }
    scale = LARGEST / most;
    for (uint32_t row = 0; row < trainer->row_count; row++) {
        for (uint32_t k = 0; k < labels; k++)
            trainer->quantised[(size_t)row * labels + k] = quantise(trainer->weights[(size_t)row * WF_TRAIN_ROW + k], scale);
    }
    for (uint32_t i = 0; i < labels; i++) {
        for (uint32_t k = 0; k < labels; k++)
            trainer->quantised_transitions[i * labels + k] = quantise(trainer->transitions[i][k], scale);
    }
    for (size_t i = 0; i < trainer->segment_count; i += 16) {
        static float score[WF_TRAIN_TOKENS_MAX][LANES];

        wf_train_score(trainer, &trainer->segments[i], score);
        for (uint32_t t = 0; t < trainer->segments[i].count; t++) {
            float first = NO_SCORE, second = NO_SCORE;

            for (uint32_t k = 0; k < labels; k++) {
                if (score[t][k] > first) {
                    second = first;
                    first = score[t][k];
                } else if (score[t][k] > second) {
                    second = score[t][k];
                }
            }
            lead += first - second;
            leads++;
        }
    }
    image->labels = labels;
    image->unit = (uint32_t)(leads == 0 ? 1 : lead / (double)leads * scale) + 1u;
    image->rows = trainer->row_count;
    image->row_keys = trainer->row_keys;
    image->row_weights = trainer->quantised;
    image->transitions = trainer->quantised_transitions;
    return true;
}

enum wf_status
wf_trainer_run(wf_trainer *trainer, struct wf_model_image *image, struct wf_error *err)
{
    if (!number_rows(trainer))
        goto failed;
    if (trainer->row_count > trainer->set.rows) { /* half the passes tell well enough which rows matter */
        if (!wf_train_learn(trainer, "all rows", (trainer->set.epochs + 1) / 2) || !prune(trainer))
            goto failed;
    }
    if (!wf_train_learn(trainer, "kept rows", trainer->set.epochs))
        goto failed;
    if (!fill_image(trainer, image))
        goto failed;
    return WF_OK;
failed:
    return wf_error_set(err, WF_ENOMEM, "train", 0, "no memory for so much text");
}
