/* SPDX-License-Identifier: Apache-2.0 */
#include "document/status.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    const char *message;
    enum wf_action action;
} statuses[] = {
#define WF_STATUS_ROW(name, action, message) { #name, message, WF_ACTION_##action },
    WF_STATUS_MAP(WF_STATUS_ROW)
#undef WF_STATUS_ROW
};

const char *
wf_status_name(enum wf_status status)
{
    return (unsigned)status < WF_STATUS_COUNT ? statuses[status].name : "?";
}

const char *
wf_status_message(enum wf_status status)
{
    return (unsigned)status < WF_STATUS_COUNT ? statuses[status].message : "unknown status";
}

enum wf_action
wf_status_action(enum wf_status status)
{
    return (unsigned)status < WF_STATUS_COUNT ? statuses[status].action : WF_ACTION_STOP;
}

static void
fill(struct wf_error *err, enum wf_status status, const char *source, int line, int column,
    const char *format, va_list args)
{
    if (err == NULL || err->status != WF_OK)
        return;
    err->status = status;
    err->line = line;
    err->column = column;
    (void)snprintf(err->source, sizeof err->source, "%s", source == NULL ? "" : source);
    (void)vsnprintf(err->text, sizeof err->text, format, args);
}

enum wf_status
wf_error_set(struct wf_error *err, enum wf_status status, const char *source, int line,
    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, status, source, line, 0, format, args);
    va_end(args);
    return status;
}

enum wf_status
wf_error_at(struct wf_error *err, enum wf_status status, const char *source, int line, int column,
    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, status, source, line, column, format, args);
    va_end(args);
    return status;
}

const char *
wf_error_print(const struct wf_error *err, char *out, unsigned long size)
{
    char place[300];

    if (err->source[0] == '\0')
        place[0] = '\0';
    else if (err->line == 0)
        (void)snprintf(place, sizeof place, "%s: ", err->source);
    else if (err->column == 0)
        (void)snprintf(place, sizeof place, "%s:%d: ", err->source, err->line);
    else
        (void)snprintf(place, sizeof place, "%s:%d:%d: ", err->source, err->line, err->column);
    (void)snprintf(out, size, "%s%s", place,
        err->text[0] == '\0' ? wf_status_message(err->status) : err->text);
    return out;
}
