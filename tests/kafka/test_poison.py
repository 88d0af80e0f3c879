# SPDX-License-Identifier: Apache-2.0
"""A stage that crashes, spins or eats memory (hostile.c) in the program itself: the document alone is lost to it."""
import json
import os
import resource
import unittest

from harness import BUILD, EXIT_OK, EXIT_STUCK, SpaceTest, Worker, document_of, header

TRIES = 2
MEMORY = 1 << 30


def record(name, words):
    return name.encode(), json.dumps({"id": name, "text": "The ministry paid $3 million. %s here." % words}).encode()


class Poison(SpaceTest):
    def run_with(self, word, code, prepare=None, **more):
        """One such document among ten good ones of its partition; returns its dead letter or record."""
        space, prefix = self.space, self.space.name + ".out"
        good = ["good-%d" % n for n in range(10)]
        space.produce([record(n, "All is well") for n in good[:5]] + [record("poison", word)]
                      + [record(n, "All is well") for n in good[5:]], 1)
        options = {"plugins": BUILD / "tests" / "kafka" / "hostile.so", "state": os.path.join(space.folder, "state"),
                   "instance": "w", "session_ms": 6000, "document_ms": 1000, "transaction_ms": 10000, "poison_tries": TRIES, **more}
        for _ in range(TRIES if code is not None else 0):
            worker = Worker(space, "g", prefix, "wirefact", until_end=1, prepare=prepare, **options)
            self.assertEqual(code, worker.wait(40), worker.text())
        worker = Worker(space, "g", prefix, "wirefact", until_end=1, prepare=prepare, **options)
        self.assertEqual(EXIT_OK, worker.wait(40), worker.text())
        documents = sorted(space.read(prefix + ".documents"), key=lambda r: (r.partition, r.offset))
        self.assertEqual(good, sorted(document_of(r) for r in documents if document_of(r) != "poison"))
        return [r for r in documents if document_of(r) == "poison"], space.read(prefix + ".dead-letters")

    def poison(self, word, code, prepare=None, **more):
        published, (letter,) = self.run_with(word, code, prepare, **more)
        self.assertEqual([], published)
        self.assertEqual(("poison", "EPOISON", "crash"), (letter.key, header(letter, "wirefact.error.reason"),
                                                          header(letter, "wirefact.error.stage")))

    def test_a_stage_that_crashes(self):
        self.poison("wfcrash", -11)

    def test_a_stage_that_never_comes_back(self):
        self.poison("wfspin", EXIT_STUCK)

    def test_a_stage_that_eats_the_memory_of_the_process(self):
        self.poison("wfeat", -6, lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)), document_ms=20000)

    def test_a_stage_that_eats_the_memory_of_the_document(self):
        published, (letter,) = self.run_with("wfarena", None)
        self.assertEqual(([], "poison", "ELIMIT"), (published, letter.key, header(letter, "wirefact.error.reason")))

    def test_a_stage_that_uses_up_its_steps(self):
        """It stops when told to: what the others found is published, with a warning."""
        (published,), letters = self.run_with("wfsteps", None, steps=10000000)
        self.assertEqual([], letters)
        self.assertTrue(json.loads(published.value)["warnings"], published.value)


if __name__ == "__main__":
    unittest.main()
