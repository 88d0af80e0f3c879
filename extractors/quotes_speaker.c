/* SPDX-License-Identifier: Apache-2.0 */
/* Who a noun group or pronoun beside a quotation stands for. A name inside a quotation is never its speaker. */
#include "extractors/quotes_private.h"

#include <string.h>

#include "document/bisect.h"

#define DEPTH_MAX 2      /* pronouns in a row that are followed back to who they stand for */
#define SUBJECT_REACH 60 /* chunks of a sentence that are looked through for whom it is about */

const struct wf_quoted *
wf_quoted_around(const struct wf_quoted_list *list, uint32_t token)
{
    uint32_t low;

    WF_BISECT(low, list->items.count, list->items.items[middle].open <= token);
    if (low == 0)
        return NULL;
    return token <= list->items.items[low - 1].close ? &list->items.items[low - 1] : NULL;
}

uint32_t
wf_block_of(const struct wf_document *doc, uint32_t token)
{
    return doc->sentences.items[doc->tokens.items[token].sentence].block;
}

static struct wf_reference
of_mention(const struct wf_document *doc, const struct wf_mention *m)
{
    struct wf_reference ref = { .entity = m->entity, .type = m->type, .at = m->at };

    if (ref.entity == NULL)
        ref.name = wf_span_text(doc, m->at.span);
    return ref;
}

bool
wf_last_person(const struct speech *s, uint32_t token, struct wf_reference *ref)
{
    const struct wf_document *doc = s->doc;
    uint32_t i = wf_mention_from(doc, token), block = wf_block_of(doc, token);

    for (unsigned back = 0; i > 0 && back < 40; back++) {
        const struct wf_mention *m = doc->mentions.items[--i];

        if (block - wf_block_of(doc, m->at.first) > 2)
            break;
        if (m->type != WF_ENTITY_PERSON || m->nested || wf_quoted_around(s->marks, m->at.first) != NULL)
            continue;
        *ref = of_mention(doc, m);
        return true;
    }
    return false;
}

/* Last body named before `token` in this sentence or the one before, the first of it where there are several. */
static bool
last_body(const struct speech *s, uint32_t token, struct wf_reference *ref)
{
    const struct wf_document *doc = s->doc;
    uint32_t i = wf_mention_from(doc, token), sentence = doc->tokens.items[token].sentence, found = sentence + 1;

    for (unsigned back = 0; i > 0 && back < 20; back++) {
        const struct wf_mention *m = doc->mentions.items[--i];
        uint32_t at = doc->tokens.items[m->at.first].sentence;

        if (at + 1 < sentence || (found <= sentence && at != found))
            break;
        if ((m->type != WF_ENTITY_ORG && m->type != WF_ENTITY_GPE) || m->nested ||
            wf_quoted_around(s->marks, m->at.first) != NULL)
            continue;
        *ref = of_mention(doc, m);
        found = at;
    }
    return found <= sentence;
}

/* Plain words as a reference: `the statement`, `witnesses`. */
static void
plain(struct speech *s, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);
    const struct wf_mention *m = (c->flags & WF_NOUN_PRONOUN) ? NULL : wf_apposed_person(s->doc, c->head + 1);
    uint32_t first = c->first;

    memset(ref, 0, sizeof *ref);
    if (m != NULL) { /* `the moderator, Greg Hall,` */
        *ref = of_mention(s->doc, m);
        return;
    }
    if (first < c->head && c->word != WF_FUNCTION_DET && wf_article(s->doc, first))
        first++;
    ref->at = wf_range_of(s->doc, first, c->head + 1);
    ref->name = wf_span_text(s->doc, ref->at.span);
}

/* The reference is one person, so no `they` or `it`. */
static bool
one_person(const struct wf_reference *ref)
{
    return ref->entity != NULL && ref->entity->type == WF_ENTITY_PERSON;
}

/* `they`, `it`: who spoke last, else whom the sentence before is about; not a single person. */
static bool
they(struct speech *s, uint32_t token, bool it, struct wf_reference *ref)
{
    uint32_t block = wf_block_of(s->doc, token), sentence = s->doc->tokens.items[token].sentence;

    if (it && last_body(s, token, ref))
        return true;
    for (unsigned back = 1; !it && s->depth < DEPTH_MAX && back <= 2 && back <= sentence; back++) {
        uint32_t first = s->doc->sentences.items[sentence - back].first; /* the sentence before the quotation */
        bool found;

        if (wf_block_of(s->doc, first) != block || wf_quoted_around(s->marks, first) != NULL)
            continue;
        s->depth++;
        found = wf_sentence_subject(s, sentence - back, ref);
        s->depth--;
        if (found)
            return !one_person(ref);
    }
    if (!wf_reference_empty(&s->last.who) && s->last.sentence <= sentence && block - s->last.block <= 1 &&
        !one_person(&s->last.who)) {
        *ref = s->last.who;
        return true;
    }
    return false;
}

