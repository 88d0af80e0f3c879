/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/line.h"

#include <string.h>

#include "consumer/draft.h"
#include "consumer/features.h"
#include "document/utf8.h"

#define GAP_MIN 3 /* spaces between columns */

bool
wf_line_is_upper(const char *data, const struct wf_line *line)
{
    uint32_t at = line->start, cp;
    size_t used;

    while (at < line->end && (data[at] == '"' || data[at] == '(' || data[at] == '[' || data[at] == '\'' ||
                                 data[at] == '*' || data[at] == '_'))
        at++;
    if (at >= line->end)
        return false;
    if ((unsigned char)data[at] < 0x80)
        return (data[at] >= 'A' && data[at] <= 'Z') || (data[at] >= '0' && data[at] <= '9') || data[at] == '$' ||
            data[at] == '\\';
    used = wf_utf8_decode(data + at, line->end - at, &cp);
    if (cp == 0x201c || cp == 0x2018 || cp == 0xab)
        used = wf_utf8_decode(data + at + used, line->end - at - used, &cp);
    (void)used;
    return cp < 0x80 ? (cp >= 'A' && cp <= 'Z') : wf_char_class(cp) != WF_CHAR_LOWER;
}

bool
wf_line_is_ended(const char *data, const struct wf_line *line)
{
    uint32_t end = line->end;

    while (end > line->start) {
        if (data[end - 1] == '"' || data[end - 1] == ')' || data[end - 1] == '\'' || data[end - 1] == ']' ||
            data[end - 1] == '*' || data[end - 1] == '_')
            end--;
        else if (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\x9d", 3) == 0)
            end -= 3;
        else if (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\x99", 3) == 0)
            end -= 3;
        else
            break;
    }
    if (end == line->start)
        return false;
    return strchr(".!?:;", data[end - 1]) != NULL ||
        (end >= line->start + 3 && memcmp(data + end - 3, "\xe2\x80\xa6", 3) == 0);
}

uint32_t
wf_line_bullet(const char *data, const struct wf_line *line)
{
    static const char *const marks[] = { "-", "*", "+", "\xe2\x80\xa2", "\xe2\x80\xa3", "\xe2\x80\x93",
        "\xe2\x80\x94", "\xc2\xb7", "\xe2\x96\xaa", "\xe2\x96\xa0", "\xe2\x96\xb6", "\xe2\x97\x8f", "\xe2\x97\xa6",
        "\xe2\x97\x8b", "\xe2\x9e\xa2", "\xe2\x9c\x93", "\xef\x82\xb7", "\xef\x82\xa7" };
    uint32_t at, len;

    if (wf_features_page_number(data + line->start, wf_line_width(line)) != 0) /* `- 7 -` */
        return 0;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        len = (uint32_t)strlen(marks[i]);
        if (wf_line_width(line) <= len + 1 || memcmp(data + line->start, marks[i], len) != 0)
            continue;
        at = line->start + len;
        if (data[at] != ' ' && data[at] != '\t' && len < 2)
            return 0;
        while (at < line->end && (data[at] == ' ' || data[at] == '\t'))
            at++;
        return at < line->end ? at - line->start : 0;
    }
    return 0;
}

uint32_t
wf_line_number(const char *data, const struct wf_line *line, unsigned *depth, unsigned *value)
{
    uint32_t at = line->start, end = line->end, digits = 0;
    bool open = at < end && data[at] == '(', dotted = false;

    *depth = 1;
    *value = 0;
    if (open)
        at++;
    if (at < end && data[at] >= '0' && data[at] <= '9') {
        for (; at < end && ((data[at] >= '0' && data[at] <= '9') || data[at] == '.'); at++) {
            dotted = data[at] == '.';
            if (dotted && at + 1 < end && data[at + 1] >= '0' && data[at + 1] <= '9') {
                (*depth)++;
                *value = 0;
            }
            digits += !dotted;
            if (!dotted && *value < 10000)
                *value = *value * 10 + (unsigned)(data[at] - '0');
        }
        if (digits > 5 || *value > 199)
            return 0;
    } else if (open && at + 1 < end && data[at] >= 'a' && data[at] <= 'z') {
        while (at < end && at - line->start < 5 && data[at] >= 'a' && data[at] <= 'z')
            at++;
    } else {
        return 0;
    }
    if (at < end && data[at] == ')')
        at++;
    else if (open || (!dotted && *depth < 2))
        return 0;
    if (at >= end || (data[at] != ' ' && data[at] != '\t'))
        return 0;
    while (at < end && (data[at] == ' ' || data[at] == '\t'))
        at++;
    if (at >= end || (data[at] >= 'a' && data[at] <= 'z' && !open && *depth > 1) ||
        (data[at] >= '0' && data[at] <= '9'))
        return 0;
    return at - line->start;
}

unsigned
wf_line_hashes(const char *data, const struct wf_line *line, uint32_t *skip)
{
    unsigned n = 0;

    while (n < wf_line_width(line) && data[line->start + n] == '#')
        n++;
    if (n == 0 || n > 6 || n + 1 >= wf_line_width(line) || data[line->start + n] != ' ')
        return 0;
    *skip = n + 1;
    while (data[line->start + *skip] == ' ' && *skip + 1 < wf_line_width(line))
        (*skip)++;
    return data[line->start + *skip] == '#' ? 0 : n;
}

bool
wf_line_is_rule(const char *data, const struct wf_line *line, const char *marks)
{
    unsigned n = 0;

    for (uint32_t i = line->start; i < line->end; i++) {
        if (data[i] == ' ')
            continue;
        if (data[i] == '\0' || strchr(marks, data[i]) == NULL)
            return false;
        n++;
    }
    return n >= 3;
}

bool
wf_line_is_row(const char *data, const struct wf_line *line)
{
    const char *text = data + line->start;

    return wf_line_width(line) > 2 && text[0] == '|' && memchr(text + 1, '|', wf_line_width(line) - 1) != NULL;
}

bool
wf_line_is_entry(const char *data, const struct wf_line *line)
{
    uint32_t end = line->end, gap;

    while (end > line->start && line->end - end < 5 && data[end - 1] >= '0' && data[end - 1] <= '9')
        end--;
    if (end == line->end)
        return false;
    for (gap = end; gap > line->start && (data[gap - 1] == ' ' || data[gap - 1] == '.' || data[gap - 1] == '\t');)
        gap--;
    if (gap == line->start || gap == end)
        return false;
    return data[gap] == '\t' || data[end - 1] == '\t' || end - gap >= 3;
}

uint32_t
wf_line_gap(const char *data, const struct wf_line *line, uint32_t *right)
{
    uint32_t at = line->start, from;

    while (at < line->end) {
        if (data[at] != ' ') {
            at++;
            continue;
        }
        for (from = at; data[at] == ' '; at++) /* a line ends with something else */
            ;
        if (at - from >= GAP_MIN) {
            *right = at;
            return from;
        }
    }
    return 0;
}

uint32_t
wf_draft_marker(const char *data, uint32_t start, uint32_t end, unsigned *depth, bool *numbered)
{
    struct wf_line line = { start, end, 0 };
    unsigned value;
    uint32_t skip = wf_line_bullet(data, &line);

    *depth = 1;
    *numbered = false;
    if (skip == 0) {
        skip = wf_line_number(data, &line, depth, &value);
        *numbered = skip != 0;
    }
    return skip;
}
