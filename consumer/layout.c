/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the blocks of a draft are. Nothing here knows a format: page numbers, running heads, contents lists,
 * torn paragraphs and headings without mark-up are found by the look of the blocks and by what stands around
 * them. Each step is one pass.
 */
#include <string.h>

#include "consumer/draft.h"
#include "consumer/features.h"

#define RUNNING_MIN 3    /* times a line must stand there to be a running head */
#define TITLE_LINES 4    /* lines around a title */
#define HEADING_MAX 120  /* bytes */
#define TORN_MIN 40      /* bytes of a paragraph that a page break may have cut */
#define ENTRIES_MIN 3    /* lines that make a contents list without a heading */

struct layout {
    struct wf_draft *draft;
    struct wf_draft_block *blocks;
    struct wf_features *features;
    uint32_t count;
    uint32_t *slots;      /* hash table over one-line blocks: index + 1 of the latest with that text */
    uint32_t mask;
    uint32_t *same;       /* for each block, how many blocks say the same */
    uint32_t body, back;  /* first body block, and the first block after the body */
    bool contents;        /* there is a contents list */
    bool *listed;         /* for each block, whether the contents list names it */
};

static const char *const contents_titles[] = { "contents", "tableofcontents", "inthisreport", "inthisissue",
    "listofcontents" };
static const char *const part_titles[] = { "introduction", "summary", "executivesummary", "background",
    "overview", "keypoints", "keyfindings", "keytakeaways", "abstract", "conclusion", "conclusions",
    "recommendations", "preface", "foreword", "context", "analysis", "highlights", "mainpoints", "keyjudgments" };
static const char *const back_titles[] = { "abouttheauthor", "abouttheauthors", "contact", "contacts",
    "mediacontact", "mediacontacts", "presscontact", "disclaimer", "contactus", "abouttheauthoress" };
static const char *const end_marks[] = { "ends", "end", "endsall", "endofstatement" };

#define TITLED(features, list) wf_features_hash_is((features)->hash, list, sizeof list / sizeof list[0])

static bool
flag(const struct layout *l, uint32_t i, uint32_t flags)
{
    return (l->features[i].flags & flags) != 0;
}

/* The next block after i that will be read; count where there is none. */
static uint32_t
next_of(const struct layout *l, uint32_t i)
{
    for (i++; i < l->count && l->blocks[i].dropped; i++)
        ;
    return i;
}

static bool
is_short(const struct layout *l, uint32_t i)
{
    return l->blocks[i].one_line && l->blocks[i].length <= HEADING_MAX && l->blocks[i].kind != WF_BLOCK_TABLE_ROW;
}

static uint32_t
slot_of(const struct layout *l, uint32_t hash)
{
    uint32_t slot = hash & l->mask;

    while (l->slots[slot] != 0 && l->features[l->slots[slot] - 1].hash != hash)
        slot = (slot + 1) & l->mask;
    return slot;
}

/* Count how often each short line occurs. */
static bool
count_lines(struct layout *l)
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
        if (l->features[i].hash == 0 || !is_short(l, i))
            continue;
        slot = slot_of(l, l->features[i].hash);
        if (l->slots[slot] != 0)
            l->same[i] = l->same[l->slots[slot] - 1] + 1;
        l->slots[slot] = i + 1;
    }
    for (uint32_t i = 0; i < l->count; i++) { /* all occurrences learn the count of the last */
        if (l->features[i].hash != 0 && is_short(l, i))
            l->same[i] = l->same[l->slots[slot_of(l, l->features[i].hash)] - 1];
    }
    return true;
}

static void
drop_pages(struct layout *l)
{
    unsigned last = 0;

    for (uint32_t i = 0; i < l->count; i++) {
        if (flag(l, i, WF_FEATURE_EMPTY) && !l->blocks[i].fixed) {
            l->blocks[i].dropped = true;
            continue;
        }
        if (!flag(l, i, WF_FEATURE_PAGE) || l->blocks[i].kind != WF_BLOCK_PARAGRAPH || l->count == 1)
            continue; /* a single line is all the document says */
        /* a number alone is a page's only where pages are counted up */
        if (last == 0 ? l->features[i].page < 1000 : l->features[i].page >= last && l->features[i].page <= last + 5) {
            l->blocks[i].dropped = true;
            last = l->features[i].page;
        }
    }
}

