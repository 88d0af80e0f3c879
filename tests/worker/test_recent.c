/* SPDX-License-Identifier: Apache-2.0 */
/* The latest facts and dead letters: only what was committed, only while somebody looks, cut and numbered. */
#include "tests/check.h"

#include <stdio.h>

#include <jansson.h>

#include "worker/recent.h"

#define TEXT "Prices rose. \xe2\x82\xac" "5 was paid to Ann Lee on Monday."

struct world {
    struct wf_document doc;
    struct wf_figure figure;
    struct wf_entity entity;
    struct wf_figure *figures[1];
    struct wf_entity *entities[1];
    struct wf_token tokens[2];
    struct wf_sentence sentences[1];
};

static const struct wf_rule rule = { "figures/money", -1, 0 };

/* One sentence, from `from` to the end of the text, with a figure at bytes 13 to 17. */
static void
fill(struct world *w, const char *text, uint32_t from)
{
    memset(w, 0, sizeof *w);
    w->tokens[0] = (struct wf_token){ .start = from, .end = from + 1 };
    w->tokens[1] = (struct wf_token){ .start = (uint32_t)strlen(text) - 1, .end = (uint32_t)strlen(text) };
    w->sentences[0] = (struct wf_sentence){ .first = 0, .end = 2 };
    w->doc.tokens.items = w->tokens;
    w->doc.tokens.count = 2;
    w->doc.sentences.items = w->sentences;
    w->doc.sentences.count = 1;
    w->doc.text.reading.data = (char *)text;
    w->doc.text.reading.len = strlen(text);
    w->doc.id = WF_SLICE("doc\"1");
    w->figure.fact = (struct wf_fact){ .at = { 0, 1, { 13, 17 } }, .rule = &rule };
    w->figure.kind = WF_FIGURE_MONEY;
    w->figures[0] = &w->figure;
    w->doc.figures.items = w->figures;
    w->doc.figures.count = 1;
}

/* What is kept after `seen`, which moves on. */
static json_t *
print(wf_recent *recent, uint64_t *seen)
{
    struct wf_buffer out = WF_BUFFER_INIT;
    json_t *value;

    wf_buffer_putc(&out, '{');
    wf_recent_print(recent, seen, &out);
    wf_buffer_putc(&out, '}');
    value = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    wf_buffer_free(&out);
    return value;
}

static size_t
count(wf_recent *recent, uint64_t seen, const char *what)
{
    json_t *value = print(recent, &seen);
    size_t size = json_array_size(json_object_get(value, what));

    json_decref(value);
    return size;
}

static const char *
member(json_t *value, const char *list, size_t index, const char *name)
{
    return json_string_value(json_object_get(json_array_get(json_object_get(value, list), index), name));
}

static void
test_a_fact(void **state)
{
    wf_recent *recent = wf_recent_new(true);
    struct wf_recent_batch batch = { .taken_ms = 0 };
    struct world w;
    uint64_t seen = 0;
    json_t *value;

    (void)state;
    fill(&w, TEXT, 13);
    wf_recent_take(recent, &batch, &w.doc, 1000);
    assert_int_equal(0, batch.fact_count); /* nobody looks */
    wf_recent_want(recent, 1000);
    wf_recent_take(recent, &batch, &w.doc, 1000);
    assert_int_equal(1, batch.fact_count);
    wf_recent_take(recent, &batch, &w.doc, 1100);
    assert_int_equal(1, batch.fact_count); /* too soon */
    assert_int_equal(0, count(recent, 0, "facts")); /* not committed */
    wf_recent_commit(recent, &batch, 77);
    assert_int_equal(0, batch.fact_count);
    value = print(recent, &seen);
    assert_string_equal("\xe2\x82\xac" "5", member(value, "facts", 0, "words"));
    assert_string_equal("", member(value, "facts", 0, "before"));
    assert_string_equal(" was paid to Ann Lee on Monday.", member(value, "facts", 0, "after"));
    assert_string_equal("doc\"1", member(value, "facts", 0, "document"));
    assert_string_equal("figures/money", member(value, "facts", 0, "rule"));
    assert_string_equal("figure", member(value, "facts", 0, "layer"));
    json_decref(value);
    assert_int_equal(1, seen);
    assert_int_equal(0, count(recent, seen, "facts"));
    wf_recent_take(recent, &batch, &w.doc, 2000);
    wf_recent_drop(&batch); /* aborted */
    wf_recent_commit(recent, &batch, 78);
    assert_int_equal(1, count(recent, 0, "facts"));
    wf_recent_take(recent, &batch, &w.doc, 20000); /* nobody looks any more */
    assert_int_equal(0, batch.fact_count);
    wf_recent_batch_free(&batch);
    wf_recent_free(recent);
}

