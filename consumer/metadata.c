/* SPDX-License-Identifier: Apache-2.0 */
/* Date and publisher that a text states about itself: on its title page, or in a dateline. */
#include <string.h>

#include "consumer/draft.h"
#include "document/calendar.h"

struct found {
    size_t start, end; /* bytes */
    int32_t day;
};

static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december" };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A month's name or abbreviation at p: its number (0: none); *used counts the bytes with the full stop. */
static int
month_at(const char *p, size_t len, size_t *used)
{
    char word[12];
    size_t n = 0;

    while (n < len && n < sizeof word && is_letter(p[n])) {
        word[n] = (char)(p[n] | 0x20);
        n++;
    }
    if (n < 3 || n == sizeof word || p[0] < 'A' || p[0] > 'Z')
        return 0;
    for (int m = 0; m < 12; m++) {
        size_t full = strlen(months[m]);

        if ((n == full || n == 3 || (m == 8 && n == 4)) && memcmp(word, months[m], n) == 0) {
            *used = n + (n < full && n < len && p[n] == '.' ? 1 : 0);
            return m + 1;
        }
    }
    return 0;
}

static size_t
number_at(const char *p, size_t len, size_t most, int *value)
{
    size_t n = 0;

    *value = 0;
    while (n < len && n < most && is_digit(p[n]))
        *value = *value * 10 + (p[n++] - '0');
    return n < len && is_digit(p[n]) ? 0 : n;
}

static size_t
gap_at(const char *p, size_t len)
{
    size_t n = 0;

    while (n < len && (p[n] == ' ' || p[n] == ',' || p[n] == '\t' || p[n] == '\n') && n < 4)
        n++;
    return n;
}

/* "3rd" of a day: skip the letters. */
static size_t
suffix_at(const char *p, size_t len)
{
    if (len >= 2 && (memcmp(p, "st", 2) == 0 || memcmp(p, "nd", 2) == 0 || memcmp(p, "rd", 2) == 0 ||
                        memcmp(p, "th", 2) == 0))
        return 2;
    return 0;
}

static bool
valid(int year, int month, int day)
{
    return year >= 1800 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
        day <= wf_days_in_month(year, month);
}

/* A full date that begins exactly at p; its length, 0 where there is none. */
static size_t
date_at(const char *p, size_t len, int32_t *day_number)
{
    size_t n, at;
    int year, month, day;

    if (is_digit(p[0])) {
        if (len >= 10 && p[4] == '-' && p[7] == '-' && wf_day_parse(p, 10, day_number) &&
            (len == 10 || !is_digit(p[10])))
            return 10;
        at = number_at(p, len, 2, &day);
        if (at == 0)
            return 0;
        at += suffix_at(p + at, len - at);
        n = gap_at(p + at, len - at);
        at += n;
        if (n == 0 || at >= len || (month = month_at(p + at, len - at, &n)) == 0)
            return 0;
        at += n;
    } else {
        month = month_at(p, len, &at);
        if (month == 0)
            return 0;
        at += gap_at(p + at, len - at);
        n = number_at(p + at, len - at, 2, &day);
        if (n == 0)
            return 0;
        at += n;
        at += suffix_at(p + at, len - at);
    }
    n = gap_at(p + at, len - at);
    at += n;
    if (n == 0 || at >= len || number_at(p + at, len - at, 4, &year) != 4 || !valid(year, month, day))
        return 0;
    *day_number = wf_day_of(year, month, day);
    return at + 4;
}

static bool
find_date(const char *text, size_t len, struct found *out)
{
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (is_letter(text[i - 1]) || is_digit(text[i - 1])))
            continue;
        if (!is_digit(text[i]) && !(text[i] >= 'A' && text[i] <= 'Z'))
            continue;
        out->start = i;
        out->end = i + date_at(text + i, len - i, &out->day);
        if (out->end > i)
            return true;
    }
    return false;
}

bool
wf_draft_is_date(const struct wf_draft *draft, const struct wf_draft_block *block)
{
    struct wf_draft_text text;
    struct found found;

    if (block->length > 70)
        return false;
    wf_draft_peek(draft, block, &text);
    return find_date(text.head, text.head_len, &found) && text.head_len - (found.end - found.start) <= 26;
}

static void
set_published(struct wf_document *doc, int32_t day)
{
    char iso[16];
    size_t len = wf_day_print(day, iso);

    doc->published.data = wf_arena_copy(doc->arena, iso, len);
    if (doc->published.data == NULL)
        return;
    doc->published.len = len;
    doc->published_day = day;
    doc->published_basis = WF_PUBLISHED_TEXT;
}

