/* SPDX-License-Identifier: Apache-2.0 */
/* What the words beside a name say of it, against or beyond the tagger. */
#include <ctype.h>

#include "extractors/features.h"
#include "extractors/names_private.h"

#define ACT_WORDS_MAX 16u /* tokens of an act's name */

static uint32_t
flags_of(const struct wf_names *n, uint32_t t)
{
    return t < n->doc->tokens.count ? n->doc->tokens.items[t].flags : 0;
}

static bool
is_in(const struct wf_names *n, const wf_wordset *set, uint32_t t)
{
    return t < n->doc->tokens.count && wf_wordset_has(set, n->doc->tokens.items[t].word);
}

static bool
same_sentence(const struct wf_names *n, uint32_t a, uint32_t b)
{
    return b < n->doc->tokens.count && n->doc->tokens.items[a].sentence == n->doc->tokens.items[b].sentence;
}

/* A number, or what is glued to it: `st` of `21st`. */
static bool
numeral(const struct wf_names *n, uint32_t t)
{
    return (flags_of(n, t) & WF_TOKEN_NUMBER) || (t > 0 && (flags_of(n, t - 1) & WF_TOKEN_NUMBER) &&
        !(flags_of(n, t) & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_PUNCT)));
}

/*
 * `the 21st Century Peace through Strength Act`: from the head noun back to the article, over words with capitals
 * and what links them.
 */
static void
relabel_act(struct wf_names *n, uint32_t head)
{
    uint32_t t = head, linked = 0;

    while (t > 0 && head - t < ACT_WORDS_MAX && same_sentence(n, t - 1, head)) {
        uint32_t before = t - 1;

        if (n->tokens[before].taken || wf_names_is(n, before, WF_NAME_WORD_THE) || wf_names_is(n, before, WF_NAME_WORD_A) ||
            wf_names_is(n, before, WF_NAME_WORD_AN))
            break;
        if (is_in(n, n->state->links, before))
            linked++;
        else if (is_in(n, n->state->acts, before) ||
            !(wf_names_capital(n, before) || numeral(n, before) || (flags_of(n, before) & (WF_TOKEN_HYPHEN | WF_TOKEN_COMMA))))
            return;
        t = before;
    }
    if (linked == 0 || t == 0 || head - t < 3 || !same_sentence(n, t - 1, head) ||
        !wf_names_is(n, t - 1, WF_NAME_WORD_THE) || !(wf_names_capital(n, t) || (flags_of(n, t) & WF_TOKEN_NUMBER)) ||
        n->title_case[n->doc->tokens.items[t].sentence] == 2)
        return;
    for (uint32_t i = t; i <= head; i++)
        n->labels[i] = i == t ? WF_LABEL_BEGIN(WF_ENTITY_LAW) : WF_LABEL_INSIDE(WF_ENTITY_LAW);
}

/* `Under Secretary for Arms Control and International Security`: an office's field is no body. */
static void
relabel_office(struct wf_names *n, uint32_t t)
{
    uint32_t end = t + 2, person;

    if (!is_in(n, n->state->offices, t) || !wf_names_capital(n, t) || end >= n->doc->tokens.count ||
        !(wf_names_is(n, t + 1, WF_NAME_WORD_FOR) || wf_names_is(n, t + 1, WF_NAME_WORD_OF)))
        return;
    for (; end < n->doc->tokens.count && end - t < ACT_WORDS_MAX && same_sentence(n, t, end); end++)
        if (!(wf_names_capital(n, end) || is_in(n, n->state->links, end) || wf_names_is(n, end, WF_NAME_WORD_THE) ||
                (flags_of(n, end) & (WF_TOKEN_COMMA | WF_TOKEN_HYPHEN))) ||
            WF_LABEL_TYPE(n->labels[end]) == WF_ENTITY_PERSON)
            break;
    person = end < n->doc->tokens.count && n->labels[end] == WF_LABEL_BEGIN(WF_ENTITY_PERSON) ? end : 0;
    for (uint32_t i = t + 2; i < end; i++) {
        enum wf_entity_type type = WF_LABEL_TYPE(n->labels[i]);

        if ((flags_of(n, i) & WF_TOKEN_COMMA) && person == 0)
            return; /* what follows may be another name */
        if (n->tokens[i].name != NULL && !n->tokens[i].doubtful && n->tokens[i].name_class != WF_NAME_NATIONALITY &&
            n->tokens[i].name_class != WF_NAME_NORP)
            return;
        if ((type == WF_ENTITY_ORG || type == WF_ENTITY_NORP || type == WF_ENTITY_EVENT) &&
            (wf_names_common(n, i) || n->tokens[i].name_class == WF_NAME_NATIONALITY || n->tokens[i].name_class == WF_NAME_NORP ||
                !wf_names_capital(n, i)))
            n->labels[i] = WF_LABEL_OUTSIDE;
        else if (n->labels[i] != WF_LABEL_OUTSIDE)
            return;
    }
}

