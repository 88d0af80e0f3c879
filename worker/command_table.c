/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands and options, and the help made from it. */
#include <string.h>

#include "worker/command.h"

static const struct wf_option options[WF_OPTION_COUNT] = {
    { WF_OPTION_HELP, "help", 'h', NULL, NULL, "Show this help." },
    { WF_OPTION_CONFIG, "config", 'c', "FILE", NULL, "Configuration file (YAML); `-` is standard input." },
    { WF_OPTION_SET, "set", 's', "SECTION.NAME=VALUE", NULL, "Set one option, over the file; may be repeated." },
    { WF_OPTION_DATA, "data", 0, "DIR", NULL, "Folder of word lists, rules and models." },
    { WF_OPTION_FORMAT, "format", 'f', "FORMAT", NULL, "Form of the output." },
    { WF_OPTION_CONNECT, "connect", 0, NULL, NULL, "Ask the brokers too: are they there, are the topics there?" },
    { WF_OPTION_SECONDS, "seconds", 'n', "N", NULL, "Measure for N seconds (default 5)." },
    { WF_OPTION_UNTIL_END, "until-end", 0, NULL, NULL, "Leave when everything in the input topics has been read." },
    { WF_OPTION_COLOUR, "colour", 0, "WHEN", "auto|always|never", "Colours in tables: auto, always or never." },
    { WF_OPTION_WIDTH, "width", 'w', "N", NULL, "Columns of a table; default: the terminal's, else 120." },
    { WF_OPTION_PUBLISHED, "published", 0, "DATE", NULL,
        "Date (2024-09-11) of documents that do not say theirs; `yesterday` counts from it." },
    { WF_OPTION_QUIET, "quiet", 'q', NULL, NULL, "No progress on the terminal." },
    { WF_OPTION_OUTPUT, "output", 'o', "FILE", NULL, "Write to FILE instead of standard output." },
    { WF_OPTION_PRINT, "print", 0, NULL, NULL, "Show all options in force and where each comes from; secrets are masked." },
    { WF_OPTION_KIND, "kind", 'k', "KIND", "names", "What the model finds; so far only names." },
    { WF_OPTION_AT, "at", 0, "OFFSET", NULL, "The place to explain: a code point of the text, as in `span`." },
    { WF_OPTION_RULE, "rule", 0, "NAME", NULL, "Explain only rules whose name begins so, in the whole text if without --at." },
    { WF_OPTION_REASON, "reason", 0, "CODE", NULL, "Only letters with this reason, such as EFORMAT." },
    { WF_OPTION_KEY, "key", 0, "KEY", NULL, "Only letters with this key." },
    { WF_OPTION_SINCE, "since", 0, "DATE", NULL, "Only letters whose document is of this day (UTC) or later." },
    { WF_OPTION_BEFORE, "before", 0, "DATE", NULL, "Only letters whose document is of an earlier day (UTC)." },
    { WF_OPTION_COUNT_ONLY, "count", 0, NULL, NULL, "Only count the letters, by reason." },
    { WF_OPTION_SEND, "send", 0, NULL, NULL, "Send the letters back to the topic and partition they came from." },
    { WF_OPTION_REPAIR, "repair", 0, "COMMAND", NULL,
        "Send what COMMAND (for the shell) prints when it is given the value on its standard input." },
};

const struct wf_option *
wf_option_of(enum wf_option_id id)
{
    return &options[id];
}

#define OPTIONS(...) (const enum wf_option_id[]){ __VA_ARGS__, WF_OPTION_HELP, WF_OPTION_COUNT }

static const struct wf_command run_command = {
    "run", "", 0, "Read reports from Kafka and publish their facts until stopped",
    "Reads the input topics as a member of a consumer group and publishes the facts of each document, its document\n"
    "record, dead letters and the input offset in one transaction. Start as many as there are partitions; they share\n"
    "the work. TERM and INT finish the open batch and leave, a second one leaves at once, HUP reloads word lists and\n"
    "rules.",
    OPTIONS(WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA, WF_OPTION_UNTIL_END), NULL, wf_cmd_run
};

