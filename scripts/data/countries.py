#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make extractors/data/{countries,country_codes,nationalities}.tsv.

  countries.py NODE_MODULES OUT

NODE_MODULES holds the npm packages cldr-localenames-full (Unicode-3.0) and i18n-iso-countries (MIT).
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def names_of(modules):
    """English names by ISO code, CLDR's plain one first."""
    path = modules + "/cldr-localenames-full/main/en/territories.json"
    table = json.load(open(path, encoding="utf-8"))["main"]["en"]["localeDisplayNames"]["territories"]
    iso = json.load(open(modules + "/i18n-iso-countries/langs/en.json", encoding="utf-8"))["countries"]
    out = {}
    for key, name in table.items():
        if len(key.split("-")[0]) == 2:
            out.setdefault(key.split("-")[0], []).append(name)
    for key, name in iso.items():
        for n in name if isinstance(name, list) else [name]:
            out.setdefault(key, []).append(n)
    return out


def spellings(name):
    """A name and its spellings without what English news leaves out."""
    out = [name]
    if " (" in name or "," in name:
        out = [name.split(" (")[0].split(",")[0]]
    for n in list(out):
        for a, b in (("&", "and"), ("St.", "Saint"), ("’", "'"), ("'", "’")):
            if a in n:
                out.append(n.replace(a, b))
    return out


def main(modules, out):
    alpha3 = {a2: a3 for a2, a3, *_ in json.load(open(modules + "/i18n-iso-countries/codes.json"))}
    known = names_of(modules)
    head = "# source: CLDR (npm cldr-localenames-full), i18n-iso-countries (npm), wirefact authors; made by " \
           "scripts/data/countries.py\n# licence: Unicode-3.0 AND MIT AND Apache-2.0\n"
    own = "# source: wirefact authors; made by scripts/data/countries.py\n# licence: Apache-2.0\n"
    names = ["# class: country\n" + head + "# case: capital\n"]
    codes = ["# class: country\n" + own + "# case: exact\n"]
    people = ["# class: nationality\n" + own + "# case: capital\n"]
    taken = set()
    for line in open(HERE + "/countries.txt", encoding="utf-8"):
        if line.startswith("#"):
            continue
        iso, wikidata, demonyms, more = line.rstrip("\n").split("\t")
        common = []
        for n in known.get(iso, []):
            common += spellings(n)
        plain, exact, doubtful = [], [], []
        for n in more.split("|") if more else []:
            (exact if n[0] == "!" else doubtful if n[0] == "?" else plain).append(n.lstrip("!?"))
        all_names = []
        for n in (common[:1] + plain[:1] if iso != "-" else []) + plain + common:
            bare = n[4:] if n.lower().startswith("the ") else n
            low = bare.lower()
            if low in taken or bare in doubtful or bare in exact or bare in ("US", "UK", "USA", "DRC"):
                continue
            taken.add(low)
            all_names.append(bare)
        first = (common + plain + doubtful)[0]
        first = {"MM": "Myanmar", "HK": "Hong Kong", "MO": "Macao", "PS": "Palestine", "CD": "Democratic Republic of the Congo",
                 "CG": "Republic of the Congo", "VA": "Vatican City", "TR": "Turkey", "CZ": "Czech Republic"}.get(iso, first)
        code = "" if iso == "-" else iso
        attributes = "name=%s" % first.replace(" ", "_").replace("&", "and")
        if wikidata != "-":
            attributes += " wikidata=" + wikidata
        if iso in alpha3:
            attributes += " alpha3=" + alpha3[iso]
        if all_names:
            names.append("%s\t%s\t%s\n" % ("|".join(all_names), code, attributes))
        if doubtful:
            names.append("%s\t%s\t%s ambiguous=1\n" % ("|".join(doubtful), code, attributes))
        if exact:
            codes.append("%s\t%s\t%s\n" % ("|".join(exact), code, attributes))
        if demonyms:
            words = demonyms.split("|")
            caps = [w for w in words if w.replace(".", "").isupper()]
            words = [w for w in words if w not in caps]
            if words:
                people.append("%s\t%s\t%s\n" % ("|".join(words), code, attributes))
    for path, lines in (("countries", names), ("country_codes", codes), ("nationalities", people)):
        with open("%s/%s.tsv" % (out, path), "w", encoding="utf-8") as f:
            f.writelines(lines)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
