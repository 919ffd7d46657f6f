import assert from "node:assert/strict";
import type { EnvironmentVariable, Integration } from "../../../../src/model/recon";
import { linkVariables } from "../../../../src/recon/integrations/link-variables";
import { kindOf, protocolOf } from "../../../../src/recon/integrations/kinds";

function service(name: string, facts: Partial<Integration> = {}): Integration {
  return {
    service: name,
    kind: kindOf(name),
    protocol: protocolOf(name),
    via: "code",
    variables: [],
    breaksInContainer: null,
    optional: false,
    places: [],
    ...facts,
  };
}

function variable(
  name: string,
  text: string | null = null,
  facts: Partial<EnvironmentVariable> = {},
): EnvironmentVariable {
  return {
    name,
    default: text,
    hasDefault: text !== null,
    required: text === null,
    secret: false,
    type: null,
    scope: "application",
    places: [],
    ...facts,
  };
}

describe("recon/integrations/link-variables", () => {
  it("links by word, by scheme and by family", () => {
    const [cache, base] = linkVariables(
      [service("redis"), service("postgres")],
      [
        variable("REDIS_PORT"),
        variable("REDIS_HOST", "localhost"),
        variable("STORE", "redis://localhost"),
        variable("DB_NAME"),
        variable("DATABASE_URL"),
      ],
    );
    assert.deepEqual(cache?.variables, ["REDIS_HOST", "REDIS_PORT", "STORE"]);
    assert.match(cache?.breaksInContainer ?? "", /localhost/);
    assert.deepEqual(base?.variables, ["DATABASE_URL", "DB_NAME"]);
  });

  it("gives the names of a family to the database that is no option", () => {
    const found = linkVariables(
      [service("postgres"), service("mysql", { optional: true }), service("sqlite")],
      [variable("DB_HOST")],
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [["DB_HOST"], [], []],
    );
    assert.deepEqual(
      found.map(({ optional }) => optional),
      [false, true, true],
    );
  });

  it("links nothing where two could be meant", () => {
    const found = linkVariables([service("postgres"), service("mongodb")], [variable("DATABASE_URL")]);
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [[], []],
    );
  });

  it("leaves variables of libraries alone", () => {
    assert.deepEqual(
      linkVariables([service("redis")], [variable("REDIS_URL", null, { scope: "library" })])[0]?.variables,
      [],
    );
  });
});
