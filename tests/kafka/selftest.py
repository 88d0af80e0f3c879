# SPDX-License-Identifier: Apache-2.0
"""Workers with a known mistake each (bugs.c): the check must find every one, and pass the right worker."""
import random
import subprocess
import time
import unittest

from harness import BUILD, KAFKA, Space, Worker, compare, run_to_end


class SelfTest:
    """Short runs of workers with a known mistake each: every one must fail the check."""

    bugs = {1: "offsets outside the transaction", 2: "a batch torn over two transactions", 3: "no rewind after an abort",
            4: "dead letters outside the transaction", 5: "no new epoch after a lost connection",
            6: "the client's position committed instead of the table of next offsets"}

    def run(self):
        subprocess.run([KAFKA, "start", "--proxied"], check=True, stdout=subprocess.DEVNULL)
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

    @staticmethod
    def late_ends(binary):
        """In this one only the network has to be at fault."""
        from test_network import Network  # which needs torture.py, which needs this

        case, result = Network("test_late_end_of_a_transaction_tears_none"), unittest.TestResult()
        case.binary = binary
        case.run(result)
        problems = result.failures + result.errors
        return problems[0][1].strip().splitlines()[-3][:160] if problems else None

    def one(self, space, bug):
        prefix, chance = space.name + ".out", random.Random(bug)
        space.make([prefix + ".figures,max.message.bytes=60000"])
        documents = [(b"doc-%04d" % n, b"!bad" if n % 5 == 0 else b"!huge 100000" if n == 201 else b"text of %d" % n)
                     for n in range(400)]
        space.produce(documents)
        options = dict(session_ms=6000, batch_ms=200, batch_documents=25, transaction_ms=10000, instance="w", delay_ms=8)
        binary = BUILD / "tests" / "kafka" / ("loop_worker_bug_%d" % bug if bug else "loop_worker")
        if bug == 5:
            return self.late_ends(binary)
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

