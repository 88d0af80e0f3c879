/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stages find and the producer writes: one struct a published layer, field for field the event
 * contract (docs/events.md). Everything lives in the document's arena or in read-only data of the chain.
 * Spans count bytes of the reading text and `first`/`end` tokens; the producer turns them into code points
 * of the source. Slices that are {NULL, 0}, and NULL pointers, are published as null.
 */
#ifndef WF_FACT_H
#define WF_FACT_H

#include "document/arena.h"
#include "document/buffer.h"
#include "document/calendar.h"
#include "document/decimal.h"
#include "document/span.h"
#include "document/uuid.h"

/* Rules are registered when a stage starts; facts point at them. */
struct wf_rule {
    const char *name;  /* "figures/money" */
    int16_t precision; /* measured on annotated text, in thousandths; -1 where never measured */
    uint16_t index;    /* in the chain's table */
};

/* A stretch of tokens with its bytes in the reading text. */
struct wf_range {
    uint32_t first, end; /* tokens, end exclusive; both 0 where there is none */
    struct wf_span span; /* bytes of the reading text */
};

/* Head of every fact. */
struct wf_fact {
    struct wf_range at;
    uint32_t sentence; /* index */
    const struct wf_rule *rule;
    char id[WF_UUID_SIZE]; /* filled by the last stage */
};

/* A time attached to a fact, or the value of a date. */
struct wf_time {
    struct wf_slice value; /* TIMEX3; ranges as START/END; none where unknown */
    int32_t start, end;    /* first and last day it can mean; WF_DAY_NONE where open */
};
#define WF_TIME_NONE ((struct wf_time){ { NULL, 0 }, WF_DAY_NONE, WF_DAY_NONE })

enum wf_entity_type {
    WF_ENTITY_NONE, WF_ENTITY_PERSON, WF_ENTITY_ORG, WF_ENTITY_GPE, WF_ENTITY_LOC, WF_ENTITY_NORP, WF_ENTITY_FAC,
    WF_ENTITY_EVENT, WF_ENTITY_LAW, WF_ENTITY_PRODUCT, WF_ENTITY_WORK_OF_ART, WF_ENTITY_LANGUAGE
};

struct wf_entity;

/*
 * A reference to an entity, or to somebody described but never named (entity NULL, name the description).
 * An absent reference has entity NULL and name.data NULL.
 */
struct wf_reference {
    struct wf_entity *entity;
    struct wf_slice name;     /* used when entity is NULL */
    enum wf_entity_type type; /* likewise */
    char country[3];          /* likewise; "" where unknown */
    struct wf_range at;       /* the words here that refer to it */
};

typedef WF_VECTOR(struct wf_reference) wf_references;

/* One occurrence of a name. */
struct wf_mention {
    struct wf_range at;
    enum wf_entity_type type;
    const struct wf_rule *rule;
    struct wf_entity *entity;          /* NULL until entities are made */
    const struct wf_lexicon_entry *entry; /* gazetteer entry, or NULL */
    bool nested;                       /* inside a longer name */
};

enum wf_role_status {
    WF_ROLE_CURRENT, WF_ROLE_FORMER, WF_ROLE_LATE, WF_ROLE_ACTING, WF_ROLE_DESIGNATE, WF_ROLE_DEPUTY
};

struct wf_role {
    struct wf_slice title; /* as written, without body or country: "Prime Minister" */
    struct wf_reference organization;
    enum wf_role_status status;
    struct wf_range at;
    const struct wf_rule *rule;
};

struct wf_identifier {
    const char *scheme; /* "iso3166", "wikidata" */
    struct wf_slice value;
};

enum wf_country_basis { WF_COUNTRY_UNKNOWN, WF_COUNTRY_TEXT, WF_COUNTRY_GAZETTEER };

struct wf_entity {
    struct wf_fact fact; /* at: the first mention */
    enum wf_entity_type type;
    struct wf_slice name;
    char country[3]; /* ISO 3166-1 alpha-2, "" where unknown */
    enum wf_country_basis country_basis;
    WF_VECTOR(struct wf_identifier) identifiers;
    WF_VECTOR(struct wf_slice) aliases;
    WF_VECTOR(struct wf_mention *) mentions;
    WF_VECTOR(struct wf_mention *) nested; /* other names inside a mention of this one */
    WF_VECTOR(struct wf_role) roles;
    uint16_t salience; /* thousandths */
    char sex;          /* of a person, 'm' or 'f', 0 where the text does not tell; for pronouns, not published */
};

/* How a number is put, where that decides what it can count. */
enum wf_number_form {
    WF_NUMBER_PLAIN,
    WF_NUMBER_FRACTION, /* `two-thirds`, `half`, `1/4`, `2½` is plain */
    WF_NUMBER_SCALE,    /* a scale word alone, as in `billion-dollar` */
    WF_NUMBER_VAGUE     /* `dozens`, `hundreds of thousands`: the value is the least it can mean */
};

/* A number read in the text, before anybody knows what it counts; made for figures and dates. */
struct wf_number {
    struct wf_range at;
    struct wf_decimal value;
    bool ordinal;
    bool words;   /* written in words, at least in part */
    bool digits;  /* written in digits, at least in part */
    bool used;    /* part of a date or a figure already */
    bool scaled;  /* has a scale: `million`, `bn`, `crore` */
    bool grouped; /* has thousands separators */
    uint8_t form; /* enum wf_number_form */
};

enum wf_figure_kind {
    WF_FIGURE_MONEY, WF_FIGURE_PERCENT, WF_FIGURE_QUANTITY, WF_FIGURE_COUNT, WF_FIGURE_ORDINAL, WF_FIGURE_RATIO,
    WF_FIGURE_DURATION
};

