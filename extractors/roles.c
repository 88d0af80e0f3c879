/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `roles`: titles and offices of people. Looks before each person's name (`Iraqi Prime Minister X`, `the
 * country's foreign minister, X`), behind it (`X, the director of Y`, `X, who serves as`, `X was appointed`), and at lists
 * with one title (`ministers X and Y`); see roles_before.c and roles_behind.c. An office without a country takes that of the same person's other
 * mentions, else of the place named last.
 */
#include <stdlib.h>
#include <string.h>

#include "extractors/roles_private.h"

/* Roles kept of one person: further occurrences of the same office say nothing new. */
#define ROLES_MAX 64u

static struct wf_slice singular(struct wf_roles *r, struct wf_slice title);

/* `Ministers of Energy`: the noun in front of `of` or `for`. */
static struct wf_slice
singular_of(struct wf_roles *r, struct wf_slice title, size_t noun)
{
    struct wf_slice one = singular(r, (struct wf_slice){ title.data, noun });
    char *whole = wf_arena_printf(r->doc->arena, "%.*s%.*s", (int)one.len, one.data, (int)(title.len - noun), title.data + noun);

    return whole == NULL ? title : wf_slice_of(whole);
}

/* A plural title as that of each: `foreign ministers`, `chairmen`, `secretaries`. */
static struct wf_slice
singular(struct wf_roles *r, struct wf_slice title)
{
    char *copy;

    for (size_t i = 0; i + 4 < title.len; i++)
        if (memcmp(title.data + i, " of ", 4) == 0 || (i + 5 < title.len && memcmp(title.data + i, " for ", 5) == 0))
            return singular_of(r, title, i);

    if (title.len > 4 && memcmp(title.data + title.len - 3, "men", 3) == 0) {
        copy = wf_arena_copy(r->doc->arena, title.data, title.len);
        if (copy != NULL)
            copy[title.len - 2] = 'a';
        return copy == NULL ? title : (struct wf_slice){ copy, title.len };
    }
    if (title.len > 5 && memcmp(title.data + title.len - 3, "ies", 3) == 0) {
        copy = wf_arena_printf(r->doc->arena, "%.*sy", (int)(title.len - 3), title.data);
        return copy == NULL ? title : wf_slice_of(copy);
    }
    if (title.len > 3 && title.data[title.len - 1] == 's')
        title.len--;
    return title;
}

struct wf_mention *
wf_roles_person(const struct wf_roles *r, uint32_t t)
{
    struct wf_mention *m = t < r->doc->tokens.count ? r->mention_at[t] : NULL;

    return m != NULL && m->type == WF_ENTITY_PERSON && m->at.first == t ? m : NULL;
}

bool
wf_roles_office(const struct wf_roles *r, const struct wf_match *core)
{
    if (wf_roles_is(r, core->first, WF_ROLE_WORD_HIS) || wf_roles_is(r, core->first, WF_ROLE_WORD_HER))
        return false; /* `His Excellency` */
    return core->end - core->first > 1 ||
        !wf_wordset_has(r->state->courtesy, r->doc->tokens.items[core->first].word);
}

void
wf_roles_add(struct wf_roles *r, struct wf_entity *person, const struct wf_title_phrase *p, const struct wf_rule *rule)
{
    struct wf_role *role;
    struct wf_slice title;

    if (person == NULL || !wf_roles_office(r, p->core) || person->roles.count >= ROLES_MAX)
        return;
    title = wf_span_text(r->doc, wf_range_of(r->doc, p->title_first, p->title_end).span);
    if (p->plural)
        title = singular(r, title);
    for (unsigned i = 0; i < person->roles.count; i++)
        if (person->roles.items[i].at.span.start == r->doc->tokens.items[p->first].start)
            return;
    role = wf_vector_push(r->doc->arena, &person->roles);
    if (role == NULL) {
        r->full = true;
        return;
    }
    *role = (struct wf_role){ .title = title, .organization = p->organization, .status = p->status,
        .at = wf_range_of(r->doc, p->first, p->end), .rule = rule };
    if (p->end >= r->latest_at) {
        r->latest = *role;
        r->latest_at = p->end;
    }
}

static int
by_place(const void *a, const void *b)
{
    const struct wf_role *x = a, *y = b;

    return x->at.span.start < y->at.span.start ? -1 : x->at.span.start > y->at.span.start;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct wf_roles_state *s = calloc(1, sizeof *s);

    *state = s;
    if (s == NULL || !wf_roles_words(s, setup->lexicon))
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for stage roles");
    s->before = setup->rule(setup, "roles/before-name");
    s->apposition = setup->rule(setup, "roles/apposition");
    s->introduced = setup->rule(setup, "roles/introduced");
    s->as = setup->rule(setup, "roles/as");
    s->list = setup->rule(setup, "roles/list");
    s->inherited = setup->rule(setup, "roles/description");
    s->counterpart = setup->rule(setup, "roles/counterpart");
    return s->before != NULL && s->apposition != NULL && s->introduced != NULL && s->as != NULL && s->list != NULL &&
            s->inherited != NULL && s->counterpart != NULL
        ? WF_OK : wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for stage roles");
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
    struct wf_roles r = { .state = state, .doc = doc, .run = run_state };
    bool anybody = false;

    for (unsigned i = 0; i < doc->entities.count && !anybody; i++)
        anybody = doc->entities.items[i]->type == WF_ENTITY_PERSON;
    if (!anybody)
        return WF_OK;
    if (!wf_roles_prepare(&r))
        goto full;
    for (unsigned i = 0; i < doc->mentions.count && !r.full && wf_step(run_state, 4); i++) {
        struct wf_mention *m = doc->mentions.items[i];

        if (m->type != WF_ENTITY_PERSON || m->nested || m->entity == NULL)
            continue;
        if (!wf_roles_before(&r, m))
            wf_roles_introduced(&r, m);
        wf_roles_apposed(&r, m);
        wf_roles_predicate(&r, m);
    }
    for (unsigned i = 0; i < doc->entities.count; i++) {
        struct wf_entity *e = doc->entities.items[i];

        if (e->roles.count == 0)
            continue;
        wf_roles_inherit(&r, e);
        qsort(e->roles.items, e->roles.count, sizeof *e->roles.items, by_place);
    }
    if (!r.full)
        return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's roles (limits.memory)");
}

const struct wf_extractor wf_extractor_roles = {
    WF_EXTRACTOR_HEAD, "roles", "titles and offices of people, with the body or country and the status",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(MENTIONS) | WF_LAYER(ENTITIES), 0, NULL, init, run, fini,
};
