# SPDX-License-Identifier: Apache-2.0
"""Drives workers against a real broker; reader.py reads what they published."""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import uuid

import reader
from reader import FIELD, GROUP, KAFKA, NULL, RECORD, ROOT, Record, tool

BUILD = pathlib.Path(os.environ.get("WF_BUILD", ROOT / "build"))
LAYERS = ["entities", "figures", "dates", "agreements", "events", "quotes", "documents"]
EXIT_OK, EXIT_FENCED, EXIT_BROKER, EXIT_FORCED, EXIT_STUCK = 0, 6, 5, 8, 9


def worker_environment(more=None):
    """Workers, and only they, may run with another librdkafka (scripts/newest)."""
    library = os.environ.get("WF_LIBRDKAFKA")
    return {**os.environ, **({"LD_LIBRARY_PATH": library} if library else {}), **(more or {})}


def brokers():
    out = subprocess.run([KAFKA, "status"], capture_output=True, text=True)
    if out.returncode != 0:
        raise RuntimeError("no broker runs: scripts/kafka start")
    return out.stdout.strip()


class Space:
    """Names of a test's own topics, groups and folders, so that tests and runs do not see each other."""

    def __init__(self, partitions=4, name="t", proxied=None):
        self.name = name + uuid.uuid4().hex[:8]
        self.brokers = brokers()
        self.worker_brokers = proxied or self.brokers # workers may see the brokers through a proxy
        self.partitions = partitions
        self.input = self.name + ".in"
        self.folder = tempfile.mkdtemp(prefix="wirefact-" + self.name)
        self.folder_kept = False # for a look after a failure
        self.made = set()
        self.workers = []
        self.make([self.input])

    def group(self, name):
        """Its own, too: a member that another test killed is one until its session ends."""
        return "%s.%s" % (self.name, name)

    def make(self, topics, partitions=None):
        topics = [t for t in topics if t not in self.made]
        if not topics:
            return
        subprocess.run([str(BUILD / "tests" / "kafka" / "kafka_admin"), self.brokers,
                        str(partitions or self.partitions), *topics], check=True, timeout=60)
        self.made.update(t.split(",")[0] for t in topics)

    def outputs(self, prefix):
        names = [prefix + "." + layer for layer in LAYERS]
        self.make(names + [prefix + ".dead-letters"])
        return names

    def produce(self, documents, partition=None, headers=(), topic=None, extra=()):
        """documents: (key, value) bytes without tab or record separator; value None is a tombstone."""
        argv = ["kcat", "-P", "-b", self.brokers, "-t", topic or self.input, "-K", FIELD, "-D", RECORD, "-Z",
                "-X", "linger.ms=5", "-X", "partitioner=murmur2_random"]
        argv += extra
        if partition is not None:
            argv += ["-p", str(partition)]
        for header in headers:
            argv += ["-H", header]
        data = RECORD.encode().join(k + FIELD.encode() + (v or b"") for k, v in documents)
        subprocess.run(argv, input=data, check=True, timeout=60)

    def close(self):
        for worker in self.workers:
            worker.close()
        if not self.folder_kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- reading ----

    def read(self, topic, committed=True):
        return list(reader.fetch(self.brokers, [topic], committed))

    def read_facts(self, prefix, committed=True, java=False):
        """{layer in the singular: records} of all topics of a prefix but the dead letters, in one go."""
        layers, topics = {}, ["%s.%s" % (prefix, layer) for layer in LAYERS]
        for record in (reader.fetch_java if java else reader.fetch)(self.brokers, topics, committed):
            layers.setdefault(header(record, "ce_type").split(".")[1], []).append(record)
        return layers

    def committed(self, group):
        """{partition: (committed offset, end offset)} of the input topic."""
        return reader.committed_offsets(self.brokers, self.group(group), self.input)


class SpaceTest(unittest.TestCase):
    """A test with a space of its own, whose workers never outlive it."""

    partitions = 4

    def setUp(self):
        self.space = self.make_space()
        self.addCleanup(self.space.close)

    def make_space(self):
        return Space(self.partitions)


