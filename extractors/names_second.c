/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second pass over a document's names. A word that is a family name in somebody's full name is that person
 * wherever it stands alone; a name of several words has one type in one document, that of most occurrences; a
 * name known from elsewhere is found in headings too. Then the names inside names.
 */
#include <ctype.h>

#include "extractors/names_private.h"

/* By how much the tagger must prefer "no name" for the document not to be asked. */
#define SURE_MARGIN 1000
#define DOUBTFUL_MARGIN 300 /* below, the tagger's word counts little */

/* What the document knows of a word or phrase; open addressing by hash. */
struct known {
    uint64_t hash; /* 0: free */
    uint32_t votes[WF_ENTITY_LANGUAGE + 1];
    const struct wf_mention *full; /* a person's full name that ends (or begins) with the word */
    bool body;                     /* a body's name of several words begins with it: `Brilk` of `Brilk Mining` */
};

struct table {
    struct known *places;
    uint32_t mask;
};

static uint64_t
hash_tokens(const struct wf_names *n, uint32_t first, uint32_t end)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (uint32_t t = first; t < end; t++) {
        struct wf_slice s = wf_token_text(n->doc, t);

        for (size_t i = 0; i < s.len; i++)
            h = (h ^ (uint64_t)tolower((unsigned char)s.data[i])) * UINT64_C(0x100000001b3);
        h = (h ^ 0x20) * UINT64_C(0x100000001b3);
    }
    return h | 1;
}

static struct known *
place_of(const struct table *table, uint64_t hash)
{
    uint32_t i = (uint32_t)(hash >> 17) & table->mask;

    while (table->places[i].hash != 0 && table->places[i].hash != hash)
        i = (i + 1) & table->mask;
    return &table->places[i];
}

static bool
make_table(struct wf_names *n, struct table *table, uint32_t entries)
{
    table->mask = 31;
    while (table->mask < entries * 2 + 16)
        table->mask = table->mask * 2 + 1;
    table->places = wf_arena_zalloc(n->doc->arena, ((size_t)table->mask + 1) * sizeof *table->places);
    return table->places != NULL;
}

/* How much a rule's word counts against others'. */
static uint32_t
weight_of(const struct wf_names *n, const struct wf_mention *m)
{
    const struct wf_names_state *s = n->state;

    if (m->entry != NULL && !n->tokens[m->at.first].doubtful && n->tokens[m->at.first].name_class != WF_NAME_CITY)
        return 4;
    if (m->rule == s->title || m->rule == s->gazetteer)
        return 4;
    if (m->rule == s->tagged && n->margins != NULL) {
        int16_t least = INT16_MAX; /* of its words: a clear mention decides a doubtful one */

        for (uint32_t t = m->at.first; t < m->at.end; t++)
            least = n->margins[t] < least ? n->margins[t] : least;
        return least < DOUBTFUL_MARGIN ? 1 : least < SURE_MARGIN ? 2 : 3;
    }
    if (m->rule == s->first_name || m->rule == s->tagged || m->rule == s->head)
        return 3;
    return 1;
}

/* Where the family name of a person begins: after the given names, with its particles. */
static uint32_t
family_start(const struct wf_names *n, const struct wf_mention *m)
{
    uint32_t t = m->at.end - 1;

    if (m->at.end - m->at.first > 2 && (wf_slice_is(wf_token_text(n->doc, t), "Jr.") ||
                                           wf_slice_is(wf_token_text(n->doc, t), "Sr.")))
        t -= (n->doc->tokens.items[t - 1].flags & WF_TOKEN_COMMA) ? 2 : 1;
    return t;
}

