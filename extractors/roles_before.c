/* SPDX-License-Identifier: Apache-2.0 */
/* Titles in front of names: right before them, in commas, over lists. */
#include "extractors/roles_private.h"

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

/* Everybody in the list that begins with `m` bears the title. */
static void
title_for_list(struct wf_roles *r, struct wf_mention *m, const struct wf_title_phrase *p)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);

    for (unsigned i = 0; m != NULL && i < 20; i++) {
        uint32_t next;

        wf_roles_add(r, m->entity, p, r->state->list);
        next = list_gap(r, m->at.end, s->end);
        m = next > m->at.end && next < s->end ? wf_roles_person(r, next) : NULL;
    }
}

/* First token of a title that ends right before `end`, honorifics and quotation marks skipped; UINT32_MAX for none. */
static const struct wf_match *
title_before(const struct wf_roles *r, uint32_t end, uint32_t from)
{
    for (unsigned i = 0; i < 3 && end > from; i++) {
        if (r->title_to[end] != 0 && r->title_to[end] - 1 >= from) {
            const struct wf_match *m = r->title_at[r->title_to[end] - 1];

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

bool
wf_roles_before(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
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
        wf_roles_add(r, m->entity, &p, r->state->before);
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
    while (t > s->first && m->at.first - t < 6 &&
        ((wf_roles_flags(r, t - 1) & (WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_COLON)) ||
            wf_roles_is(r, t - 1, WF_ROLE_WORD_INCLUDING)))
        t--;
    if (t == m->at.first || t == s->first || (wf_roles_flags(r, t) & WF_TOKEN_WORD))
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
    if (p.definite && ((wf_roles_flags(r, m->at.end) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_CLOSE | WF_TOKEN_DASH)) != 0 ||
                          p.organization.entity != NULL))
        wf_roles_add(r, m->entity, &p, r->state->introduced);
}
