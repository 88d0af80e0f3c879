/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as they come, and what is read of them: the cases of tests/consumer/reading.txt, which says how they are written. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/decode.h"
#include "extractors/chain.h"
#include "tests/check.h"

#define FILE_NAME WF_SOURCE_DIR "/tests/consumer/reading.txt"

struct bench {
    wf_arena *arena;
    wf_chain *chain; /* for the words that are known */
    struct wf_document doc;
    struct wf_buffer text, expected, got;
    char name[80], file[32];
};

static int
setup(void **state)
{
    struct wf_chain_settings settings = { .data_path = WF_SOURCE_DIR "/extractors/data" };
    struct wf_error err = WF_ERROR_INIT;
    struct bench *b = calloc(1, sizeof *b);

    if (b == NULL)
        return -1;
    b->arena = wf_arena_new((size_t)16 << 20);
    b->chain = wf_chain_new(&settings, &err);
    *state = b;
    return b->arena == NULL || b->chain == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    struct bench *b = *state;

    wf_chain_free(b->chain);
    wf_arena_free(b->arena);
    wf_buffer_free(&b->text);
    wf_buffer_free(&b->expected);
    wf_buffer_free(&b->got);
    free(b);
    return 0;
}

/* A line of a case's text: \f, \\ and \xNN stand for bytes. */
static void
unescape(struct wf_buffer *out, const char *line)
{
    for (; *line != '\0'; line++) {
        char hex[3] = { 0 };

        if (line[0] == '\\' && line[1] == 'f') {
            wf_buffer_putc(out, '\f');
            line++;
        } else if (line[0] == '\\' && line[1] == 'x' && isxdigit((unsigned char)line[2]) && isxdigit((unsigned char)line[3])) {
            memcpy(hex, line + 2, 2);
            wf_buffer_putc(out, (char)strtol(hex, NULL, 16));
            line += 3;
        } else {
            line += line[0] == '\\' && line[1] == '\\';
            wf_buffer_putc(out, *line);
        }
    }
    wf_buffer_putc(out, '\n');
}

static void
put_slice(struct bench *b, const char *name, struct wf_slice value)
{
    wf_buffer_puts(&b->got, name);
    wf_buffer_append_slice(&b->got, value);
    wf_buffer_putc(&b->got, '\n');
}

/* Only what the case asks for: its lines `title:` and so on. */
static void
put_metadata(struct bench *b)
{
    const struct {
        const char *name;
        struct wf_slice value;
    } fields[] = { { "title: ", b->doc.title }, { "published: ", b->doc.published }, { "publisher: ", b->doc.publisher },
        { "language: ", b->doc.language } };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *found = strstr(b->expected.data, fields[i].name);

        if (found != NULL && (found == b->expected.data || found[-1] == '\n'))
            put_slice(b, fields[i].name, fields[i].value);
    }
}

static void
put_blocks(struct bench *b)
{
    static const char *const kinds[] = { "P", "T", "H", "L", "R", "Q", "C", "F", "B", "X" };
    const struct wf_document *doc = &b->doc;
    uint32_t s = 0;

    for (unsigned i = 0; i < doc->text.blocks.count; i++) {
        const struct wf_block *block = &doc->text.blocks.items[i];
        const char *between = " ";

        wf_buffer_puts(&b->got, kinds[block->kind]);
        if (block->level > 0)
            wf_buffer_put_uint(&b->got, block->level);
        for (; s < doc->sentences.count && doc->tokens.items[doc->sentences.items[s].first].start < block->span.end; s++) {
            const struct wf_sentence *sentence = &doc->sentences.items[s];

            wf_buffer_puts(&b->got, between);
            wf_buffer_append_slice(&b->got, wf_span_text(doc, (struct wf_span){ doc->tokens.items[sentence->first].start,
                                                                  doc->tokens.items[sentence->end - 1].end }));
            between = " | ";
        }
        wf_buffer_putc(&b->got, '\n');
    }
}

/* Does the case say nothing but metadata? */
static bool
is_metadata_alone(const char *expected)
{
    for (const char *line = expected; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (line[0] >= 'A' && line[0] <= 'Z')
            return false;
    }
    return true;
}

static void
check_case(struct bench *b)
{
    struct wf_decode_limits limits = { .max_depth = 64, .known = wf_chain_vocabulary(b->chain) };
    struct wf_input in = { .value = { b->text.data, b->text.len }, .name = wf_slice_of(b->file),
        .origin = { .timestamp = 1710000000000 } }; /* 9 March 2024 */
    struct wf_error err = WF_ERROR_INIT;

    while (b->expected.len > 1 && b->expected.data[b->expected.len - 2] == '\n')
        b->expected.len--;
    wf_buffer_putc(&b->expected, '\0');
    wf_document_reset(&b->doc, b->arena);
    if (wf_decode(&b->doc, &in, &limits, &err) != WF_OK ||
        wf_tokenise(&b->doc, wf_chain_vocabulary(b->chain), 0, &err) != WF_OK)
        fail_msg("%s: %s", b->name, err.text);
    wf_buffer_clear(&b->got);
    put_metadata(b);
    if (!is_metadata_alone(b->expected.data))
        put_blocks(b);
    wf_buffer_putc(&b->got, '\0');
    if (strcmp(b->got.data, b->expected.data) != 0)
        fail_msg("%s reads\n%s\nexpected\n%s", b->name, b->got.data, b->expected.data);
}

static void
test_cases(void **state)
{
    struct bench *b = *state;
    FILE *in = fopen(FILE_NAME, "r");
    bool expected = false;
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    unsigned count = 0;

    assert_non_null(in);
    while ((len = getline(&line, &cap, in)) != -1) {
        if (len > 0 && line[len - 1] == '\n')
            line[len - 1] = '\0';
        if (strncmp(line, "=== ", 4) == 0) {
            if (count++ > 0)
                check_case(b);
            assert_int_equal(2, sscanf(line, "=== %31s %79[^\n]", b->file, b->name));
            wf_buffer_clear(&b->text);
            wf_buffer_clear(&b->expected);
            expected = false;
        } else if (count > 0 && strcmp(line, "---") == 0) {
            expected = true;
        } else if (count > 0 && expected) {
            wf_buffer_puts(&b->expected, line);
            wf_buffer_putc(&b->expected, '\n');
        } else if (count > 0) {
            unescape(&b->text, line);
        }
    }
    check_case(b);
    assert_true(count > 30);
    free(line);
    fclose(in);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cases, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
