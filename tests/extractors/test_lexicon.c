/* SPDX-License-Identifier: Apache-2.0 */
/* Lexicon files and what they match. */
#include "tests/check.h"

#include "extractors/inflect.h"
#include "extractors/lexicon.h"

#define HEAD "# source: test\n# licence: Apache-2.0\n"

static wf_arena *arena;
static wf_vocabulary *vocabulary;
static wf_lexicon *lex;
static struct wf_document doc;

static int
set_up(void **state)
{
    (void)state;
    arena = wf_arena_new((size_t)16 << 20);
    vocabulary = wf_vocabulary_new();
    lex = wf_lexicon_new(vocabulary);
    return arena == NULL || vocabulary == NULL || lex == NULL;
}

static int
tear_down(void **state)
{
    (void)state;
    wf_lexicon_free(lex);
    wf_vocabulary_free(vocabulary);
    wf_arena_free(arena);
    return 0;
}

static void
read_class(const char *name, const char *content)
{
    struct wf_error err = WF_ERROR_INIT;
    enum wf_status status = wf_lexicon_read(lex, name, content, strlen(content), &err);

    if (status != WF_OK)
        fail_msg("%s:%d: %s", err.source, err.line, err.text);
}

static void
match(const char *text)
{
    struct wf_block *block;

    wf_document_reset(&doc, arena);
    doc.text.reading = wf_slice_of(text);
    block = wf_vector_push(arena, &doc.text.blocks);
    *block = (struct wf_block){ { 0, (uint32_t)strlen(text) }, WF_BLOCK_PARAGRAPH, 0 };
    assert_int_equal(wf_scan_tokens(&doc, vocabulary, 0, NULL), WF_OK);
    assert_int_equal(wf_lexicon_match(lex, &doc, NULL), WF_OK);
}

/* Value of the longest match of `name` at a token, "-" where there is none. */
static const char *
value_at(uint32_t token, const char *name)
{
    static char out[64];
    const struct wf_match *m = wf_match_at(&doc, token, wf_lexicon_class(lex, name));

    if (m == NULL)
        return "-";
    memcpy(out, m->entry->value.data, m->entry->value.len);
    out[m->entry->value.len] = '\0';
    return out;
}

static void
prefers_the_longest(void **state)
{
    (void)state;
    read_class("country.tsv", HEAD "united states|u.s.\tUS\nunited states of america\tUSA\nunited\tX\n");
    match("The United States of America and the U.S. united");
    assert_string_equal(value_at(0, "country"), "-");
    assert_string_equal(value_at(1, "country"), "USA");
    assert_string_equal(value_at(2, "country"), "-");
    assert_string_equal(value_at(7, "country"), "US");
    assert_string_equal(value_at(8, "country"), "X");
    match("United Stated"); /* unknown word after a known beginning */
    assert_string_equal(value_at(0, "country"), "X");
}

static void
keeps_classes_and_equal_entries_apart(void **state)
{
    (void)state;
    read_class("place.tsv", HEAD "georgia\tGE\ngeorgia\tUS-GA\n");
    read_class("name.tsv", HEAD "georgia\tfirst-name\n");
    match("Georgia");
    assert_string_equal(value_at(0, "place"), "GE");
    assert_string_equal(value_at(0, "name"), "first-name");
    assert_int_equal(doc.matches->items.count, 3);
    assert_int_equal(doc.matches->starts[1], 3);
}

static void
obeys_the_case_rule(void **state)
{
    (void)state;
    read_class("title.tsv", HEAD "# case: capital\nTurkey\tTR\nRepublic of Turkey\tTR2\n");
    read_class("code.tsv", HEAD "# case: exact\nUS\tus\niPhone\tphone\n");
    match("turkey Turkey TURKEY republic of Turkey Us US iPhone IPHONE");
    assert_string_equal(value_at(0, "title"), "-");
    assert_string_equal(value_at(1, "title"), "TR");
    assert_string_equal(value_at(2, "title"), "TR");
    assert_string_equal(value_at(3, "title"), "-");
    assert_string_equal(value_at(6, "code"), "-");
    assert_string_equal(value_at(7, "code"), "us");
    assert_string_equal(value_at(8, "code"), "phone");
    assert_string_equal(value_at(9, "code"), "-");
}

