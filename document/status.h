/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Status codes and error messages. Every function that can fail returns an enum wf_status, or NULL with
 * a struct wf_error filled. The table below is the only list of codes: it also says what the caller does
 * with a failure, so that a new code cannot be added without deciding that.
 */
#ifndef WF_STATUS_H
#define WF_STATUS_H

/* What the caller does about a status. */
enum wf_action {
    WF_ACTION_NONE,        /* not a failure */
    WF_ACTION_DEAD_LETTER, /* the document is at fault: publish it whole on the dead-letter topic */
    WF_ACTION_RETRY,       /* repeat the same call */
    WF_ACTION_ABORT,       /* abort the transaction and rewind to the committed offsets */
    WF_ACTION_REBUILD,     /* make a new producer, then rewind */
    WF_ACTION_STOP         /* tell the operator and leave */
};

/* X(name, action, message) */
#define WF_STATUS_MAP(X)                                              \
    X(OK, NONE, "success")                                            \
    X(EFORMAT, DEAD_LETTER, "not in the expected format")             \
    X(EUTF8, DEAD_LETTER, "not valid UTF-8")                          \
    X(ELIMIT, DEAD_LETTER, "over a configured limit")                 \
    X(ETIMEOUT, DEAD_LETTER, "over the time or step budget")          \
    X(ESUPPORT, DEAD_LETTER, "format or encoding not supported")      \
    X(EPOISON, DEAD_LETTER, "the document stopped the worker before") \
    X(EAGAIN, RETRY, "not now")                                       \
    X(EABORT, ABORT, "the transaction must be aborted")               \
    X(EREBUILD, REBUILD, "the producer must be rebuilt")              \
    X(ENOMEM, STOP, "no memory")                                      \
    X(EIO, STOP, "input or output failed")                            \
    X(EUSAGE, STOP, "wrong use of the command line")                  \
    X(ECONFIG, STOP, "wrong configuration")                           \
    X(EDATA, STOP, "wrong data file, rule or model")                  \
    X(EABI, STOP, "plug-in made for another version")                 \
    X(EBROKER, STOP, "the broker refused for good")                   \
    X(EINTERNAL, STOP, "internal error")

enum wf_status {
#define WF_STATUS_ENUM(name, action, message) WF_##name,
    WF_STATUS_MAP(WF_STATUS_ENUM)
#undef WF_STATUS_ENUM
        WF_STATUS_COUNT
};

/* The first error wins; place and text are kept in fixed buffers, cut where too long. */
struct wf_error {
    enum wf_status status; /* WF_OK while nothing was set */
    int line;              /* 1-based, 0 where there is none */
    int column;            /* 1-based, 0 where there is none */
    char source[256];      /* file, option, topic/partition/offset or JSON path; may be empty */
    char text[768];        /* what is wrong, and what would be right */
};

#define WF_ERROR_INIT { WF_OK, 0, 0, "", "" }

/* "EFORMAT" and so on; never NULL. */
const char *wf_status_name(enum wf_status status);

/* The general sentence of the table above; never NULL. */
const char *wf_status_message(enum wf_status status);

enum wf_action wf_status_action(enum wf_status status);

/*
 * Fill *err unless it holds an error already, and return `status` for a tail call. `err` may be NULL;
 * `source` may be NULL; `line` and `column` are 0 where unknown.
 */
enum wf_status wf_error_set(struct wf_error *err, enum wf_status status, const char *source, int line,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
enum wf_status wf_error_at(struct wf_error *err, enum wf_status status, const char *source, int line,
    int column, const char *format, ...) __attribute__((format(printf, 6, 7)));

/*
 * Write "source:line:column: text" (parts that are unknown left out) into out[size], always terminated.
 * Returns `out`.
 */
const char *wf_error_print(const struct wf_error *err, char *out, unsigned long size);

#endif
