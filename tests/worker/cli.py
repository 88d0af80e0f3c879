#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line from outside: exit codes, messages, and real output against the JSON Schemas of config/schemas.

  cli.py WIREFACT SOURCE-DIR
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema

WIREFACT, SOURCE = sys.argv[1:3]
REPORTS = [os.path.join(SOURCE, "tests/reports", n) for n in sorted(os.listdir(os.path.join(SOURCE, "tests/reports")))
           if n.endswith((".txt", ".md")) and n != "README.md"]
LAYERS = ["entity", "figure", "date", "agreement", "event", "quote", "document"]


def run(*args, text=None):
    done = subprocess.run([WIREFACT, *args], input=None if text is None else text.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL if text is None else None)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def schema(name):
    with open(os.path.join(SOURCE, "config/schemas", name + ".json"), encoding="utf-8") as f:
        return json.load(f)


def order(value, rules, root, where):
    """Keys stand in the order of the schema's properties, everywhere."""
    if "$ref" in rules:
        rules = root["$defs"][rules["$ref"].rsplit("/", 1)[1]]
    for one in rules.get("anyOf", []):
        if value is not None and one.get("type") != "null":
            order(value, one, root, where)
    if isinstance(value, dict) and "properties" in rules:
        want = [k for k in rules["properties"] if k in value]
        if list(value) != want:
            raise AssertionError("%s: keys are %s, not %s" % (where, list(value), want))
        for k, v in value.items():
            order(v, rules["properties"][k], root, where + "." + k)
    if isinstance(value, list) and "items" in rules:
        for v in value:
            order(v, rules["items"], root, where)


class Output(unittest.TestCase):
    def test_events_follow_their_schemas(self):
        rules = {name: schema(name) for name in LAYERS}
        checks = {name: jsonschema.Draft202012Validator(s) for name, s in rules.items()}
        for s in rules.values():
            jsonschema.Draft202012Validator.check_schema(s)
        for path in REPORTS:
            code, out, err = run("extract", path)
            self.assertEqual((code, err), (0, ""), path)
            with open(path, encoding="utf-8", newline="") as f:
                text = f.read()
            events = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(events[-1]["layer"], "document")
            for e in events:
                checks[e["layer"]].validate(e)
                order(e, rules[e["layer"]], rules[e["layer"]], e["layer"])
                if "span" in e:
                    self.assertEqual(e["text"], text[e["span"]["start"]:e["span"]["end"]])
                for m in e.get("mentions", []):
                    self.assertEqual(m["text"], text[m["start"]:m["end"]])
            ids = [e["id"] for e in events[:-1]]
            self.assertEqual(len(ids), len(set(ids)), "an id is used twice in " + path)
            self.assertEqual(ids, events[-1]["facts"])
            for layer in LAYERS[:-1]:
                self.assertEqual(events[-1]["counts"][layer], sum(e["layer"] == layer for e in events))
            known = set(ids)
            for e in events[:-1]:
                for key in ("equivalent_of", "payer", "payee", "speaker", "place", "source", "addressee"):
                    ref = e.get(key)
                    ref = ref.get("id") if isinstance(ref, dict) else ref
                    self.assertTrue(ref is None or ref in known, "%s of %s is no fact" % (key, e["id"]))

    def test_same_bytes(self):
        one = run("extract", *REPORTS)[1]
        self.assertEqual(one, run("extract", *REPORTS)[1])
        self.assertEqual(one, "".join(run("extract", p)[1] for p in REPORTS))

    def test_lines_are_envelopes(self):
        lines = "".join(json.dumps({"id": "doc-%d" % i, "text": "Oil rose to $%d on 3 May 2021." % i}) + "\n" for i in range(3))
        code, out, err = run("extract", "-", text=lines)
        self.assertEqual((code, err), (0, ""))
        ids = [e["id"] for e in map(json.loads, out.splitlines()) if e["layer"] == "document"]
        self.assertEqual(ids, ["doc-0", "doc-1", "doc-2"])
        jsonschema.Draft202012Validator(schema("envelope")).validate(json.loads(lines.splitlines()[0]))

    def test_bad_document_is_named_and_passed_over(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "some.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.write('{"id":"a","text":"One."}\n{"id":"b","text":\n{"id":"c","text":"Three."}\n')
            code, out, err = run("extract", path)
        self.assertEqual(code, 10)
        self.assertRegex(err, r"^wirefact: %s:2: " % re.escape(path))
        self.assertEqual([e["id"] for e in map(json.loads, out.splitlines()) if e["layer"] == "document"], ["a", "c"])

    def test_missing_file(self):
        code, out, err = run("extract", "/nonexistent.txt", REPORTS[0])
        self.assertEqual(code, 10)
        self.assertIn("/nonexistent.txt: cannot be opened", err)
        self.assertIn('"layer":"document"', out)

    def test_published_is_for_documents_without_a_date(self):
        out = run("extract", "--published", "2020-02-03", "-", text="Nothing here says when.")[1]
        document = json.loads(out.splitlines()[-1])
        self.assertEqual((document["published"][:10], document["published_basis"]), ("2020-02-03", "record"))

    def test_output_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "facts.jsonl")
            self.assertEqual(run("extract", "-o", path, REPORTS[0])[:2], (0, ""))
            with open(path, encoding="utf-8") as f:
                self.assertEqual(f.read(), run("extract", REPORTS[0])[1])

    def test_table_fits_and_obeys_nobody(self):
        code, out, err = run("extract", "--format", "table", "--width", "80", *REPORTS)
        self.assertEqual((code, err), (0, ""))
        self.assertLessEqual(max(len(line) for line in out.splitlines() if line.startswith("  ")), 80)
        code, out, err = run("extract", "--format", "table", "-", text="\x1b[2JParis \x07 paid $3 million to \u202eIraq.")
        self.assertNotRegex(out, "[\x00-\x09\x0b-\x1f\x7f\u202e]")

    def test_page_is_one_file_without_requests(self):
        hostile = json.dumps({"id": "x", "title": "</title><script>alert(1)</script>",
                              "text": "Paris <script>alert('2')</script> & \"Iraq\" paid $3 million."})
        for text in (hostile, None):
            args = ["-"] if text else REPORTS
            code, out, err = run("extract", "--format", "html", *args, text=text)
            self.assertEqual((code, err), (0, ""))
            self.assertNotRegex(re.sub(r"<(a|main)[^>]*>|data:,", "", out), r"(src|href|@import|url)\s*[=(]\s*[\"']?[^#\"']")
            self.assertEqual(out.count("<script"), 1)
            for tag in ("article", "section", "ol", "li", "a", "p", "b", "i", "q", "div", "nav", "ul"):
                self.assertEqual(len(re.findall("<%s[ >]" % tag, out)), out.count("</%s>" % tag), tag)
            targets = set(re.findall(r' id="(d\d+[sf]\d+)"', out))
            for target in re.findall(r'href="#(d[^"]+)"', out):
                self.assertIn(target, targets)
            self.assertEqual(len(targets), len(re.findall(r' id="d\d+[sf]\d+"', out)))


