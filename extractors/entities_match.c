/* SPDX-License-Identifier: Apache-2.0 */
/* When two names mean the same. */
#include <ctype.h>
#include <string.h>

#include "document/utf8.h"
#include "extractors/entities_private.h"

static uint64_t
hash_bytes(const char *data, size_t len)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)data[i]) * UINT64_C(0x100000001b3);
    return h | 1;
}

static const char *const nicknames[][2] = {
    { "joe", "joseph" }, { "bill", "william" }, { "will", "william" }, { "bob", "robert" }, { "rob", "robert" },
    { "bobby", "robert" }, { "mike", "michael" }, { "mick", "michael" }, { "tony", "anthony" }, { "tony", "antony" },
    { "jim", "james" }, { "jimmy", "james" }, { "tom", "thomas" }, { "dick", "richard" }, { "rick", "richard" },
    { "dave", "david" }, { "dan", "daniel" }, { "danny", "daniel" }, { "steve", "steven" }, { "steve", "stephen" },
    { "chris", "christopher" }, { "matt", "matthew" }, { "andy", "andrew" }, { "ed", "edward" }, { "ted", "edward" },
    { "ken", "kenneth" }, { "ron", "ronald" }, { "don", "donald" }, { "jeff", "jeffrey" }, { "greg", "gregory" },
    { "sam", "samuel" }, { "ben", "benjamin" }, { "alex", "alexander" }, { "nick", "nicholas" }, { "pete", "peter" },
    { "fred", "frederick" }, { "chuck", "charles" }, { "charlie", "charles" }, { "larry", "lawrence" },
    { "jerry", "gerald" }, { "jack", "john" }, { "johnny", "john" }, { "ray", "raymond" }, { "phil", "philip" },
    { "tim", "timothy" }, { "josh", "joshua" }, { "kate", "katherine" }, { "kathy", "katherine" },
    { "liz", "elizabeth" }, { "beth", "elizabeth" }, { "betty", "elizabeth" }, { "sue", "susan" },
    { "meg", "margaret" }, { "peggy", "margaret" }, { "patty", "patricia" }, { "pat", "patrick" },
    { "jen", "jennifer" }, { "debbie", "deborah" }, { "barb", "barbara" }, { "vladimir", "volodymyr" },
    { "bibi", "benjamin" }, { "bibi", "binyamin" }, { "benjamin", "binyamin" }, { "sasha", "alexander" },
    { "misha", "mikhail" }, { "pepe", "jose" }, { "paco", "francisco" },
};

void
wf_entities_nicknames(struct wf_entities_state *state)
{
    _Static_assert(sizeof nicknames / sizeof nicknames[0] <= WF_NICKNAMES_MAX, "room for all nicknames");

    for (size_t i = 0; i < sizeof nicknames / sizeof nicknames[0]; i++)
        for (size_t k = 0; k < 2; k++)
            state->nicknames[i][k] = hash_bytes(nicknames[i][k], strlen(nicknames[i][k]));
    state->nickname_count = (unsigned)(sizeof nicknames / sizeof nicknames[0]);
}

static bool
nickname_of(const struct wf_entities_state *state, uint64_t a, uint64_t b)
{
    for (unsigned i = 0; i < state->nickname_count; i++)
        if ((state->nicknames[i][0] == a && state->nicknames[i][1] == b) ||
            (state->nicknames[i][0] == b && state->nicknames[i][1] == a))
            return true;
    return false;
}

/*
 * What spellings of one name have in common (Mohammed, Mohamad, Muhammad): the consonants after the first
 * letter, doubled ones once, apostrophes left out, q as k.
 */
static uint64_t
loose_hash(const char *folded, size_t len)
{
    char out[WF_WORD_MAX];
    size_t n = 0;

    for (size_t i = 0; i < len && n < sizeof out; i++) {
        char c = folded[i] == 'q' ? 'k' : folded[i];

        if (c == '\'' || (i > 0 && strchr("aeiouyw", c) != NULL) || (i + 1 == len && c == 'h'))
            continue;
        if (n > 0 && out[n - 1] == c)
            continue;
        out[n++] = c;
    }
    return hash_bytes(out, n);
}

void
wf_entities_words(const struct wf_entities *e, const struct wf_mention *m, struct wf_entity_draft *out)
{
    out->word_count = 0;
    for (uint32_t t = m->at.first; t < m->at.end && out->word_count < WF_NAME_WORDS_KEPT; t++) {
        char folded[WF_WORD_MAX];
        struct wf_slice s = wf_token_text(e->doc, t);
        size_t n;

        if (!(e->doc->tokens.items[t].flags & WF_TOKEN_WORD) || wf_match_at(e->doc, t, e->state->particle) != NULL ||
            wf_slice_is(s, "Jr.") || wf_slice_is(s, "Sr."))
            continue;
        n = wf_utf8_fold(s.data, s.len, folded, sizeof folded);
        while (n > 0 && (folded[n - 1] == '\'' || folded[n - 1] == '.'))
            n--;
        out->words[out->word_count] = hash_bytes(folded, n);
        out->loose[out->word_count] = n >= 5 ? loose_hash(folded, n) : out->words[out->word_count];
        out->starts[out->word_count++] = t;
    }
}

/* `J.` and `John` */
static bool
initial_of(const struct wf_document *doc, uint32_t a, uint32_t b)
{
    struct wf_slice x = wf_token_text(doc, a), y = wf_token_text(doc, b);

    return x.len > 0 && y.len > 0 && x.data[0] == y.data[0] &&
        ((x.len <= 2 && (doc->tokens.items[a].flags & WF_TOKEN_PERIOD)) ||
            (y.len <= 2 && (doc->tokens.items[b].flags & WF_TOKEN_PERIOD)));
}

bool
wf_entities_same_person(const struct wf_entities *e, const struct wf_entity_draft *a,
    const struct wf_entity_draft *b)
{
    unsigned la = a->word_count, lb = b->word_count;
    bool family, given;

    if (la < 2 || lb < 2)
        return false;
    family = a->words[la - 1] == b->words[lb - 1] || a->loose[la - 1] == b->loose[lb - 1];
    given = a->words[0] == b->words[0] || a->loose[0] == b->loose[0] ||
        initial_of(e->doc, a->starts[0], b->starts[0]);
    if (a->words[la - 1] == b->words[lb - 1] && nickname_of(e->state, a->words[0], b->words[0]))
        return true;
    if (family && given)
        return a->words[la - 1] == b->words[lb - 1] || a->words[0] == b->words[0] || (la == lb && la > 2);
    /* `Mohammed Shia' al-Sudani` and `Mohammed Shia'`: one name goes on */
    if (la != lb && la >= 2 && lb >= 2 && a->words[0] == b->words[0] && a->words[1] == b->words[1])
        return true;
    return false;
}

void
wf_entities_initials(const struct wf_entities *e, const struct wf_mention *m, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    if (m->at.end - m->at.first < 2)
        return;
    for (uint32_t t = m->at.first; t < m->at.end && n + 1 < size; t++) {
        char c = e->doc->text.reading.data[e->doc->tokens.items[t].start];

        if ((e->doc->tokens.items[t].flags & WF_TOKEN_CAPITAL) && c >= 'A' && c <= 'Z')
            out[n++] = c;
    }
    out[n] = '\0';
    if (n < 2)
        out[0] = '\0';
}
