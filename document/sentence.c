/* SPDX-License-Identifier: Apache-2.0 */
/* Where sentences end, over the tokens of each block; sections from the heading blocks. */
#include <string.h>

#include "document/abbreviation.h"
#include "document/document.h"
#include "document/token.h"

/* Words written with a capital only because a sentence begins: they settle what an abbreviation leaves open. */
static const char *const starters[] = { "A", "About", "According", "After", "All", "Also", "Although", "Among",
    "An", "And", "Another", "Any", "Are", "As", "At", "Because", "Before", "Both", "But", "By", "Can", "Critics",
    "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Even", "Every", "Experts", "Few", "First",
    "Following", "For", "From", "Furthermore", "Given", "Had", "Has", "Have", "He", "Her", "Here", "His", "How",
    "However", "I", "If", "In", "Instead", "Is", "It", "Its", "Last", "Later", "Many", "Meanwhile", "Moreover",
    "Most", "My", "Nevertheless", "No", "Nor", "Not", "Nothing", "Now", "Of", "Officials", "On", "Once", "One",
    "Only", "Or", "Other", "Others", "Our", "Over", "Perhaps", "Police", "Several", "She", "Should", "Since", "So",
    "Some", "Still", "Such", "That", "The", "Their", "Then", "There", "Therefore", "These", "They", "This",
    "Those", "Though", "Three", "Through", "Thus", "To", "Today", "Two", "Under", "Unlike", "Until", "Was", "We",
    "Were", "What", "When", "Where", "Whether", "Which", "While", "Who", "Why", "Will", "With", "Without",
    "Would", "Yesterday", "Yet", "You", "Your" };

/* After a quotation that ends in `?` or `!`, these say that its sentence goes on. */
static const char *const sayings[] = { "added", "answered", "asked", "declared", "exclaimed", "insisted", "replied",
    "responded", "said", "says", "shouted", "told", "warned", "wondered", "wrote", "yelled" };

/* After a title, which a name follows, only these begin a sentence. */
static const char *const pronouns[] = { "But", "He", "His", "It", "She", "The", "Their", "They", "This", "We" };

/* A letter that follows these is no initial of a name: `Plan B.` */
static const char *const lettered[] = { "Annex", "Appendix", "Block", "Category", "Class", "Exhibit", "Grade", "Group", "Hepatitis",
    "Option", "Part", "Plan", "Point", "Schedule", "Section", "Team", "Type", "Vitamin", "Zone", "section", "vitamin" };

/* Verbs that tell a capitalised word before them to be a subject. */
static const char *const verbs[] = { "are", "can", "did", "does", "had", "has", "have", "is", "may", "must", "said", "says", "was",
    "were", "will", "would" };

struct splitter {
    struct wf_document *doc;
    const struct wf_token *tokens;
    uint32_t first, end; /* tokens of the block */
};

static bool
listed(const char *const *list, size_t count, struct wf_slice word)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2, len = strlen(list[middle]);
        int order = memcmp(word.data, list[middle], word.len < len ? word.len : len);

        if (order == 0 && word.len == len)
            return true;
        if (order < 0 || (order == 0 && word.len < len))
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
#define LISTED(list, word) listed(list, sizeof list / sizeof list[0], word)

static bool
has(const struct splitter *s, uint32_t token, uint32_t flags)
{
    return token < s->end && (s->tokens[token].flags & flags) != 0;
}

/* The next word or number at or after `token`, opening marks passed over; s->end where there is none. */
static uint32_t
opened(const struct splitter *s, uint32_t token)
{
    for (unsigned n = 0; n < 4 && has(s, token, WF_TOKEN_QUOTE | WF_TOKEN_OPEN); n++)
        token++;
    return token;
}

static bool
is_starter(const struct splitter *s, uint32_t token)
{
    return has(s, token, WF_TOKEN_CAPITAL) && LISTED(starters, wf_token_text(s->doc, token));
}

/* `"Is it true?" Smith asked`: a saying verb within a few tokens, before anything else happens. */
static bool
attributed(const struct splitter *s, uint32_t token)
{
    for (unsigned n = 0; n < 6 && token < s->end; n++, token++) {
        if (has(s, token, WF_TOKEN_PUNCT) && !has(s, token, WF_TOKEN_HYPHEN | WF_TOKEN_POSSESSIVE))
            return false;
        if (n > 0 && LISTED(sayings, wf_token_text(s->doc, token)))
            return true;
    }
    return false;
}

