import assert from "node:assert/strict";
import { parse } from "yaml";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { changesOf } from "../plan-kit";

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks?: readonly string[];
}

/** The services of a Compose file that holds servers alone, after an application was added to it. */
async function merged(
  compose: string,
  driver: string,
  asked = "compose.yaml",
): Promise<Readonly<Record<string, Service>>> {
  const texts = {
    "requirements.txt": `flask\ngunicorn\nflask-sqlalchemy\n${driver}\n`,
    "app.py":
      'import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]\n',
    "compose.yaml": compose,
    "test_app.py": "def test_app():\n    assert True\n",
  };
  const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
  const text = files.find(({ path }) => path === asked)?.text ?? compose;
  return (parse(text) as { services: Readonly<Record<string, Service>> }).services;
}

describe("an application beside servers of the person's own", () => {
  it("signs in without a password where they ask for none, and leaves them as they are", async () => {
    const trust =
      "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n";
    const { db, web } = await merged(trust, "psycopg2-binary");
    assert.equal(web?.environment?.["DATABASE_URL"], "postgresql://postgres@db:5432/postgres");
    assert.deepEqual(db?.environment, { POSTGRES_HOST_AUTH_METHOD: "trust" });
  });

  it("checks by a program at a path of its own only the image that holds it", async () => {
    const kafka = async (image: string): Promise<unknown> => {
      const texts = {
        "requirements.txt": "flask\ngunicorn\nkafka-python\n",
        "app.py":
          'import os\nfrom flask import Flask\nfrom kafka import KafkaProducer\napp = Flask(__name__)\nproducer = KafkaProducer(bootstrap_servers=os.environ["KAFKA_SERVERS"])\n',
        "compose.yaml": `services:\n  kafka:\n    image: ${image}\n`,
      };
      const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const text = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
      const { services } = parse(text, { merge: true }) as {
        services: Record<string, { healthcheck?: unknown; depends_on?: Record<string, { condition: string }> }>;
      };
      const condition = services["web"]?.depends_on?.["kafka"]?.condition;
      return [condition, services["kafka"]?.healthcheck !== undefined];
    };
    assert.deepEqual(await kafka("apache/kafka:3.8.0"), ["service_healthy", true]);
    assert.deepEqual(await kafka("confluentinc/cp-kafka:7.7.8"), ["service_started", false]);
  });

  it("checks and starts again no container that is there to work in by hand", async () => {
    const service = async (command: string): Promise<Readonly<Record<string, unknown>>> => {
      const web = `services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n    command: ${command}\n`;
      return { ...(await merged(web, "psycopg2-binary"))["web"] };
    };
    for (const command of ["/usr/bin/fish", "[sleep, infinity]", "tail -f /dev/null", "bash -l"]) {
      const web = await service(command);
      assert.deepEqual([web["healthcheck"], web["restart"]], [undefined, undefined], command);
    }
    const web = await service("bash start.sh");
    assert.notEqual(web["restart"], undefined);
  });

  it("signs in as the administrator where theirs is the only password", async () => {
    const root =
      "services:\n  db:\n    image: mysql:8\n    environment:\n      MYSQL_ROOT_PASSWORD: ${ROOT:?}\n      MYSQL_DATABASE: orders\n";
    const { db, web } = await merged(root, "pymysql");
    assert.equal(web?.environment?.["DATABASE_URL"], "mysql+pymysql://root:${ROOT:?}@db:3306/orders");
    assert.deepEqual(db?.environment, { MYSQL_ROOT_PASSWORD: "${ROOT:?}", MYSQL_DATABASE: "orders" });
  });

  it("has its tests sign in as the administrator beside a server of their own, whom no image makes twice", async () => {
    const root =
      "services:\n  db:\n    image: mysql:8\n    environment:\n      MYSQL_ROOT_PASSWORD: topsecret\n      MYSQL_DATABASE: orders\n";
    const { db, tests } = await merged(root, "pymysql", "compose.test.yaml");
    assert.match(tests?.environment?.["DATABASE_URL"] ?? "", /^mysql\+pymysql:\/\/root:.*@db:3306\/orders$/);
    assert.deepEqual(Object.keys(db?.environment ?? {}), ["MYSQL_DATABASE", "MYSQL_ROOT_PASSWORD"]);
  });

  it("joins the networks that they are on", async () => {
    const named =
      "services:\n  db:\n    image: postgres:16\n    networks: [data]\n    environment:\n      POSTGRES_PASSWORD: ${PASSWORD:?}\nnetworks:\n  data:\n";
    assert.deepEqual((await merged(named, "psycopg2-binary"))["web"]?.networks, ["default", "data"]);
    const plain = named.replace("    networks: [data]\n", "");
    assert.equal((await merged(plain, "psycopg2-binary"))["web"]?.networks, undefined);
  });
});