static void
learn(struct wf_names *n, const struct table *whole, const struct table *words)
{
    for (unsigned i = 0; i < n->found.count; i++) {
        const struct wf_mention *m = n->found.items[i];
        struct known *k = place_of(whole, hash_tokens(n, m->at.first, m->at.end));

        k->hash = hash_tokens(n, m->at.first, m->at.end);
        k->votes[m->type] += weight_of(n, m);
        if (m->type == WF_ENTITY_ORG && m->at.end - m->at.first > 2 &&
            wf_wordset_has(n->state->companies, n->doc->tokens.items[m->at.end - 1].word)) {
            k = place_of(whole, hash_tokens(n, m->at.first, m->at.end - 1)); /* `Brilk Mining` of `Brilk Mining SA` */
            k->hash = hash_tokens(n, m->at.first, m->at.end - 1);
            k->votes[WF_ENTITY_ORG] += 4;
        }
        if (m->type == WF_ENTITY_PERSON && m->at.end - m->at.first >= 2) {
            uint32_t family = family_start(n, m);
            uint64_t hash = hash_tokens(n, family, family + 1);

            k = place_of(words, hash);
            k->hash = hash;
            k->votes[WF_ENTITY_PERSON] += weight_of(n, m);
            if (k->full == NULL)
                k->full = m;
            /* `Kim Jong-un`: the family name comes first */
            if (m->at.end - m->at.first >= 4 && (n->doc->tokens.items[m->at.end - 2].flags & WF_TOKEN_HYPHEN) &&
                !(n->doc->tokens.items[m->at.end - 1].flags & WF_TOKEN_CAPITAL)) {
                hash = hash_tokens(n, m->at.first, m->at.first + 1);
                k = place_of(words, hash);
                k->hash = hash;
                k->full = k->full == NULL ? m : k->full;
            }
        } else if (m->type == WF_ENTITY_ORG && m->at.end - m->at.first >= 2 && !wf_names_common(n, m->at.first)) {
            uint64_t hash = hash_tokens(n, m->at.first, m->at.first + 1);

            k = place_of(words, hash);
            k->hash = hash;
            k->body = true;
        }
    }
}

static enum wf_entity_type
majority(const struct known *k, enum wf_entity_type now)
{
    enum wf_entity_type best = now;

    for (unsigned type = 1; type <= WF_ENTITY_LANGUAGE; type++)
        if (k->votes[type] > k->votes[best])
            best = (enum wf_entity_type)type;
    return best;
}

/* Give each mention the type that the document settles on. */
static void
settle(struct wf_names *n, const struct table *whole, const struct table *words)
{
    for (unsigned i = 0; i < n->found.count; i++) {
        struct wf_mention *m = n->found.items[i];
        uint32_t length = m->at.end - m->at.first;
        const struct known *k;

        if (m->rule == n->state->title ||
            (m->entry != NULL && !n->tokens[m->at.first].doubtful &&
                (m->rule == n->state->gazetteer || n->tokens[m->at.first].name_class != WF_NAME_CITY)))
            continue;
        if (length == 1) {
            k = place_of(words, hash_tokens(n, m->at.first, m->at.end));
            if (k->full == NULL && k->body && m->type == WF_ENTITY_PERSON && m->rule == n->state->tagged && m->entry == NULL &&
                (n->tokens[m->at.first].bits & WF_NAME_BIT(FIRST_NAME)) == 0) {
                m->type = WF_ENTITY_ORG;
                m->rule = n->state->document;
                continue;
            }
            if (k->full != NULL && m->type != WF_ENTITY_PERSON &&
                (m->rule != n->state->gazetteer || n->tokens[m->at.first].name_class == WF_NAME_CITY)) {
                m->type = WF_ENTITY_PERSON;
                m->entry = NULL;
                m->rule = n->state->document;
                continue;
            }
        }
        k = place_of(whole, hash_tokens(n, m->at.first, m->at.end));
        if (k->hash != 0) {
            enum wf_entity_type type = majority(k, m->type);

            if (type != m->type) {
                m->type = type;
                m->rule = n->state->document;
            }
        }
    }
}

