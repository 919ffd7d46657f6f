import { readHadolintConfiguration } from "../../../src/lint/read-hadolint-configuration";
import { NO_HADOLINT_CONFIGURATION } from "../../../src/lint/hadolint-configuration";
import { languageOf } from "../../../src/lint/language";
import type { Example, Rule } from "../../../src/lint/rule";
import { lintFiles } from "../../../src/lint/runner";
import type { LintedFile } from "../../../src/lint/runner";
import type { Finding } from "../../../src/model/finding";
import type { Span } from "../../../src/model/place";
import { emptyRecon } from "../../kit/samples";

/** An example's files without their marks. */
export interface ReadExample {
  readonly files: ReadonlyMap<string, string>;
  /** Where the marks were, null where there are none. */
  readonly marked: { readonly path: string; readonly span: Span } | null;
}

export function readExample(rule: Rule, example: Example): ReadExample {
  const single = rule.target === "compose" ? "compose.yaml" : "Dockerfile";
  const entries = typeof example === "string" ? [[single, example] as const] : Object.entries(example);
  const files = new Map<string, string>();
  let marked: ReadExample["marked"] = null;
  for (const [path, text] of entries) {
    const start = text.indexOf("«");
    const end = text.indexOf("»") - 1;
    if (start !== -1 && end >= start) marked = { path, span: { start, end } };
    files.set(path, text.replace("«", "").replace("»", ""));
  }
  return { files, marked };
}

/** Findings of one rule alone, even one that is off by default. */
/** `leftOut`: paths that are there though no listing holds them. */
export function lintExample(
  rule: Rule,
  files: ReadonlyMap<string, string>,
  leftOut: readonly string[] = [],
): readonly Finding[] {
  const linted: LintedFile[] = [];
  for (const [path, text] of files) {
    const language = languageOf(path);
    if (language !== null) linted.push({ path, text, language });
  }
  const configuration = files.get(".hadolint.yaml");
  const facts = {
    paths: new Set(files.keys()),
    leftOut,
    read: (path: string) => files.get(path) ?? null,
    recon: rule.facts === undefined ? null : { ...emptyRecon("."), ...rule.facts },
  };
  return lintFiles(linted, facts, {
    rules: [rule],
    select: "all",
    hadolint: configuration === undefined ? NO_HADOLINT_CONFIGURATION : readHadolintConfiguration(configuration),
  });
}
