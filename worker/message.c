/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/message.h"

#include "document/status.h"

static const struct {
    const char *code;
    enum wf_log_level level;
    const char *cause, *remedy;
} messages[] = {
#define MESSAGE_ROW(name, code, level, cause, remedy) { code, WF_LOG_##level, cause, remedy },
    WF_MESSAGE_MAP(MESSAGE_ROW)
#undef MESSAGE_ROW
};

/* Reasons of dead letters: rows of the status table whose action that is. X(NAME, cause, remedy) */
#define REASON_MAP(X)                                                                                         \
    X(EFORMAT, "The value is not what its `content-type` or its beginning says, or a field has the wrong type.", \
        "The message names line or field. Mend the sender, or `replay --repair COMMAND --send`.")             \
    X(EUTF8, "The text is not valid UTF-8 and declares no other encoding.",                                   \
        "Mend the sender, or let it declare a `charset` in `content-type`.")                                  \
    X(ELIMIT, "The document is over one of `limits.*`, `output.record_bytes`, or what the broker accepts.",   \
        "The message names the limit. Raise it, or let `limits.cut` and `limits.partial` publish a part.")        \
    X(ETIMEOUT, "The document used up its time or steps.", "Raise `limits.time` or `limits.steps`, or let `limits.partial` publish a part.") \
    X(ESUPPORT, "The format or the encoding is not supported.", "Send one of those in formats of the README, or plain text.") \
    X(EPOISON, "The worker died or hung in this document `worker.poison_tries` times.",                       \
        "Keep the document and report it; after a new version `replay --reason EPOISON --send`.")

static const struct {
    enum wf_status status;
    const char *cause, *remedy;
} reasons[] = {
#define REASON_ROW(name, cause, remedy) { WF_##name, cause, remedy },
    REASON_MAP(REASON_ROW)
#undef REASON_ROW
};

const char *
wf_message_code(enum wf_message message)
{
    return messages[message].code;
}

enum wf_log_level
wf_message_level(enum wf_message message)
{
    return messages[message].level;
}

const char *
wf_log_level_name(enum wf_log_level level)
{
    static const char *const names[] = { "error", "warning", "info", "debug" };

    return names[level];
}

void
wf_message_reference(struct wf_buffer *out)
{
    wf_buffer_puts(out,
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "<!-- Made by `wirefact list messages`; a test compares the two. -->\n"
        "# Messages\n\n"
        "A running worker logs on standard error, one message a line: logfmt on a terminal, JSON elsewhere (`log.format`). `code` stays\n"
        "the same from version to version, the text may change.\n\n"
        "| code | level | cause | what to do |\n| --- | --- | --- | --- |\n");
    for (unsigned i = 0; i < WF_MESSAGE_COUNT; i++)
        wf_buffer_printf(out, "| `%s` | %s | %s | %s |\n", messages[i].code,
            i == WF_MESSAGE_KAFKA ? "any" : wf_log_level_name(messages[i].level), messages[i].cause, messages[i].remedy);
    wf_buffer_puts(out,
        "\n## Reasons of dead letters\n\n"
        "In the message `dead-letter`, in the header `wirefact.error.reason`, and as the label `reason` of `wirefact_dead_letters_total`.\n\n"
        "| reason | meaning | cause | what to do |\n| --- | --- | --- | --- |\n");
    for (unsigned s = 0; s < WF_STATUS_COUNT; s++) {
        const char *cause = "", *remedy = "";

        if (wf_status_action((enum wf_status)s) != WF_ACTION_DEAD_LETTER)
            continue;
        for (unsigned i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
            if (reasons[i].status == (enum wf_status)s) {
                cause = reasons[i].cause;
                remedy = reasons[i].remedy;
            }
        }
        wf_buffer_printf(out, "| `%s` | %s | %s | %s |\n", wf_status_name((enum wf_status)s),
            wf_status_message((enum wf_status)s), cause, remedy);
    }
}
