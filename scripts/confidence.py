#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure how often what each rule finds is right, and write extractors/data/confidence.txt.

  confidence.py [--wirefact "COMMAND"] [--events DIR] [--out FILE] [--layer LAYER]... [--report GOLD.json TEXT]... FOLDER ...

FOLDER holds docs.jsonl (envelopes) and gold.jsonl: {"id", "annotations": [{"layer", "start", "end", "type" or "coarse",
"optional"?, "value"?, "timex"?}], "scope"?: {layer: [types that are annotated]}}; spans are code points. It measures

  entities   right: exactly the words of an annotation, and a type that means the same in that corpus
  figures    right: overlaps an annotation with the same value (or without one)
  dates      right: overlaps an annotation with the same TIMEX3 value (or without one)

GOLD.json is a report with all layers annotated: {"events", "agreements", "figures", "dates", "quotes"}, lists of objects
with "start" and "end" (or "span", "trigger", "coreferent_triggers"), "kind", "value", "optional". It measures too

  events, agreements   right: the trigger overlaps one of the annotation's, and the kind is the same but for wording
  quotes               right: more than half of the words in common

Use text that neither rules nor model were made from where there is some: what a rule was written against flatters it.
What is optional in the annotation counts neither way; types outside the scope are not counted. Rules with fewer than
CASES cases stay without confidence. With --layer (entities, figures, dates, agreements, events, quotes) only those are
measured, and what FILE holds of other rules stays: names are measured with a model made without the text, see docs/models.md:
with --events, what `crossvalidate.py --keep DIR` wrote is measured (DIR/FOLDER'S NAME.events.jsonl).
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
FIGURE = {"money": "MONEY", "percent": "PERCENT", "quantity": "QUANTITY", "duration": "DURATION", "count": "NUMBER",
          "ratio": "NUMBER", "ordinal": "ORDINAL"}
KIND = {"talks": "meeting", "negotiation": "meeting", "announcement": "statement", "investment": "aid", "commitment": "aid",
        "transfer": "payment", "fund_transfer": "payment", "debt": "payment", "war": "attack", "military_escalation": "attack",
        "hostile_action": "attack", "handover": "extradition", "project_completion": "launch", "loan": "financing",
        "pledge": "promise", "supply_agreement": "contract", "procurement": "purchase", "signing": "agreement_signing"}


def kind(x):
    return KIND.get(x["kind"], x["kind"])


def span(x):
    x = x.get("span", x)
    return (x["start"], x["end"]) if x.get("start") is not None else None


def over(a, b):
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def same_number(a, b):
    try:
        return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)))
    except (TypeError, ValueError):
        return a == b


class Counts:
    def __init__(self, layers):
        self.right, self.seen = collections.Counter(), collections.Counter()
        self.layers = {"names" if x == "entities" else x for x in layers}

    def wanted(self, rule):
        return not self.layers or rule.split("/")[0] in self.layers

    def add(self, rule, verdict):
        """True, False, or None where the annotation does not say."""
        if verdict is not None and self.wanted(rule):
            self.seen[rule] += 1
            self.right[rule] += bool(verdict)


def verdict_of(found, gold, fits):
    """Any annotation that fits; None where only optional ones overlap."""
    near = [g for g in gold if over(span(g), span(found))]
    if any(fits(g) for g in near if not g.get("optional")):
        return True
    return None if any(g.get("optional") for g in near) else False


