/* SPDX-License-Identifier: Apache-2.0 */
/* Titles with the words around them: whose, of what, since when no longer. */
#include <string.h>
#include <strings.h>

#include "extractors/roles_private.h"

static bool
can_employ(const struct wf_mention *m)
{
    return m->type == WF_ENTITY_ORG || m->type == WF_ENTITY_GPE || m->type == WF_ENTITY_FAC || m->type == WF_ENTITY_LOC ||
        m->type == WF_ENTITY_EVENT;
}

static bool
state_adjective(const struct wf_roles *r, const struct wf_mention *m)
{
    (void)r;
    return m->type == WF_ENTITY_NORP && m->entry != NULL && m->entry->value.len == 2;
}

static enum wf_role_status
status_of(struct wf_slice value)
{
    static const struct {
        const char *text;
        enum wf_role_status status;
    } all[] = {
        { "former", WF_ROLE_FORMER }, { "late", WF_ROLE_LATE }, { "acting", WF_ROLE_ACTING },
        { "designate", WF_ROLE_DESIGNATE }, { "deputy", WF_ROLE_DEPUTY },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (wf_slice_is(value, all[i].text))
            return all[i].status;
    return WF_ROLE_CURRENT;
}

/* Take the status word that ends before p->first, if there is one. */
static bool
take_status(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    uint32_t at = p->first;

    if (at > from && (wf_roles_flags(r, at - 1) & WF_TOKEN_HYPHEN)) /* `then-President`, `ex-minister` */
        at--;
    for (uint32_t back = 1; back <= 2 && at >= from + back; back++) {
        const struct wf_match *m = wf_match_at(r->doc, at - back, r->state->status);

        if (m == NULL || m->end != at)
            continue;
        if (at == p->first && wf_roles_is(r, m->first, WF_ROLE_WORD_THEN) && (wf_roles_flags(r, m->first) & WF_TOKEN_CAPITAL))
            continue; /* `Then Governor X spoke` */
        if (p->status == WF_ROLE_CURRENT)
            p->status = status_of(m->entry->value);
        p->first = m->first;
        return true;
    }
    return false;
}

/* Take a country, a nationality, a body or `its`, `the country's` before p->first. */
static bool
take_owner(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    uint32_t at = p->first;
    struct wf_mention *m;
    bool possessive = false;

    if (at <= from)
        return false;
    if (wf_roles_flags(r, at - 1) & WF_TOKEN_POSSESSIVE) {
        possessive = true;
        at--;
    }
    if (at <= from)
        return false;
    m = r->mention_at[at - 1];
    if (m == NULL && possessive && (wf_roles_is(r, at - 1, WF_ROLE_WORD_COUNTRY) || wf_roles_is(r, at - 1, WF_ROLE_WORD_NATION) ||
                                       wf_roles_is(r, at - 1, WF_ROLE_WORD_KINGDOM))) {
        p->first = at - 1;
        p->definite = true;
        return true;
    }
    if (m == NULL && possessive && !(wf_roles_flags(r, at - 1) & WF_TOKEN_CAPITAL) && (wf_roles_flags(r, at - 1) & WF_TOKEN_WORD)) {
        p->first = at - 1; /* `the party's` */
        p->definite = true;
        return true;
    }
    if (m == NULL || m->at.end != at || m->at.first < from || p->organization.entity != NULL)
        return false;
    if (!can_employ(m) && !state_adjective(r, m))
        return false;
    if (possessive && m->type == WF_ENTITY_NORP)
        return false;
    p->organization = wf_roles_reference(r, m);
    p->first = m->at.first;
    p->definite = true;
    return true;
}

static void
extend_left(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    /* `Mines Minister`: what a minister looks after, where no list has it */
    if (p->first > from && p->core->end == p->core->first + 1 && wf_slice_is(p->core->entry->canonical, "minister") &&
        (wf_roles_flags(r, p->first) & WF_TOKEN_CAPITAL) && (wf_roles_flags(r, p->first - 1) & WF_TOKEN_CAPITAL) &&
        r->mention_at[p->first - 1] == NULL && r->title_at[p->first - 1] == NULL &&
        wf_match_at(r->doc, p->first - 1, r->state->status) == NULL &&
        !wf_wordset_has(r->state->function, r->doc->tokens.items[p->first - 1].word))
        p->first = p->title_first = p->first - 1;
    /* words of the title itself */
    for (unsigned i = 0; i < 4 && p->first > from; i++) {
        uint32_t t = p->first - 1;
        const struct wf_mention *m = r->mention_at[t];
        bool modifier = false;

        if (m != NULL && m->type == WF_ENTITY_NORP && !state_adjective(r, m) && m->at.end == p->first &&
            m->at.first >= from) {
            p->first = p->title_first = m->at.first;
            continue;
        }
        if (m != NULL)
            break;
        for (uint32_t back = 1; back <= 2 && p->first >= from + back && !modifier; back++) {
            const struct wf_match *word = wf_match_at(r->doc, p->first - back, r->state->modifier);

            if (word != NULL && word->end == p->first &&
                (wf_match_at(r->doc, word->first, r->state->status) == NULL ||
                    status_of(wf_match_at(r->doc, word->first, r->state->status)->entry->value) == WF_ROLE_DEPUTY)) {
                p->first = p->title_first = word->first;
                modifier = true;
            }
        }
        if (!modifier)
            break;
    }
    for (unsigned i = 0; i < 4; i++)
        if (!take_status(r, p, from) && !take_owner(r, p, from))
            break;
    if (p->first > from && (wf_roles_is(r, p->first - 1, WF_ROLE_WORD_THE) || wf_roles_is(r, p->first - 1, WF_ROLE_WORD_HIS) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_HER) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_ITS) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_THEIR))) {
        p->definite = true;
        p->first--;
    }
}

