"""Subscribes to all topics of a broker of MQTT 5 on loopback, and prints each message as one line of JSON.

Ends with the first message of a topic. usage: read_mqtt.py PORT LAST_TOPIC
"""

import json
import sys

import paho.mqtt.client as mqtt

port, last = sys.argv[1:]


def connected(client, userdata, flags, reason, properties):
    client.subscribe("#", qos=1)


def received(client, userdata, message):
    content_type = getattr(message.properties, "ContentType", "")
    line = {
        "topic": message.topic,
        "retained": bool(message.retain),
        "qos": message.qos,
        "content_type": content_type,
        "bytes": len(message.payload),
        "properties": dict(getattr(message.properties, "UserProperty", [])),
    }
    if content_type == "application/json":
        line["body"] = json.loads(message.payload)
    print(json.dumps(line, sort_keys=True), flush=True)
    if message.topic == last:
        client.disconnect()


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="reader-in-python", protocol=mqtt.MQTTv5)
client.on_connect = connected
client.on_message = received
client.connect("127.0.0.1", int(port))
client.loop_forever()