/* Long sentences are cut on both sides, at code points; a sentence that is not there does no harm. */
static void
test_cuts(void **state)
{
    char text[2001];
    wf_recent *recent = wf_recent_new(true);
    struct wf_recent_batch batch = { .taken_ms = 0 };
    struct world w;
    uint64_t seen = 0;
    json_t *value;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa9", 2);
    text[sizeof text - 1] = '\0';
    fill(&w, text, 0);
    w.figure.fact.at.span = (struct wf_span){ 1000, 1002 };
    wf_recent_want(recent, 1000);
    wf_recent_take(recent, &batch, &w.doc, 1000);
    wf_recent_commit(recent, &batch, 1);
    value = print(recent, &seen); /* jansson refuses half a code point */
    assert_in_range(strlen(member(value, "facts", 0, "before")), 100, 240);
    assert_in_range(strlen(member(value, "facts", 0, "after")), 100, 240);
    json_decref(value);
    w.figure.fact.sentence = 99;
    wf_recent_take(recent, &batch, &w.doc, 3000);
    wf_recent_commit(recent, &batch, 1);
    assert_int_equal(2, count(recent, 0, "facts"));
    wf_recent_batch_free(&batch);
    wf_recent_free(recent);
}

static void
test_no_text(void **state)
{
    wf_recent *recent = wf_recent_new(false);
    struct wf_recent_batch batch = { .taken_ms = 0 };
    struct world w;

    (void)state;
    fill(&w, TEXT, 13);
    wf_recent_want(recent, 1000);
    wf_recent_take(recent, &batch, &w.doc, 1000);
    assert_int_equal(0, batch.fact_count);
    wf_recent_want(NULL, 1); /* nobody is told: nothing happens */
    wf_recent_take(NULL, &batch, &w.doc, 1000);
    wf_recent_commit(NULL, &batch, 1);
    wf_recent_batch_free(&batch);
    wf_recent_free(recent);
}

/* A flood keeps the last ones, in order. */
static void
test_letters(void **state)
{
    wf_recent *recent = wf_recent_new(true);
    struct wf_recent_batch batch = { .taken_ms = 0 };
    struct wf_origin origin = { "reports", 3, 0, -1 };
    uint64_t seen = 0;
    json_t *value;
    json_t *list;

    (void)state;
    for (origin.offset = 0; origin.offset < 1000; origin.offset++)
        wf_recent_letter(recent, &batch, &origin, WF_EFORMAT, "decode", "no \"JSON\"");
    wf_recent_commit(recent, &batch, 5);
    value = print(recent, &seen);
    list = json_object_get(value, "letters");
    assert_int_equal(WF_RECENT_LETTERS, json_array_size(list));
    for (size_t i = 0; i < WF_RECENT_LETTERS; i++)
        WF_CHECK_INT(i, 1000 - WF_RECENT_LETTERS + (int)i,
            json_integer_value(json_object_get(json_array_get(list, i), "offset")));
    assert_string_equal("no \"JSON\"", member(value, "letters", 0, "message"));
    assert_string_equal("EFORMAT", member(value, "letters", 0, "reason"));
    json_decref(value);
    wf_recent_batch_free(&batch);
    wf_recent_free(recent);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fact),
        cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
