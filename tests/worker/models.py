#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training and loading of models.

  models.py WIREFACT SOURCE_DIR

The same text gives the same bytes; what was learned is found; a damaged model is refused, wherever it is damaged.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

PEOPLE = ["Zorvan Qel", "Mirul Thane", "Ossip Varr", "Dela Quint", "Harn Oboro"]
FIRMS = ["Brilk Holdings", "Nuvara Metals", "Tesk Oil", "Orlo Foods", "Pentrix Steel"]


def corpus(folder, seed):
    """Small documents with invented names, annotated."""
    chance = random.Random(seed)
    docs, gold = [], []
    for n in range(60):
        text, annotations = "", []
        for _ in range(5):
            for kind, words in (("", chance.choice(["Yesterday ", "On Monday ", "Later "])), ("PERSON", chance.choice(PEOPLE)),
                                ("", chance.choice([" left ", " joined ", " praised "])), ("ORG", chance.choice(FIRMS)), ("", ". ")):
                if kind:
                    annotations.append({"layer": "entities", "type": kind, "coarse": kind, "start": len(text), "end": len(text) + len(words)})
                text += words
        docs.append({"id": "d%d" % n, "text": text})
        gold.append({"id": "d%d" % n, "annotations": annotations})
    for name, rows in (("docs.jsonl", docs), ("gold.jsonl", gold)):
        (folder / name).write_text("".join(json.dumps(r) + "\n" for r in rows))


def run(*command, text=None):
    return subprocess.run([str(c) for c in command], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def check_vote(source):
    """Two of three decide; what one alone says is open, or nothing."""
    sys.path.insert(0, str(source / "scripts" / "models"))
    import vote
    got = vote.vote({(0, 4): "ORG", (5, 9): "ORG", (20, 24): "GPE", (40, 44): "LAW"},
                    {(0, 4): "ORG", (5, 9): "PERSON", (30, 34): "ORG", (41, 48): "LAW"},
                    {(0, 4): "GPE", (5, 9): "GPE", (10, 14): "PERSON", (41, 48): "LAW"})
    want = [(0, 4, "ORG"), (5, 9, "GPE|ORG|PERSON"), (10, 14, "PERSON|-"), (20, 24, "GPE|-"), (41, 48, "LAW")]
    if got != want:
        sys.exit("vote: %s instead of %s" % (got, want))


def main():
    wirefact, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    check_vote(source)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        corpus(folder, 1)
        models = []
        for n in range(2):
            models.append(folder / ("%d.model" % n))
            done = run(wirefact, "train", "--quiet", "--output", models[n], "--set", "epochs=3",
                       "%s:%s" % (folder / "docs.jsonl", folder / "gold.jsonl"))
            if done.returncode:
                sys.exit("train: %d: %s" % (done.returncode, done.stderr))
        if models[0].read_bytes() != models[1].read_bytes():
            sys.exit("the same text gave two models")

        data = folder / "data"
        data.mkdir()
        for path in (source / "extractors" / "data").iterdir():
            if path.name != "names.model":
                os.symlink(path, data / path.name)
        model = data / "names.model"
        whole = models[0].read_bytes()
        model.write_bytes(whole)
        text = "On Monday Ossip Varr praised Pentrix Steel.\n"
        done = run(wirefact, "extract", "--data", data, "-", text=text)
        found = {e["name"]: e["type"] for e in map(json.loads, done.stdout.splitlines()) if e["layer"] == "entity"}
        if found != {"Ossip Varr": "PERSON", "Pentrix Steel": "ORG"}:
            sys.exit("what was learned is not found: %s %s" % (found, done.stderr))

        chance = random.Random(5)
        damaged = [b"", whole[:7], whole[:100], whole[:-1], whole + b"x", b"OTHER\0\0\n" + whole[8:]]
        for _ in range(30):
            at = chance.randrange(8, len(whole))
            damaged.append(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1:])
        for content in damaged:
            model.write_bytes(content)
            done = run(wirefact, "extract", "--data", data, "-", text=text)
            if done.returncode != 4 or "names.model" not in done.stderr:
                sys.exit("a damaged model was not refused: exit %d, %s" % (done.returncode, done.stderr))
    print("trained twice to the same bytes, found what it learned, refused %d damaged files" % len(damaged))


if __name__ == "__main__":
    main()
