/* SPDX-License-Identifier: Apache-2.0 */
#include "producer/layers.h"

#include "producer/json.h"

/* `{` has no key of its own, so a key is written with the comma before it. */
#define KEY(buf, name) WF_JSON_PUT((buf), ",\"" name "\":")
#define NULL_VALUE(buf) WF_JSON_PUT((buf), "null")

struct wf_span
wf_layer_span(const struct wf_document *doc, struct wf_span reading, struct wf_slice *source)
{
    bool empty = reading.end <= reading.start;
    struct wf_span bytes, points;

    if (empty) {
        if (doc->text.reading.len == 0 || reading.start >= doc->text.reading.len) {
            *source = (struct wf_slice){ "", 0 };
            return (struct wf_span){ 0, 0 };
        }
        reading.end = reading.start + 1;
    }
    bytes = wf_text_to_source(&doc->text, reading);
    if (empty)
        bytes.end = bytes.start;
    points.start = wf_text_code_points(&doc->text, bytes.start);
    points.end = empty ? points.start : wf_text_code_points(&doc->text, bytes.end);
    *source = (struct wf_slice){ doc->text.source.data + bytes.start, bytes.end - bytes.start };
    return points;
}

static bool
is_absent(struct wf_range at)
{
    return at.span.end <= at.span.start;
}

/* `{"start":..,"end":..,"text":".."}`, or null. */
static void
put_words(struct wf_buffer *buf, const struct wf_document *doc, struct wf_range at)
{
    struct wf_slice source;

    if (is_absent(at)) {
        NULL_VALUE(buf);
        return;
    }
    WF_JSON_PUT(buf, "{");
    wf_json_span(buf, wf_layer_span(doc, at.span, &source));
    KEY(buf, "text");
    wf_json_string(buf, source);
    WF_JSON_PUT(buf, "}");
}

static void
put_country(struct wf_buffer *buf, const char country[3])
{
    wf_json_name(buf, country[0] == '\0' ? NULL : country);
}

static void
put_reference(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_reference *ref)
{
    const struct wf_entity *entity = ref->entity;
    struct wf_slice source;

    if (entity == NULL && ref->name.data == NULL) {
        NULL_VALUE(buf);
        return;
    }
    WF_JSON_PUT(buf, "{\"id\":");
    wf_json_name(buf, entity == NULL ? NULL : entity->fact.id);
    KEY(buf, "name");
    wf_json_string(buf, entity == NULL ? ref->name : entity->name);
    KEY(buf, "type");
    wf_json_name(buf, wf_entity_type_name(entity == NULL ? ref->type : entity->type));
    KEY(buf, "country");
    put_country(buf, entity == NULL ? ref->country : entity->country);
    if (is_absent(ref->at)) {
        WF_JSON_PUT(buf, ",\"start\":null,\"end\":null}");
        return;
    }
    WF_JSON_PUT(buf, ",");
    wf_json_span(buf, wf_layer_span(doc, ref->at.span, &source));
    WF_JSON_PUT(buf, "}");
}

static void
put_references(struct wf_buffer *buf, const struct wf_document *doc, const wf_references *refs)
{
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < refs->count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        put_reference(buf, doc, &refs->items[i]);
    }
    WF_JSON_PUT(buf, "]");
}

static void
put_slices(struct wf_buffer *buf, const struct wf_slice *items, unsigned count)
{
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        wf_json_string(buf, items[i]);
    }
    WF_JSON_PUT(buf, "]");
}

/* A zeroed time means "not set", not the first of January 1970. */
static void
put_days(struct wf_buffer *buf, const struct wf_time *time)
{
    bool known = time->value.data != NULL;

    KEY(buf, "date_start");
    wf_json_day(buf, known ? time->start : WF_DAY_NONE);
    KEY(buf, "date_end");
    wf_json_day(buf, known ? time->end : WF_DAY_NONE);
}

static void
put_time(struct wf_buffer *buf, const struct wf_time *time)
{
    KEY(buf, "date");
    wf_json_string(buf, time->value);
    put_days(buf, time);
}

static void
put_mentions(struct wf_buffer *buf, const struct wf_document *doc, struct wf_mention *const *items, unsigned count)
{
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        put_words(buf, doc, items[i]->at);
    }
    WF_JSON_PUT(buf, "]");
}

static void
put_role(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_role *role)
{
    struct wf_slice source = { NULL, 0 };

    WF_JSON_PUT(buf, "{\"title\":");
    wf_json_string(buf, role->title);
    KEY(buf, "organization");
    put_reference(buf, doc, &role->organization);
    KEY(buf, "status");
    wf_json_name(buf, wf_role_status_name(role->status));
    WF_JSON_PUT(buf, ",");
    wf_json_span(buf, wf_layer_span(doc, role->at.span, &source));
    KEY(buf, "text");
    wf_json_string(buf, source);
    WF_JSON_PUT(buf, "}");
}

