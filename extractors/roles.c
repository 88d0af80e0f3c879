/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `roles`: titles and offices of people. Looks before each person's name (`Iraqi Prime Minister X`, `the
 * country's foreign minister, X`), behind it (`X, the director of Y`, `X, who serves as`, `X was appointed`), and at lists
 * with one title (`ministers X and Y`). An office without a country takes that of the same person's other
 * mentions, else of the place named last.
 */
#include <stdlib.h>
#include <string.h>

#include "extractors/roles_private.h"

/* Roles kept of one person: further occurrences of the same office say nothing new. */
#define ROLES_MAX 64u

static uint32_t
flags_of(const struct wf_roles *r, uint32_t t)
{
    return t < r->doc->tokens.count ? r->doc->tokens.items[t].flags : 0;
}

/* A plural title as that of each: `foreign ministers`, `chairmen`, `secretaries`. */
static struct wf_slice
singular(struct wf_roles *r, struct wf_slice title)
{
    char *copy;

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

static bool
title_is_office(const struct wf_roles *r, const struct wf_match *core)
{
    if (wf_roles_is(r, core->first, WF_ROLE_WORD_HIS) || wf_roles_is(r, core->first, WF_ROLE_WORD_HER))
        return false; /* `His Excellency` */
    return core->end - core->first > 1 ||
        !wf_wordset_has(r->state->courtesy, r->doc->tokens.items[core->first].word);
}

static void
add_role(struct wf_roles *r, struct wf_entity *person, const struct wf_title_phrase *p, const struct wf_rule *rule)
{
    struct wf_role *role;
    struct wf_slice title;

    if (person == NULL || !title_is_office(r, p->core) || person->roles.count >= ROLES_MAX)
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
}

static const struct wf_sentence *
sentence_of(const struct wf_roles *r, uint32_t token)
{
    return &r->doc->sentences.items[r->doc->tokens.items[token].sentence];
}

static struct wf_mention *
person_at(const struct wf_roles *r, uint32_t t)
{
    struct wf_mention *m = t < r->doc->tokens.count ? r->mention_at[t] : NULL;

    return m != NULL && m->type == WF_ENTITY_PERSON && m->at.first == t ? m : NULL;
}

/* Skips `,`, `and`, `including`, `even`, `such as` between the members of a list. */
static uint32_t
list_gap(const struct wf_roles *r, uint32_t t, uint32_t limit)
{
    uint32_t from = t;

    while (t < limit && t - from < 4 &&
        ((flags_of(r, t) & WF_TOKEN_COMMA) || wf_roles_is(r, t, WF_ROLE_WORD_AND) ||
            wf_roles_is(r, t, WF_ROLE_WORD_INCLUDING) || wf_roles_is(r, t, WF_ROLE_WORD_EVEN) ||
            wf_roles_is(r, t, WF_ROLE_WORD_SUCH) || wf_roles_is(r, t, WF_ROLE_WORD_AS)))
        t++;
    return t;
}

/* Everybody in the list that begins with `m` bears the title. */
static void
title_for_list(struct wf_roles *r, struct wf_mention *m, const struct wf_title_phrase *p)
{
    const struct wf_sentence *s = sentence_of(r, m->at.first);

    for (unsigned i = 0; m != NULL && i < 20; i++) {
        uint32_t next;

        add_role(r, m->entity, p, r->state->list);
        next = list_gap(r, m->at.end, s->end);
        m = next > m->at.end && next < s->end ? person_at(r, next) : NULL;
    }
}

/* First token of a title that ends right before `end`, honorifics and quotation marks skipped; UINT32_MAX for none. */
static const struct wf_match *
title_before(const struct wf_roles *r, uint32_t end, uint32_t from)
{
    for (unsigned i = 0; i < 3 && end > from; i++) {
        if (r->title_to[end] != 0 && r->title_to[end] - 1 >= from) {
            const struct wf_match *m = r->title_at[r->title_to[end] - 1];

            if (m != NULL && m->end == end && title_is_office(r, m))
                return m;
            for (uint32_t t = r->title_to[end] - 1; t < end; t++)
                if (r->title_at[t] != NULL && r->title_at[t]->end == end && title_is_office(r, r->title_at[t]))
                    return r->title_at[t];
        }
        if (wf_match_at(r->doc, end - 1, r->state->honorific) == NULL &&
            !(flags_of(r, end - 1) & WF_TOKEN_QUOTE))
            return NULL;
        end--;
    }
    return NULL;
}

/* `Under Secretary for Political Affairs X`: a title, `for` or `of`, words with capitals, the name. */
static const struct wf_match *
title_before_object(const struct wf_roles *r, uint32_t end, uint32_t from)
{
    bool capital = false;

    while (end > from && (wf_match_at(r->doc, end - 1, r->state->honorific) != NULL ||
                             wf_wordset_has(r->state->courtesy, r->doc->tokens.items[end - 1].word) ||
                             wf_roles_is(r, end - 1, WF_ROLE_WORD_HIS) || wf_roles_is(r, end - 1, WF_ROLE_WORD_HER)))
        end--;
    if (end > from && (flags_of(r, end - 1) & WF_TOKEN_COMMA))
        return NULL;
    for (uint32_t t = end; t > from && end - t < 12; t--) {
        uint32_t flags = flags_of(r, t - 1);
        bool link = wf_roles_is(r, t - 1, WF_ROLE_WORD_OF) || wf_roles_is(r, t - 1, WF_ROLE_WORD_FOR) ||
            wf_roles_is(r, t - 1, WF_ROLE_WORD_TO);

        if (link && capital && r->title_to[t - 1] != 0) {
            const struct wf_match *m = r->title_at[r->title_to[t - 1] - 1];

            if (m != NULL && m->end == t - 1 && m->first >= from)
                return m;
        }
        if (!link && !(flags & WF_TOKEN_CAPITAL) && !wf_roles_is(r, t - 1, WF_ROLE_WORD_THE) &&
            !wf_roles_is(r, t - 1, WF_ROLE_WORD_AND) && !(flags & (WF_TOKEN_COMMA | WF_TOKEN_HYPHEN)))
            return NULL;
        if (person_at(r, t - 1) != NULL)
            return NULL;
        capital |= (flags & WF_TOKEN_CAPITAL) != 0;
    }
    return NULL;
}

/* The phrase of a title whose object reaches up to the name at `end`. */
static struct wf_title_phrase
object_phrase(const struct wf_roles *r, const struct wf_match *core, uint32_t from, uint32_t end)
{
    struct wf_title_phrase p;

    while (end > core->end && wf_match_at(r->doc, end - 1, r->state->honorific) != NULL)
        end--;
    p = wf_roles_phrase(r, core, from, end);
    if (p.end < end) {
        p.end = p.title_end = end;
        p.organization = (struct wf_reference){ .entity = NULL };
    }
    return p;
}

static bool
before_name(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = sentence_of(r, m->at.first);
    const struct wf_match *core = title_before(r, m->at.first, s->first);
    struct wf_title_phrase p;

    if (core == NULL) {
        core = title_before_object(r, m->at.first, s->first);
        if (core == NULL)
            return false;
        p = object_phrase(r, core, s->first, m->at.first);
    } else
        p = wf_roles_phrase(r, core, s->first, core->end);
    if (p.organization.entity == NULL && wf_roles_is(r, m->at.end, WF_ROLE_WORD_OF)) { /* `President X of Y` */
        uint32_t t = wf_roles_is(r, m->at.end + 1, WF_ROLE_WORD_THE) ? m->at.end + 2 : m->at.end + 1;
        const struct wf_mention *o = t < s->end ? r->mention_at[t] : NULL;

        if (o != NULL && (o->type == WF_ENTITY_GPE || o->type == WF_ENTITY_ORG))
            p.organization = wf_roles_reference(r, o);
    }
    if (p.plural)
        title_for_list(r, m, &p);
    else
        add_role(r, m->entity, &p, r->state->before);
    /* `Foreign Minister and Deputy Prime Minister X` */
    if (p.first > s->first + 1 && wf_roles_is(r, p.first - 1, WF_ROLE_WORD_AND) && !p.plural) {
        const struct wf_match *other = title_before(r, p.first - 1, s->first);

        if (other != NULL) {
            struct wf_title_phrase q = wf_roles_phrase(r, other, s->first, other->end);

            if (q.organization.entity == NULL && !q.definite)
                q.organization = p.organization;
            else if (q.organization.entity == NULL)
                q.plural = true; /* `the President and First Lady X`: somebody else */
            if (!q.plural)
                add_role(r, m->entity, &q, r->state->before);
        }
    }
    return true;
}

/* `the country's foreign minister, X`, `Iran's president, X`, `ministers, including X, Y and Z` */
static void
introduced(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = sentence_of(r, m->at.first);
    uint32_t t = m->at.first;
    const struct wf_match *core = NULL;
    struct wf_title_phrase p;

    while (t > s->first && (wf_match_at(r->doc, t - 1, r->state->honorific) != NULL ||
                               wf_wordset_has(r->state->courtesy, r->doc->tokens.items[t - 1].word)))
        t--;
    while (t > s->first && m->at.first - t < 6 &&
        ((flags_of(r, t - 1) & (WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_COLON)) ||
            wf_roles_is(r, t - 1, WF_ROLE_WORD_INCLUDING)))
        t--;
    if (t == m->at.first || t == s->first || (flags_of(r, t) & WF_TOKEN_WORD))
        return;
    /* the title may have its `of` phrase: look back over a body or country */
    core = title_before(r, t, s->first);
    if (core == NULL && r->mention_at[t - 1] != NULL && r->mention_at[t - 1]->type != WF_ENTITY_PERSON) {
        uint32_t back = r->mention_at[t - 1]->at.first;

        while (back > s->first && (wf_roles_is(r, back - 1, WF_ROLE_WORD_THE) || wf_roles_is(r, back - 1, WF_ROLE_WORD_OF) ||
                                      wf_roles_is(r, back - 1, WF_ROLE_WORD_AT) || wf_roles_is(r, back - 1, WF_ROLE_WORD_FOR)))
            back--;
        core = back < r->mention_at[t - 1]->at.first ? title_before(r, back, s->first) : NULL;
    }
    if (core == NULL)
        return;
    p = wf_roles_phrase(r, core, s->first, t);
    if (p.end != t)
        return;
    if (p.plural) {
        title_for_list(r, m, &p);
        return;
    }
    /* `the president, X,` but not `after meeting the president, X said` of somebody else: needs to close again */
    if (p.definite && ((flags_of(r, m->at.end) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_CLOSE | WF_TOKEN_DASH)) != 0 ||
                          p.organization.entity != NULL))
        add_role(r, m->entity, &p, r->state->introduced);
}

