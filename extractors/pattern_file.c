/* SPDX-License-Identifier: Apache-2.0 */
/* Rule files: blocks of `key: value` lines. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/utf8.h"
#include "extractors/pattern_private.h"

#define FILE_MAX ((size_t)4 * 1024 * 1024)

enum key { KEY_RULE, KEY_TRIGGER, KEY_PATTERN, KEY_BACK, KEY_LAYER, KEY_TYPE, KEY_SET, KEY_COUNT };

static const char *const keys[KEY_COUNT] = { "rule", "trigger", "pattern", "back", "layer", "type", "set" };
static const char *const layers[] = { "entity", "figure", "date", "event", "agreement", "mask" };

/* A file while it is read. */
struct reader {
    wf_patterns *patterns;
    struct wf_setup *setup;
    const char *path;
    int line;                         /* of the line in hand */
    int lines[KEY_COUNT];             /* where a key of this block stands, 0 where it is missing */
    int columns[KEY_COUNT];
    struct wf_slice values[KEY_COUNT];
    struct wf_error *err;
};

wf_patterns *
wf_patterns_new(void)
{
    wf_patterns *p = calloc(1, sizeof *p);

    if (p == NULL)
        return NULL;
    p->memory = wf_arena_new((size_t)64 * 1024 * 1024);
    if (p->memory == NULL) {
        free(p);
        return NULL;
    }
    return p;
}

void
wf_patterns_free(wf_patterns *p)
{
    if (p == NULL)
        return;
    for (unsigned i = 0; i < p->rules.count; i++)
        pcre2_code_free(p->rules.items[i]->code);
    wf_arena_free(p->memory);
    free(p);
}

static enum wf_status
no_memory(struct reader *r)
{
    return wf_error_set(r->err, WF_ENOMEM, r->path, r->line, "no memory for the rules");
}

static struct wf_slice
trim(struct wf_slice s)
{
    while (s.len > 0 && strchr(" \t\r", s.data[0]) != NULL)
        s.data++, s.len--;
    while (s.len > 0 && strchr(" \t\r", s.data[s.len - 1]) != NULL)
        s.len--;
    return s;
}

static struct wf_slice
cut(struct wf_slice s, char stop, struct wf_slice *rest)
{
    const char *at = s.len == 0 ? NULL : memchr(s.data, stop, s.len);

    *rest = WF_SLICE_NONE;
    if (at == NULL)
        return s;
    *rest = (struct wf_slice){ at + 1, s.len - (size_t)(at + 1 - s.data) };
    return (struct wf_slice){ s.data, (size_t)(at - s.data) };
}

static const char *
copy(struct reader *r, struct wf_slice s)
{
    return wf_arena_copy(r->patterns->memory, s.data, s.len);
}

/* Put rule `index` on the list of word or class `id`. */
static bool
list_rule(wf_patterns *p, void *vector, uint32_t id, uint32_t index)
{
    WF_VECTOR(struct wf_pattern_list) *lists = vector;
    uint32_t *place;

    while (lists->count <= id) {
        struct wf_pattern_list *fresh = wf_vector_push(p->memory, lists);

        if (fresh == NULL)
            return false;
        *fresh = (struct wf_pattern_list){ NULL, 0, 0 };
    }
    place = wf_vector_push(p->memory, &lists->items[id]);
    if (place == NULL)
        return false;
    *place = index;
    return true;
}

static bool
list_word(wf_patterns *p, uint32_t id, uint32_t index)
{
    if (id == WF_WORD_NONE)
        return true; /* longer than any word: never met */
    while (p->triggers.count <= id / 64) {
        uint64_t *fresh = wf_vector_push(p->memory, &p->triggers);

        if (fresh == NULL)
            return false;
        *fresh = 0;
    }
    p->triggers.items[id / 64] |= UINT64_C(1) << (id % 64);
    return list_rule(p, &p->by_word, id, index);
}

static enum wf_status
add_triggers(struct reader *r, uint32_t index)
{
    wf_patterns *p = r->patterns;

    for (struct wf_slice rest = r->values[KEY_TRIGGER], word; rest.data != NULL;) {
        const char *text;
        bool listed;

        word = trim(cut(rest, '|', &rest));
        text = copy(r, word);
        if (text == NULL)
            return no_memory(r);
        if (word.len == 0)
            return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_TRIGGER], "an empty trigger word");
        if (strncmp(text, "class:", 6) == 0)
            listed = list_rule(p, &p->by_class, wf_lexicon_class(r->setup->lexicon, text + 6), index);
        else
            listed = list_word(p, wf_lexicon_word(r->setup->lexicon, text), index);
        if (!listed)
            return no_memory(r);
    }
    return WF_OK;
}

