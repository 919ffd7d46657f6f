import assert from "node:assert/strict";
import { COMPOSE_RULES, DOCKERFILE_RULES, WORKSPACE_RULES } from "../../../src/lint/registry";
import type { Rule } from "../../../src/lint/rule";
import { lintDockerfile } from "../../kit/lint-file";
import { COMPOSE_CASES } from "./compose-cases";
import { composeFileOf } from "./compose-file";
import { DOCKERFILE_CASES } from "./dockerfile-cases";
import { lintExample, readExample } from "./examples";
import { WORKSPACE_CASES } from "./workspace-cases";

type Files = ReadonlyMap<string, string>;

/** A name that every object has, and what a regular expression reads otherwise. */
const AWKWARD = ["constructor", "kafka(1"];
const NAME = /([A-Za-z_][\w.-]*)/;
/** What stands between blanks, quotes and brackets, whole: no reference, and nothing that a rule splits at a colon. */
const WORD = /(?<![^\s"'`,[\]])([^\s"'`,[\]{}$:]+)(?![^\s"'`,[\]])/;

/** The texts that a rule finds something in, as files. */
function faulty(rule: Rule): readonly Files[] {
  const example = readExample(rule, rule.bad).files;
  if (rule.target === "workspace") {
    const named = (path: string): string => (path === "C" ? "compose.yaml" : path === "D" ? "Dockerfile" : path);
    const cases = WORKSPACE_CASES[rule.id]?.bad ?? [];
    return [
      example,
      ...cases.map(files => new Map(Object.entries(files).map(([path, text]) => [named(path), text] as const))),
    ];
  }
  if (rule.target === "compose")
    return [
      example,
      ...(COMPOSE_CASES[rule.id]?.bad ?? []).map(text => new Map([["compose.yaml", composeFileOf(text)]])),
    ];
  return [
    example,
    ...(DOCKERFILE_CASES[rule.id]?.bad ?? []).map(text => new Map([["Dockerfile", text.replace(/^=/, "")]])),
  ];
}

/** The files once for each of their words, with that word replaced wherever it stands. */
function* reworded(files: Files, own: string, word: RegExp): Generator<Files> {
  const words = new Set([...files.values()].flatMap(text => text.split(word).filter((_, at) => at % 2 === 1)));
  for (const old of words)
    yield new Map(
      [...files].map(([path, text]) => [
        path,
        text
          .split(word)
          .map(each => (each === old ? own : each))
          .join(""),
      ]),
    );
}

describe("any word as a name, a key or a program", () => {
  for (const rules of [DOCKERFILE_RULES, COMPOSE_RULES, WORKSPACE_RULES])
    it(`is read by the rules for a ${rules[0]?.target ?? ""}`, () => {
      for (const rule of rules) {
        const all = faulty(rule).flatMap(files => AWKWARD.flatMap(own => [...reworded(files, own, NAME)]));
        assert.ok(all.length > 0, rule.id);
        for (const each of all)
          assert.doesNotThrow(() => lintExample(rule, each), `${rule.id}: ${JSON.stringify([...each])}`);
      }
    });
});

/** Credentials in the forms that words of a file have. */
const CREDENTIALS: readonly (readonly [word: string, secret: string])[] = [
  ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F292c"],
  ["https://shop:hunter2-hunter2@example.org/a", "hunter2"],
  ["API_TOKEN=hunter2-hunter2", "hunter2"],
  ["--password=hunter2-hunter2", "hunter2"],
];

describe("a credential in any word of a file", () => {
  for (const rules of [DOCKERFILE_RULES, COMPOSE_RULES, WORKSPACE_RULES])
    it(`stands in no message and no title of the rules for a ${rules[0]?.target ?? ""}`, () => {
      const shown = new Set<string>();
      for (const rule of rules)
        for (const files of faulty(rule))
          for (const [word, secret] of CREDENTIALS)
            for (const each of reworded(files, word, WORD))
              for (const { message, fixes } of lintExample(rule, each)) {
                for (const text of [message, ...fixes.map(fix => fix.title)])
                  if (text.includes(secret)) shown.add(`${rule.id}: ${text}`);
              }
      assert.deepEqual([...shown], []);
    });

  it("is kept back where only a variable's name tells it", () => {
    const messages = (text: string): readonly string[] =>
      lintDockerfile(`FROM python:3.13-slim\n${text}`, "Dockerfile", { select: "all" }).map(({ message }) => message);
    for (const text of [
      "ENV API_TOKEN hunter2 # mine\n",
      'CMD ["--password hunter2"]\n',
      'CMD ["app", "--password hunter2"]\n',
      "ARG API_TOKEN=hunter2\nWORKDIR $API_TOKEN\n",
    ]) {
      assert.ok(messages(text).length > 0);
      assert.deepEqual(
        messages(text).filter(message => message.includes("hunter2")),
        [],
      );
    }
  });
});
