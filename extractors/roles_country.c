/* SPDX-License-Identifier: Apache-2.0 */
/* The body or country of an office that its words leave out. */
#include <string.h>
#include <strings.h>

#include "extractors/roles_private.h"

static bool
begins_with(struct wf_slice text, const char *start)
{
    size_t n = strlen(start);

    return text.len >= n && strncasecmp(text.data, start, n) == 0;
}

static bool
ends_with(struct wf_slice text, const char *end)
{
    size_t n = strlen(end);

    return text.len >= n && strncasecmp(text.data + text.len - n, end, n) == 0;
}

/* Offices of states, which have a country even where the words leave it out. */
static bool
state_office(const struct wf_role *role)
{
    static const char *const nouns[] = { "president", "prime minister", "foreign minister", "minister", "king", "queen",
        "prince", "supreme leader", "chancellor", "premier", "defense minister", "interior minister",
        "crown prince", "emir", "sultan", "finance minister", "vice president" };

    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) {
        size_t n = strlen(nouns[i]);

        if (role->title.len == n && strncasecmp(role->title.data, nouns[i], n) == 0)
            return true;
    }
    if (ends_with(role->title, " minister"))
        return !begins_with(role->title, "adviser") && !begins_with(role->title, "advisor");
    return begins_with(role->title, "minister of ") || begins_with(role->title, "vice president");
}

/* The same title, or one with a word before it: `president` and `elected president`. */
static bool
same_title(const struct wf_role *a, const struct wf_role *b)
{
    struct wf_slice longer = a->title.len > b->title.len ? a->title : b->title;
    struct wf_slice shorter = a->title.len > b->title.len ? b->title : a->title;

    if (shorter.len == 0 || strncasecmp(longer.data + longer.len - shorter.len, shorter.data, shorter.len) != 0)
        return false;
    return longer.len == shorter.len || longer.data[longer.len - shorter.len - 1] == ' ';
}

/* Whether the document is about the country: at least a third as often named as the one named most. */
static bool
country_matters(const struct wf_roles *r, const char *country)
{
    for (unsigned i = 0; i < r->state_count; i++)
        if (strcmp(r->states[i]->country, country) == 0)
            return r->state_named[i] * 3 >= r->state_most;
    return r->state_count == 0;
}

/* The state that a place or nationality belongs to, where the document names it; else the entity itself. */
static struct wf_entity *
state_of(const struct wf_roles *r, struct wf_entity *entity)
{
    struct wf_entity *state = wf_roles_state_of(r, entity->country);

    return state != NULL ? state : entity;
}

/* The country that was spoken of last before the role in its sentence. */
static struct wf_reference
country_nearby(const struct wf_roles *r, const struct wf_role *role)
{
    uint32_t t = role->at.first, sentence = r->doc->tokens.items[t].sentence;
    struct wf_reference none = { .entity = NULL };
    /* `the country's foreign minister`: the sentence before counts too */
    uint32_t reach = wf_roles_is(r, t, WF_ROLE_WORD_COUNTRY) || wf_roles_is(r, t + 1, WF_ROLE_WORD_COUNTRY) ? 1 : 0;

    for (unsigned i = 0; i < 300 && t-- > 0 && r->doc->tokens.items[t].sentence + reach >= sentence; i++) {
        const struct wf_mention *m = r->mention_at[t];
        const struct wf_block *block = &r->doc->text.blocks.items[wf_roles_sentence(r, t)->block];

        if (block->kind == WF_BLOCK_HEADING || block->kind == WF_BLOCK_TITLE)
            break;
        if (m == NULL || m->entity == NULL || m->entity->country[0] == '\0')
            continue;
        if ((m->type != WF_ENTITY_GPE && m->type != WF_ENTITY_NORP) || !country_matters(r, m->entity->country))
            continue;
        return (struct wf_reference){ .entity = state_of(r, m->entity), .type = m->type, .at = m->at };
    }
    return none;
}

/* A state that the document names. */
static struct wf_reference
named_state(const struct wf_roles *r, const char *country)
{
    struct wf_entity *e = wf_roles_state_of(r, country);

    if (e == NULL)
        return (struct wf_reference){ .entity = NULL };
    return (struct wf_reference){ .entity = e, .type = e->type, .at = e->fact.at };
}

/* Another country is spoken of in the paragraph, up to the role. */
static bool
abroad(const struct wf_roles *r, const struct wf_role *role, const char *home)
{
    uint32_t t = role->at.first, block = wf_roles_sentence(r, t)->block;

    for (unsigned i = 0; i < 300 && t-- > 0 && wf_roles_sentence(r, t)->block == block; i++) {
        const struct wf_mention *m = r->mention_at[t];

        if (m != NULL && m->entity != NULL && m->entity->country[0] != '\0' && strcmp(m->entity->country, home) != 0)
            return true;
    }
    return false;
}

