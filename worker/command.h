/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line. One table (command_table.c) says which commands and options there are; parsing, --help,
 * the manual page and shell completion are all made from it.
 */
#ifndef WF_COMMAND_H
#define WF_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "document/status.h"
#include "worker/run.h"

/* Exit codes of the commands that are not those of `run`. X(name, code, meaning) */
#define WF_EXIT_MORE_MAP(X)                                                      \
    X(DOCUMENTS, 10, "some documents could not be read; the others were")        \
    X(DIFFERENT, 11, "some cases of `test` did not give what they expect")

enum wf_exit_more {
#define WF_EXIT_MORE_ENUM(name, code, meaning) WF_EXIT_##name = (code),
    WF_EXIT_MORE_MAP(WF_EXIT_MORE_ENUM)
#undef WF_EXIT_MORE_ENUM
};

/* Options of all commands; a command takes those that its row names. */
enum wf_option_id {
    WF_OPTION_HELP, WF_OPTION_CONFIG, WF_OPTION_SET, WF_OPTION_DATA, WF_OPTION_FORMAT, WF_OPTION_CONNECT,
    WF_OPTION_SECONDS, WF_OPTION_UNTIL_END, WF_OPTION_COLOUR, WF_OPTION_WIDTH, WF_OPTION_PUBLISHED,
    WF_OPTION_QUIET, WF_OPTION_OUTPUT, WF_OPTION_PRINT, WF_OPTION_KIND,
    WF_OPTION_AT, WF_OPTION_RULE, WF_OPTION_REASON, WF_OPTION_KEY, WF_OPTION_SINCE, WF_OPTION_BEFORE, WF_OPTION_COUNT_ONLY,
    WF_OPTION_SEND, WF_OPTION_REPAIR, WF_OPTION_COUNT
};

struct wf_option {
    enum wf_option_id id;
    const char *name;     /* without the two hyphens */
    char letter;          /* 0: none */
    const char *argument; /* what stands for it in the help, NULL for a switch */
    const char *choices;  /* "jsonl|table|html"; NULL: anything */
    const char *meaning;
};

#define WF_SET_MAX 64

struct wf_arguments {
    const struct wf_command *command;
    const char *values[WF_OPTION_COUNT]; /* NULL where absent; "" for a switch */
    const char *sets[WF_SET_MAX + 1];    /* all values of --set, NULL-terminated */
    unsigned set_count;
    char *const *operands;
    int operand_count;
};

struct wf_command {
    const char *name;
    const char *operands; /* "[FILE|-]...", "" for none */
    int max_operands;     /* -1: any number */
    const char *summary;  /* one line */
    const char *text;     /* paragraphs for the help and the manual */
    const enum wf_option_id *options; /* ended by WF_OPTION_COUNT */
    const char *formats; /* what --format may be, the default first; NULL without that option */
    int (*run)(const struct wf_arguments *args); /* returns the exit code */
};

extern const struct wf_command *const wf_commands[]; /* NULL-terminated, in the order of the help */

/* The option's row; never NULL for a valid id. */
const struct wf_option *wf_option_of(enum wf_option_id id);

/* The command of a name, or NULL. */
const struct wf_command *wf_command_find(const char *name);

/*
 * Parse the arguments after the command's name; reorders argv so that operands come together. WF_EUSAGE
 * with what is wrong and what would be right.
 */
enum wf_status wf_arguments_parse(struct wf_arguments *args, const struct wf_command *command, int argc,
    char **argv, struct wf_error *err);

/* Help of the program, or of one command. */
void wf_help(FILE *out, const struct wf_command *command);

/* The manual page (man(7)), and bash completion, of all commands. */
void wf_manual(FILE *out);
void wf_completion(FILE *out);

/* Run the program; returns the exit code. */
int wf_main(int argc, char **argv);

/* Print "wirefact: source:line:column: text" on standard error and return the exit code that fits. */
int wf_fail(const struct wf_error *err);

/*
 * How wf_fail prints from now on: as said, or as a line of the log, with the code `configuration` or `failed`, for `run`,
 * whose standard error may go to a collector.
 */
enum wf_fail_form { WF_FAIL_PLAIN, WF_FAIL_LOGFMT, WF_FAIL_JSON };
void wf_fail_as(enum wf_fail_form form);

/* The version, such as "0.1.0". */
const char *wf_version(void);

/* The commands; each has a file cmd_NAME.c. */
int wf_cmd_run(const struct wf_arguments *args);
int wf_cmd_check(const struct wf_arguments *args);
int wf_cmd_extract(const struct wf_arguments *args);
int wf_cmd_demo(const struct wf_arguments *args);
int wf_cmd_list(const struct wf_arguments *args);
int wf_cmd_schema(const struct wf_arguments *args);
int wf_cmd_bench(const struct wf_arguments *args);
int wf_cmd_train(const struct wf_arguments *args);
int wf_cmd_test(const struct wf_arguments *args);
int wf_cmd_explain(const struct wf_arguments *args);
int wf_cmd_replay(const struct wf_arguments *args);
int wf_cmd_help(const struct wf_arguments *args);

#endif
