/* SPDX-License-Identifier: Apache-2.0 */
/* The trie and its walk; the file format is in lexicon_file.c. */
#include "extractors/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "document/fetch.h"
#include "extractors/lexicon_private.h"

wf_lexicon *
wf_lexicon_new(wf_vocabulary *vocabulary)
{
    wf_lexicon *lex = calloc(1, sizeof *lex);

    if (lex == NULL)
        return NULL;
    lex->vocabulary = vocabulary;
    lex->memory = wf_arena_new(SIZE_MAX / 2);
    lex->ends = wf_arena_new(SIZE_MAX / 2);
    lex->scratch = wf_arena_new((size_t)16 * 1024 * 1024);
    lex->edge_mask = 4096 - 1;
    lex->edges = calloc(lex->edge_mask + 1, sizeof *lex->edges);
    if (lex->memory == NULL || lex->ends == NULL || lex->scratch == NULL || lex->edges == NULL) {
        wf_lexicon_free(lex);
        return NULL;
    }
    return lex;
}

void
wf_lexicon_free(wf_lexicon *lex)
{
    if (lex == NULL)
        return;
    free(lex->edges);
    wf_arena_free(lex->memory);
    wf_arena_free(lex->ends);
    wf_arena_free(lex->scratch);
    free(lex);
}

uint16_t
wf_lexicon_class(wf_lexicon *lex, const char *name)
{
    struct wf_lexicon_class *class_;

    for (uint32_t i = 0; i < lex->classes.count; i++)
        if (wf_slice_is(lex->classes.items[i].name, name))
            return (uint16_t)i;
    if (lex->classes.count >= UINT16_MAX)
        return UINT16_MAX;
    class_ = wf_vector_push(lex->memory, &lex->classes);
    if (class_ == NULL)
        return UINT16_MAX;
    memset(class_, 0, sizeof *class_);
    class_->name = wf_slice_of(wf_arena_copy(lex->memory, name, strlen(name)));
    return (uint16_t)(lex->classes.count - 1);
}

uint16_t
wf_lexicon_class_count(const wf_lexicon *lex)
{
    return (uint16_t)lex->classes.count;
}

const char *
wf_lexicon_class_name(const wf_lexicon *lex, uint16_t class_id)
{
    return class_id < lex->classes.count ? lex->classes.items[class_id].name.data : "";
}

const struct wf_lexicon_entry *const *
wf_lexicon_entries(const wf_lexicon *lex, uint16_t class_id, uint32_t *count)
{
    if (class_id >= lex->classes.count) {
        *count = 0;
        return NULL;
    }
    *count = lex->classes.items[class_id].entries.count;
    return lex->classes.items[class_id].entries.items;
}

uint32_t
wf_lexicon_word(wf_lexicon *lex, const char *word)
{
    return wf_vocabulary_add(lex->vocabulary, word, strlen(word));
}

struct wf_slice
wf_entry_attribute(const struct wf_lexicon_entry *entry, const char *key)
{
    const char *p = entry->attributes.data, *end = p + entry->attributes.len;
    size_t n = strlen(key);

    while (p < end) {
        const char *stop = memchr(p, ' ', (size_t)(end - p));

        if (stop == NULL)
            stop = end;
        if ((size_t)(stop - p) > n && p[n] == '=' && memcmp(p, key, n) == 0)
            return (struct wf_slice){ p + n + 1, (size_t)(stop - p) - n - 1 };
        p = stop < end ? stop + 1 : end;
    }
    return WF_SLICE_NONE;
}

static uint32_t
edge_hash(uint32_t node, uint32_t word)
{
    uint64_t h = ((uint64_t)node << 32 | word) * UINT64_C(0x9e3779b97f4a7c15);

    return (uint32_t)(h >> 32);
}

/* The edge (node, word), or the free place for it. */
static struct wf_lexicon_edge *
edge_of(const wf_lexicon *lex, uint32_t node, uint32_t word)
{
    uint32_t i = edge_hash(node, word) & lex->edge_mask;

    while (lex->edges[i].child != 0 && (lex->edges[i].node != node || lex->edges[i].word != word))
        i = (i + 1) & lex->edge_mask;
    return &lex->edges[i];
}

