/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/participants.h"

#include <string.h>
#include <strings.h>

#include "document/bisect.h"

#define LIST_MAX 12 /* members of `A, B and C` */

void
wf_participants_init(struct wf_participants *words, wf_lexicon *lex)
{
    words->actor_noun = wf_lexicon_class(lex, "actor_noun");
    words->list_cue = wf_lexicon_class(lex, "list_cue");
    words->partitive_noun = wf_lexicon_class(lex, "partitive_noun");
    words->of = wf_lexicon_word(lex, "of");
    words->by = wf_lexicon_word(lex, "by");
    words->in = wf_lexicon_word(lex, "in");
    words->at = wf_lexicon_word(lex, "at");
    words->between = wf_lexicon_word(lex, "between");
    words->with = wf_lexicon_word(lex, "with");
    words->near = wf_lexicon_word(lex, "near");
    words->outside = wf_lexicon_word(lex, "outside");
    words->for_ = wf_lexicon_word(lex, "for");
    words->from = wf_lexicon_word(lex, "from");
    words->and_ = wf_lexicon_word(lex, "and");
}

uint32_t
wf_mention_from(const struct wf_document *doc, uint32_t token)
{
    uint32_t low;

    WF_BISECT(low, doc->mentions.count, doc->mentions.items[middle]->at.first < token);
    return low;
}

const struct wf_mention *
wf_mention_at(const struct wf_document *doc, uint32_t token)
{
    uint32_t i = wf_mention_from(doc, token + 1);

    /* nested names may stand between a long one and the token; none is longer than a few tokens */
    for (unsigned back = 0; i > 0 && back < 8; back++) {
        const struct wf_mention *m = doc->mentions.items[--i];

        if (!m->nested && m->at.first <= token && token < m->at.end)
            return m;
    }
    return NULL;
}

const struct wf_description *
wf_description_at(const struct wf_document *doc, uint32_t token)
{
    uint32_t low;

    WF_BISECT(low, doc->descriptions.count, doc->descriptions.items[middle].who.at.first <= token);
    for (unsigned back = 0; low > 0 && back < 4; back++) {
        const struct wf_description *d = &doc->descriptions.items[--low];

        if (d->who.at.first <= token && token < d->who.at.end)
            return d;
    }
    return NULL;
}

bool
wf_reference_same(const struct wf_reference *a, const struct wf_reference *b)
{
    if (a->entity != NULL || b->entity != NULL)
        return a->entity == b->entity;
    return wf_slice_equal(a->name, b->name);
}

static struct wf_reference
of_mention(const struct wf_mention *m, const struct wf_document *doc)
{
    struct wf_reference ref = { .entity = m->entity, .type = m->type, .at = m->at };

    if (ref.entity == NULL)
        ref.name = wf_span_text(doc, m->at.span);
    return ref;
}

/* `for Political Affairs Ruth Allen`: the name belongs to the title. */
static bool
ends_in_person(const struct wf_participants *words, const struct wf_document *doc, uint32_t prep)
{
    const struct wf_chunk *noun = wf_chunk(doc, prep + 1);
    const struct wf_mention *m = wf_mention_at(doc, noun->head);

    return doc->tokens.items[wf_chunk(doc, prep)->first].word == words->for_ && m != NULL && m->type == WF_ENTITY_PERSON &&
           m->at.first > noun->first + 1; /* not `for Ms. Pruitt` */
}

/* `officials of the Iranian government`: the words that say who is meant. */
static uint32_t
description_end(const struct wf_participants *words, const struct wf_document *doc, uint32_t chunk, uint32_t *last)
{
    uint32_t first, end, i = chunk;

    wf_chunk_sentence(doc, chunk, &first, &end);
    for (unsigned steps = 0; steps < 2 && i + 2 < end; steps++) {
        const struct wf_chunk *prep = wf_chunk(doc, i + 1), *noun = wf_chunk(doc, i + 2);

        if (prep->kind != WF_CHUNK_PREP || noun->kind != WF_CHUNK_NOUN ||
            (doc->tokens.items[prep->first].word != words->of && !ends_in_person(words, doc, i + 1)) || (noun->flags & (WF_NOUN_PRONOUN | WF_NOUN_TIME)))
            break;
        i += 2;
        while (i + 1 < end && (wf_chunk(doc, i)->flags & WF_NOUN_POSSESSOR) && wf_chunk(doc, i + 1)->kind == WF_CHUNK_NOUN)
            i++;
    }
    *last = i;
    return wf_chunk(doc, i)->head + 1;
}

