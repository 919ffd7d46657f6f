import assert from "node:assert/strict";
import { memoryFiles } from "../../../kit/memory-files";
import { readRecon } from "../../../../src/recon/read-recon";

const APP = `import os
from celery import Celery

app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ.get("CELERY_RESULT_BACKEND"))


@app.task
def add(x, y):
    return x + y
`;

async function queues(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const recon = await readRecon(memoryFiles({ "requirements.txt": "celery==5.5.0\n", "shop.py": APP, ...texts }), {
    name: "shop",
  });
  return recon.integrations.map(
    ({ service, variables, places }) => `${service} ${places[0]?.line ?? ""} ${variables.join(" ")}`,
  );
}

describe("recon/integrations/default-broker", () => {
  it("is AMQP where only a variable names the broker, since Celery brings that transport alone", async () => {
    assert.deepEqual(await queues({}), ["rabbitmq 4 CELERY_BROKER_URL CELERY_RESULT_BACKEND"]);
  });

  it("is what the code, an extra or a sample says, where one of them does", async () => {
    assert.match((await queues({ "requirements.txt": "celery[redis]==5.5.0\n" })).join(), /^redis/);
    assert.match((await queues({ "requirements.txt": "celery==5.5.0\nredis\n" })).join(), /^redis/);
    assert.match(
      (await queues({ "shop.py": APP.replace(/os.environ\["CELERY_BROKER_URL"\]/, '"sqs://"') })).join(),
      /^(?!rabbit)/,
    );
    assert.deepEqual(await queues({ "shop.py": APP.replace(/os.environ\["CELERY_BROKER_URL"\]/, '"memory://"') }), []);
  });

  it("is none where no worker is started", async () => {
    assert.deepEqual(await queues({ "shop.py": APP.replace("@app.task", "") }), []);
  });
});
