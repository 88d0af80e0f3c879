/* SPDX-License-Identifier: Apache-2.0 */
/* The state of the stage `figures`: classes, word sets, currencies. */
#include <stdlib.h>
#include <string.h>

#include "extractors/figures.h"

static const struct {
    const char *name;
    uint32_t set;
} set_names[] = {
    { "stop", FIG_STOP }, { "named", FIG_NAMED }, { "range_and", FIG_RANGE_AND }, { "range_from", FIG_RANGE_FROM },
    { "range_to", FIG_RANGE_TO }, { "age", FIG_AGE }, { "weight", FIG_WEIGHT }, { "plural", FIG_PLURAL },
    { "per", FIG_PER }, { "time", FIG_TIME }, { "subject", FIG_SUBJECT }, { "no_noun", FIG_NO_NOUN },
    { "flow", FIG_FLOW },
    { "score", FIG_SCORE },
};

static uint32_t
word_of(struct wf_setup *setup, struct wf_slice name)
{
    char word[WF_WORD_MAX + 1];

    if (name.len > WF_WORD_MAX)
        return WF_WORD_NONE;
    memcpy(word, name.data, name.len);
    word[name.len] = '\0';
    return wf_lexicon_word(setup->lexicon, word);
}

static enum wf_status
load_sets(struct figures_state *st, struct wf_setup *setup, struct wf_error *err)
{
    uint16_t class_id = wf_lexicon_class(setup->lexicon, "figure_word");
    uint32_t count = 0, top = 0;
    const struct wf_lexicon_entry *const *entries = wf_lexicon_entries(setup->lexicon, class_id, &count);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = word_of(setup, entries[i]->canonical);

        top = id > top ? id : top;
    }
    st->words = calloc((size_t)top + 1, sizeof *st->words);
    if (st->words == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the words of figures");
    st->word_count = top + 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t set = 0;

        for (size_t k = 0; k < sizeof set_names / sizeof set_names[0]; k++)
            if (wf_slice_is(entries[i]->value, set_names[k].name))
                set = set_names[k].set;
        if (set == 0)
            return wf_error_set(err, WF_EDATA, "figure_words.tsv", 0, "`%.*s` is no set of words",
                (int)entries[i]->value.len, entries[i]->value.data);
        st->words[word_of(setup, entries[i]->canonical)] |= set;
    }
    st->words[0] = 0;
    return WF_OK;
}

