# SPDX-License-Identifier: Apache-2.0
"""Dead letters shown, counted, repaired and sent back, each once."""
import json
import os
import subprocess
import unittest

from harness import BUILD, SpaceTest, document_of, program_settings, run_to_end


class Replay(SpaceTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.space.name + ".out"
        self.space.outputs(self.prefix)
        self.settings = os.path.join(self.space.folder, "replay.yaml")
        with open(self.settings, "w", encoding="utf-8") as out:
            out.write(program_settings(self.space, "g", self.prefix, {}))

    def replay(self, *args, code=0):
        out = subprocess.run([str(BUILD / "worker" / "wirefact"), "replay", "-c", self.settings, *args],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(code, out.returncode, out.stderr)
        return out.stdout, out.stderr

    def test_from_letter_to_facts(self):
        space = self.space
        broken = b'{"id":"r%d","text":"The ministry paid $3 million on 4 May 2024."'  # the brace is missing
        space.produce([(b"k%d" % n, broken % n) for n in range(5)], 2, headers=["content-type=application/json", "mine=1"])
        space.produce([(b"nothing", None)], 3)
        run_to_end(space, "g", self.prefix, kind="wirefact")
        out, _ = self.replay("--count")
        self.assertEqual("EFORMAT\t6\n", out)
        shown = [json.loads(line) for line in self.replay("--key", "k3")[0].splitlines()]
        self.assertEqual([("k3", "EFORMAT", "decode", space.input, "2")],
                         [(s["key"], s["reason"], s["stage"], s["topic"], s["partition"]) for s in shown])
        self.assertEqual("", self.replay("--reason", "EPOISON")[0])
        self.assertEqual("", self.replay("--before", "2020-01-01")[0])

        _, err = self.replay("--send", "--repair", "cat; printf '}'", "--since", "2020-01-01", code=0)
        self.assertIn("6 matched, 6 sent back, 0 left", err)
        _, err = self.replay("--send", "--repair", "cat; printf '}'", "--since", "2020-01-01")
        self.assertIn("0 matched, 0 sent back, 0 left", err)
        sent = [r for r in space.read(space.input) if r.offset >= 5 and r.partition == 2]
        self.assertEqual(["k%d" % n for n in range(5)], sorted(r.key for r in sent))
        for record in sent:
            self.assertEqual("content-type:application/json\x1dmine:1", record.headers)
            json.loads(record.value)
        run_to_end(space, "g", self.prefix, kind="wirefact")
        # what was empty has become a text of one character, a document like any other
        self.assertEqual(["nothing"] + ["r%d" % n for n in range(5)],
                         sorted(document_of(r) for r in space.read(self.prefix + ".documents")))
        self.assertEqual(6, len(space.read(self.prefix + ".dead-letters")))

    def test_what_cannot_be_repaired_is_left(self):
        self.space.produce([(b"a", b'{"id":'), (b"b", b'{"id":')], 0)
        run_to_end(self.space, "g", self.prefix, kind="wirefact")
        _, err = self.replay("--send", "--repair", "false", code=10)
        self.assertIn("2 matched, 0 sent back, 2 left", err)
        self.assertEqual(2, len(self.space.read(self.space.input)))


if __name__ == "__main__":
    unittest.main()
