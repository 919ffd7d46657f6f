import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";

/** A value with where it stands, which is what its names are looked up from. */
export interface GivenValue {
  readonly file: PythonFile;
  readonly value: Value;
  readonly scope: number;
}

/** What a call is given by a keyword, itself or in a dictionary that is spread over it: `run_app(app, **OPTIONS)`. */
export function givenKeyword(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  name: string,
): GivenValue | undefined {
  const own = keywordOf(call, name);
  if (own) return { file, value: own, scope: call.scope };
  for (const spread of call.keywords) {
    if (spread.name !== null) continue;
    const { value, path } = project.resolve(file, spread.value, call.scope);
    const entry =
      value.kind === "dict" ? value.entries.find(({ key }) => key?.kind === "string" && key.value === name) : null;
    const owner = project.file(path);
    if (entry?.value && owner) return { file: owner, value: entry.value, scope: owner === file ? call.scope : -1 };
  }
  return undefined;
}
