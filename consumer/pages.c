/* SPDX-License-Identifier: Apache-2.0 */
/* What a printed page adds to a text: its number, running heads and feet, and the contents list. */
#include <string.h>

#include "consumer/layout.h"

#define RUNNING_MIN 3    /* times a line must stand there to be a running head */
#define TITLE_LINES 4    /* lines around a title */
#define ENTRIES_MIN 3    /* lines that make a contents list without a heading */

static const char *const contents_titles[] = { "contents", "tableofcontents", "inthisreport", "inthisissue",
    "listofcontents" };

static uint32_t
slot_of(const struct wf_layout *l, uint32_t hash)
{
    uint32_t slot = hash & l->mask;

    while (l->slots[slot] != 0 && l->features[l->slots[slot] - 1].hash != hash)
        slot = (slot + 1) & l->mask;
    return slot;
}

/* Count how often each short line occurs. */
static bool
count_lines(struct wf_layout *l)
{
    uint32_t size = 16, slot;

    while (size < l->count * 2)
        size *= 2;
    l->slots = wf_arena_zalloc(l->draft->doc->arena, size * sizeof *l->slots);
    if (l->slots == NULL)
        return false;
    l->mask = size - 1;
    for (uint32_t i = 0; i < l->count; i++) {
        l->same[i] = 1;
        if (l->features[i].hash == 0 || !wf_layout_is_short(l, i))
            continue;
        slot = slot_of(l, l->features[i].hash);
        if (l->slots[slot] != 0)
            l->same[i] = l->same[l->slots[slot] - 1] + 1;
        l->slots[slot] = i + 1;
    }
    for (uint32_t i = 0; i < l->count; i++) { /* all occurrences learn the count of the last */
        if (l->features[i].hash != 0 && wf_layout_is_short(l, i))
            l->same[i] = l->same[l->slots[slot_of(l, l->features[i].hash)] - 1];
    }
    return true;
}

static void
drop_pages(struct wf_layout *l)
{
    unsigned last = 0;

    for (uint32_t i = 0; i < l->count; i++) {
        if (wf_layout_flag(l, i, WF_FEATURE_EMPTY) && !l->blocks[i].fixed) {
            l->blocks[i].dropped = true;
            continue;
        }
        if (!wf_layout_flag(l, i, WF_FEATURE_PAGE) || l->blocks[i].kind != WF_BLOCK_PARAGRAPH || l->count == 1)
            continue; /* a single line is all the document says */
        /* a number alone is a page's only where pages are counted up */
        if (last == 0 ? l->features[i].page < 1000 : l->features[i].page >= last && l->features[i].page <= last + 5) {
            l->blocks[i].dropped = true;
            last = l->features[i].page;
        }
    }
}

/* A page's number, or another line of its head or foot. */
static bool
is_page_line(const struct wf_layout *l, uint32_t i)
{
    return wf_layout_flag(l, i, WF_FEATURE_PAGE) || (l->blocks[i].dropped && !wf_layout_flag(l, i, WF_FEATURE_EMPTY));
}

/* Does block i stand where a page ends or begins? */
static bool
at_page(const struct wf_layout *l, uint32_t i)
{
    if (l->blocks[i].page_break || (i + 1 < l->count && l->blocks[i + 1].page_break))
        return true;
    if ((i > 0 && is_page_line(l, i - 1)) || (i + 1 < l->count && is_page_line(l, i + 1)))
        return true;
    /* or between the halves of a torn sentence */
    return i > 0 && i + 1 < l->count && !wf_layout_flag(l, i - 1, WF_FEATURE_ENDED) &&
        l->blocks[i - 1].length >= WF_TORN_MIN && wf_layout_flag(l, i + 1, WF_FEATURE_LOWER);
}

/* What is known of the lines that say the same. */
struct running {
    uint32_t pages;     /* how many of them stand at a page's edge */
    uint32_t counted;   /* how many have the number that follows on the one before */
    uint16_t last;
    bool seen;          /* the first of them has been looked at */
};

static bool
may_run(const struct wf_layout *l, uint32_t i)
{
    return l->same[i] > 1 && !l->blocks[i].fixed && !wf_layout_flag(l, i, WF_FEATURE_ENDED | WF_FEATURE_PAGE) &&
        !l->blocks[i].dropped && wf_layout_is_short(l, i) && l->features[i].hash != 0;
}

