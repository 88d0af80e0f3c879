/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `descriptions`: words that stand for an entity without naming it. An office (`the prime minister`, `Iran's
 * supreme leader`) is whoever bears it in this document, or somebody described but never named; `the Kingdom`,
 * `the company` are the state or body named last; a pronoun is the person its sentence or the one before is about.
 * Where two answers are as good, none is given.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document/bisect.h"
#include "extractors/descriptions_private.h"

struct describer {
    struct wf_roles roles;
    struct wf_people people;
    bool quoted;                        /* within quotation marks */
    bool opening;                       /* in a clause before the main one: `Asked whether he would resign, ` */
    const struct wf_mention *last_body; /* latest body */
    const struct wf_mention *last_state;
    struct wf_entity **officials; /* people with roles */
    unsigned official_count;
};

/* How many of them, latest first, are asked for an office: keeps the cost linear. */
#define OFFICIALS_ASKED 200u

static bool
add(struct describer *d, struct wf_reference who, bool pronoun)
{
    struct wf_document *doc = d->roles.doc;
    struct wf_description *place = wf_vector_push(doc->arena, &doc->descriptions);

    if (place == NULL) {
        d->roles.full = true;
        return false;
    }
    *place = (struct wf_description){ who, pronoun };
    return true;
}

static bool
same_words(struct wf_slice a, struct wf_slice b)
{
    return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}

static bool
ends_in(struct wf_slice title, struct wf_slice core)
{
    return title.len >= core.len && strncasecmp(title.data + title.len - core.len, core.data, core.len) == 0 &&
        (title.len == core.len || title.data[title.len - core.len - 1] == ' ');
}

/* `the Secretary` of a Secretary of State */
static bool
begins_with(struct wf_slice title, struct wf_slice core)
{
    return title.len > core.len + 4 && strncasecmp(title.data, core.data, core.len) == 0 &&
        memcmp(title.data + core.len, " of ", 4) == 0;
}

static const char *
country_of(const struct wf_reference *ref)
{
    static const char none[3];

    return ref->entity != NULL ? ref->entity->country : none;
}

/* How well somebody's role fits a described office; 0 for not at all. */
static int
fit(const struct wf_role *role, const struct wf_title_phrase *p, struct wf_slice core)
{
    int rank = same_words(role->title, core) ? 4 : ends_in(role->title, core) || begins_with(role->title, core) ? 2 : 0;

    if (rank == 0 || (role->status == WF_ROLE_FORMER && p->status == WF_ROLE_CURRENT))
        return 0;
    if (p->organization.entity != NULL) {
        const char *country = country_of(&p->organization);

        if (role->organization.entity == p->organization.entity)
            rank += 8;
        else if (country[0] != '\0' && strcmp(country, country_of(&role->organization)) == 0)
            rank += 6;
        else if (role->organization.entity != NULL)
            return 0;
    }
    if ((p->status == WF_ROLE_FORMER || p->status == WF_ROLE_LATE) !=
        (role->status == WF_ROLE_FORMER || role->status == WF_ROLE_LATE))
        rank -= 3;
    return rank;
}

/* Latest mention of the entity before a token, as a place to compare; 0 where it is named only later. */
static uint32_t
last_before(const struct wf_entity *e, uint32_t token)
{
    unsigned low;

    WF_BISECT(low, e->mentions.count, e->mentions.items[middle]->at.first < token);
    return low == 0 ? 0 : e->mentions.items[low - 1]->at.end;
}

