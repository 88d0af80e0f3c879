/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage `names`: the names in the text. Lists of names, titles before persons, head nouns of bodies, places,
 * laws and events, and the shape of names find mentions sentence by sentence, a learned tagger (where there is a
 * model) proposes more; a second pass lets the whole document decide what one sentence leaves open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extractors/names_private.h"
#include "extractors/pattern.h"

static const char function_words[] =
    "a an the this that these those his her its their our your my he she it they we you i who whom whose what which "
    "when where why how in on at by for from to of with without within into onto over under after before during since "
    "until till between among against about above below across along around behind beyond despite except inside like "
    "near off out outside past per through throughout toward towards up upon via and or but nor so yet if then than "
    "because although though while whereas unless as is are was were be been being am do does did has have had having "
    "will would shall should may might must can could not no yes also however moreover furthermore meanwhile "
    "therefore thus hence instead nevertheless nonetheless still even only just both either neither each every all any "
    "some many much most more several few such other others another same own there here now today yesterday tomorrow "
    "earlier later recently additionally according speaking following including given once twice first second third "
    "finally lastly similarly likewise indeed overall perhaps maybe often sometimes never always already again "
    "two three four five six seven eight nine ten one amid mr mrs ms dr let's don't that's it's he's there's "
    "thank thanks please dear hello whereof hereunto hereby";

static const char stop_acronyms[] =
    "mou mous gdp gnp vat ceo cfo tv hiv aids dna rna pdf url html faq ai it ict smr smrs ghg co2 lng lpg wmd wmds ied "
    "ieds vbied vbieds rpg rpgs uav uavs suv suvs idp idps ngo ngos pow pows kg km mph mw gw kwh bpd usd eur gbp iqd sdg sdgs hr pr "
    "ok id dvd cd gps sms ipo ipos etf roi r&d q&a gmt est pst utc bst bc ad bce ce ph vip vips ii iii iv vi vii viii ix xi xii "
    "p.m. a.m. i.e. e.g. etc. vs. no. fob cif ppp fdi esg lgbt lgbtq mp3 covid sars mers plc llc inc ltd i "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays";

static const char standard_model[] = "names.model";

static const char sites[] = "prison camp airport airbase dam refinery mosque crossing bridge stadium oilfield barracks palace";

static const char companies[] =
    "sa s.a. ag ltd ltd. inc inc. corp corp. gmbh plc llc nv n.v. bv b.v. s.p.a. co. pte oyj asa kgaa sarl";

static const char war_nouns[] =
    "crimes crime effort efforts zone zones criminals criminal games game room cabinet machine veteran veterans plan plans "
    "powers chest memorial hero heroes correspondent footing economy aims damage dead debt reparations tribunal";

static const char members[] =
    "fighters militants gunmen rebels insurgents lawmakers shares subsidiary shareholders executives stock refinery franchise "
    "militia militiamen airliner employees analysts";

static const char areas[] =
    "province district governorate region county municipality village town city neighborhood neighbourhood prefecture oblast "
    "suburb township hamlet valley peninsula commune parish quarter";

static const char bodies[] =
    "agency company newspaper party firm bank broadcaster airline carmaker automaker organisation organization militia faction "
    "charity retailer subsidiary club band university ministry website channel conglomerate startup chipmaker lender bloc "
    "coalition airline utility brokerage insurer manufacturer network institute association union nonprofit magazine station "
    "daily weekly supermarket bookmaker consortium refiner brewer drugmaker supplier";

static const char acts[] = "act agreement treaty convention protocol accord accords covenant";

static const char offices[] = "secretary minister ministers undersecretary commissioner coordinator secretaries";

static const char prefixes[] = "pro anti non ex post pre mid";

static const char links[] = "through to for and of in on by with against from under at into or its their our";

static enum wf_status
no_memory(struct wf_error *err)
{
    return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for stage names");
}

/* Which entries of our classes carry ambiguous=1, one byte each. */
static bool
read_doubtful(struct wf_names_state *s, const wf_lexicon *lexicon)
{
    for (uint16_t id = 0; id < s->class_count; id++) {
        const struct wf_lexicon_entry *const *entries;
        uint32_t count;
        unsigned class_ = s->class_of[id];

        if (class_ == WF_NAME_NONE)
            continue;
        entries = wf_lexicon_entries(lexicon, id, &count);
        s->doubtful[class_] = calloc(count + 1u, 1);
        if (s->doubtful[class_] == NULL)
            return false;
        s->doubtful_count[class_] = count;
        for (uint32_t i = 0; i < count; i++)
            if (entries[i]->attributes.len > 0)
                s->doubtful[class_][i] = wf_entry_attribute(entries[i], "ambiguous").data != NULL;
    }
    return true;
}

