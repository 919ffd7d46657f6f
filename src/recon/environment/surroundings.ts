import type { PythonFile, PythonProject } from "../../python/project";
import { CandidateWords } from "./candidate-words";
import { Readers } from "./readers";
import { SettingChecks } from "./setting-checks";
import { UnsetValues } from "./unset-values";
import { findWrappers, isEnvironment, type Wrapper } from "./wrappers";

/** What is known of the whole codebase when one file's reads of the environment are told. */
export interface Surroundings {
  readonly project: PythonProject;
  readonly wrappers: ReadonlyMap<string, Wrapper>;
  readonly readers: Readers;
  readonly words: CandidateWords;
  readonly unset: UnsetValues;
  readonly settings: SettingChecks;
  /** Variables that the application sets itself: who reads them elsewhere finds a value. */
  readonly written: ReadonlySet<string>;
}

function writtenIn(project: PythonProject, files: readonly PythonFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files) {
    for (const { context, base, key, scope } of file.facts.subscripts) {
      if (context !== "store" || key.kind !== "string") continue;
      if (isEnvironment(project.qualify(file, base, scope))) names.add(key.value);
    }
  }
  return names;
}

/** A project never changes, so what several detectors ask of it is worked out once. */
const KNOWN = new WeakMap<PythonProject, Surroundings>();

export function surroundingsOf(project: PythonProject): Surroundings {
  const known = KNOWN.get(project);
  if (known) return known;
  const application = project.files.filter(({ role }) => role !== "test" && role !== "generated");
  const readers = new Readers();
  const wrappers = findWrappers(project, application, readers);
  const made: Surroundings = {
    project,
    wrappers,
    readers,
    words: new CandidateWords(application, wrappers),
    unset: new UnsetValues(project, readers, wrappers),
    settings: new SettingChecks(
      project,
      application.filter(({ role }) => role === "application"),
    ),
    written: writtenIn(project, application),
  };
  KNOWN.set(project, made);
  return made;
}
