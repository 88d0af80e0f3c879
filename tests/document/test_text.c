/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "document/text.h"

static wf_arena *arena;

static int
setup(void **state)
{
    (void)state;
    arena = wf_arena_new((size_t)1 << 20);
    return arena == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    (void)state;
    wf_arena_free(arena);
    return 0;
}

static void
begin(struct wf_text *text, const char *source)
{
    struct wf_error err = WF_ERROR_INIT;

    assert_int_equal(WF_OK, wf_text_begin(text, arena, wf_slice_of(source), &err));
}

static void
check(struct wf_text *text, const char *reading)
{
    struct wf_error err = WF_ERROR_INIT;

    assert_int_equal(WF_OK, wf_text_end(text, &err));
    assert_int_equal(strlen(reading), text->reading.len);
    assert_memory_equal(reading, text->reading.data, text->reading.len);
}

/* Source text of a stretch of the reading text that is found by its words. */
static void
check_source(const struct wf_text *text, const char *words, const char *source)
{
    const char *at = strstr(wf_arena_copy(arena, text->reading.data, text->reading.len), words);
    const char *whole = wf_arena_copy(arena, text->reading.data, text->reading.len);
    struct wf_span span, out;

    assert_non_null(at);
    at = strstr(whole, words);
    span.start = (uint32_t)(at - whole);
    span.end = span.start + (uint32_t)strlen(words);
    out = wf_text_to_source(text, span);
    assert_int_equal(strlen(source), out.end - out.start);
    assert_memory_equal(source, text->source.data + out.start, out.end - out.start);
}

static void
test_white_space_is_single(void **state)
{
    static const struct {
        const char *source, *reading;
    } cases[] = {
        { "one two", "one two\n" },
        { "  one \t\r\n two  ", "one two\n" },
        { "one\xc2\xa0two\xe2\x80\x83three", "one two three\n" },
        { "one\xe2\x80\xa8two", "one two\n" },
        { "   ", "" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_text text;

        begin(&text, cases[i].source);
        wf_text_copy(&text, 0, (uint32_t)strlen(cases[i].source));
        check(&text, cases[i].reading);
    }
}

static void
test_map_goes_back(void **state)
{
    const char *source = "He paid \\$5 \xe2\x80\x94 the agree-\nment &amp; more.";
    struct wf_text text;

    (void)state;
    begin(&text, source);
    wf_text_copy(&text, 0, 8);
    wf_text_copy(&text, 9, 25);  /* without the backslash, up to the hyphen */
    wf_text_copy(&text, 27, 32); /* the other half of the word */
    wf_text_replace(&text, 32, 37, WF_SLICE("&"));
    wf_text_copy(&text, 37, (uint32_t)strlen(source));
    check(&text, "He paid $5 \xe2\x80\x94 the agreement & more.\n");
    check_source(&text, "$5", "$5");
    check_source(&text, "paid $5", "paid \\$5");
    check_source(&text, "agreement", "agree-\nment");
    check_source(&text, "agree", "agree");
    check_source(&text, "& more", "&amp; more");
    check_source(&text, "&", "&amp;");
}

static void
test_offsets_are_code_points(void **state)
{
    const char *source = "\xd8\xa7\xd9\x84 caf\xc3\xa9 \xf0\x9f\x93\x84 x";
    struct wf_text text;
    struct wf_span out;

    (void)state;
    begin(&text, source);
    wf_text_copy(&text, 0, (uint32_t)strlen(source));
    check(&text, "\xd8\xa7\xd9\x84 caf\xc3\xa9 \xf0\x9f\x93\x84 x\n");
    out = wf_text_published(&text, (struct wf_span){ 5, 10 });
    assert_int_equal(3, out.start);
    assert_int_equal(7, out.end);
    out = wf_text_published(&text, (struct wf_span){ 16, 17 });
    assert_int_equal(10, out.start);
    assert_int_equal(11, out.end);
}

static void
test_code_points_far_in_the_text(void **state)
{
    char source[4001];
    struct wf_text text;

    (void)state;
    for (size_t i = 0; i < 4000; i += 2)
        memcpy(source + i, "\xc3\xa9", 2);
    source[4000] = '\0';
    begin(&text, source);
    for (uint32_t i = 0; i <= 2000; i++)
        assert_int_equal(i, wf_text_code_points(&text, 2 * i));
}

static void
test_blocks_know_their_span(void **state)
{
    struct wf_text text;

    (void)state;
    begin(&text, "Head\n\nBody text\n");
    wf_text_copy(&text, 0, 4);
    wf_text_break(&text, WF_BLOCK_HEADING, 2);
    wf_text_break(&text, WF_BLOCK_HEADING, 3); /* nothing in it: no block */
    wf_text_copy(&text, 4, 16);
    check(&text, "Head\nBody text\n");
    assert_int_equal(2, text.blocks.count);
    assert_int_equal(WF_BLOCK_HEADING, text.blocks.items[0].kind);
    assert_int_equal(2, text.blocks.items[0].level);
    assert_int_equal(0, text.blocks.items[0].span.start);
    assert_int_equal(4, text.blocks.items[0].span.end);
    assert_int_equal(WF_BLOCK_PARAGRAPH, text.blocks.items[1].kind);
    assert_int_equal(5, text.blocks.items[1].span.start);
    assert_int_equal(14, text.blocks.items[1].span.end);
    check_source(&text, "Head\nBody", "Head\n\nBody");
}

static void
test_bad_bytes_are_refused(void **state)
{
    static const char *const bad[] = { "a\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;
        struct wf_text text;

        assert_int_equal(WF_EUTF8, wf_text_begin(&text, arena, wf_slice_of(bad[i]), &err));
    }
}

static void
test_full_arena_is_an_error(void **state)
{
    wf_arena *small = wf_arena_new(4096);
    struct wf_error err = WF_ERROR_INIT;
    char source[3000];
    struct wf_text text;
    enum wf_status st;

    (void)state;
    memset(source, 'a', sizeof source);
    st = wf_text_begin(&text, small, (struct wf_slice){ source, sizeof source }, &err);
    if (st == WF_OK) {
        for (int i = 0; i < 10; i++)
            wf_text_copy(&text, 0, sizeof source);
        st = wf_text_end(&text, &err);
    }
    assert_int_equal(WF_ELIMIT, st);
    wf_arena_free(small);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_white_space_is_single, setup, teardown),
        cmocka_unit_test_setup_teardown(test_map_goes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_offsets_are_code_points, setup, teardown),
        cmocka_unit_test_setup_teardown(test_code_points_far_in_the_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks_know_their_span, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_bytes_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full_arena_is_an_error, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
