import type { Value } from "../python/facts";
import { scanPython } from "../python/scan/scan-python";
import { at } from "../workspace/data-node";
import { parseIni } from "../workspace/ini";
import { versionIn, type FoundVersion } from "./python-pin-values";

/** Versions that tox and nox run the tests with. */
export function testToolPins(text: string, base: string): readonly FoundVersion[] {
  return base === "noxfile.py" ? noxPins(text) : toxPins(text);
}

/** No list of environments written by a person is longer. */
const MAX_LENGTH = 10_000;

/** `envlist = py38, py{39,310}-django, lint`. */
function toxPins(text: string): readonly FoundVersion[] {
  const { root } = parseIni(text);
  const node = at(root, "tox", "envlist") ?? at(root, "tox", "env_list");
  if (!node) return [];
  const start = node.span.start;
  const written = text.slice(start, Math.min(node.span.end, start + MAX_LENGTH));
  const found: FoundVersion[] = [];
  let cursor = 0;
  for (const word of written.split(/[\s;]+|,(?![^{]*\})/)) {
    const offset = written.indexOf(word, cursor);
    cursor = offset + word.length;
    for (const name of expand(word)) {
      const version = /^py(\d)\.?(\d+)(?:$|-)/.exec(name);
      if (version) {
        found.push({ version: `${version[1] ?? ""}.${version[2] ?? ""}`, source: "tox", offset: start + offset });
      }
    }
  }
  return found;
}

/** `py{38,39}-x` as `py38-x`, `py39-x`; one level of braces at a time, and never more than a few hundred names. */
function expand(word: string): readonly string[] {
  let words: readonly string[] = [word];
  for (let round = 0; round < 4 && words.length < 300; round++) {
    words = words.flatMap(one => {
      const open = one.indexOf("{");
      const close = one.indexOf("}", open);
      if (open < 0 || close < 0) return [one];
      const choices = one.slice(open + 1, close).split(",");
      return choices.map(choice => one.slice(0, open) + choice.trim() + one.slice(close + 1));
    });
  }
  return words;
}

/** `@nox.session(python=["3.10", "3.11"])`, also where the list has a name. */
function noxPins(text: string): readonly FoundVersion[] {
  const facts = scanPython(text, { full: true });
  const found: FoundVersion[] = [];
  const read = (value: Value, depth: number): void => {
    if (value.kind === "string") {
      const version = versionIn(value.value);
      if (version !== null) found.push({ version, source: "nox", offset: value.offset });
    } else if (value.kind === "sequence") for (const item of value.items) read(item, depth + 1);
    else if (value.kind === "name" && depth < 4) {
      const bound = facts.assignments.find(({ target }) => target === value.path)?.value;
      if (bound) read(bound, depth + 1);
    }
  };
  for (const call of facts.calls) {
    if (!/(?:^|\.)session$/.test(call.callee)) continue;
    for (const { name, value } of call.keywords) if (name === "python") read(value, 0);
  }
  const seen = new Set<string>();
  return found.filter(({ version }) => !seen.has(version) && seen.add(version));
}
