#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make extractors/data/currencies.tsv and currency_codes.tsv from CLDR.

  npm pack cldr-core@48.2.0 cldr-numbers-full@48.2.0     (then unpack both)
  currencies.py CORE_PACKAGE NUMBERS_PACKAGE OUTPUT_FOLDER

Names, codes and minor digits come from CLDR; which countries use a currency today decides what a bare
`dinar` means. Names of one word that only one living currency has (naira, baht) stand for it alone, but for
words of the language that mean something else (real, won, mark): those are in currency_names.tsv, by hand.
"""
import json
import sys

COMMON = {"real", "won", "mark", "sol", "colon", "pound", "dollar", "euro", "crown", "point", "unit", "sum", "reserve",
          "som", "metical", "afghani", "rights", "ruble", "lira", "dram", "yen", "yuan", "ounce", "gold", "silver"}
HEAD = """# class: %s
# source: Unicode CLDR %s (cldr-core, cldr-numbers-full), by scripts/data/currencies.py
# licence: Unicode-3.0
# case: %s
# currency <TAB> ISO 4217 code <TAB> family (last word of the name), countries that use it now, minor digits
"""


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def main(core, numbers, out):
    names = load(numbers + "/main/en/currencies.json")["main"]["en"]["numbers"]["currencies"]
    data = load(core + "/supplemental/currencyData.json")["supplemental"]["currencyData"]
    version = load(core + "/package.json")["version"]
    living = {}
    for region, rows in data["region"].items():
        for row in rows:
            for code, when in row.items():
                if "_to" not in when and when.get("_tender") != "false" and len(region) == 2 and region != "ZZ":
                    living.setdefault(code, []).append(region)
    families = {}
    for code in living:
        word = names[code]["displayName-count-one"].split()[-1].lower()
        families.setdefault(word, []).append(code)
    lines, codes = [], []
    for code in sorted(names):
        one = names[code].get("displayName-count-one", "")
        many = names[code].get("displayName-count-other", one)
        if not one or "(" in one or code.startswith("X") and code not in living:
            continue
        variants = [one.replace("&", "and"), many.replace("&", "and")]
        family = one.split()[-1].lower()
        word = family.replace("-", "")
        if families.get(family) == [code] and word not in COMMON and len(one.split()) > 1:
            variants += [one.split()[-1], many.split()[-1]]
        variants = list(dict.fromkeys(v.lower() for v in variants))
        digits = data["fractions"].get(code, {}).get("_digits", "2")
        notes = ["family=" + family, "digits=" + digits]
        if code in living:
            notes.append("countries=" + ",".join(sorted(living[code])))
        lines.append("%s\t%s\t%s" % ("|".join(variants), code, " ".join(notes)))
        if code in living:
            codes.append("%s\t%s" % (code, code))
    with open(out + "/currencies.tsv", "w", encoding="utf-8") as f:
        f.write(HEAD % ("currency", version, "fold") + "\n".join(lines) + "\n")
    with open(out + "/currency_codes.tsv", "w", encoding="utf-8") as f:
        f.write(HEAD % ("currency_code", version, "exact") + "\n".join(codes) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