static bool
ask_classes(struct wf_names_state *s, wf_lexicon *lexicon)
{
    static const char *const names[] = {
        NULL,
#define NAME_TEXT(name, text, type) text,
        WF_NAME_CLASSES(NAME_TEXT)
#undef NAME_TEXT
    };
    uint16_t ids[WF_NAME_CLASS_COUNT];

    for (unsigned i = 1; i < WF_NAME_CLASS_COUNT; i++) {
        ids[i] = wf_lexicon_class(lexicon, names[i]);
        if (ids[i] == UINT16_MAX)
            return false;
    }
    s->class_count = wf_lexicon_class_count(lexicon);
    s->class_of = calloc(s->class_count, 1);
    if (s->class_of == NULL)
        return false;
    for (unsigned i = 1; i < WF_NAME_CLASS_COUNT; i++)
        s->class_of[ids[i]] = (uint8_t)i;
    return read_doubtful(s, lexicon);
}

static bool
ask_words(struct wf_names_state *s, wf_lexicon *lexicon)
{
    static const char *const texts[] = {
#define WORD_TEXT(name, text) text,
        WF_NAME_WORDS(WORD_TEXT)
#undef WORD_TEXT
    };

    for (unsigned i = 0; i < WF_NAME_WORD_COUNT; i++) {
        s->words[i] = wf_lexicon_word(lexicon, texts[i]);
        if (s->words[i] == WF_WORD_NONE)
            return false;
    }
    s->common = wf_wordset_new(lexicon);
    s->function = wf_wordset_of(lexicon, function_words);
    s->acronyms = wf_wordset_of(lexicon, stop_acronyms);
    s->sites = wf_wordset_of(lexicon, sites);
    s->companies = wf_wordset_of(lexicon, companies);
    s->war_nouns = wf_wordset_of(lexicon, war_nouns);
    s->members = wf_wordset_of(lexicon, members);
    s->areas = wf_wordset_of(lexicon, areas);
    s->links = wf_wordset_of(lexicon, links);
    s->bodies = wf_wordset_of(lexicon, bodies);
    s->acts = wf_wordset_of(lexicon, acts);
    s->offices = wf_wordset_of(lexicon, offices);
    s->prefixes = wf_wordset_of(lexicon, prefixes);
    return s->common != NULL && s->function != NULL && s->acronyms != NULL && s->sites != NULL &&
        s->companies != NULL && s->war_nouns != NULL && s->members != NULL && s->areas != NULL &&
        s->links != NULL && s->bodies != NULL && s->acts != NULL && s->offices != NULL && s->prefixes !=
        NULL;
}

static bool
ask_rules(struct wf_names_state *s, struct wf_setup *setup)
{
    s->gazetteer = setup->rule(setup, "names/gazetteer");
    s->head = setup->rule(setup, "names/head");
    s->title = setup->rule(setup, "names/title");
    s->first_name = setup->rule(setup, "names/first-name");
    s->shape = setup->rule(setup, "names/shape");
    s->context = setup->rule(setup, "names/context");
    s->document = setup->rule(setup, "names/document");
    s->tagged = setup->rule(setup, "names/tagger");
    s->nested = setup->rule(setup, "names/nested");
    return s->gazetteer != NULL && s->head != NULL && s->title != NULL && s->first_name != NULL &&
        s->shape != NULL && s->context != NULL && s->document != NULL && s->tagged != NULL && s->nested != NULL;
}

/* The model that the option names; the one that is shipped may be absent, then lists and shapes do the work. */
static enum wf_status
load_tagger(struct wf_names_state *s, struct wf_setup *setup, struct wf_error *err)
{
    const char *name = setup->option(setup, "model");
    struct wf_error why = WF_ERROR_INIT;
    char path[4096];

    if (name[0] == '\0' || strcmp(name, "none") == 0)
        return WF_OK;
    if (strchr(name, '/') != NULL)
        (void)snprintf(path, sizeof path, "%s", name);
    else
        (void)snprintf(path, sizeof path, "%s/%s", setup->data_path, name);
    s->tagger = wf_tagger_load(path, setup->lexicon, &why);
    if (s->tagger != NULL || (why.status == WF_EIO && strcmp(name, standard_model) == 0))
        return WF_OK;
    if (err != NULL)
        *err = why;
    return why.status;
}

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct wf_names_state *s = calloc(1, sizeof *s);
    enum wf_status status;
    char path[4096];

    *state = s;
    if (s == NULL || !ask_classes(s, setup->lexicon) || !ask_words(s, setup->lexicon) || !ask_rules(s, setup))
        return no_memory(err);
    (void)snprintf(path, sizeof path, "%s/common_words.txt", setup->data_path);
    status = wf_wordset_load(s->common, path, err);
    return status == WF_OK ? load_tagger(s, setup, err) : status;
}

static void
fini(void *state)
{
    struct wf_names_state *s = state;

    if (s == NULL)
        return;
    for (unsigned i = 0; i < WF_NAME_CLASS_COUNT; i++)
        free(s->doubtful[i]);
    free(s->class_of);
    wf_wordset_free(s->common);
    wf_wordset_free(s->function);
    wf_wordset_free(s->acronyms);
    wf_wordset_free(s->sites);
    wf_wordset_free(s->war_nouns);
    wf_wordset_free(s->members);
    wf_wordset_free(s->areas);
    wf_wordset_free(s->links);
    wf_wordset_free(s->bodies);
    wf_wordset_free(s->acts);
    wf_wordset_free(s->offices);
    wf_wordset_free(s->prefixes);
    wf_wordset_free(s->companies);
    wf_tagger_free(s->tagger);
    free(s);
}

