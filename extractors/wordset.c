/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/wordset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wf_wordset {
    wf_lexicon *lexicon;
    uint64_t *bits;
    uint32_t words; /* of 64 bits */
};

wf_wordset *
wf_wordset_new(wf_lexicon *lexicon)
{
    wf_wordset *set = calloc(1, sizeof *set);

    if (set != NULL)
        set->lexicon = lexicon;
    return set;
}

void
wf_wordset_free(wf_wordset *set)
{
    if (set == NULL)
        return;
    free(set->bits);
    free(set);
}

static bool
add_id(wf_wordset *set, uint32_t id)
{
    uint32_t need = id / 64 + 1;

    if (id == WF_WORD_NONE)
        return false;
    if (need > set->words) {
        uint32_t room = need + need / 2 + 64;
        uint64_t *larger = realloc(set->bits, room * sizeof *larger);

        if (larger == NULL)
            return false;
        memset(larger + set->words, 0, (room - set->words) * sizeof *larger);
        set->bits = larger;
        set->words = room;
    }
    set->bits[id / 64] |= UINT64_C(1) << (id % 64);
    return true;
}

static bool
add_words(wf_wordset *set, const char *text)
{
    char word[WF_WORD_MAX + 1];

    for (;;) {
        size_t n;

        text += strspn(text, " \n");
        n = strcspn(text, " \n");
        if (n == 0)
            return true;
        if (n >= sizeof word)
            return false;
        memcpy(word, text, n);
        word[n] = '\0';
        if (!add_id(set, wf_lexicon_word(set->lexicon, word)))
            return false;
        text += n;
    }
}

wf_wordset *
wf_wordset_of(wf_lexicon *lexicon, const char *text)
{
    wf_wordset *set = wf_wordset_new(lexicon);

    if (set != NULL && add_words(set, text))
        return set;
    wf_wordset_free(set);
    return NULL;
}

enum wf_status
wf_wordset_load(wf_wordset *set, const char *path, struct wf_error *err)
{
    enum wf_status status = WF_OK;
    char line[WF_WORD_MAX * 2];
    int number = 0;
    FILE *in = fopen(path, "r");

    if (in == NULL)
        return wf_error_set(err, WF_EIO, path, 0, "%s", strerror(errno));
    while (status == WF_OK && fgets(line, sizeof line, in) != NULL) {
        number++;
        if (line[0] == '#') {
            while (strchr(line, '\n') == NULL && fgets(line, sizeof line, in) != NULL)
                continue;
            continue;
        }
        if (strchr(line, '\n') == NULL && !feof(in))
            status = wf_error_set(err, WF_EDATA, path, number, "the line is too long");
        else if (!add_words(set, line))
            status = wf_error_set(err, WF_ENOMEM, path, number, "no memory for the words");
    }
    if (status == WF_OK && ferror(in))
        status = wf_error_set(err, WF_EIO, path, number, "read failed");
    fclose(in);
    return status;
}

bool
wf_wordset_has(const wf_wordset *set, uint32_t word)
{
    return word / 64 < set->words && (set->bits[word / 64] >> (word % 64) & 1) != 0;
}