/*
 * The first of lines that come back is the report's title where it stands above the text, away from a page's edge, with
 * no other line that could be the title.
 */
static bool
is_first_title(const struct wf_layout *l, uint32_t i)
{
    if (at_page(l, i))
        return false;
    for (uint32_t k = 0; k < l->count && l->blocks[k].length < 160 && !wf_layout_flag(l, k, WF_FEATURE_INNER); k++) {
        if (l->blocks[k].dropped || l->features[k].hash == l->features[i].hash)
            continue;
        if (k > i + TITLE_LINES || (wf_layout_is_short(l, k) && l->features[k].words >= 3 && !wf_layout_flag(l, k, WF_FEATURE_ENDED | WF_FEATURE_CONTACT | WF_FEATURE_BYLINE)))
            return false;
    }
    return true;
}

/* Lines that come back on every page: at its edges, or with its number in them. */
static void
drop_running_heads(struct wf_layout *l)
{
    struct running *running, *r;

    running = wf_arena_zalloc(l->draft->doc->arena, (size_t)(l->mask + 1) * sizeof *running);
    if (running == NULL)
        return;
    for (uint32_t i = 0; i < l->count; i++) {
        uint16_t page = l->features[i].page;

        if (!may_run(l, i))
            continue;
        r = &running[slot_of(l, l->features[i].hash)];
        r->pages += at_page(l, i);
        if (page != 0 && l->features[i].words > 1 && (r->last == 0 || (page > r->last && page <= r->last + 3)))
            r->counted++;
        r->last = page;
    }
    for (uint32_t i = 0; i < l->count; i++) {
        if (!may_run(l, i))
            continue;
        r = &running[slot_of(l, l->features[i].hash)];
        if (r->counted > 1 || (r->pages * 2 >= l->same[i] && l->same[i] >= RUNNING_MIN) ||
            (r->pages > 1 && r->pages + 1 >= l->same[i]))
            l->blocks[i].dropped = r->seen || !is_first_title(l, i);
        r->seen = true;
    }
}

/* Where the block with this text stands last; l->count where it is not there. */
static uint32_t
latest(const struct wf_layout *l, uint32_t hash)
{
    uint32_t slot = slot_of(l, hash);

    return l->slots[slot] == 0 ? l->count : l->slots[slot] - 1;
}

/* Block i is line of a contents list that ends before `end`: drop it, and remember what it names. */
static void
drop_entry(struct wf_layout *l, uint32_t i)
{
    uint32_t target = latest(l, l->features[i].hash);

    l->blocks[i].dropped = true;
    l->contents = true;
    if (target < l->count && target > i)
        l->listed[target] = true;
}

static void
drop_contents(struct wf_layout *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        bool titled = wf_layout_is_short(l, i) && WF_TITLED(&l->features[i], contents_titles);
        uint32_t j = titled ? i + 1 : i, entries = 0, end;

        if (l->blocks[i].dropped || (!titled && !wf_layout_flag(l, i, WF_FEATURE_ENTRY)))
            continue;
        for (end = j; end < l->count; end++) {
            if (l->blocks[end].dropped)
                continue;
            if (wf_layout_flag(l, end, WF_FEATURE_ENTRY) ||
                (titled && wf_layout_is_short(l, end) && l->features[end].hash != 0 && !wf_layout_flag(l, end, WF_FEATURE_CONTACT) &&
                    latest(l, l->features[end].hash) > end && latest(l, l->features[end].hash) < l->count))
                entries++;
            else
                break;
        }
        if (entries < (titled ? 1u : ENTRIES_MIN))
            continue;
        for (uint32_t k = i; k < end; k++) {
            if (k >= j && !l->blocks[k].dropped)
                drop_entry(l, k);
            l->blocks[k].dropped = true;
        }
        i = end - 1;
    }
}

bool
wf_layout_pages(struct wf_layout *l)
{
    if (!count_lines(l))
        return false;
    drop_pages(l);
    drop_running_heads(l);
    drop_running_heads(l); /* the second line of a head stands beside the first */
    drop_contents(l);
    return true;
}
