/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML with gumbo: its rules are those of browsers, and each of its nodes points into the input. The tree is
 * walked with a stack of our own, and gumbo's memory comes from the document's arena, so neither deep nor large
 * pages can do more than reach a limit.
 */
#include "consumer/format.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "consumer/draft.h"
#include "consumer/envelope.h"
#include "consumer/html.h"
#include "consumer/html_parts.h"

#define DEPTH_MAX 4096      /* whatever is configured */
#define ATTRIBUTES_MAX 1000 /* of one tag: gumbo compares each with all before it */
#define LARGE ((size_t)16384)

/* Allocations that are given back one by one, because buffers that double would fill the arena. */
struct large {
    struct large *next, *before;
    size_t size;
};

struct pool {
    wf_arena *arena;
    struct large list;
    size_t used, limit;
    jmp_buf full;
};

struct step {
    const GumboNode *node;
    unsigned child;
    bool row; /* a table row whose cells are separated by bars */
};

struct reader {
    struct wf_draft draft;
    const GumboNode *root;  /* the part that is read */
    WF_VECTOR(struct step) steps;
    unsigned lists, quotes, preformatted;
    bool ordered;
    unsigned heading;       /* level of the open heading, 0: none */
    bool row, cell;         /* in a row of data; a cell has begun */
    unsigned breaks;        /* `br` in a row */
    uint32_t last;          /* end of the last text in the source */
    struct wf_html_head head;
};

static void *
pool_alloc(void *user, size_t size)
{
    struct pool *pool = user;
    struct large *large;
    void *out;

    if (size < LARGE) {
        out = wf_arena_alloc(pool->arena, size);
        if (out == NULL)
            longjmp(pool->full, 1);
        return out;
    }
    if (pool->used + size > pool->limit || (large = malloc(sizeof *large + size)) == NULL)
        longjmp(pool->full, 1);
    pool->used += size;
    large->size = size;
    large->next = pool->list.next;
    large->before = &pool->list;
    if (large->next != NULL)
        large->next->before = large;
    pool->list.next = large;
    return large + 1;
}

static void
pool_drop(struct pool *pool, struct large *large)
{
    large->before->next = large->next;
    if (large->next != NULL)
        large->next->before = large->before;
    pool->used -= large->size;
    free(large);
}

/* gumbo does not say how large a block was: look for it among the large ones, of which there are few. */
static void
pool_free(void *user, void *data)
{
    struct pool *pool = user;

    for (struct large *large = pool->list.next; large != NULL; large = large->next) {
        if (large + 1 == data) {
            pool_drop(pool, large);
            return;
        }
    }
}

/* The mark of a footnote: raised, and a link to it, or behind a stop. What is raised else is an exponent. */
static bool
is_note_mark(const struct reader *r, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;

    if (node->v.element.tag != GUMBO_TAG_SUP)
        return false;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];

        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_A)
            return true;
    }
    return r->last > 0 && strchr(".,;:!?\"')", r->draft.source.data[r->last - 1]) != NULL;
}

static void
open_block(struct reader *r)
{
    if (r->heading != 0) {
        wf_draft_open(&r->draft, WF_BLOCK_HEADING, r->heading, true);
    } else if (r->row) {
        wf_draft_open(&r->draft, WF_BLOCK_TABLE_ROW, 0, true);
    } else if (r->lists > 0) {
        wf_draft_open(&r->draft, WF_BLOCK_LIST_ITEM, r->lists, false);
    } else if (r->quotes > 0) {
        wf_draft_open(&r->draft, WF_BLOCK_QUOTE, r->quotes, true);
    } else {
        wf_draft_open(&r->draft, WF_BLOCK_PARAGRAPH, 0, false);
    }
}

static void
end_block(struct reader *r)
{
    if (!r->row) /* a row goes on over its cells' paragraphs */
        wf_draft_close_lines(&r->draft);
    r->breaks = 0;
}

/* `br` ends a line, two of them a paragraph. */
static void
line_break(struct reader *r)
{
    r->breaks++;
    if (r->breaks > 1 && r->heading == 0)
        end_block(r);
    else
        wf_draft_line(&r->draft);
}

