/* SPDX-License-Identifier: Apache-2.0 */
/* Mentions by lists and shapes, sentence by sentence. */
#include "extractors/names_private.h"

/* Words with capitals in a row that are looked at as one name: longer runs are no name, and the cost stays linear. */
#define NAME_WORDS_MAX 24u

/* A stretch that might be a name. */
struct stretch {
    uint32_t end; /* where it began: none */
    enum wf_entity_type type;
};

static uint32_t
flags_of(const struct wf_names *n, uint32_t t)
{
    return t < n->doc->tokens.count ? n->doc->tokens.items[t].flags : 0;
}

static bool
function_word(const struct wf_names *n, uint32_t t)
{
    return wf_wordset_has(n->state->function, n->doc->tokens.items[t].word);
}

static bool
personal(const struct wf_names *n, uint32_t t)
{
    return (n->tokens[t].bits & (WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME))) != 0;
}

/* End of the capitalised words from `t`: hyphens, `&` and `'s` between two of them belong to the run. */
static uint32_t
run_end(const struct wf_names *n, uint32_t t, uint32_t limit)
{
    uint32_t end = t;

    while (end < limit && end - t < NAME_WORDS_MAX && (wf_names_capital(n, end) || (end > t && (flags_of(n, end) & WF_TOKEN_NUMBER) &&
                                                          end + 1 < limit && wf_names_capital(n, end + 1)))) {
        uint32_t next = end + 1;

        end = next;
        if (end + 1 < limit && wf_names_capital(n, end + 1) &&
            ((flags_of(n, end) & WF_TOKEN_HYPHEN) || n->doc->tokens.items[end].symbol == '&' ||
                ((flags_of(n, end) & WF_TOKEN_POSSESSIVE) && wf_names_common(n, end - 1))))
            end++;
    }
    return end;
}

static enum wf_entity_type
head_type(uint32_t bits)
{
    if (bits & WF_NAME_BIT(LAW_HEAD))
        return WF_ENTITY_LAW;
    if (bits & WF_NAME_BIT(ORG_HEAD))
        return WF_ENTITY_ORG;
    if (bits & WF_NAME_BIT(EVENT_HEAD))
        return WF_ENTITY_EVENT;
    if (bits & WF_NAME_BIT(FAC_HEAD))
        return WF_ENTITY_FAC;
    if (bits & WF_NAME_BIT(LOC_HEAD))
        return WF_ENTITY_LOC;
    return bits & WF_NAME_BIT(GPE_HEAD) ? WF_ENTITY_GPE : WF_ENTITY_NONE;
}

uint32_t
wf_names_list_end(const struct wf_names *n, uint32_t end, uint32_t limit)
{
    for (unsigned i = 0; i < 12 && end < limit; i++) {
        uint32_t next = end;
        bool comma = (flags_of(n, next) & WF_TOKEN_COMMA) != 0;

        if (comma)
            next++;
        if (next < limit && wf_names_is(n, next, WF_NAME_WORD_AND))
            next++;
        else if (comma) { /* only where an `and` closes the list later */
            uint32_t look = next < limit && wf_names_capital(n, next) ? run_end(n, next, limit) : limit;

            if (!(look + 1 < limit && ((flags_of(n, look) & WF_TOKEN_COMMA) ? wf_names_is(n, look + 1, WF_NAME_WORD_AND)
                                                                          : wf_names_is(n, look, WF_NAME_WORD_AND))))
                break;
        } else
            break;
        if (next >= limit || !wf_names_capital(n, next) || !wf_names_common(n, next) ||
            !wf_names_common(n, end - 1) || n->tokens[next].title > 0 ||
            ((n->tokens[next].bits & WF_NAME_BIT(ORG_HEAD)) && wf_names_is(n, next + 1, WF_NAME_WORD_OF)) ||
            (n->tokens[next].name != NULL && !n->tokens[next].doubtful))
            break;
        end = run_end(n, next, limit);
    }
    return end;
}

