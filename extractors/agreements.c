/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `agreements`: treaties, memorandums, deals and pledges as objects, from their nouns (`a customs
 * agreement was signed`) and from verbs that make one (`agreed to reopen the border`). The same agreement
 * named again is one record. Status, parties and what is one record are in files of their own.
 */
#include "extractors/agreements_private.h"

#include <stdlib.h>
#include <string.h>

/* Say for `explain` what was looked at and why it is no agreement. */
#define NOTE(f, m, rule, ...) WF_TRACE((f)->run, wf_range_of((f)->doc, (m)->first, (m)->end).span, rule, __VA_ARGS__)

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

/* Words before the noun: counts are left out of the name, nouns of a subject give the kind. */
static void
read_premodifiers(const struct finder *f, const struct wf_chunk *c, const struct wf_match *m, struct wf_agreement *a,
    uint32_t *name_first)
{
    uint32_t t = c->first;

    for (; t < m->first; t++) {
        const struct wf_token *token = &f->doc->tokens.items[t];
        const struct wf_match *fw = wf_match_at(f->doc, t, f->state->function);
        struct wf_slice word = wf_token_text(f->doc, t);

        if (t + 1 < m->first && (f->doc->tokens.items[t + 1].flags & WF_TOKEN_HYPHEN))
            break; /* a 15-year contract is one */
        if (token->flags & WF_TOKEN_NUMBER) {
            struct wf_decimal value;

            /* `the 2023 agreement` names a year, `14 agreements` counts */
            if (m->inflection == WF_INFLECTION_PLURAL || wf_slice_is(word, "1") ||
                (m->end - m->first > 1 && f->doc->tokens.items[m->first].end > 0 && word.len < 4))
                if (wf_decimal_parse(word.data, word.len, ',', '.', &value))
                    a->count = value;
            if (!a->count.known)
                break;
            continue;
        }
        if (fw == NULL)
            break;
        if (wf_slice_is(fw->entry->value, "num")) {
            for (unsigned n = 0; n < f->doc->numbers.count && !a->count.known; n++)
                if (f->doc->numbers.items[n].at.first == t && !f->doc->numbers.items[n].ordinal)
                    a->count = f->doc->numbers.items[n].value;
            if (!a->count.known)
                a->count_word = word;
            continue;
        }
        if (wf_slice_is(word, "several") || wf_slice_is(word, "Several") || wf_slice_is(word, "many") ||
            wf_slice_is(word, "Many") || wf_slice_is(word, "some") || wf_slice_is(word, "few")) {
            a->count_word = word;
            continue;
        }
        if (!wf_slice_is(fw->entry->value, "det") && !wf_slice_is(fw->entry->value, "poss"))
            break;
    }
    *name_first = t;
}

static const char *
kind_by_words(const struct finder *f, uint32_t from, uint32_t to, const char *kind)
{
    if (strcmp(kind, "other") != 0)
        return kind;
    for (uint32_t t = from; t < to; t++) {
        const struct wf_match *m = wf_match_at(f->doc, t, f->state->subject);

        if (m != NULL)
            return wf_agreement_kind(f->state, m->entry->value);
    }
    return kind;
}

/* Chunk after the agreement's own words: `of understanding` is part of them. */
static uint32_t
after_words(const struct finder *f, uint32_t chunk, uint32_t end_token)
{
    uint32_t first, end;

    wf_chunk_sentence(f->doc, chunk, &first, &end);
    while (chunk < end && (wf_chunk(f->doc, chunk)->end <= end_token || wf_chunk(f->doc, chunk)->first < end_token))
        chunk++;
    return chunk;
}

/* `Contracts were signed, among them a supply contract`: a member is as far as its group. */
static bool
inherits(struct finder *f, struct wf_agreement *a, const struct wf_match *m)
{
    const struct wf_agreement *group = f->group;

    if (group == NULL || a->fact.sentence - group->fact.sentence > 1 || m->inflection == WF_INFLECTION_PLURAL ||
        !wf_agreement_lists(f, group->fact.at.end, a->fact.at.first))
        return false;
    if (a->status == NULL) {
        a->status = group->status;
        a->status_cue = group->status_cue;
        a->factuality = group->factuality;
    }
    if (a->parties.count == 1 && group->parties.count > 0 && group->parties.items[0].entity != NULL) {
        wf_party_add(f, &a->parties, &group->parties.items[0]); /* `with B`: of whoever has the others */
    } else if (a->parties.count == 0) {
        a->parties_implied = true;
        for (unsigned i = 0; i < group->parties.count; i++)
            wf_party_add(f, &a->parties, &group->parties.items[i]);
    }
    if (a->time.value.data == NULL)
        a->time = group->time;
    return true;
}

