/* SPDX-License-Identifier: Apache-2.0 */
/* What the library's statistics say about open transactions at the end of a partition. */
#include "tests/check.h"

#include <stdio.h>

#include "consumer/kafka_state.h"

static char seen[512];

static void
note(void *context, const char *topic, int32_t partition, int64_t records)
{
    size_t len = strlen(seen);

    (void)context;
    snprintf(seen + len, sizeof seen - len, "%s/%d:%lld ", topic, (int)partition, (long long)records);
}

static void
test_open(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "{\"topics\":{\"a\":{\"partitions\":{\"0\":{\"partition\":0,\"hi_offset\":17,\"ls_offset\":12},"
          "\"-1\":{\"partition\":-1,\"hi_offset\":-1001,\"ls_offset\":-1001}}}}}", "a/0:5 " },
        { "{\"topics\":{\"a\":{\"partitions\":{\"3\":{\"partition\":3,\"hi_offset\":17,\"ls_offset\":17}}},"
          "\"b\":{\"partitions\":{\"1\":{\"partition\":1,\"hi_offset\":9,\"ls_offset\":0}}}}}", "a/3:0 b/1:9 " },
        /* not known yet, or not consistent: nothing is said */
        { "{\"topics\":{\"a\":{\"partitions\":{\"0\":{\"partition\":0,\"hi_offset\":17,\"ls_offset\":-1001}}}}}", "" },
        { "{\"topics\":{\"a\":{\"partitions\":{\"0\":{\"partition\":0,\"hi_offset\":17,\"ls_offset\":18}}}}}", "" },
        { "{\"topics\":{\"a\":{\"partitions\":{\"0\":{\"partition\":0,\"hi_offset\":17}}}}}", "" },
        { "{}", "" },
        { "not JSON", "" },
    };
    static const struct {
        const char *text;
        int up;
    } brokers[] = {
        { "{\"brokers\":{\"a:1/1\":{\"state\":\"UP\"},\"GroupCoordinator\":{\"state\":\"UP\"},\"b:1/2\":{\"state\":\"TRY_CONNECT\"}}}", 2 },
        { "{\"brokers\":{\"a:1/1\":{\"state\":\"DOWN\"}}}", 0 },
        { "{\"brokers\":{}}", 0 },
        { "{}", -1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        seen[0] = '\0';
        wf_consumer_read_stats(cases[i].text, strlen(cases[i].text), note, NULL);
        WF_CHECK_TEXT(i, cases[i].expected, seen, strlen(seen));
    }
    for (size_t i = 0; i < sizeof brokers / sizeof brokers[0]; i++)
        WF_CHECK_INT(i, brokers[i].up, wf_consumer_read_stats(brokers[i].text, strlen(brokers[i].text), note, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_open) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