struct wf_mention *
wf_names_add(struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type,
    const struct wf_rule *rule, const struct wf_lexicon_entry *entry)
{
    struct wf_mention *m, **place;

    if (end <= first)
        return NULL;
    for (uint32_t t = first; t < end; t++)
        if (n->tokens[t].taken)
            return NULL;
    m = wf_arena_zalloc(n->doc->arena, sizeof *m);
    place = m == NULL ? NULL : wf_vector_push(n->doc->arena, &n->found);
    if (place == NULL) {
        n->full = true;
        return NULL;
    }
    *m = (struct wf_mention){ .at = wf_range_of(n->doc, first, end), .type = type, .rule = rule, .entry = entry };
    *place = m;
    for (uint32_t t = first; t < end; t++)
        n->tokens[t].taken = true;
    return m;
}

static int
by_place(const void *a, const void *b)
{
    const struct wf_mention *x = *(struct wf_mention *const *)a, *y = *(struct wf_mention *const *)b;

    if (x->at.first != y->at.first)
        return x->at.first < y->at.first ? -1 : 1;
    return x->at.end > y->at.end ? -1 : x->at.end < y->at.end;
}

/* Hand the mentions over in text order, a longer name before those inside it. */
static bool
publish(struct wf_names *n)
{
    if (n->found.count > 1)
        qsort(n->found.items, n->found.count, sizeof(struct wf_mention *), by_place);
    for (unsigned i = 0; i < n->found.count; i++) {
        struct wf_mention **place;

        if (n->found.items[i] == NULL)
            continue;
        place = wf_vector_push(n->doc->arena, &n->doc->mentions);
        if (place == NULL)
            return false;
        *place = n->found.items[i];
    }
    return true;
}

/* What rule files say goes before lists, shapes and the tagger. */
static void
add_from_rules(struct wf_names *n)
{
    for (unsigned i = 0; i < n->doc->patterns.count && wf_step(n->run, 1); i++) {
        const struct wf_pattern_match *match = n->doc->patterns.items[i];

        uint32_t first = match->at.first;

        /* a name in quotation marks that the pattern led up to begins behind the mark */
        for (uint32_t t = first; t + 1 < match->at.end; t++)
            if (n->doc->tokens.items[t].flags & WF_TOKEN_QUOTE)
                first = t + 1;
        if (wf_slice_is(match->layer, "entity"))
            (void)wf_names_add(n, first, match->at.end, wf_entity_type_of(match->type), match->rule, NULL);
    }
}

/* `N1.77 trillion`: a currency's sign is no name, whatever a list has. */
static void
pass_over_signs(struct wf_names *n)
{
    const struct wf_document *doc = n->doc;

    for (unsigned i = 0; i < doc->figures.count; i++) {
        const struct wf_figure *f = doc->figures.items[i];
        uint32_t t = f->fact.at.first;

        if (f->kind == WF_FIGURE_MONEY && t + 1 < f->fact.at.end &&
            doc->tokens.items[t].end == doc->tokens.items[t + 1].start)
            n->tokens[t].taken = true;
    }
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    struct wf_names n = { .state = state, .doc = doc, .run = run_state };
    const struct wf_names_state *s = state;

    if (doc->tokens.count == 0)
        return WF_OK;
    if (!wf_names_look_up(&n))
        goto full;
    pass_over_signs(&n);
    add_from_rules(&n);
    for (uint32_t i = 0; i < doc->sentences.count && wf_step(run_state, 1); i++)
        wf_names_small_heads(&n, &doc->sentences.items[i]);
    if (s->tagger != NULL) {
        n.labels = wf_arena_zalloc(doc->arena, doc->tokens.count);
        n.margins = wf_arena_zalloc(doc->arena, doc->tokens.count * sizeof *n.margins);
        if (n.labels == NULL || n.margins == NULL ||
            wf_tagger_run(s->tagger, run_state, doc, n.labels, n.margins, err) != WF_OK)
            goto full;
        wf_names_relabel(&n);
        wf_names_tagged(&n);
    }
    for (uint32_t i = 0; i < doc->sentences.count && wf_step(run_state, 1); i++)
        wf_names_scan(&n, &doc->sentences.items[i]);
    wf_names_acronyms(&n);
    wf_names_second_pass(&n);
    wf_names_nested(&n);
    if (!n.full && publish(&n))
        return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's names (limits.memory)");
}

static const struct wf_stage_option options[] = {
    { "model", standard_model, "model of the name tagger: a file of the data folder or a path; none: lists and shapes only" },
    { NULL, NULL, NULL },
};

const struct wf_extractor wf_extractor_names = {
    WF_EXTRACTOR_HEAD, "names", "names of people, bodies, places, laws and events",
    WF_LAYER(TOKENS) | WF_LAYER(MATCHES) | WF_LAYER(PATTERNS), WF_LAYER(MENTIONS), options, init, run, fini,
};
