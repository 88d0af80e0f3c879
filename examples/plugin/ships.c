/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An extractor as a plug-in: ships named by their IMO number ("IMO 9321483") become entities of type
 * PRODUCT with the number as identifier. The last digit of the number is a check digit (IMO resolution
 * A.1117(30)): the first six digits times 7 to 2, added up, end in it.
 */
#include <stdlib.h>

#include <extractors/extractor.h>

struct ships {
    const struct wf_rule *rule;
    uint32_t imo; /* word id of the trigger */
};

static enum wf_status
init(struct wf_setup *setup, void **state, struct wf_error *err)
{
    struct ships *ships = calloc(1, sizeof *ships);

    *state = ships;
    if (ships == NULL)
        return wf_error_set(err, WF_ENOMEM, "ships", 0, "no memory");
    ships->rule = setup->rule(setup, "ships/imo-number");
    ships->imo = wf_lexicon_word(setup->lexicon, "IMO");
    return WF_OK;
}

static bool
is_imo_number(struct wf_slice digits)
{
    int sum = 0;

    if (digits.len != 7)
        return false;
    for (int i = 0; i < 6; i++)
        sum += (digits.data[i] - '0') * (7 - i);
    return sum % 10 == digits.data[6] - '0';
}

static enum wf_status
add_ship(const struct ships *ships, struct wf_document *doc, uint32_t token)
{
    struct wf_entity *ship = wf_fact_new(doc, sizeof *ship, ships->rule, token, token + 2);
    struct wf_mention *mention = wf_arena_zalloc(doc->arena, sizeof *mention);
    struct wf_identifier *number;
    struct wf_mention **mentioned;
    struct wf_entity **listed;

    if (ship == NULL || mention == NULL)
        return WF_ELIMIT;
    ship->type = WF_ENTITY_PRODUCT;
    ship->name = wf_span_text(doc, ship->fact.at.span);
    *mention = (struct wf_mention){ .at = ship->fact.at, .type = WF_ENTITY_PRODUCT, .rule = ships->rule,
        .entity = ship };
    mentioned = wf_vector_push(doc->arena, &ship->mentions);
    number = wf_vector_push(doc->arena, &ship->identifiers);
    listed = wf_vector_push(doc->arena, &doc->entities);
    if (mentioned == NULL || number == NULL || listed == NULL)
        return WF_ELIMIT;
    *mentioned = mention;
    *number = (struct wf_identifier){ "imo", wf_token_text(doc, token + 1) };
    *listed = ship;
    return WF_OK;
}

static enum wf_status
run(const void *state, struct wf_run *run_state, struct wf_document *doc, struct wf_error *err)
{
    const struct ships *ships = state;

    (void)err;
    for (uint32_t t = 0; t + 1 < doc->tokens.count && wf_step(run_state, 1); t++)
        if (doc->tokens.items[t].word == ships->imo && is_imo_number(wf_token_text(doc, t + 1))) {
            enum wf_status status = add_ship(ships, doc, t);

            if (status != WF_OK)
                return status;
        }
    return WF_OK;
}

const struct wf_extractor wf_extractor_plugin = {
    WF_EXTRACTOR_HEAD, "ships", "ships by IMO number", WF_LAYER(TOKENS), WF_LAYER(ENTITIES), NULL, init, run,
    free,
};
