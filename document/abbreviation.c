/* SPDX-License-Identifier: Apache-2.0 */
#include "document/abbreviation.h"

#include <stdlib.h>
#include <string.h>

struct row {
    const char *word;
    enum wf_abbreviation kind;
};

#define T WF_ABBREVIATION_TITLE
#define M WF_ABBREVIATION_MONTH
#define A WF_ABBREVIATION_ANY

/* Sorted by byte, for bsearch. Lower-case forms stand for themselves only. */
static const struct row rows[] = {
    { "Adm", T }, { "Amb", T }, { "Apr", M }, { "Assn", A }, { "Asst", T }, { "Att", T },
    { "Aug", M }, { "Ave", A }, { "Bldg", A }, { "Blvd", A }, { "Brig", T }, { "Bros", A },
    { "Capt", T }, { "Cir", A }, { "Cmdr", T }, { "Co", A }, { "Col", T }, { "Comdr", T },
    { "Corp", A }, { "Cos", A }, { "Cpl", T }, { "Dec", M }, { "Dept", A }, { "Det", T },
    { "Dist", A }, { "Dr", T }, { "Drs", T }, { "Eng", T }, { "Engr", T }, { "Ens", T },
    { "Esq", A }, { "Feb", M }, { "Fig", T }, { "Figs", T }, { "Fr", T }, { "Fri", M },
    { "Ft", T }, { "Gen", T }, { "Gens", T }, { "Gov", T }, { "Govs", T }, { "Hon", T },
    { "Inc", A }, { "Insp", T }, { "Intl", A }, { "Jan", M }, { "Jr", A }, { "Jul", M },
    { "Jun", M }, { "Lt", T }, { "Ltd", A }, { "Maj", T }, { "Mar", M }, { "Messrs", T },
    { "Mfg", A }, { "Mgr", T }, { "Mlle", T }, { "Mme", T }, { "Mon", M }, { "Mr", T },
    { "Mrs", T }, { "Ms", T }, { "Msgr", T }, { "Mt", T }, { "Mts", T }, { "No", T },
    { "Nos", T }, { "Nov", M }, { "Oct", M }, { "Op", T }, { "Pfc", T }, { "Ph", T },
    { "Plc", A }, { "Pres", T }, { "Prof", T }, { "Profs", T }, { "Pt", T }, { "Pte", A },
    { "Pvt", T }, { "Rd", A }, { "Reg", A }, { "Rep", T }, { "Reps", T }, { "Rev", T },
    { "Sat", M }, { "Sec", T }, { "Sen", T }, { "Sens", T }, { "Sep", M }, { "Sept", M },
    { "Sgt", T }, { "Sr", A }, { "St", T }, { "Sta", A }, { "Ste", T }, { "Sun", M },
    { "Supt", T }, { "Thu", M }, { "Thur", M }, { "Thurs", M }, { "Tue", M }, { "Tues", M },
    { "Univ", A }, { "Vol", T }, { "Wed", M }, { "al", A }, { "approx", T }, { "apr", M },
    { "art", T }, { "aug", M }, { "ca", T }, { "cf", T }, { "dec", M }, { "dept", A },
    { "ed", A }, { "eds", A }, { "est", A }, { "etc", A }, { "feb", M }, { "fig", T },
    { "figs", T }, { "incl", T }, { "jan", M }, { "mr", T }, { "mrs", T }, { "ms", T },
    { "no", A }, { "nos", T }, { "nov", M }, { "oct", M }, { "op", T }, { "pp", T }, { "sec", A },
    { "sept", M }, { "v", T }, { "vol", T }, { "vols", T }, { "vs", T },
};

static int
compare(const void *key, const void *row)
{
    return strcmp(key, ((const struct row *)row)->word);
}

enum wf_abbreviation
wf_abbreviation_of(const char *word, size_t len)
{
    char key[8];
    const struct row *row;

    if (len == 0 || len >= sizeof key)
        return WF_ABBREVIATION_NONE;
    memcpy(key, word, len);
    key[len] = '\0';
    row = bsearch(key, rows, sizeof rows / sizeof rows[0], sizeof rows[0], compare);
    return row == NULL ? WF_ABBREVIATION_NONE : row->kind;
}