/* The title phrase that begins at `t`, with its article, owner and status; false where there is none. */
static bool
phrase_from(struct wf_roles *r, uint32_t t, uint32_t limit, struct wf_title_phrase *out)
{
    uint32_t from = t;

    for (uint32_t at = t; at < limit && at - t < 9; at++) {
        struct wf_mention *m = r->mention_at[at];

        if (r->title_at[at] != NULL && title_is_office(r, r->title_at[at]) && r->title_at[at]->end <= limit) {
            *out = wf_roles_phrase(r, r->title_at[at], from, limit);
            return true;
        }
        if (m != NULL) {
            if (m->type == WF_ENTITY_PERSON || m->at.end > limit)
                return false;
            at = m->at.end - 1;
            continue;
        }
        if (flags_of(r, at) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_OPEN | WF_TOKEN_CLOSE))
            return false;
        if (!(flags_of(r, at) & (WF_TOKEN_WORD | WF_TOKEN_POSSESSIVE | WF_TOKEN_HYPHEN)))
            return false;
        if (at > t && wf_wordset_has(r->state->function, r->doc->tokens.items[at].word) &&
            !wf_roles_is(r, at, WF_ROLE_WORD_THE))
            return false;
        if (at == t && wf_wordset_has(r->state->function, r->doc->tokens.items[at].word) &&
            !(wf_roles_is(r, at, WF_ROLE_WORD_THE) || wf_roles_is(r, at, WF_ROLE_WORD_A) ||
                wf_roles_is(r, at, WF_ROLE_WORD_AN) || wf_roles_is(r, at, WF_ROLE_WORD_ITS) ||
                wf_roles_is(r, at, WF_ROLE_WORD_THEIR) || wf_roles_is(r, at, WF_ROLE_WORD_HIS) ||
                wf_roles_is(r, at, WF_ROLE_WORD_HER)))
            return false;
    }
    return false;
}

