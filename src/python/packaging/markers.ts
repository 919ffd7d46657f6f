import { isVersion, satisfies } from "./versions";

/** Values of the marker variables; a variable that is absent is unknown. `extra` and groups are sets. */
export interface MarkerEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Extras that were asked for. */
  readonly extras: readonly string[];
  /** Dependency groups that were asked for (`"dev" in dependency_groups` of pylock.toml). */
  readonly groups: readonly string[];
}

/** The two machines that official images are built for: a marker is certain where both agree. */
const MACHINES = ["x86_64", "aarch64"] as const;

/**
 * CPython of a minor version (`3.11`) on Linux. The patch release counts as a late one, as images carry the newest.
 * Source of the names: PEP 508, "Environment Markers".
 */
export function linuxEnvironment(python: string, extras: readonly string[] = []): MarkerEnvironment {
  const full = `${python}.99`;
  return {
    variables: {
      os_name: "posix",
      sys_platform: "linux",
      platform_system: "Linux",
      platform_python_implementation: "CPython",
      implementation_name: "cpython",
      python_version: python,
      python_full_version: full,
      implementation_version: full,
    },
    extras,
    groups: [],
  };
}

/**
 * Whether a marker holds: true, false, or null where it cannot be told (an unknown variable, another machine, or text
 * that is no marker).
 */
export function evaluateMarker(marker: string, environment: MarkerEnvironment): boolean | null {
  const tree = parseMarker(marker);
  if (!tree) return null;
  if (environment.variables["platform_machine"] !== undefined) return evaluate(tree, environment);
  const answers = MACHINES.map(machine =>
    evaluate(tree, { ...environment, variables: { ...environment.variables, platform_machine: machine } }),
  );
  return answers[0] === answers[1] ? (answers[0] ?? null) : null;
}

export type MarkerTree =
  | { readonly kind: "and" | "or"; readonly left: MarkerTree; readonly right: MarkerTree }
  | { readonly kind: "compare"; readonly left: Operand; readonly operator: string; readonly right: Operand };

export interface Operand {
  readonly kind: "variable" | "string";
  readonly text: string;
}

/** Dotted names of setuptools' first markers, still found in old files. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  "os.name": "os_name",
  "sys.platform": "sys_platform",
  "platform.version": "platform_version",
  "platform.machine": "platform_machine",
  "platform.python_implementation": "platform_python_implementation",
  python_implementation: "platform_python_implementation",
};

type Token = { readonly kind: "string" | "word" | "operator" | "(" | ")"; readonly text: string };

/** Trees of markers: a lock repeats a few texts hundreds of times. */
const TREES = new Map<string, MarkerTree | null>();
const MAX_TREES = 2000;

/** The syntax tree of a marker, or null where the text is none. */
export function parseMarker(text: string): MarkerTree | null {
  const known = TREES.get(text);
  if (known !== undefined) return known;
  const tree = readMarker(text);
  if (TREES.size >= MAX_TREES) TREES.clear();
  TREES.set(text, tree);
  return tree;
}

function readMarker(text: string): MarkerTree | null {
  const tokens = tokenize(text);
  if (!tokens || tokens.length === 0 || tokens.length > 2000) return null;
  const reader = { tokens, at: 0 };
  const tree = parseOr(reader, 0);
  return tree && reader.at === tokens.length ? tree : null;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function parseOr(reader: Reader, depth: number): MarkerTree | null {
  let left = parseAnd(reader, depth);
  while (left && isWord(reader, "or")) {
    reader.at++;
    const right = parseAnd(reader, depth);
    left = right ? { kind: "or", left, right } : null;
  }
  return left;
}

function parseAnd(reader: Reader, depth: number): MarkerTree | null {
  let left = parseAtom(reader, depth);
  while (left && isWord(reader, "and")) {
    reader.at++;
    const right = parseAtom(reader, depth);
    left = right ? { kind: "and", left, right } : null;
  }
  return left;
}

function parseAtom(reader: Reader, depth: number): MarkerTree | null {
  if (reader.tokens[reader.at]?.kind === "(") {
    if (depth > 100) return null;
    reader.at++;
    const inner = parseOr(reader, depth + 1);
    if (reader.tokens[reader.at]?.kind !== ")") return null;
    reader.at++;
    return inner;
  }
  const left = operand(reader);
  const operator = comparison(reader);
  const right = operator === null ? null : operand(reader);
  return left && operator !== null && right ? { kind: "compare", left, operator, right } : null;
}

function operand(reader: Reader): Operand | null {
  const token = reader.tokens[reader.at];
  if (token?.kind !== "string" && token?.kind !== "word") return null;
  reader.at++;
  return token.kind === "string"
    ? { kind: "string", text: token.text }
    : { kind: "variable", text: OLD_NAMES[token.text] ?? token.text };
}

function comparison(reader: Reader): string | null {
  const token = reader.tokens[reader.at];
  if (token?.kind === "operator") {
    reader.at++;
    return token.text;
  }
  if (isWord(reader, "in")) {
    reader.at++;
    return "in";
  }
  if (isWord(reader, "not") && reader.tokens[reader.at + 1]?.text === "in") {
    reader.at += 2;
    return "not in";
  }
  return null;
}

function isWord(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.at];
  return token?.kind === "word" && token.text === word;
}

