/* SPDX-License-Identifier: Apache-2.0 */
/* Who agreed. */
#include "extractors/agreements_private.h"

#include <string.h>

#define LIST_MAX 16

const char *
wf_agreement_kind(const struct agreements_state *state, struct wf_slice name)
{
    static const char *const kinds[] = { "memorandum_of_understanding", "treaty", "protocol", "convention", "accord",
        "customs_agreement", "trade_agreement", "security_agreement", "nuclear_agreement", "ceasefire",
        "extradition_agreement", "loan", "financing", "purchase", "contract", "partnership", "joint_statement",
        "roadmap", "pledge", "promise", "other" };

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (wf_slice_is(name, kinds[i]))
            return kinds[i];
    return "other";
}

const char *
wf_agreement_status(const struct agreements_state *state, struct wf_slice name)
{
    static const char *const all[] = { "proposed", "under_discussion", "announced", "agreed", "initialled", "signed",
        "ratified", "in_force", "implementation", "activation_sought", "extended", "suspended", "expired", "broken",
        "terminated", "rejected" };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (wf_slice_is(name, all[i]))
            return all[i];
    return NULL;
}

static bool
is_state(const struct wf_entity *e)
{
    for (unsigned k = 0; e != NULL && k < e->identifiers.count; k++)
        if (strcmp(e->identifiers.items[k].scheme, "iso3166") == 0)
            return true;
    return false;
}

/* A country of the document by its code, NULL where it is not named. */
static struct wf_entity *
country(const struct finder *f, const char *code)
{
    if (code[0] == '\0')
        return NULL;
    for (unsigned i = 0; i < f->doc->entities.count; i++) {
        struct wf_entity *e = f->doc->entities.items[i];
        if (e->type != WF_ENTITY_GPE || memcmp(e->country, code, 2) != 0)
            continue;
        if (is_state(e))
            return e;
    }
    return NULL;
}

void
wf_party_add(struct finder *f, wf_references *list, const struct wf_reference *ref)
{
    struct wf_reference party = *ref, *slot;
    const char *code = ref->entity != NULL ? ref->entity->country : ref->country;
    enum wf_entity_type type = ref->entity != NULL ? ref->entity->type : ref->type;
    struct wf_entity *state = NULL;

    if (type == WF_ENTITY_PERSON || type == WF_ENTITY_NORP ||
        (ref->entity == NULL && (type == WF_ENTITY_ORG || type == WF_ENTITY_NONE)))
        state = country(f, code);
    if (state != NULL) {
        party.entity = state;
        party.name = WF_SLICE_NONE;
    }
    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], &party))
            return;
    slot = wf_vector_push(f->doc->arena, list);
    if (slot != NULL)
        *slot = party;
}

/* `the two countries`, `both sides`: the two that the document is about. */
static bool
is_both(const struct finder *f, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(f->doc, chunk);
    struct wf_slice head;

    for (uint32_t t = c->first; t < c->head; t++) {
        struct wf_slice s = wf_token_text(f->doc, t);

        if (wf_slice_is(s, "two") || wf_slice_is(s, "both") || wf_slice_is(s, "Both") || wf_slice_is(s, "Two"))
            return wf_match_at(f->doc, c->head, f->state->who.actor_noun) != NULL;
    }
    head = wf_token_text(f->doc, c->head); /* `the sides plan to sign` */
    return c->head == c->first + 1 && (c->flags & WF_NOUN_DEFINITE) &&
           (wf_slice_is(head, "sides") || wf_slice_is(head, "parties") || wf_slice_is(head, "countries"));
}

static void
find_countries(struct finder *f)
{
    unsigned counts[2] = { 0, 0 };

    f->counted = true;
    for (unsigned i = 0; i < f->doc->entities.count; i++) {
        struct wf_entity *e = f->doc->entities.items[i];
        unsigned n = 0;

        if (country(f, e->country) != e)
            continue;
        for (unsigned k = 0; k < f->doc->entities.count; k++) { /* nationalities count for their country */
            const struct wf_entity *other = f->doc->entities.items[k];

            if (memcmp(other->country, e->country, 2) == 0 &&
                (other == e || other->type == WF_ENTITY_NORP || other->type == WF_ENTITY_GPE))
                n += other->mentions.count;
        }
        if (n > counts[0]) {
            counts[1] = counts[0];
            f->countries[1] = f->countries[0];
            counts[0] = n;
            f->countries[0] = e;
        } else if (n > counts[1]) {
            counts[1] = n;
            f->countries[1] = e;
        }
    }
    if (counts[1] < 2)
        f->countries[0] = f->countries[1] = NULL;
}

