#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mixed faults from a seed against a real broker or three, while documents keep coming.

Faults: kill -9, TERM, and SIGSTOP beyond the transaction time-out for workers; workers that join and leave; brokers
killed hard or stopped and started again on their files. At the end a reader that this project did not write compares
what was published with an undisturbed run of the same input: nothing lost, nothing twice, no document torn, dead
letters included.

    torture.py [--minutes N] [--seed S] [--nodes 1|3] [--history FILE]
    torture.py --self-test     workers with known mistakes must be found out
"""
import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
import unittest

from harness import BUILD, EXIT_OK, KAFKA, Space, Worker, check_order, compare, run_to_end

EXITS_OF_A_FAULT = {7}  # a budget ran out while the broker was away: a supervisor starts it again
STOPPED_SECONDS = 13    # more than the transaction time-out
OPTIONS = dict(session_ms=6000, batch_ms=120, batch_documents=25, transaction_ms=10000, delay_ms=4, lanes=2)


class Torture:
    def __init__(self, space, seed, nodes, history, binary=None):
        self.space, self.nodes, self.binary = space, nodes, binary
        self.chance = random.Random(seed)
        self.history = history
        self.began = time.monotonic()
        self.prefix = space.name + ".out"
        self.workers, self.stopped = {}, {}
        self.inputs = {p: [] for p in range(space.partitions)}
        self.sent = self.bad = 0
        self.faults = {}
        self.down = None  # (node, when to start it again)
        self.peak = 0

    def note(self, what, **more):
        self.faults[what] = self.faults.get(what, 0) + 1
        self.history.write(json.dumps({"t": round(time.monotonic() - self.began, 2), "what": what, **more}) + "\n")
        self.history.flush()

    def start(self, which):
        self.workers[which] = Worker(self.space, "tested", self.prefix, binary=self.binary, instance="w%d" % which,
                                     state=os.path.join(self.space.folder, "state"), **OPTIONS)

    def send(self, count):
        partition = self.chance.randrange(self.space.partitions)
        documents = []
        for _ in range(count):
            name = "doc-%06d" % self.sent
            self.sent += 1
            if self.sent % 50 == 0:
                documents.append((("bad-%06d" % self.sent).encode(), b"!bad"))
                self.bad += 1
            else:
                documents.append((name.encode(), b"text of " + name.encode()))
                self.inputs[partition].append(name)
        self.space.produce(documents, partition, extra=["-X", "enable.idempotence=true"])

    # ---- faults ----

    def fault(self):
        names = ["kill", "kill", "kill", "term", "stop", "join", "leave", "none"]
        if self.down is None:
            names += ["broker_kill", "broker_stop"]
        getattr(self, self.chance.choice(names))()

    def running(self):
        return [w for w in sorted(self.workers) if w not in self.stopped]

    def none(self):
        pass

    def kill(self):
        if self.running():
            which = self.chance.choice(self.running())
            self.workers[which].kill()
            self.note("kill", worker=which)
            self.start(which)

    def term(self):
        if self.down is None and self.running():
            which = self.chance.choice(self.running())
            code = self.workers[which].stop(30)
            self.note("term", worker=which, exit=code)
            if code != EXIT_OK:
                raise AssertionError("after TERM exit %d:\n%s" % (code, self.workers[which].text()))
            self.start(which)

    def stop(self):
        if not self.stopped and len(self.running()) > 1:
            which = self.chance.choice(self.running())
            self.workers[which].process.send_signal(signal.SIGSTOP)
            self.stopped[which] = time.monotonic() + STOPPED_SECONDS
            self.note("stop", worker=which)

    def join(self):
        if len(self.workers) < 3:
            which = min(set(range(3)) - set(self.workers))
            self.start(which)
            self.note("join", worker=which)

    def leave(self):
        if len(self.running()) > 1 and self.down is None:
            which = self.chance.choice(self.running())
            self.workers.pop(which).stop(30)
            self.note("leave", worker=which)

    def broker_kill(self):
        node = self.chance.randrange(self.nodes) + 1
        subprocess.run([KAFKA, "kill", str(node)], check=True)
        self.down = (node, time.monotonic() + self.chance.uniform(0.5, 4))
        self.note("broker_kill", node=node)

    def broker_stop(self):
        node = self.chance.randrange(self.nodes) + 1
        subprocess.run([KAFKA, "kill", str(node), "-TERM"], check=True)
        self.down = (node, time.monotonic() + self.chance.uniform(1, 4))
        self.note("broker_stop", node=node)

    def heal(self, everything=False):
        now = time.monotonic()
        for which, until in list(self.stopped.items()):
            if everything or now >= until:
                self.workers[which].process.send_signal(signal.SIGCONT)
                del self.stopped[which]
                self.note("continue", worker=which)
        if self.down and (everything or now >= self.down[1]):
            subprocess.run([KAFKA, "restart", str(self.down[0])], check=True)
            self.note("broker_back", node=self.down[0])
            self.down = None
        for which, worker in list(self.workers.items()):
            code = worker.process.poll()
            if code is not None:
                self.note("exit", worker=which, code=code)
                if code not in EXITS_OF_A_FAULT:
                    raise AssertionError("worker %d left with %d:\n%s" % (which, code, worker.text()[-3000:]))
                self.start(which)

    def measure(self):
        for worker in self.workers.values():
            try:
                with open("/proc/%d/status" % worker.process.pid, encoding="ascii") as status:
                    for line in status:
                        if line.startswith("VmRSS"):
                            self.peak = max(self.peak, int(line.split()[1]))
            except OSError:
                pass

    # ---- the whole ----

    def run(self, seconds):
        self.start(0)
        self.start(1)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.down is None:
                self.send(self.chance.randrange(20, 80))
            time.sleep(self.chance.uniform(0.1, 0.8))
            self.heal()
            self.measure()
            if time.monotonic() < end - 1:
                self.fault()
        self.heal(everything=True)
        healed = time.monotonic()
        while True:
            table = self.space.committed("tested")
            if len(table) == self.space.partitions and all((c or 0) == e for c, e in table.values()):
                break
            if time.monotonic() - healed > 60:
                raise AssertionError("lag is not 0 within 60 s: %s" % table)
            self.heal()
        self.recovery = time.monotonic() - healed
        for which in list(self.workers):
            code = self.workers.pop(which).stop(30)
            if code != EXIT_OK:
                raise AssertionError("the last TERM gave exit %d" % code)

    def check(self):
        test, space = unittest.TestCase(), self.space
        test.maxDiff = 2000
        run_to_end(space, "reference", space.name + ".ref", timeout=300, lanes=2)
        reference, found = space.read_facts(space.name + ".ref"), space.read_facts(self.prefix)
        test.assertEqual(sum(map(len, self.inputs.values())), len(reference["document"]), "documents of the reference")
        for layer in reference:
            compare(test, reference[layer], found.get(layer, []), layer)
            check_order(test, space, self.inputs, found[layer])
        letters = [r.key for r in space.read(self.prefix + ".dead-letters")]
        test.assertEqual((self.bad, self.bad), (len(letters), len(set(letters))), "dead letters")
        total = sum(map(len, found.values()))
        aborted = sum(map(len, space.read_facts(self.prefix, committed=False).values())) - total
        return total, aborted


def torture(args):
    history = open(args.history, "w", encoding="utf-8")
    extra = {**os.environ, "KAFKA_DIR": os.environ["KAFKA_DIR"]}
    subprocess.run([KAFKA, "start", "--nodes", str(args.nodes)], check=True, env=extra, stdout=subprocess.DEVNULL)
    space = Space(partitions=4, name="torture")
    run = Torture(space, args.seed, args.nodes, history)
    try:
        run.run(args.minutes * 60)
        total, aborted = run.check()
    finally:
        space.close()
        subprocess.run([KAFKA, "stop"], check=False, env=extra)
    print("seed %d, %d broker(s), %.1f minutes, %d documents, %d dead letters, %d records" % (
        args.seed, args.nodes, args.minutes, run.sent, run.bad, total))
    print("faults: " + ", ".join("%d %s" % (n, what) for what, n in sorted(run.faults.items())))
    print("0 lost, 0 twice, order kept; %d more records seen uncommitted; lag 0 after %.1f s; most memory of a worker %d MiB"
          % (aborted, run.recovery, run.peak // 1024))


class SelfTest:
    """Short runs of workers with a known mistake each: every one must fail the check."""

    bugs = {1: "offsets outside the transaction", 2: "a batch torn over two transactions", 3: "no rewind after an abort",
            4: "dead letters outside the transaction"}

    def run(self):
        subprocess.run([KAFKA, "start"], check=True, stdout=subprocess.DEVNULL)
        missed = []
        try:
            for bug in [0, *self.bugs]:
                space = Space(partitions=4, name="bug")
                found_out = self.one(space, bug)
                space.close()
                print("%s: %s" % (self.bugs.get(bug, "the right worker"), found_out or "passes the check"), flush=True)
                if bool(found_out) != (bug != 0):
                    missed.append(bug)
        finally:
            subprocess.run([KAFKA, "stop"], check=False)
        return missed

    def one(self, space, bug):
        prefix, chance = space.name + ".out", random.Random(bug)
        space.make([prefix + ".figures,max.message.bytes=60000"])
        documents = [(b"doc-%04d" % n, b"!bad" if n % 5 == 0 else b"!huge 100000" if n == 201 else b"text of %d" % n)
                     for n in range(400)]
        space.produce(documents)
        options = dict(session_ms=6000, batch_ms=200, batch_documents=25, transaction_ms=10000, instance="w", delay_ms=8)
        binary = BUILD / "tests" / "kafka" / ("loop_worker_bug_%d" % bug if bug else "loop_worker")
        try:
            for _ in range(6):
                worker = Worker(space, "tested", prefix, binary=binary, **options)
                time.sleep(chance.uniform(1.2, 2.0))
                worker.kill()
            run_to_end(space, "tested", prefix, timeout=60, binary=binary, **dict(options, delay_ms=0))
            space.make([space.name + ".ref.figures,max.message.bytes=60000"])
            run_to_end(space, "reference", space.name + ".ref", timeout=60)
            reference, found = space.read_facts(space.name + ".ref"), space.read_facts(prefix)
            for layer in reference:
                compare(unittest.TestCase(), reference[layer], found.get(layer, []), layer)
            letters = [r.key for r in space.read(prefix + ".dead-letters")]
            unittest.TestCase().assertEqual((81, 81), (len(letters), len(set(letters))))
        except (AssertionError, RuntimeError) as problem:
            return str(problem).splitlines()[0][:160]
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1)
    parser.add_argument("--history", default=str(BUILD / "torture.jsonl"))
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if "KAFKA_DIR" not in os.environ:
        os.environ["KAFKA_DIR"] = str(BUILD / "kafka-torture")
    if args.self_test:
        missed = SelfTest().run()
        if missed:
            sys.exit("torture: the check does not tell bug %s from a right worker" % missed)
    else:
        torture(args)


if __name__ == "__main__":
    main()
