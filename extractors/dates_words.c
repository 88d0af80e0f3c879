/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of time expressions, by word id, so that the grammar compares numbers and never
 * letters. Open
 * classes come from data files (class date_word); the closed ones below are so frequent that a
 * lexicon
 * match for each occurrence would cost more than the whole stage.
 */
#include "extractors/dates.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    enum wf_date_kind kind;
} kinds[] = {
    { "month", WF_DK_MONTH },
    { "weekday", WF_DK_WEEKDAY },
    { "unit", WF_DK_UNIT },
    { "number", WF_DK_NUMBER },
    { "ordinal", WF_DK_ORDINAL },
    { "season", WF_DK_SEASON },
    { "daypart", WF_DK_DAYPART },
    { "deictic", WF_DK_DEICTIC },
    { "tonight", WF_DK_TONIGHT },
    { "present", WF_DK_PRESENT },
    { "past", WF_DK_PAST },
    { "relative", WF_DK_RELATIVE },
    { "part", WF_DK_PART },
    { "partof", WF_DK_PARTOF },
    { "set", WF_DK_SET },
    { "some", WF_DK_SOME },
    { "shift", WF_DK_SHIFT },
    { "meridiem", WF_DK_MERIDIEM },
    { "clock", WF_DK_CLOCK },
    { "zone", WF_DK_ZONE },
    { "fiscal", WF_DK_FISCAL },
    { "decade", WF_DK_DECADE },
    { "era", WF_DK_ERA },
    { "tense", WF_DK_TENSE },
    { "filler", WF_DK_FILLER },
    { "paper", WF_DK_PAPER },
    { "numbered", WF_DK_NUMBERED },
};

static const struct {
    const char *word;
    enum wf_date_kind kind;
    int16_t n;
} closed[] = {
    { "the", WF_DK_THE, 0 },
    { "a", WF_DK_ARTICLE, 1 },
    { "an", WF_DK_ARTICLE, 1 },
    { "this", WF_DK_RELATIVE, 0 },
    { "these", WF_DK_RELATIVE, 0 },
    { "that", WF_DK_RELATIVE, 4 },
    { "those", WF_DK_RELATIVE, 4 },
    { "same", WF_DK_RELATIVE, 3 },
    { "every", WF_DK_EACH, 0 },
    { "each", WF_DK_EACH, 0 },
    { "many", WF_DK_SOME, 0 },
    { "some", WF_DK_SOME, 0 },
    { "am", WF_DK_MERIDIEM, 0 },
    { "half", WF_DK_HALF, 0 },
    { "to", WF_DK_TO, 0 },
    { "through", WF_DK_TO, 1 },
    { "thru", WF_DK_TO, 1 },
    { "until", WF_DK_UNTIL, 0 },
    { "till", WF_DK_UNTIL, 0 },
    { "til", WF_DK_UNTIL, 0 },
    { "untill", WF_DK_UNTIL, 0 },
    { "and", WF_DK_AND, 0 },
    { "or", WF_DK_OR, 0 },
    { "of", WF_DK_OF, 0 },
    { "between", WF_DK_BETWEEN, 0 },
    { "in", WF_DK_PREP, WF_PREP_IN },
    { "on", WF_DK_PREP, WF_PREP_ON },
    { "at", WF_DK_PREP, WF_PREP_AT },
    { "by", WF_DK_PREP, WF_PREP_BY },
    { "from", WF_DK_PREP, WF_PREP_FROM },
    { "since", WF_DK_PREP, WF_PREP_SINCE },
    { "for", WF_DK_PREP, WF_PREP_FOR },
    { "during", WF_DK_PREP, WF_PREP_DURING },
    { "before", WF_DK_PREP, WF_PREP_BEFORE },
    { "after", WF_DK_PREP, WF_PREP_AFTER },
    { "over", WF_DK_PREP, WF_PREP_OVER },
    { "within", WF_DK_PREP, WF_PREP_WITHIN },
    { "around", WF_DK_PREP, WF_PREP_AROUND },
    { "circa", WF_DK_PREP, WF_PREP_AROUND },
    { "about", WF_DK_PREP, WF_PREP_ABOUT },
    { "approximately", WF_DK_PREP, WF_PREP_ABOUT },
    { "roughly", WF_DK_PREP, WF_PREP_ABOUT },
    { "throughout", WF_DK_PREP, WF_PREP_THROUGHOUT },
    { "as", WF_DK_PREP, WF_PREP_AS },
    { "per", WF_DK_PREP, WF_PREP_PER },
    { "no", WF_DK_PREP, WF_PREP_NO },
    { "than", WF_DK_PREP, WF_PREP_THAN },
    { "more", WF_DK_PREP, WF_PREP_MORE },
    { "less", WF_DK_PREP, WF_PREP_LESS },
    { "fewer", WF_DK_PREP, WF_PREP_LESS },
    { "under", WF_DK_PREP, WF_PREP_LESS },
    { "least", WF_DK_PREP, WF_PREP_LEAST },
    { "nearly", WF_DK_PREP, WF_PREP_NEARLY },
    { "almost", WF_DK_PREP, WF_PREP_NEARLY },
    { "up", WF_DK_PREP, WF_PREP_UP },
    { "most", WF_DK_PREP, WF_PREP_MOST },
    { "all", WF_DK_PREP, WF_PREP_ALL },

};

