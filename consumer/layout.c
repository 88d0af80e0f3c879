/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the blocks of a draft are. Nothing here knows a format: page numbers, running heads, contents lists,
 * torn paragraphs and headings without mark-up are found by the look of the blocks and by what stands around
 * them. Each step is one pass.
 */
#include <string.h>
#include <strings.h>

#include "consumer/layout.h"

static const char *const part_titles[] = { "introduction", "summary", "executivesummary", "background",
    "overview", "keypoints", "keyfindings", "keytakeaways", "abstract", "conclusion", "conclusions",
    "recommendations", "preface", "foreword", "context", "analysis", "highlights", "mainpoints", "keyjudgments" };
static const char *const back_titles[] = { "abouttheauthor", "abouttheauthors", "contact", "contacts",
    "mediacontact", "mediacontacts", "presscontact", "disclaimer", "contactus", "abouttheauthoress" };
/* What a paper calls itself above its title */
static const char *const labels[] = { "forimmediaterelease", "forrelease", "immediaterelease", "pressrelease", "pressreleaseno",
    "newsrelease", "mediarelease", "mediaadvisory", "mediastatement", "pressstatement", "medianote", "readout", "statement",
    "factsheet", "policybrief", "policybriefno", "briefingnote", "workingpaper", "unofficialtranslation", "unclassified",
    "confidential", "advancecopy", "checkagainstdelivery", "breakingnews", "exclusive", "update", "originalenglish" };
static const char *const end_marks[] = { "ends", "end", "endsall", "endofstatement" };

static bool
heading_like(const struct wf_layout *l, uint32_t i)
{
    const struct wf_draft_block *block = &l->blocks[i];

    if (block->fixed)
        return block->kind == WF_BLOCK_HEADING || block->kind == WF_BLOCK_TITLE;
    if (!wf_layout_is_short(l, i) || wf_layout_flag(l, i, WF_FEATURE_ENDED) || !wf_layout_flag(l, i, WF_FEATURE_UPPER))
        return false;
    if (wf_layout_flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_CAPTION | WF_FEATURE_FOREIGN | WF_FEATURE_EMPTY))
        return false;
    if (block->kind != WF_BLOCK_PARAGRAPH && !(block->kind == WF_BLOCK_LIST_ITEM && block->numbered))
        return false;
    return l->features[i].words > 0 && l->features[i].words <= 18 &&
        (wf_layout_flag(l, i, WF_FEATURE_TITLE | WF_FEATURE_CAPS) || block->length <= 70);
}

static bool
is_text(const struct wf_layout *l, uint32_t i)
{
    enum wf_block_kind kind = l->blocks[i].kind;

    return !l->blocks[i].dropped && (kind == WF_BLOCK_PARAGRAPH || kind == WF_BLOCK_LIST_ITEM ||
                                        kind == WF_BLOCK_QUOTE);
}

/* Paragraph i was cut in the middle of a sentence and `next` is how it goes on. */
static bool
is_torn(const struct wf_layout *l, uint32_t i, uint32_t next)
{
    /* a block that stands earlier in the source (a column, a part that mark-up moved) is no continuation: the map of a
       block goes one way */
    if (wf_draft_source(l->draft, &l->blocks[next]).start < wf_draft_source(l->draft, &l->blocks[i]).end)
        return false;
    if (!is_text(l, i) || !is_text(l, next) || l->blocks[next].kind == WF_BLOCK_LIST_ITEM ||
        wf_layout_flag(l, i, WF_FEATURE_ENDED | WF_FEATURE_FOREIGN | WF_FEATURE_CONTACT | WF_FEATURE_ENTRY) ||
        wf_layout_flag(l, next, WF_FEATURE_FOREIGN | WF_FEATURE_CONTACT | WF_FEATURE_CAPTION | WF_FEATURE_ENTRY))
        return false;
    if (wf_layout_flag(l, next, WF_FEATURE_LOWER))
        return l->blocks[i].length >= WF_TORN_MIN;
    /* a capital may go on with the sentence too, but only a long text can have been cut there */
    return (wf_layout_flag(l, i, WF_FEATURE_INNER) || l->blocks[i].length > 180) && l->blocks[i].length > WF_HEADING_MAX &&
        wf_layout_flag(l, next, WF_FEATURE_ENDED) && l->blocks[next].length >= WF_TORN_MIN && !heading_like(l, next) &&
        !wf_layout_flag(l, next, WF_FEATURE_NOTE) &&
        !l->blocks[i].fixed && !l->blocks[next].fixed && !l->draft->marked_up;
}

