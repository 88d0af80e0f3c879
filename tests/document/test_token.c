/* SPDX-License-Identifier: Apache-2.0 */
/* Where tokens begin and end. */
#include "tests/check.h"

#include "document/document.h"

/* The text as one paragraph, its tokens joined by `|`; `_` stands before a token without space before it. */
static void
tokens_of(const char *text, char *out, size_t size)
{
    wf_arena *arena = wf_arena_new((size_t)16 << 20);
    wf_vocabulary *vocabulary = wf_vocabulary_new();
    struct wf_document doc;
    size_t used = 0;

    wf_document_reset(&doc, arena);
    assert_int_equal(wf_text_begin(&doc.text, arena, wf_slice_of(text), NULL), WF_OK);
    wf_text_copy(&doc.text, 0, (uint32_t)strlen(text));
    assert_int_equal(wf_text_end(&doc.text, NULL), WF_OK);
    assert_int_equal(wf_scan_tokens(&doc, vocabulary, 0, NULL), WF_OK);
    out[0] = '\0';
    for (uint32_t t = 0; t < doc.tokens.count; t++) {
        struct wf_slice s = wf_token_text(&doc, t);

        assert_true(used + s.len + 3 < size);
        if (t > 0)
            out[used++] = '|';
        if (!(doc.tokens.items[t].flags & WF_TOKEN_SPACE_BEFORE))
            out[used++] = '_';
        memcpy(out + used, s.data, s.len);
        used += s.len;
        out[used] = '\0';
    }
    wf_vocabulary_free(vocabulary);
    wf_arena_free(arena);
}

static void
cuts_where_the_manual_says(void **state)
{
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        { "The U.S. and U.K. agreed.", "The|U.S.|and|U.K.|agreed|_." },
        { "Gen. J. Smith of Acme Inc. left", "Gen.|J.|Smith|of|Acme|Inc.|left" },
        { "at 9 a.m. sharp", "at|9|a.m.|sharp" },
        { "$11,000.50 or 3.75%", "$|_11,000.50|or|3.75|_%" },
        { "It cost 2,024.", "It|cost|2,024|_." },
        { "the 11th, 1990s, \xe2\x82\xac" "1.2bn", "the|11|_th|_,|1990|_s|_,|\xe2\x82\xac|_1.2|_bn" },
        { "Iran-Iraq five-year", "Iran|_-|_Iraq|five|_-|_year" },
        { "Iraq's and Iraq\xe2\x80\x99s", "Iraq|_'s|and|Iraq|_\xe2\x80\x99s" },
        { "the officials' visit", "the|officials|_'|visit" },
        { "Mohammed Shia' al-Sudani", "Mohammed|Shia'|al|_-|_Sudani" },
        { "O'Brien didn't", "O'Brien|didn't" },
        { "'Never again' he said", "'|_Never|again|_'|he|said" },
        { "G7 and F-16 and Q3", "G7|and|F|_-|_16|and|Q3" },
        { "see example.org now", "see|example.org|now" },
        { "wait... what", "wait|_...|what" },
        { "one--two", "one|_--|_two" },
        { "1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7",
            "1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6|_,|_7" },
        { "(about $2.5 billion)", "(|_about|$|_2.5|billion|_)" },
        { "11-13 and 10:30", "11|_-|_13|and|10|_:|_30" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[512];

        tokens_of(cases[i].text, out, sizeof out);
        WF_CHECK_TEXT(i, cases[i].tokens, out, strlen(out));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(cuts_where_the_manual_says) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
