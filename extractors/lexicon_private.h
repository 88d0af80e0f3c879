/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by lexicon.c (the trie) and lexicon_file.c (the files); nobody else includes it. */
#ifndef WF_LEXICON_PRIVATE_H
#define WF_LEXICON_PRIVATE_H

#include "extractors/lexicon.h"

#define WF_PHRASE_WORDS_MAX 24 /* tokens of one variant */

enum wf_case_rule { WF_CASE_FOLD, WF_CASE_CAPITAL, WF_CASE_EXACT };

struct wf_lexicon_class {
    struct wf_slice name;
    WF_VECTOR(const struct wf_lexicon_entry *) entries;
};

/* One way an entry may be written, at the node where its words end. */
struct wf_lexicon_end {
    const struct wf_lexicon_entry *entry;
    struct wf_slice surface; /* the variant as written */
    uint32_t capitals;       /* bit i: word i is written with a capital */
    uint8_t inflection;      /* enum wf_inflection */
    uint8_t case_rule;       /* of the entry, and its class: a walk reads no entries */
    uint16_t class_id;
    struct wf_lexicon_end *next;
};

struct wf_lexicon_node {
    struct wf_lexicon_end *ends;
    uint64_t children; /* WF_LEXICON_CHILD_BIT of the words that go on from here: most do not, and end the walk */
};

#define WF_LEXICON_CHILD_BIT(word) (UINT64_C(1) << ((uint32_t)((word) * 0x9e3779b1u) >> 26))

/* Edges below the root, in one open-addressed table. */
struct wf_lexicon_edge {
    uint32_t node;
    uint32_t word;
    uint32_t child; /* 0: free */
};

struct wf_lexicon {
    wf_vocabulary *vocabulary; /* borrowed */
    wf_arena *memory;
    wf_arena *ends;    /* struct wf_lexicon_end only, so that they can be laid out anew */
    wf_arena *scratch; /* for cutting phrases into tokens */
    WF_VECTOR(struct wf_lexicon_class) classes;
    WF_VECTOR(uint32_t) roots; /* by word id */
    WF_VECTOR(struct wf_lexicon_node) nodes;
    struct wf_lexicon_edge *edges;
    uint32_t edge_mask, edge_count;
};

/* Add a way to write `entry`; false without memory. `surface` must live as long as the lexicon. */
bool wf_lexicon_insert(wf_lexicon *lex, const struct wf_lexicon_entry *entry, const uint32_t *words,
    unsigned count, struct wf_slice surface, uint32_t capitals, enum wf_inflection inflection);

#endif
