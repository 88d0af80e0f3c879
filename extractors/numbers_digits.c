/* SPDX-License-Identifier: Apache-2.0 */
/* Digits: which separators part thousands and which are a decimal point, and powers of ten. */
#include <string.h>

#include "extractors/numbers.h"

struct groups {
    uint32_t count;      /* runs of digits */
    uint32_t first_len;  /* digits of the first run */
    uint32_t last_len;
    uint32_t middle_min, middle_max; /* of the runs between; 0 where there are none */
    uint32_t commas, points;
    char last_separator;
    uint32_t last_at;    /* byte of the last separator */
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct groups
measure(const char *s, uint32_t len)
{
    struct groups g = { 0 };
    uint32_t run = 0;

    for (uint32_t i = 0; i <= len; i++) {
        if (i < len && is_digit(s[i])) {
            run++;
            continue;
        }
        if (g.count == 0)
            g.first_len = run;
        else if (i < len) {
            g.middle_min = g.middle_min == 0 || run < g.middle_min ? run : g.middle_min;
            g.middle_max = run > g.middle_max ? run : g.middle_max;
        }
        g.last_len = run;
        g.count++;
        run = 0;
        if (i < len) {
            g.commas += s[i] == ',';
            g.points += s[i] == '.';
            g.last_separator = s[i];
            g.last_at = i;
        }
    }
    return g;
}

/* Groups of three, or the Indian two, two and three. */
static bool
are_thousands(const struct groups *g, uint32_t last_len)
{
    bool threes = (g->middle_max == 0 || (g->middle_min == 3 && g->middle_max == 3)) && g->first_len <= 3;
    bool indian = g->middle_max == 2 && g->middle_min == 2 && g->first_len <= 2;

    return last_len == 3 && (threes || indian);
}

/* Parse s, of digits, commas and points; false where it is no single number. */
static bool
parse(const char *s, uint32_t len, struct wf_decimal *value, bool *grouped, bool *list)
{
    struct groups g = measure(s, len);

    *grouped = false;
    *list = false;
    if (g.count == 1)
        return wf_decimal_parse(s, len, 0, '.', value);
    if (g.commas == 0 && g.points == 1)
        return wf_decimal_parse(s, len, 0, '.', value);
    if (g.points == 0 && are_thousands(&g, g.last_len) && s[0] != '0') {
        *grouped = true;
        return wf_decimal_parse(s, len, ',', '.', value);
    }
    if (g.commas == 0 && are_thousands(&g, g.last_len)) { /* 1.234.567 */
        *grouped = true;
        return wf_decimal_parse(s, len, '.', ',', value);
    }
    if (g.points == 0 && g.commas == 1) { /* a decimal comma, 5,00; but not 3 and more digits after it */
        if (g.last_len <= 2)
            return wf_decimal_parse(s, len, 0, ',', value);
        *list = true;
        return false;
    }
    if (g.points == 0) {
        *list = true;
        return false;
    }
    if ((g.last_separator == '.' && g.points == 1) || (g.last_separator == ',' && g.commas == 1)) {
        struct groups whole = measure(s, g.last_at);

        if (g.commas + g.points > 1 && whole.count > 1 && are_thousands(&whole, whole.last_len)) {
            *grouped = true;
            return wf_decimal_parse(s, len, g.last_separator == '.' ? ',' : '.', g.last_separator, value);
        }
    }
    return false; /* an address, a version */
}

/* Superscript digits and minus, as in 10⁻⁵: bytes of the character, its digit (10: minus), 0 for none. */
static uint32_t
superscript(const char *s, uint32_t len, int *digit)
{
    static const char *const forms[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻" };

    for (int i = 0; i < 11; i++) {
        uint32_t n = (uint32_t)strlen(forms[i]);

        if (n <= len && memcmp(s, forms[i], n) == 0) {
            *digit = i;
            return n;
        }
    }
    return 0;
}

/* A signed exponent at s; bytes used, 0 where there is none. */
static uint32_t
read_exponent(const char *s, uint32_t len, int *power)
{
    uint32_t at = 0, digits = 0, used;
    bool negative = false;
    int value = 0, digit;

    while (at < len && (s[at] == '+' || s[at] == '-'))
        negative = s[at++] == '-';
    if (at + 3 <= len && memcmp(s + at, "−", 3) == 0) {
        negative = true;
        at += 3;
    }
    while (at < len && digits < 4) {
        if (is_digit(s[at])) {
            value = value * 10 + (s[at] - '0');
            at++;
        } else if ((used = superscript(s + at, len - at, &digit)) != 0) {
            at += used;
            if (digit == 10) {
                negative = true;
                continue;
            }
            value = value * 10 + digit;
        } else
            break;
        digits++;
    }
    if (digits == 0 || digits > 3 || (at < len && (is_digit(s[at]) || ((s[at] | 32) >= 'a' && (s[at] | 32) <= 'z'))))
        return 0;
    *power = negative ? -value : value;
    return at;
}

/* `e13`, `x10^6`, `×10−5`, ` x 10^6` after a mantissa; bytes used. */
static uint32_t
power_of_ten(const char *s, uint32_t len, int *power)
{
    uint32_t at = 0, used;

    if (len > 1 && (s[0] == 'e' || s[0] == 'E')) {
        used = read_exponent(s + 1, len - 1, power);
        return used == 0 ? 0 : used + 1;
    }
    if (at < len && s[at] == ' ')
        at++;
    if (at < len && (s[at] == 'x' || s[at] == '*'))
        at++;
    else if (at + 2 <= len && memcmp(s + at, "×", 2) == 0)
        at += 2;
    else
        return 0;
    if (at < len && s[at] == ' ')
        at++;
    if (at + 2 > len || memcmp(s + at, "10", 2) != 0)
        return 0;
    at += 2;
    if (at < len && s[at] == '^')
        at++;
    used = read_exponent(s + at, len - at, power);
    return used == 0 ? 0 : at + used;
}

/* The token after byte `end`; tokens begun but not ended by it are taken whole. */
static uint32_t
token_after(const struct wf_document *doc, uint32_t token, uint32_t end)
{
    while (token < doc->tokens.count && doc->tokens.items[token].start < end)
        token++;
    return token;
}

static bool
glued(const struct wf_document *doc, uint32_t token)
{
    return token < doc->tokens.count &&
        (doc->tokens.items[token].flags & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_BLOCK_START)) == 0;
}

/* `P1` `.` `0`: the rest of a number whose first digits are in the token of its sign. */
static uint32_t
rest_of_glued(const struct wf_document *doc, uint32_t token)
{
    const struct wf_token *t = doc->tokens.items;
    uint32_t next = token + 1;

    while (next + 1 < doc->tokens.count && glued(doc, next) && glued(doc, next + 1) &&
        t[next].end - t[next].start == 1 && (t[next].symbol == '.' || t[next].symbol == ',') &&
        (t[next + 1].flags & WF_TOKEN_NUMBER))
        next += 2;
    return next;
}

/* `1 234 567`: groups of three digits parted by spaces, after a group of one to three. */
static uint32_t
spaced_groups(const struct wf_document *doc, uint32_t token, uint32_t prefix, uint32_t next)
{
    const struct wf_token *t = doc->tokens.items;
    uint32_t at = next;

    if (t[token].end - t[token].start > prefix + 3 || doc->text.reading.data[t[token].start + prefix] == '0')
        return next;
    while (at < doc->tokens.count && (t[at].flags & WF_TOKEN_NUMBER) && !(t[at].flags & WF_TOKEN_BLOCK_START) &&
        t[at].start == t[at - 1].end + 1 && at - token < 6) {
        uint32_t len = t[at].end - t[at].start;

        if (len == 3) {
            at++;
            continue;
        }
        if (len > 4 && memchr("., ", doc->text.reading.data[t[at].start + 3], 3) != NULL &&
            measure(doc->text.reading.data + t[at].start, len).count == 2)
            return at + 1; /* 1 234 567.89 */
        return next; /* 423 0000 */
    }
    return at;
}

static bool
parse_spaced(const char *s, uint32_t len, struct wf_decimal *value)
{
    char digits[40];
    uint32_t n = 0;

    if (len > sizeof digits)
        return false;
    for (uint32_t i = 0; i < len; i++)
        if (s[i] != ' ')
            digits[n++] = s[i] == ',' ? '.' : s[i];
    return wf_decimal_parse(digits, n, 0, '.', value);
}

size_t
number_glued_length(const char *s, size_t len, int *power)
{
    static const struct { const char *name; int power; } scales[] = { { "m", 6 }, { "mn", 6 }, { "mln", 6 }, { "mil", 6 },
        { "b", 9 }, { "bn", 9 }, { "bil", 9 }, { "bln", 9 }, { "tn", 12 }, { "trn", 12 }, { "k", 3 }, { "cr", 7 }, { "t", 12 }, { "tr", 12 },
        { "tri", 12 } };
    size_t digits = 0;

    while (digits < len && is_digit(s[digits]))
        digits++;
    if (power != NULL)
        *power = 0;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        size_t n = strlen(scales[i].name);

        if (digits + n != len)
            continue;
        for (size_t k = 0; k < n && (s[digits + k] | 32) == scales[i].name[k]; k++)
            if (k + 1 == n) {
                if (power != NULL)
                    *power = scales[i].power;
                return len;
            }
    }
    return digits;
}

