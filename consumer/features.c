/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/features.h"

#include <string.h>

#include "document/utf8.h"

#define LONG 240  /* bytes: from here on a block is text, whatever its words are */
#define GLANCE 96

#define HASH_START 2166136261u
#define HASH_STEP(hash, byte) (((hash) ^ (unsigned char)(byte)) * 16777619u)

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
starts(const char *text, size_t len, const char *with)
{
    size_t n = strlen(with);

    if (len < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (lower(text[i]) != with[i])
            return false;
    }
    return true;
}

static bool
ends_like_sentence(const struct wf_draft_text *text)
{
    size_t end = text->tail_len;

    while (end > 0) {
        if (strchr("\"')]*_ \n", text->tail[end - 1]) != NULL && text->tail[end - 1] != '\0')
            end--;
        else if (end >= 3 && (memcmp(text->tail + end - 3, "\xe2\x80\x9d", 3) == 0 ||
                                 memcmp(text->tail + end - 3, "\xe2\x80\x99", 3) == 0))
            end -= 3;
        else
            break;
    }
    if (end == 0)
        return false;
    if (end >= 3 && memcmp(text->tail + end - 3, "\xe2\x80\xa6", 3) == 0)
        return true;
    return text->tail[end - 1] != '\0' && strchr(".!?:;", text->tail[end - 1]) != NULL;
}

unsigned
wf_features_page_number(const char *p, size_t len)
{
    size_t i = 0;
    unsigned value = 0, digits = 0, romans = 0;

    if (len > 24)
        return 0;
    while (i < len && strchr("-|[( .\xe2\x80\x93\x94", p[i]) != NULL && p[i] != '\0')
        i++;
    if (starts(p + i, len - i, "page "))
        i += 5;
    else if (starts(p + i, len - i, "p. "))
        i += 3;
    for (; i < len && is_digit(p[i]) && digits < 5; i++, digits++)
        value = value * 10 + (unsigned)(p[i] - '0');
    if (digits == 0) {
        static const char letters[] = "ivx";

        for (; i < len && p[i] != '\0' && strchr(letters, p[i]) != NULL; i++)
            romans++;
        return romans > 0 && romans < 7 && i == len ? 1 : 0;
    }
    while (i < len && p[i] == ' ')
        i++;
    if (starts(p + i, len - i, "of ") || (i < len && p[i] == '/')) {
        i += p[i] == '/' ? 1 : 3;
        while (i < len && (is_digit(p[i]) || p[i] == ' '))
            i++;
    }
    while (i < len && strchr("-|]) .\xe2\x80\x93\x94", p[i]) != NULL && p[i] != '\0')
        i++;
    if (starts(p + i, len - i, "page"))
        i += 4;
    if (i != len || value == 0 || digits > 4 || (value >= 1900 && value <= 2100))
        return 0;
    return value;
}

/* The number at the end (or, failing that, the beginning) of words, 0 where there is none below 1000. */
static unsigned
edge_number(const struct wf_draft_text *text)
{
    size_t end = text->head_len, at = end;
    unsigned value = 0;

    while (at > 0 && end - at < 4 && is_digit(text->head[at - 1]))
        at--;
    if (at == end) {
        for (end = 0, at = 0; end < text->head_len && end < 4 && is_digit(text->head[end]);)
            end++;
        if (end < text->head_len && strchr(" |\t", text->head[end]) == NULL)
            return 0;
    } else if (at > 0 && strchr(" |\t", text->head[at - 1]) == NULL) {
        return 0;
    }
    if (end - at > 3)
        return 0;
    for (; at < end; at++)
        value = value * 10 + (unsigned)(text->head[at] - '0');
    return value;
}

static bool
is_entry(const struct wf_draft_text *text)
{
    size_t end = text->head_len, gap;

    if (end > 200)
        return false;
    while (end > 0 && text->head_len - end < 5 && is_digit(text->head[end - 1]))
        end--;
    if (end == text->head_len)
        return false;
    for (gap = end; gap > 0 && strchr(" .\t\n", text->head[gap - 1]) != NULL && text->head[gap - 1] != '\0';)
        gap--;
    if (gap == 0 || gap == end)
        return false;
    return memchr(text->head + gap, '\t', end - gap) != NULL || end - gap >= 3;
}

#define LIST_MOST 32u /* one bit each */

/* Whether any of the texts, of two bytes and more in lower case, is found anywhere in `text`. */
static bool
holds_any(const char *text, size_t len, const char *const *list, size_t count)
{
    uint32_t first[256] = { 0 }, second[256] = { 0 }; /* which of the texts have that byte there */

    for (size_t i = 0; i < count; i++) {
        first[(unsigned char)list[i][0]] |= 1u << i;
        second[(unsigned char)list[i][1]] |= 1u << i;
    }
    for (size_t at = 0; at + 1 < len; at++) {
        uint32_t may = first[(unsigned char)lower(text[at])] & second[(unsigned char)lower(text[at + 1])];

        for (size_t i = 0; may != 0 && i < count; i++) {
            if ((may >> i & 1u) && starts(text + at, len - at, list[i]))
                return true;
        }
    }
    return false;
}