void
wf_agreement_implied(struct finder *f, struct wf_agreement *a)
{
    static const char *const between_states[] = { "memorandum_of_understanding", "treaty", "protocol", "convention",
        "accord", "customs_agreement", "trade_agreement", "security_agreement", "nuclear_agreement", "ceasefire",
        "extradition_agreement", "partnership", "joint_statement", "roadmap", "other" };
    bool states = false;

    for (size_t i = 0; i < sizeof between_states / sizeof between_states[0]; i++)
        states |= strcmp(a->kind, between_states[i]) == 0;
    if (!states)
        return; /* a company's contract says nothing about who is told of */
    if (!f->counted)
        find_countries(f);
    if (f->countries[0] == NULL || f->countries[1] == NULL)
        return;
    for (unsigned i = 0; i < 2; i++) {
        struct wf_reference ref = { .entity = f->countries[i], .type = WF_ENTITY_GPE,
            .at = f->countries[i]->fact.at };

        wf_party_add(f, &a->parties, &ref);
    }
    a->parties_implied = true;
}

void
wf_agreement_partner(struct finder *f, struct wf_agreement *a)
{
    const struct wf_entity *party = a->parties.items[0].entity;

    if (!f->counted)
        find_countries(f);
    if (party != NULL && f->countries[1] != NULL && (party == f->countries[0] || party == f->countries[1]))
        wf_agreement_implied(f, a);
}

/* Country of a nationality or state named in the noun group, "" where there is none. */
static const char *
country_inside(const struct finder *f, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(f->doc, chunk);

    for (uint32_t i = wf_mention_from(f->doc, c->first); i < f->doc->mentions.count; i++) {
        const struct wf_mention *m = f->doc->mentions.items[i];

        if (m->at.first > c->head)
            break;
        if ((m->type == WF_ENTITY_NORP || m->type == WF_ENTITY_GPE) && m->entity != NULL)
            return m->entity->country;
    }
    return "";
}

/* Persons sign; for whom is wf_party_add's to say. */
static void
add_party(struct finder *f, struct wf_agreement *a, const struct wf_reference *ref)
{
    if ((ref->entity != NULL ? ref->entity->type : ref->type) == WF_ENTITY_PERSON) {
        struct wf_reference *slot = wf_vector_push(f->doc->arena, &a->signatories);

        if (slot != NULL)
            *slot = *ref;
    }
    wf_party_add(f, &a->parties, ref);
}

/* `the two presidents`, when a sentence before says who they are. */
static bool
named_before(struct finder *f, struct wf_agreement *a, uint32_t chunk)
{
    wf_references they = { 0 };

    if (wf_antecedents_add(&f->state->who, f->doc, chunk, &they) == 0)
        return false;
    for (unsigned k = 0; k < they.count; k++)
        add_party(f, a, &they.items[k]);
    return true;
}

void
wf_party_chunk(struct finder *f, struct wf_agreement *a, uint32_t chunk, bool members)
{
    uint32_t list[LIST_MAX], holders[LIST_MAX];
    unsigned count = members ? wf_chunk_members(f->doc, chunk, list, LIST_MAX) : 1;

    if (!members)
        list[0] = chunk;
    if (count == 1) { /* the governments of A and B */
        unsigned held = wf_participant_holders(&f->state->who, f->doc, list[0], holders, LIST_MAX);

        if (held > 0) {
            count = held;
            memcpy(list, holders, held * sizeof list[0]);
        }
    }
    for (unsigned i = 0; i < count; i++) {
        struct wf_reference ref;
        const char *code;
        uint32_t owner = wf_chunk_owner(f->doc, list[i]);

        if (is_both(f, list[i]) && named_before(f, a, list[i]))
            continue;
        if (is_both(f, list[i]) || (owner != WF_NO_CHUNK && is_both(f, owner))) {
            bool stated = a->parties.count > 0;

            if (!stated)
                wf_agreement_implied(f, a);
            a->parties_implied = false;
            continue;
        }
        if (!wf_participant(&f->state->who, f->doc, list[i], &ref)) {
            const struct wf_mention *m;
            wf_references they = { 0 };

            if (wf_antecedents_add(&f->state->who, f->doc, list[i], &they) > 0) {
                for (unsigned k = 0; k < they.count; k++)
                    add_party(f, a, &they.items[k]);
                continue;
            }
            m = wf_mention_at(f->doc, wf_chunk(f->doc, list[i])->first);
            if (m == NULL || m->type == WF_ENTITY_PERSON)
                continue;
            memset(&ref, 0, sizeof ref);
            ref.entity = m->entity;
            ref.type = m->type;
            ref.at = m->at;
            if (m->entity == NULL)
                ref.name = wf_span_text(f->doc, m->at.span);
        }
        code = country_inside(f, list[i]);
        if (ref.entity != NULL && ref.entity->type == WF_ENTITY_PERSON && ref.entity->country[0] == '\0' &&
            country(f, code) != NULL) { /* his Saudi counterpart, Khalid al-Otaibi */
            struct wf_reference *slot = wf_vector_push(f->doc->arena, &a->signatories);

            if (slot != NULL)
                *slot = ref;
            ref = (struct wf_reference){ .entity = country(f, code), .type = WF_ENTITY_GPE, .at = ref.at };
        }
        add_party(f, a, &ref);
    }
}

