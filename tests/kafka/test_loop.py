# SPDX-License-Identifier: Apache-2.0
"""The consume-process-produce loop: what is published where, restarts, delivery modes, how it leaves."""
import json
import os
import subprocess
import time
import unittest

from harness import (BUILD, EXIT_BROKER, EXIT_FENCED, EXIT_OK, LAYERS, SpaceTest, Worker, await_true, check_order,
                     compare, document_of, header, run_to_end)


def documents(first, last):
    return [(b"doc-%05d" % n, b"text of %d" % n) for n in range(first, last)]


class Loop(SpaceTest):
    def test_records_as_the_contract_says(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce([(b"doc-1", b"hello")], headers=["traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                                       "tracestate=a=b", "other=x"])
        worker = run_to_end(space, "g", prefix, facts=12)
        for layer in LAYERS:
            singular = {"entities": "entity", "agreements": "agreement"}.get(layer, layer[:-1])
            records = space.read(prefix + "." + layer)
            self.assertEqual(1 if layer == "documents" else 2, len(records), layer)
            for record in records:
                identifier = json.loads(record.value)["id"]
                self.assertEqual("doc-1" if layer == "documents" else identifier, record.key)
                wanted = {"ce_specversion": "1.0", "ce_id": identifier, "ce_source": "/wirefact",
                          "ce_type": "wirefact.%s.v1" % singular, "ce_subject": "doc-1",
                          "content-type": "application/json", "tracestate": "a=b", "other": None,
                          "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
                self.assertEqual(wanted, {k: header(record, k) for k in wanted})
                self.assertRegex(header(record, "ce_time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
                # Kafka's own default partitioner for the key "doc-1" and four partitions
                self.assertEqual(self.java_partition(b"doc-1"), record.partition)
        self.assertEqual(13, sum(worker.counters[k] for k in ("consumed",)) * 13)

    def java_partition(self, key):
        """murmur2 of org.apache.kafka.common.utils.Utils, written out again."""
        m, mask = 0x5bd1e995, 0xffffffff
        h = (0x9747b28c ^ len(key)) & mask
        for i in range(0, len(key) // 4 * 4, 4):
            k = int.from_bytes(key[i:i + 4], "little") * m & mask
            k = (k ^ k >> 24) * m & mask
            h = (h * m & mask) ^ k
        rest = key[len(key) // 4 * 4:]
        if rest:
            h = (h ^ int.from_bytes(rest, "little")) * m & mask
        h = (h ^ h >> 13) * m & mask
        h ^= h >> 15
        return (h & 0x7fffffff) % self.partitions

    def test_same_bytes_whatever_the_lanes_and_batches(self):
        space = self.space
        space.produce(documents(0, 300))
        run_to_end(space, "a", space.name + ".a", lanes=1)
        reference = space.read_facts(space.name + ".a")
        for name, options in (("b", {"lanes": 4, "batch_documents": 7}), ("c", {"lanes": 2, "batch_documents": 1}),
                              ("d", {"delivery": 1, "batch_bytes": 2000})):
            worker = run_to_end(space, name, space.name + "." + name, **options)
            self.assertEqual(300, worker.counters["consumed"])
            found = space.read_facts(space.name + "." + name)
            for layer in reference:
                compare(self, reference[layer], found[layer], "%s %s" % (name, layer))

    def test_goes_on_after_a_restart(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(documents(0, 100))
        self.assertEqual(100, run_to_end(space, "g", prefix).counters["consumed"])
        self.assertEqual(0, run_to_end(space, "g", prefix).counters["consumed"])
        space.produce(documents(100, 150))
        self.assertEqual(50, run_to_end(space, "g", prefix).counters["consumed"])
        found = [document_of(r) for r in space.read(prefix + ".documents")]
        self.assertEqual(sorted(k.decode() for k, _ in documents(0, 150)), sorted(found))
        for committed, end in space.committed("g").values():
            self.assertEqual(end, committed)

    def test_counters_account_for_every_document(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(documents(0, 40) + [(b"w%d" % n, b"!withheld") for n in range(5)]
                      + [(b"b%d" % n, b"!bad") for n in range(7)])
        counters = run_to_end(space, "g", prefix, batch_documents=9).counters
        self.assertEqual((52, 40, 5, 7), tuple(counters[k] for k in
                                               ("consumed", "emitted", "filtered", "dead_lettered")))
        self.assertEqual(45, len(space.read(prefix + ".documents")))
        self.assertEqual(7, len(space.read(prefix + ".dead-letters")))

    def test_term_drains_and_leaves_nothing_undone(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(documents(0, 400))
        done = 0
        for _ in range(6):
            worker = Worker(space, "g", prefix, delay_ms=5, instance="w", session_ms=6000)
            time.sleep(0.9)
            self.assertEqual(EXIT_OK, worker.stop(), worker.text())
            self.assertEqual(worker.counters["processed"], worker.counters["consumed"], "a document was done again")
            done += worker.counters["consumed"]
        done += run_to_end(space, "g", prefix, instance="w").counters["consumed"]
        self.assertEqual(400, done)
        self.assertEqual(400, len(space.read(prefix + ".documents")))
        self.assertEqual(400, len(space.read(prefix + ".documents", committed=False)))

    def test_at_least_once_loses_nothing(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(documents(0, 300))
        options = {"delivery": 1, "instance": "w", "session_ms": 6000}
        for _ in range(3):
            worker = Worker(space, "g", prefix, delay_ms=4, **options)
            time.sleep(1.1)
            worker.kill()
        run_to_end(space, "g", prefix, **options)
        found = [document_of(r) for r in space.read(prefix + ".documents")]
        self.assertEqual({k.decode() for k, _ in documents(0, 300)}, set(found))

    def test_two_workers_of_one_name_do_not_fight_for_ever(self):
        space, prefix = self.space, self.space.name + ".out"
        first = Worker(space, "g", prefix, instance="same", session_ms=6000)
        space.produce([(b"doc-00000", b"text")])
        await_true(lambda: sum(c or 0 for c, _ in space.committed("g").values()) == 1, 20, "the first works")
        second = Worker(space, "g", prefix, instance="same", session_ms=6000)
        numbers = iter(range(1, 10 ** 6))

        def one_left():
            n = next(numbers)
            space.produce([(b"doc-%05d" % n, b"text")])
            return first.process.poll() is not None or second.process.poll() is not None

        await_true(one_left, 30, lambda: "one of the two leaves:\n%s\n%s" % (first.text(), second.text()))
        loser, winner = (first, second) if first.process.poll() is not None else (second, first)
        self.assertEqual(EXIT_FENCED, loser.wait(), loser.text())
        self.assertIsNone(winner.process.poll(), winner.text())
        self.assertEqual(EXIT_OK, winner.stop(), winner.text())
        run_to_end(space, "g", prefix, instance="same")
        found = [document_of(r) for r in space.read(prefix + ".documents")]
        self.assertEqual(next(numbers), len(found))
        self.assertEqual(len(found), len(set(found)))

    def test_missing_output_topic_is_told_and_nothing_is_dead_lettered(self):
        space = self.space
        space.outputs(space.name + ".out")
        space.produce(documents(0, 3))
        argv = [str(BUILD / "tests" / "kafka" / "loop_worker"), "--brokers", space.brokers, "--topic", space.input,
                "--group", space.group("g"), "--prefix", space.name + ".out", "--dead-letters", space.name + ".nowhere"]
        out = subprocess.run(argv, capture_output=True, text=True, timeout=60)
        self.assertEqual(EXIT_BROKER, out.returncode, out.stderr)
        self.assertIn(space.name + ".nowhere: this topic does not exist", out.stderr)

    def test_a_static_member_that_comes_back_with_another_topic(self):
        """The group gives it what it had; it must not read that."""
        space, prefix = self.space, self.space.name + ".out"
        other = space.name + ".other"
        space.make([other])
        space.produce(documents(0, 40))
        worker = Worker(space, "g", prefix, instance="w", session_ms=10000)
        await_true(lambda: sum(c or 0 for c, _ in space.committed("g").values()) == 40, 20, "all is done")
        worker.kill()
        space.produce(documents(40, 60))
        space.produce(documents(60, 90), topic=other)
        space.input = other
        self.assertEqual(30, run_to_end(space, "g", prefix, instance="w", session_ms=10000).counters["consumed"])
        found = [document_of(r) for r in space.read(prefix + ".documents")]
        self.assertEqual(sorted(k.decode() for k, _ in documents(0, 40) + documents(60, 90)), sorted(found))

    def test_order_is_kept_per_input_partition(self):
        space, prefix = self.space, self.space.name + ".out"
        inputs = {p: ["p%d-%04d" % (p, n) for n in range(80)] for p in range(4)}
        for partition, ids in inputs.items():
            space.produce([(i.encode(), b"text") for i in ids], partition)
        run_to_end(space, "g", prefix, lanes=3, batch_documents=11)
        for records in space.read_facts(prefix).values():
            check_order(self, space, inputs, records)

    def test_a_second_term_leaves_at_once(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce([(b"doc-1", b"!slow 8000")])
        worker = Worker(space, "g", prefix)
        await_true(lambda: "loop_worker: slow" in worker.text(), 20, "the worker is at the document")
        worker.process.terminate()
        time.sleep(0.3)
        self.assertIsNone(worker.process.poll())
        worker.process.terminate()
        self.assertEqual(8, worker.wait(5), worker.text())  # before the document ends


if __name__ == "__main__":
    unittest.main()
