/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/certainty.h"

void
wf_certainty_init(struct wf_certainty *words, wf_lexicon *lex)
{
    words->verbs = wf_lexicon_class(lex, "factuality_verb");
    words->cues = wf_lexicon_class(lex, "factuality_cue");
}

static enum wf_factuality
factuality_named(struct wf_slice name)
{
    for (enum wf_factuality f = WF_FACTUALITY_HAPPENED; f <= WF_FACTUALITY_DENIED; f++)
        if (wf_slice_is(name, wf_factuality_name(f)))
            return f;
    return WF_FACTUALITY_HAPPENED;
}

/* What a word of class `class_id` at `token` says, HAPPENED where it says nothing. */
static enum wf_factuality
said_at(const struct wf_document *doc, uint32_t token, uint16_t class_id)
{
    const struct wf_match *m = wf_match_at(doc, token, class_id);

    return m == NULL ? WF_FACTUALITY_HAPPENED : factuality_named(m->entry->value);
}

static bool
is_question(const struct wf_document *doc, uint32_t chunk)
{
    const struct wf_sentence *s = &doc->sentences.items[doc->tokens.items[wf_chunk(doc, chunk)->first].sentence];
    uint32_t t = s->end;

    while (t > s->first && (doc->tokens.items[t - 1].flags & (WF_TOKEN_QUOTE | WF_TOKEN_CLOSE)))
        t--;
    return t > s->first && doc->tokens.items[t - 1].symbol == '?';
}

/* What stands at the head of the clause: `if`, `whether`, or `feared that`. */
static enum wf_factuality
of_clause(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb)
{
    uint32_t start = wf_chunk_clause_start(doc, verb), first, end;
    const struct wf_chunk *mark;

    wf_chunk_sentence(doc, verb, &first, &end);
    if (start == first)
        return WF_FACTUALITY_HAPPENED;
    mark = wf_chunk(doc, start - 1);
    if (mark->kind == WF_CHUNK_SUB)
        return said_at(doc, mark->first, words->cues);
    if (mark->kind == WF_CHUNK_THAT && start - 1 > first) {
        const struct wf_chunk *above = wf_chunk(doc, start - 2);

        if (above->kind == WF_CHUNK_VERB)
            return said_at(doc, above->head, words->verbs);
        if (above->kind == WF_CHUNK_NOUN)
            return said_at(doc, above->head, words->cues);
    }
    return WF_FACTUALITY_HAPPENED;
}

static enum wf_factuality
of_adverbs(const struct wf_certainty *words, const struct wf_document *doc, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(doc, chunk);

    for (uint32_t t = c->first; t < c->end; t++) {
        enum wf_factuality f = t == c->head ? WF_FACTUALITY_HAPPENED : said_at(doc, t, words->cues);

        if (f == WF_FACTUALITY_REPORTED || f == WF_FACTUALITY_POSSIBLE)
            return f;
    }
    if (chunk > 0 && wf_chunk(doc, chunk - 1)->kind == WF_CHUNK_ADVERB)
        return said_at(doc, wf_chunk(doc, chunk - 1)->first, words->cues);
    return WF_FACTUALITY_HAPPENED;
}

/* `the first president`, `the only state` */
static bool
is_ranked(const struct wf_document *doc, uint32_t noun)
{
    const struct wf_chunk *c = wf_chunk(doc, noun);

    for (uint32_t t = c->first; t < c->head; t++) {
        struct wf_slice s = wf_token_text(doc, t);

        if (wf_slice_is(s, "first") || wf_slice_is(s, "last") || wf_slice_is(s, "only") || wf_slice_is(s, "latest") ||
            wf_slice_is(s, "second"))
            return true;
    }
    return false;
}

