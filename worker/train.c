/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/train.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/features.h"
#include "extractors/tagger.h"
#include "extractors/train.h"
#include "worker/train_text.h"
#include "worker/train_words.h"

struct session {
    const struct wf_train_job *job;
    wf_vocabulary *vocabulary;
    wf_lexicon *lexicon;
    struct wf_train_words words;
    struct wf_feature_data data;
    uint64_t *class_seeds;
    const char *class_names[WF_MODEL_CLASSES_MAX];
    unsigned classes;
    wf_trainer *trainer;
    wf_tagger *tagger;
    FILE *predictions;
    uint32_t documents, tokens, scored, cut;
};

void
wf_train_defaults(struct wf_train_job *job)
{
    *job = (struct wf_train_job){ .kind = "names", .epochs = 8, .rows = 90000, .least = 3, .rate = 0.3f,
        .miss = 0.5f, .drop = 0.3f };
}

enum wf_status
wf_train_set(struct wf_train_job *job, const char *assignment, struct wf_error *err)
{
    const char *value = strchr(assignment, '=');
    size_t len = value == NULL ? strlen(assignment) : (size_t)(value - assignment);
    struct wf_slice name = { assignment, len };
    unsigned fold, folds;
    char rest;

    value = value == NULL ? "" : value + 1;
    if (wf_slice_is(name, "clusters"))
        job->clusters = value;
    else if (wf_slice_is(name, "classes"))
        job->classes = value;
    else if (wf_slice_is(name, "predict"))
        job->predict = value;
    else if (wf_slice_is(name, "kind"))
        job->kind = value;
    else if (wf_slice_is(name, "epochs"))
        job->epochs = (uint32_t)strtoul(value, NULL, 10);
    else if (wf_slice_is(name, "rows"))
        job->rows = (uint32_t)strtoul(value, NULL, 10);
    else if (wf_slice_is(name, "least"))
        job->least = (uint32_t)strtoul(value, NULL, 10);
    else if (wf_slice_is(name, "drop"))
        job->drop = strtof(value, NULL);
    else if (wf_slice_is(name, "rate"))
        job->rate = strtof(value, NULL);
    else if (wf_slice_is(name, "miss"))
        job->miss = strtof(value, NULL);
    else if (wf_slice_is(name, "fold") && sscanf(value, "%u/%u%c", &fold, &folds, &rest) == 2 && fold < folds) {
        job->fold = fold;
        job->folds = folds;
    } else {
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "train: `%s` is not one of kind, clusters, classes, predict, epochs, "
            "rows, least, rate, miss, drop, or fold=K/N with K below N", assignment);
    }
    if (job->epochs == 0 || job->epochs > 1000 || job->rows == 0 || job->rows > WF_MODEL_ROWS_MAX || job->least == 0)
        return wf_error_set(err, WF_EUSAGE, NULL, 0, "train: `%s` is out of range", assignment);
    return WF_OK;
}

static bool
left_out(const struct wf_train_job *job, const struct wf_corpus *corpus, const char *id)
{
    return job->folds != 0 && !corpus->whole && (wf_word_hash(id, strlen(id)) >> 32) % job->folds == job->fold;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Lexicon files whose classes may be features; all that the folder has. */
static enum wf_status
load_lexicon(struct session *s, struct wf_error *err)
{
    struct dirent **entries = NULL;
    int count = scandir(s->job->data_path, &entries, NULL, by_name);
    enum wf_status st = WF_OK;

    if (count < 0)
        return wf_error_set(err, WF_EIO, s->job->data_path, 0, "%s", strerror(errno));
    for (int i = 0; i < count; i++) {
        size_t len = strlen(entries[i]->d_name);
        char path[4096];

        if (st == WF_OK && len > 4 && strcmp(entries[i]->d_name + len - 4, ".tsv") == 0) {
            snprintf(path, sizeof path, "%s/%s", s->job->data_path, entries[i]->d_name);
            st = wf_lexicon_load(s->lexicon, path, err);
        }
        free(entries[i]);
    }
    free(entries);
    return st;
}

static bool
is_chosen(const char *classes, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = classes; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, len) == 0 && (at[len] == ',' || at[len] == '\0'))
            return true;
    }
    return classes == NULL;
}

