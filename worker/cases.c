/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/cases.h"

#include <string.h>

static const char *const layers[] = { "entity", "figure", "date", "agreement", "event", "quote", NULL };

struct reader {
    wf_arena *arena;
    const char *path;
    int line;
    struct wf_slice rest;
    struct wf_error *err;
};

/* The next line without its end; false at the end of the file. */
static bool
next_line(struct reader *r, struct wf_slice *line)
{
    const char *end;

    if (r->rest.len == 0)
        return false;
    end = memchr(r->rest.data, '\n', r->rest.len);
    line->data = r->rest.data;
    line->len = end == NULL ? r->rest.len : (size_t)(end - r->rest.data);
    r->rest.data += line->len + (end != NULL);
    r->rest.len -= line->len + (end != NULL);
    if (line->len > 0 && line->data[line->len - 1] == '\r')
        line->len--;
    r->line++;
    return true;
}

static bool
begins(struct wf_slice line, const char *with)
{
    return line.len >= strlen(with) && memcmp(line.data, with, strlen(with)) == 0;
}

static struct wf_slice
behind(struct wf_slice line, size_t len)
{
    line.data += len;
    line.len -= len;
    while (line.len > 0 && line.data[0] == ' ')
        line.data++, line.len--;
    return line;
}

/* The next word of an expectation: up to a space, or between backquotes. */
static bool
next_word(struct wf_slice *rest, struct wf_slice *word, bool *quoted)
{
    char stop = ' ';
    const char *end;

    *rest = behind(*rest, 0);
    if (rest->len == 0)
        return false;
    *quoted = rest->data[0] == '`';
    if (*quoted) {
        stop = '`';
        rest->data++, rest->len--;
    }
    end = memchr(rest->data, stop, rest->len);
    *word = (struct wf_slice){ rest->data, end == NULL ? rest->len : (size_t)(end - rest->data) };
    *rest = (struct wf_slice){ rest->data + word->len + (end != NULL), rest->len - word->len - (end != NULL) };
    return true;
}

static enum wf_status
bad(struct reader *r, const char *what, struct wf_slice words)
{
    return wf_error_set(r->err, WF_EDATA, r->path, r->line, "%s: `%.*s`", what, (int)(words.len > 80 ? 80 : words.len),
        words.data == NULL ? "" : words.data);
}

/* PATH=VALUE; `_` stands for a space. */
static enum wf_status
add_field(struct reader *r, struct wf_expectation *e, struct wf_slice word)
{
    const char *sign = memchr(word.data, '=', word.len);
    char *path, *value;

    if (sign == NULL || sign == word.data || e->field_count == WF_CASE_FIELDS_MAX)
        return bad(r, "expected at most 8 of PATH=VALUE", word);
    path = wf_arena_copy(r->arena, word.data, (size_t)(sign - word.data));
    value = wf_arena_copy(r->arena, sign + 1, word.len - (size_t)(sign + 1 - word.data));
    if (path == NULL || value == NULL)
        return wf_error_set(r->err, WF_ENOMEM, r->path, r->line, "no memory for the cases");
    for (char *c = value; *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    e->fields[e->field_count].path = path;
    e->fields[e->field_count++].value = wf_slice_of(value);
    return WF_OK;
}

static enum wf_status
read_expectation(struct reader *r, struct wf_case *c, struct wf_slice line)
{
    struct wf_expectation *e = wf_vector_push(r->arena, &c->expectations);
    struct wf_slice rest = line, word = WF_SLICE_NONE;
    bool quoted = false, known = false;

    if (e == NULL)
        return wf_error_set(r->err, WF_ENOMEM, r->path, r->line, "no memory for the cases");
    *e = (struct wf_expectation){ .line = r->line, .words = line };
    (void)next_word(&rest, &word, &quoted);
    e->absent = !quoted && wf_slice_is(word, "no");
    if (e->absent && !next_word(&rest, &word, &quoted))
        return bad(r, "`no` needs a layer", line);
    e->layer = word;
    for (size_t i = 0; layers[i] != NULL; i++)
        known |= wf_slice_is(word, layers[i]);
    if (!known)
        return bad(r, "a line begins with entity, figure, date, agreement, event or quote", word);
    while (next_word(&rest, &word, &quoted)) {
        enum wf_status status = WF_OK;

        if (quoted)
            e->text = word;
        else if (memchr(word.data, '=', word.len) != NULL)
            status = add_field(r, e, word);
        else if (e->kind.data == NULL)
            e->kind = word;
        else
            status = bad(r, "words of the text stand between backquotes", word);
        if (status != WF_OK)
            return status;
    }
    return WF_OK;
}

/* The text of a case: lines up to `--`. */
static enum wf_status
read_text(struct reader *r, struct wf_case *c, struct wf_slice first)
{
    struct wf_slice line = first;

    c->text = (struct wf_slice){ first.data, 0 };
    do {
        if (wf_slice_is(line, "--"))
            return c->text.len > 0 ? WF_OK : bad(r, "the case has no text", c->name);
        if (begins(line, "=="))
            break;
        c->text.len = (size_t)(line.data + line.len - c->text.data);
    } while (next_line(r, &line));
    return bad(r, "the case has no `--` line before its expectations", c->name);
}

enum wf_status
wf_cases_read(wf_case_list *cases, wf_arena *arena, const char *path, struct wf_slice content, struct wf_error *err)
{
    struct reader r = { arena, path, 0, content, err };
    struct wf_case *c = NULL;
    struct wf_slice line;

    while (next_line(&r, &line)) {
        enum wf_status status = WF_OK;

        if (begins(line, "==")) {
            c = wf_vector_push(arena, cases);
            if (c == NULL)
                return wf_error_set(err, WF_ENOMEM, path, r.line, "no memory for the cases");
            *c = (struct wf_case){ .line = r.line, .name = behind(line, 2) };
            if (!next_line(&r, &line))
                return bad(&r, "the case has no text", c->name);
            if (begins(line, "published:")) {
                c->published = behind(line, strlen("published:"));
                if (!next_line(&r, &line))
                    return bad(&r, "the case has no text", c->name);
            }
            status = read_text(&r, c, line);
        } else if (behind(line, 0).len == 0 || line.data[0] == '#')
            continue;
        else if (c == NULL)
            return bad(&r, "a case begins with `== NAME`", line);
        else
            status = read_expectation(&r, c, line);
        if (status != WF_OK)
            return status;
    }
    return WF_OK;
}