static struct wf_entity *
bearer(const struct describer *d, const struct wf_title_phrase *p, struct wf_slice core)
{
    unsigned from = d->official_count > OFFICIALS_ASKED ? d->official_count - OFFICIALS_ASKED : 0;
    struct wf_entity *best = NULL;
    int best_rank = 0;
    uint32_t best_last = 0;

    for (unsigned i = from; i < d->official_count; i++) {
        struct wf_entity *e = d->officials[i];
        uint32_t last = 0;
        int rank = 0;

        for (unsigned k = 0; k < e->roles.count && k < 16; k++) {
            int one = fit(&e->roles.items[k], p, core);

            if (one > rank)
                rank = one;
        }
        if (rank <= 0)
            continue;
        last = last_before(e, p->first);
        rank += last > 0 ? 2 : 0;
        if (rank > best_rank || (rank == best_rank && last > best_last)) {
            best = e;
            best_rank = rank;
            best_last = last;
        }
    }
    return best;
}

/* An office that stands alone: `the prime minister`, `Iran's supreme leader`. */
static uint32_t
office(struct describer *d, uint32_t t, uint32_t from, uint32_t limit)
{
    struct wf_roles *r = &d->roles;
    struct wf_title_phrase p = wf_roles_phrase(r, r->title_at[t], from, limit);
    struct wf_reference ref = { .type = WF_ENTITY_PERSON };
    struct wf_slice core = wf_span_text(r->doc, wf_range_of(r->doc, p.title_first, p.title_end).span);
    uint32_t name_first = p.first;

    if (!p.definite || p.plural)
        return r->title_at[t]->end;
    if (p.end < limit && r->mention_at[p.end] != NULL && r->mention_at[p.end]->type == WF_ENTITY_PERSON)
        return p.end; /* it belongs to the name that follows */
    ref.entity = bearer(d, &p, core);
    ref.at = wf_range_of(r->doc, p.first, p.end);
    if (ref.entity == NULL) {
        if (wf_roles_is(r, name_first, WF_ROLE_WORD_THE))
            name_first++;
        ref.name = wf_span_text(r->doc, wf_range_of(r->doc, name_first, p.end).span);
        memcpy(ref.country, country_of(&p.organization), sizeof ref.country);
        /* the same office with its country elsewhere in the document gives the fuller name */
        for (unsigned i = r->doc->descriptions.count, asked = 0; i-- > 0 && p.organization.entity == NULL && asked < OFFICIALS_ASKED; asked++) {
            const struct wf_reference *before = &r->doc->descriptions.items[i].who;

            if (before->entity == NULL && before->country[0] != '\0' && ends_in(before->name, core)) {
                ref.name = before->name;
                memcpy(ref.country, before->country, sizeof ref.country);
                break;
            }
        }
    }
    (void)add(d, ref, false);
    return p.end;
}

/* `the Kingdom`, `the company`, `the ministry` */
static void
common_noun(struct describer *d, uint32_t t)
{
    struct wf_roles *r = &d->roles;
    const struct wf_mention *m = NULL;
    struct wf_reference ref = { .type = WF_ENTITY_NONE };
    uint32_t sentence = r->doc->tokens.items[t].sentence;

    if (t == 0 || !wf_roles_is(r, t - 1, WF_ROLE_WORD_THE) || r->mention_at[t] != NULL ||
        wf_roles_is(r, t + 1, WF_ROLE_WORD_OF))
        return;
    if ((wf_roles_is(r, t, WF_ROLE_WORD_KINGDOM) || wf_roles_is(r, t, WF_ROLE_WORD_REPUBLIC)) &&
        (r->doc->tokens.items[t].flags & WF_TOKEN_CAPITAL))
        m = d->last_state;
    else if (wf_roles_is(r, t, WF_ROLE_WORD_COUNTRY) || wf_roles_is(r, t, WF_ROLE_WORD_NATION))
        m = d->last_state;
    else if (wf_roles_is(r, t, WF_ROLE_WORD_COMPANY) || wf_roles_is(r, t, WF_ROLE_WORD_FIRM) ||
        wf_roles_is(r, t, WF_ROLE_WORD_MINISTRY) || wf_roles_is(r, t, WF_ROLE_WORD_AGENCY) ||
        wf_roles_is(r, t, WF_ROLE_WORD_GROUP) || wf_roles_is(r, t, WF_ROLE_WORD_MOVEMENT) ||
        wf_roles_is(r, t, WF_ROLE_WORD_PARTY) || wf_roles_is(r, t, WF_ROLE_WORD_ORGANIZATION))
        m = d->last_body;
    if (m == NULL || m->entity == NULL || r->doc->tokens.items[m->at.first].sentence + 2 < sentence)
        return;
    ref.entity = m->entity;
    ref.type = m->type;
    ref.at = wf_range_of(r->doc, t - 1, t + 1);
    (void)add(d, ref, false);
}

