import type { PythonProject } from "../../python/project";
import { CandidateWords } from "./candidate-words";
import { Readers } from "./readers";
import { SettingChecks } from "./setting-checks";
import { UnsetValues } from "./unset-values";
import { findWrappers, type Wrapper } from "./wrappers";

/** What is known of the whole codebase when one file's reads of the environment are told. */
export interface Surroundings {
  readonly project: PythonProject;
  readonly wrappers: ReadonlyMap<string, Wrapper>;
  readonly readers: Readers;
  readonly words: CandidateWords;
  readonly unset: UnsetValues;
  readonly settings: SettingChecks;
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
    settings: new SettingChecks(project, application),
  };
  KNOWN.set(project, made);
  return made;
}
