#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every metric and label that the alert rules, the dashboard and the guide name is one that the worker has; what Prometheus'
own promtool says about the metrics, the rules and all expressions; and alerts that fire when they should.

  monitoring.py WIREFACT SOURCE-DIR
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server import Worker  # noqa: E402

WIREFACT, SOURCE = sys.argv[1:3]
LABELS = {"outcome", "result", "layer", "reason", "topic", "partition", "version", "librdkafka", "rules", "rule", "exit",
          "stage", "phase", "queue", "le", "job", "instance"}  # the last two are Prometheus' own


def promtool(*args, text=None):
    """Prometheus' own checks; scripts/setup fetches the program."""
    cache = os.environ.get("WIREFACT_CACHE", os.path.expanduser("~/.cache/wirefact"))
    program = shutil.which("promtool") or os.path.join(cache, "promtool")
    done = subprocess.run([program, *args], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def metrics():
    out = subprocess.run([WIREFACT, "list", "metrics"], stdout=subprocess.PIPE, check=True).stdout.decode()
    found = re.findall(r"^\| `(\w+)` \| (\w+)", out, re.M)
    histograms = [name for name, kind in found if kind == "histogram"]
    return {name for name, _ in found if name not in histograms}, {h + s for h in histograms for s in ("_bucket", "_sum", "_count")}


def expressions(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as f:
        text = f.read()
    if name.endswith(".json"):
        found = []

        def walk(value):
            for k, v in value.items() if isinstance(value, dict) else enumerate(value):
                if k in ("expr", "query") and isinstance(v, str):
                    found.append(v)
                elif isinstance(v, (dict, list)):
                    walk(v)
        walk(json.loads(text))
        return found
    if name.endswith(".md"):
        return re.findall(r"`([^`]*wirefact_[^`]*)`", text)
    return [a or b for a, b in re.findall(r"expr: (?:\|\n((?:          .*\n)+)|(.*))", text)]


class Names(unittest.TestCase):
    def test_names(self):
        plain, parts = metrics()
        known = plain | parts | {p.rsplit("_", 1)[0] for p in parts}  # the guide lists histograms by their name
        self.assertGreater(len(known), 20)
        with open(os.path.join(SOURCE, "packaging/monitoring/alerts.yaml"), encoding="utf-8") as f:
            recorded = set(re.findall(r"record: (\S+)", f.read()))
        for name in ("packaging/monitoring/alerts.yaml", "packaging/monitoring/grafana.json", "docs/monitoring.md"):
            found = expressions(name)
            self.assertGreater(len(found), 3, name)
            for e in found:
                for metric in re.findall(r"\b(?:wirefact|process)_\w+", e):
                    self.assertIn(metric, known, "%s: %s" % (name, e))
                for record in re.findall(r"\bwirefact:[\w:]+", e):
                    self.assertIn(record, recorded, "%s: %s" % (name, e))
                for inside in re.findall(r"\{([^}]*)\}", e) + re.findall(r"by \(([^)]*)\)", e):
                    for label in re.findall(r"(?:^|,)\s*(\w+)", inside):
                        self.assertIn(label, LABELS, "%s: %s" % (name, e))
                self.assertEqual(e.count("("), e.count(")"), e)
                self.assertEqual(e.count("{"), e.count("}"), e)

    def test_every_metric_is_on_the_dashboard(self):
        plain, parts = metrics()
        shown = set(re.findall(r"\bwirefact_\w+", " ".join(expressions("packaging/monitoring/grafana.json"))))
        missing = {m for m in plain if m.startswith("wirefact_")} - shown
        self.assertEqual(missing, {"wirefact_alive", "wirefact_connected", "wirefact_lanes", "wirefact_documents_consumed_total",
                                   "wirefact_documents_processed_total", "wirefact_partition_next_offset", "wirefact_streams"})
        self.assertEqual({p.rsplit("_", 1)[0] for p in parts} - {s.rsplit("_", 1)[0] for s in shown}, set())


class Promtool(unittest.TestCase):
    def test_metrics(self):
        with Worker() as w:
            code, out = promtool("check", "metrics", text=w.get("/metrics")[2])
        self.assertEqual((code, out), (0, ""))

    def test_rules(self):
        code, out = promtool("check", "rules", os.path.join(SOURCE, "packaging/monitoring/alerts.yaml"))
        self.assertEqual(code, 0, out)
        with open(os.path.join(SOURCE, "tests/worker/alerts_test.yaml"), encoding="utf-8") as f:
            text = f.read()
        with open(os.path.join(SOURCE, "packaging/monitoring/alerts.yaml"), encoding="utf-8") as f:
            alerts = re.findall(r"alert: (\w+)", f.read())
        self.assertEqual(set(re.findall(r"alertname: (\w+)", text)), set(alerts), "an alert that no test fires")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            f.write(text.replace("RULES", os.path.abspath(os.path.join(SOURCE, "packaging/monitoring/alerts.yaml"))))
            f.flush()
            code, out = promtool("test", "rules", f.name)
        self.assertEqual(code, 0, out)

    def test_expressions(self):
        """Those of the dashboard and the guide, as rules that Prometheus parses."""
        found = expressions("packaging/monitoring/grafana.json") + [e for e in expressions("docs/monitoring.md") if "(" in e]
        rules = [{"record": "r%d" % i, "expr": e.replace("$__rate_interval", "5m").replace("$job", ".*")}
                 for i, e in enumerate(found) if not e.startswith("label_values")]
        self.assertGreater(len(rules), 30)
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            json.dump({"groups": [{"name": "all", "rules": rules}]}, f)
            f.flush()
            code, out = promtool("check", "rules", f.name)
        self.assertEqual(code, 0, out)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
