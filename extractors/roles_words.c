/* SPDX-License-Identifier: Apache-2.0 */
/* Words and classes that the stage `roles` asks for, and what it looks up once a document. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extractors/roles_private.h"

static const char function_words[] =
    "a an the this that these those his her its their our your my he she it they we you i who whom whose which when "
    "where why how in on at by from with without within into onto over under after before during since until till "
    "between among against about above below across along around behind beyond despite except inside like near off out "
    "outside per through throughout toward towards up upon via or but nor so yet if then than because although though "
    "while whereas unless as is are was were be been being am do does did has have had will would shall should may "
    "might must can could not also said says told met";

static const char days[] =
    "monday tuesday wednesday thursday friday saturday sunday mon. tues. wed. thurs. fri. sat. sun.";

static const char opening_words[] =
    "asked after although as because before despite if once since though unless until when whether while speaking";

static const char serving_verbs[] = "serve serves served serving act acts acted acting work works worked working";

static const char naming_verbs[] =
    "appointed named elected nominated sworn re-elected reelected designated confirmed chosen installed promoted";

static const char courtesies[] =
    "sir lady lord dame sheikh sheik shaikh sayyid sayyed seyyed haji hajj saint st. brother sister father fr. mother "
    "he h.e. hrh h.r.h. excellency majesty count major private host model forward count prophet apostle";

/* `ministers` beside `minister`, `chairmen` beside `chairman`, but not `princess`. */
static bool
plural_of(struct wf_slice many, struct wf_slice one)
{
    if (one.len < 2 || one.data[one.len - 1] == 's')
        return false;
    if (many.len == one.len + 1 && many.data[one.len] == 's')
        return strncasecmp(many.data, one.data, one.len) == 0;
    if (many.len == one.len + 2 && one.len > 2 && one.data[one.len - 1] == 'y')
        return strncasecmp(many.data, one.data, one.len - 1) == 0 && strncasecmp(many.data + one.len - 1, "ies", 3) == 0;
    return many.len == one.len && one.len > 3 && strncasecmp(many.data, one.data, one.len - 2) == 0 &&
        strncasecmp(many.data + one.len - 3, "men", 3) == 0 && strncasecmp(one.data + one.len - 3, "man", 3) == 0;
}

static bool
find_plurals(struct wf_roles_state *s, const wf_lexicon *lexicon)
{
    const struct wf_lexicon_entry *const *entries = wf_lexicon_entries(lexicon, s->title, &s->plural_count);

    s->plural = calloc(s->plural_count + 1u, 1);
    if (s->plural == NULL)
        return false;
    for (uint32_t i = 0; i < s->plural_count; i++) {
        struct wf_slice many = entries[i]->canonical;

        if (many.len < 3 || (many.data[many.len - 1] != 's' && many.data[many.len - 2] != 'e'))
            continue;
        for (uint32_t k = 0; k < s->plural_count && s->plural[i] == 0; k++)
            s->plural[i] = plural_of(many, entries[k]->canonical);
    }
    return true;
}

bool
wf_roles_words(struct wf_roles_state *s, wf_lexicon *lexicon)
{
    static const char *const texts[] = {
#define WORD_TEXT(name, text) text,
        WF_ROLE_WORDS(WORD_TEXT)
#undef WORD_TEXT
    };

    s->title = wf_lexicon_class(lexicon, "title");
    s->modifier = wf_lexicon_class(lexicon, "title_modifier");
    s->status = wf_lexicon_class(lexicon, "role_status");
    s->honorific = wf_lexicon_class(lexicon, "honorific");
    s->country = wf_lexicon_class(lexicon, "country");
    s->nationality = wf_lexicon_class(lexicon, "nationality");
    s->leader = wf_lexicon_class(lexicon, "leader");
    if (!find_plurals(s, lexicon))
        return false;
    for (unsigned i = 0; i < WF_ROLE_WORD_COUNT; i++) {
        s->words[i] = wf_lexicon_word(lexicon, texts[i]);
        if (s->words[i] == WF_WORD_NONE)
            return false;
    }
    s->days = wf_wordset_of(lexicon, days);
    s->opening = wf_wordset_of(lexicon, opening_words);
    s->function = wf_wordset_of(lexicon, function_words);
    s->serving = wf_wordset_of(lexicon, serving_verbs);
    s->naming = wf_wordset_of(lexicon, naming_verbs);
    s->courtesy = wf_wordset_of(lexicon, courtesies);
    return s->days != NULL && s->opening != NULL && s->function != NULL && s->serving != NULL &&
        s->naming != NULL && s->courtesy != NULL;
}

