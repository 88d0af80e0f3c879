/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/command.h"

#include <stdlib.h>
#include <string.h>

#include "config/suggest.h"
#include "worker/lane.h"
#include "worker/log.h"

const char *
wf_version(void)
{
    return WF_VERSION;
}

const struct wf_command *
wf_command_find(const char *name)
{
    for (size_t i = 0; wf_commands[i] != NULL; i++) {
        if (strcmp(wf_commands[i]->name, name) == 0)
            return wf_commands[i];
    }
    return NULL;
}

static enum wf_fail_form fail_form = WF_FAIL_PLAIN;

void
wf_fail_as(enum wf_fail_form form)
{
    fail_form = form;
}

/* Not through the log itself: nothing that is wrong with a configuration may be thinned out. */
static void
fail_line(const struct wf_error *err, const char *text)
{
    bool configuration = err->status == WF_ECONFIG || err->status == WF_EDATA || err->status == WF_EABI;
    struct wf_buffer line = WF_BUFFER_INIT;

    wf_log_print(&line, fail_form == WF_FAIL_JSON, wf_wall_ms(), configuration ? WF_MESSAGE_CONFIGURATION : WF_MESSAGE_FAILED,
        WF_LOG_ERROR, text, 0);
    (void)fwrite(line.data, 1, line.len, stderr);
    wf_buffer_free(&line);
}

int
wf_fail(const struct wf_error *err)
{
    char text[1200];

    wf_error_print(err, text, sizeof text);
    if (fail_form == WF_FAIL_PLAIN)
        fprintf(stderr, "wirefact: %s\n", text);
    else
        fail_line(err, text);
    return (int)wf_exit_of(err->status);
}

static bool
takes(const struct wf_command *command, enum wf_option_id id)
{
    for (size_t i = 0; command->options[i] != WF_OPTION_COUNT; i++) {
        if (command->options[i] == id)
            return true;
    }
    return false;
}

static bool
is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);

    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        if (*at == '|')
            at++;
        if (strncmp(at, value, len) == 0 && (at[len] == '|' || at[len] == '\0'))
            return true;
    }
    return false;
}

static enum wf_status
unknown_option(const struct wf_command *command, const char *name, size_t len, struct wf_error *err)
{
    const char *names[WF_OPTION_COUNT + 1];
    const char *near;
    size_t count = 0;
    char word[64];

    for (size_t i = 0; command->options[i] != WF_OPTION_COUNT; i++)
        names[count++] = wf_option_of(command->options[i])->name;
    names[count] = NULL;
    snprintf(word, sizeof word, "%.*s", (int)(len < 60 ? len : 60), name);
    near = wf_suggest(word, names);
    return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: no option --%s; %s%s%s", command->name, word,
        near != NULL ? "did you mean --" : "see ", near != NULL ? near : "wirefact help ",
        near != NULL ? "?" : command->name);
}

static const struct wf_option *
option_named(const struct wf_command *command, const char *name, size_t len)
{
    for (int id = 0; id < WF_OPTION_COUNT; id++) {
        const struct wf_option *option = wf_option_of((enum wf_option_id)id);

        if (takes(command, option->id) && strlen(option->name) == len && memcmp(option->name, name, len) == 0)
            return option;
    }
    return NULL;
}

static const struct wf_option *
option_lettered(const struct wf_command *command, char letter)
{
    for (int id = 0; id < WF_OPTION_COUNT; id++) {
        const struct wf_option *option = wf_option_of((enum wf_option_id)id);

        if (takes(command, option->id) && letter != '\0' && option->letter == letter)
            return option;
    }
    return NULL;
}

