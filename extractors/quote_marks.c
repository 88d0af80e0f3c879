/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/quote_marks.h"

#define SINGLE_REACH 400  /* tokens within which single marks must pair */
#define JOINED_REACH 4000 /* tokens that a quotation over paragraphs may have */

enum mark { MARK_NONE, MARK_STRAIGHT, MARK_OPEN, MARK_CLOSE, MARK_SINGLE_OPEN, MARK_SINGLE };

static enum mark
mark_of(const struct wf_token *token)
{
    switch (token->symbol) {
    case '"':
        return MARK_STRAIGHT;
    case 0x201C: case 0x201E: case 0xAB: case 0x201F: case 0x2E42:
        return MARK_OPEN;
    case 0x201D: case 0xBB:
        return MARK_CLOSE;
    case 0x2018: case 0x201A: case 0x2039: case '`':
        return MARK_SINGLE_OPEN;
    case 0x2019: case '\'': case 0x203A:
        return MARK_SINGLE;
    default:
        return MARK_NONE;
    }
}

static bool
space_before(const struct wf_document *doc, uint32_t t)
{
    return t >= doc->tokens.count || (doc->tokens.items[t].flags & WF_TOKEN_SPACE_BEFORE);
}

/* Space, bracket or dash before it and none after. */
static bool
looks_opening(const struct wf_document *doc, uint32_t t)
{
    bool before = space_before(doc, t) || (doc->tokens.items[t].flags & WF_TOKEN_BLOCK_START) ||
                  (t > 0 && (doc->tokens.items[t - 1].flags & (WF_TOKEN_OPEN | WF_TOKEN_DASH | WF_TOKEN_QUOTE)));

    return before && !space_before(doc, t + 1);
}

static bool
looks_closing(const struct wf_document *doc, uint32_t t)
{
    bool after = space_before(doc, t + 1) || !(doc->tokens.items[t + 1].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER));

    return !space_before(doc, t) && after;
}

static uint32_t
block_of(const struct wf_document *doc, uint32_t t)
{
    return doc->sentences.items[doc->tokens.items[t].sentence].block;
}

/* A plural's apostrophe, as likely as a closing mark: `the players' money`. */
static bool
maybe_apostrophe(const struct wf_document *doc, uint32_t t)
{
    struct wf_slice before = wf_token_text(doc, t - 1);

    return (doc->tokens.items[t - 1].flags & WF_TOKEN_WORD) && (before.data[before.len - 1] | 32) == 's' &&
           t + 1 < doc->tokens.count && (doc->tokens.items[t + 1].flags & WF_TOKEN_WORD);
}

/* Closing token of a single mark at `t`, or 0. */
static uint32_t
single_close(const struct wf_document *doc, uint32_t t)
{
    uint32_t block = block_of(doc, t), doubtful = 0;

    for (uint32_t i = t + 1; i < doc->tokens.count && i - t < SINGLE_REACH; i++) {
        const struct wf_token *token = &doc->tokens.items[i];

        if (block_of(doc, i) != block)
            break;
        if (!(token->flags & (WF_TOKEN_QUOTE | WF_TOKEN_POSSESSIVE)))
            continue;
        if ((token->flags & WF_TOKEN_QUOTE) && mark_of(token) <= MARK_CLOSE)
            break;
        if (mark_of(token) == MARK_SINGLE_OPEN || (looks_opening(doc, i) && !looks_closing(doc, i)))
            break; /* the next quotation begins */
        if (!looks_closing(doc, i) || token->end - token->start > 3 || mark_of(token) != MARK_SINGLE)
            continue;
        if ((token->flags & WF_TOKEN_POSSESSIVE) &&
            (wf_token_text(doc, i).data[token->end - token->start - 1] == 's' || maybe_apostrophe(doc, i)))
            continue;
        /* it closes only where nothing better comes */
        if (!maybe_apostrophe(doc, i))
            return i;
        if (doubtful == 0 && (token->flags & WF_TOKEN_QUOTE))
            doubtful = i;
    }
    return doubtful;
}

/* `the '90s`: an apostrophe. */
static bool
decade(const struct wf_document *doc, uint32_t t)
{
    return t + 1 < doc->tokens.count && (doc->tokens.items[t + 1].flags & WF_TOKEN_NUMBER) &&
           doc->tokens.items[t + 1].end - doc->tokens.items[t + 1].start == 2;
}

static bool
add_quoted(struct wf_document *doc, struct wf_quoted_list *list, struct wf_quoted quoted)
{
    struct wf_quoted *slot;

    /* doubled marks; those of a quotation within stay */
    while (quoted.first < quoted.end && doc->tokens.items[quoted.first].symbol == doc->tokens.items[quoted.open].symbol)
        quoted.first++;
    while (quoted.end > quoted.first && doc->tokens.items[quoted.end - 1].symbol == doc->tokens.items[quoted.close].symbol &&
           doc->tokens.items[quoted.close].symbol != 0 && !quoted.unclosed)
        quoted.end--;
    if (quoted.first >= quoted.end)
        return true;
    slot = wf_vector_push(doc->arena, &list->items);
    if (slot == NULL)
        return false;
    *slot = quoted;
    return true;
}