static bool
is_name_word(const struct wf_document *doc, uint32_t t)
{
    const struct wf_token *token = &doc->tokens.items[t];

    return (token->flags & WF_TOKEN_CAPITAL) && !(token->flags & WF_TOKEN_SENTENCE_START);
}

#define TITLE_WORDS 4    /* words of a title before the name */
#define APPOSITION_GAP 7 /* tokens between a description and the comma before the name: `in Lusaka` */

const struct wf_mention *
wf_apposed_person(const struct wf_document *doc, uint32_t end)
{
    const struct wf_token *tokens = doc->tokens.items;
    uint32_t stop = doc->sentences.items[tokens[end - 1].sentence].end, t = end, first;
    const struct wf_mention *m;

    while (t < stop && t < end + APPOSITION_GAP && !(tokens[t].flags & WF_TOKEN_COMMA)) {
        if ((tokens[t].flags & WF_TOKEN_PUNCT) && !(tokens[t].flags & (WF_TOKEN_HYPHEN | WF_TOKEN_POSSESSIVE)))
            return NULL;
        if (tokens[t].pos == WF_POS_VERB || tokens[t].pos == WF_POS_AUX)
            return NULL;
        t++;
    }
    if (t + 1 >= stop || !(tokens[t].flags & WF_TOKEN_COMMA))
        return NULL;
    for (uint32_t between = end; between < t; between++)
        if (wf_chunk(doc, wf_chunk_of(doc, between))->kind == WF_CHUNK_VERB)
            return NULL;
    for (first = ++t; t < stop && t < first + TITLE_WORDS && (tokens[t].flags & WF_TOKEN_CAPITAL); t++) /* `Gov.` */
        if (wf_mention_at(doc, t) != NULL)
            break;
    m = t < stop ? wf_mention_at(doc, t) : NULL;
    if (m == NULL || m->type != WF_ENTITY_PERSON || m->at.first != t || m->at.end - m->at.first < (t > first ? 1u : 2u))
        return NULL;
    if (m->at.end < stop && !(tokens[m->at.end].flags & (WF_TOKEN_COMMA | WF_TOKEN_STOP | WF_TOKEN_DASH)))
        return NULL;
    return m;
}

/* The person whose title the description is: `Director of Public Prosecutions Brian Phiri`. */
static const struct wf_mention *
titled_name(const struct wf_participants *words, const struct wf_document *doc, uint32_t first, uint32_t end)
{
    const struct wf_mention *m = wf_mention_at(doc, end - 1);

    if (m == NULL || m->type != WF_ENTITY_PERSON || m->at.first <= first || m->at.end != end)
        return NULL;
    return doc->tokens.items[m->at.first - 1].word == words->of ||
            !(doc->tokens.items[m->at.first - 1].flags & WF_TOKEN_WORD) ? NULL : m;
}

bool
wf_article(const struct wf_document *doc, uint32_t token)
{
    static const char *const articles[] = { "the", "The", "a", "A", "an", "An" };
    struct wf_slice word = wf_token_text(doc, token);

    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++)
        if (wf_slice_is(word, articles[i]))
            return true;
    return false;
}

static bool
described(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);
    const struct wf_match *noun = wf_match_at(doc, c->head, words->actor_noun);
    uint32_t first = c->first, end, owner = wf_chunk_owner(doc, chunk), last;

    if (noun == NULL && c->head > c->first) { /* a compound such as `prime minister` */
        noun = wf_match_at(doc, c->head - 1, words->actor_noun);
        if (noun != NULL && noun->end != c->head + 1)
            noun = NULL;
    }
    if (noun == NULL && (!is_name_word(doc, c->head) || (c->flags & WF_NOUN_TIME)))
        return false;
    while (owner != WF_NO_CHUNK) {
        first = wf_chunk(doc, owner)->first;
        owner = wf_chunk_owner(doc, owner);
    }
    if (first < c->head && wf_article(doc, first))
        first++;
    end = noun != NULL ? description_end(words, doc, chunk, &last) : c->head + 1;
    if (first >= end)
        first = c->head;
    if (noun != NULL) {
        const struct wf_mention *name = titled_name(words, doc, first, end);

        if (name == NULL)
            name = wf_apposed_person(doc, end);
        if (name != NULL) {
            *ref = of_mention(name, doc);
            return true;
        }
    }
    ref->entity = NULL;
    ref->at = wf_range_of(doc, first, end);
    ref->name = wf_span_text(doc, ref->at.span);
    ref->type = noun != NULL ? wf_entity_type_of(noun->entry->value) : WF_ENTITY_NONE;
    if (noun != NULL && wf_entry_attribute(noun->entry, "private").data != NULL)
        return true; /* a company of a country does not act for it */
    for (uint32_t i = wf_mention_from(doc, first); i < doc->mentions.count; i++) {
        const struct wf_mention *m = doc->mentions.items[i];

        if (m->at.first >= end)
            break;
        if (m->entity != NULL && m->entity->country[0] != '\0') {
            memcpy(ref->country, m->entity->country, sizeof ref->country);
            break;
        }
    }
    return true;
}

