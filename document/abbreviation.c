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
    { "Adm", T }, { "Ala", A }, { "Ald", T }, { "Amb", T }, { "Approx", T }, { "Apr", M }, { "Ariz", A },
    { "Art", T }, { "Arts", T }, { "Assn", A }, { "Assoc", A }, { "Asst", T }, { "Att", T },
    { "Aug", M }, { "Ave", A }, { "Bhd", A }, { "Bldg", A }, { "Blvd", A }, { "Bn", A },
    { "Brig", T }, { "Bros", A }, { "Calif", A }, { "Capt", T }, { "Cdr", T }, { "Cf", T },
    { "Ch", T }, { "Cir", A }, { "Cmdr", T }, { "Co", A }, { "Col", T }, { "Colo", A },
    { "Comdr", T }, { "Conn", A }, { "Corp", A }, { "Cos", A }, { "Cpl", T }, { "Cpt", T },
    { "Dec", M }, { "Del", A }, { "Dept", A }, { "Det", T }, { "Dist", A }, { "Div", A },
    { "Dr", T }, { "Drs", T }, { "Eng", T }, { "Engr", T }, { "Ens", T }, { "Esq", A },
    { "Exec", T }, { "Ext", T }, { "Feb", M }, { "Fig", T }, { "Figs", T }, { "Fla", A },
    { "Fr", T }, { "Fri", M }, { "Ft", T }, { "Ga", A }, { "Gen", T }, { "Gens", T },
    { "Gov", T }, { "Govs", T }, { "Govt", A }, { "Hon", T }, { "Hwy", A }, { "Ill", A },
    { "Inc", A }, { "Insp", T }, { "Intl", A }, { "Jan", M }, { "Jr", A }, { "Jul", M },
    { "Jun", M }, { "Kan", A }, { "Ky", A }, { "La", A }, { "Lieut", T }, { "Lt", T },
    { "Ltd", A }, { "Maj", T }, { "Mar", M }, { "Mass", A }, { "Md", A }, { "Messrs", T },
    { "Mfg", A }, { "Mgr", T }, { "Mich", A }, { "Minn", A }, { "Mlle", T }, { "Mme", T },
    { "Mon", M }, { "Mr", T }, { "Mrs", T }, { "Ms", T }, { "Msgr", T }, { "Mt", T },
    { "Mts", T }, { "Natl", A }, { "Neb", A }, { "Nev", A }, { "No", T }, { "Nos", T },
    { "Nov", M }, { "Oct", M }, { "Okla", A }, { "Op", T }, { "Ore", A }, { "Pa", A },
    { "Par", T }, { "Para", T }, { "Pfc", T }, { "Ph", T }, { "Pkwy", A }, { "Plc", A },
    { "Pres", T }, { "Prof", T }, { "Profs", T }, { "Pt", T }, { "Pte", A }, { "Pty", A },
    { "Pvt", T }, { "Rd", A }, { "Reg", A }, { "Regt", T }, { "Rep", T }, { "Reps", T },
    { "Res", T }, { "Rev", T }, { "Rs", T }, { "Sat", M }, { "Sdn", A }, { "Sec", T },
    { "Sen", T }, { "Sens", T }, { "Sep", M }, { "Sept", M }, { "Sgt", T }, { "Spc", T },
    { "Sq", A }, { "Sr", A }, { "St", T }, { "Sta", A }, { "Ste", T }, { "Sun", M },
    { "Supt", T }, { "Tab", T }, { "Tabs", T }, { "Tel", T }, { "Tenn", A }, { "Tex", A }, { "Thu", M }, { "Thur", M },
    { "Thurs", M }, { "Tue", M }, { "Tues", M }, { "Univ", A }, { "Va", A }, { "Vol", T },
    { "Vols", T }, { "Wash", A }, { "Wed", M }, { "Wis", A }, { "al", A }, { "approx", T },
    { "apr", M }, { "art", T }, { "aug", M }, { "bn", A }, { "ca", T }, { "cf", T }, { "ch", T },
    { "cont", A }, { "dec", M }, { "dept", A }, { "ed", A }, { "eds", A }, { "est", A },
    { "etc", A }, { "ex", T }, { "ext", T }, { "feb", M }, { "fig", T }, { "figs", T }, { "incl", T },
    { "jan", M }, { "mln", A }, { "mn", A }, { "mr", T }, { "mrs", T }, { "ms", T }, { "no", A }, { "nos", T },
    { "nov", M }, { "oct", M }, { "op", T }, { "p", T }, { "para", T }, { "pp", T }, { "sec", A },
    { "sept", M }, { "sq", T }, { "tel", T }, { "v", T }, { "vol", T }, { "vols", T },
    { "vs", T },
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
