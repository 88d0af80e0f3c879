/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The encoder's records, read back with jansson: valid JSON, keys in the order of the contract, and every
 * text exactly the code points of the source that its span names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "document/utf8.h"
#include "producer/encode.h"

#define UUID_OF(n) "00000000-0000-5000-8000-00000000000" #n

static const char source[] = "Pr\xc3\xa9sident \xe2\x80\x9cJos\xc3\xa9\xe2\x80\x9d Vidal paid\n  \\$ 2.5 million.\n\nIt rose.";

static const struct wf_rule money_rule = { "figures/money", 912, 0 };
static const struct wf_rule name_rule = { "names/person", -1, 1 };

struct fixture {
    wf_arena *arena;
    wf_vocabulary *vocabulary;
    struct wf_document doc;
    struct wf_entity person;
    struct wf_mention mention;
    struct wf_figure figure, restated;
    struct wf_agreement agreement;
    struct wf_event event;
    struct wf_quote quote;
    struct wf_date date;
};

static struct wf_range
find(const struct wf_document *doc, const char *first, const char *last)
{
    uint32_t a = UINT32_MAX, b = UINT32_MAX;

    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        if (a == UINT32_MAX && wf_slice_is(wf_token_text(doc, i), first))
            a = i;
        if (a != UINT32_MAX && b == UINT32_MAX && wf_slice_is(wf_token_text(doc, i), last))
            b = i;
    }
    assert_int_not_equal(a, UINT32_MAX);
    assert_int_not_equal(b, UINT32_MAX);
    return wf_range_of(doc, a, b + 1);
}

static void
head(struct wf_fact *fact, const struct wf_rule *rule, struct wf_range at, const char *id)
{
    fact->at = at;
    fact->rule = rule;
    fact->sentence = 0;
    memcpy(fact->id, id, WF_UUID_SIZE);
}

#define PUSH(f, vector, value)                                                      \
    do {                                                                            \
        void *place_ = wf_vector_push((f)->arena, (vector));                        \
        assert_non_null(place_);                                                    \
        memcpy(place_, &(value), sizeof (value));                                   \
    } while (0)

