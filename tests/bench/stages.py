#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Instructions a token, in all and by stage, over the sample reports.

Counts with callgrind, since clocks on a shared machine tell little, and compares with stages.txt beside this file:
fails where a token costs more than 1.2 times what stands there. With --update the file is written anew.

    stages.py PROGRAM [--update] [FILE...]

FILEs other than the sample reports are counted and printed only. The counts depend on the compiler and the C library
a little: those in the file are from the machine that its first line names.
"""
import glob
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 1.2  # new rules cost something; a loop that grew quadratic or a look-up that lost its short cut costs more
HERE = pathlib.Path(__file__).resolve().parent
REPORTS = HERE.parent / "reports"
RECORD = HERE / "stages.txt"
# rows that are no stages: name and function, whose cost includes what it calls
PARTS = [("decode", "wf_decode"), ("tokens", "wf_tokenise"), ("lexicon", "wf_lexicon_match")]
INSIDE = [("names: tagger", "wf_tagger_run")]
CHAIN = ("wf_chain_run", "run_stages")


def costs_of_calls(path):
    """(caller, callee, callee's file, cost with all it calls), for each call in a callgrind file."""
    names = {}

    def full(text):
        number, name = re.match(r"\((\d+)\)(?: (.*))?", text).groups()
        if name is not None:
            names[kind, number] = re.sub(r"'\d+$", "", name)
        return names[kind, number]

    caller = callee = place = file = ""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.rstrip("\n").partition("=")
            if key in ("fl", "fi", "fe", "cfi", "cfl"):
                kind = "file"
                place = full(value)
                if key == "fl":
                    file = place
                callee_file = place
            elif key == "fn":
                kind = "function"
                caller = full(value)
            elif key == "cfn":
                kind = "function"
                callee = full(value)
                # without a cfi line the callee is in the caller's file
                target = callee_file if callee_file is not None else file
            elif key == "calls":
                cost = int(next(lines).split()[1])
                yield caller, callee, target, cost
            if key in ("fn", "calls"):
                callee_file = None


def count(program, files):
    """Instructions a token by row, and the number of tokens."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "count")
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=wf_bench_measure",
             "--callgrind-out-file=" + out, program] + files,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode != 0:
            sys.exit(run.stderr)
        calls = list(costs_of_calls(out))
        with open(out, encoding="utf-8") as file:
            total = int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.M).group(1))
    tokens, *stages = run.stdout.split()
    tokens = int(tokens)
    rows = []
    for name, function in PARTS:
        rows.append((name, sum(c[3] for c in calls if c[1] == function)))
    for stage in stages:
        rows.append((stage, sum(c[3] for c in calls if c[0] in CHAIN and os.path.basename(c[2]) == stage + ".c")))
    rows.append(("encode", sum(c[3] for c in calls if c[1] == "wf_encode")))
    if any(cost == 0 for _, cost in rows):
        sys.exit("stages.py: no count for " + ", ".join(name for name, cost in rows if cost == 0))
    rows.append(("rest", total - sum(cost for _, cost in rows)))
    for name, function in INSIDE:
        rows.append((name, sum(c[3] for c in calls if c[1] == function)))
    rows.append(("all", total))
    return [(name, cost / tokens) for name, cost in rows], tokens


def recorded():
    with open(RECORD, encoding="utf-8") as file:
        return dict((line.rsplit(None, 1)[0], float(line.rsplit(None, 1)[1])) for line in file if line[0] != "#")


def main():
    update = "--update" in sys.argv
    args = [arg for arg in sys.argv[1:] if arg != "--update"]
    if len(args) == 0 or shutil.which("valgrind") is None:
        sys.exit(__doc__ if len(args) == 0 else "stages.py: valgrind is not installed (scripts/setup does it)")
    files = args[1:] or sorted(glob.glob(str(REPORTS / "*.txt"))) + sorted(
        path for path in glob.glob(str(REPORTS / "*.md")) if os.path.basename(path) != "README.md")
    rows, tokens = count(args[0], files)
    if update:
        compiler = subprocess.run(["cc", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")[0]
        with open(RECORD, "w", encoding="utf-8") as file:
            file.write("# Instructions a token on the %d tokens of the sample reports; %s, glibc %s, %s.\n" %
                       (tokens, compiler, platform.libc_ver()[1], platform.machine()))
            file.write("# Written by stages.py --update. `rest` is the loop around the stages; `names: tagger` is part of names.\n")
            file.writelines("%-16s %8.1f\n" % row for row in rows)
    before = recorded() if not args[1:] else {}
    for name, cost in rows:
        print("%-16s %8.1f%s" % (name, cost, "  x%.3f" % (cost / before[name]) if name in before else ""))
    if "all" in before and rows[-1][1] > before["all"] * MOST:
        print("%.0f instructions a token, %.0f before: find out why, or record it with --update" % (rows[-1][1], before["all"]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
