/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of stage `names`; nobody else includes it. */
#ifndef WF_NAMES_PRIVATE_H
#define WF_NAMES_PRIVATE_H

#include "extractors/extractor.h"
#include "extractors/tagger.h"
#include "extractors/wordset.h"

/* Classes of the lexicon that matter to names. Of entries with the same words the first class here wins. */
#define WF_NAME_CLASSES(X)                                                                          \
    X(ORGANISATION, "organisation", WF_ENTITY_ORG)                                                  \
    X(COUNTRY, "country", WF_ENTITY_GPE)                                                            \
    X(NATIONALITY, "nationality", WF_ENTITY_NORP)                                                   \
    X(REGION, "region", WF_ENTITY_GPE)                                                              \
    X(CITY, "city", WF_ENTITY_GPE)                                                                  \
    X(PLACE, "place", WF_ENTITY_LOC)                                                                \
    X(NORP, "norp", WF_ENTITY_NORP)                                                                 \
    X(FACILITY, "facility", WF_ENTITY_FAC)                                                          \
    X(EVENT, "event", WF_ENTITY_EVENT)                                                              \
    X(LAW, "law", WF_ENTITY_LAW)                                                                    \
    X(PRODUCT, "product", WF_ENTITY_PRODUCT)                                                        \
    X(WORK, "work_of_art", WF_ENTITY_WORK_OF_ART)                                                   \
    X(LANGUAGE, "language", WF_ENTITY_LANGUAGE)                                                     \
    X(FIRST_NAME, "first_name", WF_ENTITY_NONE)                                                     \
    X(SURNAME, "surname", WF_ENTITY_NONE)                                                           \
    X(TITLE, "title", WF_ENTITY_NONE)                                                               \
    X(HONORIFIC, "honorific", WF_ENTITY_NONE)                                                       \
    X(ORG_HEAD, "org_head", WF_ENTITY_ORG)                                                          \
    X(FAC_HEAD, "fac_head", WF_ENTITY_FAC)                                                          \
    X(LOC_HEAD, "loc_head", WF_ENTITY_LOC)                                                          \
    X(GPE_HEAD, "gpe_head", WF_ENTITY_GPE)                                                          \
    X(EVENT_HEAD, "event_head", WF_ENTITY_EVENT)                                                    \
    X(LAW_HEAD, "law_head", WF_ENTITY_LAW)                                                          \
    X(PARTICLE, "particle", WF_ENTITY_NONE)                                                         \
    X(CALENDAR, "calendar_name", WF_ENTITY_NONE)

enum wf_name_class {
    WF_NAME_NONE,
#define WF_NAME_ENUM(name, text, type) WF_NAME_##name,
    WF_NAME_CLASSES(WF_NAME_ENUM)
#undef WF_NAME_ENUM
        WF_NAME_CLASS_COUNT
};
#define WF_NAME_LAST_NAME WF_NAME_LANGUAGE /* classes up to this one hold whole names */
#define WF_NAME_BIT(class_) (1u << WF_NAME_##class_)
#define WF_NAME_HEADS                                                                               \
    (WF_NAME_BIT(ORG_HEAD) | WF_NAME_BIT(FAC_HEAD) | WF_NAME_BIT(LOC_HEAD) | WF_NAME_BIT(GPE_HEAD) | \
        WF_NAME_BIT(EVENT_HEAD) | WF_NAME_BIT(LAW_HEAD))

/* What the lexicon says of one token. */
struct wf_name_token {
    uint32_t bits;               /* WF_NAME_BIT of classes with an entry that is this one token */
    const struct wf_match *name; /* longest whole name that begins here, NULL where there is none */
    uint8_t name_class;          /* of that */
    uint8_t title;               /* tokens of the longest title that begins here */
    bool doubtful;               /* that whole name is also something else */
    bool taken;                  /* inside a mention already */
};

/* Words that rules ask for by id. */
#define WF_NAME_WORDS(X) \
    X(OF, "of") X(THE, "the") X(AND, "and") X(FOR, "for") X(ON, "on") X(TO, "to") X(IN, "in") X(AT, "at") \
    X(FROM, "from") X(NEAR, "near") X(AL, "al") X(BY, "by") X(SAID, "said") X(SAYS, "says") X(TOLD, "told") \
    X(OPERATION, "operation") X(LAKE, "lake") X(MOUNT, "mount") X(CAMP, "camp") X(FORT, "fort") \
    X(PORT, "port") X(USS, "uss") X(HMS, "hms") X(RESOLUTION, "resolution") X(NO, "no") X(HURRICANE, "hurricane") \
    X(TYPHOON, "typhoon") X(RIVER, "river") X(BAY, "bay") X(MR, "mr.") X(I, "i") X(SPEAK, "speak") X(SPOKE, "spoke") \
    X(LANGUAGE, "language") X(DEAR, "dear") X(A, "a") X(AN, "an") X(WAR, "war") X(WHO, "who") X(WITH, "with") X(AGAINST, "against")

enum wf_name_word {
#define WF_NAME_WORD_ENUM(name, text) WF_NAME_WORD_##name,
    WF_NAME_WORDS(WF_NAME_WORD_ENUM)
#undef WF_NAME_WORD_ENUM
        WF_NAME_WORD_COUNT
};

