/* SPDX-License-Identifier: Apache-2.0 */
#include "document/text.h"

#include <string.h>

#include "document/bytes.h"
#include "document/utf8.h"

#define COUNT_STEP 64u /* bytes between two entries of text->counts */

/* Length of the white space at source byte `at`, 0 where there is none. */
static uint32_t
space_length(const char *data, uint32_t at, uint32_t end)
{
    unsigned char c = (unsigned char)data[at];
    uint32_t cp;
    size_t used;

    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') ? 1 : 0;
    if (c != 0xc2 && c != 0xe1 && c != 0xe2 && c != 0xe3)
        return 0; /* no white space begins with any other byte */
    used = wf_utf8_decode(data + at, end - at, &cp);
    return wf_char_class(cp) == WF_CHAR_SPACE || cp == 0x85 ? (uint32_t)used : 0;
}

static bool
reserve(struct wf_text *text, uint32_t more)
{
    while (text->bytes.capacity - text->bytes.count < more) {
        if (!wf_vector_grow(text->arena, (void **)&text->bytes.items, &text->bytes.capacity,
                text->bytes.count, 1))
            return false;
    }
    return true;
}

/* Append `len` bytes that stand for source bytes [start, start + source_len). */
static void
append(struct wf_text *text, const char *data, uint32_t len, uint32_t start, uint32_t source_len, bool copied)
{
    struct wf_piece *last, *piece;

    if (!reserve(text, len))
        return;
    last = text->pieces.count == 0 ? NULL : &text->pieces.items[text->pieces.count - 1];
    if (copied && last != NULL && last->copied && last->source + last->source_len == start &&
        last->reading + last->source_len == text->bytes.count) {
        last->source_len += source_len;
    } else {
        piece = wf_vector_push(text->arena, &text->pieces);
        if (piece == NULL)
            return;
        *piece = (struct wf_piece){ text->bytes.count, start, source_len, copied };
    }
    memcpy(text->bytes.items + text->bytes.count, data, len);
    text->bytes.count += len;
}

/* White space at source byte `at`: written only when something follows it in the same block. */
static void
note_space(struct wf_text *text, uint32_t at)
{
    if (text->pending_space)
        return;
    text->pending_space = true;
    text->space_source = at;
}

/* Write the space seen before what now comes from source byte `next`. */
static void
flush_space(struct wf_text *text, uint32_t next)
{
    uint32_t at = text->space_source;

    if (!text->pending_space)
        return;
    text->pending_space = false;
    if (text->bytes.count == text->block_start)
        return;
    if (next == at + 1 && text->source.data[at] == ' ')
        append(text, " ", 1, at, 1, true);
    else
        append(text, " ", 1, at, next > at ? next - at : 0, false);
}

static bool
is_ascii(const char *data, size_t len)
{
    uint64_t all = 0;

    for (; len >= 8; data += 8, len -= 8)
        all |= wf_bytes_load(data, 8);
    return ((all | wf_bytes_load(data, len)) & WF_BYTES_HIGH) == 0;
}

/* Bytes that begin a code point, eight at a time. */
static uint32_t
first_bytes(const char *data, size_t len)
{
    uint32_t count = 0;
    uint64_t word;

    for (; len >= 8; data += 8, len -= 8) {
        memcpy(&word, data, 8);
        /* a continuation byte has its top bit set and the next one clear */
        word = (word >> 7) & (~word >> 6) & UINT64_C(0x0101010101010101);
        count += 8 - (uint32_t)((word * UINT64_C(0x0101010101010101)) >> 56);
    }
    for (; len > 0; data++, len--)
        count += ((unsigned char)*data & 0xc0) != 0x80;
    return count;
}

enum wf_status
wf_text_begin(struct wf_text *text, wf_arena *arena, struct wf_slice source, struct wf_error *err)
{
    uint32_t points = 0, *slot;
    size_t valid, capacity;

    memset(text, 0, sizeof *text);
    text->arena = arena;
    text->source = source;
    if (source.len > (size_t)1 << 31)
        return wf_error_set(err, WF_ELIMIT, NULL, 0, "a text of %zu bytes; at most 2147483648", source.len);
    valid = wf_utf8_valid(source.data, source.len);
    if (valid != source.len)
        return wf_error_set(err, WF_EUTF8, NULL, 0, "not valid UTF-8 at byte %zu", valid);
    capacity = source.len + source.len / 32 + 64;
    text->bytes.items = wf_arena_alloc(arena, capacity);
    if (text->bytes.items == NULL)
        goto full;
    text->bytes.capacity = (unsigned)capacity;
    text->ascii = true;
    for (size_t i = 0; i < source.len && text->ascii; i += COUNT_STEP)
        text->ascii = is_ascii(source.data + i, source.len - i < COUNT_STEP ? source.len - i : COUNT_STEP);
    for (size_t i = 0; !text->ascii && i < source.len; i += COUNT_STEP) {
        slot = wf_vector_push(arena, &text->counts);
        if (slot == NULL)
            goto full;
        *slot = points;
        points += first_bytes(source.data + i, source.len - i < COUNT_STEP ? source.len - i : COUNT_STEP);
    }
    return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "the text does not fit into the memory of one document");
}

