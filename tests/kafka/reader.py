# SPDX-License-Identifier: Apache-2.0
"""Reads topics back with clients that this project did not write.

The quick one is Debian's python3-confluent-kafka. It shares librdkafka with the worker, so what a claim rests on is also
read with Kafka's own Java console consumer, which shares nothing.
"""
import collections
import os
import pathlib
import re
import subprocess
import time

from confluent_kafka import OFFSET_BEGINNING, OFFSET_INVALID, Consumer, KafkaError, KafkaException, TopicPartition

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KAFKA = str(ROOT / "scripts" / "kafka")
FIELD, RECORD, GROUP, NULL = "\x1f", "\x1e", "\x1d", "\x1anull"

PASSING = {KafkaError.NOT_COORDINATOR, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
           KafkaError.UNSTABLE_OFFSET_COMMIT, KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE,
           KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._WAIT_COORD}

Record = collections.namedtuple("Record", "partition offset headers key value topic")


def text(data):
    return NULL if data is None else data.decode("utf-8", "surrogateescape")


def record_of(message):
    """As the console consumer prints it."""
    headers = GROUP.join("%s:%s" % (name, text(value)) for name, value in message.headers() or [])
    return Record(message.partition(), message.offset(), headers or "NO_HEADERS", text(message.key()),
                  text(message.value()), message.topic())


def consumer(brokers, committed=True, group="reader", **more):
    return Consumer({"bootstrap.servers": brokers, "group.id": group, "enable.auto.commit": False,
                     "enable.partition.eof": True, "isolation.level": "read_committed" if committed else
                     "read_uncommitted", "fetch.wait.max.ms": 20, "auto.offset.reset": "error", "check.crcs": True, "log_level": 0, **more})


def partitions_of(client, topics):
    found = client.list_topics(timeout=20).topics
    missing = [t for t in topics if t not in found]
    if missing:
        raise RuntimeError("no such topic: %s" % missing)
    return [(t, p) for t in topics for p in found[t].partitions]


def fetch(brokers, topics, committed=True, idle=60):
    """Every record of the topics up to the end of each partition, or of its last stable offset. A generator."""
    client = consumer(brokers, committed)
    try:
        left = set(partitions_of(client, topics))
        client.assign([TopicPartition(t, p, OFFSET_BEGINNING) for t, p in left])
        last = time.monotonic()
        while left:
            for message in client.consume(1000, 0.2):
                error = message.error()
                last = time.monotonic()
                if error is None:
                    yield record_of(message)
                elif error.code() == KafkaError._PARTITION_EOF:
                    left.discard((message.topic(), message.partition()))
                elif not error.retriable() and error.code() not in (KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN):
                    raise RuntimeError("reading failed: %s" % error)
            if time.monotonic() - last > idle:
                raise RuntimeError("%d partitions were not read to their end: %s" % (len(left), sorted(left)[:5]))
    finally:
        client.close()


def ends(brokers, topics, committed):
    """{(topic, partition): its end}; the last stable offset for a reader of what is committed."""
    client = consumer(brokers, committed)
    try:
        return {(t, p): client.get_watermark_offsets(TopicPartition(t, p), timeout=20)[1]
                for t, p in partitions_of(client, topics)}
    finally:
        client.close()


def open_transactions(brokers, topics):
    """Partitions in which a transaction is still open: their last stable offset is not their end."""
    stable = ends(brokers, topics, True)
    return sorted(place for place, end in ends(brokers, topics, False).items() if stable[place] < end)


def committed_offsets(brokers, group, topic, seconds=30):
    """{partition: (committed offset or None, end offset)}; asked again while a broker is on its way up or down."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return _committed_offsets(brokers, group, topic)
        except KafkaException as problem:
            if problem.args[0].code() not in PASSING or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _committed_offsets(brokers, group, topic):
    client = consumer(brokers, committed=False, group=group)  # else it waits for open transactions of the group
    try:
        places = [TopicPartition(topic, p) for _, p in partitions_of(client, [topic])]
        table = {}
        for place in client.committed(places, timeout=20):
            if place.error is not None:
                raise KafkaException(place.error)
            high = client.get_watermark_offsets(TopicPartition(topic, place.partition), timeout=20)[1]
            table[place.partition] = (None if place.offset == OFFSET_INVALID else place.offset, high)
        return table
    finally:
        client.close()


# ---- Kafka's own tools ----

def tool(cls, *args, timeout=120):
    out = subprocess.run([KAFKA, "tool", cls, *args], capture_output=True, timeout=timeout)
    return out.stdout.decode("utf-8", "surrogateescape"), out.stderr.decode("utf-8", "replace"), out.returncode


def fetch_java(brokers, topics, committed=True, idle=4000):
    """The same records, read by Kafka's console consumer. A generator."""
    regex = "|".join(re.escape(t) for t in topics)
    argv = [KAFKA, "tool", "org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", brokers, "--include",
            regex, "--from-beginning", "--timeout-ms", str(idle), "--isolation-level",
            "read_committed" if committed else "read_uncommitted"]
    for option in ("print.partition=true", "print.offset=true", "print.headers=true", "print.key=true",
                   "key.separator=" + FIELD, "headers.separator=" + GROUP, "line.separator=" + RECORD,
                   "null.literal=" + NULL):
        argv += ["--property", option]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    count, rest = 0, b""
    with process:
        while True:
            data = process.stdout.read1(1 << 20)
            lines = (rest + data).split(RECORD.encode())
            rest = lines.pop()
            for line in lines:
                parts = line.decode("utf-8", "surrogateescape").split(FIELD, 4)
                if len(parts) != 5:
                    raise RuntimeError("unreadable line of the console consumer: %r" % line[:200])
                count += 1
                yield Record(int(parts[0].split(":")[1]), int(parts[1].split(":")[1]), *parts[2:], None)
            if not data:
                break
        err = process.stderr.read().decode("utf-8", "replace")
    total = re.search(r"Processed a total of (\d+) messages", err)
    if not total or int(total.group(1)) != count:
        raise RuntimeError("the console consumer failed: %s" % err)