static void
inflects_what_asks_for_it(void **state)
{
    (void)state;
    read_class("thing.tsv", HEAD "# inflect: noun\nmemorandum of intent\tm\ntreaty\tt\nwar|wars#plural\tw\n");
    read_class("act.tsv", HEAD "# inflect: verb\nsign up to\ts\ntake|took#ed|taken#ed\tk\nplan\tp\n");
    match("treaties signed up to taking took taked planned planning wars");
    assert_string_equal(value_at(0, "thing"), "t");
    assert_int_equal(wf_match_at(&doc, 0, wf_lexicon_class(lex, "thing"))->inflection, WF_INFLECTION_PLURAL);
    assert_int_equal(wf_match_at(&doc, 1, wf_lexicon_class(lex, "act"))->inflection, WF_INFLECTION_ED);
    assert_int_equal(wf_match_at(&doc, 1, wf_lexicon_class(lex, "act"))->end, 4);
    assert_int_equal(wf_match_at(&doc, 4, wf_lexicon_class(lex, "act"))->inflection, WF_INFLECTION_ING);
    assert_string_equal(value_at(5, "act"), "k");
    assert_string_equal(value_at(6, "act"), "-"); /* an irregular past keeps the regular one out */
    assert_string_equal(value_at(7, "act"), "p");
    assert_string_equal(value_at(8, "act"), "p");
    assert_string_equal(value_at(9, "thing"), "w");
}

static void
makes_regular_forms(void **state)
{
    static const struct {
        const char *word, *s, *ed, *ing;
    } cases[] = {
        { "sign", "signs", "signed", "signing" },
        { "ratify", "ratifies", "ratified", "ratifying" },
        { "agree", "agrees", "agreed", "agreeing" },
        { "pledge", "pledges", "pledged", "pledging" },
        { "launch", "launches", "launched", "launching" },
        { "ban", "bans", "banned", "banning" },
        { "deploy", "deploys", "deployed", "deploying" },
        { "tax", "taxes", "taxed", "taxing" },
        { "lie", "lies", "lied", "lying" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len = strlen(cases[i].word);
        char out[32];

        WF_CHECK_TEXT(i, cases[i].s, out, wf_inflect_s(cases[i].word, len, out, sizeof out));
        WF_CHECK_TEXT(i, cases[i].ed, out, wf_inflect_ed(cases[i].word, len, out, sizeof out));
        WF_CHECK_TEXT(i, cases[i].ing, out, wf_inflect_ing(cases[i].word, len, out, sizeof out));
        WF_CHECK_INT(i, 0, wf_inflect_ing(cases[i].word, len, out, len));
    }
}

static void
reads_attributes(void **state)
{
    const struct wf_lexicon_entry *const *entries;
    uint32_t count;

    (void)state;
    read_class("city.tsv", HEAD "Basra|Basrah\tIQ\tpopulation=1340827 kind=city\n");
    entries = wf_lexicon_entries(lex, wf_lexicon_class(lex, "city"), &count);
    assert_int_equal(count, 1);
    WF_CHECK_TEXT(0, "city", wf_entry_attribute(entries[0], "kind").data,
        wf_entry_attribute(entries[0], "kind").len);
    WF_CHECK_TEXT(1, "Basra", entries[0]->canonical.data, entries[0]->canonical.len);
    assert_null(wf_entry_attribute(entries[0], "pop").data);
}

static void
names_line_and_cause_of_errors(void **state)
{
    static const struct {
        const char *content;
        int line;
        const char *part;
    } cases[] = {
        { "word\tv\n", 1, "licence" },
        { HEAD "# case: upper\n", 3, "case" },
        { HEAD "ok\tv\n# inflect: adjective\n", 4, "inflect" },
        { HEAD "go|went#past\tv\n", 3, "form after" },
        { HEAD "|x\tv\n", 3, "1 to 24 words" },
        { HEAD "a b c d e f g h i j k l m n o p q r s t u v w x y\tv\n", 3, "24 words" },
        { HEAD "bad \xff\tv\n", 0, "UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wf_error err = WF_ERROR_INIT;

        WF_CHECK_INT(i, WF_EDATA,
            wf_lexicon_read(lex, "own.tsv", cases[i].content, strlen(cases[i].content), &err));
        WF_CHECK_INT(i, cases[i].line, err.line);
        if (strstr(err.text, cases[i].part) == NULL)
            fail_msg("case %zu: `%s` does not say `%s`", i, err.text, cases[i].part);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(prefers_the_longest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_classes_and_equal_entries_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(obeys_the_case_rule, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inflects_what_asks_for_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(makes_regular_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_attributes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_line_and_cause_of_errors, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
