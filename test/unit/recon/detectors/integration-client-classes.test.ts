import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-client-classes";
import { servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-client-classes", () => {
  it("finds classes that are clients, and no others of the name", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "index.py":
          "from elasticsearch import Elasticsearch\nfrom shop import Redis\n\nclass Index(Elasticsearch):\n    pass\n\nclass Cache(Redis):\n    pass\n",
      }),
      ["elasticsearch search"],
    );
  });

  it("finds a client that a condition chooses, at the top and in a function", async () => {
    const code = (choice: string): string =>
      `import smtplib\nimport os\nfrom shop import Redis, Memory\n\ndef send(ssl):\n    kind = ${choice}\n    with kind(os.environ["MAIL_HOST"]) as server:\n        server.sendmail("a", "b", "c")\n`;
    const found = async (choice: string) => await servicesOf(detector, { "mail.py": code(choice) });
    assert.deepEqual(await found("smtplib.SMTP_SSL if ssl else smtplib.SMTP"), ["smtp mail", "smtp mail"]);
    assert.deepEqual(await found("Redis if ssl else Memory"), []);
  });
});
