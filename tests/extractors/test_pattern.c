/* SPDX-License-Identifier: Apache-2.0 */
/* Rule files: what they match, and the errors that they get. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "extractors/pattern.h"

static wf_arena *arena;
static wf_vocabulary *vocabulary;
static wf_lexicon *lex;
static wf_patterns *patterns;
static struct wf_document doc;
static struct wf_rule rule_made = { "test/rule", -1, 0 };

static const struct wf_rule *
register_rule(const struct wf_setup *setup, const char *name)
{
    (void)setup;
    (void)name;
    return &rule_made;
}

static int
set_up(void **state)
{
    (void)state;
    arena = wf_arena_new((size_t)16 << 20);
    vocabulary = wf_vocabulary_new();
    lex = wf_lexicon_new(vocabulary);
    patterns = wf_patterns_new();
    return patterns == NULL;
}

static int
tear_down(void **state)
{
    (void)state;
    wf_patterns_free(patterns);
    wf_lexicon_free(lex);
    wf_vocabulary_free(vocabulary);
    wf_arena_free(arena);
    return 0;
}

static enum wf_status
load(const char *content, struct wf_error *err)
{
    char path[] = "/tmp/wirefact-rules-XXXXXX";
    int fd = mkstemp(path);
    struct wf_setup setup = { .lexicon = lex, .data_path = "/tmp", .rule = register_rule };
    enum wf_status status;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    close(fd);
    status = wf_patterns_load(patterns, &setup, path, err);
    unlink(path);
    return status;
}

struct found {
    char text[400];
    size_t used;
};

static enum wf_status
note(void *context, const struct wf_pattern_match *match)
{
    struct found *f = context;
    struct wf_slice text = wf_span_text(&doc, match->at.span);

    f->used += (size_t)snprintf(f->text + f->used, sizeof f->text - f->used, "[%.*s]", (int)text.len, text.data);
    for (unsigned i = 0; i < match->assignment_count; i += 2)
        f->used += (size_t)snprintf(f->text + f->used, sizeof f->text - f->used, "{%.*s=%.*s}",
            (int)match->assignments[i].len, match->assignments[i].data,
            (int)match->assignments[i + 1].len, match->assignments[i + 1].data);
    return WF_OK;
}

static void
match(const char *text, struct found *f)
{
    struct wf_run run = { 0 };

    f->used = 0;
    f->text[0] = '\0';
    wf_document_reset(&doc, arena);
    assert_int_equal(wf_text_begin(&doc.text, arena, wf_slice_of(text), NULL), WF_OK);
    wf_text_copy(&doc.text, 0, (uint32_t)strlen(text));
    assert_int_equal(wf_text_end(&doc.text, NULL), WF_OK);
    assert_int_equal(wf_tokenise(&doc, vocabulary, 0, NULL), WF_OK);
    assert_int_equal(wf_lexicon_match(lex, &doc, NULL), WF_OK);
    assert_int_equal(wf_patterns_run(patterns, &run, &doc, note, f, NULL), WF_OK);
}

static void
matches_at_its_trigger_only(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    struct found f;

    (void)state;
    assert_int_equal(load("rule: names/resolution\n"
                          "trigger: resolution | resolutions\n"
                          "pattern: (?i:resolution)\\s(?<id>\\d{3,4})\n"
                          "layer: entity\ntype: LAW\nset: number=(?<id>), body=council\n",
                         &err), WF_OK);
    match("The council adopted Resolution 1701 and resolution 2231. A revolution 1789.", &f);
    assert_string_equal(f.text,
        "[Resolution 1701]{number=1701}{body=council}[resolution 2231]{number=2231}{body=council}");
    match("Resolution. 1701 comes in the next sentence", &f);
    assert_string_equal(f.text, "");
}

static void
looks_back_and_at_classes(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    struct found f;
    const char *words = "# source: test\n# licence: Apache-2.0\nact\t\nlaw\t\n";

    (void)state;
    assert_int_equal(wf_lexicon_read(lex, "law_noun.tsv", words, strlen(words), &err), WF_OK);
    assert_int_equal(load("# a comment\nrule: names/act\ntrigger: class:law_noun\nback: 3\n"
                          "pattern: (?:[A-Z]\\w+\\s){1,3}(?:Act|Law)\nlayer: entity\ntype: LAW\n",
                         &err), WF_OK);
    match("They cited the Clean Air Act and the law of the sea", &f);
    assert_string_equal(f.text, "[Clean Air Act]");
}

static void
gives_up_on_patterns_that_explode(void **state)
{
    struct wf_error err = WF_ERROR_INIT;
    char text[400] = "trigger ";
    struct found f;

    (void)state;
    assert_int_equal(load("rule: x/bomb\ntrigger: trigger\npattern: trigger\\s(?:a+a+)+[bc]\nlayer: mask\n", &err), WF_OK);
    memset(text + 8, 'a', 300);
    match(text, &f);
    assert_string_equal(f.text, "");
    assert_int_equal(doc.warnings.count, 1);
    assert_string_equal(doc.warnings.items[0].code, "pattern-limit");
}

static void
names_place_and_cause_of_errors(void **state)
{
    static const struct {
        const char *content;
        int line, column;
        const char *part;
    } cases[] = {
        { "rule: a\ntrigger: b\npattern: (\nlayer: mask\n", 3, 11, "cannot be compiled" },
        { "rule: a\ntrigger: b\nlayer: mask\n\n", 4, 0, "no `pattern:`" },
        { "rule: a\nrule: b\n", 2, 0, "second `rule:`" },
        { "colour: red\n", 1, 0, "one of rule" },
        { "rule: a\ntrigger: b\npattern: b\nlayer: thing\n", 4, 0, "not `thing`" },
        { "rule: a\ntrigger: b\npattern: b\nlayer: entity\ntype: HERO\n", 4, 0, "type:" },
        { "rule: a\ntrigger: b\npattern: b\nback: 99\nlayer: mask\n", 4, 0, "at most 12" },
        { "rule: a\ntrigger: b\npattern: b\nlayer: mask\nset: x=(?<y>)\n", 5, 0, "no group" },
        { "rule: a\ntrigger: b | \npattern: b\nlayer: mask\n", 2, 0, "empty trigger" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;

        WF_CHECK_INT(i, WF_EDATA, load(cases[i].content, &err));
        WF_CHECK_INT(i, cases[i].line, err.line);
        WF_CHECK_INT(i, cases[i].column, err.column);
        if (strstr(err.text, cases[i].part) == NULL)
            fail_msg("case %zu: `%s` does not say `%s`", i, err.text, cases[i].part);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(matches_at_its_trigger_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(looks_back_and_at_classes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_up_on_patterns_that_explode, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_place_and_cause_of_errors, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
