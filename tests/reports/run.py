#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the facts found in the sample reports with those checked by hand.

  run.py [--wirefact PATH] [--update] [REPORT ...]

Each report has a file NAME.facts: one fact a line, in the order of the text, with the fields that a reader can check.
Prints a unified diff where they differ and exits with 1. With --update the files are written anew: look at the diff
before you commit it, line by line, against the text.

A line that begins with `! ` was found wrong when it was checked: it stands there so that a change of it shows, in either
direction. --update keeps the mark of lines that stay as they were; mark new wrong ones by hand.
"""
import argparse
import difflib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIP = {"id", "layer", "document", "span", "text", "sentence", "section", "confidence", "plover", "trigger", "status_cue"}


def one_line(text):
    return " ".join(text.split())


def reference(value, names):
    name = names.get(value.get("id"), value.get("name"))
    return one_line(name or "?") if value.get("id") else "<%s>" % one_line(name or "?")


def show(key, value, names):
    """A field as `key=value`, None where there is nothing to say."""
    if value is None or value == [] or value == "" or value == {}:
        return None
    if key == "mentions":
        return "mentions=%d" % len(value)
    if key == "sources" and len(value) < 2:
        return None  # the field source has it
    if key == "roles":
        return "roles=[%s]" % "; ".join("%s %s%s" % (r["status"], one_line(r["title"]), " of " + reference(r["organization"], names)
                                                   if r["organization"] else "") for r in value)
    if key in ("equivalent_of", "part_of"):
        return "%s=`%s`" % (key, names.get(value, value))
    if key == "change":
        return "change=%s %s%s" % (value["direction"], value["kind"], " from `%s`" % names[value["from"]] if value["from"] else "")
    if key == "amounts":
        return "amounts=[%s]" % "; ".join(names.get(v, v) for v in value)
    if key == "nested":
        return "nested=[%s]" % "; ".join(one_line(n["text"]) if isinstance(n, dict) and "text" in n else str(n) for n in value)
    if isinstance(value, dict):
        if "start" in value and "name" in value:
            return "%s=%s" % (key, reference(value, names))
        if "text" in value:
            return "%s=`%s`" % (key, one_line(value["text"]))
        return "%s=%s" % (key, ",".join("%s:%s" % kv for kv in sorted(value.items()) if kv[1]))
    if isinstance(value, list):
        return "%s=[%s]" % (key, "; ".join(reference(v, names) if isinstance(v, dict) and "name" in v else
                                          one_line(v["text"]) if isinstance(v, dict) and "text" in v else str(v) for v in value))
    return "%s=%s" % (key, one_line(str(value)))


def facts(wirefact, report):
    done = subprocess.run([wirefact, "extract", str(report)], stdout=subprocess.PIPE, check=True)
    events = [json.loads(line, parse_float=str, parse_int=str) for line in done.stdout.decode("utf-8").splitlines()]
    names = {e["id"]: one_line(e.get("name") or e.get("text") or "") for e in events}
    rows = []
    for e in events:
        if e["layer"] == "document":
            rows.append((-1, 0, "document `%s` published=%s publisher=%s language=%s" %
                         (one_line(e["title"] or ""), e["published"], e["publisher"], e["language"])))
            rows += [(-1, 1 + n, "section %s `%s`" % (s["level"], one_line(s["title"]))) for n, s in enumerate(e["sections"])]
            rows += [(-1, 1000 + n, "warning %s" % w["code"]) for n, w in enumerate(e["warnings"])]
            continue
        fields = [show(k, v, names) for k, v in e.items() if k not in SKIP and k != "date"]
        if e.get("date"):
            fields.append("date=" + e["date"])
        rows.append((int(e["span"]["start"]), len(rows), "%s `%s` %s" %
                     (e["layer"], one_line(e["text"]), " ".join(f for f in fields if f))))
    return [text for _, _, text in sorted(rows)]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--wirefact", default="build/worker/wirefact")
    ap.add_argument("--update", action="store_true")
    ap.add_argument("reports", nargs="*", type=pathlib.Path)
    a = ap.parse_args()
    reports = a.reports or sorted(p for p in HERE.iterdir() if p.suffix in (".txt", ".md") and p.name != "README.md")
    different = marked = 0
    for report in reports:
        expected_path = report.with_suffix(".facts")
        found = facts(a.wirefact, report)
        expected = expected_path.read_text(encoding="utf-8").splitlines() if expected_path.exists() else []
        wrong = {line[2:] for line in expected if line.startswith("! ")}
        found = ["! " + line if line in wrong else line for line in found]
        marked += len(wrong)
        diff = list(difflib.unified_diff(expected, found, str(expected_path.name), "found now", lineterm="", n=1))
        different += bool(diff)
        if diff:
            print("\n".join(diff))
        if a.update and diff:
            expected_path.write_text("\n".join(found) + "\n", encoding="utf-8")
    print("%d reports, %d %s; %d facts known to be wrong" %
          (len(reports), different, "written anew" if a.update else "different", marked))
    return 1 if different and not a.update or not reports else 0


if __name__ == "__main__":
    sys.exit(main())
