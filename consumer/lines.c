/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/lines.h"

#include <string.h>

#include "consumer/features.h"

#define LINE_MAX 120  /* bytes; longer lines are text */
#define LETTERS_MIN 6 /* of a line that is counted */

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Of the letters alone, so that a page's number makes no difference; 0 where there are few. */
static uint32_t
hash_of(const char *data, size_t len)
{
    uint32_t hash = 2166136261u, letters = 0;

    if (len > LINE_MAX)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (!is_letter(data[i]))
            continue;
        hash = (hash ^ ((unsigned char)data[i] | 0x20)) * 16777619u;
        letters++;
    }
    return letters < LETTERS_MIN ? 0 : hash == 0 ? 1 : hash;
}

static uint32_t
slot_of(const struct wf_lines *lines, uint32_t hash)
{
    uint32_t slot = hash & lines->mask;

    while (lines->hashes[slot] != 0 && lines->hashes[slot] != hash)
        slot = (slot + 1) & lines->mask;
    return slot;
}

/* The byte after a line, at its end mark or the text's end. */
static size_t
line_end(struct wf_slice text, size_t at)
{
    const char *end = memchr(text.data + at, '\n', text.len - at);

    return end == NULL ? text.len : (size_t)(end - text.data);
}

void
wf_lines_count(struct wf_lines *lines, wf_arena *arena, struct wf_slice text)
{
    uint32_t size = 16, count = 0;

    memset(lines, 0, sizeof *lines);
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        end = line_end(text, at);
        count += end - at >= LETTERS_MIN && end - at <= LINE_MAX;
    }
    if (count < 4) /* two heads and the text around them */
        return;
    while (size < count * 2)
        size *= 2;
    lines->hashes = wf_arena_zalloc(arena, size * sizeof *lines->hashes);
    lines->counts = wf_arena_zalloc(arena, size);
    if (lines->hashes == NULL || lines->counts == NULL) {
        lines->hashes = NULL;
        return;
    }
    lines->mask = size - 1;
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        uint32_t hash, slot;

        end = line_end(text, at);
        if ((hash = hash_of(text.data + at, end - at)) == 0)
            continue;
        slot = slot_of(lines, hash);
        lines->hashes[slot] = hash;
        if (lines->counts[slot] < 255)
            lines->counts[slot]++;
    }
}

bool
wf_lines_is_between(const struct wf_lines *lines, struct wf_slice line, uint32_t max)
{
    uint32_t hash;
    char last;

    if (wf_features_page_number(line.data, line.len) != 0)
        return true;
    /* a running head begins like a heading, does not end like a sentence and leaves room at the end of its line */
    if (lines->hashes == NULL || line.len * 4 > (size_t)max * 3 || !((line.data[0] >= 'A' && line.data[0] <= 'Z') ||
            (line.data[0] >= '0' && line.data[0] <= '9') || memcmp(line.data, "www.", line.len < 4 ? line.len : 4) == 0))
        return false;
    last = line.data[line.len - 1];
    if (last == '.' || last == '!' || last == '?' || last == ',' || last == ';' || last == ':' || last == '-' || last == '"')
        return false;
    return (hash = hash_of(line.data, line.len)) != 0 && lines->counts[slot_of(lines, hash)] > 1;
}
