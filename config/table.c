/* SPDX-License-Identifier: Apache-2.0 */
#include "config/table.h"

#include <string.h>

#define ROW(section_, name_, type_, standard_, lowest_, highest_, choices_, meaning_)                        \
    { #section_, #name_, WF_CONFIG_##type_, standard_, lowest_, highest_, choices_, meaning_,                \
        offsetof(struct wf_config, section_.name_) },
#define ROWS(section, table, takes, meaning) table(ROW)

const struct wf_config_row wf_config_rows[] = { WF_CONFIG_SECTIONS(ROWS) };
const unsigned wf_config_row_count = sizeof wf_config_rows / sizeof wf_config_rows[0];

#define COUNT_ROW(section, name, type, standard, lowest, highest, choices, meaning) +1
enum {
#define FIRST_AND_END(section, table, takes, meaning)                                                        \
    section##_first, section##_end = section##_first + (0 table(COUNT_ROW)), section##_next = section##_end - 1,
    WF_CONFIG_SECTIONS(FIRST_AND_END)
};

#define SECTION(section, table, takes_, meaning_)                                                            \
    { #section, WF_CONFIG_##takes_, meaning_, section##_first, section##_end },

const struct wf_config_section wf_config_sections[] = { WF_CONFIG_SECTIONS(SECTION) };
const unsigned wf_config_section_count = sizeof wf_config_sections / sizeof wf_config_sections[0];

const struct wf_config_section *
wf_config_section_find(const char *name)
{
    for (unsigned i = 0; i < wf_config_section_count; i++) {
        if (strcmp(wf_config_sections[i].name, name) == 0)
            return &wf_config_sections[i];
    }
    return NULL;
}

const struct wf_config_row *
wf_config_row_find(const struct wf_config_section *section, const char *name)
{
    for (unsigned i = section->first; i < section->end; i++) {
        if (strcmp(wf_config_rows[i].name, name) == 0)
            return &wf_config_rows[i];
    }
    return NULL;
}

void
wf_config_section_names(const char *names[64])
{
    unsigned count = 0;

    for (; count < wf_config_section_count && count < 63; count++)
        names[count] = wf_config_sections[count].name;
    names[count] = NULL;
}

void
wf_config_row_names(const struct wf_config_section *section, const char *names[64])
{
    unsigned count = 0;

    for (unsigned i = section->first; i < section->end && count < 63; i++)
        names[count++] = wf_config_rows[i].name;
    names[count] = NULL;
}

/* Properties that the worker sets itself; another value would break what it promises. */
static const struct {
    const char *property;
    const char *reason;
} refused[] = {
    { "bootstrap.servers", "write the brokers as `kafka: {brokers: ...}`" },
    { "metadata.broker.list", "write the brokers as `kafka: {brokers: ...}`" },
    { "group.id", "the group is `input: {group: ...}`" },
    { "group.instance.id", "it is made from `worker: {instance: ...}`, one for each lane" },
    { "auto.offset.reset", "the place to start is `input: {start: ...}`" },
    { "enable.auto.commit", "offsets are committed in the transaction with the facts; committing on a timer would lose documents" },
    { "auto.commit.interval.ms", "offsets are committed in the transaction with the facts, not on a timer" },
    { "enable.auto.offset.store", "the worker says itself which documents are done" },
    { "offset.store.method", "offsets are kept by the group, in the transaction with the facts" },
    { "offset.store.path", "offsets are kept by the group, in the transaction with the facts" },
    { "isolation.level", "only committed input is read; other input may be taken back by its sender" },
    { "enable.partition.eof", "the worker needs it to know the end of a partition" },
    { "transactional.id", "each lane needs one of its own; the prefix is `worker: {transactional_id: ...}`" },
    { "transaction.timeout.ms", "it is `worker: {transaction_timeout: ...}`" },
    { "session.timeout.ms", "it is `worker: {session_timeout: ...}`" },
    { "client.id", "it is made from the worker's instance and lane" },
    { "allow.auto.create.topics", "a misspelt topic would be made silently, and read or filled for nothing" },
    { "queued.max.messages.kbytes", "it is `worker: {queue_bytes: ...}`" },
    { "enable.idempotence", "without it a retry could publish a fact twice or out of order" },
    { "enable.gapless.guarantee", "the transaction gives this guarantee already" },
    { "acks", "all replicas must have a fact before its offset is committed" },
    { "request.required.acks", "all replicas must have a fact before its offset is committed" },
    { "message.send.max.retries", "the transaction's time-out limits retries; fewer would abort batches for nothing" },
    { "retries", "the transaction's time-out limits retries; fewer would abort batches for nothing" },
    { "partitioner", "facts go to the partition of their document's id, which readers rely on" },
    { "plugin.library.paths", "it loads code into the worker" },
    { "opaque", "it can only be set by a program" },
};

const char *
wf_config_refused(const char *section, const char *property)
{
    size_t len = strlen(property);

    (void)section; /* the same for consumers and producers: each belongs to one of them only */
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (strcmp(refused[i].property, property) == 0)
            return refused[i].reason;
    }
    if (len > 3 && strcmp(property + len - 3, "_cb") == 0)
        return "it can only be set by a program";
    return NULL;
}

const char *
wf_config_refused_at(unsigned index, const char **property)
{
    if (index >= sizeof refused / sizeof refused[0])
        return NULL;
    *property = refused[index].property;
    return refused[index].reason;
}

bool
wf_config_is_secret(const char *property)
{
    static const char *const words[] = { "password", "secret", "token", "jaas", "oauthbearer.config", "ssl.key",
        ".pem", "keystore", "credential" };

    if (strcmp(property, "ssl.ca.pem") == 0 || strcmp(property, "ssl.certificate.pem") == 0 ||
        strstr(property, ".location") != NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(property, words[i]) != NULL)
            return true;
    }
    return false;
}
