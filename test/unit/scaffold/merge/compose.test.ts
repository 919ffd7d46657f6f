import assert from "node:assert/strict";
import type { MergeResult } from "../../../../src/scaffold/merge/merge-result";
import fc from "fast-check";
import { parse } from "yaml";
import { mergeCompose, type ComposeProposal } from "../../../../src/scaffold/merge/compose";
import { entry, flow, list, map } from "../../../../src/scaffold/text/yaml-tree";

const textOf = (result: MergeResult): string => (result.kind === "same" ? "" : result.text);

const PROPOSAL: ComposeProposal = {
  services: [
    {
      name: "web",
      entries: [
        entry("image", "ours"),
        entry("init", true),
        entry("healthcheck", map([entry("test", flow(["CMD", "true"]))])),
      ],
      completes: ["init", "healthcheck"],
    },
    {
      name: "db",
      entries: [entry("image", "postgres:17"), entry("volumes", list(["db-data:/var/lib/postgresql/data"]))],
      completes: ["healthcheck"],
    },
  ],
  volumes: [entry("db-data", null)],
  secrets: [],
};

const THEIRS = `# Ours since 2019
x-common: &common
    restart: always   # never touch

services:
    web:
        <<: *common
        build: .      # the Dockerfile beside
        ports: [ "80:80" ]
        # keep this one last
    # the queue
    redis:
        image: "redis:7"
`;

