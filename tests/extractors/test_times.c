/* SPDX-License-Identifier: Apache-2.0 */
/* The stage `times`: which fact gets which date. */
#include <stdio.h>

#include "extractors/chain.h"
#include "tests/check.h"

/*
 * `figure` is the words of a figure, of an event's trigger, or NULL for the last agreement; `time`
 * is NULL where it must have none.
 */
static const struct {
    const char *text, *figure, *time;
} cases[] = {
    { "Trade reached $15 billion in 2022 and has now dropped to around $9 billion.", "$15 billion",
        "2022" },
    { "Trade reached $15 billion in 2022 and has now dropped to around $9 billion.",
        "around $9 billion", "PRESENT_REF" },
    { "In 2019, exports rose to $3 billion, and the state earned $40 million.", "$3 billion",
        "2019" },
    { "In 2019, exports rose to $3 billion, and the state earned $40 million.", "$40 million",
        "2019" },
    { "The firm sold 300 lorries last week.", "300 lorries", "2024-W37" },
    { "The firm sold 300 lorries; the law is from 2011.", "300 lorries", NULL },
    { "The road, opened in 2011, carries 4,000 cars.", "4,000 cars", NULL },
    { "The lease of $5 million runs for three years.", "$5 million", NULL },
    { "The minister visited Ankara on September 3. During the visit, an agreement on customs was "
      "signed.",
        NULL, "2024-09-03" },
    { "The president met the envoy in Cairo on Monday and praised him.", "met", "2024-09-16" },
    { "On September 3, rebels seized the town and killed the mayor.", "seized", "2024-09-03" },
    { "On September 3, rebels seized the town and killed the mayor.", "killed", "2024-09-03" },
    { "The minister visited Paris, which held an election in May 2024.", "visited", NULL },
    { "In May 2021, a district court in the southern port city of Odesa convicted two men.", "convicted", "2021-05" },
    { "The commander, who was killed in January 2020, had visited the city.", "killed", "2020-01" },
    { "The commander, who was killed in January 2020, had visited the city.", "visited", NULL },
    { "On Sunday, troops attacked the village and arrested its mayor on Monday.", "arrested", "2024-09-16" },
    { "The firm, which bought its rival in 2018, said on Tuesday it would invest more next year.", "bought", "2018" },
    { "The firm, which bought its rival in 2018, said on Tuesday it would invest more next year.", "said", "2024-09-17" },
    { "The firm, which bought its rival in 2018, said on Tuesday it would invest more next year.", "invest", "2025" },
    { "Last week's attack killed 20 people, the army said on Monday.", "said", "2024-09-16" },
    { "The fund, set up in 2015 with $40 billion, has paid out $12 billion so far.", "paid", NULL },
    { "Chad and Sudan, whose leaders met in March, signed a defence pact on Monday.", "signed", "2024-09-16" },
    { "Chad and Sudan, whose leaders met in March, signed a defence pact on Monday.", NULL, "2024-09-16" },
    { "The president will visit Ankara on Thursday to sign an agreement that was reached in March.", NULL, "2024-03" },
    { "The president will visit Ankara on Thursday to sign an accord.", "sign", "2024-09-19" },
    { "The signing of the nuclear agreement between Iran and Brazil took place in 2010.", "signing", "2010" },
    { "The agreement signed in Doha on 29 February 2020 was denounced on Friday.", NULL, "2020-02-29" },
    { "The metal is 83% below the record of $597 reached in November 2022.", "$597", "2022-11" },
    { "Sales were $4 million, 12 percent more than a year ago.", "12 percent", NULL },
    { "The minister visited Ankara on September 3. During this visit, an agreement on trade was "
      "signed. Additionally, an agreement on "
      "customs was signed.",
        NULL, "2024-09-03" },
};

static void
test_times(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    struct wf_chain_settings settings = { 0 };
    wf_chain *chain = wf_chain_new(&settings, &err);
    wf_lane_state *lane;
    wf_arena *arena = wf_arena_new((size_t)64 << 20);
    struct wf_document doc;

    (void)state;
    if (chain == NULL)
        fail_msg("%s", err.text);
    lane = wf_lane_state_new(chain);
    assert_non_null(lane);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct wf_time *time = NULL;
        struct wf_slice text = wf_slice_of(cases[i].text);

        wf_arena_reset(arena);
        wf_document_reset(&doc, arena);
        doc.id = WF_SLICE("test");
        doc.published = WF_SLICE("2024-09-17");
        doc.published_basis = WF_PUBLISHED_ENVELOPE;
        assert_true(wf_day_parse("2024-09-17", 10, &doc.published_day));
        assert_int_equal(wf_text_begin(&doc.text, arena, text, &err), WF_OK);
        wf_text_copy(&doc.text, 0, (uint32_t)text.len);
        assert_int_equal(wf_text_end(&doc.text, &err), WF_OK);
        assert_int_equal(wf_chain_run(chain, lane, &doc, &err), WF_OK);
        for (unsigned k = 0; cases[i].figure != NULL && k < doc.figures.count; k++) {
            if (wf_slice_is(
                    wf_span_text(&doc, doc.figures.items[k]->fact.at.span), cases[i].figure))
                time = &doc.figures.items[k]->time;
        }
        for (unsigned k = 0; cases[i].figure != NULL && time == NULL && k < doc.events.count; k++) {
            if (wf_slice_is(wf_span_text(&doc, doc.events.items[k]->trigger.span), cases[i].figure))
                time = &doc.events.items[k]->time;
        }
        if (cases[i].figure == NULL && doc.agreements.count > 0)
            time = &doc.agreements.items[doc.agreements.count - 1]->time;
        if (time == NULL)
            fail_msg("case %zu: the fact was not found", i);
        if (cases[i].time == NULL) {
            if (time->value.data != NULL)
                fail_msg("case %zu: dated %.*s", i, (int)time->value.len, time->value.data);
        } else {
            if (time->value.data == NULL)
                fail_msg("case %zu: not dated", i);
            WF_CHECK_TEXT(i, cases[i].time, time->value.data, time->value.len);
        }
    }
    wf_lane_state_free(lane);
    wf_chain_free(chain);
    wf_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_times) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
