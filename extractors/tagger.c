/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/tagger.h"

#include <stdlib.h>
#include <string.h>

#include "extractors/features.h"
#include "extractors/model.h"

#define LABELS WF_LABEL_COUNT
#define LANES 24u /* labels, rounded up for the compiler's vectors */
#define SEGMENT_MAX 256u /* longer runs of capitals are cut, so that the tables fit the stack */
#define NO_PATH (INT32_MIN / 4)

struct wf_tagger {
    wf_model *model;
    struct wf_feature_data data;
    uint64_t *class_seeds;
    int32_t transition_most, transition_least; /* among those that are allowed */
};

/* Scores of one segment, and the best paths to and from each label. */
struct lattice {
    int32_t score[SEGMENT_MAX][LANES];
    int32_t forward[SEGMENT_MAX][LANES];
    int32_t backward[SEGMENT_MAX][LANES];
    uint8_t from[SEGMENT_MAX][LANES];
};

static enum wf_status
find_classes(wf_tagger *tagger, wf_lexicon *lexicon, struct wf_error *err)
{
    const char *name = tagger->model->class_names;

    for (uint32_t i = 0; i < tagger->model->head->classes; i++, name += strlen(name) + 1) {
        uint16_t id = wf_lexicon_class(lexicon, name);

        if (id == UINT16_MAX)
            return wf_error_set(err, WF_ENOMEM, "tagger", 0, "no memory for a lexicon class");
        if (id >= tagger->data.class_count) {
            uint64_t *more = realloc(tagger->class_seeds, (id + 1u) * sizeof *more);

            if (more == NULL)
                return wf_error_set(err, WF_ENOMEM, "tagger", 0, "no memory for a lexicon class");
            memset(more + tagger->data.class_count, 0, (id + 1u - tagger->data.class_count) * sizeof *more);
            tagger->class_seeds = more;
            tagger->data.class_count = id + 1u;
        }
        tagger->class_seeds[id] = wf_class_seed(name);
    }
    tagger->data.class_seeds = tagger->class_seeds;
    return WF_OK;
}

wf_tagger *
wf_tagger_load(const char *path, wf_lexicon *lexicon, struct wf_error *err)
{
    wf_tagger *tagger = calloc(1, sizeof *tagger);

    if (tagger == NULL) {
        wf_error_set(err, WF_ENOMEM, path, 0, "no memory for the tagger");
        return NULL;
    }
    tagger->model = wf_model_open(path, WF_MODEL_NAMES, LABELS, err);
    if (tagger->model == NULL || find_classes(tagger, lexicon, err) != WF_OK) {
        wf_tagger_free(tagger);
        return NULL;
    }
    tagger->data.words = tagger->model->words;
    tagger->data.word_starts = tagger->model->word_starts;
    tagger->data.word_bits = tagger->model->head->word_bits;
    tagger->data.cluster_map = tagger->model->cluster_map;
    tagger->transition_most = INT32_MIN;
    tagger->transition_least = INT32_MAX;
    for (unsigned from = 0; from < LABELS; from++) {
        for (unsigned to = 0; to < LABELS; to++) {
            int32_t t = tagger->model->transitions[from * LABELS + to];

            tagger->transition_most = t > tagger->transition_most ? t : tagger->transition_most;
            tagger->transition_least = t < tagger->transition_least ? t : tagger->transition_least;
        }
    }
    return tagger;
}

void
wf_tagger_free(wf_tagger *tagger)
{
    if (tagger == NULL)
        return;
    wf_model_close(tagger->model);
    free(tagger->class_seeds);
    free(tagger);
}

const char *
wf_tagger_digest(const wf_tagger *tagger)
{
    return tagger->model->digest;
}

static void
score_token(const wf_tagger *tagger, const struct wf_features *fx, uint32_t token, int32_t score[LANES])
{
    uint64_t keys[WF_FEATURES_MAX];
    unsigned count = wf_features_name(fx, token, keys);

    memset(score, 0, LANES * sizeof *score);
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *row = wf_model_row(tagger->model, keys[i]);
        const int8_t *weights;
        int16_t scale;

        if (row == NULL)
            continue;
        weights = (const int8_t *)(row + WF_MODEL_ROW_HEAD);
        scale = row[WF_MODEL_ROW_SCALE];
        for (unsigned k = 0; k < LANES; k++)
            score[k] += (int16_t)(weights[k] * scale);
    }
}

static inline int32_t
transition(const wf_tagger *tagger, unsigned from, unsigned to)
{
    return tagger->model->transitions[from * LABELS + to];
}

/*
 * Labels that can win as a neighbour in front of (or behind) any other: those that lie further behind the
 * best than transitions can make up for are left out, which changes no result.
 */
static unsigned
alive(const wf_tagger *tagger, const int32_t value[LANES], uint8_t labels[LANES])
{
    int32_t best = NO_PATH, room = tagger->transition_most - tagger->transition_least;
    unsigned count = 0;

    for (unsigned k = 0; k < LABELS; k++)
        best = value[k] > best ? value[k] : best;
    for (unsigned k = 0; k < LABELS; k++) {
        if (value[k] >= best - room)
            labels[count++] = (uint8_t)k;
    }
    return count;
}

