/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by the files of the stage `dates`; nobody else includes it. The grammar (dates_*.c)
 * turns tokens
 * into moments,
     whose fields are what the words say; dates_resolve.c turns a moment into a TIMEX3 value and
 * its first and last day.
 *
 * A parser takes the token where an expression may begin and fills a moment; it returns the token
 * behind the
 * expression,
     or 0 where there is none. Nothing here recurses on the input: a parser calls only parsers of
 * smaller things, and every loop ends with the sentence.
 */
#ifndef WF_DATES_H
#define WF_DATES_H

#include "extractors/extractor.h"

enum wf_date_kind {
    WF_DK_NONE,
    /* closed-class words that begin nothing alone */
    WF_DK_PREP, /* n: enum wf_date_prep */
    WF_DK_TO, WF_DK_UNTIL, WF_DK_AND, WF_DK_OR, WF_DK_OF, WF_DK_BETWEEN, WF_DK_SHIFT,
    WF_DK_MERIDIEM, WF_DK_ZONE,
    /* n: -1 past, 1 ahead */
    WF_DK_ERA, WF_DK_FILLER, WF_DK_PAPER, WF_DK_NUMBERED, WF_DK_UNIT, WF_DK_TENSE,
    /* words that may begin an expression */
    WF_DK_FIRST,
    WF_DK_THE = WF_DK_FIRST, WF_DK_ARTICLE, WF_DK_MONTH, WF_DK_WEEKDAY, WF_DK_NUMBER,
    WF_DK_ORDINAL, WF_DK_SEASON,
    WF_DK_DAYPART, WF_DK_DEICTIC, WF_DK_TONIGHT, WF_DK_PRESENT, WF_DK_PAST, WF_DK_RELATIVE,
    WF_DK_PART, WF_DK_PARTOF,
    WF_DK_SET, WF_DK_EACH, WF_DK_SOME, WF_DK_CLOCK, WF_DK_FISCAL, WF_DK_DECADE, WF_DK_HALF,
    WF_DK_COMING
};

enum wf_date_prep {
    WF_PREP_IN = 1, WF_PREP_ON, WF_PREP_AT, WF_PREP_BY, WF_PREP_FROM, WF_PREP_SINCE, WF_PREP_FOR,
    WF_PREP_DURING,
    WF_PREP_BEFORE, WF_PREP_AFTER, WF_PREP_OVER, WF_PREP_WITHIN, WF_PREP_AROUND,
    WF_PREP_THROUGHOUT, WF_PREP_AS,
    WF_PREP_PER, WF_PREP_NO, WF_PREP_THAN, WF_PREP_MORE, WF_PREP_LESS, WF_PREP_ABOUT,
    WF_PREP_LEAST, WF_PREP_NEARLY,
    WF_PREP_UP, WF_PREP_MOST, WF_PREP_ALL
};

enum { /* flags of a word */
    WF_DF_PLURAL = 1, WF_DF_SHORT = 2, WF_DF_STOP = 4, WF_DF_DOUBTFUL = 8, WF_DF_NAME = 16,
    WF_DF_LATER = 32,
    WF_DF_STRONG = 64, WF_DF_PHRASE = 128 /* first word of an entry of class date_phrase */
};

struct wf_date_word {
    uint8_t kind, flags;
    int16_t n;
};

enum wf_date_unit {
    WF_U_SECOND, WF_U_MINUTE, WF_U_HOUR, WF_U_DAY, WF_U_WEEK, WF_U_FORTNIGHT, WF_U_MONTH,
    WF_U_QUARTER, WF_U_YEAR,
    WF_U_DECADE, WF_U_CENTURY, WF_U_MILLENNIUM, WF_U_WEEKEND, WF_U_NIGHT, WF_U_SEMESTER,
    WF_U_HALF, WF_U_SEASON,
    WF_U_NONE
};

enum wf_date_part { WF_PART_NONE, WF_PART_START, WF_PART_END, WF_PART_MID, WF_PART_REST };

/* How a moment without a year or week finds it. */
enum wf_date_direction {
    WF_DIR_TENSE, WF_DIR_PAST, WF_DIR_PAST_WEAK, WF_DIR_FUTURE, WF_DIR_NEAREST
};

enum wf_date_calendar { WF_CAL_GREGORIAN, WF_CAL_SOLAR_HIJRI, WF_CAL_ISLAMIC };

#define WF_DATE_VALUE_MAX 64