struct wf_names_state {
    uint8_t *class_of;  /* enum wf_name_class by class id of the lexicon */
    uint16_t class_count;
    uint8_t *doubtful[WF_NAME_CLASS_COUNT]; /* by entry index: attribute ambiguous=1 */
    uint32_t doubtful_count[WF_NAME_CLASS_COUNT];
    wf_wordset *common;    /* words of running text */
    wf_wordset *function;  /* the, in, he ...: never the start of a name */
    wf_wordset *sites;     /* nouns that make one name with a word before them: prison, camp ... */
    wf_wordset *war_nouns; /* war crimes, war effort ... are no war's name */
    wf_wordset *companies; /* Ltd, SA, GmbH ... at the end of a company's name */
    wf_wordset *members;   /* fighters, lawmakers ...: the name before them is a body's */
    wf_wordset *areas;     /* province, district ...: the name before them, or before and `of`, is a place's */
    wf_wordset *bodies;    /* company, agency ...: what is said to be one is no person */
    wf_wordset *acts;      /* act, agreement ...: heads of names with linking words */
    wf_wordset *offices;   /* secretary, minister ...: what follows with `for` is their field */
    wf_wordset *prefixes;  /* pro, anti ... before a hyphen */
    wf_wordset *links;     /* words that the name of an act may hold: through, to, for ... */
    wf_wordset *acronyms;  /* abbreviations that name nothing: GDP, MOU ... */
    uint32_t words[WF_NAME_WORD_COUNT];
    wf_tagger *tagger;     /* NULL without a model */
    const struct wf_rule *gazetteer, *head, *title, *first_name, *shape, *context, *document, *tagged, *nested;
};

/* A run over one document. */
struct wf_names {
    const struct wf_names_state *state;
    struct wf_document *doc;
    struct wf_run *run;
    struct wf_name_token *tokens; /* one a token of the document */
    uint8_t *labels;              /* of the tagger; NULL without one */
    int16_t *margins;
    uint8_t *title_case;          /* by sentence: capitals say nothing there */
    WF_VECTOR(struct wf_mention *) found;
    bool full;
};

static inline bool
wf_names_is(const struct wf_names *n, uint32_t token, enum wf_name_word word)
{
    return token < n->doc->tokens.count && n->doc->tokens.items[token].word == n->state->words[word];
}

/* A word with a capital, or a number glued into a name (`G7`). */
static inline bool
wf_names_capital(const struct wf_names *n, uint32_t token)
{
    return (n->doc->tokens.items[token].flags & (WF_TOKEN_WORD | WF_TOKEN_CAPITAL)) ==
        (WF_TOKEN_WORD | WF_TOKEN_CAPITAL);
}

static inline bool
wf_names_common(const struct wf_names *n, uint32_t token)
{
    return wf_wordset_has(n->state->common, n->doc->tokens.items[token].word);
}

/* Whether a currency sign is glued to the word before `token`: `US$`. */
static inline bool
wf_names_currency(const struct wf_names *n, uint32_t token)
{
    return token < n->doc->tokens.count && n->doc->tokens.items[token].symbol == '$' &&
        !(n->doc->tokens.items[token].flags & WF_TOKEN_SPACE_BEFORE);
}

/* Add a mention of tokens [first, end) unless one is there; marks the tokens. */
struct wf_mention *wf_names_add(struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type,
    const struct wf_rule *rule, const struct wf_lexicon_entry *entry);

/* Fill n->tokens from the lexicon's matches and n->title_case. */
bool wf_names_look_up(struct wf_names *n);

/* End of a person's name that begins at `token`, at most before `limit`; `token` where none can begin there. */
uint32_t wf_names_person_end(const struct wf_names *n, uint32_t token, uint32_t limit);

/* `of Oil`, `of the Interior`, `for Human Rights`, `of Science and Technology` from `t` on; `t` where there is none. */
uint32_t wf_names_of_phrase_end(const struct wf_names *n, uint32_t t, uint32_t limit);

/* End of a list of plain words that names one body, from the end of its first member: `, Refugees, and Migration`. */
uint32_t wf_names_list_end(const struct wf_names *n, uint32_t end, uint32_t limit);

/* Names that end in a noun written small: `Gaza war`, `Evin prison`. */
void wf_names_small_heads(struct wf_names *n, const struct wf_sentence *s);

/* Mentions by lists and shapes in sentence `s`. */
void wf_names_scan(struct wf_names *n, const struct wf_sentence *s);

/* Labels that the words around them contradict: acts with linking words, two bodies joined by `and`. */
void wf_names_relabel(struct wf_names *n);

/* What stands around a name that the tagger takes for a person's tells: `Lagunda province`, `Brilk fighters`. */
enum wf_entity_type wf_names_surroundings(const struct wf_names *n, uint32_t first, uint32_t end);

/* An abbreviation in brackets behind a name is of its type. */
void wf_names_acronyms(struct wf_names *n);

/* Mentions from the tagger's labels, corrected by lists and rules. */
void wf_names_tagged(struct wf_names *n);

/* Second pass: what the whole document knows decides doubtful names. */
void wf_names_second_pass(struct wf_names *n);

/* Names inside names (`Iran` in `Bank of Iran`). */
void wf_names_nested(struct wf_names *n);

#endif
