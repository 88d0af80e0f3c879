/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interface of an extraction stage, and the plug-in ABI. A stage is a `const struct wf_extractor`. The
 * built-in ones are listed in CMakeLists.txt; a plug-in is a shared object that exports one under the name
 * `wf_extractor_plugin`.
 *
 * What `init` makes is read-only afterwards: one copy serves all lanes at once. `run` may not do input or
 * output, keep pointers to the document, or use globals; it calls wf_step in every loop whose length the
 * document decides and stops when that says so.
 */
#ifndef WF_EXTRACTOR_H
#define WF_EXTRACTOR_H

#include "document/document.h"
#include "extractors/lexicon.h"

/*
 * The ABI. A plug-in is loaded when its major number is the host's and its minor number is not above the
 * host's; `size` lets a host read an older, shorter struct.
 */
#define WF_ABI_MAJOR 1
#define WF_ABI_MINOR 0

/* What a stage may use while it starts. */
struct wf_setup {
    wf_lexicon *lexicon;   /* shared; every .tsv of the data folder is loaded: ask for classes and words */
    const char *data_path; /* folder of the data files, without a slash at the end */
    const char *(*option)(const struct wf_setup *setup, const char *name); /* value or the default, never NULL */
    const struct wf_rule *(*rule)(const struct wf_setup *setup, const char *name); /* register; NULL without memory */
    const char *const *rule_files; /* an operator's own, NULL-terminated; NULL for none */
    void *chain;           /* private */
};

/*
 * Who listens to a stage's reasoning: `wirefact explain`. A stage reports with WF_TRACE what it looked at and why
 * it did not go on; without a listener that costs one comparison.
 */
struct wf_trace {
    struct wf_span focus; /* bytes of the reading text; notes elsewhere are not asked for */
    void (*note)(void *context, struct wf_span at, const char *rule, const char *text);
    void *context;
};

/* What a stage may use while it runs, one a lane. */
struct wf_run {
    uint64_t steps;      /* used in this document */
    uint64_t step_limit; /* 0: none */
    bool exhausted;      /* a budget ran out: the document is published with what there is and a warning */
    const struct wf_trace *trace; /* NULL but for `explain` */
    void *lane;          /* private */
};

/* An option of a stage, set in the configuration as `extractors: {NAME: {OPTION: value}}`. */
struct wf_stage_option {
    const char *name;
    const char *standard; /* default, as text */
    const char *meaning;
};

struct wf_extractor {
    uint16_t abi_major, abi_minor;
    uint32_t size; /* sizeof(struct wf_extractor) */
    const char *name;
    const char *summary;
    uint64_t needs; /* WF_LAYER(...) bits that must be there */
    uint64_t makes; /* bits it fills */
    const struct wf_stage_option *options; /* ended by a NULL name; NULL for none */

    /* Make *state (may stay NULL). Returns WF_OK, or a status with *err filled; fini is called in either case. */
    enum wf_status (*init)(struct wf_setup *setup, void **state, struct wf_error *err);

    /* WF_OK, or WF_ELIMIT when the arena is full (wf_arena_failed is checked by the chain too). */
    enum wf_status (*run)(const void *state, struct wf_run *run, struct wf_document *doc, struct wf_error *err);

    /* Accepts NULL. */
    void (*fini)(void *state);
};

#define WF_EXTRACTOR_HEAD WF_ABI_MAJOR, WF_ABI_MINOR, sizeof(struct wf_extractor)

/* Count `steps` of work; false when the budget is used up and the stage must return what it has. */
static inline bool
wf_step(struct wf_run *run, uint64_t steps)
{
    run->steps += steps;
    if (run->step_limit != 0 && run->steps > run->step_limit)
        run->exhausted = true;
    return !run->exhausted;
}

/* For WF_TRACE: pass the note on. `rule` may be NULL; `format` is printf's. */
void wf_trace_note(const struct wf_run *run, struct wf_span at, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* WF_TRACE(run, span, "figures/money", "no currency follows `%.*s`", len, text): a note for `explain`. */
#define WF_TRACE(run, at, rule, ...)                                                     \
    do {                                                                                 \
        if ((run)->trace != NULL && wf_span_overlaps((run)->trace->focus, (at)))         \
            wf_trace_note((run), (at), (rule), __VA_ARGS__);                             \
    } while (0)

#endif
