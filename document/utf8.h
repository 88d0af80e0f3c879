/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 (RFC 3629) and the few Unicode properties that stages ask for. Tables: utf8proc. */
#ifndef WF_UTF8_H
#define WF_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the longest valid prefix; equals `len` when all of it is valid. */
size_t wf_utf8_valid(const char *data, size_t len);

/*
 * Decode one code point of valid UTF-8 at data[0..len), len > 0. Returns the bytes used (1 to 4). On
 * bytes that are not valid gives U+FFFD and 1.
 */
size_t wf_utf8_decode(const char *data, size_t len, uint32_t *code_point);

/* Write `code_point` to out[4]; returns the bytes used. */
size_t wf_utf8_encode(uint32_t code_point, char *out);

/* Number of code points in valid UTF-8. */
size_t wf_utf8_count(const char *data, size_t len);

enum wf_char_class {
    WF_CHAR_OTHER,
    WF_CHAR_SPACE,
    WF_CHAR_UPPER,  /* letters of scripts with case (Latin, Greek, Cyrillic ...) */
    WF_CHAR_LOWER,
    WF_CHAR_LETTER, /* letters of scripts without case (Arabic, Hebrew, Han ...) */
    WF_CHAR_DIGIT,  /* ASCII 0-9 only; other digits are WF_CHAR_OTHER */
    WF_CHAR_MARK,   /* combining */
    WF_CHAR_PUNCT,
    WF_CHAR_SYMBOL,
    WF_CHAR_FORMAT, /* zero width, bidirectional controls, soft hyphen */
    WF_CHAR_CONTROL
};

enum wf_char_class wf_char_class(uint32_t code_point);

/* The same for ASCII, as a table for inner loops. */
extern const uint8_t wf_ascii_class[128];

/*
 * Fold for comparing words: lower case, without diacritics, curly apostrophes made straight. Writes at
 * most `size` bytes to out and returns the folded length; a longer word is cut at a code point, which
 * makes it unequal to any lexicon word of at most size bytes.
 */
size_t wf_utf8_fold(const char *data, size_t len, char *out, size_t size);

#endif
