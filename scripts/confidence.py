#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure how often names found by each rule are right, and write extractors/data/confidence.txt.

  confidence.py [--wirefact "COMMAND"] [--out FILE] FOLDER ...

FOLDER holds docs.jsonl (envelopes) and gold.jsonl: {"id", "annotations": [{"layer": "entities", "start", "end", "type" or
"coarse", "optional"?}], "scope"?}; spans are code points. Use text that the model was not made from. A name counts as
right when the annotation has exactly its words and a type that means the same in that corpus. Rules with fewer than
CASES cases stay without confidence.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

CASES = 20
SAME = {"PERSON": {"PERSON", "PER", "person", "politician"},
        "ORG": {"ORG", "organization", "organisation", "politicalparty", "Organisation"},
        "GPE": {"GPE", "LOC", "place", "location", "country", "Location"},
        "LOC": {"LOC", "GPE", "place", "location", "country", "Location"},
        "FAC": {"FAC", "LOC", "place", "location", "Location"},
        "NORP": {"NORP", "MISC", "misc", "Nationality"},
        "EVENT": {"EVENT", "MISC", "event", "election"},
        "LAW": {"LAW", "MISC", "misc"},
        "PRODUCT": {"PRODUCT", "MISC", "OTHER", "misc"},
        "WORK_OF_ART": {"WORK_OF_ART", "MISC", "WORK", "misc"},
        "LANGUAGE": {"LANGUAGE", "MISC", "misc"}}


def gold_of(folder):
    """Document id -> (types that are annotated, spans with their types)."""
    out = {}
    for line in open(os.path.join(folder, "gold.jsonl"), encoding="utf-8"):
        g = json.loads(line)
        spans = collections.defaultdict(set)
        for a in g["annotations"]:
            if a.get("layer", "entities") == "entities":
                spans[a["start"], a["end"]] |= {a.get("coarse"), a.get("type")}
        out[g["id"]] = spans
    return out


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--wirefact", default="build/worker/wirefact")
    ap.add_argument("--out", default="extractors/data/confidence.txt")
    ap.add_argument("folders", nargs="+")
    a = ap.parse_args()
    right, seen = collections.Counter(), collections.Counter()
    for folder in a.folders:
        gold = gold_of(folder)
        known = {t for spans in gold.values() for types in spans.values() for t in types}
        done = subprocess.run(a.wirefact.split() + ["extract", os.path.join(folder, "docs.jsonl")], stdout=subprocess.PIPE, check=True)
        for line in done.stdout.decode("utf-8").splitlines():
            e = json.loads(line)
            if e["layer"] != "entity" or not SAME[e["type"]] & known:
                continue
            types = gold[e["document"]["id"]].get((e["span"]["start"], e["span"]["end"]), set())
            seen[e["rule"]] += 1
            right[e["rule"]] += bool(types & SAME[e["type"]])
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# SPDX-License-Identifier: Apache-2.0\n# source: measured on annotated text; made by scripts/confidence.py\n"
                "# licence: Apache-2.0\n# rule, precision in thousandths, cases\n")
        for rule in sorted(seen):
            if seen[rule] >= CASES:
                f.write("%s\t%d\t%d\n" % (rule, round(1000 * right[rule] / seen[rule]), seen[rule]))
    sys.stderr.write("%d names of %d rules\n" % (sum(seen.values()), len(seen)))


if __name__ == "__main__":
    main()
