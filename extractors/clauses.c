/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `clauses`: says of each token whether it is a verb here, and cuts sentences into chunks. Parts of
 * speech come from the stage that makes them where there is one; else from word lists and neighbours.
 */
#include "extractors/clauses_private.h"

#include <stdlib.h>
#include <string.h>

static uint32_t
cut_word(struct cutter *c, uint32_t t, uint32_t end)
{
    uint32_t stop = t + (c->span[t] > 1 && t + c->span[t] <= end ? c->span[t] : 1);
    enum wf_chunk_kind kind;

    if (c->name[t] != 0)
        return wf_clause_noun_group(c, t, end);
    switch (c->fn[t]) {
    case WF_FUNCTION_PREP:
    case WF_FUNCTION_PREPSUB:
        kind = WF_CHUNK_PREP;
        c->before = AFTER_PREP;
        break;
    case WF_FUNCTION_TO:
        if (wf_clause_infinitive(c, t, end))
            return wf_clause_verb_group(c, t, end);
        kind = WF_CHUNK_PREP;
        c->before = AFTER_PREP;
        break;
    case WF_FUNCTION_CC:
    case WF_FUNCTION_BUT:
        kind = c->fn[t] == WF_FUNCTION_CC ? WF_CHUNK_CONJ : WF_CHUNK_BUT;
        c->before = AFTER_CC;
        break;
    case WF_FUNCTION_SUB:
        kind = WF_CHUNK_SUB;
        c->before = AFTER_BREAK;
        break;
    case WF_FUNCTION_THAT:
        /* `that visit` or `said that`: a clause needs a verb or noun before */
        kind = WF_CHUNK_THAT;
        c->before = c->before == AFTER_PREP ? AFTER_DET : AFTER_THAT;
        break;
    case WF_FUNCTION_WH:
        kind = WF_CHUNK_WH;
        c->before = AFTER_WH;
        break;
    case WF_FUNCTION_PRON: {
        struct wf_chunk *chunk = wf_clause_push(c, WF_CHUNK_NOUN, t, t + 1, t);

        if (chunk != NULL)
            chunk->flags = WF_NOUN_PRONOUN | WF_NOUN_DEFINITE;
        c->before = AFTER_PRON;
        return t + 1;
    }
    case WF_FUNCTION_ADV:
        if (c->before == AFTER_DET)
            return wf_clause_noun_group(c, t, end);
        wf_clause_push(c, WF_CHUNK_ADVERB, t, stop, t);
        return stop;
    case WF_FUNCTION_NEG:
        if (t + 1 < end && (wf_clause_is_auxiliary(c->fn[t + 1]) || wf_clause_is_verb(c, t + 1, end)))
            return wf_clause_verb_group(c, t, end);
        wf_clause_push(c, WF_CHUNK_ADVERB, t, stop, t);
        return stop;
    case WF_FUNCTION_BE: case WF_FUNCTION_HAVE: case WF_FUNCTION_DO: case WF_FUNCTION_MODAL_MAY:
    case WF_FUNCTION_MODAL_WILL: case WF_FUNCTION_MODAL_WOULD: case WF_FUNCTION_MODAL_MUST:
        if (c->doc->tokens.items[t].pos == WF_POS_NOUN || c->doc->tokens.items[t].pos == WF_POS_PROPN)
            return wf_clause_noun_group(c, t, end);
        return wf_clause_verb_group(c, t, end);
    default:
        if (wf_clause_is_verb(c, t, end))
            return wf_clause_verb_group(c, t, end);
        {
            struct wf_slice s = wf_token_text(c->doc, t);

            /* adverbs that no list has */
            if (c->fn[t] == WF_FUNCTION_NONE && wf_clause_ends_with(s, "ly", 2) && c->before != AFTER_DET &&
                !(c->doc->tokens.items[t].flags & WF_TOKEN_CAPITAL) && c->doc->tokens.items[t].pos != WF_POS_NOUN) {
                wf_clause_push(c, WF_CHUNK_ADVERB, t, t + 1, t);
                return t + 1;
            }
        }
        return wf_clause_noun_group(c, t, end);
    }
    wf_clause_push(c, kind, t, stop, t);
    return stop;
}