/* An abbreviation that owns its stop: does the sentence end with it, when `next` follows? */
static bool
abbreviation_ends(const struct splitter *s, uint32_t token, uint32_t next)
{
    struct wf_slice text = wf_token_text(s->doc, token);
    enum wf_abbreviation kind = wf_abbreviation_of(text.data, text.len - 1);
    uint32_t word = opened(s, next);

    if (!has(s, next, WF_TOKEN_SPACE_BEFORE) || has(s, next, WF_TOKEN_NUMBER))
        return false;
    if (kind == WF_ABBREVIATION_TITLE)
        return has(s, word, WF_TOKEN_CAPITAL) && LISTED(pronouns, wf_token_text(s->doc, word)) &&
            has(s, word + 1, WF_TOKEN_SPACE_BEFORE);
    if (wf_slice_is(text, "etc.") || wf_slice_is(text, "no.") || /* and a unit: `$3 bn.` */
        (kind == WF_ABBREVIATION_ANY && token > s->first && has(s, token - 1, WF_TOKEN_NUMBER)))
        return has(s, word, WF_TOKEN_CAPITAL);
    if (text.len == 2 && token > s->first && LISTED(lettered, wf_token_text(s->doc, token - 1)))
        return has(s, word, WF_TOKEN_CAPITAL);
    if (wf_slice_is(text, "a.m.") || wf_slice_is(text, "p.m.")) /* no weekday, no place's time */
        return is_starter(s, word) || (has(s, word, WF_TOKEN_CAPITAL) && word + 1 < s->end &&
                                          LISTED(verbs, wf_token_text(s->doc, word + 1)));
    /* an initial before a name that looks like a sentence's first word is rarer than a sentence's end,
       except where initials or a capitalised word stand before it: `J. A. An` */
    if (text.len == 2 && token > s->first && has(s, token - 1, WF_TOKEN_PERIOD))
        return false;
    return is_starter(s, word);
}

/* An item's number at the beginning of a sentence: `1. The parties`. */
static bool
is_enumerator(const struct splitter *s, uint32_t start, uint32_t stop)
{
    return stop == start + 1 && has(s, start, WF_TOKEN_NUMBER) && !has(s, stop, WF_TOKEN_SPACE_BEFORE) &&
        s->tokens[start].end - s->tokens[start].start <= 3;
}

/* `al-Qaida`: the article has no capital, even where a sentence begins. */
static bool
is_arabic_name(const struct splitter *s, uint32_t word)
{
    struct wf_slice text = wf_token_text(s->doc, word);

    if (text.len > 3 && (text.data[0] == 'a' || text.data[0] == 'e') && text.data[1] == 'l' && text.data[2] == '-')
        return text.data[3] >= 'A' && text.data[3] <= 'Z';
    return (wf_slice_is(text, "al") || wf_slice_is(text, "el")) && has(s, word + 1, WF_TOKEN_HYPHEN) &&
        !has(s, word + 1, WF_TOKEN_SPACE_BEFORE) && has(s, word + 2, WF_TOKEN_CAPITAL);
}

/*
 * Token `at` is a full stop or an abbreviation that owns one. Returns the token after the last of the
 * sentence that ends here, 0 where none ends.
 */
static uint32_t
sentence_end(const struct splitter *s, uint32_t start, uint32_t at)
{
    bool question = s->tokens[at].symbol == '?' || s->tokens[at].symbol == '!', quoted = false;
    uint32_t next = at + 1, word;

    if (has(s, at, WF_TOKEN_STOP) && is_enumerator(s, start, at))
        return 0;
    /* what is glued to the stop belongs to the sentence: closing marks, more stops, a note's number */
    while (next < s->end && !has(s, next, WF_TOKEN_SPACE_BEFORE) &&
        has(s, next, WF_TOKEN_QUOTE | WF_TOKEN_CLOSE | WF_TOKEN_STOP)) {
        quoted |= has(s, next, WF_TOKEN_QUOTE);
        question |= s->tokens[next].symbol == '?' || s->tokens[next].symbol == '!';
        next++;
    }
    if (has(s, at, WF_TOKEN_PERIOD) && !has(s, at, WF_TOKEN_STOP)) {
        if (next == at + 1 && !abbreviation_ends(s, at, next))
            return 0;
    } else if (has(s, next, WF_TOKEN_NUMBER) && !has(s, next, WF_TOKEN_SPACE_BEFORE) && next + 1 < s->end &&
        has(s, next + 1, WF_TOKEN_SPACE_BEFORE) && has(s, opened(s, next + 1), WF_TOKEN_CAPITAL)) {
        next++;
    }
    if (next >= s->end)
        return s->end;
    word = opened(s, next);
    if (!has(s, next, WF_TOKEN_SPACE_BEFORE)) {
        /* `agreed.The` where a line end was lost */
        if (next == at + 1 && at > start && s->tokens[at].symbol == '.' && has(s, at - 1, WF_TOKEN_WORD) &&
            !has(s, at - 1, WF_TOKEN_CAPITAL) && s->tokens[at - 1].end - s->tokens[at - 1].start > 2 &&
            is_starter(s, next))
            return next;
        return 0;
    }
    if (word >= s->end)
        return next;
    if (has(s, word, WF_TOKEN_WORD)) {
        if (!has(s, word, WF_TOKEN_CAPITAL | WF_TOKEN_FOREIGN | WF_TOKEN_MIXED) && !is_arabic_name(s, word))
            return 0;
        return quoted && question && attributed(s, word) ? 0 : next;
    }
    if (has(s, word, WF_TOKEN_NUMBER))
        return next;
    /* `$5 billion was ...`, `• item`; but not `... , and`, `. . .` or a dash */
    return has(s, word, WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON | WF_TOKEN_STOP | WF_TOKEN_DASH |
                   WF_TOKEN_CLOSE | WF_TOKEN_QUOTE | WF_TOKEN_HYPHEN)
        ? 0
        : next;
}