struct pairing {
    struct wf_document *doc;
    struct wf_quoted_list *list;
    struct wf_quoted open;
    bool is_open;
};

/* A quotation over paragraphs that never closes: each paragraph is one by itself. */
static bool
split(struct pairing *p, uint32_t end)
{
    for (uint32_t t = p->open.open + 1; t < end; t++) {
        struct wf_quoted one = p->open;

        if (!(p->doc->tokens.items[t].flags & WF_TOKEN_BLOCK_START))
            continue;
        one.close = t - 1;
        one.end = t;
        one.unclosed = true;
        one.joined = false;
        if (!add_quoted(p->doc, p->list, one))
            return false;
        p->open.open = t;
        p->open.first = t + 1;
    }
    p->open.joined = false;
    return true;
}

static bool
finish(struct pairing *p, uint32_t close, uint32_t end, bool unclosed)
{
    if (unclosed && p->open.joined && !split(p, end))
        return false;
    p->open.close = close;
    p->open.end = end;
    p->open.unclosed = unclosed;
    p->is_open = false;
    if (unclosed)
        wf_document_warn(p->doc, "unclosed-quotation", wf_range_of(p->doc, p->open.open, p->open.open + 1).span,
            "a quotation has no closing mark; it was taken to end with its paragraph");
    return add_quoted(p->doc, p->list, p->open);
}

static void
begin(struct pairing *p, uint32_t t, uint32_t length, bool single)
{
    p->open = (struct wf_quoted){ .open = t, .first = t + length, .single = single };
    p->is_open = true;
}

/* A new paragraph while a quotation is open: it goes on where the paragraph begins with a mark. */
static bool
new_block(struct pairing *p, uint32_t t)
{
    enum mark mark = mark_of(&p->doc->tokens.items[t]);
    bool again = (p->doc->tokens.items[t].flags & WF_TOKEN_QUOTE) && (mark == MARK_STRAIGHT || mark == MARK_OPEN) &&
                 t - p->open.open < JOINED_REACH;

    if (again) {
        p->open.joined = true;
        return true;
    }
    return finish(p, t - 1, t, true);
}

/* One mark; returns the token to go on with, 0 when the arena is full. */
static uint32_t
pair_mark(struct pairing *p, uint32_t t)
{
    struct wf_document *doc = p->doc;
    enum mark mark = mark_of(&doc->tokens.items[t]);
    bool doubled = t + 1 < doc->tokens.count && !space_before(doc, t + 1) &&
                   doc->tokens.items[t + 1].symbol == doc->tokens.items[t].symbol;

    if (doubled && doc->tokens.items[t].symbol == '`') {
        if (!p->is_open)
            begin(p, t, 2, false);
        return t + 2;
    }
    if (doubled && doc->tokens.items[t].symbol == '\'' && p->is_open)
        return finish(p, t + 1, t, false) ? t + 2 : 0;
    switch (mark) {
    case MARK_OPEN:
        if (p->is_open && doc->tokens.items[p->open.open].symbol == 0x201E && looks_closing(doc, t)) {
            if (!finish(p, t, t, false)) /* „German style“ */
                return 0;
            break;
        }
        if (!p->is_open)
            begin(p, t, 1, false);
        break;
    case MARK_CLOSE:
        if (p->is_open && !finish(p, t, t, false))
            return 0;
        break;
    case MARK_STRAIGHT:
        if (p->is_open) {
            if (looks_opening(doc, t) && !looks_closing(doc, t)) {
                begin(p, t, 1, false); /* the one before was a stray mark */
                break;
            }
            if (!finish(p, t, t, false))
                return 0;
        } else if (!looks_closing(doc, t) || looks_opening(doc, t)) {
            begin(p, t, 1, false);
        }
        break;
    case MARK_SINGLE_OPEN:
    case MARK_SINGLE:
        if (!p->is_open && looks_opening(doc, t) && !decade(doc, t)) {
            uint32_t close = single_close(doc, t);

            if (close != 0) {
                begin(p, t, 1, true);
                return finish(p, close, close, false) ? close + 1 : 0;
            }
        }
        break;
    case MARK_NONE:
        break;
    }
    return t + 1;
}

bool
wf_quote_marks(struct wf_document *doc, struct wf_quoted_list *list)
{
    struct pairing p = { .doc = doc, .list = list };
    uint32_t t = 0;

    while (t < doc->tokens.count) {
        uint32_t flags = doc->tokens.items[t].flags;

        if (p.is_open && (flags & WF_TOKEN_BLOCK_START) && t > p.open.open) {
            bool again = false;

            if (!new_block(&p, t))
                return false;
            again = p.is_open;
            if (again) {
                t++;
                continue;
            }
        }
        if (!(flags & WF_TOKEN_QUOTE) && doc->tokens.items[t].symbol != '`') {
            t++;
            continue;
        }
        t = pair_mark(&p, t);
        if (t == 0)
            return false;
    }
    return !p.is_open || finish(&p, doc->tokens.count - 1, doc->tokens.count, true);
}
