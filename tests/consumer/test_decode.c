/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/decode.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/check.h"

struct bench {
    wf_arena *arena;
    wf_vocabulary *vocabulary;
    struct wf_document doc;
    struct wf_error err;
    struct wf_decode_limits limits;
};

static int
setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);

    if (b == NULL)
        return -1;
    b->arena = wf_arena_new((size_t)64 << 20);
    b->vocabulary = wf_vocabulary_new();
    b->limits.max_depth = 256;
    *state = b;
    return b->arena == NULL || b->vocabulary == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    struct bench *b = *state;

    wf_arena_free(b->arena);
    wf_vocabulary_free(b->vocabulary);
    free(b);
    return 0;
}

/* Decode and tokenise; `type` is the content type, `name` the file, either may be NULL. */
static enum wf_status
decode(struct bench *b, const char *data, size_t len, const char *type, const char *name)
{
    struct wf_header header = { WF_SLICE("content-type"), wf_slice_of(type) };
    struct wf_input in = { .value = { data, len }, .headers = &header, .header_count = type != NULL,
        .name = wf_slice_of(name), .origin = { .timestamp = -1 } };
    enum wf_status st;

    memset(&b->err, 0, sizeof b->err);
    wf_document_reset(&b->doc, b->arena);
    st = wf_decode(&b->doc, &in, &b->limits, &b->err);
    return st == WF_OK ? wf_tokenise(&b->doc, b->vocabulary, 0, &b->err) : st;
}

/* The reading text of blocks that are read, with the kind of each: "T" title, "H1" heading and so on. */
static char *
outline(const struct bench *b)
{
    static const char *const kinds[] = { "P", "T", "H", "L", "R", "Q", "C", "F", "B", "X" };
    struct wf_buffer out = WF_BUFFER_INIT;
    char *text;

    for (unsigned i = 0; i < b->doc.text.blocks.count; i++) {
        const struct wf_block *block = &b->doc.text.blocks.items[i];

        wf_buffer_puts(&out, kinds[block->kind]);
        if (block->level > 0)
            wf_buffer_put_uint(&out, block->level);
        wf_buffer_puts(&out, " ");
        wf_buffer_append_slice(&out, wf_span_text(&b->doc, block->span));
        wf_buffer_puts(&out, "\n");
    }
    text = wf_arena_copy(b->arena, out.data == NULL ? "" : out.data, out.len);
    wf_buffer_free(&out);
    return text;
}


