import assert from "node:assert/strict";
import fc from "fast-check";
import { readCompose } from "../../../../src/docker/compose/read-compose";
import { validateCompose } from "../../../../src/docker/compose/validate";
import { applyFixes } from "../../../../src/lint/fixes";
import { COMPOSE_RULES } from "../../../../src/lint/registry";
import { lintCompose } from "../../../kit/lint-file";
import { entries, items } from "../../../../src/workspace/data-node";
import type { DataNode } from "../../../../src/workspace/data-node";
import { COMPOSE_CASES } from "../../lint/compose-cases";
import { composeFileOf } from "../../lint/compose-file";

const FILE = `x-common: &common
  restart: always
services:
  web:
    <<: *common
    build: { context: ./web, target: prod, args: { VERSION: "1" } }
    command: ["gunicorn", "app:app"]
    ports:
      - "127.0.0.1:8000-8001:80-81/udp"
      - target: 90
        published: "9000"
        host_ip: 10.0.0.1
    environment:
      - A=1
      - B
    env_file:
      - .env
      - path: extra.env
        required: false
    depends_on:
      db: { condition: service_healthy, required: false }
    volumes:
      - ./src:/app:ro
      - data:/data
      - /cache
    extends: { file: base.yaml, service: app }
    healthcheck: { test: NONE }
    deploy: { replicas: 2 }
  db:
    image: postgres:17
    depends_on: [web]
    networks: { front: { aliases: [x] } }
networks:
  front: { external: true }
include:
  - a.yaml
  - path: [b.yaml, c.yaml]
`;

/** All spans of a tree. */
function spansOf(node: DataNode | null, seen = new Set<DataNode>()): readonly { start: number; end: number }[] {
  if (node === null || seen.has(node)) return [];
  seen.add(node);
  return [
    node.span,
    ...entries(node).flatMap(each => [each.keySpan, ...spansOf(each.value, seen)]),
    ...items(node).flatMap(each => spansOf(each, seen)),
  ];
}

