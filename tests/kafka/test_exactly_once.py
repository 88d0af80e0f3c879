# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random moments: what is published is what an undisturbed run publishes, each record once."""
import os
import random
import time
import unittest

from harness import EXIT_OK, LAYERS, SpaceTest, Worker, await_true, check_order, compare, run_to_end

KIND = os.environ.get("WF_WORKER", "loop")
DOCUMENTS = int(os.environ.get("WF_DOCUMENTS", "1200"))
KILLS = int(os.environ.get("WF_KILLS", "10"))
SEED = int(os.environ.get("WF_SEED", "20240911"))


class ExactlyOnce(SpaceTest):
    def test_kills(self):
        space = self.space
        chance = random.Random(SEED)
        inputs = {p: [] for p in range(4)}
        for n in range(DOCUMENTS):
            inputs[n % 4].append("doc-%05d" % n)
        batches = self.batches(inputs, KILLS + 1)
        for batch in batches:
            for partition, documents in batch.items():
                space.produce([(d.encode(), b"report number " + d.encode()) for d in documents], partition)
        run_to_end(space, "reference", space.name + ".ref", kind=KIND)

        options = dict(kind=KIND, session_ms=6000, batch_ms=150, batch_documents=25, transaction_ms=10000)
        prefix = space.name + ".out"
        starts = [0]

        def start(which):
            starts[0] += 1
            return Worker(space, "tested", prefix, instance="w%d" % which, **options,
                          state=os.path.join(space.folder, "state"), **self.slow())

        workers = [start(0), start(1)]
        for kill in range(KILLS):
            time.sleep(chance.uniform(0.3, 1.2))
            victim = chance.randrange(2)
            self.assertIsNone(workers[victim].process.poll(), workers[victim].text())
            workers[victim].kill()
            workers[victim] = start(victim)
        time.sleep(chance.uniform(0.5, 1.5))
        self.assertEqual(EXIT_OK, workers[0].stop(), workers[0].text())
        workers[0] = start(0)
        self.await_end(space, workers)
        for worker in workers:
            self.assertEqual(EXIT_OK, worker.stop(), worker.text())

        reference, found = space.read_facts(space.name + ".ref"), space.read_facts(prefix)
        self.assertEqual(len(LAYERS), len(reference))
        for layer in reference:
            compare(self, reference[layer], found.get(layer, []), layer)
            check_order(self, space, inputs, found[layer])
        total = sum(map(len, found.values()))
        aborted = sum(map(len, space.read_facts(prefix, committed=False).values())) - total
        self.assertGreater(aborted, 0, "no kill hit an open transaction: the test does not bite")
        self.assertEqual([], space.read(prefix + ".dead-letters"))
        print("%d documents, %d records, %d kills, %d workers started, %d more records seen uncommitted" % (
            DOCUMENTS, total, KILLS, starts[0], aborted))

    @staticmethod
    def batches(inputs, count):
        out = []
        for b in range(count):
            out.append({p: ids[len(ids) * b // count:len(ids) * (b + 1) // count] for p, ids in inputs.items()})
        return out

    @staticmethod
    def slow():
        return {"delay_ms": 20} if KIND == "loop" else {}

    def await_end(self, space, workers):
        def done():
            for worker in workers:
                self.assertIsNone(worker.process.poll(), worker.text())
            return all(c == e for c, e in space.committed("tested").values())

        await_true(done, 60, lambda: "committed offsets reach the end: %s" % space.committed("tested"))


if __name__ == "__main__":
    unittest.main()
