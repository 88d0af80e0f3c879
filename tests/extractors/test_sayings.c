/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stages `quotes`, `agreements` and `events` over tests/extractors/{quotes,quotes_news,agreements,events}.txt. A case is
 *
 *     text of one or more paragraphs, separated by ` // `
 *     > fact                  one line a fact, in order; none where the text has none
 *
 * with an empty line behind it; `#` begins a comment. What a line holds is said in layers.h. Texts are read as
 * published on 2024-09-16. With WIREFACT_WRITE=1 in the environment the expected lines are written instead of
 * checked; review them before they are committed.
 */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "extractors/chain.h"
#include "tests/extractors/layers.h"

#define FOLDER WF_SOURCE_DIR "/tests/extractors/"

static wf_chain *chain;
static wf_lane_state *lane;
static wf_arena *arena;

static int
set_up(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    struct wf_chain_settings settings = { 0 };

    (void)state;
    chain = wf_chain_new(&settings, &err);
    if (chain == NULL)
        fail_msg("%s:%d: %s", err.source, err.line, err.text);
    lane = wf_lane_state_new(chain);
    arena = wf_arena_new((size_t)64 << 20);
    return lane == NULL || arena == NULL;
}

static int
tear_down(void **state)
{
    (void)state;
    wf_lane_state_free(lane);
    wf_chain_free(chain);
    wf_arena_free(arena);
    return 0;
}

static void
analyse(struct wf_slice text, struct wf_document *doc)
{
    struct wf_error err = WF_ERROR_INIT;
    size_t start = 0;

    wf_arena_reset(arena);
    wf_document_reset(doc, arena);
    doc->id = WF_SLICE("case");
    assert_true(wf_day_parse("2024-09-16", 10, &doc->published_day));
    doc->published = WF_SLICE("2024-09-16");
    doc->published_basis = WF_PUBLISHED_ENVELOPE;
    assert_int_equal(wf_text_begin(&doc->text, arena, text, &err), WF_OK);
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && (i + 4 > text.len || memcmp(text.data + i, " // ", 4) != 0))
            continue;
        wf_text_copy(&doc->text, (uint32_t)start, (uint32_t)i);
        wf_text_break(&doc->text, WF_BLOCK_PARAGRAPH, 0);
        start = i + 4;
        i += i < text.len ? 3 : 0;
    }
    assert_int_equal(wf_text_end(&doc->text, &err), WF_OK);
    if (wf_chain_run(chain, lane, doc, &err) != WF_OK)
        fail_msg("%s", err.text);
}

/* Facts of the layer as `> ` lines. */
static void
found(struct wf_slice text, void (*put)(struct wf_buffer *, const struct wf_document *), struct wf_buffer *out)
{
    static struct wf_document doc;
    struct wf_buffer lines = WF_BUFFER_INIT;
    size_t start = 0;

    analyse(text, &doc);
    put(&lines, &doc);
    for (size_t i = 0; i < lines.len; i++)
        if (lines.data[i] == '\n') {
            wf_buffer_puts(out, "> ");
            wf_buffer_append(out, lines.data + start, i + 1 - start);
            start = i + 1;
        }
    wf_buffer_free(&lines);
}

static void
check_file(const char *name, void (*put)(struct wf_buffer *, const struct wf_document *), unsigned least)
{
    bool write = getenv("WIREFACT_WRITE") != NULL;
    struct wf_buffer fresh = WF_BUFFER_INIT, expected = WF_BUFFER_INIT, actual = WF_BUFFER_INIT, text = WF_BUFFER_INIT;
    char path[1024];
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;
    unsigned cases = 0, wrong = 0, number = 0;
    FILE *in;

    (void)snprintf(path, sizeof path, FOLDER "%s.txt", name);
    in = fopen(path, "r");
    if (in == NULL)
        fail_msg("cannot read %s", path);
    do {
        len = getline(&line, &capacity, in);
        number++;
        if (len > 0 && line[0] == '>') {
            wf_buffer_append(&expected, line, (size_t)len);
            continue;
        }
        if ((len <= 0 || line[0] == '\n') && text.len > 0) { /* the case is whole */
            wf_buffer_clear(&actual);
            found((struct wf_slice){ text.data, text.len }, put, &actual);
            cases++;
            if (expected.len != actual.len || (actual.len > 0 && memcmp(expected.data, actual.data, actual.len) != 0)) {
                wrong++;
                if (!write)
                    print_error("%s.txt:%u: %.*s\nnot as expected:\n%.*s", name, number, (int)text.len, text.data,
                        (int)actual.len, actual.data == NULL ? "" : actual.data);
            }
            wf_buffer_append(&fresh, text.data, text.len);
            wf_buffer_putc(&fresh, '\n');
            if (actual.len > 0)
                wf_buffer_append(&fresh, actual.data, actual.len);
            wf_buffer_clear(&text);
            wf_buffer_clear(&expected);
        }
        if (len <= 0)
            break;
        if (line[0] == '\n' || line[0] == '#')
            wf_buffer_append(&fresh, line, (size_t)len);
        else
            wf_buffer_append(&text, line, (size_t)len - (line[len - 1] == '\n'));
    } while (len > 0);
    fclose(in);
    free(line);
    if (write) {
        FILE *out = fopen(path, "w");

        assert_non_null(out);
        assert_int_equal(fwrite(fresh.data, 1, fresh.len, out), fresh.len);
        assert_int_equal(fclose(out), 0);
    }
    wf_buffer_free(&fresh);
    wf_buffer_free(&expected);
    wf_buffer_free(&actual);
    wf_buffer_free(&text);
    if (!write && wrong > 0)
        fail_msg("%u of %u cases of %s.txt differ", wrong, cases, name);
    assert_true(cases >= least);
}

static void
quotes(void **state)
{
    (void)state;
    check_file("quotes", put_quotes, 60);
    check_file("quotes_news", put_quotes, 60);
}

static void
agreements(void **state)
{
    (void)state;
    check_file("agreements", put_agreements, 60);
}

static void
events(void **state)
{
    (void)state;
    check_file("events", put_events, 60);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(quotes), cmocka_unit_test(agreements), cmocka_unit_test(events) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
