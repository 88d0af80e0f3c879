/* SPDX-License-Identifier: Apache-2.0 */
/* The stage `numbers`: numbers written in many forms are read back exactly; hostile strings cost linear time. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "extractors/chain.h"

struct fixture {
    wf_chain *chain;
    wf_lane_state *lane;
    wf_arena *arena;
};

static struct wf_document *
analyse(struct fixture *fx, struct wf_document *doc, const char *text, size_t len)
{
    struct wf_error err = WF_ERROR_INIT;

    wf_document_reset(doc, fx->arena);
    assert_int_equal(wf_text_begin(&doc->text, fx->arena, (struct wf_slice){ text, len }, &err), WF_OK);
    wf_text_copy(&doc->text, 0, (uint32_t)len);
    assert_int_equal(wf_text_end(&doc->text, &err), WF_OK);
    if (wf_chain_run(fx->chain, fx->lane, doc, &err) != WF_OK)
        fail_msg("%s", err.text);
    return doc;
}

static void
reads_single_numbers(void **state)
{
    static const struct {
        const char *text;
        const char *value; /* of the first number; NULL where there is none */
        const char *words; /* its words */
        bool ordinal;
    } cases[] = {
        { "three and a half million", "3500000", "three and a half million", false },
        { "one hundred and three and two thirds", "103.666666666666667", "one hundred and three and two thirds", false },
        { "between one hundred and two hundred", "100", "one hundred", false },
        { "twenty-one thousand eleven", "21011", "twenty-one thousand eleven", false },
        { "a dozen", "12", "a dozen", false },
        { "half a dozen", "6", "half a dozen", false },
        { "a quarter of a million", "250000", "a quarter of a million", false },
        { "3 million and a quarter", "3250000", "3 million and a quarter", false },
        { "nine point nought four", "9.04", "nine point nought four", false },
        { "minus five point five", "-5.5", "minus five point five", false },
        { "(-504)", "-504", "-504", false },
        { "5 lakh crore", "5000000000000", "5 lakh crore", false },
        { "6.5bn", "6500000000", "6.5bn", false },
        { "12,34,567.89", "1234567.89", "12,34,567.89", false },
        { "1.111,11", "1111.11", "1.111,11", false },
        { "1.234.567", "1234567", "1.234.567", false },
        { "1 234 567", "1234567", "1 234 567", false },
        { "5,00", "5", "5,00", false },
        { "22,24,26", "22", "22", false },
        { "192.168.1.2", NULL, NULL, false },
        { "1.3x10^6", "1300000", "1.3x10^6", false },
        { "6.2×10−4", "0.00062", "6.2×10−4", false },
        { "10 1/2", "10.5", "10 1/2", false },
        { "2½", "2.5", "2½", false },
        { "¾", "0.75", "¾", false },
        { "twenty-first", "21", "twenty-first", true },
        { "one hundred twenty-fifth", "125", "one hundred twenty-fifth", true },
        { "103rd", "103", "103rd", true },
        { "N150bn", "150000000000", "150bn", false },
        { "P1.0 billion", "1000000000", "1.0 billion", false },
        { "x7", NULL, NULL, false },
        { "second half", "2", "second", true },
        { "tens of thousands", "20000", "tens of thousands", false },
        { "18446744073709551616", NULL, NULL, false }, /* more digits than are exact: better none than a wrong one */
        { "7.62mm", "7.62", "7.62", false },
        { "£3m", "3000000", "3m", false },
        { "3m wide", "3", "3", false },
    };
    struct wf_document doc;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char printed[WF_DECIMAL_PRINT_MAX];
        const struct wf_number *n;

        analyse(*state, &doc, cases[i].text, strlen(cases[i].text));
        WF_CHECK_INT(i, cases[i].value != NULL, doc.numbers.count > 0);
        if (cases[i].value == NULL)
            continue;
        n = &doc.numbers.items[0];
        wf_decimal_print(n->value, printed);
        WF_CHECK_TEXT(i, cases[i].value, printed, strlen(printed));
        WF_CHECK_TEXT(i, cases[i].words, doc.text.reading.data + n->at.span.start, n->at.span.end - n->at.span.start);
        WF_CHECK_INT(i, cases[i].ordinal, n->ordinal);
    }
}

