/* SPDX-License-Identifier: Apache-2.0 */
#include "document/document.h"

#include "tests/check.h"

/* Sentences of one block, written with "|" between them, "^|" where no space stands there. */
static const char *const cases[] = {
    "One sentence.|Another one.",
    "The U.S. envoy met Gen. Anders Berg at 5 p.m. on Monday.|He left at once.",
    "He lives in the U.S.|The firm is in the U.K. too.",
    "Dr. A. B. Lind and Mrs. Holm of Seaways Inc. signed No. 12 on Sept. 3.|It was late.",
    "It rose 3.75 percent to $1.2 million.|Exports fell.",
    "\"We agree,\" she said.|\"It is done.\"|He nodded.",
    "He called it \"a good day.\"|Nobody else did.",
    "(The text was short.)|It was signed in May.",
    "\"Is it true?\" Lind asked.|Nobody answered.",
    "\"Stop!\" he shouted.|They did not.",
    "What next?|Nobody knows!|Not even they...|So it goes.",
    "He paused ... and went on.",
    "The plan has three parts: a port; a road; and a rail line.|It is dear.",
    "Sales were slow, e.g. in Oslo and i.e. in the north, etc. and so on.",
    "The firm (see p. 5) is sold.|Its shares rose.",
    "The deal was signed.12|The next one was not.",
    "It was agreed.^|The other side signed.",
    "She came in Sept.|The talks began then.",
    "1. The parties agree.|2. They meet again.",
    "Visit example.org for more.|It is free.",
    "It cost 5 million in 2022.|15 people paid.",
    "Prices rose to 4.5 p.c. vs. 3.2 p.c. a year ago.",
};

static void
test_boundaries(void **state)
{
    wf_arena *arena = wf_arena_new((size_t)1 << 20);
    wf_vocabulary *vocabulary = wf_vocabulary_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;
        struct wf_buffer source = WF_BUFFER_INIT, got = WF_BUFFER_INIT;
        struct wf_document doc;

        for (const char *p = cases[i]; *p != '\0'; p++) {
            if (*p == '^')
                p++;
            else
                wf_buffer_putc(&source, *p == '|' ? ' ' : *p);
        }
        wf_document_reset(&doc, arena);
        WF_CHECK_INT(i, WF_OK, wf_text_begin(&doc.text, arena, (struct wf_slice){ source.data, source.len }, &err));
        wf_text_copy(&doc.text, 0, (uint32_t)source.len);
        WF_CHECK_INT(i, WF_OK, wf_text_end(&doc.text, &err));
        WF_CHECK_INT(i, WF_OK, wf_tokenise(&doc, vocabulary, 0, &err));
        for (unsigned k = 0; k < doc.sentences.count; k++) {
            const struct wf_sentence *s = &doc.sentences.items[k];
            struct wf_span span = { doc.tokens.items[s->first].start, doc.tokens.items[s->end - 1].end };

            if (k > 0)
                wf_buffer_puts(&got, (doc.tokens.items[s->first].flags & WF_TOKEN_SPACE_BEFORE) ? "|" : "^|");
            wf_buffer_append_slice(&got, wf_span_text(&doc, span));
        }
        WF_CHECK_TEXT(i, cases[i], got.data, got.len);
        wf_buffer_free(&source);
        wf_buffer_free(&got);
    }
    wf_vocabulary_free(vocabulary);
    wf_arena_free(arena);
}

static void
add(struct wf_document *doc, uint32_t start, uint32_t end, enum wf_block_kind kind, unsigned level)
{
    wf_text_copy(&doc->text, start, end);
    wf_text_break(&doc->text, kind, level);
}

static void
test_sections(void **state)
{
    static const char source[] = "Title Lead. Part One text. Two text. Sub Three. Contact";
    wf_arena *arena = wf_arena_new((size_t)1 << 20);
    wf_vocabulary *vocabulary = wf_vocabulary_new();
    struct wf_error err = WF_ERROR_INIT;
    struct wf_document doc;

    (void)state;
    wf_document_reset(&doc, arena);
    assert_int_equal(WF_OK, wf_text_begin(&doc.text, arena, WF_SLICE(source), &err));
    add(&doc, 0, 5, WF_BLOCK_TITLE, 0);
    add(&doc, 6, 11, WF_BLOCK_PARAGRAPH, 0);
    add(&doc, 12, 16, WF_BLOCK_HEADING, 1);
    add(&doc, 17, 36, WF_BLOCK_PARAGRAPH, 0);
    add(&doc, 37, 40, WF_BLOCK_HEADING, 2);
    add(&doc, 41, 47, WF_BLOCK_PARAGRAPH, 0);
    add(&doc, 48, 55, WF_BLOCK_BACK, 0);
    assert_int_equal(WF_OK, wf_text_end(&doc.text, &err));
    assert_int_equal(WF_OK, wf_tokenise(&doc, vocabulary, 0, &err));
    assert_int_equal(3, doc.sections.count);
    assert_int_equal(WF_NO_HEADING, doc.sections.items[0].heading);
    assert_int_equal(1, doc.sections.items[0].level);
    assert_int_equal(2, doc.sections.items[1].heading);
    assert_int_equal(2, doc.sections.items[2].level);
    assert_int_equal(47, doc.sections.items[2].span.end);
    assert_int_equal(8, doc.sentences.count);
    assert_null(wf_document_section(&doc, 0).data); /* title */
    assert_null(wf_document_section(&doc, 1).data); /* lead, above any heading */
    assert_int_equal(0, strncmp("Part", wf_document_section(&doc, 3).data, 4));
    assert_int_equal(0, strncmp("Sub", wf_document_section(&doc, 6).data, 3));
    assert_null(wf_document_section(&doc, 7).data); /* contact line */
    wf_vocabulary_free(vocabulary);
    wf_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_sections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
