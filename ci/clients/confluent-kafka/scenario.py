"""The scenario of ci/clients.sh with confluent-kafka (librdkafka). Arguments: bootstrap address, folder of the node."""

import random
import subprocess
import sys
import time

import confluent_kafka
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import RESOURCE_TOPIC, AdminClient, ConfigResource, NewPartitions, NewTopic

BOOTSTRAP, FOLDER = sys.argv[1:3]
KEYED = "py-keyed"
KEYS = 20
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
LARGE_BYTES = 900 * 1024


def shown(value):
    text = f"{len(value)} bytes" if isinstance(value, bytes) else repr(value)
    return text if len(text) <= 300 else text[:300] + "..."


def check(expected, actual, what):
    if expected != actual:
        raise AssertionError(f"{what}: expected {shown(expected)}, got {shown(actual)}")


def eventually(expected, actual, what):
    """What a controller has decided reaches a broker a moment later: asks until it is so, for ten seconds."""
    deadline = time.monotonic() + 10
    while actual() != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    check(expected, actual(), what)


def done(step):
    print(f"ok: {step}", flush=True)


def configuration(**more):
    common = {"bootstrap.servers": BOOTSTRAP, "reconnect.backoff.max.ms": 200, "log_level": 2}
    common.update({name.replace("_", "."): value for name, value in more.items()})
    return common


def begin_restart(how):
    return subprocess.Popen(["ci/lib/restart-node", FOLDER, how])


def create(admin, topic, partitions):
    admin.create_topics([NewTopic(topic, partitions, 1)])[topic].result()


def create_topics(admin):
    create(admin, KEYED, 3)
    create(admin, "py-scratch", 1)
    try:
        create(admin, KEYED, 3)
        raise AssertionError(f"a second creation of {KEYED} succeeded")
    except KafkaException as e:
        check(KafkaError.TOPIC_ALREADY_EXISTS, e.args[0].code(), "error of a second creation")
    eventually(3, lambda: partitions(admin, KEYED), f"partitions of {KEYED}")
    admin.create_partitions([NewPartitions("py-scratch", 4)])["py-scratch"].result()
    eventually(4, lambda: partitions(admin, "py-scratch"), "partitions of the topic that grew")
    admin.delete_topics(["py-scratch"])["py-scratch"].result()
    eventually([KEYED], lambda: list(admin.list_topics(timeout=10).topics), "topics after a deletion")
    done("topics created, refused, grown, deleted")


def partitions(admin, topic):
    topics = admin.list_topics(timeout=10).topics
    return len(topics[topic].partitions) if topic in topics else 0


def sample_records():
    records = [(b"key-%d" % i, b"value " * (i % 40) + b"%d" % i) for i in range(300)]
    records.append((b"noise", random.Random(4711).randbytes(LARGE_BYTES)))
    records.append((b"monotonous", bytes(LARGE_BYTES)))
    records += [(b"no value", None), (None, b"no key"), (b"", b"")]
    # No header without a value: Debian's confluent-kafka counts its references to None wrongly then, and aborts.
    return [(key, value, [("twice", b"%d" % i), ("twice", b"second"), ("ü", "ü".encode())])
            for i, (key, value) in enumerate(records)]


def compression(admin, codec):
    topic = f"py-{codec}"
    create(admin, topic, 1)
    sent, failures = sample_records(), []
    producer = Producer(configuration(compression_type=codec, linger_ms=5, acks="all"))
    for key, value, headers in sent:
        producer.produce(topic, key=key, value=value, headers=headers, partition=0,
                         on_delivery=lambda error, _: error and failures.append(str(error)))
    check(0, producer.flush(30), f"records left to send with {codec}")
    check([], failures, f"failures with {codec}")
    consumer = Consumer(configuration(group_id="py-nobody", enable_auto_commit=False))
    consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    read = consume(consumer, len(sent), 30)
    consumer.close()
    check(len(sent), len(read), f"records read with {codec}")
    for i, (expected, message) in enumerate(zip(sent, read)):
        check(i, message.offset(), f"offset of record {i} with {codec}")
        # This version of confluent-kafka cannot send an empty key or value: it makes them null.
        check(expected[0] or None, message.key() or None, f"key of record {i} with {codec}")
        check(expected[1] or None, message.value() or None, f"value of record {i} with {codec}")
        check(expected[2], message.headers(), f"headers of record {i} with {codec}")


def consume(consumer, count, seconds):
    """Reads so many records, or fewer if the time is up."""
    read, deadline = [], time.monotonic() + seconds
    while len(read) < count and time.monotonic() < deadline:
        for message in consumer.consume(min(50, count - len(read)), timeout=0.2):
            if message.error() is None:
                read.append(message)
            elif not message.error().retriable() and message.error().code() not in PASSING:
                raise KafkaException(message.error())
    return read


# What a consumer reports of a node that is away for a moment.
PASSING = {KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._TIMED_OUT, KafkaError._RESOLVE}
LOADING = {KafkaError.NOT_COORDINATOR, KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.COORDINATOR_NOT_AVAILABLE}


