/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `quotes`: who said what. Marks are paired first (quote_marks.c); then each quotation looks for its cue
 * at both sides (quotes_direct.c, quotes_cue.c); indirect speech starts from cue verbs (quotes_indirect.c). Who speaks is worked
 * out in quotes_speaker.c.
 */
#include "extractors/quotes_private.h"

#include <stdlib.h>

/* Marks around all of [first, end) are left out; a pair that lies in it with one mark only gets its other one. */
static void
balance(const struct speech *s, uint32_t *first, uint32_t *end)
{
    const struct wf_quoted *left = wf_quoted_around(s->marks, *first), *right = wf_quoted_around(s->marks, *end - 1);

    if (left != NULL && left == right) { /* all of it in one pair */
        if (*first < left->first)
            *first = left->first;
        if (*end > left->end)
            *end = left->end;
        return;
    }
    if (left != NULL && *first == left->first)
        *first = left->open;
    if (right != NULL && *first <= right->open && !right->unclosed)
        *end = right->close + 1;
}

static void
trim(const struct speech *s, uint32_t *first, uint32_t *end)
{
    while (*end > *first && (s->doc->tokens.items[*end - 1].flags & WF_TOKEN_COMMA))
        --*end;
    while (*first < *end && (s->doc->tokens.items[*first].flags & (WF_TOKEN_COMMA | WF_TOKEN_DASH)))
        ++*first;
}

struct wf_quote *
wf_quote_add(struct speech *s, enum wf_quote_form form, uint32_t first, uint32_t end, const struct wf_rule *rule)
{
    const struct wf_quoted *around;
    struct wf_quote *quote, **slot;

    trim(s, &first, &end);
    if (first >= end)
        return NULL;
    balance(s, &first, &end);
    trim(s, &first, &end);
    if (first >= end)
        return NULL;
    quote = wf_fact_new(s->doc, sizeof *quote, rule, first, end);
    slot = wf_vector_push(s->doc->arena, &s->doc->quotes);
    if (quote == NULL || slot == NULL)
        return NULL;
    *slot = quote;
    around = wf_quoted_around(s->marks, first);
    quote->form = around != NULL && around->first <= first && end <= around->end ? WF_QUOTE_DIRECT : form;
    quote->time = WF_TIME_NONE;
    return quote;
}

static int
by_start(const void *a, const void *b)
{
    const struct wf_quote *x = *(const struct wf_quote *const *)a, *y = *(const struct wf_quote *const *)b;

    if (x->fact.at.first != y->fact.at.first)
        return x->fact.at.first < y->fact.at.first ? -1 : 1;
    return x->fact.at.end < y->fact.at.end ? 1 : x->fact.at.end > y->fact.at.end ? -1 : 0;
}

static void
sort(struct wf_document *doc)
{
    if (doc->quotes.count > 1)
        qsort(doc->quotes.items, doc->quotes.count, sizeof *doc->quotes.items, by_start);
}

static enum wf_status
quotes_run(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err)
{
    struct wf_quoted_list marks = { { NULL, 0, 0 } };
    struct speech s = { .state = state, .doc = doc, .marks = &marks };

    (void)err;
    s.used = wf_arena_zalloc(doc->arena, (size_t)doc->tokens.count + 1);
    if (s.used == NULL || !wf_quote_marks(doc, &marks))
        return WF_ELIMIT;
    if (!wf_step(run, doc->sentences.count) || !wf_transcript(&s))
        return run->exhausted ? WF_OK : WF_ELIMIT;
    for (uint32_t i = 0; i < marks.items.count && wf_step(run, 8); i++) {
        struct wf_quoted *q = &marks.items.items[i];

        if (s.spoken != NULL && s.spoken[wf_block_of(doc, q->open)])
            continue;
        if (q->unclosed)
            wf_quote_cut(&s, q);
        wf_direct_quote(&s, q);
    }
    if (s.spoken != NULL)
        sort(doc);
    s.direct_count = doc->quotes.count;
    if (!wf_indirect_quotes(&s, run))
        return WF_ELIMIT;
    sort(doc);
    wf_quote_fragments(&s);
    if (wf_arena_failed(doc->arena))
        return WF_ELIMIT;
    sort(doc);
    return WF_OK;
}

static enum wf_status
quotes_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const names[QUOTE_RULES] = { "quotes/before", "quotes/after", "quotes/colon", "quotes/continued",
        "quotes/mixed", "quotes/that", "quotes/trailing", "quotes/according", "quotes/object", "quotes/noun",
        "quotes/transcript" };
    struct quotes_state *s = calloc(1, sizeof *s);
    const struct wf_lexicon_entry *const *entries;

    *state = s;
    if (s == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage quotes");
    wf_participants_init(&s->who, setup->lexicon);
    s->cue_verb = wf_lexicon_class(setup->lexicon, "cue_verb");
    s->cue_phrase = wf_lexicon_class(setup->lexicon, "cue_phrase");
    s->naming_word = wf_lexicon_class(setup->lexicon, "naming_word");
    s->as = wf_lexicon_word(setup->lexicon, "as");
    s->he = wf_lexicon_word(setup->lexicon, "he");
    s->she = wf_lexicon_word(setup->lexicon, "she");
    s->it = wf_lexicon_word(setup->lexicon, "it");
    s->they = wf_lexicon_word(setup->lexicon, "they");
    s->you = wf_lexicon_word(setup->lexicon, "you");
    entries = wf_lexicon_entries(setup->lexicon, s->cue_verb, &s->cue_count);
    s->cue_bits = calloc((size_t)s->cue_count + 1, 1);
    if (s->cue_bits == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage quotes");
    for (uint32_t i = 0; i < s->cue_count; i++) {
        static const struct { const char *key; uint8_t bit; } keys[] = {
            { "that", CUE_THAT }, { "to", CUE_TO }, { "weak", CUE_WEAK }, { "as", CUE_AS }, { "object", CUE_OBJECT }, { "objectspeaks", CUE_OBJECT_SPEAKS },
            { "judges", CUE_JUDGES }
        };

        s->cue_bits[i] = CUE_VERB;
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            if (wf_entry_attribute(entries[i], keys[k].key).data != NULL)
                s->cue_bits[i] |= keys[k].bit;
    }
    for (unsigned i = 0; i < QUOTE_RULES; i++) {
        s->rules[i] = setup->rule(setup, names[i]);
        if (s->rules[i] == NULL)
            return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules of the stage quotes");
    }
    return WF_OK;
}

static void
quotes_fini(void *state)
{
    struct quotes_state *s = state;

    if (s != NULL)
        free(s->cue_bits);
    free(s);
}

const struct wf_extractor wf_extractor_quotes = {
    WF_EXTRACTOR_HEAD, "quotes", "direct, mixed and indirect quotations with their speakers",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(CLAUSES), WF_LAYER(QUOTES), NULL, quotes_init, quotes_run, quotes_fini
};
