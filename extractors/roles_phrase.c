/* SPDX-License-Identifier: Apache-2.0 */
/* Titles with the words around them: whose, of what, since when no longer. */
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
    s->opening = wf_wordset_new(lexicon);
    s->function = wf_wordset_new(lexicon);
    s->serving = wf_wordset_new(lexicon);
    s->naming = wf_wordset_new(lexicon);
    s->courtesy = wf_wordset_new(lexicon);
    return s->opening != NULL && s->function != NULL && s->serving != NULL && s->naming != NULL && s->courtesy != NULL &&
        wf_wordset_add(s->opening, opening_words) && wf_wordset_add(s->function, function_words) && wf_wordset_add(s->serving, serving_verbs) &&
        wf_wordset_add(s->naming, naming_verbs) && wf_wordset_add(s->courtesy, courtesies);
}

void
wf_roles_words_free(struct wf_roles_state *s)
{
    free(s->plural);
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

static uint32_t
flags_of(const struct wf_roles *r, uint32_t t)
{
    return t < r->doc->tokens.count ? r->doc->tokens.items[t].flags : 0;
}

static bool
can_employ(const struct wf_mention *m)
{
    return m->type == WF_ENTITY_ORG || m->type == WF_ENTITY_GPE || m->type == WF_ENTITY_FAC || m->type == WF_ENTITY_LOC ||
        m->type == WF_ENTITY_EVENT;
}

static bool
state_adjective(const struct wf_roles *r, const struct wf_mention *m)
{
    (void)r;
    return m->type == WF_ENTITY_NORP && m->entry != NULL && m->entry->value.len == 2;
}

static enum wf_role_status
status_of(struct wf_slice value)
{
    static const struct {
        const char *text;
        enum wf_role_status status;
    } all[] = {
        { "former", WF_ROLE_FORMER }, { "late", WF_ROLE_LATE }, { "acting", WF_ROLE_ACTING },
        { "designate", WF_ROLE_DESIGNATE }, { "deputy", WF_ROLE_DEPUTY },
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (wf_slice_is(value, all[i].text))
            return all[i].status;
    return WF_ROLE_CURRENT;
}

/* Take the status word that ends before p->first, if there is one. */
static bool
take_status(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    uint32_t at = p->first;

    if (at > from && (flags_of(r, at - 1) & WF_TOKEN_HYPHEN)) /* `then-President`, `ex-minister` */
        at--;
    for (uint32_t back = 1; back <= 2 && at >= from + back; back++) {
        const struct wf_match *m = wf_match_at(r->doc, at - back, r->state->status);

        if (m == NULL || m->end != at)
            continue;
        if (p->status == WF_ROLE_CURRENT)
            p->status = status_of(m->entry->value);
        p->first = m->first;
        return true;
    }
    return false;
}

/* Take a country, a nationality, a body or `its`, `the country's` before p->first. */
static bool
take_owner(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    uint32_t at = p->first;
    struct wf_mention *m;
    bool possessive = false;

    if (at <= from)
        return false;
    if (flags_of(r, at - 1) & WF_TOKEN_POSSESSIVE) {
        possessive = true;
        at--;
    }
    if (at <= from)
        return false;
    m = r->mention_at[at - 1];
    if (m == NULL && possessive && (wf_roles_is(r, at - 1, WF_ROLE_WORD_COUNTRY) || wf_roles_is(r, at - 1, WF_ROLE_WORD_NATION) ||
                                       wf_roles_is(r, at - 1, WF_ROLE_WORD_KINGDOM))) {
        p->first = at - 1;
        p->definite = true;
        return true;
    }
    if (m == NULL && possessive && !(flags_of(r, at - 1) & WF_TOKEN_CAPITAL) && (flags_of(r, at - 1) & WF_TOKEN_WORD)) {
        p->first = at - 1; /* `the party's` */
        p->definite = true;
        return true;
    }
    if (m == NULL || m->at.end != at || m->at.first < from || p->organization.entity != NULL)
        return false;
    if (!can_employ(m) && !state_adjective(r, m))
        return false;
    if (possessive && m->type == WF_ENTITY_NORP)
        return false;
    p->organization = wf_roles_reference(r, m);
    p->first = m->at.first;
    p->definite = true;
    return true;
}

static void
extend_left(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t from)
{
    /* `Mines Minister`: what a minister looks after, where no list has it */
    if (p->first > from && p->core->end == p->core->first + 1 && wf_slice_is(p->core->entry->canonical, "minister") &&
        (flags_of(r, p->first) & WF_TOKEN_CAPITAL) && (flags_of(r, p->first - 1) & WF_TOKEN_CAPITAL) &&
        r->mention_at[p->first - 1] == NULL && r->title_at[p->first - 1] == NULL &&
        wf_match_at(r->doc, p->first - 1, r->state->status) == NULL &&
        !wf_wordset_has(r->state->function, r->doc->tokens.items[p->first - 1].word))
        p->first = p->title_first = p->first - 1;
    /* words of the title itself */
    for (unsigned i = 0; i < 4 && p->first > from; i++) {
        uint32_t t = p->first - 1;
        const struct wf_mention *m = r->mention_at[t];
        bool modifier = false;

        if (m != NULL && m->type == WF_ENTITY_NORP && !state_adjective(r, m) && m->at.end == p->first &&
            m->at.first >= from) {
            p->first = p->title_first = m->at.first;
            continue;
        }
        if (m != NULL)
            break;
        for (uint32_t back = 1; back <= 2 && p->first >= from + back && !modifier; back++) {
            const struct wf_match *word = wf_match_at(r->doc, p->first - back, r->state->modifier);

            if (word != NULL && word->end == p->first &&
                (wf_match_at(r->doc, word->first, r->state->status) == NULL ||
                    status_of(wf_match_at(r->doc, word->first, r->state->status)->entry->value) == WF_ROLE_DEPUTY)) {
                p->first = p->title_first = word->first;
                modifier = true;
            }
        }
        if (!modifier)
            break;
    }
    for (unsigned i = 0; i < 4; i++)
        if (!take_status(r, p, from) && !take_owner(r, p, from))
            break;
    if (p->first > from && (wf_roles_is(r, p->first - 1, WF_ROLE_WORD_THE) || wf_roles_is(r, p->first - 1, WF_ROLE_WORD_HIS) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_HER) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_ITS) ||
                               wf_roles_is(r, p->first - 1, WF_ROLE_WORD_THEIR))) {
        p->definite = true;
        p->first--;
    }
}

