import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-http-variables";
import { servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-http-variables", () => {
  it("finds the variable behind a scheme", async () => {
    const code = `import os, requests
requests.post(f"http://{os.environ.get('AUTH_SVC_ADDRESS')}/validate")
requests.get(f"https://{os.environ['ITEMS_ADDR']}")
requests.get(f"http://api.shop.io/{os.environ['ITEMS_SERVER']}")
`;
    assert.deepEqual(await servicesOf(detector, { "client.py": code }), [
      "http-api http AUTH_SVC_ADDRESS optional",
      "http-api http ITEMS_ADDR optional",
    ]);
  });

  it("finds the variable that a request begins with, through settings, attributes and names", async () => {
    const config = `import os
class Config:
    CASE_URL = os.getenv("CASE_URL")
    AUTH_URL = os.getenv("AUTH_URL")
    NOTIFY_URL = os.getenv("NOTIFY_URL", "http://notify/emails")
    DATABASE_URL = os.getenv("DATABASE_URL")
    NODE_HOST = os.getenv("NODE_HOST")
`;
    const code = `import os, requests
from support import Wrapped, current_app
from urllib.parse import urljoin
class Client:
    def __init__(self):
        self.service = current_app.config["AUTH_URL"]
    def token(self):
        url = f"{self.service}/tokens"
        return Wrapped.post(url)
def case(code):
    case_url = f'{current_app.config["CASE_URL"]}/cases/{code}'
    return Wrapped.get(case_url)
def direct():
    requests.get(os.environ["ITEMS_ENDPOINT"].rstrip("/") + "/items")
    requests.request("GET", urljoin(os.getenv("SHOP_API_URL"), "x"))
def others(cache):
    requests.get(current_app.config["NOTIFY_URL"])
    requests.get(current_app.config["DATABASE_URL"])
    cache.get(current_app.config["NODE_HOST"])
    cache.query.options(os.getenv("SSH_HOST"))
    requests.post("https://api.shop.io", {"callback": os.getenv("HOOK_URL")})
    requests.get(os.getenv("FRONTEND_URL"))
`;
    assert.deepEqual(
      await servicesOf(detector, {
        "config.py": config,
        "client.py": code,
        "support.py": "import requests\nclass Wrapped:\n    def get(self, url): return requests.get(url)\n",
      }),
      [
        "http-api http AUTH_URL optional",
        "http-api http CASE_URL optional",
        "http-api http ITEMS_ENDPOINT optional",
        "http-api http SHOP_API_URL optional",
      ],
    );
  });

  it("takes routes, dictionaries and objects that lead to no client for no requests", async () => {
    const code = `import os, requests
from aiohttp import ClientSession, web
from fastapi import FastAPI
from store import registry
app = FastAPI()
CACHE = {}
@app.get(os.environ["HEALTH_ENDPOINT"])
def health(session):
    web.get(os.environ["PAGE_ENDPOINT"], health)
    registry.get(os.environ["RABBIT_SERVER"])
    session.query.options(os.getenv("SSH_HOST"))
    requests.get("https://shop.io").headers.get(os.environ["PROXY_HOST"])
    requests.get(os.getenv("METRICS_ENDPOINT", "/metrics"))
    return CACHE.get(os.environ["NODE_HOST"])
class Api:
    def __init__(self):
        self.inner = requests.Session()
    async def ask(self, session: ClientSession):
        session.get(os.environ["PARTNER_URL"])
        self.inner.get(os.environ["INNER_URL"])
        async with ClientSession() as one:
            await one.get(os.environ["STOCK_URL"])
`;
    assert.deepEqual(await servicesOf(detector, { "app.py": code, "store.py": "registry = {}\n" }), [
      "http-api http PARTNER_URL optional",
      "http-api http INNER_URL optional",
      "http-api http STOCK_URL optional",
    ]);
  });
});
