/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debris in plain text: what converters from PDF, Markdown and HTML leave behind. Every search ahead is
 * remembered, so that text made of nothing but brackets costs no more than any other.
 */
#include <string.h>
#include <strings.h>

#include "consumer/reference.h"
#include "consumer/scan.h"

#define LINK_MAX 600   /* bytes of a link's words */
#define TARGET_MAX 2000
#define LINE_MAX 120   /* bytes of a target that a line end may interrupt */
#define MARKS_MAX 80   /* asterisks in a row */

static bool
is_punct(unsigned char c)
{
    return c > ' ' && c < 0x7f && !wf_scan_alnum((char)c);
}

static void
line_end(struct wf_scan *s)
{
    uint32_t end = s->at, next = s->at;

    while (end > s->from && (s->data[end - 1] == ' ' || s->data[end - 1] == '\t' || s->data[end - 1] == '\r' ||
                                s->data[end - 1] == '\\'))
        end--;
    wf_draft_copy(s->draft, s->from, end);
    while (next < s->end && (s->data[next] == ' ' || (s->data[next] >= '\t' && s->data[next] <= '\r')))
        next++;
    wf_draft_line(s->draft);
    s->at = s->from = next;
}

static bool
find_close(struct wf_scan *s)
{
    while (s->next_close < s->end) {
        const char *p;

        if (s->next_close >= s->at && s->data[s->next_close] == ']' && s->next_close + 1 < s->end &&
            s->data[s->next_close + 1] == '(')
            return true;
        if (s->next_close < s->at)
            s->next_close = s->at;
        else
            s->next_close++;
        p = memchr(s->data + s->next_close, ']', s->end - s->next_close);
        s->next_close = p == NULL ? s->end : (uint32_t)(p - s->data);
    }
    return false;
}

/* At '[' (or "!["): a link's words follow when "](" comes soon and no other bracket opens before it. */
static bool
open_link(struct wf_scan *s)
{
    uint32_t words = s->at + (s->data[s->at] == '!' ? 2 : 1), close, to;
    const char *p;

    if (s->link_end != 0 || !find_close(s) || s->next_close - s->at > LINK_MAX)
        return false;
    close = s->next_close;
    if (close < words || memchr(s->data + words, '[', close - words) != NULL)
        return false;
    to = s->end - close > TARGET_MAX ? close + TARGET_MAX : s->end;
    p = memchr(s->data + close, ')', to - close);
    if (p == NULL || (p - (s->data + close) > LINE_MAX &&
                         memchr(s->data + close, '\n', (size_t)(p - s->data) - close) != NULL))
        return false;
    if (s->data[s->at] == '!') { /* an image: its words are no part of the text */
        wf_scan_skip(s, (uint32_t)(p - s->data) + 1);
        return true;
    }
    wf_scan_skip(s, words);
    s->link_close = close;
    s->link_end = (uint32_t)(p - s->data) + 1;
    return true;
}

/* The end of a link whose beginning could not be told: `](target)`. */
static bool
close_link(struct wf_scan *s)
{
    uint32_t to = s->end - s->at > LINE_MAX ? s->at + LINE_MAX : s->end;
    const char *start = s->data + s->at, *close;

    if (s->at + 2 >= s->end || start[1] != '(' || (close = memchr(start, ')', to - s->at)) == NULL ||
        memchr(start, ' ', (size_t)(close - start)) != NULL || memchr(start, '\n', (size_t)(close - start)) != NULL)
        return false;
    wf_scan_skip(s, (uint32_t)(close - s->data) + 1);
    return true;
}

/* A reference mark: `[^3]`, or `[3]` right after a word. */
static bool
note_mark(struct wf_scan *s)
{
    uint32_t i = s->at + 1;
    bool caret = i < s->end && s->data[i] == '^';

    if (caret)
        i++;
    else if (s->at == s->from || s->data[s->at - 1] == ' ' || s->data[s->at - 1] == '\n')
        return false;
    for (uint32_t n = 0; i < s->end && n < (caret ? 20u : 3u) && wf_scan_alnum(s->data[i]); n++) {
        if (!caret && !(s->data[i] >= '0' && s->data[i] <= '9'))
            return false;
        i++;
    }
    if (i >= s->end || s->data[i] != ']' || i < s->at + 2)
        return false;
    wf_scan_skip(s, i + 1);
    return true;
}

/* Asterisks at one side of a word are emphasis or a note mark; between two words or alone they are not. */
static bool
emphasis(struct wf_scan *s)
{
    uint32_t n = 1;
    unsigned char before, after;
    bool left, right;

    while (n < MARKS_MAX && s->at + n < s->end && s->data[s->at + n] == '*')
        n++;
    before = s->at > s->from ? (unsigned char)s->data[s->at - 1] : ' ';
    after = s->at + n < s->end ? (unsigned char)s->data[s->at + n] : ' ';
    left = before > ' ' && before != '*';
    right = after > ' ' && after != '*';
    if (n > 1 && !left && !right) { /* a mark of emphasis that lost its words, or a rule between parts */
        wf_scan_skip(s, s->at + n);
        return true;
    }
    if (!left && !right)
        return false;
    if ((wf_scan_digit((char)before) && wf_scan_digit((char)after)) || (n == 1 && wf_scan_alnum((char)before) && wf_scan_alnum((char)after)))
        return false;
    wf_scan_skip(s, s->at + n);
    return true;
}