static bool
links_on(const struct wf_roles *r, uint32_t t)
{
    return wf_roles_is(r, t, WF_ROLE_WORD_OF) || wf_roles_is(r, t, WF_ROLE_WORD_FOR) || wf_roles_is(r, t, WF_ROLE_WORD_TO) ||
        wf_roles_is(r, t, WF_ROLE_WORD_AT) || wf_roles_is(r, t, WF_ROLE_WORD_IN) || wf_roles_is(r, t, WF_ROLE_WORD_WITH) ||
        wf_roles_is(r, t, WF_ROLE_WORD_ON);
}

static bool
article(const struct wf_roles *r, uint32_t t)
{
    return wf_roles_is(r, t, WF_ROLE_WORD_THE) || wf_roles_is(r, t, WF_ROLE_WORD_A) || wf_roles_is(r, t, WF_ROLE_WORD_AN);
}

/* Plain words after a linking word at `t`: `of the administrative department`; `t` where there are none. */
static uint32_t
plain_object(const struct wf_roles *r, uint32_t t, uint32_t limit)
{
    uint32_t at = t + 1, end;

    if (at < limit && article(r, at))
        at++;
    end = at;
    while (end < limit && end - at < 6 && r->mention_at[end] == NULL && (flags_of(r, end) & WF_TOKEN_WORD) &&
        !wf_wordset_has(r->state->function, r->doc->tokens.items[end].word) && !links_on(r, end))
        end++;
    while (end > at && wf_roles_is(r, end - 1, WF_ROLE_WORD_AND))
        end--;
    return end > at ? end : t;
}

