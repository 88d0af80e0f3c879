#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make extractors/data/{male,female}_names.txt: first names that nearly always belong to one sex.

  gender.py SITE_PACKAGES OUT

SITE_PACKAGES holds the PyPI packages names (US Census, public domain: shares of each name) and faker (MIT: lists by
country). Only names that are in OUT/first_names.tsv are kept. Where the census has a name under both, the commoner one
must be eight times as common, and in faker's lists three times; else a name of faker's lists must be under one only.
"""
import collections
import importlib
import sys

import names as words


def census(path):
    return {line.split()[0].lower(): float(line.split()[1]) for line in open(path)}


def lists(site, what):
    sys.path.insert(0, site)
    found = collections.Counter()
    for locale in words.LATIN:
        try:
            provider = importlib.import_module("faker.providers.person." + locale).Provider
        except ImportError:
            continue
        for key in dir(provider):
            if key.startswith("first_names_" + what):
                found.update({n.lower() for n in getattr(provider, key) if isinstance(n, str)})
    return found


def main(site, out):
    known = {v.lower() for line in open(out + "/first_names.tsv", encoding="utf-8") if line[0] != "#"
             for v in line.rstrip("\n").split("\t")[0].split("|")}
    share = [census("%s/names/dist.%s.first" % (site, what)) for what in ("male", "female")]
    listed = [lists(site, what) for what in ("male", "female")]
    for i, what in enumerate(("male", "female")):
        rows = set()
        for name in known:
            mine, other = share[i].get(name, 0.0), share[1 - i].get(name, 0.0)
            if mine + other > 0:
                if mine >= 8 * other and listed[1 - i][name] * 3 <= listed[i][name]:
                    rows.add(name)
            elif listed[i][name] and not listed[1 - i][name]:
                rows.add(name)
        with open("%s/%s_names.txt" % (out, what), "w", encoding="utf-8") as f:
            f.write("# source: US Census Bureau (public domain) through names (PyPI), faker (PyPI); made by scripts/data/gender.py\n"
                    "# licence: MIT\n")
            f.writelines(n + "\n" for n in sorted(rows))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
