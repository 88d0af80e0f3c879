/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/page.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "producer/describe.h"

#define DEEPEST 32 /* facts that cover one place; more are not marked there */

static const char style[] =
#include "page_css.inc"
    ;
static const char script[] =
#include "page_js.inc"
    ;

struct mark {
    struct wf_span span; /* reading text */
    uint32_t fact;       /* number in the document, from 0 */
    uint8_t layer;       /* enum wf_record_layer */
};

struct page {
    struct wf_buffer *out;
    const struct wf_document *doc;
    unsigned number;    /* of the document */
    struct mark *marks; /* by start, longest first */
    size_t count, capacity;
    uint32_t *segments; /* of each fact: its first piece of text, UINT32_MAX where there is none */
    uint32_t facts, segment;
    bool failed;
};

static const char *const layer_titles[] = { "Entities", "Figures", "Dates", "Agreements", "Events", "Quotes" };

/* Text with what HTML would take for mark-up escaped. Controls cannot appear in HTML at all. */
static void
put_text(struct wf_buffer *out, struct wf_slice text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        const char *with = c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : NULL;

        if (with == NULL && (c >= 0x20 || c == '\n' || c == '\t') && c != 0x7f)
            continue;
        wf_buffer_append(out, text.data + from, i - from);
        wf_buffer_puts(out, with == NULL ? " " : with);
        from = i + 1;
    }
    if (text.len > from)
        wf_buffer_append(out, text.data + from, text.len - from);
}

/* What `describe` appends, escaped. */
#define PUT_DESCRIBED(page, call)                                                                           \
    do {                                                                                                    \
        struct wf_buffer plain = WF_BUFFER_INIT; /* named in `call` */                                      \
        call;                                                                                               \
        put_text((page)->out, (struct wf_slice){ plain.data == NULL ? "" : plain.data, plain.len });        \
        wf_buffer_free(&plain);                                                                             \
    } while (0)

void
wf_page_begin(struct wf_buffer *out)
{
    wf_buffer_puts(out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"generator\" content=\"wirefact\">\n<title>Facts found by wirefact</title>\n"
        "<link rel=\"icon\" href=\"data:,\">\n<style>\n");
    wf_buffer_puts(out, style);
    wf_buffer_puts(out,
        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#text\">Skip to the text</a>\n"
        "<header class=\"bar\">\n<strong class=\"brand\">wirefact</strong>\n"
        "<fieldset class=\"layers\"><legend>Show</legend>\n");
    for (unsigned layer = 0; layer < WF_RECORD_DOCUMENT; layer++) {
        const char *name = wf_record_layer_name((enum wf_record_layer)layer);

        wf_buffer_printf(out,
            "<label class=\"chip %s\"><input type=\"checkbox\" checked data-layer=\"%s\"><span>%s</span>"
            "<b data-count=\"%s\"></b></label>\n",
            name, name, layer_titles[layer], name);
    }
    wf_buffer_puts(out,
        "</fieldset>\n<input type=\"search\" id=\"find\" placeholder=\"Find a fact\" aria-label=\"Find a fact\">\n"
        "</header>\n<main id=\"text\">\n");
}

void
wf_page_end(struct wf_buffer *out)
{
    wf_buffer_puts(out,
        "</main>\n<aside id=\"sheet\" hidden aria-live=\"polite\"><button type=\"button\" aria-label=\"Close\">&times;</button>"
        "<ol></ol></aside>\n<script>\n");
    wf_buffer_puts(out, script);
    wf_buffer_puts(out, "</script>\n</body>\n</html>\n");
}

static void
add_mark(struct page *p, struct wf_span span, enum wf_record_layer layer)
{
    if (span.end <= span.start || p->failed)
        return;
    if (p->count == p->capacity) {
        size_t capacity = p->capacity == 0 ? 256 : p->capacity * 2;
        struct mark *marks = realloc(p->marks, capacity * sizeof *marks);

        if (marks == NULL) {
            p->failed = true;
            return;
        }
        p->marks = marks;
        p->capacity = capacity;
    }
    p->marks[p->count++] = (struct mark){ span, p->facts, (uint8_t)layer };
}

static int
by_place(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;

    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1;
    return a->fact < b->fact ? -1 : a->fact > b->fact;
}

/* An agreement or event is shown at its trigger: its own span may be the whole clause. */
static struct wf_span
trigger_of(const struct wf_range *trigger, const struct wf_fact *fact)
{
    return trigger->span.end > trigger->span.start ? trigger->span : fact->at.span;
}

