/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a figure measures (figure_about.c), and who pays and who is paid: simple frames around verbs of payment (data/payments.tsv). `X pays F to Y`, `X gives Y
 * F`, `Y is owed F by X`, `F was paid by X to Y`, `Y received F from X`, `X bought it from Y for F`.
 */
#include <stdlib.h>
#include <string.h>

#include "extractors/figure_about.h"
#include "extractors/participants.h"

#define BACK 10 /* chunks before a figure in which its verb may stand */
#define AHEAD 4 /* and after it */

struct state {
    struct wf_participants words;
    struct wf_about_words about;
    uint16_t payment, control;
    uint32_t to, from, by;
};

struct frame {
    const struct state *st;
    struct wf_document *doc;
    struct wf_figure *figure;
    uint32_t own;  /* chunk of the figure */
    uint32_t verb; /* chunk of the verb */
    bool after;    /* the verb stands after the figure */
    struct wf_slice kind;
};

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct state *st = calloc(1, sizeof *st);

    *state = st;
    if (st == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the stage");
    wf_participants_init(&st->words, setup->lexicon);
    wf_about_init(&st->about, setup->lexicon);
    st->control = wf_lexicon_class(setup->lexicon, "control_verb");
    st->payment = wf_lexicon_class(setup->lexicon, "payment");
    st->to = wf_lexicon_word(setup->lexicon, "to");
    st->from = wf_lexicon_word(setup->lexicon, "from");
    st->by = wf_lexicon_word(setup->lexicon, "by");
    return WF_OK;
}

static const struct wf_match *
payment_in(const struct frame *f, uint32_t chunk)
{
    const struct wf_chunk *c = wf_chunk(f->doc, chunk);

    return c->kind == WF_CHUNK_VERB ? wf_match_at(f->doc, c->head, f->st->payment) : NULL;
}

/* The verb of payment nearest before the figure, else just after it; false where there is none. */
static bool
find_verb(struct frame *f)
{
    uint32_t first, end;

    wf_chunk_sentence(f->doc, f->own, &first, &end);
    for (uint32_t c = f->own; c > first && f->own - c < BACK; c--) {
        const struct wf_match *m = payment_in(f, c - 1);

        if (wf_chunk(f->doc, c - 1)->kind == WF_CHUNK_BREAK)
            break;
        if (m != NULL) {
            f->verb = c - 1;
            f->kind = m->entry->value;
            return true;
        }
    }
    for (uint32_t c = f->own + 1; c < end && c - f->own <= AHEAD; c++) {
        const struct wf_match *m = payment_in(f, c);

        if (wf_chunk(f->doc, c)->kind == WF_CHUNK_BREAK)
            break;
        if (m != NULL) {
            f->verb = c;
            f->kind = m->entry->value;
            f->after = true;
            return true;
        }
    }
    return false;
}

static void
refer(struct frame *f, uint32_t chunk, struct wf_reference *ref)
{
    if (chunk != WF_NO_CHUNK && chunk != f->own && ref->entity == NULL && ref->name.data == NULL)
        wf_participant(&f->st->words, f->doc, chunk, ref);
}

/* `gave Ghana $5 million`: the name right before the figure, in the same noun group. */
static void
refer_before(struct frame *f, struct wf_reference *ref)
{
    uint32_t first = f->figure->fact.at.first;
    const struct wf_mention *m;

    if (first == 0 || ref->entity != NULL || ref->name.data != NULL)
        return;
    m = wf_mention_at(f->doc, first - 1);
    if (m == NULL || m->at.end != first || m->entity == NULL || m->at.first < wf_chunk(f->doc, f->verb)->end)
        return;
    ref->entity = m->entity;
    ref->at = m->at;
}

static uint32_t
under(const struct frame *f, uint32_t word)
{
    return wf_chunk_under(f->doc, f->verb, &word, 1);
}

