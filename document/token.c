/* SPDX-License-Identifier: Apache-2.0 */
#include "document/token.h"

#include "document/abbreviation.h"
#include "document/bytes.h"
#include "document/document.h"
#include "document/utf8.h"

struct scanner {
    const char *text;
    uint32_t at;
    uint32_t end;      /* of the block */
    bool space;        /* white space before `at` */
    bool single_open;  /* a single quotation mark was opened in this block */
    struct wf_document *doc;
};

struct character {
    uint32_t code;
    uint32_t size; /* 0 at the end of the block */
    enum wf_char_class class_;
};

/* The character at `at`; a space of size 0 behind the block's end. */
static inline struct character
look(const struct scanner *s, uint32_t at)
{
    struct character c = { 0, 0, WF_CHAR_SPACE };
    unsigned char byte;

    if (at >= s->end)
        return c;
    byte = (unsigned char)s->text[at];
    if (byte < 0x80)
        return (struct character){ byte, 1, (enum wf_char_class)wf_ascii_class[byte] };
    c.size = (uint32_t)wf_utf8_decode(s->text + at, s->end - at, &c.code);
    c.class_ = wf_char_class(c.code);
    return c;
}

static bool
is_letter(enum wf_char_class class_)
{
    return class_ == WF_CHAR_LOWER || class_ == WF_CHAR_UPPER || class_ == WF_CHAR_LETTER ||
        class_ == WF_CHAR_MARK;
}

static inline bool
is_apostrophe(uint32_t code)
{
    if (code < 0x80)
        return code == '\'' || code == '`';
    return code == 0x2019 || code == 0x02bc || code == 0x2018 || code == 0x02bb || code == 0x02be || code == 0x02bf;
}

static enum wf_status
add(struct scanner *s, uint32_t end, uint32_t flags, uint32_t symbol)
{
    struct wf_token *t = wf_vector_push(s->doc->arena, &s->doc->tokens);

    if (t == NULL)
        return WF_ELIMIT;
    *t = (struct wf_token){ .start = s->at, .end = end, .symbol = symbol,
        .flags = flags | (s->space ? WF_TOKEN_SPACE_BEFORE : 0) };
    s->at = end;
    s->space = false;
    return WF_OK;
}

/* What a word is made of so far. */
struct shape {
    uint32_t letters, upper, lower;
    bool first_upper, mixed, digit, foreign;
};

static void
take(struct shape *shape, enum wf_char_class class_)
{
    if (class_ == WF_CHAR_UPPER) {
        shape->first_upper |= shape->letters == 0;
        shape->mixed |= shape->lower > 0;
        shape->upper++;
        shape->letters++;
    } else if (class_ == WF_CHAR_LOWER) {
        shape->lower++;
        shape->letters++;
    } else if (class_ == WF_CHAR_LETTER) {
        shape->foreign = true;
        shape->letters++;
    } else if (class_ == WF_CHAR_DIGIT)
        shape->digit = true;
}

static uint32_t
flags_of(const struct shape *shape)
{
    return WF_TOKEN_WORD | (shape->first_upper ? WF_TOKEN_CAPITAL : 0) |
        (shape->upper >= 2 && shape->upper == shape->letters ? WF_TOKEN_ALL_CAPS : 0) |
        (shape->mixed ? WF_TOKEN_MIXED : 0) | (shape->digit ? WF_TOKEN_HAS_DIGIT : 0) |
        (shape->foreign ? WF_TOKEN_FOREIGN : 0);
}

/* True when the apostrophe at `at` begins a possessive `'s`. */
static bool
possessive_at(const struct scanner *s, uint32_t at, uint32_t size)
{
    struct character letter = look(s, at + size);
    struct character next;

    if (letter.code != 's' && letter.code != 'S')
        return false;
    next = look(s, at + size + letter.size);
    return !is_letter(next.class_) && next.class_ != WF_CHAR_DIGIT && !is_apostrophe(next.code);
}

