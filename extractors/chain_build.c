/* SPDX-License-Identifier: Apache-2.0 */
/* Building a chain: data files, stages, plug-ins, rules and the digest of all that decides what is found. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extractors/chain_private.h"

#define WF_STAGE(name) extern const struct wf_extractor wf_extractor_##name;
#include "stages.inc"
#undef WF_STAGE

static const struct wf_extractor *const built_in[] = {
#define WF_STAGE(name) &wf_extractor_##name,
#include "stages.inc"
#undef WF_STAGE
};

/* While a chain is built. */
struct builder {
    wf_chain *chain;
    const struct wf_chain_settings *settings;
    const struct wf_extractor *stage; /* whose init runs */
    struct wf_buffer digest;          /* "name hash" lines */
    struct wf_error *err;
};

/* The data folder that was installed with the running program; false where there is none. */
static bool
beside_program(char *out, size_t size)
{
    char program[4096];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    struct stat info;
    char *slash;

    if (len <= 0)
        return false;
    program[len] = '\0';
    slash = strrchr(program, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return (size_t)snprintf(out, size, "%s/../share/wirefact/data", program) < size && stat(out, &info) == 0;
}

const char *
wf_chain_data_path(char *out, size_t size)
{
    const char *path = getenv("WIREFACT_DATA");
    struct stat info;

    if (path == NULL || path[0] == '\0') {
        if (beside_program(out, size))
            return out;
        path = stat(WF_SOURCE_DATA, &info) == 0 ? WF_SOURCE_DATA : WF_INSTALLED_DATA;
    }
    (void)snprintf(out, size, "%s", path);
    return out;
}

/* FNV-1a over eight bytes at a time: tells versions apart, protects nothing. */
static uint64_t
hash_bytes(uint64_t h, const char *data, size_t len)
{
    for (; len >= 8; data += 8, len -= 8) {
        uint64_t part;

        memcpy(&part, data, 8);
        h = (h ^ part) * UINT64_C(0x100000001b3);
        h ^= h >> 29;
    }
    for (; len > 0; data++, len--)
        h = (h ^ (unsigned char)*data) * UINT64_C(0x100000001b3);
    return h;
}

static enum wf_status
digest_file(struct builder *b, const char *name, const char *path)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    char part[65536];
    FILE *in = fopen(path, "rb");
    size_t n;

    if (in == NULL)
        return wf_error_set(b->err, WF_EDATA, path, 0, "cannot open: %s", strerror(errno));
    while ((n = fread(part, 1, sizeof part, in)) > 0)
        h = hash_bytes(h, part, n);
    if (ferror(in)) {
        fclose(in);
        return wf_error_set(b->err, WF_EIO, path, 0, "cannot read: %s", strerror(errno));
    }
    fclose(in);
    wf_buffer_printf(&b->digest, "%s %016llx\n", name, (unsigned long long)h);
    return WF_OK;
}

static bool
ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);

    return n > m && strcmp(name + n - m, ending) == 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Every .tsv of the data folder, in the order of their names, and the digest of every file there. */
static enum wf_status
load_data(struct builder *b)
{
    struct dirent **names = NULL;
    enum wf_status status = WF_OK;
    int count = scandir(b->chain->data_path, &names, NULL, by_name);

    if (count < 0)
        return wf_error_set(b->err, WF_EIO, b->chain->data_path, 0,
            "cannot read the data folder: %s; set WIREFACT_DATA or --data", strerror(errno));
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        char *path = wf_arena_printf(b->chain->memory, "%s/%s", b->chain->data_path, name);
        struct stat info;

        if (status != WF_OK || name[0] == '.')
            continue;
        if (path == NULL)
            status = wf_error_set(b->err, WF_ENOMEM, NULL, 0, "no memory for the data files");
        else if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
            continue;
        else
            status = digest_file(b, name, path);
        if (status == WF_OK && ends_with(name, ".tsv"))
            status = wf_lexicon_load(b->chain->lexicon, path, b->err);
    }
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    for (const char *const *own = b->settings->lexicons; status == WF_OK && own != NULL && *own; own++) {
        status = digest_file(b, *own, *own);
        if (status == WF_OK)
            status = wf_lexicon_load(b->chain->lexicon, *own, b->err);
    }
    for (const char *const *own = b->settings->rules; status == WF_OK && own != NULL && *own; own++)
        status = digest_file(b, *own, *own);
    return status;
}

