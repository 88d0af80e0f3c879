/* SPDX-License-Identifier: Apache-2.0 */
/* What an entity is called, where it belongs, and how much the document is about it. */
#include <string.h>

#include "extractors/entities_private.h"

static void
set_country(struct wf_entity *entity, struct wf_slice code, enum wf_country_basis basis)
{
    if (code.len != 2 || entity->country[0] != '\0')
        return;
    memcpy(entity->country, code.data, 2);
    entity->country[2] = '\0';
    entity->country_basis = basis;
}

static void
identify(struct wf_entities *e, struct wf_entity *entity, const char *scheme, struct wf_slice value)
{
    struct wf_identifier *place;

    if (value.len == 0)
        return;
    for (unsigned i = 0; i < entity->identifiers.count; i++)
        if (strcmp(entity->identifiers.items[i].scheme, scheme) == 0)
            return;
    place = wf_vector_push(e->doc->arena, &entity->identifiers);
    if (place == NULL) {
        e->full = true;
        return;
    }
    *place = (struct wf_identifier){ scheme, value };
}

static void
from_entry(struct wf_entities *e, struct wf_entity *entity, const struct wf_lexicon_entry *entry)
{
    bool state = entry->class_id == e->state->country;

    if (entity->type != WF_ENTITY_LANGUAGE)
        set_country(entity, entry->value, WF_COUNTRY_GAZETTEER);
    if (state && entry->value.len == 2)
        identify(e, entity, "iso3166", entry->value);
    if (entry->class_id != e->state->nationality)
        identify(e, entity, "wikidata", wf_entry_attribute(entry, "wikidata"));
}

/* A name of the list with its underscores undone. */
static struct wf_slice
plain(struct wf_entities *e, struct wf_slice name)
{
    char *copy = wf_arena_copy(e->doc->arena, name.data, name.len);

    if (copy == NULL) {
        e->full = true;
        return WF_SLICE_NONE;
    }
    for (size_t i = 0; i < name.len; i++)
        if (copy[i] == '_')
            copy[i] = ' ';
    return (struct wf_slice){ copy, name.len };
}

static bool
shouted(const struct wf_entities *e, const struct wf_mention *m)
{
    for (uint32_t t = m->at.first; t < m->at.end; t++)
        if ((e->doc->tokens.items[t].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_ALL_CAPS)) == WF_TOKEN_CAPITAL)
            return false;
    return true;
}

static bool
begins_with_initial(const struct wf_entities *e, const struct wf_mention *m)
{
    return (e->doc->tokens.items[m->at.first].flags & WF_TOKEN_PERIOD) != 0;
}

/* The fullest form: most words, then longest; a line of capitals only where there is nothing else. */
static void
name_it(struct wf_entities *e, struct wf_entity *entity)
{
    const struct wf_mention *best = entity->mentions.items[0];
    struct wf_slice listed = WF_SLICE_NONE;

    for (unsigned i = 0; i < entity->mentions.count; i++) {
        const struct wf_mention *m = entity->mentions.items[i];
        uint32_t words = m->at.end - m->at.first, most = best->at.end - best->at.first;

        if (m->entry != NULL && listed.data == NULL &&
            (m->entry->class_id == e->state->country || m->type == WF_ENTITY_ORG))
            listed = wf_entry_attribute(m->entry, "name");
        if (shouted(e, m) != shouted(e, best)
                ? shouted(e, best) && words >= most
                : words > most || (words == most && begins_with_initial(e, best) && !begins_with_initial(e, m)))
            best = m;
    }
    entity->name = listed.data != NULL ? plain(e, listed) : wf_span_text(e->doc, best->at.span);
}

static void
add_alias(struct wf_entities *e, struct wf_entity *entity, struct wf_slice text)
{
    struct wf_slice *place;

    if (wf_slice_equal(text, entity->name) || entity->aliases.count >= 16)
        return;
    for (unsigned i = 0; i < entity->aliases.count; i++)
        if (wf_slice_equal(text, entity->aliases.items[i]))
            return;
    place = wf_vector_push(e->doc->arena, &entity->aliases);
    if (place == NULL) {
        e->full = true;
        return;
    }
    *place = text;
}