static bool
is_contact(const struct wf_draft_text *text)
{
    static const char *const marks[] = { "www.", "http://", "https://", "tel:", "tel.", "phone:", "fax:", "e-mail",
        "email:", "\xc2\xa9", "copyright", "all rights reserved", "contact:", "contacts:", "follow us",
        "press contact", "media contact", "reporting by ", "editing by ", "additional reporting", "for more information", "for further information", "isbn", "issn" };
    const char *at = memchr(text->head, '@', text->head_len);

    if (text->head_len > 240)
        return false;
    if (at != NULL && at + 1 < text->head + text->head_len && lower(at[1]) >= 'a' && lower(at[1]) <= 'z')
        return true;
    _Static_assert(sizeof marks / sizeof marks[0] <= LIST_MOST, "one bit a mark");
    return holds_any(text->head, text->head_len, marks, sizeof marks / sizeof marks[0]);
}

/* "Figure 3: ...", "Table 2", "Photo: ...", "Source: ..." */
static bool
is_caption(const struct wf_draft_text *text)
{
    static const char *const numbered[] = { "figure ", "fig. ", "table ", "chart ", "map ", "graph ", "box ",
        "exhibit " };
    static const char *const plain[] = { "photo:", "photo by ", "image:", "source:", "sources:", "caption:",
        "credit:", "photograph:", "picture:" };

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (starts(text->head, text->head_len, plain[i]))
            return text->head_len < 240;
    }
    for (size_t i = 0; i < sizeof numbered / sizeof numbered[0]; i++) {
        size_t n = strlen(numbered[i]);

        if (starts(text->head, text->head_len, numbered[i]) && n < text->head_len && is_digit(text->head[n])) {
            while (n < text->head_len && (is_digit(text->head[n]) || text->head[n] == '.'))
                n++;
            return n == text->head_len || text->head[n] == ':' || text->head[n - 1] == '.' || text->head[n] == '\n';
        }
    }
    return false;
}

struct counts {
    unsigned upper, lower, foreign, digits;
    unsigned words, long_words, capital_words;
    bool inner;
    uint32_t hash;
};

/* One pass over the words of the block's beginning. */
static void
count(const struct wf_draft_text *text, struct counts *c)
{
    bool in_word = false, capital = false;
    unsigned letters = 0;
    uint32_t cp, before = ' ', last = ' ';
    size_t used;

    memset(c, 0, sizeof *c);
    c->hash = HASH_START;
    for (size_t i = 0; i <= text->head_len; i += used) {
        enum wf_char_class class = WF_CHAR_SPACE;

        used = 1;
        cp = ' ';
        if (i < text->head_len) {
            cp = (unsigned char)text->head[i];
            if (cp < 0x80)
                class = cp >= 'a' && cp <= 'z' ? WF_CHAR_LOWER
                    : cp >= 'A' && cp <= 'Z'   ? WF_CHAR_UPPER
                    : cp >= '0' && cp <= '9'   ? WF_CHAR_DIGIT
                    : cp <= ' '                ? WF_CHAR_SPACE
                                               : WF_CHAR_PUNCT;
            else {
                used = wf_utf8_decode(text->head + i, text->head_len - i, &cp);
                class = wf_char_class(cp);
            }
        }
        if (class == WF_CHAR_UPPER || class == WF_CHAR_LOWER || class == WF_CHAR_LETTER) {
            if (!in_word) {
                in_word = true;
                letters = 0;
                capital = class == WF_CHAR_UPPER;
                if (capital && last == ' ' && (before == '.' || before == '?' || before == '!') && c->words > 2)
                    c->inner = true;
            }
            letters++;
            if (class == WF_CHAR_LETTER || (cp >= 0x370 && cp < 0x530)) /* Greek and Cyrillic have capitals too */
                c->foreign++;
            else if (class == WF_CHAR_UPPER)
                c->upper++;
            else
                c->lower++;
            c->hash = HASH_STEP(c->hash, cp < 0x80 ? (uint32_t)(unsigned char)lower((char)cp) : cp);
            if (cp >= 0x80)
                c->hash = HASH_STEP(c->hash, cp >> 8);
        } else if (cp == '\'' || cp == 0x2019 || class == WF_CHAR_MARK || class == WF_CHAR_FORMAT) {
            continue;
        } else {
            if (in_word) {
                c->words++;
                c->long_words += letters > 3;
                c->capital_words += letters > 3 && capital;
            }
            in_word = false;
            c->digits += class == WF_CHAR_DIGIT;
        }
        if (class == WF_CHAR_SPACE) {
            last = ' ';
        } else {
            before = class == WF_CHAR_PUNCT || cp == '.' ? (cp == '"' || cp == 0x201d ? before : cp) : 'a';
            last = cp;
        }
    }
    if (c->upper + c->lower + c->foreign == 0)
        c->hash = 0;
    else if (c->hash == 0)
        c->hash = 1;
}

