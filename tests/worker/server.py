#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A worker whose broker is not there: its web server, its signals, its reloads, its log.

  server.py WIREFACT
"""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

WIREFACT = sys.argv[1]


CODES = re.findall(r"^\| `([a-z-]+)` \|", subprocess.run([WIREFACT, "list", "messages"], stdout=subprocess.PIPE, check=True,
                                                        text=True).stdout, re.M)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Worker:
    def __init__(self, text="", *args, port=None, env=None, **http):
        self.port = port or free_port()
        self.http = "".join(", %s: %s" % option for option in http.items())
        self.file = tempfile.NamedTemporaryFile("w", suffix=".yaml")
        self.write(text)
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([WIREFACT, "run", "-c", self.file.name, *args], stderr=self.log,
                                        env={**os.environ, **(env or {})})

    def write(self, text):
        self.file.seek(0)
        self.file.truncate()
        self.file.write("kafka: {brokers: '127.0.0.1:1', sasl.password: hunter2}\ninput: {topics: [a]}\n"
                        "http: {listen: '127.0.0.1:%d'%s}\n%s" % (self.port, self.http, text))
        self.file.flush()

    def get(self, path, method="GET", **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        c.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        r = c.getresponse()
        body = r.read().decode()
        c.close()
        return r.status, r.headers, body

    def wait(self, what, seconds=20):
        """Until `what` holds; a failure after that long is a failure of the test."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if what():
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                raise AssertionError("the worker left with %d: %s" % (self.process.returncode, self.text()))
            time.sleep(0.05)
        raise AssertionError("not within %d s: %s" % (seconds, self.text()))

    def text(self):
        self.log.seek(0)
        return self.log.read()

    def __enter__(self):
        self.wait(lambda: self.get("/livez"))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.file.close()
        self.log.close()


