/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/train.h"

#include <stdlib.h>
#include <string.h>

#define LANES WF_MODEL_LABELS_MAX
#define NO_PATH (-1e30f)
#define LARGEST (127 * 255) /* of a weight in a model file */
#define TOKENS_MAX 512u /* of a segment; longer ones are cut */

struct token {
    size_t first;     /* key or row */
    uint32_t count;
    uint32_t allowed;
};

struct segment {
    size_t first; /* token */
    uint32_t count;
    float weight;
};

struct wf_trainer {
    struct wf_trainer_settings set;
    uint64_t *keys;
    size_t key_count, key_capacity;
    struct token *tokens;
    size_t token_count, token_capacity;
    struct segment *segments;
    size_t segment_count, segment_capacity;
    size_t open; /* first token of the open segment */

    uint32_t *rows;     /* of each key, UINT32_MAX for none */
    uint64_t *row_keys;
    uint32_t row_count;
    float *weights, *sums; /* rows × labels; sums: steps × changes, for the average */
    float transitions[LANES][LANES], transition_sums[LANES][LANES];
    double steps;
    uint64_t random;
    uint64_t drop_seed;
    uint32_t drop_below; /* of 256 */
    int32_t *quantised;
    int32_t quantised_transitions[LANES * LANES];
};

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
    free(trainer->sums);
    free(trainer->quantised);
    free(trainer);
}

bool
wf_trainer_token(wf_trainer *trainer, const uint64_t *keys, unsigned count, uint32_t allowed)
{
    if (!grow(&trainer->keys, &trainer->key_capacity, trainer->key_count, count, sizeof *trainer->keys) ||
        !grow(&trainer->tokens, &trainer->token_capacity, trainer->token_count, 1, sizeof *trainer->tokens))
        return false;
    trainer->tokens[trainer->token_count++] = (struct token){ trainer->key_count, count, allowed };
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
        count = count > TOKENS_MAX ? TOKENS_MAX : count;
        trainer->segments[trainer->segment_count++] = (struct segment){ trainer->open, (uint32_t)count, weight };
        trainer->open += count;
    }
    return true;
}

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
        struct segment swap = trainer->segments[i - 1];

        trainer->segments[i - 1] = trainer->segments[j];
        trainer->segments[j] = swap;
    }
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

/* Leaving out features at random while learning keeps any one of them from carrying the others' work. */
static bool
is_dropped(const wf_trainer *trainer, size_t key)
{
    return trainer->drop_below != 0 && (wf_mix(key, trainer->drop_seed) >> 56) < trainer->drop_below;
}

static void
score_segment(const wf_trainer *trainer, const struct segment *segment, float score[][LANES])
{
    uint32_t labels = trainer->set.labels;

    for (uint32_t t = 0; t < segment->count; t++) {
        const struct token *token = &trainer->tokens[segment->first + t];

        memset(score[t], 0, sizeof score[t]);
        for (uint32_t i = 0; i < token->count; i++) {
            uint32_t row = trainer->rows[token->first + i];

            if (row == UINT32_MAX || is_dropped(trainer, token->first + i))
                continue;
            for (uint32_t k = 0; k < labels; k++)
                score[t][k] += trainer->weights[(size_t)row * labels + k];
        }
    }
}

/*
 * The best path. With `constrained` only allowed labels are used; else those that are not allowed get the margin
 * on top, so that the right path must win by that much. Returns its score, NO_PATH where there is none.
 */
static float
best_path(const wf_trainer *trainer, const struct segment *segment, float score[][LANES], bool constrained,
    uint8_t *path)
{
    static uint8_t from[TOKENS_MAX][LANES];
    float value[2][LANES], best = NO_PATH;
    uint32_t labels = trainer->set.labels, last = 0;

    for (uint32_t t = 0; t < segment->count; t++) {
        uint32_t allowed = trainer->tokens[segment->first + t].allowed;
        float *now = value[t & 1];
        const float *before = value[(t & 1) ^ 1];

        for (uint32_t k = 0; k < labels; k++) {
            bool inside = trainer->set.names && k != 0 && (k & 1) == 0;
            uint32_t low = inside ? k - 1 : 0, high = inside ? k : labels - 1;

            now[k] = NO_PATH;
            from[t][k] = 0;
            if (constrained && (allowed >> k & 1) == 0)
                continue;
            if (t == 0) {
                if (!inside)
                    now[k] = trainer->transitions[0][k] + score[t][k];
            } else {
                for (uint32_t p = low; p <= high; p++) {
                    float v = before[p] + trainer->transitions[p][k];

                    if (v > now[k]) {
                        now[k] = v;
                        from[t][k] = (uint8_t)p;
                    }
                }
                now[k] += score[t][k];
            }
            if (!constrained && (allowed >> k & 1) == 0)
                now[k] += k == 0 && trainer->set.names ? trainer->set.miss : trainer->set.margin;
        }
    }
    for (uint32_t k = 0; k < labels; k++) {
        float v = value[(segment->count - 1) & 1][k] + trainer->transitions[k][0];

        if (v > best) {
            best = v;
            last = k;
        }
    }
    for (uint32_t t = segment->count; t-- > 0; last = from[t][last])
        path[t] = (uint8_t)last;
    return best < NO_PATH / 2 ? NO_PATH : best;
}

