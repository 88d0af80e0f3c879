/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by events*.c; nobody else includes it. */
#ifndef WF_EVENTS_PRIVATE_H
#define WF_EVENTS_PRIVATE_H

#include "extractors/certainty.h"
#include "extractors/participants.h"

#define EVENT_PLACES 10 /* codes of a frame */
#define EVENT_PREPOSITIONS 24
#define EVENT_CONTEXTS 40

/* Where a participant stands: a code of the frames in data/event_verbs.tsv and event_nouns.tsv. */
enum {
    PLACE_END, PLACE_NONE, PLACE_OBJECT, PLACE_SUBJECT, PLACE_ANY, PLACE_OWNER, PLACE_MODIFIER,
    PLACE_PREPOSITION /* and above: PLACE_PREPOSITION + index of the preposition */
};

enum {
    FRAME_SYMMETRIC = 1, FRAME_SPEECH = 2, FRAME_PERSON = 4, FRAME_INFINITIVE = 8,
    FRAME_WEAK = 16, /* the mere purpose of something else is no event: `to help families` */
    FRAME_STATE = 32, /* a passive that is none: `is committed to` */
    FRAME_NOWHERE = 64, /* a place is no target: `protested in Oslo` */
    FRAME_PLAIN = 128, /* left to the quotation where it brings one */
    FRAME_FOLLOWS = 256 /* tells more of the meeting before it: `they discussed` */
};

enum event_need {
    NEED_NOTHING, NEED_TARGET, NEED_OBJECT, NEED_PERSON, NEED_ACTOR, NEED_ANY, NEED_OWNER, NEED_LIGHT, NEED_BOTH,
    NEED_OF, NEED_MODIFIER, NEED_NAMED, NEED_AGREEMENT_OF, NEED_RESTRICTION_OF, NEED_WITH, NEED_NO_THAT, NEED_LOW_OBJECT,
    NEED_ARMED, NEED_FIGHT, NEED_NO_OBJECT, NEED_INFINITIVE, NEED_LIGHT_ONLY, NEED_DO, NEED_DOING, NEED_CROWD, NEED_HIT, NEED_AGREEMENT_UNDER, NEED_SPEAKER,
    NEED_SUBJECT_PERSON, NEED_COURT,
    NEED_CLASS /* an object with a head noun of the class `wanted` */
};

struct frame {
    const char *kind, *type, *mode; /* type and mode may be NULL */
    const char *wanted;
    uint8_t actors[EVENT_PLACES], targets[EVENT_PLACES];
    uint8_t need;
    uint16_t flags;
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
    uint16_t light, object_noun, cue_verb, adjunct, context;
    const char *contexts[EVENT_CONTEXTS]; /* names, each once */
    unsigned context_count;
    uint8_t *context_of; /* index into contexts of an entry, by its index */
    uint32_t against, for_;
    uint32_t prepositions[EVENT_PREPOSITIONS];
    unsigned preposition_count;
    wf_arena *memory; /* strings of the frames */
    const struct wf_rule *rules[EVENT_RULES];
};

/* A verb that may tell of an event. */
struct verb_trigger {
    const struct frame *frame;
    const struct wf_match *match;
    uint32_t verb, last; /* chunks of its verb and of its last word */
    uint32_t subject, object;
    bool passive;
};

/* Work on one document. */
struct coder {
    const struct events_state *state;
    struct wf_run *run;
    struct wf_document *doc;
    uint8_t *covered; /* tokens that are part of an event already, or of what was only said */
    uint8_t *cues;    /* tokens that are the cue of a quotation */
};

/* Read the frames of a class; WF_EDATA for an unknown code. */
enum wf_status wf_frames_load(struct events_state *state, struct wf_setup *setup, const char *class_name,
    struct frames *frames, struct wf_error *err);

/*
 * Next participant after a chunk in its clause, that is none of `not_these`; what is said (frame flag SPEECH) is looked
 * into: `demanded that Uganda return`. WF_NO_CHUNK where there is none.
 */
uint32_t wf_event_any(const struct coder *c, uint32_t after, unsigned flags, const wf_references *not_these);

/* True when the list has the reference already, or one at the same words. */
bool wf_references_hold(const wf_references *list, const struct wf_reference *ref);

/* Event from a verb match, `verb` being its chunk; does nothing where its frame is not filled. */
void wf_event_from_verb(struct coder *c, const struct wf_match *m, uint32_t verb);

/* What a frame needs is there (events_needs.c). */
bool wf_event_needs_met(const struct coder *c, const struct verb_trigger *t, const struct wf_event *event);

/* Nobody is named, but the object says enough: a law passed, `they were arrested`. */
bool wf_event_stands_without(const struct coder *c, const struct verb_trigger *t);

/* Infinitive behind a chunk and its object (`refused to go`), WF_NO_CHUNK where there is none. */
uint32_t wf_event_infinitive(const struct coder *c, uint32_t chunk);

/* What a frame asks for, in words, for `explain`. */
const char *wf_event_need_text(const struct frame *frame);

/* Event from a noun match; does nothing where its frame is not filled. */
void wf_event_from_noun(struct coder *c, const struct wf_match *m);

/* Read data/plover_contexts.tsv; WF_ENOMEM, or WF_EDATA where there are too many names. */
enum wf_status wf_contexts_load(struct events_state *state, struct wf_setup *setup, struct wf_error *err);

/* Fill the PLOVER context of all events of the document, from the words of their sentences. */
void wf_events_context(struct coder *c, struct wf_run *run);

/* A new event with its trigger; NULL when the arena is full. Not yet part of the document. */
struct wf_event *wf_event_new(struct coder *c, const struct frame *frame, const struct wf_rule *rule, uint32_t first,
    uint32_t end);

/* Merge with an earlier mention of the same event, or add to the document. */
void wf_event_keep(struct coder *c, struct wf_event *event, bool definite, bool noun);

/* Agreement whose status the word at the token tells, NULL where it tells of none. */
const struct wf_agreement *wf_event_agreement(const struct coder *c, uint32_t token);

/* Make the parties of the agreement whose signing this is its actors. */
void wf_event_signers(struct coder *c, struct wf_event *event);

/* `They discussed ...`: a further mention of the meeting or talks just before; false where there is none. */
bool wf_event_follows(struct coder *c, const struct wf_event *event, bool finite);

/* Statements from quotations, demands (`said X must`), visits that hold meetings, dates from visits. */
void wf_events_link(struct coder *c, struct wf_run *run);

/* PLOVER: cooperation that is only planned is AGREE, conflict THREATEN, cooperation refused REJECT. */
void wf_event_shift(struct wf_event *event, uint32_t verb_flags, bool announced);

#endif
