#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`wirefact test` and `explain` on the example rules.

  own_rules.py WIREFACT SOURCE_DIR
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree


def run(*command, cwd):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


def expect(what, ok, *shown):
    if not ok:
        sys.exit("%s: %s" % (what, "\n".join(map(str, shown))))


def main():
    wirefact, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    example = source / "examples" / "own-rules"
    code, out, err = run(wirefact, "test", "-c", "own.yaml", "desk.cases", cwd=example)
    expect("the example's cases hold", code == 0 and out.endswith("1..4\n# 0 of 4 cases failed\n"), code, out, err)
    code, out, err = run(wirefact, "test", "desk.cases", cwd=example)
    expect("they fail without the example's rules", code == 11 and "not found: entity LAW `docket 24-1100`" in out, code, out, err)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "a.cases").write_text("== ok\nIt costs $5.\n--\nfigure money `$5` currency=USD value=5\n")
        (folder / "b.cases").write_text("== <bad> & \"worse\"\nIt costs $5.\n--\nfigure money `$5` currency=EUR\nno figure\n")
        (folder / "ignored.txt").write_text("nonsense")
        code, out, err = run(wirefact, "test", "--format", "junit", folder, cwd=folder)
        suite = ElementTree.fromstring(out)
        expect("JUnit counts", code == 11 and suite.get("tests") == "2" and suite.get("failures") == "1", code, out, err)
        failure = suite.findall("testcase")[1]
        expect("JUnit names what differs", failure.get("name") == '<bad> & "worse"' and 'currency="USD"' in failure.find("failure").text
               and "must not be found" in failure.find("failure").text, out)
        for content, line, part in (("figure money\n", 1, "begins with `== NAME`"), ("== a\n", 1, "no text"),
                                    ("== a\ntext\n", 2, "no `--` line"), ("== a\ntext\n--\nmoney $5\n", 4, "a line begins with"),
                                    ("== a\ntext\n--\nfigure money $5\n", 4, "backquotes"),
                                    ("== a\npublished: today\ntext\n--\nfigure\n", 2, "is a date")):
            (folder / "c.cases").write_text(content)
            code, out, err = run(wirefact, "test", "c.cases", cwd=folder)
            expect("an error has its line", code == 4 and "c.cases:%d: " % line in err and part in err, content, code, err)

        (folder / "t.txt").write_text("The court closed docket 24-1100 yesterday.\n")
        code, out, err = run(wirefact, "explain", "-c", example / "own.yaml", folder / "t.txt", "--at", "18", cwd=example)
        expect("explain names list, rule and stage", code == 0 and "desk/docket" in out and "names made mention LAW" in out, out, err)
        (folder / "t.txt").write_text("The docket is empty.\n")
        code, out, err = run(wirefact, "explain", "-c", example / "own.yaml", folder / "t.txt", "--rule", "desk/", cwd=example)
        expect("explain says why not", "triggered, but its pattern does not match" in out, out, err)
        code, out, err = run(wirefact, "explain", folder / "t.txt", "--at", "999", cwd=folder)
        expect("explain refuses a place behind the text", code == 2 and "999" in err, code, err)
    print("test and explain do what docs/extending.md says")


if __name__ == "__main__":
    main()
