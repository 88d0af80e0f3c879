/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <librdkafka/rdkafka.h>
#include <microhttpd.h>

#include "worker/command.h"
#include "worker/lane.h"
#include "worker/stream.h"

#define PARTITIONS 4096

static const char page[] =
#include "status_html.inc"
    ;

struct wf_http {
    const struct wf_config *config;
    wf_runner *runner;
    wf_recent *recent;
    wf_streams *streams;
    struct MHD_Daemon *daemon;
    int64_t started;
    pthread_mutex_t lock; /* over what follows */
    char digest[80];
    uint64_t reloads, failed_reloads;
};

/* A copy of what reloads change, so that no lock is held while something is printed. */
static void
fill_info(struct wf_http *http, char digest[80], struct wf_metrics_info *info)
{
    pthread_mutex_lock(&http->lock);
    memcpy(digest, http->digest, sizeof http->digest);
    *info = (struct wf_metrics_info){ wf_version(), rd_kafka_version_str(), digest, http->config->input.group,
        http->started, http->reloads, http->failed_reloads, wf_streams_count(http->streams) };
    pthread_mutex_unlock(&http->lock);
}

/* The overview; facts and dead letters after *seen. */
static void
put_overview(void *context, uint64_t *seen, struct wf_buffer *out)
{
    wf_http *http = context;
    struct wf_run_partition *partitions = calloc(PARTITIONS, sizeof *partitions);
    struct wf_measured *measured = malloc(sizeof *measured);
    struct wf_run_snapshot snapshot;
    struct wf_metrics_info info;
    char digest[80];

    fill_info(http, digest, &info);
    wf_recent_want(http->recent, wf_monotonic_ms());
    wf_run_snapshot(http->runner, partitions, partitions == NULL ? 0 : PARTITIONS, &snapshot);
    if (measured != NULL) {
        wf_run_measured(http->runner, measured);
        wf_overview_print(out, &snapshot, measured, &info, http->recent, seen);
    } else {
        out->failed = true;
    }
    free(partitions);
    free(measured);
}

static void
put_version(struct wf_buffer *out, const struct wf_metrics_info *info)
{
    wf_buffer_puts(out, "{\"name\":\"wirefact\",\"version\":");
    wf_buffer_put_json(out, wf_slice_of(info->version));
    wf_buffer_puts(out, ",\"librdkafka\":");
    wf_buffer_put_json(out, wf_slice_of(info->kafka));
    wf_buffer_puts(out, ",\"rules\":");
    wf_buffer_put_json(out, wf_slice_of(info->digest));
    wf_buffer_puts(out, "}\n");
}

struct answer {
    unsigned code;
    const char *type;
    struct wf_buffer body;
};

/* The health of the worker as a code for probes and a word for people. */
static void
health(struct answer *a, bool good, const char *yes, const char *no)
{
    a->code = good ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE;
    wf_buffer_puts(&a->body, good ? yes : no);
}

static void
respond(struct wf_http *http, const char *url, const char *accept, struct answer *a)
{
    struct wf_run_partition *partitions = NULL; /* only metrics show them here */
    struct wf_run_snapshot snapshot;
    struct wf_metrics_info info;
    uint64_t seen = 0;
    char digest[80];

    fill_info(http, digest, &info);
    if (strcmp(url, "/metrics") == 0)
        partitions = calloc(PARTITIONS, sizeof *partitions);
    wf_run_snapshot(http->runner, partitions, partitions == NULL ? 0 : PARTITIONS, &snapshot);
    if (strcmp(url, "/metrics") == 0) {
        struct wf_measured *measured = malloc(sizeof *measured);
        bool open = wf_metrics_wants_open(accept);

        if (measured == NULL) {
            a->body.failed = true;
            goto done;
        }
        wf_run_measured(http->runner, measured);
        a->type = open ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                       : "text/plain; version=0.0.4; charset=utf-8";
        wf_metrics_write(&a->body, &snapshot, measured, &info, open);
        free(measured);
    } else if (strcmp(url, "/status.json") == 0) {
        a->type = "application/json";
        put_overview(http, &seen, &a->body);
        wf_buffer_putc(&a->body, '\n');
    } else if (strcmp(url, "/livez") == 0) {
        health(a, snapshot.alive, "alive\n", "no progress\n");
    } else if (strcmp(url, "/readyz") == 0) {
        health(a, snapshot.ready, "ready\n", snapshot.connected ? "not ready: not yet a member of the group, or no producer\n"
                                                              : "not ready: no broker answers\n");
    } else if (strcmp(url, "/version") == 0) {
        a->type = "application/json";
        put_version(&a->body, &info);
    } else if (strcmp(url, "/config") == 0) {
        wf_config_print(http->config, &a->body);
    } else if (strcmp(url, "/") == 0) {
        a->type = "text/html; charset=utf-8";
        wf_buffer_puts(&a->body, page);
    } else {
        a->code = MHD_HTTP_NOT_FOUND;
        wf_buffer_puts(&a->body, "not here; there are / /metrics /livez /readyz /version /config /status.json /events\n");
    }
done:
    free(partitions);
}

