/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stages `numbers` and `figures` over tests/extractors/figures.txt, and the table of constructs in
 * docs/figures.md, which is made from the same file. A block there is
 *
 *     ## construct            a row of the table (optional: else a case only)
 *     text
 *     > figure                one line a figure, in order; none where the text has no figure. `about` only stands
 *                             there for the constructs that begin with "what"
 *
 * With WIREFACT_WRITE=1 in the environment the expected lines and the table are written instead of checked;
 * review them before they are committed.
 */
#include "tests/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "extractors/chain.h"

#define CASES WF_SOURCE_DIR "/tests/extractors/figures.txt"
#define TABLE WF_SOURCE_DIR "/docs/figures.md"
#define BEGIN "<!-- made by tests/extractors/test_figures.c -->\n"
#define END "<!-- end -->\n"

struct fixture {
    wf_chain *chain;
    wf_lane_state *lane;
    wf_arena *arena;
};

static char *
read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    size_t used = 0, capacity = 0;

    if (f == NULL)
        fail_msg("cannot read %s", path);
    for (;;) {
        size_t n;

        if (capacity - used < 4096) {
            capacity = capacity * 2 + 8192;
            data = realloc(data, capacity);
            assert_non_null(data);
        }
        n = fread(data + used, 1, capacity - used - 1, f);
        if (n == 0)
            break;
        used += n;
    }
    fclose(f);
    data[used] = '\0';
    *len = used;
    return data;
}

static void
write_file(const char *path, const struct wf_buffer *buf)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(buf->data, 1, buf->len, f), buf->len);
    assert_int_equal(fclose(f), 0);
}

static void
analyse(struct fixture *fx, struct wf_slice text, struct wf_document *doc)
{
    struct wf_error err = WF_ERROR_INIT;

    wf_document_reset(doc, fx->arena);
    assert_int_equal(wf_text_begin(&doc->text, fx->arena, text, &err), WF_OK);
    wf_text_copy(&doc->text, 0, (uint32_t)text.len);
    assert_int_equal(wf_text_end(&doc->text, &err), WF_OK);
    if (wf_chain_run(fx->chain, fx->lane, doc, &err) != WF_OK)
        fail_msg("%s", err.text);
}

static unsigned
index_of(const struct wf_document *doc, const struct wf_figure *figure)
{
    for (unsigned i = 0; i < doc->figures.count; i++)
        if (doc->figures.items[i] == figure)
            return i + 1;
    return 0;
}

static void
put_decimal(struct wf_buffer *out, struct wf_decimal value)
{
    char text[WF_DECIMAL_PRINT_MAX];

    wf_decimal_print(value, text);
    wf_buffer_puts(out, text);
}

static void
put_pair(struct wf_buffer *out, const char *name, struct wf_slice value)
{
    if (value.data != NULL)
        wf_buffer_printf(out, " %s=\"%.*s\"", name, (int)value.len, value.data);
}

static void
put_name(struct wf_buffer *out, const char *role, const struct wf_reference *ref)
{
    put_pair(out, role, ref->entity != NULL ? ref->entity->name : ref->name);
}

static void
describe(const struct wf_document *doc, const struct wf_figure *f, bool about, struct wf_buffer *out)
{
    wf_buffer_printf(out, "%s ", wf_figure_kind_name(f->kind));
    if (f->min.known || f->max.known) {
        put_decimal(out, f->min);
        wf_buffer_puts(out, "..");
        put_decimal(out, f->max);
    } else
        put_decimal(out, f->value);
    if (f->currency[0] != '\0')
        wf_buffer_printf(out, " %s", f->currency);
    put_pair(out, "unit", f->unit);
    if (f->qualifier != WF_QUALIFIER_EXACT)
        wf_buffer_printf(out, " %s", wf_qualifier_name(f->qualifier));
    put_pair(out, "rate", f->rate);
    if (f->status != WF_STATUS_NONE)
        wf_buffer_printf(out, " status=%s", wf_figure_status_name(f->status));
    if (f->equivalent_of != NULL)
        wf_buffer_printf(out, " equivalent_of=%u", index_of(doc, f->equivalent_of));
    if (f->change.direction != WF_CHANGE_NONE) {
        wf_buffer_printf(out, " %s %s", f->change.direction == WF_CHANGE_INCREASE ? "increase" : "decrease",
            f->change.kind == WF_CHANGE_TO ? "to" : "by");
        if (f->change.from != NULL)
            wf_buffer_printf(out, " from=%u", index_of(doc, f->change.from));
        if (f->change.to != NULL)
            wf_buffer_printf(out, " to=%u", index_of(doc, f->change.to));
    }
    put_name(out, "payer", &f->payer);
    put_name(out, "payee", &f->payee);
    if (about)
        put_pair(out, "about", f->about);
    wf_buffer_printf(out, " [%.*s]", (int)(f->fact.at.span.end - f->fact.at.span.start),
        doc->text.reading.data + f->fact.at.span.start);
}

/* `|` would end a cell. */
static void
put_cell(struct wf_buffer *out, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] == '|')
            wf_buffer_putc(out, '\\');
        wf_buffer_putc(out, data[i]);
    }
}

struct run {
    struct fixture *fx;
    struct wf_buffer cases, table, figures;
    unsigned line, texts, wrong;
};

