import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** A value of a variable, empty to switch it off, with which the settings take a database server instead of what they have without it. */
export interface ModeSwitch {
  readonly value: string;
  /** Words of the branch that it opens: the engines of its database. */
  readonly engines: readonly string[];
  readonly place: Place;
}

const ENGINE =
  /["'](?:django\.db\.backends\.|[\w.]*\.)?(postgresql|postgis|mysql|oracle)(?:_psycopg2)?["']|\b(postgres|mysql|mariadb)(?:ql)?(?:\+\w+)?:\/\//g;

const NOT_DEPLOYED = /^(?:test|ci$|dev|local)/i;

/**
 * `if MODE in ["PRODUCTION", "MIGRATE"]:` above settings of a database server. Such a variable has to be set where that
 * server runs beside the application, or the code goes on with its file of development.
 */
export function readModeSwitches(workspace: Workspace, recon: Recon): ReadonlyMap<string, ModeSwitch> {
  const found = new Map<string, ModeSwitch>();
  for (const { name, places } of recon.environment) {
    for (const path of new Set(places.map(place => place.path))) {
      const text = path.endsWith(".py") ? workspace.text(path) : null;
      const branch = text === null || found.has(name) ? null : openedBranch(text, name);
      if (branch === null) continue;
      found.set(name, { ...branch, place: workspace.place(path, branch.offset, "medium") });
    }
  }
  return found;
}

/** The variable without which the settings name no folder for static files, with the value that opens the branch. */
export interface StaticSwitch {
  readonly variable: string;
  readonly value: string;
  readonly place: Place;
}

/** `if MODE == "PRODUCTION": STATIC_ROOT = …` and nowhere else: collecting files fails while nothing sets the variable. */
export function readStaticSwitch(workspace: Workspace, recon: Recon): StaticSwitch | null {
  const path = recon.static?.place.path;
  const text = path?.endsWith(".py") === true ? workspace.text(path) : null;
  if (path === undefined || text === null) return null;
  for (const { name, default: usual } of recon.environment) {
    for (const { value, body, outside, offset } of branches(text, name)) {
      const isOnly = /^[ \t]+STATIC_ROOT\s*=/m.test(body) && !/^[ \t]*STATIC_ROOT\s*=/m.test(outside);
      if (isOnly && !opensAlike(usual, value))
        return { variable: name, value, place: workspace.place(path, offset, "medium") };
    }
  }
  return null;
}

function openedBranch(
  text: string,
  variable: string,
): { readonly value: string; readonly engines: readonly string[]; readonly offset: number } | null {
  for (const { value, body, outside, offset } of branches(text, variable)) {
    // Where the other branch has a server as well, nothing needs switching, and a branch for tests is not for this.
    if (!/sqlite/i.test(outside) || new RegExp(ENGINE.source).test(outside) || NOT_DEPLOYED.test(value)) continue;
    const engines = [...body.matchAll(ENGINE)].map(([, module, scheme]) => module ?? scheme ?? "");
    if (engines.length > 0) return { value, engines, offset };
  }
  return null;
}

interface Branch {
  /** The first word that opens it. */
  readonly value: string;
  readonly body: string;
  /** Everything else of the file. */
  readonly outside: string;
  readonly offset: number;
}

/** Branches that the variable opens: by a comparison with a word, or as a switch that is on or off. */
function* branches(text: string, variable: string): Generator<Branch> {
  const read = `(?:os\\.)?(?:getenv|environ(?:\\.get)?|env(?:\\.\\w+)?|config)\\s*[([]\\s*["']${variable}["'][^)\\]]*[)\\]]`;
  const holder = new RegExp(`^(\\w+)\\s*(?::[^=\\n]+)?=\\s*${read}\\s*$`, "m").exec(text)?.[1];
  const subject = holder === undefined ? read : `(?:${holder}|${read})`;
  const test = new RegExp(
    `^([ \\t]*)if ${subject}\\s*(?:==\\s*|in\\s*[[({]\\s*)["']([^"'\\n]+)["'][^\\n]*:[ \\t]*\\n`,
    "gm",
  );
  for (const match of text.matchAll(test)) {
    const start = match.index + match[0].length;
    const body = bodyOf(text.slice(start), match[1]?.length ?? 0);
    yield { value: match[2] ?? "", body, outside: without(text, start, body), offset: match.index };
  }
  const assigned = new RegExp(`^(\\w+)\\s*(?::[^=\\n]+)?=\\s*([^\\n]*${read}[^\\n]*)$`, "m").exec(text);
  if (assigned) yield* switchBranches(text, assigned[1] ?? "", wordsFor(assigned[2] ?? ""));
}

interface SwitchWords {
  readonly on: string;
  readonly off: string;
}

/** What turns a switch on and off, by how its variable is read: a number, a word that is compared, or any text at all. */
function wordsFor(reading: string): SwitchWords {
  if (/\bint\s*\(|cast\s*=\s*int/.test(reading)) return { on: "1", off: "0" };
  const compared = /==\s*["']([^"']+)["']|\bin\s*[[({]\s*["']([^"']+)["']/.exec(reading);
  if (compared) return { on: compared[1] ?? compared[2] ?? "True", off: "False" };
  const isRead = /bool|strtobool|literal_eval|cast\s*=|!=|lower\(/i.test(reading.replace(/^bool\s*\(/, ""));
  return { on: "True", off: isRead ? "False" : "" };
}

/** `if DEBUG:` and its `else:`, or the two the other way round behind `not`. */
function* switchBranches(text: string, holder: string, { on, off }: SwitchWords): Generator<Branch> {
  for (const match of text.matchAll(new RegExp(`^([ \\t]*)if (not )?${holder}\\s*:[^\\n]*\\n`, "gm"))) {
    const depth = match[1]?.length ?? 0;
    const start = match.index + match[0].length;
    const body = bodyOf(text.slice(start), depth);
    const [first, second] = match[2] === undefined ? [on, off] : [off, on];
    yield { value: first, body, outside: without(text, start, body), offset: match.index };
    const rest = text.slice(start + body.length);
    const other = new RegExp(`^\\s*\\n?[ \\t]{${depth}}else\\s*:[^\\n]*\\n`).exec(rest);
    if (!other) continue;
    const begin = start + body.length + other[0].length;
    const otherwise = bodyOf(text.slice(begin), depth);
    yield { value: second, body: otherwise, outside: without(text, begin, otherwise), offset: match.index };
  }
}

function without(text: string, start: number, body: string): string {
  return text.slice(0, start) + text.slice(start + body.length);
}

/** Whether a default already opens the branch that a value would: words for on and off are many. */
export function opensAlike(fallback: string | null, value: string): boolean {
  if (fallback === value) return true;
  const isOn = (word: string): boolean => /^(?:true|1|yes|on)$/i.test(word);
  const isOff = (word: string): boolean => /^(?:false|0|no|off|)$/i.test(word);
  const word = fallback ?? "";
  return (isOn(word) && isOn(value)) || (isOff(word) && isOff(value));
}

/** The lines that stand deeper than the test; empty ones do not end it. */
function bodyOf(text: string, depth: number): string {
  const lines = text.split("\n");
  const end = lines.findIndex(line => line.trim() !== "" && line.length - line.trimStart().length <= depth);
  return lines.slice(0, end < 0 ? undefined : end).join("\n");
}
