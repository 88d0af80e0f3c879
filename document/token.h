/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens, sentences and sections of the reading text, made once for all stages.
 *
 * What is a token: a run of letters with inner apostrophes and digits (`G7`, `O'Brien`, `Shia'`), an
 * abbreviation or initial with its full stops (`U.S.`, `Gen.`, `a.m.`, `J.`); a number of digits with inner
 * separators (`11,000`, `3.75`, `12.30`), none of them behind its first 64 bytes; one punctuation mark or symbol; a run of full stops. Always split off:
 * the possessive `'s` or `'` after a plural, what follows a number (`11` `th`, `1.2` `bn`, `1990` `s`), both
 * sides of a hyphen, dash or slash (`Iran` `-` `Iraq`, `five` `-` `year`).
 */
#ifndef WF_TOKEN_H
#define WF_TOKEN_H

#include "document/span.h"
#include "document/text.h"
#include "document/vocabulary.h"

enum wf_token_flag {
    WF_TOKEN_WORD = 1u << 0,          /* begins with a letter */
    WF_TOKEN_NUMBER = 1u << 1,        /* begins with an ASCII digit */
    WF_TOKEN_PUNCT = 1u << 2,         /* neither: punctuation or symbol */
    WF_TOKEN_SPACE_BEFORE = 1u << 3,  /* white space or the start of a block before it */
    WF_TOKEN_CAPITAL = 1u << 4,       /* first letter is upper case */
    WF_TOKEN_ALL_CAPS = 1u << 5,      /* two or more letters, all upper case */
    WF_TOKEN_HAS_DIGIT = 1u << 6,     /* a word with digits in it, `G7` */
    WF_TOKEN_MIXED = 1u << 7,         /* upper case after lower: `McCain`, `iPhone`, `eBay` */
    WF_TOKEN_PERIOD = 1u << 8,        /* abbreviation or initial that owns its full stop */
    WF_TOKEN_POSSESSIVE = 1u << 9,    /* `'s`, `’s` or `'` after a plural */
    WF_TOKEN_SENTENCE_START = 1u << 10,
    WF_TOKEN_BLOCK_START = 1u << 11,
    WF_TOKEN_FOREIGN = 1u << 12,      /* letters of a script without case */
    WF_TOKEN_HYPHEN = 1u << 13,       /* hyphen-minus or hyphen between two glued tokens */
    WF_TOKEN_DASH = 1u << 14,         /* en or em dash, ` - `, `--` */
    WF_TOKEN_QUOTE = 1u << 15,        /* any quotation mark, single ones that are no apostrophe included */
    WF_TOKEN_OPEN = 1u << 16,         /* ( [ { */
    WF_TOKEN_CLOSE = 1u << 17,
    WF_TOKEN_COMMA = 1u << 18,
    WF_TOKEN_STOP = 1u << 19,         /* . ! ? … that is a token of its own */
    WF_TOKEN_SEMICOLON = 1u << 20,
    WF_TOKEN_COLON = 1u << 21
};

/*
 * Parts of speech, coarse, for a stage that makes WF_LAYER_POS; no built-in one does, and all are WF_POS_X then. The
 * names are Universal Dependencies'.
 */
enum wf_pos {
    WF_POS_X, WF_POS_NOUN, WF_POS_PROPN, WF_POS_PRON, WF_POS_DET, WF_POS_ADJ, WF_POS_ADV, WF_POS_NUM,
    WF_POS_VERB, WF_POS_AUX, WF_POS_ADP, WF_POS_CCONJ, WF_POS_SCONJ, WF_POS_PART, WF_POS_INTJ, WF_POS_PUNCT,
    WF_POS_SYM
};

/* Form of a verb, with WF_POS_VERB and WF_POS_AUX; the letters are the Penn Treebank's. */
enum wf_verb_form {
    WF_VERB_NONE, WF_VERB_BASE /* VB */, WF_VERB_PRESENT /* VBP, VBZ */, WF_VERB_PAST /* VBD */,
    WF_VERB_PARTICIPLE /* VBN */, WF_VERB_GERUND /* VBG */, WF_VERB_MODAL /* MD */
};

struct wf_token {
    uint32_t start, end; /* bytes of the reading text */
    uint32_t word;       /* id in the chain's vocabulary, WF_WORD_NONE where unknown */
    uint32_t flags;      /* enum wf_token_flag */
    uint32_t sentence;   /* index */
    uint32_t symbol;     /* first code point of a WF_TOKEN_PUNCT, else 0 */
    uint8_t pos;         /* enum wf_pos */
    uint8_t form;        /* enum wf_verb_form */
    uint8_t plural;      /* 1 for a plural noun */
    uint8_t spare;
};

struct wf_sentence {
    uint32_t first, end; /* tokens, end exclusive */
    uint32_t block;      /* index into text->blocks */
    uint32_t section;    /* index, WF_NO_SECTION outside of the body */
};

#define WF_NO_SECTION UINT32_MAX
#define WF_NO_HEADING UINT32_MAX

struct wf_section {
    uint32_t heading;    /* block; WF_NO_HEADING for the text above the first heading */
    struct wf_span span; /* bytes of the reading text, heading included, to the next heading of any level */
    uint8_t level;
};

struct wf_document;

/*
 * Fill doc->tokens, doc->sentences and doc->sections from doc->text. At most `max_tokens` tokens (0: no
 * limit): beyond that WF_ELIMIT. Linear in the text.
 */
enum wf_status wf_tokenise(struct wf_document *doc, const wf_vocabulary *vocabulary, uint32_t max_tokens,
    struct wf_error *err);

/* The tokens alone, without sentences and sections: for phrases of lexicons and rules. */
enum wf_status wf_scan_tokens(struct wf_document *doc, const wf_vocabulary *vocabulary,
    uint32_t max_tokens, struct wf_error *err);

/* Sentence boundaries and sections over existing tokens; called by wf_tokenise. */
enum wf_status wf_split_sentences(struct wf_document *doc, struct wf_error *err);

#endif