/* Append the English words of value, below 1000. */
static void
put_small(struct wf_buffer *out, unsigned value, bool with_and)
{
    static const char *const units[] = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen" };
    static const char *const tens[] = { "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" };

    if (value >= 100) {
        wf_buffer_printf(out, "%s hundred", units[value / 100]);
        value %= 100;
        if (value == 0)
            return;
        wf_buffer_puts(out, with_and ? " and " : " ");
    }
    if (value < 20)
        wf_buffer_puts(out, units[value]);
    else if (value % 10 == 0)
        wf_buffer_puts(out, tens[value / 10]);
    else
        wf_buffer_printf(out, "%s-%s", tens[value / 10], units[value % 10]);
}

static void
put_words(struct wf_buffer *out, uint64_t value, bool with_and)
{
    static const struct { uint64_t value; const char *name; } scales[] = { { 1000000000000, "trillion" },
        { 1000000000, "billion" }, { 1000000, "million" }, { 1000, "thousand" } };
    bool any = false;

    for (size_t i = 0; i < 4; i++) {
        unsigned part = (unsigned)(value / scales[i].value);

        if (part == 0)
            continue;
        if (any)
            wf_buffer_putc(out, ' ');
        put_small(out, part, with_and);
        wf_buffer_printf(out, " %s", scales[i].name);
        value %= scales[i].value;
        any = true;
    }
    if (value > 0 || !any) {
        if (any)
            wf_buffer_puts(out, with_and && value < 100 ? " and " : " ");
        put_small(out, (unsigned)value, with_and);
    }
}

static void
put_grouped(struct wf_buffer *out, uint64_t value, const char *separator, bool indian)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);

    for (int i = 0; i < len; i++) {
        int left = len - i;

        if (i > 0 && (left == 3 || (left > 3 && (indian ? (left - 3) % 2 == 0 : left % 3 == 0))))
            wf_buffer_puts(out, separator);
        wf_buffer_putc(out, digits[i]);
    }
}

static void
put_form(struct wf_buffer *out, unsigned form, uint64_t value)
{
    switch (form) {
    case 0:
        wf_buffer_printf(out, "%llu", (unsigned long long)value);
        break;
    case 1:
        put_grouped(out, value, ",", false);
        break;
    case 2:
        put_grouped(out, value, ",", true);
        break;
    case 3:
        put_grouped(out, value, " ", false);
        break;
    case 4:
        put_words(out, value, false);
        break;
    case 5:
        put_words(out, value, true);
        break;
    case 6: /* thousandths of a million */
        wf_buffer_printf(out, "%llu.%03llu million", (unsigned long long)(value / 1000), (unsigned long long)(value % 1000));
        break;
    case 7:
        wf_buffer_printf(out, "%llu.%02llu bn", (unsigned long long)(value / 100), (unsigned long long)(value % 100));
        break;
    case 8:
        wf_buffer_printf(out, "%llu.%02llu crore", (unsigned long long)(value / 100), (unsigned long long)(value % 100));
        break;
    case 9:
        wf_buffer_printf(out, "%llu.%llu lakh crore", (unsigned long long)(value / 10), (unsigned long long)(value % 10));
        break;
    case 10:
        wf_buffer_printf(out, "%llu.%llutrn naira", (unsigned long long)(value / 10), (unsigned long long)(value % 10));
        break;
    default:
        wf_buffer_printf(out, "minus %llu.%llu", (unsigned long long)(value / 10), (unsigned long long)(value % 10));
        break;
    }
}

#define FORMS 12

static struct wf_decimal
meant(unsigned form, uint64_t value)
{
    struct wf_decimal whole = wf_decimal_of((int64_t)value);

    switch (form) {
    case 6:
        return wf_decimal_scale(whole, 3);
    case 7:
        return wf_decimal_scale(whole, 7);
    case 8:
        return wf_decimal_scale(whole, 5);
    case 9:
    case 10:
        return wf_decimal_scale(whole, 11);
    case 11:
        whole = wf_decimal_scale(whole, -1);
        whole.negative = whole.digits != 0;
        return whole;
    default:
        return whole;
    }
}

