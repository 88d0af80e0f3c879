/* SPDX-License-Identifier: Apache-2.0 */
#include "document/decimal.h"

#include <string.h>

#define DIGITS_MAX UINT64_C(9999999999999999999) /* 19 digits */

/* Without trailing zeros, so that equal values are equal structs. */
static struct wf_decimal
normal(uint64_t value, int exponent, bool negative)
{
    if (value == 0)
        return (struct wf_decimal){ 0, 0, false, true };
    while (value % 10 == 0) {
        value /= 10;
        exponent++;
    }
    if (value > DIGITS_MAX || exponent < -1000 || exponent > 1000)
        return WF_DECIMAL_NONE;
    return (struct wf_decimal){ value, (int16_t)exponent, negative, true };
}

struct wf_decimal
wf_decimal_of(int64_t value)
{
    return normal(value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value, 0, value < 0);
}

bool
wf_decimal_parse(const char *data, size_t len, char group, char point, struct wf_decimal *out)
{
    uint64_t value = 0;
    int exponent = 0, zeros = 0;
    bool fraction = false, any = false;

    *out = WF_DECIMAL_NONE;
    for (size_t i = 0; i < len; i++) {
        char c = data[i];

        if (c == point && !fraction) {
            fraction = true;
            continue;
        }
        if (group != 0 && c == group && !fraction)
            continue;
        if (c < '0' || c > '9')
            return false;
        any = true;
        if (fraction)
            exponent--;
        if (c == '0' && value != 0) { /* held back: trailing zeros cost no digits */
            zeros++;
            continue;
        }
        for (; zeros > 0; zeros--) {
            if (value > DIGITS_MAX / 10)
                return false;
            value *= 10;
        }
        if (value > (DIGITS_MAX - (uint64_t)(c - '0')) / 10)
            return false;
        value = value * 10 + (uint64_t)(c - '0');
    }
    if (!any)
        return false;
    *out = normal(value, exponent + zeros, false);
    return out->known;
}

/* Bring a to the exponent `to` (not above its own); false where that needs too many digits. */
static bool
widen(struct wf_decimal *a, int to)
{
    while (a->exponent > to) {
        if (a->digits > DIGITS_MAX / 10)
            return false;
        a->digits *= 10;
        a->exponent--;
    }
    return true;
}

struct wf_decimal
wf_decimal_add(struct wf_decimal a, struct wf_decimal b)
{
    int exponent;

    if (!a.known || !b.known)
        return WF_DECIMAL_NONE;
    if (a.digits == 0)
        return b;
    if (b.digits == 0)
        return a;
    exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
    if (!widen(&a, exponent) || !widen(&b, exponent))
        return WF_DECIMAL_NONE;
    if (a.negative == b.negative) {
        if (a.digits > DIGITS_MAX - b.digits)
            return WF_DECIMAL_NONE;
        return normal(a.digits + b.digits, exponent, a.negative);
    }
    if (a.digits >= b.digits)
        return normal(a.digits - b.digits, exponent, a.negative);
    return normal(b.digits - a.digits, exponent, b.negative);
}

struct wf_decimal
wf_decimal_multiply(struct wf_decimal a, struct wf_decimal b)
{
    if (!a.known || !b.known)
        return WF_DECIMAL_NONE;
    if (a.digits == 0 || b.digits == 0)
        return wf_decimal_of(0);
    if (a.digits > DIGITS_MAX / b.digits)
        return WF_DECIMAL_NONE;
    return normal(a.digits * b.digits, a.exponent + b.exponent, a.negative != b.negative);
}

struct wf_decimal
wf_decimal_scale(struct wf_decimal a, int power)
{
    if (!a.known || power < -1000 || power > 1000)
        return WF_DECIMAL_NONE;
    return normal(a.digits, a.exponent + power, a.negative);
}

struct wf_decimal
wf_decimal_divide(struct wf_decimal a, struct wf_decimal b, int places)
{
    uint64_t quotient, rest;
    int exponent;

    if (!a.known || !b.known || b.digits == 0)
        return WF_DECIMAL_NONE;
    quotient = a.digits / b.digits;
    rest = a.digits % b.digits;
    exponent = a.exponent - b.exponent;
    while (rest != 0 && quotient <= DIGITS_MAX / 10 && rest <= DIGITS_MAX / 10 && exponent > -18) {
        rest *= 10;
        quotient = quotient * 10 + rest / b.digits;
        rest %= b.digits;
        exponent--;
    }
    if (rest != 0) { /* does not end: round half up to the places asked for */
        while (exponent < -places) {
            uint64_t last = quotient % 10;

            quotient /= 10;
            exponent++;
            if (exponent == -places && last >= 5)
                quotient++;
        }
    }
    return normal(quotient, exponent, a.negative != b.negative);
}

/* Digits of a's value, most significant first; returns their count. */
static size_t
digits_of(uint64_t value, char out[20])
{
    char reversed[20];
    size_t n = 0;

    do {
        reversed[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    return n;
}

int
wf_decimal_compare(struct wf_decimal a, struct wf_decimal b)
{
    char x[20], y[20];
    size_t m, n;
    int order;

    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    if (a.digits == 0 || b.digits == 0) {
        order = (a.digits != 0) - (b.digits != 0);
        return a.negative || b.negative ? -order : order;
    }
    m = digits_of(a.digits, x);
    n = digits_of(b.digits, y);
    if ((int)m + a.exponent != (int)n + b.exponent)
        order = (int)m + a.exponent > (int)n + b.exponent ? 1 : -1;
    else {
        order = memcmp(x, y, m < n ? m : n);
        if (order == 0)
            order = (m > n) - (m < n);
        order = (order > 0) - (order < 0);
    }
    return a.negative ? -order : order;
}

static size_t
put_exponent(char *out, int exponent)
{
    char text[20];
    size_t n = 0, len;

    out[n++] = 'e';
    if (exponent < 0)
        out[n++] = '-';
    len = digits_of((uint64_t)(exponent < 0 ? -exponent : exponent), text);
    memcpy(out + n, text, len);
    return n + len;
}

size_t
wf_decimal_print(struct wf_decimal a, char *out)
{
    char text[20];
    size_t len, used = 0;

    if (!a.known) {
        memcpy(out, "null", 5);
        return 4;
    }
    len = digits_of(a.digits, text);
    if (a.negative)
        out[used++] = '-';
    if (a.exponent < -30 || a.exponent > 40) {
        memcpy(out + used, text, len);
        used += len;
        used += put_exponent(out + used, a.exponent);
    } else if (a.exponent >= 0) {
        memcpy(out + used, text, len);
        memset(out + used + len, '0', (size_t)a.exponent);
        used += len + (size_t)a.exponent;
    } else {
        size_t places = (size_t)-a.exponent;
        size_t whole = len > places ? len - places : 0;

        if (whole == 0)
            out[used++] = '0';
        memcpy(out + used, text, whole);
        used += whole;
        out[used++] = '.';
        memset(out + used, '0', places - (len - whole));
        used += places - (len - whole);
        memcpy(out + used, text + whole, len - whole);
        used += len - whole;
    }
    out[used] = '\0';
    return used;
}
