/* SPDX-License-Identifier: Apache-2.0 */
/* Log lines: their form, the level, and that a flood of one message is thinned out and counted. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "document/buffer.h"
#include "worker/log.h"

static void
test_forms(void **state)
{
    struct wf_buffer out = WF_BUFFER_INIT;
    json_t *line;

    (void)state;
    wf_log_print(&out, false, 1700000000123, WF_MESSAGE_DEAD_LETTER, WF_LOG_WARNING, "lag \"high\"", 0);
    WF_CHECK_TEXT(0, "time=2023-11-14T22:13:20.123Z level=warning code=dead-letter msg=\"lag \\\"high\\\"\"\n", out.data, out.len);
    wf_buffer_clear(&out);
    wf_log_print(&out, true, 1700000000123, WF_MESSAGE_KAFKA, WF_LOG_ERROR, "bad\tthing \\ \"quoted\"", 7);
    line = json_loadb(out.data, out.len, 0, NULL);
    assert_non_null(line);
    assert_string_equal("2023-11-14T22:13:20.123Z", json_string_value(json_object_get(line, "time")));
    assert_string_equal("kafka", json_string_value(json_object_get(line, "code")));
    assert_string_equal("error", json_string_value(json_object_get(line, "level")));
    assert_string_equal("bad\tthing \\ \"quoted\"", json_string_value(json_object_get(line, "message")));
    assert_int_equal(7, json_integer_value(json_object_get(line, "left_out")));
    json_decref(line);
    wf_buffer_free(&out);
}

static unsigned
lines_in(int descriptor, char *text, size_t size)
{
    ssize_t len = pread(descriptor, text, size - 1, 0);
    unsigned lines = 0;

    assert_true(len >= 0);
    text[len] = '\0';
    for (ssize_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    return lines;
}

static void
test_flood(void **state)
{
    char path[] = "/tmp/wirefact-log-XXXXXX", message[64], text[8192];
    int descriptor = mkstemp(path);
    struct wf_log log;

    (void)state;
    assert_true(descriptor >= 0);
    unlink(path);
    wf_log_init(&log, descriptor, WF_LOG_INFO, 0);
    assert_true(log.json); /* a file is no terminal */
    for (int i = 0; i < 1000; i++) {
        snprintf(message, sizeof message, "offset %d is gone", i);
        wf_log_write(&log, WF_MESSAGE_KAFKA, WF_LOG_ERROR, message);
    }
    assert_int_equal(5, lines_in(descriptor, text, sizeof text));
    wf_log_write(&log, WF_MESSAGE_KAFKA, WF_LOG_INFO, "something else");
    wf_log_write(&log, WF_MESSAGE_KAFKA, WF_LOG_DEBUG, "not at this level");
    assert_int_equal(6, lines_in(descriptor, text, sizeof text));
    for (size_t i = 0; i < WF_LOG_KINDS; i++)
        log.kinds[i].window -= 60000; /* a minute later */
    wf_log_write(&log, WF_MESSAGE_KAFKA, WF_LOG_ERROR, "offset 1000 is gone");
    assert_int_equal(7, lines_in(descriptor, text, sizeof text));
    assert_non_null(strstr(text, "\"left_out\":995"));
    close(descriptor);
}

/* Texts that differ in more than numbers cannot flood the log either. */
static void
test_flood_of_texts(void **state)
{
    char path[] = "/tmp/wirefact-log-XXXXXX", message[64], text[65536];
    int descriptor = mkstemp(path);
    struct wf_log log;

    (void)state;
    assert_true(descriptor >= 0);
    unlink(path);
    wf_log_init(&log, descriptor, WF_LOG_INFO, 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(message, sizeof message, "%c%c%c is bad", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
        wf_log_write(&log, WF_MESSAGE_DEAD_LETTER, WF_LOG_WARNING, message);
    }
    assert_int_equal(60, lines_in(descriptor, text, sizeof text));
    wf_log_write(&log, WF_MESSAGE_ABORTING, WF_LOG_WARNING, "another message has a budget of its own");
    assert_int_equal(61, lines_in(descriptor, text, sizeof text));
    log.messages[WF_MESSAGE_DEAD_LETTER].window -= 60000;
    wf_log_write(&log, WF_MESSAGE_DEAD_LETTER, WF_LOG_WARNING, "later");
    assert_non_null(lines_in(descriptor, text, sizeof text) == 62 ? strstr(text, "\"left_out\":940") : NULL);
    close(descriptor);
}

/* docs/messages.md is the table, and the table leaves nothing out. */
static void
test_reference(void **state)
{
    static char text[64 * 1024];
    struct wf_buffer out = WF_BUFFER_INIT;
    FILE *in = fopen(WF_SOURCE_DIR "/docs/messages.md", "r");
    size_t len;

    (void)state;
    assert_non_null(in);
    len = fread(text, 1, sizeof text - 1, in);
    fclose(in);
    wf_message_reference(&out);
    if (len != out.len || memcmp(text, out.data, len) != 0)
        fail_msg("docs/messages.md is not what the table gives; run scripts/generate");
    text[len] = '\0';
    assert_null(strstr(text, "|  |")); /* a reason without cause or remedy */
    for (unsigned i = 0; i < WF_MESSAGE_COUNT; i++)
        for (unsigned other = 0; other < i; other++)
            assert_string_not_equal(wf_message_code((enum wf_message)i), wf_message_code((enum wf_message)other));
    wf_buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_flood),
        cmocka_unit_test(test_flood_of_texts),
        cmocka_unit_test(test_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
