/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Language by function words. Every language has a few dozen short words that make up a third of any text in
 * it; each word below says for which languages it speaks. Scripts other than Latin are told by their letters.
 */
#include "consumer/language.h"

#include <string.h>

#include "document/utf8.h"

#define GLANCE 800   /* bytes that are looked at for English alone, which settles it for nearly all texts */
#define SAMPLE 1600  /* bytes that are looked at for all languages */
#define WORD_MAX 24
#define ENOUGH 40    /* words of which a quarter are English function words settle it */
#define SHORT 40     /* words of a short text */
#define LEAST 8      /* known words before another language than English is believed */

/* Written by wirefact's authors: the commonest words of each language that the others do not share. */
static const struct {
    char code[3];
    const char *words;
} lists[] = {
    { "en", "the of and to in that is was for it with as his on be at by had not are but from have they which one you were "
            "her all their there been has when who will more if no out said its about than into them some could these would "
            "other this after an he she or we" },
    { "de", "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
            "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr" },
    { "fr", "le la les de des du et en un une est que qui dans pour pas sur au avec il par plus ce sont aux ont mais comme "
            "nous vous cette été leur elle ses aussi être deux entre après sans où même" },
    { "es", "el la los las de del que y en un una es por con para no se su al lo como más pero sus le ha este sí porque "
            "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos" },
    { "it", "il di che la e un in per una non è sono del con le della i si da alla nel dei gli più anche al come ha delle "
            "ma lo su dal nella stato ai se essere suo tra questo dopo" },
    { "pt", "o de que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua "
            "ou ser quando muito há nos já está também só pelo pela até isso" },
    { "nl", "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij door over uit naar worden "
            "heeft nog werd wordt deze meer hij zich tot hebben die was" },
    { "sv", "och att det i en som på är av för den till med inte de om ett har var ett jag han men sig från vi så kan nu "
            "vid under efter ska också hade eller när" },
    { "da", "og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde fra skulle "
            "kunne eller hvad efter ud når også" },
    { "no", "og i det er på en som å til for av at med de har ikke den var et om fra men seg vi han eller kan skal også "
            "etter blir ble være dette" },
    { "fi", "ja on ei se että oli hän mutta ovat joka niin kun myös mukaan sen kuin ole tai jo vain hänen olla ollut sekä "
            "jos nyt mitä kanssa" },
    { "pl", "i w nie na się że z do to jest o jak ale po co za od przez dla są był tego jego może być tym które oraz już "
            "także tylko przed ze" },
    { "cs", "a se v na je že s z do o to i za ve by jako ale po si od jeho byl jsou k pro která které nebo bylo jsem když "
            "také není už" },
    { "hu", "a az és hogy nem is egy ez meg már van volt de azt csak még el mint ha vagy lesz szerint pedig után" },
    { "ro", "și în de la a cu că nu pe un o din este mai pentru care sau dar fi au fost ca lui după prin între sunt" },
    { "tr", "ve bir bu için de da ile olarak olan daha çok gibi en kadar sonra ne ama olduğu var değil her tarafından "
            "ise göre" },
    { "id", "yang dan di untuk dengan dari pada ini dalam itu tidak akan adalah oleh ke juga sebagai telah karena mereka "
            "lebih dapat atau ada bahwa kata" },
    { "vi", "và của là có được cho trong không với các một người những này đã để khi từ đến cũng" },
    { "sw", "ya na wa kwa ni katika la za cha kuwa hiyo huo wake alisema pia hii lakini kama" },
    { "hr", "i u je na se da su za od s o kako koji to ne bi po će iz što ali nije kao ili" },
};

/* The first of the lists again, in order: nearly every text is settled by it alone. */
static const char *const english[] = {
    "about", "after", "all", "an", "and", "are", "as", "at", "be", "been", "but", "by", "could", "for",
    "from", "had", "has", "have", "he", "her", "his", "if", "in", "into", "is", "it", "its", "more", "no",
    "not", "of", "on", "one", "or", "other", "out", "said", "she", "some", "than", "that", "the", "their",
    "them", "there", "these", "they", "this", "to", "was", "we", "were", "when", "which", "who", "will",
    "with", "would", "you",
};

