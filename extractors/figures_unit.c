/* SPDX-License-Identifier: Apache-2.0 */
/* Which unit is meant, and whether it is one: `5 m`, `2 in the room`, `25 pounds`. */
#include <string.h>

#include "extractors/figures.h"

const struct wf_match *
fig_match_ending(const struct fig_run *r, uint16_t class_id, uint32_t end, uint32_t back)
{
    const struct wf_matches *m = r->doc->matches;

    for (uint32_t n = back < end ? back : end; n > 0; n--)
        for (uint32_t i = m->starts[end - n]; i < m->starts[end - n + 1]; i++)
            if (m->items.items[i].class_id == class_id && m->items.items[i].end == end)
                return &m->items.items[i];
    return NULL;
}

/* What says that pounds are a weight: `of` after them, `weighs` before, no cost. */
bool
fig_is_weight(const struct fig_run *r, const struct fig_side *side, uint32_t end)
{
    static const char *const heights[] = { "foot", "feet", "inches" };
    static const char *const bodies[] = { "lost", "lose", "loses", "losing", "gain", "gained", "shed", "drop", "dropped" };
    uint32_t stop = fig_sentence_end(r, side->first), start = fig_sentence_first(r, side->first);

    if (side->scaled && side->words)
        return end < stop && r->t[end].word == r->st->of && r->st->of != WF_WORD_NONE &&
            (r->t[end + 1 < stop ? end + 1 : end].flags & WF_TOKEN_CAPITAL) == 0 && side->value.exponent < 6;
    if (end < stop && r->t[end].word == r->st->of)
        return true;
    for (uint32_t i = side->first; i > start && side->first - i < 6; i--) /* 6-foot-2 and 210 pounds */
        if (fig_is_any_word(r, i - 1, heights, sizeof heights / sizeof heights[0]))
            return true;
    start = side->first - start > 20 ? side->first - 20 : start;
    for (uint32_t i = start; i < stop && i < end + 20; i++)
        if (fig_sets(r, i) & FIG_WEIGHT)
            return true;
    for (uint32_t i = side->first; i > start && side->first - i < 4; i--) /* lost some 25 pounds */
        if (fig_is_any_word(r, i - 1, bodies, sizeof bodies / sizeof bodies[0]))
            return true;
    return false;
}

static bool
digits_alone(const struct fig_side *side)
{
    return side->digits && !side->scaled;
}

bool
fig_ends_clause(const struct fig_run *r, uint32_t at)
{
    return at >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_BLOCK_START) ||
        (r->t[at].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_CLOSE | WF_TOKEN_OPEN | WF_TOKEN_SEMICOLON)) ||
        at == fig_sentence_end(r, at - 1);
}

static bool
could_be_clock(const struct fig_run *r, const struct fig_side *side)
{
    const struct wf_number *n = &r->doc->numbers.items[side->number];
    struct wf_slice text = wf_span_text(r->doc, n->at.span);
    const char *point = memchr(text.data, '.', text.len);

    return point == NULL ? !fig_at_least(side->value, 13) : (size_t)(text.data + text.len - point) == 3 && !fig_at_least(side->value, 13);
}

/* Whether a unit may be meant; `at` is where it begins. */
static bool
unit_counts(const struct fig_run *r, const struct wf_match *m, const struct fig_side *side)
{
    const struct wf_lexicon_entry *e = m->entry;
    bool glued = !fig_space_before(r, m->first);

    if (m->end - m->first > 2 && wf_slice_is(wf_entry_attribute(e, "kind"), "rate") && fig_dates(r, m->end - 1, m->end))
        return false; /* 68 million tons a year earlier */
    if (fig_has(e, "glue") && (!glued || !side->digits))
        return false;
    if (r->t[m->first].symbol == '"' && side->first > 0 && r->t[side->first - 1].symbol == '"')
        return false; /* quoted, no inches */
    if (fig_has(e, "tight") && !digits_alone(side))
        return false;
    if (fig_has(e, "tight") && !glued && !(m->end >= r->doc->tokens.count || fig_ends_clause(r, m->end) ||
            r->t[m->end].word == r->st->of || r->t[m->end].word == r->st->and_ || r->t[m->end].word == r->st->to ||
            r->t[m->end].word == r->st->or_ || side->value.exponent < 0 ||
            !(r->t[m->end].flags & (WF_TOKEN_WORD | WF_TOKEN_HYPHEN))))
        return false;
    if (fig_has(e, "last") && (!side->digits || !(glued || fig_ends_clause(r, m->end) || side->form == WF_NUMBER_FRACTION ||
            side->value.exponent < 0)))
        return false;
    if (fig_has(e, "last") && !glued && !fig_ends_clause(r, m->end) && m->end < r->doc->tokens.count &&
        !(r->t[m->end].flags & WF_TOKEN_PUNCT) && side->value.exponent >= 0)
        return false;
    if (fig_has(e, "clock") && (!side->digits || could_be_clock(r, side)))
        return false;
    if (fig_has(e, "decimal") && (side->value.exponent >= 0 || !side->digits))
        return false;
    if (fig_has(e, "weak") && side->words && !side->digits && m->end < r->doc->tokens.count &&
        r->t[m->end].word != r->st->of && !fig_ends_clause(r, m->end))
        return false;
    return true;
}

const struct wf_match *
fig_unit_at(const struct fig_run *r, uint32_t at, const struct fig_side *side)
{
    const struct wf_matches *m = r->doc->matches;
    const struct wf_match *best = NULL;

    if (at >= r->doc->tokens.count || (r->t[at].flags & WF_TOKEN_BLOCK_START))
        return NULL;
    for (uint32_t i = m->starts[at]; i < m->starts[at + 1]; i++) {
        const struct wf_match *x = &m->items.items[i];

        if (x->class_id == r->st->unit && (best == NULL || x->end > best->end) && unit_counts(r, x, side))
            best = x;
    }
    return best;
}
