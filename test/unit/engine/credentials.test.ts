import assert from "node:assert/strict";
import { registryCredentials } from "../../../src/engine/credentials";
import type { Processes } from "../../../src/model/ports";
import { fakeDeps } from "./fake-engine";

const CONFIG = "/home/ada/.docker/config.json";
const auth = Buffer.from("ada:pa:ss").toString("base64");

function helper(answers: Readonly<Record<string, string>>): {
  readonly processes: Processes;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const processes: Processes = {
    run: (command, args, options) => {
      asked.push(`${command} ${args.join(" ")} ${options?.input ?? ""}`);
      const stdout = answers[options?.input ?? ""];
      return Promise.resolve({ exit: stdout === undefined ? 1 : 0, stdout: stdout ?? "", stderr: "" });
    },
  };
  return { processes, asked };
}

describe("registryCredentials", () => {
  it("has none where there is no configuration", async () => {
    assert.equal(await registryCredentials(fakeDeps(), "registry-1.docker.io"), null);
  });

  it("reads auths, Docker Hub under its old address", async () => {
    const config = { auths: { "https://index.docker.io/v1/": { auth }, "https://private.example/v2/": { auth } } };
    const deps = fakeDeps({ [CONFIG]: JSON.stringify(config) });
    const expected = { username: "ada", secret: "pa:ss" };
    assert.deepEqual(await registryCredentials(deps, "registry-1.docker.io"), expected);
    assert.deepEqual(await registryCredentials(deps, "private.example"), expected);
    assert.equal(await registryCredentials(deps, "other.example"), null);
  });

  it("asks the helper of the registry, else the general one, and knows identity tokens", async () => {
    const config = { credsStore: "desktop", credHelpers: { "r.example": "special" } };
    const { processes, asked } = helper({
      "r.example": '{"Username":"<token>","Secret":"tok"}',
      "https://index.docker.io/v1/": '{"Username":"ada","Secret":"pw"}',
    });
    const deps = fakeDeps({ [CONFIG]: JSON.stringify(config) }, { processes });
    assert.deepEqual(await registryCredentials(deps, "r.example"), { username: "", secret: "tok" });
    assert.deepEqual(await registryCredentials(deps, "registry-1.docker.io"), { username: "ada", secret: "pw" });
    assert.equal(await registryCredentials(deps, "unknown.example"), null);
    assert.deepEqual(asked, [
      "docker-credential-special get r.example",
      "docker-credential-desktop get https://index.docker.io/v1/",
      "docker-credential-desktop get unknown.example",
    ]);
  });

  it("starts nothing whose name is no name, and survives a helper that is missing", async () => {
    const strange = fakeDeps({ [CONFIG]: '{"credsStore":"../evil"}' });
    assert.equal(await registryCredentials(strange, "x"), null);
    const missing = fakeDeps({ [CONFIG]: '{"credsStore":"gone"}' });
    assert.equal(await registryCredentials(missing, "x"), null);
  });
});