const CASES = Object.values(COMPOSE_CASES).flatMap(cases => [...cases.bad, ...cases.good].map(composeFileOf));
const NOISE = fc.oneof(
  fc.constantFrom(
    ":",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "&a",
    "*a",
    "<<: *a",
    "!reset ",
    "|",
    ">",
    "#",
    "\t",
    "$",
    "${",
    "\r\n",
    "? ",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const DISTURBED = fc
  .tuple(fc.constantFrom(...CASES), fc.array(fc.tuple(NOISE, fc.nat(400)), { maxLength: 4 }))
  .map(([text, noises]) => noises.reduce((whole, [noise, at]) => whole.slice(0, at) + noise + whole.slice(at), text));

describe("readCompose", () => {
  const document = readCompose(FILE);
  const [web, db] = document.services;

  it("reads services with all their forms", () => {
    assert.deepEqual(
      document.services.map(each => each.name),
      ["web", "db"],
    );
    assert.equal(web?.restart?.text, "always");
    assert.equal(web.build?.context?.text, "./web");
    assert.equal(web.build.target?.text, "prod");
    assert.deepEqual(
      web.build.arguments.map(each => [each.name, each.value]),
      [["VERSION", "1"]],
    );
    assert.deepEqual(
      web.command?.words?.map(each => each.text),
      ["gunicorn", "app:app"],
    );
    assert.deepEqual(
      web.environment.map(each => [each.name, each.value]),
      [
        ["A", "1"],
        ["B", null],
      ],
    );
    assert.deepEqual(
      web.envFiles.map(each => [each.path, each.isRequired]),
      [
        [".env", true],
        ["extra.env", false],
      ],
    );
    assert.deepEqual(
      web.dependsOn.map(each => [each.name, each.condition, each.isRequired]),
      [["db", "service_healthy", false]],
    );
    assert.deepEqual([web.extends?.service, web.extends?.file?.text], ["app", "base.yaml"]);
    assert.equal(web.healthcheck?.isDisabled, true);
    assert.equal(web.replicas?.count, 2);
    assert.deepEqual(
      db?.networks.map(each => each.name),
      ["front"],
    );
    assert.deepEqual(
      document.includes.map(each => each.paths.map(path => path.text)),
      [["a.yaml"], ["b.yaml", "c.yaml"]],
    );
    assert.equal(document.networks[0]?.isExternal, true);
  });

  it("reads ports and volumes", () => {
    const [short, long] = web?.ports ?? [];
    assert.deepEqual(
      [short?.hostIp, short?.published, short?.target, short?.protocol],
      ["127.0.0.1", { first: 8000, last: 8001 }, { first: 80, last: 81 }, "udp"],
    );
    assert.deepEqual(
      [long?.hostIp, long?.published?.first, long?.target?.first, long?.problem],
      ["10.0.0.1", 9000, 90, null],
    );
    assert.deepEqual(
      web?.volumes.map(each => [each.type, each.source, each.target, each.readOnly]),
      [
        ["bind", "./src", "/app", true],
        ["volume", "data", "/data", false],
        ["anonymous", null, "/cache", false],
      ],
    );
    const [mount] = web?.volumes ?? [];
    assert.equal(FILE.slice(mount?.targetSpan.start, mount?.targetSpan.end), "/app");
  });

  it("keeps duplicate keys and tags", () => {
    const read = readCompose("services:\n  a:\n    image: x\n    image: y\n    ports: !override [80]\n");
    assert.deepEqual(
      read.duplicates.map(each => each.key),
      ["image"],
    );
    assert.deepEqual([...read.tags.values()], ["!override"]);
  });

  it("reports an anchored mistake once", () => {
    const text = "x-a: &a\n  prts: [80]\nservices:\n  a: { <<: *a, image: a }\n  b: { <<: *a, image: b }\n";
    const findings = lintCompose(text, "compose.yaml");
    assert.equal(findings.filter(each => each.rule === "unknown-property").length, 1);
  });

  it("stays small where aliases multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `a${String(level)}: &a${String(level)} [${Array.from({ length: 10 }, () => `*a${String(level - 1)}`).join(", ")}]`,
      );
    }
    const { root } = readCompose(lines.join("\n"));
    assert.ok(root !== null);
  });

  it("says in one line what is no YAML, however long the word is", () => {
    const [finding] = lintCompose(`services: *${"long".repeat(40)}\n`, "compose.yaml");
    assert.equal(finding?.rule, "invalid-yaml");
    assert.ok(finding.message.length <= 160, finding.message);
  });

  it("gives spans within the text and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(DISTURBED, fc.string({ unit: "binary", maxLength: 80 })), text => {
        const read = readCompose(text);
        validateCompose(read.root, read.tags);
        for (const { start, end } of [...spansOf(read.root), ...read.problems.map(each => each.span)]) {
          assert.ok(start >= 0 && start <= end && end <= text.length);
        }
        for (const finding of lintCompose(text, "compose.yaml", { select: "all" })) {
          const { start, end } = finding.span;
          assert.ok(start >= 0 && start <= end && end <= text.length, finding.rule);
          assert.ok(finding.message.length <= 160, `${finding.rule}: ${finding.message}`);
          for (const edit of finding.fixes.flatMap(fix => fix.edits)) {
            assert.ok(
              edit.span.start >= 0 && edit.span.start <= edit.span.end && edit.span.end <= text.length,
              finding.rule,
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("offers fixes that leave a readable file with fewer findings of the rule", () => {
    let offered = 0;
    for (const text of CASES) {
      const findings = lintCompose(text, "compose.yaml", { select: "all" });
      for (const finding of findings) {
        if (finding.fixes.length === 0) continue;
        offered++;
        const fixed =
          applyFixes(new Map([["compose.yaml", text]]), [finding], { safeOnly: false }).texts.get("compose.yaml") ??
          text;
        if (readCompose(text).problems.length === 0) {
          assert.deepEqual(
            readCompose(fixed).problems,
            [],
            `${finding.rule} breaks ${JSON.stringify(text)} into ${JSON.stringify(fixed)}`,
          );
        }
        const count = (list: readonly { readonly rule: string }[]): number =>
          list.filter(each => each.rule === finding.rule).length;
        const rules = COMPOSE_RULES.filter(({ id }) => id === finding.rule);
        assert.equal(rules.length, 1, finding.rule);
        const after = lintCompose(fixed, "compose.yaml", { select: "all", rules });
        assert.ok(count(after) < count(findings), `${finding.rule} is still in ${JSON.stringify(fixed)}`);
      }
    }
    assert.ok(offered > 10, `${String(offered)} fixes were offered`);
  });
});
