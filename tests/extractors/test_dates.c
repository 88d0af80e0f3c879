/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stage `dates`: the cases of dates.txt, the table of docs/dates.md, other calendars, hostile
 * input.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "document/calendar.h"
#include "document/calendar_hijri.h"
#include "extractors/chain.h"
#include "tests/check.h"

#define TEXT_MAX 4096

struct fixture {
    wf_chain *chain;
    wf_lane_state *lane;
    wf_arena *arena;
    struct wf_document doc;
};

static int
setup(void **state)
{
    static struct fixture f;
    struct wf_chain_settings settings = { 0 };
    struct wf_error err = WF_ERROR_INIT;

    f.chain = wf_chain_new(&settings, &err);
    if (f.chain == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return -1;
    }
    f.lane = wf_lane_state_new(f.chain);
    f.arena = wf_arena_new((size_t)512 << 20);
    *state = &f;
    return f.lane == NULL || f.arena == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    wf_lane_state_free(f->lane);
    wf_chain_free(f->chain);
    wf_arena_free(f->arena);
    return 0;
}

/* The chain over one paragraph; `published` is a date or "none". */
static void
run(struct fixture *f, const char *text, size_t len, const char *published)
{
    struct wf_error err = WF_ERROR_INIT;
    struct wf_document *doc = &f->doc;

    wf_arena_reset(f->arena);
    wf_document_reset(doc, f->arena);
    doc->id = WF_SLICE("test");
    doc->published_day = WF_DAY_NONE;
    if (strcmp(published, "none") != 0) {
        assert_true(wf_day_parse(published, strlen(published), &doc->published_day));
        doc->published = wf_slice_of(published);
        doc->published_basis = WF_PUBLISHED_ENVELOPE;
    }
    assert_int_equal(
        wf_text_begin(&doc->text, f->arena, (struct wf_slice){ text, len }, &err), WF_OK);
    wf_text_copy(&doc->text, 0, (uint32_t)len);
    wf_text_break(&doc->text, WF_BLOCK_PARAGRAPH, 0);
    assert_int_equal(wf_text_end(&doc->text, &err), WF_OK);
    assert_int_equal(wf_chain_run(f->chain, f->lane, doc, &err), WF_OK);
}

static const char *
day_text(int32_t day, char out[16])
{
    if (day == WF_DAY_NONE)
        return "-";
    out[wf_day_print(day, out)] = '\0';
    return out;
}

/* All dates of the document, each as `text | type | value | mod | first | last`. */
static void
describe(
    const struct wf_document *doc, struct wf_buffer *out, const char *prefix, const char *between)
{
    for (unsigned i = 0; i < doc->dates.count; i++) {
        const struct wf_date *d = doc->dates.items[i];
        struct wf_slice text = wf_span_text(doc, d->fact.at.span);
        char first[16], last[16];

        wf_buffer_printf(out, "%s%.*s | %s | %.*s | %s | %s | %s%s", prefix, (int)text.len,
            text.data, wf_date_type_name(d->type), (int)d->time.value.len, d->time.value.data,
            d->mod == NULL ? "-" : d->mod, day_text(d->time.start, first),
            day_text(d->time.end, last), between);
    }
    wf_buffer_putc(out, '\0');
}

static void
check_case(
    struct fixture *f, int line, const char *text, const char *expected, const char *published)
{
    struct wf_buffer got = WF_BUFFER_INIT;

    run(f, text, strlen(text), published);
    describe(&f->doc, &got, "> ", "\n");
    if (strcmp(got.data, expected) != 0)
        fail_msg("dates.txt:%d: %s\nexpected\n%sfound\n%s", line, text, expected, got.data);
    wf_buffer_free(&got);
}

static void
test_cases(void **state)
{
    struct fixture *f = *state;
    FILE *in = fopen(WF_SOURCE_DIR "/tests/extractors/dates.txt", "r");
    char line[TEXT_MAX], text[TEXT_MAX] = "", expected[TEXT_MAX] = "", published[16] = "none";
    int number = 0, at = 0, cases = 0;
    bool more;

    assert_non_null(in);
    do {
        more = fgets(line, sizeof line, in) != NULL;
        number++;
        if (more && line[0] == '#')
            continue;
        if (more && line[0] == '>') {
            assert_true(strlen(expected) + strlen(line) < sizeof expected);
            strcat(expected, line);
            continue;
        }
        if (text[0] != '\0') {
            check_case(f, at, text, expected, published);
            cases++;
            text[0] = expected[0] = '\0';
        }
        if (!more || line[0] == '\n')
            continue;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '@') {
            snprintf(published, sizeof published, "%.15s", line + 2);
        } else {
            strcpy(text, line);
            at = number;
        }
    } while (more);
    fclose(in);
    assert_true(cases >= 100); /* the file was read to its end */
}