static void
from_noun(struct finder *f, const struct wf_match *m)
{
    uint32_t chunk = wf_chunk_of(f->doc, m->first), name_first, after;
    const struct wf_chunk *c = wf_chunk(f->doc, chunk);
    const struct wf_mention *mention = wf_mention_at(f->doc, m->first);
    bool definite, bare, named = false, found;
    struct agreement_status s = { WF_SLICE_NONE, { 0, 0, { 0, 0 } }, WF_NO_CHUNK, false, WF_FACTUALITY_HAPPENED };
    struct wf_agreement *a, *e;

    if (c->kind != WF_CHUNK_NOUN)
        return;
    if ((c->head < m->first || c->head >= m->end) &&
        (mention == NULL || mention->type != WF_ENTITY_LAW || c->head >= mention->at.end || m->first != mention->at.first)) {
        NOTE(f, m, "agreements/noun", "it is not the head of its noun group"); /* but for `Treaty of ...` */
        return;
    }
    if (mention != NULL && mention->type != WF_ENTITY_LAW && mention->type != WF_ENTITY_EVENT) {
        NOTE(f, m, "agreements/noun", "it is part of a name of another type"); /* the Pact, a body */
        return;
    }
    a = wf_fact_new(f->doc, sizeof *a, f->state->rules[AGREEMENT_BY_NOUN], m->first, m->end);
    if (a == NULL)
        return;
    a->time = WF_TIME_NONE;
    read_premodifiers(f, c, m, a, &name_first);
    if (mention != NULL && mention->at.first < name_first)
        name_first = mention->at.first;
    if (name_first > m->first)
        name_first = m->first;
    a->fact.at = a->trigger = wf_range_of(f->doc, name_first, mention != NULL && mention->at.end > m->end ?
        mention->at.end : m->end);
    a->name = wf_span_text(f->doc, a->trigger.span);
    named = (mention != NULL && mention->type == WF_ENTITY_LAW) ||
            (name_first < m->first && (f->doc->tokens.items[m->first].flags & WF_TOKEN_CAPITAL) &&
                (f->doc->tokens.items[name_first].flags & WF_TOKEN_CAPITAL) &&
                !(f->doc->tokens.items[name_first].flags & WF_TOKEN_SENTENCE_START));
    definite = (c->flags & (WF_NOUN_DEFINITE | WF_NOUN_POSSESSED)) || named || wf_chunk_owner(f->doc, chunk) != WF_NO_CHUNK;
    bare = name_first == m->first && mention == NULL && m->end == m->first + 1;
    a->kind = kind_by_words(f, name_first, m->first, wf_agreement_kind(f->state, m->entry->value));
    after = after_words(f, chunk, m->end);
    if (wf_entry_attribute(m->entry, "promise").data != NULL) {
        wf_promise(f, a, chunk, after);
        return;
    }
    found = wf_status_above(f, chunk, &s) || wf_status_before(f, chunk, &s) || wf_status_after(f, chunk, after, &s) ||
            wf_status_adjective(f, c->first, m->first, &s);
    (void)found;
    if (s.verb == WF_NO_CHUNK && s.name.data == NULL)
        s.factuality = wf_certainty_of_noun(&f->state->certainty, f->doc, chunk);
    a->factuality = s.factuality;
    a->status = wf_status_settled(f, &s);
    a->status_cue = s.cue;
    wf_agreement_parties(f, a, chunk, s.verb, s.subject_signs);
    if (a->parties.count == 1 && s.subject_signs && !wf_status_concludes(s.name))
        wf_agreement_partner(f, a);
    wf_agreement_subjects(f, a, after);
    if (strcmp(a->kind, "other") == 0 && a->subjects.count > 0) {
        uint32_t from = wf_chunk(f->doc, after < f->doc->clauses->chunks.count ? after : chunk)->first;

        a->kind = kind_by_words(f, from, from + 4 < f->doc->tokens.count ? from + 4 : from, a->kind);
    }
    a->time = wf_time_near(f->doc, s.verb != WF_NO_CHUNK ? s.verb : chunk);
    if (s.verb != WF_NO_CHUNK)
        a->place = wf_place_near(&f->state->who, f->doc, s.verb);
    e = wf_agreement_earlier(f, a, definite, bare);
    if (e != NULL) {
        NOTE(f, m, "agreements/noun", "another mention of the agreement `%.*s`", (int)e->name.len, e->name.data);
        wf_agreement_merge(f, e, a);
        return;
    }
    if (!inherits(f, a, m) && !wf_agreement_wanted(a, m, &s, definite, named, !bare)) {
        NOTE(f, m, "agreements/noun", "%s: no status (found: %s), no parties, no name", a->kind,
            a->status == NULL ? "none" : a->status);
        return;
    }
    NOTE(f, m, "agreements/noun", "%s, status %s, %u parties", a->kind, a->status == NULL ? "none" : a->status,
        a->parties.count);
    if (a->parties.count == 0 && (mention == NULL || mention->type != WF_ENTITY_LAW))
        wf_agreement_implied(f, a);
    wf_agreement_amounts(f, a, s.verb != WF_NO_CHUNK ? s.verb : chunk);
    wf_agreement_source(f, a);
    wf_agreement_keep(f, a);
    if (m->inflection == WF_INFLECTION_PLURAL || a->count.known || a->count_word.data != NULL)
        f->group = a;
}