uint32_t
wf_names_of_phrase_end(const struct wf_names *n, uint32_t t, uint32_t limit)
{
    uint32_t at = t, end;

    if (at >= limit || !(wf_names_is(n, at, WF_NAME_WORD_OF) || wf_names_is(n, at, WF_NAME_WORD_FOR) ||
                           wf_names_is(n, at, WF_NAME_WORD_ON)))
        return t;
    at++;
    if (at < limit && wf_names_is(n, at, WF_NAME_WORD_THE))
        at++;
    if (at >= limit || !wf_names_capital(n, at) || (function_word(n, at) && !n->tokens[at].name))
        return t;
    if (!wf_names_is(n, t, WF_NAME_WORD_OF) &&
        (!wf_names_common(n, at) || n->tokens[at].title > 0 || (n->tokens[at].bits & WF_NAME_BIT(CALENDAR))))
        return t; /* `a bank for Poland`, `meets on Monday` */
    if (n->tokens[at].title > 0 && !(n->tokens[at].bits & WF_NAME_HEADS)) { /* but `Council of Ministers` */
        struct wf_slice word = wf_token_text(n->doc, at);

        if (word.data[word.len - 1] != 's' || n->tokens[at].title > 1 || (at + 1 < limit && wf_names_capital(n, at + 1)))
            return t;
    }
    end = wf_names_list_end(n, run_end(n, at, limit), limit);
    if (end < limit && wf_names_is(n, end, WF_NAME_WORD_OF)) { /* `Ministry of Foreign Affairs of Iran` stays short */
        uint32_t more = end + 1 < limit && wf_names_is(n, end + 1, WF_NAME_WORD_THE) ? end + 2 : end + 1;

        if (more < limit && wf_names_capital(n, more) && n->tokens[more].name_class != WF_NAME_COUNTRY)
            end = run_end(n, more, limit);
    }
    return end;
}

/* A name that ends in a noun of bodies, places, laws ...: `Basra Oil Company`, `Ministry of Oil`. */
static struct stretch
compound(const struct wf_names *n, uint32_t t, uint32_t limit)
{
    struct stretch out = { t, WF_ENTITY_NONE };
    uint32_t end = run_end(n, t, limit);
    uint32_t head = end;

    if (n->tokens[t].title > 0 && !personal(n, t) && t + n->tokens[t].title <= end &&
        !(t + n->tokens[t].title < end && (flags_of(n, t + n->tokens[t].title) & WF_TOKEN_POSSESSIVE)))
        return out;
    for (uint32_t h = end; h-- > t;) {
        if (!(n->tokens[h].bits & WF_NAME_HEADS) || !wf_names_capital(n, h))
            continue;
        head = h;
        break;
    }
    if (head == end)
        return out;
    out.type = head_type(n->tokens[head].bits);
    end = out.type == WF_ENTITY_LOC && head != t ? head + 1 : wf_names_of_phrase_end(n, head + 1, limit);
    if (head == t) { /* a bare head needs its `of` */
        if (end == head + 1)
            return (struct stretch){ t, WF_ENTITY_NONE };
        if (out.type == WF_ENTITY_LOC || out.type == WF_ENTITY_GPE) {
            if (!wf_names_is(n, head + 1, WF_NAME_WORD_OF))
                return (struct stretch){ t, WF_ENTITY_NONE };
        }
    } else if (head == t + 1 && (n->tokens[t].bits & WF_NAME_BIT(FIRST_NAME)) &&
        (n->tokens[head].bits & WF_NAME_BIT(SURNAME)))
        return (struct stretch){ t, WF_ENTITY_NONE };
    out.end = end;
    return out;
}

static bool
after_place_word(const struct wf_names *n, uint32_t t)
{
    if (t == 0)
        return false;
    if (wf_names_is(n, t - 1, WF_NAME_WORD_THE) && t > 1)
        t--;
    return wf_names_is(n, t - 1, WF_NAME_WORD_IN) || wf_names_is(n, t - 1, WF_NAME_WORD_AT) ||
        wf_names_is(n, t - 1, WF_NAME_WORD_FROM) || wf_names_is(n, t - 1, WF_NAME_WORD_NEAR);
}

/* Whether a listed name that is also something else is meant here. */
static bool
meant(const struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    const struct wf_match *name = n->tokens[t].name;
    enum wf_name_class class_ = n->tokens[t].name_class;

    if (after_place_word(n, t) && (class_ == WF_NAME_CITY || class_ == WF_NAME_REGION || class_ == WF_NAME_COUNTRY))
        return true;
    if ((flags_of(n, name->end) & WF_TOKEN_COMMA) && name->end + 1 < s->end) {
        enum wf_name_class next = n->tokens[name->end + 1].name_class;

        if ((class_ == WF_NAME_CITY || class_ == WF_NAME_REGION) && (next == WF_NAME_COUNTRY || next == WF_NAME_REGION))
            return true;
    }
    if (class_ == WF_NAME_COUNTRY && !(flags_of(n, name->end) & WF_TOKEN_CAPITAL) &&
        (t == s->first || !(flags_of(n, t - 1) & WF_TOKEN_CAPITAL) || function_word(n, t - 1)))
        return true; /* `Jordan` alone is the state, unless the document knows a person of that name */
    if (t == s->first && wf_names_common(n, t))
        return false;
    if (personal(n, t))
        return false;
    if (class_ == WF_NAME_ORGANISATION)
        return t != s->first;
    return true;
}

