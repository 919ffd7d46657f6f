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

  it("keeps APIs beside services that speak no HTTP, and on other ports of the same host", async () => {
    const local = `import psycopg2, requests
db = psycopg2.connect(host="localhost", dbname="shop")
requests.get("http://localhost/stock/api")
`;
    assert.deepEqual(await services(local), ["http-api localhost", "postgres"]);
    const shared = `import os, redis, requests
HOST = os.environ["BACKEND_HOST"]
cache = redis.Redis(host=HOST, port=6379)
requests.get(f"http://{HOST}:9000/prices")
`;
    assert.deepEqual(await services(shared), ["http-api BACKEND_HOST", "redis BACKEND_HOST"]);
  });
});
