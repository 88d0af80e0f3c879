/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes documents of ordinary and of hostile text in growing sizes, one call of wf_bench_measure a document, so
 * that callgrind can count the instructions of each: see linear.py.
 *
 *   linear [KIND...] SIZE...   prints kind, file name and bytes of each document in the order of the calls, the memory
 *                              that it took and its status; all kinds where none is named
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

static const char para[] = "The ministers of the two countries signed a gas accord worth $4.5 billion in Lisbon on 3 May 2024, "
    "officials said. \"It is a good day,\" Energy Minister Ana Costa told reporters. Exports rose 12% to 3,400 tons.\n\n";

static const struct {
    const char *name, *file, *part, *before;
} kinds[] = {
    { "ordinary", "a.txt", para, "" },
    { "brackets", "a.txt", "(", "" },
    { "quotes", "a.txt", "\"", "" },
    { "capitals", "a.txt", "A", "" },
    { "capital-words", "a.txt", "Aaa ", "" },
    { "one-line", "a.txt", "the word goes on and ", "" },
    { "short-lines", "a.txt", "ab\n", "" },
    { "numbers", "a.txt", "12 ", "" },
    { "stops", "a.txt", "A. ", "" },
    { "links", "a.txt", "[a](", "" },
    { "hyphens", "a.txt", "ab-\n", "" },
    { "pages", "a.txt", "Ab cd\n\n7\n\n", "" },
    { "torn", "a.txt", "the text of this line was cut here by a page\n\n", "" },
    { "dollars", "a.txt", "$", "" },
    { "number-words", "a.txt", "one hundred and ", "" },
    { "number-commas", "a.txt", "1,", "" },
    { "number-ranges", "a.txt", "from 1 to ", "" },
    { "fractions", "a.txt", "half of a ", "" },
    { "money-chain", "a.txt", "20 dollars and ", "" },
    { "date-chain", "a.txt", "two days after ", "" },
    { "date-list", "a.txt", "May 1 and ", "" },
    { "date-slashes", "a.txt", "12/", "" },
    { "year-ranges", "a.txt", "2019 to ", "" },
    { "columns", "a.txt", "the words of the left column     the words of the right column\n", "" },
    { "heads", "a.txt", "Head of page\nthe words of the text go on and on and on until the line is full\n", "" },
    { "tags", "a.txt", "<b ", "" },
    { "comments", "a.txt", "<!-- ", "" },
    { "scripts", "a.txt", "<script>", "" },
    { "note-numbers", "a.txt", "word.1 ", "" },
    { "references", "a.txt", "&lt;b", "" },
    { "ordinary-markdown", "a.md", para, "" },
    { "markdown-brackets", "a.md", "[", "" },
    { "markdown-stars", "a.md", "*a ", "" },
    { "ordinary-html", "a.html", para, "<p>" },
    { "html-paragraphs", "a.html", "<p>ab", "" },
    { "html-elements", "a.html", "<div>a</div>", "" },
    { "html-nested", "a.html", "<div>", "" },
};

static char *
fill(const char *before, const char *part, size_t size, size_t *len)
{
    size_t head = strlen(before), step = strlen(part), count = (size - head) / step;
    char *data = malloc(head + count * step + 1);

    if (data == NULL)
        exit(1);
    memcpy(data, before, head);
    for (size_t i = 0; i < count; i++)
        memcpy(data + head + i * step, part, step);
    *len = head + count * step;
    return data;
}

/* Is the kind named among the arguments, or none at all? */
static bool
is_asked(const char *name, char **arguments)
{
    bool any = false;

    for (; *arguments != NULL; arguments++) {
        if (strcmp(*arguments, name) == 0)
            return true;
        any |= strtoul(*arguments, NULL, 10) == 0;
    }
    return !any;
}

static void
process(wf_pipeline *pipeline, size_t kind, size_t size)
{
    struct wf_error err = WF_ERROR_INIT;
    struct wf_input in = { .name = wf_slice_of(kinds[kind].file), .origin = { .timestamp = 1714723200000 } };
    size_t len;
    char *data = fill(kinds[kind].before, kinds[kind].part, size, &len);
    enum wf_status status;

    in.value = (struct wf_slice){ data, len };
    status = wf_bench_measure(pipeline, &in, &err);
    printf("%s %s %zu %zu %s\n", kinds[kind].name, kinds[kind].file, len,
        wf_arena_used(wf_pipeline_document(pipeline)->arena), wf_status_name(status));
    free(data);
}

int
main(int argc, char **argv)
{
    struct wf_chain_settings options = { .data_path = WF_SOURCE_DIR "/extractors/data" };
    struct wf_pipeline_settings settings = { .limits = { .max_depth = 256 }, .max_memory = (size_t)4 << 30 };
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = wf_chain_new(&options, &err);
    wf_pipeline *pipeline = chain == NULL ? NULL : wf_pipeline_new(chain, &settings, &err);

    if (pipeline == NULL) {
        fprintf(stderr, "linear: %s\n", err.text);
        return 1;
    }
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        for (int i = 1; i < argc && is_asked(kinds[k].name, argv + 1); i++) {
            if (strtoul(argv[i], NULL, 10) > 0)
                process(pipeline, k, (size_t)strtoul(argv[i], NULL, 10));
        }
    }
    wf_pipeline_free(pipeline);
    wf_chain_free(chain);
    return 0;
}
