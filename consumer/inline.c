/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debris in plain text: what converters from PDF, Markdown and HTML leave behind. Every search ahead is
 * remembered, so that text made of nothing but brackets costs no more than any other.
 */
#include <string.h>

#include "consumer/draft.h"
#include "consumer/reference.h"

#define LINK_MAX 600   /* bytes of a link's words */
#define TARGET_MAX 2000
#define TAG_MAX 300

struct scan {
    struct wf_draft *draft;
    const char *data;
    uint32_t at, end;
    uint32_t from;       /* start of the run that is growing */
    uint32_t next_close; /* next "](" at or after `at`, `end` where there is none */
    uint32_t next_gt;    /* next '>' */
    uint32_t link_close; /* where the open link's words end */
    uint32_t link_end;   /* and where the link ends; 0: no open link */
};

static bool
is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xc3;
}

static bool
is_punct(unsigned char c)
{
    return c > ' ' && c < 0x7f && !is_alnum(c);
}

/* Leave out bytes up to `to`. */
static void
skip(struct scan *s, uint32_t to)
{
    wf_draft_copy(s->draft, s->from, s->at);
    s->at = s->from = to;
}

static void
replace(struct scan *s, uint32_t to, struct wf_slice with)
{
    wf_draft_copy(s->draft, s->from, s->at);
    wf_draft_replace(s->draft, s->at, to, with);
    s->at = s->from = to;
}

static void
line_end(struct scan *s)
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
find_close(struct scan *s)
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
open_link(struct scan *s)
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
    if (p == NULL || memchr(s->data + close, '\n', (size_t)(p - s->data) - close) != NULL)
        return false;
    if (s->data[s->at] == '!') { /* an image: its words are no part of the text */
        skip(s, (uint32_t)(p - s->data) + 1);
        return true;
    }
    skip(s, words);
    s->link_close = close;
    s->link_end = (uint32_t)(p - s->data) + 1;
    return true;
}

/* A reference mark: `[^3]`, or `[3]` right after a word. */
static bool
note_mark(struct scan *s)
{
    uint32_t i = s->at + 1;
    bool caret = i < s->end && s->data[i] == '^';

    if (caret)
        i++;
    else if (s->at == s->from || s->data[s->at - 1] == ' ' || s->data[s->at - 1] == '\n')
        return false;
    for (uint32_t n = 0; i < s->end && n < (caret ? 20u : 3u) && is_alnum((unsigned char)s->data[i]); n++) {
        if (!caret && !(s->data[i] >= '0' && s->data[i] <= '9'))
            return false;
        i++;
    }
    if (i >= s->end || s->data[i] != ']' || i < s->at + 2)
        return false;
    skip(s, i + 1);
    return true;
}

static bool
is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Asterisks at one side of a word are emphasis or a note mark; between two words or alone they are not. */
static bool
emphasis(struct scan *s)
{
    uint32_t n = 1;
    unsigned char before, after;
    bool left, right;

    while (n < 3 && s->at + n < s->end && s->data[s->at + n] == '*')
        n++;
    before = s->at > s->from ? (unsigned char)s->data[s->at - 1] : ' ';
    after = s->at + n < s->end ? (unsigned char)s->data[s->at + n] : ' ';
    left = before > ' ' && before != '*';
    right = after > ' ' && after != '*';
    if (!left && !right)
        return false;
    if ((is_digit(before) && is_digit(after)) || (n == 1 && is_alnum(before) && is_alnum(after)))
        return false;
    skip(s, s->at + n);
    return true;
}

/* A backslash before punctuation is a converter's escape. */
static bool
escape(struct scan *s)
{
    if (s->at + 1 >= s->end || !is_punct((unsigned char)s->data[s->at + 1]))
        return false;
    skip(s, s->at + 1);
    s->at++; /* what is escaped stands for itself */
    return true;
}

static bool
reference(struct scan *s)
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
    replace(s, s->at + (uint32_t)used, with);
    return true;
}

/* A tag of the kind that survives conversions; block-like ones are white space. */
static bool
tag(struct scan *s)
{
    static const char *const inlines[] = { "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "o:p",
        "q", "s", "small", "span", "strong", "sub", "sup", "u" };
    static const char *const blocks[] = { "blockquote", "br", "center", "div", "h1", "h2", "h3", "h4", "hr",
        "li", "ol", "p", "table", "tbody", "td", "tr", "ul" };
    uint32_t name = s->at + 1, i, len;
    char word[12];
    const char *p;

    if (name < s->end && s->data[name] == '/')
        name++;
    for (i = name, len = 0; i < s->end && len < sizeof word &&
        (is_alnum((unsigned char)s->data[i]) || s->data[i] == ':'); i++)
        word[len++] = (char)(s->data[i] >= 'A' && s->data[i] <= 'Z' ? s->data[i] + 32 : s->data[i]);
    if (len == 0 || len == sizeof word || i >= s->end ||
        (s->data[i] != '>' && s->data[i] != ' ' && s->data[i] != '/'))
        return false;
    if (s->next_gt < i) {
        p = memchr(s->data + i, '>', s->end - i);
        s->next_gt = p == NULL ? s->end : (uint32_t)(p - s->data);
    }
    if (s->next_gt >= s->end || s->next_gt - s->at > TAG_MAX)
        return false;
    for (size_t k = 0; k < sizeof inlines / sizeof inlines[0]; k++) {
        if (strlen(inlines[k]) == len && memcmp(inlines[k], word, len) == 0) {
            skip(s, s->next_gt + 1);
            return true;
        }
    }
    for (size_t k = 0; k < sizeof blocks / sizeof blocks[0]; k++) {
        if (strlen(blocks[k]) == len && memcmp(blocks[k], word, len) == 0) {
            replace(s, s->next_gt + 1, WF_SLICE(" "));
            return true;
        }
    }
    return false;
}

/* Bytes at which something may begin that is not read as it stands. */
static const bool special[256] = { ['\n'] = true, ['\\'] = true, ['!'] = true, ['['] = true, ['*'] = true, ['&'] = true,
    ['<'] = true };

void
wf_draft_plain(struct wf_draft *draft, uint32_t start, uint32_t end)
{
    struct scan s = { draft, draft->source.data, start, end, start, start, start, 0, 0 };
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
                skip(&s, s.link_end);
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
        case '*':
            done = emphasis(&s);
            break;
        case '&':
            done = reference(&s);
            break;
        case '<':
            done = tag(&s);
            break;
        default:
            break;
        }
        if (!done)
            s.at++;
    }
    wf_draft_copy(draft, s.from, s.at);
}
