import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-http";
import { evidenceOf, servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

describe("recon/detectors/integration-http", () => {
  it("finds a host that is asked", async () => {
    assert.deepEqual(
      await services({
        "api.py": 'import requests\nBASE = "https://api.github.com"\nrequests.get(f"{BASE}/repos", timeout=3)\n',
      }),
      ["http-api http api.github.com"],
    );
  });
  it("finds the host that an own function is handed, which asks at it", async () => {
    const code =
      'from aiohttp import ClientSession\nfrom requests import get\nclass Api:\n    async def _get(self, url):\n        async with ClientSession() as session:\n            return await session.get(url)\n    async def track(self, name):\n        return await self._get(f"https://api.shop.io/tracks/{name}")\ndef fetch(kind, url):\n    return get(url)\ndef feed():\n    fetch("a", url="https://feeds.shop.io/a")\n    other("a", url="https://pages.shop.io/a")\n';
    assert.deepEqual(await services({ "api.py": code }), ["http-api http api.shop.io", "http-api http feeds.shop.io"]);
  });
  it("follows a parameter's default and a name that is bound again", async () => {
    assert.deepEqual(
      await services({
        "api.py":
          'import urllib.request\nimport requests\n\ndef live(url: str = "https://scores.livefeed.org/live"):\n    return requests.get(url)\n\ndef find(query):\n    query = "http://export.arxiv.org/api?q=" + query\n    return urllib.request.urlopen(query)\n\ndef ask(url):\n    return requests.get(url)\n',
      }),
      ["http-api http scores.livefeed.org", "http-api http export.arxiv.org"],
    );
  });
  it("reads what subclasses give a base class, mappings hold and urljoin begins with, at its own line", async () => {
    const files = {
      "base.py":
        "import requests\nclass Client:\n    base_url = None\n    def ask(self, path):\n        url = f'{self.base_url}/{path}'\n        return requests.get(url)\n",
      "maps.py": "from base import Client\nclass Maps(Client):\n    base_url = 'https://maps.acme.io/v1'\n",
      "many.py":
        "import requests\nfrom urllib.parse import urljoin\nAPIS = {\n    'a': 'https://a.acme.io',\n    'b': 'https://b.acme.io',\n}\nROOT = 'https://root.acme.io/'\ndef ask(name, path):\n    requests.get(APIS[name] + path)\n    requests.get(APIS.get(name))\n    requests.post(urljoin(ROOT, path))\n",
    };
    const evidence = await evidenceOf(detector, files);
    const told = evidence.flatMap(one =>
      one.claim === "integration" ? [`${one.host} ${one.place.path}:${one.place.line}`] : [],
    );
    assert.deepEqual([...new Set(told)].sort(), [
      "a.acme.io many.py:4",
      "b.acme.io many.py:5",
      "maps.acme.io maps.py:3",
      "root.acme.io many.py:7",
    ]);
  });
  it("follows what an object is told of itself, and a parameter's default that an address begins with", async () => {
    const set =
      'import requests\nclass Client:\n    def __init__(self):\n        self.base = "https://api.acme.io"\n    def ask(self, path):\n        return requests.get(f"{self.base}/{path}")\nclass Page:\n    def __init__(self):\n        self.base = "https://pages.acme.io"\n';
    assert.deepEqual(await services({ "api.py": set }), ["http-api http api.acme.io"]);
    const asks = 'import requests\ndef ask(path, host="https://api.acme.io"):\n    return requests.get(host + path)\n';
    assert.deepEqual(await services({ "api.py": asks }), ["http-api http api.acme.io"]);
  });
  it("asks nothing of a mapping or an attribute that no request is given", async () => {
    const code =
      "import requests\nLINKS = {'a': 'https://a.acme.io'}\nclass Page:\n    home = 'https://home.acme.io'\n    def show(self, cache, key):\n        cache.get(LINKS[key])\n        return requests.get(key)\n";
    assert.deepEqual(await services({ "app.py": code }), []);
  });
  it("counts a reserved host where a variable replaces it", async () => {
    assert.deepEqual(
      await services({
        "api.py":
          'import os\nimport httpx\nURL = os.environ.get("NOTICE_URL", "https://notices.harbour.example/v2")\nhttpx.post(f"{URL}/notices")\n',
      }),
      ["http-api http notices.harbour.example NOTICE_URL"],
    );
  });
  it("finds what Tornado and GraphQL clients ask", async () => {
    assert.deepEqual(
      await services({
        "api.py":
          'from gql.transport.aiohttp import AIOHTTPTransport\nfrom tornado.httpclient import AsyncHTTPClient, HTTPRequest\n\nasync def ask(spec):\n    await AsyncHTTPClient().fetch(HTTPRequest(f"https://doi.org/{spec}", user_agent="x"))\n    return AIOHTTPTransport(url="https://api.github.com/graphql")\n',
      }),
      ["http-api http doi.org", "http-api http api.github.com"],
    );
  });
  it("ignores links that no request is made to", async () => {
    assert.deepEqual(
      await services({
        "links.py":
          'import requests\nLINKS = ["https://a.org", "https://b.org"]\nmapping = {}\nmapping.get("https://c.org")\n',
      }),
      [],
    );
  });
  it("ignores hosts that are not literal and hosts of documentation", async () => {
    assert.deepEqual(
      await services({
        "api.py":
          'import requests\nimport conf\nrequests.get(f"https://{conf.host}/x")\nrequests.get("https://example.com/x")\n',
      }),
      [],
    );
  });

  it("knows where feeds are read", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "feed.py": 'import feedparser\nRSS_FEED = "https://blog.shop.org/index.xml"\nfeedparser.parse(RSS_FEED)\n',
      }),
      ["http-api http blog.shop.org"],
    );
  });
});
