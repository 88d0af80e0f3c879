/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8, calendar, buffers, vocabulary, errors, identifiers. */
#include "tests/check.h"

#include <stdio.h>

#include "document/buffer.h"
#include "document/calendar.h"
#include "document/status.h"
#include "document/utf8.h"
#include "document/uuid.h"
#include "document/vocabulary.h"

static void
finds_the_valid_prefix(void **state)
{
    static const struct {
        const char *bytes;
        size_t len, valid;
    } cases[] = {
        { "plain ascii, long enough for eight at a time", 44, 44 },
        { "caf\xc3\xa9", 5, 5 },
        { "\xe2\x82\xac", 3, 3 },
        { "\xf0\x9f\x98\x80", 4, 4 },
        { "ab\xc3", 3, 2 },                 /* cut */
        { "ab\xe2\x82", 4, 2 },
        { "\xc0\xaf", 2, 0 },               /* overlong */
        { "\xe0\x80\xaf", 3, 0 },
        { "\xed\xa0\x80", 3, 0 },           /* surrogate */
        { "\xf4\x90\x80\x80", 4, 0 },       /* above U+10FFFF */
        { "x\x80", 2, 1 },
        { "\xff", 1, 0 },
        { "", 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        WF_CHECK_INT(i, cases[i].valid, wf_utf8_valid(cases[i].bytes, cases[i].len));
}

static void
folds_words_for_comparison(void **state)
{
    static const struct {
        const char *word, *folded;
    } cases[] = {
        { "IRAQ", "iraq" },
        { "Erdoğan", "erdogan" },
        { "İstanbul", "istanbul" },
        { "Łódź", "lodz" },
        { "Shia’", "shia'" },
        { "Straße", "strasse" },
        { "Việt", "viet" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[64];
        size_t len = wf_utf8_fold(cases[i].word, strlen(cases[i].word), out, sizeof out);

        WF_CHECK_TEXT(i, cases[i].folded, out, len);
    }
}

static void
counts_days_both_ways(void **state)
{
    (void)state;
    assert_int_equal(wf_day_of(1970, 1, 1), 0);
    assert_int_equal(wf_day_of(2024, 9, 11), 19977);
    assert_int_equal(wf_weekday_of(wf_day_of(2024, 9, 11)), 2); /* a Wednesday */
    assert_int_equal(wf_weekday_of(wf_day_of(1914, 6, 28)), 6); /* a Sunday */
    assert_int_equal(wf_days_in_month(1900, 2), 28);
    assert_int_equal(wf_days_in_month(2000, 2), 29);
    for (int32_t day = -800000; day < 800000; day += 137) {
        struct wf_civil c = wf_civil_of(day);

        assert_int_equal(wf_day_of(c.year, c.month, c.day), day);
    }
}

static void
parses_iso_dates(void **state)
{
    static const struct {
        const char *text;
        int found;
    } cases[] = {
        { "2024-09-11", 1 }, { "2024-09-11T08:30:00Z", 1 }, { "2024-02-30", 0 }, { "2024-9-11", 0 },
        { "20240911", 0 }, { "2024-09-11x", 0 }, { "", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t day = 0;

        WF_CHECK_INT(i, cases[i].found, wf_day_parse(cases[i].text, strlen(cases[i].text), &day));
    }
}

static void
writes_json_strings(void **state)
{
    static const struct {
        const char *text, *json;
    } cases[] = {
        { "plain", "\"plain\"" },
        { "a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"" },
        { "line\nend\ttab\x01", "\"line\\nend\\ttab\\u0001\"" },
        { "é €", "\"é €\"" },
    };
    struct wf_buffer buf = WF_BUFFER_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wf_buffer_clear(&buf);
        wf_buffer_put_json(&buf, wf_slice_of(cases[i].text));
        WF_CHECK_TEXT(i, cases[i].json, buf.data, buf.len);
    }
    wf_buffer_clear(&buf);
    wf_buffer_put_json(&buf, WF_SLICE_NONE);
    wf_buffer_put_uint(&buf, 0);
    wf_buffer_put_uint(&buf, UINT64_MAX);
    WF_CHECK_TEXT(0, "null018446744073709551615", buf.data, buf.len);
    wf_buffer_free(&buf);
}

static void
gives_each_word_one_id(void **state)
{
    wf_vocabulary *v = wf_vocabulary_new();
    char word[16];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int len = snprintf(word, sizeof word, "word%d", i);

        assert_int_equal(wf_vocabulary_add(v, word, (size_t)len), i + 1);
    }
    assert_int_equal(wf_vocabulary_find(v, "WORD17", 6), 18);
    assert_int_equal(wf_vocabulary_find(v, "absent", 6), WF_WORD_NONE);
    assert_int_equal(wf_vocabulary_add(v, "", 0), WF_WORD_NONE);
    WF_CHECK_TEXT(0, "word17", wf_vocabulary_word(v, 18).data, wf_vocabulary_word(v, 18).len);
    assert_int_equal(wf_vocabulary_word(v, 999999).len, 0);
    wf_vocabulary_free(v);
}

static void
keeps_the_first_error(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    char text[200];

    (void)state;
    assert_int_equal(wf_error_at(&err, WF_EDATA, "a.tsv", 3, 7, "bad %s", "word"), WF_EDATA);
    wf_error_set(&err, WF_EIO, "b", 1, "later");
    assert_string_equal(wf_error_print(&err, text, sizeof text), "a.tsv:3:7: bad word");
    assert_int_equal(wf_status_action(WF_EFORMAT), WF_ACTION_DEAD_LETTER);
    assert_int_equal(wf_status_action(WF_ECONFIG), WF_ACTION_STOP);
    assert_string_equal(wf_status_name(WF_EUTF8), "EUTF8");
}

/* What Python's uuid.uuid5 gives for as many letters `a`, around the ends of SHA-1's blocks. */
static void
makes_uuids_of_version_5(void **state)
{
    static const struct {
        size_t len;
        const char *id;
    } cases[] = {
        { 0, "64f27a5b-22da-56f4-b4c7-e5876387c421" },
        { 38, "2fe5acd3-15a9-5278-8ab8-8e85dcd7908c" },
        { 39, "355d91c5-bfa4-51a5-b400-8f467048b819" },
        { 40, "4680cf64-7b42-5d1d-a6b4-a05fb176f133" },
        { 47, "c887e67a-2f65-5a01-900e-ede41f322122" },
        { 48, "ce43b5ae-2123-5b80-aaf2-ded9ab211015" },
        { 49, "e9b94433-faaa-563e-b994-cf28f5299d00" },
        { 103, "368b9684-1bc1-51e5-af9d-e4c1260581ca" },
        { 1000, "8d559d4a-bd22-5d6a-be18-593dd8acba0d" },
    };
    char letters[1000], id[WF_UUID_SIZE];

    (void)state;
    memset(letters, 'a', sizeof letters);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wf_uuid_of(letters, cases[i].len, id);
        assert_string_equal(id, cases[i].id);
    }
    wf_uuid_of("the quick brown fox", 19, id);
    assert_string_equal(id, "b828b61d-c97a-5c96-ac44-6e671b2c8e1d");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_valid_prefix),
        cmocka_unit_test(folds_words_for_comparison),
        cmocka_unit_test(counts_days_both_ways),
        cmocka_unit_test(parses_iso_dates),
        cmocka_unit_test(writes_json_strings),
        cmocka_unit_test(gives_each_word_one_id),
        cmocka_unit_test(keeps_the_first_error),
        cmocka_unit_test(makes_uuids_of_version_5),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