/* A backslash before punctuation is a converter's escape. */
static bool
escape(struct wf_scan *s)
{
    if (s->at + 1 >= s->end || !is_punct((unsigned char)s->data[s->at + 1]))
        return false;
    wf_scan_skip(s, s->at + 1);
    s->at++; /* what is escaped stands for itself */
    return true;
}

/* A letter of one byte in lower case. */
static bool
is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Does the word that ends before s->at say that a number follows it: `No.1`, `Art.5`? */
static bool
asks_number(const struct wf_scan *s)
{
    static const char *const words[] = { "app", "art", "arts", "chap", "fig", "figs", "nos", "par", "para", "paras", "sec", "secs",
        "tab", "tit", "ver", "vol", "vols" };
    uint32_t start = s->at, len;

    while (start > s->from && s->at - start < 8 && is_small((char)(s->data[start - 1] | 0x20)))
        start--;
    len = s->at - start;
    if (len < 3 || (start > s->from && (s->data[start - 1] == '.' || s->data[start - 1] == '/')))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == len && strncasecmp(words[i], s->data + start, len) == 0)
            return true;
    }
    return false;
}

/*
 * The number of a footnote that print raised above the line, right behind a word's stop, comma or quotation mark:
 * `after four months.1 It`. `mark` bytes before s->at + 1 are that mark.
 */
static bool
note_number(struct wf_scan *s, uint32_t mark)
{
    uint32_t at = s->at + 1, start = at, before = at - mark;
    bool quote = s->data[s->at] != '.' && s->data[s->at] != ',', closed;

    while (at < s->end && at - start < 3 && wf_scan_digit(s->data[at]))
        at++;
    if (at == start || s->data[start] == '0' || before <= s->from || (at < s->end && (unsigned char)s->data[at] > ' '))
        return false;
    closed = s->data[before - 1] == '"' ||
        (before >= s->from + 3 && memcmp(s->data + before - 3, "\xe2\x80\x9d", 3) == 0);
    if (!is_small(s->data[before - 1]) && !closed && !(quote && (s->data[before - 1] == '.' || s->data[before - 1] == ',')))
        return false;
    if (s->data[s->at] == '.' && !closed) { /* a new sentence, or the end */
        uint32_t next = at;
        uint32_t dot = s->at;
        bool asked;

        while (next < s->end && (unsigned char)s->data[next] <= ' ')
            next++;
        s->at = before;
        asked = asks_number(s);
        s->at = dot;
        if (asked || (next < s->end && (is_small(s->data[next]) || wf_scan_digit(s->data[next]))))
            return false;
    }
    s->at++;
    wf_scan_skip(s, at);
    return true;
}

static bool
reference(struct wf_scan *s)
{
    char out[8];
    size_t written, used;
    struct wf_slice with;

    used = wf_reference_read(s->data + s->at, s->end - s->at, out, &written);
    if (used == 0)
        return false;
    with.data = wf_arena_copy(s->draft->doc->arena, out, written);
    with.len = written;
    if (with.data == NULL)
        return false;
    wf_scan_replace(s, s->at + (uint32_t)used, with);
    return true;
}

/* Bytes at which something may begin that is not read as it stands. */
static const bool special[256] = { ['\n'] = true, ['\\'] = true, ['!'] = true, ['['] = true, [']'] = true, ['*'] = true, ['&'] = true,
    ['<'] = true, ['>'] = true,
    ['.'] = true, [','] = true, ['"'] = true, [0x9d] = true };

void
wf_draft_plain(struct wf_draft *draft, uint32_t start, uint32_t end)
{
    struct wf_scan s = { draft, draft->source.data, start, end, start, start, start, start, start, 0, 0 };
    uint32_t stop;
    bool done;

    while (s.at < end) {
        done = false;
        stop = s.link_end != 0 && s.link_close >= s.at ? s.link_close : end;
        while (s.at < stop && !special[(unsigned char)draft->source.data[s.at]])
            s.at++;
        if (s.at == end)
            break;
        if (s.link_end != 0 && s.at >= s.link_close) {
            if (s.at < s.link_end)
                wf_scan_skip(&s, s.link_end);
            s.link_end = 0;
            continue;
        }
        switch (s.data[s.at]) {
        case '\n':
            line_end(&s);
            done = true;
            break;
        case '\\':
            done = escape(&s);
            break;
        case '!':
            done = s.at + 1 < end && s.data[s.at + 1] == '[' && open_link(&s);
            break;
        case '[':
            done = note_mark(&s) || open_link(&s);
            break;
        case ']':
            done = close_link(&s);
            break;
        case '*':
            done = emphasis(&s);
            break;
        case '&':
            done = wf_scan_escaped_tag(&s) || reference(&s);
            break;
        case '.':
        case ',':
        case '"':
            done = s.at + 1 < end && wf_scan_digit(s.data[s.at + 1]) && note_number(&s, 1);
            break;
        case '\x9d':
            done = s.at + 1 < end && wf_scan_digit(s.data[s.at + 1]) && s.at >= s.from + 3 &&
                memcmp(s.data + s.at - 2, "\xe2\x80", 2) == 0 && note_number(&s, 3);
            break;
        case '<':
            done = wf_scan_tag(&s);
            break;
        case '>':
            done = wf_scan_arrow(&s);
            break;
        default:
            break;
        }
        if (!done)
            s.at++;
    }
    wf_draft_copy(draft, s.from, s.at);
}
