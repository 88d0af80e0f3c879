/* SPDX-License-Identifier: Apache-2.0 */
#include "document/document.h"

#include <stdarg.h>
#include <stdio.h>

#include "document/utf8.h"

#define WARNINGS_MAX 100

void
wf_document_reset(struct wf_document *doc, wf_arena *arena)
{
    wf_arena_reset(arena);
    *doc = (struct wf_document){ .arena = arena, .published_day = WF_DAY_NONE,
        .origin = { .timestamp = -1 } };
}

void
wf_document_warn(struct wf_document *doc, const char *code, struct wf_span span, const char *format, ...)
{
    struct wf_warning *warning;
    char text[300];
    va_list args;
    int len;

    if (doc->warnings.count >= WARNINGS_MAX)
        return;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0)
        return;
    if ((size_t)len >= sizeof text)
        len = (int)sizeof text - 1;
    warning = wf_vector_push(doc->arena, &doc->warnings);
    if (warning == NULL)
        return;
    *warning = (struct wf_warning){ code, WF_SLICE_NONE, span };
    warning->text.data = wf_arena_copy(doc->arena, text, (size_t)len);
    if (warning->text.data != NULL)
        warning->text.len = wf_utf8_valid(warning->text.data, (size_t)len); /* cut at a code point */
}

struct wf_slice
wf_document_section(const struct wf_document *doc, uint32_t sentence)
{
    const struct wf_section *section;

    if (sentence >= doc->sentences.count ||
        doc->sentences.items[sentence].section >= doc->sections.count)
        return WF_SLICE_NONE;
    section = &doc->sections.items[doc->sentences.items[sentence].section];
    if (section->heading == WF_NO_HEADING)
        return WF_SLICE_NONE;
    return wf_span_text(doc, doc->text.blocks.items[section->heading].span);
}

void *
wf_fact_new(struct wf_document *doc, size_t size, const struct wf_rule *rule, uint32_t first, uint32_t end)
{
    struct wf_fact *fact = wf_arena_zalloc(doc->arena, size);

    if (fact == NULL)
        return NULL;
    fact->at = wf_range_of(doc, first, end);
    fact->sentence = doc->tokens.items[first].sentence;
    fact->rule = rule;
    return fact;
}
