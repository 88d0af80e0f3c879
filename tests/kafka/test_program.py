# SPDX-License-Identifier: Apache-2.0
"""The program itself, on whole reports: kill -9 at random moments, the same bytes everywhere, bad documents."""
import json
import os
import pathlib
import random
import subprocess
import time
import unittest

from harness import (BUILD, EXIT_OK, NULL, ROOT, SpaceTest, Worker, await_true, compare, document_of, header, run_to_end)

DOCUMENTS = int(os.environ.get("WF_DOCUMENTS", "1500"))
KILLS = int(os.environ.get("WF_KILLS", "15"))
SEED = int(os.environ.get("WF_SEED", "20250311"))
REPORTS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "reports").iterdir())
           if p.suffix == ".txt"]


def envelope(n):
    """A document of its own: one report, begun at another paragraph."""
    paragraphs = REPORTS[n % len(REPORTS)].split("\n\n")
    turn = n // len(REPORTS) % len(paragraphs)
    text = "\n\n".join((paragraphs[turn:] + paragraphs[:turn])[:4])
    return {"id": "report-%05d" % n, "text": text, "published": "2025-03-%02d" % (1 + n % 28), "version": "1"}


def record(n):
    value = envelope(n)
    return value["id"].encode(), json.dumps(value, ensure_ascii=False).encode()


class Program(SpaceTest):
    def send(self, first, last):
        for partition in range(4):
            self.space.produce([record(n) for n in range(first, last) if n % 4 == partition], partition)

    def test_kills(self):
        space, prefix, chance = self.space, self.space.name + ".out", random.Random(SEED)
        options = dict(kind="wirefact", session_ms=6000, batch_ms=60, batch_documents=10, transaction_ms=10000,
                       state=os.path.join(space.folder, "state"))
        workers = [Worker(space, "tested", prefix, instance="w%d" % i, **options) for i in range(2)]
        per_kill = DOCUMENTS // KILLS
        for kill in range(KILLS):
            self.send(kill * per_kill, DOCUMENTS if kill == KILLS - 1 else (kill + 1) * per_kill)
            time.sleep(chance.uniform(0.0, 0.4))
            victim = chance.randrange(2)
            self.assertIsNone(workers[victim].process.poll(), workers[victim].text())
            workers[victim].kill()
            workers[victim] = Worker(space, "tested", prefix, instance="w%d" % victim, **options)
        other = 1 - victim # the one that has been running for a while
        self.assertEqual(EXIT_OK, workers[other].stop(), workers[other].text())
        workers[other] = Worker(space, "tested", prefix, instance="w%d" % other, **options)
        await_true(lambda: all(c == e for c, e in space.committed("tested").values()), 60,
                   lambda: "committed offsets reach the end: %s" % space.committed("tested"))
        for worker in workers:
            self.assertEqual(EXIT_OK, worker.stop(), worker.text())
        run_to_end(space, "reference", space.name + ".ref", kind="wirefact", lanes=2)

        reference, found = space.read_facts(space.name + ".ref"), space.read_facts(prefix, java=True)
        self.assertEqual(DOCUMENTS, len(reference["document"]))
        self.assertEqual(set(reference), set(found))
        for layer in reference:
            compare(self, reference[layer], found[layer], layer)
        total = sum(map(len, found.values()))
        aborted = sum(map(len, space.read_facts(prefix, committed=False).values())) - total
        self.assertGreater(aborted, 0, "no kill hit an open transaction: the test does not bite")
        self.assertEqual([], space.read(prefix + ".dead-letters"))
        print("%d documents, %d records, %d kills, %d more records seen uncommitted" % (DOCUMENTS, total, KILLS, aborted))

    def test_same_bytes_from_run_and_extract(self):
        space = self.space
        self.send(0, 60)
        folder = pathlib.Path(space.folder)
        lines = folder / "documents.jsonl"
        lines.write_bytes(b"\n".join(record(n)[1] for n in range(60)) + b"\n")
        out = subprocess.run([str(BUILD / "worker" / "wirefact"), "extract", str(lines)], capture_output=True, check=True)
        expected = {}
        for line in out.stdout.decode("utf-8").splitlines():
            event = json.loads(line)
            if event["layer"] != "document": # its record names the input offset
                expected[event["id"]] = line
        for name, options in (("a", {"lanes": 1}), ("b", {"lanes": 4, "batch_documents": 7}), ("c", {"delivery": 1})):
            prefix = "%s.%s" % (space.name, name)
            run_to_end(space, name, prefix, kind="wirefact", **options)
            facts = space.read_facts(prefix)
            found = {r.key: r.value for layer, records in facts.items() if layer != "document" for r in records}
            self.assertEqual(expected, found)
            self.assertEqual(60, len(facts["document"]))

    def test_bad_documents_do_not_hold_up_a_partition(self):
        space, prefix = self.space, self.space.name + ".out"
        bad = [(b"cut", b'{"id": "cut", "text": "It'), (b"number", b'{"id": 5, "text": 7}'), (b"bytes", b"plain \xff\xfe text \xc3"),
               (b"empty", b""), (b"deep", b'{"a":' * 5000), (b"no text", b'{"id": "x", "title": "only"}')]
        documents = []
        for n, letter in enumerate(bad):
            documents += [record(2 * n), letter, record(2 * n + 1)]
        space.produce(documents, 3)
        run_to_end(space, "g", prefix, kind="wirefact")
        self.assertEqual(["report-%05d" % n for n in range(2 * len(bad))],
                         [document_of(r) for r in sorted(space.read(prefix + ".documents"), key=lambda r: document_of(r))])
        letters = {r.key: r for r in space.read(prefix + ".dead-letters")}
        self.assertEqual({k.decode() for k, _ in bad}, set(letters))
        for key, value in bad:
            letter = letters[key.decode()]
            self.assertEqual(value, letter.value.encode("utf-8", "surrogateescape") if letter.value != NULL else b"")
            self.assertEqual((space.input, "3", "decode"), tuple(header(letter, "wirefact.error." + h)
                                                               for h in ("topic", "partition", "stage")))
            self.assertTrue(header(letter, "wirefact.error.message"), key)


if __name__ == "__main__":
    unittest.main()
