/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `entities`: which mentions mean the same. Listed names go by their entry, others by their words;
 * a person's family name goes to whoever bore it last; an abbreviation goes to the long name before its bracket, or
 * to the body with those initials.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/entities_private.h"

static uint64_t
hash_more(uint64_t h, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint64_t)tolower((unsigned char)data[i])) * UINT64_C(0x100000001b3);
    return h;
}

/* A number that two mentions share when their names alone say that they are the same. */
static uint64_t
key_of(const struct wf_entities *e, const struct wf_mention *m)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)m->type;

    if (m->entry != NULL) {
        struct wf_slice name = wf_entry_attribute(m->entry, "name");
        bool state = m->entry->class_id == e->state->country || m->entry->class_id == e->state->nationality;

        if (state && m->entry->value.len > 0)
            return hash_more(h, m->entry->value.data, m->entry->value.len) | 1;
        if (name.data == NULL)
            name = m->entry->canonical;
        for (size_t i = 0; i < name.len; i++) {
            char c = name.data[i] == '_' ? ' ' : name.data[i];

            h = hash_more(h, &c, 1);
        }
        return h | 1;
    }
    for (uint32_t t = m->at.first; t < m->at.end; t++) {
        struct wf_slice s = wf_token_text(e->doc, t);

        if (t > m->at.first && (e->doc->tokens.items[t].flags & WF_TOKEN_SPACE_BEFORE))
            h = hash_more(h, " ", 1);
        h = hash_more(h, s.data, s.len);
    }
    return h | 1;
}

static uint32_t *
bucket_of(const struct wf_entities *e, uint64_t key)
{
    uint32_t i = (uint32_t)(key >> 13) & e->mask;

    while (e->buckets[i] != 0 && e->drafts.items[e->buckets[i] - 1].key != key)
        i = (i + 1) & e->mask;
    return &e->buckets[i];
}

static struct wf_entity_draft *
new_draft(struct wf_entities *e, struct wf_mention *m, uint64_t key)
{
    struct wf_entity_draft *d = wf_vector_push(e->doc->arena, &e->drafts);
    struct wf_entity *entity = wf_fact_new(e->doc, sizeof *entity, m->rule, m->at.first, m->at.end);
    uint32_t *bucket = bucket_of(e, key);

    if (d == NULL || entity == NULL) {
        e->full = true;
        return NULL;
    }
    memset(d, 0, sizeof *d);
    entity->type = m->type;
    d->entity = entity;
    d->key = key;
    if (*bucket == 0)
        *bucket = e->drafts.count;
    if (m->type == WF_ENTITY_PERSON) {
        wf_entities_words(e, m, d);
        entity->sex = wf_sex_of_name(&e->state->sexes, e->doc, m->at.first);
    } else if (m->type != WF_ENTITY_GPE && m->type != WF_ENTITY_NORP)
        wf_entities_initials(e, m, d->initials, sizeof d->initials);
    return d;
}

static void
give(struct wf_entities *e, struct wf_entity_draft *d, struct wf_mention *m)
{
    struct wf_mention **place = wf_vector_push(e->doc->arena, &d->entity->mentions);

    if (place == NULL) {
        e->full = true;
        return;
    }
    *place = m;
    m->entity = d->entity;
    d->last = m;
    if (m->type == WF_ENTITY_PERSON && !d->sex_stated) {
        char sex = wf_sex_before(&e->state->sexes, e->doc, m->at.first);

        d->sex_stated = sex != 0;
        if (sex != 0)
            d->entity->sex = sex;
    }
}

/* How many entities are looked through, latest first, for a name that may mean one of them: keeps the cost linear. */
#define LOOK_BACK 400u

static unsigned
oldest(const struct wf_entities *e)
{
    return e->drafts.count > LOOK_BACK ? e->drafts.count - LOOK_BACK : 0;
}

/* The person with this family (or only known) name who was named last; NULL for a stranger. */
static struct wf_entity_draft *
person_by_word(struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_entity_draft one, *best = NULL;
    int best_rank = 0;
    char sex;

    wf_entities_words(e, m, &one);
    if (one.word_count != 1)
        return NULL;
    sex = wf_sex_before(&e->state->sexes, e->doc, m->at.first);
    for (unsigned i = oldest(e); i < e->drafts.count; i++) {
        struct wf_entity_draft *d = &e->drafts.items[i];
        int rank = 0;

        if (d->entity->type != WF_ENTITY_PERSON || d->word_count < 2)
            continue;
        if (d->words[d->word_count - 1] == one.words[0])
            rank = 4;
        else if (d->words[0] == one.words[0])
            rank = 2;
        else if (d->loose[d->word_count - 1] == one.loose[0])
            rank = 1;
        for (unsigned k = 1; rank == 0 && k + 1 < d->word_count; k++)
            rank = d->words[k] == one.words[0];
        if (rank == 0)
            continue;
        if (d->entity->fact.at.first < m->at.first)
            rank += 4; /* named in full before */
        if (sex != 0 && d->entity->sex != 0 && sex != d->entity->sex)
            continue; /* `Ms. Voss` is not Peter Voss */
        if (rank > best_rank ||
            (rank == best_rank && d->last != NULL && best->last != NULL && d->last->at.first > best->last->at.first)) {
            best = d;
            best_rank = rank;
        }
    }
    return best;
}

