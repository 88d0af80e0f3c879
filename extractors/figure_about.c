/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/figure_about.h"

#include "document/bisect.h"
#include "extractors/participants.h"

#define BACK 24 /* chunks before a figure that may say what it is about */

struct search {
    const struct wf_about_words *words;
    const struct wf_document *doc;
    const struct wf_figure *figure;
    unsigned index;
    uint32_t own; /* chunk of the figure's last token */
};

void
wf_about_init(struct wf_about_words *words, wf_lexicon *lex)
{
    words->change = wf_lexicon_class(lex, "change");
    words->measure = wf_lexicon_class(lex, "measure_verb");
    words->of = wf_lexicon_word(lex, "of");
    words->in = wf_lexicon_word(lex, "in");
    words->for_ = wf_lexicon_word(lex, "for");
    words->worth = wf_lexicon_word(lex, "worth");
    words->to = wf_lexicon_word(lex, "to");
    words->at = wf_lexicon_word(lex, "at");
    words->by = wf_lexicon_word(lex, "by");
    words->from = wf_lexicon_word(lex, "from");
}

static bool
is_word(const struct search *s, uint32_t token, uint32_t word)
{
    return token < s->doc->tokens.count && s->doc->tokens.items[token].word == word && word != WF_WORD_NONE;
}

/* Index of the first figure that ends behind `token`; they stand in the order of the text. */
static unsigned
figure_behind(const struct wf_document *doc, uint32_t token)
{
    unsigned low;

    WF_BISECT(low, doc->figures.count, doc->figures.items[middle]->fact.at.end <= token);
    return low;
}

static const struct wf_range *
figure_at(const struct wf_document *doc, uint32_t token)
{
    unsigned i = figure_behind(doc, token);

    return i < doc->figures.count && doc->figures.items[i]->fact.at.first <= token ? &doc->figures.items[i]->fact.at : NULL;
}

static bool
is_dated(const struct wf_document *doc, uint32_t token)
{
    unsigned low;

    WF_BISECT(low, doc->dates.count, doc->dates.items[middle]->fact.at.end <= token);
    return low < doc->dates.count && doc->dates.items[low]->fact.at.first <= token;
}

static bool
is_small(struct wf_slice word)
{
    static const char *const small[] = { "the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "these", "those",
        "The", "A", "An", "Its", "Their", "His", "Her", "Our", "This", "'s", "another", "some", "any", "all", "each", "about" };

    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        if (wf_slice_is(word, small[i]))
            return true;
    return false;
}

/* `the trade volume stands`: a verb that the chunk took for its last noun. */
static bool
ends_in_verb(const struct search *s, uint32_t first, uint32_t end)
{
    const struct wf_match *m;

    if (end - first < 2)
        return false;
    m = wf_match_at(s->doc, end - 1, s->words->measure);
    if (m != NULL && m->inflection != WF_INFLECTION_BASE && wf_entry_attribute(m->entry, "noun").data == NULL)
        return true;
    m = wf_match_at(s->doc, end - 1, s->words->change);
    return m != NULL && wf_token_text(s->doc, end - 1).len == 4 && wf_slice_is(wf_token_text(s->doc, end - 1), "fell");
}

/* Words of tokens [first, end) without the article, and without figures before the noun. */
static struct wf_slice
words_of(const struct wf_document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct wf_range *figure = figure_at(doc, i);

        if (figure != NULL && figure->end < end)
            first = i + 1 > figure->end ? i + 1 : figure->end;
    }
    while (first < end && (is_small(wf_token_text(doc, first)) || !(doc->tokens.items[first].flags & WF_TOKEN_WORD)))
        first++;
    if (end > first && wf_slice_is(wf_token_text(doc, end - 1), "worth"))
        end--;
    if (first >= end)
        return WF_SLICE_NONE;
    return wf_span_text(doc, (struct wf_span){ doc->tokens.items[first].start, doc->tokens.items[end - 1].end });
}