static bool
grow_edges(wf_lexicon *lex)
{
    struct wf_lexicon_edge *old = lex->edges;
    uint32_t count = lex->edge_mask + 1;
    struct wf_lexicon_edge *larger = calloc((size_t)count * 2, sizeof *larger);

    if (larger == NULL)
        return false;
    lex->edges = larger;
    lex->edge_mask = count * 2 - 1;
    for (uint32_t i = 0; i < count; i++)
        if (old[i].child != 0)
            *edge_of(lex, old[i].node, old[i].word) = old[i];
    free(old);
    return true;
}

/* Node 0 is the root; its children are found by word alone, in `roots`. */
static uint32_t
child_made(wf_lexicon *lex, uint32_t node, uint32_t word)
{
    uint32_t *place;

    if (node == 0) {
        while (lex->roots.count <= word) {
            uint32_t *fresh = wf_vector_push(lex->memory, &lex->roots);

            if (fresh == NULL)
                return 0;
            *fresh = 0;
        }
        place = &lex->roots.items[word];
    } else {
        struct wf_lexicon_edge *edge;

        if (lex->edge_count >= lex->edge_mask / 2 && !grow_edges(lex))
            return 0;
        edge = edge_of(lex, node, word);
        if (edge->child == 0) {
            edge->node = node;
            edge->word = word;
            lex->edge_count++;
        }
        place = &edge->child;
    }
    if (*place == 0) {
        struct wf_lexicon_node *fresh = wf_vector_push(lex->memory, &lex->nodes);

        if (fresh == NULL)
            return 0;
        *fresh = (struct wf_lexicon_node){ NULL, 0 };
        if (node != 0)
            lex->nodes.items[node - 1].children |= WF_LEXICON_CHILD_BIT(word);
        *place = lex->nodes.count; /* ids are one more than the index: 0 stands for none */
    }
    return *place;
}

bool
wf_lexicon_insert(wf_lexicon *lex, const struct wf_lexicon_entry *entry, const uint32_t *words,
    unsigned count, struct wf_slice surface, uint32_t capitals, enum wf_inflection inflection)
{
    struct wf_lexicon_end *end;
    uint32_t node = 0;

    for (unsigned i = 0; i < count; i++) {
        node = child_made(lex, node, words[i]);
        if (node == 0)
            return false;
    }
    for (end = lex->nodes.items[node - 1].ends; end != NULL; end = end->next)
        if (end->entry == entry && end->capitals == capitals)
            return true; /* two variants that fold to the same words */
    end = wf_arena_alloc(lex->ends, sizeof *end);
    if (end == NULL)
        return false;
    *end = (struct wf_lexicon_end){ entry, surface, capitals, (uint8_t)inflection, entry->case_rule, entry->class_id,
        lex->nodes.items[node - 1].ends };
    lex->nodes.items[node - 1].ends = end;
    return true;
}

bool
wf_lexicon_pack(wf_lexicon *lex)
{
    wf_arena *packed = wf_arena_new(SIZE_MAX / 2);

    for (unsigned i = 0; packed != NULL && i < lex->nodes.count; i++) {
        struct wf_lexicon_end *end = lex->nodes.items[i].ends, *moved;
        size_t count = 0;

        for (const struct wf_lexicon_end *e = end; e != NULL; e = e->next)
            count++;
        if (count == 0)
            continue;
        moved = wf_arena_alloc(packed, count * sizeof *moved);
        if (moved == NULL) {
            wf_arena_free(packed);
            return false;
        }
        lex->nodes.items[i].ends = moved;
        for (size_t k = 0; k < count; k++, end = end->next) {
            moved[k] = *end;
            moved[k].next = k + 1 < count ? &moved[k + 1] : NULL;
        }
    }
    if (packed == NULL)
        return false;
    wf_arena_free(lex->ends);
    lex->ends = packed;
    return true;
}

/* Compare the tokens with the variant letter by letter, white space left out. */
static bool
same_letters(const struct wf_document *doc, uint32_t first, uint32_t end, struct wf_slice surface)
{
    size_t at = 0;

    for (uint32_t t = first; t < end; t++) {
        struct wf_slice token = wf_token_text(doc, t);

        while (at < surface.len && surface.data[at] == ' ')
            at++;
        if (token.len > surface.len - at || memcmp(token.data, surface.data + at, token.len) != 0)
            return false;
        at += token.len;
    }
    return at == surface.len;
}

