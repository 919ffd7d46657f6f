import assert from "node:assert/strict";
import { applyEdits, applyFixes } from "../../../src/lint/fixes";
import { lintFiles } from "../../../src/lint/runner";
import { lintCompose, lintDockerfile } from "../../kit/lint-file";
import type { Finding } from "../../../src/model/finding";

function finding(start: number, end: number, text: string, safe = true): Finding {
  const span = { start, end };
  return {
    path: "a",
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    code: "DD1000",
    rule: "x",
    severity: "info",
    message: "",
    mirrors: [],
    related: [],
    span,
    fixes: [{ title: "t", safe, edits: [{ path: "a", span, text }] }],
    tags: [],
  };
}

describe("applyFixes", () => {
  it("applies fixes that do not touch each other", () => {
    const outcome = applyFixes(new Map([["a", "one two three"]]), [finding(0, 3, "1"), finding(8, 13, "3")]);
    assert.equal(outcome.texts.get("a"), "1 two 3");
    assert.equal(outcome.applied, 2);
  });

  it("adds no command behind an open quote, which would take it into itself", () => {
    const text = 'FROM fedora:42\nRUN dnf install -y "a && dnf clean all\n';
    const [found] = lintDockerfile(text, "Dockerfile", { select: ["dnf-cache-left"] });
    assert.equal(found?.rule, "dnf-cache-left");
    assert.deepEqual(found.fixes, []);
  });

  it("adds an entry to a service's own ones, not to those that it takes over by a merge key", () => {
    const text =
      "x-base: &base\n  image: shop:1\n  stop_signal: SIGINT\nservices:\n  web:\n    <<: *base\n    command: serve\n  job:\n    <<: *base\n";
    const fixed = (name: string): string => {
      const found = lintCompose(text, "compose.yaml", { select: ["missing-restart"] });
      const own = found.filter(({ message }) => message.includes(`\`${name}\``));
      return applyFixes(new Map([["compose.yaml", text]]), own, { safeOnly: false }).texts.get("compose.yaml") ?? "";
    };
    assert.equal(fixed("web"), text.replace("serve\n", "serve\n    restart: unless-stopped\n"));
    assert.equal(fixed("job"), "");
  });

  it("removes a service's ports only where something else is left of the service", () => {
    const base = "services:\n  postgres:\n    image: postgres:17\n";
    const titles = (text: string): readonly string[] => {
      const files = [
        { path: "compose.yaml", text: base, language: "compose" as const },
        { path: "compose.override.yaml", text, language: "compose" as const },
      ];
      const found = lintFiles(files, undefined, { select: ["public-port"] });
      return found.flatMap(({ fixes }) => fixes.map(({ title }) => title));
    };
    const ports = "    ports:\n      - 5432:5432\n";
    const both = ["Publish on 127.0.0.1 Only", "Remove the Port"];
    assert.deepEqual(titles(`services:\n  postgres:\n    stop_signal: SIGINT\n${ports}`), both);
    assert.deepEqual(titles(`services:\n  postgres:\n${ports}`), ["Publish on 127.0.0.1 Only"]);
  });

  it("leaves out what collides with an earlier one, and what is not safe", () => {
    const texts = new Map([["a", "one two three"]]);
    const outcome = applyFixes(texts, [finding(0, 7, "x"), finding(4, 7, "y"), finding(8, 13, "z", false)]);
    assert.equal(outcome.texts.get("a"), "x three");
    assert.equal(outcome.applied, 1);
    assert.equal(applyFixes(texts, [finding(8, 13, "z", false)], { safeOnly: false }).texts.get("a"), "one two z");
  });

  it("leaves files alone that it was not given", () => {
    assert.equal(applyFixes(new Map(), [finding(0, 1, "x")]).applied, 0);
  });

  it("sorts edits by their place", () => {
    const edits = [
      { span: { start: 2, end: 3 }, text: "C" },
      { span: { start: 0, end: 1 }, text: "A" },
    ];
    assert.equal(applyEdits("abc", edits), "AbC");
  });

  it("settles: safe fixes applied again and again end with none left", () => {
    let text =
      "from a:1 As b\nMAINTAINER x\nENV a b\nRUN apt-get install c\nRUN pip install -r d \\\n\n\nCMD e\nCMD f\nEXPOSE 1:2/TCP\n";
    for (let round = 0; round < 5; round++) {
      const findings = lintDockerfile(text, "D", { select: "all" });
      text = applyFixes(new Map([["D", text]]), findings).texts.get("D") ?? text;
    }
    const left = lintDockerfile(text, "D", { select: "all" }).filter(each => each.fixes.some(fix => fix.safe));
    assert.deepEqual(
      left.map(each => each.rule),
      [],
    );
  });
});

describe("a fix that writes name=value", () => {
  it("is not offered where a quote in the name would then open a quotation", () => {
    const fixes = (text: string) =>
      lintDockerfile(text, "Dockerfile").find(item => item.rule === "legacy-key-value")?.fixes.length;
    assert.equal(fixes("LABEL 'a b c\n"), 0);
    assert.equal(fixes("LABEL a b c\n"), 1);
  });
});

describe("a fix that removes an instruction", () => {
  const removed = (text: string) => {
    const found = lintDockerfile(text, "Dockerfile", { select: "all" }).find(
      item => item.rule === "repeated-healthcheck",
    );
    return applyEdits(text, found?.fixes[0]?.edits ?? []);
  };

  it("leaves the comment below it a comment where it would become a parser directive", () => {
    const last = "HEALTHCHECK CMD b\n";
    assert.equal(removed(`HEALTHCHECK CMD a\n# escape=x\n${last}`), `\n# escape=x\n${last}`);
    assert.equal(
      removed(`\uFEFF# syntax=a\nHEALTHCHECK CMD a\n#escape=x\n${last}`),
      `\uFEFF# syntax=a\n\n#escape=x\n${last}`,
    );
    assert.equal(removed(`HEALTHCHECK CMD a\n# once more\n${last}`), `# once more\n${last}`);
    assert.equal(removed(`FROM a\nHEALTHCHECK CMD a\n# escape=x\n${last}`), `FROM a\n# escape=x\n${last}`);
  });
});

describe("a fix in a JSON array", () => {
  it("is offered where it leaves the array one", () => {
    const fixes = (text: string, rule: string): number =>
      lintDockerfile(text, "Dockerfile", { select: [rule] }).flatMap(each => each.fixes).length;
    assert.equal(fixes('FROM debian:13\nRUN ["apt-get", "install", "curl"]\n', "unconfirmed-apt-install"), 0);
    assert.equal(fixes("FROM debian:13\nRUN apt-get install curl\n", "unconfirmed-apt-install"), 1);
    assert.equal(fixes('FROM debian:13\nCMD ["python app.py"]\n', "glued-words"), 1);
  });
});
