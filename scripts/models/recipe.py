# SPDX-License-Identifier: Apache-2.0
"""Recipes of models: what make.py and crossvalidate.py share."""
import os
import subprocess
import tempfile

import vote

HERE = os.path.dirname(os.path.abspath(__file__))


def read(kind):
    """-> settings, [{folder, whole (never left out), weight, map, second (labels of another program, for the vote)}]"""
    settings, corpora = [], []
    with open(os.path.join(HERE, kind + ".recipe"), encoding="utf-8") as f:
        for line in f:
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "set":
                settings.append(words[1])
            elif words[0] == "corpus":
                corpora.append({"folder": words[1].lstrip("+"), "whole": words[1].startswith("+"), "weight": words[2],
                                "map": words[3] if len(words) > 3 else "", "second": words[4] if len(words) > 4 else None})
            else:
                raise SystemExit("%s.recipe: `%s` is neither set nor corpus" % (kind, words[0]))
    return settings, corpora


def run(command, corpora, folder, gold):
    """One training; `gold` says where the labels of a corpus are when not in its folder."""
    for c in corpora:
        base = os.path.join(folder, c["folder"])
        command = command + ["%s%s:%s:%s:%s" % ("+" if c["whole"] else "", os.path.join(base, "docs.jsonl"),
                                                gold.get(c["folder"], os.path.join(base, "gold.jsonl")), c["weight"], c["map"])]
    subprocess.run(command, check=True)


def voted(wirefact, corpus, folder, data, model, work):
    """Labels of a corpus by vote of its two programs and of the model just made."""
    base = os.path.join(folder, corpus["folder"])
    events, out = os.path.join(work, "events.jsonl"), os.path.join(work, "voted.jsonl")
    with open(events, "wb") as f:
        subprocess.run([wirefact, "extract", "--data", data, "--set", "extractors.names.model=" + os.path.abspath(model),
                        os.path.join(base, "docs.jsonl")], stdout=f, check=True)
    with open(out, "w", encoding="utf-8") as f:
        vote.write(os.path.join(base, "gold.jsonl"), os.path.join(base, corpus["second"]), events, f)
    return out


def train(wirefact, kind, folder, output, clusters=None, data=None, more=()):
    """Run `wirefact train` for a kind of model on the corpora below `folder`; twice where there is something to vote on."""
    settings, corpora = read(kind)
    command = [wirefact, "train", "--kind", kind, "--output", output, "--data", data]
    if clusters:
        settings.append("clusters=" + clusters)
    for s in settings + list(more):
        command += ["--set", s]
    run(command, corpora, folder, {})
    disputed = [c for c in corpora if c["second"]]
    if disputed:
        with tempfile.TemporaryDirectory() as work:
            gold = {c["folder"]: voted(wirefact, c, folder, data, output, work) for c in disputed}
            run(command, corpora, folder, gold)
