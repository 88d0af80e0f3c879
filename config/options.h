/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of all options. A row makes the field of struct wf_config, its default, its limits, its line in the
 * sample file, in the reference (docs/configuration.md) and in the JSON Schema.
 *
 * X(section, name, TYPE, default, lowest, highest, choices, meaning)
 *
 * TYPE   TEXT    const char *, NULL where not set
 *        LIST    const char *const *, NULL-terminated, NULL where not set
 *        COUNT   int64_t
 *        SIZE    int64_t, bytes; written with a unit: 512B 64KiB 8MiB 1GiB, or kB MB GB
 *        TIME    int64_t, milliseconds; written with a unit: 250ms 10s 5m 1h
 *        SWITCH  bool
 *        CHOICE  int, the index among the choices
 */
#ifndef WF_OPTIONS_H
#define WF_OPTIONS_H

#define WF_KI INT64_C(1024)
#define WF_MI (1024 * WF_KI)
#define WF_GI (1024 * WF_MI)
#define WF_HOUR INT64_C(3600000)

#define WF_CONFIG_KAFKA(X)                                                                                   \
    X(kafka, brokers, TEXT, NULL, 0, 0, NULL,                                                                \
        "Brokers to ask first, as `host:port`, separated by commas. Needed by `run`.")

#define WF_CONFIG_INPUT(X)                                                                                   \
    X(input, topics, LIST, NULL, 0, 0, NULL,                                                                 \
        "Topics to read reports from. Needed by `run`.")                                                     \
    X(input, group, TEXT, "wirefact", 0, 0, NULL,                                                            \
        "Consumer group. All workers of one group share the partitions of the topics.")                     \
    X(input, start, CHOICE, "earliest", 0, 0, "earliest|latest|error",                                       \
        "Where a group without committed offsets begins; `error` stops the worker instead.")

#define WF_CONFIG_OUTPUT(X)                                                                                  \
    X(output, entities, TEXT, "wirefact.entities", 0, 0, NULL, "Topic of the layer `entity`; empty: not published.")       \
    X(output, figures, TEXT, "wirefact.figures", 0, 0, NULL, "Topic of the layer `figure`; empty: not published.")         \
    X(output, dates, TEXT, "wirefact.dates", 0, 0, NULL, "Topic of the layer `date`; empty: not published.")               \
    X(output, agreements, TEXT, "wirefact.agreements", 0, 0, NULL, "Topic of the layer `agreement`; empty: not published.") \
    X(output, events, TEXT, "wirefact.events", 0, 0, NULL, "Topic of the layer `event`; empty: not published.")            \
    X(output, quotes, TEXT, "wirefact.quotes", 0, 0, NULL, "Topic of the layer `quote`; empty: not published.")            \
    X(output, documents, TEXT, "wirefact.documents", 0, 0, NULL, "Topic of the document records; empty: not published.")   \
    X(output, dead_letters, TEXT, "wirefact.dead-letters", 0, 0, NULL,                                       \
        "Topic for documents that cannot be processed; empty: such a document stops the worker.")            \
    X(output, source, TEXT, "/wirefact", 0, 0, NULL,                                                         \
        "The CloudEvents attribute `ce_source` of all records.")                                             \
    X(output, record_bytes, SIZE, "950KiB", 1 * WF_KI, 1 * WF_GI, NULL,                                      \
        "Largest record to publish. Keep it below the broker's `message.max.bytes`; a document with a larger " \
        "record is dead-lettered.")