/* `Brilk and Tarno`: two names, unless a list knows them as one. */
static void
relabel_pair(struct wf_names *n, uint32_t first)
{
    uint32_t t = first + 2;
    enum wf_entity_type type = WF_LABEL_TYPE(n->labels[first]);

    if (!WF_LABEL_IS_BEGIN(n->labels[first]) || t >= n->doc->tokens.count || !wf_names_is(n, first + 1, WF_NAME_WORD_AND) ||
        n->labels[first + 1] != WF_LABEL_INSIDE(type) || n->labels[t] != WF_LABEL_INSIDE(type) ||
        (t + 1 < n->doc->tokens.count && n->labels[t + 1] == WF_LABEL_INSIDE(type)) || !wf_names_capital(n, first) ||
        !wf_names_capital(n, t) || wf_names_common(n, first) || wf_names_common(n, t) ||
        (n->tokens[first].name != NULL && n->tokens[first].name->end > first + 1))
        return;
    n->labels[first + 1] = WF_LABEL_OUTSIDE;
    n->labels[t] = WF_LABEL_BEGIN(type);
}

/* `Ana Costa of Brilk`: a person and a body; but `Isabella of France`. */
static void
relabel_member(struct wf_names *n, uint32_t of)
{
    const uint8_t inside = WF_LABEL_INSIDE(WF_ENTITY_PERSON);

    if (n->labels[of] != inside || of < 2 || n->labels[of - 1] != inside || of + 1 >= n->doc->tokens.count ||
        n->labels[of + 1] != inside || !wf_names_capital(n, of + 1) || !wf_names_capital(n, of - 2) ||
        n->tokens[of - 2].title > 0 || (n->tokens[of - 2].bits & WF_NAME_BIT(HONORIFIC)))
        return;
    n->labels[of] = WF_LABEL_OUTSIDE;
    n->labels[of + 1] = WF_LABEL_BEGIN(WF_ENTITY_ORG);
    for (uint32_t t = of + 2; t < n->doc->tokens.count && n->labels[t] == inside; t++)
        n->labels[t] = WF_LABEL_INSIDE(WF_ENTITY_ORG);
}

/* `Arsenal 2-1 Chelsea`: a score stands between two names. */
static void
relabel_score(struct wf_names *n, uint32_t t)
{
    uint32_t end = t + 3;

    if (n->labels[t] == WF_LABEL_OUTSIDE || WF_LABEL_IS_BEGIN(n->labels[t]) || end >= n->doc->tokens.count ||
        !(flags_of(n, t + 1) & (WF_TOKEN_HYPHEN | WF_TOKEN_DASH)) || !(flags_of(n, t + 2) & WF_TOKEN_NUMBER) ||
        n->labels[end] != n->labels[t])
        return;
    for (uint32_t i = t; i < end; i++)
        n->labels[i] = WF_LABEL_OUTSIDE;
    n->labels[end] = WF_LABEL_BEGIN(WF_LABEL_TYPE(n->labels[end]));
}