static void
enter(struct reader *r, const GumboNode *node, struct step *step)
{
    const GumboElement *element = &node->v.element;

    if (wf_html_is_block(element->tag))
        end_block(r);
    switch (element->tag) {
    case GUMBO_TAG_BR:
        line_break(r);
        break;
    case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6:
        r->heading = (unsigned)(element->tag - GUMBO_TAG_H1) + 1;
        break;
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL: case GUMBO_TAG_DIR: case GUMBO_TAG_MENU:
        r->lists++;
        break;
    case GUMBO_TAG_BLOCKQUOTE:
        r->quotes++;
        break;
    case GUMBO_TAG_PRE: case GUMBO_TAG_LISTING: case GUMBO_TAG_XMP: case GUMBO_TAG_PLAINTEXT:
        r->preformatted++;
        break;
    case GUMBO_TAG_TR:
        step->row = !r->row && wf_html_is_data_row(node);
        r->row |= step->row;
        break;
    case GUMBO_TAG_TD: case GUMBO_TAG_TH:
        if (r->row)
            r->cell = r->draft.open;
        else
            end_block(r);
        break;
    case GUMBO_TAG_TIME:
        if (wf_html_attribute(element, "datetime") != NULL && (wf_html_attribute(element, "pubdate") != NULL ||
                wf_html_attribute_is(element, "itemprop", "datePublished"))) {
            const char *time = wf_html_attribute(element, "datetime");

            wf_envelope_published(r->draft.doc, wf_html_text_of(r->draft.doc->arena, time));
        }
        break;
    default:
        break;
    }
}

static void
leave(struct reader *r, const struct step *step)
{
    GumboTag tag = step->node->v.element.tag;

    switch (tag) {
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL: case GUMBO_TAG_DIR: case GUMBO_TAG_MENU:
        end_block(r);
        r->lists--;
        break;
    case GUMBO_TAG_BLOCKQUOTE:
        end_block(r);
        r->quotes--;
        break;
    case GUMBO_TAG_PRE: case GUMBO_TAG_LISTING: case GUMBO_TAG_XMP: case GUMBO_TAG_PLAINTEXT:
        end_block(r);
        r->preformatted--;
        break;
    case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6:
        end_block(r);
        r->heading = 0;
        break;
    case GUMBO_TAG_TR:
        if (step->row) {
            r->row = r->cell = false;
            wf_draft_close(&r->draft);
        } else {
            end_block(r);
        }
        break;
    case GUMBO_TAG_TD: case GUMBO_TAG_TH:
        if (!r->row)
            end_block(r);
        break;
    default:
        if (wf_html_is_block(tag))
            end_block(r);
        break;
    }
}

static void
read_text(struct reader *r, const GumboNode *node)
{
    const GumboText *text = &node->v.text;
    const char *source = r->draft.source.data;
    size_t len = strlen(text->text);
    uint32_t start, end;

    if (node->type == GUMBO_NODE_WHITESPACE || strspn(text->text, " \t\n\f\r") == len) {
        if (r->draft.open)
            wf_draft_replace(&r->draft, r->last, r->last, WF_SLICE(" "));
        return;
    }
    if (text->original_text.data < source || text->original_text.data > source + r->draft.source.len)
        return;
    start = (uint32_t)(text->original_text.data - source);
    end = text->original_text.length > r->draft.source.len - start ? (uint32_t)r->draft.source.len
                                                                    : start + (uint32_t)text->original_text.length;
    if (start < r->last && r->draft.open) /* mark-up moved this text: the map of a block goes one way */
        wf_draft_close_lines(&r->draft);
    if (!r->draft.open)
        open_block(r);
    if (r->cell)
        wf_draft_replace(&r->draft, start, start, WF_SLICE(" | "));
    r->cell = false;
    r->breaks = 0;
    wf_html_text(&r->draft, (struct wf_slice){ text->text, len }, start, end);
    r->last = end;
}