/* `critics`, `two aides`: words for more than one. */
static bool
many(const struct wf_reference *who)
{
    size_t n = who->name.len;

    return n > 3 && (who->name.data[n - 1] == 's' ? who->name.data[n - 2] != 's' : memcmp(who->name.data + n - 3, "men", 3) == 0) &&
           memchr(who->name.data, '\'', n) == NULL && memchr(who->name.data, (char)0xE2, n) == NULL;
}

/* Whether the last speaker can be who this pronoun means. */
static bool
agrees(const struct speech *s, const struct wf_reference *who, uint32_t word)
{
    char sex = who->entity != NULL ? who->entity->sex : '\0';

    if (who->entity != NULL && who->entity->type != WF_ENTITY_PERSON)
        return false;
    if (who->entity == NULL) { /* `he` and `she` that nobody is known for */
        uint32_t own = s->doc->tokens.items[who->at.first].word;

        sex = own == s->state->he ? 'm' : own == s->state->she ? 'f' : sex;
        if (sex == 0 && (who->type != WF_ENTITY_PERSON || many(who)))
            return false;
    }
    return !((word == s->state->he && sex == 'f') || (word == s->state->she && sex == 'm'));
}

/* A pronoun that the stage `descriptions` did not resolve, or not to be trusted. */
static void
pronoun(struct speech *s, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);
    uint32_t word = s->doc->tokens.items[c->head].word, block = wf_block_of(s->doc, c->head);
    bool found = false;

    if (word == s->state->he || word == s->state->she) {
        const struct turn *turn = !wf_reference_empty(&s->last.who) && agrees(s, &s->last.who, word) ? &s->last : &s->other;

        found = !wf_reference_empty(&turn->who) && turn->sentence <= s->doc->tokens.items[c->head].sentence &&
                block - turn->block <= 3 && agrees(s, &turn->who, word);
        if (found)
            *ref = turn->who;
        else
            found = wf_last_person(s, c->first, ref) && agrees(s, ref, word);
    } else if (word == s->state->they || word == s->state->it)
        found = they(s, c->first, word == s->state->it, ref);
    if (!found)
        plain(s, chunk, ref);
    ref->at = wf_range_of(s->doc, c->first, c->head + 1);
}

/* `Mr. Keller's lawyer took a softer line. "...," she said.`: somebody without a name, whom the sentence before is about. */
static bool
somebody_before(struct speech *s, uint32_t token, struct wf_reference *ref)
{
    uint32_t word = s->doc->tokens.items[token].word, sentence = s->doc->tokens.items[token].sentence, first;
    bool found;

    if ((word != s->state->he && word != s->state->she) || sentence == 0 || s->depth == DEPTH_MAX)
        return false;
    first = s->doc->sentences.items[sentence - 1].first;
    if (wf_block_of(s->doc, first) != wf_block_of(s->doc, token) || wf_quoted_around(s->marks, first) != NULL)
        return false;
    s->depth++;
    found = wf_sentence_subject(s, sentence - 1, ref);
    s->depth--;
    return found && ref->entity == NULL && ref->type == WF_ENTITY_PERSON && agrees(s, ref, word);
}

