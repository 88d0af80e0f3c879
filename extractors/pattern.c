/* SPDX-License-Identifier: Apache-2.0 */
/* Matching of rule files; pattern_file.c reads them. */
#include "extractors/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "extractors/pattern_private.h"

/* One document's run. */
struct matcher {
    const wf_patterns *patterns;
    struct wf_run *run;
    struct wf_document *doc;
    enum wf_status (*found)(void *context, const struct wf_pattern_match *match);
    void *context;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

static void *
from_arena(PCRE2_SIZE size, void *arena)
{
    return wf_arena_alloc(arena, size);
}

static void
to_arena(void *memory, void *arena)
{
    (void)memory; /* given back with the document */
    (void)arena;
}

/* First token that ends after `byte`, from `t` on. */
static uint32_t
token_ending_after(const struct wf_document *doc, uint32_t t, uint32_t byte)
{
    while (t < doc->tokens.count && doc->tokens.items[t].end <= byte)
        t++;
    return t;
}

static enum wf_status
report(struct matcher *m, const struct wf_pattern_rule *rule, uint32_t base, uint32_t token)
{
    const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(m->data);
    struct wf_pattern_match match = { .rule = rule->rule, .layer = rule->layer, .type = rule->type };
    uint32_t start = base + (uint32_t)ovector[0], end = base + (uint32_t)ovector[1];
    uint32_t last = token_ending_after(m->doc, token, end - 1);

    if (start >= end || last >= m->doc->tokens.count)
        return WF_OK;
    match.at = wf_range_of(m->doc, token, last + 1);
    match.at.span = (struct wf_span){ start, end };
    for (unsigned i = 0; i < rule->assignment_count; i++) {
        unsigned group = rule->assignments[i].group;
        struct wf_slice value = rule->assignments[i].literal;

        if (group != 0 && ovector[2 * group] != PCRE2_UNSET)
            value = (struct wf_slice){ m->doc->text.reading.data + base + ovector[2 * group],
                ovector[2 * group + 1] - ovector[2 * group] };
        if (value.data == NULL)
            continue;
        match.assignments[match.assignment_count++] = rule->assignments[i].field;
        match.assignments[match.assignment_count++] = value;
    }
    return m->found(m->context, &match);
}

/* Try a rule whose trigger stands at `token`; the match must cover the trigger. */
static enum wf_status
try_rule(struct matcher *m, const struct wf_pattern_rule *rule, uint32_t token)
{
    const struct wf_token *tokens = m->doc->tokens.items;
    const struct wf_sentence *sentence = &m->doc->sentences.items[tokens[token].sentence];
    uint32_t base = tokens[sentence->first].start;
    uint32_t length = tokens[sentence->end - 1].end - base;
    uint32_t first = token - sentence->first > rule->back ? token - rule->back : sentence->first;

    for (uint32_t t = first; t <= token; t++) {
        int n;

        if (!wf_step(m->run, 20))
            return WF_OK;
        n = pcre2_match(rule->code, (PCRE2_SPTR)(m->doc->text.reading.data + base), length,
            tokens[t].start - base, PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK, m->data, m->limits);
        if (n > 0 && base + pcre2_get_ovector_pointer(m->data)[1] > tokens[token].start)
            return report(m, rule, base, t);
        if (n < 0 && n != PCRE2_ERROR_NOMATCH) {
            wf_document_warn(m->doc, "pattern-limit",
                (struct wf_span){ tokens[token].start, tokens[token].end },
                "rule %s gave up here (PCRE2 error %d)", rule->rule->name, n);
            return WF_OK;
        }
    }
    WF_TRACE(m->run, ((struct wf_span){ tokens[token].start, tokens[token].end }), rule->rule->name,
        "triggered, but its pattern does not match here");
    return WF_OK;
}

static enum wf_status
try_list(struct matcher *m, const struct wf_pattern_list *list, uint32_t token)
{
    for (unsigned i = 0; i < list->count; i++) {
        enum wf_status status = try_rule(m, m->patterns->rules.items[list->items[i]], token);

        if (status != WF_OK)
            return status;
    }
    return WF_OK;
}

static enum wf_status
at_token(struct matcher *m, uint32_t token)
{
    const wf_patterns *p = m->patterns;
    const struct wf_matches *matches = m->doc->matches;
    uint32_t word = m->doc->tokens.items[token].word;
    enum wf_status status = WF_OK;

    if (word / 64 < p->triggers.count && (p->triggers.items[word / 64] >> (word % 64) & 1u) != 0)
        status = try_list(m, &p->by_word.items[word], token);
    for (uint32_t i = matches->starts[token]; status == WF_OK && i < matches->starts[token + 1]; i++) {
        uint16_t class_id = matches->items.items[i].class_id;
        bool seen = false;

        if (class_id >= p->by_class.count || p->by_class.items[class_id].count == 0)
            continue;
        for (uint32_t k = matches->starts[token]; k < i; k++)
            seen |= matches->items.items[k].class_id == class_id;
        if (!seen)
            status = try_list(m, &p->by_class.items[class_id], token);
    }
    return status;
}

enum wf_status
wf_patterns_run(const wf_patterns *patterns, struct wf_run *run, struct wf_document *doc,
    enum wf_status (*found)(void *context, const struct wf_pattern_match *match), void *context,
    struct wf_error *err)
{
    struct matcher m = { patterns, run, doc, found, context, NULL, NULL };
    pcre2_general_context *memory;
    enum wf_status status = WF_OK;

    if (patterns->rules.count == 0)
        return WF_OK;
    memory = pcre2_general_context_create(from_arena, to_arena, doc->arena);
    if (memory != NULL) {
        m.data = pcre2_match_data_create(WF_PATTERN_GROUPS_MAX + 1, memory);
        m.limits = pcre2_match_context_create(memory);
    }
    if (m.data == NULL || m.limits == NULL)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for matching patterns (limits.memory)");
    pcre2_set_match_limit(m.limits, WF_PATTERN_MATCH_LIMIT);
    pcre2_set_depth_limit(m.limits, WF_PATTERN_DEPTH_LIMIT);
    for (uint32_t t = 0; t < doc->tokens.count && status == WF_OK && !run->exhausted; t++)
        status = at_token(&m, t);
    return status;
}