static void
add_row(struct run *run, struct wf_slice construct, struct wf_slice text)
{
    const char *p = run->figures.data, *end = p + run->figures.len;

    wf_buffer_puts(&run->table, "| ");
    put_cell(&run->table, construct.data, construct.len);
    wf_buffer_puts(&run->table, " | ");
    put_cell(&run->table, text.data, text.len);
    wf_buffer_puts(&run->table, " | ");
    if (p == end)
        wf_buffer_puts(&run->table, "no figure");
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));

        wf_buffer_puts(&run->table, "`");
        put_cell(&run->table, p + 2, (size_t)(stop - p) - 2);
        wf_buffer_puts(&run->table, stop + 1 < end ? "`<br>" : "`");
        p = stop + 1;
    }
    wf_buffer_puts(&run->table, " |\n");
}

/* One text with the expected lines behind it. */
static const char *
check_case(struct run *run, struct wf_slice construct, struct wf_slice text, const char *p, bool write)
{
    const char *expected = p;
    bool about = construct.len > 4 && memcmp(construct.data, "what", 4) == 0;
    struct wf_document doc;

    while (p[0] == '>') {
        p += strcspn(p, "\n");
        p += *p == '\n';
        run->line++;
    }
    analyse(run->fx, text, &doc);
    wf_buffer_clear(&run->figures);
    for (unsigned i = 0; i < doc.figures.count; i++) {
        wf_buffer_puts(&run->figures, "> ");
        describe(&doc, doc.figures.items[i], about, &run->figures);
        wf_buffer_putc(&run->figures, '\n');
    }
    wf_buffer_append(&run->cases, run->figures.data, run->figures.len);
    if (construct.len > 0)
        add_row(run, construct, text);
    run->texts++;
    if (!write && (run->figures.len != (size_t)(p - expected) ||
            memcmp(run->figures.data, expected, run->figures.len) != 0)) {
        print_error("figures.txt:%u: %.*s\nexpected\n%.*sfound\n%.*s", run->line, (int)text.len, text.data,
            (int)(p - expected), expected, (int)run->figures.len, run->figures.len == 0 ? "" : run->figures.data);
        run->wrong++;
    }
    return p;
}

static void
run_cases(struct run *run, const char *p, bool write)
{
    struct wf_slice construct = { "", 0 };

    while (*p != '\0') {
        struct wf_slice line = { p, strcspn(p, "\n") };

        p += line.len;
        p += *p == '\n';
        run->line++;
        wf_buffer_append_slice(&run->cases, line);
        wf_buffer_putc(&run->cases, '\n');
        if (line.len > 3 && memcmp(line.data, "## ", 3) == 0) {
            construct = (struct wf_slice){ line.data + 3, line.len - 3 };
        } else if (line.len > 0 && line.data[0] != '#') {
            p = check_case(run, construct, line, p, write);
            construct = (struct wf_slice){ "", 0 };
        }
    }
}

/* The table between the two marks of docs/figures.md. */
static void
check_table(const struct run *run, bool write)
{
    size_t len;
    char *page = read_file(TABLE, &len);
    char *begin = strstr(page, BEGIN), *end = strstr(page, END);

    if (begin == NULL || end == NULL || end < begin)
        fail_msg("%s has not got the marks of the table", TABLE);
    begin += strlen(BEGIN);
    if (write) {
        struct wf_buffer out = WF_BUFFER_INIT;

        wf_buffer_append(&out, page, (size_t)(begin - page));
        wf_buffer_append(&out, run->table.data, run->table.len);
        wf_buffer_puts(&out, end);
        write_file(TABLE, &out);
        wf_buffer_free(&out);
    } else if ((size_t)(end - begin) != run->table.len || memcmp(begin, run->table.data, run->table.len) != 0)
        fail_msg("the table in docs/figures.md is not what the program does; run with WIREFACT_WRITE=1");
    free(page);
}

static void
reads_figures(void **state)
{
    bool write = getenv("WIREFACT_WRITE") != NULL;
    struct run run = { .fx = *state, .cases = WF_BUFFER_INIT, .table = WF_BUFFER_INIT, .figures = WF_BUFFER_INIT };
    size_t len;
    char *cases = read_file(CASES, &len);

    wf_buffer_puts(&run.table, "| construct | text | figures |\n| --- | --- | --- |\n");
    run_cases(&run, cases, write);
    if (write)
        write_file(CASES, &run.cases);
    check_table(&run, write);
    assert_true(run.texts >= 60);
    if (run.wrong > 0)
        fail_msg("%u of %u texts are not read as figures.txt says", run.wrong, run.texts);
    wf_buffer_free(&run.cases);
    wf_buffer_free(&run.table);
    wf_buffer_free(&run.figures);
    free(cases);
}

static int
set_up(void **state)
{
    struct fixture *fx = calloc(1, sizeof *fx);
    struct wf_chain_settings settings = { .data_path = WF_SOURCE_DIR "/extractors/data" };
    struct wf_error err = WF_ERROR_INIT;

    if (fx == NULL)
        return -1;
    fx->chain = wf_chain_new(&settings, &err);
    if (fx->chain == NULL) {
        print_error("%s\n", err.text);
        free(fx);
        return -1;
    }
    fx->lane = wf_lane_state_new(fx->chain);
    fx->arena = wf_arena_new((size_t)64 << 20);
    *state = fx;
    return fx->lane == NULL || fx->arena == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
    struct fixture *fx = *state;

    wf_lane_state_free(fx->lane);
    wf_chain_free(fx->chain);
    wf_arena_free(fx->arena);
    free(fx);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(reads_figures) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
