#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cost is linear in the size of a document, whatever stands in it: instructions, and memory.

Counts the instructions of each document of tests/bench/linear.c, and fails where one byte of a larger document costs more
than 1.3 times what it costs in a smaller one of the same kind. Counts with perf, up to 10 MB; where perf has no counters
(most virtual machines), with callgrind, which is some fifty times slower, so that only 10 and 100 KB are counted unless sizes
are given. Memory is counted by the program itself: tables that double hold up to twice what they need, so a large document is held
against the densest of several that lie within one doubling.

    linear.py PROGRAM [KIND...] [SIZE...]
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 1.3
MEMORY_SMALL = ["100000", "120000", "145000", "170000", "200000"]
MEMORY_LARGE = "1000000"


def perf(command):
    """Instructions of a command in user mode and what it printed; a text why not, where perf cannot count."""
    if shutil.which("perf") is None:
        return "perf is not installed"
    run = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u"] + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, check=False)
    found = re.search(r"^(\d+),.*instructions", run.stderr, re.M)
    if run.returncode != 0 or found is None:
        reason = run.stderr.strip().splitlines()
        if "<not supported>" in run.stderr:
            reason = ["this machine has no counter of instructions"]
        return "perf cannot count instructions here: %s" % (reason[0][:100] if reason else "no output")
    return int(found.group(1)), run.stdout


def with_perf(program, kinds, sizes):
    start = perf([program])[0]
    names = kinds or sorted({line.split()[0] for line in subprocess.run([program, "100"], stdout=subprocess.PIPE, text=True,
                                                                         check=True).stdout.splitlines()})
    for name in names:
        for size in sizes:
            count, out = perf([program, name, size])
            yield out.split(), count - start


def with_callgrind(program, kinds, sizes):
    if shutil.which("valgrind") is None:
        sys.exit("linear.py: valgrind is not installed (scripts/setup does it)")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "count")
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=wf_bench_measure",
             "--dump-after=wf_bench_measure", "--callgrind-out-file=" + out, program] + kinds + sizes,
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
    for n, line in enumerate(lines):
        yield line, counts[n + 1]


def memory_grows(program, kinds):
    """Kinds whose large document takes more than MOST times the memory a byte of the densest small one."""
    run = subprocess.run([program] + kinds + MEMORY_SMALL + [MEMORY_LARGE], stdout=subprocess.PIPE, text=True, check=True)
    small, wrong, seen = {}, 0, 0
    for line in run.stdout.splitlines():
        kind, _, size, memory, _ = line.split()
        dense = int(memory) / int(size)
        if int(size) < 500000:
            small[kind] = max(small.get(kind, 0), dense)
            continue
        seen += 1
        bad = dense > MOST * small[kind]
        wrong += bad
        print("%-18s %9s bytes %8.1f bytes a byte  x%.2f%s" % (kind, size, dense, dense / small[kind], "  TOO MUCH" if bad else ""))
    if seen == 0 or seen != len(small):
        sys.exit("linear.py: no large document of each kind was measured")
    return wrong


def main():
    program = sys.argv[1]
    sizes = [a for a in sys.argv[2:] if a.isdigit()]
    kinds = [a for a in sys.argv[2:] if not a.isdigit()]
    can = perf([program])
    if isinstance(can, str):
        print("linear.py: %s; callgrind counts instead%s" % (can, "" if sizes else ", and only documents of 10 and 100 KB"))
        measured = with_callgrind(program, kinds, sizes or ["10000", "100000"])
    else:
        measured = with_perf(program, kinds, sizes or ["10000", "100000", "1000000", "10000000"])
    wrong, first = 0, {}
    for (kind, _, size, memory, status), count in measured:
        cost = count / int(size)
        ratio = cost / first.setdefault(kind, cost)
        wrong += ratio > MOST
        print("%-18s %9s bytes %8.0f instructions a byte  x%.2f %8.1f bytes a byte %s%s" % (
            kind, size, cost, ratio, int(memory) / int(size), status, "  TOO MUCH" if ratio > MOST else ""), flush=True)
    wrong += memory_grows(program, kinds)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
