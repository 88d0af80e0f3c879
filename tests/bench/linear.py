#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cost is linear in the size of a document, whatever stands in it.

Counts the instructions of each document of tests/bench/linear.c with callgrind, and fails where one byte of a larger
document costs more than 1.3 times what it costs in a smaller one of the same kind.

    linear.py PROGRAM [SIZE...]
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 1.3


def main():
    program, sizes = sys.argv[1], sys.argv[2:] or ["15000", "60000"]
    if shutil.which("valgrind") is None:
        sys.exit("linear.py: valgrind is not installed (scripts/setup does it)")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "count")
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=wf_bench_measure",
             "--dump-after=wf_bench_measure", "--callgrind-out-file=" + out, program] + sizes,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode != 0:
            sys.exit(run.stderr)
        counts = {}
        for path in glob.glob(out + ".*"):
            with open(path, encoding="utf-8") as file:
                found = re.search(r"^(?:summary|totals): (\d+)", file.read(), re.M)
            counts[int(path.rsplit(".", 1)[1])] = int(found.group(1))
    lines = [line.split() for line in run.stdout.splitlines()]
    if len(lines) == 0 or any(n + 1 not in counts for n in range(len(lines))):
        sys.exit("linear.py: %d documents, but %d counts" % (len(lines), len(counts)))
    wrong, before = 0, {}
    for n, (kind, _, size, status) in enumerate(lines):
        cost = counts[n + 1] / int(size)
        ratio = cost / before[kind] if kind in before else 1.0
        bad = ratio > MOST
        wrong += bad
        print("%-18s %9s bytes %8.0f instructions a byte  x%.2f %s%s" % (kind, size, cost, ratio, status, "  TOO MUCH" if bad else ""))
        before.setdefault(kind, cost)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
