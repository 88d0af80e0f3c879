/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every message that a running worker logs, with its cause and what to do about it. A message cannot be logged without
 * a row here; docs/messages.md is made from the table.
 */
#ifndef WF_MESSAGE_H
#define WF_MESSAGE_H

#include "document/buffer.h"

enum wf_log_level { WF_LOG_ERROR, WF_LOG_WARNING, WF_LOG_INFO, WF_LOG_DEBUG };

/* X(NAME, code, level, cause, remedy) */
#define WF_MESSAGE_MAP(X)                                                                                     \
    X(STARTED, "started", INFO, "The worker begins, in this group and under this name.",                     \
        "Nothing. Not followed by `assigned`, the group has more members than partitions or does not answer.") \
    X(ASSIGNED, "assigned", INFO, "The group gave a lane these partitions.",                                  \
        "Nothing. Many of them in a short time mean that members come and go: see `kafka` messages and restarts.") \
    X(DRAINING, "draining", INFO, "TERM or INT came: open transactions are finished, then the worker leaves.", \
        "Nothing.")                                                                                           \
    X(STOPPED, "stopped", INFO, "The worker left, and everything it had begun is committed.", "Nothing.")     \
    X(FAILED, "failed", ERROR, "The worker leaves with an exit code that is not 0; the text says why.",       \
        "See the exit codes in operating.md: some are worth a restart, others need a change first.")          \
    X(CONFIGURATION, "configuration", ERROR, "The configuration, or a file that it names, is wrong; the worker does not start.", \
        "Mend the place that is named. `wirefact check -c FILE` shows all errors at once.")                   \
    X(LEFT_AT_ONCE, "left-at-once", WARNING,                                                                  \
        "A second signal came, or draining took longer than `worker.drain_timeout`; the open transaction is aborted.", \
        "Nothing is lost, the documents are read again. When it comes often: brokers are slow, or `worker.drain_timeout` is short.") \
    X(DOCUMENT_STUCK, "document-stuck", ERROR,                                                                \
        "One document took longer than `worker.document_timeout`; the worker leaves with code 9.",            \
        "With `worker.state_path` the document is dead-lettered after `worker.poison_tries` starts. Report it: extraction is meant to be linear.") \
    X(DEAD_LETTER, "dead-letter", WARNING, "A document could not be processed and is on the dead-letter topic.", \
        "Its reason is among those below. Mend the sender or the limit, then `wirefact replay --send`.")      \
    X(ABORTING, "aborting", WARNING, "The open transaction cannot be committed; its documents are read again.", \
        "Nothing when it is rare: rebalances and broker restarts do this. When it repeats, the text names the broker's error.") \
    X(REBUILDING, "rebuilding", WARNING, "The producer is of no more use (fenced, out of sequence, outcome of a commit unknown); a new one is made.", \
        "Nothing when it is rare. With fencing: give each worker its own `worker.instance`.")                 \
    X(REJOINING, "rejoining", WARNING, "Another member of the group took this one's place; it joins again, `worker.max_fences` times in a row at most.", \
        "Nothing after a broker was lost: the group knew an earlier start of this worker. Else give each worker its own `worker.instance`.") \
    X(PRODUCER_FAILED, "producer-failed", WARNING, "A new producer could not be made yet; it is tried again, at most `worker.max_rebuilds` times.", \
        "See whether the brokers answer, and the rights on the transactional id: `wirefact check -c FILE --connect`.") \
    X(ABORT_FAILED, "abort-failed", WARNING, "A transaction could not be aborted; a new producer will end it.", \
        "Nothing; look at the brokers when it repeats.")                                                      \
    X(KAFKA, "kafka", INFO, "librdkafka, the Kafka client, reports something about its connections; its level is passed on.", \
        "`Connection refused` and `Disconnected` heal when the broker is back. Authentication and TLS errors do not: see `kafka:` in the configuration.") \
    X(RELOADED, "reloaded", INFO, "New rules, word lists and limits are in force between transactions; the digest names them.", "Nothing.") \
    X(RELOAD_REFUSED, "reload-refused", ERROR, "The new rules, word lists or configuration have errors; the old ones stay in force.", \
        "Mend what the text names (`wirefact check -c FILE` shows all of it) and reload again.")              \
    X(RELOAD_RESTART, "reload-restart", WARNING, "The option that is named changed in the file, but only takes effect at a start.", \
        "Restart the worker when it suits; until then the old value is in force.")                           \
    X(FILES_CHANGED, "files-changed", INFO, "Files of the configuration changed (`extractors.watch`); they are loaded now.", \
        "Nothing.")                                                                                           \
    X(HTTP_OFF, "http-off", WARNING, "The default address of the status page is taken by somebody else; this worker runs without.", \
        "Give each worker on a machine an `http.listen` of its own.")                                         \
    X(NOTIFY_FAILED, "notify-failed", WARNING, "The service manager could not be told that the worker runs.", \
        "See `NotifyAccess` and the address in $NOTIFY_SOCKET; systemd would take the worker for dead.")

enum wf_message {
#define WF_MESSAGE_ENUM(name, code, level, cause, remedy) WF_MESSAGE_##name,
    WF_MESSAGE_MAP(WF_MESSAGE_ENUM)
#undef WF_MESSAGE_ENUM
        WF_MESSAGE_COUNT
};

/* "dead-letter": stable, for filters and alerts. */
const char *wf_message_code(enum wf_message message);

/* The level it is logged at unless the caller says another. */
enum wf_log_level wf_message_level(enum wf_message message);

/* "error", "warning", "info", "debug". */
const char *wf_log_level_name(enum wf_log_level level);

/* The reference in Markdown: messages, and the reasons of dead letters. */
void wf_message_reference(struct wf_buffer *out);

#endif
