/* SPDX-License-Identifier: Apache-2.0 */
/* Columns: widths as a terminal counts them, cutting, and nothing that a terminal would obey. */
#include "tests/check.h"

#include "producer/grid.h"

static const struct {
    const char *cells[4]; /* two rows of two */
    unsigned width;
    const char *prints; /* below the headings `a` and `b` */
} cases[] = {
    { { "x", "y", "long", "z" }, 0, "a     b\nx     y\nlong  z\n" },
    { { "\xe6\x97\xa5\xe6\x9c\xac", "y", "e\xcc\x81", "z" }, 0, "a     b\n\xe6\x97\xa5\xe6\x9c\xac  y\ne\xcc\x81     z\n" },
    { { "\033[31mred\a", "tab\there", "", "" }, 0, "a          b\n [31mred   tab here\n\n" },
    { { "1234567890abcdefghij", "z", "", "" }, 15, "a             b\n1234567890a\xe2\x80\xa6  z\n\n" },
    { { "a\xe2\x80\xae" "b\xe2\x80\x8b" "c", "z", "", "" }, 0, "a    b\nabc  z\n\n" }, /* bidirectional and zero width */
    { { "1234567890abcdefghij", "1234567890abcdefghij", "", "" }, 4, "a         b\n1234567\xe2\x80\xa6  1234567\xe2\x80\xa6\n\n" },
};

static void
test_print(void **state)
{
    static const char *const headings[] = { "a", "b" };
    struct wf_grid grid = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_buffer out = WF_BUFFER_INIT;

        wf_grid_begin(&grid, 2, headings);
        for (size_t c = 0; c < 4; c++)
            wf_grid_cell(&grid, wf_slice_of(cases[i].cells[c]));
        wf_grid_print(&grid, &out, 0, cases[i].width, false);
        WF_CHECK_TEXT(i, cases[i].prints, out.data, out.len);
        wf_buffer_free(&out);
    }
    wf_grid_free(&grid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_print) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
