import type { CallFact, PythonFacts, Value } from "../facts";

/** The strings that an expression holds, as far as its syntax tells. */
export interface Literals {
  readonly texts: readonly { readonly text: string; readonly offset: number }[];
  /** Names of files that it reads, as written. */
  readonly files: readonly string[];
  /** Something in it is known only when the code runs. */
  readonly isOpen: boolean;
}

const EMPTY: Literals = { texts: [], files: [], isOpen: false };
const OPEN: Literals = { texts: [], files: [], isOpen: true };
const MAX_DEPTH = 20;
/** Names that are joined to themselves over and over double the work with each line. */
const MAX_STEPS = 20_000;
/** Functions that call each other for the path of a list. */
const MAX_NESTED = 2;
/** Lists of requirements lie in a few folders; the words of a longer body are no folders. */
const MAX_FOLDERS = 20;
const LIST_FILE = /\.(?:txt|in|pip)$/;

/** Evaluates the few kinds of expression that setup scripts are made of, within one file. */
export class SetupValues {
  readonly #facts: PythonFacts;
  /** Folders that functions name, by how deep they are called and by name. */
  readonly #folders = new Map<string, readonly string[]>();
  #steps = 0;

  constructor(facts: PythonFacts) {
    this.#facts = facts;
  }

  /** A value as one string, or null where it is none. */
  text(value: Value, depth = 0): string | null {
    if (value.kind === "string") return value.value;
    if (value.kind === "name" && depth < MAX_DEPTH) {
      const bound = this.#bound(value.path);
      return bound ? this.text(bound, depth + 1) : null;
    }
    return null;
  }

  /** All strings of a list, or of whatever makes a list. */
  strings(value: Value, depth = 0): Literals {
    if (depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return OPEN;
    switch (value.kind) {
      case "string":
        return { ...EMPTY, texts: linesOf(value.value, value.offset) };
      case "sequence":
        return merged(value.items.map(item => this.strings(item, depth + 1)));
      case "name":
        return this.#name(value.path, depth);
      case "operation":
        return merged([value.left, value.right].flatMap(side => (side ? [this.strings(side, depth + 1)] : [])));
      case "choice":
        return merged([this.strings(value.then, depth + 1), this.strings(value.otherwise, depth + 1)]);
      case "call":
        return this.#call(value, depth);
      case "constant":
        return EMPTY;
      case "subscript":
        return this.#subscript(value.base, value.key, depth);
      default:
        return OPEN;
    }
  }

  /** Key and value pairs of a dict, of `dict(…)`, and of keys assigned later. */
  entries(value: Value | undefined, depth = 0): readonly { readonly key: string; readonly value: Value }[] {
    if (!value || depth > MAX_DEPTH) return [];
    if (value.kind === "dict") {
      return value.entries.flatMap(entry => {
        if (entry.key === null) return this.entries(entry.value, depth + 1);
        const key = this.text(entry.key);
        return key === null ? [] : [{ key, value: entry.value }];
      });
    }
    if (value.kind === "call" && value.callee === "dict") {
      return value.keywords.flatMap(({ name, value: inner }) =>
        name === null ? this.entries(inner, depth + 1) : [{ key: name, value: inner }],
      );
    }
    if (value.kind !== "name") return [];
    const bound = this.#bound(value.path);
    const later = this.#facts.assignments.flatMap(assignment => {
      if (!assignment.target.startsWith(`${value.path}[`) || assignment.key === null || assignment.value === null)
        return [];
      const key = this.text(assignment.key);
      return key === null ? [] : [{ key, value: assignment.value }];
    });
    return [...this.entries(bound ?? undefined, depth + 1), ...later];
  }

  /** Every file name that looks like a list of requirements, wherever the script mentions it. */
  mentionedFiles(): Literals {
    const files = new Set<string>();
    const visit = (value: Value | null): void => {
      for (const file of value ? filesIn(value) : []) files.add(file);
    };
    for (const call of this.#facts.calls) {
      for (const argument of call.arguments) visit(argument);
      for (const keyword of call.keywords) visit(keyword.value);
    }
    for (const assignment of this.#facts.assignments) visit(assignment.value);
    return { texts: [], files: [...files].filter(file => !/test|dev|doc/i.test(file)), isOpen: false };
  }

  #name(path: string, depth: number): Literals {
    const assignments = this.#facts.assignments.filter(({ target }) => target === path);
    const parts = assignments.flatMap(({ value }) => (value ? [this.strings(value, depth + 1)] : []));
    for (const call of this.#facts.calls) {
      if (call.callee !== `${path}.append` && call.callee !== `${path}.extend`) continue;
      for (const argument of call.arguments) parts.push(this.strings(argument, depth + 1));
    }
    return parts.length === 0 ? OPEN : merged(parts);
  }

  #call(call: CallFact, depth: number): Literals {
    const files = filesInArguments(call, 0);
    if (files.length > 0) {
      // `requirements("base.txt")` may look below a folder that only the function's body names.
      const folders = this.#wordsOf(call.callee);
      return {
        texts: [],
        files: [...files, ...files.flatMap(file => folders.map(folder => `${folder}/${file}`))],
        isOpen: true,
      };
    }
    if (["list", "tuple", "set", "sorted", "frozenset"].includes(call.callee)) {
      return merged(call.arguments.map(argument => this.strings(argument, depth + 1)));
    }
    const method = /^(.*)\.(?:split|splitlines|strip|copy)$/.exec(call.callee);
    if (method && call.base) return this.strings(call.base, depth + 1);
    if (method?.[1] !== undefined && !method[1].includes("(")) return this.#name(method[1], depth + 1);
    return this.#returned(call.callee, depth);
  }

  /**
   * Plain words among the arguments of the calls in a function's body: folders that it joins to a name. Where the body calls
   * another function of the file, they may lie below that one's: `extras("x.txt")` that calls `reqs("extras", name)`.
   */
  #wordsOf(callee: string, depth = 0): readonly string[] {
    const index = this.#facts.definitions.findIndex(({ kind, name }) => kind === "function" && name === callee);
    if (index < 0 || depth > MAX_NESTED) return [];
    const key = `${String(depth)} ${callee}`;
    const known = this.#folders.get(key);
    if (known) return known;
    const calls = this.#facts.calls.filter(({ scope }) => scope === index);
    const words = fewOf(calls.flatMap(call => call.arguments.flatMap(folderWords)));
    const callees = new Set(calls.map(call => call.callee));
    const above = fewOf([...callees].flatMap(inner => this.#wordsOf(inner, depth + 1)));
    const joined = above.flatMap(folder => words.map(word => `${folder}/${word}`));
    const found = fewOf([...words, ...above, ...joined]);
    this.#folders.set(key, found);
    return found;
  }

  /** What a function of the same file returns, and the files its body opens. */
  #returned(callee: string, depth: number): Literals {
    const index = this.#facts.definitions.findIndex(({ kind, name }) => kind === "function" && name === callee);
    const definition = this.#facts.definitions[index];
    if (!definition) return OPEN;
    const returned = merged(definition.returns.map(value => this.strings(value, depth + 1)));
    const opened = this.#facts.calls.flatMap(call => (call.scope === index ? filesInArguments(call, 0) : []));
    const defaults = definition.parameters.flatMap(({ default: value }) => (value ? filesIn(value) : []));
    return { texts: returned.texts, files: [...returned.files, ...opened, ...defaults], isOpen: true };
  }

  #subscript(base: Value, key: Value, depth: number): Literals {
    const wanted = this.text(key);
    const entry = wanted === null ? undefined : this.entries(base).findLast(candidate => candidate.key === wanted);
    return entry ? this.strings(entry.value, depth + 1) : OPEN;
  }

  #bound(path: string): Value | null {
    return this.#facts.assignments.findLast(({ target, augmented }) => target === path && !augmented)?.value ?? null;
  }
}

