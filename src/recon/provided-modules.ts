import { normalizeName } from "../python/packaging/names";
import { distributionOf, modulesOf, NAMESPACES } from "./knowledge/modules";
import { loadersOf } from "./knowledge/implied";

/** What people put before or after a module's name to name its distribution: `python-slugify` holds `slugify`. */
const AFFIXES = [
  /^python3?-/,
  /^py-?/,
  /^django-/,
  /^lib/,
  /-python3?$/,
  /-py3?$/,
  /-lib$/,
  /-client$/,
  /-sdk$/,
  /-ng$/,
  /-binary$/,
  /[23]$/,
];

/** Answers whether one of a set of installed distributions provides a module. */
export class InstalledModules {
  readonly #names: ReadonlySet<string>;
  readonly #known = new Set<string>();
  readonly #forms = new Set<string>();

  /** Takes normalised names. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names);
    for (const name of this.#names) {
      for (const module of modulesOf(name)) this.#known.add(module);
      for (const form of formsOf(name)) this.#forms.add(form);
    }
  }

  /** By the table of import names, else by the ways in which modules are named after distributions. */
  provide(module: string): boolean {
    const known = distributionOf(module);
    if (known && [known.distribution, ...known.alternatives].some(name => this.#names.has(name))) return true;
    const prefixes = prefixesOf(module);
    if (prefixes.some(prefix => this.#known.has(prefix))) return true;
    const top = prefixes[0] ?? "";
    if (top === "mpl_toolkits") return this.#names.has("matplotlib");
    // `dogpile.cache` is imported from the distribution of that very name.
    if (prefixes.some(prefix => prefix !== top && this.#names.has(normalizeName(prefix)))) return true;
    if (!NAMESPACES.has(top)) return this.#forms.has(squeezed(normalizeName(top)));
    return [...this.#names].some(name => holdsInNamespace(name, module));
  }
}

/** Answers whether code, commands or settings name a distribution or a module of it. */
export class NamedModules {
  readonly #prefixes = new Set<string>();
  readonly #tops = new Set<string>();
  readonly #namespaced: readonly string[];

  /** Takes dotted modules and words as written. */
  constructor(words: readonly string[]) {
    for (const word of words) {
      const prefixes = prefixesOf(word);
      for (const prefix of prefixes) this.#prefixes.add(prefix);
      for (const prefix of prefixes.slice(1)) this.#tops.add(squeezed(normalizeName(prefix)));
      this.#tops.add(squeezed(normalizeName(prefixes[0] ?? "")));
    }
    this.#namespaced = words.filter(word => NAMESPACES.has(word.split(".", 1)[0] ?? ""));
  }

  hasModule(module: string): boolean {
    return this.#prefixes.has(module);
  }

  /**
   * Whether a name that stands alone is a part of a distribution's own (`file_resubmit` of `bw-file-resubmit`), for
   * distributions whose modules no table knows. Takes a normalised name.
   */
  resemble(distribution: string): boolean {
    return endsOf(distribution).some(end => this.#tops.has(end));
  }

  /** Takes a normalised name. */
  include(distribution: string): boolean {
    return (
      modulesOf(distribution).some(module => this.#prefixes.has(module)) ||
      formsOf(distribution).some(form => this.#tops.has(form)) ||
      this.#namespaced.some(module => holdsInNamespace(distribution, module))
    );
  }
}

/** Chooses the words by which `NamedModules` may answer something else of some distributions; it may choose too many. */
export class DistributionWords {
  readonly #prefixes: ReadonlySet<string>;
  readonly #tops: ReadonlySet<string>;
  readonly #known = new Map<string, boolean>();

  /** Takes normalised names. */
  constructor(distributions: readonly string[]) {
    this.#prefixes = new Set(distributions.flatMap(name => [...modulesOf(name), ...loadersOf(name)]));
    this.#tops = new Set(distributions.flatMap(name => [...formsOf(name), ...endsOf(name)]));
  }

  readonly mayName = (word: string): boolean => {
    let known = this.#known.get(word);
    if (known === undefined) {
      known =
        NAMESPACES.has(word.split(".", 1)[0] ?? "") ||
        prefixesOf(word).some(prefix => this.#prefixes.has(prefix) || this.#tops.has(squeezed(normalizeName(prefix))));
      this.#known.set(word, known);
    }
    return known;
  };
}

/** `a`, `a.b`, `a.b.c` of `a.b.c`. */
function prefixesOf(module: string): readonly string[] {
  const prefixes: string[] = [];
  for (let at = module.indexOf("."); at >= 0; at = module.indexOf(".", at + 1)) prefixes.push(module.slice(0, at));
  prefixes.push(module);
  return prefixes;
}

/** `file-resubmit` without separators, of `bw-file-resubmit`: ends of two parts and more. */
function endsOf(distribution: string): readonly string[] {
  const parts = distribution.split("-");
  return parts.flatMap((_, at) => (at > 0 && parts.length - at > 1 ? parts.slice(at).join("") : []));
}

/** The names that a distribution's top-level module may have, without separators. Guesses only where the table is silent. */
function formsOf(distribution: string): readonly string[] {
  const own = squeezed(distribution);
  if (modulesOf(distribution).length > 0) return [own];
  const forms = [own];
  for (const affix of AFFIXES) {
    const bare = distribution.replace(affix, "");
    if (bare !== distribution && bare.length > 1) forms.push(squeezed(bare));
  }
  // Companions of Django REST framework are called after it, their modules after its own: `drf-jwt` holds `rest_framework_jwt`.
  const companion = distribution.replace(/^(?:drf|djangorestframework|django-rest-framework)-/, "rest-framework-");
  if (companion !== distribution) forms.push(squeezed(companion));
  return forms;
}

/** `google-cloud-storage` holds `google.cloud.storage`, `azure-identity` holds `azure.identity.aio`. */
function holdsInNamespace(distribution: string, module: string): boolean {
  const parts = module.split(".");
  if (parts.length < 2) return distribution.startsWith(`${normalizeName(module)}-`);
  const dotted = normalizeName(parts.slice(0, 3).join("-"));
  const short = normalizeName(parts.slice(0, 2).join("-"));
  const bare = distribution.replace(/^apache-/, "");
  return (
    bare === dotted ||
    bare === short ||
    bare === normalizeName(parts[0] ?? "") ||
    bare.startsWith(`${short}-`) ||
    (bare.includes("-") && dotted.startsWith(`${bare}-`))
  );
}

function squeezed(text: string): string {
  return text.replaceAll("-", "");
}
