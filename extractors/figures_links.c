/* SPDX-License-Identifier: Apache-2.0 */
/* Links among the figures of a sentence: restated sums, changes, statuses, what is measured. */
#include <string.h>

#include "extractors/figures.h"

/* The figures of one sentence, in order. */
struct group {
    struct wf_figure **items;
    uint32_t count;
    uint32_t first, end; /* tokens of the sentence */
};

static bool
is_word(const struct fig_run *r, uint32_t token, uint32_t word)
{
    return token < r->doc->tokens.count && r->t[token].word == word && word != WF_WORD_NONE;
}

static bool
is_any(const struct fig_run *r, uint32_t token, const char *const *words, size_t count)
{
    struct wf_slice text = wf_token_text(r->doc, token);

    for (size_t i = 0; i < count; i++)
        if (wf_slice_is(text, words[i]))
            return true;
    return false;
}

static bool
same_measure(const struct wf_figure *a, const struct wf_figure *b)
{
    return a->kind == b->kind && strcmp(a->currency, b->currency) == 0 &&
        (a->kind == WF_FIGURE_COUNT || wf_slice_equal(a->unit, b->unit));
}

/* Two figures side by side may be one sum put twice: two currencies, or two units of one kind. */
static bool
may_restate(const struct wf_figure *a, const struct wf_figure *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == WF_FIGURE_MONEY)
        return strcmp(a->currency, b->currency) != 0 || !wf_slice_equal(a->unit, b->unit);
    return a->kind == WF_FIGURE_QUANTITY && !wf_slice_equal(a->unit, b->unit);
}

/* `(about $2.5 billion)`, `, or about $5m,` after a figure. */
static bool
restates(const struct fig_run *r, const struct group *g, const struct wf_figure *a, const struct wf_figure *b)
{
    static const char *const between[] = { "or", "equivalent", "equal", "to", "the", "is", "i.e.", "that", "US", "worth",
        "roughly", "approx", "at", "current", "equivalently", "which", "about" };
    uint32_t at = a->fact.at.end;
    bool open = false, or_ = false;

    if (b->rate.data != NULL && a->rate.data == NULL && wf_slice_is(b->rate, "per share"))
        return false; /* $1.2 billion, or 87 cents a share */
    if (!may_restate(a, b) || b->fact.at.first < at || b->fact.at.first - at > 8 || b->fact.at.first == at)
        return false;
    for (uint32_t i = at; i < b->fact.at.first && i < at + 6; i++) /* $5 billion in new aid (€4.6 billion) */
        if (r->t[i].flags & WF_TOKEN_OPEN) {
            at = i;
            break;
        }
    for (; at < b->fact.at.first; at++) {
        if (r->t[at].flags & WF_TOKEN_OPEN)
            open = true;
        else if (r->t[at].flags & (WF_TOKEN_COMMA | WF_TOKEN_DASH))
            continue;
        else if (is_any(r, at, between, sizeof between / sizeof between[0]))
            or_ |= is_any(r, at, between, 3);
        else if (!(r->t[at].symbol == '=' || r->t[at].symbol == 0x2248))
            return false;
    }
    if (!open)
        return or_;
    for (at = b->fact.at.end; at < g->end && at < b->fact.at.end + 6; at++)
        if (r->t[at].flags & WF_TOKEN_CLOSE)
            return true;
    return false;
}

/* `11,402 liras ($483) a month`: the rate behind the bracket is that of both. */
static struct wf_slice
rate_behind(const struct fig_run *r, const struct group *g, uint32_t at)
{
    const struct wf_match *m;
    char *text;

    if (at + 2 >= g->end || (r->t[at].flags & WF_TOKEN_CLOSE) == 0)
        return WF_SLICE_NONE;
    m = wf_match_at(r->doc, at + 1, r->st->rate_adverb);
    if (m != NULL)
        return m->entry->value;
    m = (fig_sets(r, at + 1) & FIG_PER) ? wf_match_at(r->doc, at + 2, r->st->rate_noun) : NULL;
    if (m == NULL || (m->end < g->end && fig_dates(r, m->end - 1, m->end)))
        return WF_SLICE_NONE;
    text = wf_arena_printf(r->doc->arena, "per %.*s", (int)m->entry->value.len, m->entry->value.data);
    return text == NULL ? WF_SLICE_NONE : wf_slice_of(text);
}