static const char *
option(const struct wf_setup *setup, const char *name)
{
    const struct builder *b = setup->chain;

    for (const struct wf_chain_option *o = b->settings->options; o != NULL && o->stage != NULL; o++)
        if (strcmp(o->stage, b->stage->name) == 0 && strcmp(o->name, name) == 0)
            return o->value;
    for (const struct wf_stage_option *o = b->stage->options; o != NULL && o->name != NULL; o++)
        if (strcmp(o->name, name) == 0)
            return o->standard;
    return "";
}

static const struct wf_rule *
rule(const struct wf_setup *setup, const char *name)
{
    wf_chain *chain = ((const struct builder *)setup->chain)->chain;
    struct wf_rule *fresh;

    for (unsigned i = 0; i < chain->rule_count; i++)
        if (strcmp(chain->rules[i]->name, name) == 0)
            return chain->rules[i];
    if (chain->rule_count == WF_RULES_MAX)
        return NULL;
    fresh = wf_arena_alloc(chain->memory, sizeof *fresh);
    if (fresh == NULL)
        return NULL;
    *fresh = (struct wf_rule){ wf_arena_copy(chain->memory, name, strlen(name)), -1,
        (uint16_t)chain->rule_count };
    if (fresh->name == NULL)
        return NULL;
    chain->rules[chain->rule_count++] = fresh;
    return fresh;
}

static enum wf_status
check_options(struct builder *b)
{
    for (const struct wf_chain_option *o = b->settings->options; o != NULL && o->stage != NULL; o++) {
        bool known = false;
        const wf_chain *chain = b->chain;

        for (unsigned i = 0; i < chain->stage_count; i++)
            for (const struct wf_stage_option *have = chain->stages[i]->options;
                 have != NULL && have->name != NULL; have++)
                known |= strcmp(o->stage, chain->stages[i]->name) == 0 && strcmp(o->name, have->name) == 0;
        if (!known)
            return wf_error_set(b->err, WF_ECONFIG, NULL, 0,
                "extractors.%s.%s: no such stage or option (see `wirefact list options`)", o->stage,
                o->name);
        wf_buffer_printf(&b->digest, "option %s.%s=%s\n", o->stage, o->name, o->value);
    }
    return WF_OK;
}

static enum wf_status
add_stage(struct builder *b, const struct wf_extractor *stage, void *library)
{
    wf_chain *chain = b->chain;

    if (chain->stage_count == WF_STAGES_MAX)
        return wf_error_set(b->err, WF_ECONFIG, NULL, 0, "more than %d stages", WF_STAGES_MAX);
    chain->libraries[chain->stage_count] = library;
    chain->stages[chain->stage_count++] = stage;
    wf_buffer_printf(&b->digest, "stage %s\n", stage->name);
    return WF_OK;
}

static enum wf_status
add_plugin(struct builder *b, const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const struct wf_extractor *stage;
    enum wf_status status;

    if (library == NULL)
        return wf_error_set(b->err, WF_ECONFIG, path, 0, "cannot load the plug-in: %s", dlerror());
    stage = dlsym(library, "wf_extractor_plugin");
    if (stage == NULL)
        status = wf_error_set(b->err, WF_EABI, path, 0, "exports no `wf_extractor_plugin`");
    else if (stage->abi_major != WF_ABI_MAJOR || stage->abi_minor > WF_ABI_MINOR ||
        stage->size > sizeof *stage)
        status = wf_error_set(b->err, WF_EABI, path, 0,
            "made for plug-in ABI %d.%d, this is %d.%d: build it against this version's headers",
            stage->abi_major, stage->abi_minor, WF_ABI_MAJOR, WF_ABI_MINOR);
    else
        status = digest_file(b, path, path);
    if (status == WF_OK)
        status = add_stage(b, stage, library);
    if (status != WF_OK)
        dlclose(library);
    return status;
}

