#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every metric and label that the alert rules, the dashboard and the guide name is one that the worker has.

  monitoring.py WIREFACT SOURCE-DIR
"""
import json
import os
import re
import subprocess
import sys
import unittest

WIREFACT, SOURCE = sys.argv[1:3]
LABELS = {"outcome", "result", "layer", "reason", "topic", "partition", "version", "librdkafka", "rules",
          "job", "instance"}  # the last two are Prometheus' own


def metrics():
    out = subprocess.run([WIREFACT, "list", "metrics"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return set(re.findall(r"^\| `(\w+)` \|", out, re.M))


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
        known = metrics()
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
        shown = set(re.findall(r"\bwirefact_\w+", " ".join(expressions("packaging/monitoring/grafana.json"))))
        missing = {m for m in metrics() if m.startswith("wirefact_")} - shown
        self.assertEqual(missing, {"wirefact_alive", "wirefact_lanes", "wirefact_documents_consumed_total",
                                   "wirefact_partition_next_offset"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
