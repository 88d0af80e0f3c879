/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/scan.h"

#define TAG_MAX 300
#define TAG_NAME_MAX 24

/* The next '>' at or after `from`, looked for once. */
static uint32_t
next_gt(struct wf_scan *s, uint32_t from)
{
    const char *p;

    if (s->next_gt < from) {
        p = memchr(s->data + from, '>', s->end - from);
        s->next_gt = p == NULL ? s->end : (uint32_t)(p - s->data);
    }
    return s->next_gt;
}

static const char *const inlines[] = { "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "o:p", "q", "s",
    "small", "span", "strong", "sub", "sup", "u" };
static const char *const others[] = { "blockquote", "br", "div", "h1", "h2", "h3", "h4", "hr", "iframe", "img", "li", "ol",
    "p", "script", "style", "table", "td", "tr", "ul" };
static const char *const hidden[] = { "script", "style" };

static bool
has_word(const char *const *list, size_t count, const char *word, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
            return true;
    }
    return false;
}
#define HAS_WORD(list, word, len) has_word(list, sizeof list / sizeof list[0], word, len)

/* The '>' of the next "-->", likewise. */
static uint32_t
next_arrow(struct wf_scan *s, uint32_t from)
{
    const char *p;

    while (s->next_arrow < from || (s->next_arrow < s->end && memcmp(s->data + s->next_arrow - 2, "--", 2) != 0)) {
        uint32_t after = s->next_arrow < from ? from : s->next_arrow + 1;

        p = memchr(s->data + after, '>', s->end - after);
        s->next_arrow = p == NULL ? s->end : (uint32_t)(p - s->data);
    }
    return s->next_arrow;
}

static bool
begins(const struct wf_scan *s, uint32_t at, const char *with)
{
    for (; *with != '\0'; with++, at++) {
        if (at >= s->end || (s->data[at] | 0x20) != (*with | 0x20))
            return false;
    }
    return true;
}

/* `<https://...>` and `<name@host>`: the words without the brackets. */
static bool
address(struct wf_scan *s, uint32_t close)
{
    uint32_t at = s->at + 1;
    const char *words = s->data + at;
    size_t len = close - at;

    while (at < close && wf_scan_alnum(s->data[at]))
        at++;
    if (memchr(words, '\n', len) != NULL || (!begins(s, at, "://") &&
                                               (memchr(words, '@', len) == NULL || memchr(words, ' ', len) != NULL)))
        return false;
    wf_scan_skip(s, s->at + 1);
    s->at = close;
    wf_scan_skip(s, close + 1);
    return true;
}

/* `<!-- ... -->`, `<!DOCTYPE ...>`, `<?xml ...?>`. */
static bool
declaration(struct wf_scan *s)
{
    uint32_t close;

    if (begins(s, s->at, "<!--")) { /* one that does not close here leaves its words */
        close = s->end - s->at < 6 ? s->end : next_arrow(s, s->at + 4);
        wf_scan_replace(s, close < s->end ? close + 1 : s->at + 4, WF_SLICE(" "));
        return true;
    }
    if (s->at + 2 >= s->end || !(wf_scan_alnum(s->data[s->at + 2]) || s->data[s->at + 2] == '['))
        return false;
    close = next_gt(s, s->at + 1);
    if (close >= s->end || close - s->at > TAG_MAX)
        return false;
    wf_scan_replace(s, close + 1, WF_SLICE(" "));
    return true;
}

/* What stands between a script's or style sheet's tags is not for readers: where its end tag begins, else `from`. */
static uint32_t
pass_hidden(struct wf_scan *s, uint32_t from)
{
    while (s->next_raw < from || (s->next_raw < s->end && !begins(s, s->next_raw, "</script") &&
                                     !begins(s, s->next_raw, "</style"))) {
        uint32_t after = s->next_raw < from ? from : s->next_raw + 1;
        const char *p = memchr(s->data + after, '<', s->end - after);

        s->next_raw = p == NULL ? s->end : (uint32_t)(p - s->data);
    }
    return s->next_raw < s->end ? s->next_raw : from;
}

/* Does a tag go on at `at`, as opposed to the words of a remark in angle brackets? */
static bool
is_tag_rest(const char *data, uint32_t at, uint32_t close)
{
    uint32_t i = at;

    while (i < close && (unsigned char)data[i] <= ' ')
        i++;
    return i == close || data[at] == '/' || memchr(data + at, '=', close - at) != NULL;
}

/* All tags but those inside a line of text are white space. */
bool
wf_scan_tag(struct wf_scan *s)
{
    uint32_t name = s->at + 1, i, len, close;
    bool closing = name < s->end && s->data[name] == '/';
    char word[TAG_NAME_MAX];

    if (name < s->end && (s->data[name] == '!' || s->data[name] == '?'))
        return declaration(s);
    name += closing;
    for (i = name, len = 0; i < s->end && len < sizeof word && (wf_scan_alnum(s->data[i]) ||
             s->data[i] == ':' || s->data[i] == '-' || s->data[i] == '_'); i++)
        word[len++] = (char)(s->data[i] >= 'A' && s->data[i] <= 'Z' ? s->data[i] + 32 : s->data[i]);
    close = next_gt(s, s->at + 1);
    if (len == 0 || wf_scan_digit(word[0]) || close >= s->end || close - s->at > TAG_MAX)
        return false;
    if (i < close && s->data[i] == '<') { /* a tag in a tag */
        wf_scan_replace(s, s->at + 1, WF_SLICE(" "));
        return true;
    }
    if (!closing && address(s, close))
        return true;
    if (len == sizeof word || !is_tag_rest(s->data, i, close))
        return false;
    if (HAS_WORD(inlines, word, len)) {
        wf_scan_skip(s, close + 1);
        return true;
    }
    close++;
    if (!closing && HAS_WORD(hidden, word, len))
        close = pass_hidden(s, close);
    wf_scan_replace(s, close, WF_SLICE(" "));
    return true;
}

bool
wf_scan_arrow(struct wf_scan *s)
{
    if (s->at < s->from + 2 || s->data[s->at - 1] != '-' || s->data[s->at - 2] != '-')
        return false;
    s->at -= 2;
    wf_scan_replace(s, s->at + 3, WF_SLICE(" "));
    return true;
}

bool
wf_scan_escaped_tag(struct wf_scan *s)
{
    uint32_t name = s->at + 4, end = s->end - s->at > TAG_MAX ? s->at + TAG_MAX : s->end, i, len;
    char word[TAG_NAME_MAX];

    if (!begins(s, s->at, "&lt;") || name >= end)
        return false;
    name += s->data[name] == '/';
    for (i = name, len = 0; i < end && len < sizeof word && wf_scan_alnum(s->data[i]); i++)
        word[len++] = (char)(s->data[i] >= 'A' && s->data[i] <= 'Z' ? s->data[i] + 32 : s->data[i]);
    if (len == sizeof word || (!HAS_WORD(inlines, word, len) && !HAS_WORD(others, word, len)))
        return false;
    for (; i + 3 < end; i++) {
        if (s->data[i] != '&' || memcmp(s->data + i, "&gt;", 4) != 0)
            continue;
        if (HAS_WORD(inlines, word, len))
            wf_scan_skip(s, i + 4);
        else
            wf_scan_replace(s, i + 4, WF_SLICE(" "));
        return true;
    }
    return false;
}
