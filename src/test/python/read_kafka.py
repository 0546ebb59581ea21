"""Reads a topic of Kafka from its beginning and prints each record as one line of JSON.

usage: read_kafka.py (kafka-python | confluent-kafka) BROKERS TOPIC RECORDS
"""

import json
import sys


def line(partition, offset, timestamp, key, headers, value):
    names = {name: text.decode() for name, text in headers or []}
    record = {
        "partition": partition,
        "offset": offset,
        "timestamp": timestamp,
        "key": key.decode(),
        "headers": names,
        "bytes": len(value),
    }
    if names["content-type"] == "application/json":
        record["body"] = json.loads(value)
    print(json.dumps(record, sort_keys=True), flush=True)


def kafka_python(brokers, topic, count):
    from kafka import KafkaConsumer

    consumer = KafkaConsumer(
        topic, bootstrap_servers=brokers, auto_offset_reset="earliest", group_id=None, consumer_timeout_ms=60_000
    )
    for _, record in zip(range(count), consumer):
        line(record.partition, record.offset, record.timestamp, record.key, record.headers, record.value)
    consumer.close()


def confluent_kafka(brokers, topic, count):
    from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "readers", "enable.auto.commit": False})
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, OFFSET_BEGINNING) for number in partitions])
    while count > 0:
        record = consumer.poll(60)
        if record is None or record.error():
            sys.exit(f"no record came: {record and record.error()}")
        line(
            record.partition(),
            record.offset(),
            record.timestamp()[1],
            record.key(),
            record.headers(),
            record.value(),
        )
        count -= 1
    consumer.close()


client, brokers, topic, count = sys.argv[1:]
{"kafka-python": kafka_python, "confluent-kafka": confluent_kafka}[client](brokers, topic, int(count))