static void
fill(struct fixture *f)
{
    struct wf_document *doc = &f->doc;
    struct wf_error err = WF_ERROR_INIT;
    struct wf_entity *person = &f->person;
    struct wf_mention *mention = &f->mention;
    struct wf_figure *figure = &f->figure, *restated = &f->restated;
    struct wf_agreement *agreement = &f->agreement;
    struct wf_event *event = &f->event;
    struct wf_quote *quote = &f->quote;
    struct wf_date *date = &f->date;
    uint32_t slash = (uint32_t)(strchr(source, '\\') - source);

    wf_document_reset(doc, f->arena);
    doc->id = WF_SLICE("doc \"1\"");
    doc->title = WF_SLICE("A\ttitle \x01");
    assert_int_equal(WF_OK, wf_text_begin(&doc->text, f->arena, wf_slice_of(source), &err));
    wf_text_copy(&doc->text, 0, slash);
    wf_text_replace(&doc->text, slash, slash + 2, WF_SLICE("$"));
    wf_text_copy(&doc->text, slash + 2, sizeof source - 1);
    wf_text_break(&doc->text, WF_BLOCK_PARAGRAPH, 0);
    assert_int_equal(WF_OK, wf_text_end(&doc->text, &err));
    assert_int_equal(WF_OK, wf_tokenise(doc, f->vocabulary, 0, &err));

    head(&person->fact, &name_rule, find(doc, "Jos\xc3\xa9", "Vidal"), UUID_OF(1));
    person->type = WF_ENTITY_PERSON;
    person->name = WF_SLICE("Jos\xc3\xa9 Vidal");
    person->salience = 250;
    mention->at = person->fact.at;
    PUSH(f, &person->mentions, mention);
    PUSH(f, &doc->entities, person);

    head(&figure->fact, &money_rule, find(doc, "$", "million"), UUID_OF(2));
    figure->kind = WF_FIGURE_MONEY;
    figure->value = wf_decimal_scale(wf_decimal_of(25), 5);
    memcpy(figure->currency, "USD", 4);
    figure->payer.entity = person;
    figure->payer.at = person->fact.at;
    figure->time = WF_TIME_NONE;
    PUSH(f, &doc->figures, figure);
    head(&restated->fact, &money_rule, find(doc, "2.5", "million"), UUID_OF(3));
    restated->min = wf_decimal_of(9007199254740993);
    restated->equivalent_of = figure;
    restated->change.from = figure;
    restated->change.direction = WF_CHANGE_INCREASE;
    restated->change.kind = WF_CHANGE_BY;
    restated->time = (struct wf_time){ WF_SLICE("2024-Q1"), 19723, WF_DAY_NONE };
    PUSH(f, &doc->figures, restated);

    head(&date->fact, NULL, find(doc, "paid", "paid"), UUID_OF(4));
    date->time = (struct wf_time){ WF_SLICE("2024"), 19723, 20088 };
    date->precision = "year";
    PUSH(f, &doc->dates, date);

    head(&agreement->fact, &money_rule, find(doc, "paid", "paid"), UUID_OF(5));
    agreement->kind = "loan";
    agreement->status = "signed";
    agreement->count_word = WF_SLICE("several");
    agreement->source.name = WF_SLICE("a \\ neighbour");
    agreement->source.type = WF_ENTITY_PERSON;
    PUSH(f, &agreement->amounts, figure);
    PUSH(f, &doc->agreements, agreement);

    head(&event->fact, &money_rule, find(doc, "paid", "paid"), UUID_OF(6));
    event->kind = "payment";
    event->plover_type = "AID";
    event->trigger = event->fact.at;
    PUSH(f, &event->actors, figure->payer);
    PUSH(f, &doc->events, event);

    head(&quote->fact, &money_rule, find(doc, "Jos\xc3\xa9", "Jos\xc3\xa9"), UUID_OF(7));
    quote->cue = event->trigger;
    PUSH(f, &doc->quotes, quote);

    wf_document_warn(doc, "unknown-currency", figure->fact.at.span, "what is %s?", "\"$\"");
    wf_document_warn(doc, "cut-text", (struct wf_span){ 0, 0 }, "whole");
}

static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->arena = wf_arena_new(1 << 20);
    f->vocabulary = wf_vocabulary_new();
    fill(f);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    wf_arena_free(f->arena);
    wf_vocabulary_free(f->vocabulary);
    free(f);
    return 0;
}

struct sink {
    json_t *records; /* array */
    struct wf_buffer bytes;
};

static enum wf_status
keep(void *context, const struct wf_record *record)
{
    struct sink *sink = context;
    json_error_t error;
    json_t *value = json_loadb(record->value.data, record->value.len, JSON_REJECT_DUPLICATES, &error);

    if (value == NULL)
        fail_msg("%s in %.*s", error.text, (int)record->value.len, record->value.data);
    assert_string_equal(wf_record_layer_name(record->layer), json_string_value(json_object_get(value, "layer")));
    assert_true(wf_slice_is(record->id, json_string_value(json_object_get(value, "id"))));
    assert_true(wf_slice_is(record->document_id, "doc \"1\""));
    json_array_append_new(sink->records, value);
    wf_buffer_append_slice(&sink->bytes, record->value);
    wf_buffer_putc(&sink->bytes, '\n');
    return WF_OK;
}

static void
encode(struct fixture *f, wf_encoder *encoder, struct sink *sink)
{
    struct wf_error err = WF_ERROR_INIT;

    sink->records = json_array();
    sink->bytes = (struct wf_buffer)WF_BUFFER_INIT;
    assert_int_equal(WF_OK, wf_encode(encoder, &f->doc, 0, keep, sink, &err));
}

static void
release(struct sink *sink)
{
    json_decref(sink->records);
    wf_buffer_free(&sink->bytes);
}

