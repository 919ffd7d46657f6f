import assert from "node:assert/strict";
import { findHealthRoute } from "../../../../src/scaffold/decisions/health";
import { at } from "../recon-kit";

const find = (...paths: readonly string[]): string | undefined =>
  findHealthRoute(
    paths.map(text => ({
      path: text.split(" ").at(-1) ?? "",
      method: text.includes(" ") ? (text.split(" ")[0] ?? "") : "GET",
      place: at("a.py:1"),
    })),
  )?.path;

describe("the path of a health check", () => {
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
    assert.equal(find("/patients/health", "/orders/status"), undefined));
});
