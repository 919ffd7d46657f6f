import { oncePerFacts } from "../../python/once-per-facts";
import type { PythonFile } from "../../python/project";
import type { Wrapper } from "./wrappers";

/** Parts of callees that reads of the environment have, whatever the objects are called. */
const WORDS: readonly string[] = [
  "environ",
  "environb",
  "getenv",
  "getenvb",
  "env",
  "config",
  "expandvars",
  "ENVIRON",
  "django_heroku",
  "django_on_heroku",
];
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
    for (const { facts } of files) for (const word of aliasesIn(facts).certain) this.#words.add(word);
    // Twice, so that an alias of an alias is found as well.
    for (let round = 0; round < 2; round++)
      for (const { facts } of files)
        for (const { of, word } of aliasesIn(facts).possible) if (this.matches(of)) this.#words.add(word);
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

interface Aliases {
  /** Words of objects that may read variables, whatever else is known. */
  readonly certain: readonly string[];
  /** Words that are other names of what a path names. */
  readonly possible: readonly { readonly of: string; readonly word: string }[];
}

const aliasesIn = oncePerFacts(({ imports, assignments }): Aliases => {
  const certain = new Set<string>();
  const possible = new Map<string, Aliases["possible"][number]>();
  const add = (of: string, word: string): void => void possible.set(`${of}\0${word}`, { of, word });
  for (const { names, as, module } of imports) {
    if (as !== null) add(module, as);
    for (const one of names ?? []) {
      if (one.as !== one.name) add(one.name, one.as);
      // `env` of a package about environments may have any name.
      if (/env/i.test(one.name) || /env/i.test(module)) certain.add(one.as);
    }
  }
  for (const { target, value } of assignments) {
    const word = target.slice(target.lastIndexOf(".") + 1);
    if (value?.kind === "call") {
      if (MAKERS.test(value.callee)) certain.add(word);
      else add(value.callee, word);
    } else if (value?.kind === "name") add(value.path, word);
    else if (value?.kind === "dict" && value.entries.some(({ key }) => key === null)) certain.add(word);
  }
  return { certain: [...certain], possible: [...possible.values()] };
});
