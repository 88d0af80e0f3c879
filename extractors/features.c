/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/features.h"

#include <string.h>

#include "document/bytes.h"
#include "document/fetch.h"
#include "document/utf8.h"

#define LOWER_BYTES UINT64_C(0x2020202020202020)
#define CAPITAL (WF_TOKEN_CAPITAL | WF_TOKEN_ALL_CAPS | WF_TOKEN_MIXED)
#define LOOK_AHEAD 6u
#define CHAIN_MAX 4u /* tokens without a capital that a name may hold in a row */

/* Hash of bytes whose case is folded by setting bit 5, which leaves ASCII digits and common marks alone. */
static uint64_t
hash_folded(const char *word, size_t len)
{
    uint64_t hash = len, part;

    for (; len >= 8; word += 8, len -= 8) {
        memcpy(&part, word, 8);
        hash = wf_mix(hash, part | LOWER_BYTES);
    }
    if (len > 0) {
        part = 0;
        for (size_t i = 0; i < len; i++)
            part |= (uint64_t)((unsigned char)word[i] | 0x20u) << (8 * i);
        hash = wf_mix(hash, part);
    }
    return hash;
}

static bool
is_ascii(const char *word, size_t len)
{
    unsigned char bits = 0;

    for (size_t i = 0; i < len; i++)
        bits |= (unsigned char)word[i];
    return bits < 0x80;
}

uint64_t
wf_word_hash(const char *word, size_t len)
{
    char folded[WF_WORD_MAX];

    if (is_ascii(word, len))
        return hash_folded(word, len);
    len = wf_utf8_fold(word, len, folded, sizeof folded);
    return hash_folded(folded, len);
}

uint64_t
wf_class_seed(const char *name)
{
    uint64_t seed = wf_mix(hash_folded(name, strlen(name)), 77);

    return seed == 0 ? 1 : seed;
}

/* The last four bytes of `part`, which holds 1 to 8 bytes from the lowest up; the last one becomes the lowest. */
static uint32_t
last_bytes(uint64_t part, size_t len)
{
    uint32_t last = (uint32_t)(len > 4 ? part >> (8 * (len - 4)) : part << (8 * (4 - len)));

    last = (last & 0x00ff00ffu) << 8 | (last >> 8 & 0x00ff00ffu);
    return last << 16 | last >> 16;
}

/* Hash, prefix and suffix in one go; most words are short and ASCII. */
static void
read_word(struct wf_feature_token *ft, const char *word, size_t len)
{
    char folded[WF_WORD_MAX];
    uint64_t part;

    if (len <= 8 && len > 0) {
        part = wf_bytes_load(word, len);
        if ((part & WF_BYTES_HIGH) == 0) {
            part |= LOWER_BYTES >> (8 * (8 - len));
            ft->word = wf_mix(len, part);
            ft->prefix = (uint32_t)part;
            ft->suffix = last_bytes(part, len);
            return;
        }
    }
    if (!is_ascii(word, len)) {
        len = wf_utf8_fold(word, len, folded, sizeof folded);
        word = folded;
    }
    ft->word = hash_folded(word, len);
    ft->prefix = ft->suffix = 0;
    for (size_t i = 0; i < 4 && i < len; i++) {
        ft->prefix |= (uint32_t)((unsigned char)word[i] | 0x20u) << (8 * i);
        ft->suffix |= (uint32_t)((unsigned char)word[len - 1 - i] | 0x20u) << (8 * i);
    }
}

static uint16_t
shape_of(const struct wf_token *token)
{
    uint32_t len = token->end - token->start, flags = token->flags;
    uint32_t size = len <= 3 ? len : len <= 5 ? 4 : len <= 8 ? 5 : 6;

    if (flags & WF_TOKEN_PUNCT)
        return (uint16_t)(0x8000u | (token->symbol & 0x3fffu));
    return (uint16_t)(size | (flags & WF_TOKEN_WORD ? 8u : 0) | (flags & WF_TOKEN_NUMBER ? 16u : 0) |
        (flags & WF_TOKEN_CAPITAL ? 32u : 0) | (flags & WF_TOKEN_ALL_CAPS ? 64u : 0) |
        (flags & WF_TOKEN_HAS_DIGIT ? 128u : 0) | (flags & WF_TOKEN_MIXED ? 256u : 0) |
        (flags & WF_TOKEN_PERIOD ? 512u : 0) | (flags & WF_TOKEN_FOREIGN ? 1024u : 0) |
        (flags & WF_TOKEN_POSSESSIVE ? 2048u : 0));
}