static bool
is_disabled(const struct wf_chain_settings *settings, const char *name)
{
    for (const char *const *d = settings->disabled; d != NULL && *d != NULL; d++)
        if (strcmp(*d, name) == 0)
            return true;
    return false;
}

/* Built-in stages in their order; plug-ins stand before the one that gives identifiers, which is the last. */
static enum wf_status
collect_stages(struct builder *b)
{
    size_t count = sizeof built_in / sizeof built_in[0];
    enum wf_status status = WF_OK;

    for (const char *const *d = b->settings->disabled; d != NULL && *d != NULL; d++) {
        bool known = false;

        for (size_t i = 0; i < count; i++)
            known |= strcmp(*d, built_in[i]->name) == 0;
        if (!known)
            return wf_error_set(b->err, WF_ECONFIG, NULL, 0,
                "extractors.disabled: no stage `%s` (see `wirefact list extractors`)", *d);
    }
    for (size_t i = 0; i < count && status == WF_OK; i++) {
        if (built_in[i]->makes & WF_LAYER(IDS))
            for (const char *const *p = b->settings->plugins; status == WF_OK && p && *p; p++)
                status = add_plugin(b, *p);
        if (status == WF_OK && !is_disabled(b->settings, built_in[i]->name))
            status = add_stage(b, built_in[i], NULL);
    }
    return status;
}

static enum wf_status
check_layers(struct builder *b)
{
    static const char *const names[] = {
#define WF_LAYER_NAME(name, member, meaning) #member,
        WF_LAYER_MAP(WF_LAYER_NAME)
#undef WF_LAYER_NAME
    };
    uint64_t made = WF_LAYER(TOKENS) | WF_LAYER(MATCHES);

    for (unsigned i = 0; i < b->chain->stage_count; i++) {
        uint64_t missing = b->chain->stages[i]->needs & ~made;

        for (unsigned layer = 0; layer < WF_LAYER_COUNT; layer++)
            if (missing >> layer & 1u)
                return wf_error_set(b->err, WF_ECONFIG, NULL, 0,
                    "stage %s needs the layer `%s`, which no stage before it makes",
                    b->chain->stages[i]->name, names[layer]);
        made |= b->chain->stages[i]->makes;
    }
    return WF_OK;
}

static enum wf_status
start_stages(struct builder *b)
{
    wf_chain *chain = b->chain;
    struct wf_setup setup = { chain->lexicon, chain->data_path, option, rule, b->settings->rules, b };

    for (unsigned i = 0; i < chain->stage_count; i++) {
        enum wf_status status;

        b->stage = chain->stages[i];
        chain->started[i] = true;
        if (chain->stages[i]->init == NULL)
            continue;
        status = chain->stages[i]->init(&setup, &chain->states[i], b->err);
        if (status != WF_OK)
            return wf_error_set(b->err, status, chain->stages[i]->name, 0, "the stage cannot start: %s",
                wf_status_message(status));
    }
    return WF_OK;
}

