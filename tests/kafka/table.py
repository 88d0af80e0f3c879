# SPDX-License-Identifier: Apache-2.0
"""Results of long runs as the table of a Markdown page, between two marks."""
import json

BEGIN, END = "<!-- torture: begin -->", "<!-- torture: end -->"


def row(result):
    faults = ", ".join("%d %s" % (n, what.replace("_", " ")) for what, n in result["faults"].items()
                       if what not in ("continued", "last_term"))
    wrong = result["wrong"]
    growth = "" if result["growth"] is None else "; resident memory %+.1f %% after warm-up" % (100 * result["growth"])
    return "| `%s%s --nodes %d --seed %d` | %d min %d s | %s | %s | %s | %s |" % (
        "--judge" if result["judged"] else "--minutes %d" % round(result["seconds"] / 60), " --program" if
        result["program"] else "", result["nodes"], result["seed"], result["seconds"] // 60, result["seconds"] % 60,
        "{:,}".format(result["documents"]), faults,
        "%d lost, %d twice, %d torn, %d changed, %d out of order, %d wrong dead letters" % tuple(
            wrong.get(k, 0) for k in ("lost", "twice", "torn", "changed", "out of order", "dead letters")),
        "lag 0 after %.1f s; %s records, %s more aborted; at most %d MiB, %d descriptors, %d threads a worker%s" % (
            result["recovery"], "{:,}".format(result["records"]), "{:,}".format(result["aborted_records"]),
            result["memory_mib"], result["descriptors"], result["threads"], growth))


def write_table(page, files):
    with open(page, encoding="utf-8") as source:
        text = source.read()
    head, rest = text.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    lines = ["| run | time | documents | faults | documents wrong | figures |", "| --- | --- | --- | --- | --- | --- |"]
    for name in files:
        with open(name, encoding="utf-8") as source:
            lines.append(row(json.load(source)))
    with open(page, "w", encoding="utf-8") as out:
        out.write(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + tail)
