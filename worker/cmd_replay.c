/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `wirefact replay`: dead letters, shown, counted, or sent back to where they came from, with the headers that say
 * why taken off. Sending is exactly once for each filter: a filter is a consumer group of its own, and its offsets
 * are in the transaction of what was sent.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/kafka.h"
#include "producer/kafka.h"
#include "worker/settings.h"

#define CALL_MS 10000
#define BATCH 200           /* letters in a transaction */
#define REPAIRED_MAX ((size_t)64 << 20)
#define SHOWN 160           /* bytes of a value */

struct replay {
    const struct wf_run_settings *settings;
    const char *reason, *key, *repair; /* NULL: any, none */
    int32_t since, before;             /* days of the document's time stamp, WF_DAY_NONE */
    bool send, count;
    char group[300];
    wf_consumer *consumer;
    wf_producer *producer;
    struct wf_outgoing_header *headers;
    struct wf_buffer repaired;
    unsigned batch, open;
    uint64_t matched, sent, kept, by_reason[WF_STATUS_COUNT];
    bool lost;
};

/* ---- which letters ---- */

static struct wf_slice
header_of(const struct wf_input *in, const char *name)
{
    for (unsigned i = in->header_count; i > 0; i--) /* the last of a name is ours */
        if (wf_slice_is(in->headers[i - 1].name, name))
            return in->headers[i - 1].value;
    return WF_SLICE_NONE;
}

static int64_t
number_of(struct wf_slice text)
{
    char copy[24];

    if (text.len == 0 || text.len >= sizeof copy)
        return -1;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    return strtoll(copy, NULL, 10);
}

static bool
matches(const struct replay *r, const struct wf_input *in)
{
    int64_t ms = number_of(header_of(in, "wirefact.error.timestamp"));
    int32_t day = ms < 0 ? WF_DAY_NONE : (int32_t)(ms / 86400000);

    return (r->reason == NULL || wf_slice_is(header_of(in, "wirefact.error.reason"), r->reason))
        && (r->key == NULL || wf_slice_is(in->key, r->key))
        && (r->since == WF_DAY_NONE || (day != WF_DAY_NONE && day >= r->since))
        && (r->before == WF_DAY_NONE || (day != WF_DAY_NONE && day < r->before));
}

static void
show(const struct wf_input *in)
{
    static const char *const names[] = { "reason", "stage", "message", "topic", "partition", "offset", "timestamp" };
    struct wf_buffer out = WF_BUFFER_INIT;
    struct wf_slice head = { in->value.data, in->value.len < SHOWN ? in->value.len : SHOWN };
    char name[40];

    wf_buffer_puts(&out, "{\"key\":");
    wf_buffer_put_json(&out, in->key);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(name, sizeof name, "wirefact.error.%s", names[i]);
        wf_buffer_printf(&out, ",\"%s\":", names[i]);
        wf_buffer_put_json(&out, header_of(in, name));
    }
    wf_buffer_puts(&out, ",\"bytes\":");
    wf_buffer_put_uint(&out, in->value.len);
    wf_buffer_puts(&out, ",\"begins\":");
    wf_buffer_put_json(&out, head);
    wf_buffer_puts(&out, "}\n");
    fwrite(out.data, 1, out.len, stdout);
    wf_buffer_free(&out);
}

/* ---- sending them back ---- */

/* The value through the operator's command; false when it fails: then the letter stays a letter. */
static bool
repair(struct replay *r, struct wf_slice value, struct wf_error *err)
{
    char path[] = "/tmp/wirefact-replay-XXXXXX", chunk[4096], command[2048];
    int fd = mkstemp(path);
    bool good = fd >= 0 && (value.len == 0 || write(fd, value.data, value.len) == (ssize_t)value.len);
    FILE *out = NULL;
    size_t got;

    if (fd >= 0)
        close(fd);
    good = good && snprintf(command, sizeof command, "{ %s\n} <%s", r->repair, path) < (int)sizeof command;
    wf_buffer_clear(&r->repaired);
    if (good)
        out = popen(command, "r");
    while (out != NULL && r->repaired.len < REPAIRED_MAX && (got = fread(chunk, 1, sizeof chunk, out)) > 0)
        wf_buffer_append(&r->repaired, chunk, got);
    good = out != NULL && pclose(out) == 0 && !r->repaired.failed && r->repaired.len > 0;
    if (fd >= 0)
        unlink(path);
    if (!good)
        wf_error_set(err, WF_EIO, "--repair", 0, "the command failed or printed nothing");
    return good;
}

static int
topic_index(const struct replay *r, struct wf_slice topic)
{
    for (int i = 0; r->settings->topics[i] != NULL && i < WF_PRODUCER_TOPICS; i++)
        if (wf_slice_is(topic, r->settings->topics[i]))
            return i;
    return -1;
}