/* `Lincoln, Neb.`: a place and the state it lies in are two names. */
static void
relabel_address(struct wf_names *n, uint32_t comma)
{
    uint32_t t = comma + 1, first = comma;
    enum wf_entity_type type = WF_LABEL_TYPE(n->labels[comma]);
    const struct wf_match *name = t < n->doc->tokens.count ? n->tokens[t].name : NULL;

    if (n->labels[comma] == WF_LABEL_OUTSIDE || WF_LABEL_IS_BEGIN(n->labels[comma]) || name == NULL ||
        (n->tokens[t].name_class != WF_NAME_REGION && n->tokens[t].name_class != WF_NAME_COUNTRY) ||
        n->labels[t] != n->labels[comma] || n->labels[name->end - 1] != n->labels[comma] ||
        (name->end < n->doc->tokens.count && n->labels[name->end] == n->labels[comma]))
        return;
    while (first > 0 && !WF_LABEL_IS_BEGIN(n->labels[first]))
        first--;
    n->labels[comma] = WF_LABEL_OUTSIDE;
    for (uint32_t i = t; i < name->end; i++)
        n->labels[i] = i == t ? WF_LABEL_BEGIN(WF_ENTITY_GPE) : WF_LABEL_INSIDE(WF_ENTITY_GPE);
    if (comma - first == 1 && (type == WF_ENTITY_ORG || type == WF_ENTITY_PERSON))
        n->labels[first] = WF_LABEL_BEGIN(WF_ENTITY_GPE);
}

/* Label behind a word that was cut out of a name: a listed place, else more of the same. */
static uint8_t
begin_again(const struct wf_names *n, uint32_t t, enum wf_entity_type type)
{
    enum wf_name_class class_ = n->tokens[t].name == NULL ? WF_NAME_NONE : n->tokens[t].name_class;

    if (class_ == WF_NAME_CITY || class_ == WF_NAME_REGION || class_ == WF_NAME_COUNTRY)
        return WF_LABEL_BEGIN(WF_ENTITY_GPE);
    return WF_LABEL_BEGIN(type);
}

static void
begin_at(struct wf_names *n, uint32_t t, uint8_t label)
{
    uint8_t inside = n->labels[t];

    n->labels[t] = label;
    for (t++; t < n->doc->tokens.count && n->labels[t] == inside; t++)
        n->labels[t] = (uint8_t)(label + 1u);
}

/* `Haddad Visits Oslo` in a heading: a plain word in the middle of a person's name is none of it. */
static void
relabel_headline(struct wf_names *n, uint32_t t)
{
    const uint32_t personal = WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME) | WF_NAME_BIT(PARTICLE);

    if (n->labels[t] != WF_LABEL_INSIDE(WF_ENTITY_PERSON) || n->title_case[n->doc->tokens.items[t].sentence] == 0 ||
        !wf_names_common(n, t) || (n->tokens[t].bits & personal))
        return;
    n->labels[t] = WF_LABEL_OUTSIDE;
    if (t + 1 < n->doc->tokens.count && n->labels[t + 1] == WF_LABEL_INSIDE(WF_ENTITY_PERSON))
        begin_at(n, t + 1, begin_again(n, t + 1, WF_ENTITY_PERSON));
}

