import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-http-settings";
import { servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

describe("recon/detectors/integration-http-settings", () => {
  it("finds an address that a variable replaces", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import os\nimport requests\nTIKA_ENDPOINT = os.getenv("TIKA_ENDPOINT", "http://localhost:9998")\n',
      }),
      ["http-api http localhost TIKA_ENDPOINT breaks optional"],
    );
  });
  it("finds a constant that reaches a request elsewhere", async () => {
    assert.deepEqual(
      await services({
        "conf.py": 'PEER_URL = "https://peers.org/list"\n',
        "use.py": "import httpx\nimport conf\nclient = httpx.Client()\nclient.get(conf.PEER_URL)\n",
      }),
      ["http-api http peers.org optional"],
    );
  });
  it("finds the base address that a client library is given", async () => {
    assert.deepEqual(
      await services({
        "use.py": 'import httpx\nfrom chat import Client\nclient = Client(base_url="https://discord.com/api/v10")\n',
      }),
      ["http-api http discord.com optional"],
    );
  });
  it("leaves what a service of AWS is asked at to that service", async () => {
    const code = `import boto3, requests
STORE_URL = "http://store:9000"
OTHER_URL = "http://other:9000"
s3 = boto3.client("s3", endpoint_url=STORE_URL)
sqs = boto3.resource(service_name="sqs", endpoint_url="http://queue:9324")
client = Client(endpoint_url=OTHER_URL)
`;
    assert.deepEqual(await services({ "app.py": code }), ["http-api http other optional"]);
  });

  it("ignores links for people", async () => {
    assert.deepEqual(
      await services({
        "links.py":
          'import requests\nRULES_URL = "https://people.org/rules"\nDOCS_URL = "https://docs.org/api"\nembed(title="Rules", url="https://people.org/rules")\n',
      }),
      [],
    );
  });
  it("ignores fields of other classes and keys of data", async () => {
    assert.deepEqual(
      await services({
        "data.py":
          'import requests\nclass Parser:\n    url: str = "https://github.com/some/project"\nSCHEMA = {"url": {"default": "http://127.0.0.1:8123"}}\n',
      }),
      [],
    );
  });
  it("ignores a workspace without a client", async () => {
    assert.deepEqual(
      await services({ "settings.py": 'import os\nAPI_URL = os.getenv("API_URL", "https://api.people.org")\n' }),
      [],
    );
  });
});
