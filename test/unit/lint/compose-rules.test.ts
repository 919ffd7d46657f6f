import assert from "node:assert/strict";
import { COMPOSE_RULES } from "../../../src/lint/registry";
import { lintCompose } from "../../kit/lint-file";
import { COMPOSE_CASES } from "./compose-cases";
import { composeFileOf } from "./compose-file";
import { lintExample } from "./examples";

describe("cases of the rules on Compose files", () => {
  for (const rule of COMPOSE_RULES) {
    const cases = COMPOSE_CASES[rule.id];
    if (cases === undefined) continue;
    it(`${rule.id} ${rule.code}`, () => {
      const found = (text: string): number =>
        lintCompose(composeFileOf(text), "compose.yaml", { rules: [rule], select: "all" }).length;
      for (const text of cases.bad) assert.ok(found(text) > 0, `not found in ${JSON.stringify(text)}`);
      for (const text of cases.good) assert.equal(found(text), 0, `found in ${JSON.stringify(text)}`);
    });
  }

  const acrossFiles = (id: string, files: Readonly<Record<string, string>>): readonly string[] => {
    const rule = COMPOSE_RULES.find(each => each.id === id);
    assert.ok(rule);
    return lintExample(rule, new Map(Object.entries(files))).map(({ line, message }) => `${String(line)} ${message}`);
  };

  it("secret-in-environment tells a password that is the user's own name more softly", () => {
    const rule = COMPOSE_RULES.find(each => each.id === "secret-in-environment");
    assert.ok(rule);
    const severity = (url: string) =>
      lintExample(
        rule,
        new Map([["compose.yaml", `services:\n  web:\n    image: a\n    environment: ["DATABASE__URL=${url}"]\n`]]),
      ).map(each => each.severity);
    assert.deepEqual(severity("postgresql://shop:shop@db/shop"), ["info"]);
    assert.deepEqual(severity("postgresql://shop:Xk29vb@db/shop"), ["warning"]);
  });

  it("mend nothing of a file with a carriage return of its own, which ends a line for Compose alone", () => {
    const fixes = (end: string): number =>
      lintCompose(`services:\n  web:\n    image: a\n    ports:\n      - 80:80${end}`, "compose.yaml", {
        select: "all",
      }).flatMap(each => each.fixes).length;
    assert.ok(fixes("\r\n") > 0);
    assert.equal(fixes("\r"), 0);
  });

  it("host-variable-in-command doubles the dollar only where a shell reads the word", () => {
    const rule = COMPOSE_RULES.find(each => each.id === "host-variable-in-command");
    assert.ok(rule);
    const found = (command: string): readonly [number, boolean] => {
      const [finding] = lintCompose(composeFileOf(`environment: {A: x}\n${command}`), "compose.yaml", {
        rules: [rule],
        select: "all",
      });
      assert.ok(finding, command);
      return [finding.fixes.length, finding.message.includes("where a shell reads it")];
    };
    for (const command of [
      "entrypoint: [/bin/sh, -c]\ncommand: echo $A",
      "command: bash -c 'echo $A'",
      "command: [-c, echo $A]\nentrypoint: bash",
      "command: /bin/bash -euo pipefail -xc 'echo $A'",
      "command: gosu app 'sh' -c 'echo $A'",
      "healthcheck: {test: 'echo $A'}",
      'healthcheck: {test: [CMD-SHELL, "echo $A"]}',
      'healthcheck: {test: [CMD, sh, -c, "echo $A"]}',
    ])
      assert.deepEqual(found(command), [1, false], command);
    for (const command of [
      "command: worker --size $A",
      "command: [worker, $A]",
      "command: bash start.sh $A",
      "command: [sh, /start.sh, -c, $A]",
      "command: [worker, --shell, bash, --size, $A]",
      'healthcheck: {test: [CMD, ping, "-p$A"]}',
    ])
      assert.deepEqual(found(command), [0, true], command);
  });

  it("missing-image leaves alone what is laid over the project for a development container", () => {
    const text = "services:\n  web:\n    volumes: ['..:/workspace']\n";
    assert.equal(acrossFiles("missing-image", { "compose.yaml": text }).length, 1);
    assert.deepEqual(acrossFiles("missing-image", { ".devcontainer/docker-compose.yml": text }), []);
  });

  it("unknown-base-service looks into the file that is named", () => {
    const found = (name: string): readonly string[] =>
      acrossFiles("unknown-base-service", {
        "compose.yaml": `services:\n  web:\n    extends:\n      file: base.yaml\n      service: ${name}\n`,
        "base.yaml": "services:\n  base:\n    image: shop:1\n",
      });
    assert.deepEqual(found("base"), []);
    assert.deepEqual(found("bse"), ["5 `web` extends `bse`, which `base.yaml` does not define. Write `base`."]);
  });

  it("unknown-service counts what a service takes over from another file", () => {
    const found = (own: string): number =>
      acrossFiles("unknown-service", {
        "compose.yaml": `services:\n  web:\n    extends: { file: base.yaml, service: base }\n${own}`,
        "base.yaml": "services:\n  base:\n    image: shop:1\n    depends_on: [db]\n  db:\n    image: postgres:17\n",
      }).length;
    assert.equal(found(""), 1);
    assert.equal(found("  db:\n    image: postgres:17\n"), 0);
    const own = "services:\n  web:\n    extends: { file: base.yaml, service: base }\n    depends_on: !override []\n";
    const base = "services:\n  base:\n    image: shop:1\n    depends_on: [db]\n";
    assert.deepEqual(acrossFiles("unknown-service", { "compose.yaml": own, "base.yaml": base }), []);
  });

  it("unknown-secret leaves what a file beside it defines, also the sample of an override", () => {
    const own = "services:\n  web:\n    image: shop:1\n    secrets: [key]\n";
    const found = (name: string, secret: string): number =>
      acrossFiles("unknown-secret", { "compose.yaml": own, [name]: `secrets: { ${secret}: { environment: K } }\n` })
        .length;
    for (const name of ["compose.prod.yaml", "docker-compose.override.yml.example", "compose.override.yaml.dist"])
      assert.deepEqual([found(name, "key"), found(name, "kye")], [0, 1], name);
    assert.equal(found("other/compose.prod.yaml", "key"), 1);
    assert.equal(found("compose.yaml.example", "key"), 1);
    const beside = (service: string): number =>
      acrossFiles("unknown-secret", {
        "compose.yaml": own,
        "compose.prod.yaml": `services:\n  web: { ${service} }\nsecrets: { key: { environment: K } }\n`,
      }).length;
    assert.equal(beside("restart: always"), 0);
    assert.equal(beside("image: 'shop:1'"), 1, "a file that stands alone is no overlay");
  });

  it("unknown-volume leaves what the sample of an override defines", () => {
    const found = (services: string): number =>
      acrossFiles("unknown-volume", {
        "compose.yaml": "services:\n  web:\n    image: shop:1\n    volumes: ['data:/data']\n",
        "compose.override.yaml.example": `${services}volumes: { data: {} }\n`,
      }).length;
    assert.equal(found("services:\n  web: { tty: true }\n"), 0);
    assert.equal(found("services:\n  other: { image: 'other:1' }\n"), 1);
  });

  it("conflicting-include leaves equal definitions alone", () => {
    const found = (own: string): number =>
      acrossFiles("conflicting-include", {
        "compose.yaml": `include: [net.yaml]\nnetworks:\n  front: { driver: ${own} }\n`,
        "net.yaml": "networks:\n  front:\n    driver: bridge\n",
      }).length;
    assert.deepEqual([found("bridge"), found("overlay")], [0, 1]);
    const db = (keys: string): string => `services:\n  db: ${keys}\n`;
    const services = (own: string, other: string): number =>
      acrossFiles("conflicting-include", {
        "compose.yaml": `include: [db.yaml]\n${db(own)}`,
        "db.yaml": db(other),
      }).length;
    assert.equal(services("{ image: a, environment: { B: 1, A: 2 } }", "{ environment: { A: 2, B: 1 }, image: a }"), 0);
    assert.equal(services("{ image: a, command: [b, c] }", "{ image: a, command: [c, b] }"), 1);
  });

  it("are written for every rule that one file shows", () => {
    const missing = COMPOSE_RULES.filter(rule => !COMPOSE_CASES[rule.id]?.bad.length && typeof rule.bad === "string");
    assert.deepEqual(
      missing.map(rule => rule.id),
      [],
    );
  });
});
