/* SPDX-License-Identifier: Apache-2.0 */
/* The manual page (man(7)) and shell completion, from the table of commands. */
#include <string.h>

#include "worker/command.h"

/* Text with what roff would take for its own escaped, and `words` between backquotes in bold. */
static void
put_roff(FILE *out, const char *text)
{
    bool bold = false, line_start = true;

    for (; *text != '\0'; text++) {
        if (*text == '`') {
            fputs(bold ? "\\fR" : "\\fB", out);
            bold = !bold;
        } else if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else if (line_start && (*text == '.' || *text == '\''))
            fprintf(out, "\\&%c", *text);
        else
            fputc(*text, out);
        line_start = *text == '\n';
    }
}

static void
put_option(FILE *out, const struct wf_option *option, const char *formats)
{
    fputs(".TP\n\\fB", out);
    if (option->letter != '\0')
        fprintf(out, "\\-%c\\fR, \\fB", option->letter);
    fputs("\\-\\-", out);
    put_roff(out, option->name);
    fputs("\\fR", out);
    if (option->argument != NULL)
        fprintf(out, " \\fI%s\\fR", option->argument);
    fputc('\n', out);
    put_roff(out, option->meaning);
    if (formats != NULL)
        fprintf(out, " One of %s; the first is the default.", formats);
    fputc('\n', out);
}

static void
put_command(FILE *out, const struct wf_command *command)
{
    fprintf(out, ".SS %s", command->name);
    if (command->operands[0] != '\0') {
        fputc(' ', out);
        put_roff(out, command->operands);
    }
    fputc('\n', out);
    put_roff(out, command->summary);
    fputs(".\n", out);
    if (command->text[0] != '\0') {
        fputs(".PP\n", out);
        put_roff(out, command->text);
        fputc('\n', out);
    }
    for (size_t i = 0; command->options[i] != WF_OPTION_COUNT; i++)
        if (command->options[i] != WF_OPTION_HELP)
            put_option(out, wf_option_of(command->options[i]),
                command->options[i] == WF_OPTION_FORMAT ? command->formats : NULL);
}

void
wf_manual(FILE *out)
{
    fprintf(out, ".TH WIREFACT 1 \"\" \"wirefact %s\" \"User commands\"\n", wf_version());
    fputs(".SH NAME\nwirefact \\- facts from report documents on Kafka topics\n"
          ".SH SYNOPSIS\n\\fBwirefact\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
          ".SH DESCRIPTION\n"
          "Reads report documents from a Kafka topic and publishes what they say as facts: who is named, what was agreed,\n"
          "which figures and dates are given, who said what, what happened.\n"
          ".SH COMMANDS\n", out);
    for (size_t i = 0; wf_commands[i] != NULL; i++)
        put_command(out, wf_commands[i]);
    fputs(".SH EXIT STATUS\n", out);
#define PRINT(name, code, meaning) \
    fprintf(out, ".TP\n%d\n", code); \
    put_roff(out, meaning); \
    fputc('\n', out);
    WF_EXIT_MAP(PRINT)
    WF_EXIT_MORE_MAP(PRINT)
#undef PRINT
    fputs(".SH ENVIRONMENT\n.TP\n\\fBWIREFACT_DATA\\fR\nFolder of word lists, rules and models.\n"
          ".TP\n\\fBWIREFACT_\\fISECTION\\fB_\\fIOPTION\\fR\nAn option of the configuration, over the file.\n"
          ".SH FILES\n.TP\n/etc/wirefact/wirefact.yaml\nThe configuration that the system's service reads.\n", out);
}

/* The choices of an option in a command, NULL where anything goes. */
static const char *
choices_of(const struct wf_command *command, const struct wf_option *option)
{
    return option->id == WF_OPTION_FORMAT ? command->formats : option->choices;
}

/* "a|b|c" as words. */
static void
put_words(FILE *out, const char *choices)
{
    for (; *choices != '\0'; choices++)
        fputc(*choices == '|' ? ' ' : *choices, out);
}

void
wf_completion(FILE *out)
{
    fputs("# bash completion of wirefact, made by `wirefact help --format bash`\n"
          "_wirefact() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W '", out);
    for (size_t i = 0; wf_commands[i] != NULL; i++)
        fprintf(out, "%s ", wf_commands[i]->name);
    fputs("--version' -- \"$word\"))\n        return\n    fi\n    case $command$before in\n", out);
    for (size_t i = 0; wf_commands[i] != NULL; i++)
        for (size_t k = 0; wf_commands[i]->options[k] != WF_OPTION_COUNT; k++) {
            const struct wf_option *option = wf_option_of(wf_commands[i]->options[k]);

            if (choices_of(wf_commands[i], option) == NULL)
                continue;
            fprintf(out, "    %s--%s) COMPREPLY=($(compgen -W '", wf_commands[i]->name, option->name);
            put_words(out, choices_of(wf_commands[i], option));
            fputs("' -- \"$word\")); return ;;\n", out);
        }
    fputs("    esac\n    case $word in\n    -*)\n        case $command in\n", out);
    for (size_t i = 0; wf_commands[i] != NULL; i++) {
        fprintf(out, "        %s) COMPREPLY=($(compgen -W '", wf_commands[i]->name);
        for (size_t k = 0; wf_commands[i]->options[k] != WF_OPTION_COUNT; k++)
            fprintf(out, "--%s ", wf_option_of(wf_commands[i]->options[k])->name);
        fputs("' -- \"$word\")) ;;\n", out);
    }
    fputs("        esac ;;\n    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
          "complete -o filenames -F _wirefact wirefact\n", out);
}
