/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the stage `figures`: its state, and the steps of reading a figure. */
#ifndef WF_FIGURES_H
#define WF_FIGURES_H

#include "extractors/extractor.h"

/* A currency in use: what a bare family name (`dinar`) may mean. */
struct fig_currency {
    char code[4];
    struct wf_slice family;
    struct wf_slice countries; /* ISO 3166-1 alpha-2, separated by commas */
};

/* A sign that is glued to digits in one token, `Rs500`. */
struct fig_prefix {
    struct wf_slice text;
    const struct wf_lexicon_entry *entry;
};

/* Sets of word ids, one bit a set. */
enum fig_word_set {
    FIG_STOP = 1u << 0,       /* function words: end a noun phrase */
    FIG_NAMED = 1u << 1,      /* `article`, `flight`: a number after it is a name */
    FIG_RANGE_AND = 1u << 2,  /* `between` */
    FIG_RANGE_FROM = 1u << 3, /* `from` */
    FIG_RANGE_TO = 1u << 4,   /* `to`, `through` */
    FIG_AGE = 1u << 5,        /* `aged`, `age` */
    FIG_WEIGHT = 1u << 6,     /* what says that pounds are a weight */
    FIG_PLURAL = 1u << 7,     /* plural nouns without -s */
    FIG_PER = 1u << 8,        /* `per`, `a`, `an`, `each`, `every` before what a rate counts by */
    FIG_TIME = 1u << 9,       /* `later`, `ago`, `earlier`: a stretch of time that belongs to a date */
    FIG_SUBJECT = 1u << 10,   /* `it`, `they`, `he`: what a figure is about was named before */
    FIG_NO_NOUN = 1u << 11,   /* ends in s and is no plural noun */
    FIG_SCORE = 1u << 13,     /* `won`, `beat`: two numbers with a dash are a score */
    FIG_FLOW = 1u << 12       /* `exports`, `revenue`: counted by the year unless something else is said */
};

struct figures_state {
    uint16_t currency, sign, code, unit, qualifier, qualifier_after, rate_noun, rate_adverb, country, nationality, city, region,
        change, status;
    uint32_t *words; /* sets by word id */
    uint32_t word_count;
    struct fig_currency *currencies;
    size_t currency_count;
    struct fig_prefix *prefixes; /* sorted */
    size_t prefix_count;
    uint32_t to, and_, or_, of, in, out, by, from, the, per, a, an, every, odd, plus, fold, for_, over, with, than, am, pm, but, more, minus;
    const struct wf_rule *money, *percent, *quantity, *duration, *count, *ordinal, *ratio, *age;
};

/* One end of a figure: a number with its currency or unit. */
struct fig_side {
    uint32_t number;       /* index of the wf_number, the last one for a compound sum */
    uint32_t first, end;   /* tokens */
    uint32_t start_byte, end_byte;
    struct wf_decimal value;
    const struct wf_lexicon_entry *money; /* or NULL */
    const struct wf_lexicon_entry *unit;  /* or NULL */
    char country[3];       /* adjective before the currency: `Iraqi dinars` */
    bool prefix;           /* currency stands before the number */
    bool scaled, grouped, digits, words, ordinal;
    uint8_t form;          /* enum wf_number_form */
    bool inches;           /* feet and inches without their names: the value counts inches */
    uint8_t qualifier;     /* enum wf_qualifier: `20-plus months` */
};

#define FIG_RECENT 6

struct fig_run {
    const struct figures_state *st;
    struct wf_document *doc;
    const struct wf_token *t;
    struct wf_run *run;
    bool *taken;             /* by number: part of a date or figure */
    uint32_t floor;          /* token after the last figure made: nothing before it is free */
    uint32_t named_end;      /* token after the last number that was a name */
    uint16_t *countries;     /* how often each is named, by two letters; NULL until asked for */
    uint32_t signs;          /* signs of one letter that stood for a currency before, by letter */
    char recent[FIG_RECENT][4]; /* codes resolved last, the newest first */
};

static inline uint32_t
fig_sets(const struct fig_run *r, uint32_t token)
{
    uint32_t word = r->t[token].word;

    return word < r->st->word_count ? r->st->words[word] : 0;
}

