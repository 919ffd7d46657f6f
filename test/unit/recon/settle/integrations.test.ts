import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

async function services(code: string): Promise<readonly string[]> {
  const { integrations } = await readRecon(memoryFiles({ "app.py": code }), { name: "shop" });
  return integrations.map(({ service, host, variables }) => [service, host, ...variables].filter(Boolean).join(" "));
}

describe("recon/settle/integrations", () => {
  it("tells no API of the server that a client of a service goes to as well", async () => {
    const code = `import os, requests
from elasticsearch import Elasticsearch
AT = os.environ["FINDER_URL"]
client = Elasticsearch(AT)
requests.get(f"{AT}/_cat/indices")
other = Elasticsearch("http://localhost:9200")
requests.get("http://127.0.0.1:9200/_search")
`;
    assert.deepEqual(await services(code), ["elasticsearch FINDER_URL"]);
    const apart = code.replace("127.0.0.1:9200", "127.0.0.1:8000").replace('f"{AT}/', "f\"{os.environ['STOCK_URL']}/");
    assert.deepEqual(await services(apart), ["elasticsearch FINDER_URL", "http-api STOCK_URL", "http-api 127.0.0.1"]);
  });
});
