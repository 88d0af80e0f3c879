/* SPDX-License-Identifier: Apache-2.0 */
/* Titles in front of names: right before them, in commas, over lists. */
#include "extractors/roles_private.h"

#define ROLES_OF_ONE 64u /* roles kept of one person by one rule */

/* Skips `,`, `and`, `including`, `even`, `such as` between the members of a list. */
static uint32_t
list_gap(const struct wf_roles *r, uint32_t t, uint32_t limit)
{
    uint32_t from = t;

    while (t < limit && t - from < 4 &&
        ((wf_roles_flags(r, t) & WF_TOKEN_COMMA) || wf_roles_is(r, t, WF_ROLE_WORD_AND) ||
            wf_roles_is(r, t, WF_ROLE_WORD_INCLUDING) || wf_roles_is(r, t, WF_ROLE_WORD_EVEN) ||
            wf_roles_is(r, t, WF_ROLE_WORD_SUCH) || wf_roles_is(r, t, WF_ROLE_WORD_AS)))
        t++;
    return t;
}

/* The country or body behind the name, `X of Kenya`; *end is where it ends. */
static struct wf_reference
body_behind(const struct wf_roles *r, const struct wf_mention *m, uint32_t limit, uint32_t *end)
{
    uint32_t t = wf_roles_is(r, m->at.end + 1, WF_ROLE_WORD_THE) ? m->at.end + 2 : m->at.end + 1;
    const struct wf_mention *o;

    *end = m->at.end;
    if (!wf_roles_is(r, m->at.end, WF_ROLE_WORD_OF) || t >= limit)
        return (struct wf_reference){ .entity = NULL };
    o = r->mention_at[t];
    if (o == NULL || (o->type != WF_ENTITY_GPE && o->type != WF_ENTITY_ORG))
        return (struct wf_reference){ .entity = NULL };
    *end = o->at.end;
    return wf_roles_reference(r, o);
}

#define BODIES_MAX 8 /* of `the foreign ministers of A, B and C` */

/* `the foreign ministers of Kenya and Uganda`: all the bodies behind the title, the first being the phrase's own. */
static unsigned
bodies_of(const struct wf_roles *r, const struct wf_title_phrase *p, uint32_t limit, struct wf_reference *out, uint32_t *end)
{
    unsigned count = 0;
    uint32_t t = p->end;

    *end = p->end;
    if (p->organization.entity == NULL || p->organization.at.end != p->end)
        return 0;
    out[count++] = p->organization;
    while (count < BODIES_MAX) {
        const struct wf_mention *m;

        while (t < limit && ((wf_roles_flags(r, t) & WF_TOKEN_COMMA) || wf_roles_is(r, t, WF_ROLE_WORD_AND) ||
                                wf_roles_is(r, t, WF_ROLE_WORD_THE)))
            t++;
        m = t < limit ? r->mention_at[t] : NULL;
        if (m == NULL || t == *end || m->type != p->organization.type)
            break;
        out[count++] = wf_roles_reference(r, m);
        *end = t = m->at.end;
    }
    return count;
}

/* Everybody in the list that begins with `m` bears the title. */
static void
title_for_list(struct wf_roles *r, struct wf_mention *m, const struct wf_title_phrase *p)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
    struct wf_reference bodies[BODIES_MAX];
    uint32_t end;
    unsigned count = bodies_of(r, p, m->at.first, bodies, &end);

    for (unsigned i = 0; m != NULL && i < 20; i++) {
        struct wf_title_phrase one = *p;
        struct wf_reference own = body_behind(r, m, s->end, &end);
        uint32_t next;

        if (own.entity != NULL)
            one.organization = own;
        else if (count > 1) /* one each, in order; else nobody knows whose */
            one.organization = i < count ? bodies[i] : (struct wf_reference){ .entity = NULL };
        wf_roles_add(r, m->entity, &one, r->state->list);
        next = list_gap(r, end, s->end);
        m = next > end && next < s->end ? wf_roles_person(r, next) : NULL;
    }
}