/* The state that the document is about, home of officials whose country goes without saying: named twice as often as any other. */
static struct wf_reference
home_state(const struct wf_roles *r, const struct wf_role *role)
{
    uint32_t most = 0, second = 0;
    unsigned home = 0;

    for (unsigned i = 0; i < r->state_count; i++) {
        uint32_t named = r->state_named[i];

        if (named > most) {
            second = most;
            most = named;
            home = i;
        } else if (named > second) {
            second = named;
        }
    }
    if (most < 2 || most < 2 * second || abroad(r, role, r->states[home]->country))
        return (struct wf_reference){ .entity = NULL };
    return named_state(r, r->states[home]->country);
}

/*
 * The state of somebody known for an office in it. Type WF_ENTITY_NONE for a stranger; without an entity where the
 * document does not name the state.
 */
static struct wf_reference
known_leader(const struct wf_roles *r, const struct wf_entity *person)
{
    struct wf_reference ref = { .entity = NULL };

    for (unsigned i = 0; i < person->mentions.count && ref.type == WF_ENTITY_NONE; i++) {
        const struct wf_mention *m = person->mentions.items[i];

        for (uint32_t t = m->at.first; t < m->at.end && ref.type == WF_ENTITY_NONE; t++) {
            const struct wf_match *match = wf_match_at(r->doc, t, r->state->leader);
            char country[3] = "";

            if (match == NULL || match->entry->value.len != 2 ||
                (match->end != m->at.end && !(wf_roles_flags(r, match->end) & WF_TOKEN_COMMA)))
                continue;
            memcpy(country, match->entry->value.data, 2);
            ref = named_state(r, country);
            for (unsigned k = 0; k < r->doc->entities.count && ref.entity == NULL; k++) {
                struct wf_entity *e = r->doc->entities.items[k];

                if (e->type == WF_ENTITY_NORP && strcmp(e->country, country) == 0)
                    ref = (struct wf_reference){ .entity = e, .at = e->fact.at };
            }
            ref.type = WF_ENTITY_GPE;
        }
    }
    return ref;
}

/* Roles of the same title share the body or country that one of them gives. */
static void
share(struct wf_entity *person)
{
    for (unsigned i = 0; i < person->roles.count; i++) {
        struct wf_role *role = &person->roles.items[i];

        for (unsigned k = 0; k < person->roles.count && role->organization.entity == NULL; k++)
            if (person->roles.items[k].organization.entity != NULL && same_title(role, &person->roles.items[k]))
                role->organization = person->roles.items[k].organization;
    }
}

/* The title is one of the US government, which leaves the country out at home. */
static bool
american(const struct wf_role *role)
{
    return ends_with(role->title, "secretary of state") || begins_with(role->title, "assistant secretary of state") ||
        begins_with(role->title, "under secretary of state");
}

/* `Secretary Blinken` is the Secretary of State that he is elsewhere. */
static void
complete_titles(struct wf_entity *person)
{
    for (unsigned i = 0; i < person->roles.count; i++)
        for (unsigned k = 0; k < person->roles.count; k++) {
            struct wf_role *brief = &person->roles.items[i], *full = &person->roles.items[k];

            if (brief->title.len == 9 && begins_with(brief->title, "secretary") && begins_with(full->title, "secretary of ")) {
                brief->title = full->title;
                brief->organization = full->organization;
            }
        }
}

/* `its president`: of what was spoken of before. */
static bool
of_a_body(const struct wf_roles *r, const struct wf_role *role)
{
    for (uint32_t t = role->at.first; t + 1 >= role->at.first && t < r->doc->tokens.count; t--) {
        struct wf_slice word = wf_token_text(r->doc, t);

        if (word.len == 3 && strncasecmp(word.data, "its", 3) == 0)
            return true;
    }
    return false;
}

void
wf_roles_inherit(struct wf_roles *r, struct wf_entity *person)
{
    complete_titles(person);
    share(person);
    for (unsigned i = 0; i < person->roles.count; i++) {
        struct wf_role *role = &person->roles.items[i];

        if (role->organization.entity == NULL && american(role))
            role->organization = named_state(r, "US");
        if (role->organization.entity == NULL && state_office(role)) {
            struct wf_reference known = known_leader(r, person);

            role->organization = known.type != WF_ENTITY_NONE ? known : country_nearby(r, role);
            if (role->organization.entity == NULL && known.type == WF_ENTITY_NONE && !of_a_body(r, role))
                role->organization = home_state(r, role);
            share(person);
        }
    }
    for (unsigned i = 0; i < person->roles.count && person->country[0] == '\0'; i++) {
        const struct wf_reference *o = &person->roles.items[i].organization;

        if (o->entity != NULL && o->entity->country[0] != '\0') {
            memcpy(person->country, o->entity->country, sizeof person->country);
            person->country_basis = WF_COUNTRY_TEXT;
        }
    }
}