class Http(unittest.TestCase):
    def test_pages(self):
        with Worker() as w:
            self.assertEqual(w.get("/livez")[0], 200)
            self.assertEqual(w.get("/readyz")[0], 503)
            self.assertEqual(json.loads(w.get("/version")[2])["name"], "wirefact")
            status, headers, body = w.get("/metrics")
            self.assertEqual((status, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
            self.assertIn("\nwirefact_ready 0\n", body)
            status, headers, body = w.get("/metrics", Accept="application/openmetrics-text; version=1.0.0")
            self.assertTrue(headers["Content-Type"].startswith("application/openmetrics-text"))
            self.assertTrue(body.endswith("# EOF\n"))
            body = w.get("/config")[2]
            self.assertIn("sasl.password", body)
            self.assertNotIn("hunter2", body)
            status, headers, body = w.get("/")
            self.assertEqual(status, 200)
            self.assertLess(len(body), 100000)
            self.assertNotRegex(body, r"(src|href)=\"(https?:)?//|@import|url\(")
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertEqual(set(json.loads(w.get("/status.json")[2])) >= {"ready", "alive", "counters", "partitions"}, True)
            self.assertEqual(w.get("/nothing")[0], 404)
            status, headers, body = w.get("/events", method="HEAD")
            self.assertEqual((status, body), (404, ""))
            self.assertEqual(w.get("/", method="POST")[0], 405)
            self.assertEqual(w.get("/metrics", method="HEAD")[2], "")

    def follow(self, worker):
        """A connection with the answer to /events, not read yet."""
        c = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=10)
        self.addCleanup(c.close)
        c.request("GET", "/events")
        stream = c.getresponse()
        stream.connection = c
        return stream

    def message(self, stream):
        line = stream.readline()
        self.assertTrue(line.startswith(b"data: {"), line)
        self.assertEqual(stream.readline(), b"\n")
        return json.loads(line[6:])

    def test_events(self):
        with Worker() as w:
            stream = self.follow(w)
            self.assertEqual((stream.status, stream.headers["Content-Type"]), (200, "text/event-stream"))
            one, two = self.message(stream), self.message(stream)
            self.assertEqual(set(one) - {"facts", "letters"} | {"facts", "letters"}, set(json.loads(w.get("/status.json")[2])))
            self.assertLess(abs(two["time"] - one["time"]), 3000)
            # a stop ends the stream, and an open stream does not hold up a stop
            w.process.send_signal(signal.SIGTERM)
            self.assertEqual(w.process.wait(30), 0)
            while stream.readline():
                pass

    def test_events_are_limited(self):
        with Worker(streams=2) as w:
            first, second = self.follow(w), self.follow(w)
            self.message(first), self.message(second)
            third = self.follow(w)
            self.assertEqual((third.status, third.headers["Retry-After"]), (503, "5"))
            self.assertIn(b"http.streams", third.read())
            self.assertEqual(w.get("/livez")[0], 200)  # others still get in
            first.close(), first.connection.close()
            w.wait(lambda: self.follow(w).status == 200)
            # a client that never reads is left, and the rest goes on
            slow = socket.create_connection(("127.0.0.1", w.port))
            self.addCleanup(slow.close)
            slow.sendall(b"GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            self.message(second), self.message(second)
        with Worker(connections=3, streams=100) as w:  # probes always find a connection
            self.message(self.follow(w))
            self.assertEqual(self.follow(w).status, 503)
            self.assertEqual(w.get("/livez")[0], 200)

    def test_scrape_is_cheap(self):
        with Worker() as w:
            def used():  # processor time of the worker: what else the machine does must not count
                return float(re.search(r"^process_cpu_seconds_total (\S+)", w.get("/metrics")[2], re.M).group(1))

            before = used()
            for _ in range(50):
                w.get("/metrics")
            self.assertLess((used() - before) / 50, 0.02)

    def test_reload(self):
        with tempfile.TemporaryDirectory() as folder:
            words = os.path.join(folder, "own.tsv")
            with open(words, "w") as f:
                f.write("# class: own\n# source: test\n# licence: CC0-1.0\nzorblax\tX\n")
            with Worker() as w:
                first = json.loads(w.get("/version")[2])["rules"]
                w.write("extractors: {lexicons: [%s]}\n" % words)
                w.process.send_signal(signal.SIGHUP)
                w.wait(lambda: 'wirefact_reloads_total{result="done"} 1\n' in w.get("/metrics")[2])
                second = json.loads(w.get("/version")[2])["rules"]
                self.assertNotEqual(first, second)
                w.write("extractors: {lexicon: [x]}\n")
                w.process.send_signal(signal.SIGHUP)
                w.wait(lambda: 'wirefact_reloads_total{result="refused"} 1\n' in w.get("/metrics")[2])
                self.assertEqual(second, json.loads(w.get("/version")[2])["rules"])
                self.assertIn("did you mean `lexicons`?", w.text())

    def codes(self, worker):
        return [json.loads(line)["code"] for line in worker.text().splitlines()]

    def test_reload_takes_limits_and_names_the_rest(self):
        with Worker("limits: {text_bytes: 1MiB}\n") as w:
            w.write("limits: {text_bytes: 2MiB}\nworker: {lanes: 3}\nconsumer: {fetch.min.bytes: 1000}\n")
            w.process.send_signal(signal.SIGHUP)
            w.wait(lambda: "reloaded" in self.codes(w))
            named = {json.loads(line)["message"].split()[0] for line in w.text().splitlines() if "reload-restart" in line}
            self.assertEqual(named, {"worker.lanes", "consumer.fetch.min.bytes"})

    def test_changed_files_are_loaded(self):
        with tempfile.TemporaryDirectory() as folder:
            words = os.path.join(folder, "own.tsv")

            def write(name, *lines):
                with open(words + ".new", "w") as f:
                    f.write("# class: %s\n# source: test\n# licence: CC0-1.0\n%s" % (name, "".join(lines)))
                os.replace(words + ".new", words)

            write("own", "zorblax\tX\n")
            with Worker("extractors: {lexicons: [%s], watch: 1s}\n" % words) as w:
                first = json.loads(w.get("/version")[2])["rules"]
                write("own", "zorblax\tX\n", "frobnitz\tY\n")
                w.wait(lambda: json.loads(w.get("/version")[2])["rules"] != first)
                second = json.loads(w.get("/version")[2])["rules"]
                write("", "broken")
                w.wait(lambda: 'wirefact_reloads_total{result="refused"} 1\n' in w.get("/metrics")[2])
                self.assertEqual(json.loads(w.get("/version")[2])["rules"], second)
                self.assertIn("own.tsv:1", [json.loads(line)["message"] for line in w.text().splitlines()
                                            if '"reload-refused"' in line][0])
                write("own", "zorblax\tX\n")
                w.wait(lambda: json.loads(w.get("/version")[2])["rules"] == first)
                self.assertEqual(self.codes(w).count("files-changed"), 3)

    def test_tells_the_service_manager(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(os.path.join(folder, "notify"))
            manager.settimeout(20)
            with Worker(env={"NOTIFY_SOCKET": os.path.join(folder, "notify"), "WATCHDOG_USEC": "3000000"}) as w:
                self.assertRegex(manager.recv(500).decode(), r"^READY=1\nWATCHDOG=1\nSTATUS=(waiting for the group|no broker answers)")
                began = time.monotonic()
                self.assertRegex(manager.recv(500).decode(), r"^WATCHDOG=1\n")
                self.assertLess(time.monotonic() - began, 3)
                w.process.send_signal(signal.SIGTERM)
                while manager.recv(500) != b"STOPPING=1":
                    pass
                self.assertEqual(w.process.wait(20), 0)
        with Worker(env={"NOTIFY_SOCKET": "/nonexistent/socket"}) as w:  # nobody there: said once, and the work goes on
            w.wait(lambda: "notify-failed" in self.codes(w))

    def test_leaves_on_term_and_logs_json(self):
        with Worker("log: {level: info}\n") as w:
            w.process.send_signal(signal.SIGTERM)
            self.assertEqual(w.process.wait(30), 0)
            lines = [json.loads(line) for line in w.text().splitlines()]
            self.assertTrue(any(line["message"] == "draining" for line in lines))
            for line in lines:
                self.assertTrue(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]))
                self.assertIn(line["level"], ("error", "warning", "info"))
                self.assertIn(line["code"], CODES)
            self.assertEqual([line["code"] for line in lines][0], "started")
            self.assertEqual([line["code"] for line in lines][-1], "stopped")

    def test_taken_address(self):
        with Worker() as w:
            other = subprocess.run([WIREFACT, "run", "-c", w.file.name], stderr=subprocess.PIPE, timeout=30)
            self.assertEqual(other.returncode, 1)
            line = json.loads(other.stderr)
            self.assertEqual((line["level"], line["code"]), ("error", "failed"))
            self.assertIn("http.listen: cannot listen on", line["message"])
        for address in ("nonsense", "127.0.0.1:http", "256.0.0.1:1", "127.0.0.1:"):
            bad = subprocess.run([WIREFACT, "run", "--set", "kafka.brokers=127.0.0.1:1", "--set", "input.topics=a", "--set",
                                  "http.listen=" + address], stderr=subprocess.PIPE, timeout=30)
            self.assertEqual(bad.returncode, 3, bad.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