static enum wf_status
set_value(struct wf_arguments *args, const struct wf_option *option, const char *value, struct wf_error *err)
{
    const char *choices = option->id == WF_OPTION_FORMAT ? args->command->formats : option->choices;

    if (choices != NULL && !is_choice(choices, value))
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: --%s cannot be `%s`; it is one of %s",
            args->command->name, option->name, value, choices);
    if (option->id == WF_OPTION_SET) {
        if (args->set_count == WF_SET_MAX)
            return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: more than %d times --set", args->command->name,
                WF_SET_MAX);
        args->sets[args->set_count++] = value;
    } else if (args->values[option->id] != NULL) {
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: --%s is given twice", args->command->name, option->name);
    }
    args->values[option->id] = value;
    return WF_OK;
}

/* `arg` is one option; *index moves on when its value is the next argument. */
static enum wf_status
parse_option(struct wf_arguments *args, const char *arg, int *index, int argc, char **argv, struct wf_error *err)
{
    const struct wf_command *command = args->command;
    bool is_long = arg[1] == '-';
    const char *equals = is_long ? strchr(arg, '=') : NULL, *value = NULL;
    size_t len = is_long ? (equals != NULL ? (size_t)(equals - arg) : strlen(arg)) - 2 : 1;
    const struct wf_option *option =
        is_long ? option_named(command, arg + 2, len) : option_lettered(command, arg[1]);

    if (option == NULL && is_long)
        return unknown_option(command, arg + 2, len, err);
    if (option == NULL || (!is_long && arg[2] != '\0' && option->argument == NULL))
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: no option `%s`; see wirefact help %s", command->name, arg,
            command->name);
    if (option->argument == NULL) {
        if (equals != NULL)
            return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: --%s takes no value", command->name, option->name);
        return set_value(args, option, "", err);
    }
    if (equals != NULL)
        value = equals + 1;
    else if (!is_long && arg[2] != '\0')
        value = arg + 2;
    else if (*index + 1 < argc)
        value = argv[++*index];
    if (value == NULL)
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: --%s needs a value: --%s %s", command->name,
            option->name, option->name, option->argument);
    return set_value(args, option, value, err);
}

enum wf_status
wf_arguments_parse(struct wf_arguments *args, const struct wf_command *command, int argc, char **argv,
    struct wf_error *err)
{
    bool only_operands = false;

    memset(args, 0, sizeof *args);
    args->command = command;
    args->operands = argv;
    for (int i = 0; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (!only_operands && argv[i][0] == '-' && argv[i][1] != '\0') {
            enum wf_status st = parse_option(args, argv[i], &i, argc, argv, err);

            if (st != WF_OK)
                return st;
        } else {
            argv[args->operand_count++] = argv[i]; /* never beyond i */
        }
    }
    if (command->max_operands >= 0 && args->operand_count > command->max_operands)
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "%s: `%s` is one argument too many; usage: wirefact %s %s",
            command->name, args->operands[command->max_operands], command->name, command->operands);
    return WF_OK;
}

static int
unknown_command(const char *name)
{
    const char *names[32], *near;
    size_t count = 0;

    for (size_t i = 0; wf_commands[i] != NULL && count < 31; i++)
        names[count++] = wf_commands[i]->name;
    names[count] = NULL;
    near = wf_suggest(name, names);
    if (near != NULL)
        fprintf(stderr, "wirefact: no command `%s`; did you mean `%s`?\n", name, near);
    else
        fprintf(stderr, "wirefact: no command `%s`; see wirefact --help\n", name);
    return WF_EXIT_USAGE;
}

int
wf_main(int argc, char **argv)
{
    const struct wf_command *command;
    struct wf_arguments args;
    struct wf_error err = WF_ERROR_INIT;

    if (argc < 2) {
        wf_help(stderr, NULL);
        return WF_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        wf_help(stdout, NULL);
        return WF_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("wirefact %s\n", wf_version());
        return WF_EXIT_OK;
    }
    command = wf_command_find(argv[1]);
    if (command == NULL)
        return unknown_command(argv[1]);
    if (wf_arguments_parse(&args, command, argc - 2, argv + 2, &err) != WF_OK)
        return wf_fail(&err);
    if (args.values[WF_OPTION_HELP] != NULL) {
        wf_help(stdout, command);
        return WF_EXIT_OK;
    }
    return command->run(&args);
}