static enum wf_status
load_currencies(struct figures_state *st, struct wf_setup *setup, struct wf_error *err)
{
    uint32_t count = 0;
    const struct wf_lexicon_entry *const *entries = wf_lexicon_entries(setup->lexicon, st->currency, &count);

    st->currencies = calloc((size_t)count + 1, sizeof *st->currencies);
    if (st->currencies == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the currencies");
    for (uint32_t i = 0; i < count; i++) {
        struct fig_currency *c = &st->currencies[st->currency_count];

        c->family = wf_entry_attribute(entries[i], "family");
        c->countries = wf_entry_attribute(entries[i], "countries");
        if (c->family.data == NULL || c->countries.data == NULL || entries[i]->value.len != 3)
            continue;
        memcpy(c->code, entries[i]->value.data, 3);
        st->currency_count++;
    }
    return WF_OK;
}

static int
prefix_order(const void *a, const void *b)
{
    const struct fig_prefix *x = a, *y = b;
    size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int c = memcmp(x->text.data, y->text.data, n);

    return c != 0 ? c : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static enum wf_status
load_prefixes(struct figures_state *st, struct wf_setup *setup, struct wf_error *err)
{
    const uint16_t classes[] = { st->sign, st->code };
    uint32_t total = 0;

    for (size_t i = 0; i < 2; i++) {
        uint32_t count = 0;

        wf_lexicon_entries(setup->lexicon, classes[i], &count);
        total += count;
    }
    st->prefixes = calloc((size_t)total + 1, sizeof *st->prefixes);
    if (st->prefixes == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the signs of currencies");
    for (size_t i = 0; i < 2; i++) {
        uint32_t count = 0;
        const struct wf_lexicon_entry *const *entries = wf_lexicon_entries(setup->lexicon, classes[i], &count);

        for (uint32_t k = 0; k < count; k++)
            st->prefixes[st->prefix_count++] = (struct fig_prefix){ entries[k]->canonical, entries[k] };
    }
    qsort(st->prefixes, st->prefix_count, sizeof *st->prefixes, prefix_order);
    return WF_OK;
}

static void
name_words(struct figures_state *st, wf_lexicon *lex)
{
    st->to = wf_lexicon_word(lex, "to");
    st->and_ = wf_lexicon_word(lex, "and");
    st->or_ = wf_lexicon_word(lex, "or");
    st->of = wf_lexicon_word(lex, "of");
    st->in = wf_lexicon_word(lex, "in");
    st->out = wf_lexicon_word(lex, "out");
    st->by = wf_lexicon_word(lex, "by");
    st->from = wf_lexicon_word(lex, "from");
    st->the = wf_lexicon_word(lex, "the");
    st->per = wf_lexicon_word(lex, "per");
    st->a = wf_lexicon_word(lex, "a");
    st->an = wf_lexicon_word(lex, "an");
    st->every = wf_lexicon_word(lex, "every");
    st->odd = wf_lexicon_word(lex, "odd");
    st->plus = wf_lexicon_word(lex, "plus");
    st->fold = wf_lexicon_word(lex, "fold");
    st->for_ = wf_lexicon_word(lex, "for");
    st->over = wf_lexicon_word(lex, "over");
    st->with = wf_lexicon_word(lex, "with");
    st->more = wf_lexicon_word(lex, "more");
    st->minus = wf_lexicon_word(lex, "minus");
    st->am = wf_lexicon_word(lex, "am");
    st->pm = wf_lexicon_word(lex, "pm");
    st->but = wf_lexicon_word(lex, "but");
    st->than = wf_lexicon_word(lex, "than");
}

static void
name_rules(struct figures_state *st, struct wf_setup *setup)
{
    st->money = setup->rule(setup, "figures/money");
    st->percent = setup->rule(setup, "figures/percent");
    st->quantity = setup->rule(setup, "figures/quantity");
    st->duration = setup->rule(setup, "figures/duration");
    st->age = setup->rule(setup, "figures/age");
    st->count = setup->rule(setup, "figures/count");
    st->ordinal = setup->rule(setup, "figures/ordinal");
    st->ratio = setup->rule(setup, "figures/ratio");
}

enum wf_status
fig_init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct figures_state *st = calloc(1, sizeof *st);
    wf_lexicon *lex = setup->lexicon;
    enum wf_status status;

    *state = st;
    if (st == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage");
    st->currency = wf_lexicon_class(lex, "currency");
    st->sign = wf_lexicon_class(lex, "currency_sign");
    st->code = wf_lexicon_class(lex, "currency_code");
    st->unit = wf_lexicon_class(lex, "unit");
    st->qualifier = wf_lexicon_class(lex, "qualifier");
    st->qualifier_after = wf_lexicon_class(lex, "qualifier_after");
    st->rate_noun = wf_lexicon_class(lex, "rate_noun");
    st->rate_adverb = wf_lexicon_class(lex, "rate_adverb");
    st->country = wf_lexicon_class(lex, "country");
    st->nationality = wf_lexicon_class(lex, "nationality");
    st->city = wf_lexicon_class(lex, "city");
    st->region = wf_lexicon_class(lex, "region");
    st->change = wf_lexicon_class(lex, "change");
    st->status = wf_lexicon_class(lex, "figure_status");
    name_words(st, lex);
    name_rules(st, setup);
    status = load_sets(st, setup, err);
    if (status == WF_OK)
        status = load_currencies(st, setup, err);
    return status == WF_OK ? load_prefixes(st, setup, err) : status;
}

void
fig_fini(void *state)
{
    struct figures_state *st = state;

    if (st == NULL)
        return;
    free(st->words);
    free(st->currencies);
    free(st->prefixes);
    free(st);
}