static bool
add_sentence(struct wf_document *doc, uint32_t first, uint32_t end, uint32_t block, uint32_t section)
{
    struct wf_sentence *sentence = wf_vector_push(doc->arena, &doc->sentences);

    if (sentence == NULL)
        return false;
    *sentence = (struct wf_sentence){ first, end, block, section };
    doc->tokens.items[first].flags |= WF_TOKEN_SENTENCE_START;
    for (uint32_t i = first; i < end; i++)
        doc->tokens.items[i].sentence = doc->sentences.count - 1;
    return true;
}

/*
 * Every fact is published with its sentence, so what has no full stops (tables, lists, lines of code) must not be
 * one sentence: cost and output would grow with the square of its length. No sentence of prose is so long.
 */
#define LONGEST_TOKENS 400u
#define LONGEST_BYTES 8192u
#define CUT_BACK 60u /* tokens: where to look for a comma to cut at */

/* Where to cut a sentence that has grown too long before token `at`; 0 while it may go on. */
static uint32_t
forced_end(const struct splitter *s, uint32_t start, uint32_t at)
{
    if (at - start < LONGEST_TOKENS && (at == start || s->tokens[at].end - s->tokens[start].start <= LONGEST_BYTES))
        return 0;
    for (uint32_t back = at; back > start + 1 && at - back < CUT_BACK; back--)
        if (has(s, back - 1, WF_TOKEN_COMMA | WF_TOKEN_SEMICOLON | WF_TOKEN_COLON))
            return back;
    return at;
}

static bool
split_block(struct splitter *s, uint32_t block, uint32_t section)
{
    enum wf_block_kind kind = s->doc->text.blocks.items[block].kind;
    bool whole = kind == WF_BLOCK_TITLE || kind == WF_BLOCK_HEADING || kind == WF_BLOCK_TABLE_ROW ||
        kind == WF_BLOCK_FRONT;
    uint32_t start = s->first, end;

    for (uint32_t at = s->first; at < s->end;) {
        end = forced_end(s, start, at);
        if (end == 0 && !whole && has(s, at, WF_TOKEN_STOP | WF_TOKEN_PERIOD))
            end = sentence_end(s, start, at);
        if (end == 0) {
            at++;
            continue;
        }
        if (!add_sentence(s->doc, start, end, block, section))
            return false;
        start = at = end;
    }
    return start >= s->end || add_sentence(s->doc, start, s->end, block, section);
}

static bool
is_body(enum wf_block_kind kind)
{
    return kind != WF_BLOCK_TITLE && kind != WF_BLOCK_FRONT && kind != WF_BLOCK_BACK &&
        kind != WF_BLOCK_HEADING && kind != WF_BLOCK_FOREIGN;
}

/* Open the section that begins with `block`, where one does; close it over every block of its own. */
static bool
track_section(struct wf_document *doc, uint32_t block, bool any_heading, uint32_t *section)
{
    const struct wf_block *b = &doc->text.blocks.items[block];
    struct wf_section *slot;

    if (b->kind == WF_BLOCK_HEADING || (b->kind != WF_BLOCK_FOREIGN && is_body(b->kind) && any_heading &&
                                           doc->sections.count == 0)) {
        slot = wf_vector_push(doc->arena, &doc->sections);
        if (slot == NULL)
            return false;
        *slot = (struct wf_section){ b->kind == WF_BLOCK_HEADING ? block : WF_NO_HEADING, b->span,
            b->kind == WF_BLOCK_HEADING ? b->level : 1 };
        *section = doc->sections.count - 1;
    } else if (b->kind == WF_BLOCK_BACK || b->kind == WF_BLOCK_FRONT || b->kind == WF_BLOCK_TITLE) {
        *section = WF_NO_SECTION;
    } else if (*section == WF_NO_SECTION && doc->sections.count > 0) {
        *section = doc->sections.count - 1; /* the body goes on after a note at the foot of a page */
    }
    if (*section != WF_NO_SECTION)
        doc->sections.items[*section].span.end = b->span.end;
    return true;
}

enum wf_status
wf_split_sentences(struct wf_document *doc, struct wf_error *err)
{
    struct splitter s = { doc, doc->tokens.items, 0, 0 };
    uint32_t section = WF_NO_SECTION, token = 0;
    bool any_heading = false;

    for (uint32_t b = 0; b < doc->text.blocks.count; b++)
        any_heading |= doc->text.blocks.items[b].kind == WF_BLOCK_HEADING;
    for (uint32_t b = 0; b < doc->text.blocks.count; b++) {
        if (!track_section(doc, b, any_heading, &section))
            goto full;
        s.first = token;
        while (token < doc->tokens.count && s.tokens[token].start < doc->text.blocks.items[b].span.end)
            token++;
        s.end = token;
        if (s.end > s.first && !split_block(&s, b, section))
            goto full;
    }
    return WF_OK;
full:
    return wf_error_set(err, WF_ELIMIT, NULL, 0, "no room for the document's sentences (limits.memory)");
}