/* confidence.txt: rule, tab, measured precision in thousandths, tab, number of cases. */
static enum wf_status
load_confidence(struct builder *b)
{
    char path[4096], line[512];
    enum wf_status status = WF_OK;
    int number = 0;
    FILE *in;

    (void)snprintf(path, sizeof path, "%s/confidence.txt", b->chain->data_path);
    in = fopen(path, "r");
    if (in == NULL)
        return errno == ENOENT ? WF_OK
                               : wf_error_set(b->err, WF_EIO, path, 0, "cannot open: %s", strerror(errno));
    while (status == WF_OK && fgets(line, sizeof line, in) != NULL) {
        char *tab = strchr(line, '\t');
        long value;

        number++;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        value = tab == NULL ? -1 : strtol(tab + 1, NULL, 10);
        if (value < 0 || value > 1000) {
            status = wf_error_set(b->err, WF_EDATA, path, number,
                "a line is rule, tab, precision in thousandths (0 to 1000), tab, cases");
            break;
        }
        *tab = '\0';
        for (unsigned i = 0; i < b->chain->rule_count; i++)
            if (strcmp(b->chain->rules[i]->name, line) == 0)
                b->chain->rules[i]->precision = (int16_t)value;
    }
    fclose(in);
    return status;
}

static wf_chain *
empty_chain(const struct wf_chain_settings *settings)
{
    wf_chain *chain = calloc(1, sizeof *chain);
    const char *path = settings->data_path;
    char standard[4352];

    if (chain == NULL)
        return NULL;
    if (path == NULL)
        path = wf_chain_data_path(standard, sizeof standard);
    chain->settings = *settings;
    chain->memory = wf_arena_new((size_t)64 * 1024 * 1024);
    chain->vocabulary = wf_vocabulary_new();
    if (chain->vocabulary != NULL)
        chain->lexicon = wf_lexicon_new(chain->vocabulary);
    if (chain->memory != NULL)
        chain->data_path = wf_arena_copy(chain->memory, path, strlen(path));
    if (chain->lexicon == NULL || chain->data_path == NULL) {
        wf_chain_free(chain);
        return NULL;
    }
    return chain;
}

wf_chain *
wf_chain_new(const struct wf_chain_settings *settings, struct wf_error *err)
{
    struct builder b = { .settings = settings, .err = err };
    enum wf_status status;

    b.chain = empty_chain(settings);
    if (b.chain == NULL) {
        (void)wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the chain");
        return NULL;
    }
    status = load_data(&b);
    if (status == WF_OK)
        status = collect_stages(&b);
    if (status == WF_OK)
        status = check_layers(&b);
    if (status == WF_OK)
        status = check_options(&b);
    if (status == WF_OK)
        status = start_stages(&b);
    if (status == WF_OK)
        status = load_confidence(&b);
    if (status == WF_OK && (b.digest.failed || !wf_lexicon_pack(b.chain->lexicon)))
        status = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the chain");
    if (status == WF_OK)
        wf_uuid_of(b.digest.data, b.digest.len, b.chain->digest);
    wf_buffer_free(&b.digest);
    if (status != WF_OK) {
        wf_chain_free(b.chain);
        return NULL;
    }
    return b.chain;
}

void
wf_chain_free(wf_chain *chain)
{
    if (chain == NULL)
        return;
    for (unsigned i = 0; i < chain->stage_count; i++)
        if (chain->started[i] && chain->stages[i]->fini != NULL)
            chain->stages[i]->fini(chain->states[i]);
    for (unsigned i = 0; i < chain->stage_count; i++)
        if (chain->libraries[i] != NULL)
            dlclose(chain->libraries[i]);
    wf_lexicon_free(chain->lexicon);
    wf_vocabulary_free(chain->vocabulary);
    wf_arena_free(chain->memory);
    free(chain);
}

const struct wf_extractor *const *
wf_chain_stages(const wf_chain *chain, unsigned *count)
{
    *count = chain->stage_count;
    return chain->stages;
}

const struct wf_rule *const *
wf_chain_rules(const wf_chain *chain, unsigned *count)
{
    *count = chain->rule_count;
    return (const struct wf_rule *const *)chain->rules;
}

const char *
wf_chain_digest(const wf_chain *chain)
{
    return chain->digest;
}

const wf_vocabulary *
wf_chain_vocabulary(const wf_chain *chain)
{
    return chain->vocabulary;
}

const wf_lexicon *
wf_chain_lexicon(const wf_chain *chain)
{
    return chain->lexicon;
}