/* What an expression says. Fields that it does not say are 0, -1 for weekday and hour. */
struct wf_moment {
    enum wf_date_type type;
    enum wf_date_unit grain;      /* finest field that is known */
    const struct wf_rule *rule;
    bool has_year;
    int32_t year;
    int month, day, quarter, half, season, week;
    int weekday;
    int weekday_nth;              /* n-th such weekday of the month, -1 last */
    bool fiscal;
    bool weekend;
    enum wf_date_calendar calendar;
    enum wf_date_direction direction;
    int hour, minute, second;
    bool has_minute, has_second, has_meridiem;
    const char *daypart;          /* "MO" ... */
    int zone;                     /* minutes, WF_ZONE_NONE */
    const char *mod;
    enum wf_date_part part;
    bool relative;                /* resolved against the anchor */
    bool from_last;               /* against the date last mentioned */
    int32_t base;                 /* that date, with from_last */
    bool impossible;
    bool definite;                /* a whole date, day month and year */
    bool bare_year;
    bool resolved;
    int32_t start, end;           /* days */
    char value[WF_DATE_VALUE_MAX];
};
#define WF_ZONE_NONE INT32_MIN

/* A length of time. */
struct wf_length {
    int32_t amount[WF_U_NONE];    /* by unit */
    int32_t fraction, fraction_digits; /* of the last unit */
    enum wf_date_unit last;
    bool unknown;                 /* few, several, or no number at all */
    bool plural;                  /* the unit's word */
    bool age;                     /* `-year-old` */
    bool article;                 /* `a year` */
    bool hyphen;                  /* `three-day` */
    bool plus;                    /* `20-plus months` */
    /* of a word between: `five upcoming years` 1, `five past years` -1 */
    int relation;
    const char *mod;
    uint32_t first;               /* token, with the words of mod */
};

struct wf_dates_rules {
    const struct wf_rule *absolute, *numeric, *partial, *weekday, *relative, *range, *list,
        *duration, *set, *clock,
        *reference, *holiday, *calendar, *year, *age;
};

struct wf_dates {
    struct wf_date_word *words; /* by word id */
    uint32_t word_count;
    uint16_t phrase_class;
    const struct wf_lexicon_entry *const *phrases; /* borrowed from the lexicon */
    uint32_t phrase_count;
    uint32_t w_s, w_th, w_st, w_nd, w_rd, w_old, w_long, w_may, w_o_clock, w_first, w_second,
        w_half, w_q, w_past, w_to,
        w_half_word, w_quarter, w_more, w_another, w_same, w_time, w_week, w_now, w_the, w_be,
            w_ad, w_day, w_later,
        w_of, w_and, w_a, w_is, w_are, w_been, w_other, w_next, w_set, w_oclock, w_ish;
    struct wf_dates_rules rules;
    uint32_t sport[16]; /* words of reports of matches, which have halves and quarters too */
    bool day_first; /* option day_first */
};

/* One run over a document. */
struct wf_dates_scan {
    const struct wf_dates *st;
    struct wf_run *run;
    struct wf_document *doc;
    const struct wf_token *tok;
    uint32_t count;         /* tokens */
    uint32_t sentence_first, end; /* of the present sentence */
    int32_t anchor;         /* day, WF_DAY_NONE */
    int32_t last_start, last_end; /* date last mentioned, WF_DAY_NONE */
    enum wf_date_unit last_grain;
    int32_t last_day;       /* single day last mentioned, and the sentence */
    uint32_t last_day_sentence, last_year_sentence, sentence;
    int32_t last_year;      /* last year given in full, 0 for none */
    bool day_first;
    int8_t sport;           /* a report of a match: 1 yes, 0 no, -1 not looked yet */
    unsigned depth;         /* of expressions inside expressions */
    bool alone;             /* the block holds nothing but the expression */
    uint32_t number;        /* cursor in doc->numbers */
    char anchor_text[16];
    struct wf_slice anchor_slice;
};

/* A number at a token. */
struct wf_date_number {
    int32_t n;
    int32_t fraction, fraction_digits;
    bool digits, ordinal;
    uint32_t end; /* token behind */
};

static inline const struct wf_date_word *
wf_date_at(const struct wf_dates_scan *s, uint32_t i)
{
    static const struct wf_date_word none = { 0, 0, 0 };

    if (i >= s->end || s->tok[i].word >= s->st->word_count)
        return &none;
    return &s->st->words[s->tok[i].word];
}
#define WF_KIND(s, i) ((enum wf_date_kind)wf_date_at((s), (i))->kind)

