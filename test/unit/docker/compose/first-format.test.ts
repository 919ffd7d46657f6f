import assert from "node:assert/strict";
import { firstFormatServices } from "../../../../src/docker/compose/first-format";

function found(top: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return firstFormatServices(Object.entries(top).map(([key, keys]) => ({ key, keys }))).map(({ key }) => key);
}

describe("docker/compose/first-format", () => {
  it("takes what stands at the top and is built or has an image", () => {
    assert.deepEqual(found({ web: ["build", "ports"], db: ["image"], other: ["ports"] }), ["web", "db"]);
  });

  it("takes no extension and no element of a later format", () => {
    assert.deepEqual(found({ "x-app": ["build"], volumes: ["image", "data"], networks: ["build"] }), []);
  });

  it("takes nothing of a file that names its version, takes in others or has services", () => {
    assert.deepEqual(found({ include: [], web: ["build"] }), []);
    assert.deepEqual(found({ version: [], web: ["build"] }), []);
    assert.deepEqual(found({ services: ["a"], web: ["build"] }), []);
  });
});
