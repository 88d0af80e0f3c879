/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/log.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "document/buffer.h"

#define WINDOW_MS 60000
#define PER_WINDOW 5

static const char *const names[] = { "error", "warning", "info", "debug" };

void
wf_log_init(struct wf_log *log, int descriptor, enum wf_log_level least, int format)
{
    memset(log, 0, sizeof *log);
    log->least = least;
    log->descriptor = descriptor;
    log->json = format == 2 || (format == 0 && isatty(descriptor) == 0);
    pthread_mutex_init(&log->lock, NULL);
}

/* RFC 3339, UTC, milliseconds. */
static void
put_time(struct wf_buffer *out, int64_t milliseconds)
{
    time_t seconds = (time_t)(milliseconds / 1000);
    struct tm utc;

    gmtime_r(&seconds, &utc);
    wf_buffer_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
        utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(milliseconds % 1000));
}

void
wf_log_print(struct wf_buffer *out, bool json, int64_t milliseconds, enum wf_log_level level, const char *text,
    unsigned dropped)
{
    wf_buffer_puts(out, json ? "{\"time\":\"" : "time=");
    put_time(out, milliseconds);
    wf_buffer_printf(out, json ? "\",\"level\":\"%s\",\"message\":" : " level=%s msg=", names[level]);
    wf_buffer_put_json(out, wf_slice_of(text)); /* logfmt quotes the same way */
    if (dropped > 0)
        wf_buffer_printf(out, json ? ",\"left_out\":%u" : " left_out=%u", dropped);
    wf_buffer_puts(out, json ? "}\n" : "\n");
}

/* FNV-1a over the text without digits: "offset 17" and "offset 18" are one kind of message. */
static uint64_t
kind_of(enum wf_log_level level, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)level;

    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9')
            continue;
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

/* False when this one is to be left out; *dropped is what was left out before it. */
static bool
may_write(struct wf_log *log, int64_t now, enum wf_log_level level, const char *text, unsigned *dropped)
{
    uint64_t kind = kind_of(level, text);
    size_t slot = kind % WF_LOG_KINDS;

    if (log->kinds[slot].kind != kind || now - log->kinds[slot].window >= WINDOW_MS) {
        *dropped = log->kinds[slot].kind == kind ? log->kinds[slot].dropped : 0;
        log->kinds[slot].kind = kind;
        log->kinds[slot].window = now;
        log->kinds[slot].written = 1;
        log->kinds[slot].dropped = 0;
        return true;
    }
    if (log->kinds[slot].written < PER_WINDOW) {
        log->kinds[slot].written++;
        return true;
    }
    log->kinds[slot].dropped++;
    return false;
}

void
wf_log_write(void *context, enum wf_log_level level, const char *text)
{
    struct wf_log *log = context;
    struct wf_buffer line = WF_BUFFER_INIT;
    struct timespec t;
    unsigned dropped = 0;
    int64_t now;

    if (level > log->least)
        return;
    clock_gettime(CLOCK_REALTIME, &t);
    now = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    pthread_mutex_lock(&log->lock);
    if (may_write(log, now, level, text, &dropped)) {
        wf_log_print(&line, log->json, now, level, text, dropped);
        /* one write a line, so that lines of several processes do not mix; a full disk must not stop the worker */
        if (!line.failed && write(log->descriptor, line.data, line.len) < 0)
            dropped = 0;
    }
    pthread_mutex_unlock(&log->lock);
    wf_buffer_free(&line);
}