/* `U.S.`, `a.m.`, `Ph.D.`: from a full stop at `at`, the end of the abbreviation; `at` where it is none. */
static uint32_t
dotted_end(const struct scanner *s, uint32_t at)
{
    uint32_t end = at;

    for (;;) {
        struct character letter = look(s, at + 1);
        struct character stop;

        if (letter.class_ != WF_CHAR_UPPER && letter.class_ != WF_CHAR_LOWER)
            break;
        stop = look(s, at + 1 + letter.size);
        if (stop.code != '.') {
            /* `U.S` at the end of a word counts too, `U.Start` does not */
            if (!is_letter(stop.class_) && letter.class_ == WF_CHAR_UPPER)
                end = at + 1 + letter.size;
            break;
        }
        at = at + 1 + letter.size;
        end = at + 1;
    }
    return end;
}

/* A digit or a degree sign right before the word. */
static bool
follows_figure(const struct scanner *s)
{
    if (s->at > 0 && s->text[s->at - 1] >= '0' && s->text[s->at - 1] <= '9')
        return true;
    return s->at > 1 && (unsigned char)s->text[s->at - 2] == 0xc2 && (unsigned char)s->text[s->at - 1] == 0xb0;
}

/* The end of a word whose letters end at `at` before a full stop; sets *owns when it takes the stop. */
static uint32_t
word_stop(const struct scanner *s, uint32_t at, const struct shape *shape, bool *owns)
{
    uint32_t len = at - s->at;
    struct character next = look(s, at + 1);
    uint32_t end;

    *owns = true;
    if (shape->letters <= 2) {
        end = dotted_end(s, at);
        if (end > at)
            return end;
    }
    if (shape->letters == 1 && shape->first_upper && !shape->digit && !is_letter(next.class_) &&
        !follows_figure(s))
        return at + 1; /* an initial, but no `M` of `$5M.` */
    if (!is_letter(next.class_) && wf_abbreviation_of(s->text + s->at, len) != WF_ABBREVIATION_NONE)
        return at + 1;
    *owns = false;
    return at;
}

/* An address such as `example.org`: lower-case letters right after the stop. */
static bool
joins_address(const struct scanner *s, uint32_t at)
{
    struct character next = look(s, at + 1);
    struct character after = look(s, at + 1 + next.size);

    return next.class_ == WF_CHAR_LOWER && next.size == 1 && after.class_ == WF_CHAR_LOWER &&
        at - s->at >= 2;
}

/* Whether an apostrophe between or after letters belongs to the word. */
static bool
apostrophe_inside(const struct scanner *s, uint32_t at, struct character c)
{
    struct character next = look(s, at + c.size);
    char before = s->text[at - 1];

    if (is_letter(next.class_))
        return !possessive_at(s, at, c.size);
    /* `Shia' al-Sudani`: a name goes on after it, and it closes nothing */
    return (c.code == '\'' || c.code == 0x2019 || c.code == 0x02bf) && !s->single_open && before != 's' &&
        before != 'S' && next.code == ' ' && is_letter(look(s, at + c.size + 1).class_) &&
        (s->text[s->at] >= 'A' && s->text[s->at] <= 'Z');
}

/* Past the small ASCII letters at `at`: most of what there is. */
static uint32_t
small_end(const struct scanner *s, uint32_t at)
{
    const char *text = s->text;
    uint32_t end = s->end;

    while (end - at >= 8) {
        uint64_t other = wf_bytes_not_small(wf_bytes_load(text + at, 8));

        if (other != 0)
            return at + wf_bytes_first(other);
        at += 8;
    }
    while (at < end && text[at] >= 'a' && text[at] <= 'z')
        at++;
    return at;
}