/* The word before token i; one of no kind where the sentence begins. */
static inline const struct wf_date_word *
wf_date_before(const struct wf_dates_scan *s, uint32_t i)
{
    return i > s->sentence_first ? wf_date_at(s, i - 1) : wf_date_at(s, UINT32_MAX);
}

static inline bool
wf_prep_is(const struct wf_date_word *w, enum wf_date_prep prep)
{
    return w->kind == WF_DK_PREP && w->n == (int)prep;
}

static inline bool
wf_date_prep(const struct wf_dates_scan *s, uint32_t i, enum wf_date_prep prep)
{
    return wf_prep_is(wf_date_at(s, i), prep);
}

static inline bool
wf_date_unit_is(const struct wf_dates_scan *s, uint32_t i, enum wf_date_unit unit)
{
    const struct wf_date_word *w = wf_date_at(s, i);

    return w->kind == WF_DK_UNIT && w->n == (int)unit;
}

static inline bool
wf_date_is(const struct wf_dates_scan *s, uint32_t i, uint32_t word)
{
    return i < s->end && s->tok[i].word == word && word != WF_WORD_NONE;
}

static inline bool
wf_date_flag(const struct wf_dates_scan *s, uint32_t i, uint32_t flags)
{
    return i < s->end && (s->tok[i].flags & flags) != 0;
}

static inline bool
wf_date_glued(const struct wf_dates_scan *s, uint32_t i)
{
    return i < s->end && (s->tok[i].flags & WF_TOKEN_SPACE_BEFORE) == 0;
}

/* A hyphen or dash token, or a minus sign. */
bool wf_date_dash(const struct wf_dates_scan *s, uint32_t i);
bool wf_date_symbol(const struct wf_dates_scan *s, uint32_t i, uint32_t symbol);

/* dates_words.c */
enum wf_status wf_dates_words_init(struct wf_dates *st, struct wf_setup *setup,
    struct wf_error *err);