/* An office that is named with what it looks after. */
static bool
portfolio(struct wf_slice title)
{
    return (title.len >= 8 && strncasecmp(title.data + title.len - 8, "minister", 8) == 0) ||
        (title.len >= 9 && strncasecmp(title.data + title.len - 9, "secretary", 9) == 0);
}

static void
extend_right(const struct wf_roles *r, struct wf_title_phrase *p, uint32_t limit)
{
    for (unsigned i = 0; i < 3 && p->end < limit && links_on(r, p->end); i++) {
        bool belongs = wf_roles_is(r, p->end, WF_ROLE_WORD_OF) || wf_roles_is(r, p->end, WF_ROLE_WORD_FOR) ||
            wf_roles_is(r, p->end, WF_ROLE_WORD_TO) || wf_roles_is(r, p->end, WF_ROLE_WORD_ON);
        uint32_t object = p->end + 1;
        struct wf_mention *m;

        if (object < limit && article(r, object))
            object++;
        m = object < limit ? r->mention_at[object] : NULL;
        if (m != NULL && m->at.first == object && m->at.end <= limit) {
            bool more = (flags_of(r, m->at.end) & (WF_TOKEN_POSSESSIVE | WF_TOKEN_WORD)) != 0 &&
                state_adjective(r, m);

            if (!can_employ(m) || more || p->organization.entity != NULL) {
                if (!belongs || m->at.end != object + 1 || !(flags_of(r, m->at.end) & WF_TOKEN_POSSESSIVE))
                    break;
                break;
            }
            p->end = m->at.end;
            if (m->type == WF_ENTITY_ORG && m->entry == NULL && wf_roles_is(r, p->core->end, WF_ROLE_WORD_FOR) &&
                portfolio(p->core->entry->canonical)) { /* `Minister for State-Owned Enterprises` */
                p->title_end = p->end;
                break;
            }
            if (m->type == WF_ENTITY_LOC && wf_roles_is(r, object - 1, WF_ROLE_WORD_THE)) { /* `Minister for the Middle East` */
                p->title_end = p->end;
                break;
            }
            p->organization = wf_roles_reference(r, m);
            break;
        }
        if (!belongs)
            break;
        object = plain_object(r, p->end, limit);
        if (object == p->end)
            break;
        p->end = p->title_end = object;
    }
}

struct wf_title_phrase
wf_roles_phrase(const struct wf_roles *r, const struct wf_match *core, uint32_t from, uint32_t limit)
{
    struct wf_title_phrase p = { .first = core->first, .end = core->end, .title_first = core->first,
        .title_end = core->end, .core = core };

    p.plural = core->entry->index < r->state->plural_count && r->state->plural[core->entry->index] != 0;
    extend_left(r, &p, from);
    if (p.end + 1 < limit && (flags_of(r, p.end) & WF_TOKEN_HYPHEN) &&
        (wf_roles_is(r, p.end + 1, WF_ROLE_WORD_ELECT) || wf_roles_is(r, p.end + 1, WF_ROLE_WORD_DESIGNATE))) {
        p.status = WF_ROLE_DESIGNATE;
        p.end += 2;
    } else
        extend_right(r, &p, limit);
    if (p.status == WF_ROLE_CURRENT) {
        struct wf_slice title = wf_span_text(r->doc, wf_range_of(r->doc, p.title_first, p.title_end).span);

        if (title.len > 12 && strncasecmp(title.data, "nominee for ", 12) == 0) {
            p.status = WF_ROLE_DESIGNATE;
            p.title_first += 2;
        } else if (title.len > 7 && strncasecmp(title.data, "deputy ", 7) == 0)
            p.status = WF_ROLE_DEPUTY;
        else if ((title.len > 6 && strncasecmp(title.data + title.len - 6, "-elect", 6) == 0) ||
            (title.len > 10 && strncasecmp(title.data + title.len - 10, "-designate", 10) == 0))
            p.status = WF_ROLE_DESIGNATE;
    }
    return p;
}
