import type { Workspace } from "../../workspace/workspace";

/** A target of a Makefile (or recipe of a justfile) with the lines that it runs. */
export interface MakeTarget {
  readonly name: string;
  readonly offset: number;
  readonly lines: readonly { readonly text: string; readonly offset: number }[];
  /** Targets and files that come first. */
  readonly prerequisites: readonly string[];
  /** Variables of the file, expanded as far as they are literal. */
  readonly variables: ReadonlyMap<string, string>;
}

const KNOWN = new WeakMap<Workspace, Map<string, Map<string, readonly MakeTarget[]>>>();

/** The targets of a Makefile of the workspace by their names, read once for the same values from outside, since many lines call it. */
export function targetsOfFile(
  workspace: Workspace,
  path: string,
  given: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, readonly MakeTarget[]> {
  const text = workspace.text(path);
  if (text === null) return new Map();
  let known = KNOWN.get(workspace);
  if (!known) KNOWN.set(workspace, (known = new Map()));
  const key = JSON.stringify([path, ...given]);
  let found = known.get(key);
  if (!found) {
    found = new Map();
    for (const target of makeTargets(text, given)) found.set(target.name, [...(found.get(target.name) ?? []), target]);
    known.set(key, found);
  }
  return found;
}

/** `test: ENV = deploy` gives a target a variable, not a prerequisite (GNU Make, "Target-specific Variable Values"). */
const TARGET_VARIABLE = /^\s*(?:(?:export|override|private)\s+)*[\w.-]+\s*(?:\?|\+|!|:{1,3})?=/;

/**
 * Reads targets and variables of a Makefile or justfile: recipes are the indented lines below `name:`. `given` are values
 * from outside, which `?=` leaves as they are. Rules of one name are one target up to its recipe.
 */
export function makeTargets(text: string, given: ReadonlyMap<string, string> = new Map()): readonly MakeTarget[] {
  const variables = new Map([["MAKE", "make"], ...given]);
  const targets: {
    name: string;
    offset: number;
    lines: { text: string; offset: number }[];
    prerequisites: string[];
    variables: Map<string, string>;
  }[] = [];
  const withoutRecipe = new Map<string, (typeof targets)[number]>();
  const open = (name: string, offset: number, written: string): (typeof targets)[number] => {
    const prerequisites = expandMake(written, variables)
      .split(/\s+/)
      .filter(word => word !== "" && word !== "|");
    const begun = withoutRecipe.get(name);
    const target = begun ?? { name, offset, lines: [], prerequisites: [], variables };
    target.offset = offset;
    target.prerequisites.push(...prerequisites);
    if (!begun) targets.push(target);
    withoutRecipe.set(name, target);
    return target;
  };
  let current: (typeof targets)[number] | null = null;
  let offset = 0;
  let continued: { text: string; offset: number } | null = null;
  // One for each open `ifeq`: whether its lines count, and whether a branch of it was taken.
  const conditions: { holds: boolean | null; taken: boolean }[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const start = offset;
    offset += raw.length + 1;
    if (continued !== null) {
      continueLine(continued, line);
      if (!line.endsWith("\\")) continued = null;
      continue;
    }
    const condition = /^ *(ifeq|ifneq|ifdef|ifndef|else|endif)\b(.*)$/.exec(line);
    if (condition) {
      branch(conditions, condition[1] ?? "", (condition[2] ?? "").trim(), variables);
      continue;
    }
    if (conditions.some(({ holds }) => holds === false)) continue;
    if (/^[\t ]/.test(line) && current !== null) {
      const body = line.trim().replace(/^[@+-]+/, "");
      if (body === "" || body.startsWith("#")) continue;
      const entry = { text: expandMake(body.replace(/\\$/, ""), variables), offset: start + line.indexOf(body) };
      current.lines.push(entry);
      withoutRecipe.delete(current.name);
      if (line.endsWith("\\")) continued = entry;
      continue;
    }
    const assignment = /^(?:export\s+)?([A-Za-z_]\w*)\s*(\?=|:=|::=|\+=|=)\s*(.*)$/.exec(line);
    if (assignment?.[1] !== undefined) {
      if (assignment[2] === "?=" && variables.has(assignment[1])) continue;
      variables.set(assignment[1], expandMake((assignment[3] ?? "").replace(/^(["'])(.*)\1$/, "$2"), variables));
      current = null;
      continue;
    }
    const target = /^@?([A-Za-z_][\w./-]*)(?:\s[^:=]*)?::?(?!=)([^#;]*)/.exec(line);
    if (target?.[1] !== undefined && TARGET_VARIABLE.test(target[2] ?? "")) current = null;
    else if (target?.[1] !== undefined) current = open(target[1], start, target[2] ?? "");
    else if (line.trim() !== "" && !line.startsWith("#")) current = null;
  }
  return targets;
}

function continueLine(entry: { text: string }, line: string): void {
  const rest = line.replace(/\\$/, "").trim();
  if (rest !== "") entry.text += ` ${rest}`;
}

/** Enters, changes or leaves a conditional; one that is not literal counts with all its branches (GNU Make, "Conditional Syntax"). */
function branch(
  conditions: { holds: boolean | null; taken: boolean }[],
  word: string,
  rest: string,
  variables: ReadonlyMap<string, string>,
): void {
  if (word === "endif") {
    conditions.pop();
    return;
  }
  const last = conditions.at(-1);
  const inner = word === "else" ? /^(ifn?(?:eq|def))\b(.*)$/.exec(rest) : null;
  const test = word === "else" ? (inner ? (inner[1] ?? "") : "") : word;
  const value = test === "" ? true : conditionHolds(test, (inner ? (inner[2] ?? "") : rest).trim(), variables);
  if (word !== "else") conditions.push({ holds: value, taken: value === true });
  else if (last && last.holds !== null) {
    last.holds = last.taken ? false : value;
    last.taken ||= value === true;
  }
}

function conditionHolds(test: string, text: string, variables: ReadonlyMap<string, string>): boolean | null {
  if (test === "ifdef" || test === "ifndef") return ((variables.get(text) ?? "") !== "") === (test === "ifdef");
  const sides = /^\((.*),(.*)\)$/.exec(text) ?? /^(["'].*["'])\s+(["'].*["'])$/.exec(text);
  if (!sides) return null;
  const [left = "", right = ""] = [sides[1], sides[2]].map(side =>
    expandMake((side ?? "").trim().replace(/^(["'])(.*)\1$/, "$2"), variables),
  );
  return /[$`]/.test(left + right) ? null : (left === right) === (test === "ifeq");
}

/** Replaces `$(X)`, `${X}` and just's `{{X}}` by known values; `$$` is the shell's dollar. */
function expandMake(text: string, variables: ReadonlyMap<string, string>): string {
  return (
    text
      .replace(/\$\$/g, "\u0000")
      // Where a program is says as much as its name.
      .replace(/\$\(shell +(?:which|command -v) +([\w.-]+)[^)]*\)/g, "$1")
      .replace(
        /\$\((\w+)\)|\$\{(\w+)\}|\{\{\s*(\w+)\s*\}\}/g,
        (whole: string, make?: string, brace?: string, just?: string) => {
          const name = make ?? brace ?? just ?? "";
          return variables.get(name) ?? (make === undefined ? whole : "");
        },
      )
      .replace(/\u0000/g, "$")
  );
}
