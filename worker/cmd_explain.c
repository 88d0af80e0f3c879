/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact explain`: which words, rules and stages looked at a place of a document, and what came of it. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/file.h"
#include "worker/settings.h"

/* What is asked, and the notes that answer it. */
struct inquiry {
    const struct wf_document *doc;
    const char *rule; /* only notes of rules whose name begins so; NULL: all */
    unsigned notes;
};

static enum wf_status
ignore(void *context, const struct wf_record *record)
{
    (void)context;
    (void)record;
    return WF_OK;
}

static void
print_note(void *context, struct wf_span at, const char *rule, const char *text)
{
    struct inquiry *inquiry = context;
    struct wf_span place;

    if (inquiry->rule != NULL && (rule == NULL || strncmp(rule, inquiry->rule, strlen(inquiry->rule)) != 0))
        return;
    place = wf_text_published(&inquiry->doc->text, at);
    printf("  %" PRIu32 "-%" PRIu32 "  %-28s %s\n", place.start, place.end, rule == NULL ? "" : rule, text);
    inquiry->notes++;
}

/* The token that the code point `offset` of the source stands in, or the next one; UINT32_MAX behind the last. */
static uint32_t
token_at(const struct wf_document *doc, uint32_t offset)
{
    uint32_t low = 0, high = doc->tokens.count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct wf_token *t = &doc->tokens.items[middle];

        if (wf_text_published(&doc->text, (struct wf_span){ t->start, t->end }).end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < doc->tokens.count ? low : UINT32_MAX;
}

static void
print_flags(uint32_t flags)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {
        { WF_TOKEN_WORD, "word" }, { WF_TOKEN_NUMBER, "number" }, { WF_TOKEN_PUNCT, "mark" },
        { WF_TOKEN_CAPITAL, "capital" }, { WF_TOKEN_ALL_CAPS, "all-capitals" }, { WF_TOKEN_MIXED, "mixed-case" },
        { WF_TOKEN_HAS_DIGIT, "with-digits" }, { WF_TOKEN_PERIOD, "abbreviation" },
        { WF_TOKEN_POSSESSIVE, "possessive" }, { WF_TOKEN_SENTENCE_START, "sentence-start" },
        { WF_TOKEN_FOREIGN, "foreign" }, { WF_TOKEN_QUOTE, "quotation-mark" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (flags & names[i].flag)
            printf(" %s", names[i].name);
}

static const char *
pos_name(const struct wf_token *token)
{
    static const char *const names[] = { "", "noun", "proper-noun", "pronoun", "determiner", "adjective", "adverb",
        "numeral", "verb", "auxiliary", "preposition", "conjunction", "subordinator", "particle", "interjection",
        "punctuation", "symbol" };

    return token->pos < sizeof names / sizeof names[0] ? names[token->pos] : "";
}

/* The token itself, and the entries of word lists that begin at it or run over it. */
static void
print_token(const wf_chain *chain, const struct wf_document *doc, uint32_t token)
{
    const struct wf_token *t = &doc->tokens.items[token];
    const struct wf_sentence *sentence = &doc->sentences.items[t->sentence];
    struct wf_slice text = wf_token_text(doc, token);
    struct wf_slice words = wf_span_text(doc,
        (struct wf_span){ doc->tokens.items[sentence->first].start, doc->tokens.items[sentence->end - 1].end });

    printf("sentence  %.*s\n", (int)words.len, words.data);
    printf("token     `%.*s`:", (int)text.len, text.data);
    print_flags(t->flags);
    if (t->pos != WF_POS_X)
        printf(" %s", pos_name(t));
    printf("%s\n", t->word == WF_WORD_NONE ? ", in no word list" : "");
    if (doc->matches == NULL)
        return;
    for (uint32_t i = 0; i < doc->matches->items.count; i++) {
        const struct wf_match *m = &doc->matches->items.items[i];

        if (m->first > token)
            break;
        if (m->end <= token)
            continue;
        printf("word list %s: `%.*s` %.*s %.*s\n", wf_lexicon_class_name(wf_chain_lexicon(chain), m->entry->class_id),
            (int)m->entry->canonical.len, m->entry->canonical.data, (int)m->entry->value.len, m->entry->value.data,
            (int)m->entry->attributes.len, m->entry->attributes.data);
    }
}

/* Run the document once to find the place, and once more to listen there. */
static int
explain(const struct wf_arguments *args, const struct wf_settings *settings, const wf_chain *chain,
    wf_pipeline *pipeline, const struct wf_input *in, struct wf_error *err)
{
    const struct wf_document *doc = wf_pipeline_document(pipeline);
    struct inquiry inquiry = { doc, args->values[WF_OPTION_RULE], 0 };
    struct wf_trace trace = { { 0, UINT32_MAX }, print_note, &inquiry };
    const char *at = args->values[WF_OPTION_AT];

    (void)settings;
    if (wf_pipeline_process(pipeline, in, ignore, NULL, NULL, err) != WF_OK)
        return wf_fail(err);
    if (at != NULL) {
        char *end;
        unsigned long offset;
        uint32_t token;

        errno = 0;
        offset = strtoul(at, &end, 10);
        if (errno != 0 || *end != '\0' || end == at || offset > UINT32_MAX) {
            (void)wf_error_set(err, WF_EUSAGE, NULL, 0, "explain: --at cannot be `%s`; it counts code points of the text", at);
            return wf_fail(err);
        }
        token = token_at(doc, (uint32_t)offset);
        if (token == UINT32_MAX) {
            (void)wf_error_set(err, WF_EUSAGE, NULL, 0, "explain: the text has no words at %s or behind", at);
            return wf_fail(err);
        }
        trace.focus = (struct wf_span){ doc->tokens.items[token].start, doc->tokens.items[token].end };
        print_token(chain, doc, token);
    }
    printf("stages\n");
    wf_pipeline_trace(pipeline, &trace);
    if (wf_pipeline_process(pipeline, in, ignore, NULL, NULL, err) != WF_OK)
        return wf_fail(err);
    wf_pipeline_trace(pipeline, NULL);
    if (inquiry.notes == 0)
        printf("  no stage found anything here, and no rule was triggered\n");
    return WF_EXIT_OK;
}

int
wf_cmd_explain(const struct wf_arguments *args)
{
    struct wf_settings settings;
    struct wf_error err = WF_ERROR_INIT;
    wf_pipeline *pipeline = NULL;
    wf_chain *chain = NULL;
    wf_file *file = NULL;
    struct wf_input in;
    int code;

    if (args->operand_count != 1 || (args->values[WF_OPTION_AT] == NULL && args->values[WF_OPTION_RULE] == NULL)) {
        (void)wf_error_set(&err, WF_EUSAGE, NULL, 0, "explain: give one FILE, and --at OFFSET or --rule NAME");
        return wf_fail(&err);
    }
    code = wf_settings_load(&settings, args);
    if (code != WF_EXIT_OK)
        return code;
    chain = wf_chain_new(&settings.chain, &err);
    if (chain != NULL)
        pipeline = wf_pipeline_new(chain, &settings.pipeline, &err);
    if (pipeline != NULL)
        file = wf_file_open(args->operands[0], &err);
    if (file == NULL)
        code = wf_fail(&err);
    else if (wf_file_next(file, settings.pipeline.limits.max_record, &in, &err))
        code = explain(args, &settings, chain, pipeline, &in, &err);
    else
        code = err.status != WF_OK ? wf_fail(&err) : WF_EXIT_DOCUMENTS;
    wf_file_close(file);
    wf_pipeline_free(pipeline);
    wf_chain_free(chain);
    wf_settings_free(&settings);
    return code;
}
