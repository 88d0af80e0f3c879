/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/check.h"

#include "document/decimal.h"

static struct wf_decimal
read_decimal(const char *text)
{
    struct wf_decimal out;
    bool negative = text[0] == '-';

    assert_true(wf_decimal_parse(text + negative, strlen(text + negative), ',', '.', &out));
    out.negative = negative;
    return out;
}

static void
prints_what_it_read(void **state)
{
    static const struct {
        const char *text, *printed;
    } cases[] = {
        { "0", "0" },
        { "0.50", "0.5" },
        { "11,000,000,000", "11000000000" },
        { "3.75", "3.75" },
        { "-1.3", "-1.3" },
        { "0.001", "0.001" },
        { "1000000000000000000000000", "1000000000000000000000000" }, /* zeros cost no digits */
        { "1234567890123456789", "1234567890123456789" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[WF_DECIMAL_PRINT_MAX];
        size_t len = wf_decimal_print(read_decimal(cases[i].text), out);

        WF_CHECK_TEXT(i, cases[i].printed, out, len);
    }
}

static void
refuses_what_is_no_number_or_too_long(void **state)
{
    static const char *const cases[] = { "", ".", ",", "1.2.3", "12a", "12345678901234567891" };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_decimal out;

        WF_CHECK_INT(i, false, wf_decimal_parse(cases[i], strlen(cases[i]), ',', '.', &out));
        WF_CHECK_INT(i, false, out.known);
    }
}

static void
calculates_exactly(void **state)
{
    static const struct {
        const char *a;
        char operation;
        const char *b, *result;
    } cases[] = {
        { "0.1", '+', "0.2", "0.3" },
        { "5", '+', "-7.5", "-2.5" },
        { "3.75", '*', "1000000000000", "3750000000000" },
        { "-3", '*', "0", "0" },
        { "3", '/', "4", "0.75" },
        { "2", '/', "3", "0.666667" },
        { "9999999999999999999", '+', "1", "null" },
        { "9999999999999999999", '*', "9999999999999999999", "null" },
        { "1", '/', "0", "null" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_decimal a = read_decimal(cases[i].a), b = read_decimal(cases[i].b), r;
        char out[WF_DECIMAL_PRINT_MAX];
        size_t len;

        r = cases[i].operation == '+' ? wf_decimal_add(a, b)
            : cases[i].operation == '*' ? wf_decimal_multiply(a, b) : wf_decimal_divide(a, b, 6);
        len = wf_decimal_print(r, out);
        WF_CHECK_TEXT(i, cases[i].result, out, len);
    }
}

static void
orders_by_value(void **state)
{
    static const char *const rising[] = { "-20", "-3", "-0.5", "0", "0.09", "0.1", "1", "1.5", "20", "100" };
    int count = (int)(sizeof rising / sizeof rising[0]);

    (void)state;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++)
            WF_CHECK_INT(i * count + k, (i > k) - (i < k),
                wf_decimal_compare(read_decimal(rising[i]), read_decimal(rising[k])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_it_read),
        cmocka_unit_test(refuses_what_is_no_number_or_too_long),
        cmocka_unit_test(calculates_exactly),
        cmocka_unit_test(orders_by_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