static char
sex_of(const struct wf_roles *r, uint32_t t)
{
    if (wf_roles_is(r, t, WF_ROLE_WORD_SHE) || wf_roles_is(r, t, WF_ROLE_WORD_HER))
        return 'f';
    return wf_roles_is(r, t, WF_ROLE_WORD_WHO) ? '\0' : 'm';
}

static void
pronoun(struct describer *d, uint32_t t, uint32_t from, uint32_t block)
{
    struct wf_roles *r = &d->roles;
    const struct wf_reference *found = NULL;
    struct wf_reference who;
    bool relative = wf_roles_is(r, t, WF_ROLE_WORD_WHO);

    if (relative) {
        uint32_t at = t;
        const struct wf_mention *m;

        if (at > from && (r->doc->tokens.items[at - 1].flags & WF_TOKEN_COMMA))
            at--;
        m = at > from ? r->mention_at[at - 1] : NULL;
        if (m != NULL && m->type == WF_ENTITY_PERSON) {
            if (m->entity != NULL)
                (void)add(d, (struct wf_reference){ .entity = m->entity, .type = m->type, .at = wf_range_of(r->doc, t, t + 1) },
                    true);
            return;
        }
    }
    found = wf_people_pronoun(&d->people, sex_of(r, t), block, d->quoted);
    if (found == NULL || found->entity == NULL)
        return;
    who = (struct wf_reference){ .entity = found->entity, .type = found->type, .at = wf_range_of(r->doc, t, t + 1) };
    (void)add(d, who, true);
    if (!relative)
        wf_people_add(&d->people, &who, block, d->opening, d->quoted);
}

static bool
personal_pronoun(const struct wf_roles *r, uint32_t t)
{
    return wf_roles_is(r, t, WF_ROLE_WORD_HE) || wf_roles_is(r, t, WF_ROLE_WORD_SHE) || wf_roles_is(r, t, WF_ROLE_WORD_HIM) ||
        wf_roles_is(r, t, WF_ROLE_WORD_HIS) || wf_roles_is(r, t, WF_ROLE_WORD_HER) || wf_roles_is(r, t, WF_ROLE_WORD_WHO);
}

static void
remember(struct describer *d, const struct wf_mention *m, uint32_t block)
{
    if (m->type == WF_ENTITY_PERSON && m->entity != NULL) {
        struct wf_reference who = { .entity = m->entity, .type = m->type, .at = m->at };
        bool owner = m->at.end < d->roles.doc->tokens.count &&
            (d->roles.doc->tokens.items[m->at.end].flags & WF_TOKEN_POSSESSIVE);

        wf_people_add(&d->people, &who, block, owner || d->opening, d->quoted);
    } else if (m->type == WF_ENTITY_ORG)
        d->last_body = m;
    else if (m->type == WF_ENTITY_GPE && m->entity != NULL && m->entity->identifiers.count > 0)
        d->last_state = m;
}

/* Keep track of double quotation marks; a paragraph begins outside of them unless it begins with one. */
static void
follow_marks(struct describer *d, const struct wf_token *token)
{
    if (token->flags & WF_TOKEN_BLOCK_START)
        d->quoted = false;
    switch ((token->flags & WF_TOKEN_QUOTE) ? token->symbol : 0) {
    case '"':
        d->quoted = !d->quoted;
        break;
    case 0x201C: case 0xAB:
        d->quoted = true;
        break;
    case 0x201D: case 0xBB:
        d->quoted = false;
        break;
    default:
        break;
    }
}