#define WF_CONFIG_WORKER(X)                                                                                  \
    X(worker, delivery, CHOICE, "exactly_once", 0, 0, "exactly_once|at_least_once",                          \
        "`exactly_once` publishes facts, dead letters and offsets in one transaction. `at_least_once` publishes " \
        "facts first and commits afterwards: a crash repeats documents, but loses none.")                   \
    X(worker, lanes, COUNT, "1", 1, 64, NULL,                                                                \
        "Threads, each with a consumer and a producer of its own. More lanes than partitions stand idle.")   \
    X(worker, instance, TEXT, NULL, 0, 0, NULL,                                                              \
        "Stable name of this worker in its group, such as the pod's name in a StatefulSet. Set: a restart within " \
        "the session time-out causes no rebalance. Not set: a name is made from the host.")                 \
    X(worker, transactional_id, TEXT, NULL, 0, 0, NULL,                                                      \
        "Prefix of the transactional ids. Not set: the group.")                                              \
    X(worker, batch_documents, COUNT, "200", 1, 1000000, NULL,                                               \
        "A transaction ends after so many documents ...")                                                    \
    X(worker, batch_bytes, SIZE, "8MiB", 1 * WF_KI, 1 * WF_GI, NULL,                                         \
        "... or so many bytes of records ...")                                                               \
    X(worker, batch_time, TIME, "100ms", 1, WF_HOUR, NULL,                                                   \
        "... or so long after its first document, whichever comes first. Readers wait no longer than this.") \
    X(worker, transaction_timeout, TIME, "30s", 1000, WF_HOUR, NULL,                                         \
        "Brokers abort a transaction that is open longer. Not above the broker's `transaction.max.timeout.ms`.") \
    X(worker, session_timeout, TIME, "0ms", 0, WF_HOUR, NULL,                                                \
        "A worker silent for so long is put out of the group. 0ms: librdkafka's default.")                   \
    X(worker, document_timeout, TIME, "60s", 1000, WF_HOUR, NULL,                                            \
        "A document that takes longer makes the worker leave with code 9; it counts as a crash.")            \
    X(worker, drain_timeout, TIME, "10s", 0, WF_HOUR, NULL,                                                  \
        "After SIGTERM the open batch may take so long to finish.")                                          \
    X(worker, queue_bytes, SIZE, "16MiB", 64 * WF_KI, 2 * WF_GI, NULL,                                       \
        "Records fetched ahead, for each lane.")                                                             \
    X(worker, max_aborts, COUNT, "20", 1, 1000000, NULL,                                                     \
        "Transactions aborted in a row, without a commit between, before the worker gives up.")              \
    X(worker, max_rebuilds, COUNT, "10", 1, 1000000, NULL,                                                   \
        "Producers made again in a row before the worker gives up.")                                         \
    X(worker, max_fences, COUNT, "3", 1, 1000000, NULL,                                                      \
        "Producers made again in a row because another worker took their transactional id.")                \
    X(worker, retry_time, TIME, "60s", 0, WF_HOUR, NULL,                                                     \
        "How long one call to the broker is repeated before the producer is made again.")                   \
    X(worker, poison_tries, COUNT, "3", 1, 1000, NULL,                                                       \
        "Crashes in one document before it is dead-lettered. Needs `state_path`.")                           \
    X(worker, state_path, TEXT, NULL, 0, 0, NULL,                                                            \
        "Folder for the small files that remember crashes; made when missing. Not set: none are kept.")

#define WF_CONFIG_LIMITS(X)                                                                                  \
    X(limits, record_bytes, SIZE, "16MiB", 1 * WF_KI, 1 * WF_GI, NULL,                                       \
        "Largest input record.")                                                                             \
    X(limits, text_bytes, SIZE, "16MiB", 1 * WF_KI, 1 * WF_GI, NULL,                                          \
        "Longest text of a document.")                                                                       \
    X(limits, cut, SWITCH, "false", 0, 0, NULL,                                                              \
        "Over `record_bytes` (but for JSON), `text_bytes`, `depth` (in HTML) or `tokens`: read the beginning, with a warning, instead of dead-lettering the document.") \
    X(limits, partial, SWITCH, "true", 0, 0, NULL,                                                           \
        "Over `facts`, `steps` or `time`: publish what was found, with a warning. `false`: dead-letter the document.") \
    X(limits, depth, COUNT, "64", 4, 1000, NULL,                                                             \
        "Nesting of JSON and HTML; deeper JSON is always a dead letter.")                                    \
    X(limits, tokens, COUNT, "2000000", 1000, 100000000, NULL,                                               \
        "Words and marks in a document.")                                                                    \
    X(limits, facts, COUNT, "200000", 0, 10000000, NULL,                                                     \
        "Facts of a document. 0: no limit.")                                                                 \
    X(limits, steps, COUNT, "0", 0, INT64_MAX, NULL,                                                         \
        "Steps of work in a document, the same on every machine. 0: no limit.")                              \
    X(limits, time, TIME, "10s", 0, WF_HOUR, NULL,                                                           \
        "Time for a document. 0ms: no limit.")                                                               \
    X(limits, output_bytes, SIZE, "256MiB", 1 * WF_MI, 64 * WF_GI, NULL,                                     \
        "All records of a document together; a document with more is dead-lettered.")                        \
    X(limits, memory, SIZE, "1GiB", 1 * WF_MI, 64 * WF_GI, NULL,                                           \
        "Memory for one document in each lane, taken only when needed.")

