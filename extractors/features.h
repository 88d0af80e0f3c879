/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the learned taggers see of a token, as 64-bit keys. Training and tagging use this one file, so they cannot
 * differ. Nothing here depends on the ids of a chain's vocabulary: words are hashed from their bytes.
 */
#ifndef WF_FEATURES_H
#define WF_FEATURES_H

#include "extractors/lexicon.h"
#include "extractors/model.h"

#define WF_FEATURES_MAX 96u  /* keys a token has at most */
#define WF_GAZETTEER_MAX 6u  /* classes over one token that are looked at */
#define WF_FEATURE_NOWHERE UINT32_MAX

/* Facts that features need, borrowed from a model or from the trainer. */
struct wf_feature_data {
    const struct wf_model_word *words;
    const uint32_t *word_starts;
    uint32_t word_bits;
    const uint16_t *cluster_map;  /* two a fine cluster: middle, coarse */
    const uint64_t *class_seeds;  /* by class id: hash of its name, 0 where the class is no feature */
    uint32_t class_count;         /* class ids at and above have no seed */
};

/* One token. */
struct wf_feature_token {
    uint64_t word;    /* hash of the folded word */
    uint32_t prefix;  /* first four folded bytes, zero-padded */
    uint32_t suffix;  /* last four folded bytes, the last one lowest */
    uint16_t shape;
    uint16_t fine, middle, coarse; /* cluster + 1 */
    uint16_t info;    /* struct wf_model_word */
    uint8_t scorable; /* may belong to a name */
    uint8_t casing;   /* of the sentence */
    uint8_t seen;     /* bit 0: in lower case in the document, bit 1: capitalised inside a sentence */
    uint8_t gazetteers;
    uint32_t run_first, run_end; /* the run of capitals around it, empty where it is in none */
    uint32_t segment_first, segment_end; /* the run of scorable tokens */
    uint32_t noun;    /* what its run is said to be: `company` in `Brilk, a Swedish company`; WF_FEATURE_NOWHERE for nothing */
    uint64_t classes; /* all of `gazetteer` in one hash */
    uint64_t gazetteer[WF_GAZETTEER_MAX]; /* class seed and place in the match */
};

struct wf_features {
    const struct wf_feature_data *data;
    const struct wf_document *doc;
    struct wf_feature_token *tokens;
};

/* Hash of a word as features see it: case and diacritics folded. */
uint64_t wf_word_hash(const char *word, size_t len);

/* Hash of a lexicon class's name. */
uint64_t wf_class_seed(const char *name);

/*
 * The noun that says what the name before token `t` is: the last plain word before a preposition, comma or verb in
 * `, a Swedish insurance company based in`, `is a village in`. WF_FEATURE_NOWHERE where there is none before `end`.
 */
uint32_t wf_feature_noun(const struct wf_document *doc, uint32_t t, uint32_t end);

/* Look at all tokens of `doc`; memory from its arena, WF_ELIMIT when that is full. */
enum wf_status wf_features_begin(struct wf_features *fx, const struct wf_feature_data *data,
    struct wf_document *doc, struct wf_error *err);

/* Keys of a scorable token for the tagger of names; returns how many. */
unsigned wf_features_name(const struct wf_features *fx, uint32_t token, uint64_t keys[WF_FEATURES_MAX]);

#endif