/* A title phrase in commas behind the name, and more after `and`. */
static void
apposed(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = sentence_of(r, m->at.first);
    uint32_t t = m->at.end;
    struct wf_title_phrase p;

    if (t + 1 >= s->end)
        return;
    if (flags_of(r, t) & WF_TOKEN_OPEN)
        t++;
    else if (flags_of(r, t) & (WF_TOKEN_COMMA | WF_TOKEN_DASH))
        t++;
    else
        return;
    if (wf_roles_is(r, t, WF_ROLE_WORD_AND) || !phrase_from(r, t, s->end, &p))
        return;
    if (person_at(r, p.end) != NULL || p.plural)
        return; /* the title belongs to the next name */
    /* `the Minister of Trade, X, the Minister of Health, Y`: here too */
    if ((flags_of(r, p.end) & WF_TOKEN_COMMA) && person_at(r, p.end + 1) != NULL && m->entity != NULL)
        for (unsigned i = 0; i < m->entity->roles.count; i++)
            if (m->entity->roles.items[i].rule == r->state->introduced && m->entity->roles.items[i].at.end <= m->at.first &&
                m->entity->roles.items[i].at.end + 4 > m->at.first)
                return;
    if (p.first > t + 4 && p.organization.entity == NULL)
        return;
    add_role(r, m->entity, &p, r->state->apposition);
    if (p.end + 1 < s->end && wf_roles_is(r, p.end, WF_ROLE_WORD_AND)) {
        struct wf_title_phrase q;

        if (phrase_from(r, p.end + 1, s->end, &q) && q.first <= p.end + 2 && person_at(r, q.end) == NULL && !q.plural)
            add_role(r, m->entity, &q, r->state->apposition);
    }
}

