# SPDX-License-Identifier: Apache-2.0
"""Members of a group: after a crash, with each strategy, of two versions, and with more to do than they can."""
import json
import os
import time
import unittest

import reader
from confluent_kafka import OFFSET_BEGINNING, TopicPartition
from harness import EXIT_OK, LAYERS, NumberedTest, Space, Worker, await_true, check_order, compare, document_of, run_to_end
from proxy import Proxy


class Group(NumberedTest):
    def done(self):
        return all(c == e for c, e in self.space.committed("g").values())

    def test_the_first_document_after_a_crash(self):
        """A static member comes back to its partitions at once: within a second, of which half is Kafka's."""
        space, waits = self.space, []
        space.outputs(self.prefix)
        topic = self.prefix + ".documents"
        watcher = reader.consumer(space.brokers)
        self.addCleanup(watcher.close)
        watcher.assign([TopicPartition(topic, p, OFFSET_BEGINNING) for p in range(4)])

        def visible(name):
            return any(m.error() is None and m.key() == name for m in watcher.consume(100, 0.02))

        for turn in range(4):  # the first has no predecessor
            name = b"doc-%d" % turn
            space.produce([(name, b"text")])
            began = time.monotonic()
            worker = Worker(space, "g", self.prefix, instance="w", session_ms=10000, batch_ms=20)
            await_true(lambda: visible(name), 20, name)
            waits.append(time.monotonic() - began)
            worker.kill()
        print("first document after a crash: %s s" % ["%.2f" % w for w in waits[1:]])
        self.assertLess(min(waits[1:]), 1.0)

    def strategy(self, name):
        """One, two, three, two, one member, one of them killed; then everything exactly once and in order."""
        def start():
            return Worker(self.space, "g", self.prefix, consumer="partition.assignment.strategy=" + name, session_ms=6000,
                          batch_ms=60, transaction_ms=10000, delay_ms=2)
        workers = [start()]
        for step in ("join", "join", "leave", "join", "kill", "join", "leave", "leave"):
            self.send(100)
            if step == "join":
                workers.append(start())
            elif step == "kill":
                workers.pop(0).kill()
            else:
                worker = workers.pop(0)
                self.assertEqual(EXIT_OK, worker.stop(), worker.text())
            time.sleep(0.7)
        await_true(self.done, 30, lambda: "lag 0: %s" % self.space.committed("g"))
        for worker in workers:
            self.assertEqual(EXIT_OK, worker.stop(), worker.text())
        self.check()

    def check(self, identical=True):
        # a member without a name of its own comes back under another: Kafka ends its transaction after the time-out
        topics = ["%s.%s" % (self.prefix, layer) for layer in LAYERS]
        await_true(lambda: not reader.open_transactions(self.space.brokers, topics), 15, "no transaction is open")
        run_to_end(self.space, "reference", self.space.name + ".ref")
        reference, found = self.space.read_facts(self.space.name + ".ref"), self.space.read_facts(self.prefix)
        for layer in reference:
            if identical:
                compare(self, reference[layer], found.get(layer, []), layer)
            self.assertEqual(sorted(r.key for r in reference[layer]), sorted(r.key for r in found[layer]))
            check_order(self, self.space, self.inputs, found[layer])
        return found

    def test_range(self):
        self.strategy("range")

    def test_cooperative_sticky(self):
        self.strategy("cooperative-sticky")

    def test_two_versions_in_one_group(self):
        """One worker after the other goes to new rules while documents keep coming: none is of both."""
        def start(which, version):
            return Worker(self.space, "g", self.prefix, instance="w%d" % which, version=version, session_ms=6000, batch_ms=60,
                          transaction_ms=10000, delay_ms=3)
        workers = [start(0, "1"), start(1, "1")]
        for which, version in ((0, "2"), (1, "2"), (0, "1"), (0, "2")):
            self.send(120)
            time.sleep(0.7)
            if which == 1:
                workers[which].kill()
            else:
                self.assertEqual(EXIT_OK, workers[which].stop(), workers[which].text())
            workers[which] = start(which, version)
            self.send(80)
        await_true(self.done, 30, lambda: "lag 0: %s" % self.space.committed("g"))
        for worker in workers:
            self.assertEqual(EXIT_OK, worker.stop(), worker.text())
        versions = {}
        for records in self.check(identical=False).values():
            for record in records:
                versions.setdefault(document_of(record), set()).add(json.loads(record.value)["version"])
        self.assertEqual({1}, set(map(len, versions.values())), "a document of two versions")
        self.assertEqual({"1", "2"}, set.union(*versions.values()))


class Pressure(unittest.TestCase):
    """Ten times more than can be done: memory and descriptors stay, and the worker stays a member."""

    POLL_MS = 5000

    def test_a_backlog_a_slow_stage_and_a_slow_broker(self):
        proxy = Proxy.of_cluster()
        self.addCleanup(proxy.close)
        space = Space(name="press", proxied=proxy.addresses)
        self.addCleanup(space.close)
        value = b"text " * 2000
        for part in range(4):
            space.produce([(b"doc-%05d" % n, value) for n in range(part * 1500, part * 1500 + 1500)], part)
        worker = Worker(space, "g", space.name + ".out", batch_ms=100, delay_ms=10, session_ms=4500, consumer=[
            "queued.max.messages.kbytes=2048", "max.poll.interval.ms=%d" % self.POLL_MS], transaction_ms=20000)
        await_true(lambda: any(c for c, _ in space.committed("g").values()), 20, "the worker works")
        first = self.size(worker)
        most, began = first, time.monotonic()
        while time.monotonic() - began < 3.3 * self.POLL_MS / 1000:  # longer than three times what evicts a member
            if time.monotonic() - began > 6 and not proxy.delay_ms:
                proxy.delay(150)  # the broker is slow, too
            most = tuple(map(max, most, self.size(worker)))
            self.assertIsNone(worker.process.poll(), worker.text())
            time.sleep(0.25)
        proxy.heal()
        left = sum(e - (c or 0) for c, e in space.committed("g").values())
        self.assertGreater(left, 1000, "there was no backlog")
        self.assertEqual(EXIT_OK, worker.stop(30), worker.text())
        print("memory %d to %d KiB, descriptors %d to %d, threads %d to %d; %d documents left" % (
            first[0], most[0], first[1], most[1], first[2], most[2], left))
        self.assertLess(most[0] - first[0], 8192)  # queues of 2 MiB, and a batch on its way
        self.assertLess(most[1] - first[1], 10)
        # assigned once; at the end revoked, and assigned nothing
        self.assertEqual(3, worker.counters["rebalances"], worker.text())
        self.assertEqual(0, worker.counters["aborts"])

    @staticmethod
    def size(worker):
        pid = worker.process.pid
        with open("/proc/%d/status" % pid, encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]), len(os.listdir("/proc/%d/fd" % pid)), int(fields["Threads"])


if __name__ == "__main__":
    unittest.main()
