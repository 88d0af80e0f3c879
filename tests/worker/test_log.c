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
    wf_log_print(&out, false, 1700000000123, WF_LOG_WARNING, "lag \"high\"", 0);
    WF_CHECK_TEXT(0, "time=2023-11-14T22:13:20.123Z level=warning msg=\"lag \\\"high\\\"\"\n", out.data, out.len);
    wf_buffer_clear(&out);
    wf_log_print(&out, true, 1700000000123, WF_LOG_ERROR, "bad\tthing \\ \"quoted\"", 7);
    line = json_loadb(out.data, out.len, 0, NULL);
    assert_non_null(line);
    assert_string_equal("2023-11-14T22:13:20.123Z", json_string_value(json_object_get(line, "time")));
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
        wf_log_write(&log, WF_LOG_ERROR, message);
    }
    assert_int_equal(5, lines_in(descriptor, text, sizeof text));
    wf_log_write(&log, WF_LOG_INFO, "something else");
    wf_log_write(&log, WF_LOG_DEBUG, "not at this level");
    assert_int_equal(6, lines_in(descriptor, text, sizeof text));
    for (size_t i = 0; i < WF_LOG_KINDS; i++)
        log.kinds[i].window -= 60000; /* a minute later */
    wf_log_write(&log, WF_LOG_ERROR, "offset 1000 is gone");
    assert_int_equal(7, lines_in(descriptor, text, sizeof text));
    assert_non_null(strstr(text, "\"left_out\":995"));
    close(descriptor);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_flood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