static const struct wf_command extract_command = {
    "extract", "[FILE|-]...", -1, "Print the facts of files or standard input; needs no Kafka",
    "Takes plain text, Markdown, HTML and JSON (envelopes, ninjs, CloudEvents), told apart by name or content. A .jsonl\n"
    "file, and standard input whose first line is a whole JSON object, holds one document a line. Output is JSON Lines,\n"
    "exactly the values that `run` publishes; `--format table` is for reading on a terminal and `--format html` makes one\n"
    "page with the facts marked in the text. A document that cannot be read is reported on standard error with file and\n"
    "line, the others are still processed, and the exit code is 10.",
    OPTIONS(WF_OPTION_FORMAT, WF_OPTION_OUTPUT, WF_OPTION_PUBLISHED, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA,
        WF_OPTION_WIDTH, WF_OPTION_COLOUR, WF_OPTION_QUIET),
    "jsonl|table|html", wf_cmd_extract
};

static const struct wf_command check_command = {
    "check", "", 0, "Say what is wrong with a configuration before it runs",
    "Reads the configuration, the word lists, rules and models it names, and librdkafka's properties, and reports every\n"
    "error with its place. With --connect also asks the brokers.",
    OPTIONS(WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA, WF_OPTION_CONNECT, WF_OPTION_PRINT), NULL, wf_cmd_check
};

static const struct wf_command demo_command = {
    "demo", "[FILE|-]...", -1, "Show the whole way through Kafka in one process, without a broker",
    "Starts a simulated Kafka cluster inside this process, sends sample reports (or the files given) to its input topic,\n"
    "runs the worker and shows what arrives. The simulation promises nothing about exactly-once delivery.",
    OPTIONS(WF_OPTION_DATA), NULL, wf_cmd_demo
};

static const struct wf_command list_command = {
    "list", "extractors|rules|options|metrics|messages", 1, "List the stages, rules, options, metrics or log messages",
    "Options also come as Markdown (the reference), as YAML (the sample file) or as plain text.",
    OPTIONS(WF_OPTION_FORMAT, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA), "text|markdown|yaml", wf_cmd_list
};

static const struct wf_command schema_command = {
    "schema", "[NAME]", 1, "Print a JSON Schema: of the configuration, an event layer or the input envelope",
    "Without a name lists the names.",
    (const enum wf_option_id[]){ WF_OPTION_HELP, WF_OPTION_COUNT }, NULL, wf_cmd_schema
};

static const struct wf_command bench_command = {
    "bench", "[FILE]...", -1, "Measure speed and memory on this machine, on one core",
    "Processes the files again and again for some seconds, in memory, and prints tokens, bytes, documents and facts a\n"
    "second, the share of each stage, the peak of memory and the time to start.",
    OPTIONS(WF_OPTION_SECONDS, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA), NULL, wf_cmd_bench
};

static const struct wf_command train_command = {
    "train", "DOCS:GOLD[:WEIGHT[:MAP]]...", -1, "Make a model of the learned tagger from annotated text",
    "DOCS and GOLD are JSON Lines: texts, and their names by hand; docs/models.md has the format, the settings for --set\n"
    "(epochs=8, rows=90000, clusters=FILE ...) and how the shipped models were made. The same text gives the same model.",
    OPTIONS(WF_OPTION_OUTPUT, WF_OPTION_KIND, WF_OPTION_SET, WF_OPTION_DATA, WF_OPTION_QUIET), NULL, wf_cmd_train
};

static const struct wf_command test_command = {
    "test", "FILE|DIR...", -1, "Run cases of your own against word lists and rules of your own",
    "A case is a text and the facts that must, or must not, be found in it; docs/extending.md shows one. DIR stands for all\n"
    "files NAME.cases in it. The exit code is 11 when a case fails.",
    OPTIONS(WF_OPTION_FORMAT, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA), "tap|junit", wf_cmd_test
};

static const struct wf_command explain_command = {
    "explain", "FILE", 1, "Show why a place in a document was found or not",
    "Prints the sentence, the word, the entries of word lists there, the rules that were triggered, and what each stage\n"
    "made of it. Offsets count code points of the text, as in the facts that `extract` prints.",
    OPTIONS(WF_OPTION_AT, WF_OPTION_RULE, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA), NULL, wf_cmd_explain
};