static void
look_up(const struct wf_feature_data *data, struct wf_feature_token *ft)
{
    unsigned cluster;

    ft->info = (uint16_t)wf_model_word_info(data->words, data->word_starts, data->word_bits, ft->word);
    cluster = WF_WORD_CLUSTER(ft->info);
    ft->fine = ft->middle = ft->coarse = 0;
    if (cluster != 0) {
        ft->fine = (uint16_t)cluster;
        ft->middle = (uint16_t)(data->cluster_map[2 * (cluster - 1)] + 1u);
        ft->coarse = (uint16_t)(data->cluster_map[2 * (cluster - 1) + 1] + 1u);
    }
}

/* The words of a sentence, each asked for some tokens before it is read. */
static void
look_up_all(struct wf_features *fx, const struct wf_sentence *sentence)
{
    const struct wf_feature_data *data = fx->data;
    uint32_t ahead = sentence->first;

    for (uint32_t t = sentence->first; t < sentence->end; t++) {
        for (; ahead < sentence->end && ahead <= t + LOOK_AHEAD; ahead++)
            wf_fetch(&data->words[data->word_starts[fx->tokens[ahead].word >> (64 - data->word_bits)]]);
        look_up(data, &fx->tokens[t]);
    }
}

/* 0 no capitals worth speaking of, 1 running text, 2 title case, 3 all capitals. */
static uint8_t
casing_of(const struct wf_document *doc, const struct wf_sentence *sentence)
{
    unsigned words = 0, capitals = 0, all = 0;

    for (uint32_t t = sentence->first; t < sentence->end; t++) {
        uint32_t flags = doc->tokens.items[t].flags;

        if (flags & WF_TOKEN_WORD && !(flags & WF_TOKEN_POSSESSIVE)) {
            words++;
            capitals += (flags & CAPITAL) != 0;
            all += (flags & WF_TOKEN_ALL_CAPS) != 0;
        }
    }
    if (words >= 3 && all * 4 >= words * 3)
        return 3;
    if (words >= 2 && capitals * 10 >= words * 6)
        return 2;
    return capitals > 0;
}

/* Words of the document in two small hash sets: seen in lower case, seen with a capital inside a sentence. */
static enum wf_status
note_seen(struct wf_features *fx, struct wf_document *doc, struct wf_error *err)
{
    uint32_t count = doc->tokens.count, bits = 10;
    uint64_t *lower, *upper;

    while (bits < 24 && (1u << bits) < 8 * count)
        bits++;
    lower = wf_arena_zalloc(doc->arena, (size_t)2 << (bits - 3));
    if (lower == NULL)
        return wf_error_set(err, WF_ELIMIT, "tagger", 0, "the document needs more memory than it may have");
    upper = lower + ((size_t)1 << (bits - 6));
    for (uint32_t t = 0; t < count; t++) {
        uint32_t flags = doc->tokens.items[t].flags;
        uint64_t bit = fx->tokens[t].word >> (64 - bits);

        if (!(flags & WF_TOKEN_WORD))
            continue;
        if (!(flags & CAPITAL))
            lower[bit >> 6] |= UINT64_C(1) << (bit & 63);
        else if (!(flags & WF_TOKEN_SENTENCE_START) && fx->tokens[t].casing < 2)
            upper[bit >> 6] |= UINT64_C(1) << (bit & 63);
    }
    for (uint32_t t = 0; t < count; t++) {
        uint64_t bit = fx->tokens[t].word >> (64 - bits);

        fx->tokens[t].seen = (uint8_t)((lower[bit >> 6] >> (bit & 63) & 1) |
            (upper[bit >> 6] >> (bit & 63) & 1) << 1);
    }
    return WF_OK;
}

