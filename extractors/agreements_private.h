/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by agreements.c and agreements_parties.c; nobody else includes it. */
#ifndef WF_AGREEMENTS_PRIVATE_H
#define WF_AGREEMENTS_PRIVATE_H

#include "extractors/certainty.h"
#include "extractors/participants.h"

#define AGREEMENT_ABOUT 6

enum { AGREEMENT_BY_NOUN, AGREEMENT_BY_VERB, AGREEMENT_PROMISE, AGREEMENT_RULES };

struct agreements_state {
    struct wf_participants who;
    struct wf_certainty certainty;
    uint16_t noun, verb, status, status_noun, adjective, subject, function;
    uint32_t about[AGREEMENT_ABOUT]; /* word ids of on, over, concerning ... */
    uint32_t among;
    const struct wf_rule *rules[AGREEMENT_RULES];
};

/* Work on one document. */
struct finder {
    const struct agreements_state *state;
    struct wf_document *doc;
    unsigned figure;             /* first figure that may belong to the next agreement */
    bool counted;                /* the two countries of the document were looked for */
    struct wf_entity *countries[2];
};

/* The contract's own spelling of a kind or status, NULL for an unknown one. */
const char *wf_agreement_kind(const struct agreements_state *state, struct wf_slice name);
const char *wf_agreement_status(const struct agreements_state *state, struct wf_slice name);

/* Add a party unless it is there; a person or nationality stands for its country. */
void wf_party_add(struct finder *f, wf_references *list, const struct wf_reference *ref);

/* Parties stated around the noun group (may be WF_NO_CHUNK) and by the verb (likewise). */
void wf_agreement_parties(struct finder *f, struct wf_agreement *a, uint32_t noun, uint32_t verb, bool subject_signs);

/* The two countries that the document is about, where it is about two. */
void wf_agreement_implied(struct finder *f, struct wf_agreement *a);

/* Add the other of the document's two countries where the only party is one of them. */
void wf_agreement_partner(struct finder *f, struct wf_agreement *a);

/* What it is about: `on X and Y`, `covering X`, `to facilitate X`; `after` is the chunk behind its noun. */
void wf_agreement_subjects(struct finder *f, struct wf_agreement *a, uint32_t after);

/* What was agreed or promised, from the chunk behind the verb. */
void wf_agreement_object(struct finder *f, struct wf_agreement *a, uint32_t verb, uint32_t next);

/* `in exchange for a promise to return the funds`: keeps it when somebody's promise it is. */
void wf_promise(struct finder *f, struct wf_agreement *a, uint32_t noun, uint32_t after);

/* Who says so, from the quotations. */
void wf_agreement_source(struct finder *f, struct wf_agreement *a);

#endif
