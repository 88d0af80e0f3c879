#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Labels for text that only machines have labelled, by vote.

  vote.py FIRST.jsonl SECOND.jsonl EVENTS.jsonl > voted.jsonl

FIRST and SECOND are gold files of two other programs over the same documents, EVENTS is what `wirefact extract` prints for
them. A name that two of the three see alike stands. Where two agree on the words but none on the type, any of their types
may be right; a name that FIRST or wirefact alone sees may be one (`ORG|-`), one that SECOND alone sees is none."""
import collections
import json
import sys

TYPES = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}


def spans(annotations):
    return {(a["start"], a["end"]): a["type"] for a in annotations
            if a.get("layer", "entities") == "entities" and a["type"] in TYPES and not a.get("nested")}


def own_names(path):
    names = collections.defaultdict(list)  # of each document
    with open(path, encoding="utf-8") as f:
        for line in f:
            e = json.loads(line)
            if e["layer"] == "entity":
                names[e["document"]["id"]] += [dict(m, type=e["type"]) for m in e["mentions"]]
    return names


def vote(first, second, own):
    """-> [(start, end, type)], no two of which overlap"""
    voices = collections.defaultdict(list)
    for voter in (first, second, own):
        for span, kind in voter.items():
            voices[span].append(kind)
    chosen = []
    for span, kinds in voices.items():
        best = collections.Counter(kinds).most_common(1)[0]
        if best[1] >= 2:
            chosen.append((3, span, best[0]))
        elif len(kinds) >= 2:
            chosen.append((2, span, "|".join(sorted(set(kinds)))))
        elif span in own or span in first:
            chosen.append((1 if span in own else 0, span, kinds[0] + "|-"))
    out, taken = [], set()
    for _, span, kind in sorted(chosen, key=lambda c: (-c[0], c[1])):
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            out.append((span[0], span[1], kind))
    return sorted(out)


def write(first_path, second_path, events_path, out):
    own = own_names(events_path)
    with open(first_path, encoding="utf-8") as first, open(second_path, encoding="utf-8") as second:
        for a, b in zip(first, second):
            a, b = json.loads(a), json.loads(b)
            if a["id"] != b["id"]:
                sys.exit("vote: %s and %s are not about the same documents" % (first_path, second_path))
            found = vote(spans(a["annotations"]), spans(b["annotations"]), spans(own[a["id"]]))
            out.write(json.dumps({"id": a["id"], "annotations": [
                {"layer": "entities", "start": s, "end": e, "type": t} for s, e, t in found]}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    write(sys.argv[1], sys.argv[2], sys.argv[3], sys.stdout)
