# SPDX-License-Identifier: Apache-2.0
"""What was published against an undisturbed run of the same input: nothing lost, twice, torn, out of order or changed."""
import collections
import hashlib

import reader
from harness import GROUP, LAYERS, document_of, header, run_to_end


def digest(record):
    """Layer, partition, key, headers and bytes."""
    layer = header(record, "ce_type")
    return hashlib.blake2b("\0".join((layer, str(record.partition), record.key, record.headers, record.value)).encode(
        "utf-8", "surrogateescape"), digest_size=12).digest()


def collect(records):
    """{document: Counter of its records' digests}, and the records' order as [(topic, partition, offset, document)]."""
    documents, places = collections.defaultdict(collections.Counter), []
    for record in records:
        name = document_of(record)
        documents[name][digest(record)] += 1
        places.append((header(record, "ce_type"), record.partition, record.offset, name))
    return documents, places


def differences(reference, found):
    """Counts of documents lost, torn, twice and changed."""
    wrong = collections.Counter()
    for name in reference.keys() | found.keys():
        want, have = reference.get(name, collections.Counter()), found.get(name, collections.Counter())
        if want == have:
            continue
        if not have:
            wrong["lost"] += 1
        elif any(n > want[d] for d, n in have.items() if d in want):
            wrong["twice"] += 1
        elif set(have) - set(want):
            wrong["changed"] += 1
        else:
            wrong["torn"] += 1
    return wrong


class Input:
    """What the topic holds: what a sender meant to send is another matter."""

    def __init__(self, space):
        self.records, self.order = [], {}
        for record in reader.fetch(space.brokers, [space.input]):
            self.records.append(record)
        self.numbers = collections.Counter(record.key for record in self.records)
        for record in sorted(self.records, key=lambda r: (r.partition, r.offset)):
            if self.numbers[record.key] == 1:
                self.order[record.key] = (record.partition, record.offset)

    @staticmethod
    def bad(record):
        return int(record.key[4:]) % 50 == 0


def disorder(order, places):
    """Documents of one input partition that overtook each other in a partition of a topic."""
    last, wrong = {}, 0
    for layer, partition, _, name in sorted(places):
        if name in order:
            p, i = order[name]
            wrong += i < last.get((layer, partition, p), -1)
            last[layer, partition, p] = max(i, last.get((layer, partition, p), -1))
    return wrong


def letters(space, prefix, sent):
    """Dead letters that are missing, twice, or not the bytes that were sent; and how many there are."""
    expected = {(r.partition, r.offset): r for r in sent.records if sent.bad(r)}
    seen, wrong = set(), 0
    for record in reader.fetch(space.brokers, [prefix + ".dead-letters"]):
        place = (int(header(record, "wirefact.error.partition")), int(header(record, "wirefact.error.offset")))
        was = expected.get(place)
        wrong += was is None or place in seen or (record.key, record.value) != (was.key, was.value) or not (
            record.headers.startswith(was.headers + GROUP))
        seen.add(place)
    return wrong + len(set(expected) - seen), len(seen)


def check(space, prefix, load, java=False, program=False):
    """Raises AssertionError unless all is as it must be; returns the figures."""
    topics = ["%s.%s" % (prefix, layer) for layer in LAYERS]
    still_open = reader.open_transactions(space.brokers, topics + [prefix + ".dead-letters"])
    if still_open:
        raise AssertionError("transactions are open after every worker has left: %s" % still_open)
    options = {} if program else {"facts": 6}
    worker_brokers, space.worker_brokers = space.worker_brokers, space.brokers
    run_to_end(space, "reference", space.name + ".ref", "wirefact" if program else "loop", timeout=900, lanes=2, **options)
    space.worker_brokers = worker_brokers
    reference, _ = collect(reader.fetch(space.brokers, ["%s.ref.%s" % (space.name, layer) for layer in LAYERS]))
    found, places = collect(reader.fetch(space.brokers, topics))
    sent = Input(space)
    good = {r.key for r in sent.records if not sent.bad(r)}
    wrong = differences(reference, found)
    wrong["out of order"] = disorder(sent.order, places)
    wrong["dead letters"], dead = letters(space, prefix, sent)
    if java:
        again, _ = collect(reader.fetch_java(space.brokers, topics))
        wrong["seen otherwise by Kafka's own client"] = sum(differences(found, again).values())
    uncommitted = sum(1 for _ in reader.fetch(space.brokers, topics, committed=False))
    if load.acknowledged != load.count or len(sent.numbers) != load.count or set(reference) != good:
        raise AssertionError("%d sent, %d acknowledged, %d in the topic, %d of %d good ones in the reference" % (
            load.count, load.acknowledged, len(sent.numbers), len(reference), len(good)))
    if any(wrong.values()):
        raise AssertionError("documents: %s" % dict(wrong))
    if uncommitted < len(places):
        raise AssertionError("fewer records uncommitted than committed")
    return {"documents": load.count, "dead_letters": dead, "records": len(places), "aborted_records": uncommitted - len(places),
            "wrong": dict(wrong), "java": java}