static void
keep(struct replay *r, const struct wf_input *in, const char *why)
{
    r->kept++;
    fprintf(stderr, "wirefact: %s/%" PRId32 "/%" PRId64 ": not sent back: %s\n", in->origin.topic, in->origin.partition,
        in->origin.offset, why);
}

static enum wf_status
send_back(struct replay *r, const struct wf_input *in, struct wf_error *err)
{
    struct wf_outgoing out = { .key = in->key, .value = in->value, .partition_key = WF_SLICE_NONE };
    struct wf_error why = WF_ERROR_INIT;
    int topic = topic_index(r, header_of(in, "wirefact.error.topic"));
    int64_t partition = number_of(header_of(in, "wirefact.error.partition"));
    struct wf_outgoing_header *grown;
    enum wf_status st;

    if (topic < 0 || partition < 0 || partition > INT32_MAX) {
        keep(r, in, "it does not say that it came from one of the input topics");
        return WF_OK;
    }
    if (header_of(in, "wirefact.error.value-length").data != NULL) {
        keep(r, in, "its value was too large for the dead-letter topic");
        return WF_OK;
    }
    if (r->repair != NULL) {
        if (!repair(r, in->value, &why)) {
            keep(r, in, why.text);
            return WF_OK;
        }
        out.value = (struct wf_slice){ r->repaired.data, r->repaired.len };
    }
    grown = realloc(r->headers, (in->header_count + 1) * sizeof *grown);
    if (grown == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for headers");
    r->headers = grown;
    for (unsigned i = 0; i < in->header_count; i++) {
        const char *name = in->headers[i].name.data;

        if (strncmp(name, "wirefact.error.", 15) == 0 || strncmp(name, "__connect.errors.", 17) == 0)
            continue;
        grown[out.header_count++] = (struct wf_outgoing_header){ name, in->headers[i].value };
    }
    out.headers = grown;
    out.topic = (unsigned)topic;
    out.partition = (int32_t)partition;
    st = wf_producer_send(r->producer, &out, CALL_MS, err);
    r->sent += st == WF_OK;
    return st;
}

static enum wf_status
commit(struct replay *r, struct wf_error *err)
{
    struct rd_kafka_consumer_group_metadata_s *metadata;
    enum wf_status st = WF_EAGAIN;

    if (!r->send || r->batch == 0)
        return WF_OK;
    metadata = wf_consumer_metadata(r->consumer);
    for (int i = 0; i < 6 && st == WF_EAGAIN; i++) {
        *err = (struct wf_error)WF_ERROR_INIT;
        st = wf_producer_commit(r->producer, wf_consumer_offsets(r->consumer), metadata, CALL_MS, err);
    }
    wf_consumer_metadata_free(metadata);
    if (st == WF_OK)
        wf_consumer_committed(r->consumer);
    r->batch = 0;
    return st;
}

static void
on_revoke(void *context, bool lost)
{
    struct replay *r = context;

    (void)lost;
    r->lost = true; /* only at the end is that expected */
}

static enum wf_status
take(struct replay *r, const struct wf_input *in, struct wf_error *err)
{
    enum wf_status st = WF_OK;

    if (r->send && r->batch == 0)
        st = wf_producer_begin(r->producer, err);
    r->batch++;
    if (st != WF_OK || !matches(r, in))
        return st;
    r->matched++;
    for (unsigned i = 0; i < WF_STATUS_COUNT; i++)
        r->by_reason[i] += wf_slice_is(header_of(in, "wirefact.error.reason"), wf_status_name((enum wf_status)i));
    if (r->send)
        return send_back(r, in, err);
    if (!r->count)
        show(in);
    return WF_OK;
}

static enum wf_status
read_all(struct replay *r, struct wf_error *err)
{
    enum wf_status st = WF_OK;
    enum wf_consumer_event event;
    struct wf_input in;

    while (st == WF_OK && !wf_consumer_at_end(r->consumer)) {
        st = wf_consumer_poll(r->consumer, 200, &event, &in, err);
        if (st == WF_OK && r->lost)
            st = wf_error_set(err, WF_EAGAIN, r->group, 0, "another replay with this filter took over");
        if (st == WF_OK && event == WF_CONSUMER_RECORD) {
            st = take(r, &in, err);
            wf_consumer_release(r->consumer, st == WF_OK);
        }
        if (st == WF_OK && r->batch >= BATCH)
            st = commit(r, err);
    }
    return st == WF_OK ? commit(r, err) : st;
}

static enum wf_status
connect_all(struct replay *r, struct wf_error *err)
{
    const char *topics[2] = { r->settings->dead_letters, NULL };
    struct wf_consumer_settings from = { .brokers = r->settings->brokers, .group = r->group, .client_id = "wirefact-replay",
        .topics = topics, .start = WF_CONSUMER_EARLIEST, .session_timeout_ms = 6000,
        .properties = r->settings->consumer_properties, .revoke = on_revoke, .context = r };
    struct wf_producer_settings to = { .brokers = r->settings->brokers, .transactional_id = r->group,
        .client_id = "wirefact-replay", .transaction_timeout_ms = 30000, .properties = r->settings->producer_properties };
    enum wf_status st = WF_EAGAIN;

    if (r->send) {
        for (int i = 0; r->settings->topics[i] != NULL && i < WF_PRODUCER_TOPICS; i++)
            to.topics[i] = r->settings->topics[i];
        r->producer = wf_producer_new(&to, err);
        for (int i = 0; r->producer != NULL && i < 3 && st == WF_EAGAIN; i++) {
            *err = (struct wf_error)WF_ERROR_INIT;
            st = wf_producer_prepare(r->producer, CALL_MS, err);
        }
        if (st != WF_OK)
            return err->status != WF_OK ? err->status : WF_EBROKER;
    }
    r->consumer = wf_consumer_new(&from, err);
    if (r->consumer == NULL)
        return err->status;
    st = read_all(r, err);
    if (st != WF_OK && r->producer != NULL) {
        struct wf_error ignored = WF_ERROR_INIT;

        (void)wf_producer_abort(r->producer, CALL_MS, &ignored);
    }
    return st;
}

/* ---- the command ---- */

static enum wf_status
read_filter(struct replay *r, const struct wf_arguments *args, struct wf_error *err)
{
    const char *since = args->values[WF_OPTION_SINCE], *before = args->values[WF_OPTION_BEFORE];
    char filter[600], id[WF_UUID_SIZE];
    int len;

    r->reason = args->values[WF_OPTION_REASON];
    r->key = args->values[WF_OPTION_KEY];
    r->repair = args->values[WF_OPTION_REPAIR];
    r->send = args->values[WF_OPTION_SEND] != NULL;
    r->count = args->values[WF_OPTION_COUNT_ONLY] != NULL;
    r->since = r->before = WF_DAY_NONE;
    if (r->repair != NULL && !r->send)
        return wf_error_set(err, WF_EUSAGE, "--repair", 0, "only together with --send");
    if (since != NULL && !wf_day_parse(since, strlen(since), &r->since))
        return wf_error_set(err, WF_EUSAGE, "--since", 0, "`%s` is no date like 2024-09-11", since);
    if (before != NULL && !wf_day_parse(before, strlen(before), &r->before))
        return wf_error_set(err, WF_EUSAGE, "--before", 0, "`%s` is no date like 2024-09-11", before);
    if (r->settings->dead_letters == NULL)
        return wf_error_set(err, WF_ECONFIG, "output.dead_letters", 0, "there is no dead-letter topic");
    len = snprintf(filter, sizeof filter, "%s\t%s\t%d\t%d", r->reason == NULL ? "" : r->reason,
        r->key == NULL ? "" : r->key, (int)r->since, (int)r->before);
    wf_uuid_of(filter, len < (int)sizeof filter ? (size_t)len : sizeof filter - 1, id);
    /* looking must not move what sending has done */
    snprintf(r->group, sizeof r->group, "%.200s-%s-%.8s", r->settings->group, r->send ? "replay" : "replay-look", id);
    return WF_OK;
}

int
wf_cmd_replay(const struct wf_arguments *args)
{
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    struct replay r = { 0 };
    int code = wf_settings_load(&settings, args);

    if (code != WF_EXIT_OK)
        return code;
    r.settings = &settings.run;
    code = wf_settings_check(&settings);
    if (code != WF_EXIT_OK)
        goto done;
    if (read_filter(&r, args, &err) != WF_OK || connect_all(&r, &err) != WF_OK) {
        code = wf_fail(&err);
        goto done;
    }
    for (unsigned i = 0; r.count && i < WF_STATUS_COUNT; i++)
        if (r.by_reason[i] > 0)
            printf("%s\t%" PRIu64 "\n", wf_status_name((enum wf_status)i), r.by_reason[i]);
    if (r.send)
        fprintf(stderr, "replay: %" PRIu64 " matched, %" PRIu64 " sent back, %" PRIu64 " left\n", r.matched, r.sent, r.kept);
    code = r.kept > 0 ? (int)WF_EXIT_DOCUMENTS : WF_EXIT_OK;
done:
    wf_consumer_free(r.consumer);
    wf_producer_free(r.producer);
    wf_buffer_free(&r.repaired);
    free(r.headers);
    wf_settings_free(&settings);
    return code;
}
