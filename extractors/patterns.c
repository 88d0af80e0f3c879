/* SPDX-License-Identifier: Apache-2.0 */
/* Stage `patterns`: runs the rule files once and keeps their matches for the stages that publish them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/pattern.h"

static int
is_rule_file(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);

    return n > 6 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 6, ".rules") == 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum wf_status
load_folder(wf_patterns *patterns, struct wf_setup *setup, struct wf_error *err)
{
    struct dirent **names = NULL;
    enum wf_status status = WF_OK;
    int count = scandir(setup->data_path, &names, is_rule_file, by_name);

    if (count < 0)
        return wf_error_set(err, WF_EIO, setup->data_path, 0, "cannot read the folder: %s", strerror(errno));
    for (int i = 0; i < count; i++) {
        size_t size = strlen(setup->data_path) + strlen(names[i]->d_name) + 2;
        char *path = malloc(size);

        if (path == NULL)
            status = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules");
        if (status == WF_OK) {
            strcpy(path, setup->data_path);
            strcat(path, "/");
            strcat(path, names[i]->d_name);
            status = wf_patterns_load(patterns, setup, path, err);
        }
        free(path);
        free(names[i]);
    }
    free(names);
    return status;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    wf_patterns *patterns = wf_patterns_new();
    enum wf_status status;

    *state = patterns;
    if (patterns == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the rules");
    status = load_folder(patterns, setup, err);
    for (const char *const *own = setup->rule_files; status == WF_OK && own != NULL && *own != NULL; own++)
        status = wf_patterns_load(patterns, setup, *own, err);
    return status;
}

static enum wf_status
keep(void *context, const struct wf_pattern_match *match)
{
    struct wf_document *doc = context;
    struct wf_pattern_match *kept = wf_arena_alloc(doc->arena, sizeof *kept);
    struct wf_pattern_match **place = kept == NULL ? NULL : wf_vector_push(doc->arena, &doc->patterns);

    if (place == NULL)
        return WF_ELIMIT;
    *kept = *match;
    *place = kept;
    return WF_OK;
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    return wf_patterns_run(state, run_state, doc, keep, doc, err);
}

static void
fini(void *state)
{
    wf_patterns_free(state);
}

const struct wf_extractor wf_extractor_patterns = {
    WF_EXTRACTOR_HEAD, "patterns", "matches of the rule files (extractors/data/*.rules and your own)",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES), WF_LAYER(PATTERNS), NULL, init, run, fini,
};