static void
link_equivalents(struct fig_run *r, const struct group *g)
{
    for (uint32_t i = 1; i < g->count; i++) {
        struct wf_figure *a = g->items[i - 1], *b = g->items[i];

        if (!restates(r, g, a, b))
            continue;
        b->equivalent_of = a->equivalent_of != NULL ? a->equivalent_of : a;
        if (a->rate.data == NULL)
            a->rate = rate_behind(r, g, b->fact.at.end);
        if (b->rate.data == NULL)
            b->rate = a->rate;
    }
}

static bool
can_change(const struct wf_figure *f)
{
    return f->kind != WF_FIGURE_ORDINAL && f->kind != WF_FIGURE_DURATION;
}

/* The word before a figure, past `the`, `a`, `an`: its index, or UINT32_MAX at the sentence's start. */
static uint32_t
word_before(const struct fig_run *r, const struct wf_figure *f)
{
    static const char *const kinds[] = { "record", "adjusted", "seasonally", "fresh", "revised", "annualized", "annualised",
        "provisional", "preliminary", "mere", "new" }; /* to a seasonally adjusted 219,000 */
    uint32_t at = f->fact.at.first, first = fig_sentence_first(r, at);

    while (at > first) {
        at--;
        if (!is_word(r, at, r->st->a) && !is_word(r, at, r->st->the) && !is_word(r, at, r->st->an) &&
            !is_any(r, at, kinds, sizeof kinds / sizeof kinds[0]))
            return at;
    }
    return UINT32_MAX;
}

struct change {
    const struct wf_match *verb;
    uint32_t until; /* token where the next one begins, or the sentence ends */
    uint32_t before; /* figures of the group that begin before the verb */
    bool increase;
    struct wf_figure *from, *to, *by;
};

/* `raised $1.75 billion` got hold of it, where `raised prices by $2` made them more. */
static bool
raises_funds(const struct fig_run *r, const struct change *c)
{
    static const char *const forms[] = { "raise", "raises", "raised", "raising" };

    return is_any(r, c->verb->first, forms, sizeof forms / sizeof forms[0]);
}

/* `sank two miles off the coast`: where, not by how much. */
static bool
is_distance(const struct fig_run *r, const struct wf_figure *f)
{
    static const char *const sides[] = { "off", "away", "north", "south", "east", "west", "inland", "northeast", "northwest",
        "southeast", "southwest", "offshore" };

    return f->kind == WF_FIGURE_QUANTITY && f->fact.at.end < r->doc->tokens.count &&
        is_any(r, f->fact.at.end, sides, sizeof sides / sizeof sides[0]);
}

/* What the figure is to the verb: sets one member of *c. */
static void
place_figure(struct fig_run *r, struct change *c, struct wf_figure *f)
{
    uint32_t before = word_before(r, f), gap = f->fact.at.first - c->verb->end;

    if (f->change.kind == WF_CHANGE_TO && f->change.from != NULL) { /* read as `from X to Y` */
        c->to = f;
        c->from = f->change.from;
        return;
    }
    if (before == UINT32_MAX || before < c->verb->first)
        return;
    if (is_word(r, before, r->st->to) && c->to == NULL && gap <= 14)
        c->to = f;
    else if (is_word(r, before, r->st->from) && c->from == NULL && gap <= 18)
        c->from = f;
    else if (gap <= 4 && c->by == NULL && c->to == NULL && !(raises_funds(r, c) && before < c->verb->end) &&
        (is_word(r, before, r->st->by) || (is_word(r, before, r->st->of) && before == c->verb->end) ||
            (before < c->verb->end && f->kind != WF_FIGURE_RATIO &&
                (f->kind != WF_FIGURE_COUNT || wf_slice_is(f->unit, "point")))))
        c->by = f;
    else if (is_word(r, before, r->st->by) && c->by == NULL && c->to == NULL && gap <= 12)
        c->by = f;
}

