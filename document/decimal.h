/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact decimal numbers: digits × 10^exponent. No binary floating point stands between a document's text
 * and the JSON that is published.
 */
#ifndef WF_DECIMAL_H
#define WF_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wf_decimal {
    uint64_t digits;
    int16_t exponent;
    bool negative;
    bool known; /* false: no value (the rest is 0) */
};

#define WF_DECIMAL_NONE ((struct wf_decimal){ 0, 0, false, false })

/* Largest text that wf_decimal_print makes, terminator included. */
#define WF_DECIMAL_PRINT_MAX 72

struct wf_decimal wf_decimal_of(int64_t value);

/*
 * Parse ASCII digits with `group` (0: none) between them and at most one `point`. False where it is none,
 * or has more than 19 significant digits.
 */
bool wf_decimal_parse(const char *data, size_t len, char group, char point, struct wf_decimal *out);

/* Exact results; `known` is false where more than 19 significant digits would be needed. */
struct wf_decimal wf_decimal_add(struct wf_decimal a, struct wf_decimal b);
struct wf_decimal wf_decimal_multiply(struct wf_decimal a, struct wf_decimal b);
struct wf_decimal wf_decimal_scale(struct wf_decimal a, int power_of_ten);

/* a / b when that ends within 19 digits (3/4); else rounded half up to `places` decimal places. */
struct wf_decimal wf_decimal_divide(struct wf_decimal a, struct wf_decimal b, int places);

/* -1, 0, 1; both known. */
int wf_decimal_compare(struct wf_decimal a, struct wf_decimal b);

/*
 * As a JSON number without exponent ("11000000000", "0.75", "-1.3"), exponents outside -30..40 as digits,
 * "e" and the exponent. Not known: "null". Writes at most WF_DECIMAL_PRINT_MAX bytes, returns the length.
 */
size_t wf_decimal_print(struct wf_decimal value, char *out);

#endif
