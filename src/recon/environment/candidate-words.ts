import type { PythonFile, PythonProject } from "../../python/project";
import { isReader } from "./environment-read";
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
const MAKERS = /(?:^|\.)(?:\w*Env|Environ|Config|AutoConfig|Configuration|ConfigManager|basic_config|copy)$/;

/**
 * Words by which calls are chosen before their names are looked up, since a large codebase has calls by the hundred
 * thousand. It may choose too many, never too few: aliases and objects bound anywhere add their own names.
 */
export class CandidateWords {
  readonly #words = new Set<string>(WORDS);

  constructor(project: PythonProject, wrappers: ReadonlyMap<string, Wrapper>) {
    for (const { definition } of wrappers.values()) this.#words.add(definition.name);
    const aliases = project.collect(aliasesIn);
    for (const { certain } of aliases) for (const word of certain) this.#words.add(word);
    // Twice, so that an alias of an alias is found as well.
    for (let round = 0; round < 2; round++)
      for (const { possible } of aliases)
        for (const { of, word } of possible) if (this.#matchesAny(of)) this.#words.add(word);
  }

  /** Whether both choose the same calls. */
  equals(other: CandidateWords): boolean {
    return other.#words.size === this.#words.size && [...other.#words].every(word => this.#words.has(word));
  }

  /** Files with a path that matches, asked once for as long as the words stay. */
  readonly candidates = (_project: PythonProject, file: PythonFile): readonly PythonFile[] => {
    if (!isReader(file)) return [];
    const { calls, subscripts, memberships } = file.facts;
    const isOne =
      memberships.length > 0 ||
      calls.some(({ callee }) => this.matches(callee)) ||
      subscripts.some(({ base }) => this.matches(base));
    return isOne ? [file] : [];
  };

  /** Whether some part of a dotted path is one of the words. */
  matches(path: string): boolean {
    return this.#matchesAny(partsOf(path));
  }

  #matchesAny(parts: readonly string[]): boolean {
    return parts.some(part => this.#words.has(part));
  }
}

/** The names of a dotted path with calls and subscripts in it. */
function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at <= path.length; at++) {
    const code = at < path.length ? path.charCodeAt(at) : 46;
    if (code !== 46 && code !== 40 && code !== 41 && code !== 91 && code !== 93) continue;
    if (at > start) parts.push(path.slice(start, at));
    start = at + 1;
  }
  return parts;
}

interface Aliases {
  /** Words of objects that may read variables, whatever else is known. */
  readonly certain: readonly string[];
  /** Words that are other names of what a path names. */
  readonly possible: readonly { readonly of: readonly string[]; readonly word: string }[];
}

function aliasesIn(_project: PythonProject, file: PythonFile): readonly Aliases[] {
  if (file.role === "test" || file.role === "generated") return [];
  const { imports, assignments } = file.facts;
  const certain = new Set<string>();
  const possible = new Map<string, { readonly of: string; readonly word: string }>();
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
  if (certain.size + possible.size === 0) return [];
  return [
    { certain: [...certain], possible: [...possible.values()].map(({ of, word }) => ({ of: partsOf(of), word })) },
  ];
}