#define LOOK_BACK 8 /* figures: what a change starts from is not told long before */

/*
 * Whether the verb goes on with what was spoken of before: `it has now dropped`, `and then fell`. A noun before it
 * would be a subject of its own (`and imports fell`).
 */
static bool
goes_on(const struct fig_run *r, const struct wf_match *verb, uint32_t after)
{
    static const char *const between[] = { "has", "have", "had", "now", "then", "since", "later", "was", "were", "been", "is",
        "are", "will", "would", "could", "may", "might", "also", "again", "sharply", "already", "subsequently", "eventually",
        "further", "only", "to", "today", "recently", "steadily", "gradually", "quickly", "slightly", "ago", "earlier", "but" };
    static const char *const links[] = { "it", "they", "which", "that", "this", "It", "They", "This", "and", "but", "before",
        "from", "after", "who", "yet" };
    uint32_t at = verb->first;

    while (at > after && verb->first - at < 6) {
        if (is_any(r, at - 1, links, sizeof links / sizeof links[0]) || (r->t[at - 1].flags & (WF_TOKEN_COMMA | WF_TOKEN_OPEN)))
            return true;
        if (!is_any(r, at - 1, between, sizeof between / sizeof between[0]) && (r->t[at - 1].flags & WF_TOKEN_DASH) == 0)
            return false;
        at--;
    }
    return at == after;
}

/* The last figure before the verb that measures the same: `reached $15 billion ..., it has dropped to`. */
static struct wf_figure *
earlier(const struct fig_run *r, const struct group *g, const struct change *c)
{
    for (uint32_t i = c->before; i > 0 && c->before - i < LOOK_BACK; i--) {
        struct wf_figure *f = g->items[i - 1];

        if (f->fact.at.end <= c->verb->first && f->equivalent_of == NULL && c->to != NULL && same_measure(f, c->to) &&
            f->change.kind != WF_CHANGE_BY)
            return goes_on(r, c->verb, f->fact.at.end) ? f : NULL;
    }
    return NULL;
}

static void
set_change(struct wf_figure *f, const struct change *c, bool by)
{
    f->change.direction = c->increase ? WF_CHANGE_INCREASE : WF_CHANGE_DECREASE;
    f->change.kind = by ? WF_CHANGE_BY : WF_CHANGE_TO;
    f->change.from = c->from;
    f->change.to = by ? c->to : NULL;
}

/* `$4 billion, up from $3 billion`: the figure just before `up` is what the change led to. */
static struct wf_figure *
just_before(const struct group *g, const struct change *c)
{
    for (uint32_t i = c->before; i > 0 && c->before - i < LOOK_BACK; i--) {
        struct wf_figure *f = g->items[i - 1];

        if (f->fact.at.end <= c->verb->first && c->verb->first - f->fact.at.end <= 8 && c->from != NULL &&
            same_measure(f, c->from))
            return f;
    }
    return NULL;
}

static void
apply_change(const struct fig_run *r, const struct group *g, struct change *c)
{
    if (c->to == NULL && c->from != NULL)
        c->to = just_before(g, c);
    if (c->to != NULL && c->from == NULL)
        c->from = earlier(r, g, c);
    if (c->from == c->to)
        c->from = NULL;
    if (c->to != NULL && c->to->change.direction != WF_CHANGE_NONE && c->to->change.kind == WF_CHANGE_TO &&
        c->to->change.from == NULL && c->increase == (c->to->change.direction == WF_CHANGE_INCREASE))
        c->to->change.from = c->from;
    if (c->to != NULL && c->to->change.direction == WF_CHANGE_NONE) {
        set_change(c->to, c, false);
        if (c->to->rate.data == NULL && c->from != NULL && c->from->kind == c->to->kind)
            c->to->rate = c->from->rate;
    }
    if (c->by != NULL && c->by->change.direction == WF_CHANGE_NONE)
        set_change(c->by, c, true);
}

