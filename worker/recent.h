/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the status page shows of the latest documents: some facts with their sentences, and dead letters with their
 * reasons. Lanes fill a batch of their own while a transaction is open and hand it over once it is committed, so that
 * nothing is shown that no reader can see. Facts are taken only while somebody looks, from two documents a second and
 * lane; dead letters always.
 */
#ifndef WF_RECENT_H
#define WF_RECENT_H

#include <stdint.h>

#include "document/document.h"
#include "document/status.h"

#define WF_RECENT_FACTS 24   /* kept, and at most in a batch */
#define WF_RECENT_LETTERS 12

typedef struct wf_recent wf_recent; /* defined in recent.c; one a worker, any thread */

/* A new one; `facts` false: document text is never kept. NULL without memory. */
wf_recent *wf_recent_new(bool facts);
void wf_recent_free(wf_recent *recent); /* accepts NULL */

/* Somebody looks: take facts for the next ten seconds. Accepts NULL, as all of these. */
void wf_recent_want(wf_recent *recent, int64_t now_ms);

/*
 * Facts and dead letters numbered above *seen as the members `"facts":[...],"letters":[...]`, oldest first; *seen
 * becomes the newest. 0 gives all that are kept.
 */
void wf_recent_print(wf_recent *recent, uint64_t *seen, struct wf_buffer *out);

/* What an open transaction has; zeroed to begin with, one a lane. */
struct wf_recent_batch {
    int64_t taken_ms;     /* when the last document was taken */
    unsigned turn;        /* which layer is first in the next one */
    unsigned fact_count, letter_count;
    struct wf_buffer facts[WF_RECENT_FACTS], letters[WF_RECENT_LETTERS]; /* JSON objects without their end */
};

/* A few facts of the document, of different layers, unless nobody looks or the last ones are too fresh. */
void wf_recent_take(const wf_recent *recent, struct wf_recent_batch *batch, const struct wf_document *doc, int64_t now_ms);

/* A dead letter; `stage` and `message` say why. */
void wf_recent_letter(const wf_recent *recent, struct wf_recent_batch *batch, const struct wf_origin *origin,
    enum wf_status reason, const char *stage, const char *message);

/* The transaction was committed: show the batch, which is empty afterwards. */
void wf_recent_commit(wf_recent *recent, struct wf_recent_batch *batch, int64_t time_ms);

/* It was not. */
void wf_recent_drop(struct wf_recent_batch *batch);

/* Release what the batch holds; the struct itself is the caller's. */
void wf_recent_batch_free(struct wf_recent_batch *batch);

#endif
