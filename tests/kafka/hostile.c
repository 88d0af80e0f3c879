/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stage that misbehaves on a word: the worker must lose that document and nothing else.
 *     wfcrash   writes through a null pointer     wfspin   never comes back
 *     wfarena   takes the document's memory       wfeat    takes the process's memory
 *     wfsteps   works for ever, but asks its budget as it should
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/extractor.h"

enum { CRASH, SPIN, ARENA, EAT, STEPS, WORDS };

struct hostile {
    uint32_t words[WORDS];
};

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    static const char *const words[WORDS] = { "wfcrash", "wfspin", "wfarena", "wfeat", "wfsteps" };
    struct hostile *hostile = calloc(1, sizeof *hostile);

    *state = hostile;
    if (hostile == NULL)
        return wf_error_set(err, WF_ENOMEM, "hostile", 0, "no memory");
    for (int i = 0; i < WORDS; i++)
        hostile->words[i] = wf_lexicon_word(setup->lexicon, words[i]);
    return WF_OK;
}

static void
eat(void)
{
    for (;;) {
        char *more = malloc(1 << 20);

        if (more == NULL)
            abort(); /* what careless code makes of it */
        memset(more, 1, 1 << 20);
    }
}

static enum wf_status
misbehave(int how, struct wf_run *run_state, struct wf_document *doc)
{
    switch (how) {
    case CRASH:
        raise(SIGSEGV);
        return WF_OK;
    case SPIN:
        for (volatile int forever = 1; forever;)
            ;
        return WF_OK;
    case ARENA:
        while (wf_arena_alloc(doc->arena, 1 << 16) != NULL)
            ;
        return WF_ELIMIT;
    case EAT:
        eat();
        return WF_OK;
    default:
        while (wf_step(run_state, 1))
            ;
        return WF_OK;
    }
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    const struct hostile *hostile = state;

    (void)err;
    for (uint32_t t = 0; t < doc->tokens.count; t++)
        for (int i = 0; i < WORDS; i++)
            if (doc->tokens.items[t].word == hostile->words[i])
                return misbehave(i, run_state, doc);
    return WF_OK;
}

static void
fini(void *state)
{
    free(state);
}
const struct wf_extractor wf_extractor_plugin = {
    WF_EXTRACTOR_HEAD, "hostile", "misbehaves on a word", WF_LAYER(TOKENS), 0, NULL, init, run, fini,
};
