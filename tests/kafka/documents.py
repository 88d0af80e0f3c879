# SPDX-License-Identifier: Apache-2.0
"""Documents of the long runs: number in, key and value out, always the same."""
import json

from reader import ROOT

_paragraphs = []


def paragraphs():
    if not _paragraphs:
        for path in sorted((ROOT / "tests" / "reports").glob("*.txt")):
            _paragraphs.extend(p for p in path.read_text(encoding="utf-8").split("\n\n") if 150 < len(p) < 900)
    return _paragraphs


def document(number, program):
    """(key, value, whether it is a good one). `program`: an envelope for wirefact; else for loop_worker."""
    key = b"doc-%06d" % number
    if number % 50 == 0:
        return key, b'{"id": "cut' if program else b"!bad", False
    if not program:
        return key, b"text of " + key, True
    value = {"id": key.decode(), "text": "Report %d. %s" % (number, paragraphs()[number % len(paragraphs())]),
             "published": "2025-03-%02d" % (1 + number % 28), "version": "1"}
    return key, json.dumps(value, ensure_ascii=False).encode(), True