static enum wf_status
choose_classes(struct session *s, struct wf_error *err)
{
    uint16_t count = wf_lexicon_class_count(s->lexicon);

    s->class_seeds = calloc(count + 1u, sizeof *s->class_seeds);
    if (s->class_seeds == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    for (uint16_t id = 0; id < count && s->classes < WF_MODEL_CLASSES_MAX; id++) {
        if (!is_chosen(s->job->classes, wf_lexicon_class_name(s->lexicon, id)))
            continue;
        s->class_names[s->classes++] = wf_lexicon_class_name(s->lexicon, id);
        s->class_seeds[id] = wf_class_seed(wf_lexicon_class_name(s->lexicon, id));
    }
    s->data = (struct wf_feature_data){ .class_seeds = s->class_seeds, .class_count = count };
    return WF_OK;
}

static enum wf_status
count_words(void *context, const struct wf_corpus *corpus, const char *id, struct wf_document *doc,
    uint32_t *allowed, struct wf_error *err)
{
    struct session *s = context;

    if (left_out(s->job, corpus, id))
        return WF_OK;
    return wf_train_words_count(&s->words, doc, allowed)
        ? WF_OK
        : wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the words");
}

/* A name that holds a token which is never scored cannot be found whole: nothing is learned from it. */
static void
forget_cut_names(struct session *s, const struct wf_document *doc, const struct wf_features *fx, uint32_t *allowed)
{
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        uint32_t first = t, end = t + 1;

        if (allowed[t] & 1u || fx->tokens[t].scorable)
            continue;
        while (first > 0 && !wf_train_begins(allowed[first]) && !(allowed[first - 1] & 1u))
            first--;
        while (end < doc->tokens.count && !(allowed[end] & 1u) && !wf_train_begins(allowed[end]))
            end++;
        s->cut++;
        for (; first < end; first++)
            allowed[first] = UINT32_MAX;
    }
}

static enum wf_status
add_document(void *context, const struct wf_corpus *corpus, const char *id, struct wf_document *doc,
    uint32_t *allowed, struct wf_error *err)
{
    struct session *s = context;
    uint64_t keys[WF_FEATURES_MAX];
    struct wf_features fx;
    enum wf_status st;

    if (left_out(s->job, corpus, id))
        return WF_OK;
    st = wf_lexicon_match(s->lexicon, doc, err);
    if (st == WF_OK)
        st = wf_features_begin(&fx, &s->data, doc, err);
    s->documents++;
    s->tokens += doc->tokens.count;
    if (st == WF_OK)
        forget_cut_names(s, doc, &fx, allowed);
    for (uint32_t t = 0; st == WF_OK && t < doc->tokens.count; t++) {
        bool last = t + 1 == doc->tokens.count || !fx.tokens[t + 1].scorable ||
            fx.tokens[t + 1].segment_first == t + 1;

        if (!fx.tokens[t].scorable)
            continue;
        s->scored++;
        if (!wf_trainer_token(s->trainer, keys, wf_features_name(&fx, t, keys), allowed[t]) ||
            (last && !wf_trainer_segment(s->trainer, corpus->weight)))
            st = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for so much text");
    }
    return st;
}

static enum wf_status
predict_document(void *context, const struct wf_corpus *corpus, const char *id, struct wf_document *doc,
    uint32_t *allowed, struct wf_error *err)
{
    struct session *s = context;
    struct wf_run run = { 0 };
    uint8_t *labels;
    enum wf_status st;

    (void)allowed;
    if (!left_out(s->job, corpus, id))
        return WF_OK;
    st = wf_lexicon_match(s->lexicon, doc, err);
    fprintf(s->predictions, "{\"doc_id\":\"%s\",\"layer\":\"document\"}\n", id);
    labels = wf_arena_alloc(doc->arena, doc->tokens.count);
    if (st == WF_OK && labels != NULL)
        st = wf_tagger_run(s->tagger, &run, doc, labels, NULL, err);
    for (uint32_t t = 0; st == WF_OK && labels != NULL && t < doc->tokens.count; t++) {
        uint32_t end = t + 1;
        struct wf_span span;

        if (!WF_LABEL_IS_BEGIN(labels[t]))
            continue;
        while (end < doc->tokens.count && labels[end] == labels[t] + 1u)
            end++;
        span = wf_text_published(&doc->text, wf_range_of(doc, t, end).span);
        fprintf(s->predictions, "{\"doc_id\":\"%s\",\"layer\":\"entities\",\"type\":\"%s\",\"start\":%u,\"end\":%u}\n",
            id, wf_entity_type_name(WF_LABEL_TYPE(labels[t])), span.start, span.end);
    }
    return st;
}