static bool
set_word(struct wf_dates *st, uint32_t word, enum wf_date_kind kind, unsigned flags, int n)
{
    if (word == WF_WORD_NONE)
        return true;
    if (word >= st->word_count) {
        uint32_t count = word + 1 > st->word_count * 2 ? word + 1 : st->word_count * 2;
        struct wf_date_word *grown = realloc(st->words, count * sizeof *grown);

        if (grown == NULL)
            return false;
        memset(grown + st->word_count, 0, (count - st->word_count) * sizeof *grown);
        st->words = grown;
        st->word_count = count;
    }
    if (kind != WF_DK_NONE) {
        st->words[word].kind = (uint8_t)kind;
        st->words[word].n = (int16_t)n;
    }
    st->words[word].flags |= (uint8_t)flags;
    return true;
}

static int
number_of(struct wf_slice text)
{
    char digits[16];

    if (text.data == NULL || text.len == 0 || text.len >= sizeof digits)
        return 0;
    memcpy(digits, text.data, text.len);
    digits[text.len] = '\0';
    return atoi(digits);
}

static unsigned
flags_of(const struct wf_lexicon_entry *e)
{
    static const struct {
        const char *key;
        unsigned flag;
    } keys[] = { { "plural", WF_DF_PLURAL }, { "short", WF_DF_SHORT }, { "stop", WF_DF_STOP },
        { "doubtful", WF_DF_DOUBTFUL }, { "name", WF_DF_NAME }, { "later", WF_DF_LATER },
        { "strong", WF_DF_STRONG } };
    unsigned flags = 0;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (wf_entry_attribute(e, keys[i].key).data != NULL)
            flags |= keys[i].flag;
    }
    return flags;
}

/* TIMEX3 value of a `set` word as a number: units times 16 plus the unit. */
static int
set_code(struct wf_slice value)
{
    int n = 0;
    size_t i = value.len > 1 && value.data[1] == 'T' ? 2 : 1;
    bool time = i == 2;
    enum wf_date_unit unit;

    for (; i < value.len && value.data[i] >= '0' && value.data[i] <= '9'; i++)
        n = n * 10 + value.data[i] - '0';
    if (i >= value.len || n == 0 || n > 200)
        return 0;
    switch (value.data[i]) {
    case 'H': unit = WF_U_HOUR; break;
    case 'D': unit = WF_U_DAY; break;
    case 'W': unit = WF_U_WEEK; break;
    case 'M': unit = time ? WF_U_MINUTE : WF_U_MONTH; break;
    case 'Y': unit = WF_U_YEAR; break;
    default: return 0;
    }
    return n * 32 + (int)unit;
}

