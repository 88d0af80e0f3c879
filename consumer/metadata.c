/* SPDX-License-Identifier: Apache-2.0 */
/* Date and publisher that a text states about itself: on its title page, or in a dateline. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/draft.h"
#include "document/calendar.h"

#define DATELINE_MAX 140 /* bytes */

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

/* 05.03.2024, where the day always stands first, or 2024/03/05; its length, 0 where there is none. */
static size_t
numeric_date_at(const char *p, size_t len, int32_t *day_number)
{
    int first, month, last;
    size_t a, b, c;
    char mark;

    if ((a = number_at(p, len, 4, &first)) == 0 || a == 3 || a + 1 >= len)
        return 0;
    mark = p[a];
    if (mark != (a == 4 ? '/' : '.') || (b = number_at(p + a + 1, len - a - 1, 2, &month)) == 0 || a + b + 2 >= len ||
        p[a + b + 1] != mark || (c = number_at(p + a + b + 2, len - a - b - 2, 4, &last)) != (a == 4 ? 2u : 4u))
        return 0;
    if (a == 4 ? !valid(first, month, last) : !valid(last, month, first))
        return 0;
    *day_number = a == 4 ? wf_day_of(first, month, last) : wf_day_of(last, month, first);
    return a + b + c + 2;
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
        if ((n = numeric_date_at(p, len, day_number)) != 0)
            return n;
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

/* Small words that no name has: the line is a title which speaks of a body. */
static bool
has_small_words(const char *text, size_t len)
{
    static const char *const allowed[] = { "and", "at", "d", "de", "del", "der", "des", "di", "du", "e", "et", "for", "für", "in",
        "l", "la", "le", "of", "on", "s", "the", "to", "und", "y" };
    size_t end;

    for (size_t i = 0; i < len; i = end + 1) {
        bool known = false;

        for (end = i; end < len && (is_letter(text[end]) || (unsigned char)text[end] >= 0x80); end++)
            ;
        if (end == i || text[i] < 'a' || text[i] > 'z')
            continue;
        for (size_t k = 0; k < sizeof allowed / sizeof allowed[0] && !known; k++)
            known = strlen(allowed[k]) == end - i && memcmp(allowed[k], text + i, end - i) == 0;
        if (!known)
            return true;
    }
    return false;
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

    if (has_small_words(text, len))
        return false;
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

/* A day without its year, in the year that brings it closest to the record's own day. */
static bool
find_day(const char *text, size_t len, int64_t timestamp, int32_t *day_number)
{
    char with_year[DATELINE_MAX + 8];
    int32_t base = (int32_t)(timestamp / 86400000), best = 0;
    struct found found;
    char iso[16];
    int year;
    bool have = false;

    if (timestamp < 0 || timestamp / 86400000 > 2932896 || len > DATELINE_MAX)
        return false;
    (void)wf_day_print(base, iso);
    year = atoi(iso);
    for (size_t i = 1; i <= len; i++) { /* behind each number or month: does a year make a date of it? */
        if (i < len && (is_digit(text[i]) || is_letter(text[i])))
            continue;
        for (int k = -1; k < 2; k++) {
            int n = snprintf(with_year, sizeof with_year, "%.*s %d", (int)i, text, year + k);

            if (!find_date(with_year, (size_t)n, &found))
                continue;
            if (!have || abs(found.day - base) < abs(best - base))
                best = found.day;
            have = true;
        }
        if (have)
            break;
    }
    *day_number = best;
    return have;
}

/* Where the dash of a dateline stands, `len` where there is none. */
static size_t
dash_of(const char *text, size_t len)
{
    for (size_t i = 1; i < len; i++) {
        if ((text[i] == '-' && text[i - 1] == ' ' && i + 1 < len && (text[i + 1] == ' ' || text[i + 1] == '-')) ||
            (i + 2 < len && (memcmp(text + i, "\xe2\x80\x94", 3) == 0 || memcmp(text + i, "\xe2\x80\x93", 3) == 0)))
            return i;
    }
    return len;
}

/* The agency of a dateline: in brackets or strokes, else in capitals right before the dash. */
static struct wf_slice
agency_of(const char *text, size_t dash)
{
    size_t end = dash, start;
    int32_t day;

    while (end > 0 && text[end - 1] == ' ')
        end--;
    if (end > 2 && (text[end - 1] == ')' || text[end - 1] == '/')) {
        char open = text[end - 1] == ')' ? '(' : '/';

        for (start = end - 1; start > 0 && text[start - 1] != open && end - start < 40; start--)
            ;
        if (start == 0 || text[start - 1] != open || text[start] < 'A' || text[start] > 'Z' ||
            date_at(text + start, end - start, &day) != 0 || memchr(text + start, ',', end - 1 - start) != NULL)
            return WF_SLICE_NONE;
        return (struct wf_slice){ text + start, end - 1 - start };
    }
    for (start = end; start > 0 && text[start - 1] >= 'A' && text[start - 1] <= 'Z'; start--)
        ;
    if (end - start < 2 || end - start > 8 || start < 3 || text[start - 1] != ' ' || text[start - 2] != ',')
        return WF_SLICE_NONE;
    return (struct wf_slice){ text + start, end - start };
}

/*
 * "ANKARA, 3 September 2024 (Agency) -", "Tehran, AGENCY -": a place, a date, an agency, a dash. Only such a head makes
 * the first date of a text its own.
 */
static void
read_dateline(struct wf_document *doc, const struct wf_draft_text *text)
{
    size_t len = text->head_len < DATELINE_MAX ? text->head_len : DATELINE_MAX, caps = 0, dash = dash_of(text->head, len);
    struct wf_slice agency;
    struct found found;
    int32_t day;

    while (caps < len && ((text->head[caps] >= 'A' && text->head[caps] <= 'Z') || text->head[caps] == ' ' ||
                             text->head[caps] == '.' || text->head[caps] == '-'))
        caps++;
    if (dash == len)
        return;
    agency = agency_of(text->head, dash);
    /* a place in small letters may be any beginning of a sentence, unless an agency follows */
    if (caps < 4 && (agency.len == 0 || has_small_words(text->head, dash)))
        return;
    if (doc->published.len == 0) {
        if (find_date(text->head, dash, &found))
            set_published(doc, found.day);
        else if (find_day(text->head, dash, doc->origin.timestamp, &day))
            set_published(doc, day);
    }
    if (doc->publisher.len == 0 && agency.len > 0)
        doc->publisher = squeezed(doc->arena, agency.data, agency.len);
}

/* The name of a body may go on in the next line: `OF THE REPUBLIC OF ...`. */
static void
set_publisher(struct wf_draft *draft, uint32_t i, struct wf_draft_text *text)
{
    const struct wf_draft_block *next = &draft->blocks.items[i + 1];
    struct wf_draft_text more;

    if (i + 1 < draft->blocks.count && next->stacked && next->length < 80 && text->head_len < 100) {
        wf_draft_peek(draft, next, &more);
        if (more.head_len > 3 && (memcmp(more.head, "OF ", 3) == 0 || memcmp(more.head, "of ", 3) == 0) &&
            text->head_len + 1 + more.head_len <= sizeof text->head) {
            text->head[text->head_len++] = ' ';
            memcpy(text->head + text->head_len, more.head, more.head_len);
            text->head_len += more.head_len;
        }
    }
    draft->doc->publisher = squeezed(draft->doc->arena, text->head, text->head_len);
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
            set_publisher(draft, i, &text);
    }
    if (draft->body < draft->blocks.count) {
        wf_draft_peek(draft, &draft->blocks.items[draft->body], &text);
        read_dateline(doc, &text);
    }
}