void
wf_roles_words_free(struct wf_roles_state *s)
{
    free(s->plural);
    wf_wordset_free(s->days);
    wf_wordset_free(s->opening);
    wf_wordset_free(s->function);
    wf_wordset_free(s->serving);
    wf_wordset_free(s->naming);
    wf_wordset_free(s->courtesy);
}

static void count_states(struct wf_roles *r);

bool
wf_roles_prepare(struct wf_roles *r)
{
    struct wf_document *doc = r->doc;
    size_t n = doc->tokens.count + 1u;

    r->title_at = wf_arena_zalloc(doc->arena, n * sizeof *r->title_at);
    r->title_to = wf_arena_zalloc(doc->arena, n * sizeof *r->title_to);
    r->mention_at = wf_arena_zalloc(doc->arena, n * sizeof *r->mention_at);
    if (r->title_at == NULL || r->title_to == NULL || r->mention_at == NULL)
        return false;
    for (unsigned i = 0; i < doc->matches->items.count; i++) {
        const struct wf_match *m = &doc->matches->items.items[i];

        if (m->class_id != r->state->title)
            continue;
        if (r->title_at[m->first] == NULL || r->title_at[m->first]->end < m->end)
            r->title_at[m->first] = m;
        if (r->title_to[m->end] == 0 || r->title_to[m->end] > m->first + 1)
            r->title_to[m->end] = m->first + 1;
    }
    for (unsigned i = 0; i < doc->mentions.count; i++) {
        struct wf_mention *m = doc->mentions.items[i];

        for (uint32_t t = m->at.first; !m->nested && t < m->at.end; t++)
            r->mention_at[t] = m;
    }
    count_states(r);
    return true;
}

struct wf_entity *
wf_roles_state_of(const struct wf_roles *r, const char *country)
{
    for (unsigned i = 0; i < r->state_count; i++)
        if (strcmp(r->states[i]->country, country) == 0)
            return r->states[i];
    return NULL;
}

static bool
is_state(const struct wf_entity *e)
{
    return e->type == WF_ENTITY_GPE && e->identifiers.count > 0 && strcmp(e->identifiers.items[0].scheme, "iso3166") == 0;
}

static void
count_states(struct wf_roles *r)
{
    const struct wf_document *doc = r->doc;

    for (unsigned i = 0; i < doc->entities.count; i++)
        if (is_state(doc->entities.items[i]) && r->state_count < sizeof r->states / sizeof r->states[0])
            r->states[r->state_count++] = doc->entities.items[i];
    for (unsigned i = 0; i < doc->entities.count; i++) {
        const struct wf_entity *e = doc->entities.items[i];

        if (e->country[0] == '\0' || (e->type != WF_ENTITY_GPE && e->type != WF_ENTITY_NORP))
            continue;
        if (e->type == WF_ENTITY_GPE && e->mentions.count > r->state_most)
            r->state_most = e->mentions.count;
        for (unsigned k = 0; k < r->state_count; k++)
            if (strcmp(r->states[k]->country, e->country) == 0) {
                r->state_named[k] += e->mentions.count;
                break;
            }
    }
}

struct wf_reference
wf_roles_reference(const struct wf_roles *r, const struct wf_mention *m)
{
    struct wf_reference ref = { .entity = m->entity, .type = m->type, .at = m->at };

    if (m->type == WF_ENTITY_NORP && m->entity != NULL && m->entity->country[0] != '\0' && m->entry != NULL &&
        m->entry->class_id == r->state->nationality)
    {
        struct wf_entity *state = wf_roles_state_of(r, m->entity->country);

        if (state != NULL)
            ref.entity = state;
    }
    return ref;
}
