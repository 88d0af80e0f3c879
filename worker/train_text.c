/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/train_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/decode.h"
#include "consumer/json.h"
#include "extractors/tagger.h"

#define ANY UINT32_MAX
#define ARENA_LIMIT ((size_t)1 << 30)

/* Bits of `TYPE|TYPE`, `*` or `-`; 0 where it is none of these. */
static uint32_t
types_of(const char *text, size_t len)
{
    uint32_t allowed = 0;

    if (len == 1 && (*text == '*' || *text == '-'))
        return *text == '*' ? ANY : 1u;
    while (len > 0) {
        const char *bar = memchr(text, '|', len);
        size_t part = bar == NULL ? len : (size_t)(bar - text);
        enum wf_entity_type type = wf_entity_type_of((struct wf_slice){ text, part });

        if (part == 1 && *text == '-')
            allowed |= 1u;
        else if (type != WF_ENTITY_NONE && type <= WF_ENTITY_WORK_OF_ART)
            allowed |= 1u << type;
        else
            return 0;
        text += part;
        len -= part;
        if (len > 0) {
            text++;
            len--;
        }
    }
    return allowed;
}

static enum wf_status
add_map(struct wf_corpus *corpus, char *entry, struct wf_error *err)
{
    char *equals = strchr(entry, '=');
    uint32_t allowed = equals == NULL ? 0 : types_of(equals + 1, strlen(equals + 1));

    if (allowed == 0 || corpus->map_count == WF_CORPUS_MAP_MAX)
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "corpus map: `%s` is not NAME=TYPE|TYPE, NAME=* or NAME=-",
            entry);
    *equals = '\0';
    if (strcmp(entry, "outside") == 0) {
        corpus->outside = allowed | 1u;
        return WF_OK;
    }
    corpus->map[corpus->map_count].name = entry;
    corpus->map[corpus->map_count++].allowed = allowed;
    return WF_OK;
}

enum wf_status
wf_corpus_open(struct wf_corpus *corpus, const char *name, struct wf_error *err)
{
    char *copy = strdup(name), *at = copy, *field, *end;
    enum wf_status st = WF_OK;

    memset(corpus, 0, sizeof *corpus);
    if (copy == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    corpus->memory = copy;
    corpus->docs = strsep(&at, ":");
    corpus->whole = corpus->docs[0] == '+';
    corpus->docs += corpus->whole;
    corpus->gold = strsep(&at, ":");
    corpus->weight = 1;
    corpus->outside = 1;
    if (corpus->gold == NULL)
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "a corpus is DOCS:GOLD[:WEIGHT[:MAP]], not `%s`", name);
    field = strsep(&at, ":");
    if (field != NULL && *field != '\0') {
        corpus->weight = strtof(field, &end);
        if (*end != '\0' || !(corpus->weight > 0 && corpus->weight <= 100))
            return wf_error_set(err, WF_EUSAGE, NULL, 0, "`%s` is no weight between 0 and 100", field);
    }
    while (st == WF_OK && at != NULL && (field = strsep(&at, ",")) != NULL)
        st = add_map(corpus, field, err);
    return st;
}

void
wf_corpus_close(struct wf_corpus *corpus)
{
    free(corpus->memory);
    memset(corpus, 0, sizeof *corpus);
}

static uint32_t
mapped(const struct wf_corpus *corpus, const char *name)
{
    if (name == NULL)
        return 0;
    for (unsigned i = 0; i < corpus->map_count; i++) {
        if (strcmp(corpus->map[i].name, name) == 0)
            return corpus->map[i].allowed;
    }
    return 0;
}

static uint32_t
allowed_types(const struct wf_corpus *corpus, const char *type, const char *coarse)
{
    uint32_t allowed = mapped(corpus, type);

    if (allowed == 0)
        allowed = mapped(corpus, coarse);
    if (allowed == 0 && type != NULL)
        allowed = types_of(type, strlen(type));
    if (allowed == 0 && coarse != NULL)
        allowed = types_of(coarse, strlen(coarse));
    return allowed == 0 ? ANY : allowed;
}

/* Labels that begin (or continue) a name of one of the types, and outside where bit 0 says so. */
static uint32_t
labels_for(uint32_t types, bool begin)
{
    uint32_t labels = types & 1u;

    for (unsigned type = 1; type <= WF_ENTITY_WORK_OF_ART; type++) {
        if (types >> type & 1)
            labels |= 1u << (begin ? WF_LABEL_BEGIN(type) : WF_LABEL_INSIDE(type));
    }
    return labels;
}

static bool
is_article(const struct wf_document *doc, uint32_t t)
{
    struct wf_slice word = wf_token_text(doc, t);

    return (word.len == 3 && strncasecmp(word.data, "the", 3) == 0) ||
        (word.len == 1 && (*word.data | 0x20) == 'a') || (word.len == 2 && strncasecmp(word.data, "an", 2) == 0);
}

