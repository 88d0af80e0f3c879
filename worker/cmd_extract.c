/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact extract`: the pipeline over files, without Kafka. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "consumer/file.h"
#include "producer/page.h"
#include "producer/table.h"
#include "worker/settings.h"

#define FLUSH_AT ((size_t)1024 * 1024)

enum format { FORMAT_JSONL, FORMAT_TABLE, FORMAT_HTML };

struct job {
    enum format format;
    int descriptor;
    struct wf_buffer out;
    struct wf_table_style style;
    uint64_t documents, failed, bytes;
    bool progress;        /* standard error is a terminal and nobody else writes to it */
    bool shown;           /* a progress line stands there */
    bool closed;          /* the reader of our output has gone */
    struct timespec started, last;
    int64_t timestamp;    /* of documents without a date, -1: none */
};

static enum wf_status
keep(void *context, const struct wf_record *record)
{
    struct job *job = context;

    if (job->format != FORMAT_JSONL)
        return WF_OK;
    wf_buffer_append(&job->out, record->value.data, record->value.len);
    wf_buffer_putc(&job->out, '\n');
    return job->out.failed ? WF_ENOMEM : WF_OK;
}

static bool
flush(struct job *job, struct wf_error *err)
{
    size_t at = 0;

    while (at < job->out.len) {
        ssize_t wrote = write(job->descriptor, job->out.data + at, job->out.len - at);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            job->closed = errno == EPIPE;
            (void)wf_error_set(err, WF_EIO, "output", 0, "cannot be written: %s", strerror(errno));
            return false;
        }
        at += (size_t)wrote;
    }
    wf_buffer_clear(&job->out);
    return true;
}

static double
seconds_since(const struct timespec *then, const struct timespec *now)
{
    return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

static void
clear_progress(struct job *job)
{
    if (job->shown)
        fputs("\r\033[K", stderr);
    job->shown = false;
}

static void
show_progress(struct job *job, const wf_file *file)
{
    struct timespec now;
    double elapsed;

    if (!job->progress)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    elapsed = seconds_since(&job->started, &now);
    if (elapsed < 1.0 || seconds_since(&job->last, &now) < 0.2)
        return;
    job->last = now;
    fprintf(stderr, "\r\033[K%s: %llu documents, %.1f MB, %.1f MB/s", wf_file_name(file),
        (unsigned long long)job->documents, (double)job->bytes / 1e6, (double)job->bytes / 1e6 / elapsed);
    if (wf_file_size(file) > 0)
        fprintf(stderr, ", %.0f %%", 100.0 * (double)wf_file_done(file) / (double)wf_file_size(file));
    fflush(stderr);
    job->shown = true;
}

static bool
ends_with(const char *text, const char *with)
{
    size_t a = strlen(text), b = strlen(with);

    return a >= b && strcmp(text + a - b, with) == 0;
}

static void
report(struct job *job, const wf_file *file, const struct wf_error *err)
{
    struct wf_error placed = *err;
    char text[1200], inside[256];

    clear_progress(job);
    job->failed++;
    snprintf(inside, sizeof inside, "%s", placed.source);
    snprintf(placed.source, sizeof placed.source, "%.200s", wf_file_name(file));
    if (wf_file_line(file) > 0 || placed.line == 0) { /* one of many documents: its place in the file, then its own */
        placed.line = (int)wf_file_line(file);
        placed.column = 0;
        if (inside[0] != '\0' && !ends_with(wf_file_name(file), inside))
            snprintf(placed.text, sizeof placed.text, "%s: %.500s", inside, err->text);
    }
    fprintf(stderr, "wirefact: %s\n", wf_error_print(&placed, text, sizeof text));
}

/* One document; false when the whole work must stop, with *err. */
static bool
process(struct job *job, wf_pipeline *pipeline, const wf_file *file, const struct wf_input *in, struct wf_error *err)
{
    struct wf_error why = WF_ERROR_INIT;
    size_t start = job->out.len;
    enum wf_status st = wf_pipeline_process(pipeline, in, keep, job, NULL, &why);

    job->documents++;
    job->bytes += in->value.len;
    if (st == WF_OK) {
        if (job->format == FORMAT_TABLE)
            wf_table_document(&job->out, wf_pipeline_document(pipeline), &job->style);
        else if (job->format == FORMAT_HTML)
            wf_page_document(&job->out, wf_pipeline_document(pipeline), (unsigned)job->documents);
    } else {
        job->out.len = start; /* nothing of a document that failed half-way */
        if (wf_status_action(st) != WF_ACTION_DEAD_LETTER) {
            *err = why;
            if (err->status == WF_OK)
                (void)wf_error_set(err, st, wf_file_name(file), 0, "%s", wf_status_message(st));
            return false;
        }
        if (why.status == WF_OK)
            (void)wf_error_set(&why, st, NULL, 0, "%s", wf_status_message(st));
        report(job, file, &why);
    }
    return job->out.len < FLUSH_AT || flush(job, err);
}

static bool
read_file(struct job *job, wf_pipeline *pipeline, const char *path, size_t max_bytes, struct wf_error *err)
{
    struct wf_error why = WF_ERROR_INIT;
    wf_file *file = wf_file_open(path, &why);
    struct wf_input in;
    bool going = true;

    while (going && file != NULL && wf_file_next(file, max_bytes, &in, &why)) {
        in.origin.timestamp = job->timestamp;
        going = process(job, pipeline, file, &in, err);
        show_progress(job, file);
    }
    wf_file_close(file);
    if (going && why.status != WF_OK) {
        clear_progress(job);
        (void)wf_fail(&why);
        job->failed++;
    }
    return going;
}

static int
extract(struct job *job, const struct wf_arguments *args, const struct wf_settings *settings)
{
    static char dash[] = "-";
    static char *const standard_input[] = { dash };
    char *const *paths = args->operand_count > 0 ? args->operands : standard_input;
    int count = args->operand_count > 0 ? args->operand_count : 1;
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = wf_chain_new(&settings->chain, &err);
    wf_pipeline *pipeline = chain == NULL ? NULL : wf_pipeline_new(chain, &settings->pipeline, &err);
    int code = WF_EXIT_OK;

    if (pipeline == NULL)
        goto done;
    if (job->format == FORMAT_HTML)
        wf_page_begin(&job->out);
    for (int i = 0; i < count; i++) {
        if (!read_file(job, pipeline, paths[i], settings->pipeline.limits.max_record, &err))
            goto done;
    }
    if (job->format == FORMAT_HTML)
        wf_page_end(&job->out);
    if (flush(job, &err) && job->failed > 0)
        code = WF_EXIT_DOCUMENTS;
done:
    clear_progress(job);
    if (err.status != WF_OK)
        code = job->closed ? WF_EXIT_FAILURE : wf_fail(&err); /* `| head` needs no message */
    wf_pipeline_free(pipeline);
    wf_chain_free(chain);
    return code;
}

/* --published and --output; false with *err. */
static bool
take_arguments(struct job *job, const struct wf_arguments *args, struct wf_error *err)
{
    const char *published = args->values[WF_OPTION_PUBLISHED], *output = args->values[WF_OPTION_OUTPUT];
    int32_t day;

    if (published != NULL) {
        if (!wf_day_parse(published, strlen(published), &day)) {
            (void)wf_error_set(err, WF_EUSAGE, NULL, 0, "extract: --published cannot be `%s`; write a date as 2024-09-11",
                published);
            return false;
        }
        job->timestamp = (int64_t)day * 86400000;
    }
    if (output != NULL && strcmp(output, "-") != 0) {
        job->descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (job->descriptor < 0) {
            (void)wf_error_set(err, WF_EIO, output, 0, "cannot be written: %s", strerror(errno));
            return false;
        }
    }
    return true;
}

int
wf_cmd_extract(const struct wf_arguments *args)
{
    const char *format = args->values[WF_OPTION_FORMAT];
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    struct job job = { .format = FORMAT_JSONL, .descriptor = STDOUT_FILENO, .timestamp = -1 };
    int code;

    if (!take_arguments(&job, args, &err))
        return wf_fail(&err);
    code = wf_settings_load(&settings, args);
    if (code != WF_EXIT_OK)
        return code;
    if (format != NULL && strcmp(format, "table") == 0)
        job.format = FORMAT_TABLE;
    else if (format != NULL && strcmp(format, "html") == 0)
        job.format = FORMAT_HTML;
    wf_table_style_detect(&job.style, job.descriptor, args->values[WF_OPTION_WIDTH], args->values[WF_OPTION_COLOUR]);
    job.progress = args->values[WF_OPTION_QUIET] == NULL && isatty(STDERR_FILENO) != 0 &&
        (job.format != FORMAT_JSONL || isatty(job.descriptor) == 0);
    settings.pipeline.max_record = 0; /* nothing here has a broker's limit */
    clock_gettime(CLOCK_MONOTONIC, &job.started);
    code = extract(&job, args, &settings);
    if (job.descriptor != STDOUT_FILENO && close(job.descriptor) != 0 && code == WF_EXIT_OK) {
        (void)wf_error_set(&err, WF_EIO, args->values[WF_OPTION_OUTPUT], 0, "cannot be written: %s", strerror(errno));
        code = wf_fail(&err);
    }
    wf_buffer_free(&job.out);
    wf_settings_free(&settings);
    return code;
}
