/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `agreements`: treaties, memorandums, deals and pledges as objects, from their nouns (`a customs
 * agreement was signed`) and from verbs that make one (`agreed to reopen the border`). The same agreement
 * named again is one record. Parties are in agreements_parties.c.
 */
#include "extractors/agreements_private.h"

#include <stdlib.h>
#include <string.h>

#define SAME_REACH 40 /* agreements looked at for an earlier mention */

/* Where a status was found. */
struct status {
    struct wf_slice name; /* none where the text gives none */
    struct wf_range cue;
    uint32_t verb;        /* chunk of the verb that says it, WF_NO_CHUNK */
    bool subject_signs;   /* an active verb: who does it is a party */
    enum wf_factuality factuality;
};

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

static struct wf_range
match_range(const struct wf_document *doc, const struct wf_match *m)
{
    return wf_range_of(doc, m->first, m->end);
}

/* `signing of the`, `talks on the`: a noun above the agreement. */
static bool
status_above(const struct finder *f, uint32_t noun, struct status *out)
{
    uint32_t prep = wf_chunk_preposition(f->doc, noun);
    const struct wf_match *m;

    if (prep == WF_NO_CHUNK || prep == 0 || !is_kind(f->doc, prep - 1, WF_CHUNK_NOUN))
        return false;
    m = wf_match_at(f->doc, wf_chunk(f->doc, prep - 1)->head, f->state->status_noun);
    if (m == NULL)
        return false;
    out->name = m->entry->value;
    out->cue = match_range(f->doc, m);
    out->factuality = wf_certainty_of_noun(&f->state->certainty, f->doc, prep - 1);
    return true;
}

static bool
status_verb(const struct finder *f, uint32_t verb, uint32_t noun, struct status *out)
{
    const struct wf_chunk *v = wf_chunk(f->doc, verb);
    const struct wf_match *m = wf_match_at(f->doc, v->head, f->state->status);
    bool passive = (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0;

    if (m == NULL)
        return false;
    out->name = m->entry->value;
    out->cue = match_range(f->doc, m);
    out->verb = verb;
    out->subject_signs = !passive && verb < noun;
    out->factuality = wf_certainty_of_verb(&f->state->certainty, f->doc, verb);
    return true;
}

/* Verb whose object the noun group is: directly, in a list, or under a preposition of the verb's own phrase. */
static bool
status_before(const struct finder *f, uint32_t noun, struct status *out)
{
    uint32_t first, end, i = noun, owner, low;
    const struct wf_match *m;

    wf_chunk_sentence(f->doc, noun, &first, &end);
    while ((owner = wf_chunk_owner(f->doc, i)) != WF_NO_CHUNK)
        i = owner;
    low = i > first + 14 ? i - 14 : first;
    /* `agreed on Monday to a pact`, `signed a treaty, two loans and a deal` */
    while (i > low) {
        enum wf_chunk_kind kind = wf_chunk(f->doc, --i)->kind;

        if (kind == WF_CHUNK_VERB)
            break;
        if (kind != WF_CHUNK_NOUN && kind != WF_CHUNK_COMMA && kind != WF_CHUNK_CONJ && kind != WF_CHUNK_ADVERB &&
            kind != WF_CHUNK_QUOTE && kind != WF_CHUNK_PREP && kind != WF_CHUNK_OTHER)
            return false;
        if (kind == WF_CHUNK_PREP && i + 1 != noun && !(wf_chunk(f->doc, i + 1)->flags & WF_NOUN_TIME) &&
            wf_match_at(f->doc, wf_chunk(f->doc, i + 1)->head, f->state->noun) == NULL && i + 2 < noun)
            return false;
    }
    if (!is_kind(f->doc, i, WF_CHUNK_VERB))
        return false;
    if (is_kind(f->doc, noun - 1, WF_CHUNK_PREP) && i + 1 < noun) {
        m = wf_match_at(f->doc, wf_chunk(f->doc, i)->head, f->state->status);
        /* a preposition that is not the verb's own puts the agreement aside: `met under the agreement` */
        if (m == NULL || (m->end <= wf_chunk(f->doc, noun - 1)->first && i + 2 >= noun &&
                             m->end != wf_chunk(f->doc, noun - 1)->first + 1 &&
                             !wf_slice_is(m->entry->value, "agreed")))
            return false;
        if (i + 2 < noun && !is_kind(f->doc, i + 1, WF_CHUNK_PREP))
            return false;
    }
    return status_verb(f, i, noun, out);
}

/* Verb whose subject it is, or a participle behind it: `was signed`, `signed in March`, `expired`. */
static bool
status_after(const struct finder *f, uint32_t noun, uint32_t after, struct status *out)
{
    uint32_t first, end;
    bool relative = false;

    wf_chunk_sentence(f->doc, noun, &first, &end);
    for (uint32_t i = after; i < end && i < after + 12; i++) {
        const struct wf_chunk *c = wf_chunk(f->doc, i);

        switch (c->kind) {
        case WF_CHUNK_VERB: {
            const struct wf_match *m = wf_match_at(f->doc, c->head, f->state->status);

            if (c->flags & WF_VERB_TO)
                continue;
            if (m != NULL && !(c->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED))) {
                /* active: only what an agreement does by itself */
                bool own = wf_slice_is(m->entry->value, "expired") || wf_slice_is(m->entry->value, "in_force") ||
                           wf_slice_is(m->entry->value, "broken");

                if (!own || wf_chunk_object(f->doc, i) != WF_NO_CHUNK)
                    m = NULL;
            }
            if (m != NULL)
                return status_verb(f, i, noun, out);
            if (c->flags & WF_VERB_FINITE)
                return false;
            continue;
        }
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
            if (relative)
                return false;
            relative = true;
            continue;
        case WF_CHUNK_BREAK:
        case WF_CHUNK_SUB:
        case WF_CHUNK_BUT:
            return false;
        default:
            continue;
        }
    }
    return false;
}