/* `4.7 percent lower`: an adverb, whatever the chunk says. */
static bool
is_direction(struct wf_slice word)
{
    static const char *const words[] = { "up", "down", "lower", "higher", "less", "more", "unchanged", "off", "out", "away", "above" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (wf_slice_is(word, words[i]))
            return true;
    return false;
}

/* `fell`, `climbed`, taken for a noun where the chunks went wrong. */
static bool
is_past_change(const struct search *s, uint32_t token)
{
    static const char *const past[] = { "fell", "rose", "grew", "sank", "shrank", "slid" };
    struct wf_slice text = wf_token_text(s->doc, token);

    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++)
        if (wf_slice_is(text, past[i]))
            return true;
    return text.len > 4 && text.data[text.len - 3] != 'e' && text.data[text.len - 2] == 'e' && text.data[text.len - 1] == 'd' &&
        (s->doc->tokens.items[token].flags & WF_TOKEN_CAPITAL) == 0;
}

/* A noun group that can be measured: no time, no figure, no pronoun. */
static bool
is_thing(const struct search *s, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(s->doc, chunk);

    return c->kind == WF_CHUNK_NOUN && (c->flags & (WF_NOUN_TIME | WF_NOUN_PRONOUN | WF_NOUN_POSSESSOR)) == 0 &&
        figure_at(s->doc, c->head) == NULL && !is_dated(s->doc, c->head) &&
        (s->doc->tokens.items[c->head].flags & WF_TOKEN_WORD) && !is_direction(wf_token_text(s->doc, c->head)) &&
        !is_past_change(s, c->head);
}

/* The noun group with the one under `of` behind it, as far as token `stop`. */
static struct wf_slice
whole_group(const struct search *s, uint32_t chunk, uint32_t stop)
{
    const struct wf_clauses *clauses = s->doc->clauses;
    uint32_t first = wf_chunk(s->doc, chunk)->first, end = wf_chunk(s->doc, chunk)->end;
    const struct wf_mention *name = wf_mention_at(s->doc, wf_chunk(s->doc, chunk)->head);

    if (name != NULL && name->at.end <= stop) { /* a name may be cut by what is no word: S&P 500 */
        first = name->at.first < first ? name->at.first : first;
        end = name->at.end > end ? name->at.end : end;
    }
    if (chunk + 2 < clauses->chunks.count && wf_chunk(s->doc, chunk + 1)->kind == WF_CHUNK_PREP &&
        is_word(s, wf_chunk(s->doc, chunk + 1)->head, s->words->of) && wf_chunk(s->doc, chunk + 2)->end <= stop &&
        is_thing(s, chunk + 2))
        end = wf_chunk(s->doc, chunk + 2)->end;
    if (ends_in_verb(s, first, end))
        end--;
    return words_of(s->doc, first, end);
}

/* `a $41.7 million supplementary budget`, `the 3% ceiling` */
static struct wf_slice
inside(const struct search *s)
{
    const struct wf_chunk *c = wf_chunk(s->doc, s->own);
    uint32_t end = s->figure->fact.at.end;

    if (c->kind != WF_CHUNK_NOUN || c->end <= end || c->head < end || (c->flags & WF_NOUN_TIME) || is_dated(s->doc, c->head) ||
        figure_at(s->doc, c->head) != NULL || is_dated(s->doc, end) || is_word(s, end, s->words->worth))
        return WF_SLICE_NONE;
    if (is_direction(wf_token_text(s->doc, c->head)))
        return WF_SLICE_NONE; /* two miles off the coast */
    if (c->end - end == 1 && wf_match_at(s->doc, end, s->words->measure) != NULL)
        return WF_SLICE_NONE; /* at least $200 million remains */
    return words_of(s->doc, end, c->end);
}

