/* SPDX-License-Identifier: Apache-2.0 */
/* From the tagger's labels to mentions: titles and articles cut off, lists heard where the tagger was unsure. */
#include "extractors/names_private.h"

/* Titles, articles and possessives do not belong to a name. */
static void
trim(const struct wf_names *n, uint32_t *first, uint32_t *end, enum wf_entity_type type)
{
    const struct wf_token *tokens = n->doc->tokens.items;

    while (*first < *end && (wf_names_is(n, *first, WF_NAME_WORD_THE) || wf_names_is(n, *first, WF_NAME_WORD_A) ||
                                wf_names_is(n, *first, WF_NAME_WORD_AN)) && *end - *first > 1)
        (*first)++;
    while (*first < *end && (tokens[*first].flags & WF_TOKEN_PUNCT) && *end - *first > 1)
        (*first)++;
    while (*end - *first > 1 && (tokens[*end - 1].flags & (WF_TOKEN_OPEN | WF_TOKEN_CLOSE | WF_TOKEN_QUOTE)))
        (*end)--;
    for (uint32_t t = *first + 1; t < *end; t++) /* a dash or full stop is no part of a name */
        if (tokens[t].flags & (WF_TOKEN_DASH | WF_TOKEN_STOP | WF_TOKEN_COLON | WF_TOKEN_SEMICOLON))
            *end = t;
    while (*end > *first + 1 && ((tokens[*end - 1].flags & (WF_TOKEN_POSSESSIVE | WF_TOKEN_COMMA)) ||
                                    wf_names_is(n, *end - 1, WF_NAME_WORD_OF) || wf_names_is(n, *end - 1, WF_NAME_WORD_FOR)))
        (*end)--;
    while (type == WF_ENTITY_PERSON && *end - *first > 1) {
        const struct wf_name_token *token = &n->tokens[*first];

        if (tokens[*first + 1].flags & WF_TOKEN_HYPHEN)
            break; /* `Saint-Gaudens` */
        if (token->title > 0 && *first + token->title < *end)
            *first += token->title;
        else if ((token->bits & WF_NAME_BIT(HONORIFIC)) && !(token->bits & WF_NAME_BIT(FIRST_NAME)))
            (*first)++;
        else if (*end - *first > 2 && wf_names_common(n, *first) && /* the end of an office: `Human Rights Uzra Zeya` */
            !(token->bits & (WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME) | WF_NAME_BIT(PARTICLE))) &&
            !(tokens[*first + 1].flags & WF_TOKEN_HYPHEN))
            (*first)++;
        else
            break;
    }
    while (type == WF_ENTITY_ORG && *end - *first > 1 && n->tokens[*end - 1].title > 1 && wf_names_capital(n, *end))
        (*end)--; /* `Pentagon Press` before `Secretary` */
    if (type == WF_ENTITY_ORG) { /* `Department Spokesperson` */
        const struct wf_name_token *last = &n->tokens[*end - 1];

        if (*end - *first > 1 && last->title == 1 && !wf_names_is(n, *end - 2, WF_NAME_WORD_OF) && n->tokens[*end - 2].title != 2 &&
            !(last->bits & WF_NAME_HEADS) && last->name == NULL &&
            wf_names_common(n, *end - 1))
            (*end)--;
        if (*end - *first == 1 && last != &n->tokens[*end - 1] && wf_names_common(n, *first) &&
            n->tokens[*first].name == NULL)
            *end = *first;
    }
}

/*
 * What the tagger left off: `for Refugees and Migration` after a body's head noun, `-in` in `Moon Jae-in`, `Jr.`
 * after a comma.
 */
