/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers in digits, in words and in both, with their exact values. Nobody knows yet what they count: the
 * stages `dates` and `figures` take them from here. The words are in data/numbers.tsv.
 */
#include <stdlib.h>
#include <string.h>

#include "extractors/numbers.h"

static const struct {
    const char *name;
    enum number_kind kind;
} kind_names[] = {
    { "unit", KIND_UNIT },           { "teen", KIND_TEEN },
    { "tens", KIND_TENS },           { "hundred", KIND_HUNDRED },
    { "scale", KIND_SCALE },         { "letter", KIND_LETTER },
    { "dozen", KIND_DOZEN },         { "half", KIND_HALF },
    { "quarter", KIND_QUARTER },     { "part", KIND_PART },
    { "pair", KIND_PAIR },           { "article", KIND_ARTICLE },
    { "and", KIND_AND },             { "point", KIND_POINT },
    { "minus", KIND_MINUS },         { "ordinal_unit", KIND_ORD_UNIT },
    { "ordinal_teen", KIND_ORD_TEEN }, { "ordinal_tens", KIND_ORD_TENS },
    { "ordinal_hundred", KIND_ORD_HUNDRED }, { "ordinal_scale", KIND_ORD_SCALE },
    { "fold", KIND_FOLD },                { "plural_tens", KIND_PLURAL_TENS },
    { "vague", KIND_VAGUE },              { "times", KIND_TIMES },
};

static enum number_kind
kind_by_name(struct wf_slice name)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof kind_names[0]; i++)
        if (wf_slice_is(name, kind_names[i].name))
            return kind_names[i].kind;
    return KIND_NONE;
}

/* Sorted prefixes such as `Rs`, `USD`, `P`, that are glued to digits in one token (`Rs500`). */
static int
prefix_order(const void *a, const void *b)
{
    const struct wf_slice *x = a, *y = b;
    size_t n = x->len < y->len ? x->len : y->len;
    int c = memcmp(x->data, y->data, n);

    return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

static bool
is_glued_prefix(const struct numbers_state *st, const char *data, size_t len)
{
    struct wf_slice key = { data, len };

    return bsearch(&key, st->prefixes, st->prefix_count, sizeof key, prefix_order) != NULL;
}

static bool
all_letters(struct wf_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] < 0x80 && !((s.data[i] | 32) >= 'a' && (s.data[i] | 32) <= 'z'))
            return false;
    return s.len > 0;
}