/* A verb that hangs on another: what the other one says decides. */
static enum wf_factuality
of_governor(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb, unsigned depth)
{
    const struct wf_chunk *c = wf_chunk(doc, verb);
    uint32_t main = wf_chunk_governor(doc, verb);
    enum wf_factuality f = WF_FACTUALITY_HAPPENED, above;
    const struct wf_chunk *g;

    if (c->flags & WF_VERB_REDUCED)
        return WF_FACTUALITY_HAPPENED;
    if (verb > 0 && wf_chunk(doc, verb - 1)->kind == WF_CHUNK_PREP) {
        const struct wf_match *m = wf_match_at(doc, wf_chunk(doc, verb - 1)->first, words->cues);

        if (m != NULL) /* without, instead of */
            return factuality_named(m->entry->value);
        if (verb > 1 && wf_chunk(doc, verb - 2)->kind == WF_CHUNK_NOUN) { /* a possibility of passing laws */
            f = said_at(doc, wf_chunk(doc, verb - 2)->head, words->cues);
            if (f != WF_FACTUALITY_HAPPENED)
                return f;
        }
        if (main != WF_NO_CHUNK && main + 2 >= verb && said_at(doc, wf_chunk(doc, main)->head, words->cues) != 0)
            return said_at(doc, wf_chunk(doc, main)->head, words->cues); /* accused of, suspected of */
    }
    if (verb > 0 && wf_chunk(doc, verb - 1)->kind == WF_CHUNK_NOUN && (c->flags & WF_VERB_TO)) {
        f = said_at(doc, wf_chunk(doc, verb - 1)->head, words->cues); /* failure to, refusal to */
        if (f != WF_FACTUALITY_HAPPENED)
            return f;
        if (is_ranked(doc, verb - 1))
            return WF_FACTUALITY_HAPPENED; /* the first president to visit */
    }
    if (main == WF_NO_CHUNK)
        return c->flags & WF_VERB_TO ? WF_FACTUALITY_PLANNED : WF_FACTUALITY_HAPPENED;
    g = wf_chunk(doc, main);
    f = said_at(doc, g->head, words->verbs);
    if (f == WF_FACTUALITY_HAPPENED) /* willing to, set to */
        f = g->flags & WF_VERB_BE && main + 1 < verb ? said_at(doc, wf_chunk(doc, main + 1)->first, words->cues) : f;
    above = depth > 3 ? WF_FACTUALITY_HAPPENED
            : (g->flags & WF_VERB_FINITE) ? wf_certainty_of_verb(words, doc, main)
                                          : of_governor(words, doc, main, depth + 1);
    if (f == WF_FACTUALITY_DENIED && above == WF_FACTUALITY_DENIED)
        return WF_FACTUALITY_HAPPENED; /* did not fail to */
    if (f == WF_FACTUALITY_DENIED)
        return f;
    if (above != WF_FACTUALITY_HAPPENED)
        return above;
    if (f != WF_FACTUALITY_HAPPENED)
        return f;
    return c->flags & WF_VERB_TO ? WF_FACTUALITY_PLANNED : WF_FACTUALITY_HAPPENED;
}

/* `no troops have left`, `none of them agreed` */
static bool
has_no_subject(const struct wf_document *doc, uint32_t verb)
{
    uint32_t subject = (wf_chunk(doc, verb)->flags & WF_VERB_FINITE) ? wf_chunk_subject(doc, verb) : WF_NO_CHUNK;
    struct wf_slice word;

    if (subject == WF_NO_CHUNK)
        return false;
    word = wf_token_text(doc, wf_chunk(doc, subject)->first);
    return wf_slice_is(word, "no") || wf_slice_is(word, "No") || wf_slice_is(word, "none") || wf_slice_is(word, "None") ||
           wf_slice_is(word, "neither") || wf_slice_is(word, "Neither") || wf_slice_is(word, "nobody") ||
           wf_slice_is(word, "Nobody");
}