static enum wf_status
read_all(struct session *s, wf_corpus_reader read, struct wf_error *err)
{
    enum wf_status st = WF_OK;

    for (int i = 0; st == WF_OK && i < s->job->corpus_count; i++) {
        struct wf_corpus corpus;

        st = wf_corpus_open(&corpus, s->job->corpora[i], err);
        if (st == WF_OK)
            st = wf_corpus_read(&corpus, s->vocabulary, read, s, err);
        wf_corpus_close(&corpus);
    }
    return st;
}

static void
show_progress(const char *what, uint32_t wrong, uint32_t of)
{
    fprintf(stderr, "  %s: %u of %u segments wrong\n", what, wrong, of);
}

static enum wf_status
train_names(struct session *s, struct wf_error *err)
{
    const struct wf_train_job *job = s->job;
    struct wf_trainer_settings set = { .labels = WF_LABEL_COUNT, .names = true, .epochs = job->epochs,
        .rows = job->rows, .least = job->least, .rate = job->rate, .miss = job->miss,
        .drop = job->drop,
        .progress = job->quiet ? NULL : show_progress };
    struct wf_model_image image = { .kind = WF_MODEL_NAMES };
    enum wf_status st;

    st = load_lexicon(s, err);
    if (st == WF_OK)
        st = choose_classes(s, err);
    if (st == WF_OK)
        st = read_all(s, count_words, err);
    if (st == WF_OK)
        st = wf_train_words_end(&s->words, job->clusters, &s->data, &image, err);
    s->trainer = wf_trainer_new(&set);
    if (s->trainer == NULL)
        st = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    if (st == WF_OK)
        st = read_all(s, add_document, err);
    if (st == WF_OK && !job->quiet)
        fprintf(stderr, "  %u documents, %u tokens, %u to score, %u names cut\n", s->documents, s->tokens, s->scored, s->cut);
    if (st == WF_OK)
        st = wf_trainer_run(s->trainer, &image, err);
    image.classes = s->classes;
    image.class_names = s->class_names;
    return st == WF_OK ? wf_model_write(&image, job->output, err) : st;
}

static enum wf_status
predict(struct session *s, struct wf_error *err)
{
    enum wf_status st;

    s->tagger = wf_tagger_load(s->job->output, s->lexicon, err);
    if (s->tagger == NULL)
        return err->status;
    s->predictions = fopen(s->job->predict, "w");
    if (s->predictions == NULL)
        return wf_error_set(err, WF_EIO, s->job->predict, 0, "%s", strerror(errno));
    st = read_all(s, predict_document, err);
    if (fclose(s->predictions) != 0)
        st = wf_error_set(err, WF_EIO, s->job->predict, 0, "write failed");
    return st;
}

enum wf_status
wf_train(const struct wf_train_job *job, struct wf_error *err)
{
    struct session s = { .job = job, .vocabulary = wf_vocabulary_new() };
    enum wf_status st;

    s.lexicon = s.vocabulary == NULL ? NULL : wf_lexicon_new(s.vocabulary);
    if (s.lexicon == NULL)
        st = wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory");
    else if (strcmp(job->kind, "names") != 0)
        st = wf_error_set(err, WF_EUSAGE, NULL, 0, "train: kind `%s` is not one of names", job->kind);
    else
        st = train_names(&s, err);
    if (st == WF_OK && job->predict != NULL)
        st = predict(&s, err);
    wf_tagger_free(s.tagger);
    wf_trainer_free(s.trainer);
    wf_train_words_free(&s.words);
    free(s.class_seeds);
    wf_lexicon_free(s.lexicon);
    wf_vocabulary_free(s.vocabulary);
    return st;
}
