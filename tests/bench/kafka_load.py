#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the worker costs beyond extraction and Kafka: `extract`, a bare pass-through of the same records, and the worker.

    kafka_load.py [--documents N] [--seconds S] [--rates 10,100,300] [--json FILE]

Processor time and throughput: N documents lie on the topic before anything starts; user and system time of the whole
process. Latency: an open loop, so that a document's wait for its predecessors counts; pass-through and worker read the
same documents at the same time, so that both meet the same machine. Needs a broker: scripts/kafka start.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "kafka"))
sys.dont_write_bytecode = True

from harness import BUILD, EXIT_OK, Space, Worker, await_true, program_settings  # noqa: E402
from test_program import REPORTS  # noqa: E402

BATCH_MS = 100


def envelope(n, paragraphs):
    """A report, or so many of its paragraphs, begun at another place each time."""
    parts = REPORTS[n % len(REPORTS)].split("\n\n")
    turn = n // len(REPORTS) % len(parts)
    text = "\n\n".join((parts[turn:] + parts[:turn])[:paragraphs])
    return json.dumps({"id": "report-%06d" % n, "text": text, "published": "2025-03-%02d" % (1 + n % 28), "version": "1"},
                      ensure_ascii=False)


class Load:
    def __init__(self, folder, args):
        self.folder, self.args = folder, args
        self.count = max([args.documents] + [int(rate * args.seconds) for rate in args.rates])
        self.documents = [envelope(n, args.paragraphs) for n in range(self.count)]
        self.lines = self.file("documents.jsonl", "\n".join(self.documents[:args.documents]) + "\n")
        self.keyed = self.file("keyed", "".join("report-%06d\t%s\n" % item for item in enumerate(self.documents)))
        self.records = os.path.join(folder, "records.jsonl")
        self.all_lines = self.file("all.jsonl", "\n".join(self.documents) + "\n")
        with open(self.records, "wb") as out:
            subprocess.run([str(BUILD / "worker" / "wirefact"), "extract", self.all_lines], stdout=out, check=True)

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def timed(self, argv, stdout=subprocess.DEVNULL):
        """(processor seconds, seconds) of a program."""
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(argv, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=600)
        if done.returncode != 0:
            raise RuntimeError("%s: exit %d: %s" % (argv, done.returncode, done.stderr))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began)

    def settings(self, space, group, prefix, **options):
        return self.file("%s.yaml" % group, program_settings(space, group, prefix, {"batch_ms": BATCH_MS, **options}))

    def worker(self, settings):
        return [str(BUILD / "worker" / "wirefact"), "run", "--until-end", "-c", settings]

    def passthrough(self, space, group, prefix, limit):
        space.outputs(prefix)
        return [str(BUILD / "tests" / "bench" / "bench_passthrough"), space.brokers, space.group(group), space.input, prefix,
                self.records, str(BATCH_MS), str(limit)]

    # ---- processor time ----

    def processor_time(self):
        """Milliseconds a document; what starting up costs is taken off by a run without documents."""
        space, n = Space(name="cpu"), self.args.documents
        empty = Space(name="none")
        space.produce([(b"report-%06d" % i, d.encode()) for i, d in enumerate(self.documents[:n])])
        nothing = self.file("nothing.jsonl", "")
        rows = {"extract": [], "pass-through": [], "worker": []}
        try:
            for turn in range(self.args.turns):
                prefix = "%s.t%d" % (space.name, turn)
                start = self.timed([str(BUILD / "worker" / "wirefact"), "extract", nothing])[0]
                rows["extract"].append(self.timed([str(BUILD / "worker" / "wirefact"), "extract", self.lines])[0] - start)
                start = self.loading()
                rows["pass-through"].append(self.timed(self.passthrough(space, "p%d" % turn, prefix + "p", n))[0] - start)
                space.outputs(prefix + "w")
                empty.outputs(prefix + "e")
                start = self.timed(self.worker(self.settings(empty, "e%d" % turn, prefix + "e")))[0]
                rows["worker"].append(self.timed(self.worker(self.settings(space, "w%d" % turn, prefix + "w")))[0] - start)
        finally:
            space.close()
            empty.close()
        result = {name: 1000 * statistics.median(values) / n for name, values in rows.items()}
        result["ratio"] = statistics.median(w / (e + p) for e, p, w in zip(*rows.values()))
        return result

    def loading(self):
        """Processor time of the pass-through for reading its records, which the worker has no need of."""
        return self.timed([str(BUILD / "tests" / "bench" / "bench_passthrough"), "--load-only", self.records])[0]

    # ---- throughput ----

    def throughput(self, lanes, workers):
        space, n = Space(name="thr"), self.args.documents
        try:
            space.produce([(b"report-%06d" % i, d.encode()) for i, d in enumerate(self.documents[:n])])
            prefix = space.name + ".out"
            began = time.monotonic()
            running = [Worker(space, "g", prefix, "wirefact", lanes=lanes, instance="w%d" % i, batch_ms=BATCH_MS)
                       for i in range(workers)]
            while sum(c or 0 for c, _ in space.committed("g").values()) == 0:
                time.sleep(0.02)
            first_done, first = sum(c or 0 for c, _ in space.committed("g").values()), time.monotonic()
            await_true(lambda: all(c == e for c, e in space.committed("g").values()), 600, "the end")
            seconds = time.monotonic() - first
            for worker in running:
                if worker.stop() != EXIT_OK:
                    raise RuntimeError(worker.text())
            return {"lanes": lanes, "workers": workers, "documents_per_second": round((n - first_done) / seconds, 1),
                    "start": round(first - began, 2)}
        finally:
            space.close()

    # ---- latency ----

    def latency(self, rate):
        space = Space(name="lat")
        bare = None
        try:
            out, other = space.name + ".w", space.name + ".p"
            space.outputs(out)
            worker = Worker(space, "w", out, "wirefact", instance="w", batch_ms=BATCH_MS)
            bare = subprocess.Popen(self.passthrough(space, "p", other, 0), stdout=subprocess.DEVNULL)
            result = subprocess.run([str(BUILD / "tests" / "bench" / "bench_latency"), space.brokers, space.input, self.keyed,
                                     str(rate), str(self.args.seconds), out + ".documents", other + ".documents"],
                                    capture_output=True, text=True, timeout=600)
            if result.returncode != 0:
                raise RuntimeError("latency: %s%s" % (result.stdout, result.stderr))
            rows = {}
            for line, name in zip(result.stdout.splitlines(), ("worker", "pass-through")):
                _, seen, p50, p90, p99, most = line.split()
                rows[name] = {"seen": int(seen), "p50": float(p50), "p90": float(p90), "p99": float(p99), "max": float(most)}
            rows["rate"] = rate
            rows["p50_ratio"] = round(rows["worker"]["p50"] / rows["pass-through"]["p50"], 2)
            rows["p99_ratio"] = round(rows["worker"]["p99"] / rows["pass-through"]["p99"], 2)
            worker.stop()
            return rows
        finally:
            if bare is not None:
                bare.terminate()
                bare.wait(20)
            space.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--paragraphs", type=int, default=4, help="of a document")
    parser.add_argument("--turns", type=int, default=3, help="of the processor time, the median counts")
    parser.add_argument("--seconds", type=float, default=30, help="of each rate")
    parser.add_argument("--rates", type=lambda text: [int(r) for r in text.split(",")], default=[10, 100, 300])
    parser.add_argument("--only", choices=("processor", "latency", "throughput"))
    parser.add_argument("--json", default=str(BUILD / "kafka-load.json"))
    args = parser.parse_args()
    result = {}
    with tempfile.TemporaryDirectory(prefix="wirefact-load") as folder:
        load = Load(folder, args)
        if args.only in (None, "processor"):
            result["processor"] = row = load.processor_time()
            print("processor time a document: extract %.3f ms + pass-through %.3f ms; worker %.3f ms: %.2f times" % (
                row["extract"], row["pass-through"], row["worker"], row["ratio"]), flush=True)
        if args.only in (None, "latency"):
            result["latency"] = []
            for rate in args.rates:
                row = load.latency(rate)
                result["latency"].append(row)
                print("%d documents/s: worker p50 %.0f p99 %.0f ms, pass-through p50 %.0f p99 %.0f ms: %.2f and %.2f times" % (
                    rate, row["worker"]["p50"], row["worker"]["p99"], row["pass-through"]["p50"],
                    row["pass-through"]["p99"], row["p50_ratio"], row["p99_ratio"]), flush=True)
        if args.only in (None, "throughput"):
            result["throughput"] = []
            for lanes, workers in ((1, 1), (2, 1), (4, 1), (1, 3)):
                row = load.throughput(lanes, workers)
                result["throughput"].append(row)
                print("%d lanes, %d workers: %.0f documents/s" % (lanes, workers, row["documents_per_second"]), flush=True)
    with open(args.json, "w", encoding="utf-8") as out:
        json.dump(result, out, indent=1)


if __name__ == "__main__":
    main()