class NumberedTest(SpaceTest):
    """A test that sends numbered documents, the same count to each partition, and knows in what order."""

    def setUp(self):
        super().setUp()
        self.prefix = self.space.name + ".out"
        self.inputs = {p: [] for p in range(self.partitions)}
        self.count = 0

    def send(self, count):
        for partition in range(self.partitions):
            names = ["doc-%05d" % (self.count + n) for n in range(count // self.partitions)]
            self.count += len(names)
            self.inputs[partition] += names
            self.space.produce([(n.encode(), b"text of " + n.encode()) for n in names], partition)


class Worker:
    """A running worker process. kind: "loop" (a stand-in for extraction) or "wirefact" (the program)."""

    def __init__(self, space, group, prefix, kind="loop", env=None, binary=None, prepare=None, **options):
        self.space = space
        space.outputs(prefix)
        self.counters = None
        self.log = open(os.path.join(space.folder, "%s-%s.log" % (group, uuid.uuid4().hex[:6])), "w+b")
        argv = self._loop(group, prefix, binary, options) if kind == "loop" else self._program(group, prefix, options)
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=self.log,
                                        env=worker_environment(env), preexec_fn=prepare)
        space.workers.append(self)

    def _loop(self, group, prefix, binary, options):
        argv = [str(binary or BUILD / "tests" / "kafka" / "loop_worker"), "--brokers", self.space.worker_brokers,
                "--topic", self.space.input, "--group", self.space.group(group), "--prefix", prefix]
        for name, value in options.items():
            values = value if isinstance(value, list) else [value]
            for v in values:
                argv += ["--" + name.replace("_", "-"), str(v)]
        return argv

    def _program(self, group, prefix, options):
        path = os.path.join(self.space.folder, "%s.yaml" % uuid.uuid4().hex[:8])
        with open(path, "w", encoding="utf-8") as out:
            out.write(program_settings(self.space, group, prefix, options))
        return [str(BUILD / "worker" / "wirefact"), "run", "-c", path,
                *(["--until-end"] if options.get("until_end") else [])]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def close(self):
        """For tests that fail: nothing may run on."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self, timeout=20):
        self.process.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def wait(self, timeout=60):
        try:
            out, _ = self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError("the worker did not leave within %d s; its log:\n%s" % (timeout, self.text())) from None
        try:
            self.counters = json.loads(out)
        except ValueError:
            self.counters = None
        return self.process.returncode

    def text(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")


def program_settings(space, group, prefix, options):
    """The configuration of `wirefact run` with the options that the stand-in takes as arguments."""
    worker = {"instance": "instance", "lanes": "lanes", "batch_documents": "batch_documents", "state": "state_path",
              "poison_tries": "poison_tries"}
    times = {"session_ms": "session_timeout", "batch_ms": "batch_time", "transaction_ms": "transaction_timeout",
             "document_ms": "document_timeout"}
    lines = ["kafka:", "  brokers: %s" % space.worker_brokers, "input:", "  topics: [%s]" % space.input,
             "  group: %s" % space.group(group),
             "output:"]
    lines += ["  %s: %s.%s" % (layer, prefix, layer) for layer in LAYERS]
    lines += ["  dead_letters: %s.dead-letters" % prefix, "http:", "  listen: ''", "worker:",
              "  delivery: %s" % ("at_least_once" if options.get("delivery") else "exactly_once")]
    for name, value in sorted(options.items(), key=lambda option: option[0] in ("plugins", "steps")):
        if name in worker:
            lines.append("  %s: %s" % (worker[name], value))
        elif name in times:
            lines.append("  %s: %dms" % (times[name], value))
        elif name == "steps":
            lines += ["limits:", "  steps: %d" % value]
        elif name == "plugins":
            lines += ["extractors:", "  plugins: [%s]" % value]
        elif name not in ("delivery", "until_end"):
            raise ValueError("the program has no option like %s" % name)
    return "\n".join(lines) + "\n"


def run_to_end(space, group, prefix, kind="loop", timeout=120, **options):
    """A worker until nothing is left. Returns it; fails unless it left with 0."""
    worker = Worker(space, group, prefix, kind, until_end=1, **options)
    code = worker.wait(timeout)
    if code != EXIT_OK:
        raise AssertionError("exit %d; log:\n%s" % (code, worker.text()))
    return worker


def identity(record):
    """What must be the same in every run: where it went, key, headers and bytes."""
    return (record.partition, record.key, record.headers, record.value)


def await_true(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("not within %d s: %s" % (seconds, what() if callable(what) else what))
        time.sleep(0.05)


def header(record, name):
    for part in record.headers.split(GROUP):
        if part.startswith(name + ":"):
            return part[len(name) + 1:]
    return None


def document_of(record):
    return header(record, "ce_subject")


def compare(test, expected, found, what):
    """Same multiset of records; names the first differences."""
    want, have = collections.Counter(map(identity, expected)), collections.Counter(map(identity, found))
    missing, extra = want - have, have - want
    if missing or extra:
        test.fail("%s: %d lost, %d too many of %d\nlost: %s\ntoo many: %s" % (
            what, sum(missing.values()), sum(extra.values()), len(expected),
            [re.sub(r"\s+", " ", str(k))[:300] for k in list(missing)[:3]],
            [re.sub(r"\s+", " ", str(k))[:300] for k in list(extra)[:3]]))


def check_order(test, space, inputs, records):
    """Documents of one input partition keep their order in each partition they are published to.

    inputs: {partition: [document id in order]}."""
    place = {d: (p, n) for p, ids in inputs.items() for n, d in enumerate(ids)}
    last = {}
    for record in sorted(records, key=lambda r: (r.partition, r.offset)):
        p, n = place[document_of(record)]
        test.assertGreaterEqual(n, last.get((record.partition, p), -1),
                                "order of input partition %d broken at %s" % (p, document_of(record)))
        last[(record.partition, p)] = n
