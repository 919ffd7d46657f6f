import type { ImportFact, LoopFact, PythonFacts } from "../facts";
import { compact, detached } from "./compact";
import { Marks } from "./interest";
import { Lexer } from "./lexer";
import { namedFiles } from "./named-files";
import { Names } from "./names";
import { type Mutable, Recorder } from "./recorder";
import { StatementParser } from "./statements";

/** Part of every cache key: raised whenever the same text would give other facts. */
export const SCANNER_VERSION = 23;

/** Functions that make tables; in a file with more of them not every way to each matters. */
const MAX_MAKERS = 8;

export interface ScanOptions {
  /** Reads every line in full, also in function bodies (see interest.ts for what is passed over else). */
  readonly full?: boolean;
}

/** Reads many files with one set of tables. */
export class PythonScanner {
  readonly #marks = new Marks();
  readonly #words = new Names();
  readonly #lexer = new Lexer(new Recorder(this.#marks, this.#words, new Set()), this.#marks.table);

  scan(source: string, options: ScanOptions = {}): PythonFacts {
    const text = withLineFeeds(source);
    const makers = new Set<string>();
    let recorder = this.#read(text, options, makers);
    // Lines above a function that makes tables may call it, or call what calls it, and were passed over.
    for (let known = 0; makers.size > known && known < MAX_MAKERS;) {
      known = makers.size;
      recorder = this.#read(text, options, makers);
    }
    recorder.imports.push(...namedFiles(recorder));
    return {
      scanner: SCANNER_VERSION,
      lines: countLines(text, source, recorder.imports),
      docstring: recorder.docstring,
      shebang: source.startsWith("#!") ? detached((source.split("\n", 1)[0] ?? "").trim().slice(0, 200)) : null,
      imports: compact(recorder.imports),
      definitions: compact(recorder.definitions),
      assignments: compact(recorder.assignments),
      calls: compact(recorder.calls),
      subscripts: compact(recorder.subscripts),
      memberships: compact(recorder.memberships),
      checks: compact(recorder.checks),
      leaves: compact(recorder.leaves),
      branches: compact(recorder.branches),
      contexts: compact(recorder.contexts),
      loops: compact(goingOn(text, recorder.loops)),
      names: compact([...recorder.names]),
      mainGuards: compact(recorder.mainGuards),
      syntax: compact(recorder.facts),
      errors: compact(recorder.errors),
    };
  }

