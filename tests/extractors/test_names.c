/* SPDX-License-Identifier: Apache-2.0 */
/* Runs names.txt, names_corners.txt and roles.txt, whose heads describe the format. */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "extractors/chain.h"

#define LINES_MAX 40

struct a_case {
    char title[128], text[1024];
    char lines[LINES_MAX][256];
    unsigned count;
    int number; /* line of the text */
    bool rules, model;
};

struct bench {
    wf_chain *chain;
    wf_lane_state *lane;
    wf_arena *arena;
    const char *name;
};

static void
open_bench(struct bench *b, const char *name, const char *model)
{
    struct wf_chain_option options[] = { { "names", "model", model }, { NULL, NULL, NULL } };
    struct wf_chain_settings settings = { .options = options };
    struct wf_error err = WF_ERROR_INIT;

    b->name = name;
    b->chain = wf_chain_new(&settings, &err);
    if (b->chain == NULL)
        fail_msg("%s", err.text);
    b->lane = wf_lane_state_new(b->chain);
    b->arena = wf_arena_new((size_t)64 << 20);
}

static void
close_bench(struct bench *b)
{
    wf_lane_state_free(b->lane);
    wf_chain_free(b->chain);
    wf_arena_free(b->arena);
}

/* One paragraph a line of the text; a short one before an empty one is a heading. */
static void
run_text(struct bench *b, struct wf_document *doc, const char *text)
{
    struct wf_error err = WF_ERROR_INIT;
    uint32_t at = 0, len = (uint32_t)strlen(text);

    wf_document_reset(doc, b->arena);
    doc->id = WF_SLICE("case");
    assert_int_equal(wf_text_begin(&doc->text, b->arena, wf_slice_of(text), &err), WF_OK);
    while (at < len) {
        uint32_t end = at + (uint32_t)strcspn(text + at, "\n");

        wf_text_copy(&doc->text, at, end);
        if (text[end] == '\n' && text[end + 1] == '\n')
            wf_text_break(&doc->text, WF_BLOCK_HEADING, 1);
        else
            wf_text_break(&doc->text, WF_BLOCK_PARAGRAPH, 0);
        at = end + (uint32_t)strspn(text + end, "\n");
    }
    assert_int_equal(wf_text_end(&doc->text, &err), WF_OK);
    assert_int_equal(wf_chain_run(b->chain, b->lane, doc, &err), WF_OK);
}

struct writer {
    char lines[LINES_MAX][256];
    unsigned count;
};

