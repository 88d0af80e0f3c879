/* SPDX-License-Identifier: Apache-2.0 */
/* Where an agreement stands, from the verbs, nouns and adjectives around it. */
#include "extractors/agreements_private.h"

#include <string.h>

static bool
is_kind(const struct wf_document *doc, uint32_t chunk, enum wf_chunk_kind kind)
{
    return wf_chunk(doc, chunk)->kind == kind;
}

struct wf_range
wf_agreement_range(const struct wf_document *doc, const struct wf_match *m)
{
    return wf_range_of(doc, m->first, m->end);
}

/* `signing of the`, `talks on the`: a noun above the agreement. */
bool
wf_status_above(const struct finder *f, uint32_t noun, struct agreement_status *out)
{
    uint32_t prep = wf_chunk_preposition(f->doc, noun);
    const struct wf_match *m;

    if (prep == WF_NO_CHUNK || prep == 0 || !is_kind(f->doc, prep - 1, WF_CHUNK_NOUN))
        return false;
    m = wf_match_at(f->doc, wf_chunk(f->doc, prep - 1)->head, f->state->status_noun);
    if (m == NULL)
        return false;
    out->name = m->entry->value;
    out->cue = wf_agreement_range(f->doc, m);
    out->factuality = wf_certainty_of_noun(&f->state->certainty, f->doc, prep - 1);
    return true;
}

static bool
status_verb(const struct finder *f, uint32_t verb, uint32_t noun, struct agreement_status *out)
{
    const struct wf_chunk *v = wf_chunk(f->doc, verb);
    const struct wf_match *m = wf_match_at(f->doc, v->head, f->state->status);
    bool passive = (v->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED)) != 0;

    if (m == NULL)
        return false;
    out->name = m->entry->value;
    out->cue = wf_agreement_range(f->doc, m);
    out->verb = verb;
    out->subject_signs = !passive && verb < noun;
    out->factuality = wf_certainty_of_verb(&f->state->certainty, f->doc, verb);
    return true;
}

/* Verb whose object the noun group is: directly, in a list, or under a preposition of the verb's own phrase. */
bool
wf_status_before(const struct finder *f, uint32_t noun, struct agreement_status *out)
{
    uint32_t first, end, i = noun, owner, low;
    const struct wf_match *m;
    unsigned others = 0; /* agreements between the verb and this one */
    bool listed = false, inner = false;

    wf_chunk_sentence(f->doc, noun, &first, &end);
    while ((owner = wf_chunk_owner(f->doc, i)) != WF_NO_CHUNK)
        i = owner;
    low = i > first + 24 ? i - 24 : first;
    /* `agreed on Monday to a pact`, `signed a treaty on trade, two loans and a deal` */
    while (i > low) {
        enum wf_chunk_kind kind = wf_chunk(f->doc, --i)->kind;

        if (kind == WF_CHUNK_VERB)
            break;
        if (kind == WF_CHUNK_NOUN && wf_match_at(f->doc, wf_chunk(f->doc, i)->head, f->state->noun) != NULL)
            others++;
        listed |= kind == WF_CHUNK_COMMA || kind == WF_CHUNK_CONJ;
        if (kind != WF_CHUNK_NOUN && kind != WF_CHUNK_COMMA && kind != WF_CHUNK_CONJ && kind != WF_CHUNK_ADVERB &&
            kind != WF_CHUNK_QUOTE && kind != WF_CHUNK_PREP && kind != WF_CHUNK_OTHER)
            return false;
        if (kind == WF_CHUNK_PREP && i + 1 != noun && !(wf_chunk(f->doc, i + 1)->flags & WF_NOUN_TIME) && !listed &&
            wf_match_at(f->doc, wf_chunk(f->doc, i + 1)->head, f->state->noun) == NULL && i + 2 < noun)
            return false;
        inner |= kind == WF_CHUNK_PREP && listed;
    }
    if (!is_kind(f->doc, i, WF_CHUNK_VERB) || (inner && others == 0))
        return false;
    if (is_kind(f->doc, noun - 1, WF_CHUNK_PREP) && i + 1 < noun) {
        m = wf_match_at(f->doc, wf_chunk(f->doc, i)->head, f->state->status);
        /* a preposition that is not the verb's own puts the agreement aside: `met under the agreement` */
        if (m == NULL || (m->end <= wf_chunk(f->doc, noun - 1)->first && i + 2 >= noun &&
                             m->end != wf_chunk(f->doc, noun - 1)->first + 1 &&
                             !wf_slice_is(m->entry->value, "agreed")))
            return false;
        if (i + 2 < noun && !is_kind(f->doc, i + 1, WF_CHUNK_PREP))
            return false;
    }
    return status_verb(f, i, noun, out);
}

