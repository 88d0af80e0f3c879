/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact bench`: the pipeline over files held in memory, again and again, on one core. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "consumer/file.h"
#include "worker/settings.h"

struct item {
    char *value, *key, *name;
    size_t len;
};

struct corpus {
    struct item *items;
    size_t count, capacity, bytes;
};

struct totals {
    uint64_t documents, failed, bytes, tokens, facts, output;
    uint64_t first_emit; /* time when the first record of the document came out */
    uint64_t encode;     /* nanoseconds from there to the end */
    uint64_t busy;       /* nanoseconds of processor time in all */
    uint64_t wall;
};

static uint64_t
clock_ns(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static enum wf_status
count_record(void *context, const struct wf_record *record)
{
    struct totals *totals = context;

    if (totals->first_emit == 0)
        totals->first_emit = clock_ns(CLOCK_MONOTONIC);
    totals->facts += record->layer != WF_RECORD_DOCUMENT;
    totals->output += record->value.len;
    return WF_OK;
}

static char *
copy_of(struct wf_slice slice)
{
    char *copy = malloc(slice.len + 1);

    if (copy != NULL) {
        memcpy(copy, slice.data, slice.len);
        copy[slice.len] = '\0';
    }
    return copy;
}

static bool
add_item(struct corpus *corpus, const struct wf_input *in, struct wf_error *err)
{
    struct item item = { copy_of(in->value), copy_of(in->key), copy_of(in->name), in->value.len };

    if (corpus->count == corpus->capacity) {
        size_t capacity = corpus->capacity == 0 ? 64 : corpus->capacity * 2;
        struct item *items = realloc(corpus->items, capacity * sizeof *items);

        if (items != NULL) {
            corpus->items = items;
            corpus->capacity = capacity;
        }
    }
    if (item.value == NULL || item.key == NULL || item.name == NULL || corpus->count == corpus->capacity) {
        free(item.value);
        free(item.key);
        free(item.name);
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the files");
        return false;
    }
    corpus->items[corpus->count++] = item;
    corpus->bytes += item.len;
    return true;
}

static bool
load(struct corpus *corpus, const struct wf_arguments *args, size_t max_bytes, struct wf_error *err)
{
    for (int i = 0; i < args->operand_count; i++) {
        wf_file *file = wf_file_open(args->operands[i], err);
        struct wf_input in;

        while (file != NULL && wf_file_next(file, max_bytes, &in, err) && add_item(corpus, &in, err))
            continue;
        wf_file_close(file);
        if (err->status != WF_OK)
            return false;
    }
    if (corpus->count == 0)
        (void)wf_error_set(err, WF_EUSAGE, NULL, 0, "bench: name the files to measure with, such as tests/reports/*.txt");
    return corpus->count > 0;
}

static void
unload(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->items[i].value);
        free(corpus->items[i].key);
        free(corpus->items[i].name);
    }
    free(corpus->items);
}

/* Whole rounds over the corpus until `seconds` have passed; at least one. */
static bool
measure(wf_pipeline *pipeline, const struct corpus *corpus, double seconds, struct totals *totals, struct wf_error *err)
{
    uint64_t limit = (uint64_t)(seconds * 1e9), start = clock_ns(CLOCK_MONOTONIC);
    uint64_t busy = clock_ns(CLOCK_THREAD_CPUTIME_ID);

    memset(totals, 0, sizeof *totals);
    do {
        for (size_t i = 0; i < corpus->count; i++) {
            const struct item *item = &corpus->items[i];
            struct wf_error why = WF_ERROR_INIT;
            struct wf_input in = { .key = wf_slice_of(item->key), .value = { item->value, item->len },
                .origin = { NULL, -1, -1, -1 }, .name = wf_slice_of(item->name) };
            enum wf_status st;

            totals->first_emit = 0;
            st = wf_pipeline_process(pipeline, &in, count_record, totals, NULL, &why);
            if (totals->first_emit != 0)
                totals->encode += clock_ns(CLOCK_MONOTONIC) - totals->first_emit;
            if (st != WF_OK && wf_status_action(st) != WF_ACTION_DEAD_LETTER) {
                *err = why;
                return false;
            }
            totals->failed += st != WF_OK;
            totals->documents++;
            totals->bytes += item->len;
            totals->tokens += wf_pipeline_document(pipeline)->tokens.count;
        }
    } while (clock_ns(CLOCK_MONOTONIC) - start < limit);
    totals->wall = clock_ns(CLOCK_MONOTONIC) - start;
    totals->busy = clock_ns(CLOCK_THREAD_CPUTIME_ID) - busy;
    return true;
}

static void
print_rates(const struct totals *t)
{
    double s = (double)t->busy / 1e9;

    printf("%-22s %12.0f\n", "tokens/s", (double)t->tokens / s);
    printf("%-22s %12.2f\n", "MB/s", (double)t->bytes / 1e6 / s);
    printf("%-22s %12.0f\n", "documents/s", (double)t->documents / s);
    printf("%-22s %12.0f\n", "facts/s", (double)t->facts / s);
    printf("%-22s %12.2f\n", "MB/s of records", (double)t->output / 1e6 / s);
    printf("%-22s %12.0f\n", "ns/token", (double)t->busy / (double)(t->tokens == 0 ? 1 : t->tokens));
}

static void
print_stage(const char *name, uint64_t ns, const struct totals *t)
{
    printf("  %-20s %12.1f %8.1f %%\n", name, (double)ns / (double)(t->tokens == 0 ? 1 : t->tokens),
        100.0 * (double)ns / (double)t->wall);
}

static void
print_stages(const wf_pipeline *pipeline, const struct totals *t)
{
    unsigned count;
    const struct wf_stage_stats *stats = wf_pipeline_stats(pipeline, &count);
    uint64_t rest = t->wall; /* the stages are measured on the clock too */

    printf("\n%-22s %12s %10s\n", "stage", "ns/token", "share");
    for (unsigned i = 0; i < count; i++) {
        print_stage(stats[i].name, stats[i].nanoseconds, t);
        rest = rest > stats[i].nanoseconds ? rest - stats[i].nanoseconds : 0;
    }
    print_stage("encode", t->encode, t);
    print_stage("decode, tokens, rest", rest > t->encode ? rest - t->encode : 0, t);
}

static int
bench(const struct wf_arguments *args, struct wf_settings *settings, double seconds)
{
    struct corpus corpus = { NULL, 0, 0, 0 };
    struct totals totals, timed;
    struct wf_error err = WF_ERROR_INIT;
    struct rusage usage;
    uint64_t started = clock_ns(CLOCK_MONOTONIC), ready;
    wf_chain *chain = wf_chain_new(&settings->chain, &err), *timing = NULL;
    wf_pipeline *pipeline = NULL, *second = NULL;
    int code = WF_EXIT_OK;

    ready = clock_ns(CLOCK_MONOTONIC) - started;
    if (chain == NULL || !load(&corpus, args, settings->pipeline.limits.max_record, &err) ||
        (pipeline = wf_pipeline_new(chain, &settings->pipeline, &err)) == NULL ||
        !measure(pipeline, &corpus, 0.2, &totals, &err) || !measure(pipeline, &corpus, seconds, &totals, &err))
        goto done;
    getrusage(RUSAGE_SELF, &usage);
    settings->chain.timing = true;
    timing = wf_chain_new(&settings->chain, &err);
    if (timing == NULL || (second = wf_pipeline_new(timing, &settings->pipeline, &err)) == NULL ||
        !measure(second, &corpus, seconds / 3, &timed, &err))
        goto done;
    printf("%zu documents, %.2f MB, %llu rounds, %.1f s of processor time in %.1f s\n\n", corpus.count,
        (double)corpus.bytes / 1e6, (unsigned long long)(totals.documents / corpus.count), (double)totals.busy / 1e9,
        (double)totals.wall / 1e9);
    print_rates(&totals);
    printf("%-22s %12.1f\n", "peak memory, MiB", (double)usage.ru_maxrss / 1024 - (double)corpus.bytes / 1048576);
    printf("%-22s %12.0f\n", "start, ms", (double)ready / 1e6);
    if (totals.failed > 0)
        printf("%-22s %12llu\n", "failed", (unsigned long long)totals.failed);
    print_stages(second, &timed);
done:
    if (err.status != WF_OK)
        code = wf_fail(&err);
    wf_pipeline_free(pipeline);
    wf_pipeline_free(second);
    wf_chain_free(chain);
    wf_chain_free(timing);
    unload(&corpus);
    return code;
}

int
wf_cmd_bench(const struct wf_arguments *args)
{
    const char *text = args->values[WF_OPTION_SECONDS];
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    double seconds = 5;
    char *end = NULL;
    int code;

    if (text != NULL) {
        seconds = strtod(text, &end);
        if (*end != '\0' || !(seconds > 0 && seconds <= 86400)) {
            (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "bench: --seconds cannot be `%s`; write a number such as 5", text);
            return wf_fail(&err);
        }
    }
    code = wf_settings_load(&settings, args);
    if (code != WF_EXIT_OK)
        return code;
    code = bench(args, &settings, seconds);
    wf_settings_free(&settings);
    return code;
}
