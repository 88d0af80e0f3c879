#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The documentation names what there is.

  docs.py WIREFACT SOURCE_DIR

In every Markdown file: relative links and their headings exist, and so do files of the repository named in code. Every
`wirefact COMMAND` is one of `wirefact help`, and its options are in `wirefact help COMMAND`. Presets exist, the exit
codes of docs/operating.md are the program's, and what docs/extending.md shows stands in examples/own-rules. Every field of every
event and every header is in docs/events.md, whose examples are what the program makes; every path of the web server is in
docs/monitoring.md. (Options, messages and metrics are compared with their tables by tests in C.)
"""
import json
import pathlib
import re
import subprocess
import sys

FOLDERS = "config|consumer|docs|document|examples|extractors|packaging|producer|scripts|tests|worker"


def strip_code(text):
    """Text without fenced blocks, and the blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return re.sub(r"^```\w*\n.*?^```", "", text, flags=re.M | re.S), blocks


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


class Docs:
    def __init__(self, wirefact, source):
        self.wirefact, self.source, self.wrong, self.checked = wirefact, source, [], 0
        self.commands = {name: self.options(name) for name in
                         re.findall(r"^  ([a-z]+) {2,}", self.help().split("Commands:")[1], re.M)}
        self.presets = {p["name"] for p in json.loads((source / "CMakePresets.json").read_text())["configurePresets"]
                        if not p.get("hidden")}

    def help(self, *names):
        return subprocess.run([self.wirefact, "help", *names], check=True, stdout=subprocess.PIPE, text=True).stdout

    def options(self, name):
        return set(re.findall(r"(?<![\w-])(-[a-z]|--[a-z][a-z-]*)", self.help(name)))

    def expect(self, ok, place, what):
        self.checked += 1
        if not ok:
            self.wrong.append("%s: %s" % (place, what))

    def links(self, path, text):
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, part = target.partition("#")
            to = path if name == "" else (path.parent / name)
            self.expect(to.exists(), path, "no file for the link %s" % target)
            if part and to.is_file():
                found = {anchor(h) for h in re.findall(r"^#+ (.*)", to.read_text(encoding="utf-8"), re.M)}
                self.expect(part in found, path, "no heading for the link %s" % target)

    def line(self, path, code):
        """A line or span of code: commands with their options, presets, files."""
        for words in re.findall(r"(?:^|[\s|/])wirefact ((?:[a-z]+|--?[a-z])(?:(?! \| )[^#`])*)", code):
            name, *rest = words.split()
            if name.startswith("-"):
                self.expect(name == "--version", path, "no `wirefact %s`" % name)
                continue
            self.expect(name in self.commands, path, "no command `wirefact %s`" % name)
            for option in rest:
                if re.match(r"--?[a-z]", option):
                    self.expect(option.split("=")[0] in self.commands.get(name, ()), path, "`wirefact %s` has no %s" % (name, option))
        for preset in re.findall(r"--preset (\w+)", code):
            self.expect(preset in self.presets, path, "no preset %s" % preset)
        for name in re.findall(r"(?<![\w./$-])(?:%s)/[\w./-]*\w(?![\w*{])" % FOLDERS, code):
            if not re.search(r"NAME|FOLDER", name):
                here = [self.source / name, self.source / (name + ".c"), self.source / (name + ".h"),
                        self.source / "tests" / (name + ".c")]  # the name of a test
                self.expect(any(p.exists() for p in here), path, "no file %s" % name)

    def file(self, path):
        prose, blocks = strip_code(path.read_text(encoding="utf-8"))
        self.links(path, prose)
        for code in re.findall(r"`([^`\n]+)`", prose) + [line for b in blocks for line in b.splitlines()]:
            self.line(path, code)

    def exit_codes(self):
        path = self.source / "docs" / "operating.md"
        told = re.findall(r"^\| (\d+) \|", path.read_text(encoding="utf-8"), re.M)
        real = re.findall(r"^ +(\d+)  ", self.help("run").split("Exit codes:")[1], re.M)
        self.expect(told == real, path, "exit codes are %s, not %s" % (real, told))

    def extending(self):
        path = self.source / "docs" / "extending.md"
        shipped = [f.read_text(encoding="utf-8") for f in sorted((self.source / "examples" / "own-rules").iterdir())]
        shown = [b for b in strip_code(path.read_text(encoding="utf-8"))[1] if re.match(r"# class:|rule: |== |extractors:\n  lexicons", b)]
        self.expect(len(shown) == 5, path, "%d blocks of the example, not 5" % len(shown))
        for block in shown:
            self.expect(any(block in text for text in shipped), path, "not in examples/own-rules:\n%s" % block)


    def event_fields(self):
        """Every member of every schema has a row in its layer's section or among those that all have, and no row names another."""
        path = self.source / "docs" / "events.md"
        text = path.read_text(encoding="utf-8")
        sections = dict(re.findall(r"^## (.*)\n((?:(?!^## )[\s\S])*)", text, re.M))
        rows = {name: dict(re.findall(r"^\| `(\w+)` \| (.*) \|", body, re.M)) for name, body in sections.items()}
        common = rows["Fields that every fact has"]
        for layer in ("entity", "figure", "date", "agreement", "event", "quote", "document", "envelope"):
            schema = json.loads(subprocess.run([self.wirefact, "schema", layer], check=True, stdout=subprocess.PIPE).stdout)
            own = rows["Input" if layer == "envelope" else "`%s`" % layer]
            known = own if layer in ("document", "envelope") else {**common, **own}
            for field in schema["properties"]:
                self.expect(field in known, path, "no row for the field %s of %s" % (field, layer))
            for field in known:
                self.expect(field in schema["properties"], path, "%s has no field %s" % (layer, field))
            for field, rules in schema["properties"].items():
                inner = [rules, rules.get("items", {}), *rules.get("anyOf", [])]
                for name in [n for i in inner for n in i.get("properties", {})]:
                    self.expect(field not in known or "`%s`" % name in known[field] or name in str(sections["Places"]), path,
                                "the row of %s.%s does not name %s" % (layer, field, name))

    def headers(self):
        """Headers that records carry are in docs/events.md."""
        text = (self.source / "docs" / "events.md").read_text(encoding="utf-8")
        names = set(re.findall(r'"((?:wirefact\.error\.|__connect\.errors\.|ce_)[\w.-]+|traceparent|tracestate|content-type)"',
                               (self.source / "worker" / "outbox.c").read_text(encoding="utf-8")))
        self.expect(len(names) > 20, "worker/outbox.c", "only %d headers" % len(names))
        for name in names:
            self.expect("`%s`" % name in text, "docs/events.md", "does not name the header %s" % name)

    def pages(self):
        """What the web server answers is in docs/monitoring.md, and every page of docs is linked from the README."""
        text = (self.source / "docs" / "monitoring.md").read_text(encoding="utf-8")
        for path in re.findall(r'strcmp\(url, "(/[\w.]*)"\)', (self.source / "worker" / "http.c").read_text(encoding="utf-8")):
            self.expect("| `%s` |" % path in text, "docs/monitoring.md", "does not name %s" % path)
        readme = (self.source / "README.md").read_text(encoding="utf-8")
        for page in (self.source / "docs").glob("*.md"):
            self.expect("docs/" + page.name in readme, "README.md", "does not link docs/" + page.name)


def main():
    docs = Docs(sys.argv[1], pathlib.Path(sys.argv[2]).resolve())
    files = [p for p in sorted(docs.source.rglob("*.md"))
             if not re.match(r"build|\.", str(p.relative_to(docs.source))) and "seeds" not in p.parts
             and not (p.parent.name == "reports" and p.name != "README.md")]
    for path in files:
        docs.file(path)
    docs.exit_codes()
    docs.extending()
    docs.event_fields()
    docs.headers()
    docs.pages()
    subprocess.run([docs.source / "scripts" / "docs_examples.py", docs.wirefact, "--check"]).check_returncode()
    if docs.wrong:
        sys.exit("\n".join(docs.wrong))
    print("%d files, %d commands, options, links and names are right" % (len(files), docs.checked))


if __name__ == "__main__":
    main()
