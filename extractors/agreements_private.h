/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by agreements*.c; nobody else includes it. */
#ifndef WF_AGREEMENTS_PRIVATE_H
#define WF_AGREEMENTS_PRIVATE_H

#include "extractors/certainty.h"
#include "extractors/participants.h"

#define AGREEMENT_ABOUT 6

enum { AGREEMENT_BY_NOUN, AGREEMENT_BY_VERB, AGREEMENT_PROMISE, AGREEMENT_RULES };

struct agreements_state {
    struct wf_participants who;
    struct wf_certainty certainty;
    uint16_t noun, verb, status, status_noun, adjective, subject, function, list_cue;
    uint32_t about[AGREEMENT_ABOUT]; /* word ids of on, over, concerning ... */
    uint32_t among, for_;
    const struct wf_rule *rules[AGREEMENT_RULES];
};

/* Work on one document. */
struct finder {
    const struct agreements_state *state;
    struct wf_run *run;
    struct wf_document *doc;
    unsigned figure;             /* first figure that may belong to the next agreement */
    bool counted;                /* the two countries of the document were looked for */
    struct wf_agreement *group;  /* latest that is told in the plural */
    struct wf_entity *countries[2];
};

/* Where a status was found. */
struct agreement_status {
    struct wf_slice name; /* none where the text gives none */
    struct wf_range cue;
    uint32_t verb;        /* chunk of the verb that says it, WF_NO_CHUNK */
    bool subject_signs;   /* an active verb: who does it is a party */
    enum wf_factuality factuality;
};

struct wf_range wf_agreement_range(const struct wf_document *doc, const struct wf_match *m);

/*
 * Four places to look for a status, best first; each is false where it finds none: a noun above the agreement
 * (`signing of the`), the verb whose object it is, the verb or participle behind it, an adjective before it.
 */
bool wf_status_above(const struct finder *f, uint32_t noun, struct agreement_status *out);
bool wf_status_before(const struct finder *f, uint32_t noun, struct agreement_status *out);
bool wf_status_after(const struct finder *f, uint32_t noun, uint32_t after, struct agreement_status *out);
bool wf_status_adjective(const struct finder *f, uint32_t from, uint32_t to, struct agreement_status *out);

/* Whoever does this alone names the parties; who wants to revive an agreement is one of two at least. */
bool wf_status_concludes(struct wf_slice status);

/* What is only planned is not there yet; what was refused is rejected. */
const char *wf_status_settled(const struct finder *f, struct agreement_status *s);

/* An agreement that this one is another mention of; NULL for a new one. */
struct wf_agreement *wf_agreement_earlier(const struct finder *f, const struct wf_agreement *a, bool definite, bool bare);
void wf_agreement_merge(struct finder *f, struct wf_agreement *e, const struct wf_agreement *a);

/* Whether a noun tells of an agreement that is worth a record. */
bool wf_agreement_wanted(const struct wf_agreement *a, const struct wf_match *m, const struct agreement_status *s,
    bool definite, bool named, bool modified);

/* Add it to the document. */
void wf_agreement_keep(struct finder *f, struct wf_agreement *a);

/* Words that bring the members of a group, between it and what is named: `, including`, `They include`, a colon. */
bool wf_agreement_lists(const struct finder *f, uint32_t from, uint32_t to);

/* Say of each agreement that a counted group lists (`14 memorandums, including ...`) that it is part of it. */
void wf_agreements_group(struct finder *f);

/* Money said in the clause of the agreement. */
void wf_agreement_amounts(struct finder *f, struct wf_agreement *a, uint32_t chunk);

/* The contract's own spelling of a kind or status, NULL for an unknown one. */
const char *wf_agreement_kind(const struct agreements_state *state, struct wf_slice name);
const char *wf_agreement_status(const struct agreements_state *state, struct wf_slice name);

/* Add a party unless it is there; a person or nationality stands for its country. */
void wf_party_add(struct finder *f, wf_references *list, const struct wf_reference *ref);

/* Add whoever the noun group stands for, with `members` all of `A, B and C`. */
void wf_party_chunk(struct finder *f, struct wf_agreement *a, uint32_t chunk, bool members);

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
