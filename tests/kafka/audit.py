# SPDX-License-Identifier: Apache-2.0
"""What was published against an undisturbed run of the same input: nothing lost, twice, torn, out of order or changed."""
import collections
import hashlib

import reader
from harness import LAYERS, document_of, header, run_to_end


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


def disorder(order, places):
    """Documents of one input partition that overtook each other in a partition of a topic."""
    place = {"doc-%06d" % n: (p, i) for p, numbers in order.items() for i, n in enumerate(numbers)}
    last, wrong = {}, 0
    for layer, partition, _, name in sorted(places):
        p, i = place[name]
        wrong += i < last.get((layer, partition, p), -1)
        last[layer, partition, p] = max(i, last.get((layer, partition, p), -1))
    return wrong


def letters(space, prefix, load):
    """Dead letters that are missing, twice, or not the bytes that were sent."""
    expected = {(p, o): (n, k, v) for (p, o), (n, k, v) in load.sent.items() if n % 50 == 0}
    seen, wrong = set(), 0
    for record in reader.fetch(space.brokers, [prefix + ".dead-letters"]):
        place = (int(header(record, "wirefact.error.partition")), int(header(record, "wirefact.error.offset")))
        sent = expected.get(place)
        ok = sent is not None and place not in seen and record.headers.startswith("seq:%d\x1d" % sent[0]) and (
            record.key.encode("utf-8", "surrogateescape"), record.value.encode("utf-8", "surrogateescape")) == sent[1:]
        wrong += not ok
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
    good = len(load.sent) - load.bad
    wrong = differences(reference, found)
    wrong["out of order"] = disorder(load.order, places)
    wrong["dead letters"], dead = letters(space, prefix, load)
    if java:
        again, _ = collect(reader.fetch_java(space.brokers, topics))
        wrong["seen otherwise by Kafka's own client"] = sum(differences(found, again).values())
    uncommitted = sum(1 for _ in reader.fetch(space.brokers, topics, committed=False))
    if len(reference) != good or len(load.sent) != load.count or len(found) + dead != load.count:
        raise AssertionError("%d sent, %d acknowledged, %d in the reference, %d found, %d dead letters" % (
            load.count, len(load.sent), len(reference), len(found), dead))
    if any(wrong.values()):
        raise AssertionError("documents: %s" % dict(wrong))
    if uncommitted < len(places):
        raise AssertionError("fewer records uncommitted than committed")
    return {"documents": load.count, "dead_letters": dead, "records": len(places), "aborted_records": uncommitted - len(places),
            "wrong": dict(wrong), "java": java}
