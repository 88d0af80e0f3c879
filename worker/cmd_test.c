/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact test`: an operator's cases against an operator's rules, as TAP or JUnit. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "producer/member.h"
#include "worker/cases.h"
#include "worker/settings.h"

#define FILE_MAX ((size_t)16 * 1024 * 1024)

struct job {
    wf_arena *arena; /* cases */
    wf_pipeline *pipeline;
    bool junit;
    unsigned count, failed;
    struct wf_buffer records; /* of one case */
    WF_VECTOR(struct wf_slice) facts; /* point into records once all are there */
    WF_VECTOR(size_t) starts;         /* where each begins in records */
    struct wf_buffer report;  /* what is wrong in one case */
    struct wf_buffer out;     /* JUnit */
};

static enum wf_status
keep(void *context, const struct wf_record *record)
{
    struct job *job = context;
    struct wf_slice *fact = wf_vector_push(job->arena, &job->facts);
    size_t *start = wf_vector_push(job->arena, &job->starts);

    if (fact == NULL || start == NULL)
        return WF_ENOMEM;
    *start = job->records.len;
    fact->len = record->value.len;
    wf_buffer_append_slice(&job->records, record->value);
    return job->records.failed ? WF_ENOMEM : WF_OK;
}

/* Whether a member's JSON is `value`: a string with that text, or a number, word or null written so. */
static bool
is_value(struct wf_slice json, struct wf_slice value)
{
    struct wf_buffer quoted = WF_BUFFER_INIT;
    bool same = wf_slice_equal(json, value);

    if (!same) {
        wf_buffer_put_json(&quoted, value);
        same = json.len == quoted.len && memcmp(json.data, quoted.data, json.len) == 0;
        wf_buffer_free(&quoted);
    }
    return same;
}

static bool
member_is(struct wf_slice fact, const char *path, struct wf_slice value)
{
    struct wf_slice json;

    return wf_member_find(fact, path, &json) && is_value(json, value);
}

/* The member that tells the kinds of a layer apart. */
static const char *
kind_member(struct wf_slice layer)
{
    if (wf_slice_is(layer, "entity") || wf_slice_is(layer, "date"))
        return "type";
    return wf_slice_is(layer, "quote") ? "form" : "kind";
}

static bool
fits(struct wf_slice fact, const struct wf_expectation *e)
{
    if (!member_is(fact, "layer", e->layer) || (e->text.data != NULL && !member_is(fact, "text", e->text)) ||
        (e->kind.data != NULL && !member_is(fact, kind_member(e->layer), e->kind)))
        return false;
    for (unsigned i = 0; i < e->field_count; i++)
        if (!member_is(fact, e->fields[i].path, e->fields[i].value))
            return false;
    return true;
}

/* What was found in the layer, for somebody who looks for the difference. */
static void
show_found(struct job *job, const struct wf_expectation *e)
{
    unsigned shown = 0;

    for (unsigned i = 0; i < job->facts.count; i++) {
        struct wf_slice fact = job->facts.items[i], text = WF_SLICE_NONE, kind = WF_SLICE_NONE, value;

        if (!member_is(fact, "layer", e->layer))
            continue;
        (void)wf_member_find(fact, "text", &text);
        (void)wf_member_find(fact, kind_member(e->layer), &kind);
        wf_buffer_printf(&job->report, "    found: %.*s %.*s %.*s", (int)e->layer.len, e->layer.data, (int)kind.len, kind.data,
            (int)text.len, text.data);
        for (unsigned k = 0; k < e->field_count; k++)
            if (wf_member_find(fact, e->fields[k].path, &value))
                wf_buffer_printf(&job->report, " %s=%.*s", e->fields[k].path, (int)value.len, value.data);
        wf_buffer_putc(&job->report, '\n');
        shown++;
    }
    if (shown == 0)
        wf_buffer_printf(&job->report, "    found: no %.*s\n", (int)e->layer.len, e->layer.data);
}

static void
check(struct job *job, const char *path, const struct wf_case *c)
{
    for (unsigned i = 0; i < c->expectations.count; i++) {
        const struct wf_expectation *e = &c->expectations.items[i];
        bool found = false;

        for (unsigned k = 0; k < job->facts.count; k++)
            found |= fits(job->facts.items[k], e);
        if (found != e->absent)
            continue;
        wf_buffer_printf(&job->report, "  %s:%d: %s: %.*s\n", path, e->line, e->absent ? "must not be found" : "not found",
            (int)e->words.len, e->words.data);
        show_found(job, e);
    }
}

static void
put_xml(struct wf_buffer *out, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] == '<')
            wf_buffer_puts(out, "&lt;");
        else if (data[i] == '&')
            wf_buffer_puts(out, "&amp;");
        else if (data[i] == '"')
            wf_buffer_puts(out, "&quot;");
        else
            wf_buffer_putc(out, data[i]);
    }
}

static void
tell(struct job *job, const char *path, const struct wf_case *c)
{
    bool ok = job->report.len == 0;

    job->count++;
    job->failed += !ok;
    if (!job->junit) {
        printf("%s %u - %.*s\n", ok ? "ok" : "not ok", job->count, (int)c->name.len, c->name.data);
        for (const char *p = job->report.data, *end = p + job->report.len; p < end;) { /* TAP: comments */
            size_t len = (size_t)((const char *)memchr(p, '\n', (size_t)(end - p)) - p);

            printf("#%.*s\n", (int)len, p);
            p += len + 1;
        }
        return;
    }
    wf_buffer_puts(&job->out, "  <testcase classname=\"");
    put_xml(&job->out, path, strlen(path));
    wf_buffer_puts(&job->out, "\" name=\"");
    put_xml(&job->out, c->name.data, c->name.len);
    wf_buffer_puts(&job->out, ok ? "\"/>\n" : "\"><failure>");
    if (!ok) {
        put_xml(&job->out, job->report.data, job->report.len);
        wf_buffer_puts(&job->out, "</failure></testcase>\n");
    }
}

static enum wf_status
run_case(struct job *job, const char *path, const struct wf_case *c, struct wf_error *err)
{
    struct wf_input in = { .value = c->text, .name = WF_SLICE("case.txt"), .key = WF_SLICE("case"),
        .origin = { .timestamp = -1 } };
    struct wf_error why = WF_ERROR_INIT;
    enum wf_status status;
    int32_t day;

    wf_buffer_clear(&job->records);
    wf_buffer_clear(&job->report);
    job->facts.count = job->starts.count = 0;
    if (c->published.data != NULL) {
        if (!wf_day_parse(c->published.data, c->published.len, &day))
            return wf_error_set(err, WF_EDATA, path, c->line + 1, "`published:` is a date such as 2024-09-16");
        in.origin.timestamp = (int64_t)day * 86400000;
    }
    status = wf_pipeline_process(job->pipeline, &in, keep, job, NULL, &why);
    if (status != WF_OK && wf_status_action(status) != WF_ACTION_DEAD_LETTER)
        return wf_error_set(err, status, path, c->line, "%s", why.text);
    for (unsigned i = 0; i < job->facts.count; i++)
        job->facts.items[i].data = job->records.data + job->starts.items[i];
    if (status != WF_OK)
        wf_buffer_printf(&job->report, "  %s:%d: the document is refused: %s\n", path, c->line, why.text);
    else
        check(job, path, c);
    tell(job, path, c);
    return WF_OK;
}

static enum wf_status
run_file(struct job *job, const char *path, struct wf_error *err)
{
    struct wf_buffer content = WF_BUFFER_INIT;
    wf_case_list cases = { NULL, 0, 0 };
    enum wf_status status;
    char part[16384];
    size_t n;
    FILE *in = fopen(path, "rb");

    if (in == NULL)
        return wf_error_set(err, WF_EIO, path, 0, "cannot be read: %s", strerror(errno));
    while ((n = fread(part, 1, sizeof part, in)) > 0 && content.len <= FILE_MAX)
        wf_buffer_append(&content, part, n);
    status = ferror(in) ? wf_error_set(err, WF_EIO, path, 0, "cannot be read: %s", strerror(errno))
        : content.len > FILE_MAX ? wf_error_set(err, WF_EDATA, path, 0, "larger than 16 MiB") : WF_OK;
    fclose(in);
    if (status == WF_OK)
        status = wf_cases_read(&cases, job->arena, path, (struct wf_slice){ content.data, content.len }, err);
    for (unsigned i = 0; i < cases.count && status == WF_OK; i++)
        status = run_case(job, path, &cases.items[i], err);
    wf_buffer_free(&content);
    return status;
}

static int
is_case_file(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);

    return n > 6 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 6, ".cases") == 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* A file of cases, or all of a folder in the order of their names. */
static enum wf_status
run_path(struct job *job, const char *path, struct wf_error *err)
{
    struct dirent **names = NULL;
    enum wf_status status = WF_OK;
    struct stat info;
    int count;

    if (stat(path, &info) != 0)
        return wf_error_set(err, WF_EIO, path, 0, "cannot be read: %s", strerror(errno));
    if (!S_ISDIR(info.st_mode))
        return run_file(job, path, err);
    count = scandir(path, &names, is_case_file, by_name);
    if (count < 0)
        return wf_error_set(err, WF_EIO, path, 0, "cannot be read: %s", strerror(errno));
    for (int i = 0; i < count; i++) {
        char *file = wf_arena_printf(job->arena, "%s/%s", path, names[i]->d_name);

        if (status == WF_OK)
            status = file == NULL ? wf_error_set(err, WF_ENOMEM, path, 0, "no memory") : run_file(job, file, err);
        free(names[i]);
    }
    free(names);
    return status;
}

static void
finish(struct job *job)
{
    if (!job->junit) {
        printf("1..%u\n# %u of %u cases failed\n", job->count, job->failed, job->count);
        return;
    }
    printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"wirefact\" tests=\"%u\" failures=\"%u\">\n",
        job->count, job->failed);
    fwrite(job->out.data, 1, job->out.len, stdout);
    printf("</testsuite>\n");
}

int
wf_cmd_test(const struct wf_arguments *args)
{
    const char *format = args->values[WF_OPTION_FORMAT];
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    struct job job = { .junit = format != NULL && strcmp(format, "junit") == 0 };
    wf_chain *chain;
    int code = wf_settings_load(&settings, args);

    if (code != WF_EXIT_OK)
        return code;
    chain = wf_chain_new(&settings.chain, &err);
    if (chain != NULL)
        job.pipeline = wf_pipeline_new(chain, &settings.pipeline, &err);
    job.arena = wf_arena_new((size_t)1 << 30);
    if (job.pipeline != NULL && job.arena == NULL)
        (void)wf_error_set(&err, WF_ENOMEM, NULL, 0, "no memory");
    for (int i = 0; i < args->operand_count && err.status == WF_OK; i++)
        (void)run_path(&job, args->operands[i], &err);
    if (err.status == WF_OK && job.count == 0)
        (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "test: no cases; give files, or folders with files NAME.cases");
    if (err.status == WF_OK)
        finish(&job);
    code = err.status != WF_OK ? wf_fail(&err) : job.failed > 0 ? WF_EXIT_DIFFERENT : WF_EXIT_OK;
    wf_buffer_free(&job.records);
    wf_buffer_free(&job.report);
    wf_buffer_free(&job.out);
    wf_arena_free(job.arena);
    wf_pipeline_free(job.pipeline);
    wf_chain_free(chain);
    wf_settings_free(&settings);
    return code;
}
