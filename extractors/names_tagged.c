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
    while (*end > *first && (tokens[*end - 1].flags & WF_TOKEN_POSSESSIVE))
        (*end)--;
    while (type == WF_ENTITY_PERSON && *end - *first > 1) {
        const struct wf_name_token *token = &n->tokens[*first];

        if (token->title > 0 && *first + token->title < *end)
            *first += token->title;
        else if ((token->bits & WF_NAME_BIT(HONORIFIC)) && !(token->bits & WF_NAME_BIT(FIRST_NAME)))
            (*first)++;
        else
            break;
    }
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
        bool sure = !token->doubtful && (token->name_class == WF_NAME_COUNTRY || token->name_class == WF_NAME_NATIONALITY);

        if (!sure || *type == WF_ENTITY_PERSON)
            return NULL;
        *type = told;
    }
    return token->name->entry;
}

void
wf_names_tagged(struct wf_names *n)
{
    uint32_t count = n->doc->tokens.count;

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
        if (first < end) {
            const struct wf_lexicon_entry *entry = listed(n, first, end, &type);

            (void)wf_names_add(n, first, end, type, n->state->tagged, entry);
        }
    }
}
