import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import type { Ports } from "../../../src/model/ports";
import { readBuildSecrets } from "../../../src/verify/build-secrets";
import { secretsOf } from "../../../src/verify/build-stack";
import { readStack } from "../../../src/verify/compose-stack";

const FILE = `
services:
  web:
    build:
      context: .
      secrets: [netrc, { source: token, target: PIP_TOKEN }]
secrets:
  netrc: { file: "\${HOME}/.netrc" }
  token: { environment: TOKEN }
`;
const CONFIG = { secrets: { netrc: { file: "/home/a/.netrc" }, token: { environment: "TOKEN" } } };

const secret: Ports["secret"] = source =>
  Promise.resolve("file" in source ? `text of ${source.file}` : source.variable === "TOKEN" ? "t0ken" : null);

describe("verify/build-secrets", () => {
  const stack = readStack("compose.yaml", FILE);

  it("reads what the builds are given, as Compose resolves it", async () => {
    const { values, missing } = await readBuildSecrets({ secret }, stack, CONFIG);
    assert.deepEqual(values, { netrc: "text of /home/a/.netrc", token: "t0ken" });
    assert.deepEqual(missing, []);
    const build = stack.services[0]?.build;
    assert.ok(build);
    // The instructions of the Dockerfile know it by another name.
    assert.deepEqual(secretsOf(build, values), { netrc: "text of /home/a/.netrc", PIP_TOKEN: "t0ken" });
  });

  it("tells what is not there, and goes on where Compose cannot read its file", async () => {
    const none = { secret: () => Promise.resolve(null) };
    const told = await readBuildSecrets(none, stack, CONFIG);
    assert.deepEqual(told.missing, ["netrc (/home/a/.netrc)", "token (TOKEN)"]);
    const broken = new DrydockError("compose-failed", "It is broken.", "Why.", "Mend it.");
    assert.deepEqual(await readBuildSecrets({ secret }, stack, broken), { values: {}, missing: ["netrc", "token"] });
  });

  it("asks nothing where no build reads a secret", async () => {
    const never = (): never => assert.fail("nothing is asked");
    const plain = readStack("compose.yaml", "services:\n  web:\n    build: .\n");
    assert.deepEqual(await readBuildSecrets({ secret: never }, plain, CONFIG), { values: {}, missing: [] });
  });
});
