/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One expression, whatever it is: looks at the kind of its first word and asks the files that know
 * it.
 */
#include "extractors/dates.h"

#include <stdio.h>

/* Part of a name: `Peace Now`, `The Power of Now`, `Sports Today`. */
static bool
in_name(const struct wf_dates_scan *s, uint32_t i)
{
    uint32_t flags = s->tok[i].flags;

    return (flags & WF_TOKEN_CAPITAL) && !(flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_ALL_CAPS)) &&
        i > s->sentence_first && !s->alone &&
        ((s->tok[i - 1].flags & WF_TOKEN_CAPITAL) || WF_KIND(s, i - 1) == WF_DK_OF);
}

static uint32_t
deictic(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    if (in_name(s, i))
        return 0;
    m->rule = s->st->rules.relative;
    m->relative = true;
    if (s->anchor != WF_DAY_NONE) {
        wf_moment_unit(m, WF_U_DAY, s->anchor + wf_date_at(s, i)->n);
    } else {
        m->resolved = true;
        m->grain = WF_U_DAY;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
    }
    return i + 1;
}

/* `now`, `currently`, `recently`. */
static uint32_t
present_or_past(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    bool past = WF_KIND(s, i) == WF_DK_PAST;

    if ((i > s->sentence_first && WF_KIND(s, i - 1) == WF_DK_EACH) ||
        in_name(s, i)) /* every now and then */
        return 0;
    if (i == s->sentence_first && wf_date_is(s, i, s->st->w_now) &&
        wf_date_flag(s, i + 1, WF_TOKEN_COMMA))
        return 0; /* Now, ... */
    if (wf_date_is(s, i, s->st->w_now) && i + 1 < s->end &&
        wf_slice_is(wf_token_text(s->doc, i + 1), "that"))
        return 0; /* now that: because */
    if (wf_date_is(s, i, s->st->w_now) && WF_KIND(s, i + 1) == WF_DK_AND && i + 2 < s->end &&
        (wf_slice_is(wf_token_text(s->doc, i + 2), "then") ||
            wf_slice_is(wf_token_text(s->doc, i + 2), "again")))
        return 0;
    m->resolved = m->relative = true;
    m->rule = s->st->rules.reference;
    m->grain = WF_U_NONE;
    snprintf(m->value, sizeof m->value, "%s", past ? "PAST_REF" : "PRESENT_REF");
    if (!past && s->anchor != WF_DAY_NONE)
        m->start = m->end = s->anchor;
    return i + 1;
}

static uint32_t
tonight(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    m->rule = s->st->rules.clock;
    m->relative = true;
    m->type = WF_DATE_TIME;
    m->daypart = "NI";
    if (WF_KIND(s, i + 1) == WF_DK_WEEKDAY && !(wf_date_at(s, i + 1)->flags & WF_DF_PLURAL) &&
        wf_date_flag(s, i + 1, WF_TOKEN_CAPITAL)) { /* overnight Tuesday */
        m->weekday = wf_date_at(s, i + 1)->n;
        m->grain = WF_U_DAY;
        return i + 2;
    }
    if (s->anchor != WF_DAY_NONE)
        wf_moment_unit(m, WF_U_DAY, s->anchor);
    else {
        m->resolved = true;
        snprintf(m->value, sizeof m->value, "XXXX-XX-XX");
    }
    return i + 1;
}

/* One expression that begins at token i, whatever it is. */
static uint32_t
parse_one(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end;

    if (wf_date_at(s, i)->flags & WF_DF_PHRASE) {
        end = wf_date_phrase(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
    }
    if (wf_date_flag(s, i, WF_TOKEN_QUOTE))
        return wf_date_short_decade(s, i, m);
    if (WF_KIND(s, i + 1) == WF_DK_PREP && (end = wf_date_after_next(s, i, m)) != 0)
        return end;
    switch (WF_KIND(s, i)) {
    case WF_DK_THE: end = wf_date_present_unit(s, i, m); return end;
    case WF_DK_DEICTIC: return deictic(s, i, m);
    case WF_DK_TONIGHT: return tonight(s, i, m);
    case WF_DK_PRESENT:
    case WF_DK_PAST: return present_or_past(s, i, m);
    case WF_DK_PART:
    case WF_DK_PARTOF: return wf_date_part_first(s, i, m);
    case WF_DK_SET: return wf_date_set(s, i, m);
    case WF_DK_EACH: return wf_date_each(s, i, m);
    case WF_DK_FISCAL: return wf_date_fiscal(s, i, m);
    case WF_DK_DECADE: return wf_date_decade(s, i, m);
    case WF_DK_SEASON: return wf_date_season(s, i, m);
    case WF_DK_RELATIVE: return wf_date_relative(s, i, m);
    case WF_DK_UNIT:
        end = wf_date_named_unit(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        break;
    default: break;
    }
    end = wf_date_shifted(s, i, m);
    if (end != 0)
        return end;
    wf_moment_init(m);
    end = wf_date_clock(s, i, m);
    if (end != 0) {
        m->rule = s->st->rules.clock;
        return end;
    }
    wf_moment_init(m);
    end = wf_date_clock_bare(s, i, m);
    if (end != 0) {
        m->rule = s->st->rules.clock;
        return end;
    }
    wf_moment_init(m);
    end = wf_date_calendar_date(s, i, m);
    if (end != 0)
        return end;
    wf_moment_init(m);
    if (WF_KIND(s, i) == WF_DK_ORDINAL || wf_date_flag(s, i, WF_TOKEN_NUMBER) ||
        WF_KIND(s, i) == WF_DK_NUMBER || wf_date_is(s, i, s->st->w_second)) {
        end = wf_date_relative(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        return wf_date_day_alone(s, i, m);
    }
    return 0;
}

uint32_t
wf_date_moment(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m)
{
    uint32_t end, at = i;

    if (WF_KIND(s, i) == WF_DK_THE) {
        end = parse_one(s, i, m);
        if (end != 0)
            return end;
        wf_moment_init(m);
        at = i + 1;
    }
    end = parse_one(s, at, m);
    if (end == 0)
        return 0;
    if (m->type == WF_DATE_TIME && m->hour >= 0 && m->value[0] == '\0' && m->month == 0 &&
        m->weekday < 0)
        return wf_date_date_behind(s, end, m);
    end = wf_date_week_and_day(s, end, m);
    if (m->grain == WF_U_YEAR && m->type == WF_DATE_DATE &&
        (m->start != WF_DAY_NONE || m->has_year))
        end = wf_date_quarter_behind(s, end, m);
    end = wf_date_time_behind(s, end, m);
    if (m->daypart != NULL && m->weekday >= 0 && !m->resolved)
        end = wf_date_week_and_day(s, end, m);
    return end;
}
