/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From noun groups to references: who is meant by `the prime minister`, `Hezbollah guerrillas`, `he`. Used by
 * the stages that attach people and bodies to what is said and done.
 */
#ifndef WF_PARTICIPANTS_H
#define WF_PARTICIPANTS_H

#include "extractors/structure.h"

struct wf_participants {
    uint16_t actor_noun, partitive_noun, list_cue;
    uint32_t of, by, in, at, between, with, from, for_, near, outside, and_;
};

void wf_participants_init(struct wf_participants *words, wf_lexicon *lex);

/* Longest name that covers `token`, NULL where there is none. */
const struct wf_mention *wf_mention_at(const struct wf_document *doc, uint32_t token);

/* First name whose first token is at or after `token`: index into doc->mentions. */
uint32_t wf_mention_from(const struct wf_document *doc, uint32_t token);

/* Pronoun or description that covers `token`; NULL where there is none. */
const struct wf_description *wf_description_at(const struct wf_document *doc, uint32_t token);

/* True for `the`, `a`, `an`. */
bool wf_article(const struct wf_document *doc, uint32_t token);

/*
 * The person whose name follows a description that ends before token `end`: `its director in Lusaka, Irene Nkonde,`,
 * `her opponent, Gov. Dale Brannigan,`. NULL where none does, or where the name is one of a list.
 */
const struct wf_mention *wf_apposed_person(const struct wf_document *doc, uint32_t end);

/*
 * Fill *ref with whoever the noun group stands for: a name, a description that was resolved, or somebody
 * described by a noun of data/actor_nouns.tsv or a capitalised word. False (and *ref empty) for anything else:
 * things, times, pronouns that nobody resolved.
 */
bool wf_participant(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk,
    struct wf_reference *ref);

/*
 * `the governments of A, B and C`, `the ministers of A and B`: chunks of the named states or bodies that are meant;
 * 0 where the noun group is nothing of the kind.
 */
unsigned wf_participant_holders(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, uint32_t *out,
    unsigned max);

/*
 * Whoever a pronoun that no description resolved stands for: `they` for the nearest plural or joined subject before
 * it, `it` for the nearest state or body that is one, in its sentence or the one before of the same paragraph; `we`
 * and `I` for the speaker of the quotation. Returns how many were added. (antecedents.c)
 */
unsigned wf_antecedents_add(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk,
    wf_references *list);

/* The quotation whose cue begins at the token, or NULL. (antecedents.c) */
const struct wf_quote *wf_quote_by_cue(const struct wf_document *doc, uint32_t token);

/* The innermost quotation that covers the token, or NULL. (antecedents.c) */
const struct wf_quote *wf_quote_over(const struct wf_document *doc, uint32_t token);

/*
 * Everybody who passes on what is said at the token, outermost first: `X said that Y said`. A quotation
 * whose cue the token is does not count. Returns the innermost, empty where nobody does. (antecedents.c)
 */
struct wf_reference wf_sources_of(struct wf_document *doc, uint32_t token, wf_references *chain);

/* wf_participant over all members of `A, B and C`; returns how many were added. */
unsigned wf_participants_add(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk,
    wf_references *list);

/* True when the reference names nobody. */
static inline bool
wf_reference_empty(const struct wf_reference *ref)
{
    return ref->entity == NULL && ref->name.data == NULL;
}

/* Same entity, or the same words. */
bool wf_reference_same(const struct wf_reference *a, const struct wf_reference *b);

/*
 * Time for something said at `chunk`: a date in its clause, else the only date of its sentence, else none.
 */
struct wf_time wf_time_near(const struct wf_document *doc, uint32_t chunk);

/* Time said in the noun's own phrase only: `the attack of 3 May`, `Monday's attack`. */
struct wf_time wf_time_own(const struct wf_document *doc, uint32_t noun);

/* Place said after `chunk` in its clause: a place name under `in`, `at`, `near`; empty where there is none. */
struct wf_reference wf_place_near(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk);

#endif
