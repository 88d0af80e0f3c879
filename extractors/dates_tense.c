/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a sentence put an expression behind or ahead of the document's date? The nearest verb
 * decides: the
 * last one before the expression, or the first one behind it where the expression opens a clause.
 */
#include "extractors/dates.h"

#define REACH 40 /* tokens looked at, each way */

enum evidence { NOTHING, PAST, PARTICIPLE, SAYING, AHEAD, INFINITIVE };

static bool
ends_in_ed(const struct wf_dates_scan *s, uint32_t i)
{
    struct wf_slice t = wf_token_text(s->doc, i);

    return t.len > 4 && t.data[t.len - 1] == 'd' && t.data[t.len - 2] == 'e' &&
        t.data[t.len - 3] != 'e' && !(s->tok[i].flags & WF_TOKEN_CAPITAL) &&
        !(t.len == 7 && t.data[0] == 'h' && t.data[1] == 'u' && t.data[2] == 'n');
}

/* Is the token before a form of `be` that says no time by itself? */
static bool
after_be(const struct wf_dates_scan *s, uint32_t i)
{
    return i > s->sentence_first &&
        (wf_date_is(s, i - 1, s->st->w_be) || wf_date_is(s, i - 1, s->st->w_is) ||
            wf_date_is(s, i - 1, s->st->w_are) || wf_date_is(s, i - 1, s->st->w_been));
}

static enum evidence
evidence_at(const struct wf_dates_scan *s, uint32_t i)
{
    const struct wf_date_word *w = wf_date_at(s, i);
    const struct wf_token *t = &s->tok[i];

    if (w->kind != WF_DK_TO && after_be(s, i))
        return NOTHING; /* a participle: the auxiliary says when */
    if (w->kind == WF_DK_TENSE && wf_date_is(s, i, s->st->w_set) &&
        wf_date_is(s, i + 1, s->st->w_to))
        return AHEAD; /* set to take place */
    if (w->kind == WF_DK_TENSE)
        return w->n == -3 ? PARTICIPLE : w->n == -2 ? SAYING : w->n < 0 ? PAST : AHEAD;
    if (t->flags & WF_TOKEN_WORD) {
        if (t->form == WF_VERB_PAST)
            return PAST;
        if (t->form == WF_VERB_BASE && i > s->sentence_first && wf_date_is(s, i - 1, s->st->w_to))
            return INFINITIVE;
        if (wf_date_is(s, i, s->st->w_to) && i > s->sentence_first &&
            (wf_date_is(s, i - 1, s->st->w_is) || wf_date_is(s, i - 1, s->st->w_are)))
            return AHEAD; /* is to meet */
        if (t->form == WF_VERB_NONE && t->pos == WF_POS_X && ends_in_ed(s, i))
            return PARTICIPLE;
        if (t->form == WF_VERB_PARTICIPLE)
            return NOTHING;
        if (wf_date_is(s, i, s->st->w_be) && i > s->sentence_first &&
            wf_date_is(s, i - 1, s->st->w_to))
            return AHEAD;
        if (t->pos == WF_POS_X && wf_date_is(s, i, s->st->w_to) && i + 1 < s->end &&
            (s->tok[i + 1].flags & WF_TOKEN_WORD) && !(s->tok[i + 1].flags & WF_TOKEN_CAPITAL) &&
            wf_date_at(s, i + 1)->kind == WF_DK_NONE)
            return INFINITIVE;
    }
    return NOTHING;
}

static int
backward(const struct wf_dates_scan *s, uint32_t first, bool *saying)
{
    bool infinitive = false;

    for (uint32_t i = first, n = 0; i > s->sentence_first && n < REACH; n++) {
        enum evidence e = evidence_at(s, --i);

        if (e == PAST || e == PARTICIPLE) {
            const struct wf_date_word *w = wf_date_at(s, i > s->sentence_first ? i - 1 : i);

            if (i > s->sentence_first && w->kind == WF_DK_TENSE &&
                w->n > 0) /* would have, will have */
                return 1;
            return infinitive ? 0 : e == PAST ? -1 : WF_TENSE_WEAK;
        }
        if (e == AHEAD)
            return 1;
        if (e == SAYING) {
            *saying = true;
            if (n < 3 && !infinitive) /* said on Tuesday */
                return -1;
            return infinitive ? 1 : 0;
        }
        if (e == INFINITIVE)
            infinitive = true;
        if (s->tok[i].flags & WF_TOKEN_SEMICOLON)
            break;
    }
    return infinitive ? 1 : 0;
}

static int
forward(const struct wf_dates_scan *s, uint32_t end, bool opens, bool *saying)
{
    for (uint32_t i = end, n = 0; i < s->end && n < REACH; i++, n++) {
        enum evidence e = evidence_at(s, i);

        if (e == PAST || e == PARTICIPLE)
            return e == PAST ? -1 : WF_TENSE_WEAK;
        if (e == AHEAD && opens && WF_KIND(s, i) == WF_DK_TENSE && wf_date_at(s, i)->n == 2)
            return -1; /* on Monday, they agreed to meet again */
        if (e == AHEAD)
            return 1;
        if (e == SAYING && opens)
            return -1; /* on Tuesday, the minister said that ... will */
        if (e == SAYING)
            *saying = true;
        if (s->tok[i].flags & WF_TOKEN_SEMICOLON)
            break;
    }
    return 0;
}

/* Does the expression stand where a clause begins? */
static bool
opens_clause(const struct wf_dates_scan *s, uint32_t first)
{
    uint32_t i = first;

    if (i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_THE)
        i--;
    if (i > s->sentence_first &&
        (WF_KIND(s, i - 1) == WF_DK_PREP || WF_KIND(s, i - 1) == WF_DK_UNTIL))
        i--;
    if (i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_AND)
        return true;
    return i == s->sentence_first ||
        (s->tok[i - 1].flags &
            (WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_QUOTE));
}

int
wf_date_tense(const struct wf_dates_scan *s, uint32_t first, uint32_t end)
{
    bool saying = false;
    int tense;

    if (opens_clause(s, first)) {
        tense = forward(s, end, true, &saying);
        if (tense == 0 && !saying)
            tense = backward(s, first, &saying);
    } else {
        tense = backward(s, first, &saying);
        if (tense == 0)
            tense = forward(s, end, false, &saying);
    }
    return tense == 0 && saying ? WF_TENSE_SAID : tense;
}
