/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files: whole ones, ones of lines, limits. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "consumer/file.h"

static const struct {
    const char *name, *text;
    size_t max_bytes;
    const char *values[4]; /* NULL-terminated */
    const char *keys[3];
    unsigned lines[3];
} cases[] = {
    { "a.txt", "one\ntwo\n", 0, { "one\ntwo\n", NULL }, { "a.txt" }, { 0 } },
    { "a.txt", "", 0, { "", NULL }, { "a.txt" }, { 0 } },
    { "a.txt", "123456", 4, { "12345", NULL }, { "a.txt" }, { 0 } },
    { "a.jsonl", "{1}\n\n  \n{2}\r\n{3}", 0, { "{1}", "{2}", "{3}", NULL }, { "a.jsonl:1", "a.jsonl:4", "a.jsonl:5" },
        { 1, 4, 5 } },
    { "a.ndjson", "123456789\nab\n123456\n", 4, { "12345", "ab", "12345", NULL },
        { "a.ndjson:1", "a.ndjson:2", "a.ndjson:3" }, { 1, 2, 3 } },
    { "a.jsonl", "\n\n", 0, { NULL }, { NULL }, { 0 } },
    { "a.json", "{\n}\n", 0, { "{\n}\n", NULL }, { "a.json" }, { 0 } },
};

static void
write_file(const char *path, const char *text, size_t len)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    assert_int_equal(len, fwrite(text, 1, len, out));
    assert_int_equal(0, fclose(out));
}

static void
test_documents(void **state)
{
    char folder[] = "/tmp/wirefact-file-XXXXXX", path[128];

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;
        struct wf_input in;
        size_t n = 0;
        wf_file *file;

        snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
        write_file(path, cases[i].text, strlen(cases[i].text));
        file = wf_file_open(path, &err);
        assert_non_null(file);
        while (wf_file_next(file, cases[i].max_bytes, &in, &err)) {
            if (cases[i].values[n] == NULL)
                fail_msg("case %zu gives more than %zu documents", i, n);
            WF_CHECK_TEXT(i, cases[i].values[n], in.value.data, in.value.len);
            WF_CHECK_TEXT(i, cases[i].keys[n], in.key.data, in.key.len);
            WF_CHECK_INT(i, cases[i].lines[n], wf_file_line(file));
            n++;
        }
        assert_int_equal(WF_OK, err.status);
        if (cases[i].values[n] != NULL)
            fail_msg("case %zu gives only %zu documents", i, n);
        wf_file_close(file);
        unlink(path);
    }
    rmdir(folder);
}

/* Lines longer than what is read at a time, and many of them. */
static void
test_long_lines(void **state)
{
    char path[] = "/tmp/wirefact-lines-XXXXXX.jsonl";
    const size_t sizes[] = { 10, 300000, 1, 262144, 700000, 5 };
    size_t total = 0, at = 0, n = 0;
    struct wf_error err = WF_ERROR_INIT;
    struct wf_input in;
    wf_file *file;
    char *text;
    int descriptor = mkstemps(path, 6);

    (void)state;
    assert_true(descriptor >= 0);
    close(descriptor);
    for (size_t i = 0; i < 6; i++)
        total += sizes[i] + 1;
    text = malloc(total);
    assert_non_null(text);
    for (size_t i = 0; i < 6; i++) {
        memset(text + at, 'a' + (int)i, sizes[i]);
        text[at + sizes[i]] = '\n';
        at += sizes[i] + 1;
    }
    write_file(path, text, total);
    free(text);
    file = wf_file_open(path, &err);
    assert_non_null(file);
    assert_int_equal(total, wf_file_size(file));
    while (wf_file_next(file, 0, &in, &err)) {
        assert_true(n < 6);
        assert_int_equal(sizes[n], in.value.len);
        assert_int_equal('a' + (int)n, in.value.data[0]);
        assert_int_equal('a' + (int)n, in.value.data[in.value.len - 1]);
        n++;
    }
    assert_int_equal(6, n);
    assert_int_equal(total, wf_file_done(file));
    wf_file_close(file);
    unlink(path);
}

static void
test_refused(void **state)
{
    struct wf_error err = WF_ERROR_INIT;

    (void)state;
    assert_null(wf_file_open("/nonexistent/file", &err));
    assert_int_equal(WF_EIO, err.status);
    err = (struct wf_error)WF_ERROR_INIT;
    assert_null(wf_file_open("/tmp", &err));
    assert_int_equal(WF_EIO, err.status);
    assert_non_null(strstr(err.text, "folder"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