/* One report in every format that is read: the outline must be the same. */
static void
test_one_report_in_all_formats(void **state)
{
    static const char expected[] = "T Gas accord ends a long dispute\n"
                                   "P Ministers of Norland and Sudova signed a gas accord in Lisbon on 3 May 2024 & praised "
                                   "it. Norland will pay $4.5 billion over ten years, its finance minister said.\n"
                                   "H1 What comes next\n"
                                   "P \"This is a good day,\" she told reporters. The pipeline is to be finished by the end "
                                   "of 2027, and both sides want the long-term price to be fixed.\n";
#define ONE "Ministers of Norland and Sudova signed a gas accord in Lisbon on 3 May 2024 & praised it. " \
    "Norland will pay $4.5 billion over ten years, its finance minister said."
#define TWO "\\\"This is a good day,\\\" she told reporters. The pipeline is to be finished by the end of 2027, and " \
    "both sides want the long-term price to be fixed."
#define TWO_PLAIN "\"This is a good day,\" she told reporters. The pipeline is to be finished by the end of 2027, and " \
    "both sides want the long-term price to be fixed."
#define BODY "<h1>Gas accord ends a long dispute</h1><p>Ministers of Norland and Sudova signed a gas accord in " \
    "<a href='x'>Lisbon</a> on 3&nbsp;May 2024 &amp; praised it. Norland will pay &#36;4.5 billion over ten years, its " \
    "finance minister said.</p><h2>What comes next</h2>"
#define JSON_TEXT "Gas accord ends a long dispute\\n\\n" ONE "\\n\\nWhat comes next\\n\\n" TWO
    static const struct {
        const char *name, *data;
    } cases[] = {
        { "a.txt", "Gas accord ends a long dispute\n\n" ONE "\n\nWhat comes next\n\n" TWO_PLAIN "\n" },
        /* as it comes out of a PDF: hard lines, a hyphen, a page number in the middle of a sentence, ligatures */
        { "b.txt", "Gas accord ends a long dispute\n\nMinisters of Norland and Sudova signed a gas accord in Lisbon on\n"
                   "3 May 2024 & praised it. Norland will pay \\$4.5 billion over ten\nyears, its \xef\xac\x81nance min-\nister "
                   "said.\n\nWhat comes next\n\n\"This is a good day,\" she told reporters. The pipe\xc2\xadline is to be\n"
                   "finished by the end of 2027, and both\n\n7\n\n\fsides want the long-\nterm price to be fixed.\n" },
        { "c.md", "# Gas accord ends a long dispute\n\nMinisters of Norland and Sudova signed a gas accord in [Lisbon](x) on "
                  "3 May 2024 &amp; praised\nit. Norland will pay **\\$4.5 billion** over ten years, its finance minister "
                  "said.\n\n## What comes next\n\n" TWO_PLAIN "\n" },
        { "d.html", BODY "<p>" TWO_PLAIN "</p>" },
        { "e.html", "<!DOCTYPE html><html><head><title>x</title><style>p { color: red }</style></head><body><nav>Home</nav>"
                    "<main>" BODY "<p>" TWO_PLAIN "</p><script>alert(1)</script></main></body></html>" },
        { "f.json", "{\"id\":\"f\",\"text\":\"" JSON_TEXT "\"}" },
        { "g.json", "{\"uri\":\"g\",\"body_html\":\"" BODY "<p>" TWO "</p>\"}" },
        { "h.json", "{\"uri\":\"h\",\"pubstatus\":\"usable\",\"bodies\":[{\"role\":\"summary\",\"contenttype\":\"text/plain\","
                    "\"value\":\"no\"},{\"role\":\"main\",\"contenttype\":\"text/html\",\"value\":\"" BODY "<p>" TWO "</p>\"}]}" },
        { "i.json", "{\"uri\":\"i\",\"pubStatus\":\"usable\",\"bodies\":[{\"contentType\":\"text/plain\",\"value\":\"" JSON_TEXT
                    "\"}]}" },
        { "j.json", "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"j\",\"data\":{\"id\":\"k\",\"text\":\""
                    JSON_TEXT "\"}}" },
        { "k.json", "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"k\",\"datacontenttype\":\"text/html\","
                    "\"data\":\"" BODY "<p>" TWO "</p>\"}" },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum wf_status st = decode(b, cases[i].data, strlen(cases[i].data), NULL, cases[i].name);
        const char *got;

        if (st != WF_OK)
            fail_msg("%s: %s", cases[i].name, b->err.text);
        got = outline(b);
        if (strcmp(expected, got) != 0)
            fail_msg("%s reads\n%s", cases[i].name, got);
        WF_CHECK_INT(i, 6, b->doc.sentences.count);
    }
}

static void
test_repairs_of_print(void **state)
{
    static const struct {
        const char *source, *outline;
    } cases[] = {
        { "The agree-\nment was signed by the two min-\nisters in Oslo.", "P The agreement was signed by the two ministers in Oslo.\n" },
        { "It is a long-\nterm plan for the well-\nknown firm.", "P It is a long-term plan for the well-known firm.\n" },
        { "The short-\nand long-term plans were ready by then.", "P The short- and long-term plans were ready by then.\n" },
        { "The Basra-\nBaghdad line was opened by the minister.", "P The Basra-Baghdad line was opened by the minister.\n" },
        { "The of\xef\xac\x81" "cer\xe2\x80\x8b spoke of co\xc2\xadoperation and\xc2\xa0trade.", "P The officer spoke of cooperation and trade.\n" },
        { "The minister said that the plan for the new port would be ready in the\n\n12\n\nsummer of next year at the latest.",
            "P The minister said that the plan for the new port would be ready in the summer of next year at the latest.\n" },
        { "The minister said that the plan for the new port would be ready in the\n\n3 See the annual report of the ministry, page 14.\n\n"
          "summer of next year at the latest.",
            "P The minister said that the plan for the new port would be ready in the summer of next year at the latest.\n"
            "B 3 See the annual report of the ministry, page 14.\n" },
        { "The parties met in Rome.[12] They agreed on [the price](http://x.example/a) and **the date**.",
            "P The parties met in Rome. They agreed on the price and the date.\n" },
        { "\xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa7\xd9\x82 \xd9\x88\xd8\xa5\xd9\x8a\xd8\xb1\xd8\xa7\xd9\x86\n\nThe two sides met in the capital on Monday for talks.",
            "X \xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa7\xd9\x82 \xd9\x88\xd8\xa5\xd9\x8a\xd8\xb1\xd8\xa7\xd9\x86\nP The two sides met in the capital on Monday for talks.\n" },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *got;

        WF_CHECK_INT(i, WF_OK, decode(b, cases[i].source, strlen(cases[i].source), NULL, "a.txt"));
        got = outline(b);
        WF_CHECK_TEXT(i, cases[i].outline, got, strlen(got));
    }
}