/* Facts are numbered in the order of the list: by layer, then as the document has them. */
static void
collect(struct page *p)
{
    const struct wf_document *doc = p->doc;

    for (unsigned i = 0; i < doc->entities.count; i++, p->facts++) {
        for (unsigned m = 0; m < doc->entities.items[i]->mentions.count; m++)
            add_mark(p, doc->entities.items[i]->mentions.items[m]->at.span, WF_RECORD_ENTITY);
    }
    for (unsigned i = 0; i < doc->figures.count; i++, p->facts++)
        add_mark(p, doc->figures.items[i]->fact.at.span, WF_RECORD_FIGURE);
    for (unsigned i = 0; i < doc->dates.count; i++, p->facts++)
        add_mark(p, doc->dates.items[i]->fact.at.span, WF_RECORD_DATE);
    for (unsigned i = 0; i < doc->agreements.count; i++, p->facts++)
        add_mark(p, trigger_of(&doc->agreements.items[i]->trigger, &doc->agreements.items[i]->fact), WF_RECORD_AGREEMENT);
    for (unsigned i = 0; i < doc->events.count; i++, p->facts++)
        add_mark(p, trigger_of(&doc->events.items[i]->trigger, &doc->events.items[i]->fact), WF_RECORD_EVENT);
    for (unsigned i = 0; i < doc->quotes.count; i++, p->facts++)
        add_mark(p, doc->quotes.items[i]->fact.at.span, WF_RECORD_QUOTE);
    if (p->count > 0)
        qsort(p->marks, p->count, sizeof *p->marks, by_place);
    p->segments = malloc((p->facts + 1) * sizeof *p->segments);
    if (p->segments == NULL)
        p->failed = true;
    for (uint32_t i = 0; p->segments != NULL && i < p->facts; i++)
        p->segments[i] = UINT32_MAX;
}

/* One piece of text that the same facts cover. */
static void
put_segment(struct page *p, struct wf_span span, const struct mark *const *active, unsigned count)
{
    struct wf_slice text = wf_span_text(p->doc, span);
    const struct mark *inner = count > 0 ? active[0] : NULL;
    unsigned layers = 0;

    if (count == 0) {
        put_text(p->out, text);
        return;
    }
    wf_buffer_puts(p->out, "<a class=\"m");
    for (unsigned i = 0; i < count; i++) {
        if ((layers & (1u << active[i]->layer)) == 0)
            wf_buffer_printf(p->out, " %s", wf_record_layer_name((enum wf_record_layer)active[i]->layer));
        layers |= 1u << active[i]->layer;
        if (active[i]->span.end - active[i]->span.start < inner->span.end - inner->span.start)
            inner = active[i];
        if (p->segments[active[i]->fact] == UINT32_MAX)
            p->segments[active[i]->fact] = p->segment;
    }
    wf_buffer_printf(p->out, "\" id=\"d%us%u\" href=\"#d%uf%u\" data-f=\"", p->number, p->segment++, p->number, inner->fact);
    for (unsigned i = 0; i < count; i++)
        wf_buffer_printf(p->out, "%s%u", i > 0 ? " " : "", active[i]->fact);
    wf_buffer_puts(p->out, "\">");
    put_text(p->out, text);
    wf_buffer_puts(p->out, "</a>");
}

/* The text of a block, cut wherever a fact begins or ends. *next is the first mark not yet begun. */
static void
put_marked(struct page *p, struct wf_span block, size_t *next)
{
    const struct mark *active[DEEPEST];
    unsigned count = 0;
    uint32_t at = block.start;

    while (at < block.end) {
        uint32_t to = block.end;
        unsigned kept = 0;

        for (; *next < p->count && p->marks[*next].span.start <= at; (*next)++) {
            if (count < DEEPEST && p->marks[*next].span.end > at)
                active[count++] = &p->marks[*next];
        }
        if (*next < p->count && p->marks[*next].span.start < to)
            to = p->marks[*next].span.start;
        for (unsigned i = 0; i < count; i++) {
            if (active[i]->span.end < to)
                to = active[i]->span.end;
        }
        put_segment(p, (struct wf_span){ at, to }, active, count);
        for (unsigned i = 0; i < count; i++) {
            if (active[i]->span.end > to)
                active[kept++] = active[i];
        }
        count = kept;
        at = to;
    }
}