describe("the merge into a person's Compose file", () => {
  const result = mergeCompose(THEIRS, PROPOSAL, "");

  it("adds what is missing and keeps every line in its order", () => {
    assert.equal(result.kind, "merged");
    const lines = textOf(result).split("\n");
    let at = 0;
    for (const line of THEIRS.trimEnd().split("\n")) {
      const found = lines.indexOf(line, at);
      assert.ok(found >= at, `lost: ${line}`);
      at = found + 1;
    }
  });

  it("changes no value, and takes the file's own indentation", () => {
    const merged = parse(textOf(result), { merge: true }) as Record<string, Record<string, Record<string, unknown>>>;
    assert.deepEqual(merged["services"]?.["web"], {
      restart: "always",
      build: ".",
      ports: ["80:80"],
      init: true,
      healthcheck: { test: ["CMD", "true"] },
    });
    assert.deepEqual(merged["services"]?.["db"], {
      image: "postgres:17",
      volumes: ["db-data:/var/lib/postgresql/data"],
    });
    assert.deepEqual(Object.keys(merged["volumes"] ?? {}), ["db-data"]);
    assert.match(textOf(result), /\n {4}db:\n {8}image: postgres:17\n/);
  });

  it("leaves a file alone that only includes others where nothing is to be added", () => {
    const before = "include:\n  - app.yaml\n";
    assert.deepEqual(mergeCompose(before, { services: [], volumes: [], secrets: [] }, before), { kind: "same" });
  });

  describe("and its variables", () => {
    const wanted: ComposeProposal = {
      services: [
        {
          name: "web",
          entries: [
            entry("environment", map([entry("HOST", "db"), entry("KEY", "${KEY:?Set KEY in .env}")])),
            entry("init", true),
          ],
          completes: ["environment", "init"],
        },
      ],
      volumes: [],
      secrets: [],
    };
    const merged = (body: string): string => textOf(mergeCompose(`services:\n  web:\n${body}`, wanted, ""));

    it("joins a map and a list in the form that they have", () => {
      assert.equal(
        merged("    environment:\n      HOST: mine # kept\n    ports: ['1:1']\n"),
        "services:\n  web:\n    environment:\n      HOST: mine # kept\n      KEY: ${KEY:?Set KEY in .env}\n    ports: ['1:1']\n    init: true\n",
      );
      assert.equal(
        merged("    environment:\n      - HOST=mine\n"),
        "services:\n  web:\n    environment:\n      - HOST=mine\n      - KEY=${KEY:?Set KEY in .env}\n    init: true\n",
      );
    });

    it("leaves out what a merge key brings in", () => {
      const before = `x-env: &env\n  KEY: a\nservices:\n  web:\n    environment:\n      <<: *env\n      HOST: mine\n`;
      assert.equal(textOf(mergeCompose(before, wanted, "")), `${before}    init: true\n`);
    });

    it("writes all where there is none, and none beside an env_file that may hold them", () => {
      assert.match(merged("    image: x\n"), /\n {4}environment:\n {6}HOST: db\n {6}KEY: /);
      assert.equal(merged("    env_file: a.env\n"), "services:\n  web:\n    env_file: a.env\n    init: true\n");
    });
  });

  describe("of a service that others extend or copy", () => {
    const check = entry("healthcheck", map([entry("test", flow(["CMD", "true"]))]));
    const needs = entry("depends_on", map([entry("migrate", null)]));
    const web = {
      name: "web",
      entries: [entry("init", true), check, needs],
      completes: ["init", "healthcheck", "depends_on"],
    };
    const gained = (others: string, also: readonly (typeof web)[] = [], anchor = ""): readonly string[] => {
      const before = `services:\n  web:${anchor}\n    image: x\n${others}`;
      const after = textOf(mergeCompose(before, { services: [web, ...also], volumes: [], secrets: [] }, ""));
      const { services } = parse(after, { merge: true }) as { services: { web: Record<string, unknown> } };
      return Object.keys(services.web).slice(1);
    };
    const ALL = ["init", "healthcheck", "depends_on"];

    it("adds only what all of them may have", () => {
      assert.deepEqual(gained("  job: { image: x }\n"), ALL);
      assert.deepEqual(gained("  job:\n    extends: web\n    command: a\n"), ["init"]);
      assert.deepEqual(gained("  job:\n    extends: { service: web }\n    command: a\n"), ["init"]);
      assert.deepEqual(gained("  job:\n    <<: *w\n    command: a\n", [], " &w"), ["init"]);
      assert.deepEqual(gained("  job:\n    <<: [*w]\n    command: a\n", [], " &w"), ["init"]);
      assert.deepEqual(gained("  job: *w\n", [], " &w"), ["init"]);
    });

    it("adds what each of them has itself, or is given", () => {
      assert.deepEqual(
        gained("  job:\n    <<: *w\n    depends_on: [db]\n    healthcheck: { disable: true }\n", [], " &w"),
        ALL,
      );
      assert.deepEqual(gained("  job:\n    extends: web\n    healthcheck: { disable: true }\n"), [
        "init",
        "healthcheck",
      ]);
      assert.deepEqual(gained("  job:\n    extends: web\n", [{ ...web, name: "job" }]), ALL);
    });

    it("adds everything where the base stands in another file, or nobody uses the anchor", () => {
      assert.deepEqual(gained("  job:\n    extends: { service: web, file: base.yml }\n", [], " &w"), ALL);
    });
  });

  it("tells what a service does not wait for, since its own list or mapping stays", () => {
    const needs = entry("depends_on", map([entry("db", null), entry("migrate", null)]));
    const noteOf = (body: string): string => {
      const services = [
        { name: "migrate", entries: [entry("image", "x")], completes: [] },
        { name: "web", entries: [needs], completes: ["depends_on"] },
      ];
      const before = `services:\n  db: { image: y }\n  web:\n    image: x\n${body}`;
      const merged = mergeCompose(before, { services, volumes: [], secrets: [] }, "");
      return merged.kind === "same" ? "" : merged.note.replace(/^.*?changes\.\s?/, "");
    };
    assert.match(noteOf("    depends_on: [db]\n"), /^web does not wait for migrate: its depends_on is a list/);
    assert.match(noteOf("    depends_on:\n      db: {}\n"), /^web does not wait for migrate: .* add it there\.$/);
    assert.match(noteOf("  job: { extends: web }\n"), /^web does not wait for migrate: others/);
    assert.equal(noteOf(""), "");
    assert.equal(noteOf("    depends_on: [db, migrate]\n"), "");
  });

  it("is the same when it is merged again", () => {
    assert.deepEqual(mergeCompose(textOf(result), PROPOSAL, ""), { kind: "same" });
  });

  it("keeps the line ends of the file", () => {
    const merged = mergeCompose(THEIRS.replace(/\n/g, "\r\n"), PROPOSAL, "");
    assert.ok(merged.kind === "merged" && !/[^\r]\n/.test(merged.text));
  });

  it("leaves a file of the first format, whose services stand at its top, as a conflict", () => {
    const result = mergeCompose("web:\n  build: ./\nredis:\n  image: redis\n", PROPOSAL, "");
    assert.equal(result.kind, "conflict");
  });

  it("leaves a file that is no YAML, or flow style, as a conflict", () => {
    assert.equal(mergeCompose("services: [\n", PROPOSAL, "whole").kind, "conflict");
    assert.equal(mergeCompose("services: { web: { image: x } }\n", PROPOSAL, "whole").kind, "conflict");
  });

  it("adds to files of any style without losing a byte", () => {
    const name = fc.constantFrom("web", "api", "cache", "db2");
    const style = fc.record({
      step: fc.constantFrom(2, 4),
      blank: fc.boolean(),
      comment: fc.boolean(),
      end: fc.boolean(),
      volumes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), style, (names, { step, blank, comment, end, volumes }) => {
        const pad = " ".repeat(step);
        const blocks = names.map(
          each =>
            `${pad}${each}:\n${pad}${pad}image: x:1${comment ? " # why" : ""}\n${comment ? `${pad}${pad}# last\n` : ""}`,
        );
        const text = `services:\n${blocks.join(blank ? "\n" : "")}${volumes ? `volumes:\n${pad}own:\n` : ""}`.replace(
          /\n$/,
          end ? "\n" : "",
        );
        const merged = mergeCompose(text, PROPOSAL, "");
        assert.equal(merged.kind, "merged");
        const after = merged.kind === "merged" ? merged.text : "";
        const own = parse(text) as { services: Record<string, object> };
        const all = parse(after) as { services: Record<string, object>; volumes: Record<string, unknown> };
        for (const [each, value] of Object.entries(own.services))
          assert.deepEqual({ ...all.services[each], ...value }, all.services[each]);
        assert.ok("db" in all.services && "db-data" in all.volumes);
        let position = 0;
        for (const line of text.split("\n")) {
          position = after.split("\n").indexOf(line, position);
          assert.ok(position >= 0, line);
        }
      }),
    );
  });

  it("completes the last service before it adds another one behind it", () => {
    const before = "services:\n  db:\n    image: postgres:17\n";
    const after = mergeCompose(
      before,
      {
        services: [
          { name: "migrate", entries: [entry("image", "ours"), entry("restart", "no")], completes: [] },
          { name: "db", entries: [entry("restart", "always")], completes: ["restart"] },
        ],
        volumes: [entry("db-data", null)],
        secrets: [],
      },
      "",
    );
    assert.equal(after.kind, "merged");
    assert.deepEqual(parse(textOf(after)), {
      services: { db: { image: "postgres:17", restart: "always" }, migrate: { image: "ours", restart: "no" } },
      volumes: { "db-data": null },
    });
  });

  it("leaves a comment above the next service where it stands", () => {
    const before = `services:
  web:
    build: .
    networks:
      default:
      internal:

  # The queue: see the wiki
  redis:
    image: redis:7
`;
    const after = textOf(mergeCompose(before, { ...PROPOSAL, volumes: [] }, ""));
    assert.match(after, /  # The queue: see the wiki\n  redis:/);
    assert.equal((parse(after) as { services: { web: { init: boolean } } }).services.web.init, true);
  });

  it("sets several additions apart by one line at the end of a file without a line end", () => {
    const added = ["one", "two"].map(name => ({ name, entries: [entry("image", "ours")], completes: [] }));
    const after = mergeCompose(
      "services:\n  db:\n    image: postgres:17",
      { services: added, volumes: [], secrets: [] },
      "",
    );
    assert.equal(
      textOf(after),
      "services:\n  db:\n    image: postgres:17\n\n  one:\n    image: ours\n\n  two:\n    image: ours\n",
    );
  });
});