enum wf_factuality
wf_certainty_of_verb(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb)
{
    const struct wf_chunk *c = wf_chunk(doc, verb);
    enum wf_factuality f;

    if (c->flags & WF_VERB_NEGATED || has_no_subject(doc, verb))
        return WF_FACTUALITY_DENIED;
    if (c->flags & WF_VERB_MAY)
        return WF_FACTUALITY_POSSIBLE;
    f = of_adverbs(words, doc, verb);
    if (f != WF_FACTUALITY_HAPPENED)
        return f;
    f = of_clause(words, doc, verb);
    if (f != WF_FACTUALITY_HAPPENED)
        return f;
    if (is_question(doc, verb))
        return WF_FACTUALITY_POSSIBLE;
    if (c->flags & (WF_VERB_WILL | WF_VERB_WOULD | WF_VERB_MUST))
        return c->flags & WF_VERB_PERFECT ? WF_FACTUALITY_POSSIBLE : WF_FACTUALITY_PLANNED;
    if (!(c->flags & WF_VERB_FINITE))
        return of_governor(words, doc, verb, 0);
    return WF_FACTUALITY_HAPPENED;
}

bool
wf_certainty_is_announced(const struct wf_certainty *words, const struct wf_document *doc, uint32_t verb)
{
    const struct wf_chunk *c = wf_chunk(doc, verb);
    uint32_t main;

    if (c->flags & (WF_VERB_WILL | WF_VERB_WOULD))
        return true;
    if (!(c->flags & WF_VERB_TO) || (main = wf_chunk_governor(doc, verb)) == WF_NO_CHUNK)
        return false;
    if (said_at(doc, wf_chunk(doc, main)->head, words->verbs) == WF_FACTUALITY_PLANNED && main + 1 == verb)
        return true;
    return (wf_chunk(doc, main)->flags & WF_VERB_BE) && main + 2 >= verb;
}

enum wf_factuality
wf_certainty_of_noun(const struct wf_certainty *words, const struct wf_document *doc, uint32_t noun)
{
    const struct wf_chunk *c = wf_chunk(doc, noun);
    uint32_t prep = wf_chunk_preposition(doc, noun), verb;
    bool known = (c->flags & (WF_NOUN_DEFINITE | WF_NOUN_POSSESSED)) || wf_chunk_owner(doc, noun) != WF_NO_CHUNK;
    enum wf_factuality f;

    for (uint32_t t = c->first; t < c->head; t++) {
        f = said_at(doc, t, words->cues);
        if (f != WF_FACTUALITY_HAPPENED)
            return f;
    }
    if (wf_slice_is(wf_token_text(doc, c->first), "no") || wf_slice_is(wf_token_text(doc, c->first), "No"))
        return WF_FACTUALITY_DENIED;
    if (prep != WF_NO_CHUNK && prep > 0) {
        f = said_at(doc, wf_chunk(doc, prep)->first, words->cues);
        if (f == WF_FACTUALITY_HAPPENED && wf_chunk(doc, prep - 1)->kind == WF_CHUNK_NOUN)
            f = said_at(doc, wf_chunk(doc, prep - 1)->head, words->cues); /* reports of, possibility of */
        if (f != WF_FACTUALITY_HAPPENED)
            return f;
    }
    if (known && is_question(doc, noun))
        return WF_FACTUALITY_HAPPENED; /* `what explains his visit?` takes it for granted */
    verb = wf_chunk_verb_of(doc, noun);
    if (verb == WF_NO_CHUNK)
        return is_question(doc, noun) ? WF_FACTUALITY_POSSIBLE : WF_FACTUALITY_HAPPENED;
    if (prep != WF_NO_CHUNK && verb > noun)
        return WF_FACTUALITY_HAPPENED;
    f = verb < noun ? said_at(doc, wf_chunk(doc, verb)->head, words->verbs) : WF_FACTUALITY_HAPPENED;
    if (f != WF_FACTUALITY_HAPPENED && prep == WF_NO_CHUNK)
        return f;
    if (prep != WF_NO_CHUNK && verb < noun && prep > verb + 1)
        return is_question(doc, noun) ? WF_FACTUALITY_POSSIBLE : WF_FACTUALITY_HAPPENED; /* in an adjunct */
    return wf_certainty_of_verb(words, doc, verb);
}
