/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The learned tagger of names: a conditional random field over hashed features, its weights averaged, decoded by Viterbi.
 * Tokens that cannot belong to a name (no capital, none beside them) are not scored at all. The model file is
 * made by `wirefact train` (docs/models.md) and mapped read-only; one tagger serves all lanes.
 */
#ifndef WF_TAGGER_H
#define WF_TAGGER_H

#include "extractors/extractor.h"

typedef struct wf_tagger wf_tagger; /* defined in tagger.c */

/*
 * One label a token: 0 outside, else begin or inside of a name of an entity type. The types are
 * WF_ENTITY_PERSON to WF_ENTITY_WORK_OF_ART.
 */
#define WF_LABEL_OUTSIDE 0u
#define WF_LABEL_BEGIN(type) ((uint8_t)(2u * (unsigned)(type) - 1u))
#define WF_LABEL_INSIDE(type) ((uint8_t)(2u * (unsigned)(type)))
#define WF_LABEL_TYPE(label) ((enum wf_entity_type)(((unsigned)(label) + 1u) / 2u)) /* WF_ENTITY_NONE for 0 */
#define WF_LABEL_IS_BEGIN(label) (((label) & 1u) != 0)
#define WF_LABEL_COUNT (2u * (unsigned)WF_ENTITY_WORK_OF_ART + 1u)

/*
 * Map the model at `path`. Gazetteer features ask `lexicon` for their classes by name, which makes those that
 * are not loaded yet. Returns a new tagger, or NULL with *err: WF_EIO, WF_ENOMEM, or WF_EDATA for a file that
 * is no model, cut, changed, or made for another version.
 */
wf_tagger *wf_tagger_load(const char *path, wf_lexicon *lexicon, struct wf_error *err);

/* Accepts NULL. */
void wf_tagger_free(wf_tagger *tagger);

/*
 * Label every token: labels[i] as above, well formed (an inside label follows one of its type). margins[i], which
 * may be NULL, is by how much the best reading of the sentence beats the best one that gives token i another
 * label: 0 is a toss-up, 1000 is about as clear as names usually are, INT16_MAX where nothing else was possible.
 * Needs tokens and matches. Both arrays hold doc->tokens.count items and are the caller's. WF_OK, or WF_ELIMIT
 * when the arena is full; then, and when the step budget runs out, the labels not yet decided are outside.
 */
enum wf_status wf_tagger_run(const wf_tagger *tagger, struct wf_run *run, struct wf_document *doc,
    uint8_t *labels, int16_t *margins, struct wf_error *err);

/* Hexadecimal digest of the model file, borrowed from the tagger. */
const char *wf_tagger_digest(const wf_tagger *tagger);

#endif