/* `agreed to reopen the border`, `pledged loyalty`, `undertook to pay` */
static void
from_verb(struct finder *f, const struct wf_match *m, uint32_t verb)
{
    const struct wf_chunk *v = wf_chunk(f->doc, verb);
    uint32_t subject = wf_chunk_subject(f->doc, verb), next = verb + 1, first, end, last = m->end;
    struct wf_agreement *a;
    struct wf_slice status = wf_entry_attribute(m->entry, "status");
    bool promise = wf_entry_attribute(m->entry, "promise").data != NULL;

    wf_chunk_sentence(f->doc, verb, &first, &end);
    if (v->flags & (WF_VERB_NEGATED | WF_VERB_REDUCED | WF_VERB_PASSIVE) || subject == WF_NO_CHUNK) {
        NOTE(f, m, "agreements/verb", "negated, passive or without a subject");
        return;
    }
    while (next < end && (wf_chunk(f->doc, next)->end <= m->end || is_kind(f->doc, next, WF_CHUNK_ADVERB) ||
                             (wf_chunk(f->doc, next)->flags & WF_NOUN_TIME && is_kind(f->doc, next, WF_CHUNK_NOUN)) ||
                             (is_kind(f->doc, next, WF_CHUNK_PREP) && next + 1 < end &&
                                 (wf_chunk(f->doc, next + 1)->flags & WF_NOUN_TIME))))
        next++;
    if (next >= end)
        return;
    if (is_kind(f->doc, next, WF_CHUNK_NOUN)) {
        if (wf_entry_attribute(m->entry, "infinitive").data != NULL)
            return; /* `undertook a trip` */
        if (wf_match_at(f->doc, wf_chunk(f->doc, next)->head, f->state->noun) != NULL)
            return; /* the noun has its own record */
        if (!promise && m->end == m->first + 1)
            return;
        last = promise && m->end == m->first + 1 ? wf_chunk(f->doc, next)->head + 1 : m->end;
    } else if (!(is_kind(f->doc, next, WF_CHUNK_VERB) && (wf_chunk(f->doc, next)->flags & WF_VERB_TO)) &&
               !(is_kind(f->doc, next, WF_CHUNK_THAT)) && m->end == m->first + 1) {
        NOTE(f, m, "agreements/verb", "neither an infinitive nor a clause with `that` behind it");
        return;
    }
    if (is_kind(f->doc, next, WF_CHUNK_VERB) && wf_match_at(f->doc, wf_chunk(f->doc, next)->head, f->state->status) != NULL) {
        uint32_t object = wf_chunk_object(f->doc, next);

        if (object != WF_NO_CHUNK && wf_match_at(f->doc, wf_chunk(f->doc, object)->head, f->state->noun) != NULL) {
            NOTE(f, m, "agreements/verb", "agreed to do something to an agreement, which has its own record");
            return; /* `agreed to extend the ceasefire` */
        }
    }
    a = wf_fact_new(f->doc, sizeof *a, f->state->rules[AGREEMENT_BY_VERB], v->head, last);
    if (a == NULL)
        return;
    a->kind = wf_agreement_kind(f->state, m->entry->value);
    a->trigger = a->fact.at;
    a->factuality = wf_certainty_of_verb(&f->state->certainty, f->doc, verb);
    if (a->factuality == WF_FACTUALITY_DENIED)
        return;
    a->status = a->factuality == WF_FACTUALITY_HAPPENED || a->factuality == WF_FACTUALITY_REPORTED
                    ? wf_agreement_status(f->state, status) : "proposed";
    a->status_cue = wf_agreement_range(f->doc, m);
    a->time = wf_time_near(f->doc, verb);
    a->place = wf_place_near(&f->state->who, f->doc, verb);
    wf_agreement_parties(f, a, WF_NO_CHUNK, verb, true);
    if (a->parties.count == 0) {
        NOTE(f, m, "agreements/verb", "nobody known agrees");
        return;
    }
    wf_agreement_object(f, a, verb, next);
    wf_agreement_amounts(f, a, verb);
    wf_agreement_source(f, a);
    wf_agreement_keep(f, a);
}