static uint32_t
cut_punctuation(struct cutter *c, uint32_t t, uint32_t end)
{
    uint32_t flags = c->doc->tokens.items[t].flags;
    enum wf_chunk_kind kind = WF_CHUNK_OTHER;

    if (flags & WF_TOKEN_COMMA)
        kind = WF_CHUNK_COMMA;
    else if (flags & WF_TOKEN_QUOTE)
        kind = WF_CHUNK_QUOTE;
    else if (flags & WF_TOKEN_OPEN)
        kind = WF_CHUNK_OPEN;
    else if (flags & WF_TOKEN_CLOSE)
        kind = WF_CHUNK_CLOSE;
    else if (flags & (WF_TOKEN_STOP | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_DASH))
        kind = WF_CHUNK_BREAK;
    else if (!(flags & (WF_TOKEN_HYPHEN | WF_TOKEN_POSSESSIVE)))
        return wf_clause_noun_group(c, t, end); /* $, %, № ... */
    wf_clause_push(c, kind, t, t + 1, t);
    if (kind == WF_CHUNK_QUOTE)
        return t + 1; /* a mark changes nothing about the grammar around it */
    if (kind != WF_CHUNK_OTHER)
        c->before = kind == WF_CHUNK_CLOSE ? AFTER_NOUN : AFTER_BREAK;
    return t + 1;
}

/* `by` behind a participle */
static bool
has_by(const struct cutter *c, uint32_t verb, uint32_t end)
{
    const struct wf_chunk *next = &c->out->chunks.items[verb + 1];

    return verb + 1 < end && next->kind == WF_CHUNK_PREP && next->end - next->first == 1 &&
           wf_slice_is(wf_token_text(c->doc, next->head), "by");
}

/*
 * `thanked the people for the welcome accorded to him`: the clause has its verb already, and it is none of saying,
 * which could bring a clause without `that`.
 */
static bool
has_verb_before(const struct cutter *c, uint32_t verb, uint32_t first)
{
    const struct wf_chunk *chunks = c->out->chunks.items;

    for (uint32_t i = verb; i > first && verb - i < 16;) {
        const struct wf_chunk *k = &chunks[--i];

        switch (k->kind) {
        case WF_CHUNK_VERB:
            if (!(k->flags & WF_VERB_FINITE))
                return false;
            return verb - i > 2 && wf_match_at(c->doc, k->head, c->state->verbs[CUE_VERBS]) == NULL &&
                   !(k->flags & WF_VERB_BE);
        case WF_CHUNK_NOUN: case WF_CHUNK_PREP: case WF_CHUNK_ADVERB: case WF_CHUNK_CONJ: case WF_CHUNK_OTHER:
            break;
        default:
            return false;
        }
    }
    return false;
}

/* A past form with `by`, or with a preposition and another finite verb behind it, belongs to its noun. */
static void
find_reduced(struct cutter *c, uint32_t first, uint32_t end)
{
    struct wf_chunk *chunks = c->out->chunks.items;

    for (uint32_t i = first; i < end; i++) {
        struct wf_chunk *v = &chunks[i];
        uint32_t n = i + 1, last;

        if (v->kind != WF_CHUNK_VERB || !(v->flags & WF_VERB_PASTTENSE) || v->end - v->first != 1 ||
            !(c->form[v->head] & FORM_PARTICIPLE))
            continue;
        if (i == first || chunks[i - 1].kind == WF_CHUNK_WH)
            continue;
        if (has_by(c, i, end)) {
            v->flags = (v->flags & ~(uint32_t)(WF_VERB_PASTTENSE | WF_VERB_FINITE)) | WF_VERB_REDUCED;
            continue;
        }
        if (chunks[i - 1].kind != WF_CHUNK_NOUN || (chunks[i - 1].flags & WF_NOUN_PRONOUN) || n >= end ||
            chunks[n].kind != WF_CHUNK_PREP)
            continue;
        if (has_verb_before(c, i, first)) {
            v->flags = (v->flags & ~(uint32_t)(WF_VERB_PASTTENSE | WF_VERB_FINITE)) | WF_VERB_REDUCED;
            continue;
        }
        last = end < i + WF_CHUNK_WINDOW ? end : i + WF_CHUNK_WINDOW;
        for (n = i + 1; n < last; n++) {
            if (chunks[n].kind == WF_CHUNK_VERB && (chunks[n].flags & WF_VERB_TO))
                break;
            if (chunks[n].kind == WF_CHUNK_NOUN && (chunks[n].flags & WF_NOUN_PRONOUN))
                break;
            if (chunks[n].kind == WF_CHUNK_COMMA || chunks[n].kind == WF_CHUNK_BREAK || chunks[n].kind == WF_CHUNK_WH ||
                chunks[n].kind == WF_CHUNK_THAT || chunks[n].kind == WF_CHUNK_SUB || chunks[n].kind == WF_CHUNK_CONJ)
                break;
            if (chunks[n].kind == WF_CHUNK_VERB && (chunks[n].flags & WF_VERB_FINITE)) {
                if (has_by(c, n, end) && chunks[n].end - chunks[n].first == 1)
                    continue; /* a participle too: `agreed to a truce after talks mediated by` */
                if (!(chunks[n].flags & WF_VERB_PASTTENSE) || chunks[n].end - chunks[n].first > 1 ||
                    (c->form[chunks[n].head] & FORM_PAST))
                    v->flags = (v->flags & ~(uint32_t)(WF_VERB_PASTTENSE | WF_VERB_FINITE)) | WF_VERB_REDUCED;
                break;
            }
        }
    }
}

