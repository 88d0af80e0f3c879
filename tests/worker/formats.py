#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One report in every format that is read gives the same facts: everything but offsets is compared (and, of the document's
record, the levels of headings, which plain text does not have).

    formats.py PROGRAM [FOLDER]     with a folder, the report in all formats is left there
"""
import base64
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap

# kind, text. In the text *x* is emphasis, [x](y) a link; formats without them have the words alone.
REPORT = [
    ("title", "Harbour pact ends a long quarrel over Kestrel Bay"),
    ("p", "By Lena Ostrova"),
    ("p", "LISBON, 14 May 2024 - Ministers of Portugal and Morocco signed a *memorandum of understanding* on the port of Kestrel Bay on Tuesday, "
          "and praised it as a step that \"closes ten years of mistrust\". Portugal will pay €4.5 billion (about $4.9 billion) over 12 years, its "
          "finance minister, Ana Carvalho, told reporters."),
    ("p", "The two governments had argued since 2014 about fishing quotas, customs duties & the cost of dredging. A first draft, worth $1.2 billion, "
          "failed in September 2019 after parliament in Rabat rejected it by 203 votes to 112."),
    ("h1", "What the pact says"),
    ("p", "Under the pact, [Portugal](https://example.org/pt) will build three terminals by the end of 2027 and Morocco will cut duties on fish by 15%. "
          "The pact lists four steps:"),
    ("li", "Morocco lifts its ban on foreign trawlers on 1 July 2024;"),
    ("li", "Portugal transfers a first instalment of €350 million in September;"),
    ("li", "both coast guards set up a joint centre with 120 officers in Tangier;"),
    ("li", "an arbitration panel of five judges meets twice a year."),
    ("p", "\"We will not wait another decade,\" said Youssef Benali, Morocco's minister of transport. He added that exports through the port had risen from "
          "2.1 million tonnes in 2021 to 3.4 million tonnes last year, an increase of 62 percent."),
    ("h2", "Money and terms"),
    ("p", "The European Investment Bank agreed to lend $800 million at 2.5 percent a year. Officials said the loan must be repaid by 2039. Nearly 2,300 "
          "people will be hired, according to the port authority, which is owned by the state."),
    ("h1", "Critics"),
    ("p", "Opposition leader Miguel Teixeira accused the government of hiding the cost of the long-term guarantee. \"Nobody has seen the annexes,\" he told "
          "the newspaper Diário do Norte. On 9 May, fishermen blocked the harbour for six hours and police arrested 14 people."),
    ("p", "Spain has not been invited to the talks. Its foreign ministry said on Monday that Madrid would study the text and might propose changes before "
          "the parliaments vote in June."),
]

SOFT = {"terminals": "ter\u00admi\u00adnals", "finance": "\ufb01nance", "first": "\ufb01rst", "officers": "o\ufb03cers"}
BROKEN = [("report", "ers."), ("arbi", "tration"), ("govern", "ment of")] # words that a line's end divides in print


def words(text):
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "")


def as_text(report):
    out, last = "", ""
    for kind, text in report:
        out += "" if not out else "\n" if kind == last == "li" else "\n\n"
        out += ("- " if kind == "li" else "") + words(text)
        last = kind
    return out + "\n"


def as_markdown(report):
    marks = {"title": "# ", "h1": "## ", "h2": "### ", "li": "- ", "p": ""}
    out, last = "", ""
    for kind, text in report:
        out += "" if not out else "\n" if kind == last == "li" else "\n\n"
        text = text.replace("&", "&amp;").replace("$", "\\$")
        out += marks[kind] + (textwrap.fill(text, 90, break_on_hyphens=False) if kind == "p" else text)
        last = kind
    return out + "\n"


def as_html(report):
    tags = {"title": "h1", "h1": "h2", "h2": "h3", "li": "li", "p": "p"}
    out, last = "", ""
    for kind, text in report:
        if (kind == "li") != (last == "li"):
            out += "<ul>\n" if kind == "li" else "</ul>\n"
        text = html.escape(text).replace("€", "&euro;").replace("'", "&#39;")
        text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', text)
        text = re.sub(r"\*([^*]*)\*", r"<em>\1</em>", text)
        out += "<%s>%s</%s>\n" % (tags[kind], text.replace("14 May 2024 -", "14&nbsp;May 2024 -"), tags[kind])
        last = kind
    return out


def as_page(report):
    return ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><style>p { margin: 1em }</style>"
            "<script>var paid = 'Norway paid $7 million to Peru';</script></head>\n<body><header><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></header>\n"
            "<!-- France paid $3 million to Chad -->\n<main>\n" + as_html(report) + "<figure><img src='x.jpg' alt='The harbour of Oslo'>"
            "<figcaption>Ships in Oslo on 3 May 2020</figcaption></figure></main>\n"
            "<aside><p>Most read: Chile paid $2 million to Cuba.</p></aside><p hidden>Kenya paid $1 million.</p><footer>All rights reserved 2023</footer></body></html>\n")


def as_print(report):
    """As it is copied out of a PDF: hard lines with hyphens, pages with heads and numbers in the middle of a paragraph."""
    out, lines, page = [], 0, 1
    for kind, text in report:
        text = words(text)
        for word, printed in SOFT.items():
            text = re.sub(r"\b%s\b" % word, printed, text)
        bullet = "• " if kind == "li" else ""
        rows = textwrap.wrap(bullet + text, 78, break_on_hyphens=True) if kind in ("p", "li") else [text]
        for n, row in enumerate(rows):
            out.append(row)
            lines += 1
            if lines % 14 == 0 and n + 1 < len(rows) and n > 0:
                out += ["", str(page), "\fKestrel Bay report", ""]
                page += 1
        out.append("")
    text = "\n".join(out)
    for left, right in BROKEN:
        text = text.replace(left + right, left + "-\n" + right, 1)
    return text + "\n%d\n\fKestrel Bay report\n" % page


def cases():
    text, page, fragment = as_text(REPORT), as_page(REPORT), as_html(REPORT)
    event = {"specversion": "1.0", "type": "report", "source": "/desk", "id": "desk-7"}
    return {
        "text.txt": text, "print.txt": as_print(REPORT), "marked.md": as_markdown(REPORT), "fragment.html": fragment, "page.html": page,
        "envelope.json": {"id": "e", "text": text}, "envelope-html.json": {"id": "e", "text": fragment},
        "ninjs1.json": {"uri": "urn:n1", "type": "text", "version": "1", "body_html": fragment},
        "ninjs1-text.json": {"uri": "urn:n1", "type": "text", "body_text": text},
        "superdesk.json": {"guid": "tag:s", "uri": "urn:s", "type": "text", "body_html": fragment, "priority": 5, "service": [{"code": "a", "name": "News"}]},
        "ninjs2.json": {"uri": "urn:n2", "type": "text", "pubstatus": "usable",
                        "bodies": [{"role": "teaser", "contenttype": "text/plain", "value": "A pact."}, {"role": "main", "contenttype": "text/html", "value": fragment}]},
        "ninjs3.json": {"uri": "urn:n3", "type": "text", "pubStatus": "usable", "standard": {"name": "ninjs", "version": "3.0"},
                        "bodies": [{"role": "main", "contentType": "text/plain", "value": text}]},
        "event.json": dict(event, datacontenttype="application/json", data={"id": "e", "text": text}),
        "event-ninjs.json": dict(event, datacontenttype="application/json", data={"uri": "urn:n3", "bodies": [{"contentType": "text/html", "value": fragment}], "pubStatus": "usable"}),
        "event-html.json": dict(event, datacontenttype="text/html", data=page),
        "event-base64.json": dict(event, datacontenttype="text/markdown", data_base64=base64.b64encode(as_markdown(REPORT).encode()).decode()),
    }


def source_of(case):
    """The text that offsets count."""
    if isinstance(case, str):
        return case
    for part in (case, case.get("data", {})):
        if isinstance(part, str):
            return part
        for member in ("text", "body_html", "body_text"):
            if member in part:
                return part[member]
        if "bodies" in part:
            return part["bodies"][-1]["value"]
    return base64.b64decode(case["data_base64"]).decode()


def plain(text):
    """The words of a stretch of source text, whatever its format."""
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    text = re.sub(r"\n\n\d+\n\f[^\n]*\n\n", "\n", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)?", r"\1", text).replace("*", "").replace("\\", "").replace("\u00ad", "")
    text = re.sub(r"\]\([^)]*\)", "", text)
    for word, printed in SOFT.items():
        text = text.replace(printed.replace("\u00ad", ""), word)
    for left, right in BROKEN:
        text = text.replace(left + "-\n" + right, left + right)
    return re.sub(r"(?<=\w)-\n", "-", re.sub(r"[ \u00a0]*\n[ ]*", lambda m: "\n", text)).replace("\n", " ").replace("\u00a0", " ")


def comparable(record, names):
    """A record without offsets; ids become the number of the record they belong to."""
    def walk(value, key=None):
        if isinstance(value, dict):
            return {k: walk(v, k) for k, v in value.items() if k not in ("start", "end", "span", "document", "input", "producer", "facts")}
        if isinstance(value, list):
            return [walk(v, key) for v in value]
        if isinstance(value, str) and value in names:
            return names[value]
        return plain(value) if key == "text" and isinstance(value, str) else value
    return walk(record)


def read(program, path):
    done = subprocess.run([program, "extract", "-q", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit("formats.py: %s: %s" % (path, done.stderr.decode()))
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def check_offsets(name, source, records):
    wrong = ["%s: %r is not at %d-%d" % (name, r["text"], r["span"]["start"], r["span"]["end"]) for r in records
             if r["layer"] != "document" and source[r["span"]["start"]:r["span"]["end"]] != r["text"]]
    return wrong


def main():
    program = sys.argv[1]
    wrong, first = [], None
    with tempfile.TemporaryDirectory() as temporary:
        folder = sys.argv[2] if len(sys.argv) > 2 else temporary
        for name, case in cases().items():
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as out:
                out.write(case if isinstance(case, str) else json.dumps(case))
            records = read(program, path)
            wrong += check_offsets(name, source_of(case), records)
            names = {r["id"]: "#%d" % n for n, r in enumerate(records)}
            got = [json.dumps(comparable(r, names), sort_keys=True, ensure_ascii=False) for r in records if r["layer"] != "document"]
            document = [r for r in records if r["layer"] == "document"][0]
            got.append(json.dumps({k: document[k] for k in ("title", "language", "published", "published_basis", "publisher", "counts")} |
                                  {"sections": [s["title"] for s in document["sections"]]}, sort_keys=True, ensure_ascii=False))
            if first is None:
                first = got
                print("formats: %d records of the report as %s" % (len(got), name))
            lost, more = [f for f in first if f not in got], [f for f in got if f not in first]
            wrong += ["%s: lacks %s" % (name, f) for f in lost] + ["%s: only here %s" % (name, f) for f in more]
            if not lost and not more and got != first:
                wrong.append("%s: the same facts in another order" % name)
    for line in wrong[:int(os.environ.get("MOST", "40"))]:
        print(line)
    print("formats: %d formats, %d differences" % (len(cases()), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
