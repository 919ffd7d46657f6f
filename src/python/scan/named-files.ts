import type { AssignmentFact, CallFact, ImportFact, Value } from "../facts";

interface Recorded {
  readonly imports: readonly ImportFact[];
  readonly calls: readonly CallFact[];
  readonly assignments: readonly AssignmentFact[];
}

type Text = Extract<Value, { kind: "string" }>;

/** `runpy.run_path`, `importlib.util.spec_from_file_location` and the loader below it run a file by its path. */
const RUNS_PATH = /(?:^|\.)(?:run_path|spec_from_file_location|SourceFileLoader)$/;

/**
 * Files that a module runs by their paths, where an import statement could not name them: as django-split-settings does
 * with `include("parts/base.py", optional("settings.dist.py"))`, whose names often stand in a tuple above the call.
 */
export function namedFiles({ imports, calls, assignments }: Recorded): readonly ImportFact[] {
  const isSplit = imports.some(({ module }) => module.split(".", 1)[0] === "split_settings");
  const named = calls
    .filter(({ callee, scope }) => RUNS_PATH.test(callee) || (isSplit && scope === -1))
    .flatMap(({ arguments: given }) => given.flatMap(strings));
  if (isSplit) named.push(...assignments.flatMap(({ value, scope }) => (scope === -1 ? strings(value) : [])));
  return named.filter(({ value }) => /^[^*]+\.py$/.test(value)).map(asImport);
}

function strings(value: Value | null): readonly Text[] {
  if (value?.kind === "string") return [value];
  return value?.kind === "sequence" ? value.items.flatMap(strings) : [];
}

/** Its line is filled in with those of the other imports. */
function asImport({ value, offset }: Text): ImportFact {
  return { module: "", level: 0, file: value, names: null, as: null, offset, line: 0, kind: "dynamic", scope: -1 };
}
