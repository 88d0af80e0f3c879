/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/draft.h"

#include <string.h>

#include "consumer/hyphen.h"
#include "document/bytes.h"
#include "document/utf8.h"

void
wf_draft_begin(struct wf_draft *draft, struct wf_document *doc, struct wf_slice source, const wf_vocabulary *known)
{
    memset(draft, 0, sizeof *draft);
    draft->doc = doc;
    draft->known = known;
    draft->source = source;
}

void
wf_draft_close(struct wf_draft *draft)
{
    struct wf_draft_block *block;

    if (!draft->open)
        return;
    draft->open = false;
    draft->line_pending = false;
    block = &draft->blocks.items[draft->blocks.count - 1];
    block->end = draft->runs.count;
    if (block->end == block->first)
        draft->blocks.count--;
}

void
wf_draft_open(struct wf_draft *draft, enum wf_block_kind kind, unsigned level, bool fixed)
{
    struct wf_draft_block *block;

    wf_draft_close(draft);
    block = wf_vector_push(draft->doc->arena, &draft->blocks);
    if (block == NULL)
        return;
    memset(block, 0, sizeof *block);
    block->first = block->end = draft->runs.count;
    block->kind = kind;
    block->level = (uint8_t)level;
    block->fixed = fixed;
    block->one_line = true;
    block->page_break = draft->page_pending;
    block->stacked = draft->stack_pending;
    draft->open = true;
}

static void
add_run(struct wf_draft *draft, struct wf_draft_run run)
{
    struct wf_draft_block *block;
    struct wf_draft_run *slot;

    if (!draft->open)
        wf_draft_open(draft, WF_BLOCK_PARAGRAPH, 0, false);
    if (!draft->open)
        return; /* no memory */
    block = &draft->blocks.items[draft->blocks.count - 1];
    slot = wf_vector_push(draft->doc->arena, &draft->runs);
    if (slot == NULL)
        return;
    *slot = run;
    slot->line = draft->line_pending && slot > &draft->runs.items[block->first];
    if (slot->line)
        block->one_line = false;
    block->length += (uint32_t)(run.with.data != NULL ? run.with.len : run.end - run.start);
    draft->line_pending = false;
    draft->page_pending = false;
}

void
wf_draft_copy(struct wf_draft *draft, uint32_t start, uint32_t end)
{
    if (end > start)
        add_run(draft, (struct wf_draft_run){ start, end, WF_SLICE_NONE, false });
}

void
wf_draft_replace(struct wf_draft *draft, uint32_t start, uint32_t end, struct wf_slice with)
{
    if (with.len > 0)
        add_run(draft, (struct wf_draft_run){ start, end, with, false });
}

void
wf_draft_line(struct wf_draft *draft)
{
    draft->line_pending = true;
}

#define STACK_WIDTH 64 /* bytes of a line in a stack */
#define STACK_LINES 40

static struct wf_slice
run_text(const struct wf_draft *draft, const struct wf_draft_run *run)
{
    if (run->with.data != NULL)
        return run->with;
    return (struct wf_slice){ draft->source.data + run->start, run->end - run->start };
}

/* Lines of the last block, as far as they are short: first runs in starts[], their number, 0 where it is no stack. */
static unsigned
find_stack(const struct wf_draft *draft, const struct wf_draft_block *block, uint32_t starts[STACK_LINES])
{
    unsigned lines = 0, running = 0, ended = 0, entries = 0;
    struct wf_slice text;
    size_t width = 0;
    char last;

    for (uint32_t i = block->first; i < block->end; i++) {
        text = run_text(draft, &draft->runs.items[i]);
        if (i == block->first || draft->runs.items[i].line) {
            if (lines == STACK_LINES)
                return 0;
            starts[lines++] = i;
            width = 0;
            running += text.data[0] >= 'a' && text.data[0] <= 'z';
        }
        width += text.len;
        if (i + 1 < block->end && !draft->runs.items[i + 1].line)
            continue;
        last = text.data[text.len - 1];
        ended += last == '.' || last == '!' || last == '?' || last == ';' || last == ':' || last == ',' || last == '-';
        entries += last >= '0' && last <= '9' && memchr(text.data, '\t', text.len) != NULL;
        if (width > STACK_WIDTH && entries < lines)
            return 0;
    }
    return lines > 1 && (entries == lines || (running * 4 < lines && ended * 4 < lines)) ? lines : 0;
}