/* `the US-Iran nuclear deal`, `the Egyptian-Israeli treaty` */
static void
inside(struct finder *f, struct wf_agreement *a, uint32_t noun)
{
    const struct wf_chunk *c = wf_chunk(f->doc, noun);

    for (uint32_t i = wf_mention_from(f->doc, c->first); i < f->doc->mentions.count; i++) {
        const struct wf_mention *m = f->doc->mentions.items[i];
        struct wf_reference ref;

        if (m->at.first >= c->head)
            break;
        if (m->type != WF_ENTITY_GPE && m->type != WF_ENTITY_NORP && m->type != WF_ENTITY_ORG)
            continue;
        if (m->nested && (m->type == WF_ENTITY_ORG || (m->type == WF_ENTITY_GPE && !is_state(m->entity))))
            continue; /* the Nairobi Declaration */
        ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = m->at };
        if (m->entity == NULL)
            ref.name = wf_span_text(f->doc, m->at.span);
        wf_party_add(f, &a->parties, &ref);
    }
}

/* `an agreement for the construction of a road between A and B`: not the agreement's */
static bool
is_of_something_else(const struct finder *f, uint32_t noun, uint32_t under)
{
    for (uint32_t i = noun + 1; i + 1 < under; i++)
        if (wf_chunk(f->doc, i)->kind == WF_CHUNK_PREP) {
            uint32_t word = f->doc->tokens.items[wf_chunk(f->doc, i)->first].word;

            if (word == f->state->for_ && wf_chunk(f->doc, i)->first >= wf_chunk(f->doc, noun)->end)
                return true;
        }
    return false;
}

static bool
is_won(const struct finder *f, uint32_t verb)
{
    struct wf_slice word = wf_token_text(f->doc, wf_chunk(f->doc, verb)->head);

    return wf_slice_is(word, "won") || wf_slice_is(word, "win") || wf_slice_is(word, "wins") ||
           wf_slice_is(word, "secured") || wf_slice_is(word, "received");
}

void
wf_agreement_parties(struct finder *f, struct wf_agreement *a, uint32_t noun, uint32_t verb, bool subject_signs)
{
    const struct wf_participants *who = &f->state->who;
    uint32_t between[2] = { who->between, f->state->among }, chunk, owner;

    if (noun != WF_NO_CHUNK) {
        chunk = wf_chunk_under(f->doc, noun, between, 2);
        if (chunk != WF_NO_CHUNK && !is_of_something_else(f, noun, chunk)) {
            wf_party_chunk(f, a, chunk, true);
            if (a->parties.count > 1)
                return;
        }
        inside(f, a, noun);
        owner = wf_chunk_owner(f->doc, noun);
        if (owner != WF_NO_CHUNK)
            wf_party_chunk(f, a, owner, false);
    }
    if (verb != WF_NO_CHUNK) {
        const struct wf_chunk *v = wf_chunk(f->doc, verb);

        if (subject_signs) {
            chunk = wf_chunk_subject(f->doc, verb);
            if (chunk != WF_NO_CHUNK)
                wf_party_chunk(f, a, chunk, true);
        } else if (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) {
            chunk = wf_chunk_under(f->doc, verb, &who->by, 1);
            if (chunk != WF_NO_CHUNK)
                wf_party_chunk(f, a, chunk, true);
            chunk = wf_chunk_under(f->doc, verb, between, 2);
            if (chunk != WF_NO_CHUNK)
                wf_party_chunk(f, a, chunk, true);
        }
    }
    if (noun != WF_NO_CHUNK && verb != WF_NO_CHUNK && is_won(f, verb)) { /* won a contract from Poland */
        chunk = wf_chunk_under(f->doc, noun, &who->from, 1);
        if (chunk != WF_NO_CHUNK)
            wf_party_chunk(f, a, chunk, true);
    }
    chunk = wf_chunk_under(f->doc, noun != WF_NO_CHUNK ? noun : verb, &who->with, 1);
    if (chunk != WF_NO_CHUNK)
        wf_party_chunk(f, a, chunk, true);
}
