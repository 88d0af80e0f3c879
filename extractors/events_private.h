/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by events*.c; nobody else includes it. */
#ifndef WF_EVENTS_PRIVATE_H
#define WF_EVENTS_PRIVATE_H

#include "extractors/certainty.h"
#include "extractors/participants.h"

#define EVENT_PLACES 10 /* codes of a frame */
#define EVENT_PREPOSITIONS 24

/* Where a participant stands: a code of the frames in data/event_verbs.tsv and event_nouns.tsv. */
enum {
    PLACE_END, PLACE_NONE, PLACE_OBJECT, PLACE_SUBJECT, PLACE_ANY, PLACE_OWNER, PLACE_MODIFIER,
    PLACE_PREPOSITION /* and above: PLACE_PREPOSITION + index of the preposition */
};

enum { FRAME_SYMMETRIC = 1, FRAME_SPEECH = 2, FRAME_PERSON = 4, FRAME_INFINITIVE = 8 };

enum event_need {
    NEED_NOTHING, NEED_TARGET, NEED_OBJECT, NEED_PERSON, NEED_ACTOR, NEED_ANY, NEED_OWNER, NEED_LIGHT, NEED_BOTH,
    NEED_OF, NEED_MODIFIER, NEED_NAMED, NEED_AGREEMENT_OF, NEED_RESTRICTION_OF, NEED_WITH, NEED_NO_THAT, NEED_LOW_OBJECT,
    NEED_ARMED, NEED_NO_OBJECT, NEED_INFINITIVE, NEED_LIGHT_ONLY,
    NEED_CLASS /* an object with a head noun of the class `wanted` */
};

struct frame {
    const char *kind, *type, *mode; /* type and mode may be NULL */
    const char *wanted;
    uint8_t actors[EVENT_PLACES], targets[EVENT_PLACES];
    uint8_t need, flags;
};

struct frames {
    struct frame *items;
    uint32_t count;
    uint16_t class_id;
};

enum { EVENT_BY_VERB, EVENT_BY_NOUN, EVENT_STATEMENT, EVENT_DEMAND, EVENT_RULES };

struct events_state {
    struct wf_participants who;
    struct wf_certainty certainty;
    struct frames verbs, nouns;
    uint16_t light, object_noun, cue_verb;
    uint32_t prepositions[EVENT_PREPOSITIONS];
    unsigned preposition_count;
    wf_arena *memory; /* strings of the frames */
    const struct wf_rule *rules[EVENT_RULES];
};

/* Work on one document. */
struct coder {
    const struct events_state *state;
    struct wf_document *doc;
    uint8_t *covered; /* tokens that are part of an event already, or of what was only said */
    unsigned quote;   /* first quotation that may still cover a trigger */
};

/* Read the frames of a class; WF_EDATA for an unknown code. */
enum wf_status wf_frames_load(struct events_state *state, struct wf_setup *setup, const char *class_name,
    struct frames *frames, struct wf_error *err);

/* Noun group of a frame's place around a verb (events.c); `last` is the chunk of the trigger's last word. */
uint32_t wf_event_any(const struct coder *c, uint32_t after, const wf_references *not_these);

/* True when the list has the reference already, or one at the same words. */
bool wf_references_hold(const wf_references *list, const struct wf_reference *ref);

/* Event from a verb match, `verb` being its chunk; does nothing where its frame is not filled. */
void wf_event_from_verb(struct coder *c, const struct wf_match *m, uint32_t verb);

/* Event from a noun match; does nothing where its frame is not filled. */
void wf_event_from_noun(struct coder *c, const struct wf_match *m);

/* A new event with its trigger; NULL when the arena is full. Not yet part of the document. */
struct wf_event *wf_event_new(struct coder *c, const struct frame *frame, const struct wf_rule *rule, uint32_t first,
    uint32_t end);

/* Merge with an earlier mention of the same event, or add to the document. */
void wf_event_keep(struct coder *c, struct wf_event *event, bool definite, bool noun);

/* Statements from quotations, demands (`said X must`), visits that hold meetings, dates from visits. */
void wf_events_link(struct coder *c, struct wf_run *run);

/* The innermost quotation that covers the token, or NULL. */
const struct wf_quote *wf_quote_over(const struct wf_document *doc, uint32_t token);

/* PLOVER: cooperation that is only planned is AGREE, conflict THREATEN, cooperation refused REJECT. */
void wf_event_shift(struct wf_event *event, uint32_t verb_flags, bool announced);

#endif