/* Does block i stand where a page ends or begins? */
static bool
at_page(const struct layout *l, uint32_t i)
{
    if (l->blocks[i].page_break || (i + 1 < l->count && l->blocks[i + 1].page_break))
        return true;
    if ((i > 0 && flag(l, i - 1, WF_FEATURE_PAGE)) || (i + 1 < l->count && flag(l, i + 1, WF_FEATURE_PAGE)))
        return true;
    /* or between the halves of a torn sentence */
    return i > 0 && i + 1 < l->count && !flag(l, i - 1, WF_FEATURE_ENDED) &&
        l->blocks[i - 1].length >= TORN_MIN && flag(l, i + 1, WF_FEATURE_LOWER);
}

/* What is known of the lines that say the same. */
struct running {
    uint32_t pages;     /* how many of them stand at a page's edge */
    uint32_t counted;   /* how many have the number that follows on the one before */
    uint16_t last;
    bool seen;          /* the first of them has been looked at */
};

static bool
may_run(const struct layout *l, uint32_t i)
{
    return l->same[i] > 1 && !l->blocks[i].fixed && !flag(l, i, WF_FEATURE_ENDED | WF_FEATURE_PAGE) &&
        !l->blocks[i].dropped && is_short(l, i) && l->features[i].hash != 0;
}

/*
 * The first of lines that come back is the report's title where it stands above the text, away from a page's edge, with
 * no other line that could be the title.
 */
static bool
is_first_title(const struct layout *l, uint32_t i)
{
    if (at_page(l, i))
        return false;
    for (uint32_t k = 0; k < l->count && l->blocks[k].length < 160 && !flag(l, k, WF_FEATURE_INNER); k++) {
        if (l->blocks[k].dropped || l->features[k].hash == l->features[i].hash)
            continue;
        if (k > i + TITLE_LINES || (is_short(l, k) && l->features[k].words >= 3 && !flag(l, k, WF_FEATURE_ENDED | WF_FEATURE_CONTACT | WF_FEATURE_BYLINE)))
            return false;
    }
    return true;
}

/* Lines that come back on every page: at its edges, or with its number in them. */
static void
drop_running_heads(struct layout *l)
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
latest(const struct layout *l, uint32_t hash)
{
    uint32_t slot = slot_of(l, hash);

    return l->slots[slot] == 0 ? l->count : l->slots[slot] - 1;
}

/* Block i is line of a contents list that ends before `end`: drop it, and remember what it names. */
static void
drop_entry(struct layout *l, uint32_t i)
{
    uint32_t target = latest(l, l->features[i].hash);

    l->blocks[i].dropped = true;
    l->contents = true;
    if (target < l->count && target > i)
        l->listed[target] = true;
}