static bool
case_fits(const struct wf_document *doc, uint32_t first, uint32_t end, const struct wf_lexicon_end *e)
{
    if (e->case_rule == WF_CASE_FOLD)
        return true;
    if (e->case_rule == WF_CASE_EXACT)
        return same_letters(doc, first, end, e->surface);
    for (uint32_t t = first; t < end && t - first < 32; t++)
        if ((e->capitals >> (t - first) & 1u) != 0 && !(doc->tokens.items[t].flags & WF_TOKEN_CAPITAL))
            return false;
    return true;
}

static uint32_t
root_of(const wf_lexicon *lex, const struct wf_document *doc, uint32_t t)
{
    return t < doc->tokens.count && doc->tokens.items[t].word < lex->roots.count
        ? lex->roots.items[doc->tokens.items[t].word]
        : 0;
}

/* All entries that begin at token t, longest first. */
static bool
match_at(const wf_lexicon *lex, struct wf_document *doc, struct wf_matches *out, uint32_t t)
{
    const struct wf_token *tokens = doc->tokens.items;
    uint32_t node = root_of(lex, doc, t);
    uint32_t before = out->items.count, at = t + 1;

    while (node != 0) {
        const struct wf_lexicon_node *n = &lex->nodes.items[node - 1];

        for (const struct wf_lexicon_end *e = n->ends; e != NULL; e = e->next) {
            struct wf_match *match;

            if (!case_fits(doc, t, at, e))
                continue;
            match = wf_vector_push(doc->arena, &out->items);
            if (match == NULL)
                return false;
            *match = (struct wf_match){ e->entry, t, at, e->inflection, e->class_id };
        }
        if (n->children == 0 || at >= doc->tokens.count || tokens[at].word == WF_WORD_NONE ||
            (n->children & WF_LEXICON_CHILD_BIT(tokens[at].word)) == 0 || (tokens[at].flags & WF_TOKEN_BLOCK_START))
            break;
        node = edge_of(lex, node, tokens[at].word)->child;
        at++;
    }
    if (out->items.count > before + 1) /* ends hang in reverse file order, and short ones came first */
        for (uint32_t i = before, k = out->items.count - 1; i < k; i++, k--) {
            struct wf_match swap = out->items.items[i];

            out->items.items[i] = out->items.items[k];
            out->items.items[k] = swap;
        }
    return true;
}

/* Ask for what the tokens behind `t` will need: the nearest its entries, the next its node, the last its root. */
static void
fetch_behind(const wf_lexicon *lex, const struct wf_document *doc, uint32_t t)
{
    uint32_t node = root_of(lex, doc, t + 2);

    if (node != 0)
        wf_fetch(lex->nodes.items[node - 1].ends);
    node = root_of(lex, doc, t + 4);
    if (node != 0)
        wf_fetch(&lex->nodes.items[node - 1]);
    if (t + 8 < doc->tokens.count && doc->tokens.items[t + 8].word < lex->roots.count)
        wf_fetch(&lex->roots.items[doc->tokens.items[t + 8].word]);
}

enum wf_status
wf_lexicon_match(const wf_lexicon *lex, struct wf_document *doc, struct wf_error *err)
{
    struct wf_matches *out = wf_arena_zalloc(doc->arena, sizeof *out);

    if (out != NULL)
        out->starts = wf_arena_alloc(doc->arena, ((size_t)doc->tokens.count + 1) * sizeof *out->starts);
    if (out == NULL || out->starts == NULL)
        goto full;
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        out->starts[t] = out->items.count;
        fetch_behind(lex, doc, t);
        if (doc->tokens.items[t].word != WF_WORD_NONE && !match_at(lex, doc, out, t))
            goto full;
    }
    out->starts[doc->tokens.count] = out->items.count;
    doc->matches = out;
    return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's words (limits.memory)");
}

const struct wf_match *
wf_match_at(const struct wf_document *doc, uint32_t token, uint16_t class_id)
{
    const struct wf_matches *m = doc->matches;

    for (uint32_t i = m->starts[token]; i < m->starts[token + 1]; i++)
        if (m->items.items[i].class_id == class_id)
            return &m->items.items[i];
    return NULL;
}
