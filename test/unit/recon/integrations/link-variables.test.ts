import assert from "node:assert/strict";
import type { Place } from "../../../../src/model/place";
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
  it("links the variable of a field that holds the whole address, also one of a part of the settings", () => {
    const [found] = linkVariables(
      [service("grpc", { whole: ["AUTH_URL", "STOCK"] })],
      [variable("GRPC__AUTH_URL"), variable("STOCK"), variable("OTHER_AUTH_URL")],
    );
    assert.deepEqual(found?.variables, ["GRPC__AUTH_URL", "STOCK"]);
    assert.deepEqual(found.whole, ["GRPC__AUTH_URL", "STOCK"]);
  });
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

  it("gives the names of the database to the one that the settings have, not to a store of documents beside it", () => {
    const found = linkVariables(
      [service("postgres", { via: "settings" }), service("mongodb")],
      [variable("DJANGO_DB_HOST")],
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [["DJANGO_DB_HOST"], []],
    );
  });

  it("links nothing where two could be meant", () => {
    const found = linkVariables([service("postgres"), service("mongodb")], [variable("DATABASE_URL")]);
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [[], []],
    );
  });

  it("gives the variables of the database to every server of which only the driver is known", () => {
    const found = linkVariables(
      [service("mysql", { via: "distribution" }), service("postgres", { via: "distribution" })],
      [variable("DATABASE_URI", "")],
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [["DATABASE_URI"], ["DATABASE_URI"]],
    );
    const beside = linkVariables(
      [service("mongodb", { via: "distribution" }), service("postgres", { via: "distribution" })],
      [variable("DATABASE_URI", "")],
    );
    assert.deepEqual(
      beside.map(({ variables }) => variables),
      [[], []],
    );
  });
  it("gives an address that a settings class has for its default the variable of the field", () => {
    const place = { path: "config.py", line: 3, column: 5, text: "", confidence: "high" } as const;
    const queue = service("rabbitmq", { places: [place], scheme: "amqp" });
    const api = service("http-api", { host: "api.example.org" });
    const near = service("http-api", { host: "localhost" });
    const hidden = { places: [place], secret: true, hasDefault: true, required: false };
    assert.deepEqual(
      linkVariables(
        [queue, api, near],
        [
          variable("ADDRESS", null, hidden),
          variable("OTHER", null, { ...hidden, places: [{ ...place, line: 4 }] }),
          variable("PAYMENTS", "https://api.example.org/v1"),
          variable("PAGE", "http://localhost:3000"),
        ],
      ).map(({ variables }) => variables),
      [["ADDRESS"], ["PAYMENTS"], []],
    );
  });

  it("links a variable of any name by the setting that it is given to", () => {
    const given = (name: string, text: string) =>
      variable(name, null, { places: [{ path: "settings.py", line: 1, column: 1, text, confidence: "high" }] });
    const environment = [
      given("CELERY_BACKEND", 'CELERY_BROKER_URL = os.getenv("CELERY_BACKEND")'),
      given("MAIN", 'app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["MAIN"]'),
      given("TITLE", 'SITE_TITLE = os.getenv("TITLE")'),
    ];
    assert.deepEqual(
      linkVariables([service("postgres"), service("redis")], environment).map(({ variables }) => variables),
      [["MAIN"], ["CELERY_BACKEND"]],
    );
  });

  it("leaves variables of libraries alone", () => {
    assert.deepEqual(
      linkVariables([service("redis")], [variable("REDIS_URL", null, { scope: "library" })])[0]?.variables,
      [],
    );
  });

  it("gives RQ's own program the address beside one that stands in the code", () => {
    const place = { path: "jobs.py", line: 3, column: 1, text: "", confidence: "high" } as const;
    const fixed = { host: "cache", port: null, user: null, database: null, password: null, place };
    const rq = variable("RQ_REDIS_URL", "redis://localhost:6379", { scope: "library" });
    const [asked] = linkVariables([service("redis", { fixed })], [rq]);
    assert.deepEqual(asked?.variables, ["RQ_REDIS_URL"]);
    assert.equal(asked?.fixed?.host, "cache");
    const [read] = linkVariables([service("redis", { fixed })], [rq, variable("REDIS_URL")]);
    assert.equal(read?.fixed, undefined);
  });
  it("calls what is off until its address is set optional, but never a database", () => {
    const optional = (
      name: string,
      facts: Partial<EnvironmentVariable> = {},
      found: Partial<Integration> = {},
    ): boolean =>
      linkVariables(
        [service(name, found)],
        [variable(`${name.toUpperCase()}_URL`, null, { required: false, ...facts })],
      )[0]?.optional ?? false;
    assert.equal(optional("elasticsearch"), true);
    assert.equal(optional("elasticsearch", { default: "", hasDefault: true }), true);
    assert.equal(optional("elasticsearch", { required: true }), false);
    assert.equal(optional("elasticsearch", { default: "http://search:9200", hasDefault: true }), false);
    assert.equal(optional("elasticsearch", {}, { image: "elasticsearch:8" }), false);
    assert.equal(optional("postgres"), false);
    assert.equal(optional("redis"), false);
  });

  it("gives the variables of the database to servers of one family alike", () => {
    const roach = linkVariables([service("postgres"), service("cockroachdb")], [variable("DATABASE_URL")]);
    assert.deepEqual(
      roach.map(({ variables }) => variables),
      [["DATABASE_URL"], ["DATABASE_URL"]],
    );
    const found = linkVariables(
      [service("mysql"), service("mariadb"), service("postgres", { via: "ci" })],
      [variable("DATABASE_URL")],
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [["DATABASE_URL"], ["DATABASE_URL"], []],
    );
  });

  it("sends messages through the queue and keeps results in the store beside it", () => {
    const names = [variable("CELERY_BROKER_URL"), variable("CELERY_RESULT_BACKEND")];
    const both = linkVariables([service("rabbitmq"), service("redis")], names);
    assert.deepEqual(
      both.map(({ variables }) => variables),
      [["CELERY_BROKER_URL"], ["CELERY_RESULT_BACKEND"]],
    );
    const alone = linkVariables([service("rabbitmq")], names);
    assert.deepEqual(alone[0]?.variables, ["CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"]);
    const named = linkVariables(
      [service("rabbitmq"), service("postgres")],
      [variable("CELERY_RESULT_BACKEND", "db+postgresql://db/results")],
    );
    assert.deepEqual(
      named.map(({ variables }) => variables),
      [[], ["CELERY_RESULT_BACKEND"]],
    );
  });

  it("gives a DSN on the lines that start Sentry to Sentry, not to the database", () => {
    const at = (line: number): Place => ({ path: "settings.py", line, column: 1, text: "", confidence: "high" });
    const found = linkVariables(
      [service("sentry", { places: [at(10)] }), service("postgres", { places: [at(40)] })],
      [
        { ...variable("SITE_DSN"), places: [at(11)] },
        { ...variable("SHOP_DSN"), places: [at(40)] },
      ],
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      [["SITE_DSN"], ["SHOP_DSN"]],
    );
  });

  it("knows a service by the hidden default of a variable whose name says another family", () => {
    const secret = variable("DB_CONN", null, { hasDefault: true, secret: true });
    const hidden = new Map([["DB_CONN", "redis://:pw@127.0.0.1:6379/0"]]);
    assert.deepEqual(
      linkVariables([service("redis")], [secret], hidden).map(({ variables }) => variables),
      [["DB_CONN"]],
    );
    assert.deepEqual(
      linkVariables([service("redis")], [secret]).map(({ variables }) => variables),
      [[]],
    );
  });
});