static void
drop_contents(struct layout *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        bool titled = TITLED(&l->features[i], contents_titles) && is_short(l, i);
        uint32_t j = titled ? i + 1 : i, entries = 0, end;

        if (l->blocks[i].dropped || (!titled && !flag(l, i, WF_FEATURE_ENTRY)))
            continue;
        for (end = j; end < l->count; end++) {
            if (l->blocks[end].dropped)
                continue;
            if (flag(l, end, WF_FEATURE_ENTRY) ||
                (titled && is_short(l, end) && l->features[end].hash != 0 && !flag(l, end, WF_FEATURE_CONTACT) &&
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

static bool
heading_like(const struct layout *l, uint32_t i)
{
    const struct wf_draft_block *block = &l->blocks[i];

    if (block->fixed)
        return block->kind == WF_BLOCK_HEADING || block->kind == WF_BLOCK_TITLE;
    if (!is_short(l, i) || flag(l, i, WF_FEATURE_ENDED) || !flag(l, i, WF_FEATURE_UPPER))
        return false;
    if (flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_CAPTION | WF_FEATURE_FOREIGN | WF_FEATURE_EMPTY))
        return false;
    if (block->kind != WF_BLOCK_PARAGRAPH && !(block->kind == WF_BLOCK_LIST_ITEM && block->numbered))
        return false;
    return l->features[i].words > 0 && l->features[i].words <= 18 &&
        (flag(l, i, WF_FEATURE_TITLE | WF_FEATURE_CAPS) || block->length <= 70);
}

static bool
is_text(const struct layout *l, uint32_t i)
{
    enum wf_block_kind kind = l->blocks[i].kind;

    return !l->blocks[i].dropped && (kind == WF_BLOCK_PARAGRAPH || kind == WF_BLOCK_LIST_ITEM ||
                                        kind == WF_BLOCK_QUOTE);
}

/* Paragraph i was cut in the middle of a sentence and `next` is how it goes on. */
static bool
is_torn(const struct layout *l, uint32_t i, uint32_t next)
{
    if (!is_text(l, i) || !is_text(l, next) || l->blocks[next].kind == WF_BLOCK_LIST_ITEM ||
        flag(l, i, WF_FEATURE_ENDED | WF_FEATURE_FOREIGN | WF_FEATURE_CONTACT | WF_FEATURE_ENTRY) ||
        flag(l, next, WF_FEATURE_FOREIGN | WF_FEATURE_CONTACT | WF_FEATURE_CAPTION | WF_FEATURE_ENTRY))
        return false;
    if (flag(l, next, WF_FEATURE_LOWER))
        return l->blocks[i].length >= TORN_MIN;
    /* a capital may go on with the sentence too, but only a long text can have been cut there */
    return (flag(l, i, WF_FEATURE_INNER) || l->blocks[i].length > 180) && l->blocks[i].length > HEADING_MAX &&
        flag(l, next, WF_FEATURE_ENDED) && l->blocks[next].length >= TORN_MIN && !heading_like(l, next) &&
        !l->blocks[i].fixed && !l->blocks[next].fixed && !l->draft->marked_up;
}

static void
mend(struct layout *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t next, notes = 0, first;

        if (!is_text(l, i))
            continue;
        first = next = next_of(l, i);
        if (next < l->count && is_torn(l, i, next)) {
            l->blocks[next].joined = true;
            continue;
        }
        if (flag(l, i, WF_FEATURE_ENDED) || l->blocks[i].length < TORN_MIN)
            continue;
        while (next < l->count && notes < 4 && flag(l, next, WF_FEATURE_NOTE | WF_FEATURE_CAPTION) &&
            !flag(l, next, WF_FEATURE_LOWER)) {
            notes++;
            next = next_of(l, next);
        }
        if (notes == 0 || next >= l->count || !flag(l, next, WF_FEATURE_LOWER) || !is_torn(l, i, next))
            continue;
        for (uint32_t k = first; k < next; k++) {
            l->blocks[k].deferred = true;
            l->blocks[k].fixed = true;
            l->blocks[k].kind = flag(l, k, WF_FEATURE_CAPTION) ? WF_BLOCK_CAPTION : WF_BLOCK_BACK;
        }
        l->blocks[next].joined = true;
    }
}

/* Was block i cut, and does another go on with it? */
static bool
goes_on(const struct layout *l, uint32_t i)
{
    do
        i = next_of(l, i);
    while (i < l->count && l->blocks[i].deferred);
    return i < l->count && l->blocks[i].joined;
}

static bool
is_body(const struct layout *l, uint32_t i)
{
    const struct wf_draft_block *block = &l->blocks[i];

    if (block->dropped || flag(l, i, WF_FEATURE_FOREIGN) || block->kind == WF_BLOCK_HEADING ||
        block->kind == WF_BLOCK_TITLE)
        return false;
    if (block->joined || goes_on(l, i))
        return true;
    if (flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_BYLINE) && block->length < 140)
        return false;
    return (flag(l, i, WF_FEATURE_ENDED) && block->length >= 40 && l->features[i].words >= 6) ||
        block->length >= 160 || flag(l, i, WF_FEATURE_INNER);
}

/* Where the body begins and ends; back matter is marked on the way. */
static void
find_body(struct layout *l)
{
    uint32_t i;

    for (l->body = 0; l->body < l->count && !is_body(l, l->body); l->body++)
        ;
    if (l->body == l->count) { /* nothing but short lines: all of it is the text */
        l->body = 0;
        if (l->blocks[0].fixed && l->blocks[0].kind == WF_BLOCK_HEADING && l->count > 1)
            l->body = 1; /* but for its title */
        l->back = l->count;
        return;
    }
    l->back = l->count;
    for (i = l->body; i < l->count; i++) {
        bool end = TITLED(&l->features[i], end_marks) && flag(l, i, WF_FEATURE_CAPS | WF_FEATURE_TITLE) &&
            l->features[i].words < 4;

        if (l->blocks[i].dropped || !is_short(l, i))
            continue;
        if (end || (TITLED(&l->features[i], back_titles) && i * 2 > l->count)) {
            l->blocks[i].dropped = end;
            l->back = i;
            break;
        }
    }
    while (l->back > l->body + 1) {
        i = l->back - 1;
        if (!l->blocks[i].dropped && !flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_FOREIGN | WF_FEATURE_BYLINE))
            break;
        if (is_body(l, i) && !flag(l, i, WF_FEATURE_CONTACT))
            break;
        l->back--;
    }
    for (i = l->back; i < l->count; i++) {
        if (l->blocks[i].kind != WF_BLOCK_FOREIGN)
            l->blocks[i].kind = WF_BLOCK_BACK;
        l->blocks[i].fixed = true;
    }
}