/* First token of a title that ends right before `end`, honorifics and quotation marks skipped; UINT32_MAX for none. */
static const struct wf_match *
title_before(const struct wf_roles *r, uint32_t end, uint32_t from)
{
    for (unsigned i = 0; i < 3 && end > from; i++) {
        if (r->title_to[end] != 0 && r->title_to[end] - 1 >= from) {
            const struct wf_match *m = r->title_at[r->title_to[end] - 1];

            if (m != NULL && r->mention_at[m->first] != NULL && r->mention_at[m->first]->at.first < m->first)
                return NULL; /* the end of a body's name: `Council of Representatives` */
            if (m != NULL && m->end == end && wf_roles_office(r, m))
                return m;
            for (uint32_t t = r->title_to[end] - 1; t < end; t++)
                if (r->title_at[t] != NULL && r->title_at[t]->end == end && wf_roles_office(r, r->title_at[t]))
                    return r->title_at[t];
        }
        if (wf_match_at(r->doc, end - 1, r->state->honorific) == NULL &&
            !(wf_roles_flags(r, end - 1) & WF_TOKEN_QUOTE))
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
    if (end > from && (wf_roles_flags(r, end - 1) & WF_TOKEN_COMMA))
        return NULL;
    for (uint32_t t = end; t > from && end - t < 12; t--) {
        uint32_t flags = wf_roles_flags(r, t - 1);
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
        if (wf_roles_person(r, t - 1) != NULL)
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

/* `Chief of Staff Gen. X`: an office right before a rank. */
static void
second_title(struct wf_roles *r, struct wf_mention *m, const struct wf_title_phrase *p, uint32_t from)
{
    const struct wf_match *core;
    struct wf_title_phrase q;

    if (p->plural || p->first <= from + 1 || p->organization.entity != NULL ||
        (!wf_slice_is(p->core->entry->value, "military") && !wf_slice_is(p->core->entry->value, "royal")))
        return;
    core = title_before(r, p->first, from);
    if (core == NULL)
        return;
    q = wf_roles_phrase(r, core, from, p->first);
    if (!q.plural && q.end == p->first)
        wf_roles_add(r, m->entity, &q, r->state->before);
}

bool
wf_roles_before(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
    const struct wf_match *core = title_before(r, m->at.first, s->first);
    struct wf_title_phrase p;
    uint32_t end;

    if (core == NULL) {
        core = title_before_object(r, m->at.first, s->first);
        if (core == NULL)
            return false;
        p = object_phrase(r, core, s->first, m->at.first);
    } else
        p = wf_roles_phrase(r, core, s->first, core->end);
    if (p.organization.entity == NULL && !p.plural) /* `President X of Y` */
        p.organization = body_behind(r, m, s->end, &end);
    if (p.plural)
        title_for_list(r, m, &p);
    else
        wf_roles_add(r, m->entity, &p, r->state->before);
    second_title(r, m, &p, s->first);
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
                wf_roles_add(r, m->entity, &q, r->state->before);
        }
    }
    return true;
}

/* `the foreign ministers of Kenya, Uganda and Rwanda` that end at `t`: the title in front of the whole list. */
static const struct wf_match *
title_over_list(const struct wf_roles *r, uint32_t t, uint32_t from)
{
    while (t > from && r->mention_at[t - 1] != NULL && r->mention_at[t - 1]->type != WF_ENTITY_PERSON) {
        t = r->mention_at[t - 1]->at.first;
        while (t > from && (wf_roles_is(r, t - 1, WF_ROLE_WORD_THE) || wf_roles_is(r, t - 1, WF_ROLE_WORD_AND) ||
                               (wf_roles_flags(r, t - 1) & WF_TOKEN_COMMA)))
            t--;
        if (t > from && wf_roles_is(r, t - 1, WF_ROLE_WORD_OF))
            return title_before(r, t - 1, from);
    }
    return NULL;
}

#define LINKS_REACH 12u /* tokens of `chairman of the board of Apex Corporation` */

/* The outermost title whose `of ...`, `for ...` reach up to `t`: `the special envoy of the Secretary-General for Yemen`. */
static const struct wf_match *
title_over_links(const struct wf_roles *r, uint32_t t, uint32_t from)
{
    const struct wf_match *best = NULL;

    for (uint32_t k = t - 1; k > from && t - k < LINKS_REACH; k--) {
        const struct wf_match *m;

        if ((wf_roles_flags(r, k) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_SEMICOLON)) || wf_roles_person(r, k) != NULL)
            break;
        if (!(wf_roles_is(r, k, WF_ROLE_WORD_OF) || wf_roles_is(r, k, WF_ROLE_WORD_FOR) || wf_roles_is(r, k, WF_ROLE_WORD_TO)) ||
            r->title_to[k] == 0)
            continue;
        m = r->title_at[r->title_to[k] - 1];
        if (m != NULL && m->end == k && wf_roles_phrase(r, m, from, t).end == t)
            best = m;
    }
    return best;
}

#define COUNTERPART_REACH 60u /* tokens between an office and the counterpart of who bears it */

/*
 * `her Finnish counterpart, X`: the office that was named last, in the country in front of the word. `t` is where the words
 * before the name end.
 */