#define LANGUAGES (sizeof lists / sizeof lists[0])

struct script {
    unsigned latin, cyrillic, arabic, hebrew, greek, han, kana, hangul, devanagari, thai, other;
};

static void
count_script(struct script *s, uint32_t c)
{
    if (c < 0x250 || (c >= 0x1e00 && c < 0x1f00))
        s->latin++;
    else if (c >= 0x370 && c < 0x400)
        s->greek++;
    else if (c >= 0x400 && c < 0x530)
        s->cyrillic++;
    else if (c >= 0x590 && c < 0x600)
        s->hebrew++;
    else if ((c >= 0x600 && c < 0x780) || (c >= 0xfb50 && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00))
        s->arabic++;
    else if (c >= 0x900 && c < 0x980)
        s->devanagari++;
    else if (c >= 0xe00 && c < 0xe80)
        s->thai++;
    else if (c >= 0x3040 && c < 0x3100)
        s->kana++;
    else if (c >= 0x4e00 && c < 0xa000)
        s->han++;
    else if (c >= 0xac00 && c < 0xd7b0)
        s->hangul++;
    else
        s->other++;
}

/* Language of the script that most letters are of; NULL where that is Latin. "und": not told apart here. */
static const char *
script_language(const struct script *s)
{
    unsigned all = s->latin + s->cyrillic + s->arabic + s->hebrew + s->greek + s->han + s->kana + s->hangul +
        s->devanagari + s->thai + s->other;

    if (all == 0 || s->latin * 2 >= all)
        return NULL;
    if (s->cyrillic * 2 > all)
        return "ru";
    if (s->arabic * 2 > all)
        return "ar";
    if (s->hebrew * 2 > all)
        return "he";
    if (s->greek * 2 > all)
        return "el";
    if (s->hangul * 2 > all)
        return "ko";
    if (s->kana * 8 > all)
        return "ja";
    if (s->han * 2 > all)
        return "zh";
    if (s->devanagari * 2 > all)
        return "hi";
    return s->thai * 2 > all ? "th" : "und";
}

/* Whether `word` is in a list of words separated by single spaces. */
static bool
has_word(const char *list, const char *word, size_t len)
{
    while (*list != '\0') {
        if (list[0] == word[0] && strncmp(list, word, len) == 0 && (list[len] == ' ' || list[len] == '\0'))
            return true;
        while (*list != ' ' && *list != '\0')
            list++;
        list += *list == ' ';
    }
    return false;
}

