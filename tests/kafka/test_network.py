# SPDX-License-Identifier: Apache-2.0
"""A network that fails in every way a proxy can: nothing lost, nothing twice, and work goes on soon after it heals."""
import time
import unittest

from harness import EXIT_OK, NumberedTest, Space, Worker, await_true, check_order, compare, run_to_end
from proxy import Proxy
from torture import NETWORK

HEALED_SECONDS = 5


class Network(NumberedTest):
    binary = None  # another worker than the right one: selftest.py

    def make_space(self):
        self.proxy = Proxy.of_cluster()
        self.addCleanup(self.proxy.close)
        return Space(name="net", proxied=self.proxy.addresses)

    def lag(self):
        return sum(end - (done or 0) for done, end in self.space.committed("g").values())

    def check(self):
        self.space.worker_brokers = self.space.brokers
        run_to_end(self.space, "reference", self.space.name + ".ref")
        reference, found = self.space.read_facts(self.space.name + ".ref"), self.space.read_facts(self.prefix)
        self.assertEqual(self.count, len(reference["document"]))
        for layer in reference:
            compare(self, reference[layer], found.get(layer, []), layer)
            check_order(self, self.space, self.inputs, found[layer])

    def test_every_fault_heals(self):
        worker = Worker(self.space, "g", self.prefix, session_ms=6000, batch_ms=100, transaction_ms=10000, delay_ms=5)
        for name, (arguments, seconds) in NETWORK.items():
            with self.subTest(name):
                self.send(100)
                getattr(self.proxy, name)(*arguments)
                self.send(100)
                time.sleep(seconds / 2)  # how long the fault lasts
                self.proxy.heal()
                await_true(lambda: self.lag() == 0, HEALED_SECONDS, "lag 0 after " + name)
                self.assertIsNone(worker.process.poll(), worker.text())
        self.assertEqual(EXIT_OK, worker.stop(), worker.text())
        self.check()

    def test_late_end_of_a_transaction_tears_none(self):
        """The end of one transaction, repeated by the client, arrives once more in the middle of a later one."""
        worker = Worker(self.space, "g", self.prefix, binary=self.binary, batch_ms=400, transaction_ms=10000, delay_ms=15)
        for turn in range(6):
            self.send(60)
            self.proxy.late_end(0.25 + 0.05 * turn)
            await_true(lambda: self.proxy.late > turn, 10, "an end was kept back")
        await_true(lambda: self.lag() == 0, 20, "lag 0")
        self.assertEqual(EXIT_OK, worker.stop(), worker.text())
        if self.binary is None:
            self.assertGreaterEqual(worker.counters["rebuilds"], 6, "the epoch was not changed")
        self.check()


if __name__ == "__main__":
    unittest.main()