class Programs(unittest.TestCase):
    def test_demo(self):
        code, out, err = run("demo")
        self.assertEqual((code, err), (0, ""), out)
        counts = dict(re.findall(r"^(wirefact\.[a-z-]+) +(\d+) records?$", out, re.M))
        self.assertEqual(len(counts), 8)
        self.assertEqual((counts["wirefact.documents"], counts["wirefact.dead-letters"]), ("1", "0"))
        for layer in ("entities", "figures", "dates", "quotes"):
            self.assertGreater(int(counts["wirefact." + layer]), 0, layer)

    def test_bench(self):
        code, out, err = run("bench", "--seconds", "0.2", *REPORTS)
        self.assertEqual((code, err), (0, ""))
        rows = dict(re.findall(r"^([a-z][a-zA-Z/, ]*?) {2,}([\d.]+)$", out, re.M))
        for name in ("tokens/s", "documents/s", "facts/s", "ns/token"):
            self.assertGreater(float(rows[name]), 0, name)
        stages = [line.split()[0] for line in run("list", "extractors")[1].splitlines() if line[0] != " "]
        for stage in stages:
            self.assertRegex(out, r"(?m)^  %s +[\d.]+" % re.escape(stage))


class Reference(unittest.TestCase):
    def test_every_field_is_documented(self):
        with open(os.path.join(SOURCE, "docs/events.md"), encoding="utf-8") as f:
            text = f.read()
        parts = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", text, re.M | re.S))
        common = text.split("## Fields that every fact has")[1].split("## `entity`")[0]
        for name in LAYERS:
            fields = re.findall(r"^\| `(\w+)` \|", parts[name], re.M)
            if name != "document":
                fields = re.findall(r"^\| `(\w+)` \|", common, re.M) + fields
            self.assertEqual(fields, list(schema(name)["properties"]), name)

    def test_examples_follow_the_schemas(self):
        with open(os.path.join(SOURCE, "docs/events.md"), encoding="utf-8") as f:
            examples = [json.loads(x) for x in re.findall(r"```json\n(.*?)```", f.read(), re.S)]
        self.assertEqual([e["layer"] for e in examples], LAYERS)
        for e in examples:
            rules = schema(e["layer"])
            order(e, rules, rules, e["layer"])
            rules["required"] = []
            jsonschema.Draft202012Validator(rules).validate(e)