#define WF_CONFIG_EXTRACTORS(X)                                                                              \
    X(extractors, data, TEXT, NULL, 0, 0, NULL,                                                              \
        "Folder of word lists, rules and models. Not set: $WIREFACT_DATA, else the installed one.")          \
    X(extractors, disabled, LIST, NULL, 0, 0, NULL,                                                          \
        "Stages to leave out; `wirefact list extractors` names them.")                                       \
    X(extractors, lexicons, LIST, NULL, 0, 0, NULL,                                                          \
        "Your own word lists, in the format of the built-in ones.")                                          \
    X(extractors, rules, LIST, NULL, 0, 0, NULL,                                                             \
        "Your own rule files, in the format of the built-in ones.")                                          \
    X(extractors, plugins, LIST, NULL, 0, 0, NULL,                                                           \
        "Shared objects with stages of your own.")                                                           \
    X(extractors, watch, TIME, "0ms", 0, WF_HOUR, NULL,                                                      \
        "Look at the configuration and your own files so often, and reload when they changed. 0ms: only on SIGHUP.")

#define WF_CONFIG_HTTP(X)                                                                                    \
    X(http, listen, TEXT, "127.0.0.1:9644", 0, 0, NULL,                                                      \
        "Address and port of the status page, metrics and health; empty: none. It has no access control.")  \
    X(http, connections, COUNT, "32", 1, 1024, NULL,                                                         \
        "Connections at a time.")                                                                            \
    X(http, streams, COUNT, "8", 0, 512, NULL,                                                               \
        "Status pages that are followed live at a time, but at most half of `connections`.")                 \
    X(http, facts, SWITCH, "true", 0, 0, NULL,                                                               \
        "Show the latest facts, with the sentences they stand in, on the status page.")                      \
    X(http, timeout, TIME, "10s", 1000, WF_HOUR, NULL,                                                       \
        "An idle connection is closed after this time.")

#define WF_CONFIG_LOG(X)                                                                                     \
    X(log, level, CHOICE, "info", 0, 0, "error|warning|info|debug",                                          \
        "Least important messages that are shown.")                                                          \
    X(log, format, CHOICE, "auto", 0, 0, "auto|logfmt|json",                                                 \
        "`auto` is logfmt on a terminal and JSON elsewhere.")                                                \
    X(log, text, SWITCH, "false", 0, 0, NULL,                                                                \
        "Let messages quote the few characters of a document at which it could not be read.")

/* S(section, table, takes, meaning): takes is what else the section may hold. */
#define WF_CONFIG_SECTIONS(S)                                                                                \
    S(kafka, WF_CONFIG_KAFKA, PROPERTIES,                                                                    \
        "The cluster. Besides the options below, any librdkafka property for consumers and producers alike, such as " \
        "`security.protocol`.")                                                                              \
    S(consumer, WF_CONFIG_NONE, PROPERTIES, "Any librdkafka property for the consumers, such as `fetch.min.bytes`.")  \
    S(producer, WF_CONFIG_NONE, PROPERTIES, "Any librdkafka property for the producers, such as `compression.type`.") \
    S(input, WF_CONFIG_INPUT, NOTHING, "Where reports come from.")                                           \
    S(output, WF_CONFIG_OUTPUT, NOTHING, "Where facts go.")                                                  \
    S(worker, WF_CONFIG_WORKER, NOTHING, "How the worker works.")                                            \
    S(limits, WF_CONFIG_LIMITS, NOTHING, "What one document may cost.")                                      \
    S(extractors, WF_CONFIG_EXTRACTORS, STAGES,                                                              \
        "What is looked for. Options of a stage stand under its name: `dates: {option: value}`.")            \
    S(http, WF_CONFIG_HTTP, NOTHING, "Status page, metrics and health.")                                     \
    S(log, WF_CONFIG_LOG, NOTHING, "Messages, on standard error.")

#define WF_CONFIG_NONE(X)

#endif
