/* SPDX-License-Identifier: Apache-2.0 */
#include "document/fact.h"

#define NAME_OF(names, value) \
    ((unsigned)(value) < sizeof(names) / sizeof((names)[0]) ? (names)[value] : NULL)

static const char *const entity_types[] = { NULL, "PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT",
    "LAW", "PRODUCT", "WORK_OF_ART", "LANGUAGE" };
static const char *const role_statuses[] = { "current", "former", "late", "acting", "designate",
    "deputy" };
static const char *const country_bases[] = { NULL, "text", "gazetteer" };
static const char *const figure_kinds[] = { "money", "percent", "quantity", "count", "ordinal", "ratio",
    "duration" };
static const char *const qualifiers[] = { "exact", "approximately", "nearly", "more_than", "at_least",
    "less_than", "at_most", "up_to" };
static const char *const figure_statuses[] = { NULL, "actual", "target", "owed", "pledged", "paid",
    "stolen", "forecast", "budgeted" };
static const char *const date_types[] = { "DATE", "TIME", "DURATION", "SET" };
static const char *const factualities[] = { "happened", "planned", "possible", "reported", "denied" };
static const char *const quote_forms[] = { "direct", "mixed", "indirect" };

const char *
wf_entity_type_name(enum wf_entity_type type)
{
    return NAME_OF(entity_types, type);
}

const char *
wf_role_status_name(enum wf_role_status status)
{
    return NAME_OF(role_statuses, status);
}

const char *
wf_country_basis_name(enum wf_country_basis basis)
{
    return NAME_OF(country_bases, basis);
}

const char *
wf_figure_kind_name(enum wf_figure_kind kind)
{
    return NAME_OF(figure_kinds, kind);
}

const char *
wf_qualifier_name(enum wf_qualifier qualifier)
{
    return NAME_OF(qualifiers, qualifier);
}

const char *
wf_figure_status_name(enum wf_figure_status status)
{
    return NAME_OF(figure_statuses, status);
}

const char *
wf_date_type_name(enum wf_date_type type)
{
    return NAME_OF(date_types, type);
}

const char *
wf_factuality_name(enum wf_factuality factuality)
{
    return NAME_OF(factualities, factuality);
}

const char *
wf_quote_form_name(enum wf_quote_form form)
{
    return NAME_OF(quote_forms, form);
}

enum wf_entity_type
wf_entity_type_of(struct wf_slice name)
{
    for (unsigned i = 1; i < sizeof entity_types / sizeof entity_types[0]; i++)
        if (wf_slice_is(name, entity_types[i]))
            return (enum wf_entity_type)i;
    return WF_ENTITY_NONE;
}