/* A particle that belongs to the family name before `t`: `al-`, `bin`. */
static uint32_t
with_particle(const struct wf_names *n, uint32_t t)
{
    const struct wf_token *tokens = n->doc->tokens.items;

    if (t >= 2 && (tokens[t - 1].flags & WF_TOKEN_HYPHEN) && (n->tokens[t - 2].bits & WF_NAME_BIT(PARTICLE)) &&
        !n->tokens[t - 2].taken && !(tokens[t].flags & WF_TOKEN_SENTENCE_START) &&
        !(tokens[t].flags & WF_TOKEN_SPACE_BEFORE))
        return t - 2;
    return t;
}

/* Names that were not taken yet although the document knows them. */
static void
find_rest(struct wf_names *n, const struct table *whole, const struct table *words)
{
    for (uint32_t t = 0; t < n->doc->tokens.count; t++) {
        const struct known *k;

        if (n->tokens[t].taken || !wf_names_capital(n, t) || n->tokens[t].bits & WF_NAME_BIT(CALENDAR))
            continue;
        if (wf_wordset_has(n->state->function, n->doc->tokens.items[t].word))
            continue;
        if (n->margins != NULL && n->margins[t] > SURE_MARGIN)
            continue; /* the tagger is sure that it is none */
        k = place_of(words, hash_tokens(n, t, t + 1));
        if (k->full != NULL && (!wf_names_common(n, t) || !(n->doc->tokens.items[t].flags & WF_TOKEN_SENTENCE_START))) {
            uint32_t first = with_particle(n, t);

            if (n->tokens[t].title > 0 && !(n->tokens[t].bits & WF_NAME_BIT(SURNAME)))
                continue;
            (void)wf_names_add(n, first, t + 1, WF_ENTITY_PERSON, n->state->document, NULL);
            continue;
        }
        if (wf_names_common(n, t) && n->title_case[n->doc->tokens.items[t].sentence] == 0)
            continue;
        for (uint32_t end = t + 4 < n->doc->tokens.count ? t + 4 : n->doc->tokens.count; end > t; end--) {
            if (end - t == 1 && wf_names_common(n, t))
                break;
            if (n->tokens[end - 1].taken || !wf_names_capital(n, end - 1))
                continue;
            k = place_of(whole, hash_tokens(n, t, end));
            if (k->hash != 0) {
                (void)wf_names_add(n, t, end, majority(k, WF_ENTITY_NONE), n->state->document, NULL);
                break;
            }
        }
    }
}

void
wf_names_second_pass(struct wf_names *n)
{
    struct table whole, words;

    if (!make_table(n, &whole, 2 * n->found.count) || !make_table(n, &words, 2 * n->found.count)) {
        n->full = true;
        return;
    }
    learn(n, &whole, &words);
    settle(n, &whole, &words);
    find_rest(n, &whole, &words);
}

/* Whole names listed in the lexicon that lie inside a longer mention. */
void
wf_names_nested(struct wf_names *n)
{
    static const enum wf_entity_type types[] = {
        WF_ENTITY_NONE,
#define CLASS_TYPE(name, text, type) type,
        WF_NAME_CLASSES(CLASS_TYPE)
#undef CLASS_TYPE
    };
    unsigned count = n->found.count;

    for (unsigned i = 0; i < count; i++) {
        const struct wf_mention *outer = n->found.items[i];

        if (outer->at.end - outer->at.first < 2 || outer->type == WF_ENTITY_PERSON)
            continue;
        for (uint32_t t = outer->at.first; t < outer->at.end; t++) {
            const struct wf_match *name = n->tokens[t].name;
            struct wf_mention *inner, **place;

            if (name == NULL || n->tokens[t].doubtful || name->end > outer->at.end ||
                name->end - t == outer->at.end - outer->at.first)
                continue;
            inner = wf_arena_zalloc(n->doc->arena, sizeof *inner);
            place = inner == NULL ? NULL : wf_vector_push(n->doc->arena, &n->found);
            if (place == NULL) {
                n->full = true;
                return;
            }
            *inner = (struct wf_mention){ .at = wf_range_of(n->doc, t, name->end),
                .type = types[n->tokens[t].name_class], .rule = n->state->nested, .entry = name->entry, .nested = true };
            *place = inner;
            t = name->end - 1;
        }
    }
}