static struct wf_entity_draft *
person_by_name(struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_entity_draft whole;

    wf_entities_words(e, m, &whole);
    if (whole.word_count < 2)
        return NULL;
    for (unsigned i = oldest(e); i < e->drafts.count; i++)
        if (e->drafts.items[i].entity->type == WF_ENTITY_PERSON &&
            wf_entities_same_person(e, &e->drafts.items[i], &whole))
            return &e->drafts.items[i];
    return NULL;
}

static bool
abbreviation(const struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_slice s = wf_span_text(e->doc, m->at.span);

    return m->at.end == m->at.first + 1 && s.len >= 2 && s.len <= 10 &&
        (e->doc->tokens.items[m->at.first].flags & WF_TOKEN_ALL_CAPS) != 0;
}

/* The draft of the mention right before the bracket that `m` stands in. */
static struct wf_entity_draft *
before_bracket(struct wf_entities *e, const struct wf_mention *m)
{
    const struct wf_token *tokens = e->doc->tokens.items;

    if (m->at.first < 2 || !(tokens[m->at.first - 1].flags & WF_TOKEN_OPEN) || m->at.end >= e->doc->tokens.count ||
        !(tokens[m->at.end].flags & WF_TOKEN_CLOSE))
        return NULL;
    for (unsigned i = e->drafts.count; i-- > oldest(e);)
        if (e->drafts.items[i].last != NULL && e->drafts.items[i].last->at.end == m->at.first - 1 &&
            e->drafts.items[i].entity->type != WF_ENTITY_PERSON && e->drafts.items[i].entity->type != WF_ENTITY_NORP)
            return &e->drafts.items[i];
    return NULL;
}

static struct wf_entity_draft *
body_by_initials(struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_slice s = wf_span_text(e->doc, m->at.span);
    char letters[12];
    size_t n = 0;

    for (size_t i = 0; i < s.len && n + 1 < sizeof letters; i++)
        if (s.data[i] >= 'A' && s.data[i] <= 'Z')
            letters[n++] = s.data[i];
    letters[n] = '\0';
    for (unsigned i = oldest(e); i < e->drafts.count && n >= 2; i++)
        if (strcmp(e->drafts.items[i].initials, letters) == 0)
            return &e->drafts.items[i];
    return NULL;
}

/* `Al-Mubdioun` after `Al-Mubdioun Oil Services`: a body's first words. */
static struct wf_entity_draft *
body_by_beginning(struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_slice s = wf_span_text(e->doc, m->at.span);

    if (m->type != WF_ENTITY_ORG || m->entry != NULL || s.len < 4)
        return NULL;
    for (unsigned i = oldest(e); i < e->drafts.count; i++) {
        const struct wf_entity *o = e->drafts.items[i].entity;
        struct wf_slice name;

        if (o->type != WF_ENTITY_ORG || o->fact.at.first > m->at.first)
            continue;
        name = wf_span_text(e->doc, o->fact.at.span);
        if (name.len > s.len + 1 && name.data[s.len] == ' ' && memcmp(name.data, s.data, s.len) == 0)
            return &e->drafts.items[i];
    }
    return NULL;
}

static void
place_mention(struct wf_entities *e, struct wf_mention *m)
{
    uint64_t key = key_of(e, m);
    uint32_t *bucket = bucket_of(e, key);
    struct wf_entity_draft *d = *bucket != 0 ? &e->drafts.items[*bucket - 1] : NULL;

    if (m->type == WF_ENTITY_PERSON) {
        struct wf_entity_draft *by = person_by_word(e, m);

        if (by == NULL && d == NULL)
            by = person_by_name(e, m);
        if (by != NULL)
            d = by;
    } else if (abbreviation(e, m)) {
        struct wf_entity_draft *by = before_bracket(e, m);

        if (by == NULL && d == NULL && m->entry == NULL)
            by = body_by_initials(e, m);
        if (by != NULL) {
            d = by;
            m->type = d->entity->type;
            if (*bucket == 0)
                *bucket = (uint32_t)(d - e->drafts.items) + 1; /* later ones without a bracket */
        }
    } else if (d == NULL)
        d = body_by_beginning(e, m);
    if (d == NULL)
        d = new_draft(e, m, key);
    if (d != NULL)
        give(e, d, m);
}