void
wf_layer_entity(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_entity *entity)
{
    KEY(buf, "type");
    wf_json_name(buf, wf_entity_type_name(entity->type));
    KEY(buf, "name");
    wf_json_string(buf, entity->name);
    KEY(buf, "country");
    put_country(buf, entity->country);
    KEY(buf, "country_basis");
    wf_json_name(buf, wf_country_basis_name(entity->country_basis));
    KEY(buf, "identifiers");
    WF_JSON_PUT(buf, "{");
    for (unsigned i = 0; i < entity->identifiers.count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        wf_json_name(buf, entity->identifiers.items[i].scheme);
        WF_JSON_PUT(buf, ":");
        wf_json_string(buf, entity->identifiers.items[i].value);
    }
    WF_JSON_PUT(buf, "}");
    KEY(buf, "aliases");
    put_slices(buf, entity->aliases.items, entity->aliases.count);
    KEY(buf, "mentions");
    put_mentions(buf, doc, entity->mentions.items, entity->mentions.count);
    KEY(buf, "nested");
    put_mentions(buf, doc, entity->nested.items, entity->nested.count);
    KEY(buf, "roles");
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < entity->roles.count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        put_role(buf, doc, &entity->roles.items[i]);
    }
    WF_JSON_PUT(buf, "]");
    KEY(buf, "salience");
    wf_json_thousandths(buf, entity->salience);
}

static void
put_change(struct wf_buffer *buf, const struct wf_figure *figure)
{
    if (figure->change.direction == WF_CHANGE_NONE && figure->change.from == NULL && figure->change.to == NULL) {
        NULL_VALUE(buf);
        return;
    }
    WF_JSON_PUT(buf, "{\"from\":");
    wf_json_name(buf, figure->change.from == NULL ? NULL : figure->change.from->fact.id);
    KEY(buf, "to");
    wf_json_name(buf, figure->change.to == NULL ? NULL : figure->change.to->fact.id);
    KEY(buf, "direction");
    wf_json_name(buf, figure->change.direction == WF_CHANGE_NONE ? NULL
            : figure->change.direction == WF_CHANGE_INCREASE     ? "increase"
                                                                 : "decrease");
    KEY(buf, "kind");
    wf_json_name(buf, figure->change.kind == WF_CHANGE_TO ? "to" : "by");
    WF_JSON_PUT(buf, "}");
}

void
wf_layer_figure(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_figure *figure)
{
    KEY(buf, "kind");
    wf_json_name(buf, wf_figure_kind_name(figure->kind));
    KEY(buf, "value");
    wf_json_decimal(buf, figure->value);
    KEY(buf, "min");
    wf_json_decimal(buf, figure->min);
    KEY(buf, "max");
    wf_json_decimal(buf, figure->max);
    KEY(buf, "currency");
    wf_json_name(buf, figure->currency[0] == '\0' ? NULL : figure->currency);
    KEY(buf, "unit");
    wf_json_string(buf, figure->unit);
    KEY(buf, "qualifier");
    wf_json_name(buf, wf_qualifier_name(figure->qualifier));
    KEY(buf, "rate");
    wf_json_string(buf, figure->rate);
    KEY(buf, "equivalent_of");
    wf_json_name(buf, figure->equivalent_of == NULL ? NULL : figure->equivalent_of->fact.id);
    KEY(buf, "change");
    put_change(buf, figure);
    KEY(buf, "about");
    wf_json_string(buf, figure->about);
    KEY(buf, "status");
    wf_json_name(buf, wf_figure_status_name(figure->status));
    KEY(buf, "payer");
    put_reference(buf, doc, &figure->payer);
    KEY(buf, "payee");
    put_reference(buf, doc, &figure->payee);
    put_time(buf, &figure->time);
}

void
wf_layer_date(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_date *date)
{
    (void)doc;
    KEY(buf, "type");
    wf_json_name(buf, wf_date_type_name(date->type));
    KEY(buf, "value");
    wf_json_string(buf, date->time.value);
    KEY(buf, "mod");
    wf_json_name(buf, date->mod);
    put_days(buf, &date->time);
    KEY(buf, "precision");
    wf_json_name(buf, date->precision);
    KEY(buf, "anchor");
    wf_json_string(buf, date->anchor);
    KEY(buf, "function");
    wf_json_name(buf, date->function);
}

/* A number, a word such as `several`, or null. */
static void
put_agreement_count(struct wf_buffer *buf, const struct wf_agreement *agreement)
{
    if (agreement->count.known)
        wf_json_decimal(buf, agreement->count);
    else
        wf_json_string(buf, agreement->count_word);
}

