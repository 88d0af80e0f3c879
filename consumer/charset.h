/* SPDX-License-Identifier: Apache-2.0 */
/* Encodings other than UTF-8: recognised by what is declared, by a byte order mark, or by the bytes. */
#ifndef WF_CHARSET_H
#define WF_CHARSET_H

#include "document/document.h"

enum wf_charset {
    WF_CHARSET_UNKNOWN,
    WF_CHARSET_UTF8,
    WF_CHARSET_UTF16,   /* byte order from the mark, else big-endian */
    WF_CHARSET_UTF16LE,
    WF_CHARSET_UTF16BE,
    WF_CHARSET_1252,    /* Windows-1252, and ISO 8859-1, which the web reads as the same */
    WF_CHARSET_OTHER    /* declared, but not supported */
};

/* The `charset` parameter of a media type; WF_CHARSET_UNKNOWN where there is none. */
enum wf_charset wf_charset_of_type(struct wf_slice media_type);

/*
 * Make *text UTF-8, in doc's arena where it has to be converted (noted as warning `encoding`). Valid UTF-8 is
 * left alone whatever was declared. Undeclared Windows-1252 is only taken for it where the bytes look like words;
 * else WF_EUTF8 with the place. WF_ESUPPORT for an encoding that is not known here.
 */
enum wf_status wf_charset_to_utf8(struct wf_document *doc, enum wf_charset declared, struct wf_slice *text,
    struct wf_error *err);

/* Code point of a Windows-1252 byte; 0xfffd for the five that are not assigned. */
uint32_t wf_charset_1252(unsigned char byte);

#endif