/* Leading words of a sentence that have a capital only because they are first. */
static bool
plain_start(const struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    if (function_word(n, t))
        return !(n->tokens[t].name != NULL && (flags_of(n, t) & WF_TOKEN_ALL_CAPS)) &&
            !(n->tokens[t].name != NULL && n->tokens[t].name->end > t + 1);
    return t == s->first && wf_names_common(n, t) && !wf_names_capital(n, t + 1 < s->end ? t + 1 : t) &&
        n->tokens[t].name == NULL;
}

static uint32_t
add(struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type, const struct wf_rule *rule,
    const struct wf_lexicon_entry *entry)
{
    (void)wf_names_add(n, first, end, type, rule, entry);
    return end;
}

static enum wf_entity_type
type_of_class(enum wf_name_class class_)
{
    static const enum wf_entity_type types[] = {
        WF_ENTITY_NONE,
#define CLASS_TYPE(name, text, type) type,
        WF_NAME_CLASSES(CLASS_TYPE)
#undef CLASS_TYPE
    };

    return types[class_];
}

static uint32_t
add_listed(struct wf_names *n, uint32_t t)
{
    const struct wf_match *name = n->tokens[t].name;
    bool article = n->tokens[t].name_class == WF_NAME_ORGANISATION && wf_names_is(n, t, WF_NAME_WORD_THE);

    return add(n, article ? t + 1 : t, name->end, type_of_class(n->tokens[t].name_class), n->state->gazetteer, name->entry);
}

/* After a title or a form of address: the person; 0 where nobody follows. */
static uint32_t
titled(struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    uint32_t end;

    while (t < s->end && (n->tokens[t].bits & WF_NAME_BIT(HONORIFIC)) && (flags_of(n, t) & WF_TOKEN_CAPITAL))
        t++;
    if (t >= s->end || (wf_names_common(n, t) && !personal(n, t)))
        return 0;
    end = wf_names_person_end(n, t, s->end);
    if (end == t || (n->tokens[t].name != NULL && n->tokens[t].name->end >= end && !personal(n, t)))
        return 0;
    return add(n, t, end, WF_ENTITY_PERSON, n->state->title, NULL);
}

/* The shape of an unlisted name that begins at `t` and has no head noun. */
static uint32_t
shaped(struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    uint32_t person = wf_names_person_end(n, t, s->end), end = run_end(n, t, s->end);
    bool common = wf_names_common(n, t);

    if ((n->tokens[t].bits & WF_NAME_BIT(FIRST_NAME)) && person >= t + 2 && (!common || personal(n, t + 1)))
        return add(n, t, person, WF_ENTITY_PERSON, n->state->first_name, NULL);
    if (n->labels != NULL || n->title_case[n->doc->tokens.items[t].sentence] != 0)
        return t + 1;
    if (person >= t + 2 && !common)
        return add(n, t, person, WF_ENTITY_PERSON, n->state->shape, NULL);
    if (wf_wordset_has(n->state->acronyms, n->doc->tokens.items[t].word))
        return t + 1;
    if (end == t + 1 && (flags_of(n, t) & WF_TOKEN_ALL_CAPS) && !(flags_of(n, t) & WF_TOKEN_PERIOD))
        return add(n, t, end, WF_ENTITY_ORG, n->state->shape, NULL);
    if (t == s->first)
        return t + 1;
    if (end >= t + 2 && wf_names_common(n, end - 1))
        return add(n, t, end, WF_ENTITY_ORG, n->state->shape, NULL);
    if (common)
        return t + 1;
    if (after_place_word(n, t))
        return add(n, t, t + 1, WF_ENTITY_GPE, n->state->context, NULL);
    if (person > t)
        return add(n, t, person, personal(n, t) ? WF_ENTITY_PERSON : WF_ENTITY_ORG, n->state->context, NULL);
    return t + 1;
}

/* A place and a plain noun that is written small but makes one name of both: `Gaza war`, `Evin prison`. */
static uint32_t
small_head(struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    const struct wf_name_token *token = &n->tokens[t];
    enum wf_name_class class_ = token->name_class;
    bool place = token->name != NULL && (class_ == WF_NAME_COUNTRY || class_ == WF_NAME_REGION || class_ == WF_NAME_CITY ||
                                            class_ == WF_NAME_PLACE);
    uint32_t end = token->name != NULL ? token->name->end : t + 1;

    if (end >= s->end || (flags_of(n, end) & WF_TOKEN_CAPITAL) || n->title_case[n->doc->tokens.items[t].sentence] != 0)
        return 0;
    if (place && wf_names_is(n, end, WF_NAME_WORD_WAR) &&
        (end + 1 >= s->end || !wf_wordset_has(n->state->war_nouns, n->doc->tokens.items[end + 1].word)))
        return add(n, t, end + 1, WF_ENTITY_EVENT, n->state->head, NULL);
    if (place && (flags_of(n, end) & WF_TOKEN_HYPHEN) && end + 2 < s->end && wf_names_capital(n, end + 1) &&
        !(flags_of(n, end + 1) & WF_TOKEN_SPACE_BEFORE) && (n->tokens[end + 2].bits & WF_NAME_BIT(FAC_HEAD)) &&
        !(flags_of(n, end + 2) & WF_TOKEN_CAPITAL))
        return add(n, t, end + 3, WF_ENTITY_FAC, n->state->head, NULL);
    if (token->name == NULL && token->bits == 0 && !wf_names_common(n, t) && !function_word(n, t) &&
        wf_wordset_has(n->state->sites, n->doc->tokens.items[end].word))
        return add(n, t, end + 1, WF_ENTITY_FAC, n->state->head, NULL);
    return 0;
}