/* The block that is the title itself, so that it is not shown twice; UINT_MAX where there is none near the top. */
static unsigned
title_block(const struct wf_document *doc)
{
    for (unsigned i = 0; doc->title.data != NULL && i < doc->text.blocks.count && i < 8; i++) {
        if (wf_slice_equal(wf_span_text(doc, doc->text.blocks.items[i].span), doc->title))
            return i;
    }
    return UINT_MAX;
}

static void
put_blocks(struct page *p)
{
    const struct wf_document *doc = p->doc;
    unsigned title = title_block(doc);
    bool list = false;
    size_t next = 0; /* mark */

    for (unsigned i = 0; i < doc->text.blocks.count; i++) {
        const struct wf_block *block = &doc->text.blocks.items[i];
        unsigned level = block->level < 1 ? 1 : block->level > 4 ? 4 : block->level;
        char open[64], close[32];

        snprintf(open, sizeof open, "<p>");
        snprintf(close, sizeof close, "</p>");
        switch (block->kind) {
        case WF_BLOCK_TITLE:
        case WF_BLOCK_HEADING:
            snprintf(open, sizeof open, "<h%u>", block->kind == WF_BLOCK_TITLE ? 3 : level + 2);
            snprintf(close, sizeof close, "</h%u>", block->kind == WF_BLOCK_TITLE ? 3 : level + 2);
            break;
        case WF_BLOCK_LIST_ITEM:
            snprintf(open, sizeof open, "<li class=\"l%u\">", level);
            snprintf(close, sizeof close, "</li>");
            break;
        case WF_BLOCK_QUOTE:
            snprintf(open, sizeof open, "<blockquote>");
            snprintf(close, sizeof close, "</blockquote>");
            break;
        case WF_BLOCK_TABLE_ROW: snprintf(open, sizeof open, "<p class=\"row\">"); break;
        case WF_BLOCK_CAPTION: snprintf(open, sizeof open, "<p class=\"caption\">"); break;
        case WF_BLOCK_FRONT:
        case WF_BLOCK_BACK: snprintf(open, sizeof open, "<p class=\"aside\">"); break;
        case WF_BLOCK_FOREIGN: snprintf(open, sizeof open, "<p class=\"aside\" lang=\"und\" dir=\"auto\">"); break;
        case WF_BLOCK_PARAGRAPH: break;
        }
        if (i == title) {
            snprintf(open, sizeof open, "<h2>");
            snprintf(close, sizeof close, "</h2>");
        }
        if (list != (block->kind == WF_BLOCK_LIST_ITEM && i != title)) {
            list = !list;
            wf_buffer_puts(p->out, list ? "<ul>\n" : "</ul>\n");
        }
        wf_buffer_puts(p->out, open);
        put_marked(p, block->span, &next);
        wf_buffer_puts(p->out, close);
        wf_buffer_putc(p->out, '\n');
    }
    if (list)
        wf_buffer_puts(p->out, "</ul>\n");
}

/* The small word in a card's corner. */
static const char *
kind_of(enum wf_record_layer layer, const void *fact)
{
    switch (layer) {
    case WF_RECORD_ENTITY: return wf_entity_type_name(((const struct wf_entity *)fact)->type);
    case WF_RECORD_FIGURE: return wf_figure_kind_name(((const struct wf_figure *)fact)->kind);
    case WF_RECORD_DATE: return wf_date_type_name(((const struct wf_date *)fact)->type);
    case WF_RECORD_AGREEMENT: return ((const struct wf_agreement *)fact)->kind;
    case WF_RECORD_EVENT: return wf_factuality_name(((const struct wf_event *)fact)->factuality);
    case WF_RECORD_QUOTE: return wf_quote_form_name(((const struct wf_quote *)fact)->form);
    case WF_RECORD_DOCUMENT:
    case WF_RECORD_LAYER_COUNT: break;
    }
    return "";
}