static bool
is_part_title(const struct layout *l, uint32_t i)
{
    return l->listed[i] || TITLED(&l->features[i], part_titles);
}

static bool
may_be_title(const struct layout *l, uint32_t i)
{
    if (l->blocks[i].fixed)
        return l->blocks[i].kind == WF_BLOCK_HEADING;
    return l->features[i].words >= 3 && !flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_BYLINE) &&
        !wf_draft_is_date(l->draft, &l->blocks[i]) && !is_part_title(l, i);
}

/* The block above the body that is the title; l->count where none is. A line that names a body is its letterhead. */
static uint32_t
find_title(const struct layout *l)
{
    uint32_t letterhead = l->count;

    for (uint32_t i = 0; i < l->body; i++) {
        if (l->blocks[i].dropped || flag(l, i, WF_FEATURE_FOREIGN) || !may_be_title(l, i))
            continue;
        if (l->blocks[i].fixed || !wf_draft_is_body(l->draft, &l->blocks[i]))
            return i;
        letterhead = letterhead == l->count ? i : letterhead;
    }
    return letterhead;
}

/* Is block i, the last above the body, the heading of the body's first part? */
static bool
heads_body(const struct layout *l, uint32_t i, bool titled)
{
    uint32_t k;

    if (!heading_like(l, i) || wf_draft_is_date(l->draft, &l->blocks[i]) || flag(l, i, WF_FEATURE_BYLINE))
        return false;
    if (is_part_title(l, i))
        return true;
    if (!titled || l->blocks[i].stacked)
        return false;
    for (k = l->body + 1; k < l->back; k++) { /* only where other parts have headings of that look */
        if (!l->blocks[k].dropped && heading_like(l, k) && !flag(l, k, WF_FEATURE_BYLINE) && next_of(l, k) < l->back &&
            is_body(l, next_of(l, k)))
            return true;
    }
    return false;
}

/* The blocks above the body: title, then metadata, and perhaps the heading of the first part. */
static void
mark_front(struct layout *l)
{
    bool have = l->draft->doc->title.len > 0;
    uint32_t title = have ? l->count : find_title(l), last = l->count;

    for (uint32_t i = 0; i < l->body; i++) {
        if (!l->blocks[i].dropped && !flag(l, i, WF_FEATURE_FOREIGN))
            last = i;
    }
    for (uint32_t i = 0; i < l->body; i++) {
        struct wf_draft_block *block = &l->blocks[i];

        if (block->dropped || flag(l, i, WF_FEATURE_FOREIGN))
            continue;
        if (i == title || (l->draft->title_hash != 0 && l->features[i].hash == l->draft->title_hash)) {
            block->kind = WF_BLOCK_TITLE;
            block->level = 0;
        } else if (block->fixed) {
            continue;
        } else if (i == last && heads_body(l, i, have || title < i)) {
            block->kind = WF_BLOCK_HEADING;
            block->level = 0;
            continue;
        } else {
            block->kind = WF_BLOCK_FRONT;
        }
        block->fixed = true;
    }
}

