import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/message-consumers";
import { detect } from "../../../kit/detect";

describe("recon/detectors/message-consumers", () => {
  it("tells a program that consumes messages, by the file that is run", async () => {
    const found = await detect(detector, {
      "consume.py":
        "from shop.stream import consumer\nif __name__ == '__main__':\n    for one in consumer(): print(one)\n",
      "shop/__init__.py": "",
      "shop/stream.py":
        "from confluent_kafka import Consumer as KafkaConsumer\ndef consumer():\n    return KafkaConsumer({'group.id': 'shop'})\n",
    });
    assert.deepEqual(found, ["worker consumer consume.py = python consume.py @shop/stream.py:3"]);
  });

  it("knows loops of pika, boto3, redis and schedule", async () => {
    const pika =
      "import pika\nchannel = pika.BlockingConnection().channel()\nif __name__ == '__main__':\n    channel.start_consuming()\n";
    const sqs =
      "import boto3\nclass Poller:\n    def run(self):\n        self.queue.receive_messages()\nif __name__ == '__main__':\n    Poller().run()\n";
    const timetable =
      "import schedule\ndef main():\n    while True:\n        schedule.run_pending()\nif __name__ == '__main__':\n    main()\n";
    const events =
      "import redis\nclient = redis.Redis()\ndef main():\n    channel = client.pubsub()\n    for one in channel.listen(): print(one)\nif __name__ == '__main__':\n    main()\n";
    assert.deepEqual(await detect(detector, { "events.py": events }), [
      "worker consumer events.py = python events.py @events.py:5",
    ]);
    assert.deepEqual(await detect(detector, { "mq.py": pika, "poll.py": sqs, "nightly.py": timetable }), [
      "worker consumer mq.py = python mq.py @mq.py:4",
      "beat scheduler nightly.py = python nightly.py @nightly.py:4",
      "worker consumer poll.py = python poll.py @poll.py:4",
    ]);
  });

  it("knows subscribers of aiomqtt", async () => {
    const bridge = (call: string): string =>
      `import asyncio\nimport aiomqtt\nasync def main():\n    async with aiomqtt.Client("mqtt") as client:\n        await client.${call}\nif __name__ == '__main__':\n    asyncio.run(main())\n`;
    assert.deepEqual(await detect(detector, { "bridge.py": bridge('subscribe("meters/#")') }), [
      "worker consumer bridge.py = python bridge.py @bridge.py:5",
    ]);
    // What only sends may be done at once.
    assert.deepEqual(await detect(detector, { "send.py": bridge('publish("meters/1", "5")') }), []);
  });

  it("names the console script of a lone command that takes messages", async () => {
    const files = (target: string): Readonly<Record<string, string>> => ({
      "pyproject.toml": `[project]\nname = "meters"\n[project.scripts]\nmeters = "meters.cli:${target}"\n`,
      "meters/__init__.py": "",
      "meters/client.py":
        "from paho.mqtt.client import Client\nclass Meters:\n    def __init__(self):\n        self.client = Client()\n    def listen(self):\n        self.client.loop_forever()\n",
      "meters/cli.py":
        'import click\nfrom meters.client import Meters\n@click.command("Takes what meters say")\n@click.version_option()\ndef main():\n    meters = Meters()\n    meters.listen()\ndef other():\n    print(1)\n',
    });
    assert.deepEqual(await detect(detector, files("main")), ["worker consumer meters = meters @meters/cli.py:5"]);
    assert.deepEqual(await detect(detector, files("other")), []);
  });

  it("finds a loop whose client another file of the code makes", async () => {
    const files = {
      "bridge.py":
        'from bridge_parts import connect\ndef main():\n    client = connect()\n    client.loop_forever()\nif __name__ == "__main__":\n    main()\n',
      "bridge_parts/__init__.py": "from paho.mqtt import client as mqtt\ndef connect():\n    return mqtt.Client()\n",
    };
    assert.deepEqual(await detect(detector, files), ["worker consumer bridge.py = python bridge.py @bridge.py:4"]);
    const other = { ...files, "bridge_parts/__init__.py": "def connect():\n    return None\n" };
    assert.deepEqual(await detect(detector, other), []);
  });

  it("knows servers of procedures over RabbitMQ", async () => {
    const served = (call: string): string =>
      `import asyncio\nimport aio_pika\nfrom aio_pika.patterns import RPC\nasync def main():\n    connection = await aio_pika.connect_robust("amqp://rabbit")\n    rpc = await RPC.create(await connection.channel())\n    ${call}\nif __name__ == "__main__":\n    asyncio.get_event_loop().run_until_complete(main())\n`;
    assert.deepEqual(await detect(detector, { "consumer.py": served("await rpc.register('multiply', multiply)") }), [
      "worker consumer consumer.py = python consumer.py @consumer.py:7",
    ]);
    assert.deepEqual(await detect(detector, { "ask.py": served("await rpc.proxy.multiply(x=1)") }), []);
  });

  it("tells a management command that consumes", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\nexecute_from_command_line()\n',
      "site1/settings.py": "ROOT_URLCONF = 'site1.urls'\n",
      "mail/management/commands/read_mail_queue.py":
        "import boto3\nclass Command:\n    def handle(self):\n        self.queue.receive_messages(MaxNumberOfMessages=10)\n",
    });
    assert.deepEqual(found, [
      "worker read-mail-queue manage.py read_mail_queue = python manage.py read_mail_queue @mail/management/commands/read_mail_queue.py:4",
    ]);
  });

  it("leaves servers, libraries and commands with other uses alone", async () => {
    const consumer = "from kafka import KafkaConsumer\nconsumer = KafkaConsumer('orders')\n";
    const web = "from fastapi import FastAPI\nfrom stream import consumer\napp = FastAPI()\n";
    assert.deepEqual(await detect(detector, { "stream.py": consumer, "web.py": web }), []);
    const cli =
      "import argparse\nfrom kafka import KafkaConsumer\ndef main():\n    commands = argparse.ArgumentParser().add_subparsers()\n    KafkaConsumer('orders')\nif __name__ == '__main__':\n    main()\n";
    assert.deepEqual(await detect(detector, { "tool.py": cli }), []);
    const library = "from kafka import KafkaConsumer\ndef consume():\n    return KafkaConsumer('orders')\n";
    assert.deepEqual(await detect(detector, { "lib/__init__.py": "", "lib/stream.py": library }), []);
  });

  it("leaves a loop that a timer of the web application runs, though a program imports its file", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/mails.py":
        "import boto3\ndef bounces():\n    queue = boto3.resource('sqs').Queue('x')\n    while True:\n        queue.receive_messages()\n",
      "shop/main.py": "from shop.mails import bounces\nfrom shop.timer import every\nevery(60, bounces)\n",
      "shop/timer.py": "def every(seconds, what): pass\n",
      "shop/check.py": "from shop import mails\nif __name__ == '__main__':\n    print(mails)\n",
    });
    assert.deepEqual(found, []);
  });

  it("keeps a loop that a program hands on by its module, whatever else beside the code calls it", async () => {
    const found = await detect(detector, {
      "main.py":
        'import sys\nimport shop.orders\nRUN = {"orders": shop.orders.consume}\nif __name__ == "__main__":\n    RUN[sys.argv[1]]()\n',
      "shop/__init__.py": "",
      "shop/orders.py":
        'import pika\ndef consume():\n    ch = pika.BlockingConnection(pika.ConnectionParameters("rabbit")).channel()\n    ch.start_consuming()\n',
      "bench/other.py": "from shop.orders import consume\nconsume()\n",
    });
    assert.deepEqual(found, ["worker consumer main.py = python main.py @shop/orders.py:4"]);
  });

  it("names the command of several that takes messages, and none that has to be told more", async () => {
    const cli = (more: string): Readonly<Record<string, string>> => ({
      "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.cli:app"\n',
      "shop/__init__.py": "",
      "shop/jobs.py":
        "from kafka import KafkaConsumer\n\ndef take():\n    for message in KafkaConsumer('orders'):\n        print(message)\n",
      "shop/cli.py": `import typer, uvicorn\napp = typer.Typer()\n\n@app.command()\ndef serve():\n    uvicorn.run("shop.web:api")\n\n@app.command("take-orders")\ndef take_orders(${more}):\n    from shop.jobs import take\n    take()\n\nif __name__ == "__main__":\n    app()\n`,
    });
    assert.deepEqual(await detect(detector, cli("")), [
      "worker consumer shop take-orders = shop take-orders @shop/cli.py:9",
    ]);
    assert.deepEqual(await detect(detector, cli("topic: str")), []);
  });

  it("names the command that a parser of argparse keeps a function for, and none that has to be told more", async () => {
    const cli = (parsers: string): Readonly<Record<string, string>> => ({
      "setup.py":
        'from setuptools import setup\nsetup(name="shop", entry_points={"console_scripts": ["shop = shop.cli:main"]})\n',
      "shop/__init__.py": "",
      "shop/cli.py": `import argparse\nfrom kafka import KafkaConsumer\n\ndef take(args):\n    for message in KafkaConsumer('orders'):\n        print(message)\n\ndef main():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n${parsers}    args = parser.parse_args()\n    args.func(args)\n`,
    });
    const found = async (parsers: string) =>
      (await detect(detector, cli(parsers))).map(line => line.replace(/ @.*/, ""));
    const take = '    jobs = commands.add_parser("take")\n    jobs.add_argument("topic", nargs="?")\n';
    const keep = "    jobs.set_defaults(func=take)\n";
    const worker = "worker consumer shop take = shop take";
    assert.deepEqual(await found(take + keep), [worker]);
    assert.deepEqual(await found('    commands.add_parser("take").set_defaults(func=take)\n'), [worker]);
    assert.deepEqual(
      await found(
        `${take}    more = jobs.add_subparsers()\n    all = more.add_parser("all")\n    all.set_defaults(func=take)\n`,
      ),
      ["worker consumer shop take all = shop take all"],
    );
    assert.deepEqual(await found(take.replace(', nargs="?"', "") + keep), []);
    assert.deepEqual(await found(take.replace('"topic", nargs="?"', '"--topic", required=True') + keep), []);
    assert.deepEqual(await found(take + keep.replace("take", "other")), []);
  });
});
