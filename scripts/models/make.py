#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make a shipped model anew from its recipe.

  make.py --corpora DIR --clusters clusters.tsv --output names.model [--wirefact build/worker/wirefact] [--kind names]

DIR holds the corpora that KIND.recipe names; clusters.tsv comes from clusters.py. The same text gives the same bytes."""
import argparse
import os

import recipe


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--wirefact", default="build/worker/wirefact")
    ap.add_argument("--data", default=os.path.join(recipe.HERE, "..", "..", "extractors", "data"))
    ap.add_argument("--corpora", required=True)
    ap.add_argument("--clusters")
    ap.add_argument("--kind", default="names")
    ap.add_argument("--output", required=True)
    args = ap.parse_args()
    recipe.train(args.wirefact, args.kind, args.corpora, args.output, args.clusters, args.data)


if __name__ == "__main__":
    main()