static uint32_t
extended(const struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type)
{
    const struct wf_token *tokens = n->doc->tokens.items;
    uint32_t limit = n->doc->sentences.items[tokens[first].sentence].end, more = end;

    if (type == WF_ENTITY_PERSON) {
        while (end + 1 < limit && (tokens[end].flags & WF_TOKEN_HYPHEN) && (tokens[end + 1].flags & WF_TOKEN_WORD) &&
            !(tokens[end + 1].flags & (WF_TOKEN_SPACE_BEFORE | WF_TOKEN_CAPITAL)) && n->tokens[end + 1].title == 0 &&
            (!wf_names_common(n, end + 1) || wf_names_is(n, end + 1, WF_NAME_WORD_IN)) && end - first >= 2)
            end += 2;
        if (end + 1 < limit && (tokens[end].flags & WF_TOKEN_COMMA) && end - first >= 2 &&
            (wf_slice_is(wf_token_text(n->doc, end + 1), "Jr.") || wf_slice_is(wf_token_text(n->doc, end + 1), "Sr.")))
            return end + 2;
        return end;
    }
    if ((type == WF_ENTITY_ORG || type == WF_ENTITY_LAW) && (n->tokens[end - 1].bits & (WF_NAME_BIT(ORG_HEAD) | WF_NAME_BIT(LAW_HEAD))) &&
        end - first >= 1)
        more = wf_names_of_phrase_end(n, end, limit);
    else if (type == WF_ENTITY_ORG && (n->tokens[first].bits & WF_NAME_BIT(ORG_HEAD)) && end - first >= 3 &&
        (wf_names_is(n, first + 1, WF_NAME_WORD_OF) || wf_names_is(n, first + 1, WF_NAME_WORD_FOR)))
        more = wf_names_list_end(n, end, limit);
    for (uint32_t t = end; t < more; t++)
        if (WF_LABEL_TYPE(n->labels[t]) == WF_ENTITY_PERSON || n->tokens[t].taken)
            return end;
    return more;
}

/* `Foreign` before `Ministry`: words with capitals that the tagger took for the start of a sentence. */
static uint32_t
with_modifiers(const struct wf_names *n, uint32_t first)
{
    while (first > 0 && n->doc->tokens.items[first - 1].sentence == n->doc->tokens.items[first].sentence &&
        wf_names_capital(n, first - 1) && n->labels[first - 1] == WF_LABEL_OUTSIDE && wf_names_common(n, first - 1) &&
        n->tokens[first - 1].title == 0 && !n->tokens[first - 1].taken &&
        !wf_wordset_has(n->state->function, n->doc->tokens.items[first - 1].word))
        first--;
    return first;
}

/* `Agreement on the` before `Avoidance of Double Taxation`: a head noun and its linking word that were left off. */
static uint32_t
with_head(const struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type *type)
{
    const uint32_t heads = WF_NAME_BIT(LAW_HEAD) | WF_NAME_BIT(ORG_HEAD);
    uint32_t t = first, sentence = n->doc->tokens.items[first].sentence;

    if ((*type != WF_ENTITY_ORG && *type != WF_ENTITY_LAW) ||
        (n->tokens[first].name != NULL && n->tokens[first].name->end == end))
        return first;
    if (t > 0 && wf_names_is(n, t - 1, WF_NAME_WORD_THE))
        t--;
    if (t < 2 || !(wf_names_is(n, t - 1, WF_NAME_WORD_OF) || wf_names_is(n, t - 1, WF_NAME_WORD_ON) ||
                     wf_names_is(n, t - 1, WF_NAME_WORD_FOR)))
        return first;
    t -= 2;
    if (n->doc->tokens.items[t].sentence != sentence || !wf_names_capital(n, t) || !(n->tokens[t].bits & heads) ||
        n->labels[t] != WF_LABEL_OUTSIDE || n->tokens[t].taken || n->title_case[sentence] != 0)
        return first;
    if ((n->tokens[t].bits & WF_NAME_BIT(LAW_HEAD)) && !(n->tokens[t].bits & WF_NAME_BIT(ORG_HEAD)))
        *type = WF_ENTITY_LAW;
    return t;
}

/* `& Stern` after `Harrow`: two names that make one firm. */
static uint32_t
partner(const struct wf_names *n, uint32_t end, enum wf_entity_type *type)
{
    uint32_t t = end + 1;

    if (t >= n->doc->tokens.count || n->doc->tokens.items[end].symbol != '&' || !wf_names_capital(n, t) ||
        n->doc->tokens.items[t].sentence != n->doc->tokens.items[end].sentence)
        return end;
    while (t < n->doc->tokens.count && t - end < 6 && wf_names_capital(n, t) && !n->tokens[t].taken)
        t++;
    if (t == end + 1)
        return end;
    *type = WF_ENTITY_ORG;
    return t;
}