static const struct wf_match *
next_change(const struct fig_run *r, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        const struct wf_match *m = wf_match_at(r->doc, at, r->st->change);

        if (m != NULL)
            return m;
    }
    return NULL;
}

/* `4.7 percent lower`, `5.2% up on the year`: what it changed by stands right before the word. */
static struct wf_figure *
by_before(const struct fig_run *r, const struct group *g, const struct change *c)
{
    static const char *const words[] = { "lower", "higher", "up", "down" };
    static const char *const joints[] = { "to", "at", "from", "of" };
    struct wf_figure *f = c->before > 0 ? g->items[c->before - 1] : NULL;
    uint32_t before;

    if (f == NULL || f->fact.at.end != c->verb->first || !can_change(f) || f->change.direction != WF_CHANGE_NONE ||
        (f->kind == WF_FIGURE_COUNT && f->unit.data == NULL) || !is_any(r, c->verb->first, words, sizeof words / sizeof words[0]))
        return NULL;
    before = word_before(r, f);
    return before != UINT32_MAX && is_any(r, before, joints, sizeof joints / sizeof joints[0]) ? NULL : f;
}

/* `12 percent less than a year ago`, `$5 million more than planned` */
static void
link_comparison(const struct fig_run *r, const struct group *g, struct wf_figure *f)
{
    static const char *const more[] = { "more", "higher", "greater" }, *const less[] = { "less", "fewer", "lower" };
    static const char *const than[] = { "than" };
    uint32_t at = f->fact.at.end;
    bool up;

    if (!can_change(f) || f->change.direction != WF_CHANGE_NONE || at + 1 >= g->end || !is_any(r, at + 1, than, 1) ||
        f->kind == WF_FIGURE_RATIO || (f->kind == WF_FIGURE_COUNT && f->unit.data == NULL))
        return;
    up = is_any(r, at, more, sizeof more / sizeof more[0]);
    if (!up && !is_any(r, at, less, sizeof less / sizeof less[0]))
        return;
    f->change.direction = up ? WF_CHANGE_INCREASE : WF_CHANGE_DECREASE;
    f->change.kind = WF_CHANGE_BY;
}

static void
link_changes(struct fig_run *r, const struct group *g)
{
    const struct wf_match *m = next_change(r, g->first, g->end);
    uint32_t i = 0; /* figures and verbs come in the order of the text */

    while (m != NULL) {
        const struct wf_match *next = next_change(r, m->end, g->end);
        struct change c = { .verb = m, .until = next == NULL ? g->end : next->first,
            .increase = wf_slice_is(m->entry->value, "increase") };

        while (i < g->count && g->items[i]->fact.at.first < m->first)
            i++;
        for (uint32_t at = m->end; at < c.until; at++)
            if (r->t[at].flags & WF_TOKEN_SEMICOLON)
                c.until = at;
        c.before = i;
        c.by = by_before(r, g, &c);
        for (; i < g->count && g->items[i]->fact.at.first < c.until; i++)
            if (can_change(g->items[i]) && !is_distance(r, g->items[i]) && g->items[i]->fact.at.first >= m->end)
                place_figure(r, &c, g->items[i]);
        apply_change(r, g, &c);
        m = next;
    }
}

static enum wf_figure_status
status_of(struct wf_slice name)
{
    for (int s = WF_STATUS_ACTUAL; s <= WF_STATUS_BUDGETED; s++)
        if (wf_slice_is(name, wf_figure_status_name((enum wf_figure_status)s)))
            return (enum wf_figure_status)s;
    return WF_STATUS_NONE;
}