static void
change(wf_trainer *trainer, const struct segment *segment, uint32_t t, uint8_t label, float by)
{
    const struct token *token = &trainer->tokens[segment->first + t];
    uint32_t labels = trainer->set.labels;
    float sum = (float)(by * trainer->steps);

    for (uint32_t i = 0; i < token->count; i++) {
        uint32_t row = trainer->rows[token->first + i];

        if (row == UINT32_MAX || is_dropped(trainer, token->first + i))
            continue;
        trainer->weights[(size_t)row * labels + label] += by;
        trainer->sums[(size_t)row * labels + label] += sum;
    }
}

static void
change_transition(wf_trainer *trainer, uint8_t from, uint8_t to, float by)
{
    trainer->transitions[from][to] += by;
    trainer->transition_sums[from][to] += (float)(by * trainer->steps);
}

/* One step; false where nothing was wrong. */
static bool
learn(wf_trainer *trainer, const struct segment *segment)
{
    static float score[TOKENS_MAX][LANES];
    uint8_t right[TOKENS_MAX], guess[TOKENS_MAX];
    bool wrong = false;

    trainer->steps += 1;
    trainer->drop_seed = next_random(trainer);
    score_segment(trainer, segment, score);
    best_path(trainer, segment, score, false, guess);
    for (uint32_t t = 0; t < segment->count && !wrong; t++)
        wrong = (trainer->tokens[segment->first + t].allowed >> guess[t] & 1) == 0;
    if (!wrong || best_path(trainer, segment, score, true, right) == NO_PATH)
        return false;
    for (uint32_t t = 0; t <= segment->count; t++) {
        uint8_t r0 = t == 0 ? 0 : right[t - 1], g0 = t == 0 ? 0 : guess[t - 1];
        uint8_t r1 = t == segment->count ? 0 : right[t], g1 = t == segment->count ? 0 : guess[t];

        if (r1 != g1) {
            change(trainer, segment, t, r1, segment->weight);
            change(trainer, segment, t, g1, -segment->weight);
        }
        if (r1 != g1 || r0 != g0) {
            change_transition(trainer, r0, r1, segment->weight);
            change_transition(trainer, g0, g1, -segment->weight);
        }
    }
    return true;
}

static bool
run_epochs(wf_trainer *trainer, const char *what)
{
    size_t size = (size_t)trainer->row_count * trainer->set.labels;

    free(trainer->weights);
    free(trainer->sums);
    trainer->weights = calloc(size + 1, sizeof *trainer->weights);
    trainer->sums = calloc(size + 1, sizeof *trainer->sums);
    if (trainer->weights == NULL || trainer->sums == NULL)
        return false;
    memset(trainer->transitions, 0, sizeof trainer->transitions);
    memset(trainer->transition_sums, 0, sizeof trainer->transition_sums);
    trainer->steps = 0;
    trainer->drop_below = (uint32_t)(trainer->set.drop * 256);
    for (uint32_t epoch = 0; epoch < trainer->set.epochs; epoch++) {
        uint32_t wrong = 0;

        shuffle(trainer);
        for (size_t i = 0; i < trainer->segment_count; i++)
            wrong += learn(trainer, &trainer->segments[i]);
        if (trainer->set.progress != NULL)
            trainer->set.progress(what, wrong, (uint32_t)trainer->segment_count);
    }
    trainer->drop_below = 0;
    for (size_t i = 0; i < size; i++)
        trainer->weights[i] -= (float)(trainer->sums[i] / trainer->steps);
    for (uint32_t i = 0; i < LANES; i++) {
        for (uint32_t k = 0; k < LANES; k++)
            trainer->transitions[i][k] -= (float)(trainer->transition_sums[i][k] / trainer->steps);
    }
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
        const float *w = trainer->weights + (size_t)row * labels;
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
    for (size_t i = 0; i < size; i++) {
        float w = trainer->weights[i] < 0 ? -trainer->weights[i] : trainer->weights[i];

        most = w > most ? w : most;
    }
    scale = LARGEST / most;
    for (size_t i = 0; i < size; i++)
        trainer->quantised[i] = quantise(trainer->weights[i], scale);
    for (uint32_t i = 0; i < labels; i++) {
        for (uint32_t k = 0; k < labels; k++)
            trainer->quantised_transitions[i * labels + k] = quantise(trainer->transitions[i][k], scale);
    }
    for (size_t i = 0; i < trainer->segment_count; i += 16) {
        static float score[TOKENS_MAX][LANES];

        score_segment(trainer, &trainer->segments[i], score);
        for (uint32_t t = 0; t < trainer->segments[i].count; t++) {
            float first = NO_PATH, second = NO_PATH;

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
    if (!number_rows(trainer) || !run_epochs(trainer, "all rows"))
        goto failed;
    if (trainer->row_count > trainer->set.rows) {
        if (!prune(trainer) || !run_epochs(trainer, "kept rows"))
            goto failed;
    }
    if (!fill_image(trainer, image))
        goto failed;
    return WF_OK;
failed:
    return wf_error_set(err, WF_ENOMEM, "train", 0, "no memory for so much text");
}
