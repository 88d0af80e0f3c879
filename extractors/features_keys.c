/* SPDX-License-Identifier: Apache-2.0 */
/* The templates: which properties of a token and of those around it make one key. */
#include "extractors/features.h"

/* The shape without the length. */
static uint64_t
short_shape(const struct wf_feature_token *ft)
{
    return ft->shape & 0x8000u ? ft->shape : ft->shape & ~7u;
}

static const struct wf_feature_token edge_token = { .word = 0x5bd1e995, .shape = 0x7fff };

/* Templates are numbered by `id`; two that may have equal values need different ones. */
#define PUT(id, value) (keys[n++] = wf_mix((value), (id)))
#define PUT2(id, a, b) (keys[n++] = wf_mix(wf_mix((a), (id)), (b)))
#define PUT3(id, a, b, c) (keys[n++] = wf_mix(wf_mix(wf_mix((a), (id)), (b)), (c)))

static unsigned
put_words(uint64_t *keys, unsigned n, const struct wf_feature_token *const w[5])
{
    PUT(1, w[2]->word);
    PUT(2, w[1]->word);
    PUT(3, w[3]->word);
    PUT(4, w[0]->word);
    PUT(5, w[4]->word);
    PUT2(6, w[1]->word, w[2]->word);
    PUT2(7, w[2]->word, w[3]->word);
    PUT2(8, w[1]->word, w[3]->word);
    PUT2(9, w[2]->word, short_shape(w[2]));
    PUT(10, w[2]->prefix & 0xffffu);
    PUT(11, w[2]->prefix & 0xffffffu);
    PUT(13, w[2]->suffix & 0xffu);
    PUT(14, w[2]->suffix & 0xffffu);
    PUT(15, w[2]->suffix & 0xffffffu);
    PUT2(17, w[1]->suffix & 0xffffffu, short_shape(w[2]));
    PUT2(18, w[3]->suffix & 0xffffffu, short_shape(w[2]));
    return n;
}

static unsigned
put_shapes(uint64_t *keys, unsigned n, const struct wf_feature_token *const w[5], uint32_t flags)
{
    uint64_t start = (flags & WF_TOKEN_SENTENCE_START) != 0;
    uint64_t state = w[2]->casing | start << 2 | (uint64_t)w[2]->seen << 3 |
        (uint64_t)WF_WORD_LOWER(w[2]->info) << 5 | (uint64_t)(w[2]->info == 0) << 7;

    PUT2(20, w[2]->shape, start);
    PUT2(21, short_shape(w[1]), short_shape(w[2]));
    PUT2(22, short_shape(w[2]), short_shape(w[3]));
    PUT3(23, short_shape(w[1]), short_shape(w[2]), short_shape(w[3]));
    PUT3(24, short_shape(w[0]), short_shape(w[1]), short_shape(w[2]));
    PUT3(25, short_shape(w[2]), short_shape(w[3]), short_shape(w[4]));
    PUT2(26, state, short_shape(w[2]));
    PUT2(27, w[2]->casing | start << 2, w[2]->shape);
    return n;
}

static unsigned
put_clusters(uint64_t *keys, unsigned n, const struct wf_feature_token *const w[5])
{
    PUT(30, w[2]->fine);
    PUT(31, w[2]->middle);
    PUT2(32, w[2]->coarse, short_shape(w[2]));
    PUT(33, w[1]->fine);
    PUT(34, w[3]->fine);
    PUT(35, w[1]->middle);
    PUT(36, w[3]->middle);
    PUT(37, w[0]->middle);
    PUT(38, w[4]->middle);
    PUT2(39, w[1]->coarse, w[2]->coarse);
    PUT2(40, w[2]->coarse, w[3]->coarse);
    PUT3(41, w[1]->coarse, short_shape(w[2]), w[3]->coarse);
    return n;
}

static uint64_t
word_at(const struct wf_features *fx, const struct wf_sentence *sentence, uint32_t t)
{
    return t >= sentence->first && t < sentence->end ? fx->tokens[t].word : edge_token.word;
}