static void
mend(struct wf_layout *l)
{
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t next, notes = 0, first;

        if (!is_text(l, i))
            continue;
        first = next = wf_layout_next(l, i);
        if (next < l->count && is_torn(l, i, next)) {
            l->blocks[next].joined = true;
            continue;
        }
        if (wf_layout_flag(l, i, WF_FEATURE_ENDED) || l->blocks[i].length < WF_TORN_MIN)
            continue;
        while (next < l->count && notes < 4 && wf_layout_flag(l, next, WF_FEATURE_NOTE | WF_FEATURE_CAPTION) &&
            !wf_layout_flag(l, next, WF_FEATURE_LOWER)) {
            notes++;
            next = wf_layout_next(l, next);
        }
        if (notes == 0 || next >= l->count || !wf_layout_flag(l, next, WF_FEATURE_LOWER) || !is_torn(l, i, next))
            continue;
        for (uint32_t k = first; k < next; k++) {
            l->blocks[k].deferred = true;
            l->blocks[k].fixed = true;
            l->blocks[k].kind = wf_layout_flag(l, k, WF_FEATURE_CAPTION) ? WF_BLOCK_CAPTION : WF_BLOCK_BACK;
        }
        l->blocks[next].joined = true;
    }
}

/* Was block i cut, and does another go on with it? */
static bool
goes_on(const struct wf_layout *l, uint32_t i)
{
    do
        i = wf_layout_next(l, i);
    while (i < l->count && l->blocks[i].deferred);
    return i < l->count && l->blocks[i].joined;
}

static bool
is_body(const struct wf_layout *l, uint32_t i)
{
    const struct wf_draft_block *block = &l->blocks[i];

    if (block->dropped || wf_layout_flag(l, i, WF_FEATURE_FOREIGN) || block->kind == WF_BLOCK_HEADING ||
        block->kind == WF_BLOCK_TITLE)
        return false;
    if (block->joined || goes_on(l, i))
        return true;
    if (wf_layout_flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_BYLINE) && block->length < 140)
        return false;
    return (wf_layout_flag(l, i, WF_FEATURE_ENDED) && block->length >= 40 && l->features[i].words >= 6) ||
        block->length >= 160 || wf_layout_flag(l, i, WF_FEATURE_INNER);
}

/* Where the body begins and ends; back matter is marked on the way. */
static void
find_body(struct wf_layout *l)
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
        bool end = wf_layout_flag(l, i, WF_FEATURE_CAPS | WF_FEATURE_TITLE) && l->features[i].words < 4 &&
            WF_TITLED(&l->features[i], end_marks);

        if (l->blocks[i].dropped || !wf_layout_is_short(l, i))
            continue;
        if (end || (i * 2 > l->count && WF_TITLED(&l->features[i], back_titles))) {
            l->blocks[i].dropped = end;
            l->back = i;
            break;
        }
    }
    while (l->back > l->body + 1) {
        i = l->back - 1;
        if (!l->blocks[i].dropped && !wf_layout_flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_FOREIGN | WF_FEATURE_BYLINE))
            break;
        if (is_body(l, i) && !wf_layout_flag(l, i, WF_FEATURE_CONTACT))
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
is_part_title(const struct wf_layout *l, uint32_t i)
{
    return l->listed[i] || WF_TITLED(&l->features[i], part_titles);
}

/* A line that says what the paper is, when it may be told, or goes on with the name above it. */
static bool
is_label(const struct wf_layout *l, uint32_t i)
{
    static const char *const beginnings[] = { "embargo", "under embargo", "for release ", "ref:", "ref.", "reference:", "united nations",
        "distr." };
    struct wf_draft_text text;

    if (WF_TITLED(&l->features[i], labels))
        return true;
    wf_draft_peek(l->draft, &l->blocks[i], &text);
    if (l->blocks[i].stacked && text.head_len > 3 && strncasecmp(text.head, "of ", 3) == 0)
        return true;
    for (size_t k = 0; k < sizeof beginnings / sizeof beginnings[0]; k++) {
        size_t len = strlen(beginnings[k]);

        if (text.head_len >= len && strncasecmp(text.head, beginnings[k], len) == 0)
            return true;
    }
    return false;
}