static size_t
byte_of(const char *text, size_t len, json_int_t points)
{
    size_t at = 0;
    uint32_t c;

    while (points-- > 0) {
        assert_true(at < len);
        at += wf_utf8_decode(text + at, len - at, &c);
    }
    return at;
}

/* Wherever an object has start, end and text, the text is those code points (a sentence's is cleaned). */
static void
check_texts(const json_t *value, const char *key)
{
    const char *name;
    json_t *item;
    size_t i;

    if (json_is_array(value))
        json_array_foreach(value, i, item)
            check_texts(item, key);
    if (!json_is_object(value))
        return;
    json_object_foreach((json_t *)value, name, item)
        check_texts(item, name);
    const json_t *text = json_object_get(value, "text"), *span = json_object_get(value, "span");

    if (span == NULL && json_is_integer(json_object_get(value, "start")))
        span = value;
    if (span == NULL || text == NULL || strcmp(key, "sentence") == 0 || strcmp(key, "warnings") == 0)
        return;
    size_t from = byte_of(source, sizeof source - 1, json_integer_value(json_object_get(span, "start")));
    size_t to = byte_of(source, sizeof source - 1, json_integer_value(json_object_get(span, "end")));

    assert_int_equal(to - from, json_string_length(text));
    assert_memory_equal(source + from, json_string_value(text), to - from);
}

static const char *const keys[WF_RECORD_LAYER_COUNT] = {
    "type name country country_basis identifiers aliases mentions nested roles salience",
    "kind value min max currency unit qualifier rate equivalent_of change about status payer payee date date_start date_end",
    "type value mod date_start date_end precision anchor function",
    ("kind name parties parties_basis signatories subjects count status trigger status_cue amounts place date date_start "
     "date_end factuality source sources mentions part_of unlisted"),
    "kind plover trigger actors targets place date date_start date_end factuality source sources mentions part_of",
    "form speaker cue addressee date date_start date_end",
    "id layer version title published publisher language url published_basis status urgency input sections counts facts warnings producer",
};

static void
test_shape(void **state)
{
    struct fixture *f = *state;
    wf_encoder *encoder = wf_encoder_new("1.2.3", "abcdef");
    struct sink sink;
    json_t *record;
    size_t i;

    encode(f, encoder, &sink);
    assert_int_equal(8, json_array_size(sink.records));
    json_array_foreach(sink.records, i, record) {
        const char *layer = json_string_value(json_object_get(record, "layer")), *name;
        struct wf_buffer order = WF_BUFFER_INIT, want = WF_BUFFER_INIT;
        json_t *value;
        int n = 0;

        while (strcmp(layer, wf_record_layer_name((enum wf_record_layer)n)) != 0)
            n++;
        json_object_foreach(record, name, value)
            wf_buffer_printf(&order, "%s%s", order.len == 0 ? "" : " ", name);
        wf_buffer_printf(&want, "%s%s",
            n == WF_RECORD_DOCUMENT ? "" : "id layer document span text sentence section rule confidence ", keys[n]);
        wf_buffer_putc(&order, '\0');
        wf_buffer_putc(&want, '\0');
        assert_string_equal(want.data, order.data);
        check_texts(record, "");
        wf_buffer_free(&order);
        wf_buffer_free(&want);
    }
    release(&sink);
    wf_encoder_free(encoder);
}