static inline bool
fig_space_before(const struct fig_run *r, uint32_t token)
{
    return (r->t[token].flags & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_BLOCK_START)) != 0;
}

/* `us` is a function word, `US` is none. */
static inline bool
fig_is_function_word(const struct fig_run *r, uint32_t token)
{
    return (fig_sets(r, token) & FIG_STOP) != 0 && (r->t[token].flags & (WF_TOKEN_ALL_CAPS | WF_TOKEN_PERIOD)) == 0;
}

/* First token of the sentence, and the token after it. */
static inline uint32_t
fig_sentence_first(const struct fig_run *r, uint32_t token)
{
    return r->doc->sentences.items[r->t[token].sentence].first;
}

static inline uint32_t
fig_sentence_end(const struct fig_run *r, uint32_t token)
{
    return r->doc->sentences.items[r->t[token].sentence].end;
}

/* A figure in the making: its sides, and what was read around them. */
struct fig_draft {
    struct fig_side a, b;
    bool range;
    enum wf_figure_kind kind;
    enum wf_qualifier qualifier;
    struct wf_slice unit, rate, about;
    struct wf_decimal ratio;
    uint32_t first, end, start_byte, end_byte;
    const struct wf_rule *rule;
};

/* What a second number makes of the first: a range, or where a change leads to. */
enum fig_joint { FIG_JOINT_NONE, FIG_JOINT_RANGE, FIG_JOINT_CHANGE };

/* Classes of words whose value is a country. */
static inline bool
fig_names_country(const struct figures_state *st, const struct wf_lexicon_entry *entry)
{
    return (entry->class_id == st->country || entry->class_id == st->nationality || entry->class_id == st->city ||
            entry->class_id == st->region) &&
        entry->value.len == 2;
}

static inline bool
fig_has(const struct wf_lexicon_entry *entry, const char *attribute)
{
    return wf_entry_attribute(entry, attribute).data != NULL;
}

static inline bool
fig_at_least(struct wf_decimal value, int least)
{
    return value.known && wf_decimal_compare(value, wf_decimal_of(least)) >= 0;
}

static inline bool
fig_plain_integer(const struct fig_side *side)
{
    return !side->scaled && !side->grouped && side->digits && side->value.exponent >= 0;
}

static inline bool
fig_is_word(const struct fig_run *r, uint32_t token, uint32_t word)
{
    return token < r->doc->tokens.count && r->t[token].word == word && word != WF_WORD_NONE &&
        !(r->t[token].flags & WF_TOKEN_BLOCK_START);
}

static inline bool
fig_is_any_word(const struct fig_run *r, uint32_t token, const char *const *words, size_t count)
{
    struct wf_slice text = wf_token_text(r->doc, token);

    for (size_t i = 0; i < count; i++)
        if (wf_slice_is(text, words[i]))
            return true;
    return false;
}

static inline bool
fig_bare(const struct fig_side *s)
{
    return s->money == NULL && s->unit == NULL;
}

enum wf_status fig_init(struct wf_setup *setup, void **state, struct wf_error *err);
void fig_fini(void *state);

/* The longest match of a class that ends at token `end`, begun at most `back` tokens before it; or NULL. */
const struct wf_match *fig_match_ending(const struct fig_run *r, uint16_t class_id, uint32_t end, uint32_t back);

/* Read number `index` with what belongs to it; false where it is no figure's end. */
bool fig_read_side(struct fig_run *r, uint32_t index, struct fig_side *side);

/* A word that ends in s as plural nouns do. */
bool fig_ends_in_s(const struct fig_run *r, uint32_t token);

/* Whether a bare number is a name, a year, a part of a code, a list's number and the like. */
bool fig_is_name(struct fig_run *r, const struct fig_side *side);

/* Fill currency and unit of a money figure. */
void fig_resolve_currency(struct fig_run *r, const struct fig_side *side, struct wf_figure *figure);

/* Whether an angle or a decimal is a coordinate: 33.783°N. */
bool fig_is_coordinate(const struct fig_run *r, const struct fig_side *side);

/* The counted noun after `end`: tokens up to its last one, or `end`; *unit is its singular. */
uint32_t fig_counted_noun(struct fig_run *r, uint32_t end, bool one, struct wf_slice *unit);

