#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mixed faults from a seed against one real broker or three, while documents keep coming; then every record is checked.

Faults: kill -9, TERM, and SIGSTOP beyond the transaction time-out for workers; workers that join and leave; brokers
killed hard or stopped and started again on their files; a network that is slow, uneven, cut, half-open, reset, one byte a
second, out of order across connections, or that delivers the end of a transaction late (proxy.py).

    torture.py [--minutes N] [--seed S] [--nodes 1|3] [--program]
                             random faults; worker 0 is spared kills, and its memory must not grow
    torture.py --judge       100 kills, 20 stops, 3 hard and 3 clean broker restarts, 30 group changes, 100,000 documents
    torture.py --self-test   workers with known mistakes must be found out
    torture.py --table DOC FILE...   results (build/torture-*.json) into the table of a Markdown page
"""
import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from confluent_kafka import Producer

import audit
import reader
from harness import BUILD, EXIT_OK, GROUP, KAFKA, LAYERS, Space, Worker, run_to_end
from documents import document
from proxy import Proxy
from selftest import SelfTest
from table import write_table

EXITS_OF_A_FAULT = {7}  # a budget ran out while the broker was away: a supervisor starts it again
TRANSACTION_MS = 10000
STOPPED_SECONDS = 13    # more than the transaction time-out
NETWORK = {"delay": ((200, 100), 4), "reorder": ((300,), 4), "trickle": ((), 5), "half_open": ((), 4), "reset": ((), 0.2),
           "cut": ((), 2), "late_end": ((0.4, 3), 3), "slow_end": ((0.8,), 3)}
OPTIONS = dict(session_ms=6000, batch_ms=120, batch_documents=25, transaction_ms=TRANSACTION_MS, lanes=2)
JUDGED = ["kill"] * 100 + ["stop"] * 20 + ["broker_kill"] * 3 + ["broker_stop"] * 3 + ["join", "leave"] * 15
RECOVERY_SECONDS = 15
WARM_SECONDS = 180


class Load(threading.Thread):
    """Sends documents at an even rate, each acknowledged, whatever the brokers go through."""

    def __init__(self, space, rate, limit, program, seed):
        super().__init__(daemon=True)
        self.space, self.rate, self.limit, self.program = space, rate, limit, program
        self.chance = random.Random(seed)
        self.count = self.acknowledged = 0
        self.failed = None
        self.over = threading.Event()

    def run(self):
        # in order, and repeated until it is in: what came twice is a document twice, which the audit sees in the topic
        producer = Producer({"bootstrap.servers": self.space.brokers, "acks": "all", "max.in.flight": 1, "linger.ms": 5,
                             "message.timeout.ms": 120000, "reconnect.backoff.max.ms": 500, "log_level": 0})
        began = time.monotonic()
        while not self.over.is_set() and self.count < self.limit:
            due = min(self.limit, int((time.monotonic() - began) * self.rate))
            while self.count < due:
                self.one(producer)
            producer.poll(0.01)
            time.sleep(0.01)
        if producer.flush(120):
            self.failed = "documents were not acknowledged"

    def one(self, producer):
        self.count += 1
        number, partition = self.count, self.chance.randrange(self.space.partitions)
        key, value, _ = document(number, self.program)

        def acknowledged(error, message):
            if error is not None:
                self.failed = "document %d: %s" % (number, error)
            self.acknowledged += error is None
        producer.produce(self.space.input, value, key, partition, acknowledged, headers=[("seq", str(number).encode())])


class Torture:
    def __init__(self, space, args, history, proxy):
        self.space, self.nodes, self.history, self.proxy = space, args.nodes, history, proxy
        self.program, self.spared = args.program, set() if args.judge else {0}
        self.chance = random.Random(args.seed)
        self.began = time.monotonic()
        self.prefix = space.name + ".out"
        self.workers, self.stopped = {}, {}
        self.faults = {}
        self.down = self.network = None  # (what, when it ends)
        self.samples, self.starts = [], {}
        self.offsets = {}
        self.planned = list(JUDGED) if args.judge else None
        if self.planned:
            self.chance.shuffle(self.planned)

    def note(self, what, **more):
        self.faults[what] = self.faults.get(what, 0) + 1
        self.history.write(json.dumps({"t": round(time.monotonic() - self.began, 2), "what": what, **more}) + "\n")
        self.history.flush()

    def start(self, which):
        options = dict(OPTIONS) if self.program else dict(OPTIONS, delay_ms=2, facts=6)
        self.workers[which] = Worker(self.space, "tested", self.prefix, "wirefact" if self.program else "loop",
                                     instance="w%d" % which, state=os.path.join(self.space.folder, "state"), **options)
        self.starts[which] = self.starts.get(which, 0) + 1

    # ---- faults: True when one was made ----

    def fault(self):
        if self.planned is None:
            names = ["kill"] * 6 + ["term", "stop", "join", "join", "leave", "leave", *NETWORK, "broker_kill", "broker_stop"]
            for _ in range(10):  # the first that can be made now
                if self.make(self.chance.choice(names)):
                    break
        elif self.planned:
            for at, what in enumerate(self.planned):  # the next that can be made now
                if self.make(what):
                    del self.planned[at]
                    break

    def make(self, what):
        if what in NETWORK:
            return self.spoil(what)
        return getattr(self, what)()

    def running(self, mortal=True):
        return [w for w in sorted(self.workers) if w not in self.stopped and not (mortal and w in self.spared)]

    def kill(self):
        if not self.running():
            return False
        which = self.chance.choice(self.running())
        self.workers[which].kill()
        self.note("kill", worker=which)
        self.start(which)
        return True

    def term(self):
        if self.down or self.network or not self.running():
            return False
        which = self.chance.choice(self.running())
        self.leaves(which, "term")
        self.start(which)
        return True

    def leaves(self, which, what):
        worker = self.workers.pop(which)
        code = worker.stop(30)
        self.note(what, worker=which, exit=code)
        if code != EXIT_OK:
            raise AssertionError("after TERM exit %d:\n%s" % (code, worker.text()[-3000:]))
        c = worker.counters
        if c and c["consumed"] != c["emitted"] + c["filtered"] + c["dead_lettered"]:
            raise AssertionError("the counters do not add up: %s" % c)

    def stop(self):
        running = self.running(mortal=False)
        if self.stopped or len(running) < 2:
            return False
        which = self.chance.choice(running)
        self.workers[which].process.send_signal(signal.SIGSTOP)
        self.stopped[which] = time.monotonic() + STOPPED_SECONDS
        self.note("stop", worker=which)
        return True

    def join(self):
        if len(self.workers) >= 3:
            return False
        which = min(set(range(3)) - set(self.workers))
        self.start(which)
        self.note("join", worker=which)
        return True

    def leave(self):
        if len(self.workers) < 3 or self.down or self.network or not self.running():
            return False
        self.leaves(self.chance.choice(self.running()), "leave")
        return True

    def broker_kill(self):
        return self.broker("broker_kill", "-9")

    def broker_stop(self):
        return self.broker("broker_stop", "-TERM")

    def broker(self, what, how):
        if self.down:
            return False
        node = self.chance.randrange(self.nodes) + 1
        subprocess.run([KAFKA, "kill", str(node), how], check=True)
        self.down = (node, time.monotonic() + self.chance.uniform(0.5, 4))
        self.note(what, node=node)
        return True

    def spoil(self, what):
        if self.network:
            return False
        arguments, seconds = NETWORK[what]
        getattr(self.proxy, what)(*arguments)
        self.network = (what, time.monotonic() + seconds)
        self.note(what)
        return True

    def heal(self, everything=False):
        now = time.monotonic()
        for which, until in list(self.stopped.items()):
            if everything or now >= until:
                self.workers[which].process.send_signal(signal.SIGCONT)
                del self.stopped[which]
                self.note("continued", worker=which)
        if self.network and (everything or now >= self.network[1]):
            self.proxy.heal()
            self.network = None
        if self.down and (everything or now >= self.down[1]):
            subprocess.run([KAFKA, "restart", str(self.down[0])], check=True)
            self.down = None
        for which, worker in list(self.workers.items()):
            code = worker.process.poll()
            if code is not None:
                self.note("given_up", worker=which, code=code)
                if code not in EXITS_OF_A_FAULT:
                    raise AssertionError("worker %d left with %d:\n%s" % (which, code, worker.text()[-3000:]))
                self.start(which)

    # ---- watching ----

    def measure(self):
        """Memory, descriptors and threads of every worker."""
        for which, worker in self.workers.items():
            pid = worker.process.pid
            try:
                with open("/proc/%d/status" % pid, encoding="ascii") as status:
                    fields = dict(line.split(":", 1) for line in status)
                self.samples.append((time.monotonic() - self.began, which, self.starts[which],
                                     int(fields["VmRSS"].split()[0]), len(os.listdir("/proc/%d/fd" % pid)),
                                     int(fields["Threads"])))
            except (OSError, KeyError):
                pass  # it was just killed

    def check_offsets(self):
        if self.down:
            return
        for partition, (committed, end) in self.space.committed("tested").items():
            before = self.offsets.get(partition, 0)
            if (committed or 0) < before or (committed or 0) > end:
                raise AssertionError("committed offset of partition %d: %s after %s, end %d" % (
                    partition, committed, before, end))
            self.offsets[partition] = committed or 0

    def lag(self):
        return sum(end - (committed or 0) for committed, end in self.space.committed("tested").values())

    # ---- the whole ----

    def run(self, seconds, load):
        self.start(0)
        self.start(1)
        load.start()
        began = self.began = time.monotonic()
        gap = seconds / len(self.planned) if self.planned else 0
        next_fault, next_look = began + 2, began
        while True:
            now = time.monotonic()
            self.heal()
            if now >= next_fault:
                self.fault()
                next_fault += gap or self.chance.uniform(0.5, 2.5)
            if now >= next_look:
                self.measure()
                self.check_offsets()
                next_look = now + 3
            if load.failed:
                raise AssertionError(load.failed)
            if (not self.planned and not load.is_alive()) if self.planned is not None else now - began > seconds:
                break
            time.sleep(0.05)
        load.over.set()
        load.join(150)
        self.heal(everything=True)
        self.recover()
        self.seconds = time.monotonic() - began
        for which in list(self.workers):
            self.leaves(which, "last_term")

    def recover(self):
        healed = time.monotonic()
        while self.lag() > 0:
            if time.monotonic() - healed > 60:
                raise AssertionError("lag is %d after 60 s" % self.lag())
            self.heal()
            time.sleep(0.1)
        self.recovery = time.monotonic() - healed

    def growth(self):
        """Resident memory of worker 0 since the warm-up, as a part: first against last quarter."""
        series = [s for s in self.samples if s[1] == 0 and s[2] == self.starts[0] and s[0] > WARM_SECONDS]
        if len(series) < 16 or not self.spared:
            return None
        quarter = len(series) // 4
        first = sum(s[3] for s in series[:quarter]) / quarter
        return sum(s[3] for s in series[-quarter:]) / quarter / first - 1


def torture(args):
    name = "torture-%s-%d-%d" % ("judge" if args.judge else "%g" % args.minutes, args.nodes, args.seed)
    history = open(BUILD / (name + ".jsonl"), "w", encoding="utf-8")
    subprocess.run([KAFKA, "start", "--nodes", str(args.nodes), "--proxied"], check=True, stdout=subprocess.DEVNULL)
    proxy = Proxy.of_cluster(args.seed)
    space = Space(partitions=args.partitions, name="torture", proxied=proxy.addresses)
    seconds = args.minutes * 60
    limit = args.documents if args.judge else 10 ** 9
    load = Load(space, limit / seconds if args.judge else args.rate, limit, args.program, args.seed)
    run = Torture(space, args, history, proxy)
    try:
        run.run(seconds, load)
        proxy.heal()
        result = audit.check(space, run.prefix, load, java=args.java, program=args.program)
    except BaseException:
        print("torture: failed with --seed %d --nodes %d; history in %s, worker logs in %s" % (
            args.seed, args.nodes, history.name, space.folder), file=sys.stderr)
        space.folder_kept = True
        raise
    finally:
        space.close()
        proxy.close()
        subprocess.run([KAFKA, "stop"], check=False)
    last = [s for s in run.samples if s[0] > 5]
    result.update(seed=args.seed, nodes=args.nodes, judged=args.judge, program=args.program, seconds=round(run.seconds),
                  faults=dict(sorted(run.faults.items())), late_ends=proxy.late, recovery=round(run.recovery, 1),
                  memory_mib=round(max(s[3] for s in last) / 1024), descriptors=max(s[4] for s in last),
                  threads=max(s[5] for s in last), growth=run.growth())
    with open(BUILD / (name + ".json"), "w", encoding="utf-8") as out:
        json.dump(result, out, indent=1)
    print(json.dumps(result))
    if run.recovery > RECOVERY_SECONDS:
        sys.exit("torture: lag was gone only %.1f s after the last fault" % run.recovery)
    if result["growth"] is not None and result["growth"] >= 0.01:
        sys.exit("torture: resident memory of worker 0 grew by %.1f %%" % (100 * result["growth"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--rate", type=float, default=100, help="documents a second")
    parser.add_argument("--documents", type=int, default=100000, help="with --judge")
    parser.add_argument("--program", action="store_true", help="wirefact run on real text, not a stand-in for extraction")
    parser.add_argument("--java", action="store_true", help="read the result with Kafka's console consumer too")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--table", nargs="+", metavar="FILE")
    args = parser.parse_args()
    if args.minutes is None:
        args.minutes = 12 if args.judge else 1
    if "KAFKA_DIR" not in os.environ:
        os.environ["KAFKA_DIR"] = str(BUILD / "kafka-torture")
    if args.table:
        write_table(args.table[0], args.table[1:])
    elif args.self_test:
        missed = SelfTest().run()
        if missed:
            sys.exit("torture: the check does not tell bug %s from a right worker" % missed)
    else:
        torture(args)


if __name__ == "__main__":
    main()