static bool
links_on(const struct wf_roles *r, uint32_t t)
{
    return wf_roles_is(r, t, WF_ROLE_WORD_OF) || wf_roles_is(r, t, WF_ROLE_WORD_FOR) || wf_roles_is(r, t, WF_ROLE_WORD_TO) ||
        wf_roles_is(r, t, WF_ROLE_WORD_AT) || wf_roles_is(r, t, WF_ROLE_WORD_IN) || wf_roles_is(r, t, WF_ROLE_WORD_WITH) ||
        wf_roles_is(r, t, WF_ROLE_WORD_ON);
}

static bool
article(const struct wf_roles *r, uint32_t t)
{
    return wf_roles_is(r, t, WF_ROLE_WORD_THE) || wf_roles_is(r, t, WF_ROLE_WORD_A) || wf_roles_is(r, t, WF_ROLE_WORD_AN);
}

/* Plain words after a linking word at `t`: `of the administrative department`; `t` where there are none. */
static uint32_t
plain_object(const struct wf_roles *r, uint32_t t, uint32_t limit)
{
    uint32_t at = t + 1, end;

    if (at < limit && article(r, at))
        at++;
    end = at;
    while (end < limit && end - at < 6 && r->mention_at[end] == NULL &&
        (wf_roles_flags(r, end) & (WF_TOKEN_WORD | WF_TOKEN_HYPHEN)) &&
        !wf_wordset_has(r->state->function, r->doc->tokens.items[end].word) &&
        !wf_wordset_has(r->state->days, r->doc->tokens.items[end].word) && !links_on(r, end))
        end++;
    while (end > at && wf_roles_is(r, end - 1, WF_ROLE_WORD_AND))
        end--;
    return end > at ? end : t;
}

/* An office that is named with what it looks after. */
static bool
portfolio(struct wf_slice title)
{
    return (title.len >= 8 && strncasecmp(title.data + title.len - 8, "minister", 8) == 0) ||
        (title.len >= 9 && strncasecmp(title.data + title.len - 9, "secretary", 9) == 0);
}