/* `X serving as`, `X, who was appointed`, `X became`, `X assuming the role of`, `X is the`. */
static void
predicate(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = sentence_of(r, m->at.first);
    const struct wf_roles_state *w = r->state;
    uint32_t limit = m->at.end + 12 < s->end ? m->at.end + 12 : s->end;
    enum wf_role_status status = WF_ROLE_CURRENT;
    bool naming = false;

    for (uint32_t t = m->at.end; t < limit; t++) {
        uint32_t word = r->doc->tokens.items[t].word;
        bool trigger = false;
        struct wf_title_phrase p;

        if (person_at(r, t) != NULL || (flags_of(r, t) & (WF_TOKEN_STOP | WF_TOKEN_SEMICOLON)))
            return;
        if ((flags_of(r, t) & WF_TOKEN_COMMA) && t > m->at.end)
            return;
        if (wf_wordset_has(w->naming, word))
            naming = trigger = true;
        else if (wf_roles_is(r, t, WF_ROLE_WORD_AS))
            trigger = naming || (t > 0 && wf_wordset_has(w->serving, r->doc->tokens.items[t - 1].word));
        else if (wf_roles_is(r, t, WF_ROLE_WORD_OF))
            trigger = t > 0 && (wf_roles_is(r, t - 1, WF_ROLE_WORD_ROLE) || wf_roles_is(r, t - 1, WF_ROLE_WORD_POSITION) ||
                                   wf_roles_is(r, t - 1, WF_ROLE_WORD_POST) || wf_roles_is(r, t - 1, WF_ROLE_WORD_OFFICE) ||
                                   wf_roles_is(r, t - 1, WF_ROLE_WORD_JOB));
        else if (wf_roles_is(r, t, WF_ROLE_WORD_BECAME) || wf_roles_is(r, t, WF_ROLE_WORD_REMAINS) ||
            wf_roles_is(r, t, WF_ROLE_WORD_IS) || wf_roles_is(r, t, WF_ROLE_WORD_WAS))
            trigger = true;
        if (wf_roles_is(r, t, WF_ROLE_WORD_WAS))
            status = WF_ROLE_FORMER;
        if (!trigger || t + 1 >= s->end || !phrase_from(r, t + 1, s->end, &p) || person_at(r, p.end) != NULL)
            continue;
        if (p.first > t + (wf_roles_is(r, t + 1, WF_ROLE_WORD_A) || wf_roles_is(r, t + 1, WF_ROLE_WORD_AN) ? 2u : 1u) || p.plural)
            continue;
        if (status == WF_ROLE_FORMER && !naming && p.status == WF_ROLE_CURRENT)
            p.status = status;
        add_role(r, m->entity, &p, r->state->as);
        return;
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
    return s->before != NULL && s->apposition != NULL && s->introduced != NULL && s->as != NULL && s->list != NULL &&
            s->inherited != NULL
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
        if (!before_name(&r, m))
            introduced(&r, m);
        apposed(&r, m);
        predicate(&r, m);
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
