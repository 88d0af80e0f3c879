/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `rule_facts`: facts of the layers figure, date, event and agreement that rule files ask for
 * (entities are made by `names`), and masks: where a rule of layer `mask` matched, no figure or date stands.
 *
 * Fields that `set:` may give: figure value, currency, unit · date value · event plover · agreement name,
 * status. The rule's `type:` is the kind.
 */
#include <string.h>

#include "extractors/pattern.h"

static struct wf_slice
field(const struct wf_pattern_match *match, const char *name)
{
    for (unsigned i = 0; i < match->assignment_count; i += 2)
        if (wf_slice_is(match->assignments[i], name))
            return match->assignments[i + 1];
    return WF_SLICE_NONE;
}

/* The new fact of a match, with the span that the pattern matched, which may end inside a token. */
static void *
fact_of(struct wf_document *doc, const struct wf_pattern_match *match, size_t size)
{
    struct wf_fact *fact = wf_fact_new(doc, size, match->rule, match->at.first, match->at.end);

    if (fact != NULL)
        fact->at.span = match->at.span;
    return fact;
}

typedef WF_VECTOR(struct wf_fact *) fact_list; /* every list of facts: each begins with its head */

static enum wf_status
append(struct wf_document *doc, void *vector, void *fact)
{
    fact_list *list = vector;
    struct wf_fact **place = fact == NULL ? NULL : wf_vector_push(doc->arena, list);

    if (place == NULL)
        return WF_ELIMIT;
    *place = fact;
    return WF_OK;
}

/* Bring a list back into text order whose items from `old` on were appended, themselves in order. */
static enum wf_status
merge(struct wf_document *doc, void *vector, unsigned old)
{
    fact_list *list = vector;
    struct wf_fact **merged;
    unsigned a = 0, b = old;

    if (old == 0 || old == list->count)
        return WF_OK;
    merged = wf_arena_alloc(doc->arena, list->count * sizeof *merged);
    if (merged == NULL)
        return WF_ELIMIT;
    for (unsigned i = 0; i < list->count; i++) {
        bool first = b == list->count ||
            (a < old && list->items[a]->at.span.start <= list->items[b]->at.span.start);

        merged[i] = list->items[first ? a++ : b++];
    }
    list->items = merged;
    list->capacity = list->count;
    return WF_OK;
}

static enum wf_status
add_figure(struct wf_document *doc, const struct wf_pattern_match *match)
{
    struct wf_slice value = field(match, "value"), currency = field(match, "currency");
    struct wf_figure *figure = fact_of(doc, match, sizeof *figure);

    if (figure == NULL)
        return WF_ELIMIT;
    figure->kind = WF_FIGURE_COUNT;
    for (int kind = WF_FIGURE_MONEY; kind <= WF_FIGURE_DURATION; kind++)
        if (wf_slice_is(match->type, wf_figure_kind_name((enum wf_figure_kind)kind)))
            figure->kind = (enum wf_figure_kind)kind;
    if (value.data != NULL && !wf_decimal_parse(value.data, value.len, ',', '.', &figure->value))
        wf_document_warn(doc, "rule-value", match->at.span, "rule %s: `%.*s` is no number", match->rule->name,
            (int)value.len, value.data);
    if (currency.len == 3)
        memcpy(figure->currency, currency.data, 3);
    figure->unit = field(match, "unit");
    return append(doc, &doc->figures, figure);
}

static enum wf_status
add_date(struct wf_document *doc, const struct wf_pattern_match *match)
{
    struct wf_date *date = fact_of(doc, match, sizeof *date);
    int32_t day;

    if (date == NULL)
        return WF_ELIMIT;
    date->time = WF_TIME_NONE;
    date->time.value = field(match, "value");
    if (date->time.value.data != NULL && wf_day_parse(date->time.value.data, date->time.value.len, &day)) {
        date->time.start = date->time.end = day;
        date->precision = "day";
    }
    return append(doc, &doc->dates, date);
}

static const char *
terminated(struct wf_document *doc, struct wf_slice s)
{
    return s.data == NULL ? NULL : wf_arena_copy(doc->arena, s.data, s.len);
}

static enum wf_status
add_event(struct wf_document *doc, const struct wf_pattern_match *match)
{
    struct wf_event *event = fact_of(doc, match, sizeof *event);

    if (event == NULL)
        return WF_ELIMIT;
    event->kind = terminated(doc, match->type);
    event->plover_type = terminated(doc, field(match, "plover"));
    event->trigger = event->fact.at;
    event->time = WF_TIME_NONE;
    return append(doc, &doc->events, event);
}

static enum wf_status
add_agreement(struct wf_document *doc, const struct wf_pattern_match *match)
{
    struct wf_agreement *agreement = fact_of(doc, match, sizeof *agreement);
    const char *status = terminated(doc, field(match, "status"));

    if (agreement == NULL)
        return WF_ELIMIT;
    agreement->kind = match->type.len == 0 ? "other" : terminated(doc, match->type);
    agreement->name = field(match, "name");
    agreement->status = status == NULL ? "announced" : status;
    agreement->trigger = agreement->fact.at;
    agreement->count = WF_DECIMAL_NONE;
    agreement->time = WF_TIME_NONE;
    return append(doc, &doc->agreements, agreement);
}

/* Masks as stretches that do not overlap, and the one that a walk in text order has reached. */
struct masks {
    WF_VECTOR(struct wf_span) spans;
    unsigned at;
};

