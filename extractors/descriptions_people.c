/* SPDX-License-Identifier: Apache-2.0 */
/* Who a pronoun can stand for. */
#include <string.h>

#include "extractors/descriptions_private.h"

#define SAME_SEX_BLOCKS 6u /* paragraphs over which `she` still finds the last woman */

void
wf_people_sentence(struct wf_people *people)
{
    if (people->count[0] == 0)
        return; /* nobody was spoken of: the ones before still count */
    for (unsigned i = SENTENCES_MAX - 1; i > 0; i--) {
        memcpy(people->seen[i], people->seen[i - 1], sizeof people->seen[i]);
        people->count[i] = people->count[i - 1];
    }
    people->count[0] = 0;
}

void
wf_people_add(struct wf_people *people, const struct wf_reference *who, uint32_t block, bool aside, bool quoted)
{
    if (who->entity != NULL && who->entity->sex != 0 && !quoted) {
        unsigned k = who->entity->sex == 'f';

        people->last[k] = *who;
        people->last_block[k] = block;
    }
    if (people->count[0] == PEOPLE_MAX)
        return;
    people->seen[0][people->count[0]++] = (struct wf_person_seen){ *who, aside, quoted };
}

static bool
can_be(const struct wf_person_seen *p, char sex)
{
    return sex == 0 || p->who.entity == NULL || p->who.entity->sex == 0 || p->who.entity->sex == sex;
}

/* First person of the sentence who fits; those in passing only where nobody else does. */
static const struct wf_person_seen *
first_fit(const struct wf_people *people, unsigned sentence, char sex, bool quoted)
{
    const struct wf_person_seen *passing = NULL;

    for (unsigned i = 0; i < people->count[sentence]; i++) {
        const struct wf_person_seen *p = &people->seen[sentence][i];

        if ((p->quoted && !quoted) || !can_be(p, sex))
            continue;
        if (!p->aside)
            return p;
        if (passing == NULL)
            passing = p;
    }
    return passing;
}

const struct wf_reference *
wf_people_pronoun(const struct wf_people *people, char sex, uint32_t block, bool quoted)
{
    for (unsigned i = 0; i < SENTENCES_MAX; i++) {
        const struct wf_person_seen *p = first_fit(people, i, sex, quoted);

        if (p != NULL)
            return &p->who;
    }
    if (sex != 0) {
        unsigned k = sex == 'f';

        if (people->last[k].entity != NULL && block - people->last_block[k] <= SAME_SEX_BLOCKS)
            return &people->last[k];
    }
    for (unsigned i = 0; i < SENTENCES_MAX; i++) { /* somebody named in a quotation only */
        const struct wf_person_seen *p = first_fit(people, i, sex, true);

        if (p != NULL)
            return &p->who;
    }
    return NULL;
}