static bool
counterpart(struct wf_roles *r, struct wf_mention *m, uint32_t t, uint32_t from)
{
    struct wf_title_phrase p;
    struct wf_role *role;
    const struct wf_mention *o;
    uint32_t first = t - 1;

    if (t <= from || (!wf_roles_is(r, t - 1, WF_ROLE_WORD_COUNTERPART) && !wf_roles_is(r, t - 1, WF_ROLE_WORD_COUNTERPARTS)))
        return false;
    if (m->entity == NULL || r->latest.title.data == NULL || m->at.first - r->latest_at > COUNTERPART_REACH)
        return true;
    if (first > from && (wf_roles_flags(r, first - 1) & WF_TOKEN_POSSESSIVE))
        first--;
    o = first > from ? r->mention_at[first - 1] : NULL;
    p = (struct wf_title_phrase){ .first = o != NULL ? o->at.first : t - 1, .end = t };
    if (m->entity->roles.count >= ROLES_OF_ONE)
        return true;
    role = wf_vector_push(r->doc->arena, &m->entity->roles);
    if (role == NULL) {
        r->full = true;
        return true;
    }
    *role = (struct wf_role){ .title = r->latest.title, .at = wf_range_of(r->doc, p.first, p.end), .rule = r->state->counterpart };
    if (o != NULL && o->type != WF_ENTITY_PERSON)
        role->organization = wf_roles_reference(r, o);
    return true;
}

/* `the country's foreign minister, X`, `Iran's president, X`, `ministers, including X, Y and Z` */
void
wf_roles_introduced(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
    uint32_t t = m->at.first;
    const struct wf_match *core = NULL;
    struct wf_title_phrase p;

    while (t > s->first && (wf_match_at(r->doc, t - 1, r->state->honorific) != NULL ||
                               wf_wordset_has(r->state->courtesy, r->doc->tokens.items[t - 1].word)))
        t--;
    if (counterpart(r, m, t, s->first)) /* `his counterpart X` */
        return;
    while (t > s->first && m->at.first - t < 6 &&
        ((wf_roles_flags(r, t - 1) & (WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_COLON)) ||
            wf_roles_is(r, t - 1, WF_ROLE_WORD_INCLUDING)))
        t--;
    if (t == m->at.first || t == s->first || (wf_roles_flags(r, t) & WF_TOKEN_WORD))
        return;
    if (counterpart(r, m, t, s->first))
        return;
    /* the title may have its `of` phrase: look back over a body or country */
    core = title_before(r, t, s->first);
    if (core == NULL && r->mention_at[t - 1] != NULL && r->mention_at[t - 1]->type != WF_ENTITY_PERSON) {
        uint32_t back = r->mention_at[t - 1]->at.first;

        while (back > s->first && (wf_roles_is(r, back - 1, WF_ROLE_WORD_THE) || wf_roles_is(r, back - 1, WF_ROLE_WORD_OF) ||
                                      wf_roles_is(r, back - 1, WF_ROLE_WORD_AT) || wf_roles_is(r, back - 1, WF_ROLE_WORD_FOR) ||
                                      wf_roles_is(r, back - 1, WF_ROLE_WORD_TO)))
            back--;
        core = back < r->mention_at[t - 1]->at.first ? title_before(r, back, s->first) : NULL;
        if (core == NULL)
            core = title_over_list(r, t, s->first);
    }
    if (core == NULL || wf_roles_is(r, core->first - (core->first > s->first), WF_ROLE_WORD_THE) ||
        wf_roles_is(r, core->first - (core->first > s->first), WF_ROLE_WORD_OF)) {
        const struct wf_match *outer = title_over_links(r, t, s->first);

        core = outer != NULL ? outer : core;
    }
    if (core == NULL)
        return;
    p = wf_roles_phrase(r, core, s->first, t);
    if (p.plural) {
        struct wf_reference bodies[BODIES_MAX];
        uint32_t end = p.end;

        (void)bodies_of(r, &p, t, bodies, &end);
        if (end != t)
            return;
        title_for_list(r, m, &p);
        return;
    }
    if (p.end != t)
        return;
    if (p.first > s->first + 1 && (wf_roles_flags(r, p.first - 1) & WF_TOKEN_POSSESSIVE) && r->mention_at[p.first - 2] != NULL)
        p.definite = true; /* `President X's chief adviser, Y,` */
    /* `the president, X,` but not `after meeting the president, X said` of somebody else: needs to close again */
    if (p.definite && ((wf_roles_flags(r, m->at.end) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_CLOSE | WF_TOKEN_DASH)) != 0 ||
                          p.organization.entity != NULL))
        wf_roles_add(r, m->entity, &p, r->state->introduced);
}