static void
cut_sentence(struct cutter *c, uint32_t index)
{
    const struct wf_sentence *s = &c->doc->sentences.items[index];
    uint32_t t = s->first, begin = c->out->chunks.count;

    c->before = AFTER_START;
    c->last_verb = 0;
    c->out->starts[index] = begin;
    c->first_chunk = begin;
    while (t < s->end && !wf_arena_failed(c->doc->arena)) {
        const struct wf_token *token = &c->doc->tokens.items[t];

        if ((token->flags & WF_TOKEN_PUNCT) && c->name[t] == 0 && c->fn[t] == WF_FUNCTION_NONE)
            t = cut_punctuation(c, t, s->end);
        else
            t = cut_word(c, t, s->end);
    }
    find_reduced(c, begin, c->out->chunks.count);
}

/* Names are nouns whatever their words look like. */
static void
mark_names(struct cutter *c)
{
    for (uint32_t i = 0; i < c->doc->mentions.count; i++) {
        const struct wf_mention *m = c->doc->mentions.items[i];

        if (m->nested)
            continue;
        for (uint32_t t = m->at.first; t < m->at.end && t < c->doc->tokens.count; t++)
            c->name[t] = t == m->at.first ? 2 : 1;
    }
}

/* What a verb group says of itself, for `explain`. */
static const char *
verb_kind(uint32_t flags)
{
    if (flags & WF_VERB_TO)
        return "infinitive";
    if (flags & WF_VERB_REDUCED)
        return "participle of the noun before it";
    if (flags & WF_VERB_ING)
        return "gerund or participle in -ing";
    return flags & WF_VERB_PASSIVE ? "finite, passive" : flags & WF_VERB_FINITE ? "finite" : "not finite";
}

static struct wf_slice
words_of(const struct wf_document *doc, uint32_t chunk)
{
    if (chunk == WF_NO_CHUNK)
        return WF_SLICE("nothing");
    return wf_span_text(doc, wf_range_of(doc, wf_chunk(doc, chunk)->first, wf_chunk(doc, chunk)->end).span);
}

static void
explain(const struct wf_run *run, const struct wf_document *doc)
{
    static const char *const kinds[] = { "noun group", "verb group", "preposition", "and", "but", "subordinator", "that",
        "relative word", "comma", "stop", "quotation mark", "bracket", "bracket", "adverb", "other word" };

    for (uint32_t i = 0; i < doc->clauses->chunks.count; i++) {
        const struct wf_chunk *c = wf_chunk(doc, i);
        struct wf_span at = wf_range_of(doc, c->first, c->end).span;
        struct wf_slice text = wf_span_text(doc, at), subject, object;

        if (!wf_span_overlaps(run->trace->focus, at))
            continue;
        if (c->kind != WF_CHUNK_VERB) {
            WF_TRACE(run, at, NULL, "clauses: %s `%.*s`", kinds[c->kind], (int)text.len, text.data);
            continue;
        }
        subject = words_of(doc, wf_chunk_subject(doc, i));
        object = words_of(doc, wf_chunk_object(doc, i));
        WF_TRACE(run, at, NULL, "clauses: verb group `%.*s`, %s%s, subject `%.*s`, object `%.*s`", (int)text.len, text.data,
            verb_kind(c->flags), c->flags & WF_VERB_NEGATED ? ", negated" : "", (int)subject.len, subject.data,
            (int)object.len, object.data);
    }
}