/* Codes that are words too, in headlines and in lower case they are nothing else. */
bool fig_is_risky_code(struct wf_slice code);

/* Whether a code of a currency is meant, and no word in capitals: COP28. */
bool fig_code_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side);

/* Signs of one letter, `N500 million`, `P1.0 billion`, `R20m`: with a scale, or where the country is named. */
bool fig_glue_counts(struct fig_run *r, const struct wf_lexicon_entry *entry, const struct fig_side *side);

/* The sign in the same token as the digits: `Rs500`. */
const struct wf_lexicon_entry *fig_glued_sign(const struct fig_run *r, uint32_t token, uint32_t len);

/* What says that pounds are a weight: `of` after them, `weighs` before, no cost. */
bool fig_is_weight(const struct fig_run *r, const struct fig_side *side, uint32_t end);

/* Whether a sentence, clause or bracket ends before token `at`. */
bool fig_ends_clause(const struct fig_run *r, uint32_t at);

/*
 * Whether the stretch of time that ends before `at` belongs to a date: `a year earlier`, `a day after.`, but not `a day
 * after the strike`, nor what is no time (`a ton before`). `last` is its last word.
 */
bool fig_dates(const struct fig_run *r, uint32_t last, uint32_t at);

/* The longest unit that begins at `at` and can be meant after this number, or NULL. */
const struct wf_match *fig_unit_at(const struct fig_run *r, uint32_t at, const struct fig_side *side);

/* The qualifier of a published spelling. */
enum wf_qualifier fig_qualifier_of(struct wf_slice name);

/* Bounds and approximations before the figure: `about`, `more than`, `as many as`; moves d->first. */
void fig_read_qualifier_before(struct fig_run *r, struct fig_draft *d);

/* Take the tokens up to `end` into the figure. */
void fig_extend(struct fig_run *r, struct fig_draft *d, uint32_t end);

/* `or more`, `-odd`, `-plus`, `+` after the figure. */
void fig_read_qualifier_after(struct fig_run *r, struct fig_draft *d);

/* `a year`, `per barrel`, `annually`, `/hour`, `a share` after the figure. */
void fig_read_rate(struct fig_run *r, struct fig_draft *d);

/* Sign, kind and rule of a figure from its unit. */
void fig_classify(struct fig_run *r, struct fig_draft *d);

/* A draft of one side. */
void fig_begin_draft(struct fig_draft *d, const struct fig_side *a);

/* Make the figure that a draft has become; false when the arena is full. */
bool fig_complete(struct fig_run *r, struct fig_draft *d, struct wf_figure **made);

/* Verb or noun of change before token `before` in its sentence, at most `back` tokens away. */
const struct wf_match *fig_change_before(const struct fig_run *r, uint32_t before, uint32_t back);

/* Give the unit of one side to the other where that has none. */
void fig_share_unit(struct fig_side *a, struct fig_side *b);

/* Whether the number after side a makes a range or a change with it; fills b and the opening token. */
enum fig_joint fig_read_joint(struct fig_run *r, struct fig_side *a, struct fig_side *b, uint32_t *opener);

/* Two figures, the second what the first became; false when the arena is full. */
bool fig_emit_change(struct fig_run *r, struct fig_side *a, struct fig_side *b);

/* `more than 10 but less than 20`: two bounds make a range. */
bool fig_join_bounds(struct fig_run *r, struct fig_draft *d, uint32_t *last);

/* `12.9±0.1 kg`: the number after the sign is the uncertainty, its unit is that of both. */
void fig_join_uncertainty(struct fig_run *r, struct fig_draft *d, uint32_t *last);

/* Same currency or unit, or none on both sides. */
bool fig_same_unit(const struct fig_side *a, const struct fig_side *b);

/* The noun that a count counts; `one` alone counts only with a noun: false where it has none. */
bool fig_read_noun(struct fig_run *r, struct fig_draft *d);

/* Give the figures of a sentence the currency or unit that one before them has and they leave out. */
void fig_fill_ellipses(struct fig_run *r, struct wf_figure **items, uint32_t count);

/* Links between figures: equivalents, changes, statuses, what they are about. */
bool fig_link(struct fig_run *r);

#endif
