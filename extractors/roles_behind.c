/* SPDX-License-Identifier: Apache-2.0 */
/* Titles behind names: in commas, or said by a verb. */
#include "extractors/roles_private.h"

/* The title phrase that begins at `t`, with its article, owner and status; false where there is none. */
static bool
phrase_from(struct wf_roles *r, uint32_t t, uint32_t limit, struct wf_title_phrase *out)
{
    uint32_t from = t;

    for (uint32_t at = t; at < limit && at - t < 9; at++) {
        struct wf_mention *m = r->mention_at[at];

        if (r->title_at[at] != NULL && wf_roles_office(r, r->title_at[at]) && r->title_at[at]->end <= limit) {
            *out = wf_roles_phrase(r, r->title_at[at], from, limit);
            return true;
        }
        if (m != NULL) {
            if (m->type == WF_ENTITY_PERSON || m->at.end > limit)
                return false;
            at = m->at.end - 1;
            continue;
        }
        if (wf_roles_flags(r, at) & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_OPEN | WF_TOKEN_CLOSE))
            return false;
        if (!(wf_roles_flags(r, at) & (WF_TOKEN_WORD | WF_TOKEN_POSSESSIVE | WF_TOKEN_HYPHEN)))
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

/* `deputy prime minister and minister of finance`: one more office behind `and`. */
static void
another(struct wf_roles *r, struct wf_mention *m, const struct wf_title_phrase *p, uint32_t limit, const struct wf_rule *rule)
{
    struct wf_title_phrase q;

    if (p->end + 1 < limit && wf_roles_is(r, p->end, WF_ROLE_WORD_AND) && phrase_from(r, p->end + 1, limit, &q) &&
        q.first <= p->end + 2 && wf_roles_person(r, q.end) == NULL && !q.plural)
        wf_roles_add(r, m->entity, &q, rule);
}

/* A title phrase in commas behind the name, and more after `and`. */
void
wf_roles_apposed(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
    uint32_t t = m->at.end;
    struct wf_title_phrase p, q;

    if (t + 1 >= s->end)
        return;
    if (wf_roles_flags(r, t) & WF_TOKEN_OPEN)
        t++;
    else if (wf_roles_flags(r, t) & (WF_TOKEN_COMMA | WF_TOKEN_DASH))
        t++;
    else
        return;
    if (t + 2 < s->end && (wf_roles_flags(r, t) & WF_TOKEN_NUMBER) && (wf_roles_flags(r, t + 1) & WF_TOKEN_COMMA))
        t += 2; /* an age */
    if (wf_roles_is(r, t, WF_ROLE_WORD_AND) || !phrase_from(r, t, s->end, &p))
        return;
    if (wf_roles_person(r, p.end) != NULL || p.plural)
        return; /* the title belongs to the next name */
    /* `the Minister of Trade, X, the Minister of Health, Y`: here too */
    if ((wf_roles_flags(r, p.end) & WF_TOKEN_COMMA) && wf_roles_person(r, p.end + 1) != NULL && m->entity != NULL)
        for (unsigned i = 0; i < m->entity->roles.count; i++)
            if (m->entity->roles.items[i].rule == r->state->introduced && m->entity->roles.items[i].at.end <= m->at.first &&
                m->entity->roles.items[i].at.end + 4 > m->at.first)
                return;
    if (p.first > t + 4 && p.organization.entity == NULL)
        return;
    if (wf_roles_is(r, p.end, WF_ROLE_WORD_AND) && phrase_from(r, p.end + 1, s->end, &q) &&
        wf_roles_person(r, q.end) != NULL && q.organization.entity == NULL && !q.definite)
        return; /* `X, Deputy Prime Minister and Foreign Minister Y`: both are the next name's */
    wf_roles_add(r, m->entity, &p, r->state->apposition);
    another(r, m, &p, s->end, r->state->apposition);
}

/* `X serving as`, `X, who was appointed`, `X became`, `X assuming the role of`, `X is the`. */
void
wf_roles_predicate(struct wf_roles *r, struct wf_mention *m)
{
    const struct wf_sentence *s = wf_roles_sentence(r, m->at.first);
    const struct wf_roles_state *w = r->state;
    uint32_t limit = m->at.end + 12 < s->end ? m->at.end + 12 : s->end;
    enum wf_role_status status = WF_ROLE_CURRENT;
    bool naming = m->at.first > s->first && wf_wordset_has(w->naming, r->doc->tokens.items[m->at.first - 1].word);
    struct wf_title_phrase named;

    if (naming && phrase_from(r, m->at.end, limit, &named) && named.first == m->at.end && !named.plural) {
        wf_roles_add(r, m->entity, &named, w->as); /* `named X chief executive` */
        return;
    }

    for (uint32_t t = m->at.end; t < limit; t++) {
        uint32_t word = r->doc->tokens.items[t].word;
        bool trigger = false;
        struct wf_title_phrase p;

        if (wf_roles_person(r, t) != NULL || (wf_roles_flags(r, t) & (WF_TOKEN_STOP | WF_TOKEN_SEMICOLON)))
            return;
        if ((wf_roles_flags(r, t) & WF_TOKEN_COMMA) && t > m->at.end)
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
        if (!trigger || t + 1 >= s->end || !phrase_from(r, t + 1, s->end, &p) || wf_roles_person(r, p.end) != NULL)
            continue;
        if (p.first > t + (wf_roles_is(r, t + 1, WF_ROLE_WORD_A) || wf_roles_is(r, t + 1, WF_ROLE_WORD_AN) ? 2u : 1u) || p.plural)
            continue;
        if (status == WF_ROLE_FORMER && !naming && p.status == WF_ROLE_CURRENT)
            p.status = status;
        wf_roles_add(r, m->entity, &p, r->state->as);
        another(r, m, &p, s->end, r->state->as);
        return;
    }
}
