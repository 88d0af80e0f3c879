/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a lexicon: header lines, variants, inflection. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/utf8.h"
#include "extractors/inflect.h"
#include "extractors/lexicon_private.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)

enum inflect_rule { INFLECT_NONE, INFLECT_NOUN, INFLECT_VERB };

/* A file while it is read. */
struct reader {
    wf_lexicon *lex;
    const char *name;
    int line;
    uint16_t class_id;
    enum wf_case_rule case_rule;
    enum inflect_rule inflect;
    bool source, licence;
    struct wf_error *err;
};

/* A variant cut into tokens. */
struct phrase {
    struct wf_slice text;
    struct wf_slice words[WF_PHRASE_WORDS_MAX];
    uint32_t capitals;
    unsigned count;
};

static enum wf_status
bad(struct reader *r, const char *what, struct wf_slice where)
{
    return wf_error_set(r->err, WF_EDATA, r->name, r->line, "%s: `%.*s`", what,
        (int)(where.len > 80 ? 80 : where.len), where.data == NULL ? "" : where.data);
}

static enum wf_status
no_memory(struct reader *r)
{
    return wf_error_set(r->err, WF_ENOMEM, r->name, r->line, "no memory for the lexicon");
}

static struct wf_slice
trim(struct wf_slice s)
{
    while (s.len > 0 && (s.data[0] == ' ' || s.data[0] == '\r'))
        s.data++, s.len--;
    while (s.len > 0 && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\r'))
        s.len--;
    return s;
}

/* What stands before the first `stop`; *rest gets what follows it, none where there is no `stop`. */
static struct wf_slice
cut(struct wf_slice s, char stop, struct wf_slice *rest)
{
    const char *at = s.len == 0 ? NULL : memchr(s.data, stop, s.len);

    if (at == NULL) {
        *rest = WF_SLICE_NONE;
        return s;
    }
    *rest = (struct wf_slice){ at + 1, s.len - (size_t)(at + 1 - s.data) };
    return (struct wf_slice){ s.data, (size_t)(at - s.data) };
}

static enum wf_status
split_phrase(struct reader *r, struct wf_slice text, struct phrase *out)
{
    struct wf_document doc;
    struct wf_block *block;
    enum wf_status status;

    wf_document_reset(&doc, r->lex->scratch);
    doc.text.reading = text;
    block = wf_vector_push(doc.arena, &doc.text.blocks);
    if (block == NULL)
        return no_memory(r);
    *block = (struct wf_block){ { 0, (uint32_t)text.len }, WF_BLOCK_PARAGRAPH, 0 };
    status = wf_scan_tokens(&doc, r->lex->vocabulary, 0, r->err);
    if (status != WF_OK)
        return status;
    if (doc.tokens.count == 0 || doc.tokens.count > WF_PHRASE_WORDS_MAX)
        return bad(r, "a phrase must have 1 to 24 words", text);
    out->text = text;
    out->count = doc.tokens.count;
    out->capitals = 0;
    for (unsigned i = 0; i < out->count; i++) {
        out->words[i] = wf_token_text(&doc, i);
        if (out->words[i].len > WF_WORD_MAX)
            return bad(r, "a word is too long", out->words[i]);
        if (doc.tokens.items[i].flags & WF_TOKEN_CAPITAL)
            out->capitals |= 1u << i;
    }
    return WF_OK;
}

/* Insert a phrase, with word `changed` (or none: UINT32_MAX) replaced by `form`. */
static enum wf_status
insert(struct reader *r, const struct wf_lexicon_entry *entry, const struct phrase *p, unsigned changed,
    struct wf_slice form, enum wf_inflection inflection)
{
    uint32_t words[WF_PHRASE_WORDS_MAX];

    for (unsigned i = 0; i < p->count; i++) {
        struct wf_slice word = i == changed ? form : p->words[i];

        words[i] = wf_vocabulary_add(r->lex->vocabulary, word.data, word.len);
        if (words[i] == WF_WORD_NONE)
            return no_memory(r);
    }
    if (!wf_lexicon_insert(r->lex, entry, words, p->count, p->text, p->capitals, inflection))
        return no_memory(r);
    return WF_OK;
}

static enum wf_status
insert_inflected(struct reader *r, const struct wf_lexicon_entry *entry, const struct phrase *p,
    unsigned explicit_forms)
{
    static const struct {
        enum inflect_rule rule;
        enum wf_inflection inflection;
        size_t (*make)(const char *, size_t, char *, size_t);
    } forms[] = {
        { INFLECT_NOUN, WF_INFLECTION_PLURAL, wf_inflect_s },
        { INFLECT_VERB, WF_INFLECTION_S, wf_inflect_s },
        { INFLECT_VERB, WF_INFLECTION_ED, wf_inflect_ed },
        { INFLECT_VERB, WF_INFLECTION_ING, wf_inflect_ing },
    };
    unsigned at = r->inflect == INFLECT_NOUN ? p->count - 1 : 0;

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char folded[WF_WORD_MAX], form[WF_WORD_MAX];
        enum wf_status status;
        size_t len;

        if (forms[i].rule != r->inflect || (explicit_forms >> forms[i].inflection & 1u) != 0)
            continue;
        len = wf_utf8_fold(p->words[at].data, p->words[at].len, folded, sizeof folded);
        len = forms[i].make(folded, len, form, sizeof form);
        if (len == 0)
            continue;
        status = insert(r, entry, p, at, (struct wf_slice){ form, len }, forms[i].inflection);
        if (status != WF_OK)
            return status;
    }
    return WF_OK;
}

