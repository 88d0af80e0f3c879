/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One libFuzzer target, built once a format (FUZZ_NAME: the file name that decides it) and once with the
 * whole chain (FUZZ_CHAIN). Besides what the sanitizers see, it checks that blocks, tokens and sentences lie in
 * order, that every sentence leads back to source text, and that all text is UTF-8.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "consumer/decode.h"
#include "document/utf8.h"
#ifdef FUZZ_CHAIN
#include "worker/pipeline.h"
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool right)
{
    if (!right)
        abort();
}

static void
check_utf8(struct wf_slice text)
{
    check(wf_utf8_valid(text.data, text.len) == text.len);
}

static void
check_document(const struct wf_document *doc)
{
    uint32_t at = 0, token = 0;

    check_utf8(doc->text.reading);
    check_utf8(doc->text.source);
    check_utf8(doc->id);
    check_utf8(doc->title);
    check_utf8(doc->publisher);
    check_utf8(doc->language);
    check_utf8(doc->url);
    check_utf8(doc->version);
    for (unsigned i = 0; i < doc->text.blocks.count; i++) {
        const struct wf_span *span = &doc->text.blocks.items[i].span;

        check(span->start >= at && span->end > span->start && span->end < doc->text.reading.len);
        check(doc->text.reading.data[span->end] == '\n');
        at = span->end + 1;
    }
    for (unsigned i = 0; i < doc->sentences.count; i++) {
        const struct wf_sentence *s = &doc->sentences.items[i];
        struct wf_span span, published;

        check(s->first == token && s->end > s->first && s->end <= doc->tokens.count);
        token = s->end;
        span = (struct wf_span){ doc->tokens.items[s->first].start, doc->tokens.items[s->end - 1].end };
        published = wf_text_to_source(&doc->text, span);
        check(published.start <= published.end && published.end <= doc->text.source.len);
    }
    check(token == doc->tokens.count);
}

static struct wf_input
input_of(const uint8_t *data, size_t size)
{
    return (struct wf_input){ .value = { (const char *)data, size }, .name = wf_slice_of(FUZZ_NAME),
        .origin = { .timestamp = 1700000000000 } };
}

#ifdef FUZZ_CHAIN
static enum wf_status
emit(void *context, const struct wf_record *record)
{
    (void)context;
    (void)record;
    return WF_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static wf_pipeline *pipeline; /* a fuzz target lives in one thread */
    struct wf_error err = WF_ERROR_INIT;
    struct wf_input in = input_of(data, size);

    if (pipeline == NULL) {
        struct wf_pipeline_settings settings = { .limits = { .max_depth = 64 } };
        struct wf_chain_settings options = { .data_path = WF_SOURCE_DIR "/extractors/data" };
        wf_chain *chain = wf_chain_new(&options, &err);

        check(chain != NULL);
        pipeline = wf_pipeline_new(chain, &settings, &err);
        check(pipeline != NULL);
    }
    if (wf_pipeline_process(pipeline, &in, emit, NULL, NULL, &err) == WF_OK)
        check_document(wf_pipeline_document(pipeline));
    return 0;
}
#else
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static wf_arena *arena;
    static wf_vocabulary *vocabulary;
    struct wf_decode_limits limits = { .max_depth = 64 };
    struct wf_error err = WF_ERROR_INIT;
    struct wf_input in = input_of(data, size);
    struct wf_document doc;

    if (arena == NULL) {
        arena = wf_arena_new((size_t)32 << 20);
        vocabulary = wf_vocabulary_new();
        check(arena != NULL && vocabulary != NULL);
    }
    wf_document_reset(&doc, arena);
    if (wf_decode(&doc, &in, &limits, &err) == WF_OK && wf_tokenise(&doc, vocabulary, 0, &err) == WF_OK)
        check_document(&doc);
    return 0;
}
#endif
