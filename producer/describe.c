/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/describe.h"

#include <string.h>

void
wf_describe_decimal(struct wf_buffer *out, struct wf_decimal value)
{
    char text[WF_DECIMAL_PRINT_MAX];
    size_t len = wf_decimal_print(value, text), at = 0, whole;

    if (len > 0 && text[0] == '-')
        wf_buffer_putc(out, text[at++]);
    whole = at;
    while (whole < len && text[whole] >= '0' && text[whole] <= '9')
        whole++;
    for (; at < whole; at++) {
        wf_buffer_putc(out, text[at]);
        if (at + 1 < whole && (whole - at - 1) % 3 == 0)
            wf_buffer_putc(out, ',');
    }
    wf_buffer_append(out, text + whole, len - whole);
}

void
wf_describe_name(struct wf_buffer *out, const char *name)
{
    for (; name != NULL && *name != '\0'; name++)
        wf_buffer_putc(out, *name == '_' ? ' ' : *name);
}

/* Lengths of time in words, `7 years`; other units as they are published. */
static void
describe_unit(struct wf_buffer *out, const struct wf_figure *figure)
{
    static const struct { const char *code, *name; } names[] = {
        { "a", "year" }, { "mo", "month" }, { "wk", "week" }, { "d", "day" }, { "h", "hour" }, { "min", "minute" },
        { "s", "second" },
    };
    struct wf_slice unit = figure->unit;

    if (figure->kind != WF_FIGURE_DURATION) {
        wf_buffer_append_slice(out, unit);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (wf_slice_is(unit, names[i].code))
            unit = (struct wf_slice){ names[i].name, strlen(names[i].name) };
    wf_buffer_append_slice(out, unit);
    if (!figure->value.known || figure->value.digits != 1 || figure->value.exponent != 0)
        wf_buffer_putc(out, 's');
}

void
wf_describe_figure(struct wf_buffer *out, const struct wf_figure *figure)
{
    if (figure->qualifier != WF_QUALIFIER_EXACT) {
        wf_describe_name(out, wf_qualifier_name(figure->qualifier));
        wf_buffer_putc(out, ' ');
    }
    if (figure->currency[0] != '\0')
        wf_buffer_printf(out, "%s ", figure->currency);
    if (figure->value.known) {
        wf_describe_decimal(out, figure->value);
    } else if (figure->min.known && figure->max.known) {
        wf_describe_decimal(out, figure->min);
        wf_buffer_puts(out, " to ");
        wf_describe_decimal(out, figure->max);
    } else if (figure->min.known) {
        wf_buffer_puts(out, "from ");
        wf_describe_decimal(out, figure->min);
    } else if (figure->max.known) {
        wf_buffer_puts(out, "up to ");
        wf_describe_decimal(out, figure->max);
    } else {
        wf_buffer_putc(out, '?');
    }
    if (figure->unit.data != NULL) {
        wf_buffer_putc(out, ' ');
        describe_unit(out, figure);
    } else if (figure->kind == WF_FIGURE_PERCENT) {
        wf_buffer_puts(out, " %");
    }
    if (figure->rate.data != NULL) {
        wf_buffer_putc(out, ' ');
        wf_buffer_append_slice(out, figure->rate);
    }
}

void
wf_describe_reference(struct wf_buffer *out, const struct wf_reference *ref)
{
    struct wf_slice name = ref->entity == NULL ? ref->name : ref->entity->name;

    if (name.data != NULL)
        wf_buffer_append_slice(out, name);
}

void
wf_describe_references(struct wf_buffer *out, const wf_references *refs)
{
    for (unsigned i = 0; i < refs->count; i++) {
        if (i > 0)
            wf_buffer_puts(out, ", ");
        wf_describe_reference(out, &refs->items[i]);
    }
}

void
wf_describe_time(struct wf_buffer *out, const struct wf_time *time)
{
    char start[16], end[16];

    if (time->value.data == NULL)
        return;
    wf_buffer_append_slice(out, time->value);
    if (time->start == WF_DAY_NONE && time->end == WF_DAY_NONE)
        return;
    if (time->start != WF_DAY_NONE && time->start == time->end)
        return;
    if (time->start != WF_DAY_NONE)
        (void)wf_day_print(time->start, start);
    if (time->end != WF_DAY_NONE)
        (void)wf_day_print(time->end, end);
    wf_buffer_printf(out, " (%s to %s)", time->start == WF_DAY_NONE ? "..." : start,
        time->end == WF_DAY_NONE ? "..." : end);
}

void
wf_describe_roles(struct wf_buffer *out, const struct wf_entity *entity)
{
    for (unsigned i = 0; i < entity->roles.count; i++) {
        const struct wf_role *role = &entity->roles.items[i];

        if (i > 0)
            wf_buffer_puts(out, ", ");
        if (role->status != WF_ROLE_CURRENT) {
            wf_describe_name(out, wf_role_status_name(role->status));
            wf_buffer_putc(out, ' ');
        }
        wf_buffer_append_slice(out, role->title);
        if (role->organization.entity != NULL || role->organization.name.data != NULL) {
            wf_buffer_puts(out, " (");
            wf_describe_reference(out, &role->organization);
            wf_buffer_putc(out, ')');
        }
    }
}

/* Append `label value` with a separator before it, where the value is not empty. */
struct details {
    struct wf_buffer *out;
    size_t start, mark;
    const char *label;
};

static void
detail_begin(struct details *d, const char *label)
{
    if (d->out->len > d->start)
        wf_buffer_puts(d->out, " \xc2\xb7 ");
    wf_buffer_puts(d->out, label);
    d->label = label;
    d->mark = d->out->len;
}

static void
detail_end(struct details *d)
{
    if (d->out->len != d->mark || d->out->failed)
        return;
    d->out->len -= strlen(d->label);
    if (d->out->len > d->start)
        d->out->len -= sizeof " \xc2\xb7 " - 1;
}

#define DETAIL(d, label, call)      \
    do {                            \
        detail_begin((d), (label)); \
        call;                       \
        detail_end((d));            \
    } while (0)

static void
details_entity(struct details *d, const struct wf_entity *entity)
{
    DETAIL(d, "", wf_describe_roles(d->out, entity));
    DETAIL(d, "", wf_buffer_puts(d->out, entity->country));
    DETAIL(d, "", wf_buffer_printf(d->out, "%u mention%s", entity->mentions.count, entity->mentions.count == 1 ? "" : "s"));
}

static void
details_figure(struct details *d, const struct wf_figure *figure)
{
    DETAIL(d, "", wf_buffer_append_slice(d->out, figure->about.data == NULL ? WF_SLICE("") : figure->about));
    DETAIL(d, "", wf_describe_name(d->out, wf_figure_status_name(figure->status)));
    DETAIL(d, "from ", wf_describe_reference(d->out, &figure->payer));
    DETAIL(d, "to ", wf_describe_reference(d->out, &figure->payee));
    if (figure->equivalent_of != NULL)
        DETAIL(d, "restates ", wf_describe_figure(d->out, figure->equivalent_of));
    if (figure->change.direction != WF_CHANGE_NONE)
        DETAIL(d, "", wf_buffer_puts(d->out, figure->change.direction == WF_CHANGE_INCREASE ? "increase" : "decrease"));
    if (figure->change.from != NULL)
        DETAIL(d, "from ", wf_describe_figure(d->out, figure->change.from));
    DETAIL(d, "", wf_describe_time(d->out, &figure->time));
}

static void
details_agreement(struct details *d, const struct wf_agreement *agreement)
{
    DETAIL(d, "", wf_describe_name(d->out, agreement->status));
    DETAIL(d, "between ", wf_describe_references(d->out, &agreement->parties));
    for (unsigned i = 0; i < agreement->subjects.count; i++)
        DETAIL(d, i == 0 ? "on " : "", wf_buffer_append_slice(d->out, agreement->subjects.items[i]));
    for (unsigned i = 0; i < agreement->amounts.count; i++)
        DETAIL(d, "", wf_describe_figure(d->out, agreement->amounts.items[i]));
    DETAIL(d, "in ", wf_describe_reference(d->out, &agreement->place));
    DETAIL(d, "", wf_describe_time(d->out, &agreement->time));
    DETAIL(d, "according to ", wf_describe_reference(d->out, &agreement->source));
}

static void
details_event(struct details *d, const struct wf_event *event)
{
    detail_begin(d, "");
    wf_describe_references(d->out, &event->actors);
    if (event->targets.count > 0) {
        wf_buffer_puts(d->out, event->actors.count > 0 ? " \xe2\x86\x92 " : "\xe2\x86\x92 ");
        wf_describe_references(d->out, &event->targets);
    }
    detail_end(d);
    DETAIL(d, "in ", wf_describe_reference(d->out, &event->place));
    DETAIL(d, "", wf_describe_time(d->out, &event->time));
    if (event->factuality != WF_FACTUALITY_HAPPENED)
        DETAIL(d, "", wf_describe_name(d->out, wf_factuality_name(event->factuality)));
    DETAIL(d, "according to ", wf_describe_reference(d->out, &event->source));
}

void
wf_describe_details(struct wf_buffer *out, const struct wf_document *doc, enum wf_record_layer layer, const void *fact)
{
    struct details d = { out, out->len, out->len, "" };

    (void)doc;
    switch (layer) {
    case WF_RECORD_ENTITY: details_entity(&d, fact); break;
    case WF_RECORD_FIGURE: details_figure(&d, fact); break;
    case WF_RECORD_DATE: {
        const struct wf_date *date = fact;

        DETAIL(&d, "", wf_describe_name(out, date->mod));
        DETAIL(&d, "counted from ", wf_buffer_append_slice(out, date->anchor.data == NULL ? WF_SLICE("") : date->anchor));
        break;
    }
    case WF_RECORD_AGREEMENT: details_agreement(&d, fact); break;
    case WF_RECORD_EVENT: details_event(&d, fact); break;
    case WF_RECORD_QUOTE: {
        const struct wf_quote *quote = fact;

        DETAIL(&d, "", wf_buffer_puts(out, wf_quote_form_name(quote->form)));
        DETAIL(&d, "to ", wf_describe_reference(out, &quote->addressee));
        DETAIL(&d, "", wf_describe_time(out, &quote->time));
        break;
    }
    case WF_RECORD_DOCUMENT:
    case WF_RECORD_LAYER_COUNT: break;
    }
}

void
wf_describe_title(struct wf_buffer *out, const struct wf_document *doc, enum wf_record_layer layer, const void *fact)
{
    switch (layer) {
    case WF_RECORD_ENTITY: wf_buffer_append_slice(out, ((const struct wf_entity *)fact)->name); break;
    case WF_RECORD_FIGURE: wf_describe_figure(out, fact); break;
    case WF_RECORD_DATE: wf_describe_time(out, &((const struct wf_date *)fact)->time); break;
    case WF_RECORD_AGREEMENT: {
        const struct wf_agreement *agreement = fact;

        if (agreement->name.data != NULL)
            wf_buffer_append_slice(out, agreement->name);
        else
            wf_describe_name(out, agreement->kind);
        break;
    }
    case WF_RECORD_EVENT: wf_describe_name(out, ((const struct wf_event *)fact)->kind); break;
    case WF_RECORD_QUOTE: {
        const struct wf_quote *quote = fact;
        size_t start = out->len;

        wf_describe_reference(out, &quote->speaker);
        if (out->len == start)
            wf_buffer_puts(out, "somebody");
        break;
    }
    case WF_RECORD_DOCUMENT:
    case WF_RECORD_LAYER_COUNT: break;
    }
    (void)doc;
}
