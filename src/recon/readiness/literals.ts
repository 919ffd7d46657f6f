import type { CallFact, PythonFacts, Value } from "../../python/facts";
import { oncePerFacts } from "../../python/once-per-facts";
import type { PythonFile } from "../../python/project";

/** A text that a file binds to a name, passes to a call, takes as a default or returns. */
export interface BoundLiteral {
  /** Holes of a template and what is added to a text are `{}`. */
  readonly text: string;
  readonly isTemplate: boolean;
  readonly offset: number;
  readonly end: number;
  /** The variable, setting, key, keyword or call that it belongs to. */
  readonly name: string;
  /** What gives it that name. */
  readonly from: "assignment" | "key" | "keyword" | "call" | "parameter" | "return";
  /** Itself, as it stands in the code. */
  readonly value: Value;
  /** The value around it that tells which environment variables can replace it. */
  readonly root: Value;
  readonly scope: number;
  /** The annotation of the field that it is a default of. */
  readonly annotation: string | null;
}

interface Bound {
  readonly name: string;
  readonly from: BoundLiteral["from"];
  readonly root: Value;
  readonly scope: number;
  readonly annotation: string | null;
}

/** Methods whose arguments are looked for in a text: what they are given is no value of anything. */
const TESTS = new Set(
  "startswith endswith removeprefix removesuffix split rsplit partition rpartition strip lstrip rstrip find rfind index rindex count match search fullmatch".split(
    " ",
  ),
);
const COMPARISONS = new Set(["==", "!=", "in", "not in", "is", "is not", "<", ">", "<=", ">="]);
/** Keywords whose texts are for people. */
const PROSE = new Set(
  "help description title example examples metavar summary epilog label placeholder help_text msg message detail".split(
    " ",
  ),
);
const DEFAULTS = new Set(["default", "fallback", "default_value", "defaults"]);
const LONGEST = 2000;

/** `boundLiterals` of a file with these facts. */
export const literalsOf = oncePerFacts((facts): readonly BoundLiteral[] => new LiteralReader().read(facts));

/**
 * Texts with a slash, colon, dot or backslash, or that are `localhost`: addresses, paths, hosts and dotted names, each once.
 * What a text is compared with, searched for or explained by is left out.
 */
export function boundLiterals(file: PythonFile): readonly BoundLiteral[] {
  return literalsOf(file.facts);
}

/** A value that holds no text, of which most are. */
function isBare({ kind }: Value): boolean {
  return kind === "name" || kind === "number" || kind === "constant" || kind === "other";
}

class LiteralReader {
  readonly #found: BoundLiteral[] = [];
  readonly #seen = new Set<number>();
  readonly #visited = new Set<CallFact>();

  read(facts: PythonFacts): readonly BoundLiteral[] {
    for (const { target, key, value, scope, annotation } of facts.assignments) {
      if (!value || isBare(value)) continue;
      const [name, from] = key?.kind === "string" ? ([key.value, "key"] as const) : ([target, "assignment"] as const);
      this.#look(value, { name, from, root: value, scope, annotation });
    }
    for (const call of facts.calls) {
      // A call inside a value is the same object as the recorded one: it was looked at with what holds it.
      if (this.#visited.has(call) || call.arguments.length + call.keywords.length === 0) continue;
      const root: Value = { kind: "call", ...call };
      this.#lookInCall(call, { name: call.callee, from: "call", root, scope: call.scope, annotation: null });
    }
    facts.definitions.forEach(({ name, returns, parameters }, scope) => {
      for (const root of returns)
        if (!isBare(root)) this.#look(root, { name, from: "return", root, scope, annotation: null });
      for (const { name: parameter, default: root, annotation } of parameters)
        if (root && !isBare(root))
          this.#look(root, { name: parameter, from: "parameter", root, scope: -1, annotation });
    });
    return this.#found.sort((left, right) => left.offset - right.offset);
  }

  #add(text: string, value: Value, isTemplate: boolean, bound: Bound): void {
    const { offset, end } = value;
    if (this.#seen.has(offset)) return;
    this.#seen.add(offset);
    if (text.length < 2 || text.length > LONGEST || !(/[/:.\\]/.test(text) || text === "localhost")) return;
    this.#found.push({ text, offset, end, isTemplate, value, ...bound });
  }

  #look(value: Value | null | undefined, bound: Bound): void {
    if (!value) return;
    switch (value.kind) {
      case "string":
        if (!value.bytes) this.#add(value.value, value, false, bound);
        break;
      case "template":
        this.#add(value.parts.map(part => (typeof part === "string" ? part : "{}")).join(""), value, true, bound);
        for (const part of value.parts) if (typeof part !== "string") this.#look(part, bound);
        break;
      case "operation":
        this.#lookInOperation(value, bound);
        break;
      case "choice":
        this.#skip(value.test);
        this.#look(value.then, bound);
        this.#look(value.otherwise, bound);
        break;
      case "sequence":
        this.#lookInSequence(value, bound);
        break;
      case "dict":
        this.#lookInDict(value, bound);
        break;
      case "subscript":
      case "attribute":
        this.#look(value.base, bound);
        break;
      case "call":
        this.#lookInCall(value, bound);
        break;
      default:
    }
  }