/* Classes of lexicon entries over each token, with the place in the entry: begin, inside, last, unit. */
static void
note_gazetteers(struct wf_features *fx)
{
    const struct wf_matches *matches = fx->doc->matches;

    if (matches == NULL)
        return;
    for (unsigned i = 0; i < matches->items.count; i++) {
        const struct wf_match *match = &matches->items.items[i];
        unsigned class_id = match->class_id;
        uint64_t seed = class_id < fx->data->class_count ? fx->data->class_seeds[class_id] : 0;

        if (seed == 0)
            continue;
        for (uint32_t t = match->first; t < match->end; t++) {
            struct wf_feature_token *ft = &fx->tokens[t];
            bool first = t == match->first, last = t + 1 == match->end;
            uint64_t key = seed + (first && last ? 4 : first ? 1 : last ? 3 : 2);
            unsigned at = 0;

            while (at < ft->gazetteers && ft->gazetteer[at] != key)
                at++;
            if (at == ft->gazetteers && at < WF_GAZETTEER_MAX) {
                ft->gazetteer[ft->gazetteers++] = key;
                ft->classes += key * UINT64_C(0x9E3779B97F4A7C15);
            }
        }
    }
}

/* May a token without a capital stand inside (or, `edge`, at an end of) a name? */
static bool
joins(const struct wf_features *fx, uint32_t t, bool edge)
{
    uint32_t flags = fx->doc->tokens.items[t].flags;

    if (flags & WF_TOKEN_NUMBER)
        return true;
    return (fx->tokens[t].info & (edge ? WF_WORD_EDGE : WF_WORD_INSIDE | WF_WORD_EDGE)) != 0;
}

/*
 * Which tokens may belong to a name: capitals, and what links them or is known to begin or end names beside
 * them. Everything else is outside without being scored.
 */
static void
mark_scorable(struct wf_features *fx, const struct wf_sentence *sentence)
{
    const struct wf_token *tokens = fx->doc->tokens.items;
    uint32_t first = sentence->first, end = sentence->end, t = first;

    while (t < end) {
        uint32_t stop = t + 1, from = t, more;

        if (!(tokens[t].flags & (CAPITAL | WF_TOKEN_FOREIGN))) {
            t++;
            continue;
        }
        /* what may begin a name in front of the capital */
        for (more = t; more > first && t - more < CHAIN_MAX && !fx->tokens[more - 1].scorable &&
             joins(fx, more - 1, false); more--) {
            if (joins(fx, more - 1, true))
                from = more - 1;
        }
        /* on to the next capitals over what links them, or to what may end a name */
        for (more = stop; more < end && more - stop < CHAIN_MAX; more++) {
            if (tokens[more].flags & (CAPITAL | WF_TOKEN_FOREIGN))
                stop = more + 1;
            else if (!joins(fx, more, false))
                break;
            else if (joins(fx, more, true))
                stop = more + 1;
        }
        for (uint32_t i = from; i < stop; i++)
            fx->tokens[i].scorable = 1;
        t = stop;
    }
}

static void
mark_runs(struct wf_features *fx, const struct wf_sentence *sentence)
{
    const struct wf_token *tokens = fx->doc->tokens.items;
    uint32_t t = sentence->first, end = sentence->end;

    while (t < end) {
        uint32_t stop = t + 1, from = t;

        if (!fx->tokens[t].scorable) {
            t++;
            continue;
        }
        while (stop < end && fx->tokens[stop].scorable)
            stop++;
        for (uint32_t i = t; i < stop; i++) {
            bool capital = (tokens[i].flags & CAPITAL) != 0;

            fx->tokens[i].segment_first = t;
            fx->tokens[i].segment_end = stop;
            if (capital && (i + 1 == stop || !(tokens[i + 1].flags & CAPITAL))) {
                for (uint32_t j = from; j <= i; j++) {
                    fx->tokens[j].run_first = from;
                    fx->tokens[j].run_end = i + 1;
                }
            } else if (!capital) {
                fx->tokens[i].run_first = fx->tokens[i].run_end = i;
                from = i + 1;
            }
        }
        t = stop;
    }
}

static bool
is_word(const struct wf_document *doc, uint32_t t, const char *const words[], unsigned count)
{
    struct wf_slice text = wf_token_text(doc, t);

    for (unsigned i = 0; i < count; i++)
        if (strlen(words[i]) == text.len && memcmp(words[i], text.data, text.len) == 0)
            return true;
    return false;
}