/* Nested names join the entity that is named outside of them; one that is named nowhere else is dropped. */
static void
place_nested(struct wf_entities *e)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < e->doc->mentions.count; i++) {
        struct wf_mention *m = e->doc->mentions.items[i];

        if (m->nested) {
            uint32_t *bucket = bucket_of(e, key_of(e, m));
            struct wf_mention **place;

            if (*bucket == 0)
                continue;
            m->entity = e->drafts.items[*bucket - 1].entity;
            place = wf_vector_push(e->doc->arena, &m->entity->nested);
            if (place == NULL) {
                e->full = true;
                return;
            }
            *place = m;
        }
        e->doc->mentions.items[kept++] = m;
    }
    e->doc->mentions.count = kept;
}

static int
by_first(const void *a, const void *b)
{
    const struct wf_entity *x = *(struct wf_entity *const *)a, *y = *(struct wf_entity *const *)b;

    return x->fact.at.first < y->fact.at.first ? -1 : x->fact.at.first > y->fact.at.first;
}

static int
by_mention(const void *a, const void *b)
{
    const struct wf_mention *x = *(struct wf_mention *const *)a, *y = *(struct wf_mention *const *)b;

    return x->at.first < y->at.first ? -1 : x->at.first > y->at.first;
}

static void
collect(struct wf_entities *e)
{
    for (unsigned i = 0; i < e->drafts.count && !e->full; i++) {
        struct wf_entity *entity = e->drafts.items[i].entity;
        struct wf_entity **place = wf_vector_push(e->doc->arena, &e->doc->entities);

        if (place == NULL) {
            e->full = true;
            return;
        }
        *place = entity;
        qsort(entity->mentions.items, entity->mentions.count, sizeof(struct wf_mention *), by_mention);
        entity->fact.at = entity->mentions.items[0]->at;
        entity->fact.sentence = e->doc->tokens.items[entity->fact.at.first].sentence;
        entity->fact.rule = entity->mentions.items[0]->rule;
        /* what found it in the first place, not that a heading has it too */
        for (unsigned k = 0; k < entity->mentions.count; k++)
            if (strcmp(entity->mentions.items[k]->rule->name, "names/document") != 0) {
                entity->fact.rule = entity->mentions.items[k]->rule;
                break;
            }
    }
    if (e->doc->entities.count > 1)
        qsort(e->doc->entities.items, e->doc->entities.count, sizeof(struct wf_entity *), by_first);
}

static bool
full_person(const struct wf_entities *e, const struct wf_mention *m)
{
    struct wf_entity_draft d;

    if (m->type != WF_ENTITY_PERSON || m->nested)
        return false;
    wf_entities_words(e, m, &d);
    return d.word_count >= 2;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct wf_entities_state *s = calloc(1, sizeof *s);

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for stage entities");
    wf_entities_nicknames(s);
    s->country = wf_lexicon_class(setup->lexicon, "country");
    s->nationality = wf_lexicon_class(setup->lexicon, "nationality");
    s->particle = wf_lexicon_class(setup->lexicon, "particle");
    return wf_sexes_init(&s->sexes, setup->lexicon, setup->data_path, err);
}

static void
fini(void *state)
{
    struct wf_entities_state *s = state;

    if (s != NULL)
        wf_sexes_free(&s->sexes);
    free(s);
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    struct wf_entities e = { .state = state, .doc = doc, .run = run_state, .mask = 63 };

    if (doc->mentions.count == 0)
        return WF_OK;
    while (e.mask < doc->mentions.count * 2)
        e.mask = e.mask * 2 + 1;
    e.buckets = wf_arena_zalloc(doc->arena, ((size_t)e.mask + 1) * sizeof *e.buckets);
    if (e.buckets == NULL)
        goto full;
    /* full names first, so that a family name in a heading finds who is introduced below it */
    for (unsigned pass = 0; pass < 2; pass++)
        for (unsigned i = 0; i < doc->mentions.count && !e.full; i++) {
            struct wf_mention *m = doc->mentions.items[i];

            if (!wf_step(run_state, 1 + e.drafts.count / 16))
                break;
            if (!m->nested && full_person(&e, m) == (pass == 0))
                place_mention(&e, m);
        }
    if (run_state->exhausted)
        doc->mentions.count = 0;
    place_nested(&e);
    collect(&e);
    wf_entities_finish(&e);
    if (!e.full)
        return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's entities (limits.memory)");
}

const struct wf_extractor wf_extractor_entities = {
    WF_EXTRACTOR_HEAD, "entities", "people, bodies and places with all their mentions, country, identifiers and salience",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(MENTIONS), WF_LAYER(ENTITIES), NULL, init, run, fini,
};