class Usage(unittest.TestCase):
    def test_errors(self):
        for args, says in [
            (["extrakt"], "did you mean `extract`"),
            (["frobnicate"], "see wirefact --help"),
            (["extract", "--formt", "html"], "did you mean --format?"),
            (["extract", "--format", "xml"], "one of jsonl|table|html"),
            (["extract", "--format"], "--format needs a value"),
            (["extract", "--quiet=1"], "takes no value"),
            (["extract", "-q", "-q"], "given twice"),
            (["extract", "-x"], "no option `-x`"),
            (["extract", "--published", "soon"], "write a date as"),
            (["run", "something"], "one argument too many"),
            (["list", "colours"], "say extractors, rules, options, metrics or messages"),
            (["schema", "nothing"], "`wirefact schema` lists them"),
            (["bench"], "name the files"),
            (["bench", "-n", "soon", REPORTS[0]], "write a number"),
            (["extract", "--set", "nonsense"], "write section.name=value"),
        ]:
            code, out, err = run(*args)
            self.assertEqual((code, out), (2, ""), args)
            self.assertIn(says, err)
            self.assertTrue(err.startswith("wirefact: "), err)

    def test_help_knows_every_command(self):
        code, out, err = run("--help")
        self.assertEqual((code, err), (0, ""))
        for name in re.findall(r"^  ([a-z]+) ", out.split("Commands:")[1].split("\n\n")[0], re.M):
            code, text, err = run(name, "--help")
            self.assertEqual((code, err), (0, ""), name)
            self.assertTrue(text.startswith("Usage: wirefact " + name), name)
            self.assertEqual(text, run("help", name)[1])
            self.assertIn("Exit codes:", text)

    def test_schemas(self):
        for name in run("schema")[1].split():
            jsonschema.Draft202012Validator.check_schema(json.loads(run("schema", name)[1]))
            self.assertEqual(json.loads(run("schema", name)[1]), schema(name))

    def test_version(self):
        self.assertRegex(run("--version")[1], r"^wirefact \d+\.\d+\.\d+\n$")


class Check(unittest.TestCase):
    def check(self, text, *args):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as f:
            f.write(text)
            f.flush()
            code, out, err = run("check", "-c", f.name, *args)
            return code, out, err.replace(f.name, "FILE")

    def test_sample(self):
        code, out, err = run("check", "-c", os.path.join(SOURCE, "config/wirefact.yaml"))
        self.assertEqual(code, 0, err)

    def test_needed_for_run(self):
        code, out, err = self.check("input: {group: a}\n")
        self.assertEqual(code, 3)
        self.assertIn("kafka.brokers is not set", err)
        self.assertIn("input.topics is not set", err)

    def test_check_finds_what_run_would(self):
        good = ["--set", "kafka.brokers=a:1", "--set", "input.topics=x"]
        self.assertEqual(run("check", *good)[0], 0)
        for setting, code, says in [
            ("input.topics=wirefact.figures", 3, "wirefact.figures: is both input and output topic"),
            ("worker.batch_time=20s", 3, "worker.batch_time: must be less than half of the transaction time-out"),
            ("http.listen=localhost", 3, "`localhost` is no address; write 127.0.0.1:9644"),
            ("extractors.rules=/nonexistent.rules", 4, "/nonexistent.rules: cannot open"),
            ("extractors.lexicons=/nonexistent.tsv", 4, "/nonexistent.tsv: cannot open"),
        ]:
            found = run("check", *good, "--set", setting)
            self.assertEqual(found[0], code, setting)
            self.assertIn(says, found[2])
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            f.write("kafka:\n\tbrokers: a:1\n")
            f.flush()
            self.assertIn("such as a tab", run("check", "-c", f.name)[2])

    def test_librdkafka_properties(self):
        head = "kafka: {brokers: 'a:1'}\ninput: {topics: [a]}\n"
        for more, says in [
            ("consumer:\n  fetch.min.byte: 1\n", "FILE:4:3: librdkafka has no consumer property `fetch.min.byte`; did you mean `fetch.min.bytes`?"),
            ("producer:\n  compression.type: brotli\n", "FILE:4:3: Invalid value"),
        ]:
            code, out, err = self.check(head + more)
            self.assertEqual(code, 3, err)
            self.assertIn(says, err)

    def test_unknown_stage(self):
        code, out, err = self.check("kafka: {brokers: 'a:1'}\ninput: {topics: [a]}\nextractors: {disabled: [nobody]}\n")
        self.assertEqual(code, 3)
        self.assertIn("nobody", err)

    def test_unreachable_broker(self):
        code, out, err = self.check("kafka: {brokers: '127.0.0.1:1', socket.connection.setup.timeout.ms: 1000}\n"
                                    "input: {topics: [a]}\n", "--connect")
        self.assertEqual(code, 5, err)

    def test_print_masks(self):
        code, out, err = self.check("kafka: {brokers: 'a:1', sasl.password: hunter2}\ninput: {topics: [a]}\n", "--print")
        self.assertIn("sasl.password", out)
        self.assertNotIn("hunter2", out + err)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