/* dates_number.c */
uint32_t wf_date_number(const struct wf_dates_scan *s, uint32_t i, struct wf_date_number *out);
/* 1000 to 2999, digits or words */
uint32_t wf_date_year(const struct wf_dates_scan *s, uint32_t i, int32_t *year);
/* 1 to 31 */
uint32_t wf_date_day(const struct wf_dates_scan *s, uint32_t i, int *day, bool *ordinal);
/* 2024-09-11, 11/9/24 */
uint32_t wf_date_numeric(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_clock.c */
uint32_t wf_date_clock(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* `3`, `half past` */
uint32_t wf_date_clock_bare(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_units.c */
int32_t wf_date_month_shift(int32_t day, int32_t months);
void wf_date_print_day(char *out, size_t size, int32_t day);
/* start, end and value of a moment whose year is known */
void wf_date_in_year(struct wf_moment *m, int32_t year);

/* dates_holiday.c */
/* the number at `part` of an attribute `1-2-3`, -1 for `L` */
int wf_date_attribute(const struct wf_lexicon_entry *e, const char *key, int part, bool *present);
uint32_t wf_date_holiday(struct wf_dates_scan *s, uint32_t i, const struct wf_match *match,
    struct wf_moment *m);

/* dates_length.c */
uint32_t wf_date_length(const struct wf_dates_scan *s, uint32_t i, struct wf_length *d);
void wf_length_print(const struct wf_length *d, char out[WF_DATE_VALUE_MAX]);
enum wf_date_unit wf_length_grain(const struct wf_length *d);
int32_t wf_length_shift(const struct wf_length *d, int32_t day, int sign);

/* dates_calendar.c */
void wf_moment_init(struct wf_moment *m);
uint32_t wf_date_calendar_date(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* on the 15th */
uint32_t wf_date_day_alone(const struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_year.c */
uint32_t wf_date_year_after(const struct wf_dates_scan *s, uint32_t i, bool comma,
    struct wf_moment *m);
uint32_t wf_date_year_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* Q3 2024 */
uint32_t wf_date_quarter_word(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
uint32_t wf_date_fiscal(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* the nineties */
uint32_t wf_date_decade(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
uint32_t wf_date_short_decade(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m); /* '90s */

/* dates_part.c */
uint32_t wf_date_season(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* at `the` */
uint32_t wf_date_present_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
uint32_t wf_date_part_first(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* week 3 of 2027 */
uint32_t wf_date_named_unit(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_set.c */
uint32_t wf_date_set(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
uint32_t wf_date_each(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_behind.c: `end` is the token behind m; returns the one behind all that belongs to it,
    `end` for nothing */
uint32_t wf_date_time_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m);
uint32_t wf_date_date_behind(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m);
uint32_t wf_date_week_and_day(struct wf_dates_scan *s, uint32_t end, struct wf_moment *m);
uint32_t wf_date_quarter_behind(const struct wf_dates_scan *s, uint32_t end, struct wf_moment *m);

/* dates_parse.c */
uint32_t wf_date_moment(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_relative.c */
enum wf_date_relation { /* n of a WF_DK_RELATIVE word */
    WF_REL_THIS = 0, WF_REL_NEXT = 1, WF_REL_FOLLOWING = 2, WF_REL_SAME = 3, WF_REL_THAT = 4,
    WF_REL_RECENT = 5, WF_REL_LAST = -1,
    WF_REL_PREVIOUS = -2
};
void wf_date_reference(struct wf_moment *m, const struct wf_dates_scan *s, const char *value);
/* its shape, where the anchor is not known */
void wf_date_unresolved(struct wf_moment *m, enum wf_date_unit unit);
int32_t wf_date_last(const struct wf_dates_scan *s, enum wf_date_unit unit, bool end);
uint32_t wf_date_relative(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
uint32_t wf_date_relative_unit(struct wf_dates_scan *s, uint32_t i, uint32_t at, int relation,
    struct wf_moment *m);
uint32_t wf_date_after_relation(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_ordinal.c */
/* a report of a match: its halves and quarters are no dates */
bool wf_date_sport(struct wf_dates_scan *s);
uint32_t wf_date_ordinal(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_shift.c */
/* three days ago */
uint32_t wf_date_shifted(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* Friday after next */
uint32_t wf_date_after_next(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* `in three years`: whose year */
uint32_t wf_date_years_behind(struct wf_dates_scan *s, uint32_t i, int32_t *year);

/* dates_alone.c */
uint32_t wf_date_length_alone(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m,
    uint32_t *first);
uint32_t wf_date_bare_units(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);

/* dates_emit.c */
enum wf_status wf_date_emit(struct wf_dates_scan *s, uint32_t sentence, uint32_t first,
    uint32_t end, struct wf_moment *m);

/* dates_phrase.c */
uint32_t wf_date_phrase(struct wf_dates_scan *s, uint32_t i, struct wf_moment *m);
/* at the month */
uint32_t wf_date_hijri(struct wf_dates_scan *s, uint32_t i, int day, struct wf_moment *m);

/* dates_span.c */
uint32_t wf_date_range_tail(struct wf_dates_scan *s, uint32_t first, uint32_t end,
    struct wf_moment *m);
void wf_date_resolve_pair(struct wf_dates_scan *s, uint32_t first, uint32_t end,
    struct wf_moment *a, struct wf_moment *b);
uint32_t wf_date_pair_head(struct wf_dates_scan *s, uint32_t i, struct wf_moment *a,
    struct wf_moment *b, bool *list,
    uint32_t *first_end);
uint32_t wf_date_hours_tail(struct wf_dates_scan *s, uint32_t end, const struct wf_moment *m,
    struct wf_moment *a,
    struct wf_moment *b);
uint32_t wf_date_list_tail(struct wf_dates_scan *s, uint32_t end, const struct wf_moment *from,
    struct wf_moment *m,
    uint32_t *first);

/* dates_tense.c: -1 past, 1 ahead, 0 unknown, WF_TENSE_SAID where only a verb of saying tells */
#define WF_TENSE_SAID (-2)
#define WF_TENSE_WEAK (-3) /* past, if its verb is no participle */
int wf_date_tense(const struct wf_dates_scan *s, uint32_t first, uint32_t end);

/* dates_resolve.c */
void wf_date_resolve(struct wf_dates_scan *s, uint32_t first, uint32_t end, struct wf_moment *m);
/* the unit that holds a day */
void wf_moment_unit(struct wf_moment *m, enum wf_date_unit unit, int32_t day);
int32_t wf_unit_shift(enum wf_date_unit unit, int32_t day, int32_t by);
const char *wf_grain_name(enum wf_date_unit unit);

#endif