static bool
may_be_title(const struct wf_layout *l, uint32_t i)
{
    if (l->blocks[i].fixed)
        return l->blocks[i].kind == WF_BLOCK_HEADING;
    return !wf_layout_flag(l, i, WF_FEATURE_CONTACT | WF_FEATURE_BYLINE) &&
        !wf_draft_is_date(l->draft, &l->blocks[i]) && !is_part_title(l, i) && !is_label(l, i);
}

/*
 * The block above the body that is the title; l->count where none is. A line that names a body is its letterhead; it, or
 * a title of a word or two, is the title where there is no better one.
 */
static uint32_t
find_title(const struct wf_layout *l)
{
    uint32_t letterhead = l->count, small = l->count;

    for (uint32_t i = 0; i < l->body; i++) {
        bool named;

        if (l->blocks[i].dropped || wf_layout_flag(l, i, WF_FEATURE_FOREIGN) || !may_be_title(l, i))
            continue;
        named = !l->blocks[i].fixed && wf_draft_is_body(l->draft, &l->blocks[i]);
        if (!named && (l->blocks[i].fixed || l->features[i].words >= 3))
            return i;
        if (named && l->features[i].words >= 3)
            letterhead = letterhead == l->count ? i : letterhead;
        else if (heading_like(l, i) && !named)
            small = small == l->count ? i : small;
    }
    return letterhead != l->count ? letterhead : small;
}

/* Is block i, the last above the body, the heading of the body's first part? */
static bool
heads_body(const struct wf_layout *l, uint32_t i, bool titled)
{
    uint32_t k;

    if (!heading_like(l, i) || wf_draft_is_date(l->draft, &l->blocks[i]) || wf_layout_flag(l, i, WF_FEATURE_BYLINE))
        return false;
    if (is_part_title(l, i))
        return true;
    if (!titled || l->blocks[i].stacked)
        return false;
    for (k = l->body + 1; k < l->back; k++) { /* only where other parts have headings of that look */
        if (!l->blocks[k].dropped && heading_like(l, k) && !wf_layout_flag(l, k, WF_FEATURE_BYLINE) && wf_layout_next(l, k) < l->back &&
            is_body(l, wf_layout_next(l, k)))
            return true;
    }
    return false;
}

/* The line below the title's goes on with it: the title ends in a colon, or in a word or mark that asks for more. */
static bool
title_goes_on(const struct wf_layout *l, uint32_t i, uint32_t next)
{
    static const char *const words[] = { "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
        "with" };
    struct wf_draft_text text;
    size_t end, start;

    if (next >= l->body || !l->blocks[next].stacked || l->blocks[next].fixed ||
        wf_layout_flag(l, next, WF_FEATURE_CONTACT | WF_FEATURE_BYLINE | WF_FEATURE_FOREIGN) ||
        wf_draft_is_date(l->draft, &l->blocks[next]))
        return false;
    wf_draft_peek(l->draft, &l->blocks[i], &text);
    for (end = text.tail_len; end > 0 && text.tail[end - 1] == ' '; end--)
        ;
    if (end == 0)
        return false;
    if (text.tail[end - 1] == ':' || text.tail[end - 1] == ',' || text.tail[end - 1] == '-' || text.tail[end - 1] == '&')
        return true;
    for (start = end; start > 0 && text.tail[start - 1] != ' ' && text.tail[start - 1] != '\n'; start--)
        ;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        if (strlen(words[k]) == end - start && strncasecmp(words[k], text.tail + start, end - start) == 0)
            return true;
    }
    return wf_layout_flag(l, next, WF_FEATURE_LOWER);
}