/* One annotation onto the tokens; leading articles and a closing 's are no part of a name. */
static void
mark(const struct wf_document *doc, const struct wf_span *spans, uint32_t *allowed, struct wf_span span,
    uint32_t types)
{
    uint32_t count = doc->tokens.count, low = 0, high = count, first, end;

    while (low < high) { /* first token that ends behind the start of the span */
        uint32_t middle = low + (high - low) / 2;

        if (spans[middle].end <= span.start)
            low = middle + 1;
        else
            high = middle;
    }
    first = end = low;
    while (end < count && spans[end].start < span.end)
        end++;
    if (first == end)
        return;
    if (spans[first].start < span.start || spans[end - 1].end > span.end || types == ANY) {
        for (uint32_t t = first; t < end; t++)
            allowed[t] = ANY;
        if (end < count)
            allowed[end] |= labels_for(ANY & ~1u, false);
        return;
    }
    if (end - first > 1 && is_article(doc, first))
        first++;
    if (end - first > 1 && doc->tokens.items[end - 1].flags & WF_TOKEN_POSSESSIVE)
        end--;
    for (uint32_t t = first; t < end; t++)
        allowed[t] = labels_for(types, t == first);
}

static enum wf_status
label_tokens(const struct wf_corpus *corpus, const struct wf_document *doc, const json_t *annotations,
    uint32_t **labels, struct wf_error *err)
{
    uint32_t count = doc->tokens.count;
    struct wf_span *spans = wf_arena_alloc(doc->arena, sizeof *spans * count);
    uint32_t *allowed = wf_arena_alloc(doc->arena, sizeof *allowed * count), outside;
    const json_t *annotation;
    size_t i;

    if (spans == NULL || allowed == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for a document");
    outside = labels_for(corpus->outside, true) | labels_for(corpus->outside, false);
    for (uint32_t t = 0; t < count; t++) {
        const struct wf_token *token = &doc->tokens.items[t];

        spans[t] = wf_text_published(&doc->text, (struct wf_span){ token->start, token->end });
        allowed[t] = outside;
    }
    json_array_foreach(annotations, i, annotation)
    {
        const char *layer = json_string_value(json_object_get(annotation, "layer"));
        struct wf_span span = { (uint32_t)json_integer_value(json_object_get(annotation, "start")),
            (uint32_t)json_integer_value(json_object_get(annotation, "end")) };

        if (layer == NULL || strcmp(layer, "entities") != 0 || json_is_true(json_object_get(annotation, "nested")))
            continue;
        mark(doc, spans, allowed, span,
            json_is_true(json_object_get(annotation, "optional"))
                ? ANY
                : allowed_types(corpus, json_string_value(json_object_get(annotation, "type")),
                      json_string_value(json_object_get(annotation, "coarse"))));
    }
    *labels = allowed;
    return WF_OK;
}

static enum wf_status
read_pair(const struct wf_corpus *corpus, const wf_vocabulary *vocabulary, struct wf_document *doc,
    const char *text, const json_t *gold, int line, wf_corpus_reader read, void *context, struct wf_error *err)
{
    const char *gold_id = json_string_value(json_object_get(gold, "id"));
    struct wf_input input = { .value = wf_slice_of(text) };
    struct wf_decode_limits limits = { 0 };
    uint32_t *allowed = NULL;
    enum wf_status st;
    char *id;

    st = wf_decode(doc, &input, &limits, err);
    if (st != WF_OK)
        return st;
    id = wf_arena_copy(doc->arena, doc->id.data == NULL ? "" : doc->id.data, doc->id.len);
    if (id == NULL || gold_id == NULL || strcmp(id, gold_id) != 0)
        return wf_error_set(err, WF_EFORMAT, corpus->gold, line, "is about `%s`, the text is `%s`",
            gold_id == NULL ? "" : gold_id, id == NULL ? "" : id);
    if (st == WF_OK)
        st = wf_tokenise(doc, vocabulary, 0, err);
    if (st == WF_OK && doc->tokens.count > 0)
        st = label_tokens(corpus, doc, json_object_get(gold, "annotations"), &allowed, err);
    if (st == WF_OK && doc->tokens.count > 0)
        st = read(context, corpus, id, doc, allowed, err);
    return st;
}

enum wf_status
wf_corpus_read(const struct wf_corpus *corpus, const wf_vocabulary *vocabulary, wf_corpus_reader read,
    void *context, struct wf_error *err)
{
    FILE *docs = fopen(corpus->docs, "r"), *golds = fopen(corpus->gold, "r");
    char *line = NULL, *gold_line = NULL;
    size_t capacity = 0, gold_capacity = 0;
    wf_arena *arena = wf_arena_new(ARENA_LIMIT);
    struct wf_document doc;
    enum wf_status st = WF_OK;
    int number = 0;

    if (docs == NULL || golds == NULL) {
        st = wf_error_set(err, WF_EIO, docs == NULL ? corpus->docs : corpus->gold, 0, "%s", strerror(errno));
        goto done;
    }
    if (arena == NULL) {
        st = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
        goto done;
    }
    while (st == WF_OK && getline(&line, &capacity, docs) != -1) {
        json_t *gold;

        number++;
        if (getline(&gold_line, &gold_capacity, golds) == -1) {
            st = wf_error_set(err, WF_EFORMAT, corpus->gold, number, "ends before %s does", corpus->docs);
            continue;
        }
        gold = wf_json_parse(wf_slice_of(gold_line), 0, NULL, err);
        wf_document_reset(&doc, arena);
        if (gold == NULL)
            st = wf_error_set(err, WF_EFORMAT, corpus->gold, number, "not JSON");
        else
            st = read_pair(corpus, vocabulary, &doc, line, gold, number, read, context, err);
        json_decref(gold);
    }
done:
    if (docs != NULL)
        fclose(docs);
    if (golds != NULL)
        fclose(golds);
    free(line);
    free(gold_line);
    wf_arena_free(arena);
    return st;
}
