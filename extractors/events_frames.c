/* SPDX-License-Identifier: Apache-2.0 */
/* Frames of event verbs and nouns, from the attributes of their lexicon entries. */
#include "extractors/events_private.h"

#include <stdlib.h>
#include <string.h>

static const char *
copy(struct events_state *state, struct wf_slice s)
{
    return s.data == NULL ? NULL : wf_arena_copy(state->memory, s.data, s.len);
}

static uint8_t
place_of(struct events_state *state, wf_lexicon *lex, struct wf_slice code)
{
    static const struct { const char *name; uint8_t place; } names[] = {
        { "o", PLACE_OBJECT }, { "s", PLACE_SUBJECT }, { "e", PLACE_ANY }, { "own", PLACE_OWNER },
        { "mod", PLACE_MODIFIER }, { "none", PLACE_NONE },
    };
    const char *word;
    uint32_t id;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (wf_slice_is(code, names[i].name))
            return names[i].place;
    word = copy(state, code);
    id = word == NULL ? WF_WORD_NONE : wf_lexicon_word(lex, word);
    if (id == WF_WORD_NONE)
        return PLACE_END;
    for (unsigned i = 0; i < state->preposition_count; i++)
        if (state->prepositions[i] == id)
            return (uint8_t)(PLACE_PREPOSITION + i);
    if (state->preposition_count == EVENT_PREPOSITIONS)
        return PLACE_END;
    state->prepositions[state->preposition_count] = id;
    return (uint8_t)(PLACE_PREPOSITION + state->preposition_count++);
}

/* `o,with,e` */
static bool
read_places(struct events_state *state, wf_lexicon *lex, struct wf_slice list, uint8_t *out)
{
    size_t start = 0;
    unsigned count = 0;

    for (size_t i = 0; i <= list.len && list.len > 0; i++) {
        if (i < list.len && list.data[i] != ',')
            continue;
        if (count + 1 >= EVENT_PLACES)
            return false;
        out[count] = place_of(state, lex, (struct wf_slice){ list.data + start, i - start });
        if (out[count] == PLACE_END)
            return false;
        count++;
        start = i + 1;
    }
    return true;
}

static uint8_t
need_of(struct wf_slice name)
{
    static const struct { const char *name; uint8_t need; } names[] = {
        { "t", NEED_TARGET }, { "o", NEED_OBJECT }, { "person", NEED_PERSON }, { "actor", NEED_ACTOR }, { "at", NEED_ANY },
        { "own", NEED_OWNER }, { "light", NEED_LIGHT }, { "both", NEED_BOTH }, { "of", NEED_OF }, { "mod", NEED_MODIFIER },
        { "named", NEED_NAMED }, { "agreementof", NEED_AGREEMENT_OF }, { "restrictionof", NEED_RESTRICTION_OF },
        { "with", NEED_WITH }, { "nothat", NEED_NO_THAT }, { "lowobject", NEED_LOW_OBJECT }, { "none", NEED_NOTHING },
        { "armed", NEED_ARMED }, { "fight", NEED_FIGHT }, { "noobject", NEED_NO_OBJECT }, { "inf", NEED_INFINITIVE }, { "lightonly", NEED_LIGHT_ONLY },
        { "do", NEED_DO }, { "doing", NEED_DOING }, { "crowd", NEED_CROWD }, { "agreementunder", NEED_AGREEMENT_UNDER }, { "speaker", NEED_SPEAKER },
        { "subjectperson", NEED_SUBJECT_PERSON }, { "court", NEED_COURT }, { "hit", NEED_HIT },
    };

    if (name.data == NULL)
        return NEED_NOTHING;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (wf_slice_is(name, names[i].name))
            return names[i].need;
    return NEED_CLASS;
}

static bool
read_frame(struct events_state *state, wf_lexicon *lex, const struct wf_lexicon_entry *entry, struct frame *out)
{
    static const struct { const char *key; uint16_t flag; } flags[] = {
        { "sym", FRAME_SYMMETRIC }, { "speech", FRAME_SPEECH }, { "person", FRAME_PERSON }, { "needinf", FRAME_INFINITIVE }, { "weak", FRAME_WEAK }, { "state", FRAME_STATE }, { "nowhere", FRAME_NOWHERE },
        { "plain", FRAME_PLAIN }, { "follows", FRAME_FOLLOWS }
    };
    struct wf_slice need = wf_entry_attribute(entry, "need");

    out->kind = copy(state, entry->value);
    out->type = copy(state, wf_entry_attribute(entry, "plover"));
    out->mode = copy(state, wf_entry_attribute(entry, "mode"));
    out->need = need_of(need);
    out->wanted = copy(state, need);
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (wf_entry_attribute(entry, flags[i].key).data != NULL)
            out->flags |= flags[i].flag;
    return out->kind != NULL && read_places(state, lex, wf_entry_attribute(entry, "a"), out->actors) &&
           read_places(state, lex, wf_entry_attribute(entry, "t"), out->targets);
}

enum wf_status
wf_frames_load(struct events_state *state, struct wf_setup *setup, const char *class_name, struct frames *frames,
    struct wf_error *err)
{
    const struct wf_lexicon_entry *const *entries;

    frames->class_id = wf_lexicon_class(setup->lexicon, class_name);
    entries = wf_lexicon_entries(setup->lexicon, frames->class_id, &frames->count);
    frames->items = calloc((size_t)frames->count + 1, sizeof *frames->items);
    if (frames->items == NULL)
        return wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for the frames of %s", class_name);
    for (uint32_t i = 0; i < frames->count; i++)
        if (!read_frame(state, setup->lexicon, entries[i], &frames->items[i]))
            return wf_error_set(err, WF_EDATA, class_name, 0, "`%.*s`: a= or t= holds an unknown place or too many",
                (int)entries[i]->canonical.len, entries[i]->canonical.data);
    return WF_OK;
}