static void
sentence(struct describer *d, const struct wf_sentence *s)
{
    struct wf_roles *r = &d->roles;
    enum wf_block_kind kind = r->doc->text.blocks.items[s->block].kind;
    bool prose = kind != WF_BLOCK_FRONT && kind != WF_BLOCK_BACK; /* nobody speaks of who wrote a report */

    wf_people_sentence(&d->people);
    d->opening = s->end > s->first && wf_wordset_has(r->state->opening, r->doc->tokens.items[s->first].word);
    for (uint32_t t = s->first; t < s->end && !r->full;) {
        const struct wf_mention *m = r->mention_at[t];

        if (r->doc->tokens.items[t].flags & WF_TOKEN_COMMA)
            d->opening = false;
        follow_marks(d, &r->doc->tokens.items[t]);
        if (m != NULL && m->at.end > t) {
            if (prose)
                remember(d, m, s->block);
            t = m->at.end;
        } else if (r->title_at[t] != NULL && r->title_at[t]->end <= s->end) {
            unsigned known = r->doc->descriptions.count;
            uint32_t end = office(d, t, s->first, s->end);

            if (r->doc->descriptions.count > known && prose) {
                const struct wf_reference *who = &r->doc->descriptions.items[known].who;

                wf_people_add(&d->people, who, s->block, (r->doc->tokens.items[t].flags & WF_TOKEN_POSSESSIVE) != 0, d->quoted);
            }
            t = end > t ? end : t + 1;
        } else {
            if (personal_pronoun(r, t))
                pronoun(d, t, s->first, s->block);
            else if (r->doc->tokens.items[t].word != WF_WORD_NONE)
                common_noun(d, t);
            t++;
        }
    }
}

static int
by_place(const void *a, const void *b)
{
    const struct wf_description *x = a, *y = b;

    return x->who.at.first < y->who.at.first ? -1 : x->who.at.first > y->who.at.first;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct wf_roles_state *s = calloc(1, sizeof *s);

    *state = s;
    if (s == NULL || !wf_roles_words(s, setup->lexicon))
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for stage descriptions");
    return WF_OK;
}

static void
fini(void *state)
{
    if (state != NULL)
        wf_roles_words_free(state);
    free(state);
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    struct describer d = { .roles = { .state = state, .doc = doc, .run = run_state } };

    if (doc->tokens.count == 0)
        return WF_OK;
    if (!wf_roles_prepare(&d.roles))
        goto full;
    d.officials = wf_arena_alloc(doc->arena, (doc->entities.count + 1u) * sizeof(struct wf_entity *));
    if (d.officials == NULL)
        goto full;
    for (unsigned i = 0; i < doc->entities.count; i++)
        if (doc->entities.items[i]->type == WF_ENTITY_PERSON && doc->entities.items[i]->roles.count > 0)
            d.officials[d.official_count++] = doc->entities.items[i];
    for (unsigned i = 0; i < doc->sentences.count && !d.roles.full; i++) {
        const struct wf_sentence *s = &doc->sentences.items[i];

        if (!wf_step(run_state, s->end - s->first))
            break;
        if (doc->text.blocks.items[s->block].kind != WF_BLOCK_FOREIGN)
            sentence(&d, s);
    }
    if (doc->descriptions.count > 1)
        qsort(doc->descriptions.items, doc->descriptions.count, sizeof *doc->descriptions.items, by_place);
    if (!d.roles.full)
        return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's descriptions (limits.memory)");
}

const struct wf_extractor wf_extractor_descriptions = {
    WF_EXTRACTOR_HEAD, "descriptions", "words that stand for an entity: `the prime minister`, `the Kingdom`, `he`",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(MENTIONS) | WF_LAYER(ENTITIES), WF_LAYER(DESCRIPTIONS), NULL, init,
    run, fini,
};
