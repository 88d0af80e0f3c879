/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are watched: each change is seen once, when the file has settled. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker/watch.h"

static void
put(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(0, fclose(out));
}

static void
test_changes(void **state)
{
    char folder[] = "/tmp/wirefact-watch-XXXXXX", a[64], b[64], link[64];
    const char *files[] = { a, link, NULL };
    const char *const *lists[] = { files, NULL };
    wf_watch *watch = wf_watch_new();

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(a, sizeof a, "%s/a", folder);
    snprintf(b, sizeof b, "%s/b", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    put(a, "one");
    put(b, "one");
    assert_int_equal(0, symlink(a, link));
    assert_true(wf_watch_set(watch, lists, 2));
    assert_false(wf_watch_changed(watch));
    put(a, "longer");
    assert_false(wf_watch_changed(watch)); /* it may still be written */
    put(a, "longer yet");
    assert_false(wf_watch_changed(watch));
    assert_true(wf_watch_changed(watch));
    assert_false(wf_watch_changed(watch));
    unlink(link); /* another file by the same name, as a mounted ConfigMap does it */
    assert_int_equal(0, symlink(b, link));
    assert_false(wf_watch_changed(watch));
    assert_true(wf_watch_changed(watch));
    unlink(a);
    assert_false(wf_watch_changed(watch));
    assert_true(wf_watch_changed(watch));
    put(a, "x");
    assert_true(wf_watch_set(watch, lists, 2)); /* what is there when they are set is known */
    assert_false(wf_watch_changed(watch));
    unlink(a);
    unlink(b);
    unlink(link);
    rmdir(folder);
    wf_watch_free(watch);
    wf_watch_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_changes) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
