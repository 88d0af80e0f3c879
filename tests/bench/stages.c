/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes each file twice, the second time through wf_bench_measure, so that callgrind can count the instructions
 * of a warm lane: see stages.py.
 *
 *   stages FILE...     prints the tokens of what was measured, then the stages of the chain
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/file.h"
#include "measure.h"

static bool
measure(wf_pipeline *pipeline, const char *path, size_t *tokens, struct wf_error *err)
{
    wf_file *file = wf_file_open(path, err);
    struct wf_input in;

    while (file != NULL && wf_file_next(file, (size_t)64 << 20, &in, err)) {
        if (wf_pipeline_process(pipeline, &in, wf_bench_emit, NULL, NULL, err) != WF_OK ||
            wf_bench_measure(pipeline, &in, err) != WF_OK)
            break;
        *tokens += wf_pipeline_document(pipeline)->tokens.count;
    }
    wf_file_close(file);
    return err->status == WF_OK;
}

int
main(int argc, char **argv)
{
    struct wf_chain_settings options = { .data_path = WF_SOURCE_DIR "/extractors/data" };
    struct wf_pipeline_settings settings = { .limits = { .max_depth = 256 } };
    struct wf_error err = WF_ERROR_INIT;
    wf_chain *chain = wf_chain_new(&options, &err);
    wf_pipeline *pipeline = chain == NULL ? NULL : wf_pipeline_new(chain, &settings, &err);
    size_t tokens = 0;
    unsigned count = 0;

    for (int i = 1; pipeline != NULL && i < argc && measure(pipeline, argv[i], &tokens, &err); i++)
        continue;
    if (err.status != WF_OK) {
        fprintf(stderr, "stages: %s: %s\n", err.source, err.text);
        return 1;
    }
    printf("%zu\n", tokens);
    for (const struct wf_extractor *const *stage = wf_chain_stages(chain, &count); count > 0; stage++, count--)
        printf("%s\n", (*stage)->name);
    wf_pipeline_free(pipeline);
    wf_chain_free(chain);
    return 0;
}