static enum wf_status
agreements_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct finder f = { .state = state, .run = run, .doc = doc };
    const struct wf_matches *matches = doc->matches;
    uint32_t done = 0;

    (void)err;
    if (!wf_step(run, matches->items.count))
        return WF_OK;
    for (uint32_t i = 0; i < matches->items.count; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint32_t chunk;

        if (m->class_id != f.state->noun && m->class_id != f.state->verb)
            continue;
        if (m->first < done || wf_match_is_dated(doc, m))
            continue;
        chunk = wf_chunk_of(doc, m->first);
        if (m->class_id == f.state->noun) {
            if (wf_chunk(doc, chunk)->kind != WF_CHUNK_NOUN)
                continue;
            from_noun(&f, m);
        } else {
            if (wf_chunk(doc, chunk)->kind != WF_CHUNK_VERB || wf_chunk(doc, chunk)->head != m->first)
                continue;
            from_verb(&f, m, chunk);
        }
        done = m->end;
    }
    wf_agreements_group(&f);
    return wf_arena_failed(doc->arena) ? WF_ELIMIT : WF_OK;
}

static enum wf_status
agreements_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const names[AGREEMENT_RULES] = { "agreements/noun", "agreements/verb", "agreements/promise" };
    struct agreements_state *s = calloc(1, sizeof *s);
    wf_lexicon *lex = setup->lexicon;

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage agreements");
    wf_participants_init(&s->who, lex);
    wf_certainty_init(&s->certainty, lex);
    s->noun = wf_lexicon_class(lex, "agreement_noun");
    s->verb = wf_lexicon_class(lex, "agreement_verb");
    s->status = wf_lexicon_class(lex, "agreement_status");
    s->status_noun = wf_lexicon_class(lex, "agreement_status_noun");
    s->adjective = wf_lexicon_class(lex, "agreement_status_adjective");
    s->subject = wf_lexicon_class(lex, "agreement_subject");
    s->function = wf_lexicon_class(lex, "function_word");
    s->list_cue = wf_lexicon_class(lex, "list_cue");
    s->among = wf_lexicon_word(lex, "among");
    s->for_ = wf_lexicon_word(lex, "for");
    for (unsigned i = 0; i < AGREEMENT_ABOUT; i++) {
        static const char *const about[AGREEMENT_ABOUT] = { "on", "over", "concerning", "regarding", "about", "for" };

        s->about[i] = wf_lexicon_word(lex, about[i]);
    }
    for (unsigned i = 0; i < AGREEMENT_RULES; i++) {
        s->rules[i] = setup->rule(setup, names[i]);
        if (s->rules[i] == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules of the stage agreements");
    }
    return WF_OK;
}

const struct wf_extractor wf_extractor_agreements = {
    WF_EXTRACTOR_HEAD, "agreements", "agreements, treaties, deals and pledges with parties and status",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(CLAUSES), WF_LAYER(AGREEMENTS), NULL, agreements_init, agreements_run,
    free
};