static void
test_what_is_no_envelope(void **state)
{
    static const struct {
        const char *json;
        enum wf_status status;
        const char *says;
    } cases[] = {
        { "[]", WF_EFORMAT, "$: expected an object" },
        { "\"lonely\"", WF_EFORMAT, "$: expected an object" },
        { "12", WF_EFORMAT, "$: expected an object" },
        { "{}", WF_EFORMAT, "$: no known envelope" },
        { "{\"text\":7}", WF_EFORMAT, "$.text: expected a string, found a number" },
        { "{\"text\":\"x\",\"title\":[]}", WF_EFORMAT, "$.title: expected a string, found an array" },
        { "{\"text\":\"x\",\"published\":\"soon\"}", WF_EFORMAT, "$.published" },
        { "{\"bodies\":[{\"value\":1}]}", WF_EFORMAT, "$.bodies[0].value" },
        { "{\"bodies\":{}}", WF_EFORMAT, "$.bodies: expected an array" },
        { "{\"specversion\":\"0.3\",\"type\":\"t\",\"data\":{}}", WF_ESUPPORT, "specversion" },
        { "{\"specversion\":\"1.0\",\"type\":\"t\"}", WF_EFORMAT, "without data" },
        { "{\"specversion\":\"1.0\",\"type\":\"t\",\"data\":{\"text\":7}}", WF_EFORMAT, "$.data.text" },
        { "{\"text\":\"x\"", WF_EFORMAT, "not valid JSON" },
        { "{\"text\":\"x\",}", WF_EFORMAT, "not valid JSON" },
        { "{\"text\":\"\\ud800\"}", WF_EFORMAT, "not valid JSON" },
        { "{\"text\":\"a\xff\"}", WF_EUTF8, "not valid UTF-8" },
        { "{\"text\":\"one\",\"extra\":{\"a\":1,\"a\":2},\"b\\u0000\":3}", WF_OK, "" },
        { "{\"text\":\"nul \\u0000 here\"}", WF_OK, "" },
        { "\xef\xbb\xbf{\"text\":\"marked\"}", WF_OK, "" },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WF_CHECK_INT(i, cases[i].status, decode(b, cases[i].json, strlen(cases[i].json), "application/json", NULL));
        if (strstr(b->err.text, cases[i].says) == NULL)
            fail_msg("case %zu says `%s`", i, b->err.text);
    }
}