#define NAMES_ASKED 40 /* names before `the bank` that are asked whether they end so */

/* `the Bank` after the Asian Development Bank, `the court` after the Supreme Court: the body whose name ends so. */
static const struct wf_mention *
named_by_head(const struct wf_document *doc, const struct wf_chunk *c)
{
    uint32_t i;
    struct wf_slice head;

    if (c->head != c->first + 1 || !(c->flags & WF_NOUN_DEFINITE) || (c->flags & (WF_NOUN_PLURAL | WF_NOUN_TIME)))
        return NULL;
    head = wf_token_text(doc, c->head);
    if (head.len < 4)
        return NULL;
    i = wf_mention_from(doc, c->first);
    for (unsigned asked = 0; i > 0 && asked < NAMES_ASKED; asked++) {
        const struct wf_mention *m = doc->mentions.items[--i];
        struct wf_slice last;

        if (m->nested || m->type != WF_ENTITY_ORG || m->entity == NULL || m->at.end - m->at.first < 2)
            continue;
        last = wf_token_text(doc, m->at.end - 1);
        if (last.len == head.len && strncasecmp(last.data, head.data, head.len) == 0)
            return m;
    }
    return NULL;
}

static bool
participant(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, struct wf_reference *ref,
    unsigned depth)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);
    const struct wf_mention *m;
    const struct wf_description *d;

    memset(ref, 0, sizeof *ref);
    if (c->kind != WF_CHUNK_NOUN || (c->flags & WF_NOUN_TIME))
        return false;
    if (depth < 3 && wf_match_at(doc, c->head, words->partitive_noun) != NULL) {
        uint32_t first, end, whole = chunk;

        wf_chunk_sentence(doc, chunk, &first, &end);
        if (chunk + 2 < end && wf_chunk(doc, chunk + 1)->kind == WF_CHUNK_PREP &&
            doc->tokens.items[wf_chunk(doc, chunk + 1)->first].word == words->of &&
            wf_chunk(doc, chunk + 2)->kind == WF_CHUNK_NOUN) {
            chunk += 2;
            while (chunk + 1 < end && (wf_chunk(doc, chunk)->flags & WF_NOUN_POSSESSOR) &&
                   wf_chunk(doc, chunk + 1)->kind == WF_CHUNK_NOUN)
                chunk++;
            if (participant(words, doc, chunk, ref, depth + 1))
                return true;
            chunk = whole;
        }
    }
    m = wf_mention_at(doc, c->head);
    if (m != NULL) {
        *ref = of_mention(m, doc);
        return true;
    }
    d = wf_description_at(doc, c->head);
    if (d != NULL) {
        m = d->pronoun ? NULL : wf_apposed_person(doc, d->who.at.end);
        *ref = m != NULL ? of_mention(m, doc) : d->who;
        return true;
    }
    if (c->flags & WF_NOUN_PRONOUN)
        return false;
    m = named_by_head(doc, c);
    if (m != NULL) {
        *ref = (struct wf_reference){ .entity = m->entity, .type = m->type, .at = wf_range_of(doc, c->first, c->head + 1) };
        return true;
    }
    return described(words, doc, chunk, ref);
}

bool
wf_participant(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, struct wf_reference *ref)
{
    return participant(words, doc, chunk, ref, 0);
}

static bool
has(const wf_references *list, const struct wf_reference *ref)
{
    for (unsigned i = 0; i < list->count; i++)
        if (wf_reference_same(&list->items[i], ref))
            return true;
    return false;
}