static enum wf_status
scan_word(struct scanner *s)
{
    struct shape shape = { 0 };
    uint32_t at = s->at;
    uint32_t flags;
    bool owns = false;

    for (;;) {
        struct character c;

        uint32_t from = at;

        at = small_end(s, at);
        shape.lower += at - from;
        shape.letters += at - from;
        c = look(s, at);
        if (c.size == 0)
            break;
        if (is_letter(c.class_) || c.class_ == WF_CHAR_DIGIT) {
            take(&shape, c.class_);
            at += c.size;
        } else if (is_apostrophe(c.code) && at > s->at && apostrophe_inside(s, at, c))
            at += c.size;
        else if (c.code == '.' && at > s->at) {
            uint32_t stop = word_stop(s, at, &shape, &owns);

            if (!owns && joins_address(s, at)) {
                at++;
                continue;
            }
            for (; at < stop; at++)
                take(&shape, wf_char_class((unsigned char)s->text[at]));
            break;
        } else
            break;
    }
    flags = flags_of(&shape) | (owns && s->text[at - 1] == '.' ? WF_TOKEN_PERIOD : 0);
    return add(s, at, flags, 0);
}

static bool
digit_at(const struct scanner *s, uint32_t at)
{
    return at < s->end && s->text[at] >= '0' && s->text[at] <= '9';
}

/*
 * A separator ends a number that is longer: `1,1,1,...` holds many numbers, and a sentence, which each of them is
 * published with, cannot be cut inside a token.
 */
#define LONGEST_SEPARATED 64u

static enum wf_status
scan_number(struct scanner *s)
{
    uint32_t at = s->at;

    while (digit_at(s, at) || (at - s->at < LONGEST_SEPARATED && (s->text[at] == ',' || s->text[at] == '.') &&
               digit_at(s, at + 1))) {
        at++;
        if (at >= s->end)
            break;
    }
    return add(s, at, WF_TOKEN_NUMBER, 0);
}

static bool
is_dash(uint32_t code)
{
    return (code >= 0x2012 && code <= 0x2015) || code == 0x2212;
}

static bool
is_quote(uint32_t code)
{
    return code == '"' || (code >= 0x2018 && code <= 0x201f) || code == 0xab || code == 0xbb ||
        code == 0x2039 || code == 0x203a || code == '`' || code == '\'';
}

/* A hyphen between two glued characters; any other is a dash. */
static uint32_t
hyphen_flags(const struct scanner *s, uint32_t size)
{
    struct character next = look(s, s->at + size);

    return !s->space && next.size > 0 && next.class_ != WF_CHAR_SPACE ? WF_TOKEN_HYPHEN : WF_TOKEN_DASH;
}

/* Single marks: possessive, opening, closing or a stray apostrophe as in `'90s`. */
static enum wf_status
scan_single_quote(struct scanner *s, struct character c)
{
    struct character next = look(s, s->at + c.size);
    bool after_word = !s->space && s->doc->tokens.count > 0 &&
        (s->doc->tokens.items[s->doc->tokens.count - 1].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER));
    bool straight_or_right = c.code == '\'' || c.code == 0x2019;

    if (after_word && straight_or_right && possessive_at(s, s->at, c.size))
        return add(s, s->at + c.size + 1, WF_TOKEN_PUNCT | WF_TOKEN_POSSESSIVE, c.code);
    if (after_word && straight_or_right && !s->single_open && s->at > 0 &&
        (s->text[s->at - 1] == 's' || s->text[s->at - 1] == 'S') && next.class_ == WF_CHAR_SPACE)
        return add(s, s->at + c.size, WF_TOKEN_PUNCT | WF_TOKEN_POSSESSIVE, c.code);
    if (!after_word && next.size > 0 && next.class_ != WF_CHAR_SPACE && next.class_ != WF_CHAR_DIGIT &&
        !is_quote(next.code))
        s->single_open = true;
    else if (straight_or_right)
        s->single_open = false;
    return add(s, s->at + c.size, WF_TOKEN_PUNCT | WF_TOKEN_QUOTE, c.code);
}