static const struct wf_command replay_command = {
    "replay", "", 0, "Show dead letters, count them, or send them back to the input",
    "Reads the dead-letter topic to its end. Without --send prints one line of JSON a letter, or with --count a table.\n"
    "With --send each letter goes back to the topic and partition it came from, key, value and headers as they were,\n"
    "in a transaction with the place reached: the same command again sends only what is new since. A place belongs to a\n"
    "filter, so letters that two filters match are sent by both. Letters that cannot be sent, or that --repair fails\n"
    "for, are named and left; the exit code is then 10.",
    OPTIONS(WF_OPTION_REASON, WF_OPTION_KEY, WF_OPTION_SINCE, WF_OPTION_BEFORE, WF_OPTION_COUNT_ONLY, WF_OPTION_SEND,
        WF_OPTION_REPAIR, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA), NULL, wf_cmd_replay
};

static const struct wf_command help_command = {
    "help", "[COMMAND]", 1, "Show help, of the program or of a command",
    "The manual page and shell completion come from here too.",
    OPTIONS(WF_OPTION_FORMAT), "text|man|bash", wf_cmd_help
};

const struct wf_command *const wf_commands[] = { &run_command, &extract_command, &check_command, &demo_command,
    &list_command, &schema_command, &bench_command, &train_command, &test_command, &explain_command, &replay_command,
    &help_command, NULL };

static void
help_option(FILE *out, const struct wf_option *option)
{
    char head[80];
    int len = 0;

    if (option->letter != '\0')
        len = snprintf(head, sizeof head, "  -%c, ", option->letter);
    else
        len = snprintf(head, sizeof head, "      ");
    len += snprintf(head + len, sizeof head - (size_t)len, "--%s%s%s", option->name, option->argument == NULL ? "" : " ",
        option->argument == NULL ? "" : option->argument);
    if (len < 30)
        fprintf(out, "%-30s%s\n", head, option->meaning);
    else
        fprintf(out, "%s\n%30s%s\n", head, "", option->meaning);
}

static void
help_exit_codes(FILE *out)
{
    fprintf(out, "\nExit codes:\n");
#define PRINT(name, code, meaning) fprintf(out, "  %2d  %s\n", code, meaning);
    WF_EXIT_MAP(PRINT)
    WF_EXIT_MORE_MAP(PRINT)
#undef PRINT
}

static void
help_command_of(FILE *out, const struct wf_command *command)
{
    fprintf(out, "Usage: wirefact %s%s%s%s\n\n%s.\n", command->name,
        command->options[0] == WF_OPTION_HELP ? "" : " [OPTION]...", command->operands[0] == '\0' ? "" : " ",
        command->operands, command->summary);
    if (command->text[0] != '\0')
        fprintf(out, "\n%s\n", command->text);
    fprintf(out, "\nOptions:\n");
    for (size_t i = 0; command->options[i] != WF_OPTION_COUNT; i++) {
        help_option(out, &options[command->options[i]]);
        if (command->options[i] == WF_OPTION_FORMAT)
            fprintf(out, "%30sOne of %s; the first is the default.\n", "", command->formats);
    }
    help_exit_codes(out);
}

void
wf_help(FILE *out, const struct wf_command *command)
{
    if (command != NULL) {
        help_command_of(out, command);
        return;
    }
    fprintf(out,
        "wirefact reads report documents from a Kafka topic and publishes what they say as facts.\n\n"
        "Usage: wirefact COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n");
    for (size_t i = 0; wf_commands[i] != NULL; i++)
        fprintf(out, "  %-10s%s\n", wf_commands[i]->name, wf_commands[i]->summary);
    fprintf(out,
        "\n  wirefact --version    Show the version.\n"
        "  wirefact help COMMAND Show the options of a command and the exit codes.\n\n"
        "To begin: wirefact extract --format table REPORT.txt\n");
}

int
wf_cmd_help(const struct wf_arguments *args)
{
    struct wf_error err = WF_ERROR_INIT;
    const struct wf_command *command = NULL;
    const char *format = args->values[WF_OPTION_FORMAT];

    if (format != NULL && strcmp(format, "text") != 0) {
        (strcmp(format, "man") == 0 ? wf_manual : wf_completion)(stdout);
        return WF_EXIT_OK;
    }
    if (args->operand_count == 1) {
        command = wf_command_find(args->operands[0]);
        if (command == NULL) {
            (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "no command `%s`; see wirefact help", args->operands[0]);
            return wf_fail(&err);
        }
    }
    wf_help(stdout, command);
    return WF_EXIT_OK;
}