static uint32_t
first_class(const struct wf_draft_text *text)
{
    size_t i = 0, used;
    uint32_t cp;

    while (i < text->head_len) {
        used = wf_utf8_decode(text->head + i, text->head_len - i, &cp);
        if (cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201c || cp == 0x2018 || cp == ' ') {
            i += used;
            continue;
        }
        switch (wf_char_class(cp)) {
        case WF_CHAR_LOWER:
            return WF_FEATURE_LOWER;
        case WF_CHAR_UPPER:
        case WF_CHAR_DIGIT:
            return WF_FEATURE_UPPER;
        case WF_CHAR_SYMBOL:
            return cp == '$' || cp == 0x20ac || cp == 0xa3 ? WF_FEATURE_UPPER : 0;
        default:
            return 0;
        }
    }
    return 0;
}

static bool
is_note(const struct wf_draft_block *block, const struct wf_draft_text *text)
{
    const unsigned char *p = (const unsigned char *)text->head;

    if (block->numbered)
        return true;
    if (text->head_len < 4)
        return false;
    if (p[0] == '*' || (p[0] == 0xc2 && (p[1] == 0xb9 || p[1] == 0xb2 || p[1] == 0xb3)) ||
        (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa0 || p[2] == 0xa1)) || (p[0] == 0xe2 && p[1] == 0x81))
        return true;
    if (p[0] == '[' && is_digit(text->head[1]))
        return true;
    for (size_t i = 0; i < text->head_len && i < 4; i++) {
        if (!is_digit(text->head[i]))
            return i > 0 && text->head[i] == ' ' && i + 1 < text->head_len && text->head[i + 1] >= 'A' &&
                text->head[i + 1] <= 'Z';
    }
    return false;
}

void
wf_features_of(const struct wf_draft *draft, const struct wf_draft_block *block, struct wf_features *out)
{
    struct wf_draft_text text;
    struct counts c;
    unsigned page;

    wf_draft_peek(draft, block, &text);
    if (block->length >= LONG && text.head_len > GLANCE) /* no rule asks more of a long paragraph */
        text.head_len = GLANCE;
    count(&text, &c);
    memset(out, 0, sizeof *out);
    out->hash = c.hash;
    out->words = (uint16_t)c.words;
    out->flags = first_class(&text);
    if (c.upper + c.lower + c.foreign + c.digits == 0)
        out->flags |= WF_FEATURE_EMPTY;
    if (ends_like_sentence(&text))
        out->flags |= WF_FEATURE_ENDED;
    if (c.upper > 1 && c.lower == 0)
        out->flags |= WF_FEATURE_CAPS;
    if (c.long_words > 0 && c.capital_words * 10 >= c.long_words * 7)
        out->flags |= WF_FEATURE_TITLE;
    if (c.inner)
        out->flags |= WF_FEATURE_INNER;
    if (c.foreign * 2 > c.upper + c.lower + c.foreign)
        out->flags |= WF_FEATURE_FOREIGN;
    if (block->length < LONG && is_contact(&text))
        out->flags |= WF_FEATURE_CONTACT;
    if (is_entry(&text))
        out->flags |= WF_FEATURE_ENTRY;
    page = block->length > 24 ? 0 : wf_features_page_number(text.head, text.head_len);
    if (page != 0) {
        out->flags |= WF_FEATURE_PAGE;
        out->page = (uint16_t)page;
    } else if (block->length <= 120) {
        out->page = (uint16_t)edge_number(&text);
    }
    if (starts(text.head, text.head_len, "by ") && text.head_len < 120 && (out->flags & WF_FEATURE_ENDED) == 0)
        out->flags |= WF_FEATURE_BYLINE;
    if (block->length < LONG && is_caption(&text))
        out->flags |= WF_FEATURE_CAPTION;
    if (is_note(block, &text))
        out->flags |= WF_FEATURE_NOTE;
}

bool
wf_features_hash_is(uint32_t hash, const char *const *titles, size_t count_of)
{
    for (size_t i = 0; i < count_of; i++) {
        uint32_t other = HASH_START;

        for (const char *p = titles[i]; *p != '\0'; p++)
            other = HASH_STEP(other, *p);
        if (other == hash)
            return true;
    }
    return false;
}
