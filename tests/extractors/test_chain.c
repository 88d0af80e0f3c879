/* SPDX-License-Identifier: Apache-2.0 */
/* What a chain refuses when it is built, and what its budgets do to a document. */
#include "tests/check.h"

#include "extractors/chain.h"

#include <stdlib.h>

static void
refuses_wrong_settings(void **state)
{
    static const char *const unknown_stage[] = { "nonsense", NULL };
    static const char *const needed_stage[] = { "entities", NULL };
    static const char *const missing_file[] = { "/nonexistent/words.tsv", NULL };
    static const struct wf_chain_option unknown_option[] = { { "names", "colour", "red" }, { NULL, NULL, NULL } };
    static const struct {
        struct wf_chain_settings settings;
        enum wf_status status;
        const char *part;
    } cases[] = {
        { { .data_path = "/nonexistent" }, WF_EIO, "data folder" },
        { { .disabled = unknown_stage }, WF_ECONFIG, "nonsense" },
        { { .disabled = needed_stage }, WF_ECONFIG, "needs the layer" },
        { { .lexicons = missing_file }, WF_EDATA, "No such file" },
        { { .options = unknown_option }, WF_ECONFIG, "names.colour" },
        { { .plugins = missing_file }, WF_ECONFIG, "plug-in" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;

        if (wf_chain_new(&cases[i].settings, &err) != NULL)
            fail_msg("case %zu: the chain was built", i);
        WF_CHECK_INT(i, cases[i].status, err.status);
        if (strstr(err.text, cases[i].part) == NULL)
            fail_msg("case %zu: `%s` does not say `%s`", i, err.text, cases[i].part);
    }
}

/* Run `settings` over a text; the document stays readable until the arena goes. */
static enum wf_status
run(const struct wf_chain_settings *settings, const char *text, wf_arena *arena, struct wf_document *doc,
    struct wf_error *err)
{
    wf_chain *chain = wf_chain_new(settings, err);
    wf_lane_state *lane;
    enum wf_status status;

    if (chain == NULL)
        fail_msg("%s", err->text);
    lane = wf_lane_state_new(chain);
    wf_document_reset(doc, arena);
    assert_int_equal(wf_text_begin(&doc->text, arena, wf_slice_of(text), err), WF_OK);
    wf_text_copy(&doc->text, 0, (uint32_t)strlen(text));
    assert_int_equal(wf_text_end(&doc->text, err), WF_OK);
    status = wf_chain_run(chain, lane, doc, err);
    wf_lane_state_free(lane);
    wf_chain_free(chain);
    return status;
}

static const char sample[] = "On May 3, 2024, Peru and Chile signed a treaty worth $5 million in Lima.";

static void
keeps_to_its_budgets(void **state)
{
    struct wf_chain_settings steps = { .max_steps = 1 }, tokens = { .max_tokens = 5 }, facts = { .max_facts = 2 };
    wf_arena *arena = wf_arena_new((size_t)16 << 20);
    struct wf_error err = WF_ERROR_INIT;
    struct wf_document doc;
    bool warned = false;

    (void)state;
    assert_int_equal(run(&steps, sample, arena, &doc, &err), WF_OK);
    for (unsigned i = 0; i < doc.warnings.count; i++)
        warned |= strcmp(doc.warnings.items[i].code, "budget") == 0;
    assert_true(warned);

    assert_int_equal(run(&facts, sample, arena, &doc, &err), WF_OK);
    assert_int_equal(doc.entities.count + doc.figures.count + doc.dates.count + doc.agreements.count +
        doc.events.count + doc.quotes.count, 2);

    assert_int_equal(run(&tokens, sample, arena, &doc, &err), WF_ELIMIT);
    assert_non_null(strstr(err.text, "limits.tokens"));
    wf_arena_free(arena);
}

/* Over a limit: nothing or a part, as the operator says. */
static void
gives_a_part_or_nothing(void **state)
{
    struct wf_chain_settings steps = { .max_steps = 1, .whole = true }, facts = { .max_facts = 2, .whole = true },
        tokens = { .max_tokens = 5, .cut = true }, hurry = { .max_milliseconds = 1, .whole = true },
        enough = { .max_tokens = 1000, .max_facts = 100, .whole = true, .cut = true };
    wf_arena *arena = wf_arena_new((size_t)256 << 20);
    struct wf_error err = WF_ERROR_INIT;
    struct wf_document doc;
    const unsigned repeats = 10000;
    char *long_text;

    (void)state;
    assert_int_equal(run(&steps, sample, arena, &doc, &err), WF_ETIMEOUT);
    assert_non_null(strstr(err.text, "limits.steps"));
    memset(&err, 0, sizeof err);
    long_text = malloc(repeats * strlen(sample) + 1);
    assert_non_null(long_text);
    for (unsigned i = 0; i < repeats; i++)
        memcpy(long_text + i * strlen(sample), sample, strlen(sample) + 1);
    assert_int_equal(run(&hurry, long_text, arena, &doc, &err), WF_ETIMEOUT); /* half a megabyte in a millisecond */
    assert_non_null(strstr(err.text, "limits.time"));
    hurry.whole = false;
    memset(&err, 0, sizeof err);
    assert_int_equal(run(&hurry, long_text, arena, &doc, &err), WF_OK);
    assert_string_equal("budget", doc.warnings.items[0].code);
    free(long_text);
    assert_int_equal(run(&facts, sample, arena, &doc, &err), WF_ELIMIT);
    assert_non_null(strstr(err.text, "limits.facts"));
    memset(&err, 0, sizeof err);
    assert_int_equal(run(&tokens, sample, arena, &doc, &err), WF_OK);
    assert_int_equal(5, doc.tokens.count);
    assert_int_equal(1, doc.dates.count); /* `May 3, 2024` are the words that were read */
    assert_string_equal("cut-text", doc.warnings.items[0].code);
    assert_int_equal(run(&enough, sample, arena, &doc, &err), WF_OK);
    assert_int_equal(0, doc.warnings.count);
    wf_arena_free(arena);
}

static void
fails_cleanly_in_a_small_arena(void **state)
{
    struct wf_chain_settings settings = { .max_tokens = 0 };
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = wf_chain_new(&settings, &err);
    wf_lane_state *lane = wf_lane_state_new(chain);

    (void)state;
    for (size_t limit = 512; limit < 200000; limit += limit / 7) {
        wf_arena *arena = wf_arena_new(limit);
        struct wf_error each = WF_ERROR_INIT;
        struct wf_document doc;
        enum wf_status status;

        wf_document_reset(&doc, arena);
        status = wf_text_begin(&doc.text, arena, wf_slice_of(sample), &each);
        if (status == WF_OK) {
            wf_text_copy(&doc.text, 0, (uint32_t)strlen(sample));
            status = wf_text_end(&doc.text, &each);
        }
        if (status == WF_OK)
            status = wf_chain_run(chain, lane, &doc, &each);
        if (status != WF_OK && status != WF_ELIMIT && status != WF_ENOMEM)
            fail_msg("limit %zu: status %s", limit, wf_status_name(status));
        wf_arena_free(arena);
    }
    wf_lane_state_free(lane);
    wf_chain_free(chain);
}

static void
digests_what_decides_the_facts(void **state)
{
    static const char *const without[] = { "quotes", NULL };
    struct wf_chain_settings plain = { .max_tokens = 0 }, other = { .disabled = without };
    wf_chain *a = wf_chain_new(&plain, NULL), *b = wf_chain_new(&plain, NULL), *c = wf_chain_new(&other, NULL);

    (void)state;
    assert_non_null(a);
    assert_string_equal(wf_chain_digest(a), wf_chain_digest(b));
    if (c != NULL) /* another stage may need it */
        assert_string_not_equal(wf_chain_digest(a), wf_chain_digest(c));
    wf_chain_free(a);
    wf_chain_free(b);
    wf_chain_free(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_wrong_settings),
        cmocka_unit_test(keeps_to_its_budgets),
        cmocka_unit_test(gives_a_part_or_nothing),
        cmocka_unit_test(fails_cleanly_in_a_small_arena),
        cmocka_unit_test(digests_what_decides_the_facts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