/* `text` with single white space, new in the arena. */
static struct wf_slice
squeezed(wf_arena *arena, const char *text, size_t len)
{
    char *out = wf_arena_alloc(arena, len + 1);
    size_t n = 0;

    if (out == NULL)
        return WF_SLICE_NONE;
    for (size_t i = 0; i < len; i++) {
        bool space = text[i] == ' ' || text[i] == '\n' || text[i] == '\t';

        if (!space || (n > 0 && out[n - 1] != ' '))
            out[n++] = space ? ' ' : text[i];
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return (struct wf_slice){ out, n };
}

/* Words that make a line of a title page the name of a body. */
static bool
names_body(const char *text, size_t len)
{
    static const char *const kinds[] = { "agency", "association", "authority", "bank", "board", "bureau", "center",
        "centre", "chronicle", "commission", "committee", "council", "courier", "department", "embassy", "federation",
        "forum", "foundation", "gazette", "group", "herald", "institute", "institution", "ministry", "monitor",
        "network", "news", "observatory", "office", "organisation", "organization", "press", "research", "secretariat",
        "service", "society", "think-tank", "times", "tribune", "union", "university" };

    for (size_t i = 0; i < len; i++) {
        if (!is_letter(text[i]) || (i > 0 && is_letter(text[i - 1])))
            continue;
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            size_t n = strlen(kinds[k]), same = 0;

            while (same < n && i + same < len && (text[i + same] | 0x20) == kinds[k][same])
                same++;
            if (same == n && text[i] < 'a' && (i + n == len || !is_letter(text[i + n])))
                return true;
        }
    }
    return false;
}

bool
wf_draft_is_body(const struct wf_draft *draft, const struct wf_draft_block *block)
{
    struct wf_draft_text text;

    if (block->length > 100)
        return false;
    wf_draft_peek(draft, block, &text);
    return names_body(text.head, text.head_len) && memchr(text.head, '@', text.head_len) == NULL;
}

/*
 * "ANKARA, 3 September 2024 (Agency) -": the place in capitals, a date, a dash. Only such a head makes the
 * first date of a text its own.
 */
static void
read_dateline(struct wf_document *doc, const struct wf_draft_text *text)
{
    size_t len = text->head_len < 140 ? text->head_len : 140, caps = 0, dash, open, close;
    struct found found;

    while (caps < len && ((text->head[caps] >= 'A' && text->head[caps] <= 'Z') || text->head[caps] == ' ' ||
                             text->head[caps] == '.' || text->head[caps] == '-'))
        caps++;
    if (caps < 4)
        return;
    for (dash = 0; dash < len; dash++) {
        if ((text->head[dash] == '-' && dash > 0 && text->head[dash - 1] == ' ') ||
            (dash + 2 < len && (memcmp(text->head + dash, "\xe2\x80\x94", 3) == 0 ||
                                   memcmp(text->head + dash, "\xe2\x80\x93", 3) == 0)))
            break;
    }
    if (dash == len)
        return;
    if (doc->published.len == 0 && find_date(text->head, dash, &found))
        set_published(doc, found.day);
    for (open = 0; open < dash && text->head[open] != '('; open++)
        ;
    for (close = open; close < dash && text->head[close] != ')'; close++)
        ;
    if (doc->publisher.len == 0 && close < dash && close > open + 2 && close - open < 40)
        doc->publisher = squeezed(doc->arena, text->head + open + 1, close - open - 1);
}

void
wf_draft_metadata(struct wf_draft *draft)
{
    struct wf_document *doc = draft->doc;
    struct wf_draft_text text;
    struct found found;

    for (uint32_t i = 0; i < draft->body && i < draft->blocks.count; i++) {
        const struct wf_draft_block *block = &draft->blocks.items[i];

        if (block->dropped || block->kind == WF_BLOCK_FOREIGN || block->length > 240)
            continue;
        wf_draft_peek(draft, block, &text);
        if (doc->published.len == 0 && block->kind != WF_BLOCK_TITLE && find_date(text.head, text.head_len, &found))
            set_published(doc, found.day);
        if (doc->publisher.len == 0 && block->kind == WF_BLOCK_FRONT && block->length < 100 &&
            names_body(text.head, text.head_len) && !wf_draft_is_date(draft, block) &&
            memchr(text.head, '@', text.head_len) == NULL)
            doc->publisher = squeezed(doc->arena, text.head, text.head_len);
    }
    if (draft->body < draft->blocks.count) {
        wf_draft_peek(draft, &draft->blocks.items[draft->body], &text);
        read_dateline(doc, &text);
    }
}
