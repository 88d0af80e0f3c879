# SPDX-License-Identifier: Apache-2.0
"""A worker that is watched while it works: its metrics add up at any moment, and its page's stream shows what is committed."""
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import unittest

from harness import SpaceTest, Worker, await_true

TEXT = "Prime Minister Sanna Virtanen pledged about 120 million euros to Kenya on 3 May %d, a spokesman said."


def promtool(text):
    program = shutil.which("promtool") or os.path.join(
        os.environ.get("WIREFACT_CACHE", os.path.expanduser("~/.cache/wirefact")), "promtool")
    done = subprocess.run([program, "check", "metrics"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Watch(SpaceTest):
    def get(self, path, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        self.addCleanup(c.close)
        c.request("GET", path, headers=headers)
        answer = c.getresponse()
        answer.connection = c  # kept open for a stream
        return answer

    def values(self):
        text = self.get("/metrics").read().decode()
        return text, {m[0]: float(m[1]) for m in re.findall(r"^(\w+(?:\{.*?\})?) ([\d.]+)$", text, re.M)}

    def test_watch(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        documents = [(b"doc-%d" % i, (TEXT % (2000 + i % 20)).encode()) for i in range(600)]
        documents[50::97] = [(b"bad-%d" % i, b'{"text": 5}') for i in range(len(documents[50::97]))]
        documents[70] = (b"gone", json.dumps({"uri": "gone", "type": "text", "pubstatus": "canceled", "body_text": TEXT % 1}).encode())
        bad = sum(k.startswith(b"bad") for k, _ in documents)
        worker = Worker(self.space, "watched", self.space.name + ".out", kind="wirefact", lanes=2, batch_documents=20,
                        env={"WIREFACT_HTTP_LISTEN": "127.0.0.1:%d" % self.port})

        def ready():
            try:
                return self.get("/readyz").status == 200
            except OSError:
                return False
        await_true(ready, 60, "ready")
        stream = self.get("/events")
        self.space.produce(documents)
        facts, letters, scrapes = [], [], 0
        while True:
            text, v = self.values()
            by_outcome = sum(v['wirefact_documents_total{outcome="%s"}' % o] for o in ("emitted", "filtered", "dead_lettered"))
            self.assertEqual(by_outcome, v["wirefact_documents_consumed_total"])  # at any moment
            scrapes += 1
            line = stream.readline()
            if line.startswith(b"data: "):
                shown = json.loads(line[6:])
                facts += shown["facts"]
                letters += shown["letters"]
                if shown["counters"]["consumed"] == len(documents) and len(letters) == bad:
                    break
        self.assertGreater(scrapes, 2)
        text, v = self.values()
        self.assertEqual(promtool(text), (0, ""))
        self.assertEqual(v['wirefact_documents_total{outcome="dead_lettered"}'], bad)
        self.assertEqual(v['wirefact_documents_total{outcome="filtered"}'], 1)
        self.assertEqual(v['wirefact_dead_letters_total{reason="EFORMAT"}'], bad)
        for layer in ("entity", "figure", "date", "event"):
            self.assertEqual(sum(n for k, n in v.items() if k.startswith('wirefact_facts_total{layer="%s"' % layer)),
                             v['wirefact_records_total{layer="%s"}' % layer])
        self.assertEqual(v["wirefact_latency_seconds_count"], len(documents))
        self.assertEqual(v['wirefact_phase_seconds_count{phase="commit"}'], v['wirefact_transactions_total{result="committed"}'])
        self.assertGreaterEqual(v['wirefact_stage_seconds_count{stage="figures"}'], len(documents) - bad - 1)
        self.assertGreater(v["wirefact_arena_peak_bytes"], 1000)
        self.assertEqual(sum(n for k, n in v.items() if k.startswith("wirefact_partition_lag{")), 0)
        self.assertEqual(v["wirefact_streams"], 1)
        self.assertTrue(facts)
        for f in facts:
            self.assertIn(f["before"] + f["words"] + f["after"], [TEXT % y for y in range(2000, 2020)])
        self.assertEqual({(x["reason"], x["stage"]) for x in letters}, {("EFORMAT", "decode")})
        self.assertEqual(worker.stop(), 0)
        self.assertNotIn("Virtanen", worker.text())


if __name__ == "__main__":
    unittest.main()
