/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Model files of the learned taggers. A file is one linear model over hashed features: rows of 8-bit weights
 * found by a 64-bit key, transition weights between labels, a table of word facts and the names of the lexicon
 * classes that serve as features. Little-endian; mapped read-only; all of it is checked when it is opened, so that
 * a damaged file is refused and never read out of bounds. Layout: docs/models.md.
 */
#ifndef WF_MODEL_H
#define WF_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "document/fetch.h"
#include "document/status.h"

#define WF_MODEL_MAGIC "WFMODEL\n"
#define WF_MODEL_VERSION 2u /* of the layout and of the features: either changes, old files are refused */
#define WF_MODEL_LABELS_MAX 32u
#define WF_MODEL_ROWS_MAX (1u << 20)
#define WF_MODEL_WORDS_MAX (1u << 20)
#define WF_MODEL_CLASSES_MAX 200u
#define WF_MODEL_SIZE_MAX (64u << 20)

enum wf_model_kind { WF_MODEL_NAMES = 1 };

struct wf_model_header {
    char magic[8];
    uint32_t version;
    uint32_t kind;
    uint64_t size;   /* of the whole file */
    uint64_t digest; /* of everything behind this member */
    uint32_t labels;
    uint32_t rows, row_bits;   /* buckets: 2^row_bits, by the key's top bits */
    uint32_t words, word_bits;
    uint32_t clusters;         /* fine ones; each has a middle and a coarse one */
    uint32_t classes;
    uint32_t unit;             /* a score that counts as clear */
    uint32_t row_starts, row, transitions, word_starts, word, cluster_map, class_names; /* offsets */
    uint32_t class_names_size;
    uint32_t reserved[16];
};

/*
 * A row is the low 16 bits of its key, the key's bits behind the bucket's up to the WF_MODEL_TOP_BITS highest, a scale,
 * and one int8 a label, padded to a multiple of eight: a label's weight is the int8 times the scale.
 */
#define WF_MODEL_TOP_BITS 20u
#define WF_MODEL_ROW_HEAD 4u
#define WF_MODEL_ROW_MORE 2u  /* byte of the row */
#define WF_MODEL_ROW_SCALE 3u /* byte of the row */
#define WF_MODEL_ROW_SIZE(labels) (WF_MODEL_ROW_HEAD + (((labels) + 7u) & ~7u))
#define WF_MODEL_ROW_BITS_MIN 12u

/* What is known of a word: cluster + 1 in the low 11 bits (0: none), then the bits below. */
struct wf_model_word {
    uint16_t check;
    uint16_t info;
};

#define WF_WORD_CLUSTER(info) ((info) & 0x7ffu)
#define WF_WORD_LOWER(info) (((info) >> 11) & 3u) /* 0 never seen in lower case to 3 mostly lower case */
#define WF_WORD_INSIDE 0x2000u /* seen in lower case inside names */
#define WF_WORD_EDGE 0x4000u   /* seen in lower case as the first or last word of names */

typedef struct wf_model {
    const struct wf_model_header *head;
    size_t row_size;
    const uint32_t *row_starts;
    const uint8_t *rows;
    const int32_t *transitions; /* [previous][label] */
    const uint32_t *word_starts;
    const struct wf_model_word *words;
    const uint16_t *cluster_map; /* two a fine cluster: middle, coarse */
    const char *class_names;     /* terminated strings, head->classes of them */
    uint32_t row_shift;          /* a key's bucket is what is left above it */
    uint32_t more_mask;          /* of the key's bits behind the bucket's */
    char digest[17];
} wf_model;

/* Map and check the file. Returns a new model, or NULL with *err: WF_EIO, WF_ENOMEM, WF_EDATA. */
wf_model *wf_model_open(const char *path, enum wf_model_kind kind, uint32_t labels, struct wf_error *err);

/* Accepts NULL. */
void wf_model_close(wf_model *model);

/* 64-bit checksum of `len` bytes: not against malice, but against damage. */
uint64_t wf_model_checksum(const void *data, size_t len);

/* Mixing of feature keys: one multiplication a step. */
static inline uint64_t
wf_mix(uint64_t a, uint64_t b)
{
    a ^= b * UINT64_C(0x9E3779B97F4A7C15);
    a *= UINT64_C(0xD6E8FEB86659FD93);
    return a ^ (a >> 32);
}

/* A row is read in three steps, which may lie apart: where its bucket's start is asked for, then its row, then read. */
static inline void
wf_model_fetch_start(const wf_model *model, uint64_t key)
{
    wf_fetch(model->row_starts + (key >> model->row_shift));
}

static inline void
wf_model_fetch_row(const wf_model *model, uint64_t key)
{
    wf_fetch(model->rows + model->row_starts[key >> model->row_shift] * model->row_size);
}

/* The row of a key, NULL where it has none. */
static inline const uint8_t *
wf_model_row(const wf_model *model, uint64_t key)
{
    uint32_t more = (uint32_t)(key >> (64 - WF_MODEL_TOP_BITS)) & model->more_mask;
    uint32_t check = (uint16_t)key | more << (8 * WF_MODEL_ROW_MORE), found;
    const uint32_t *start = model->row_starts + (key >> model->row_shift);
    const uint8_t *row = model->rows + start[0] * model->row_size;

    for (uint32_t count = start[1] - start[0]; count > 0; count--, row += model->row_size) {
        memcpy(&found, row, sizeof found);
        if ((found & 0xffffffu) == check) /* the scale is above */
            return row;
    }
    return NULL;
}

/* Facts of a word by its hash (wf_word_hash), 0 where unknown. */
static inline uint32_t
wf_model_word_info(const struct wf_model_word *words, const uint32_t *starts, uint32_t bits, uint64_t hash)
{
    uint32_t at = starts[hash >> (64 - bits)], end = starts[(hash >> (64 - bits)) + 1];

    for (; at < end; at++) {
        if (words[at].check == (uint16_t)hash)
            return words[at].info;
    }
    return 0;
}

/* What goes into a file. Rows and words in any order, without equal keys; everything borrowed. */
struct wf_model_image {
    enum wf_model_kind kind;
    uint32_t labels;
    uint32_t unit;
    uint32_t rows;
    const uint64_t *row_keys;
    const int32_t *row_weights; /* rows × labels */
    const int32_t *transitions; /* labels × labels */
    uint32_t words;
    const uint64_t *word_keys;
    const uint16_t *word_infos;
    uint32_t clusters;
    const uint16_t *cluster_map;
    uint32_t classes;
    const char *const *class_names;
};

/* Write a model file; the same image gives the same bytes. WF_EIO, WF_ENOMEM, WF_EDATA. */
enum wf_status wf_model_write(const struct wf_model_image *image, const char *path, struct wf_error *err);

#endif
