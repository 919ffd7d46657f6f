import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import type { DecisionValue } from "../../../../src/model/plan";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf, overriding, type Texts } from "../plan-kit";

const GIVEN = 'host=os.environ["REDIS_HOST"], password=os.environ["REDIS_PASS"]';

function app(given: string, more = ""): string {
  return `import os, redis\nfrom fastapi import FastAPI\napp = FastAPI()\nstore = redis.Redis(${given})\n${more}`;
}

const LIST = "fastapi\nuvicorn\nredis\ncelery\n";

async function filesOf(
  code: Texts,
  overrides: Readonly<Record<string, DecisionValue>> = {},
): Promise<{ readonly text: (path: string) => string; readonly again: () => Promise<readonly string[]> }> {
  const found = await readRecon(memoryFiles(code), { name: "shop" });
  const first = await changesOf(found, code, overriding(overrides));
  return {
    text: path => first.files.find(file => file.path === path)?.text ?? "",
    again: async () => {
      const { files } = await changesOf(found, applied(code, first));
      return files.filter(({ action }) => action !== "unchanged").map(({ path }) => path);
    },
  };
}

describe("Redis", () => {
  const needing = { "requirements.txt": LIST, "main.py": app(GIVEN) };

  it("asks for the password that the code cannot do without", async () => {
    const compose = (await filesOf(needing)).text("compose.yaml");
    assert.match(compose, /REDIS_PASS: \$\{REDIS_PASSWORD:\?/);
    assert.match(compose, /command: \["--requirepass", "\$\{REDIS_PASSWORD:\?[^"]*"\]/);
    assert.match(compose, /REDISCLI_AUTH: \$\{REDIS_PASSWORD:\?/);
  });

  it("asks for none where the code may do without", async () => {
    const code = { ...needing, "main.py": app('host=os.environ["REDIS_HOST"], password=os.getenv("REDIS_PASS", "")') };
    assert.doesNotMatch((await filesOf(code)).text("compose.yaml"), /requirepass|REDIS_PASS/);
  });

  it("is left open where a literal address cannot be given the password, and the variable stays empty", async () => {
    const worker = 'from celery import Celery\ncelery = Celery("a", broker="redis://redis:6379/0")\n';
    const compose = (await filesOf({ ...needing, "main.py": app(GIVEN, worker) })).text("compose.yaml");
    assert.doesNotMatch(compose, /requirepass|REDISCLI_AUTH/);
    assert.match(compose, /REDIS_PASS: \$\{REDIS_PASS:-\}/);
  });

  it("is guarded where an address that a variable gives is made with the password", async () => {
    const worker =
      'from celery import Celery\ncelery = Celery("a", broker=os.getenv("BROKER_URL", "redis://localhost:6379/1"))\n';
    const compose = (await filesOf({ ...needing, "main.py": app(GIVEN, worker) })).text("compose.yaml");
    assert.match(compose, /BROKER_URL: redis:\/\/:\$\{REDIS_PASSWORD:\?[^}]*\}@redis:6379\/1/);
    assert.match(compose, /requirepass/);
  });

  it("is left open where another unit signs in with none", async () => {
    const code = {
      "a/requirements.txt": LIST,
      "a/main.py": app(GIVEN),
      "b/requirements.txt": LIST,
      "b/main.py": app('host=os.environ["REDIS_HOST"], port=6379'),
    };
    const compose = (await filesOf(code)).text("compose.yaml");
    assert.match(compose, /REDIS_HOST: redis/);
    assert.doesNotMatch(compose, /requirepass|REDISCLI_AUTH/);
  });

  it("gets no command of ours with an image that starts in another way", async () => {
    const image = { "services.redis.image": "redis/redis-stack-server:7.4.0-v3" };
    assert.doesNotMatch((await filesOf(needing, image)).text("compose.yaml"), /requirepass|command:/);
  });

  it("reads the password from a variable in Kubernetes, which completes nothing else", async () => {
    const text = (await filesOf(needing, { files: ["+kubernetes"] })).text("kubernetes/redis.yaml");
    assert.match(text, /args: \["--requirepass", "\$\(REDISCLI_AUTH\)"\]/);
  });

  it("reads the password from its file where secrets are files, and stays the same when run again", async () => {
    const { text, again } = await filesOf(needing, { secrets: "files" });
    assert.match(text("compose.yaml"), /--requirepass \\?"\$\$\(cat \/run\/secrets\/REDIS_PASSWORD\)/);
    assert.match(
      text("compose.yaml"),
      /REDISCLI_AUTH=\\?"\$\$\(cat \/run\/secrets\/REDIS_PASSWORD\)\\?" redis-cli ping/,
    );
    assert.doesNotMatch(text("compose.yaml"), /REDIS_PASSWORD:\?/);
    assert.ok(!(await again()).includes("compose.yaml"));
  });

  it("gives every address the password that the person's own command has", async () => {
    const compose = async (command: string): Promise<string> => {
      const code = {
        "requirements.txt": LIST,
        "main.py": app(
          GIVEN,
          'from celery import Celery\ncelery = Celery("a", broker=os.getenv("BROKER_URL", "redis://localhost:6379/1"))\n',
        ),
        "docker-compose.yml": `services:\n  web:\n    build: .\n  cache:\n    image: redis:7\n    command: ${command}\n`,
      };
      return (await filesOf(code)).text("docker-compose.yml");
    };
    assert.match(
      await compose("redis-server --requirepass ${CACHE_PASS}"),
      /redis:\/\/:\$\{CACHE_PASS\}@cache:6379\/1/,
    );
    assert.match(await compose('["redis-server", "--requirepass", "s3cret"]'), /redis:\/\/:s3cret@cache:6379\/1/);
    assert.match(await compose("redis-server --requirepass ${A}${B}"), /redis:\/\/cache:6379\/1/);
  });
});

describe("RabbitMQ", () => {
  const broker = (given: string): Texts => ({
    "requirements.txt": "fastapi\nuvicorn\ndramatiq[rabbitmq]\n",
    "main.py": `import os, dramatiq\nfrom dramatiq.brokers.rabbitmq import RabbitmqBroker\nfrom fastapi import FastAPI\napp = FastAPI()\nbroker = RabbitmqBroker(${given})\ndramatiq.set_broker(broker)\n`,
  });

  it("keeps the image's own guest where the client is told a host and no login", async () => {
    const files = await filesOf(broker('host=os.getenv("RABBITMQ_HOST")'));
    assert.match(files.text("compose.yaml"), /RABBITMQ_HOST: rabbitmq\n/);
    assert.doesNotMatch(files.text("compose.yaml"), /RABBITMQ_DEFAULT_USER|RABBITMQ_PASSWORD/);
  });

  it("has an account of its own where the client is told one", async () => {
    for (const given of [
      'url=os.environ["RABBITMQ_URL"]',
      'host=os.environ["RABBITMQ_HOST"], credentials=pika.PlainCredentials(os.environ["RABBITMQ_USER"], os.environ["RABBITMQ_PASS"])',
    ])
      assert.match((await filesOf(broker(given))).text("compose.yaml"), /RABBITMQ_DEFAULT_USER: app\n/);
  });
});