static void
put_card(struct page *p, enum wf_record_layer layer, const struct wf_fact *fact, uint32_t number)
{
    uint32_t segment = p->segments[number];
    size_t before;

    wf_buffer_printf(p->out, "<li class=\"card %s\" id=\"d%uf%u\" data-n=\"%u\">", wf_record_layer_name(layer), p->number,
        number, number);
    if (segment != UINT32_MAX)
        wf_buffer_printf(p->out, "<a href=\"#d%us%u\">", p->number, segment);
    wf_buffer_puts(p->out, "<b>");
    PUT_DESCRIBED(p, wf_describe_title(&plain, p->doc, layer, fact));
    wf_buffer_puts(p->out, "</b>");
    if (segment != UINT32_MAX)
        wf_buffer_puts(p->out, "</a>");
    wf_buffer_puts(p->out, "<i>");
    PUT_DESCRIBED(p, wf_describe_name(&plain, kind_of(layer, fact)));
    wf_buffer_puts(p->out, "</i>");
    before = p->out->len;
    wf_buffer_puts(p->out, "<p>");
    PUT_DESCRIBED(p, wf_describe_details(&plain, p->doc, layer, fact));
    if (p->out->len == before + 3)
        p->out->len = before;
    else
        wf_buffer_puts(p->out, "</p>");
    if (layer != WF_RECORD_ENTITY) {
        wf_buffer_puts(p->out, "<q>");
        put_text(p->out, wf_span_text(p->doc, fact->at.span));
        wf_buffer_puts(p->out, "</q>");
    }
    wf_buffer_puts(p->out, "<code>");
    put_text(p->out, wf_slice_of(fact->rule == NULL ? "" : fact->rule->name));
    wf_buffer_puts(p->out, "</code></li>\n");
}

#define PUT_LAYER(p, layer, member, number)                                                                 \
    do {                                                                                                    \
        if ((p)->doc->member.count > 0)                                                                     \
            wf_buffer_printf((p)->out, "<section class=\"facts %s\"><h3>%s <span>%u</span></h3>\n<ol>\n",   \
                wf_record_layer_name(layer), layer_titles[layer], (p)->doc->member.count);                  \
        for (unsigned i_ = 0; i_ < (p)->doc->member.count; i_++)                                            \
            put_card((p), (layer), &(p)->doc->member.items[i_]->fact, (number)++);                          \
        if ((p)->doc->member.count > 0)                                                                     \
            wf_buffer_puts((p)->out, "</ol></section>\n");                                                  \
    } while (0)

static void
put_cards(struct page *p)
{
    uint32_t number = 0;

    PUT_LAYER(p, WF_RECORD_ENTITY, entities, number);
    PUT_LAYER(p, WF_RECORD_FIGURE, figures, number);
    PUT_LAYER(p, WF_RECORD_DATE, dates, number);
    PUT_LAYER(p, WF_RECORD_AGREEMENT, agreements, number);
    PUT_LAYER(p, WF_RECORD_EVENT, events, number);
    PUT_LAYER(p, WF_RECORD_QUOTE, quotes, number);
}

static void
put_meta(struct page *p)
{
    const struct wf_document *doc = p->doc;
    const struct wf_slice parts[] = { doc->published, doc->publisher, doc->id };
    bool first = true;

    wf_buffer_puts(p->out, "<p class=\"meta\">");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].data == NULL || parts[i].len == 0)
            continue;
        if (!first)
            wf_buffer_puts(p->out, " \xc2\xb7 ");
        first = false;
        put_text(p->out, parts[i]);
    }
    wf_buffer_puts(p->out, "</p>\n");
    if (title_block(doc) == UINT_MAX) {
        wf_buffer_puts(p->out, "<h2>");
        put_text(p->out, doc->title.data != NULL ? doc->title : doc->id);
        wf_buffer_puts(p->out, "</h2>\n");
    }
    for (unsigned i = 0; i < doc->warnings.count; i++) {
        wf_buffer_puts(p->out, "<p class=\"warning\"><b>");
        put_text(p->out, wf_slice_of(doc->warnings.items[i].code));
        wf_buffer_puts(p->out, "</b> ");
        put_text(p->out, doc->warnings.items[i].text.data == NULL ? WF_SLICE("") : doc->warnings.items[i].text);
        wf_buffer_puts(p->out, "</p>\n");
    }
}

void
wf_page_document(struct wf_buffer *out, const struct wf_document *doc, unsigned number)
{
    struct page p = { .out = out, .doc = doc, .number = number };

    collect(&p);
    if (!p.failed) {
        wf_buffer_printf(out, "<article data-d=\"%u\">\n<div class=\"text\">\n", number);
        put_meta(&p);
        put_blocks(&p);
        wf_buffer_puts(out, "</div>\n<nav class=\"list\" aria-label=\"Facts\">\n");
        put_cards(&p);
        wf_buffer_puts(out, "</nav>\n</article>\n");
    } else {
        out->failed = true;
    }
    free(p.marks);
    free(p.segments);
}