static enum wf_status
clauses_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct cutter c = { .state = state, .doc = doc };
    uint32_t n = doc->tokens.count;
    uint8_t *room;

    (void)err;
    c.out = wf_arena_zalloc(doc->arena, sizeof *c.out);
    room = wf_arena_zalloc(doc->arena, (size_t)n * 4 + 4);
    if (c.out == NULL || room == NULL)
        return WF_ELIMIT;
    c.fn = room;
    c.span = room + n;
    c.form = room + 2 * (size_t)n;
    c.name = room + 3 * (size_t)n;
    c.out->chunk_of = wf_arena_zalloc(doc->arena, ((size_t)n + 1) * sizeof *c.out->chunk_of);
    c.out->starts = wf_arena_zalloc(doc->arena, ((size_t)doc->sentences.count + 1) * sizeof *c.out->starts);
    if (c.out->chunk_of == NULL || c.out->starts == NULL)
        return WF_ELIMIT;
    if (!wf_step(run, n))
        n = 0;
    mark_names(&c);
    for (uint32_t t = 0; t < n; t++)
        wf_clause_classify(&c, t);
    for (uint32_t i = 0; i < doc->sentences.count; i++)
        cut_sentence(&c, i);
    if (wf_arena_failed(doc->arena))
        return WF_ELIMIT;
    c.out->starts[doc->sentences.count] = c.out->chunks.count;
    doc->clauses = c.out;
    if (run->trace != NULL)
        explain(run, doc);
    return WF_OK;
}

static uint8_t
function_named(struct wf_slice name)
{
    static const char *const names[] = {
#define NAME_OF(name) #name,
        WF_FUNCTION_MAP(NAME_OF)
#undef NAME_OF
    };

    for (uint8_t i = 0; i < WF_FUNCTION_COUNT; i++) {
        size_t len = strlen(names[i]), k = 0;

        while (k < len && k < name.len && (names[i][k] | 0x20) == (name.data[k] | 0x20))
            k++;
        if (k == len && len == name.len)
            return i;
    }
    return WF_FUNCTION_COUNT;
}

static enum wf_status
clauses_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const verbs[VERB_CLASSES] = { "verb", "cue_verb", "event_verb", "agreement_verb", "light_verb" };
    struct clauses_state *s = calloc(1, sizeof *s);
    const struct wf_lexicon_entry *const *entries;

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    s->another = wf_lexicon_word(setup->lexicon, "another");
    s->say = wf_lexicon_word(setup->lexicon, "say");
    s->function = wf_lexicon_class(setup->lexicon, "function_word");
    s->irregular = wf_lexicon_class(setup->lexicon, "verb_irregular");
    s->title = wf_lexicon_class(setup->lexicon, "title");
    s->agreement_noun = wf_lexicon_class(setup->lexicon, "agreement_noun");
    s->event_noun = wf_lexicon_class(setup->lexicon, "event_noun");
    for (unsigned k = 0; k < VERB_CLASSES; k++)
        s->verbs[k] = wf_lexicon_class(setup->lexicon, verbs[k]);
    entries = wf_lexicon_entries(setup->lexicon, s->function, &s->function_count);
    s->functions = calloc((size_t)s->function_count + 1, 1);
    if (s->functions == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    entries = wf_lexicon_entries(setup->lexicon, s->irregular, &s->irregular_count);
    s->irregulars = calloc((size_t)s->irregular_count + 1, 1);
    if (s->irregulars == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
    for (uint32_t i = 0; i < s->irregular_count; i++)
        s->irregulars[i] = wf_clause_irregular_forms(entries[i]);
    for (unsigned k = 0; k < VERB_CLASSES; k++) {
        entries = wf_lexicon_entries(setup->lexicon, s->verbs[k], &s->noun_count[k]);
        s->nouns[k] = calloc((size_t)s->noun_count[k] + 1, 1);
        if (s->nouns[k] == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage clauses");
        for (uint32_t i = 0; i < s->noun_count[k]; i++)
            if (wf_entry_attribute(entries[i], "noun").data != NULL)
                s->nouns[k][i] = FORM_NOUN;
    }
    entries = wf_lexicon_entries(setup->lexicon, s->function, &s->function_count);
    for (uint32_t i = 0; i < s->function_count; i++) {
        s->functions[i] = function_named(entries[i]->value);
        if (s->functions[i] == WF_FUNCTION_COUNT)
            return wf_error_set(err, WF_EDATA, "function_words.tsv", 0, "unknown kind of function word `%.*s`",
                (int)entries[i]->value.len, entries[i]->value.data);
    }
    return WF_OK;
}

static void
clauses_fini(void *state)
{
    struct clauses_state *s = state;

    if (s == NULL)
        return;
    for (unsigned k = 0; k < VERB_CLASSES; k++)
        free(s->nouns[k]);
    free(s->irregulars);
    free(s->functions);
    free(s);
}

const struct wf_extractor wf_extractor_clauses = {
    WF_EXTRACTOR_HEAD, "clauses", "noun and verb groups, clauses",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES), WF_LAYER(CLAUSES), NULL, clauses_init, clauses_run, clauses_fini
};