static void
extend_right(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t limit)
{
    for (unsigned i = 0; i < 3 && p->end < limit && links_on(r, p->end); i++) {
        bool belongs = wf_roles_is(r, p->end, WF_ROLE_WORD_OF) || wf_roles_is(r, p->end, WF_ROLE_WORD_FOR) ||
            wf_roles_is(r, p->end, WF_ROLE_WORD_TO) || wf_roles_is(r, p->end, WF_ROLE_WORD_ON);
        uint32_t object = p->end + 1;
        struct wf_mention *m;

        if (object < limit && article(r, object))
            object++;
        m = object < limit ? r->mention_at[object] : NULL;
        if (m != NULL && m->at.first == object && m->at.end <= limit) {
            bool more = (wf_roles_flags(r, m->at.end) & (WF_TOKEN_POSSESSIVE | WF_TOKEN_WORD)) != 0 &&
                state_adjective(r, m);

            if (can_employ(m) && p->organization.entity != NULL && wf_roles_is(r, p->end, WF_ROLE_WORD_TO)) {
                p->end = m->at.end; /* `the U.S. ambassador to Kenya` */
                break;
            }
            if (!can_employ(m) || more || p->organization.entity != NULL)
                break;
            if ((wf_roles_flags(r, m->at.end) & WF_TOKEN_POSSESSIVE) && m->at.end + 1 < limit &&
                r->mention_at[m->at.end + 1] != NULL && can_employ(r->mention_at[m->at.end + 1]) &&
                r->mention_at[m->at.end + 1]->at.end <= limit)
                m = r->mention_at[m->at.end + 1]; /* `of Iran's Supreme National Security Council` */
            p->end = m->at.end;
            if (m->type == WF_ENTITY_ORG && m->entry == NULL && wf_roles_is(r, p->core->end, WF_ROLE_WORD_FOR) &&
                portfolio(p->core->entry->canonical)) { /* `Minister for State-Owned Enterprises` */
                p->title_end = p->end;
                break;
            }
            if (m->type == WF_ENTITY_LOC && wf_roles_is(r, object - 1, WF_ROLE_WORD_THE)) { /* `Minister for the Middle East` */
                p->title_end = p->end;
                break;
            }
            p->organization = wf_roles_reference(r, m);
            break;
        }
        if (!belongs)
            break;
        object = plain_object(r, p->end, limit);
        if (object == p->end)
            break;
        p->end = p->title_end = object;
    }
}

struct wf_title_phrase
wf_roles_phrase(const struct wf_roles *r, const struct wf_match *core, uint32_t from, uint32_t limit)
{
    struct wf_title_phrase p = { .first = core->first, .end = core->end, .title_first = core->first,
        .title_end = core->end, .core = core };

    p.plural = core->entry->index < r->state->plural_count && r->state->plural[core->entry->index] != 0;
    extend_left(r, &p, from);
    if (p.end + 1 < limit && (wf_roles_flags(r, p.end) & WF_TOKEN_HYPHEN) &&
        (wf_roles_is(r, p.end + 1, WF_ROLE_WORD_ELECT) || wf_roles_is(r, p.end + 1, WF_ROLE_WORD_DESIGNATE))) {
        p.status = WF_ROLE_DESIGNATE;
        p.end += 2;
    } else
        extend_right(r, &p, limit);
    if (p.status == WF_ROLE_CURRENT) {
        struct wf_slice title = wf_span_text(r->doc, wf_range_of(r->doc, p.title_first, p.title_end).span);

        if (title.len > 12 && strncasecmp(title.data, "nominee for ", 12) == 0) {
            p.status = WF_ROLE_DESIGNATE;
            p.title_first += 2;
        } else if (title.len > 7 && strncasecmp(title.data, "deputy ", 7) == 0)
            p.status = WF_ROLE_DEPUTY;
        else if ((title.len > 6 && strncasecmp(title.data + title.len - 6, "-elect", 6) == 0) ||
            (title.len > 10 && strncasecmp(title.data + title.len - 10, "-designate", 10) == 0))
            p.status = WF_ROLE_DESIGNATE;
    }
    return p;
}