/* Whether nothing in the words is a person's: `Hansa Container`. */
static bool
impersonal(const struct wf_names *n, uint32_t first, uint32_t end)
{
    const uint32_t personal = WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME) | WF_NAME_BIT(PARTICLE) | WF_NAME_BIT(HONORIFIC);

    for (uint32_t t = first; t < end; t++)
        if (n->tokens[t].bits & personal)
            return false;
    return end - first >= 2 && wf_names_common(n, end - 1) && n->tokens[end - 1].title == 0 &&
        (first == 0 || n->tokens[first - 1].title == 0);
}

/* `ABUJA, June 4`: a listed place in capitals that a paragraph begins with. */
static bool
dateline(const struct wf_names *n, uint32_t first, uint32_t end)
{
    const struct wf_token *tokens = n->doc->tokens.items;

    return (tokens[first].flags & WF_TOKEN_BLOCK_START) && (tokens[first].flags & WF_TOKEN_ALL_CAPS) &&
        end < n->doc->tokens.count && (tokens[end].flags & (WF_TOKEN_COMMA | WF_TOKEN_DASH | WF_TOKEN_OPEN)) &&
        n->tokens[first].name_class == WF_NAME_CITY;
}

/* A list that is sure of exactly these words tells the type and which entry it is. */
static const struct wf_lexicon_entry *
listed(const struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type *type)
{
    static const enum wf_entity_type types[] = {
        WF_ENTITY_NONE,
#define CLASS_TYPE(name, text, type) type,
        WF_NAME_CLASSES(CLASS_TYPE)
#undef CLASS_TYPE
    };
    const struct wf_name_token *token = &n->tokens[first];
    enum wf_entity_type told;

    if (token->name == NULL || token->name->end != end)
        return NULL;
    told = types[token->name_class];
    if (told != *type) {
        bool personal = end - first == 1 && (token->bits & (WF_NAME_BIT(FIRST_NAME) | WF_NAME_BIT(SURNAME))) != 0 &&
            !(n->doc->tokens.items[first].flags & WF_TOKEN_ALL_CAPS) && token->name_class != WF_NAME_EVENT;
        bool sure = *type == WF_ENTITY_NONE || dateline(n, first, end) || (!token->doubtful && !personal &&
            (token->name_class == WF_NAME_COUNTRY || token->name_class == WF_NAME_NATIONALITY ||
                token->name_class == WF_NAME_ORGANISATION || token->name_class == WF_NAME_REGION ||
                token->name_class == WF_NAME_LAW || token->name_class == WF_NAME_EVENT ||
                token->name_class == WF_NAME_NORP || (token->name_class == WF_NAME_PRODUCT && *type == WF_ENTITY_NORP) ||
                (token->name_class == WF_NAME_PLACE && *type == WF_ENTITY_GPE) ||
                (token->name_class == WF_NAME_FACILITY && end - first > 1)));

        if (!sure)
            return NULL;
        *type = told;
    }
    return token->name->entry;
}

/* The last noun before an `of`, which tells what a name of several words is. */
static uint32_t
head_bits(const struct wf_names *n, uint32_t first, uint32_t end)
{
    uint32_t head = end - 1;

    for (uint32_t t = first + 1; t < end; t++)
        if (wf_names_is(n, t, WF_NAME_WORD_OF) || wf_names_is(n, t, WF_NAME_WORD_FOR) || wf_names_is(n, t, WF_NAME_WORD_ON)) {
            head = t - 1;
            break;
        }
    return n->tokens[head].bits & WF_NAME_HEADS;
}