/* `took#ed`: the form named after the `#`, which is cut off; base where there is none. */
static enum wf_status
explicit_form(struct reader *r, struct wf_slice *variant, enum wf_inflection *out)
{
    static const char *const names[] = { "base", "plural", "s", "ed", "ing" };
    struct wf_slice form;

    *variant = cut(*variant, '#', &form);
    *out = WF_INFLECTION_BASE;
    if (form.data == NULL)
        return WF_OK;
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (wf_slice_is(form, names[i])) {
            *out = (enum wf_inflection)i;
            return WF_OK;
        }
    return bad(r, "a form after `#` is one of base, plural, s, ed, ing", form);
}

static enum wf_status
add_variants(struct reader *r, struct wf_lexicon_entry *entry, struct wf_slice variants)
{
    unsigned explicit_forms = 0;
    bool first = true;

    for (struct wf_slice rest = variants, variant; rest.data != NULL;) {
        enum wf_inflection form;
        enum wf_status status;

        variant = cut(rest, '|', &rest);
        status = explicit_form(r, &variant, &form);
        if (status != WF_OK)
            return status;
        explicit_forms |= form == WF_INFLECTION_BASE ? 0 : 1u << form;
    }
    for (struct wf_slice rest = variants, variant; rest.data != NULL;) {
        enum wf_inflection form;
        struct phrase phrase;
        enum wf_status status;

        variant = trim(cut(rest, '|', &rest));
        status = explicit_form(r, &variant, &form);
        if (status == WF_OK)
            status = split_phrase(r, variant, &phrase);
        if (status == WF_OK)
            status = insert(r, entry, &phrase, UINT32_MAX, WF_SLICE_NONE, form);
        if (status == WF_OK && form == WF_INFLECTION_BASE)
            status = insert_inflected(r, entry, &phrase, explicit_forms);
        if (status != WF_OK)
            return status;
        if (first) {
            entry->canonical = variant;
            entry->words = (uint8_t)phrase.count;
            first = false;
        }
    }
    return WF_OK;
}

static enum wf_status
add_entry(struct reader *r, struct wf_slice line)
{
    struct wf_lexicon_entry *entry;
    const struct wf_lexicon_entry **listed;
    struct wf_slice variants, value, attributes;
    struct wf_lexicon_class *class_;

    if (!r->source || !r->licence)
        return bad(r, "`# source:` and `# licence:` must stand above the first entry", line);
    variants = trim(cut(line, '\t', &value));
    if (value.data != NULL)
        value = cut(value, '\t', &attributes);
    else
        attributes = WF_SLICE_NONE;
    if (variants.len == 0)
        return bad(r, "an entry begins with a word", line);
    class_ = &r->lex->classes.items[r->class_id];
    entry = wf_arena_zalloc(r->lex->memory, sizeof *entry);
    listed = wf_vector_push(r->lex->memory, &class_->entries);
    if (entry == NULL || listed == NULL)
        return no_memory(r);
    *listed = entry;
    entry->class_id = r->class_id;
    entry->case_rule = (uint8_t)r->case_rule;
    entry->index = class_->entries.count - 1;
    entry->value = value.data == NULL ? WF_SLICE("") : trim(value);
    entry->attributes = attributes.data == NULL ? WF_SLICE("") : trim(attributes);
    return add_variants(r, entry, variants);
}