/* Rows `| construct | example | what is published |` of docs/dates.md. */
static void
test_table(void **state)
{
    struct fixture *f = *state;
    FILE *in = fopen(WF_SOURCE_DIR "/docs/dates.md", "r");
    char line[TEXT_MAX];
    int number = 0, rows = 0;

    assert_non_null(in);
    while (fgets(line, sizeof line, in) != NULL) {
        char *example, *result, *end;
        struct wf_buffer got = WF_BUFFER_INIT;

        number++;
        if (line[0] != '|' || line[1] != ' ' || (example = strstr(line + 2, " | `")) == NULL)
            continue;
        example += 4;
        end = strstr(example, "` | ");
        assert_non_null(end);
        *end = '\0';
        result = end + 4;
        end = strstr(result, " |\n");
        assert_non_null(end);
        *end = '\0';
        run(f, example, strlen(example), "2024-09-17");
        for (unsigned i = 0; i < f->doc.dates.count; i++) {
            const struct wf_date *d = f->doc.dates.items[i];
            struct wf_slice text = wf_span_text(&f->doc, d->fact.at.span);
            char first[16], last[16];

            wf_buffer_printf(&got, "%s%.*s: %s `%.*s`%s%s, %s to %s", i == 0 ? "" : "; ",
                (int)text.len, text.data, wf_date_type_name(d->type), (int)d->time.value.len,
                d->time.value.data, d->mod == NULL ? "" : " ", d->mod == NULL ? "" : d->mod,
                day_text(d->time.start, first), day_text(d->time.end, last));
        }
        if (f->doc.dates.count == 0)
            wf_buffer_puts(&got, "nothing");
        wf_buffer_putc(&got, '\0');
        if (strcmp(result, got.data) != 0)
            fail_msg("docs/dates.md:%d: `%s` gives\n%s", number, example, got.data);
        wf_buffer_free(&got);
        rows++;
    }
    fclose(in);
    assert_true(rows >= 30);
}

static void
test_calendars(void **state)
{
    static const struct {
        bool solar;
        int year, month, day;
        const char *iso;
    } cases[] = {
        { true, 1357, 11, 22, "1979-02-11" },
        { true, 1399, 12, 30, "2021-03-20" },
        { true, 1400, 1, 1, "2021-03-21" },
        { true, 1403, 1, 1, "2024-03-20" },
        { true, 1403, 6, 15, "2024-09-05" },
        { true, 1403, 12, 30, "2025-03-20" },
        { true, 1404, 1, 1, "2025-03-21" },
        { false, 1, 1, 1, "0622-07-19" },
        { false, 1445, 9, 1, "2024-03-11" },
        { false, 1445, 10, 1, "2024-04-10" },
        { false, 1446, 1, 1, "2024-07-08" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t day = cases[i].solar
            ? wf_day_of_solar_hijri(cases[i].year, cases[i].month, cases[i].day)
            : wf_day_of_islamic(cases[i].year, cases[i].month, cases[i].day);
        char text[16];
        size_t len = wf_day_print(day, text);

        WF_CHECK_TEXT(i, cases[i].iso, text, len);
    }
    /* months follow each other without a gap, in both calendars, for four hundred years */
    for (int year = 1200; year < 1600; year++) {
        for (int month = 1; month <= 12; month++) {
            int next_year = month == 12 ? year + 1 : year, next = month % 12 + 1;

            assert_int_equal(
                wf_day_of_solar_hijri(year, month, 1) + wf_days_in_solar_hijri_month(year, month),
                wf_day_of_solar_hijri(next_year, next, 1));
            assert_int_equal(
                wf_day_of_islamic(year, month, 1) + wf_days_in_islamic_month(year, month),
                wf_day_of_islamic(next_year, next, 1));
        }
    }
}

/* An impossible date is kept as written, without days, and warned of. */
static void
test_impossible(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "The clerk wrote April 31, 2023 on the form.";

    run(f, text, sizeof text - 1, "2024-09-17");
    assert_int_equal(f->doc.dates.count, 1);
    assert_true(f->doc.dates.items[0]->impossible);
    assert_int_equal(f->doc.dates.items[0]->time.start, WF_DAY_NONE);
    assert_true(f->doc.warnings.count >= 1);
}

/* Anchors are published with what leans on them, and only then. */
static void
test_anchor(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "He left on Monday, not on May 3, 2022.";
    static const char later[] = "He left on May 3, 2022. Two days later he was back.";

    run(f, text, sizeof text - 1, "2024-09-17");
    assert_int_equal(f->doc.dates.count, 2);
    WF_CHECK_TEXT(
        0, "2024-09-17", f->doc.dates.items[0]->anchor.data, f->doc.dates.items[0]->anchor.len);
    assert_null(f->doc.dates.items[1]->anchor.data);
    run(f, later, sizeof later - 1, "2024-09-17");
    assert_int_equal(f->doc.dates.count, 2);
    WF_CHECK_TEXT(1, "2022-05-03", f->doc.dates.items[1]->anchor.data, f->doc.dates.items[1]->anchor.len);
}

/*
 * Half a megabyte without a full stop: a cost that grows with the square runs into the test's time-out (see
 * tests/CMakeLists.txt); bench/linear counts instructions.
 */
static void
test_hostile(void **state)
{
    static const char *const units[] = { "11-", "two days after ", "the end of ", "May 1 and ",
        "12/", "2019 to ", "first ", "between 3 and ", "twenty ", "last ", "a year and a half ",
        "every ", "10:", "'90s " };
    const size_t size = 500000;
    struct fixture *f = *state;
    char *text = malloc(size);

    assert_non_null(text);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        for (size_t k = 0, n = strlen(units[i]); k < size; k++)
            text[k] = units[i][k % n];
        run(f, text, size, "2024-09-17");
        assert_true(f->doc.tokens.count >= size / 20);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases), cmocka_unit_test(test_table),
        cmocka_unit_test(test_calendars), cmocka_unit_test(test_impossible),
        cmocka_unit_test(test_anchor), cmocka_unit_test(test_hostile) };

    return cmocka_run_group_tests(tests, setup, teardown);
}
