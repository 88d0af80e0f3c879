/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/markup.h"

#include <string.h>

#include "consumer/envelope.h"
#include "consumer/reference.h"

#define FRONT_MATTER_MAX 4096

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
begins(const char *data, uint32_t at, uint32_t end, const char *with)
{
    for (; *with != '\0'; with++, at++) {
        if (at >= end || lower(data[at]) != *with)
            return false;
    }
    return true;
}

void
wf_markup_reference(struct wf_draft *draft, uint32_t start, uint32_t end)
{
    char out[8];
    size_t written, used = wf_reference_read(draft->source.data + start, end - start, out, &written);
    struct wf_slice with;

    if (used == 0) {
        wf_draft_copy(draft, start, end);
        return;
    }
    with = (struct wf_slice){ wf_arena_copy(draft->doc->arena, out, written), written };
    if (with.data != NULL)
        wf_draft_replace(draft, start, start + (uint32_t)used, with);
    wf_draft_copy(draft, start + (uint32_t)used, end);
}

/* The end of a tag, comment or hidden element that is open at `at`; `end` where it does not close here. */
static uint32_t
close_open(const char *data, struct wf_markup *state, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        if (state->comment) {
            if (begins(data, at, end, "-->")) {
                state->comment = false;
                return at + 3;
            }
        } else if (state->tag) {
            if (data[at] == '>') {
                state->tag = false;
                return at + 1;
            }
        } else if (data[at] == '<' && (begins(data, at, end, "</script") || begins(data, at, end, "</style"))) {
            state->hidden = 0;
            state->tag = true;
            return at + 2;
        }
    }
    return end;
}

void
wf_markup_strip(struct wf_draft *draft, struct wf_markup *state, uint32_t start, uint32_t end)
{
    const char *data = draft->source.data, *semicolon;
    uint32_t from = start, at = start;

    while (at < end) {
        if (state->tag || state->comment || state->hidden) {
            at = from = close_open(data, state, at, end);
            if (!state->tag && !state->comment && !state->hidden)
                wf_draft_line(draft);
        } else if (data[at] == '<') {
            wf_draft_copy(draft, from, at);
            state->comment = begins(data, at, end, "<!--");
            state->tag = !state->comment;
            /* the tag itself is closed first, then its content is hidden */
            if (begins(data, at, end, "<script") || begins(data, at, end, "<style"))
                state->hidden = 's';
            at += state->comment ? 4 : 1;
            from = at;
        } else if (data[at] == '&') {
            semicolon = memchr(data + at, ';', end - at > 34 ? 34 : end - at);
            wf_draft_copy(draft, from, at);
            from = semicolon == NULL ? at + 1 : (uint32_t)(semicolon - data) + 1;
            if (semicolon == NULL)
                wf_draft_copy(draft, at, from);
            else
                wf_markup_reference(draft, at, from);
            at = from;
        } else {
            if (data[at] == '\n') {
                wf_draft_copy(draft, from, at);
                wf_draft_line(draft);
                from = at + 1;
            }
            at++;
        }
    }
    if (!state->tag && !state->comment && !state->hidden)
        wf_draft_copy(draft, from, end);
}

static struct wf_slice
value_of(const char *data, uint32_t at, uint32_t end)
{
    while (at < end && (data[at] == ' ' || data[at] == '\t'))
        at++;
    while (end > at && (data[end - 1] == ' ' || data[end - 1] == '\r' || data[end - 1] == '\t'))
        end--;
    if (end > at + 1 && (data[at] == '"' || data[at] == '\'') && data[end - 1] == data[at]) {
        at++;
        end--;
    }
    return (struct wf_slice){ data + at, end - at };
}

static void
take(struct wf_document *doc, struct wf_slice key, struct wf_slice value)
{
    struct {
        const char *name;
        struct wf_slice *field;
    } fields[] = { { "title", &doc->title }, { "publisher", &doc->publisher }, { "source", &doc->publisher },
        { "lang", &doc->language }, { "language", &doc->language }, { "url", &doc->url }, { "link", &doc->url },
        { "version", &doc->version } };

    if (value.len == 0)
        return;
    if (wf_slice_is(key, "date") || wf_slice_is(key, "published")) {
        if (doc->published.len == 0 && wf_envelope_published(doc, value))
            doc->published_basis = WF_PUBLISHED_TEXT;
        return;
    }
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (wf_slice_is(key, fields[i].name) && fields[i].field->len == 0)
            *fields[i].field = value;
    }
}

uint32_t
wf_markup_front_matter(struct wf_document *doc, struct wf_slice source)
{
    uint32_t len = source.len < FRONT_MATTER_MAX ? (uint32_t)source.len : FRONT_MATTER_MAX, at, end = 0, close = 0;

    if (len < 8 || memcmp(source.data, "---", 3) != 0 || (source.data[3] != '\n' && source.data[3] != '\r'))
        return 0;
    for (at = 4; at + 3 < len; at++) {
        if (source.data[at - 1] == '\n' && memcmp(source.data + at, "---", 3) == 0) {
            close = at;
            break;
        }
    }
    if (close == 0)
        return 0;
    for (at = 4; at < close; at = end + 1) {
        const char *colon;
        uint32_t key;

        for (end = at; end < close && source.data[end] != '\n'; end++)
            ;
        colon = memchr(source.data + at, ':', end - at);
        if (colon == NULL || source.data[at] == ' ')
            continue;
        key = (uint32_t)(colon - source.data);
        take(doc, (struct wf_slice){ source.data + at, key - at }, value_of(source.data, key + 1, end));
    }
    for (at = close; at < source.len && source.data[at] != '\n'; at++)
        ;
    return at < source.len ? at + 1 : at;
}