/* Headers that all answers have, and the end of it. */
static enum MHD_Result
finish(struct MHD_Connection *connection, struct MHD_Response *response, unsigned code, const char *type)
{
    enum MHD_Result result;

    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    if (code == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    if (code == MHD_HTTP_SERVICE_UNAVAILABLE)
        MHD_add_response_header(response, "Retry-After", "5");
    MHD_add_response_header(response, "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    result = MHD_queue_response(connection, code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **state)
{
    struct answer a = { MHD_HTTP_OK, "text/plain; charset=utf-8", WF_BUFFER_INIT };
    struct MHD_Response *response;
    static int seen;

    (void)version;
    (void)upload;
    if (*state == NULL) { /* the first call is before the body; nothing here takes one */
        *state = &seen;
        return MHD_YES;
    }
    if (*upload_size != 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        a.code = MHD_HTTP_METHOD_NOT_ALLOWED;
        wf_buffer_puts(&a.body, "only GET\n");
    } else if (strcmp(url, "/events") == 0 && strcmp(method, "GET") == 0) {
        response = wf_streams_open(((wf_http *)context)->streams, connection);
        if (response != NULL)
            return finish(connection, response, MHD_HTTP_OK, "text/event-stream");
        a.code = MHD_HTTP_SERVICE_UNAVAILABLE;
        wf_buffer_puts(&a.body, "too many status pages are followed (http.streams); /status.json has the same once\n");
    } else {
        respond(context, url, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept"), &a);
    }
    if (a.body.failed) {
        wf_buffer_free(&a.body);
        return MHD_NO;
    }
    response = MHD_create_response_from_buffer(a.body.len, a.body.data, MHD_RESPMEM_MUST_COPY);
    wf_buffer_free(&a.body);
    if (response == NULL)
        return MHD_NO;
    return finish(connection, response, a.code, a.type);
}

/* "127.0.0.1:9644", "[::1]:9644", ":9644"; numbers only, so that no name server is asked. */
static struct addrinfo *
parse_address(const char *text, struct wf_error *err)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    const char *colon = strrchr(text, ':'), *host = text;
    char name[64] = "";
    size_t len = colon == NULL ? 0 : (size_t)(colon - text);

    if (len > 1 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    }
    if (colon != NULL && len < sizeof name && colon[1] != '\0') {
        memcpy(name, host, len);
        name[len] = '\0';
        if (strcmp(name, "localhost") == 0)
            memcpy(name, "127.0.0.1", 10);
        if (getaddrinfo(name[0] == '\0' ? NULL : name, colon + 1, &hints, &found) == 0)
            return found;
    }
    (void)wf_error_set(err, WF_ECONFIG, NULL, 0,
        "http.listen: `%s` is no address; write 127.0.0.1:9644, [::1]:9644 or, for all interfaces, 0.0.0.0:9644", text);
    return NULL;
}

enum wf_status
wf_http_check_address(const char *listen, struct wf_error *err)
{
    struct addrinfo *address = parse_address(listen, err);

    if (address == NULL)
        return WF_ECONFIG;
    freeaddrinfo(address);
    return WF_OK;
}

wf_http *
wf_http_start(const struct wf_config *config, wf_runner *runner, wf_recent *recent, const char *digest,
    struct wf_error *err)
{
    struct addrinfo *address = parse_address(config->http.listen, err);
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | MHD_ALLOW_SUSPEND_RESUME;
    int64_t streams = config->http.streams < config->http.connections / 2 ? config->http.streams : config->http.connections / 2;
    struct timespec now;
    wf_http *http = NULL;

    if (address == NULL)
        return NULL;
    http = calloc(1, sizeof *http);
    if (http == NULL) {
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the web server");
        goto done;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    http->config = config;
    http->runner = runner;
    http->recent = recent;
    http->started = now.tv_sec;
    pthread_mutex_init(&http->lock, NULL);
    strncpy(http->digest, digest, sizeof http->digest - 1);
    http->streams = wf_streams_new((unsigned)streams, put_overview, http);
    if (http->streams == NULL) {
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the web server");
        wf_http_stop(http);
        http = NULL;
        goto done;
    }
    if (address->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    http->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, http, MHD_OPTION_SOCK_ADDR, address->ai_addr,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->http.connections, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)(config->http.timeout / 1000), MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
        MHD_OPTION_END);
    if (http->daemon == NULL) {
        (void)wf_error_set(err, WF_EIO, NULL, 0, "http.listen: cannot listen on %s: %s", config->http.listen,
            errno != 0 ? strerror(errno) : "taken?");
        wf_http_stop(http);
        http = NULL;
    }
done:
    freeaddrinfo(address);
    return http;
}

void
wf_http_stop(wf_http *http)
{
    if (http == NULL)
        return;
    wf_streams_close(http->streams);
    if (http->daemon != NULL)
        MHD_stop_daemon(http->daemon);
    wf_streams_free(http->streams);
    pthread_mutex_destroy(&http->lock);
    free(http);
}

void
wf_http_reloaded(wf_http *http, const char *digest)
{
    if (http == NULL)
        return;
    pthread_mutex_lock(&http->lock);
    if (digest == NULL) {
        http->failed_reloads++;
    } else {
        http->reloads++;
        memset(http->digest, 0, sizeof http->digest);
        strncpy(http->digest, digest, sizeof http->digest - 1);
    }
    pthread_mutex_unlock(&http->lock);
}

unsigned
wf_http_port(const wf_http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info == NULL ? 0 : info->port;
}