  /** `for scheme in ("postgres://", "postgresql://")`: bare schemes side by side are looked for, not connected to. */
  #lookInSequence({ items }: Extract<Value, { kind: "sequence" }>, bound: Bound): void {
    for (const item of items) {
      if (item.kind === "string" && item.value.endsWith("://")) this.#skip(item);
      else this.#look(item, bound);
    }
  }

  /** A key names its value, unless it only says that this is a default. */
  #lookInDict({ entries }: Extract<Value, { kind: "dict" }>, bound: Bound): void {
    for (const { key, value } of entries) {
      const isNamed = key?.kind === "string" && !DEFAULTS.has(key.value);
      this.#look(value, isNamed ? { ...bound, name: key.value, from: "key", root: value } : bound);
    }
  }

  /** What is compared is looked for, not connected to. */
  #lookInOperation(value: Extract<Value, { kind: "operation" }>, bound: Bound): void {
    if (COMPARISONS.has(value.operator)) {
      this.#skip(value);
      return;
    }
    const { left, right, operator } = value;
    if (operator === "+" && left?.kind === "string" && !left.bytes) this.#add(`${left.value}{}`, left, true, bound);
    this.#look(left, bound);
    this.#look(right, bound);
  }

  #lookInCall(call: CallFact, bound: Bound): void {
    this.#visited.add(call);
    const method = call.callee.slice(call.callee.lastIndexOf(".") + 1);
    this.#look(call.base, bound);
    const [first, ...rest] = call.arguments;
    if (TESTS.has(method)) {
      for (const argument of call.arguments) this.#skip(argument);
      return;
    }
    // `os.environ.get("API_URL", "…")`, whatever the reading function is called.
    const read = first?.kind === "string" && /^[A-Za-z_]\w+$/.test(first.value) ? first.value : null;
    const hasMore = rest.length + call.keywords.length > 0;
    const inner = bound.from === "call" && read !== null && hasMore ? { ...bound, name: read } : ownBound(call, bound);
    if (method === "replace") {
      this.#skip(first);
      for (const argument of rest) this.#look(argument, bound);
    } else {
      for (const argument of call.arguments)
        if (!isBare(argument))
          this.#look(argument, inner.from === "call" && read === null ? { ...inner, root: argument } : inner);
    }
    this.#lookInKeywords(call, bound, inner);
  }

  /** A keyword names its value; `inner` is what a default and an unpacked mapping belong to. */
  #lookInKeywords({ keywords }: CallFact, bound: Bound, inner: Bound): void {
    for (const { name, value } of keywords) {
      if (isBare(value)) continue;
      if (name !== null && PROSE.has(name)) this.#skip(value);
      else if (name === null || DEFAULTS.has(name)) this.#look(value, inner);
      else this.#look(value, { ...bound, name, from: "keyword", root: value });
    }
  }

  /** Takes texts out of what other facts may show again. */
  #skip(value: Value | null | undefined): void {
    if (!value) return;
    if (value.kind === "string" || value.kind === "template") this.#seen.add(value.offset);
    else if (value.kind === "operation") {
      this.#skip(value.left);
      this.#skip(value.right);
    } else if (value.kind === "sequence") for (const item of value.items) this.#skip(item);
  }
}

/** A client or server that is made takes its arguments for itself: `server = WSGIServer(("localhost", 80))`. */
function ownBound({ callee }: CallFact, bound: Bound): Bound {
  const method = callee.slice(callee.lastIndexOf(".") + 1);
  const isMade = /^[A-Z]\w*$/.test(method) && !/Path|Dsn|Url|URL|Secret|Field|Env|Config/.test(method);
  return isMade ? { ...bound, name: callee, from: "call" } : bound;
}