static bool
add_entries(struct wf_dates *st, struct wf_setup *setup)
{
    uint32_t count = 0;
    const struct wf_lexicon_entry *const *e =
        wf_lexicon_entries(setup->lexicon, wf_lexicon_class(setup->lexicon, "date_word"), &count);

    for (uint32_t i = 0; i < count; i++) {
        char word[WF_WORD_MAX];
        enum wf_date_kind kind = WF_DK_NONE;
        int n = number_of(wf_entry_attribute(e[i], "n"));

        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (wf_slice_is(e[i]->value, kinds[k].name))
                kind = kinds[k].kind;
        }
        if (kind == WF_DK_SET)
            n = set_code(wf_entry_attribute(e[i], "value"));
        if (kind == WF_DK_NONE || e[i]->canonical.len >= sizeof word)
            continue;
        memcpy(word, e[i]->canonical.data, e[i]->canonical.len);
        word[e[i]->canonical.len] = '\0';
        if (!set_word(st, wf_lexicon_word(setup->lexicon, word), kind, flags_of(e[i]), n))
            return false;
    }
    return true;
}

/* Mark the words that entries of the class date_phrase begin with. */
static bool
mark_phrases(struct wf_dates *st, struct wf_setup *setup)
{
    uint32_t count = 0;
    const struct wf_lexicon_entry *const *e;

    st->phrase_class = wf_lexicon_class(setup->lexicon, "date_phrase");
    e = wf_lexicon_entries(setup->lexicon, st->phrase_class, &count);
    st->phrases = e;
    st->phrase_count = count;
    for (uint32_t i = 0; i < count; i++) {
        char word[WF_WORD_MAX];
        size_t len = 0;

        while (len < e[i]->canonical.len && len + 1 < sizeof word &&
            e[i]->canonical.data[len] != ' ' && e[i]->canonical.data[len] != '-' &&
            e[i]->canonical.data[len] != '/') {
            word[len] = e[i]->canonical.data[len];
            len++;
        }
        word[len] = '\0';
        if (len > 2 &&
            strcmp(word + len - 2, "'s") == 0) /* the tokeniser splits the possessive off */
            word[len - 2] = '\0';
        if (!set_word(st, wf_lexicon_word(setup->lexicon, word), WF_DK_NONE, WF_DF_PHRASE, 0))
            return false;
    }
    return true;
}

static void
find_words(struct wf_dates *st, wf_lexicon *lex)
{
    const struct {
        uint32_t *id;
        const char *word;
    } wanted[] = { { &st->w_s, "s" }, { &st->w_th, "th" }, { &st->w_st, "st" }, { &st->w_nd, "nd" },
        { &st->w_rd, "rd" }, { &st->w_old, "old" }, { &st->w_long, "long" }, { &st->w_may, "may" },
        { &st->w_o_clock, "o'clock" }, { &st->w_first, "first" }, { &st->w_second, "second" },
        { &st->w_half, "half" }, { &st->w_q, "q" }, { &st->w_past, "past" }, { &st->w_to, "to" },
        { &st->w_quarter, "quarter" }, { &st->w_more, "more" }, { &st->w_another, "another" },
        { &st->w_same, "same" }, { &st->w_time, "time" }, { &st->w_week, "week" },
        { &st->w_now, "now" }, { &st->w_the, "the" }, { &st->w_be, "be" }, { &st->w_ad, "ad" },
        { &st->w_day, "day" }, { &st->w_later, "later" }, { &st->w_of, "of" },
        { &st->w_oclock, "oclock" }, { &st->w_ish, "ish" }, { &st->w_set, "set" },
        { &st->w_next, "next" }, { &st->w_is, "is" }, { &st->w_are, "are" },
        { &st->w_been, "been" }, { &st->w_other, "other" }, { &st->w_and, "and" },
        { &st->w_a, "a" } };

    static const char *const sport[] = { "goal", "goals", "scored", "midfielder", "striker",
        "goalkeeper", "touchdown", "quarterback", "halftime", "kickoff", "innings", "rebounds",
        "coach", "equalised", "equaliser", "header" };

    for (size_t i = 0; i < sizeof sport / sizeof sport[0]; i++)
        st->sport[i] = wf_lexicon_word(lex, sport[i]);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        *wanted[i].id = wf_lexicon_word(lex, wanted[i].word);
}

enum wf_status
wf_dates_words_init(struct wf_dates *st, struct wf_setup *setup, struct wf_error *err)
{
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        if (!set_word(st, wf_lexicon_word(setup->lexicon, closed[i].word), closed[i].kind, 0,
                closed[i].n))
            goto memory;
    }
    if (!add_entries(st, setup) || !mark_phrases(st, setup))
        goto memory;
    find_words(st, setup->lexicon);
    return WF_OK;
memory:
    return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the words of dates");
}