uint32_t
number_read_digits(const struct wf_document *doc, uint32_t first, uint32_t prefix, struct wf_decimal *value,
    uint32_t *end_byte, bool *grouped, bool *list)
{
    const struct wf_token *t = doc->tokens.items;
    const char *text = doc->text.reading.data;
    uint32_t next = prefix != 0 ? rest_of_glued(doc, first) : first + 1;
    uint32_t start = t[first].start + prefix, end = t[next - 1].end, used, limit;
    int power = 0;

    *value = WF_DECIMAL_NONE;
    *grouped = false;
    *list = false;
    *end_byte = end;
    if (prefix != 0 && next == first + 1) { /* Rs30bn */
        const char *digits = text + start;
        size_t len = number_glued_length(digits, end - start, &power);

        if (power != 0 && len == end - start) {
            while (!is_digit(digits[len - 1]))
                len--;
            if (wf_decimal_parse(digits, len, 0, '.', value))
                *value = wf_decimal_scale(*value, power);
            return next;
        }
        power = 0;
    }
    if (next == first + 1) { /* 50 000, R50 000 */
        uint32_t spaced = spaced_groups(doc, first, prefix, next);

        if (spaced > next && parse_spaced(text + start, t[spaced - 1].end - start, value)) {
            *grouped = true;
            *end_byte = t[spaced - 1].end;
            return spaced;
        }
    }
    if (!parse(text + start, end - start, value, grouped, list)) {
        *value = WF_DECIMAL_NONE;
        return next;
    }
    limit = (uint32_t)doc->text.reading.len - end;
    limit = limit > 24 ? 24 : limit;
    if (next < doc->tokens.count && limit > 0 && (used = power_of_ten(text + end, limit, &power)) != 0) {
        struct wf_decimal scaled = wf_decimal_scale(*value, power);

        if (scaled.known && power >= -40 && power <= 40) {
            *value = scaled;
            *end_byte = end + used;
            next = token_after(doc, next, end + used);
        }
    }
    return next;
}
