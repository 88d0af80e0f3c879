/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)256 * 1024)

struct wf_file {
    int descriptor;
    const char *name; /* the path, or "standard input" */
    const char *base;
    struct wf_buffer data;
    struct wf_buffer cut; /* the beginning of a line over the limit, for the decoder to refuse */
    size_t at;        /* first byte of data that is not yet given out */
    bool end;         /* nothing more to read */
    bool started;
    bool lines;
    unsigned line;
    uint64_t done, size;
    char key[512];
};

static bool
has_suffix(const char *name, const char *suffix)
{
    size_t a = strlen(name), b = strlen(suffix);

    return a > b && strcmp(name + a - b, suffix) == 0;
}

wf_file *
wf_file_open(const char *path, struct wf_error *err)
{
    wf_file *file = calloc(1, sizeof *file);
    const char *slash = strrchr(path, '/');
    struct stat about;

    if (file == NULL) {
        (void)wf_error_set(err, WF_ENOMEM, path, 0, "no memory to read it");
        return NULL;
    }
    file->name = strcmp(path, "-") == 0 ? "standard input" : path;
    file->base = strcmp(path, "-") == 0 ? "stdin" : slash == NULL ? path : slash + 1;
    file->lines = has_suffix(path, ".jsonl") || has_suffix(path, ".ndjson");
    file->descriptor = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0 || fstat(file->descriptor, &about) != 0) {
        (void)wf_error_set(err, WF_EIO, file->name, 0, "cannot be opened: %s", strerror(errno));
        wf_file_close(file);
        return NULL;
    }
    if (S_ISDIR(about.st_mode)) {
        (void)wf_error_set(err, WF_EIO, file->name, 0, "is a folder; name its files");
        wf_file_close(file);
        return NULL;
    }
    if (S_ISREG(about.st_mode))
        file->size = (uint64_t)about.st_size;
    return file;
}

void
wf_file_close(wf_file *file)
{
    if (file == NULL)
        return;
    if (file->descriptor > STDIN_FILENO)
        close(file->descriptor);
    wf_buffer_free(&file->data);
    wf_buffer_free(&file->cut);
    free(file);
}

/* Read one block more behind what there is; false at the end or on failure. */
static bool
fill(wf_file *file, struct wf_error *err)
{
    ssize_t got;

    if (file->end)
        return false;
    if (file->at > 0) {
        memmove(file->data.data, file->data.data + file->at, file->data.len - file->at);
        file->data.len -= file->at;
        file->at = 0;
    }
    if (!wf_buffer_reserve(&file->data, BLOCK)) {
        (void)wf_error_set(err, WF_ENOMEM, file->name, 0, "no memory to read it");
        file->end = true;
        return false;
    }
    do
        got = read(file->descriptor, file->data.data + file->data.len, BLOCK);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        if (got < 0)
            (void)wf_error_set(err, WF_EIO, file->name, 0, "cannot be read: %s", strerror(errno));
        file->end = true;
        return false;
    }
    file->data.len += (size_t)got;
    file->done += (uint64_t)got;
    return true;
}

/* Read and drop the rest of what is over the limit: to the end of the line, or of the file. */
static void
drop_rest(wf_file *file, struct wf_error *err)
{
    for (;;) {
        const char *from = file->data.data + file->at;
        const char *newline = file->lines ? memchr(from, '\n', file->data.len - file->at) : NULL;

        if (newline != NULL) {
            file->at += (size_t)(newline - from) + 1;
            return;
        }
        file->at = file->data.len;
        if (!fill(file, err))
            return;
    }
}