enum wf_qualifier {
    WF_QUALIFIER_EXACT, WF_QUALIFIER_APPROXIMATELY, WF_QUALIFIER_NEARLY, WF_QUALIFIER_MORE_THAN,
    WF_QUALIFIER_AT_LEAST, WF_QUALIFIER_LESS_THAN, WF_QUALIFIER_AT_MOST, WF_QUALIFIER_UP_TO
};

enum wf_figure_status {
    WF_STATUS_NONE, WF_STATUS_ACTUAL, WF_STATUS_TARGET, WF_STATUS_OWED, WF_STATUS_PLEDGED, WF_STATUS_PAID,
    WF_STATUS_STOLEN, WF_STATUS_FORECAST, WF_STATUS_BUDGETED
};

struct wf_figure {
    struct wf_fact fact;
    enum wf_figure_kind kind;
    struct wf_decimal value; /* not known for a range */
    struct wf_decimal min, max;
    char currency[4];       /* ISO 4217, "" where none or unknown */
    struct wf_slice unit;   /* UCUM code or singular noun */
    enum wf_qualifier qualifier;
    struct wf_slice rate;   /* "per year" */
    struct wf_figure *equivalent_of;
    struct {
        struct wf_figure *from, *to;
        enum { WF_CHANGE_NONE, WF_CHANGE_INCREASE, WF_CHANGE_DECREASE } direction;
        enum { WF_CHANGE_TO, WF_CHANGE_BY } kind;
    } change;
    struct wf_slice about; /* words of the sentence */
    enum wf_figure_status status;
    struct wf_reference payer, payee;
    struct wf_time time;
};

enum wf_date_type { WF_DATE_DATE, WF_DATE_TIME, WF_DATE_DURATION, WF_DATE_SET };

struct wf_date {
    struct wf_fact fact;
    enum wf_date_type type;
    struct wf_time time;   /* time.value is the TIMEX3 value */
    const char *mod;       /* TIMEX3 mod ("START"), NULL where none */
    const char *precision; /* "year", "month", "day" ...; NULL where none */
    struct wf_slice anchor; /* ISO 8601 date it was resolved against; none when absolute */
    const char *function;  /* "PUBLICATION_TIME" or NULL */
    bool impossible;       /* such as February 30: kept as written, also in a warning */
    uint32_t first_number, end_number; /* wf_number items it used */
};

enum wf_factuality {
    WF_FACTUALITY_HAPPENED, WF_FACTUALITY_PLANNED, WF_FACTUALITY_POSSIBLE, WF_FACTUALITY_REPORTED,
    WF_FACTUALITY_DENIED
};

struct wf_agreement {
    struct wf_fact fact;
    const char *kind; /* of the contract's list */
    struct wf_slice name;
    wf_references parties;
    bool parties_implied;
    wf_references signatories;
    WF_VECTOR(struct wf_slice) subjects;
    struct wf_decimal count;   /* not known where none is given ... */
    struct wf_slice count_word; /* ... or it is a word: "several" */
    const char *status;
    struct wf_range trigger, status_cue;
    WF_VECTOR(struct wf_range) more_triggers; /* further mentions of the same agreement */
    WF_VECTOR(struct wf_range) more_cues;     /* their status cues; not published */
    struct wf_agreement *group;  /* the counted group (`14 memorandums`) that it is one of, NULL */
    unsigned members;            /* how many agreements say that this is their group */
    WF_VECTOR(struct wf_figure *) amounts;
    struct wf_reference place;
    struct wf_time time;
    enum wf_factuality factuality;
    struct wf_reference source;
    wf_references sources; /* all who pass it on, outermost first: X said that Y said */
};

struct wf_event {
    struct wf_fact fact;
    const char *kind;
    const char *plover_type; /* NULL where there is none, then mode and context too */
    const char *plover_mode, *plover_context;
    struct wf_range trigger;
    WF_VECTOR(struct wf_range) more_triggers; /* further mentions of the same event */
    wf_references actors, targets;
    struct wf_reference place;
    struct wf_time time;
    enum wf_factuality factuality;
    struct wf_reference source;
    wf_references sources; /* all who pass it on, outermost first: X said that Y said */
    struct wf_event *part_of; /* the visit that a meeting or signing belongs to, NULL */
};

enum wf_quote_form { WF_QUOTE_DIRECT, WF_QUOTE_MIXED, WF_QUOTE_INDIRECT };

struct wf_quote {
    struct wf_fact fact; /* at: the words quoted, without the marks */
    enum wf_quote_form form;
    struct wf_reference speaker;
    struct wf_range cue;
    struct wf_reference addressee;
    struct wf_time time;
};

/* Published spelling of an enum value, "PERSON", "at_least" ...; NULL for a value that is published as null. */
const char *wf_entity_type_name(enum wf_entity_type type);
const char *wf_role_status_name(enum wf_role_status status);
const char *wf_country_basis_name(enum wf_country_basis basis);
const char *wf_figure_kind_name(enum wf_figure_kind kind);
const char *wf_qualifier_name(enum wf_qualifier qualifier);
const char *wf_figure_status_name(enum wf_figure_status status);
const char *wf_date_type_name(enum wf_date_type type);
const char *wf_factuality_name(enum wf_factuality factuality);
const char *wf_quote_form_name(enum wf_quote_form form);

/* The type of a published spelling, WF_ENTITY_NONE where it is none. */
enum wf_entity_type wf_entity_type_of(struct wf_slice name);

#endif
