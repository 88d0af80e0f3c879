#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/events.md are what the program makes of examples/report.json.

  docs_examples.py WIREFACT            write them anew
  docs_examples.py WIREFACT --check    exit 1 where they are not that
"""
import json
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent
PAGE = SOURCE / "docs" / "events.md"
# The words of the fact to show; the first of the layer where none are named.
SHOWN = {"figure": "about 120 million euros", "event": "visited", "quote": "This is the largest project that we have ever begun together"}


def records(wirefact):
    out = subprocess.run([wirefact, "extract", "report.json"], cwd=SOURCE / "examples", check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in out.splitlines()]


def block(record):
    if "producer" in record:
        # a digest of all word lists and rules, which changes with each of them
        record = {**record, "producer": {**record["producer"], "rules": "00000000-0000-0000-0000-000000000000"}}
    lines = ['  "%s": %s' % (k, json.dumps(v, ensure_ascii=False)) for k, v in record.items()]
    return "```json\n{\n%s\n}\n```" % ",\n".join(lines)


def page(text, found):
    for layer in ("entity", "figure", "date", "agreement", "event", "quote", "document"):
        record = next(r for r in found if r["layer"] == layer and SHOWN.get(layer, r.get("text")) == r.get("text"))
        text, count = re.subn(r"(\n## `%s`\n(?:(?!\n## )[\s\S])*?\n)Example[^\n]*:\n\n```json\n[\s\S]*?\n```" % layer,
                              lambda m: m.group(1) + "Example:\n\n" + block(record), text)
        if count != 1:
            sys.exit("%s has no example in the section of `%s`" % (PAGE, layer))
    return text


def main():
    old = PAGE.read_text(encoding="utf-8")
    new = page(old, records(pathlib.Path(sys.argv[1]).resolve()))
    if "--check" not in sys.argv:
        PAGE.write_text(new, encoding="utf-8")
    elif old != new:
        sys.exit("docs/events.md does not show what the program makes of examples/report.json; run scripts/generate")


if __name__ == "__main__":
    main()