/* Standard input: lines when the first one begins and ends like a JSON object and holds more than a brace. */
static void
guess_lines(wf_file *file, struct wf_error *err)
{
    size_t from = 0, end;
    const char *newline = NULL;

    while (newline == NULL) {
        while (from < file->data.len && strchr(" \t\r\n", file->data.data[from]) != NULL)
            from++;
        if (from < file->data.len && file->data.data[from] != '{')
            return;
        if (from < file->data.len)
            newline = memchr(file->data.data + from, '\n', file->data.len - from);
        if (newline == NULL && !fill(file, err))
            break;
    }
    if (file->data.len == 0)
        return;
    end = newline == NULL ? file->data.len : (size_t)(newline - file->data.data);
    while (end > from && strchr(" \t\r\n", file->data.data[end - 1]) != NULL)
        end--;
    file->lines = end > from + 1 && file->data.data[end - 1] == '}';
}

static void
give(wf_file *file, size_t start, size_t len, struct wf_input *in)
{
    memset(in, 0, sizeof *in);
    in->value = (struct wf_slice){ file->data.data + start, len };
    in->name = wf_slice_of(file->lines && !has_suffix(file->base, ".jsonl") ? "lines.jsonl" : file->base);
    in->origin.timestamp = -1;
    in->origin.partition = -1;
    in->origin.offset = -1;
    if (file->lines)
        snprintf(file->key, sizeof file->key, "%.400s:%u", file->base, file->line);
    else
        snprintf(file->key, sizeof file->key, "%s", file->base);
    in->key = wf_slice_of(file->key);
}

static bool
next_line(wf_file *file, size_t max_bytes, struct wf_input *in, struct wf_error *err)
{
    for (;;) {
        size_t scanned = file->at, len;
        const char *newline = NULL;

        for (;;) {
            newline = file->data.len == scanned ? NULL
                                                : memchr(file->data.data + scanned, '\n', file->data.len - scanned);
            len = file->data.len - file->at;
            if (newline != NULL || (max_bytes != 0 && len > max_bytes))
                break;
            if (!fill(file, err)) {
                if (err->status != WF_OK || file->data.len == file->at)
                    return false;
                break;
            }
            scanned = len; /* fill moved what there was to the front */
        }
        file->line++;
        if (newline != NULL)
            len = (size_t)(newline - (file->data.data + file->at));
        if (max_bytes != 0 && len > max_bytes) {
            wf_buffer_clear(&file->cut);
            wf_buffer_append(&file->cut, file->data.data + file->at, max_bytes + 1);
            give(file, 0, 0, in);
            in->value = (struct wf_slice){ file->cut.data, file->cut.len };
            drop_rest(file, err);
            return !file->cut.failed && err->status == WF_OK;
        }
        give(file, file->at, len, in);
        file->at += len + (newline != NULL);
        while (len > 0 && strchr(" \t\r", in->value.data[len - 1]) != NULL)
            len--;
        in->value.len = len;
        if (len > 0)
            return true;
    }
}

bool
wf_file_next(wf_file *file, size_t max_bytes, struct wf_input *in, struct wf_error *err)
{
    size_t len;

    if (!file->started) {
        file->started = true;
        if (!file->lines && file->descriptor == STDIN_FILENO)
            guess_lines(file, err);
        if (err->status != WF_OK)
            return false;
    } else if (!file->lines) {
        return false;
    }
    if (file->lines)
        return next_line(file, max_bytes, in, err);
    while ((max_bytes == 0 || file->data.len <= max_bytes) && fill(file, err))
        continue;
    if (err->status != WF_OK)
        return false;
    len = file->data.len;
    give(file, 0, max_bytes != 0 && len > max_bytes ? max_bytes + 1 : len, in);
    if (in->value.data == NULL)
        in->value.data = "";
    return true;
}

unsigned
wf_file_line(const wf_file *file)
{
    return file->lines ? file->line : 0;
}

uint64_t
wf_file_done(const wf_file *file)
{
    return file->done - (file->data.len - file->at);
}

uint64_t
wf_file_size(const wf_file *file)
{
    return file->size;
}

const char *
wf_file_name(const wf_file *file)
{
    return file->name;
}
