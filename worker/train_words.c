/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/train_words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/tagger.h"

#define INSIDE_LEAST 3u   /* times in lower case inside names ... */
#define INSIDE_SHARE 2000u /* ... and one in so many of its uses */
#define EDGE_LEAST 4u
#define EDGE_SHARE 50u

/* The word's slot, made when new; NULL without memory. */
static struct wf_word_count *
slot_of(struct wf_train_words *words, uint64_t key)
{
    size_t at;

    if (words->used * 2 >= words->size) {
        struct wf_train_words bigger = { .size = words->size == 0 ? 1u << 16 : words->size * 2 };

        bigger.slots = calloc(bigger.size, sizeof *bigger.slots);
        if (bigger.slots == NULL)
            return NULL;
        for (size_t i = 0; i < words->size; i++) {
            if (words->slots[i].key == 0)
                continue;
            at = (size_t)(words->slots[i].key >> 20) & (bigger.size - 1);
            while (bigger.slots[at].key != 0)
                at = (at + 1) & (bigger.size - 1);
            bigger.slots[at] = words->slots[i];
        }
        free(words->slots);
        words->slots = bigger.slots;
        words->size = bigger.size;
    }
    at = (size_t)(key >> 20) & (words->size - 1);
    while (words->slots[at].key != 0 && words->slots[at].key != key)
        at = (at + 1) & (words->size - 1);
    if (words->slots[at].key == 0) {
        words->slots[at].key = key;
        words->used++;
    }
    return &words->slots[at];
}

/* Labels that only a token of a name can have. */
static bool
in_name(uint32_t allowed)
{
    return (allowed & 1u) == 0;
}

bool
wf_train_begins(uint32_t allowed)
{
    return in_name(allowed) && (allowed & 0x0AAAAAu) != 0;
}

bool
wf_train_words_count(struct wf_train_words *words, const struct wf_document *doc, const uint32_t *allowed)
{
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        uint32_t flags = doc->tokens.items[t].flags;
        struct wf_slice text = wf_token_text(doc, t);
        struct wf_word_count *word;
        bool first, last;

        if (flags & (WF_TOKEN_SENTENCE_START | WF_TOKEN_NUMBER))
            continue;
        word = slot_of(words, wf_word_hash(text.data, text.len));
        if (word == NULL)
            return false;
        if (flags & (WF_TOKEN_CAPITAL | WF_TOKEN_MIXED)) {
            word->capital++;
            continue;
        }
        word->lower++;
        if (!in_name(allowed[t]))
            continue;
        first = wf_train_begins(allowed[t]);
        last = t + 1 == doc->tokens.count || !in_name(allowed[t + 1]) || wf_train_begins(allowed[t + 1]);
        word->edge += first || last;
        word->inside += !first && !last;
    }
    return true;
}

static enum wf_status
read_clusters(struct wf_train_words *words, const char *path, struct wf_model_image *image, struct wf_error *err)
{
    FILE *in = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    enum wf_status st = WF_OK;
    int number = 0;

    words->cluster_map = calloc(2 * 2047, sizeof *words->cluster_map);
    if (in == NULL || words->cluster_map == NULL) {
        st = wf_error_set(err, in == NULL ? WF_EIO : WF_ENOMEM, path, 0, "%s", strerror(errno));
        goto done;
    }
    while (st == WF_OK && getline(&line, &capacity, in) != -1) {
        char *tab = strchr(line, '\t');
        struct wf_word_count *word;
        unsigned fine, middle, coarse;

        number++;
        if (line[0] == '#')
            continue;
        if (tab == NULL || sscanf(tab, "\t%u\t%u\t%u", &fine, &middle, &coarse) != 3 || fine >= 2047 ||
            middle >= 2047 || coarse >= 2047) {
            st = wf_error_set(err, WF_EFORMAT, path, number, "not a word and three clusters below 2047");
            continue;
        }
        word = slot_of(words, wf_word_hash(line, (size_t)(tab - line)));
        if (word == NULL) {
            st = wf_error_set(err, WF_ENOMEM, path, number, "no memory");
            continue;
        }
        word->cluster = (uint16_t)(fine + 1);
        words->cluster_map[2 * fine] = (uint16_t)middle;
        words->cluster_map[2 * fine + 1] = (uint16_t)coarse;
        image->clusters = fine + 1 > image->clusters ? fine + 1 : image->clusters;
    }
done:
    free(line);
    if (in != NULL)
        fclose(in);
    return st;
}

/* What the file says of a word; 0 for nothing. */
static uint16_t
info_of(const struct wf_word_count *word)
{
    uint32_t all = word->lower + word->capital, info = word->cluster, lower;

    if (word->cluster == 0 && all < 2)
        return 0;
    lower = word->lower == 0 ? 0 : word->lower * 10 < all ? 1 : word->lower * 10 <= all * 9 ? 2 : 3;
    info |= lower << 11;
    if (word->inside + word->edge >= INSIDE_LEAST && word->inside * INSIDE_SHARE >= word->lower)
        info |= WF_WORD_INSIDE;
    if (word->edge >= EDGE_LEAST && word->edge * EDGE_SHARE >= word->lower)
        info |= WF_WORD_EDGE;
    return (uint16_t)info;
}

static int
compare_keys(const void *a, const void *b)
{
    uint64_t x = ((const struct wf_word_count *)a)->key, y = ((const struct wf_word_count *)b)->key;

    return x < y ? -1 : x > y;
}

enum wf_status
wf_train_words_end(struct wf_train_words *words, const char *clusters, struct wf_feature_data *data,
    struct wf_model_image *image, struct wf_error *err)
{
    uint32_t bits = 1, at = 0;

    if (clusters != NULL && read_clusters(words, clusters, image, err) != WF_OK)
        return err->status;
    if (words->size == 0 && slot_of(words, 1) == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    qsort(words->slots, words->size, sizeof *words->slots, compare_keys);
    while ((1u << bits) < words->used)
        bits++;
    words->keys = calloc(words->used + 1, sizeof *words->keys);
    words->infos = calloc(words->used + 1, sizeof *words->infos);
    words->words = calloc(words->used + 1, sizeof *words->words);
    words->starts = calloc(((size_t)1 << bits) + 1, sizeof *words->starts);
    if (words->keys == NULL || words->infos == NULL || words->words == NULL || words->starts == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    image->words = 0;
    for (size_t i = 0; i < words->size; i++) {
        const struct wf_word_count *word = &words->slots[i];
        uint16_t info = word->key == 0 ? 0 : info_of(word);

        if (info == 0 || image->words == WF_MODEL_WORDS_MAX)
            continue;
        words->keys[image->words] = word->key;
        words->infos[image->words] = info;
        words->words[image->words++] = (struct wf_model_word){ (uint16_t)word->key, info };
    }
    for (uint32_t bucket = 0; bucket <= 1u << bits; bucket++) {
        while (at < image->words && words->keys[at] >> (64 - bits) < bucket)
            at++;
        words->starts[bucket] = at;
    }
    data->words = words->words;
    data->word_starts = words->starts;
    data->word_bits = bits;
    data->cluster_map = words->cluster_map;
    image->word_keys = words->keys;
    image->word_infos = words->infos;
    image->cluster_map = words->cluster_map;
    return WF_OK;
}

void
wf_train_words_free(struct wf_train_words *words)
{
    free(words->slots);
    free(words->keys);
    free(words->infos);
    free(words->cluster_map);
    free(words->words);
    free(words->starts);
    memset(words, 0, sizeof *words);
}
