/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Annotated text for training: pairs of files with a JSON object a line. DOCS has {"id","text"}, GOLD has
 * {"id","annotations":[{"layer":"entities","type","start","end"}...],"scope"?}, the same documents in the same
 * order; spans count code points of the text. A corpus is named [+]DOCS:GOLD[:WEIGHT[:MAP]]; with the plus sign
 * cross-validation leaves nothing of it out.
 *
 * MAP says what a corpus's types are here, as `PER=PERSON,LOC=LOC|GPE|FAC,MISC=*,award=-`: a `|` between types that
 * it does not tell apart, `*` any type or none, `-` no name. `outside=EVENT|LAW` names types that it leaves
 * unmarked, so that unmarked text may be of them. What MAP does not name keeps its own name where that is a type
 * here (native `type` first, then `coarse`), else it counts as `*`.
 */
#ifndef WF_TRAIN_TEXT_H
#define WF_TRAIN_TEXT_H

#include "document/document.h"

#define WF_CORPUS_MAP_MAX 64

struct wf_corpus {
    char *memory;      /* a copy of the name, which the rest points into */
    char *docs, *gold; /* paths */
    float weight;
    bool whole; /* never left out */
    struct {
        char *name;
        uint32_t allowed; /* a bit an entity type, bit 0 for none */
    } map[WF_CORPUS_MAP_MAX];
    unsigned map_count;
    uint32_t outside; /* likewise, for unmarked text */
};

/* Take apart a corpus's name. WF_EUSAGE, WF_ENOMEM. */
enum wf_status wf_corpus_open(struct wf_corpus *corpus, const char *name, struct wf_error *err);
void wf_corpus_close(struct wf_corpus *corpus);

/* Labels that each token may have, a bit a label of extractors/tagger.h. */
typedef enum wf_status (*wf_corpus_reader)(void *context, const struct wf_corpus *corpus, const char *id,
    struct wf_document *doc, uint32_t *allowed, struct wf_error *err);

/*
 * Call `read` for every document, tokenised with `vocabulary`, with its labels. WF_EIO, WF_EFORMAT with file and
 * line, or what `read` returned.
 */
enum wf_status wf_corpus_read(const struct wf_corpus *corpus, const wf_vocabulary *vocabulary,
    wf_corpus_reader read, void *context, struct wf_error *err);

#endif