/* What masks `layer`: rules of layer mask, and rules of that layer itself, which win over the built-in stage. */
static enum wf_status
collect_masks(struct wf_document *doc, const char *layer, struct masks *masks)
{
    for (unsigned i = 0; i < doc->patterns.count; i++) {
        struct wf_span span = doc->patterns.items[i]->at.span;
        struct wf_span *last = masks->spans.count == 0 ? NULL : &masks->spans.items[masks->spans.count - 1];

        if (!wf_slice_is(doc->patterns.items[i]->layer, "mask") &&
            !wf_slice_is(doc->patterns.items[i]->layer, layer))
            continue;
        if (last != NULL && span.start <= last->end) {
            if (span.end > last->end)
                last->end = span.end;
            continue;
        }
        last = wf_vector_push(doc->arena, &masks->spans);
        if (last == NULL)
            return WF_ELIMIT;
        *last = span;
    }
    return WF_OK;
}

/* Whether a mask covers part of `span`; spans come in text order. */
static bool
masked(struct masks *masks, struct wf_span span)
{
    while (masks->at < masks->spans.count && masks->spans.items[masks->at].end <= span.start)
        masks->at++;
    return masks->at < masks->spans.count && wf_span_overlaps(masks->spans.items[masks->at], span);
}

/* Masked figures are marked by a kind of -1 until nothing links to them any more. */
#define GONE ((enum wf_figure_kind)-1)

static struct wf_figure *
kept_link(struct wf_figure *figure)
{
    return figure != NULL && figure->kind == GONE ? NULL : figure;
}

static void
drop_links(struct wf_document *doc)
{
    for (unsigned i = 0; i < doc->figures.count; i++) {
        struct wf_figure *f = doc->figures.items[i];

        f->equivalent_of = kept_link(f->equivalent_of);
        f->change.from = kept_link(f->change.from);
        f->change.to = kept_link(f->change.to);
    }
    for (unsigned i = 0; i < doc->agreements.count; i++) {
        struct wf_agreement *a = doc->agreements.items[i];
        unsigned kept = 0;

        for (unsigned k = 0; k < a->amounts.count; k++)
            if (a->amounts.items[k]->kind != GONE)
                a->amounts.items[kept++] = a->amounts.items[k];
        a->amounts.count = kept;
    }
}

static enum wf_status
mask_dates(struct wf_document *doc)
{
    struct masks masks = { { NULL, 0, 0 }, 0 };
    unsigned kept = 0;

    if (collect_masks(doc, "date", &masks) != WF_OK)
        return WF_ELIMIT;
    for (unsigned i = 0; i < doc->dates.count; i++)
        if (!masked(&masks, doc->dates.items[i]->fact.at.span))
            doc->dates.items[kept++] = doc->dates.items[i];
    doc->dates.count = kept;
    return WF_OK;
}

static enum wf_status
mask_figures(struct wf_document *doc)
{
    struct masks masks = { { NULL, 0, 0 }, 0 };
    unsigned kept = 0;

    if (collect_masks(doc, "figure", &masks) != WF_OK)
        return WF_ELIMIT;
    for (unsigned i = 0; i < doc->figures.count; i++)
        if (masked(&masks, doc->figures.items[i]->fact.at.span))
            doc->figures.items[i]->kind = GONE;
    drop_links(doc);
    for (unsigned i = 0; i < doc->figures.count; i++)
        if (doc->figures.items[i]->kind != GONE)
            doc->figures.items[kept++] = doc->figures.items[i];
    doc->figures.count = kept;
    return WF_OK;
}

static enum wf_status
add_facts(struct wf_document *doc, struct wf_run *run)
{
    static const struct {
        const char *layer;
        enum wf_status (*add)(struct wf_document *doc, const struct wf_pattern_match *match);
    } layers[] = {
        { "figure", add_figure }, { "date", add_date }, { "event", add_event }, { "agreement", add_agreement },
    };

    for (unsigned i = 0; i < doc->patterns.count && wf_step(run, 1); i++)
        for (size_t k = 0; k < sizeof layers / sizeof layers[0]; k++)
            if (wf_slice_is(doc->patterns.items[i]->layer, layers[k].layer) &&
                layers[k].add(doc, doc->patterns.items[i]) != WF_OK)
                return WF_ELIMIT;
    return WF_OK;
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    unsigned figures, dates, events, agreements;
    enum wf_status status;

    (void)state;
    (void)err;
    if (doc->patterns.count == 0)
        return WF_OK;
    status = mask_dates(doc);
    if (status == WF_OK)
        status = mask_figures(doc);
    figures = doc->figures.count;
    dates = doc->dates.count;
    events = doc->events.count;
    agreements = doc->agreements.count;
    if (status == WF_OK)
        status = add_facts(doc, run_state);
    if (status == WF_OK)
        status = merge(doc, &doc->figures, figures);
    if (status == WF_OK)
        status = merge(doc, &doc->dates, dates);
    if (status == WF_OK)
        status = merge(doc, &doc->events, events);
    if (status == WF_OK)
        status = merge(doc, &doc->agreements, agreements);
    return status;
}

const struct wf_extractor wf_extractor_rule_facts = {
    WF_EXTRACTOR_HEAD, "rule_facts", "figures, dates, events and agreements that rule files ask for, and masks",
    WF_LAYER(PATTERNS), 0, NULL, NULL, run, NULL,
};