describe("two processes of a plan that one service of the person starts", () => {
  const process = (variables: readonly string[]): ComposeProposal["services"][number] => ({
    name: "web",
    entries: [entry("init", true), entry("environment", map(variables.map(name => entry(name, "x"))))],
    completes: ["init", "environment"],
  });
  const proposal = { services: [process(["A", "B"]), process(["B", "C"])], volumes: [], secrets: [] };
  const theirs = (environment: string): string =>
    `services:\n  web:\n    build: .\n    command: sh -c "serve && work"\n${environment}`;

  for (const [form, environment] of [
    ["none", ""],
    ["a map", "    environment:\n      A: mine\n"],
    ["a list", "    environment:\n      - A=mine\n"],
  ] as const) {
    it(`complete it once, with the variables of both, where it has ${form}`, () => {
      const result = mergeCompose(theirs(environment), proposal, "");
      assert.equal(result.kind, "merged", textOf(result));
      const { services } = parse(textOf(result)) as { services: { web: { init: boolean; environment: unknown } } };
      assert.equal(services.web.init, true);
      assert.deepEqual(
        services.web.environment,
        form === "a list" ? ["A=mine", "B=x", "C=x"] : { A: form === "none" ? "x" : "mine", B: "x", C: "x" },
      );
    });
  }
});
