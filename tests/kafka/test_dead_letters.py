# SPDX-License-Identifier: Apache-2.0
"""A document that cannot be processed costs itself and nothing else."""
import os
import subprocess
import unittest

from harness import (EXIT_STUCK, NULL, SpaceTest, Worker, check_order, document_of, header, run_to_end)


class DeadLetters(SpaceTest):
    def good(self, count, first=0):
        return [(b"good-%04d" % n, b"text of %d" % n) for n in range(first, first + count)]

    def check_neighbours(self, prefix, count):
        found = [document_of(r) for r in self.space.read(prefix + ".documents")]
        self.assertEqual(sorted(k.decode() for k, _ in self.good(count)), sorted(found))

    def test_whole_with_reason_stage_and_origin(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(self.good(10), 2)
        space.produce([(b"key of it", b"!bad \xe2\x82\xac and more")], 2, headers=["a=1", "a=2", "empty="])
        space.produce(self.good(10, 10), 2)
        run_to_end(space, "g", prefix)
        self.check_neighbours(prefix, 20)
        letter, = space.read(prefix + ".dead-letters")
        self.assertEqual("key of it", letter.key)
        self.assertEqual("!bad \u20ac and more", letter.value)
        self.assertTrue(letter.headers.startswith("a:1\x1da:2\x1dempty:\x1d"), letter.headers)
        wanted = {"wirefact.error.reason": "EFORMAT", "wirefact.error.stage": "decode",
                  "wirefact.error.topic": space.input, "wirefact.error.partition": "2",
                  "wirefact.error.offset": "10", "wirefact.error.group": space.group("g"),
                  "__connect.errors.topic": space.input, "__connect.errors.partition": "2",
                  "__connect.errors.offset": "10", "__connect.errors.stage": "VALUE_CONVERTER",
                  "__connect.errors.exception.class.name": "wirefact.EFORMAT"}
        self.assertEqual(wanted, {k: header(letter, k) for k in wanted})
        self.assertIn("not a document", header(letter, "wirefact.error.message"))

    def test_bytes_are_untouched(self):
        """Compared as bytes, with kcat: any byte at all in key and value."""
        space, prefix = self.space, self.space.name + ".out"
        value = b"!bad" + bytes(range(256)) * 4
        subprocess.run(["kcat", "-P", "-b", space.brokers, "-t", space.input, "-k", "\u00fc\t", self.file(value)],
                       check=True)
        run_to_end(space, "g", prefix)
        out = subprocess.run(["kcat", "-C", "-e", "-q", "-b", space.brokers, "-t", prefix + ".dead-letters", "-o",
                              "beginning", "-f", "%S %K %s"], capture_output=True, check=True).stdout
        self.assertEqual(b"%d %d " % (len(value), len("\u00fc\t".encode())) + value, out)

    def file(self, data):
        path = os.path.join(self.space.folder, "value")
        with open(path, "wb") as out:
            out.write(data)
        return path

    def test_tombstones_and_nothing_but_bad_ones(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce([(b"t%d" % n, None) for n in range(5)] + [(b"b%d" % n, b"!bad") for n in range(20)])
        worker = run_to_end(space, "g", prefix, batch_documents=4)
        self.assertEqual(25, worker.counters["dead_lettered"])
        letters = space.read(prefix + ".dead-letters")
        self.assertEqual(5, sum(r.value == NULL for r in letters))
        self.assertEqual(25, len(letters))

    def test_a_record_that_the_broker_finds_too_large(self):
        space, prefix = self.space, self.space.name + ".out"
        space.make([prefix + ".figures,max.message.bytes=60000"])
        documents = self.good(60)
        documents.insert(30, (b"huge", b"!huge 100000"))
        space.produce(documents, 1)
        worker = run_to_end(space, "g", prefix)
        self.check_neighbours(prefix, 60)
        letter, = space.read(prefix + ".dead-letters")
        self.assertEqual(("huge", "ELIMIT", "produce"), (letter.key, header(letter, "wirefact.error.reason"),
                                                         header(letter, "wirefact.error.stage")))
        # one abort for the batch, then its halves: 61, 30, 15, 7, 3, 1 at most, and the one at fault alone
        self.assertIn(worker.counters["aborts"], range(1, 8))
        self.assertEqual(0, sum(document_of(r) == "huge" for rs in space.read_facts(prefix).values() for r in rs))

    def test_several_records_too_large_in_large_batches(self):
        space, prefix = self.space, self.space.name + ".out"
        space.make([prefix + ".figures,max.message.bytes=60000"])
        documents = self.good(300)
        for n in (0, 1, 150, 250, 304):
            documents.insert(n, (b"huge-%d" % n, b"!huge 100000"))
        space.produce(documents, 1)
        worker = run_to_end(space, "g", prefix, batch_documents=200, batch_ms=2000)
        self.check_neighbours(prefix, 300)
        self.assertEqual(["huge-0", "huge-1", "huge-150", "huge-250", "huge-304"],
                         sorted(r.key for r in space.read(prefix + ".dead-letters")))
        self.assertLess(worker.counters["aborts"], 5 * 10)  # halves, not 300 transactions of one
        for records in space.read_facts(prefix).values():
            check_order(self, space, {1: [k.decode() for k, _ in documents]}, records)

    def test_a_record_over_the_own_limit_needs_no_abort(self):
        space, prefix = self.space, self.space.name + ".out"
        space.produce(self.good(5) + [(b"huge", b"!huge 1100000")] + self.good(5, 5), 1)
        worker = run_to_end(space, "g", prefix)
        self.check_neighbours(prefix, 10)
        self.assertEqual((1, 0), (worker.counters["dead_lettered"], worker.counters["aborts"]))

    def test_a_dead_letter_too_large_for_its_topic(self):
        space, prefix = self.space, self.space.name + ".out"
        space.make([prefix + ".dead-letters,max.message.bytes=20000"])
        space.produce(self.good(5) + [(b"long", b"!bad " + os.urandom(40000).hex().encode())] + self.good(5, 5), 1)
        run_to_end(space, "g", prefix)
        self.check_neighbours(prefix, 10)
        letter, = space.read(prefix + ".dead-letters")
        self.assertEqual(("long", NULL, "80005", "5"), (
            letter.key, letter.value, header(letter, "wirefact.error.value-length"),
            header(letter, "wirefact.error.offset")))

    def test_a_document_that_kills_the_process(self):
        self.poison(b"!crash", -6, {})

    def test_a_document_that_never_ends(self):
        self.poison(b"!spin", EXIT_STUCK, {"document_ms": 700})

    def poison(self, text, code, options):
        space, prefix = self.space, self.space.name + ".out"
        state = os.path.join(space.folder, "state")
        space.produce(self.good(5) + [(b"poison", text)] + self.good(5, 5), 1)
        options = dict(options, state=state, instance="w", session_ms=6000, poison_tries=3, transaction_ms=10000)
        for _ in range(3):
            worker = Worker(space, "g", prefix, until_end=1, **options)
            self.assertEqual(code, worker.wait(30), worker.text())
        run_to_end(space, "g", prefix, **options)
        self.check_neighbours(prefix, 10)
        letter, = space.read(prefix + ".dead-letters")
        self.assertEqual(("poison", "EPOISON", "crash"), (letter.key, header(letter, "wirefact.error.reason"),
                                                          header(letter, "wirefact.error.stage")))
        with open(os.path.join(state, "crashes"), encoding="utf-8") as crashes:
            self.assertEqual("", crashes.read())


if __name__ == "__main__":
    unittest.main()
