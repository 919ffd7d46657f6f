import type { Value } from "../python/facts";
import { manifestKindOf } from "../python/manifests/manifest-paths";
import { oncePerFacts } from "../python/once-per-facts";
import { entries, at } from "../workspace/data-node";
import type { Workspace } from "../workspace/workspace";
import { nameOf } from "../model/paths";
import { SCRIPT_GLOBS } from "./docker/scripts";

/** Files whose commands and settings may name a distribution or its module. */
const GLOBS = [
  "Procfile*",
  "Makefile",
  "{Dockerfile,Containerfile}",
  "{Dockerfile,Containerfile}.*",
  "*.{Dockerfile,dockerfile}",
  "{docker-compose,compose}*.{yml,yaml}",
  "*.sh",
  "{gunicorn,uwsgi,supervisord,celery}*.{conf,ini,py,toml}",
  "*.{service,ini,cfg}",
  "justfile",
  "Taskfile.yml",
  "*.ipynb",
];
const MAX_LENGTH = 400_000;

/** Files to load before `unusedDependencies`. */
export function usagePaths(workspace: Workspace): readonly string[] {
  return workspace.paths(...GLOBS).filter(path => (workspace.entry(path)?.bytes ?? 0) <= MAX_LENGTH);
}

/**
 * Words by which commands and settings may name something: words of commands, tables of tools. First segments of dotted
 * paths are included.
 */
export function wordsInFiles(workspace: Workspace): ReadonlySet<string> {
  const words = new Set<string>();
  const addAll = (text: string | null): void => {
    for (const word of text?.slice(0, MAX_LENGTH).match(/[A-Za-z][\w.-]{1,80}/g) ?? []) addWord(words, word);
  };
  for (const path of usagePaths(workspace)) addAll(manifestKindOf(path) === null ? workspace.text(path) : null);
  // `compose/worker/start`: what detectors read as a script, its first line says to be one.
  for (const path of workspace.paths(...SCRIPT_GLOBS)) {
    const text = nameOf(path).includes(".") ? null : workspace.text(path);
    if (text?.startsWith("#!") === true) addAll(text);
  }
  for (const path of workspace.paths("pyproject.toml")) {
    for (const { key } of entries(at(workspace.data(path).root, "tool"))) addWord(words, key);
  }
  return words;
}

/** Such words of one file of code: dotted paths in strings (INSTALLED_APPS, worker classes, logging handlers). */
export const wordsInCode = oncePerFacts(({ assignments, calls }): readonly string[] => {
  const words = new Set<string>();
  for (const { value } of assignments) if (value) addStrings(words, value, 0);
  for (const call of calls) {
    for (const argument of call.arguments) addStrings(words, argument, 0);
    for (const keyword of call.keywords) addStrings(words, keyword.value, 0);
  }
  return [...words];
});

function addStrings(words: Set<string>, value: Value, depth: number): void {
  if (depth > 8) return;
  if (value.kind === "string") {
    if (/^[A-Za-z_][\w.:+-]{1,120}(?:\/\/.*)?$/s.test(value.value))
      addWord(words, value.value.split("://", 1)[0] ?? "");
  } else if (value.kind === "sequence") for (const item of value.items) addStrings(words, item, depth + 1);
  else if (value.kind === "dict") {
    for (const { key, value: inner } of value.entries) {
      if (key) addStrings(words, key, depth + 1);
      addStrings(words, inner, depth + 1);
    }
  } else if (value.kind === "template") {
    // `f"sqlite+aiosqlite:///{path}"` names its driver before the first value.
    const scheme = /^([A-Za-z][\w.+-]{1,120}):\/\//.exec(typeof value.parts[0] === "string" ? value.parts[0] : "");
    if (scheme?.[1] !== undefined) addWord(words, scheme[1]);
  } else if (value.kind === "choice") {
    addStrings(words, value.then, depth + 1);
    addStrings(words, value.otherwise, depth + 1);
  } else if (value.kind === "operation") {
    if (value.left) addStrings(words, value.left, depth + 1);
    addStrings(words, value.right, depth + 1);
  }
}

function addWord(words: Set<string>, word: string): void {
  words.add(word);
  const [first = "", ...others] = word.split(/[.:+]/);
  if (first.length > 1) words.add(first);
  // `sqlite+aiosqlite` names a driver after the plus sign.
  if (word.includes("+")) for (const other of others) if (other.length > 2) words.add(other);
}