static unsigned
put_runs(uint64_t *keys, unsigned n, const struct wf_features *fx, uint32_t token,
    const struct wf_sentence *sentence)
{
    const struct wf_feature_token *ft = &fx->tokens[token];
    uint32_t first = ft->run_first, end = ft->run_end;
    uint64_t from_start, from_end, size;

    if (end > first) {
        from_start = token - first > 3 ? 3 : token - first;
        from_end = end - token > 4 ? 4 : end - token;
        size = end - first > 5 ? 5 : end - first;
        PUT2(51, fx->tokens[end - 1].word, from_end);
        PUT3(52, size, from_start, ft->casing);
        PUT2(53, word_at(fx, sentence, first - 1), size);
        PUT2(54, word_at(fx, sentence, end), size);
        PUT2(55, fx->tokens[end - 1].middle, size);
        PUT3(56, fx->tokens[first].middle, fx->tokens[end - 1].middle, from_start);
    } else {
        from_start = 7;
        PUT2(57, word_at(fx, sentence, token - 1), word_at(fx, sentence, token + 1));
    }
    PUT2(58, fx->tokens[ft->segment_first].word, from_start);
    PUT2(59, fx->tokens[ft->segment_end - 1].word, from_start);
    return n;
}

static unsigned
put_gazetteers(uint64_t *keys, unsigned n, const struct wf_feature_token *const w[5])
{
    uint64_t all = w[2]->classes;

    for (unsigned i = 0; i < w[2]->gazetteers; i++) {
        PUT(60, w[2]->gazetteer[i]);
        PUT2(61, w[2]->gazetteer[i], short_shape(w[2]));
    }
    for (unsigned i = 0; i < w[1]->gazetteers && i < 4; i++)
        PUT(62, w[1]->gazetteer[i]);
    for (unsigned i = 0; i < w[3]->gazetteers && i < 4; i++)
        PUT(63, w[3]->gazetteer[i]);
    PUT(64, all);
    PUT2(65, all, w[2]->seen | (uint64_t)w[2]->casing << 2);
    PUT3(66, all, w[1]->middle, w[3]->middle);
    return n;
}

/* The noun that says what the run is, its last word, and the neighbours over a comma or a linking word. */
static unsigned
put_neighbours(uint64_t *keys, unsigned n, const struct wf_features *fx, uint32_t token,
    const struct wf_feature_token *const w[5])
{
    const struct wf_feature_token *ft = &fx->tokens[token];

    if (ft->noun != WF_FEATURE_NOWHERE) {
        PUT(70, fx->tokens[ft->noun].word);
        PUT(71, fx->tokens[ft->noun].fine);
        PUT(72, fx->tokens[ft->noun].middle);
    }
    if (ft->run_end > token + 1) {
        const struct wf_feature_token *last = &fx->tokens[ft->run_end - 1];
        uint64_t behind = ft->run_end - token > 3 ? 3 : ft->run_end - token;

        PUT2(73, last->classes, behind);
        PUT2(74, last->suffix & 0xffffffu, behind);
    }
    if (w[3]->gazetteers == 0 && w[4]->gazetteers > 0)
        PUT2(75, w[4]->classes, w[3]->word);
    if (w[1]->gazetteers == 0 && w[0]->gazetteers > 0)
        PUT2(76, w[0]->classes, w[1]->word);
    return n;
}

unsigned
wf_features_name(const struct wf_features *fx, uint32_t token, uint64_t keys[WF_FEATURES_MAX])
{
    const struct wf_token *tokens = fx->doc->tokens.items;
    const struct wf_sentence *sentence = &fx->doc->sentences.items[tokens[token].sentence];
    const struct wf_feature_token *w[5];
    unsigned n = 0;

    for (int i = -2; i <= 2; i++) {
        int64_t at = (int64_t)token + i;

        w[i + 2] = at >= sentence->first && at < sentence->end ? &fx->tokens[at] : &edge_token;
    }
    n = put_words(keys, n, w);
    n = put_shapes(keys, n, w, tokens[token].flags);
    n = put_clusters(keys, n, w);
    n = put_runs(keys, n, fx, token, sentence);
    n = put_gazetteers(keys, n, w);
    return put_neighbours(keys, n, fx, token, w);
}
