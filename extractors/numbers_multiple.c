/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers without a numeral: `twice as many`, `a litre of milk`, `a percentage point`. */
#include <string.h>

#include "extractors/numbers_reader.h"

static bool
is_one_of(const struct number_reader *r, uint32_t at, const char *const *words, size_t count)
{
    struct wf_slice text;

    if (at >= r->stop || !(r->t[at].flags & WF_TOKEN_WORD))
        return false;
    text = wf_token_text(r->doc, at);
    for (size_t i = 0; i < count; i++)
        if (wf_slice_is(text, words[i]))
            return true;
    return false;
}

uint32_t
number_read_times(struct number_reader *r)
{
    /* `twice a week` says how often, `to double its budget` what is done; these compare */
    static const char *const compared[] = { "as", "the", "that", "what" };
    uint32_t at = r->first;

    if (!is_one_of(r, at + 1, compared, sizeof compared / sizeof compared[0]))
        return at;
    r->out->value = number_word_at(r, at)->value;
    r->out->form = WF_NUMBER_FRACTION;
    r->out->words = true;
    return at + 1;
}

/* The unit that begins at `at`, where one of it can be meant; NULL where none. */
static const struct wf_match *
countable_unit(const struct number_reader *r, uint32_t at)
{
    static const char *const idioms[] = { "degree", "bit", "bar", "mole", "point", "ton", "mark", "stone", "second" };
    static const char *const things[] = { "yard", "pound", "meter", "foot" }; /* that can be reached or paid */
    const struct wf_match *m = at < r->stop ? wf_match_at(r->doc, at, r->st->unit_class) : NULL;
    struct wf_slice kind;

    if (m == NULL || (r->t[at].flags & (WF_TOKEN_CAPITAL | WF_TOKEN_BLOCK_START)) || r->t[at].end - r->t[at].start < 4 ||
        is_one_of(r, at, idioms, sizeof idioms / sizeof idioms[0]))
        return NULL;
    kind = wf_entry_attribute(m->entry, "kind");
    if (wf_slice_is(kind, "percent"))
        return m;
    /* the plural is never one */
    if (kind.data == NULL || wf_slice_is(kind, "duration") || wf_slice_is(kind, "data") || r->t[m->end - 1].plural)
        return NULL;
    if (m->end < r->stop && r->t[m->end].word == r->st->of)
        return m;
    /* moved by a metre. */
    return !is_one_of(r, at, things, sizeof things / sizeof things[0]) &&
        (m->end >= r->stop || (r->t[m->end].flags & (WF_TOKEN_STOP | WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON))) ? m : NULL;
}

/* Whether a sum or an amount stands right before, of which `a litre` is the rate. */
static bool
is_rate(const struct number_reader *r, uint32_t at)
{
    const struct wf_document *doc = r->doc;

    if (at == 0 || (r->t[at].flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_BLOCK_START)))
        return false;
    if ((r->t[at - 1].flags & (WF_TOKEN_NUMBER | WF_TOKEN_HAS_DIGIT | WF_TOKEN_CLOSE)) || number_kind_at(r, at - 1) != KIND_NONE)
        return true;
    for (uint32_t back = 1; back <= 3 && back <= at; back++)
        for (uint32_t i = doc->matches->starts[at - back]; i < doc->matches->starts[at - back + 1]; i++) {
            const struct wf_match *m = &doc->matches->items.items[i];
            uint16_t c = m->class_id;

            if (m->end == at && (c == r->st->currency_class || c == r->st->sign_class || c == r->st->code_class ||
                    c == r->st->unit_class))
                return true;
        }
    return false;
}

uint32_t
number_read_one_unit(struct number_reader *r)
{
    static const char *const whole[] = { "full", "whole", "single" };
    uint32_t at = r->first, unit = at + 1;

    if (is_one_of(r, unit, whole, sizeof whole / sizeof whole[0]))
        unit++;
    if (countable_unit(r, unit) == NULL || is_rate(r, at))
        return at;
    r->out->value = number_small(1);
    r->out->words = true;
    r->out->end_byte = r->t[unit - 1].end;
    r->at = unit;
    return unit;
}