function fewOf(folders: readonly string[]): readonly string[] {
  return [...new Set(folders)].slice(0, MAX_FOLDERS);
}

function merged(parts: readonly Literals[]): Literals {
  return {
    texts: parts.flatMap(({ texts }) => texts),
    files: parts.flatMap(({ files }) => files),
    isOpen: parts.some(({ isOpen }) => isOpen),
  };
}

/** One requirement a line; comments and blanks left out. */
function linesOf(text: string, offset: number): Literals["texts"] {
  return text
    .split("\n")
    .map(line => line.trim())
    .filter(line => line !== "" && !line.startsWith("#"))
    .map(line => ({ text: line, offset }));
}

/** `requirements` of `"requirements"`, `"requirements/" + name` and `here / "requirements" / name`. */
function folderWords(value: Value): readonly string[] {
  if (value.kind === "string") return /^[\w-]+\/?$/.test(value.value) ? [value.value.replace(/\/$/, "")] : [];
  if (value.kind === "operation") return [value.left, value.right].flatMap(side => (side ? folderWords(side) : []));
  if (value.kind === "template") {
    const first = value.parts[0];
    return typeof first === "string" && /^[\w-]+\/$/.test(first) ? [first.slice(0, -1)] : [];
  }
  return [];
}

/** File names in an expression; parts of `os.path.join(here, "requirements", "base.txt")` and `here / "base.txt"` are joined. */
function filesIn(value: Value, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (value.kind === "string") return LIST_FILE.test(value.value) ? [value.value.replace(/^\/+/, "")] : [];
  if (value.kind === "call") {
    const parts = value.arguments.flatMap(argument => (argument.kind === "string" ? [argument.value] : []));
    const joined = parts.filter(part => part !== "").join("/");
    if (parts.length > 1 && LIST_FILE.test(joined)) return [joined.replace(/^\/+/, "")];
    return filesInArguments(value, depth);
  }
  if (value.kind === "operation") {
    const parts = pathParts(value);
    const joined = parts.join("/");
    if (value.operator === "/" && LIST_FILE.test(joined)) return [joined];
    return [value.left, value.right].flatMap(side => (side ? filesIn(side, depth + 1) : []));
  }
  if (value.kind === "sequence") return value.items.flatMap(item => filesIn(item, depth + 1));
  if (value.kind === "template") {
    const last = value.parts.at(-1);
    return typeof last === "string" && LIST_FILE.test(last) ? [last.replace(/^\/+/, "")] : [];
  }
  if (value.kind === "attribute" || value.kind === "subscript") return filesIn(value.base, depth + 1);
  return [];
}

/** In the arguments of a call and in what its method is called on: `(here / "base.txt").read_text()`. */
function filesInArguments(call: CallFact, depth: number): readonly string[] {
  const values = [...(call.base ? [call.base] : []), ...call.arguments, ...call.keywords.map(({ value }) => value)];
  return values.flatMap(value => filesIn(value, depth + 1));
}

/** The literal parts of `here / "requirements" / "base.txt"`. */
function pathParts(value: Value): readonly string[] {
  if (value.kind === "string") return [value.value];
  if (value.kind !== "operation" || value.operator !== "/") return [];
  return [...(value.left ? pathParts(value.left) : []), ...pathParts(value.right)];
}
