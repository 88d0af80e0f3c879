/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker itself: lanes that consume, process and produce until they are told to stop. This is a plain
 * struct of settings in, counters and an exit code out; where the settings come from is not known here.
 *
 * Every document ends in exactly one of three ways, and consumed = emitted + filtered + dead_lettered holds
 * for what is committed, whatever crashes.
 */
#ifndef WF_RUN_H
#define WF_RUN_H

#include <stdint.h>

#include "config/property.h"
#include "worker/measure.h"
#include "worker/message.h"
#include "worker/pipeline.h"
#include "worker/recent.h"

/* Exit codes of `wirefact run`. X(name, code, meaning) */
#define WF_EXIT_MAP(X)                                                                       \
    X(OK, 0, "everything read was published and committed")                                  \
    X(FAILURE, 1, "internal error, no memory, or input or output failed")                    \
    X(USAGE, 2, "wrong use of the command line")                                             \
    X(CONFIG, 3, "wrong configuration")                                                      \
    X(DATA, 4, "wrong data file, rule or model")                                             \
    X(BROKER, 5, "the broker refused for good: rights, missing topic, offset out of range")  \
    X(FENCED, 6, "another worker uses the same instance")                                    \
    X(GAVE_UP, 7, "a budget of retries is used up; starting again may help")                 \
    X(FORCED, 8, "left at once or after the drain time-out: the open transaction is aborted") \
    X(STUCK, 9, "a document took longer than worker.document_timeout; it counts as a crash")

enum wf_exit {
#define WF_EXIT_ENUM(name, code, meaning) WF_EXIT_##name = (code),
    WF_EXIT_MAP(WF_EXIT_ENUM)
#undef WF_EXIT_ENUM
};

enum wf_delivery {
    WF_DELIVERY_EXACTLY_ONCE, /* facts, dead letters and offsets in one transaction */
    WF_DELIVERY_AT_LEAST_ONCE /* facts first, offsets afterwards: a crash repeats documents, loses none */
};

/* Where a group without committed offsets begins. */
enum wf_start { WF_START_EARLIEST, WF_START_LATEST, WF_START_ERROR };

/* All strings and lists are borrowed until wf_runner_free. */
struct wf_run_settings {
    const char *brokers;               /* host:port,... */
    const char *group;                 /* consumer group */
    const char *const *topics;         /* input, NULL-terminated */
    const char *outputs[WF_RECORD_LAYER_COUNT]; /* topic of a layer, by enum wf_record_layer; NULL: not published */
    const char *dead_letters;          /* topic; NULL: a bad document stops the worker */

    enum wf_delivery delivery;
    enum wf_start start;
    unsigned lanes;                    /* 0: 1; at most 64 */

    /*
     * Stable name of this worker within the group. Set: static membership (each lane is the member
     * "instance-lane") and the transactional ids "prefix-instance-lane". NULL: dynamic membership, and the
     * name is taken from the host and the first free slot of state_path.
     */
    const char *instance;
    const char *transactional_id;      /* prefix; NULL: the group */
    const char *source;                /* ce_source; NULL: "/wirefact" */

    /* A transaction ends at the first of these; 0: default */
    unsigned batch_documents;          /* 200 */
    size_t batch_bytes;                /* 8 MiB of records */
    unsigned batch_ms;                 /* 100 */

    unsigned transaction_timeout_ms;   /* 0: 30000; brokers abort a transaction that is open longer */
    unsigned session_timeout_ms;       /* 0: librdkafka's */
    unsigned document_timeout_ms;      /* 0: 60000; a document that takes longer makes the worker leave (STUCK) */
    unsigned drain_timeout_ms;         /* 0: 10000; after SIGTERM */
    unsigned queue_kbytes;             /* 0: 16384; consumer's prefetch a lane */

    /* Budgets: how often in a row, without a commit in between; 0: default */
    unsigned max_aborts;               /* 20 */
    unsigned max_rebuilds;             /* 10 */
    unsigned max_fences;               /* 3: rebuilds because another producer took the transactional id */
    unsigned retry_ms;                 /* 60000: how long one call is repeated before the producer is rebuilt */
    unsigned poison_tries;             /* 3: crashes in one document before it is dead-lettered */

    const struct wf_property *consumer_properties; /* librdkafka's, ended by a NULL name; NULL for none */
    const struct wf_property *producer_properties;
    unsigned mock_brokers;             /* more than 0: librdkafka's mock cluster in this process, for demo and tests */

    const char *state_path;            /* folder for crash markers, made when missing; NULL: none are kept */
    bool until_end;                    /* leave with OK when all partitions assigned are read to their end */
    bool signals;                      /* TERM and INT drain, a second one leaves at once, HUP reloads */

    struct wf_pipeline_settings pipeline;
    wf_recent *recent; /* is told the latest facts and dead letters; NULL: nobody */

    /* One line without line end, from any thread. NULL: standard error. */
    void (*log)(void *context, enum wf_message message, enum wf_log_level level, const char *text);
    void *log_context;
    bool log_text; /* messages may quote a few characters of a document */

    /*
     * On HUP, or wf_run_reload: a new chain (taken) and the limits that go with it, or NULL with *err: then the old ones
     * stay. Lanes change over between transactions. NULL: HUP is ignored. Called in wf_run's thread.
     */
    wf_chain *(*reload)(void *context, struct wf_pipeline_settings *pipeline, struct wf_error *err);
    void (*beat)(void *context); /* in wf_run's thread, about every second while it runs; NULL: nobody */
    void *context;               /* of both */
};

