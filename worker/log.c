/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/log.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "document/buffer.h"

#define WINDOW_MS 60000
#define PER_TEXT 5
#define PER_MESSAGE 60

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
wf_log_print(struct wf_buffer *out, bool json, int64_t milliseconds, enum wf_message message, enum wf_log_level level,
    const char *text, unsigned dropped)
{
    wf_buffer_puts(out, json ? "{\"time\":\"" : "time=");
    put_time(out, milliseconds);
    wf_buffer_printf(out, json ? "\",\"level\":\"%s\",\"code\":\"%s\",\"message\":" : " level=%s code=%s msg=",
        wf_log_level_name(level), wf_message_code(message));
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

/* False when this one is over `most` a window; *dropped grows by what was left out before it. */
static bool
admit(struct wf_log_kind *k, uint64_t kind, int64_t now, unsigned most, unsigned *dropped)
{
    if (k->kind != kind || now - k->window >= WINDOW_MS) {
        *dropped += k->kind == kind ? k->dropped : 0;
        *k = (struct wf_log_kind){ kind, now, 1, 0 };
        return true;
    }
    if (k->written < most) {
        k->written++;
        return true;
    }
    k->dropped++;
    return false;
}

void
wf_log_write(void *context, enum wf_message message, enum wf_log_level level, const char *text)
{
    struct wf_log *log = context;
    struct wf_buffer line = WF_BUFFER_INIT;
    struct timespec t;
    uint64_t kind = kind_of(level, text);
    unsigned dropped = 0;
    int64_t now;

    if (level > log->least)
        return;
    clock_gettime(CLOCK_REALTIME, &t);
    now = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    pthread_mutex_lock(&log->lock);
    if (admit(&log->kinds[kind % WF_LOG_KINDS], kind, now, PER_TEXT, &dropped)
        && admit(&log->messages[message], 1, now, PER_MESSAGE, &dropped)) {
        wf_log_print(&line, log->json, now, message, level, text, dropped);
        /* one write a line, so that lines of several processes do not mix; a full disk must not stop the worker */
        if (!line.failed && write(log->descriptor, line.data, line.len) < 0)
            dropped = 0;
    }
    pthread_mutex_unlock(&log->lock);
    wf_buffer_free(&line);
}