void
wf_names_small_heads(struct wf_names *n, const struct wf_sentence *s)
{
    for (uint32_t t = s->first; t < s->end; t++)
        if (wf_names_capital(n, t) && !n->tokens[t].taken && !function_word(n, t)) {
            (void)small_head(n, s, t);
            while (t + 1 < s->end && wf_names_capital(n, t + 1))
                t++; /* only the first word of a run is looked at */
        }
}

/* Handle the token at `t`; returns the token to go on with. */
static uint32_t
scan_at(struct wf_names *n, const struct wf_sentence *s, uint32_t t)
{
    const struct wf_name_token *token = &n->tokens[t];
    uint32_t listed = token->name != NULL ? token->name->end : t;
    struct stretch body = { t, WF_ENTITY_NONE };
    uint8_t heading = n->title_case[n->doc->tokens.items[t].sentence];

    if (plain_start(n, s, t) || wf_names_currency(n, t + 1))
        return t + 1;
    if (heading == 0)
        body = compound(n, t, s->end);
    if (heading == 2 && token->name != NULL && token->name->entry->case_rule == 2 && listed == t + 1)
        listed = t; /* `US` and `WHO` in a line of capitals may be words */
    if (body.end > listed && body.type != WF_ENTITY_NONE)
        return add(n, t, body.end, body.type, n->state->head, NULL);
    if (token->title > 0 && t + token->title >= listed) {
        uint32_t end = titled(n, s, t + token->title);

        return end != 0 ? end : t + token->title;
    }
    if ((token->bits & WF_NAME_BIT(HONORIFIC)) && listed <= t + 1) {
        uint32_t end = titled(n, s, t);

        if (end != 0)
            return end;
    }
    if (listed > t) {
        uint32_t person = personal(n, t) ? wf_names_person_end(n, t, s->end) : t;

        if (person > listed && person >= t + 2 && (token->doubtful || token->name_class == WF_NAME_CITY))
            return add(n, t, person, WF_ENTITY_PERSON, n->state->first_name, NULL);
        if (!token->doubtful || meant(n, s, t))
            return add_listed(n, t);
    }
    if (token->bits & WF_NAME_BIT(CALENDAR))
        return t + 1;
    return shaped(n, s, t);
}

/* `al-Sudani` without a given name: a lower-case particle that is glued to a name. */
static bool
particle_start(const struct wf_names *n, uint32_t t, uint32_t limit)
{
    return (n->tokens[t].bits & WF_NAME_BIT(PARTICLE)) && t + 2 < limit && (flags_of(n, t + 1) & WF_TOKEN_HYPHEN) &&
        wf_names_capital(n, t + 2);
}

void
wf_names_scan(struct wf_names *n, const struct wf_sentence *s)
{
    enum wf_block_kind kind = n->doc->text.blocks.items[s->block].kind;

    if (kind == WF_BLOCK_FOREIGN)
        return;
    for (uint32_t t = s->first; t < s->end;) {
        uint32_t next = t + 1;

        if (n->tokens[t].taken)
            ;
        else if (wf_names_capital(n, t) || n->tokens[t].name != NULL)
            next = scan_at(n, s, t);
        else if (particle_start(n, t, s->end) && n->labels == NULL)
            next = add(n, t, wf_names_person_end(n, t, s->end), WF_ENTITY_PERSON, n->state->shape, NULL);
        else if (n->tokens[t].title > 0) { /* `foreign minister Abbas Araghchi` */
            uint32_t end = t + n->tokens[t].title < s->end && wf_names_capital(n, t + n->tokens[t].title)
                ? titled(n, s, t + n->tokens[t].title) : 0;

            next = end != 0 ? end : t + n->tokens[t].title;
        }
        if (next <= t)
            next = t + 1;
        t = next;
    }
    (void)wf_step(n->run, s->end - s->first);
}
