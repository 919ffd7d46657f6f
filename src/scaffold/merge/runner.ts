import type { UnitDesign } from "../blueprint";
import { servicesOf } from "../layout/existing-compose";
import type { StartLine } from "../layout/existing-start";
import { list, plainOf, type YamlEntry, type YamlTree } from "../text/yaml-tree";

/**
 * Entries of a service that runs a person's image, with commands as their own are given: behind `poetry run` where theirs are,
 * since what that tool installed into an environment of its own is on no path.
 */
export function throughRunner({ layout, dockerfile }: UnitDesign, entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const lines = [
    ...servicesOf(layout.compose, dockerfile).flatMap(({ start }) => start ?? []),
    ...layout.starts
      .filter(({ path }) => path === dockerfile)
      .flatMap(({ entrypoint, command }) => [...entrypoint, ...command]),
  ];
  const runner = runnerIn(lines);
  return runner === null ? entries : entries.map(entry => ({ ...entry, value: withRunner(entry, runner) }));
}

function runnerIn(lines: readonly StartLine[]): string | null {
  for (const { text } of lines) {
    const found = /(?:^|[\s"'[;&|])(poetry|pipenv|pdm|uv)["',\s]+run\b/.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function withRunner({ key, value }: YamlEntry, runner: string): YamlTree {
  if (value.kind === "list" && (key === "command" || key === "entrypoint"))
    return list([runner, "run", ...value.items], value.isFlow);
  if (value.kind !== "map" || key !== "healthcheck") return value;
  return { ...value, entries: value.entries.map(each => (each.key === "test" ? testThrough(each, runner) : each)) };
}

const PLAIN = /^(?:\S*\/)?(?:python3?|true|_entrypoint\.sh)$/;

/** What needs nothing but Python itself is asked as it is. */
function testThrough(entry: YamlEntry, runner: string): YamlEntry {
  if (entry.value.kind !== "list") return entry;
  const [form, ...words] = entry.value.items;
  const [kind, program] = [form, words[0]].map(item => (item ? plainOf(item) : null));
  if (form === undefined || program === runner || PLAIN.test(String(program))) return entry;
  const test = kind === "CMD-SHELL" ? [form, `${runner} run ${String(program)}`] : [form, runner, "run", ...words];
  return { ...entry, value: list(test, entry.value.isFlow) };
}