/* `# key: value`; any other comment is left alone. */
static enum wf_status
read_header(struct reader *r, struct wf_slice line)
{
    static const char *const cases[] = { "fold", "capital", "exact" };
    static const char *const inflections[] = { "none", "noun", "verb" };
    struct wf_slice value;
    struct wf_slice key = trim(cut((struct wf_slice){ line.data + 1, line.len - 1 }, ':', &value));

    if (value.data == NULL)
        return WF_OK;
    value = trim(value);
    if (wf_slice_is(key, "class")) {
        char name[64];

        if (value.len == 0 || value.len >= sizeof name)
            return bad(r, "the name of a class has 1 to 63 bytes", value);
        memcpy(name, value.data, value.len);
        name[value.len] = '\0';
        r->class_id = wf_lexicon_class(r->lex, name);
        return r->class_id == UINT16_MAX ? no_memory(r) : WF_OK;
    }
    r->source |= wf_slice_is(key, "source") && value.len > 0;
    r->licence |= wf_slice_is(key, "licence") && value.len > 0;
    if (wf_slice_is(key, "case")) {
        for (unsigned i = 0; i < 3; i++)
            if (wf_slice_is(value, cases[i])) {
                r->case_rule = (enum wf_case_rule)i;
                return WF_OK;
            }
        return bad(r, "`# case:` is fold, capital or exact", value);
    }
    if (wf_slice_is(key, "inflect")) {
        for (unsigned i = 0; i < 3; i++)
            if (wf_slice_is(value, inflections[i])) {
                r->inflect = (enum inflect_rule)i;
                return WF_OK;
            }
        return bad(r, "`# inflect:` is none, noun or verb", value);
    }
    return WF_OK;
}

/* Class of a file without a `# class:` line: its name without folder and ending. */
static uint16_t
class_of_name(wf_lexicon *lex, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    char name[64];
    size_t len = strcspn(base, ".");

    if (len >= sizeof name)
        len = sizeof name - 1;
    memcpy(name, base, len);
    name[len] = '\0';
    return wf_lexicon_class(lex, name);
}

enum wf_status
wf_lexicon_read(wf_lexicon *lex, const char *name, const char *data, size_t len, struct wf_error *err)
{
    struct reader r = { .lex = lex, .name = name, .err = err };
    struct wf_slice rest;

    if (wf_utf8_valid(data, len) != len)
        return wf_error_set(err, WF_EDATA, name, 0, "not valid UTF-8 at byte %zu",
            wf_utf8_valid(data, len));
    rest.data = wf_arena_copy(lex->memory, data, len); /* entries point into it */
    rest.len = len;
    r.class_id = class_of_name(lex, name);
    if (rest.data == NULL || r.class_id == UINT16_MAX)
        return no_memory(&r);
    while (rest.data != NULL) {
        struct wf_slice line = cut(rest, '\n', &rest);
        enum wf_status status = WF_OK;

        r.line++;
        if (line.len > 0 && line.data[0] == '#')
            status = read_header(&r, line);
        else if (trim(line).len > 0)
            status = add_entry(&r, line);
        if (status != WF_OK)
            return status;
    }
    return WF_OK;
}

enum wf_status
wf_lexicon_load(wf_lexicon *lex, const char *path, struct wf_error *err)
{
    struct wf_buffer content = WF_BUFFER_INIT;
    enum wf_status status = WF_OK;
    char part[16384];
    size_t n;
    FILE *in;

    in = fopen(path, "rb");
    if (in == NULL)
        return wf_error_set(err, WF_EDATA, path, 0, "cannot open the lexicon: %s", strerror(errno));
    while ((n = fread(part, 1, sizeof part, in)) > 0 && content.len <= FILE_MAX)
        wf_buffer_append(&content, part, n);
    if (ferror(in))
        status = wf_error_set(err, WF_EIO, path, 0, "cannot read the lexicon: %s", strerror(errno));
    else if (content.len > FILE_MAX)
        status = wf_error_set(err, WF_EDATA, path, 0, "larger than 64 MiB");
    else if (content.failed)
        status = wf_error_set(err, WF_ENOMEM, path, 0, "no memory for the lexicon");
    else
        status = wf_lexicon_read(lex, path, content.data == NULL ? "" : content.data, content.len, err);
    fclose(in);
    wf_buffer_free(&content);
    return status;
}