def events_of(command, folder, kept):
    """What was found in a folder: kept by crossvalidate.py, else found now."""
    path = kept and os.path.join(kept, os.path.basename(folder.rstrip("/")) + ".events.jsonl")
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            return f.read().splitlines()
    done = subprocess.run(command + ["extract", os.path.join(folder, "docs.jsonl")], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8").splitlines()


def in_folder(command, folder, counts, kept_events):
    gold = {}
    for line in open(os.path.join(folder, "gold.jsonl"), encoding="utf-8"):
        g = json.loads(line)
        gold[g["id"]] = g
    known = {t for g in gold.values() for a in g["annotations"] if a.get("layer", "entities") == "entities"
             for t in (a.get("coarse"), a.get("type"))}
    for line in events_of(command, folder, kept_events):
        e = json.loads(line)
        if e["layer"] not in ("entity", "figure", "date"):
            continue
        g = gold[e["document"]["id"]]
        plural = {"entity": "entities", "figure": "figures", "date": "dates"}[e["layer"]]
        rows = [a for a in g["annotations"] if a.get("layer", "entities") == plural]
        scope = g.get("scope")
        if e["layer"] == "entity":
            if SAME[e["type"]] & known:
                exact = [a for a in rows if span(a) == span(e)]
                counts.add(e["rule"], any({a.get("coarse"), a.get("type")} & SAME[e["type"]] for a in exact))
            continue
        if not scope or plural not in scope:
            continue
        if str(e.get("value")).endswith("_REF"):
            continue  # `now`: corpora of calendar dates do not annotate it
        kind_of = FIGURE[e["kind"]] if e["layer"] == "figure" else e["type"]
        if kind_of not in scope[plural]:
            continue
        key = "value" if e["layer"] == "figure" else "timex"
        counts.add(e["rule"], verdict_of(e, rows, lambda a: a.get(key) is None or same_number(a[key], e.get("value"))))


def in_report(command, path, text, counts):
    gold = json.load(open(path, encoding="utf-8"))
    done = subprocess.run(command + ["extract", text], stdout=subprocess.PIPE, check=True)
    excluded = [dict(x, optional=True) for x in gold.get("excluded", []) if x.get("start") is not None]
    for line in done.stdout.decode("utf-8").splitlines():
        e = json.loads(line)
        if e["layer"] in ("event", "agreement"):
            rows = []
            for g in gold[e["layer"] + "s"]:
                for spot in [g["trigger"]] + g.get("coreferent_triggers", []):
                    rows.append(dict(start=spot["start"], end=spot["end"], kind=g["kind"],
                                     optional=g.get("optional") or g.get("salience") == "minor"))
            counts.add(e["rule"], verdict_of(e["trigger"], rows, lambda g: kind(g) == kind(e)))
        elif e["layer"] == "figure" and e["kind"] not in ("count", "ordinal"):
            rows = [dict(g, optional=g.get("optional") or g.get("salience") == "minor") for g in gold["figures"]] + excluded
            counts.add(e["rule"], verdict_of(e, rows, lambda g: g.get("value") is None or same_number(g["value"], e["value"])))
        elif e["layer"] == "date":
            rows = gold["dates"] + excluded
            counts.add(e["rule"], verdict_of(e, rows, lambda g: e["value"] in
                                             [g.get("value")] + [a["value"] for a in g.get("alternatives", [])]))
        elif e["layer"] == "quote":
            rows = gold["quotes"] + [dict(c, optional=True) for c in gold.get("claims", [])]

            def half(g):
                a, b = span(g), span(e)
                return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1], b[1]) - min(a[0], b[0])
            counts.add(e["rule"], verdict_of(e, rows, half))


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--wirefact", default="build/worker/wirefact")
    ap.add_argument("--out", default="extractors/data/confidence.txt")
    ap.add_argument("--events")
    ap.add_argument("--layer", action="append", default=[])
    ap.add_argument("--report", nargs=2, action="append", default=[], metavar=("GOLD.json", "TEXT"))
    ap.add_argument("folders", nargs="*")
    a = ap.parse_args()
    counts = Counts(a.layer)
    for folder in a.folders:
        in_folder(a.wirefact.split(), folder, counts, a.events)
    for path, text in a.report:
        in_report(a.wirefact.split(), path, text, counts)
    kept = {}
    if a.layer and os.path.exists(a.out):
        for line in open(a.out, encoding="utf-8"):
            if not line.startswith("#") and not counts.wanted(line):
                kept[line.split("\t")[0]] = line
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# SPDX-License-Identifier: Apache-2.0\n# source: measured on annotated text; made by scripts/confidence.py\n"
                "# licence: Apache-2.0\n# rule, precision in thousandths, cases\n")
        for rule in sorted(set(counts.seen) | set(kept)):
            if rule in kept:
                f.write(kept[rule])
            elif counts.seen[rule] >= CASES:
                f.write("%s\t%d\t%d\n" % (rule, round(1000 * counts.right[rule] / counts.seen[rule]), counts.seen[rule]))
    sys.stderr.write("%d facts of %d rules\n" % (sum(counts.seen.values()), len(counts.seen)))
    for rule in sorted(counts.seen):
        sys.stderr.write("  %-28s %4d of %4d\n" % (rule, counts.right[rule], counts.seen[rule]))


if __name__ == "__main__":
    main()
