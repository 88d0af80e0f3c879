/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words and phrases from text files, found over tokens. All lexicon files of a chain go into one trie of
 * word ids, so one walk over the tokens finds the entries of every class, and the cost does not depend on
 * how many there are. Built when the chain starts, read-only afterwards, shared by all lanes.
 *
 * A file (extractors/data/NAME.tsv, UTF-8) holds one class:
 *
 *     # class: currency          name of the class; the file's base name where absent
 *     # source: CLDR 46 ...      where the entries come from      (required)
 *     # licence: Unicode-3.0     SPDX identifier                  (required)
 *     # case: fold               fold (default) | capital: every word of the text that the entry writes with
 *                                a capital has one too | exact: same letters
 *     # inflect: none            none (default) | noun: the last word's plural is added | verb: the first
 *                                word's -s, -ed and -ing forms are added
 *     take|took#ed|taken#ed      an irregular form says what it is (#plural #s #ed #ing) and keeps the
 *                                regular one of that kind from being added
 *     iraqi dinar|iraqi dinars<TAB>IQD<TAB>minor=fils digits=3
 *
 * An entry is one or more variants separated by `|` (the first is the canonical form), then a tab and its
 * value (may be empty), then a tab and attributes `key=value` separated by spaces (in a value, `_` stands
 * for a space). Other `#` lines are comments. Phrases are cut into tokens by the rules of document/token.h;
 * words compare folded. Hyphens and full stops are tokens like any other.
 */
#ifndef WF_LEXICON_H
#define WF_LEXICON_H

#include "document/document.h"
#include "document/vocabulary.h"

typedef struct wf_lexicon wf_lexicon; /* defined in lexicon.c */

/* Which inflected form of an entry a match is. */
enum wf_inflection {
    WF_INFLECTION_BASE, WF_INFLECTION_PLURAL, WF_INFLECTION_S, WF_INFLECTION_ED, WF_INFLECTION_ING
};

struct wf_lexicon_entry {
    uint16_t class_id;
    uint8_t case_rule;
    uint8_t words;              /* of the canonical form */
    uint32_t index;             /* n-th entry of its class, from 0 */
    struct wf_slice canonical;  /* as written in the file */
    struct wf_slice value;
    struct wf_slice attributes; /* as written; see wf_entry_attribute */
};

struct wf_match {
    const struct wf_lexicon_entry *entry;
    uint32_t first, end; /* tokens */
    uint8_t inflection;  /* enum wf_inflection */
    uint16_t class_id;   /* the entry's, here so that looking for a class reads no entries */
};

/* All matches of a document, by first token, then longest first; `starts` has one item more than tokens. */
struct wf_matches {
    WF_VECTOR(struct wf_match) items;
    uint32_t *starts; /* items of token t: starts[t] to starts[t + 1] */
};

/* A new empty lexicon over `vocabulary` (borrowed); NULL without memory. */
wf_lexicon *wf_lexicon_new(wf_vocabulary *vocabulary);

/* Accepts NULL. */
void wf_lexicon_free(wf_lexicon *lex);

/*
 * Add the entries of a file; a class may come from several files. WF_EDATA with the line, or without one when it cannot be opened; WF_EIO, WF_ENOMEM.
 */
enum wf_status wf_lexicon_load(wf_lexicon *lex, const char *path, struct wf_error *err);

/* Add entries from memory, in the same format; `name` stands for the path in errors. */
enum wf_status wf_lexicon_read(wf_lexicon *lex, const char *name, const char *data, size_t len,
    struct wf_error *err);

/*
 * Lay out what was loaded so that matching reads memory in few places; changes no result, and more may be loaded
 * afterwards. False without memory: the lexicon can only be freed then.
 */
bool wf_lexicon_pack(wf_lexicon *lex);

/*
 * Id of a class by name, made when new, so that a stage may ask before or after the file is loaded.
 * UINT16_MAX without memory.
 */
uint16_t wf_lexicon_class(wf_lexicon *lex, const char *name);

/* Entries of a class, in file order; `count` may not be NULL. Borrowed; stable once the chain is ready. */
const struct wf_lexicon_entry *const *wf_lexicon_entries(const wf_lexicon *lex, uint16_t class_id,
    uint32_t *count);

/* Name of a class, "" for an unknown one. */
const char *wf_lexicon_class_name(const wf_lexicon *lex, uint16_t class_id);

uint16_t wf_lexicon_class_count(const wf_lexicon *lex);

/* Value of an attribute, none where the entry has not got it. `_` is not undone here. */
struct wf_slice wf_entry_attribute(const struct wf_lexicon_entry *entry, const char *key);

/* Fill doc->matches. WF_ENOMEM as WF_ELIMIT when the arena is full. */
enum wf_status wf_lexicon_match(const wf_lexicon *lex, struct wf_document *doc, struct wf_error *err);

/*
 * Longest match of a class that begins at `token`; NULL where there is none. Where several entries of the
 * class have the same words, the one first in the file; the others follow it in doc->matches->items.
 */
const struct wf_match *wf_match_at(const struct wf_document *doc, uint32_t token, uint16_t class_id);

/* Id of the word in the lexicon's vocabulary, for comparing tokens with a fixed word at start-up. */
uint32_t wf_lexicon_word(wf_lexicon *lex, const char *word);

#endif