/* Everything below r->root, without recursion. */
static void
walk(struct reader *r)
{
    wf_arena *arena = r->draft.doc->arena;
    bool article = r->root->v.element.tag != GUMBO_TAG_BODY && r->root->v.element.tag != GUMBO_TAG_HTML;
    struct step *step = wf_vector_push(arena, &r->steps);

    if (step == NULL)
        return;
    *step = (struct step){ r->root, 0, false };
    while (r->steps.count > 0) {
        const GumboNode *node;

        step = &r->steps.items[r->steps.count - 1];
        if (step->child >= step->node->v.element.children.length) {
            leave(r, step);
            r->steps.count--;
            continue;
        }
        node = step->node->v.element.children.data[step->child++];
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
            read_text(r, node);
        if ((node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) || wf_html_is_left_out(node, article) ||
            is_note_mark(r, node))
            continue;
        step = wf_vector_push(arena, &r->steps);
        if (step == NULL)
            return;
        *step = (struct step){ node, 0, false };
        enter(r, node, step);
    }
    wf_draft_close_lines(&r->draft);
}

/* What a page would cost to build; where it is over the limit, *len is how much of it is read. */
static enum wf_status
check_cost(struct wf_document *doc, struct wf_slice source, const struct wf_decode_limits *limits, size_t *len,
    struct wf_error *err)
{
    unsigned most = limits->max_depth == 0 || limits->max_depth > DEPTH_MAX ? DEPTH_MAX : limits->max_depth;
    struct wf_html_cost cost = wf_html_cost_of(source, most);

    *len = cost.over;
    if (cost.depth > most && !limits->cut)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "HTML nested %u deep; at most %u (limits.depth)", cost.depth, most);
    if (cost.attributes > ATTRIBUTES_MAX)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "an HTML tag with %u attributes; at most %u", cost.attributes,
            (unsigned)ATTRIBUTES_MAX);
    if (cost.depth > most)
        wf_document_warn(doc, "cut-text", (struct wf_span){ 0, 0 }, "read %zu of %zu bytes of HTML, to where it is nested deeper "
            "than %u (limits.depth)", cost.over, source.len, most);
    return WF_OK;
}

/* The title that the page's head gives, where the text has none of its own. */
static void
take_head(struct reader *r)
{
    struct wf_document *doc = r->draft.doc;

    if (doc->publisher.len == 0)
        doc->publisher = r->head.site;
    for (uint32_t i = 0; i < doc->text.blocks.count && doc->title.len == 0; i++) {
        if (doc->text.blocks.items[i].kind == WF_BLOCK_TITLE)
            return;
    }
    if (doc->title.len == 0)
        doc->title = r->head.title;
}

enum wf_status
wf_format_html(struct wf_document *doc, struct wf_slice source, const struct wf_decode_limits *limits,
    struct wf_error *err)
{
    struct reader *r = wf_arena_zalloc(doc->arena, sizeof *r);
    struct pool *pool = wf_arena_zalloc(doc->arena, sizeof *pool);
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *output;
    const char *language;
    enum wf_status st;
    size_t len;

    if (r == NULL || pool == NULL)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "the document does not fit into its memory (limits.memory)");
    if ((st = check_cost(doc, source, limits, &len, err)) != WF_OK)
        return st;
    pool->arena = doc->arena;
    pool->limit = source.len * 8 + ((size_t)1 << 20);
    options.allocator = pool_alloc;
    options.deallocator = pool_free;
    options.userdata = pool;
    options.max_errors = 0;
    if (setjmp(pool->full) != 0) {
        st = wf_error_set(err, WF_ELIMIT, NULL, 0, "the page does not fit into the memory of one document (limits.memory)");
        goto done;
    }
    wf_draft_begin(&r->draft, doc, source, limits->known);
    r->draft.marked_up = true;
    output = gumbo_parse_with_options(&options, source.data, len);
    r->root = wf_html_root(doc, output->root, &r->head);
    if (r->root == NULL)
        longjmp(pool->full, 1);
    language = wf_html_attribute(&output->root->v.element, "lang");
    if (doc->language.len == 0)
        doc->language = wf_html_text_of(doc->arena, language);
    walk(r);
    st = wf_draft_finish(&r->draft, err);
    take_head(r);
done:
    while (pool->list.next != NULL)
        pool_drop(pool, pool->list.next);
    return st;
}