/* Verb whose subject it is, or a participle behind it: `was signed`, `signed in March`, `expired`. */
bool
wf_status_after(const struct finder *f, uint32_t noun, uint32_t after, struct agreement_status *out)
{
    uint32_t first, end;
    bool relative = false;

    wf_chunk_sentence(f->doc, noun, &first, &end);
    for (uint32_t i = after; i < end && i < after + 12; i++) {
        const struct wf_chunk *c = wf_chunk(f->doc, i);

        switch (c->kind) {
        case WF_CHUNK_VERB: {
            const struct wf_match *m = wf_match_at(f->doc, c->head, f->state->status);

            if (c->flags & WF_VERB_TO)
                continue;
            if (m != NULL && !(c->flags & (WF_VERB_PASSIVE | WF_VERB_REDUCED))) {
                /* active: only what an agreement does by itself */
                bool own = wf_slice_is(m->entry->value, "expired") || wf_slice_is(m->entry->value, "in_force") ||
                           wf_slice_is(m->entry->value, "broken");

                if (!own || wf_chunk_object(f->doc, i) != WF_NO_CHUNK)
                    m = NULL;
            }
            if (m != NULL)
                return status_verb(f, i, noun, out);
            if (c->flags & WF_VERB_FINITE)
                return false;
            continue;
        }
        case WF_CHUNK_WH:
        case WF_CHUNK_THAT:
            if (relative)
                return false;
            relative = true;
            continue;
        case WF_CHUNK_BREAK:
        case WF_CHUNK_SUB:
        case WF_CHUNK_BUT:
            return false;
        default:
            continue;
        }
    }
    return false;
}

bool
wf_status_adjective(const struct finder *f, uint32_t from, uint32_t to, struct agreement_status *out)
{
    for (uint32_t t = from; t < to; t++) {
        const struct wf_match *m = wf_match_at(f->doc, t, f->state->adjective);

        if (m != NULL) {
            out->name = m->entry->value;
            out->cue = wf_agreement_range(f->doc, m);
            return true;
        }
    }
    return false;
}

/* Whoever does this alone names the parties; who wants to revive an agreement is one of two at least. */
bool
wf_status_concludes(struct wf_slice status)
{
    return wf_slice_is(status, "signed") || wf_slice_is(status, "agreed") || wf_slice_is(status, "ratified") ||
           wf_slice_is(status, "initialled") || wf_slice_is(status, "terminated") || wf_slice_is(status, "extended") ||
           wf_slice_is(status, "under_discussion") || wf_slice_is(status, "broken") || wf_slice_is(status, "announced");
}

/* What is only planned is not there yet; what was refused is rejected. */
/* The verb hangs on one of agreeing. */
static bool
is_agreed(const struct finder *f, uint32_t verb)
{
    uint32_t main = verb == WF_NO_CHUNK ? WF_NO_CHUNK : wf_chunk_governor(f->doc, verb);
    const struct wf_match *m = main == WF_NO_CHUNK ? NULL : wf_match_at(f->doc, wf_chunk(f->doc, main)->head, f->state->status);

    return m != NULL && wf_slice_is(m->entry->value, "agreed");
}

const char *
wf_status_settled(const struct finder *f, struct agreement_status *s)
{
    const char *name = wf_agreement_status(f->state, s->name);
    bool done = name != NULL && (strcmp(name, "signed") == 0 || strcmp(name, "agreed") == 0 ||
                                    strcmp(name, "ratified") == 0 || strcmp(name, "initialled") == 0 ||
                                    strcmp(name, "announced") == 0 || strcmp(name, "extended") == 0);

    if (!done)
        return name;
    if (s->factuality == WF_FACTUALITY_PLANNED && strcmp(name, "extended") == 0 && is_agreed(f, s->verb))
        return name; /* `agreed to extend` */
    switch (s->factuality) {
    case WF_FACTUALITY_PLANNED:
    case WF_FACTUALITY_POSSIBLE:
        return "proposed";
    case WF_FACTUALITY_DENIED: /* not signed yet is not refused */
        return s->verb != WF_NO_CHUNK && (wf_chunk(f->doc, s->verb)->flags & (WF_VERB_NEGATED | WF_VERB_PERFECT)) ==
                    (WF_VERB_NEGATED | WF_VERB_PERFECT) ? NULL : "rejected";
    default:
        return name;
    }
}