/* Pieces of the output that must be there to the byte: numbers, escapes, nulls, references. */
static const char *const pieces[] = {
    "{\"id\":\"" UUID_OF(2) "\",\"layer\":\"figure\",\"document\":{\"id\":\"doc \\\"1\\\"\",\"version\":null,"
    "\"title\":\"A\\ttitle \\u0001\",\"published\":null,\"publisher\":null,\"language\":null,\"url\":null},"
    "\"span\":{\"start\":30,\"end\":44},\"text\":\"\\\\$ 2.5 million\",\"sentence\":{\"start\":0,\"end\":45,",
    "$ 2.5 million.\"},\"section\":null,\"rule\":\"figures/money\",\"confidence\":0.912,\"kind\":\"money\",\"value\":2500000,"
    "\"min\":null,\"max\":null,\"currency\":\"USD\",\"unit\":null,\"qualifier\":\"exact\",",
    "\"payer\":{\"id\":\"" UUID_OF(1) "\",\"name\":\"Jos\xc3\xa9 Vidal\",\"type\":\"PERSON\",\"country\":null,\"start\":11,\"end\":22}",
    "\"min\":9007199254740993,",
    "\"equivalent_of\":\"" UUID_OF(2) "\",\"change\":{\"from\":\"" UUID_OF(2) "\",\"to\":null,\"direction\":\"increase\",\"kind\":\"by\"}",
    "\"date\":\"2024-Q1\",\"date_start\":\"2024-01-01\",\"date_end\":null}",
    "\"value\":\"2024\",\"mod\":null,\"date_start\":\"2024-01-01\",\"date_end\":\"2024-12-31\",\"precision\":\"year\"",
    "\"count\":\"several\",\"status\":\"signed\",\"trigger\":null,",
    "\"amounts\":[\"" UUID_OF(2) "\"],\"place\":null,\"date\":null,\"date_start\":null,\"date_end\":null,",
    "\"source\":{\"id\":null,\"name\":\"a \\\\ neighbour\",\"type\":\"PERSON\",\"country\":null,\"start\":null,\"end\":null}",
    "\"plover\":{\"type\":\"AID\",\"mode\":null,\"context\":null}",
    "\"mentions\":[{\"start\":11,\"end\":22,\"text\":\"Jos\xc3\xa9\xe2\x80\x9d Vidal\"}],\"nested\":[],\"roles\":[],\"salience\":0.25}",
    "\"counts\":{\"entity\":1,\"figure\":2,\"date\":1,\"agreement\":1,\"event\":1,\"quote\":1}",
    "\"warnings\":[{\"code\":\"unknown-currency\",\"text\":\"what is \\\"$\\\"?\",\"start\":30,\"end\":44},"
    "{\"code\":\"cut-text\",\"text\":\"whole\",\"start\":null,\"end\":null}],"
    "\"producer\":{\"name\":\"wirefact\",\"version\":\"1.2.3\",\"rules\":\"abcdef\"}}",
};

static void
test_bytes(void **state)
{
    struct fixture *f = *state;
    wf_encoder *encoder = wf_encoder_new("1.2.3", "abcdef");
    struct sink first, second;

    encode(f, encoder, &first);
    wf_buffer_putc(&first.bytes, '\0');
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        if (strstr(first.bytes.data, pieces[i]) == NULL)
            fail_msg("piece %zu is missing: %s\nin\n%s", i, pieces[i], first.bytes.data);
    }
    encode(f, encoder, &second); /* the encoder keeps nothing of the last document */
    assert_int_equal(first.bytes.len - 1, second.bytes.len);
    assert_memory_equal(first.bytes.data, second.bytes.data, second.bytes.len);
    release(&first);
    release(&second);
    wf_encoder_free(encoder);
}

static enum wf_status
refuse(void *context, const struct wf_record *record)
{
    unsigned *calls = context;

    (void)record;
    return ++*calls == 3 ? WF_EAGAIN : WF_OK;
}

static void
test_stops(void **state)
{
    struct fixture *f = *state;
    wf_encoder *encoder = wf_encoder_new("1", "");
    struct wf_error err = WF_ERROR_INIT;
    unsigned calls = 0;

    assert_int_equal(WF_EAGAIN, wf_encode(encoder, &f->doc, 0, refuse, &calls, &err));
    assert_int_equal(3, calls);
    assert_int_equal(WF_ELIMIT, wf_encode(encoder, &f->doc, 100, refuse, &calls, &err));
    assert_int_equal(3, calls);
    assert_non_null(strstr(err.text, "100"));
    wf_encoder_free(encoder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shape, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stops, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