uint32_t
wf_feature_noun(const struct wf_document *doc, uint32_t t, uint32_t end)
{
    static const char *const copulas[] = { "is", "was", "are", "were", "became", "remains" };
    static const char *const articles[] = { "a", "an", "the", "one", "another" };
    static const char *const stops[] = { "of", "in", "for", "that", "who", "which", "and", "or", "on", "at", "by", "from",
        "with", "based", "located", "run", "owned", "led", "headed", "founded", "controlled", "backed", "linked", "known", "called",
        "named", "loyal", "held", "used", "made", "built", "where", "whose", "to", "near", "between", "about", "as", "is", "was", "has", "had" };
    const struct wf_token *tokens = doc->tokens.items;
    uint32_t noun = WF_FEATURE_NOWHERE;

    if (t + 2 >= end || tokens[t + 1].end - tokens[t + 1].start > 7 || (tokens[t + 1].flags & CAPITAL) ||
        !is_word(doc, t + 1, articles, sizeof articles / sizeof *articles) ||
        !((tokens[t].flags & WF_TOKEN_COMMA) || is_word(doc, t, copulas, sizeof copulas / sizeof *copulas)))
        return noun;
    for (uint32_t i = t + 2; i < end && i < t + 10; i++) {
        if (tokens[i].flags & WF_TOKEN_HYPHEN)
            continue;
        if (tokens[i].flags & WF_TOKEN_POSSESSIVE) { /* `the company's chief` */
            noun = WF_FEATURE_NOWHERE;
            continue;
        }
        if (!(tokens[i].flags & (WF_TOKEN_WORD | WF_TOKEN_NUMBER)) || is_word(doc, i, stops, sizeof stops / sizeof *stops))
            break;
        if (!(tokens[i].flags & CAPITAL))
            noun = i;
    }
    return noun;
}

static void
note_nouns(struct wf_features *fx, const struct wf_sentence *sentence)
{
    for (uint32_t t = sentence->first; t < sentence->end; t++) {
        struct wf_feature_token *ft = &fx->tokens[t];

        if (ft->run_end == t + 1 && ft->run_end > ft->run_first) {
            uint32_t noun = wf_feature_noun(fx->doc, t + 1, sentence->end);

            for (uint32_t i = ft->run_first; i <= t; i++)
                fx->tokens[i].noun = noun;
        }
    }
}

enum wf_status
wf_features_begin(struct wf_features *fx, const struct wf_feature_data *data, struct wf_document *doc,
    struct wf_error *err)
{
    enum wf_status st;

    fx->data = data;
    fx->doc = doc;
    fx->tokens = wf_arena_alloc(doc->arena, sizeof *fx->tokens * doc->tokens.count);
    if (fx->tokens == NULL)
        return wf_error_set(err, WF_ELIMIT, "tagger", 0, "the document needs more memory than it may have");
    for (uint32_t s = 0; s < doc->sentences.count; s++) {
        const struct wf_sentence *sentence = &doc->sentences.items[s];
        uint8_t casing = casing_of(doc, sentence);

        for (uint32_t t = sentence->first; t < sentence->end; t++) {
            struct wf_feature_token *ft = &fx->tokens[t];
            const struct wf_token *token = &doc->tokens.items[t];

            read_word(ft, doc->text.reading.data + token->start, token->end - token->start);
            wf_fetch(&data->word_starts[ft->word >> (64 - data->word_bits)]);
            ft->shape = shape_of(token);
            ft->casing = casing;
            ft->scorable = ft->gazetteers = 0;
            ft->classes = 0;
            ft->run_first = ft->run_end = 0;
            ft->noun = WF_FEATURE_NOWHERE;
        }
        look_up_all(fx, sentence);
    }
    st = note_seen(fx, doc, err);
    if (st != WF_OK)
        return st;
    note_gazetteers(fx);
    for (uint32_t s = 0; s < doc->sentences.count; s++) {
        mark_scorable(fx, &doc->sentences.items[s]);
        mark_runs(fx, &doc->sentences.items[s]);
        note_nouns(fx, &doc->sentences.items[s]);
    }
    return WF_OK;
}