/* `pro-Iran`, `Iranian Shiites`, `Darwish's election`: what is joined to a name and no part of it. */
static void
relabel_joined(struct wf_names *n, uint32_t t)
{
    enum wf_entity_type type = WF_LABEL_TYPE(n->labels[t]);
    uint8_t inside = WF_LABEL_INSIDE(type);
    uint32_t count = n->doc->tokens.count, end = t + 1;

    while (end < count && n->labels[end] == inside)
        end++;
    if (end - t == 3 && is_in(n, n->state->prefixes, t) && (flags_of(n, t + 1) & WF_TOKEN_HYPHEN)) {
        n->labels[t] = n->labels[t + 1] = WF_LABEL_OUTSIDE;
        n->labels[t + 2] = begin_again(n, t + 2, type);
    } else if (end - t == 2 && type == WF_ENTITY_NORP && n->tokens[t].name_class == WF_NAME_NATIONALITY &&
        n->tokens[t].name->end == t + 1 && n->tokens[t + 1].name != NULL && n->tokens[t + 1].name_class == WF_NAME_NORP) {
        n->labels[t + 1] = WF_LABEL_BEGIN(type);
    } else if (end - t == 3 && type == WF_ENTITY_EVENT && (flags_of(n, t + 1) & WF_TOKEN_POSSESSIVE) &&
        !(flags_of(n, t + 2) & WF_TOKEN_CAPITAL)) {
        n->labels[t + 1] = n->labels[t + 2] = WF_LABEL_OUTSIDE;
        n->labels[t] = begin_again(n, t, WF_ENTITY_PERSON);
    }
}

/* `JD` before `Vance`, `Múte` before `B. Egede`: the given name that was left off. */
static void
relabel_given(struct wf_names *n, uint32_t first)
{
    uint32_t t = first - 1;
    bool initial = (flags_of(n, first) & WF_TOKEN_PERIOD) != 0 && wf_token_text(n->doc, first).len == 2;
    bool letters = first > 0 && (flags_of(n, t) & WF_TOKEN_ALL_CAPS) && wf_token_text(n->doc, t).len == 2;

    if (first == 0 || n->labels[t] != WF_LABEL_OUTSIDE || !same_sentence(n, t, first) || !wf_names_capital(n, t) ||
        n->tokens[t].title > 0 || n->tokens[t].taken || n->title_case[n->doc->tokens.items[t].sentence] != 0 ||
        (n->tokens[t].bits & WF_NAME_BIT(HONORIFIC)) || (t > 0 && n->tokens[t - 1].title > 1) ||
        !(letters ? n->tokens[t].name == NULL && !is_in(n, n->state->acronyms, t)
                  : initial && !wf_names_common(n, t) && !is_in(n, n->state->function, t)))
        return;
    n->labels[t] = WF_LABEL_BEGIN(WF_ENTITY_PERSON);
    n->labels[first] = WF_LABEL_INSIDE(WF_ENTITY_PERSON);
}

void
wf_names_relabel(struct wf_names *n)
{
    for (uint32_t t = 0; t < n->doc->tokens.count; t++) {
        if (n->labels[t] != WF_LABEL_OUTSIDE && WF_LABEL_IS_BEGIN(n->labels[t]))
            relabel_pair(n, t);
        if (n->labels[t] != WF_LABEL_OUTSIDE && WF_LABEL_IS_BEGIN(n->labels[t]))
            relabel_joined(n, t);
        relabel_headline(n, t);
        if (n->labels[t] == WF_LABEL_BEGIN(WF_ENTITY_PERSON))
            relabel_given(n, t);
        if (wf_names_is(n, t, WF_NAME_WORD_OF))
            relabel_member(n, t);
        if (flags_of(n, t) & WF_TOKEN_NUMBER)
            relabel_score(n, t);
        if (flags_of(n, t) & WF_TOKEN_COMMA)
            relabel_address(n, t);
        if (is_in(n, n->state->acts, t) && wf_names_capital(n, t))
            relabel_act(n, t);
        relabel_office(n, t);
    }
}