static enum wf_status
load_prefixes(struct numbers_state *st, struct wf_setup *setup, struct wf_error *err)
{
    uint32_t signs = 0, codes = 0;
    const struct wf_lexicon_entry *const *a = wf_lexicon_entries(setup->lexicon, st->sign_class, &signs);
    const struct wf_lexicon_entry *const *b = wf_lexicon_entries(setup->lexicon, st->code_class, &codes);

    st->prefixes = calloc((size_t)signs + codes + 1, sizeof *st->prefixes);
    if (st->prefixes == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the prefixes of figures");
    for (uint32_t i = 0; i < signs + codes; i++) {
        const struct wf_slice name = i < signs ? a[i]->canonical : b[i - signs]->canonical;

        if (all_letters(name))
            st->prefixes[st->prefix_count++] = name;
    }
    qsort(st->prefixes, st->prefix_count, sizeof *st->prefixes, prefix_order);
    return WF_OK;
}

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
load_words(struct numbers_state *st, struct wf_setup *setup, uint16_t word_class, struct wf_error *err)
{
    uint32_t count = 0, top = 0;
    const struct wf_lexicon_entry *const *entries = wf_lexicon_entries(setup->lexicon, word_class, &count);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = word_of(setup, entries[i]->canonical);

        top = id > top ? id : top;
    }
    st->words = calloc((size_t)top + 1, sizeof *st->words);
    if (st->words == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the words of numbers");
    st->word_count = top + 1;
    for (uint32_t i = 0; i < count; i++) {
        const struct wf_lexicon_entry *e = entries[i];
        struct number_word *w = &st->words[word_of(setup, e->canonical)];
        struct wf_slice name = e->canonical;

        w->kind = (uint8_t)kind_by_name(wf_entry_attribute(e, "kind"));
        w->plural = name.len > 2 && name.data[name.len - 1] == 's';
        if (w->kind == KIND_NONE || !wf_decimal_parse(e->value.data, e->value.len, 0, '.', &w->value)) {
            return wf_error_set(err, WF_EDATA, "numbers.tsv", 0, "unknown kind or value of `%.*s`", (int)name.len,
                name.data);
        }
    }
    st->words[0].kind = KIND_NONE; /* every unknown word */
    return WF_OK;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct numbers_state *st = calloc(1, sizeof *st);
    enum wf_status status;
    wf_lexicon *lex = setup->lexicon;

    *state = st;
    if (st == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage");
    st->sign_class = wf_lexicon_class(lex, "currency_sign");
    st->code_class = wf_lexicon_class(lex, "currency_code");
    st->currency_class = wf_lexicon_class(lex, "currency");
    st->unit_class = wf_lexicon_class(lex, "unit");
    st->st = wf_lexicon_word(lex, "st");
    st->nd = wf_lexicon_word(lex, "nd");
    st->rd = wf_lexicon_word(lex, "rd");
    st->th = wf_lexicon_word(lex, "th");
    st->of = wf_lexicon_word(lex, "of");
    st->the = wf_lexicon_word(lex, "the");
    st->between = wf_lexicon_word(lex, "between");
    st->few = wf_lexicon_word(lex, "few");
    st->several = wf_lexicon_word(lex, "several");
    st->many = wf_lexicon_word(lex, "many");
    st->first = wf_lexicon_word(lex, "first");
    st->second = wf_lexicon_word(lex, "second");
    st->other = wf_lexicon_word(lex, "other");
    st->plus = wf_lexicon_word(lex, "plus");
    st->or_ = wf_lexicon_word(lex, "or");
    st->by = wf_lexicon_word(lex, "by");
    status = load_words(st, setup, wf_lexicon_class(lex, "number_word"), err);
    return status == WF_OK ? load_prefixes(st, setup, err) : status;
}

static void
fini(void *state)
{
    struct numbers_state *st = state;

    if (st == NULL)
        return;
    free(st->words);
    free(st->prefixes);
    free(st);
}

/* Bytes of letters before the digits of a token such as `Rs500`, 0 where that is no currency's sign. */
static uint32_t
glued_prefix(const struct numbers_state *st, struct wf_slice token)
{
    size_t letters = 0;

    while (letters < token.len && !(token.data[letters] >= '0' && token.data[letters] <= '9'))
        letters++;
    if (letters + number_glued_length(token.data + letters, token.len - letters, NULL) < token.len)
        return 0;
    if (letters == 0 || letters == token.len || letters > 8)
        return 0;
    return is_glued_prefix(st, token.data, letters) ? (uint32_t)letters : 0;
}

static bool
push(struct wf_document *doc, const struct number_reading *r)
{
    struct wf_number *n = wf_vector_push(doc->arena, &doc->numbers);

    if (n == NULL)
        return false;
    memset(n, 0, sizeof *n);
    n->at.first = r->first;
    n->at.end = r->end;
    n->at.span.start = r->start_byte;
    n->at.span.end = r->end_byte;
    n->value = r->value;
    n->value.negative = r->negative && r->value.digits != 0;
    n->ordinal = r->ordinal;
    n->words = r->words;
    n->digits = r->digits;
    n->scaled = r->scaled;
    n->grouped = r->grouped;
    n->form = r->form;
    return true;
}

/* The members of a token such as `22,24,26`: a list without spaces, no thousands separators. */
static bool
push_list(struct wf_document *doc, uint32_t token)
{
    const struct wf_token *t = &doc->tokens.items[token];
    const char *text = doc->text.reading.data;
    uint32_t from = t->start;

    for (uint32_t i = t->start; i <= t->end; i++) {
        struct number_reading r;

        if (i < t->end && text[i] != ',')
            continue;
        memset(&r, 0, sizeof r);
        r.first = token;
        r.end = token + 1;
        r.start_byte = from;
        r.end_byte = i;
        r.digits = true;
        if (wf_decimal_parse(text + from, i - from, 0, '.', &r.value) && !push(doc, &r))
            return false;
        from = i + 1;
    }
    return true;
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    const struct numbers_state *st = state;
    const struct wf_token *tokens = doc->tokens.items;
    uint32_t count = doc->tokens.count;

    for (uint32_t i = 0; i < count;) {
        struct number_reading r;
        uint32_t prefix = 0, next;
        bool start = (tokens[i].flags & WF_TOKEN_NUMBER) != 0 || number_kind_of(st, &tokens[i]) != KIND_NONE;

        if (!start && (tokens[i].flags & WF_TOKEN_HAS_DIGIT) != 0)
            start = (prefix = glued_prefix(st, wf_token_text(doc, i))) != 0;
        if (!start && tokens[i].symbol != 0)
            start = number_vulgar(tokens[i].symbol) != NULL;
        if (!start) {
            i++;
            continue;
        }
        if (!wf_step(run_state, 1))
            break;
        memset(&r, 0, sizeof r);
        next = number_read(st, doc, i, prefix, &r);
        if (r.list) {
            if (!push_list(doc, i))
                goto full;
        } else if (next > i && r.value.known && !push(doc, &r)) {
            goto full;
        }
        i = next > i ? next : i + 1;
    }
    return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's numbers (limits.memory)");
}

const struct wf_extractor wf_extractor_numbers = {
    WF_EXTRACTOR_HEAD, "numbers", "numbers in words and digits, with exact values",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES), WF_LAYER(NUMBERS), NULL, init, run, fini
};
