import assert from "node:assert/strict";
import { findHealthRoute, hostToAsk, httpCheck } from "../../../../src/scaffold/decisions/health";
import { changesOf } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const find = (...paths: readonly string[]): string | undefined =>
  findHealthRoute(
    paths.map(text => ({
      path: text.split(" ").at(-1) ?? "",
      method: text.includes(" ") ? (text.split(" ")[0] ?? "") : "GET",
      place: at("a.py:1"),
    })),
  )?.path;

describe("the path of a health check", () => {
  it("is no path of Streamlit's pages, which have a service of their own", async () => {
    const found = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("fastapi"), dependency("uvicorn"), dependency("streamlit")],
      entryPoints: [
        entryPoint("asgi", "api:app", "uvicorn api:app"),
        entryPoint("streamlit", "pages.py", "streamlit run pages.py"),
      ],
      routes: [
        { path: "/_stcore/health", method: "GET", place: at("pages.py:1") },
        { path: "/", method: "GET", place: at("api.py:4") },
      ],
    });
    const { files } = await changesOf(found, { "api.py": "", "pages.py": "", "requirements.txt": "fastapi\n" });
    const dockerfile = files.find(({ path }) => path === "Dockerfile")?.text ?? "";
    assert.match(dockerfile, /c\.request\('GET', '\/'\)/);
    assert.doesNotMatch(dockerfile, /_stcore/);
  });

  it("is one made for it, alive before ready", () => {
    assert.equal(find("/", "/ready", "/health"), "/health");
    assert.equal(find("/", "/healthz/"), "/healthz/");
    assert.equal(find("/items", "/api/v1/health"), "/api/v1/health");
  });

  it("is the front page where there is no such path", () => assert.equal(find("/items", "/"), "/"));

  it("takes no parameters and no other method", () => {
    assert.equal(find("/health/<name>", "/items/{id}"), undefined);
    assert.equal(find("POST /health"), undefined);
  });

  it("is no business path that happens to end so", () =>
    assert.equal(find("/patients/health", "/orders/status", "/api/v1/orders/status/", "/api/hubs/up"), undefined));

  it("may be short below nothing but an interface and its version", () => {
    assert.equal(find("/api/v1/status/"), "/api/v1/status/");
    assert.equal(find("/api/ping"), "/api/ping");
    assert.equal(find("/api/v1/utils/ping"), "/api/v1/utils/ping");
  });
});

describe("the name that a health check asks by", () => {
  const ask = (...lists: readonly (readonly string[])[]): string =>
    hostToAsk(lists.map(hosts => ({ rule: "allowed-hosts", what: "", why: "", fix: "", place: at("a.py:1"), hosts })));

  it("is localhost where nothing is said or it is allowed", () => {
    assert.equal(ask(), "localhost");
    assert.equal(ask(["127.0.0.1", "localhost"]), "localhost");
    assert.equal(ask(["example.org", ".localhost"]), "localhost");
  });

  it("is one that every list allows", () => {
    assert.equal(ask([".railway.app", "127.0.0.1"]), "127.0.0.1");
    assert.equal(ask([".railway.app"]), "railway.app");
    assert.equal(ask(["a.org", "b.org"], ["b.org"]), "b.org");
  });

  it("is sent where it is no name of this machine", () => {
    assert.match(httpCheck(8000, "/", "127.0.0.1").join(" "), /HTTPConnection\('127\.0\.0\.1', 8000/);
    assert.match(
      httpCheck(8000, "/", "a.org").join(" "),
      /HTTPConnection\('localhost'.*request\('GET', '\/', headers=\{'Host': 'a\.org'\}\)/,
    );
  });
});