static void
put(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
put(struct writer *w, const char *format, ...)
{
    va_list args;

    assert_true(w->count < LINES_MAX);
    va_start(args, format);
    (void)vsnprintf(w->lines[w->count++], sizeof w->lines[0], format, args);
    va_end(args);
}

#define TEXT(slice) (int)(slice).len, (slice).data

static void
write_names(const struct wf_document *doc, struct writer *w)
{
    for (unsigned i = 0; i < doc->mentions.count; i++) {
        const struct wf_mention *m = doc->mentions.items[i];

        if (!m->nested)
            put(w, "> %s %.*s", wf_entity_type_name(m->type), TEXT(wf_span_text(doc, m->at.span)));
    }
    for (unsigned i = 0; i < doc->entities.count; i++) {
        const struct wf_entity *e = doc->entities.items[i];
        char line[256];
        int n = snprintf(line, sizeof line, "= %.*s", TEXT(e->name));

        for (unsigned k = 0; k < e->mentions.count; k++) {
            struct wf_slice text = wf_span_text(doc, e->mentions.items[k]->at.span);
            bool before = false;

            for (unsigned j = 0; j < k; j++)
                before |= wf_slice_equal(text, wf_span_text(doc, e->mentions.items[j]->at.span));
            if (!before && n > 0 && (size_t)n < sizeof line)
                n += snprintf(line + n, sizeof line - (size_t)n, " | %.*s", TEXT(text));
        }
        put(w, "%s | %s", line, e->country[0] == '\0' ? "-" : e->country);
    }
}

static void
write_roles(const struct wf_document *doc, struct writer *w)
{
    for (unsigned i = 0; i < doc->entities.count; i++) {
        const struct wf_entity *e = doc->entities.items[i];

        for (unsigned k = 0; k < e->roles.count; k++) {
            const struct wf_role *r = &e->roles.items[k];
            struct wf_slice of = r->organization.entity != NULL ? r->organization.entity->name : WF_SLICE("-");

            put(w, "> %.*s | %.*s | %.*s | %s", TEXT(e->name), TEXT(r->title), TEXT(of),
                wf_role_status_name(r->status));
        }
    }
}

/* Every expected line is there; of the lines that begin with `>` there are no others. */
static bool
agrees(const struct a_case *c, const struct writer *got)
{
    unsigned expected = 0, found = 0, next = 0;

    for (unsigned i = 0; i < c->count; i++) {
        expected += c->lines[i][0] == '>';
        if (c->lines[i][0] == '>') {
            while (next < got->count && got->lines[next][0] != '>')
                next++;
            if (next >= got->count || strcmp(got->lines[next++], c->lines[i]) != 0)
                return false;
        } else {
            bool there = false;

            for (unsigned k = 0; k < got->count; k++)
                there |= strcmp(got->lines[k], c->lines[i]) == 0;
            if (!there)
                return false;
        }
    }
    for (unsigned k = 0; k < got->count; k++)
        found += got->lines[k][0] == '>';
    return found == expected;
}

static unsigned
run_case(struct bench *b, const char *file, const struct a_case *c,
    void (*write)(const struct wf_document *doc, struct writer *w))
{
    struct wf_document doc;
    struct writer got = { .count = 0 };

    run_text(b, &doc, c->text);
    write(&doc, &got);
    if (agrees(c, &got))
        return 0;
    print_error("%s:%d: %s (%s)\n", file, c->number, c->title, b->name);
    for (unsigned i = 0; i < c->count; i++)
        print_error("    expected  %s\n", c->lines[i]);
    for (unsigned i = 0; i < got.count; i++)
        print_error("    found     %s\n", got.lines[i]);
    return 1;
}

/* `\n` in a line of text. */
static void
unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++)
        if (from[0] == '\\' && from[1] == 'n') {
            *to++ = '\n';
            from++;
        } else
            *to++ = *from;
    *to = '\0';
}

static void
run_file(const char *file, void (*write)(const struct wf_document *doc, struct writer *w))
{
    struct bench rules, model;
    struct a_case c = { .count = 0 };
    char path[1024], line[1024];
    unsigned failed = 0, cases = 0;
    int number = 0;
    FILE *in;

    open_bench(&rules, "rules", "none");
    open_bench(&model, "model", "names.model");
    (void)snprintf(path, sizeof path, "%s/tests/extractors/%s", WF_SOURCE_DIR, file);
    in = fopen(path, "r");
    assert_non_null(in);
    for (;;) {
        bool more = fgets(line, sizeof line, in) != NULL;

        number++;
        line[strcspn(line, "\n")] = '\0';
        if (!more || line[0] == '\0') {
            if (c.text[0] != '\0') {
                cases++;
                failed += c.rules ? run_case(&rules, file, &c, write) : 0;
                failed += c.model ? run_case(&model, file, &c, write) : 0;
            }
            c.text[0] = '\0';
            c.count = 0;
            if (!more)
                break;
        } else if (line[0] == '@') {
            c.rules = strcmp(line, "@ model") != 0;
            c.model = strcmp(line, "@ rules") != 0;
        } else if (line[0] == '#' && line[1] == '#')
            (void)snprintf(c.title, sizeof c.title, "%.*s", (int)sizeof c.title - 1, line + 3);
        else if (line[0] == '>' || line[0] == '=') {
            assert_true(c.count < LINES_MAX);
            (void)snprintf(c.lines[c.count++], sizeof c.lines[0], "%.*s", (int)sizeof c.lines[0] - 1, line);
        } else if (line[0] != '#') {
            memcpy(c.text, line, sizeof c.text);
            unescape(c.text);
            c.number = number;
        }
    }
    fclose(in);
    close_bench(&rules);
    close_bench(&model);
    assert_true(cases > 20);
    if (failed != 0)
        fail_msg("%u of %u cases of %s", failed, cases, file);
}

static void
names(void **state)
{
    (void)state;
    run_file("names.txt", write_names);
}

static void
corners(void **state)
{
    (void)state;
    run_file("names_corners.txt", write_names);
}

static void
roles(void **state)
{
    (void)state;
    run_file("roles.txt", write_roles);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(corners), cmocka_unit_test(roles) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
