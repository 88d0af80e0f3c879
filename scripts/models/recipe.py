# SPDX-License-Identifier: Apache-2.0
"""Recipes of models: what make.py and crossvalidate.py share."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def read(kind):
    """-> settings, [(never left out, folder, weight, map)]"""
    settings, corpora = [], []
    with open(os.path.join(HERE, kind + ".recipe"), encoding="utf-8") as f:
        for line in f:
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "set":
                settings.append(words[1])
            else:
                whole = words[1].startswith("+")
                corpora.append((whole, words[1].lstrip("+"), words[2], words[3] if len(words) > 3 else ""))
    return settings, corpora


def train(wirefact, kind, folder, output, clusters=None, data=None, more=()):
    """Run `wirefact train` for a kind of model on the corpora below `folder`."""
    settings, corpora = read(kind)
    command = [wirefact, "train", "--kind", kind, "--output", output]
    if data:
        command += ["--data", data]
    if clusters:
        settings.append("clusters=" + clusters)
    for s in settings + list(more):
        command += ["--set", s]
    for whole, path, weight, types in corpora:
        base = os.path.join(folder, path)
        command.append("%s%s:%s:%s:%s" % ("+" if whole else "", os.path.join(base, "docs.jsonl"),
                                          os.path.join(base, "gold.jsonl"), weight, types))
    subprocess.run(command, check=True)