bool
wf_speaker(struct speech *s, uint32_t chunk, struct wf_reference *ref)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);
    const struct wf_match *noun;

    memset(ref, 0, sizeof *ref);
    if (c->kind != WF_CHUNK_NOUN || wf_quoted_around(s->marks, c->head) != NULL)
        return false;
    if ((c->flags & WF_NOUN_PRONOUN) && chunk + 1 < s->doc->clauses->chunks.count &&
        wf_chunk(s->doc, chunk + 1)->kind == WF_CHUNK_NOUN && wf_chunk(s->doc, chunk + 1)->first == c->end &&
        !(wf_chunk(s->doc, chunk + 1)->flags & (WF_NOUN_PRONOUN | WF_NOUN_TIME)))
        c = wf_chunk(s->doc, ++chunk); /* `one person` */
    if ((c->flags & WF_NOUN_PRONOUN) && somebody_before(s, c->first, ref)) {
        ref->at = wf_range_of(s->doc, c->first, c->head + 1);
        return true;
    }
    memset(ref, 0, sizeof *ref);
    if (wf_participant(&s->state->who, s->doc, chunk, ref)) {
        /* a pronoun for somebody who is named in quotations only is not to be trusted */
        if (!(c->flags & WF_NOUN_PRONOUN) || ref->entity == NULL ||
            wf_quoted_around(s->marks, ref->entity->fact.at.first) == NULL)
            return true;
        memset(ref, 0, sizeof *ref);
    }
    if (c->flags & WF_NOUN_PRONOUN) {
        pronoun(s, chunk, ref);
        return true;
    }
    noun = wf_match_at(s->doc, c->head, s->state->cue_phrase);
    if (noun != NULL && wf_slice_is(noun->entry->value, "noun")) { /* `his remarks conveyed`: whose they are */
        uint32_t owner = wf_chunk_owner(s->doc, chunk);
        const struct wf_description *d = wf_description_at(s->doc, c->first);

        if (owner != WF_NO_CHUNK && wf_participant(&s->state->who, s->doc, owner, ref))
            return true;
        if ((c->flags & WF_NOUN_POSSESSED) && d != NULL && d->who.at.first == c->first) {
            *ref = d->who;
            return true;
        }
        if ((c->flags & WF_NOUN_POSSESSED) && wf_last_person(s, c->first, ref))
            return true;
    }
    plain(s, chunk, ref);
    return true;
}

bool
wf_can_speak(struct speech *s, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);
    struct wf_reference who;

    if (wf_participant(&s->state->who, s->doc, chunk, &who))
        return who.entity == NULL || who.entity->type == WF_ENTITY_PERSON || who.entity->type == WF_ENTITY_ORG ||
               who.entity->type == WF_ENTITY_GPE || who.entity->type == WF_ENTITY_NORP;
    if (c->flags & WF_NOUN_PRONOUN) {
        struct wf_slice word = wf_token_text(s->doc, c->head);

        return !wf_slice_is(word, "it") && !wf_slice_is(word, "It") && !wf_slice_is(word, "one");
    }
    return wf_match_at(s->doc, c->head, s->state->cue_phrase) != NULL;
}

bool
wf_sentence_subject(struct speech *s, uint32_t sentence, struct wf_reference *ref)
{
    uint32_t first = s->doc->clauses->starts[sentence], end = s->doc->clauses->starts[sentence + 1], weak = WF_NO_CHUNK;

    if (end - first > SUBJECT_REACH)
        end = first + SUBJECT_REACH;
    for (uint32_t i = first; i < end; i++) {
        const struct wf_chunk *c = wf_chunk(s->doc, i);
        uint32_t subject;

        if (c->kind != WF_CHUNK_VERB || !(c->flags & WF_VERB_FINITE) || wf_quoted_around(s->marks, c->head) != NULL)
            continue;
        subject = wf_chunk_subject(s->doc, i);
        if (subject == WF_NO_CHUNK || !wf_can_speak(s, subject))
            continue;
        /* `Asked whether he would resign, Mr. Keller left`: a pronoun for somebody named later */
        if ((wf_chunk(s->doc, subject)->flags & WF_NOUN_PRONOUN) &&
            !wf_participant(&s->state->who, s->doc, subject, ref)) {
            weak = weak == WF_NO_CHUNK ? subject : weak;
            continue;
        }
        if (wf_speaker(s, subject, ref))
            return true;
    }
    if (weak != WF_NO_CHUNK) {
        plain(s, weak, ref);
        return true;
    }
    for (uint32_t i = first; i < end; i++) { /* `Her answer?`, `Karla Benes:` */
        const struct wf_chunk *c = wf_chunk(s->doc, i);

        if (c->kind == WF_CHUNK_VERB)
            break;
        if (c->kind == WF_CHUNK_NOUN && !(c->flags & (WF_NOUN_POSSESSOR | WF_NOUN_PRONOUN | WF_NOUN_TIME)))
            return wf_can_speak(s, i) && wf_speaker(s, i, ref);
    }
    return false;
}

void
wf_addressee(struct speech *s, uint32_t chunk, const struct wf_reference *speaker, struct wf_reference *ref)
{
    const struct wf_chunk *c;

    if (chunk == WF_NO_CHUNK)
        return;
    c = wf_chunk(s->doc, chunk);
    if (c->kind != WF_CHUNK_NOUN || (c->flags & WF_NOUN_TIME))
        return;
    if (!wf_participant(&s->state->who, s->doc, chunk, ref))
        plain(s, chunk, ref);
    else if (ref->entity != NULL && ref->entity == speaker->entity) /* `she told her`: two people */
        memset(ref, 0, sizeof *ref);
}