/* Who does what the verb says: `called on the government to pay`, it is not the caller who pays. */
static uint32_t
subject_of(const struct frame *f)
{
    const struct wf_chunk *verb = wf_chunk(f->doc, f->verb);
    uint32_t before = f->verb, governor;

    if ((verb->flags & WF_VERB_TO) && before > 0 && wf_chunk(f->doc, before - 1)->kind == WF_CHUNK_NOUN) {
        governor = wf_chunk_governor(f->doc, f->verb);
        if (governor != WF_NO_CHUNK && governor + 3 >= f->verb &&
            wf_match_at(f->doc, wf_chunk(f->doc, governor)->head, f->st->control) != NULL)
            return before - 1;
    }
    return wf_chunk_subject(f->doc, f->verb);
}

/* `giver` gives the figure, `taker` takes it: who is the subject, and where the other one stands. */
static void
fill(struct frame *f, struct wf_reference *giver, struct wf_reference *taker, bool subject_gives)
{
    bool passive = (wf_chunk(f->doc, f->verb)->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0;
    uint32_t subject = subject_of(f), object = wf_chunk_object(f->doc, f->verb);

    if (passive) {
        refer(f, under(f, f->st->by), subject_gives ? giver : taker);
        if (!f->after && subject_gives)
            refer(f, subject, taker); /* Ghana was given F */
    } else {
        refer(f, subject, subject_gives ? giver : taker);
        if (subject_gives)
            refer_before(f, taker);
        if (subject_gives && object != f->own && !f->after && object < f->own)
            refer(f, object, taker); /* gave Ghana F */
    }
    refer(f, under(f, f->st->to), taker);
    refer(f, under(f, f->st->from), giver);
}

static void
fill_frame(struct frame *f)
{
    struct wf_reference *payer = &f->figure->payer, *payee = &f->figure->payee;

    if (wf_slice_is(f->kind, "give") || wf_slice_is(f->kind, "owe"))
        fill(f, payer, payee, true);
    else if (wf_slice_is(f->kind, "get"))
        fill(f, payer, payee, false);
    else if (wf_slice_is(f->kind, "buy")) { /* the money goes from who buys to who sells */
        refer(f, subject_of(f), payer);
        refer(f, under(f, f->st->from), payee);
    } else if (wf_slice_is(f->kind, "sell")) {
        refer(f, subject_of(f), payee);
        refer(f, under(f, f->st->to), payer);
    } else if (wf_slice_is(f->kind, "fine")) {
        bool passive = (wf_chunk(f->doc, f->verb)->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0;

        refer(f, passive ? wf_chunk_subject(f->doc, f->verb) : wf_chunk_object(f->doc, f->verb), payer);
    }
    if (payer->entity != NULL && payer->entity == payee->entity) /* one of them is wrong, nobody knows which */
        memset(payee, 0, sizeof *payee);
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    const struct state *st = state;

    (void)err;
    if (doc->clauses == NULL)
        return WF_OK;
    for (unsigned i = 0; i < doc->figures.count; i++) {
        struct frame f = { .st = st, .doc = doc, .figure = doc->figures.items[i] };

        if (!wf_step(run_state, 1))
            break;
        if (f.figure->equivalent_of == NULL)
            wf_figure_about(&st->about, doc, i);
        else
            f.figure->about = f.figure->equivalent_of->about;
        if (f.figure->kind != WF_FIGURE_MONEY)
            continue;
        if (f.figure->equivalent_of != NULL) {
            f.figure->payer = f.figure->equivalent_of->payer;
            f.figure->payee = f.figure->equivalent_of->payee;
            continue;
        }
        f.own = wf_chunk_of(doc, f.figure->fact.at.end - 1);
        if (f.own != WF_NO_CHUNK && find_verb(&f))
            fill_frame(&f);
    }
    return WF_OK;
}

static void
fini(void *state)
{
    free(state);
}

const struct wf_extractor wf_extractor_figure_roles = {
    WF_EXTRACTOR_HEAD, "figure_roles", "what figures measure, who pays and who is paid",
    WF_LAYER(FIGURES) | WF_LAYER(CLAUSES) | WF_LAYER(MENTIONS) | WF_LAYER(ENTITIES), WF_LAYER(LINKS), NULL, init, run, fini
};
