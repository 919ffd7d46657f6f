import assert from "node:assert/strict";
import { COMPOSE_RULES, DOCKERFILE_RULES, WORKSPACE_RULES } from "../../../src/lint/registry";
import type { Rule } from "../../../src/lint/rule";
import { COMPOSE_CASES } from "./compose-cases";
import { composeFileOf } from "./compose-file";
import { DOCKERFILE_CASES } from "./dockerfile-cases";
import { lintExample, readExample } from "./examples";
import { WORKSPACE_CASES } from "./workspace-cases";

type Files = ReadonlyMap<string, string>;

/** A name that every object has, and what a regular expression reads otherwise. */
const AWKWARD = ["constructor", "kafka(1"];
const WORD = /([A-Za-z_][\w.-]*)/;

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
function* reworded(files: Files, own: string): Generator<Files> {
  const words = new Set([...files.values()].flatMap(text => text.split(WORD).filter((_, at) => at % 2 === 1)));
  for (const word of words)
    yield new Map(
      [...files].map(([path, text]) => [
        path,
        text
          .split(WORD)
          .map(each => (each === word ? own : each))
          .join(""),
      ]),
    );
}

describe("any word as a name, a key or a program", () => {
  for (const rules of [DOCKERFILE_RULES, COMPOSE_RULES, WORKSPACE_RULES])
    it(`is read by the rules for a ${rules[0]?.target ?? ""}`, () => {
      for (const rule of rules)
        for (const files of faulty(rule))
          for (const own of AWKWARD)
            for (const each of reworded(files, own))
              assert.doesNotThrow(() => lintExample(rule, each), `${rule.id}: ${JSON.stringify([...each])}`);
    });
});