static uint32_t
punctuation_flags(const struct scanner *s, struct character c)
{
    switch (c.code) {
    case '(': case '[': case '{':
        return WF_TOKEN_OPEN;
    case ')': case ']': case '}':
        return WF_TOKEN_CLOSE;
    case ',':
        return WF_TOKEN_COMMA;
    case ';':
        return WF_TOKEN_SEMICOLON;
    case ':':
        return WF_TOKEN_COLON;
    case '.': case '!': case '?': case 0x2026:
        return WF_TOKEN_STOP;
    case '-': case 0x2010: case 0x2011:
        return hyphen_flags(s, c.size);
    default:
        return is_dash(c.code) ? WF_TOKEN_DASH : is_quote(c.code) ? WF_TOKEN_QUOTE : 0;
    }
}

static enum wf_status
scan_punctuation(struct scanner *s, struct character c)
{
    uint32_t flags, end = s->at + c.size;

    if (c.code == '\'' || c.code == 0x2019 || c.code == 0x2018)
        return scan_single_quote(s, c);
    flags = punctuation_flags(s, c);
    if (c.code == '.' || (c.code == '-' && look(s, end).code == '-')) {
        while (end < s->end && s->text[end] == (char)c.code)
            end++;
        if (c.code == '-')
            flags = WF_TOKEN_DASH;
    }
    return add(s, end, WF_TOKEN_PUNCT | flags, c.code);
}

static enum wf_status
scan_block(struct scanner *s, uint32_t max_tokens, struct wf_error *err)
{
    uint32_t first = s->doc->tokens.count;
    enum wf_status status = WF_OK;

    s->space = true;
    s->single_open = false;
    while (s->at < s->end && status == WF_OK) {
        struct character c = look(s, s->at);

        if (c.class_ == WF_CHAR_SPACE) {
            s->space = true;
            s->at += c.size;
            continue;
        }
        if (max_tokens != 0 && s->doc->tokens.count >= max_tokens) {
            if (s->doc->tokens.count > first)
                s->doc->tokens.items[first].flags |= WF_TOKEN_BLOCK_START;
            return wf_error_set(err, WF_ELIMIT, NULL, 0,
                "the document has more than %u tokens (limits.tokens)", max_tokens);
        }
        if (is_letter(c.class_))
            status = scan_word(s);
        else if (c.class_ == WF_CHAR_DIGIT)
            status = scan_number(s);
        else
            status = scan_punctuation(s, c);
    }
    if (status != WF_OK)
        return wf_error_set(err, status, NULL, 0, "no room for the document's tokens (limits.memory)");
    if (s->doc->tokens.count > first)
        s->doc->tokens.items[first].flags |= WF_TOKEN_BLOCK_START;
    return WF_OK;
}

/* All at the end, since the look-ups then do not wait for one another. */
static void
look_up_words(struct wf_document *doc, const wf_vocabulary *vocabulary)
{
    struct wf_token *tokens = doc->tokens.items;

    for (uint32_t t = 0; t < doc->tokens.count; t++)
        tokens[t].word = wf_vocabulary_find(vocabulary, doc->text.reading.data + tokens[t].start,
            tokens[t].end - tokens[t].start);
}

enum wf_status
wf_scan_tokens(struct wf_document *doc, const wf_vocabulary *vocabulary, uint32_t max_tokens,
    struct wf_error *err)
{
    struct scanner s = { .text = doc->text.reading.data, .doc = doc };

    for (uint32_t i = 0; i < doc->text.blocks.count; i++) {
        enum wf_status status;

        s.at = doc->text.blocks.items[i].span.start;
        s.end = doc->text.blocks.items[i].span.end;
        status = scan_block(&s, max_tokens, err);
        if (status != WF_OK)
            return status;
    }
    look_up_words(doc, vocabulary);
    return WF_OK;
}

enum wf_status
wf_tokenise(struct wf_document *doc, const wf_vocabulary *vocabulary, uint32_t max_tokens,
    struct wf_error *err)
{
    enum wf_status status = wf_scan_tokens(doc, vocabulary, max_tokens, err);

    return status == WF_OK ? wf_split_sentences(doc, err) : status;
}