static enum wf_status
compile(struct reader *r, struct wf_pattern_rule *rule)
{
    struct wf_slice text = r->values[KEY_PATTERN];
    PCRE2_SIZE at = 0;
    uint32_t groups = 0;
    int code = 0;

    rule->code = pcre2_compile((PCRE2_SPTR)text.data, text.len, PCRE2_UTF | PCRE2_UCP, &code, &at, NULL);
    if (rule->code == NULL) {
        char message[200];

        (void)pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
        return wf_error_at(r->err, WF_EDATA, r->path, r->lines[KEY_PATTERN],
            r->columns[KEY_PATTERN] + (int)at, "the pattern cannot be compiled: %s", message);
    }
    (void)pcre2_pattern_info(rule->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups > WF_PATTERN_GROUPS_MAX)
        return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_PATTERN],
            "the pattern has %u groups, at most %d are allowed", groups, WF_PATTERN_GROUPS_MAX);
    (void)pcre2_jit_compile(rule->code, PCRE2_JIT_COMPLETE); /* without JIT it is only slower */
    return WF_OK;
}

/* `set: field=(?<group>), field=words`. */
static enum wf_status
add_assignments(struct reader *r, struct wf_pattern_rule *rule)
{
    for (struct wf_slice rest = r->values[KEY_SET]; rest.data != NULL;) {
        struct wf_slice value, field = trim(cut(trim(cut(rest, ',', &rest)), '=', &value));
        unsigned n = rule->assignment_count;

        value = trim(value);
        if (field.len == 0 || value.len == 0 || n == 4)
            return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_SET],
                "`set:` is at most four of field=(?<group>) or field=word, separated by commas");
        rule->assignments[n].field = field;
        rule->assignments[n].literal = value;
        if (value.len > 4 && memcmp(value.data, "(?<", 3) == 0) {
            char name[33];
            int group = 0;

            if (value.len - 5 < sizeof name && value.data[value.len - 1] == ')' &&
                value.data[value.len - 2] == '>') {
                memcpy(name, value.data + 3, value.len - 5);
                name[value.len - 5] = '\0';
                group = pcre2_substring_number_from_name(rule->code, (PCRE2_SPTR)name);
            }
            if (group <= 0)
                return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_SET],
                    "the pattern has no group `%.*s`", (int)value.len, value.data);
            rule->assignments[n].group = (unsigned)group;
            rule->assignments[n].literal = WF_SLICE_NONE;
        }
        rule->assignment_count++;
    }
    return WF_OK;
}

static enum wf_status
check_block(struct reader *r)
{
    bool known = false;

    for (int key = KEY_RULE; key < KEY_COUNT; key++)
        if (r->lines[key] == 0 && key != KEY_BACK && key != KEY_SET && key != KEY_TYPE)
            return wf_error_set(r->err, WF_EDATA, r->path, r->line, "the rule above has no `%s:`", keys[key]);
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
        known |= wf_slice_is(r->values[KEY_LAYER], layers[i]);
    if (!known)
        return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_LAYER],
            "`layer:` is entity, figure, date, event, agreement or mask, not `%.*s`",
            (int)r->values[KEY_LAYER].len, r->values[KEY_LAYER].data);
    if (wf_slice_is(r->values[KEY_LAYER], "entity") && wf_entity_type_of(r->values[KEY_TYPE]) == WF_ENTITY_NONE)
        return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_LAYER],
            "a rule of layer entity needs a `type:` such as ORG or LAW");
    return WF_OK;
}