/* A paragraph that begins like a list item is one, whatever its mark-up says. */
static void
take_marker(struct wf_draft *draft, struct wf_draft_block *block)
{
    struct wf_draft_run *run = &draft->runs.items[block->first];
    uint32_t skip, from;
    unsigned depth;
    bool numbered;

    if (block->fixed || block->kind != WF_BLOCK_PARAGRAPH || run->with.data != NULL)
        return;
    for (from = run->start; from < run->end && (unsigned char)draft->source.data[from] <= ' '; from++)
        ;
    skip = wf_draft_marker(draft->source.data, from, run->end, &depth, &numbered);
    if (skip == 0)
        return;
    skip += from - run->start;
    run->start += skip;
    block->length -= block->length < skip ? block->length : skip;
    block->kind = WF_BLOCK_LIST_ITEM;
    block->level = (uint8_t)depth;
    block->numbered = numbered;
}

void
wf_draft_close_lines(struct wf_draft *draft)
{
    uint32_t starts[STACK_LINES], length;
    struct wf_draft_block *block, copy;
    unsigned lines;

    if (!draft->open)
        return;
    wf_draft_close(draft);
    if (draft->blocks.count == 0)
        return;
    block = &draft->blocks.items[draft->blocks.count - 1];
    if (block->one_line || block->fixed || block->kind != WF_BLOCK_PARAGRAPH ||
        (lines = find_stack(draft, block, starts)) == 0) {
        take_marker(draft, block);
        return;
    }
    copy = *block;
    draft->blocks.count--;
    for (unsigned k = 0; k < lines; k++) {
        block = wf_vector_push(draft->doc->arena, &draft->blocks);
        if (block == NULL)
            return;
        *block = copy;
        block->first = starts[k];
        block->end = k + 1 < lines ? starts[k + 1] : copy.end;
        block->one_line = true;
        block->stacked = k > 0;
        length = 0;
        for (uint32_t i = block->first; i < block->end; i++)
            length += (uint32_t)run_text(draft, &draft->runs.items[i]).len;
        block->length = length;
        draft->runs.items[block->first].line = false;
        take_marker(draft, block);
    }
}

void
wf_draft_peek(const struct wf_draft *draft, const struct wf_draft_block *block, struct wf_draft_text *out)
{
    unsigned used = 0;

    for (uint32_t i = block->first; i < block->end && used < WF_DRAFT_HEAD; i++) {
        struct wf_slice text = run_text(draft, &draft->runs.items[i]);
        size_t room;

        if (draft->runs.items[i].line && used > 0)
            out->head[used++] = '\n';
        room = WF_DRAFT_HEAD - used;
        if (text.len > room)
            text.len = room;
        memcpy(out->head + used, text.data, text.len);
        used += (unsigned)text.len;
    }
    out->head_len = used;
    used = 0;
    for (uint32_t i = block->end; i-- > block->first && used < WF_DRAFT_TAIL;) {
        struct wf_slice text = run_text(draft, &draft->runs.items[i]);
        size_t room = WF_DRAFT_TAIL - used, len = text.len < room ? text.len : room;

        used += (unsigned)len;
        memcpy(out->tail + WF_DRAFT_TAIL - used, text.data + text.len - len, len);
        if (draft->runs.items[i].line && used < WF_DRAFT_TAIL)
            out->tail[WF_DRAFT_TAIL - ++used] = '\n';
    }
    memmove(out->tail, out->tail + WF_DRAFT_TAIL - used, used);
    out->tail_len = used;
}