/* What the words say against the tagger: `Jeddah Summit` is no body, a stranger after `near` no person. */
static enum wf_entity_type
corrected(const struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type)
{
    if (type == WF_ENTITY_ORG && end - first > 1) {
        uint32_t bits = head_bits(n, first, end);

        if (bits == WF_NAME_BIT(LAW_HEAD))
            return WF_ENTITY_LAW;
        if (bits == WF_NAME_BIT(EVENT_HEAD))
            return WF_ENTITY_EVENT;
    }
    if (end - first > 1 && wf_wordset_has(n->state->companies, n->doc->tokens.items[end - 1].word))
        return WF_ENTITY_ORG; /* `Salar SA` */
    if (type == WF_ENTITY_PERSON && end - first == 1 && n->tokens[first].name_class == WF_NAME_ORGANISATION &&
        !(n->tokens[first].bits & WF_NAME_BIT(FIRST_NAME)) &&
        (!(n->tokens[first].bits & WF_NAME_BIT(SURNAME)) || wf_names_common(n, first)) &&
        (first == 0 || n->tokens[first - 1].title == 0))
        return WF_ENTITY_ORG; /* `Apple`, `Shell` */
    if (type == WF_ENTITY_PERSON && impersonal(n, first, end))
        return WF_ENTITY_ORG;
    if (type == WF_ENTITY_PERSON || (type == WF_ENTITY_FAC && end - first > 1 && end < n->doc->tokens.count &&
                                        wf_wordset_has(n->state->members, n->doc->tokens.items[end].word))) {
        enum wf_entity_type told = wf_names_surroundings(n, first, end);

        if (told != WF_ENTITY_NONE)
            return told;
    }
    if (type == WF_ENTITY_PERSON && first > 0 && wf_names_is(n, first - 1, WF_NAME_WORD_NEAR))
        return WF_ENTITY_GPE;
    if (type == WF_ENTITY_PERSON && end - first == 1 && n->tokens[first].name_class == WF_NAME_COUNTRY &&
        (first == 0 || (n->tokens[first - 1].title == 0 && !(n->tokens[first - 1].bits & WF_NAME_BIT(HONORIFIC)))))
        return WF_ENTITY_GPE; /* `Jordan's foreign minister`; the second pass knows of a Michael Jordan */
    if (type == WF_ENTITY_GPE && end - first > 1 && (n->tokens[end - 1].bits & WF_NAME_HEADS) == WF_NAME_BIT(LOC_HEAD) &&
        n->tokens[first].name_class != WF_NAME_CITY && n->tokens[first].name_class != WF_NAME_REGION)
        return WF_ENTITY_LOC; /* `Karura Forest` */
    if (type == WF_ENTITY_ORG && end - first == 1 && end + 2 < n->doc->tokens.count &&
        (n->tokens[first].name_class == WF_NAME_CITY || n->tokens[first].name_class == WF_NAME_REGION) &&
        (n->doc->tokens.items[end].flags & WF_TOKEN_POSSESSIVE) && (n->tokens[end + 1].title > 0 || n->tokens[end + 2].title > 0))
        return WF_ENTITY_GPE; /* `Toulouse's mayor` */
    return type;
}

/* A word of a title (`State` in `Secretary of State`), or an abbreviation that names nothing. */
static bool
no_name(const struct wf_names *n, uint32_t first, uint32_t end, enum wf_entity_type type)
{
    if (end - first == 1 && (wf_wordset_has(n->state->acronyms, n->doc->tokens.items[first].word) ||
                                wf_names_currency(n, end)))
        return true;
    if (type == WF_ENTITY_PERSON) /* `Prince` in `Crown Prince and Prime Minister` */
        return end - first == 1 && n->tokens[first].title > 0 && first > 0 && wf_names_capital(n, first - 1) &&
            (wf_names_is(n, end, WF_NAME_WORD_AND) || wf_names_is(n, end, WF_NAME_WORD_OF));
    /* a heading's plain words: `Significance of Iraq` */
    if (type != WF_ENTITY_GPE && type != WF_ENTITY_LOC && type != WF_ENTITY_NORP && wf_names_common(n, first) &&
        n->title_case[n->doc->tokens.items[first].sentence] != 0 && head_bits(n, first, end) == 0 &&
        !(n->tokens[first].name != NULL && n->tokens[first].name->end == end && !n->tokens[first].doubtful))
        return true;
    if ((type == WF_ENTITY_LAW || type == WF_ENTITY_EVENT) && end - first == 2 && wf_names_common(n, first) &&
        wf_names_common(n, first + 1) && n->title_case[n->doc->tokens.items[first].sentence] != 0 &&
        n->tokens[first].name == NULL)
        return true; /* `Gateway Plan` */
    for (uint32_t back = 0; back <= 4 && back <= first; back++) {
        uint32_t title = n->tokens[first - back].title;

        if (title > 1 && first - back + title >= end && title > end - first)
            return true;
    }
    return false;
}

