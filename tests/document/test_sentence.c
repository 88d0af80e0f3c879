/* SPDX-License-Identifier: Apache-2.0 */
#include "document/document.h"

#include <stdio.h>

#include "tests/check.h"

static void
check_line(wf_arena *arena, const wf_vocabulary *vocabulary, const char *line, int number)
{
    struct wf_buffer source = WF_BUFFER_INIT, got = WF_BUFFER_INIT;
    struct wf_error err = WF_ERROR_INIT;
    struct wf_document doc;

    for (const char *p = line; *p != '\0'; p++) {
        if (*p == '^')
            p++;
        else
            wf_buffer_putc(&source, *p == '|' ? ' ' : *p);
    }
    wf_document_reset(&doc, arena);
    WF_CHECK_INT(number, WF_OK, wf_text_begin(&doc.text, arena, (struct wf_slice){ source.data, source.len }, &err));
    wf_text_copy(&doc.text, 0, (uint32_t)source.len);
    WF_CHECK_INT(number, WF_OK, wf_text_end(&doc.text, &err));
    WF_CHECK_INT(number, WF_OK, wf_tokenise(&doc, vocabulary, 0, &err));
    for (unsigned k = 0; k < doc.sentences.count; k++) {
        const struct wf_sentence *s = &doc.sentences.items[k];
        struct wf_span span = { doc.tokens.items[s->first].start, doc.tokens.items[s->end - 1].end };

        if (k > 0)
            wf_buffer_puts(&got, (doc.tokens.items[s->first].flags & WF_TOKEN_SPACE_BEFORE) ? "|" : "^|");
        wf_buffer_append_slice(&got, wf_span_text(&doc, span));
    }
    WF_CHECK_TEXT(number, line, got.data, got.len);
    wf_buffer_free(&source);
    wf_buffer_free(&got);
}

static void
test_boundaries(void **state)
{
    wf_arena *arena = wf_arena_new((size_t)1 << 20);
    wf_vocabulary *vocabulary = wf_vocabulary_new();
    FILE *in = fopen(WF_SOURCE_DIR "/tests/document/sentences.txt", "r");
    char line[1024];
    int number = 0, count = 0;

    (void)state;
    assert_non_null(in);
    while (fgets(line, sizeof line, in) != NULL) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        check_line(arena, vocabulary, line, number);
        count++;
    }
    assert_true(count >= 100);
    fclose(in);
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