class KeyedProducer:
    """Record n has the key n modulo KEYS and the value n, so each key's values say its order."""

    def __init__(self):
        self.producer = Producer(configuration(enable_idempotence=True, linger_ms=2, compression_type="lz4"))
        self.sent = 0
        self.places = {}
        self.failures = []

    def send(self):
        number, self.sent = self.sent, self.sent + 1
        self.producer.produce(KEYED, key=b"key-%d" % (number % KEYS), value=b"%d" % number,
                              headers=[("n", b"%d" % number)],
                              on_delivery=lambda error, message: self.delivered(number, error, message))
        self.producer.poll(0)

    def delivered(self, number, error, message):
        if error is not None:
            self.failures.append(f"record {number}: {error}")
        elif number in self.places:
            self.failures.append(f"record {number} was acknowledged twice")
        else:
            self.places[number] = (message.partition(), message.offset())

    def send_many(self, count):
        for i in range(count):
            self.send()
            if i % 20 == 0:
                time.sleep(0.005)


def produce_through_restarts():
    keyed = KeyedProducer()
    for how in ["term", "kill"]:
        keyed.send_many(400)
        check(0, keyed.producer.flush(60), "records left to send")
        keyed.send_many(100)
        before, during = len(keyed.places), 0
        restart = begin_restart(how)
        while restart.poll() is None:
            keyed.send()
            during += 1
            time.sleep(0.002)
        check(0, restart.returncode, f"status of a restart by {how}")
        keyed.send_many(400)
        check(0, keyed.producer.flush(60), "records left to send")
        done(f"restart by {how}: {before} acknowledged before, {during} sent during it")
    check([], keyed.failures, "failures of deliveries")
    check(keyed.sent, len(keyed.places), "acknowledged records")
    return keyed.places


def read_and_commit(count):
    """Reads so many, commits what was read, and leaves. Answers the records and the committed offsets."""
    consumer = Consumer(configuration(group_id="py-readers", auto_offset_reset="earliest", enable_auto_commit=False))
    consumer.subscribe([KEYED])
    read = consume(consumer, count, 40)
    check(count, len(read), "records read by the group")
    next_offsets = {}
    for message in read:
        next_offsets[message.partition()] = message.offset() + 1
    results = consumer.commit(offsets=[TopicPartition(KEYED, p, o) for p, o in next_offsets.items()],
                              asynchronous=False)
    check([None] * len(results), [result.error for result in results], "errors of the commit")
    consumer.close()
    return read, next_offsets


def committed():
    consumer = Consumer(configuration(group_id="py-readers"))
    deadline = time.monotonic() + 20
    while True:
        try:
            offsets = consumer.committed([TopicPartition(KEYED, p) for p in range(3)], timeout=20)
            break
        except KafkaException as e:
            # Whoever asks too early is told to come again; this call leaves that to its caller.
            if e.args[0].code() not in LOADING or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    consumer.close()
    return {offset.partition: offset.offset for offset in offsets if offset.offset >= 0}


def group_resumes(places):
    half = len(places) // 2
    first, offsets = read_and_commit(half)
    check(offsets, committed(), "committed offsets")
    check(0, begin_restart("kill").wait(), "status of a restart by kill")
    check(offsets, committed(), "committed offsets, after a kill")
    second, _ = read_and_commit(len(places) - half)
    expect_exactly(places, first + second)
    done(f"a group read {half}, committed, and went on behind a kill with {len(second)}")


def expect_exactly(places, read):
    """These, in the order of each partition, are all that was acknowledged, each once, at its offset."""
    next_offsets, last_of_key, numbers = {}, {}, set()
    for message in read:
        number, partition = int(message.value()), message.partition()
        check(next_offsets.get(partition, 0), message.offset(), f"offset after the one before in partition {partition}")
        next_offsets[partition] = message.offset() + 1
        check(places.get(number), (partition, message.offset()), f"place of record {number}")
        check(b"key-%d" % (number % KEYS), message.key(), f"key of record {number}")
        check(last_of_key.get(message.key(), number % KEYS - KEYS) + KEYS, number, f"next of {message.key()}")
        last_of_key[message.key()] = number
        check([("n", b"%d" % number)], message.headers(), f"headers of record {number}")
        numbers.add(number)
    check(set(), set(places) - numbers, "acknowledged records that were not read")
    check(len(places), len(read), "number of records read")


def administer(admin):
    resource = ConfigResource(RESOURCE_TOPIC, KEYED, set_config={"retention.ms": "86400001"})
    admin.alter_configs([resource])[resource].result()
    described = ConfigResource(RESOURCE_TOPIC, KEYED)
    eventually("86400001", lambda: admin.describe_configs([described])[described].result()["retention.ms"].value,
               "retention.ms as altered")
    groups = [group.id for group in admin.list_groups(timeout=10)]
    check(True, "py-readers" in groups, f"py-readers is among the groups {groups}")
    done("configuration and groups")


def main():
    print(f"confluent-kafka {confluent_kafka.version()[0]}, librdkafka {confluent_kafka.libversion()[0]}", flush=True)
    admin = AdminClient(configuration())
    create_topics(admin)
    for codec in CODECS:
        compression(admin, codec)
    done(f"compression {CODECS} of small and large records, with headers")
    group_resumes(produce_through_restarts())
    administer(admin)
    print("PASS confluent-kafka")


main()