static void
put_further(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_range *items, unsigned count)
{
    KEY(buf, "mentions");
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        put_words(buf, doc, items[i]);
    }
    WF_JSON_PUT(buf, "]");
}

/* Of a counted group, how many the document does not name; null for anything else. */
static void
put_unlisted(struct wf_buffer *buf, const struct wf_agreement *agreement)
{
    struct wf_decimal rest = wf_decimal_add(agreement->count, wf_decimal_of(-(int64_t)agreement->members));

    KEY(buf, "unlisted");
    wf_json_decimal(buf, agreement->count.known && !rest.negative ? rest : WF_DECIMAL_NONE);
}

void
wf_layer_agreement(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_agreement *agreement)
{
    KEY(buf, "kind");
    wf_json_name(buf, agreement->kind);
    KEY(buf, "name");
    wf_json_string(buf, agreement->name);
    KEY(buf, "parties");
    put_references(buf, doc, &agreement->parties);
    KEY(buf, "parties_basis");
    wf_json_name(buf, agreement->parties.count == 0 ? NULL : agreement->parties_implied ? "implied" : "stated");
    KEY(buf, "signatories");
    put_references(buf, doc, &agreement->signatories);
    KEY(buf, "subjects");
    put_slices(buf, agreement->subjects.items, agreement->subjects.count);
    KEY(buf, "count");
    put_agreement_count(buf, agreement);
    KEY(buf, "status");
    wf_json_name(buf, agreement->status);
    KEY(buf, "trigger");
    put_words(buf, doc, agreement->trigger);
    KEY(buf, "status_cue");
    put_words(buf, doc, agreement->status_cue);
    KEY(buf, "amounts");
    WF_JSON_PUT(buf, "[");
    for (unsigned i = 0; i < agreement->amounts.count; i++) {
        if (i > 0)
            WF_JSON_PUT(buf, ",");
        wf_json_name(buf, agreement->amounts.items[i]->fact.id);
    }
    WF_JSON_PUT(buf, "]");
    KEY(buf, "place");
    put_reference(buf, doc, &agreement->place);
    put_time(buf, &agreement->time);
    KEY(buf, "factuality");
    wf_json_name(buf, wf_factuality_name(agreement->factuality));
    KEY(buf, "source");
    put_reference(buf, doc, &agreement->source);
    KEY(buf, "sources");
    put_references(buf, doc, &agreement->sources);
    put_further(buf, doc, agreement->more_triggers.items, agreement->more_triggers.count);
    KEY(buf, "part_of");
    wf_json_name(buf, agreement->group == NULL ? NULL : agreement->group->fact.id);
    put_unlisted(buf, agreement);
}

void
wf_layer_event(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_event *event)
{
    KEY(buf, "kind");
    wf_json_name(buf, event->kind);
    KEY(buf, "plover");
    if (event->plover_type == NULL) {
        NULL_VALUE(buf);
    } else {
        WF_JSON_PUT(buf, "{\"type\":");
        wf_json_name(buf, event->plover_type);
        KEY(buf, "mode");
        wf_json_name(buf, event->plover_mode);
        KEY(buf, "context");
        wf_json_name(buf, event->plover_context);
        WF_JSON_PUT(buf, "}");
    }
    KEY(buf, "trigger");
    put_words(buf, doc, event->trigger);
    KEY(buf, "actors");
    put_references(buf, doc, &event->actors);
    KEY(buf, "targets");
    put_references(buf, doc, &event->targets);
    KEY(buf, "place");
    put_reference(buf, doc, &event->place);
    put_time(buf, &event->time);
    KEY(buf, "factuality");
    wf_json_name(buf, wf_factuality_name(event->factuality));
    KEY(buf, "source");
    put_reference(buf, doc, &event->source);
    KEY(buf, "sources");
    put_references(buf, doc, &event->sources);
    put_further(buf, doc, event->more_triggers.items, event->more_triggers.count);
    KEY(buf, "part_of");
    wf_json_name(buf, event->part_of == NULL ? NULL : event->part_of->fact.id);
}

void
wf_layer_quote(struct wf_buffer *buf, const struct wf_document *doc, const struct wf_quote *quote)
{
    KEY(buf, "form");
    wf_json_name(buf, wf_quote_form_name(quote->form));
    KEY(buf, "speaker");
    put_reference(buf, doc, &quote->speaker);
    KEY(buf, "cue");
    put_words(buf, doc, quote->cue);
    KEY(buf, "addressee");
    put_reference(buf, doc, &quote->addressee);
    put_time(buf, &quote->time);
}