static bool
is_english_word(const char *word, size_t len)
{
    size_t low = 0, high = sizeof english / sizeof english[0];

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(word, english[middle], len);

        if (order == 0 && english[middle][len] == '\0')
            return true;
        if (order <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

static void
vote(unsigned votes[LANGUAGES], size_t languages, const char *word, size_t len)
{
    if (languages == 1) {
        votes[0] += is_english_word(word, len);
        return;
    }
    for (size_t i = 0; i < languages; i++)
        votes[i] += has_word(lists[i].words, word, len);
}

/* Lower case of a Latin letter, enough for the words above. */
static uint32_t
lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
        return c + 32;
    return (c >= 0x100 && c < 0x180 && c % 2 == 0) ? c + 1 : c;
}

/* Words of the first `most` bytes in lower case, each given to vote() for the first `languages`. */
static unsigned
read_sample(const struct wf_document *doc, size_t most, unsigned votes[LANGUAGES], size_t languages,
    struct script *script)
{
    char word[WORD_MAX + 4];
    unsigned words = 0;
    size_t len = 0, seen = 0;

    for (uint32_t b = 0; b < doc->text.blocks.count && seen < most; b++) {
        const struct wf_block *block = &doc->text.blocks.items[b];

        if (block->kind == WF_BLOCK_BACK || (languages == 1 && (block->kind == WF_BLOCK_TITLE ||
                block->kind == WF_BLOCK_HEADING || block->kind == WF_BLOCK_FRONT)))
            continue; /* headings and title pages have few of these words */
        for (uint32_t at = block->span.start; at <= block->span.end && seen < most;) {
            enum wf_char_class class = WF_CHAR_SPACE;
            uint32_t c = ' ';
            size_t used = 1;

            if (at < block->span.end) {
                used = wf_utf8_decode(doc->text.reading.data + at, block->span.end - at, &c);
                class = wf_char_class(c);
            }
            at += (uint32_t)used;
            seen += used;
            if (class == WF_CHAR_UPPER || class == WF_CHAR_LOWER || class == WF_CHAR_LETTER) {
                count_script(script, c);
                len += len <= WORD_MAX ? wf_utf8_encode(lower(c), word + len) : 0;
                continue;
            }
            if (class == WF_CHAR_MARK)
                continue;
            if (len > 0 && len <= WORD_MAX) {
                vote(votes, languages, word, len);
                words++;
                if (languages == 1 && words >= ENOUGH && votes[0] * 4 >= words)
                    return words; /* English beyond doubt */
            }
            len = 0;
        }
    }
    return words;
}

/* Code of the language, NULL where the text does not say. */
static const char *
detect(const struct wf_document *doc)
{
    unsigned votes[LANGUAGES] = { 0 };
    struct script script = { 0 };
    unsigned words = read_sample(doc, GLANCE, votes, 1, &script);
    const char *other = script_language(&script);
    size_t best = 0;

    if (other == NULL && words >= 20 && votes[0] * 5 >= words)
        return "en";
    memset(votes, 0, sizeof votes);
    memset(&script, 0, sizeof script);
    words = read_sample(doc, SAMPLE, votes, LANGUAGES, &script);
    other = script_language(&script);
    if (other != NULL)
        return other;
    for (size_t i = 1; i < LANGUAGES; i++) {
        if (votes[i] > votes[best])
            best = i;
    }
    if (votes[best] * 8 < words || votes[best] < 2)
        return NULL;
    /* a line or two: its few known words are of that language, and hardly one of them is English */
    if (best != 0 && words < SHORT && votes[best] >= 3 && votes[best] * 4 >= words && votes[0] * 4 <= votes[best])
        return lists[best].code;
    /* names of foreign bodies in English text must not turn it into another language */
    if (best != 0 && (votes[best] < LEAST || votes[best] * 4 < votes[0] * 5))
        return votes[0] > 0 ? "en" : NULL;
    return lists[best].code;
}

static bool
is_english(struct wf_slice language)
{
    return language.len >= 2 && (language.data[0] | 0x20) == 'e' && (language.data[1] | 0x20) == 'n' &&
        (language.len == 2 || language.data[2] == '-' || language.data[2] == '_' ||
            (language.len == 3 && (language.data[2] | 0x20) == 'g'));
}

void
wf_language_check(struct wf_document *doc)
{
    struct wf_slice stated = doc->language;
    const char *found;

    if (doc->text.reading.len == 0)
        return;
    found = detect(doc);
    if (doc->language.len == 0)
        doc->language = wf_slice_of(found == NULL ? "en" : found);
    if (found == NULL ? is_english(doc->language) : strcmp(found, "en") == 0 && is_english(doc->language))
        return;
    /* what is stated is often a default that nobody set: the text itself decides */
    if (found != NULL && strcmp(found, "en") == 0) {
        wf_document_warn(doc, "language", (struct wf_span){ 0, 0 }, "stated as `%.*s`, read as English",
            stated.len > 20 ? 20 : (int)stated.len, stated.data);
        return;
    }
    if (found != NULL && is_english(stated)) {
        wf_document_warn(doc, "language", (struct wf_span){ 0, 0 }, "stated as English, but the text is in `%s`", found);
        doc->language = wf_slice_of(found);
    } else {
        wf_document_warn(doc, "language", (struct wf_span){ 0, 0 }, "in `%.*s`: only English is read for facts",
            doc->language.len > 20 ? 20 : (int)doc->language.len, doc->language.data);
    }
    doc->no_facts = true;
}
