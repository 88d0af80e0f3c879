/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/stream.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <microhttpd.h>

#define LIFETIME_TICKS 900 /* of a second: nobody holds a connection for ever */

struct client {
    wf_streams *streams;
    struct client *next;
    struct MHD_Connection *connection;
    bool suspended;        /* waits for the next tick */
    uint64_t last, end;    /* tick of the last message, and the one that ends the stream */
    uint64_t seen;
    struct wf_buffer text; /* the message, of which `sent` bytes are gone */
    size_t sent;
};

struct wf_streams {
    wf_stream_fill *fill;
    void *context;
    unsigned most;
    pthread_t ticker;
    pthread_mutex_t lock; /* over what follows, and `suspended` of all clients */
    pthread_cond_t wake;
    bool closing;
    uint64_t tick;
    unsigned count;
    struct client *clients;
};

/* Every waiting client is let go on: the server's thread then asks it for bytes. */
static void
let_go(wf_streams *s)
{
    s->tick++;
    for (struct client *c = s->clients; c != NULL; c = c->next) {
        if (c->suspended)
            MHD_resume_connection(c->connection);
        c->suspended = false;
    }
}

static void *
tick(void *argument)
{
    wf_streams *s = argument;
    struct timespec next;

    clock_gettime(CLOCK_MONOTONIC, &next);
    pthread_mutex_lock(&s->lock);
    while (!s->closing) {
        next.tv_sec++;
        while (!s->closing && pthread_cond_timedwait(&s->wake, &s->lock, &next) == 0)
            continue;
        let_go(s);
    }
    let_go(s); /* to their end */
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

wf_streams *
wf_streams_new(unsigned most, wf_stream_fill *fill, void *context)
{
    wf_streams *s = calloc(1, sizeof *s);
    pthread_condattr_t attributes;

    if (s == NULL)
        return NULL;
    s->fill = fill;
    s->context = context;
    s->most = most;
    s->tick = 1;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&s->ticker, NULL, tick, s) != 0) {
        pthread_cond_destroy(&s->wake);
        pthread_mutex_destroy(&s->lock);
        free(s);
        return NULL;
    }
    return s;
}

void
wf_streams_close(wf_streams *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    s->closing = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->ticker, NULL);
}

void
wf_streams_free(wf_streams *s)
{
    if (s == NULL)
        return;
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

unsigned
wf_streams_count(wf_streams *s)
{
    unsigned count;

    pthread_mutex_lock(&s->lock);
    count = s->count;
    pthread_mutex_unlock(&s->lock);
    return count;
}

/* The next message into an empty buffer. */
static bool
compose(struct client *c)
{
    wf_buffer_clear(&c->text);
    c->sent = 0;
    wf_buffer_puts(&c->text, "data: ");
    c->streams->fill(c->streams->context, &c->seen, &c->text);
    wf_buffer_puts(&c->text, "\n\n");
    return !c->text.failed;
}

/* The server's thread asks for bytes: what is left of the message, the next one, or nothing before the next tick. */
static ssize_t
read_client(void *context, uint64_t position, char *out, size_t max)
{
    struct client *c = context;
    wf_streams *s = c->streams;
    bool due, over;
    size_t n;

    (void)position;
    if (c->sent == c->text.len) {
        pthread_mutex_lock(&s->lock);
        over = s->closing || s->tick >= c->end;
        due = s->tick > c->last;
        if (!over && !due) {
            c->suspended = true;
            MHD_suspend_connection(c->connection);
        }
        c->last = s->tick;
        pthread_mutex_unlock(&s->lock);
        if (over)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (!due)
            return 0;
        if (!compose(c))
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    n = c->text.len - c->sent < max ? c->text.len - c->sent : max;
    memcpy(out, c->text.data + c->sent, n);
    c->sent += n;
    return (ssize_t)n;
}

static void
free_client(void *context)
{
    struct client *c = context, **at;

    pthread_mutex_lock(&c->streams->lock);
    for (at = &c->streams->clients; *at != c;)
        at = &(*at)->next;
    *at = c->next;
    c->streams->count--;
    pthread_mutex_unlock(&c->streams->lock);
    wf_buffer_free(&c->text);
    free(c);
}

struct MHD_Response *
wf_streams_open(wf_streams *s, struct MHD_Connection *connection)
{
    struct client *c = calloc(1, sizeof *c);
    struct MHD_Response *response = NULL;

    if (c == NULL)
        return NULL;
    c->streams = s;
    c->connection = connection;
    pthread_mutex_lock(&s->lock);
    if (s->count >= s->most || s->closing) {
        pthread_mutex_unlock(&s->lock);
        free(c);
        return NULL;
    }
    s->count++;
    c->last = s->tick - 1; /* the first message at once */
    c->end = s->tick + LIFETIME_TICKS;
    c->next = s->clients;
    s->clients = c;
    pthread_mutex_unlock(&s->lock);
    response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_client, c, free_client);
    if (response == NULL)
        free_client(c);
    return response;
}
