# SPDX-License-Identifier: Apache-2.0
"""Faults of the machine and of topics: memory, descriptors, the state folder, retention, a lost topic."""
import json
import os
import resource
import time
import unittest

from confluent_kafka.admin import AdminClient

from harness import (EXIT_BROKER, SpaceTest, Worker, await_true, compare, document_of, run_to_end)
from reader import tool

FAILURE, GAVE_UP = 1, 7


def documents(first, last):
    return [(b"doc-%05d" % n, b"text of %d" % n) for n in range(first, last)]


class Faults(SpaceTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.space.name + ".out"

    def done(self):
        return all((c or 0) == e for c, e in self.space.committed("g").values())

    def found(self):
        return sorted(document_of(r) for r in self.space.read(self.prefix + ".documents"))

    def test_no_descriptors(self):
        """Too few to reach a broker or to hold what is needed: it leaves with a code that says `start again`, or stays and
        says what is missing; then all is as if it never was."""
        space = self.space
        space.produce(documents(0, 50))
        worker = Worker(space, "g", self.prefix, until_end=1, instance="w", session_ms=6000, retry_ms=3000,
                        prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)))
        await_true(lambda: worker.process.poll() is not None or "Too many open files" in worker.text(), 60, worker.text)
        code = worker.process.poll()
        self.assertTrue(code in (None, FAILURE, GAVE_UP) or code < 0, "%s: %s" % (code, worker.text()))
        worker.kill()
        run_to_end(space, "g", self.prefix, instance="w", session_ms=6000)
        self.assertEqual([k.decode() for k, _ in documents(0, 50)], self.found())

    def test_no_memory(self):
        """From one moment on no more is to be had, in the middle of a batch: it makes do or leaves, and loses nothing."""
        space = self.space
        space.produce(documents(0, 50))
        worker = Worker(space, "g", self.prefix, instance="w", session_ms=6000, transaction_ms=10000, delay_ms=5)
        await_true(lambda: any(c for c, _ in space.committed("g").values()), 20, "the worker works")
        with open("/proc/%d/statm" % worker.process.pid, encoding="ascii") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        resource.prlimit(worker.process.pid, resource.RLIMIT_AS, (now, now))
        space.produce([(k, b"large " * 100000) for k, _ in documents(50, 90)])
        await_true(lambda: worker.process.poll() is not None or self.done(), 40, worker.text)
        print("without memory: %s" % ("it left" if worker.process.poll() is not None else "it made do"))
        worker.kill()
        run_to_end(space, "g", self.prefix, instance="w", session_ms=6000)
        self.assertEqual([k.decode() for k, _ in documents(0, 90)], self.found())

    def test_the_state_folder_is_no_folder(self):
        path = os.path.join(self.space.folder, "file")
        with open(path, "w", encoding="ascii"):
            pass
        worker = Worker(self.space, "g", self.prefix, until_end=1, state=path)
        self.assertEqual(FAILURE, worker.wait(20), worker.text())
        self.assertIn(path, worker.text())

    def test_retention_was_faster(self):
        """Records deleted before they were read: told, with the place, and nothing is skipped in silence."""
        space = self.space
        space.produce(documents(0, 20), 1)
        run_to_end(space, "g", self.prefix)
        space.produce(documents(20, 60), 1)
        path = os.path.join(space.folder, "delete.json")
        with open(path, "w", encoding="ascii") as out:
            json.dump({"version": 1, "partitions": [{"topic": space.input, "partition": 1, "offset": 40}]}, out)
        out, err, code = tool("org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server", space.brokers,
                              "--offset-json-file", path)
        self.assertEqual(0, code, out + err)
        worker = Worker(space, "g", self.prefix, until_end=1)
        self.assertEqual(EXIT_BROKER, worker.wait(40), worker.text())
        self.assertIn("%s/1: no valid offset to go on from" % space.input, worker.text())
        self.assertEqual(20, len(self.found()))

    def test_the_dead_letter_topic_is_lost(self):
        """The document waits, and comes to the topic once that is there again."""
        space, letters = self.space, self.prefix + ".dead-letters"
        worker = Worker(space, "g", self.prefix, instance="w", session_ms=6000, transaction_ms=5000, retry_ms=4000,
                        producer=["message.timeout.ms=3000"])
        space.produce(documents(0, 10), 1)
        await_true(self.done, 20, "the first are done")
        admin = AdminClient({"bootstrap.servers": space.brokers})
        admin.delete_topics([letters])[letters].result(20)
        space.produce([(b"bad", b"!bad")] + documents(10, 20), 1)
        time.sleep(6)
        self.assertEqual(10, space.committed("g")[1][0], "the bad document was passed over")
        space.made.discard(letters)
        space.make([letters])
        if worker.process.poll() is None:
            try:
                await_true(self.done, 20, "it goes on")
            finally:
                worker.process.terminate()
            worker.wait(20)
        else:
            self.assertIn(worker.process.returncode, (EXIT_BROKER, GAVE_UP), worker.text())
            worker.wait(5)
        run_to_end(space, "g", self.prefix, instance="w", session_ms=6000)
        self.assertEqual(["bad"], [r.key for r in space.read(letters)])
        self.assertEqual([k.decode() for k, _ in documents(0, 20)], self.found())


if __name__ == "__main__":
    unittest.main()
