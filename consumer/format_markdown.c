/* SPDX-License-Identifier: Apache-2.0 */
/* Markdown with md4c. Its text pointers go into the input, which the offset map needs. */
#include "consumer/format.h"

#include <md4c.h>
#include <string.h>

#include "consumer/draft.h"
#include "consumer/markup.h"

#define SETEXT_MAX 160 /* a longer underlined paragraph is text above a rule */

struct reader {
    struct wf_draft draft;
    const char *input; /* what md4c was given: source bytes from `base` on */
    uint32_t base, len;
    uint32_t last;     /* end of the last text in the source */
    uint32_t from;     /* text from here to `last` is not written yet, where `pending` */
    bool pending;
    unsigned lists, quotes, images, cells;
    bool ordered[32];  /* by list depth */
    bool item;         /* a list item has begun and has no text yet */
    bool skipping;     /* a fenced code block */
    bool html;         /* an HTML block */
    struct wf_markup markup;
};

/*
 * Write the text that was collected. What Markdown leaves as it stands (emphasis that does not close, a link with a
 * blank in its target, marks of footnotes) is debris all the same, which shows in the text as a whole only.
 */
static void
flush(struct reader *r)
{
    if (r->pending)
        wf_draft_plain(&r->draft, r->from, r->last);
    r->pending = false;
}

static bool
in_ordered(const struct reader *r)
{
    return r->lists > 0 && r->lists <= 32 && r->ordered[r->lists - 1];
}

static void
open_block(struct reader *r)
{
    if (r->lists > 0) {
        wf_draft_open(&r->draft, WF_BLOCK_LIST_ITEM, r->lists, false);
        if (r->draft.open)
            r->draft.blocks.items[r->draft.blocks.count - 1].numbered = in_ordered(r);
    } else if (r->quotes > 0) {
        wf_draft_open(&r->draft, WF_BLOCK_QUOTE, r->quotes, true);
    } else {
        wf_draft_open(&r->draft, WF_BLOCK_PARAGRAPH, 0, false);
    }
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    flush(r);
    switch (type) {
    case MD_BLOCK_QUOTE:
        r->quotes++;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (r->lists < 32)
            r->ordered[r->lists] = type == MD_BLOCK_OL;
        r->lists++;
        break;
    case MD_BLOCK_LI:
        open_block(r);
        r->item = true;
        break;
    case MD_BLOCK_P:
        open_block(r);
        break;
    case MD_BLOCK_H:
        wf_draft_open(&r->draft, WF_BLOCK_HEADING, ((MD_BLOCK_H_DETAIL *)detail)->level, true);
        break;
    case MD_BLOCK_CODE:
        r->skipping = ((MD_BLOCK_CODE_DETAIL *)detail)->fence_char != 0;
        open_block(r);
        break;
    case MD_BLOCK_HTML:
        memset(&r->markup, 0, sizeof r->markup);
        r->html = true;
        open_block(r);
        break;
    case MD_BLOCK_TR:
        wf_draft_open(&r->draft, WF_BLOCK_TABLE_ROW, 0, true);
        r->cells = 0;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        r->cells++;
        if (r->draft.open && r->draft.blocks.items[r->draft.blocks.count - 1].length > 0)
            wf_draft_replace(&r->draft, r->last, r->last, WF_SLICE(" | "));
        break;
    default:
        break;
    }
    return 0;
}

