import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-channels";
import { evidenceOf } from "../../../kit/detect";

async function channels(code: string): Promise<readonly string[]> {
  const evidence = await evidenceOf(detector, { "app.py": code });
  return evidence.flatMap(one =>
    one.claim === "integration"
      ? [`${one.service} ${(one.channels ?? []).join(",")} ${one.variables.join(",")} :${String(one.place.line)}`]
      : [],
  );
}

describe("recon/detectors/integration-channels", () => {
  it("reads topics of Kafka, literal or from the environment", async () => {
    const code = `
import os
from kafka import KafkaConsumer, KafkaProducer
TOPIC = os.environ.get("ORDERS_TOPIC", "orders")
consumer = KafkaConsumer(TOPIC, "returns", bootstrap_servers="kafka:9092")
producer = KafkaProducer()
def send():
    producer.send("audit", b"x")
class Stream:
    def run(self):
        self.consumer.subscribe(["one", "two"])
`;
    assert.deepEqual(await channels(code), [
      "kafka orders,returns ORDERS_TOPIC :5",
      "kafka audit  :8",
      "kafka one,two  :11",
    ]);
  });

  it("reads queues and exchanges of RabbitMQ, SQS and Pub/Sub", async () => {
    const rabbit = `
import pika
channel = pika.BlockingConnection().channel()
channel.exchange_declare(exchange="events")
channel.queue_declare(queue="mail")
channel.basic_publish(exchange="", routing_key="mail", body=b"")
`;
    assert.deepEqual(await channels(rabbit), ["rabbitmq events  :4", "rabbitmq mail  :5", "rabbitmq mail  :6"]);
    const sqs = `
import boto3, os
URL = os.environ["QUEUE_URL"]
queue = boto3.resource("sqs").get_queue_by_name(QueueName="mail")
other = boto3.resource("sqs").Queue("https://sqs.eu-west-1.amazonaws.com/1/orders")
client = boto3.client("sqs")
client.receive_message(QueueUrl=URL)
`;
    assert.deepEqual(await channels(sqs), ["sqs mail  :4", "sqs orders  :5", "sqs  QUEUE_URL :7"]);
    const pubsub =
      "from google.cloud import pubsub\npublisher = pubsub.PublisherClient()\npath = publisher.topic_path('project', 'new')\n";
    assert.deepEqual(await channels(pubsub), ["pubsub new  :3"]);
  });

  it("takes the same words elsewhere for nothing", async () => {
    assert.deepEqual(await channels("import signals\nsignals.bus.subscribe('orders')\nsignals.send('x')\n"), []);
  });
});
