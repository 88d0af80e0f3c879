#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well names are found in text that the model has not seen: cross-validation over documents.

  crossvalidate.py --wirefact build/worker/wirefact --corpora DIR --clusters clusters.tsv [--folds 5] [--keep DIR]
                   [SET...]

Sets are folders below DIR with docs.jsonl and gold.jsonl; all must be corpora of names.recipe. For each fold a
model is made from the documents outside it and `wirefact extract` reads those inside. Prints precision, recall and F1 of
spans with types, exact and by overlap, where types that a set does not tell apart count as one. --keep writes the
events, SET.events.jsonl, for other scorers."""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

import recipe

SETS = ["eval/data/wikigold", "eval/data/uner_pud", "eval/data/crossner_politics_dev", "eval/data/gum_news"]
ALIKE = {"GPE": "LOC", "FAC": "LOC", "NORP": "MISC", "EVENT": "MISC", "LAW": "MISC", "PRODUCT": "MISC",
         "WORK_OF_ART": "MISC", "LANGUAGE": "MISC"}


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def run_fold(args, fold, work, events):
    data = os.path.join(work, "data%d" % fold)
    os.mkdir(data)
    for name in os.listdir(args.data):
        if name != "names.model":
            os.symlink(os.path.join(os.path.abspath(args.data), name), os.path.join(data, name))
    guesses = os.path.join(work, "guesses")
    recipe.train(args.wirefact, "names", args.corpora, os.path.join(data, "names.model"), args.clusters, args.data,
                 ["fold=%d/%d" % (fold, args.folds), "predict=" + guesses])
    left_out = {g["doc_id"] for g in lines(guesses)}
    for name in args.sets:
        part = os.path.join(work, "docs.jsonl")
        with open(os.path.join(args.corpora, name, "docs.jsonl"), encoding="utf-8") as f, \
                open(part, "w", encoding="utf-8") as out:
            out.writelines(line for line in f if json.loads(line)["id"] in left_out)
        done = subprocess.run([args.wirefact, "extract", "--data", data, part], stdout=subprocess.PIPE, check=True)
        events[name] += done.stdout.decode("utf-8").splitlines()


def figures(found, right, wanted):
    p, r = right / max(found, 1), right / max(wanted, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def score(gold, events, exact):
    types = {a["coarse"] for g in gold for a in g["annotations"] if a["layer"] == "entities"}
    fold = {t: u for t, u in ALIKE.items() if t not in types or t in ("GPE", "FAC")}
    by_doc = collections.defaultdict(set)
    for line in events:
        e = json.loads(line)
        if e.get("layer") == "entity":
            for m in e["mentions"]:
                by_doc[e["document"]["id"]].add((m["start"], m["end"], fold.get(e["type"], e["type"])))
    found = right = wanted = 0
    for g in gold:
        scope = (g.get("scope") or {}).get("entities") or types
        scope = {fold.get(t, t) for t in scope} & {fold.get(t, t) for t in types}
        want = {(a["start"], a["end"], fold.get(a["coarse"], a["coarse"])) for a in g["annotations"]
                if a["layer"] == "entities" and not a.get("optional")}
        have = {h for h in by_doc[g["id"]] if h[2] in scope}
        found, wanted = found + len(have), wanted + len(want)
        for w in want:
            hit = [h for h in have if h[2] == w[2] and (h == w if exact else h[0] < w[1] and w[0] < h[1])]
            if hit:
                right += 1
                have.discard(hit[0])
    return figures(found, right, wanted)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--wirefact", default="build/worker/wirefact")
    ap.add_argument("--data", default=os.path.join(recipe.HERE, "..", "..", "extractors", "data"))
    ap.add_argument("--corpora", required=True)
    ap.add_argument("--clusters")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--keep")
    ap.add_argument("sets", nargs="*", default=SETS)
    args = ap.parse_args()
    events = {name: [] for name in args.sets}
    with tempfile.TemporaryDirectory() as work:
        for fold in range(args.folds):
            run_fold(args, fold, work, events)
    print("%-36s %27s %27s" % ("set", "exact P, R, F1", "overlap P, R, F1"))
    for name in args.sets:
        gold = lines(os.path.join(args.corpora, name, "gold.jsonl"))
        row = score(gold, events[name], True) + score(gold, events[name], False)
        print("%-36s %9.3f%9.3f%9.3f %9.3f%9.3f%9.3f" % ((name,) + row))
        if args.keep:
            with open(os.path.join(args.keep, os.path.basename(name) + ".events.jsonl"), "w", encoding="utf-8") as f:
                f.writelines(line + "\n" for line in events[name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
