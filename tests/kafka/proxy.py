# SPDX-License-Identifier: Apache-2.0
"""Stands between workers and brokers and spoils the network, from a seed.

One port a broker, which the broker advertises on a listener of its own (scripts/kafka start --proxied), so that clients
never get past it. Faults, all at once or one after the other until heal():

    delay(ms, jitter)   every packet later, order within a connection kept
    reorder(ms)         every second connection later: what one sends first arrives after what another sends next
    trickle()           one byte a second in both directions
    half_open()         nothing is forwarded or closed; heal() then resets, as a peer does that has forgotten
    reset()             every connection is reset, once
    cut()               every connection is reset and none is accepted
    late_end(seconds, count)   the client's next EndTxn is kept back, its connection is reset, and the request delivered
                        that much later, when the client has long repeated it on another connection
    slow_end(seconds)   EndTxn is only delayed
"""
import asyncio
import os
import pathlib
import random
import socket
import struct
import threading

END_TXN = 26
CHUNK = 65536


class Link:
    """One client's connection and its counterpart to the broker."""

    def __init__(self, proxy, number, client, broker):
        self.proxy, self.number = proxy, number
        self.client, self.broker = client, broker  # (reader, writer) each
        self.due = [0.0, 0.0]
        self.slow = number % 2 == 1
        self.tasks = []

    def reset(self, broker_too=True):
        for _, writer in (self.client, self.broker) if broker_too else (self.client,):
            sock = writer.get_extra_info("socket")
            if sock is not None:
                try:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                except OSError:
                    pass
            writer.transport.abort()

    async def send(self, writer, data, direction):
        proxy, loop = self.proxy, asyncio.get_running_loop()
        while proxy.frozen:
            await proxy.thawed.wait()
        wait = proxy.delay_ms and max(0.0, proxy.chance.uniform(proxy.delay_ms - proxy.jitter_ms,
                                                                  proxy.delay_ms + proxy.jitter_ms))
        if self.slow:
            wait += proxy.reorder_ms
        if wait or self.due[direction] > loop.time():  # a packet never overtakes one that is still under way
            self.due[direction] = max(self.due[direction] + 1e-6, loop.time() + wait / 1000)
            loop.call_at(self.due[direction], lambda: writer.is_closing() or writer.write(data))
            return
        while proxy.trickling and data:
            writer.write(data[:1])
            data = data[1:]
            await asyncio.sleep(1)
        writer.write(data)
        await writer.drain()

    async def from_broker(self):
        reader, writer = self.broker[0], self.client[1]
        while True:
            data = await reader.read(CHUNK)
            if not data:
                return
            await self.send(writer, data, 1)

    async def from_client(self):
        """Whole requests, so that their kind is known."""
        reader, writer = self.client[0], self.broker[1]
        while True:
            head = await reader.readexactly(4)
            body = await reader.readexactly(struct.unpack(">i", head)[0])
            if struct.unpack(">h", body[:2])[0] == END_TXN:
                self.proxy.ends += 1
                if self.proxy.late_left > 0:
                    self.proxy.late_left -= 1
                    self.proxy.keep_back(self, head + body)
                    return
                if self.proxy.slow_s:
                    await asyncio.sleep(self.proxy.slow_s)
            await self.send(writer, head + body, 0)

    async def run(self):
        self.tasks = [asyncio.ensure_future(self.from_client()), asyncio.ensure_future(self.from_broker())]
        done, rest = await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self not in self.proxy.kept:
            for _, writer in (self.client, self.broker):
                writer.close()
        self.proxy.links.discard(self)


class Proxy:
    """routes: [(own port, the broker's port)]."""

    def __init__(self, routes, seed=1):
        self.routes, self.chance = routes, random.Random(seed)
        self.links, self.kept, self.servers = set(), set(), []
        self.connections = self.ends = self.late = 0
        self._clear()
        self.closed = False
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._main, daemon=True)
        ready = threading.Event()
        self.loop.call_soon(ready.set)
        self.thread.start()
        ready.wait()
        self._call(self._listen())

    @classmethod
    def of_cluster(cls, seed=1, folder=None):
        folder = pathlib.Path(folder or os.environ["KAFKA_DIR"])
        return cls([tuple(map(int, path.read_text().split())) for path in sorted(folder.glob("[0-9]*/proxy"))], seed)

    @property
    def addresses(self):
        return ",".join("127.0.0.1:%d" % own for own, _ in self.routes)

    def _main(self):
        asyncio.set_event_loop(self.loop)
        self.thawed = asyncio.Event()
        self.loop.run_forever()

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def _do(self, function):
        async def call():
            function()
        self._call(call())

    def _clear(self):
        self.delay_ms = self.jitter_ms = self.reorder_ms = self.late_s = self.late_left = self.slow_s = 0
        self.trickling = self.frozen = self.refusing = False

    async def _listen(self):
        for own, broker in self.routes:
            self.servers.append(await asyncio.start_server(self._accept(broker), "127.0.0.1", own))

    def _accept(self, port):
        async def accept(reader, writer):
            link = None
            try:
                if not self.refusing:
                    broker = await asyncio.open_connection("127.0.0.1", port)
                    self.connections += 1
                    link = Link(self, self.connections, (reader, writer), broker)
                    self.links.add(link)
                    await link.run()
            except OSError:
                pass  # the broker is away: so is this connection
            finally:
                if link is None:
                    writer.transport.abort()
        return accept

    def _reset_all(self):
        for link in list(self.links):
            link.reset()

    def keep_back(self, link, request):
        self.kept.add(link)
        self.late += 1
        link.reset(broker_too=False)

        seconds = self.late_s

        async def later():
            await asyncio.sleep(seconds)
            try:
                link.broker[1].write(request)
                await link.broker[1].drain()
                await asyncio.sleep(1)
            except OSError:
                pass
            link.broker[1].close()
            self.kept.discard(link)
        self.loop.create_task(later())

    # ---- faults, from any thread ----

    def delay(self, ms, jitter=0):
        self.delay_ms, self.jitter_ms = ms, jitter

    def reorder(self, ms):
        self.reorder_ms = ms

    def trickle(self):
        self.trickling = True

    def half_open(self):
        self._do(self.thawed.clear)
        self.frozen = True

    def reset(self):
        self._do(self._reset_all)

    def cut(self):
        self.refusing = True
        self._do(self._reset_all)

    def late_end(self, seconds, count=1):
        self.late_s, self.late_left = seconds, count

    def slow_end(self, seconds):
        self.slow_s = seconds

    def heal(self):
        """Connections that were cut short or slowed to a crawl are reset, so that none stays half-way."""
        def end():
            broken = self.frozen or self.trickling
            self._clear()
            self.thawed.set()
            if broken:
                self._reset_all()
        self._do(end)

    def close(self):
        if self.closed:
            return
        self.closed = True

        self._call(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _end(self):
        for server in self.servers:
            server.close()
        self._reset_all()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