/* `$2bn worth of food`, `35,000 hectares of forest`, `$3 billion in aid`, `$18 million for schools` */
static struct wf_slice
behind(const struct search *s)
{
    uint32_t at = s->figure->fact.at.end, chunk;
    bool money = s->figure->kind == WF_FIGURE_MONEY;

    if (at + 1 >= s->doc->tokens.count || s->doc->tokens.items[at].sentence != s->figure->fact.sentence)
        return WF_SLICE_NONE;
    if (is_word(s, at, s->words->worth))
        at++;
    if (!is_word(s, at, s->words->of) && !(money && (is_word(s, at, s->words->in) || is_word(s, at, s->words->for_))))
        return WF_SLICE_NONE;
    if (at + 1 >= s->doc->tokens.count)
        return WF_SLICE_NONE;
    chunk = wf_chunk_of(s->doc, at + 1);
    if (chunk == WF_NO_CHUNK || !is_thing(s, chunk) || wf_chunk(s->doc, chunk)->first != at + 1)
        return WF_SLICE_NONE;
    if ((wf_chunk(s->doc, chunk)->flags & WF_NOUN_PROPER) && s->doc->tokens.items[wf_chunk(s->doc, chunk)->head].flags & WF_TOKEN_CAPITAL)
        return WF_SLICE_NONE; /* in Sicily */
    return whole_group(s, chunk, UINT32_MAX);
}

/* Whether the noun group stands under a preposition other than `of`: a circumstance, not what is measured. */
static bool
is_circumstance(const struct search *s, uint32_t chunk)
{
    if (chunk == 0 || wf_chunk(s->doc, chunk - 1)->kind != WF_CHUNK_PREP)
        return false;
    return true;
}

static bool
measures(const struct search *s, uint32_t verb)
{
    static const char *const moves[] = { "lost", "loses", "lose", "added", "adds", "add", "shed", "sheds", "gave" };
    const struct wf_chunk *c = wf_chunk(s->doc, verb);

    /* nickel lost 2.3 percent, the index added 12 points */
    for (size_t i = 0; s->figure->kind == WF_FIGURE_PERCENT && i < sizeof moves / sizeof moves[0]; i++)
        if (wf_slice_is(wf_token_text(s->doc, c->head), moves[i]))
            return true;
    return (c->flags & WF_VERB_BE) != 0 || wf_match_at(s->doc, c->head, s->words->change) != NULL ||
        wf_match_at(s->doc, c->head, s->words->measure) != NULL;
}

/* What the verb says it of: the subject, or nothing where that is a pronoun. */
static struct wf_slice
of_subject(const struct search *s, uint32_t verb)
{
    uint32_t subject = wf_chunk_subject(s->doc, verb);

    if (subject == WF_NO_CHUNK)
        return WF_SLICE_NONE;
    if (figure_at(s->doc, wf_chunk(s->doc, subject)->head) != NULL) /* a litre of milk costs */
        return s->doc->figures.items[figure_behind(s->doc, wf_chunk(s->doc, subject)->head)]->about;
    if (!is_thing(s, subject))
        return WF_SLICE_NONE;
    return whole_group(s, subject, wf_chunk(s->doc, verb)->first);
}

/* `at a cost of $3 million`, `heroin worth $30 million`: the noun that the figure qualifies. */
static struct wf_slice
qualified(const struct search *s)
{
    uint32_t chunk = wf_chunk_of(s->doc, s->figure->fact.at.first), first, end, at = s->figure->fact.at.first;

    if (at >= 2 && s->doc->tokens.items[at - 2].sentence == s->figure->fact.sentence && is_word(s, at - 1, s->words->worth) &&
        wf_chunk_of(s->doc, at - 2) != WF_NO_CHUNK && is_thing(s, wf_chunk_of(s->doc, at - 2)))
        return whole_group(s, wf_chunk_of(s->doc, at - 2), at);

    wf_chunk_sentence(s->doc, s->own, &first, &end);
    if (chunk < first + 2 || wf_chunk(s->doc, chunk - 1)->kind != WF_CHUNK_PREP ||
        !is_word(s, wf_chunk(s->doc, chunk - 1)->head, s->words->of) || !is_thing(s, chunk - 2))
        return WF_SLICE_NONE;
    return whole_group(s, chunk - 2, wf_chunk(s->doc, chunk - 1)->first);
}