struct wf_span
wf_draft_source(const struct wf_draft *draft, const struct wf_draft_block *block)
{
    if (block->end == block->first)
        return (struct wf_span){ 0, 0 };
    return (struct wf_span){ draft->runs.items[block->first].start, draft->runs.items[block->end - 1].end };
}

/*
 * What is read for a character that print or a converter put there: soft hyphens, zero-width and direction
 * marks, controls and private-use characters go; ligatures and special hyphens become plain letters. False
 * where the character stands as it is.
 */
static bool
cleaned(const unsigned char *at, size_t len, size_t *used, struct wf_slice *with)
{
    static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
    uint32_t cp;

    *with = WF_SLICE("");
    *used = 1;
    if (at[0] < 0x20 || at[0] == 0x7f)
        return !(at[0] >= '\t' && at[0] <= '\r');
    *used = wf_utf8_decode((const char *)at, len, &cp);
    if (cp == 0xad || (cp >= 0x80 && cp < 0xa0 && cp != 0x85))
        return true;
    if ((cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
        (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff || (cp >= 0xfe00 && cp <= 0xfe0f))
        return true;
    if (cp >= 0xe000 && cp <= 0xf8ff)
        return true;
    if (cp == 0x2010 || cp == 0x2011) {
        *with = WF_SLICE("-");
        return true;
    }
    if (cp == 0x2028 || cp == 0x2029) {
        *with = WF_SLICE(" ");
        return true;
    }
    if (cp >= 0xfb00 && cp <= 0xfb06) {
        *with = wf_slice_of(ligatures[cp - 0xfb00]);
        return true;
    }
    return false;
}

/* First bytes of what cleaned() looks at. */
static const bool suspects[256] = { [0] = true, [1] = true, [2] = true, [3] = true, [4] = true, [5] = true, [6] = true,
    [7] = true, [8] = true, [0x0e] = true, [0x0f] = true, [0x10] = true, [0x11] = true, [0x12] = true, [0x13] = true,
    [0x14] = true, [0x15] = true, [0x16] = true, [0x17] = true, [0x18] = true, [0x19] = true, [0x1a] = true,
    [0x1b] = true, [0x1c] = true, [0x1d] = true, [0x1e] = true, [0x1f] = true, [0x7f] = true, [0xc2] = true,
    [0xe2] = true, [0xee] = true, [0xef] = true };

static bool
suspicious(unsigned char c)
{
    return suspects[c];
}

static void
write_copy(struct wf_text *text, uint32_t start, uint32_t end)
{
    const unsigned char *data = (const unsigned char *)text->source.data;
    struct wf_slice with;
    uint32_t from = start;
    size_t used;

    for (uint32_t at = start; at < end;) {
        if (!suspicious(data[at])) {
            at++;
            while (end - at >= 8 && wf_bytes_printable(wf_bytes_load((const char *)data + at, 8)))
                at += 8;
            continue;
        }
        if (!cleaned(data + at, end - at, &used, &with)) {
            at += (uint32_t)used;
            continue;
        }
        wf_text_copy(text, from, at);
        if (with.len > 0)
            wf_text_replace(text, at, at + (uint32_t)used, with);
        at += (uint32_t)used;
        from = at;
    }
    wf_text_copy(text, from, end);
}

/* Same for replaced text, where only what the eye does not see matters. */
static void
write_replaced(struct wf_text *text, const struct wf_draft_run *run)
{
    struct wf_slice with;
    size_t used;

    if (run->with.len <= 4 && suspicious((unsigned char)run->with.data[0]) &&
        cleaned((const unsigned char *)run->with.data, run->with.len, &used, &with) &&
        used == run->with.len)
        wf_text_replace(text, run->start, run->end, with);
    else
        wf_text_replace(text, run->start, run->end, run->with);
}

struct writer {
    struct wf_draft *draft;
    struct wf_hyphens hyphens;
    const struct wf_draft_run *last; /* written, NULL at the start of a block */
};

/* Write a run; `line` says that white space (or a hyphenation) stands before it. */
static void
write_run(struct writer *writer, const struct wf_draft_run *run, const struct wf_draft_run *next, bool line,
    bool next_line)
{
    struct wf_text *text = &writer->draft->doc->text;
    uint32_t end = run->end, cut;

    if (writer->last != NULL && line)
        wf_text_replace(text, writer->last->end, run->start, WF_SLICE(" "));
    if (run->with.data != NULL) {
        write_replaced(text, run);
    } else if (next != NULL && next_line && next->with.data == NULL) {
        cut = wf_hyphens_cut(&writer->hyphens, writer->draft->source, (struct wf_span){ run->start, run->end },
            (struct wf_span){ next->start, next->end });
        if (cut != 0) {
            if (cut == WF_HYPHEN_KEEP)
                cut = 0;
            write_copy(text, run->start, end - cut);
            writer->last = NULL; /* no space before what follows */
            return;
        }
        write_copy(text, run->start, end);
    } else {
        write_copy(text, run->start, end);
    }
    writer->last = run;
}

static uint32_t
next_written(const struct wf_draft *draft, uint32_t i)
{
    for (i++; i < draft->blocks.count; i++) {
        if (!draft->blocks.items[i].dropped && !draft->blocks.items[i].deferred)
            break;
    }
    return i;
}

static void
write_block(struct writer *writer, uint32_t index)
{
    struct wf_draft *draft = writer->draft;
    const struct wf_draft_block *block = &draft->blocks.items[index];
    const struct wf_draft_run *next;
    uint32_t after;
    bool line;

    for (uint32_t i = block->first; i < block->end; i++) {
        next = NULL;
        line = false;
        if (i + 1 < block->end) {
            next = &draft->runs.items[i + 1];
            line = next->line;
        } else {
            after = next_written(draft, index);
            if (after < draft->blocks.count && draft->blocks.items[after].joined && !block->deferred) {
                next = &draft->runs.items[draft->blocks.items[after].first];
                line = true;
            }
        }
        write_run(writer, &draft->runs.items[i], next, draft->runs.items[i].line || (i == block->first),
            line);
    }
}

/* Footnotes that interrupted the paragraph before block `end`, from block `first` on. */
static void
write_deferred(struct writer *writer, uint32_t first, uint32_t end)
{
    struct wf_draft *draft = writer->draft;

    for (uint32_t i = first; i < end; i++) {
        if (!draft->blocks.items[i].deferred || draft->blocks.items[i].dropped)
            continue;
        writer->last = NULL;
        write_block(writer, i);
        wf_text_break(&draft->doc->text, draft->blocks.items[i].kind, draft->blocks.items[i].level);
    }
}

enum wf_status
wf_draft_finish(struct wf_draft *draft, struct wf_error *err)
{
    struct writer writer = { draft, { 0 }, NULL };
    struct wf_document *doc = draft->doc;
    uint32_t start = 0, next;
    enum wf_status st;

    wf_draft_close(draft);
    if (wf_arena_failed(doc->arena))
        goto full;
    st = wf_text_begin(&doc->text, doc->arena, draft->source, err);
    if (st != WF_OK)
        return st;
    wf_draft_layout(draft);
    wf_draft_metadata(draft);
    if (wf_arena_failed(doc->arena))
        goto full;
    wf_hyphens_begin(&writer.hyphens, doc->arena, draft->source, draft->known);
    for (uint32_t i = 0; i < draft->blocks.count; i = next) {
        const struct wf_draft_block *block = &draft->blocks.items[i];

        next = i + 1;
        if (block->dropped || block->deferred)
            continue;
        if (!block->joined) {
            writer.last = NULL;
            start = i;
        }
        write_block(&writer, i);
        next = next_written(draft, i);
        if (next < draft->blocks.count && draft->blocks.items[next].joined)
            continue;
        wf_text_break(&doc->text, draft->blocks.items[start].kind, draft->blocks.items[start].level);
        write_deferred(&writer, start, next);
    }
    return wf_text_end(&doc->text, err);
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "the text does not fit into the memory of one document");
}
