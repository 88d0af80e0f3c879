/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of stages `roles` and `descriptions`; nobody else includes it. */
#ifndef WF_ROLES_PRIVATE_H
#define WF_ROLES_PRIVATE_H

#include "extractors/extractor.h"
#include "extractors/wordset.h"

#define WF_ROLE_WORDS(X)                                                                              \
    X(OF, "of") X(FOR, "for") X(TO, "to") X(ON, "on") X(IN, "in") X(AT, "at") X(WITH, "with") X(FROM, "from") \
    X(THE, "the") X(A, "a") X(AN, "an") X(AND, "and") X(WHO, "who") X(AS, "as") X(ITS, "its") X(THEIR, "their") \
    X(HIS, "his") X(HER, "her") X(OUR, "our") X(COUNTRY, "country") X(NATION, "nation") X(INCLUDING, "including") \
    X(SUCH, "such") X(IS, "is") X(WAS, "was") X(BECAME, "became") X(ELECT, "elect") X(DESIGNATE, "designate") \
    X(EVEN, "even") X(ALSO, "also") X(BY, "by") X(THAT, "that") X(BEEN, "been") X(THEN, "then") X(ROLE, "role") \
    X(POSITION, "position") X(POST, "post") X(OFFICE, "office") X(JOB, "job") X(KINGDOM, "kingdom") \
    X(REPUBLIC, "republic") X(HE, "he") X(SHE, "she") X(IT, "it") X(HIM, "him") X(THEY, "they") X(MOVEMENT, "movement") \
    X(GROUP, "group") X(COMPANY, "company") X(AGENCY, "agency") X(REMAINS, "remains") X(BEING, "being") X(OR, "or") \
    X(FIRM, "firm") X(MINISTRY, "ministry") X(PARTY, "party") X(ORGANIZATION, "organization") X(I, "i") X(COUNTERPART, "counterpart") \
    X(COUNTERPARTS, "counterparts")

enum wf_role_word {
#define WF_ROLE_WORD_ENUM(name, text) WF_ROLE_WORD_##name,
    WF_ROLE_WORDS(WF_ROLE_WORD_ENUM)
#undef WF_ROLE_WORD_ENUM
        WF_ROLE_WORD_COUNT
};

struct wf_roles_state {
    uint16_t title, modifier, status, honorific, country, nationality, leader;
    uint8_t *plural;        /* by title entry: its singular is a title too */
    uint32_t plural_count;
    uint32_t words[WF_ROLE_WORD_COUNT];
    wf_wordset *days;       /* `the president on Wednesday` */
    wf_wordset *opening;    /* words that open a clause before the main one: asked, while, although */
    wf_wordset *function;   /* words that end a noun phrase */
    wf_wordset *serving;    /* verbs before `as`: serves, served, acting ... */
    wf_wordset *naming;     /* verbs before a bare title: appointed, elected, named ... */
    wf_wordset *courtesy;   /* titles that are no office: Sir, Sheikh ... */
    const struct wf_rule *before, *apposition, *introduced, *as, *list, *inherited, *counterpart;
};

/* A run over one document. */
struct wf_roles {
    const struct wf_roles_state *state;
    struct wf_document *doc;
    struct wf_run *run;
    const struct wf_match **title_at; /* longest title that begins at a token */
    uint32_t *title_to;               /* 1 + first token of the longest title that ends before a token */
    struct wf_mention **mention_at;   /* the outer mention that covers a token */
    struct wf_role latest;            /* the office that was named last, for `his counterpart` */
    uint32_t latest_at;               /* token of the person who bears it */
    struct wf_entity *states[256];    /* states that the document names */
    uint32_t state_named[256];        /* how often, their adjectives and places included */
    unsigned state_count;
    uint32_t state_most;              /* mentions of the GPE that is named most */
    bool full;
};

/* A title with what stands around it. */
struct wf_title_phrase {
    uint32_t first, end;             /* all of it */
    uint32_t title_first, title_end; /* the words of the title itself */
    const struct wf_match *core;
    struct wf_reference organization;
    enum wf_role_status status;
    bool definite, plural;
};

static inline bool
wf_roles_is(const struct wf_roles *r, uint32_t token, enum wf_role_word word)
{
    return token < r->doc->tokens.count && r->doc->tokens.items[token].word == r->state->words[word];
}

static inline uint32_t
wf_roles_flags(const struct wf_roles *r, uint32_t token)
{
    return token < r->doc->tokens.count ? r->doc->tokens.items[token].flags : 0;
}

static inline const struct wf_sentence *
wf_roles_sentence(const struct wf_roles *r, uint32_t token)
{
    return &r->doc->sentences.items[r->doc->tokens.items[token].sentence];
}

/* Fill title_at, title_to and mention_at; false when the arena is full. */
bool wf_roles_prepare(struct wf_roles *r);

/* Set up the words and classes of the state; false without memory. */
bool wf_roles_words(struct wf_roles_state *s, wf_lexicon *lexicon);
void wf_roles_words_free(struct wf_roles_state *s);

/*
 * The phrase around the title `core`, not going before `from` nor beyond `limit`: modifiers, status, country and
 * body on the left; `of ...`, `for ...`, `at ...` on the right.
 */
struct wf_title_phrase wf_roles_phrase(const struct wf_roles *r, const struct wf_match *core, uint32_t from,
    uint32_t limit);

/* The state with this code, or NULL where the document does not name it. */
struct wf_entity *wf_roles_state_of(const struct wf_roles *r, const char *country);

/* A reference to the entity of `m`; a nationality gives its country where the document names it. */
struct wf_reference wf_roles_reference(const struct wf_roles *r, const struct wf_mention *m);

/* Give the roles of a person the body or country that their words leave out, and the person a country. */
void wf_roles_inherit(struct wf_roles *r, struct wf_entity *person);

/* The person whose name begins at the token, or NULL. */
struct wf_mention *wf_roles_person(const struct wf_roles *r, uint32_t token);

/* True for an office, false for a courtesy such as `Sir`. */
bool wf_roles_office(const struct wf_roles *r, const struct wf_match *core);

/* The person bears the office of the phrase; an occurrence is counted once. */
void wf_roles_add(struct wf_roles *r, struct wf_entity *person, const struct wf_title_phrase *p, const struct wf_rule *rule);

/* Titles before the name: false where none stands right before it. */
bool wf_roles_before(struct wf_roles *r, struct wf_mention *m);

/* `Iran's president, X`, `ministers, including X and Y`, `her Finnish counterpart, X` */
void wf_roles_introduced(struct wf_roles *r, struct wf_mention *m);

/* `X, the director of Y,` */
void wf_roles_apposed(struct wf_roles *r, struct wf_mention *m);

/* `X, who serves as`, `X was appointed` */
void wf_roles_predicate(struct wf_roles *r, struct wf_mention *m);

#endif