static void
add_reference(struct wf_document *doc, wf_references *list, const struct wf_reference *ref, unsigned *added)
{
    struct wf_reference *slot;

    if (has(list, ref))
        return;
    slot = wf_vector_push(doc->arena, list);
    if (slot == NULL)
        return;
    *slot = *ref;
    (*added)++;
}

unsigned
wf_participant_holders(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, uint32_t *out,
    unsigned max)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);
    uint32_t first, end;
    unsigned count, named = 0;

    if (c->kind != WF_CHUNK_NOUN || !(c->flags & WF_NOUN_PLURAL) ||
        wf_match_at(doc, c->head, words->actor_noun) == NULL)
        return 0;
    wf_chunk_sentence(doc, chunk, &first, &end);
    if (chunk + 2 >= end || wf_chunk(doc, chunk + 1)->kind != WF_CHUNK_PREP ||
        doc->tokens.items[wf_chunk(doc, chunk + 1)->first].word != words->of ||
        wf_chunk(doc, chunk + 2)->kind != WF_CHUNK_NOUN)
        return 0;
    count = wf_chunk_members(doc, chunk + 2, out, max);
    for (unsigned i = 0; i < count; i++) {
        const struct wf_mention *m = wf_mention_at(doc, wf_chunk(doc, out[i])->head);

        named += m != NULL && (m->type == WF_ENTITY_GPE || m->type == WF_ENTITY_ORG || m->type == WF_ENTITY_LOC);
    }
    return named == count && count > 1 ? count : 0;
}

/*
 * Behind a described group, the names that it holds: `five cities: Erbil, Najaf and Basra`, `officials, including Prime
 * Minister Bouden`. False where none is named.
 */
static bool
listed_names(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, wf_references *list,
    unsigned *added)
{
    uint32_t names[LIST_MAX], first, end, i = chunk + 1;
    unsigned count, before = *added;

    if (!(wf_chunk(doc, chunk)->flags & WF_NOUN_PLURAL))
        return false;
    wf_chunk_sentence(doc, chunk, &first, &end);
    if (i + 1 < end && wf_chunk(doc, i)->kind == WF_CHUNK_PREP && doc->tokens.items[wf_chunk(doc, i)->first].word == words->of)
        i += 2; /* `members of parliament, including` */
    if (i < end && wf_chunk(doc, i)->kind == WF_CHUNK_COMMA)
        i++;
    if (i + 1 >= end || wf_chunk(doc, i + 1)->kind != WF_CHUNK_NOUN ||
        !((doc->tokens.items[wf_chunk(doc, i)->first].flags & WF_TOKEN_COLON) ||
            wf_match_at(doc, wf_chunk(doc, i)->first, words->list_cue) != NULL))
        return false;
    count = wf_chunk_members(doc, i + 1, names, LIST_MAX);
    for (unsigned k = 0; k < count; k++) {
        struct wf_reference ref;

        if (wf_participant(words, doc, names[k], &ref) && ref.entity != NULL)
            add_reference(doc, list, &ref, added);
    }
    return *added > before;
}

unsigned
wf_participants_add(const struct wf_participants *words, struct wf_document *doc, uint32_t chunk, wf_references *list)
{
    uint32_t members[LIST_MAX], holders[LIST_MAX];
    unsigned count = wf_chunk_members(doc, chunk, members, LIST_MAX), added = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned held = wf_participant_holders(words, doc, members[i], holders, LIST_MAX);
        struct wf_reference ref;

        if (count == 1 && held == 0 && wf_mention_at(doc, wf_chunk(doc, members[0])->head) == NULL) {
            unsigned found = wf_description_at(doc, wf_chunk(doc, members[0])->head) != NULL
                                 ? 0 : wf_antecedents_add(words, doc, members[0], list); /* `they`, `the two leaders` */

            if (found > 0)
                return found;
        }
        for (unsigned k = 0; k < held; k++)
            if (wf_participant(words, doc, holders[k], &ref))
                add_reference(doc, list, &ref, &added);
        if (held == 0 && listed_names(words, doc, members[i], list, &added))
            continue;
        /* `Turkish and Greek officials`: a nationality that leans on the noun behind it is none */
        if (held == 0 && wf_participant(words, doc, members[i], &ref))
            add_reference(doc, list, &ref, &added);
    }
    return added;
}