static void
step_forward(const wf_tagger *tagger, struct lattice *lat, unsigned t)
{
    const int32_t *before = lat->forward[t - 1];
    uint8_t labels[LANES];
    unsigned count = alive(tagger, before, labels);

    for (unsigned k = 0; k < LABELS; k++) {
        int32_t best = NO_PATH;
        uint8_t from = 0;

        if (k != 0 && !WF_LABEL_IS_BEGIN(k)) {
            int32_t begun = before[k - 1] + transition(tagger, k - 1, k);
            int32_t inside = before[k] + transition(tagger, k, k);

            from = (uint8_t)(begun >= inside ? k - 1 : k);
            best = begun >= inside ? begun : inside;
        } else {
            for (unsigned i = 0; i < count; i++) {
                int32_t value = before[labels[i]] + transition(tagger, labels[i], k);

                if (value > best) {
                    best = value;
                    from = labels[i];
                }
            }
        }
        lat->forward[t][k] = best + lat->score[t][k];
        lat->from[t][k] = from;
    }
}

static void
step_backward(const wf_tagger *tagger, struct lattice *lat, unsigned t)
{
    int32_t after[LANES];
    uint8_t labels[LANES];
    unsigned count;

    for (unsigned k = 0; k < LABELS; k++)
        after[k] = k != 0 && !WF_LABEL_IS_BEGIN(k) ? NO_PATH : lat->backward[t + 1][k] + lat->score[t + 1][k];
    count = alive(tagger, after, labels);
    for (unsigned k = 0; k < LABELS; k++) {
        unsigned inside = k == 0 ? 0 : WF_LABEL_IS_BEGIN(k) ? k + 1 : k;
        int32_t best = NO_PATH;

        for (unsigned i = 0; i < count; i++) {
            int32_t value = after[labels[i]] + transition(tagger, k, labels[i]);

            best = value > best ? value : best;
        }
        if (inside != 0) {
            int32_t value = lat->backward[t + 1][inside] + lat->score[t + 1][inside] +
                transition(tagger, k, inside);

            best = value > best ? value : best;
        }
        lat->backward[t][k] = best;
    }
}

/* How much worse the best path is that gives a token another label than `best`'s. */
static int16_t
margin_of(const wf_tagger *tagger, const struct lattice *lat, unsigned t, unsigned label)
{
    int64_t other = INT64_MIN, total = (int64_t)lat->forward[t][label] + lat->backward[t][label], margin;

    for (unsigned k = 0; k < LABELS; k++) {
        int64_t value = (int64_t)lat->forward[t][k] + lat->backward[t][k];

        if (k != label && value > other)
            other = value;
    }
    margin = (total - other) * 1000 / tagger->model->head->unit;
    return (int16_t)(margin < 0 ? 0 : margin >= INT16_MAX ? INT16_MAX - 1 : margin);
}

/* Tokens [first, first + len) are scored; those around them are outside. */
static void
decode(const wf_tagger *tagger, struct lattice *lat, unsigned len, uint8_t *labels, int16_t *margins)
{
    int32_t best = INT32_MIN;
    unsigned label = 0;

    for (unsigned k = 0; k < LABELS; k++) {
        lat->forward[0][k] = k != 0 && !WF_LABEL_IS_BEGIN(k) ? NO_PATH
                                                             : transition(tagger, 0, k) + lat->score[0][k];
    }
    for (unsigned t = 1; t < len; t++)
        step_forward(tagger, lat, t);
    for (unsigned k = 0; k < LABELS; k++) {
        lat->backward[len - 1][k] = transition(tagger, k, 0);
        if (lat->forward[len - 1][k] + lat->backward[len - 1][k] > best) {
            best = lat->forward[len - 1][k] + lat->backward[len - 1][k];
            label = k;
        }
    }
    for (unsigned t = len; t-- > 0; label = lat->from[t][label])
        labels[t] = (uint8_t)label;
    if (margins == NULL)
        return;
    for (unsigned t = len - 1; t-- > 0;)
        step_backward(tagger, lat, t);
    for (unsigned t = 0; t < len; t++)
        margins[t] = margin_of(tagger, lat, t, labels[t]);
}

enum wf_status
wf_tagger_run(const wf_tagger *tagger, struct wf_run *run, struct wf_document *doc, uint8_t *labels,
    int16_t *margins, struct wf_error *err)
{
    struct wf_arena_mark mark = wf_arena_mark(doc->arena);
    uint32_t count = doc->tokens.count;
    struct wf_features fx;
    struct lattice *lat;
    enum wf_status st;

    memset(labels, WF_LABEL_OUTSIDE, count);
    for (uint32_t t = 0; margins != NULL && t < count; t++)
        margins[t] = INT16_MAX;
    if (count == 0)
        return WF_OK;
    st = wf_features_begin(&fx, &tagger->data, doc, err);
    lat = st == WF_OK ? wf_arena_alloc(doc->arena, sizeof *lat) : NULL;
    if (lat == NULL) {
        wf_arena_rewind(doc->arena, mark);
        return wf_error_set(err, WF_ELIMIT, "tagger", 0, "the document needs more memory than it may have");
    }
    for (uint32_t t = 0; t < count;) {
        uint32_t end;

        if (!fx.tokens[t].scorable) {
            t++;
            continue;
        }
        end = fx.tokens[t].segment_end;
        if (end - t > SEGMENT_MAX)
            end = t + SEGMENT_MAX;
        if (!wf_step(run, end - t))
            break;
        for (uint32_t i = t; i < end; i++)
            score_token(tagger, &fx, i, lat->score[i - t]);
        decode(tagger, lat, end - t, labels + t, margins == NULL ? NULL : margins + t);
        t = end;
    }
    wf_arena_rewind(doc->arena, mark);
    return WF_OK;
}