static enum wf_status
end_block(struct reader *r)
{
    struct wf_pattern_rule *rule, **listed;
    const char *name;
    enum wf_status status;
    bool any = false;

    for (int key = KEY_RULE; key < KEY_COUNT; key++)
        any |= r->lines[key] != 0;
    if (!any)
        return WF_OK;
    status = check_block(r);
    if (status != WF_OK)
        return status;
    rule = wf_arena_zalloc(r->patterns->memory, sizeof *rule);
    name = copy(r, r->values[KEY_RULE]);
    if (rule == NULL || name == NULL)
        return no_memory(r);
    rule->rule = r->setup->rule(r->setup, name);
    rule->layer = r->values[KEY_LAYER];
    rule->type = r->values[KEY_TYPE];
    for (size_t i = 0; i < r->values[KEY_BACK].len; i++) {
        char c = r->values[KEY_BACK].data[i];

        rule->back = c >= '0' && c <= '9' ? rule->back * 10 + (uint32_t)(c - '0') : UINT32_MAX;
        if (rule->back > WF_PATTERN_BACK_MAX)
            return wf_error_set(r->err, WF_EDATA, r->path, r->lines[KEY_BACK],
                "`back:` is a number of tokens, at most %u", WF_PATTERN_BACK_MAX);
    }
    status = compile(r, rule);
    listed = rule->code == NULL ? NULL : wf_vector_push(r->patterns->memory, &r->patterns->rules);
    if (status == WF_OK && (listed == NULL || rule->rule == NULL)) {
        pcre2_code_free(rule->code);
        return no_memory(r);
    }
    if (listed != NULL)
        *listed = rule; /* freed with the patterns from here on */
    if (status == WF_OK)
        status = add_assignments(r, rule);
    if (status == WF_OK)
        status = add_triggers(r, r->patterns->rules.count - 1);
    memset(r->lines, 0, sizeof r->lines);
    memset(r->values, 0, sizeof r->values);
    return status;
}

static enum wf_status
read_line(struct reader *r, struct wf_slice line)
{
    struct wf_slice value, key = trim(cut(line, ':', &value));

    for (int i = KEY_RULE; i < KEY_COUNT; i++) {
        if (!wf_slice_is(key, keys[i]) || value.data == NULL)
            continue;
        if (r->lines[i] != 0)
            return wf_error_set(r->err, WF_EDATA, r->path, r->line, "a second `%s:` in one rule", keys[i]);
        r->lines[i] = r->line;
        r->values[i] = trim(value);
        r->columns[i] = (int)(r->values[i].data - line.data) + 1;
        return WF_OK;
    }
    return wf_error_set(r->err, WF_EDATA, r->path, r->line,
        "a line is one of rule, trigger, pattern, back, layer, type, set, a colon and a value");
}

static enum wf_status
read_rules(struct reader *r, struct wf_slice rest)
{
    enum wf_status status = WF_OK;

    while (rest.data != NULL && status == WF_OK) {
        struct wf_slice line = cut(rest, '\n', &rest);

        r->line++;
        if (line.len > 0 && line.data[0] == '#')
            continue;
        status = trim(line).len == 0 ? end_block(r) : read_line(r, line);
    }
    return status == WF_OK ? end_block(r) : status;
}

enum wf_status
wf_patterns_load(wf_patterns *patterns, struct wf_setup *setup, const char *path, struct wf_error *err)
{
    struct reader r = { .patterns = patterns, .setup = setup, .path = path, .err = err };
    struct wf_buffer content = WF_BUFFER_INIT;
    enum wf_status status = WF_OK;
    char part[16384];
    size_t n;
    FILE *in = fopen(path, "rb");

    if (in == NULL)
        return wf_error_set(err, WF_EDATA, path, 0, "cannot open the rules: %s", strerror(errno));
    while ((n = fread(part, 1, sizeof part, in)) > 0 && content.len <= FILE_MAX)
        wf_buffer_append(&content, part, n);
    if (ferror(in))
        status = wf_error_set(err, WF_EIO, path, 0, "cannot read the rules: %s", strerror(errno));
    else if (content.len > FILE_MAX)
        status = wf_error_set(err, WF_EDATA, path, 0, "larger than 4 MiB");
    else if (wf_utf8_valid(content.data == NULL ? "" : content.data, content.len) != content.len)
        status = wf_error_set(err, WF_EDATA, path, 0, "not valid UTF-8");
    fclose(in);
    if (status == WF_OK) {
        char *kept = wf_arena_copy(patterns->memory, content.data, content.len);

        status = kept == NULL || content.failed
            ? no_memory(&r)
            : read_rules(&r, (struct wf_slice){ kept, content.len });
    }
    wf_buffer_free(&content);
    return status;
}
