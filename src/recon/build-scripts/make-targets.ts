import { joinPath, parentOf } from "../../model/paths";
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
    for (const target of makeTargets(text, given, includedBy(workspace, path)))
      found.set(target.name, [...(found.get(target.name) ?? []), target]);
    known.set(key, found);
  }
  return found;
}

/** `test: ENV = deploy` gives a target a variable, not a prerequisite (GNU Make, "Target-specific Variable Values"). */
const TARGET_VARIABLE = /^\s*(?:(?:export|override|private)\s+)*[\w.-]+\s*(?:\?|\+|!|:{1,3})?=/;

/** Globs of Makefiles and of what they include by habit. */
export const MAKEFILES = ["Makefile", "makefile", "GNUmakefile", "Makefile.*", "makefile.*", "*.mk", "*.make"] as const;

/** The text of a file that another one includes; null where it is not there, or was not read. */
type ReadIncluded = (name: string) => string | null;

/** What a Makefile includes is looked for from its own folder, where it is run. Files of secrets are left alone. */
export function includedBy(workspace: Workspace, path: string): ReadIncluded {
  return name => (/(?:^|\/)\.env/.test(name) ? null : workspace.text(joinPath(parentOf(path), name)));
}

/**
 * Reads targets and variables of a Makefile or justfile: recipes are the indented lines below `name:`. `given` are values
 * from outside, which `?=` leaves as they are. Rules of one name are one target up to its recipe. Of included files the
 * variables count alone, since their targets stand elsewhere.
 */
export function makeTargets(
  text: string,
  given: ReadonlyMap<string, string> = new Map(),
  included: ReadIncluded = () => null,
): readonly MakeTarget[] {
  const file = new MakeFile(given, included);
  file.addText(text);
  return file.targets;
}

/** Whole lines with the offset of each: one that goes on is one with the next before anything in it is expanded (GNU Make, "Splitting Long Lines"). */
function wholeLines(text: string): readonly { readonly text: string; readonly offset: number }[] {
  const lines: { text: string; offset: number }[] = [];
  let offset = 0;
  let open: { readonly parts: string[]; readonly offset: number } | null = null;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const part = line.replace(/\\$/, "");
    const whole: { readonly parts: string[]; readonly offset: number } = open ?? { parts: [], offset };
    whole.parts.push(open ? part.trim() : part.trimEnd());
    open = part === line ? null : whole;
    if (open === null) lines.push({ text: whole.parts.join(" "), offset: whole.offset });
    offset += raw.length + 1;
  }
  if (open !== null) lines.push({ text: open.parts.join(" "), offset: open.offset });
  return lines;
}

interface OpenTarget extends MakeTarget {
  offset: number;
  readonly lines: { readonly text: string; readonly offset: number }[];
  readonly prerequisites: string[];
}

class MakeFile {
  readonly targets: OpenTarget[] = [];
  readonly #variables: Map<string, string>;
  readonly #withoutRecipe = new Map<string, OpenTarget>();
  /** One for each open `ifeq`: whether its lines count, and whether a branch of it was taken. */
  readonly #conditions: { holds: boolean | null; taken: boolean }[] = [];
  readonly #included: ReadIncluded;
  /** Files that are read, so that one which includes itself ends. */
  readonly #names = new Set<string>();
  #current: OpenTarget | null = null;

  constructor(given: ReadonlyMap<string, string>, included: ReadIncluded) {
    this.#variables = new Map([["MAKE", "make"], ...given]);
    this.#included = included;
  }

  addText(text: string): void {
    for (const line of wholeLines(text)) this.#addLine(line.text, line.offset);
  }

  #addLine(line: string, offset: number): void {
    if (!this.#counts(line)) return;
    if (/^[\t ]/.test(line) && this.#current !== null) this.#addRecipe(this.#current, line, offset);
    else if (!this.#assign(line) && !this.#include(line)) this.#openTarget(line, offset);
  }

  /** Whether a line says something by itself: it is no conditional, and stands in no branch that is not taken. */
  #counts(line: string): boolean {
    const [, word, rest = ""] = /^ *(ifeq|ifneq|ifdef|ifndef|else|endif)\b(.*)$/.exec(line) ?? [];
    if (word !== undefined) branch(this.#conditions, word, rest.trim(), this.#variables);
    return word === undefined && this.#conditions.every(({ holds }) => holds !== false);
  }

  /** `include config.mk`, `-include` and `sinclude` (GNU Make, "Including Other Makefiles"). */
  #include(line: string): boolean {
    const [, names] = /^ *[-s]?include\s+([^#]*)/.exec(line) ?? [];
    if (names === undefined) return false;
    for (const name of expandMake(names.trim(), this.#variables).split(/\s+/)) {
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      for (const { text } of wholeLines(this.#included(name) ?? ""))
        if (this.#counts(text) && !this.#assign(text)) this.#include(text);
    }
    this.#current = null;
    return true;
  }

  #addRecipe(target: OpenTarget, line: string, offset: number): void {
    const body = line.trim().replace(/^[@+-]+/, "");
    if (body === "" || body.startsWith("#")) return;
    target.lines.push({ text: expandMake(body, this.#variables), offset: offset + line.indexOf(body) });
    this.#withoutRecipe.delete(target.name);
  }

  #assign(line: string): boolean {
    const [, name, operator, value = ""] =
      /^(?:export\s+)?([A-Za-z_]\w*)\s*(\?=|:=|::=|\+=|=)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return false;
    if (operator === "?=" && this.#variables.has(name)) return true;
    this.#variables.set(name, expandMake(value.replace(/^(["'])(.*)\1$/, "$2"), this.#variables));
    this.#current = null;
    return true;
  }

  #openTarget(line: string, offset: number): void {
    const [, name, written = ""] = /^@?([A-Za-z_][\w./-]*)(?:\s[^:=]*)?::?(?!=)([^#;]*)/.exec(line) ?? [];
    if (name === undefined) {
      if (line.trim() !== "" && !line.startsWith("#")) this.#current = null;
      return;
    }
    this.#current = TARGET_VARIABLE.test(written) ? null : this.#begin(name, offset, written);
  }

  #begin(name: string, offset: number, written: string): OpenTarget {
    const begun = this.#withoutRecipe.get(name);
    const target = begun ?? { name, offset, lines: [], prerequisites: [], variables: this.#variables };
    target.offset = offset;
    target.prerequisites.push(
      ...expandMake(written, this.#variables)
        .split(/\s+/)
        .filter(word => word !== "" && word !== "|"),
    );
    if (!begun) this.targets.push(target);
    this.#withoutRecipe.set(name, target);
    return target;
  }
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
      // An option whose value nothing gives is left to the program.
      .replace(/(^|\s)--[\w-]+=\$\((\w+)\)(?=\s|$)/g, (whole, space: string, name: string) =>
        variables.has(name) ? whole : space,
      )
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
