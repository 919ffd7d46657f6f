import assert from "node:assert/strict";
import { RULES } from "../../../src/lint/registry";
import { COMPOSE_CASES } from "./compose-cases";
import { CONFIGURED_CASES, type ConfiguredFiles } from "./configured-cases";
import { DOCKERFILE_CASES } from "./dockerfile-cases";
import { lintExample } from "./examples";
import { WORKSPACE_CASES } from "./workspace-cases";

function filesOf(given: ConfiguredFiles, hadolint: string | undefined): ReadonlyMap<string, string> {
  const named =
    typeof given !== "string"
      ? given
      : { Dockerfile: given.startsWith("=") ? given.slice(1) : `FROM debian:13\n${given}\n` };
  return new Map(Object.entries({ ...named, ...(hadolint === undefined ? {} : { ".hadolint.yaml": hadolint }) }));
}

describe("cases of the rules that a configuration or a further file decides", () => {
  for (const [id, { hadolint, bad, good }] of Object.entries(CONFIGURED_CASES)) {
    const rule = RULES.find(each => each.id === id);
    it(`${id} ${rule?.code}`, () => {
      assert.ok(rule);
      const count = (files: ConfiguredFiles): number => lintExample(rule, filesOf(files, hadolint)).length;
      for (const files of bad) assert.ok(count(files) > 0, `not found in ${JSON.stringify(files)}`);
      for (const files of good) assert.equal(count(files), 0, `found in ${JSON.stringify(files)}`);
    });
  }
});

describe("the cases of all rules", () => {
  it("hold something to find and three near misses for each, besides the examples of its page", () => {
    const tables = [DOCKERFILE_CASES, COMPOSE_CASES, WORKSPACE_CASES, CONFIGURED_CASES];
    const lacking = RULES.filter(({ id }) => {
      const own = tables.flatMap(table => table[id] ?? []);
      const count = (kind: "bad" | "good"): number => own.reduce((sum, cases) => sum + cases[kind].length, 0);
      return count("bad") < 1 || count("good") < 3;
    });
    assert.deepEqual(
      lacking.map(({ id }) => id),
      [],
    );
  });
});
