/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents from files and standard input. A file is one document; a .jsonl or .ndjson file, and standard input
 * whose first line is a whole JSON object, holds one a line.
 */
#ifndef WF_FILE_H
#define WF_FILE_H

#include <stdbool.h>

#include "consumer/decode.h"

typedef struct wf_file wf_file; /* defined in file.c */

/* A new reader of `path` ("-": standard input), or NULL with *err (WF_EIO, WF_ENOMEM). */
wf_file *wf_file_open(const char *path, struct wf_error *err);

/* Accepts NULL. */
void wf_file_close(wf_file *file);

/*
 * The next document into *in, borrowed from the reader until the next call; empty lines are passed over. The key
 * is the file's base name, in a file of lines with `:LINE`: the id of a document that has none of its own. False at the
 * end, or when reading failed (then *err is filled). A document of more than max_bytes (0: no limit) comes with
 * its first max_bytes + 1 bytes only, which the decoder refuses by its own limit.
 */
bool wf_file_next(wf_file *file, size_t max_bytes, struct wf_input *in, struct wf_error *err);

/* Line that the last document began in; 0 in a file that is one document. */
unsigned wf_file_line(const wf_file *file);

/* Bytes read so far, and the size of the file (0 where unknown). */
uint64_t wf_file_done(const wf_file *file);
uint64_t wf_file_size(const wf_file *file);

/* The path for messages: "standard input" for "-". Borrowed from the reader. */
const char *wf_file_name(const wf_file *file);

#endif
