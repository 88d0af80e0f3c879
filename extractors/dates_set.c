/* SPDX-License-Identifier: Apache-2.0 */
/* Repeated times: `every Wednesday`, `annually`, `every two weeks`. */
#include "extractors/dates.h"

#include <stdio.h>
#include <string.h>

uint32_t
wf_date_set(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    static const char letters[] = "SMHDW.M.Y";
    const struct wf_date_word *w = wf_date_at(s, i);
    int unit = w->n % 32, n = w->n / 32;

    if (unit > WF_U_YEAR)
        return 0;
    if ((w->flags & WF_DF_DOUBTFUL) && wf_date_flag(s, i, WF_TOKEN_CAPITAL) &&
        !wf_date_flag(s, i, WF_TOKEN_SENTENCE_START))
        return 0;
    if (wf_date_flag(s, i, WF_TOKEN_CAPITAL) &&
        wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL)) /* the Daily Star */
        return 0;
    if (i > s->sentence_first && (s->tok[i - 1].flags & WF_TOKEN_CAPITAL) &&
        wf_date_flag(s, i, WF_TOKEN_CAPITAL) && !(s->tok[i - 1].flags & WF_TOKEN_SENTENCE_START))
        return 0;
    m->type = WF_DATE_SET;
    m->resolved = true;
    m->grain = (enum wf_date_unit)unit;
    m->rule = s->st->rules.set;
    snprintf(m->value, sizeof m->value, "P%s%d%c", unit < WF_U_DAY ? "T" : "", n, letters[unit]);
    return i + 1;
}

/* every Wednesday, each year, every two weeks, every other day, every morning. */
uint32_t
wf_date_each(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t at = i + 1, end;
    const struct wf_date_word *w = wf_date_at(s, at);
    struct wf_length d;
    int times = 1;

    m->type = WF_DATE_SET;
    m->resolved = true;
    m->rule = s->st->rules.set;
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "single"))
        w = wf_date_at(s, ++at);
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "other")) {
        times = 2;
        w = wf_date_at(s, ++at);
    }
    if (at < s->end && wf_slice_is(wf_token_text(s->doc, at), "weekday")) {
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "P1WD");
        return at + 1;
    }
    if (w->kind == WF_DK_WEEKDAY) {
        m->weekday = w->n;
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-WXX-%d", w->n + 1);
        return at + 1;
    }
    if (w->kind == WF_DK_MONTH &&
        (!(w->flags & (WF_DF_DOUBTFUL | WF_DF_SHORT)) || wf_date_flag(s, at, WF_TOKEN_CAPITAL))) {
        int day;
        bool ordinal;
        uint32_t after = wf_date_day(s, at + 1, &day, &ordinal);

        m->grain = WF_U_MONTH;
        if (after != 0) {
            snprintf(m->value, sizeof m->value, "XXXX-%02d-%02d", w->n, day);
            return after;
        }
        snprintf(m->value, sizeof m->value, "XXXX-%02d", w->n);
        return at + 1;
    }
    if (w->kind == WF_DK_SEASON && !(w->flags & WF_DF_PLURAL)) {
        static const char *const names[] = { "", "SP", "SU", "FA", "WI" };

        m->grain = WF_U_SEASON;
        snprintf(m->value, sizeof m->value, "XXXX-%s", names[w->n]);
        return at + 1;
    }
    if (w->kind == WF_DK_DAYPART && w->n >= 1 && w->n <= 3) {
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XXT%s",
            w->n == 1       ? "MO"
                : w->n == 2 ? "AF"
                            : "EV");
        return at + 1;
    }
    memset(&d, 0, sizeof d);
    if (w->kind == WF_DK_UNIT && !(w->flags & (WF_DF_PLURAL | WF_DF_SHORT)) && w->n != WF_U_HALF &&
        w->n != WF_U_SECOND) {
        d.amount[w->n] = times;
        d.last = (enum wf_date_unit)w->n;
        end = at + 1;
    } else {
        if (WF_KIND(s, at) == WF_DK_ARTICLE)
            return 0;
        end = wf_date_length(s, at, &d);
        if (end == 0 || d.age || d.hyphen)
            return 0;
    }
    m->grain = d.last;
    wf_length_print(&d, m->value);
    return end;
}