static bool
status_adjective(const struct finder *f, uint32_t from, uint32_t to, struct status *out)
{
    for (uint32_t t = from; t < to; t++) {
        const struct wf_match *m = wf_match_at(f->doc, t, f->state->adjective);

        if (m != NULL) {
            out->name = m->entry->value;
            out->cue = match_range(f->doc, m);
            return true;
        }
    }
    return false;
}

/* Whoever does this alone names the parties; who wants to revive an agreement is one of two at least. */
static bool
is_concluding(struct wf_slice status)
{
    return wf_slice_is(status, "signed") || wf_slice_is(status, "agreed") || wf_slice_is(status, "ratified") ||
           wf_slice_is(status, "initialled") || wf_slice_is(status, "terminated") || wf_slice_is(status, "extended") ||
           wf_slice_is(status, "under_discussion") || wf_slice_is(status, "broken") || wf_slice_is(status, "announced");
}

/* What is only planned is not there yet; what was refused is rejected. */
static const char *
settled(const struct finder *f, struct status *s)
{
    const char *name = wf_agreement_status(f->state, s->name);
    bool done = name != NULL && (strcmp(name, "signed") == 0 || strcmp(name, "agreed") == 0 ||
                                    strcmp(name, "ratified") == 0 || strcmp(name, "initialled") == 0 ||
                                    strcmp(name, "announced") == 0 || strcmp(name, "extended") == 0);

    if (!done)
        return name;
    switch (s->factuality) {
    case WF_FACTUALITY_PLANNED:
    case WF_FACTUALITY_POSSIBLE:
        return "proposed";
    case WF_FACTUALITY_DENIED:
        return "rejected";
    default:
        return name;
    }
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

static bool
same_words(struct wf_slice a, struct wf_slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if ((a.data[i] | 0x20) != (b.data[i] | 0x20))
            return false;
    return true;
}

/* An agreement that this one is another mention of; NULL for a new one. */
static struct wf_agreement *
earlier(const struct finder *f, const struct wf_agreement *a, bool definite, bool bare)
{
    unsigned count = f->doc->agreements.count;

    for (unsigned i = count; i > 0 && count - i < SAME_REACH; i--) {
        struct wf_agreement *e = f->doc->agreements.items[i - 1];
        bool disjoint = e->parties.count > 0 && a->parties.count > 0 && !a->parties_implied && !e->parties_implied;

        if (e->count.known || e->count_word.data != NULL || a->count.known || a->count_word.data != NULL)
            continue;
        for (unsigned k = 0; k < e->parties.count && disjoint; k++)
            for (unsigned j = 0; j < a->parties.count; j++)
                if (wf_reference_same(&e->parties.items[k], &a->parties.items[j]))
                    disjoint = false;
        if (disjoint)
            continue;
        if (same_words(e->name, a->name) && e->kind == a->kind && (definite || !bare))
            return e;
        if (definite && bare && (e->kind == a->kind || strcmp(a->kind, "other") == 0 || strcmp(a->kind, "accord") == 0))
            return e;
        if (definite && e->kind == a->kind && strcmp(a->kind, "other") != 0)
            return e;
    }
    return NULL;
}

static void
merge(struct finder *f, struct wf_agreement *e, const struct wf_agreement *a)
{
    for (unsigned i = 0; i < a->parties.count && (e->parties.count == 0 || e->parties_implied); i++)
        if (!a->parties_implied)
            wf_party_add(f, &e->parties, &a->parties.items[i]);
    if (a->parties.count > 0 && !a->parties_implied)
        e->parties_implied = false;
    if (e->status == NULL && a->status != NULL) {
        e->status = a->status;
        e->status_cue = a->status_cue;
    }
    if (e->time.value.data == NULL && (a->status == NULL || e->status == a->status))
        e->time = a->time; /* the date of another step is not the date of this one */
    if (e->subjects.count == 0)
        e->subjects.items = a->subjects.items, e->subjects.count = a->subjects.count,
        e->subjects.capacity = a->subjects.capacity;
}

static void
keep(struct finder *f, struct wf_agreement *a)
{
    struct wf_agreement **slot = wf_vector_push(f->doc->arena, &f->doc->agreements);

    if (slot != NULL)
        *slot = a;
}

/* Money said in the clause of the agreement. */
static void
add_amounts(struct finder *f, struct wf_agreement *a, uint32_t chunk)
{
    uint32_t first = wf_chunk(f->doc, wf_chunk_clause_start(f->doc, chunk))->first;
    uint32_t stop = wf_chunk_clause_end(f->doc, chunk), end;

    end = stop < f->doc->clauses->chunks.count ? wf_chunk(f->doc, stop)->first : f->doc->tokens.count;
    for (; f->figure < f->doc->figures.count && f->doc->figures.items[f->figure]->fact.at.first < first; f->figure++) {
    }
    for (unsigned i = f->figure; i < f->doc->figures.count; i++) {
        struct wf_figure *figure = f->doc->figures.items[i], **slot;

        if (figure->fact.at.first >= end)
            break;
        if (figure->kind != WF_FIGURE_MONEY)
            continue;
        slot = wf_vector_push(f->doc->arena, &a->amounts);
        if (slot != NULL)
            *slot = figure;
    }
}

static bool
wanted(const struct wf_agreement *a, const struct wf_match *m, const struct status *s, bool definite, bool named,
    bool modified)
{
    bool strong = wf_entry_attribute(m->entry, "strong").data != NULL;
    bool weak = wf_entry_attribute(m->entry, "weak").data != NULL;
    bool stated = a->parties.count > 0 && !a->parties_implied;

    if (s->name.data != NULL && s->cue.end > s->cue.first && s->factuality != WF_FACTUALITY_DENIED)
        return true;
    if (stated || named)
        return true;
    if (a->count.known || a->count_word.data != NULL)
        return strong && s->name.data != NULL;
    if (weak || m->inflection == WF_INFLECTION_PLURAL)
        return false;
    return definite && (strong || strcmp(a->kind, "other") != 0) && modified;
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

static void
from_noun(struct finder *f, const struct wf_match *m)
{
    uint32_t chunk = wf_chunk_of(f->doc, m->first), name_first, after;
    const struct wf_chunk *c = wf_chunk(f->doc, chunk);
    const struct wf_mention *mention = wf_mention_at(f->doc, m->first);
    bool definite, bare, named = false, found;
    struct status s = { WF_SLICE_NONE, { 0, 0, { 0, 0 } }, WF_NO_CHUNK, false, WF_FACTUALITY_HAPPENED };
    struct wf_agreement *a, *e;

    if (c->kind != WF_CHUNK_NOUN)
        return;
    if ((c->head < m->first || c->head >= m->end) &&
        (mention == NULL || mention->type != WF_ENTITY_LAW || c->head >= mention->at.end || m->first != mention->at.first))
        return; /* no head noun, but for `Treaty of ...` */
    if (mention != NULL && mention->type != WF_ENTITY_LAW && mention->type != WF_ENTITY_EVENT)
        return; /* the Pact as the name of a body */
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
    found = status_above(f, chunk, &s) || status_before(f, chunk, &s) || status_after(f, chunk, after, &s) ||
            status_adjective(f, c->first, m->first, &s);
    (void)found;
    if (s.verb == WF_NO_CHUNK && s.name.data == NULL)
        s.factuality = wf_certainty_of_noun(&f->state->certainty, f->doc, chunk);
    a->factuality = s.factuality;
    a->status = settled(f, &s);
    a->status_cue = s.cue;
    wf_agreement_parties(f, a, chunk, s.verb, s.subject_signs);
    if (a->parties.count == 1 && s.subject_signs && !is_concluding(s.name))
        wf_agreement_partner(f, a);
    wf_agreement_subjects(f, a, after);
    if (strcmp(a->kind, "other") == 0 && a->subjects.count > 0) {
        uint32_t from = wf_chunk(f->doc, after < f->doc->clauses->chunks.count ? after : chunk)->first;

        a->kind = kind_by_words(f, from, from + 4 < f->doc->tokens.count ? from + 4 : from, a->kind);
    }
    a->time = wf_time_near(f->doc, s.verb != WF_NO_CHUNK ? s.verb : chunk);
    if (s.verb != WF_NO_CHUNK)
        a->place = wf_place_near(&f->state->who, f->doc, s.verb);
    e = earlier(f, a, definite, bare);
    if (e != NULL) {
        merge(f, e, a);
        return;
    }
    if (!wanted(a, m, &s, definite, named, !bare))
        return;
    if (a->parties.count == 0)
        wf_agreement_implied(f, a);
    add_amounts(f, a, s.verb != WF_NO_CHUNK ? s.verb : chunk);
    wf_agreement_source(f, a);
    keep(f, a);
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
    if (v->flags & (WF_VERB_NEGATED | WF_VERB_REDUCED | WF_VERB_PASSIVE) || subject == WF_NO_CHUNK)
        return;
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
        return;
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
    a->status_cue = match_range(f->doc, m);
    a->time = wf_time_near(f->doc, verb);
    a->place = wf_place_near(&f->state->who, f->doc, verb);
    wf_agreement_parties(f, a, WF_NO_CHUNK, verb, true);
    if (a->parties.count == 0)
        return;
    wf_agreement_object(f, a, verb, next);
    add_amounts(f, a, verb);
    wf_agreement_source(f, a);
    keep(f, a);
}

static enum wf_status
agreements_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct finder f = { .state = state, .doc = doc };
    const struct wf_matches *matches = doc->matches;
    uint32_t done = 0;

    (void)err;
    if (!wf_step(run, matches->items.count))
        return WF_OK;
    for (uint32_t i = 0; i < matches->items.count; i++) {
        const struct wf_match *m = &matches->items.items[i];
        uint32_t chunk;

        if (m->entry->class_id != f.state->noun && m->entry->class_id != f.state->verb)
            continue;
        if (m->first < done)
            continue;
        chunk = wf_chunk_of(doc, m->first);
        if (m->entry->class_id == f.state->noun) {
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
    s->among = wf_lexicon_word(lex, "among");
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
