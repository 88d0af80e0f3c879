/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/table.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "producer/describe.h"
#include "producer/grid.h"

#define INDENT 2

struct table {
    struct wf_buffer *out;
    const struct wf_document *doc;
    const struct wf_table_style *style;
    struct wf_grid grid;
    struct wf_buffer cell;
};

void
wf_table_style_detect(struct wf_table_style *style, int descriptor, const char *width, const char *colour)
{
    bool terminal = isatty(descriptor) != 0;
    const char *columns = getenv("COLUMNS"), *no_colour = getenv("NO_COLOR");
    struct winsize size;

    style->width = 120;
    style->colour = terminal && (no_colour == NULL || no_colour[0] == '\0');
    if (terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        style->width = size.ws_col;
    else if (columns != NULL && atoi(columns) > 0)
        style->width = (unsigned)atoi(columns);
    if (width != NULL && atoi(width) >= 0)
        style->width = (unsigned)atoi(width);
    if (colour != NULL && strcmp(colour, "auto") != 0)
        style->colour = strcmp(colour, "always") == 0;
    if (style->width > 0 && style->width < 40)
        style->width = 40;
}

static void
colour(struct table *t, const char *code)
{
    if (t->style->colour)
        wf_buffer_puts(t->out, code);
}

/* The cell that was built in t->cell. */
static void
push(struct table *t)
{
    wf_grid_cell(&t->grid, (struct wf_slice){ t->cell.data == NULL ? "" : t->cell.data, t->cell.len });
    wf_buffer_clear(&t->cell);
}

static void
push_slice(struct table *t, struct wf_slice text)
{
    wf_grid_cell(&t->grid, text);
}

static void
push_name(struct table *t, const char *name)
{
    wf_describe_name(&t->cell, name);
    push(t);
}

static void
push_time(struct table *t, const struct wf_time *time)
{
    wf_describe_time(&t->cell, time);
    push(t);
}

static void
begin(struct table *t, const char *layer, unsigned count, unsigned columns, const char *const *headings)
{
    wf_buffer_putc(t->out, '\n');
    colour(t, "\033[1m");
    wf_buffer_printf(t->out, "%s", layer);
    colour(t, "\033[0m");
    wf_buffer_printf(t->out, " %u\n", count);
    wf_grid_begin(&t->grid, columns, headings);
}

static void
end(struct table *t)
{
    wf_grid_print(&t->grid, t->out, INDENT, t->style->width, t->style->colour);
}

static void
entities(struct table *t)
{
    static const char *const headings[] = { "type", "name", "country", "times", "roles" };

    begin(t, "Entities", t->doc->entities.count, 5, headings);
    t->grid.right[3] = true;
    t->grid.firm[1] = true;
    for (unsigned i = 0; i < t->doc->entities.count; i++) {
        const struct wf_entity *entity = t->doc->entities.items[i];

        push_slice(t, wf_slice_of(wf_entity_type_name(entity->type)));
        push_slice(t, entity->name);
        push_slice(t, wf_slice_of(entity->country));
        wf_buffer_put_uint(&t->cell, entity->mentions.count);
        push(t);
        wf_describe_roles(&t->cell, entity);
        push(t);
    }
    end(t);
}

static void
figures(struct table *t)
{
    static const char *const headings[] = { "kind", "value", "words", "about", "more" };

    begin(t, "Figures", t->doc->figures.count, 5, headings);
    t->grid.firm[1] = true;
    for (unsigned i = 0; i < t->doc->figures.count; i++) {
        const struct wf_figure *figure = t->doc->figures.items[i];
        struct wf_figure bare = *figure;

        push_slice(t, wf_slice_of(wf_figure_kind_name(figure->kind)));
        wf_describe_figure(&t->cell, figure);
        push(t);
        push_slice(t, wf_span_text(t->doc, figure->fact.at.span));
        push_slice(t, figure->about);
        bare.about = WF_SLICE_NONE;
        wf_describe_details(&t->cell, t->doc, WF_RECORD_FIGURE, &bare);
        push(t);
    }
    end(t);
}

static void
dates(struct table *t)
{
    static const char *const headings[] = { "type", "value", "words", "more" };

    begin(t, "Dates", t->doc->dates.count, 4, headings);
    t->grid.firm[1] = true;
    for (unsigned i = 0; i < t->doc->dates.count; i++) {
        const struct wf_date *date = t->doc->dates.items[i];

        push_slice(t, wf_slice_of(wf_date_type_name(date->type)));
        push_time(t, &date->time);
        push_slice(t, wf_span_text(t->doc, date->fact.at.span));
        wf_describe_details(&t->cell, t->doc, WF_RECORD_DATE, date);
        push(t);
    }
    end(t);
}

static void
agreements(struct table *t)
{
    static const char *const headings[] = { "kind", "status", "parties", "name", "date" };

    begin(t, "Agreements", t->doc->agreements.count, 5, headings);
    for (unsigned i = 0; i < t->doc->agreements.count; i++) {
        const struct wf_agreement *agreement = t->doc->agreements.items[i];

        push_name(t, agreement->kind);
        push_name(t, agreement->status);
        wf_describe_references(&t->cell, &agreement->parties);
        push(t);
        push_slice(t, agreement->name.data != NULL ? agreement->name : wf_span_text(t->doc, agreement->fact.at.span));
        push_time(t, &agreement->time);
    }
    end(t);
}

static void
events(struct table *t)
{
    static const char *const headings[] = { "kind", "who", "whom", "where", "when", "words" };

    begin(t, "Events", t->doc->events.count, 6, headings);
    for (unsigned i = 0; i < t->doc->events.count; i++) {
        const struct wf_event *event = t->doc->events.items[i];

        wf_describe_name(&t->cell, event->kind);
        if (event->factuality != WF_FACTUALITY_HAPPENED)
            wf_buffer_printf(&t->cell, " (%s)", wf_factuality_name(event->factuality));
        push(t);
        wf_describe_references(&t->cell, &event->actors);
        push(t);
        wf_describe_references(&t->cell, &event->targets);
        push(t);
        wf_describe_reference(&t->cell, &event->place);
        push(t);
        push_time(t, &event->time);
        push_slice(t, wf_span_text(t->doc, event->fact.at.span));
    }
    end(t);
}

static void
quotes(struct table *t)
{
    static const char *const headings[] = { "form", "speaker", "cue", "words" };

    begin(t, "Quotes", t->doc->quotes.count, 4, headings);
    for (unsigned i = 0; i < t->doc->quotes.count; i++) {
        const struct wf_quote *quote = t->doc->quotes.items[i];

        push_slice(t, wf_slice_of(wf_quote_form_name(quote->form)));
        wf_describe_reference(&t->cell, &quote->speaker);
        push(t);
        push_slice(t, quote->cue.span.end > quote->cue.span.start ? wf_span_text(t->doc, quote->cue.span) : WF_SLICE_NONE);
        push_slice(t, wf_span_text(t->doc, quote->fact.at.span));
    }
    end(t);
}

static void
warnings(struct table *t)
{
    static const char *const headings[] = { "code", "what" };

    begin(t, "Warnings", t->doc->warnings.count, 2, headings);
    for (unsigned i = 0; i < t->doc->warnings.count; i++) {
        push_slice(t, wf_slice_of(t->doc->warnings.items[i].code));
        push_slice(t, t->doc->warnings.items[i].text);
    }
    end(t);
}

/* Title, then id, date and publisher in one line. */
static void
heading(struct table *t)
{
    const struct wf_document *doc = t->doc;
    const struct wf_slice parts[] = { doc->id, doc->published, doc->publisher, doc->language };
    static const char *const headings[] = { "" };

    colour(t, "\033[1m");
    wf_grid_begin(&t->grid, 1, headings); /* for its cleaning of what a terminal would obey */
    wf_grid_cell(&t->grid, doc->title.data != NULL ? doc->title : doc->id);
    wf_buffer_append(t->out, t->grid.text.data, t->grid.text.len);
    colour(t, "\033[0m");
    wf_buffer_putc(t->out, '\n');
    for (size_t i = doc->title.data != NULL ? 0 : 1; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].data == NULL || parts[i].len == 0)
            continue;
        if (t->cell.len > 0)
            wf_buffer_puts(&t->cell, " \xc2\xb7 ");
        wf_buffer_append_slice(&t->cell, parts[i]);
    }
    wf_grid_begin(&t->grid, 1, headings);
    push(t);
    if (t->grid.text.len > 0) {
        wf_buffer_append(t->out, t->grid.text.data, t->grid.text.len);
        wf_buffer_putc(t->out, '\n');
    }
}

void
wf_table_document(struct wf_buffer *out, const struct wf_document *doc, const struct wf_table_style *style)
{
    struct table t = { out, doc, style, { 0 }, WF_BUFFER_INIT };

    if (out->len > 0)
        wf_buffer_putc(out, '\n');
    heading(&t);
    if (doc->entities.count > 0)
        entities(&t);
    if (doc->figures.count > 0)
        figures(&t);
    if (doc->dates.count > 0)
        dates(&t);
    if (doc->agreements.count > 0)
        agreements(&t);
    if (doc->events.count > 0)
        events(&t);
    if (doc->quotes.count > 0)
        quotes(&t);
    if (doc->warnings.count > 0)
        warnings(&t);
    wf_grid_free(&t.grid);
    wf_buffer_free(&t.cell);
}