enum wf_entity_type
wf_names_surroundings(const struct wf_names *n, uint32_t first, uint32_t end)
{
    const uint32_t personal = WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME) | WF_NAME_BIT(HONORIFIC);

    if (first > 1 && wf_names_is(n, first - 1, WF_NAME_WORD_OF) && is_in(n, n->state->areas, first - 2) &&
        same_sentence(n, first - 2, first) && end - first <= 2)
        return WF_ENTITY_GPE; /* `the village of Tarno` */
    if (first == 0 || n->tokens[first - 1].title == 0) { /* `Saba, the news agency` */
        uint32_t noun = wf_feature_noun(n->doc, end, n->doc->sentences.items[n->doc->tokens.items[first].sentence].end);

        if (noun != WF_FEATURE_NOWHERE && end - first <= 2 && is_in(n, n->state->bodies, noun))
            return WF_ENTITY_ORG;
        if (noun != WF_FEATURE_NOWHERE && end - first <= 2 && is_in(n, n->state->areas, noun))
            return WF_ENTITY_GPE;
    }
    for (uint32_t t = first; t < end; t++)
        if (n->tokens[t].bits & personal)
            return WF_ENTITY_NONE;
    if (first > 0 && (n->tokens[first - 1].title > 0 || (n->tokens[first - 1].bits & personal)))
        return WF_ENTITY_NONE;
    if (same_sentence(n, first, end) && !(flags_of(n, end) & WF_TOKEN_CAPITAL)) {
        if (is_in(n, n->state->areas, end))
            return WF_ENTITY_GPE;
        if (is_in(n, n->state->members, end))
            return WF_ENTITY_ORG;
    }
    if (first > 0 && wf_names_is(n, first - 1, WF_NAME_WORD_IN) && end - first <= 2 && !(flags_of(n, end) & WF_TOKEN_POSSESSIVE))
        return WF_ENTITY_GPE;
    return WF_ENTITY_NONE;
}

/* Whether `t` may stand for the words of `m`: its capitals begin some of them, the first one the first. */
static bool
stands_for(const struct wf_names *n, uint32_t t, const struct wf_mention *m)
{
    struct wf_slice letters = wf_token_text(n->doc, t);
    uint32_t at = m->at.first;
    unsigned capitals = 0;

    for (size_t i = 0; i < letters.len; i++) {
        if (!isupper((unsigned char)letters.data[i]))
            continue;
        capitals++;
        while (at < m->at.end && wf_token_text(n->doc, at).data[0] != letters.data[i])
            at++;
        if (at == m->at.end || (capitals == 1 && at != m->at.first))
            return false;
        at++;
    }
    return capitals >= 2;
}

/* By token, the mention that is this one token and has no entry; NULL without memory. */
static struct wf_mention **
by_token(struct wf_names *n, unsigned found)
{
    struct wf_mention **at = wf_arena_zalloc(n->doc->arena, n->doc->tokens.count * sizeof *at);

    for (unsigned i = 0; at != NULL && i < found; i++) {
        struct wf_mention *m = n->found.items[i];

        if (m->at.end == m->at.first + 1 && m->entry == NULL)
            at[m->at.first] = m;
    }
    return at;
}

void
wf_names_acronyms(struct wf_names *n)
{
    uint32_t count = n->doc->tokens.count;
    unsigned found = n->found.count;
    struct wf_mention **single = NULL;

    for (unsigned i = 0; i < found; i++) {
        const struct wf_mention *m = n->found.items[i];
        uint32_t t = m->at.end + 1;

        if (m->at.end - m->at.first < 2 || m->type == WF_ENTITY_PERSON || t + 1 >= count ||
            !(flags_of(n, m->at.end) & WF_TOKEN_OPEN) || !(flags_of(n, t + 1) & WF_TOKEN_CLOSE) ||
            !(flags_of(n, t) & WF_TOKEN_WORD) || !stands_for(n, t, m))
            continue;
        if (!n->tokens[t].taken) {
            (void)wf_names_add(n, t, t + 1, m->type, n->state->document, NULL);
            continue;
        }
        if (single == NULL)
            single = by_token(n, found);
        if (single == NULL) {
            n->full = true;
            return;
        }
        if (single[t] != NULL && single[t]->type != m->type) {
            single[t]->type = m->type;
            single[t]->rule = n->state->document;
        }
    }
}