/* Whether the tagger has one name that holds [first, end) and more. */
static bool
inside_longer(const struct wf_names *n, uint32_t first, uint32_t end)
{
    uint32_t t = first;

    for (uint32_t i = first; i < end; i++)
        if (n->labels[i] == WF_LABEL_OUTSIDE)
            return false;
    while (t > 0 && first - t < 64 && !WF_LABEL_IS_BEGIN(n->labels[t]) && n->labels[t] != WF_LABEL_OUTSIDE)
        t--;
    for (uint32_t i = t + 1; i < end; i++)
        if (WF_LABEL_IS_BEGIN(n->labels[i]))
            return false;
    return t < first || (end < n->doc->tokens.count && n->labels[end] != WF_LABEL_OUTSIDE && !WF_LABEL_IS_BEGIN(n->labels[end]));
}

/* Listed names of several words stand, unless the tagger sees a longer one: `Islamic State of Iraq and the Levant`. */
static void
listed_first(struct wf_names *n)
{
    const uint32_t sure = WF_NAME_BIT(ORGANISATION) | WF_NAME_BIT(COUNTRY) | WF_NAME_BIT(REGION) | WF_NAME_BIT(LAW) |
        WF_NAME_BIT(EVENT) | WF_NAME_BIT(PLACE);

    for (uint32_t t = 0; t < n->doc->tokens.count; t++) {
        const struct wf_name_token *token = &n->tokens[t];
        enum wf_entity_type type = WF_ENTITY_NONE;

        if (token->name == NULL || token->doubtful || token->taken || token->name->end < t + 2 ||
            !(sure & 1u << token->name_class) || inside_longer(n, t, token->name->end))
            continue;
        (void)listed(n, t, token->name->end, &type);
        if (extended(n, t, token->name->end, type) != token->name->end)
            continue;
        if (type != WF_ENTITY_NONE && wf_names_add(n, t, token->name->end, type, n->state->gazetteer, token->name->entry) != NULL)
            t = token->name->end - 1;
    }
}

void
wf_names_tagged(struct wf_names *n)
{
    uint32_t count = n->doc->tokens.count;

    listed_first(n);
    for (uint32_t t = 0; t < count;) {
        uint32_t first = t, end = t + 1;
        enum wf_entity_type type;

        if (n->labels[t] == WF_LABEL_OUTSIDE) {
            t++;
            continue;
        }
        type = WF_LABEL_TYPE(n->labels[t]);
        while (end < count && n->labels[end] != WF_LABEL_OUTSIDE && !WF_LABEL_IS_BEGIN(n->labels[end]))
            end++;
        t = end;
        trim(n, &first, &end, type);
        if (first > 0 && n->tokens[first - 1].name != NULL && n->tokens[first - 1].name->end == end &&
            !n->tokens[first - 1].taken && type != WF_ENTITY_PERSON && wf_names_capital(n, first - 1) &&
            wf_names_is(n, first - 1, WF_NAME_WORD_THE) && n->tokens[first - 1].name_class == WF_NAME_CITY)
            first--; /* `The Hague` */
        if (first < end && !no_name(n, first, end, type)) {
            const struct wf_lexicon_entry *entry;

            first = with_head(n, first, end, &type);
            if (type == WF_ENTITY_ORG && end - first == 1 && (n->tokens[first].bits & WF_NAME_BIT(ORG_HEAD)))
                first = with_modifiers(n, first);
            end = extended(n, first, end, type);
            end = partner(n, end, &type);
            if (end > t)
                t = end;
            type = corrected(n, first, end, type);
            entry = listed(n, first, end, &type);
            (void)wf_names_add(n, first, end, type, n->state->tagged, entry);
        }
    }
}