static void
mark_headings(struct layout *l)
{
    for (uint32_t i = l->body; i < l->back; i++) {
        uint32_t next;

        if (l->blocks[i].dropped || l->blocks[i].joined || l->blocks[i].deferred || l->blocks[i].fixed)
            continue;
        if (flag(l, i, WF_FEATURE_FOREIGN)) {
            l->blocks[i].kind = WF_BLOCK_FOREIGN;
            continue;
        }
        if (flag(l, i, WF_FEATURE_CAPTION) && l->blocks[i].one_line) {
            l->blocks[i].kind = WF_BLOCK_CAPTION;
            continue;
        }
        next = next_of(l, i);
        if (!heading_like(l, i) || next >= l->back || goes_on(l, i))
            continue;
        if (l->blocks[i].kind == WF_BLOCK_LIST_ITEM &&
            (!is_body(l, next) || l->blocks[next].kind == WF_BLOCK_LIST_ITEM))
            continue;
        if (!is_body(l, next) && l->blocks[next].kind != WF_BLOCK_LIST_ITEM && !heading_like(l, next) &&
            !l->blocks[next].fixed)
            continue;
        if (l->blocks[i].kind != WF_BLOCK_LIST_ITEM)
            l->blocks[i].level = 0; /* decided below */
        l->blocks[i].kind = WF_BLOCK_HEADING;
    }
}

/* Levels of headings that have none: from the contents list, else capitals stand above the others. */
static void
set_levels(struct layout *l)
{
    bool caps = false, mixed = false, named = false;
    unsigned least = 7;

    for (uint32_t i = 0; i < l->count; i++) {
        if (l->blocks[i].dropped || l->blocks[i].kind != WF_BLOCK_HEADING)
            continue;
        named |= l->listed[i];
        caps |= l->blocks[i].level == 0 && flag(l, i, WF_FEATURE_CAPS);
        mixed |= l->blocks[i].level == 0 && !flag(l, i, WF_FEATURE_CAPS);
    }
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->blocks[i].dropped || l->blocks[i].kind != WF_BLOCK_HEADING)
            continue;
        if (l->blocks[i].level == 0 && named)
            l->blocks[i].level = is_part_title(l, i) ? 1 : 2;
        else if (l->blocks[i].level == 0)
            l->blocks[i].level = caps && mixed && !flag(l, i, WF_FEATURE_CAPS) ? 2 : 1;
        least = l->blocks[i].level < least ? l->blocks[i].level : least;
    }
    for (uint32_t i = 0; i < l->count; i++) { /* the highest that is there is 1 */
        if (!l->blocks[i].dropped && l->blocks[i].kind == WF_BLOCK_HEADING)
            l->blocks[i].level = (uint8_t)(l->blocks[i].level - least + 1);
    }
}

void
wf_draft_layout(struct wf_draft *draft)
{
    struct layout l = { .draft = draft, .blocks = draft->blocks.items, .count = draft->blocks.count };
    wf_arena *arena = draft->doc->arena;

    if (l.count == 0)
        return;
    l.features = wf_arena_alloc(arena, l.count * sizeof *l.features);
    l.same = wf_arena_alloc(arena, l.count * sizeof *l.same);
    l.listed = wf_arena_zalloc(arena, l.count * sizeof *l.listed);
    if (l.features == NULL || l.same == NULL || l.listed == NULL)
        return;
    for (uint32_t i = 0; i < l.count; i++) {
        wf_features_of(draft, &l.blocks[i], &l.features[i]);
        if (flag(&l, i, WF_FEATURE_FOREIGN))
            l.blocks[i].kind = WF_BLOCK_FOREIGN;
    }
    if (!count_lines(&l))
        return;
    drop_pages(&l);
    drop_running_heads(&l);
    drop_contents(&l);
    mend(&l);
    find_body(&l);
    mark_front(&l);
    mark_headings(&l);
    set_levels(&l);
    draft->body = l.body;
}