/* From `at` on, where no white space is: the end of what stands as it is, single spaces between words included. */
static uint32_t
plain_end(const char *data, uint32_t at, uint32_t end)
{
    while (at < end) {
        unsigned char c;

        while (end - at > 8) { /* eight at a time; a space at their end depends on what follows */
            uint64_t bytes = wf_bytes_load(data + at, 8), spaces = wf_bytes_equal(bytes, ' ');

            if (!wf_bytes_printable(bytes) || (spaces & spaces << 8) != 0)
                break;
            at += spaces >> 63 != 0 ? 7 : 8;
        }
        c = (unsigned char)data[at];
        if (c == ' ') {
            if (at + 1 >= end || (unsigned char)data[at + 1] <= ' ' || space_length(data, at + 1, end) != 0)
                break;
        } else if ((c < ' ' || (c >= 0xc2 && c <= 0xe3)) && space_length(data, at, end) != 0) {
            break; /* no white space begins with any other byte */
        }
        at++;
    }
    return at;
}

void
wf_text_copy(struct wf_text *text, uint32_t start, uint32_t end)
{
    const char *data = text->source.data;
    uint32_t at, run, space;

    if (end > text->source.len)
        end = (uint32_t)text->source.len;
    for (at = start; at < end;) {
        space = space_length(data, at, end);
        if (space != 0) {
            note_space(text, at);
            at += space;
            continue;
        }
        run = at;
        at = plain_end(data, at, end);
        flush_space(text, run);
        append(text, data + run, at - run, run, at - run, true);
    }
}

void
wf_text_replace(struct wf_text *text, uint32_t start, uint32_t end, struct wf_slice with)
{
    uint32_t at = 0, run, space, len = (uint32_t)with.len;

    while (at < len) {
        space = space_length(with.data, at, len);
        if (space != 0) {
            note_space(text, at == 0 ? start : end);
            at += space;
            continue;
        }
        for (run = at; at < len && space_length(with.data, at, len) == 0; at++)
            ;
        flush_space(text, start);
        append(text, with.data + run, at - run, start, end - start, false);
    }
}

void
wf_text_break(struct wf_text *text, enum wf_block_kind kind, unsigned level)
{
    uint32_t source = 0;
    struct wf_block *block;
    struct wf_piece *last;

    text->pending_space = false;
    if (text->bytes.count == text->block_start)
        return;
    block = wf_vector_push(text->arena, &text->blocks);
    if (block == NULL)
        return;
    *block = (struct wf_block){ { text->block_start, text->bytes.count }, kind, (uint8_t)level };
    if (text->pieces.count > 0) {
        last = &text->pieces.items[text->pieces.count - 1];
        source = last->source + last->source_len;
    }
    append(text, "\n", 1, source, 0, false);
    text->block_start = text->bytes.count;
}

enum wf_status
wf_text_end(struct wf_text *text, struct wf_error *err)
{
    wf_text_break(text, WF_BLOCK_PARAGRAPH, 0);
    if (wf_arena_failed(text->arena))
        return wf_error_set(err, WF_ELIMIT, NULL, 0,
            "the text does not fit into the memory of one document");
    text->reading = (struct wf_slice){ text->bytes.items, text->bytes.count };
    return WF_OK;
}

/* The piece that byte `at` of the reading text lies in. */
static const struct wf_piece *
piece_at(const struct wf_text *text, uint32_t at)
{
    uint32_t low = 0, high = text->pieces.count, middle;

    while (high - low > 1) {
        middle = low + (high - low) / 2;
        if (text->pieces.items[middle].reading <= at)
            low = middle;
        else
            high = middle;
    }
    return &text->pieces.items[low];
}

struct wf_span
wf_text_to_source(const struct wf_text *text, struct wf_span reading)
{
    const struct wf_piece *first, *last;
    struct wf_span out = { 0, 0 };

    if (text->pieces.count == 0)
        return out;
    first = piece_at(text, reading.start);
    out.start = first->source + (first->copied ? reading.start - first->reading : 0);
    if (reading.end <= reading.start) {
        out.end = out.start;
        return out;
    }
    last = first; /* as a rule, so the second search is spared */
    if (first + 1 < text->pieces.items + text->pieces.count && first[1].reading <= reading.end - 1)
        last = piece_at(text, reading.end - 1);
    out.end = last->source + (last->copied ? reading.end - last->reading : last->source_len);
    if (out.end < out.start) /* only mark-up that moves text out of order can do this */
        out.end = out.start;
    return out;
}

/* How many of eight bytes begin a code point: all but those that are 10xxxxxx. */
static uint32_t
starts_of_eight(const char *data)
{
    uint64_t w;

    memcpy(&w, data, sizeof w);
    w = ~w >> 7 | w >> 6;
    return (uint32_t)((w & UINT64_C(0x0101010101010101)) * UINT64_C(0x0101010101010101) >> 56);
}

uint32_t
wf_text_code_points(const struct wf_text *text, uint32_t offset)
{
    uint32_t base, points, i;

    if (text->ascii || text->counts.count == 0)
        return offset;
    base = offset / COUNT_STEP;
    if (base >= text->counts.count)
        base = text->counts.count - 1;
    points = text->counts.items[base];
    for (i = base * COUNT_STEP; i + 8 <= offset && i + 8 <= text->source.len; i += 8)
        points += starts_of_eight(text->source.data + i);
    for (; i < offset && i < text->source.len; i++)
        points += ((unsigned char)text->source.data[i] & 0xc0) != 0x80;
    return points;
}

struct wf_span
wf_text_published(const struct wf_text *text, struct wf_span reading)
{
    struct wf_span source = wf_text_to_source(text, reading);

    return (struct wf_span){ wf_text_code_points(text, source.start), wf_text_code_points(text, source.end) };
}
