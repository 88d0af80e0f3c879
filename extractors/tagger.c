/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/tagger.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "extractors/features.h"
#include "extractors/lattice.h"
#include "extractors/model.h"

#define LANES WF_LATTICE_LANES
#define HALF WF_LATTICE_HALF
#define ROW_LANES 24u /* weights of a row */

_Static_assert(WF_MODEL_ROW_SIZE(WF_LABEL_COUNT) == WF_MODEL_ROW_HEAD + ROW_LANES, "rows are read in three parts");

struct wf_tagger {
    wf_model *model;
    struct wf_feature_data data;
    uint64_t *class_seeds;
    struct wf_lattice_weights weights;
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
    tagger->model = wf_model_open(path, WF_MODEL_NAMES, WF_LABEL_COUNT, err);
    if (tagger->model == NULL || find_classes(tagger, lexicon, err) != WF_OK) {
        wf_tagger_free(tagger);
        return NULL;
    }
    tagger->data.words = tagger->model->words;
    tagger->data.word_starts = tagger->model->word_starts;
    tagger->data.word_bits = tagger->model->head->word_bits;
    tagger->data.cluster_map = tagger->model->cluster_map;
    wf_lattice_prepare(&tagger->weights, tagger->model->transitions, tagger->model->head->unit);
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

#ifdef __SSE2__
/*
 * The sum of the rows, two at a time: the bytes of both side by side, each in the upper half of 16 bits, are multiplied
 * by the two scales and added in one instruction. All sums are 256 times too large, which 96 rows do not overflow.
 */
static void
add_rows(const uint8_t *const *rows, unsigned count, int32_t sums[ROW_LANES])
{
    const __m128i zero = _mm_setzero_si128();
    __m128i sum[6] = { zero, zero, zero, zero, zero, zero };

    for (unsigned i = 0; i < count; i += 2) {
        const uint8_t *a = rows[i], *b = rows[i + 1];
        __m128i scales = _mm_set1_epi32(a[WF_MODEL_ROW_SCALE] | b[WF_MODEL_ROW_SCALE] << 16);
        __m128i a16 = _mm_loadu_si128((const void *)(a + WF_MODEL_ROW_HEAD));
        __m128i b16 = _mm_loadu_si128((const void *)(b + WF_MODEL_ROW_HEAD));
        __m128i a8 = _mm_loadl_epi64((const void *)(a + WF_MODEL_ROW_HEAD + 16));
        __m128i b8 = _mm_loadl_epi64((const void *)(b + WF_MODEL_ROW_HEAD + 16));
        __m128i part[3] = { _mm_unpacklo_epi8(a16, b16), _mm_unpackhi_epi8(a16, b16), _mm_unpacklo_epi8(a8, b8) };

        for (unsigned k = 0; k < 3; k++) {
            sum[2 * k] = _mm_add_epi32(sum[2 * k], _mm_madd_epi16(_mm_unpacklo_epi8(zero, part[k]), scales));
            sum[2 * k + 1] = _mm_add_epi32(sum[2 * k + 1], _mm_madd_epi16(_mm_unpackhi_epi8(zero, part[k]), scales));
        }
    }
    for (unsigned k = 0; k < 6; k++)
        _mm_storeu_si128((void *)(sums + 4 * k), _mm_srai_epi32(sum[k], 8));
}
#else
static void
add_rows(const uint8_t *const *rows, unsigned count, int32_t sums[ROW_LANES])
{
    memset(sums, 0, ROW_LANES * sizeof *sums);
    for (unsigned i = 0; i < count; i++) {
        const int8_t *weights = (const int8_t *)(rows[i] + WF_MODEL_ROW_HEAD);
        int16_t scale = rows[i][WF_MODEL_ROW_SCALE];

        for (unsigned k = 0; k < ROW_LANES; k++)
            sums[k] += (int16_t)(weights[k] * scale);
    }
}
#endif

/*
 * Tokens on the way to their scores: the keys of one are made while those before it wait for memory. One after another
 * a token is put in, its rows are asked for, and it is summed up.
 */
#define AHEAD 2u /* tokens between the first step and the last */

struct queue {
    uint64_t keys[AHEAD + 1][WF_FEATURES_MAX];
    unsigned count[AHEAD + 1];
    uint32_t next;  /* token to be put in next */
    unsigned put;   /* how many were, ever */
};

static uint32_t
next_scorable(const struct wf_features *fx, uint32_t token)
{
    uint32_t count = fx->doc->tokens.count;

    while (token < count && !fx->tokens[token].scorable)
        token++;
    return token;
}

/* One more token into the queue, and the one before it a step on. */
static void
advance(const wf_tagger *tagger, const struct wf_features *fx, struct queue *queue)
{
    unsigned at = queue->put % (AHEAD + 1), before = (queue->put + AHEAD) % (AHEAD + 1);

    if (queue->put > 0) {
        for (unsigned i = 0; i < queue->count[before]; i++)
            wf_model_fetch_row(tagger->model, queue->keys[before][i]);
    }
    queue->count[at] = 0;
    if (queue->next < fx->doc->tokens.count) {
        queue->count[at] = wf_features_name(fx, queue->next, queue->keys[at]);
        for (unsigned i = 0; i < queue->count[at]; i++)
            wf_model_fetch_start(tagger->model, queue->keys[at][i]);
        queue->next = next_scorable(fx, queue->next + 1);
    }
    queue->put++;
}

/* The scores of the token that was put in AHEAD tokens ago. */
static void
score_token(const wf_tagger *tagger, const struct queue *queue, int32_t score[LANES])
{
    static const uint8_t no_row[WF_MODEL_ROW_HEAD + ROW_LANES];
    unsigned at = queue->put % (AHEAD + 1), found = 0;
    const uint8_t *rows[WF_FEATURES_MAX + 1];
    int32_t sums[ROW_LANES];

    for (unsigned i = 0; i < queue->count[at]; i++) {
        const uint8_t *row = wf_model_row(tagger->model, queue->keys[at][i]);

        rows[found] = row;
        found += row != NULL;
    }
    rows[found] = no_row;
    add_rows(rows, found, sums);
    score[0] = sums[WF_LABEL_OUTSIDE];
    score[HALF] = score[HALF - 1] = score[LANES - 1] = 0;
    for (unsigned type = 1; type < HALF - 1; type++) {
        score[type] = sums[WF_LABEL_BEGIN(type)];
        score[HALF + type] = sums[WF_LABEL_INSIDE(type)];
    }
}

enum wf_status
wf_tagger_run(const wf_tagger *tagger, struct wf_run *run, struct wf_document *doc, uint8_t *labels,
    int16_t *margins, struct wf_error *err)
{
    struct wf_arena_mark mark = wf_arena_mark(doc->arena);
    uint32_t count = doc->tokens.count;
    struct queue queue = { .put = 0 };
    struct wf_features fx;
    struct wf_lattice *lat;
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
    queue.next = next_scorable(&fx, 0);
    for (unsigned i = 0; i < AHEAD; i++)
        advance(tagger, &fx, &queue);
    for (uint32_t t = next_scorable(&fx, 0), end; t < count; t = next_scorable(&fx, end)) {
        end = fx.tokens[t].segment_end;
        if (end - t > WF_LATTICE_TOKENS)
            end = t + WF_LATTICE_TOKENS;
        if (!wf_step(run, end - t))
            break;
        for (uint32_t i = t; i < end; i++) {
            advance(tagger, &fx, &queue);
            score_token(tagger, &queue, lat->score[i - t]);
        }
        wf_lattice_decode(&tagger->weights, lat, end - t, labels + t, margins == NULL ? NULL : margins + t);
    }
    wf_arena_rewind(doc->arena, mark);
    return WF_OK;
}
