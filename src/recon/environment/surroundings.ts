import type { PythonFile, PythonProject } from "../../python/project";
import { isDeepStrictEqual } from "node:util";
import { CandidateWords } from "./candidate-words";
import { Readers } from "./readers";
import { SettingChecks } from "./setting-checks";
import { UnsetValues } from "./unset-values";
import { findWrappers, isEnvironment, type Wrapper } from "./wrappers";

/** What is known of the whole codebase when one file's reads of the environment are told. */
export interface Surroundings extends Found {
  readonly project: PythonProject;
  readonly readers: Readers;
  readonly unset: UnsetValues;
  readonly settings: SettingChecks;
  /** What was found: the same object for as long as it says the same. */
  readonly found: Found;
}

interface Found {
  readonly wrappers: ReadonlyMap<string, Wrapper>;
  readonly words: CandidateWords;
  /** Variables that the application sets itself: who reads them elsewhere finds a value. */
  readonly written: ReadonlySet<string>;
}

export function surroundingsOf(project: PythonProject): Surroundings {
  const readers = project.whole(makeReaders);
  const found = project.whole(findSurroundings, isSame);
  const unset = new UnsetValues(project, readers, found.wrappers);
  return { ...found, found, project, readers, unset, settings: new SettingChecks(project) };
}

function makeReaders(): Readers {
  return new Readers();
}

function findSurroundings(project: PythonProject): Found {
  const wrappers = findWrappers(project);
  const written = new Set(project.collect(writtenIn));
  return { wrappers, words: new CandidateWords(project, wrappers), written };
}

function isSame(before: Found, after: Found): boolean {
  return (
    before.words.equals(after.words) &&
    before.written.size === after.written.size &&
    [...before.written].every(name => after.written.has(name)) &&
    before.wrappers.size === after.wrappers.size &&
    [...before.wrappers].every(([name, wrapper]) => isDeepStrictEqual(wrapper, after.wrappers.get(name)))
  );
}

function writtenIn(project: PythonProject, file: PythonFile): readonly string[] {
  if (file.role === "test" || file.role === "generated") return [];
  return file.facts.subscripts.flatMap(({ context, base, key, scope }) => {
    if (context !== "store" || key.kind !== "string") return [];
    return isEnvironment(project.qualify(file, base, scope)) ? key.value : [];
  });
}