/* The blocks above the body: title, then metadata, and perhaps the heading of the first part. */
static void
mark_front(struct wf_layout *l)
{
    bool have = l->draft->doc->title.len > 0;
    uint32_t title = have ? l->count : find_title(l), last = l->count, ending = l->count;

    for (uint32_t i = 0; i < l->body; i++) {
        if (!l->blocks[i].dropped && !wf_layout_flag(l, i, WF_FEATURE_FOREIGN))
            last = i;
    }
    for (uint32_t i = 0; i < l->body; i++) {
        struct wf_draft_block *block = &l->blocks[i];

        if (block->dropped || wf_layout_flag(l, i, WF_FEATURE_FOREIGN))
            continue;
        if (i == title || (l->draft->title_hash != 0 && l->features[i].hash == l->draft->title_hash)) {
            block->kind = WF_BLOCK_TITLE;
            block->level = 0;
            ending = i;
        } else if (ending < i && wf_layout_next(l, ending) == i && title_goes_on(l, ending, i)) {
            block->kind = WF_BLOCK_TITLE;
            block->joined = true;
            ending = i;
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

/*
 * Is a line with a number the heading of block `next`, as opposed to an item of a list? Headings of parts within parts may
 * stand between; where the block before is no item, a short text will do.
 */
static bool
heads_text(const struct wf_layout *l, uint32_t i, uint32_t next)
{
    uint32_t k = i;

    for (unsigned depth = 0; next < l->back && l->blocks[next].kind == WF_BLOCK_LIST_ITEM; depth++) {
        if (depth > 2 || !l->blocks[next].numbered || l->blocks[next].level != l->blocks[i].level + 1 + depth ||
            !heading_like(l, next))
            return false;
        next = wf_layout_next(l, next);
    }
    while (k > 0 && l->blocks[k - 1].dropped)
        k--;
    if (k > 0 && l->blocks[k - 1].kind == WF_BLOCK_LIST_ITEM && l->blocks[k - 1].level >= l->blocks[i].level)
        return false;
    return next < l->back && (is_body(l, next) || (wf_layout_flag(l, next, WF_FEATURE_ENDED) && !l->blocks[i].stacked));
}

static void
mark_headings(struct wf_layout *l)
{
    for (uint32_t i = l->body; i < l->back; i++) {
        uint32_t next;

        if (l->blocks[i].dropped || l->blocks[i].joined || l->blocks[i].deferred || l->blocks[i].fixed)
            continue;
        if (wf_layout_flag(l, i, WF_FEATURE_FOREIGN)) {
            l->blocks[i].kind = WF_BLOCK_FOREIGN;
            continue;
        }
        if (wf_layout_flag(l, i, WF_FEATURE_CAPTION) && l->blocks[i].one_line) {
            l->blocks[i].kind = WF_BLOCK_CAPTION;
            continue;
        }
        next = wf_layout_next(l, i);
        if (!heading_like(l, i) || next >= l->back || goes_on(l, i))
            continue;
        if (l->blocks[i].kind == WF_BLOCK_LIST_ITEM && !heads_text(l, i, next))
            continue;
        if (!is_body(l, next) && l->blocks[next].kind != WF_BLOCK_LIST_ITEM && !heading_like(l, next) &&
            !l->blocks[next].fixed && l->blocks[i].kind != WF_BLOCK_LIST_ITEM)
            continue;
        if (l->blocks[i].kind != WF_BLOCK_LIST_ITEM)
            l->blocks[i].level = 0; /* decided below */
        l->blocks[i].kind = WF_BLOCK_HEADING;
    }
}

/* Levels of headings that have none: from the contents list, else capitals stand above the others. */
static void
set_levels(struct wf_layout *l)
{
    bool caps = false, mixed = false, named = false;
    unsigned least = 7;

    for (uint32_t i = 0; i < l->count; i++) {
        if (l->blocks[i].dropped || l->blocks[i].kind != WF_BLOCK_HEADING)
            continue;
        named |= l->listed[i];
        caps |= l->blocks[i].level == 0 && wf_layout_flag(l, i, WF_FEATURE_CAPS);
        mixed |= l->blocks[i].level == 0 && !wf_layout_flag(l, i, WF_FEATURE_CAPS);
    }
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->blocks[i].dropped || l->blocks[i].kind != WF_BLOCK_HEADING)
            continue;
        if (l->blocks[i].level == 0 && named)
            l->blocks[i].level = is_part_title(l, i) ? 1 : 2;
        else if (l->blocks[i].level == 0)
            l->blocks[i].level = caps && mixed && !wf_layout_flag(l, i, WF_FEATURE_CAPS) ? 2 : 1;
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
    struct wf_layout l = { .draft = draft, .blocks = draft->blocks.items, .count = draft->blocks.count };
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
        if (wf_layout_flag(&l, i, WF_FEATURE_FOREIGN))
            l.blocks[i].kind = WF_BLOCK_FOREIGN;
    }
    if (!wf_layout_pages(&l))
        return;
    mend(&l);
    find_body(&l);
    mark_front(&l);
    mark_headings(&l);
    set_levels(&l);
    draft->body = l.body;
}
