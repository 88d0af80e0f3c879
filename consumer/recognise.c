/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "consumer/format.h"

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
begins(struct wf_slice text, const char *with)
{
    size_t len = strlen(with);

    if (text.len < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (lower(text.data[i]) != with[i])
            return false;
    }
    return true;
}

static bool
same(struct wf_slice text, const char *with)
{
    return text.len == strlen(with) && begins(text, with);
}

static bool
ends(struct wf_slice text, const char *with)
{
    size_t len = strlen(with);

    return text.len >= len && same((struct wf_slice){ text.data + text.len - len, len }, with);
}

enum wf_format
wf_format_of_type(struct wf_slice type)
{
    const char *parameters;

    if (type.data == NULL)
        return WF_FORMAT_UNKNOWN;
    parameters = memchr(type.data, ';', type.len);
    if (parameters != NULL)
        type.len = (size_t)(parameters - type.data);
    while (type.len > 0 && type.data[type.len - 1] == ' ')
        type.len--;
    if (same(type, "text/plain"))
        return WF_FORMAT_TEXT;
    if (same(type, "text/html") || same(type, "application/xhtml+xml"))
        return WF_FORMAT_HTML;
    if (same(type, "text/markdown") || same(type, "text/x-markdown"))
        return WF_FORMAT_MARKDOWN;
    if (same(type, "application/cloudevents+json"))
        return WF_FORMAT_CLOUDEVENTS;
    if (same(type, "application/json") || same(type, "text/json") || ends(type, "+json"))
        return WF_FORMAT_JSON;
    return WF_FORMAT_UNKNOWN;
}

enum wf_format
wf_format_of_name(struct wf_slice name)
{
    if (ends(name, ".txt") || ends(name, ".text"))
        return WF_FORMAT_TEXT;
    if (ends(name, ".md") || ends(name, ".markdown"))
        return WF_FORMAT_MARKDOWN;
    if (ends(name, ".html") || ends(name, ".htm") || ends(name, ".xhtml"))
        return WF_FORMAT_HTML;
    if (ends(name, ".json") || ends(name, ".jsonl") || ends(name, ".ndjson"))
        return WF_FORMAT_JSON;
    return WF_FORMAT_UNKNOWN;
}

/* `<` and a name that HTML knows at the top of a text: a page or a fragment. */
static bool
looks_html(struct wf_slice text)
{
    static const char *const tags[] = { "!doctype html", "!--", "html", "head", "body", "div", "p", "h1", "h2", "h3",
        "h4", "article", "section", "main", "header", "span", "table", "ul", "ol", "blockquote", "b", "i", "strong",
        "em", "a", "img", "figure", "meta", "title", "script", "style", "br", "hr", "?xml" };

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t len = strlen(tags[i]);
        struct wf_slice rest = { text.data + 1, text.len - 1 };

        if (!begins(rest, tags[i]))
            continue;
        if (tags[i][0] == '!' || tags[i][0] == '?')
            return tags[i][0] == '!' || memchr(text.data, '>', text.len < 200 ? text.len : 200) != NULL;
        if (rest.len > len && (rest.data[len] == '>' || rest.data[len] == ' ' || rest.data[len] == '/' ||
                                  rest.data[len] == '\n' || rest.data[len] == '\t'))
            return true;
    }
    return false;
}

/* Lines that only Markdown writes, in the first 4 KB: front matter, or two headings with hashes. */
static bool
looks_markdown(struct wf_slice text)
{
    size_t len = text.len < 4096 ? text.len : 4096;
    unsigned headings = 0;
    bool line = true;

    if (begins(text, "---\n") || begins(text, "---\r\n"))
        return true;
    for (size_t i = 0; i < len; i++) {
        if (line && text.data[i] == '#') {
            size_t n = i;

            while (n < len && n - i < 7 && text.data[n] == '#')
                n++;
            headings += n - i <= 6 && n + 1 < len && text.data[n] == ' ' && text.data[n + 1] > ' ' &&
                text.data[n + 1] != '#';
        }
        line = text.data[i] == '\n';
    }
    return headings >= 2 || (headings == 1 && begins(text, "# "));
}

enum wf_format
wf_format_sniff(struct wf_slice text)
{
    if (begins(text, "\xef\xbb\xbf")) {
        text.data += 3;
        text.len -= 3;
    }
    while (text.len > 0 && (text.data[0] == ' ' || (text.data[0] >= '\t' && text.data[0] <= '\r'))) {
        text.data++;
        text.len--;
    }
    if (text.len == 0)
        return WF_FORMAT_TEXT;
    if (text.data[0] == '{')
        return WF_FORMAT_JSON;
    if (text.data[0] == '<' && looks_html(text))
        return WF_FORMAT_HTML;
    return looks_markdown(text) ? WF_FORMAT_MARKDOWN : WF_FORMAT_TEXT;
}