static void
test_metadata(void **state)
{
    static const struct {
        const char *name, *data, *id, *title, *published, *publisher;
        int basis;
    } cases[] = {
        { "x/a.txt", "MINISTRY OF TRADE\n\nTrade with Norland grows by a tenth\n\n4 June 2023\n\nExports rose in the first months of the year, the ministry said.\n",
            "a.txt", "Trade with Norland grows by a tenth", "2023-06-04", "MINISTRY OF TRADE", WF_PUBLISHED_TEXT },
        { "b.txt", "OSLO, May 3, 2021 (Seawire) - The harbour was closed on Monday after a storm, officials said.\n", "b.txt", "",
            "2021-05-03", "Seawire", WF_PUBLISHED_TEXT },
        { "c.json", "{\"id\":5,\"text\":\"On 3 May 2020 the harbour was closed after a storm, officials said.\"}", "5", "", "", "",
            WF_PUBLISHED_UNKNOWN },
        { "d.json", "{\"guid\":\"urn:1\",\"headline\":\"Storm\",\"versioncreated\":\"2024-02-01T10:00:00Z\",\"source\":\"Seawire\",\"body_html\":\"<p>The harbour was closed.</p>\"}",
            "urn:1", "Storm", "2024-02-01T10:00:00Z", "Seawire", WF_PUBLISHED_ENVELOPE },
        { "e.md", "---\ntitle: \"Storm\"\ndate: 2022-01-02\n---\n\nThe harbour was closed on Monday after a storm, officials said.\n", "e.md",
            "Storm", "2022-01-02", "", WF_PUBLISHED_TEXT },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WF_CHECK_INT(i, WF_OK, decode(b, cases[i].data, strlen(cases[i].data), NULL, cases[i].name));
        WF_CHECK_TEXT(i, cases[i].id, b->doc.id.data, b->doc.id.len);
        WF_CHECK_TEXT(i, cases[i].title, b->doc.title.data, b->doc.title.len);
        WF_CHECK_TEXT(i, cases[i].published, b->doc.published.data, b->doc.published.len);
        WF_CHECK_TEXT(i, cases[i].publisher, b->doc.publisher.data, b->doc.publisher.len);
        WF_CHECK_INT(i, cases[i].basis, b->doc.published_basis);
    }
}

static void
test_withheld_items_are_not_read(void **state)
{
    static const char *const items[] = { "{\"uri\":\"1\",\"pubstatus\":\"canceled\",\"body_text\":\"Secret words.\"}",
        "{\"uri\":\"1\",\"pubStatus\":\"withheld\",\"bodies\":[{\"value\":\"Secret words.\"}]}" };
    struct bench *b = *state;

    for (size_t i = 0; i < 2; i++) {
        WF_CHECK_INT(i, WF_OK, decode(b, items[i], strlen(items[i]), NULL, "a.json"));
        WF_CHECK_INT(i, 0, b->doc.text.reading.len);
        WF_CHECK_TEXT(i, i == 0 ? "canceled" : "withheld", b->doc.status.data, b->doc.status.len);
    }
}

static void
test_encodings(void **state)
{
    static const struct {
        const char *data;
        size_t len;
        const char *type;
        enum wf_status status;
        const char *reading;
    } cases[] = {
#define BYTES(s) s, sizeof(s) - 1
        { BYTES("\xff\xfeH\0\xe9\0!\0"), NULL, WF_OK, "H\xc3\xa9!\n" },
        { BYTES("\xfe\xff\0H\0\xe9\0!"), NULL, WF_OK, "H\xc3\xa9!\n" },
        { BYTES("\xff\xfe\x00\xd8"), NULL, WF_EUTF8, NULL },
        { BYTES("The caf\xe9 in the old town \x93quoted\x94 words"), NULL, WF_OK,
            "The caf\xc3\xa9 in the old town \xe2\x80\x9cquoted\xe2\x80\x9d words\n" },
        { BYTES("caf\xe9"), "text/plain; charset=windows-1252", WF_OK, "caf\xc3\xa9\n" },
        { BYTES("caf\xe9"), "text/plain; charset=utf-8", WF_EUTF8, NULL },
        { BYTES("caf\xe9"), "text/plain; charset=koi8-r", WF_ESUPPORT, NULL },
        { BYTES("\xc0\xaf\xed\xa0\x80"), NULL, WF_EUTF8, NULL },
        { BYTES("Continuation bytes: \"\x80\" and \"\xbf\" in this line of words"), NULL, WF_EUTF8, NULL },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WF_CHECK_INT(i, cases[i].status, decode(b, cases[i].data, cases[i].len, cases[i].type, "a.txt"));
        if (cases[i].reading != NULL)
            WF_CHECK_TEXT(i, cases[i].reading, b->doc.text.reading.data, b->doc.text.reading.len);
    }
}

