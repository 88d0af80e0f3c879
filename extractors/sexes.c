/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/sexes.h"

#include <stdio.h>

static const char male_words[] =
    "mr. mr mister sir lord baron king prince emir sultan sheikh congressman councilman assemblyman spokesman chairman "
    "businessman policeman father brother husband son grandfather uncle nephew widower actor";
static const char female_words[] =
    "mrs. mrs ms. ms miss madam madame lady dame baroness queen princess sheikha congresswoman councilwoman "
    "assemblywoman spokeswoman chairwoman businesswoman policewoman mother sister wife daughter grandmother aunt niece "
    "widow actress";

static enum wf_status
load(wf_wordset *set, const char *data_path, const char *name, struct wf_error *err)
{
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/%s", data_path, name);
    return wf_wordset_load(set, path, err);
}

enum wf_status
wf_sexes_init(struct wf_sexes *sexes, wf_lexicon *lexicon, const char *data_path, struct wf_error *err)
{
    enum wf_status status;

    sexes->male = wf_wordset_of(lexicon, male_words);
    sexes->female = wf_wordset_of(lexicon, female_words);
    sexes->male_names = wf_wordset_new(lexicon);
    sexes->female_names = wf_wordset_new(lexicon);
    if (sexes->male == NULL || sexes->female == NULL || sexes->male_names == NULL || sexes->female_names == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the words of stage entities");
    status = load(sexes->male_names, data_path, "male_names.txt", err);
    return status == WF_OK ? load(sexes->female_names, data_path, "female_names.txt", err) : status;
}

void
wf_sexes_free(struct wf_sexes *sexes)
{
    wf_wordset_free(sexes->male);
    wf_wordset_free(sexes->female);
    wf_wordset_free(sexes->male_names);
    wf_wordset_free(sexes->female_names);
}

static char
sex_of_words(const wf_wordset *male, const wf_wordset *female, uint32_t word)
{
    return wf_wordset_has(male, word) ? 'm' : wf_wordset_has(female, word) ? 'f' : '\0';
}

char
wf_sex_before(const struct wf_sexes *sexes, const struct wf_document *doc, uint32_t token)
{
    return token == 0 ? '\0' : sex_of_words(sexes->male, sexes->female, doc->tokens.items[token - 1].word);
}

char
wf_sex_of_name(const struct wf_sexes *sexes, const struct wf_document *doc, uint32_t token)
{
    return sex_of_words(sexes->male_names, sexes->female_names, doc->tokens.items[token].word);
}
