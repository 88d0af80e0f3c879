#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make extractors/data/{organisations,organisation_codes}.tsv from organisations.txt.

  organisations.py OUT
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main(out):
    head = "# class: organisation\n# source: wirefact authors; made by scripts/data/organisations.py\n# licence: Apache-2.0\n"
    names, codes = [head + "# case: capital\n"], [head + "# case: exact\n"]
    kind, seen = "", set()
    for line in open(HERE + "/organisations.txt", encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            kind = line[1:-1]
            continue
        line, _, iso = line.partition("@")
        plain, exact, doubtful = [], [], []
        for n in line.split("|"):
            bucket = exact if n[0] == "!" else doubtful if n[0] == "?" else plain
            n = n.lstrip("!?")
            if n.startswith("The ") and len(n.split()) == 2:
                bucket = doubtful  # a newspaper, or the article before an adjective
            if n.startswith("The ") and len(n.split()) > 2:
                n = n[4:]
            key = n if bucket is exact else n.lower()
            if key not in seen:
                seen.add(key)
                bucket.append(n)
                if "'" in n:
                    bucket.append(n.replace("'", "’"))
        every = plain + exact + doubtful
        if not every:
            continue
        attributes = "name=%s kind=%s" % (every[0].replace(" ", "_"), kind)
        if plain:
            names.append("%s\t%s\t%s\n" % ("|".join(plain), iso, attributes))
        if doubtful:
            names.append("%s\t%s\t%s ambiguous=1\n" % ("|".join(doubtful), iso, attributes))
        if exact:
            codes.append("%s\t%s\t%s\n" % ("|".join(exact), iso, attributes))
    for path, lines in (("organisations", names), ("organisation_codes", codes)):
        with open("%s/%s.tsv" % (out, path), "w", encoding="utf-8") as f:
            f.writelines(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