/* An underlined heading that is a paragraph above a rule. */
static void
check_heading(struct reader *r)
{
    struct wf_draft_block *block;

    if (!r->draft.open)
        return;
    block = &r->draft.blocks.items[r->draft.blocks.count - 1];
    if (block->length > SETEXT_MAX && block->level == 2) {
        block->kind = WF_BLOCK_PARAGRAPH;
        block->level = 0;
        block->fixed = false;
    }
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    (void)detail;
    flush(r);
    switch (type) {
    case MD_BLOCK_QUOTE:
        r->quotes--;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        r->lists--;
        break;
    case MD_BLOCK_H:
        check_heading(r);
        wf_draft_close(&r->draft);
        break;
    case MD_BLOCK_CODE:
        r->skipping = false;
        wf_draft_close(&r->draft);
        break;
    case MD_BLOCK_HTML:
        r->html = false;
        wf_draft_close(&r->draft);
        break;
    case MD_BLOCK_LI:
        r->item = false;
        wf_draft_close(&r->draft);
        break;
    case MD_BLOCK_P:
        wf_draft_close_lines(&r->draft);
        break;
    case MD_BLOCK_TR:
        wf_draft_close(&r->draft);
        break;
    default:
        break;
    }
    return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    (void)detail;
    flush(r);
    r->images += type == MD_SPAN_IMG;
    return 0;
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct reader *r = user;

    (void)detail;
    flush(r);
    r->images -= type == MD_SPAN_IMG;
    return 0;
}

/* `1990. The year`: md4c takes a year for an item's number; put back what no list would count to. */
static void
restore_number(struct reader *r, uint32_t start)
{
    const char *data = r->draft.source.data;
    uint32_t end = start, first;

    while (end > r->base && data[end - 1] == ' ')
        end--;
    if (end <= r->base || (data[end - 1] != '.' && data[end - 1] != ')'))
        return;
    for (first = end - 1; first > r->base && data[first - 1] >= '0' && data[first - 1] <= '9'; first--)
        ;
    if (end - 1 - first > 3)
        wf_draft_copy(&r->draft, first, start);
}

static int
text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE size, void *user)
{
    struct reader *r = user;
    bool inside = bytes >= r->input && bytes + size <= r->input + r->len;
    uint32_t start = inside ? r->base + (uint32_t)(bytes - r->input) : r->last, end = inside ? start + size : start;

    if (r->images > 0 || r->skipping || wf_arena_failed(r->draft.doc->arena))
        return wf_arena_failed(r->draft.doc->arena);
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        flush(r);
        wf_draft_line(&r->draft);
        return 0;
    }
    if (r->pending && (start != r->last || !inside || type == MD_TEXT_HTML || type == MD_TEXT_ENTITY))
        flush(r);
    if (start < r->last) /* never backwards: the map goes one way */
        return 0;
    if (!r->draft.open && size > 0)
        open_block(r);
    if (r->item && inside && in_ordered(r))
        restore_number(r, start);
    r->item = false;
    switch (type) {
    case MD_TEXT_HTML:
        if (inside)
            wf_markup_strip(&r->draft, &r->markup, start, end);
        break;
    case MD_TEXT_ENTITY:
        if (inside)
            wf_markup_reference(&r->draft, start, end);
        break;
    case MD_TEXT_NULLCHAR:
        break;
    default:
        if (inside && !r->pending) {
            r->from = start;
            r->pending = true;
        } else if (!inside && memchr(bytes, '\n', size) != NULL) {
            wf_draft_line(&r->draft);
        }
        break;
    }
    r->last = end;
    return 0;
}

enum wf_status
wf_format_markdown(struct wf_document *doc, struct wf_slice source, const struct wf_decode_limits *limits,
    struct wf_error *err)
{
    struct reader r = { .base = 0 };
    MD_PARSER parser = { 0, MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH, enter_block, leave_block, enter_span, leave_span,
        text, NULL, NULL };

    if (source.len > (size_t)1 << 31)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "a text of %zu bytes; at most 2147483648", source.len);
    wf_draft_begin(&r.draft, doc, source, limits->known);
    r.base = r.last = wf_markup_front_matter(doc, source);
    r.input = source.data + r.base;
    r.len = (uint32_t)source.len - r.base;
    if (md_parse(r.input, r.len, &parser, &r) != 0)
        return wf_error_set(err, wf_arena_failed(doc->arena) ? WF_ELIMIT : WF_ENOMEM, NULL, 0,
            "no memory for the document's Markdown");
    flush(&r);
    return wf_draft_finish(&r.draft, err);
}
