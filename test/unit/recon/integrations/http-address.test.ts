import assert from "node:assert/strict";
import { leadingText, readHttpAddress } from "../../../../src/recon/integrations/http-address";

const at = { offset: 0, end: 0 };
const text = (value: string) => ({ kind: "string", value, bytes: false, ...at }) as const;

describe("recon/integrations/http-address", () => {
  it("reads scheme and host", () => {
    assert.deepEqual(readHttpAddress("https://u:p@API.github.com:443/x"), {
      protocol: "https",
      host: "api.github.com",
    });
    assert.deepEqual(readHttpAddress("http://tika:9998"), { protocol: "http", host: "tika" });
  });

  it("takes neither holes nor identifiers nor hosts of documentation", () => {
    assert.equal(readHttpAddress("https://{host}/x"), null);
    assert.equal(readHttpAddress("http://www.w3.org/2000/svg"), null);
    assert.equal(readHttpAddress("https://example.com"), null);
    assert.equal(readHttpAddress("https://None/items"), null);
    assert.equal(readHttpAddress("http://1"), null);
    assert.equal(readHttpAddress("redis://cache"), null);
    assert.equal(readHttpAddress("https://api.example", true)?.host, "api.example");
  });

  it("tells the literal start of a value", () => {
    assert.equal(leadingText(text("https://a.org")), "https://a.org");
    assert.equal(leadingText({ kind: "template", parts: ["https://a.", text("b")], ...at }), "https://a.{}");
    assert.equal(
      leadingText({ kind: "operation", operator: "+", left: text("https://a.org/"), right: text("b"), ...at }),
      "https://a.org/{}",
    );
    assert.equal(leadingText({ kind: "name", path: "URL", ...at }), "");
  });
});