  /** Reads all lines; names of functions that make tables are taken from `makers` and added to it. */
  #read(text: string, options: ScanOptions, makers: Set<string>): Recorder {
    const recorder = new Recorder(this.#marks, this.#words, makers, text);
    this.#lexer.begin(text, recorder);
    new StatementParser(this.#lexer, recorder, options.full ?? false).run();
    this.#marks.reset();
    return recorder;
  }
}

/**
 * The facts of one Python text of any version from 2.7 to 3.14, valid or not. Pure, never throws, linear in the length
 * of the text.
 */
export function scanPython(text: string, options: ScanOptions = {}): PythonFacts {
  return new PythonScanner().scan(text, options);
}

/** The endless loops that wait and that nothing in them leaves; none in a file that asks a person at a terminal. */
function goingOn(text: string, loops: readonly LoopFact[]): readonly LoopFact[] {
  if (loops.length === 0) return [];
  const shared = new Set([...text.matchAll(SHARED)].flatMap(([, names = ""]) => names.match(NAMES) ?? []));
  const found = loops.filter(({ offset, end }) => goesOn(codeOf(text.slice(offset, end)), shared));
  return found.length > 0 && ASKS.test(codeOf(text)) ? [] : found;
}

function goesOn(code: string, shared: ReadonlySet<string>): boolean {
  return WAITS.test(code) && !LEAVES.test(withoutOptions(code.replace(INTERRUPTED, ""), shared));
}

/**
 * The code of a loop without what leaves it only where an option says so: `if run_once: break` goes on where nobody gives it.
 * Nothing in the loop does anything with such a name but to test it, and no function shares it with others.
 */
function withoutOptions(code: string, shared: ReadonlySet<string>): string {
  const kept: string[] = [];
  const lines = code.split("\n");
  const used = countOf(code.match(NAMES) ?? []);
  const tested = countOf(lines.flatMap(line => OPTION.exec(line)?.[1] ?? []));
  /** How far the `if` is indented that a line stands below. */
  let depth = -1;
  for (const line of lines) {
    const indent = line.search(/\S/);
    if (depth >= 0 && indent >= 0 && indent <= depth) depth = -1;
    const [, name, rest = ""] = OPTION.exec(line) ?? [];
    const isOption = name !== undefined && !shared.has(name) && used.get(name) === tested.get(name);
    if (isOption && rest === "" && depth < 0) depth = indent;
    const isLeft = depth >= 0 ? ENDS.test(line) : isOption && ENDS.test(rest);
    if (!isLeft) kept.push(line);
  }
  return kept.join("\n");
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A text without its comments and what its strings say. */
function codeOf(text: string): string {
  return text.replaceAll("\r", "").replace(STRINGS, found => (found.startsWith("#") ? "" : '""'));
}

const STRINGS = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#[^\n]*/g;
const WAITS = /\b(?:sleep|wait|accept|recv|recvfrom|poll|b[lr]pop|xread|xreadgroup|xread_group)\s*\(/;
/** Any exception may be what ends the program, and who takes what a generator yields may stop. */
const LEAVES = /(?:^|[:;])\s*(?:break|return|raise)\b|\byield\b|\b(?:exit|quit|_exit)\b/m;
/** A person stops the program, which does not end by itself; `sys.exit()` alone may be the program's own. */
const INTERRUPTED =
  /^([ \t]*)except\b(?=[^:]{0,80}\bKeyboardInterrupt\b)\s*\(?\s*(?:(?:KeyboardInterrupt|SystemExit)[\s,)]*)+(?:as \w+\s*)?:[^\n]*\n(?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\n)*/gm;
const OPTION = /^[ \t]*if ((?:(?:args|opts|options)\.)?\w+):[ \t]*([^\n]*)$/;
/** A name, with its attributes left out unless it holds options. */
const NAMES = /(?<![\w.])(?:(?:args|opts|options)\.)?[A-Za-z_]\w*/g;
const SHARED = /^[ \t]*(?:global|nonlocal)\b(.*)/gm;
const ENDS = /^[ \t]*(?:break|return)\b/;
const ASKS =
  /(?<![\w.])(?:raw_input|input|getpass|prompt|confirm)\s*\(|\b(?:questionary|inquirer(?:py)?)\b|\b(?:click|typer)\.(?:prompt|confirm|pause|getchar)\b|\bgetpass\.getpass\b|\b(?:Prompt|Confirm)\.ask\b|\bstdin\.read/i;

/** A text that ends in a line feed, so that the lexer need not test for its end; lone carriage returns become line feeds. */
function withLineFeeds(source: string): string {
  let text = source;
  if (text.includes("\r") && !text.includes("\n")) text = text.replaceAll("\r", "\n");
  return text.charCodeAt(text.length - 1) === 10 ? text : `${text}\n`;
}

/** Counts the lines of a text and, on the way, gives each import its own. */
function countLines(text: string, source: string, imports: readonly Mutable<ImportFact>[]): number {
  const ordered = isOrdered(imports) ? imports : [...imports].sort((left, right) => left.offset - right.offset);
  let lines = 0;
  let next = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    lines++;
    for (let fact = ordered[next]; fact !== undefined && fact.offset <= at; fact = ordered[++next]) fact.line = lines;
  }
  return source === "" ? 0 : lines;
}

function isOrdered(imports: readonly ImportFact[]): boolean {
  for (let at = 1; at < imports.length; at++) {
    if ((imports[at]?.offset ?? 0) < (imports[at - 1]?.offset ?? 0)) return false;
  }
  return true;
}