/* The nearest cue before the figure, else one just after it. */
static void
link_status(struct fig_run *r, const struct group *g, struct wf_figure *f)
{
    const struct wf_match *cue = NULL;

    if (f->kind != WF_FIGURE_MONEY && f->kind != WF_FIGURE_PERCENT && f->kind != WF_FIGURE_QUANTITY)
        return;
    for (uint32_t at = f->fact.at.first; at > g->first && f->fact.at.first - at < 20 && cue == NULL; at--) {
        if (r->t[at - 1].flags & WF_TOKEN_SEMICOLON)
            break;
        cue = wf_match_at(r->doc, at - 1, r->st->status);
    }
    for (uint32_t at = f->fact.at.end; at < g->end && at < f->fact.at.end + 6 && cue == NULL; at++) {
        if (r->t[at].flags & (WF_TOKEN_SEMICOLON | WF_TOKEN_STOP))
            break;
        cue = wf_match_at(r->doc, at, r->st->status);
    }
    if (cue != NULL)
        f->status = status_of(cue->entry->value);
}

/* Nouns of what flows in a year: with `in 2022` a figure of theirs is a yearly one. */
static bool
is_flow(const struct fig_run *r, uint32_t token)
{
    return (fig_sets(r, token) & FIG_FLOW) != 0;
}

static bool
is_year_after(const struct fig_run *r, uint32_t at, uint32_t end)
{
    static const char *const vague[] = { "some", "recent", "most", "those", "good", "previous", "past", "earlier" };
    static const char *const which[] = { "last", "this", "the", "previous", "each" };
    struct wf_slice text;

    if (at + 1 >= end)
        return false;
    if (is_any(r, at, which, 2))
        return is_any(r, at + 1, (const char *const[]){ "year" }, 1);
    if (!is_word(r, at, r->st->in) || at + 2 > end)
        return false;
    text = wf_token_text(r->doc, at + 1);
    if (text.len == 4 && (r->t[at + 1].flags & WF_TOKEN_NUMBER) && (text.data[0] == '1' || text.data[0] == '2') &&
        memchr(text.data, '.', 4) == NULL && memchr(text.data, ',', 4) == NULL)
        return true;
    return at + 2 < end && (is_any(r, at + 1, vague, sizeof vague / sizeof vague[0]) ||
        is_any(r, at + 1, which, sizeof which / sizeof which[0])) &&
        is_any(r, at + 2, (const char *const[]){ "year", "years" }, 2);
}

static void
link_yearly(struct fig_run *r, const struct group *g, struct wf_figure *f)
{
    if (f->kind != WF_FIGURE_MONEY || f->rate.data != NULL || !is_year_after(r, f->fact.at.end, g->end))
        return;
    for (uint32_t at = f->fact.at.first; at > g->first && f->fact.at.first - at < 12; at--)
        if (is_flow(r, at - 1)) {
            f->rate = WF_SLICE("per year");
            return;
        }
}

bool
fig_link(struct fig_run *r)
{
    struct wf_document *doc = r->doc;

    for (uint32_t i = 0; i < doc->figures.count;) {
        uint32_t sentence = doc->figures.items[i]->fact.sentence;
        struct group g = { &doc->figures.items[i], 0, doc->sentences.items[sentence].first,
            doc->sentences.items[sentence].end };

        while (i < doc->figures.count && doc->figures.items[i]->fact.sentence == sentence) {
            g.count++;
            i++;
        }
        if (!wf_step(r->run, g.count))
            return true;
        fig_fill_ellipses(r, g.items, g.count);
        for (uint32_t k = 0; k < g.count; k++) {
            link_yearly(r, &g, g.items[k]);
            link_status(r, &g, g.items[k]);
        }
        if (g.count > 1)
            link_equivalents(r, &g);
        link_changes(r, &g);
        for (uint32_t k = 0; k < g.count; k++)
            link_comparison(r, &g, g.items[k]);
        for (uint32_t k = 0; k < g.count; k++)
            if (g.items[k]->equivalent_of != NULL)
                g.items[k]->status = g.items[k]->equivalent_of->status;
    }
    return true;
}