/* `Iraq's Parliament`, `Iraqi Integrity Commission`: the country right before the name. */
static void
country_before(struct wf_entities *e, struct wf_entity *entity)
{
    const struct wf_document *doc = e->doc;

    if (entity->type != WF_ENTITY_ORG && entity->type != WF_ENTITY_FAC && entity->type != WF_ENTITY_LAW)
        return;
    for (unsigned i = 0; i < entity->mentions.count; i++) {
        uint32_t t = entity->mentions.items[i]->at.first;
        const struct wf_match *match = NULL;

        if (t > 0 && (doc->tokens.items[t - 1].flags & WF_TOKEN_POSSESSIVE))
            t--;
        for (uint32_t back = 1; back <= 3 && back <= t && match == NULL; back++) {
            match = wf_match_at(doc, t - back, e->state->country);
            if (match == NULL)
                match = wf_match_at(doc, t - back, e->state->nationality);
            if (match != NULL && match->end != t)
                match = NULL;
        }
        if (match != NULL)
            set_country(entity, match->entry->value, WF_COUNTRY_TEXT);
    }
}

/* A country named inside the name: `Bank of Iran`. */
static void
country_inside(struct wf_entities *e, struct wf_entity *entity)
{
    const struct wf_mention *m = entity->mentions.items[0];

    if (entity->type == WF_ENTITY_PERSON || entity->type == WF_ENTITY_EVENT || entity->type == WF_ENTITY_LAW)
        return;
    for (uint32_t t = m->at.first; t < m->at.end; t++) {
        const struct wf_match *match = wf_match_at(e->doc, t, e->state->country);

        if (match == NULL)
            match = wf_match_at(e->doc, t, e->state->nationality);
        if (match != NULL)
            set_country(entity, match->entry->value, WF_COUNTRY_TEXT);
    }
}

/*
 * Six tenths for how often it is named (the most named has all of them), a quarter for how early, the rest for a place
 * in a title or heading.
 */
static void
weigh(struct wf_entities *e, struct wf_entity *entity, uint32_t most)
{
    uint32_t early = 250u - (uint32_t)(UINT64_C(250) * entity->fact.sentence / e->doc->sentences.count);
    uint32_t heading = 0;

    for (unsigned i = 0; i < entity->mentions.count && heading == 0; i++) {
        uint32_t sentence = e->doc->tokens.items[entity->mentions.items[i]->at.first].sentence;
        enum wf_block_kind kind = e->doc->text.blocks.items[e->doc->sentences.items[sentence].block].kind;

        if (kind == WF_BLOCK_TITLE || kind == WF_BLOCK_HEADING)
            heading = 150;
    }
    entity->salience = (uint16_t)(UINT64_C(600) * entity->mentions.count / most + early + heading);
}

void
wf_entities_finish(struct wf_entities *e)
{
    uint32_t most = 1;

    for (unsigned i = 0; i < e->doc->entities.count; i++)
        if (e->doc->entities.items[i]->mentions.count > most)
            most = e->doc->entities.items[i]->mentions.count;
    for (unsigned i = 0; i < e->doc->entities.count && !e->full; i++) {
        struct wf_entity *entity = e->doc->entities.items[i];

        for (unsigned k = 0; k < entity->mentions.count; k++)
            if (entity->mentions.items[k]->entry != NULL)
                from_entry(e, entity, entity->mentions.items[k]->entry);
        name_it(e, entity);
        for (unsigned k = 0; k < entity->mentions.count; k++)
            add_alias(e, entity, wf_span_text(e->doc, entity->mentions.items[k]->at.span));
        country_before(e, entity);
        country_inside(e, entity);
        weigh(e, entity, most);
    }
}
