import type { PythonFile } from "../../python/project";
import type { Wrapper } from "./wrappers";

/** Parts of callees that reads of the environment have, whatever the objects are called. */
const WORDS: readonly string[] = ["environ", "environb", "getenv", "getenvb", "env", "config", "expandvars", "ENVIRON"];
/** What makes an object that reads variables. */
const MAKERS = /(?:^|\.)(?:\w*Env|Environ|Config|AutoConfig|Configuration|ConfigManager|copy)$/;

/**
 * Words by which calls are chosen before their names are looked up, since a large codebase has calls by the hundred
 * thousand. It may choose too many, never too few: aliases and objects bound anywhere add their own names.
 */
export class CandidateWords {
  readonly #words = new Set<string>(WORDS);

  constructor(files: readonly PythonFile[], wrappers: ReadonlyMap<string, Wrapper>) {
    for (const { definition } of wrappers.values()) this.#words.add(definition.name);
    // Twice, so that an alias of an alias is found as well.
    for (let round = 0; round < 2; round++) for (const file of files) this.#learn(file);
  }

  #learn({ facts }: PythonFile): void {
    for (const { names, as, module } of facts.imports) {
      if (as !== null && this.matches(module)) this.#words.add(as);
      for (const one of names ?? []) {
        if (one.as !== one.name && this.#words.has(one.name)) this.#words.add(one.as);
        // `env` of a package about environments may have any name.
        if (/env/i.test(one.name) || /env/i.test(module)) this.#words.add(one.as);
      }
    }
    for (const { target, value } of facts.assignments) {
      if (value?.kind !== "call" && value?.kind !== "name" && value?.kind !== "dict") continue;
      const isReader =
        value.kind === "call"
          ? MAKERS.test(value.callee) || this.matches(value.callee)
          : value.kind === "name"
            ? this.matches(value.path)
            : value.entries.some(({ key }) => key === null);
      if (isReader) this.#words.add(target.slice(target.lastIndexOf(".") + 1));
    }
  }

  /** Whether some part of a dotted path is one of the words. */
  matches(path: string): boolean {
    let start = 0;
    for (let at = 0; at <= path.length; at++) {
      const code = at < path.length ? path.charCodeAt(at) : 46;
      if (code !== 46 && code !== 40 && code !== 41 && code !== 91 && code !== 93) continue;
      if (at > start && this.#words.has(path.slice(start, at))) return true;
      start = at + 1;
    }
    return false;
  }
}