/* Counters; each only grows. X(name, meaning) */
#define WF_RUN_COUNTER_MAP(X)                                                                   \
    X(consumed, "documents of committed transactions: the sum of the next three")              \
    X(emitted, "of them: published with facts or without")                                      \
    X(filtered, "of them: withheld or cancelled by the sender, published without facts")        \
    X(dead_lettered, "of them: put on the dead-letter topic")                                   \
    X(processed, "documents processed, those of aborted transactions too")                      \
    X(tokens, "words and marks of committed documents")                                         \
    X(input_bytes, "bytes of the values of committed documents")                                \
    X(output_bytes, "bytes of the values of committed records")                                 \
    X(commits, "transactions committed")                                                        \
    X(aborts, "transactions aborted")                                                           \
    X(rebuilds, "producers made again after a fatal error")                                     \
    X(fences, "of them: because another producer took the transactional id")                    \
    X(retries, "calls repeated")                                                                \
    X(rewinds, "returns to the committed offsets")                                              \
    X(rebalances, "partitions assigned or revoked by the group")                                \
    X(gated, "records dropped because they were behind the next-offset table")                  \
    X(queue_full, "times the producer's queue was full and the lane waited")                    \
    X(exit_abort, "failures that were answered by an abort")                                    \
    X(exit_rebuild, "failures that were answered by a new producer")                            \
    X(exit_stop, "failures that stopped the worker")

struct wf_run_counters {
#define WF_RUN_COUNTER_FIELD(name, meaning) uint64_t name;
    WF_RUN_COUNTER_MAP(WF_RUN_COUNTER_FIELD)
#undef WF_RUN_COUNTER_FIELD
    uint64_t records[WF_RECORD_LAYER_COUNT]; /* committed, by layer */
    uint64_t errors[WF_STATUS_COUNT];        /* committed dead letters, by reason */
};

struct wf_run_partition {
    char topic[250];
    int32_t partition;
    unsigned lane;
    int64_t next; /* offset of the next document, -1 before the first */
    int64_t lag;  /* documents behind the end, -1 where unknown */
};

struct wf_run_snapshot {
    struct wf_run_counters total;
    unsigned lanes;
    bool ready;  /* every lane is a member of the group and has its producer, and is connected */
    bool connected; /* no lane has lost all brokers, as heard in the last seconds */
    bool alive;  /* no lane is stuck in a document, and where there is lag there was progress in the last minute */
    uint64_t arena_peak;      /* bytes of the document that took most, since the start */
    uint64_t fetch_queue;     /* records fetched and not yet taken */
    uint64_t produce_queue;   /* records sent and not yet acknowledged when the last transactions ended */
    unsigned partition_count; /* filled, at most `capacity` given to the call */
    struct wf_run_partition *partitions;
};

typedef struct wf_runner wf_runner; /* defined in run_state.h */

/*
 * Hold TERM, INT and HUP back until wf_run takes them, and ignore PIPE. wf_runner_new does it too when
 * settings.signals is set; a program calls it first, so that a signal during its start drains as well.
 */
void wf_run_hold_signals(void);

/* What wf_runner_new would say of them, without making one: WF_ECONFIG. */
enum wf_status wf_run_settings_check(const struct wf_run_settings *settings, struct wf_error *err);

/*
 * Check the settings and prepare; nothing is connected yet. `chain` is borrowed until the first reload or
 * wf_runner_free, whichever comes first (the caller frees it in both cases). NULL with *err: WF_ECONFIG,
 * WF_EIO for the state path, WF_ENOMEM.
 */
wf_runner *wf_runner_new(const wf_chain *chain, const struct wf_run_settings *settings, struct wf_error *err);

/* Accepts NULL. wf_run must have returned. */
void wf_runner_free(wf_runner *runner);

/*
 * Work until stopped, until the end (until_end), or until a lane must stop; *err then says why. Where lanes
 * cannot be joined within the time-outs the process ends here with FORCED or STUCK.
 */
enum wf_exit wf_run(wf_runner *runner, struct wf_error *err);

/* Drain and return from wf_run. May be called from any thread and from a signal handler. */
void wf_run_stop(wf_runner *runner);

/* Ask for a reload, as HUP does. Any thread, or a signal handler. */
void wf_run_reload(wf_runner *runner);

/*
 * Counters, partitions and health, from any thread while the runner exists. `partitions` (may be NULL) is
 * the caller's, for `capacity` items; they come by topic, then partition.
 */
void wf_run_snapshot(wf_runner *runner, struct wf_run_partition *partitions, unsigned capacity,
    struct wf_run_snapshot *out);

/* Times and facts by rule, of all lanes together; from any thread, as above. */
void wf_run_measured(wf_runner *runner, struct wf_measured *out);

/* One counter by its place in the map, for exporters: name, meaning, and value from a snapshot. */
unsigned wf_run_counter_count(void);
const char *wf_run_counter_name(unsigned index);
const char *wf_run_counter_meaning(unsigned index);
uint64_t wf_run_counter_value(const struct wf_run_counters *counters, unsigned index);

/* The exit code that fits a status. */
enum wf_exit wf_exit_of(enum wf_status status);

/*
 * Connect with these settings and look: the brokers answer, input and output topics exist. Used by `check
 * --connect`. WF_EBROKER with what is missing.
 */
enum wf_status wf_run_check(const struct wf_run_settings *settings, struct wf_error *err);

#endif