function tokenize(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (" \t\n\r".includes(char)) at++;
    else if (char === "(" || char === ")") {
      tokens.push({ kind: char, text: char });
      at++;
    } else if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      if (end < 0) return null;
      tokens.push({ kind: "string", text: text.slice(at + 1, end) });
      at = end + 1;
    } else if ("<>=!~".includes(char)) {
      const start = at;
      while (at < text.length && "<>=!~".includes(text[at] ?? "")) at++;
      const operator = text.slice(start, at);
      if (!["<", "<=", ">", ">=", "==", "!=", "~=", "==="].includes(operator)) return null;
      tokens.push({ kind: "operator", text: operator });
    } else if (/[A-Za-z_]/.test(char)) {
      const start = at;
      while (at < text.length && /[\w.]/.test(text[at] ?? "")) at++;
      tokens.push({ kind: "word", text: text.slice(start, at) });
    } else return null;
  }
  return tokens;
}

/** Kleene's three-valued logic: `false and unknown` is false, `true or unknown` is true. */
function evaluate(tree: MarkerTree, environment: MarkerEnvironment): boolean | null {
  if (tree.kind === "compare") return compareOperands(tree.left, tree.operator, tree.right, environment);
  const left = evaluate(tree.left, environment);
  const decisive = tree.kind === "or";
  if (left === decisive) return decisive;
  const right = evaluate(tree.right, environment);
  if (right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}

const FLIPPED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const VERSION_VARIABLES = new Set(["python_version", "python_full_version", "implementation_version"]);

function compareOperands(
  left: Operand,
  operator: string,
  right: Operand,
  environment: MarkerEnvironment,
): boolean | null {
  const variable = left.kind === "variable" ? left : right;
  const literal = left.kind === "variable" ? right : left;
  if (variable.kind !== "variable" || literal.kind !== "string") {
    return left.kind === "string" && right.kind === "string" ? compareText(left.text, operator, right.text) : null;
  }
  const set = setOf(variable.text, environment);
  if (set) {
    const isMember = set.includes(literal.text.toLowerCase().replace(/[._]/g, "-"));
    return operator === "!=" || operator === "not in" ? !isMember : isMember;
  }
  const value = environment.variables[variable.text];
  if (value === undefined) return null;
  const isLeftVariable = left.kind === "variable";
  if (VERSION_VARIABLES.has(variable.text) && operator !== "in" && operator !== "not in")
    return compareVersion(value, isLeftVariable ? operator : (FLIPPED[operator] ?? operator), literal.text);
  return isLeftVariable ? compareText(value, operator, literal.text) : compareText(literal.text, operator, value);
}

/** As PEP 440 compares them; `literal` may end in `.*`. Null where it is no version. */
function compareVersion(value: string, sign: string, literal: string): boolean | null {
  const version = literal.replace(/\.\*$/, "");
  if (!isVersion(version)) return null;
  const isPrefix = literal.endsWith(".*") && (sign === "==" || sign === "!=");
  return satisfies(value, `${sign}${isPrefix ? literal : version}`);
}

function setOf(variable: string, environment: MarkerEnvironment): readonly string[] | null {
  if (variable === "extra" || variable === "extras") return environment.extras;
  return variable === "dependency_groups" ? environment.groups : null;
}

function compareText(left: string, operator: string, right: string): boolean | null {
  switch (operator) {
    case "==":
    case "===":
      return left === right;
    case "!=":
      return left !== right;
    case "in":
      return right.includes(left);
    case "not in":
      return !right.includes(left);
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return null;
  }
}
