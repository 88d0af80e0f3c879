/* SPDX-License-Identifier: Apache-2.0 */
/* What table-driven tests share: cmocka with the row of the failing case named. */
#ifndef WF_TEST_CHECK_H
#define WF_TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WF_CHECK_INT(row, expected, actual)                                                        \
    do {                                                                                           \
        long long wf_expected = (long long)(expected), wf_actual = (long long)(actual);            \
        if (wf_expected != wf_actual)                                                              \
            fail_msg("case %zu: %s is %lld, not %lld", (size_t)(row), #actual, wf_actual, wf_expected); \
    } while (0)

#define WF_CHECK_TEXT(row, expected, data, size)                                                   \
    do {                                                                                           \
        const char *wf_expected = (expected);                                                      \
        size_t wf_size = (size);                                                                   \
        if (strlen(wf_expected) != wf_size || (wf_size > 0 && memcmp(wf_expected, (data), wf_size) != 0)) \
            fail_msg("case %zu: %s is `%.*s`, not `%s`", (size_t)(row), #data, (int)wf_size,       \
                (const char *)(data), wf_expected);                                                \
    } while (0)

#endif
