#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The status page in a headless Chromium: what it shows, what it asks for, and whether everybody can read it.

  page.py WIREFACT [FOLDER]     FOLDER is where screenshots go, for somebody to look at
"""
import http.server
import json
import os
import queue
import sys
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402
from server import Worker  # noqa: E402  (its WIREFACT is our first argument too)

SHOTS = sys.argv[2] if len(sys.argv) > 2 else None
LONG = "Donaudampfschifffahrtsgesellschaftskapitaen" * 6

# Text and background of every element with text of its own, blended down to the page: what a reader sees.
CONTRAST = """
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(css) { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; }
function over(top, under) { return [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1); }
function light(c) { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; }
function ground(e) { return e === null ? [255, 255, 255, 1] : over(rgba(getComputedStyle(e).backgroundColor), ground(e.parentElement)); }
const found = [];
for (const e of document.body.querySelectorAll("*")) {
  if (!e.checkVisibility() || e.closest("script,.skip") || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
  const under = ground(e), ink = over(rgba(getComputedStyle(e).color), under), a = light(ink), b = light(under);
  found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName + "." + e.className + " " + e.textContent.slice(0, 40)]);
}
return found;
"""


class Scripted(http.server.ThreadingHTTPServer):
    """Gives the worker's own page, and as its events what the test puts in a queue; None ends the stream."""
    daemon_threads = True

    def __init__(self, page, policy):
        self.page, self.policy, self.events, self.asked = page, policy, queue.Queue(), []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d/" % self.server_port


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200 if self.path in ("/", "/events") else 404)
        self.send_header("Content-Type", "text/event-stream" if self.path == "/events" else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.server.page)
        while self.path == "/events":
            event = self.server.events.get()
            if event is None:
                return
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
            self.wfile.flush()

    def log_message(self, *_):
        pass


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Worker() as w:
            _, headers, body = w.get("/")
            cls.page, cls.policy = body.encode(), headers["Content-Security-Policy"]
            cls.empty = json.loads(w.get("/status.json")[2])
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def event(self, seconds, **changes):
        """What the worker says without a broker, with these values and so many seconds later."""
        e = json.loads(json.dumps(self.empty))
        e["time"] += seconds * 1000
        for key, value in changes.items():
            e[key] = {**e[key], **value} if isinstance(value, dict) else value
        return e

    def serve(self, width=1280, dark=False):
        server = Scripted(self.page, self.policy)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(server.events.put, None)
        self.browser.open("about:blank")
        self.browser.errors(), self.browser.requests()  # forget those of the last test
        self.browser.look(width, dark)
        self.browser.open(server.url)
        return server, self.browser

    def fill(self, server):
        fact = {"number": 1, "time": self.empty["time"], "layer": "figure", "document": LONG, "rule": "figures/money",
                "title": "about USD 3,000", "details": "pledged", "before": "They paid <b>", "words": "about $3,000 & more",
                "after": "</b> on Monday."}
        facts = [{**fact, "number": i + 1, "layer": layer} for i, layer in
                 enumerate(("entity", "date", "agreement", "event", "quote", "figure"))]
        letter = {"number": 9, "time": self.empty["time"], "reason": "EFORMAT", "meaning": "not in the expected format",
                  "stage": "decode", "topic": "reports", "partition": 2, "offset": 17, "message": "reports/2/17:1:18: not <valid>"}
        server.events.put(self.event(0))
        server.events.put(self.event(2, ready=True, counters={"consumed": 200, "emitted": 199, "dead_lettered": 1, "input_bytes": 2000000},
                                     times={name: [0] * 12 + [100, 80, 20] + [0] * 6 for name in ("latency", "document", "commit")},
                                     records={"figure": 900, "document": 199}, facts=facts, letters=[letter],
                                     dead_letters={"not in the expected format": 1},
                                     partitions=[{"topic": LONG, "partition": 0, "lane": 0, "next": 1234, "lag": 5000}]))

    def test_shows_what_the_worker_says(self):
        server, b = self.serve()
        self.fill(server)
        b.wait("return document.querySelector('#latest li')", "a fact")
        self.assertEqual(b.run("return ['docs','facts','lag','late','late-note'].map(i => document.getElementById(i).textContent)"),
                         ["100", "450", "5,000", "100", "95 % within 375 ms; 100 ms to read one"])
        self.assertEqual(b.run("return document.getElementById('ready').textContent"), "ready")
        said = b.run("const li = document.querySelector('#latest li.figure'); return [li.querySelector('.what').textContent, "
                     "li.children[1].textContent, li.querySelector('mark').textContent, li.querySelectorAll('b').length]")
        self.assertEqual(said, ["figureabout USD 3,000 pledged", "They paid <b>about $3,000 & more</b> on Monday.", "about $3,000 & more", 0])
        letter = b.run("return document.querySelector('#letters li').innerText")
        for part in ("not in the expected format", "1:18: not <valid>", "reports/2/17", "decode", "EFORMAT"):
            self.assertIn(part, letter)
        self.assertIn("1,234", b.run("return document.getElementById('partitions').innerText"))
        # a message again must not show its facts again; while paused nothing is added
        b.run("document.getElementById('pause').click()")
        count = b.run("return document.querySelectorAll('#latest li').length")
        self.fill(server)
        server.events.put(self.event(4, group="last of all"))
        b.wait("return document.getElementById('about').textContent.includes('last of all')", "the last message")
        self.assertEqual(b.run("return document.querySelectorAll('#latest li').length"), count)
        self.assertEqual(b.run("return document.querySelectorAll('#letters li').length"), 1)
        self.assertEqual(b.run("return document.getElementById('pause').getAttribute('aria-pressed')"), "true")
        self.assertEqual(b.errors(), [])
        self.assertEqual({u for u in b.requests() if not u.startswith(("chrome", "data:"))}, {server.url, server.url + "events"})

    def test_a_worker_that_is_gone_is_told(self):
        server, b = self.serve()
        self.fill(server)
        b.wait("return document.querySelector('#latest li')", "a fact")
        self.assertFalse(b.run("return document.getElementById('stale').checkVisibility()"))
        server.shutdown()
        server.server_close()
        server.events.put(None)
        b.wait("return document.getElementById('stale').checkVisibility()", "the notice")

    def test_everybody_can_read_it(self):
        for name, width, dark in (("desktop", 1280, False), ("phone", 360, False), ("dark", 1280, True), ("phone-dark", 360, True)):
            with self.subTest(name):
                server, b = self.serve(width, dark)
                self.fill(server)
                b.wait("return document.querySelectorAll('#latest li').length > 5", "facts")
                self.assertLessEqual(b.run("return document.documentElement.scrollWidth"), width)
                seen = b.run(CONTRAST)
                self.assertGreater(len(seen), 60)
                self.assertEqual([s for s in seen if s[0] < 4.5], [])
                if width < 600:
                    self.assertEqual(b.run("return [...document.querySelectorAll('button, nav a')].filter(e => e.getBoundingClientRect()"
                                           ".height < 24).map(e => e.textContent)"), [])
                nodes = b.cdp("Accessibility.getFullAXTree")["nodes"]
                roles = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n["ignored"]]
                for role in ("banner", "main", "navigation", "contentinfo"):
                    self.assertEqual(sum(r == role for r, _ in roles), 1, role)
                self.assertEqual([r for r in roles if r[0] in ("region", "button", "link", "navigation") and not r[1]], [])
                self.assertGreater(sum(r == "region" for r, _ in roles), 8)
                self.assertEqual(b.run("return [...document.querySelectorAll('h1,h2')].map(e => e.tagName).join(' ')").split(" ", 1)[0], "H1")
                # what changes every second must not be read out every second
                self.assertEqual(b.run("return [...document.querySelectorAll('[aria-live],[role=status],[role=alert]')].map(e => e.id)"),
                                 ["state", "stale"])
                if SHOTS:
                    b.screenshot(os.path.join(SHOTS, name + ".png"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