static void
reads_back_what_is_written(void **state)
{
    struct wf_buffer text = WF_BUFFER_INIT;
    struct wf_document doc;
    uint64_t seed = 20240911;
    unsigned compared = 0;

    for (unsigned i = 0; i < 20000; i++) {
        unsigned form = i % FORMS;
        uint64_t value;

        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        value = (seed >> 20) % (UINT64_C(1) << (4 + i / FORMS % (form == 9 || form == 10 ? 20 : 46)));
        if (value % 7 == 0)
            value -= value % 1000; /* round numbers are the usual ones */
        wf_buffer_clear(&text);
        wf_buffer_puts(&text, "They counted ");
        put_form(&text, form, value);
        wf_buffer_puts(&text, " crates there.");
        analyse(*state, &doc, text.data, text.len);
        if (doc.numbers.count != 1 || wf_decimal_compare(doc.numbers.items[0].value, meant(form, value)) != 0) {
            char printed[WF_DECIMAL_PRINT_MAX] = "none";

            if (doc.numbers.count > 0)
                wf_decimal_print(doc.numbers.items[0].value, printed);
            fail_msg("form %u: `%.*s` is read as %u numbers, the first %s", form, (int)text.len, text.data,
                doc.numbers.count, printed);
        }
        compared++;
    }
    assert_int_equal(compared, 20000);
    wf_buffer_free(&text);
}

/* A cost that grows with the square runs into the test's time-out (tests/CMakeLists.txt); bench/linear counts instructions. */
static void
gets_through_hostile_text(void **state)
{
    static const char *const hostile[] = { "7", "1,", "1 ", "1.2", "1/2 ", "one hundred and ", "one million ", "a ", "and ",
        "half of a ", "two thirds of ", "-1", "$", "about ", "more than 1 but ", "($1) ", "five-", "1 to ", "from 1 to ", "½",
        "minus ", "1e9", "5 feet ", "20 dollars and ", "one point one ", "Rs1", "%1", "a litre of ",
        "N1/$1 ", "1 per 1 ", "minus $1 ", "twice as ", "up 1 million from ", "(1,000) ", "1 below zero ", "by a third to " };
    const size_t size = 400000;
    char *text = malloc(size + 1);
    struct wf_document doc;

    assert_non_null(text);
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        size_t len = size, n = strlen(hostile[i]);

        for (size_t k = 0; k < len; k++)
            text[k] = hostile[i][k % n];
        while (len > 0 && ((unsigned char)text[len - 1] & 0x80)) /* no cut character */
            len--;
        analyse(*state, &doc, text, len);
        for (uint32_t k = 0; k < doc.numbers.count; k++) {
            assert_true(doc.numbers.items[k].at.span.end > doc.numbers.items[k].at.span.start);
            assert_true(doc.numbers.items[k].at.span.end <= len);
        }
    }
    free(text);
}

static bool
is_kept(const char *name)
{
    return strcmp(name, "numbers") == 0 || strcmp(name, "figures") == 0;
}

/* A chain of the two stages alone: what other stages make of these texts is their business. */
static int
set_up(void **state)
{
    struct fixture *fx = calloc(1, sizeof *fx);
    struct wf_chain_settings settings = { .data_path = WF_SOURCE_DIR "/extractors/data" };
    struct wf_error err = WF_ERROR_INIT;
    const struct wf_extractor *const *stages;
    const char *disabled[64] = { NULL };
    unsigned count = 0, others = 0;
    wf_chain *all;

    all = wf_chain_new(&settings, &err);
    if (fx == NULL || all == NULL)
        return -1;
    stages = wf_chain_stages(all, &count);
    for (unsigned i = 0; i < count && others < 63; i++)
        if (!is_kept(stages[i]->name))
            disabled[others++] = stages[i]->name;
    settings.disabled = disabled;
    fx->chain = wf_chain_new(&settings, &err);
    wf_chain_free(all);
    if (fx->chain == NULL) {
        print_error("%s\n", err.text);
        free(fx);
        return -1;
    }
    fx->lane = wf_lane_state_new(fx->chain);
    fx->arena = wf_arena_new((size_t)1 << 30);
    *state = fx;
    return fx->lane == NULL || fx->arena == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
    struct fixture *fx = *state;

    wf_lane_state_free(fx->lane);
    wf_chain_free(fx->chain);
    wf_arena_free(fx->arena);
    free(fx);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_single_numbers),
        cmocka_unit_test(reads_back_what_is_written),
        cmocka_unit_test(gets_through_hostile_text),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