static struct wf_slice
before(const struct search *s)
{
    uint32_t first, end, figure = s->figure->fact.at.first;
    bool joint = false; /* `to`, `at`, `by`, `from` was passed: the figure is no object */

    wf_chunk_sentence(s->doc, s->own, &first, &end);
    for (uint32_t k = wf_chunk_of(s->doc, figure); k > first && s->own - k < BACK;) {
        const struct wf_chunk *c = wf_chunk(s->doc, --k);
        struct wf_slice found;

        switch (c->kind) {
        case WF_CHUNK_OPEN:
        case WF_CHUNK_SUB:
            return WF_SLICE_NONE;
        case WF_CHUNK_BREAK:
            if (s->doc->tokens.items[c->head].flags & WF_TOKEN_SEMICOLON)
                return WF_SLICE_NONE;
            break;
        case WF_CHUNK_PREP:
            joint |= !is_word(s, c->head, s->words->of);
            break;
        case WF_CHUNK_VERB:
            if (measures(s, k) || joint) {
                found = of_subject(s, k);
                if (found.data != NULL || measures(s, k))
                    return found;
                break;
            }
            return wf_span_text(s->doc, (struct wf_span){ s->doc->tokens.items[c->head].start, s->doc->tokens.items[c->head].end });
        case WF_CHUNK_NOUN:
            if (!is_thing(s, k) || c->first >= figure)
                break;
            if (is_circumstance(s, k)) {
                if (!is_word(s, wf_chunk(s->doc, k - 1)->head, s->words->of) || k < first + 2 || !is_thing(s, k - 2))
                    break;
                k--; /* imports of soybeans: the head is before */
                break;
            }
            return whole_group(s, k, figure);
        default:
            break;
        }
    }
    return WF_SLICE_NONE;
}

/* What lasts so long: `the hearing lasted three hours`, `two weeks of talks`; any other stretch of time measures nothing. */
static struct wf_slice
lasting(const struct search *s)
{
    uint32_t chunk = wf_chunk_of(s->doc, s->figure->fact.at.first), first, end;

    if (is_word(s, s->figure->fact.at.end, s->words->of))
        return behind(s);
    wf_chunk_sentence(s->doc, s->own, &first, &end);
    if (chunk > first && wf_chunk(s->doc, chunk - 1)->kind == WF_CHUNK_VERB && measures(s, chunk - 1))
        return of_subject(s, chunk - 1);
    return WF_SLICE_NONE;
}

void
wf_figure_about(const struct wf_about_words *words, struct wf_document *doc, unsigned index)
{
    struct wf_figure *f = doc->figures.items[index];
    struct search s = { .words = words, .doc = doc, .figure = f, .index = index };

    if (f->about.data != NULL || f->kind == WF_FIGURE_ORDINAL)
        return;
    s.own = wf_chunk_of(doc, f->fact.at.end - 1);
    if (s.own == WF_NO_CHUNK || wf_chunk_of(doc, f->fact.at.first) == WF_NO_CHUNK)
        return;
    for (unsigned k = index; k > 0 && index - k < 4 && doc->figures.items[k - 1]->fact.sentence == f->fact.sentence; k--)
        if (doc->figures.items[k - 1]->change.from == f && doc->figures.items[k - 1]->kind == f->kind) {
            f->about = doc->figures.items[k - 1]->about; /* 66 million tons of cargo, down from 68 million */
            return;
        }
    f->about = inside(&s);
    if (f->about.data == NULL)
        f->about = qualified(&s);
    if (f->kind == WF_FIGURE_DURATION && f->about.data == NULL) {
        f->about = lasting(&s);
        return;
    }
    if (f->about.data == NULL && (f->change.direction == WF_CHANGE_NONE ||
            (f->kind != WF_FIGURE_PERCENT && is_word(&s, f->fact.at.end, words->of))))
        f->about = behind(&s);
    if (f->about.data == NULL)
        f->about = before(&s);
    if (f->about.data == NULL)
        f->about = behind(&s);
}