static void
test_languages(void **state)
{
    static const struct {
        const char *text, *language;
        bool facts;
    } cases[] = {
        { "The minister said that the two countries have signed an accord and that it will be in force by May.", "en", true },
        { "Der Minister hat mit dem Gast \xc3\xbc" "ber die Preise gesprochen, und es wird nicht mehr als ein Jahr dauern. Das ist der Plan.", "de", false },
        { "La ministre a dit que les deux pays ont sign\xc3\xa9 un accord sur le gaz, et que la ville est pr\xc3\xaate \xc3\xa0 payer pour les travaux.", "fr", false },
        { "\xd0\x9f\xd1\x80\xd0\xb5\xd0\xb7\xd0\xb8\xd0\xb4\xd0\xb5\xd0\xbd\xd1\x82 \xd0\xbf\xd0\xbe\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb.", "ru", false },
        { "Crude: $80.12", "en", true },
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WF_CHECK_INT(i, WF_OK, decode(b, cases[i].text, strlen(cases[i].text), NULL, "a.txt"));
        WF_CHECK_TEXT(i, cases[i].language, b->doc.language.data, b->doc.language.len);
        WF_CHECK_INT(i, !cases[i].facts, b->doc.no_facts);
    }
}

/* `count` times `part`, decoded as file `name`; the status. */
static enum wf_status
repeat(struct bench *b, const char *part, size_t count, const char *name)
{
    size_t len = strlen(part);
    char *data = malloc(len * count + 1);
    enum wf_status st;

    assert_non_null(data);
    for (size_t i = 0; i < count; i++)
        memcpy(data + i * len, part, len);
    st = decode(b, data, len * count, NULL, name);
    free(data);
    return st;
}

static void
test_limits(void **state)
{
    struct bench *b = *state;

    b->limits.max_record = 100;
    assert_int_equal(WF_ELIMIT, repeat(b, "Some words. ", 20, "a.txt"));
    b->limits.cut = true;
    assert_int_equal(WF_OK, repeat(b, "W\xc3\xb6rte sind das. ", 20, "a.txt"));
    assert_true(b->doc.text.source.len <= 100 && b->doc.text.source.len > 96);
    assert_string_equal("cut-text", b->doc.warnings.items[0].code);
    assert_int_equal(WF_ELIMIT, repeat(b, "{\"a\":1}", 20, "a.json")); /* half an envelope is none */
    b->limits.cut = false;
    b->limits.max_record = 0;
    b->limits.max_text = 100;
    assert_int_equal(WF_ELIMIT, repeat(b, "Some words. ", 20, "a.txt"));
    b->limits.cut = true;
    assert_int_equal(WF_OK, repeat(b, "Some words. ", 20, "a.txt"));
    assert_true(b->doc.text.reading.len <= 101 && b->doc.text.reading.len > 80);
    assert_int_equal(1, b->doc.warnings.count);
    b->limits.max_text = 0;
    assert_int_equal(WF_ELIMIT, repeat(b, "[", 300, "a.json"));
    assert_int_equal(WF_OK, repeat(b, "<div>part", 300, "a.html"));
    assert_int_equal(256 * 5 - 1, b->doc.text.reading.len - 1);
    assert_string_equal("cut-text", b->doc.warnings.items[0].code);
    b->limits.cut = false;
    assert_int_equal(WF_ELIMIT, repeat(b, "<div>", 300, "a.html"));
    assert_int_equal(WF_OK, repeat(b, "<p>one", 3000, "a.html"));
    assert_int_equal(WF_OK, repeat(b, "<div></div>", 3000, "a.html"));
    assert_int_equal(WF_EFORMAT, decode(b, "", 0, NULL, "a.txt"));
}

static void
test_hostile_text_ends(void **state)
{
    static const char *const parts[] = { "(", "\"", "[", "*", "<", "&", "_", "`", "!", "](", "[a](", "<b ", "&#", "\n", "\f",
        "\\", "- ", "> ", "1. ", "|", "A", "a-\n", "\xc2\xad", "A.\n", "- a\n", "#", "~~~\n", "[^1", "<!--", "&amp" };
    static const char *const names[] = { "a.txt", "a.md", "a.html" };
    struct bench *b = *state;

    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            enum wf_status st = repeat(b, parts[i], 20000, names[n]);

            if (st != WF_OK && st != WF_ELIMIT)
                fail_msg("%s of `%s`: %s", names[n], parts[i], b->err.text);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_report_in_all_formats, setup, teardown),
        cmocka_unit_test_setup_teardown(test_repairs_of_print, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_no_envelope, setup, teardown),
        cmocka_unit_test_setup_teardown(test_metadata, setup, teardown),
        cmocka_unit_test_setup_teardown(test_withheld_items_are_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_encodings, setup, teardown),
        cmocka_unit_test_setup_teardown(test_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile_text_ends, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
