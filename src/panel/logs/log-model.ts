import type { LogLine } from "../protocol";
import { chainOf, frameOf, isOwnFrame, levelOf, plainText, type Chain, type Frame, type Level } from "./log-text";
import { literalPattern } from "../../model/patterns";

/** Lines that the panel keeps; the host keeps more. */
const keptLines = 200_000;
/** How far back the rows of a traceback are looked for that another one continues. */
const joinedWithin = 200;
/** Characters of a line that are searched; a longer one is shown cut as well. */
const searchedLength = 4000;

/** A traceback: its lines fold under the last one, which says what happened. */
export interface Fold {
  readonly service: string;
  readonly lines: Entry[];
  /** What its exception goes on to say below it, as pydantic does. */
  readonly tail: Entry[];
  frames: number;
  /** The innermost frame that is no library's. */
  frame: Frame | null;
  /** What was raised first, where one exception led to another, and how it did. */
  first: { readonly exception: string; readonly chain: Chain } | null;
  /** How many of its lines are among the rows while it is not whole. */
  shown: number;
  head: Entry | null;
  isOpen: boolean;
}

/** A traceback that is whole, and the lines after it that may lead to the next one of a chain. */
interface Closed {
  readonly fold: Fold;
  readonly after: Entry[];
  chain: Chain | null;
}

export interface Entry {
  readonly line: LogLine;
  readonly plain: string;
  readonly level: Level;
  /** The traceback that the line belongs to. */
  fold: Fold | null;
}

export interface Filter {
  readonly services: ReadonlySet<string> | null;
  readonly level: Level | "all";
  readonly find: RegExp | null;
  readonly onlyMatches: boolean;
  /** Lines that are shown before and after each match, where only matches are shown. */
  readonly context: number;
  /** The earliest time that is shown, as RFC 3339 without the Z, so that finer times compare right; "" for any. */
  readonly since: string;
}

/** Lines that pydantic says of each value: its name, why, and where to read about it. */
const linesOfValue = 3;
/** Values of one exception that are shown. */
const mostValues = 20;
const levelRank: Readonly<Record<Level | "all", number>> = { all: 0, none: 0, debug: 0, info: 1, warning: 2, error: 3 };
const noFilter: Filter = { services: null, level: "all", find: null, onlyMatches: false, context: 0, since: "" };

/** The lines of the log view, with tracebacks folded and filters applied; knows nothing of the document. */
export class LogModel {
  #entries: Entry[] = [];
  #open = new Map<string, Fold>();
  readonly #closed = new Map<string, Closed>();
  #rows: Entry[] = [];
  #filter: Filter = noFilter;
  /** The last lines that only the find box hides: a match shows them as what came before it. */
  #before: Entry[] = [];
  /** How many more lines are shown because of the last match. */
  #after = 0;
  matches = 0;
  hiddenByLevel = 0;
  dropped = 0;
  /** How many errors were ever added; a traceback counts once, by the line that says what happened. */
  errors = 0;
  /** How many lines were ever shown as they came, those included that fold or go later. */
  shown = 0;

  /** What is to be shown, in order. */
  get rows(): readonly Entry[] {
    return this.#rows;
  }

  get size(): number {
    return this.#entries.length;
  }

  clear(): void {
    this.#entries = [];
    this.#rows = [];
    this.#open.clear();
    this.#closed.clear();
    this.#before = [];
    this.#after = 0;
    this.matches = 0;
    this.hiddenByLevel = 0;
    this.dropped = 0;
  }

  /** Adds lines; true where rows that were there before changed too. */
  append(lines: readonly LogLine[]): boolean {
    let closed = false;
    for (const line of lines) {
      const isClosed = this.#add(line);
      closed ||= isClosed;
      if (this.#rows.at(-1)?.line === line) this.shown++;
    }
    // A traceback that folds was many lines around a match and is one now.
    if (closed && this.#filter.context > 0 && this.#filter.onlyMatches) this.rebuild();
    let changed = closed;
    if (this.#entries.length > keptLines * 1.1) {
      const cut = this.#entries.length - keptLines;
      this.dropped += cut;
      this.#entries = this.#entries.slice(cut);
      this.rebuild();
      changed = true;
    }
    return changed;
  }

  #add(line: LogLine): boolean {
    const plain = plainText(line.text);
    // A program prints its traceback on one stream; what it says on the other meanwhile is no part of it.
    const stream = `${line.label} ${line.kind}`;
    const open = line.kind === "rule" ? undefined : this.#open.get(stream);
    if (open) return this.#addToFold(open, { line, plain, level: "error", fold: open }, stream);
    const entry: Entry = { line, plain, level: line.kind === "rule" ? "info" : levelOf(plain), fold: null };
    const isJoined = this.#relate(entry, stream);
    if (entry.level === "error" && entry.fold === null) this.errors++;
    this.#entries.push(entry);
    this.#show(entry);
    return isJoined;
  }

  /** Of an open traceback, what is indented belongs to its frames, and the first line that is not is its exception, which closes it. */
  #addToFold(open: Fold, entry: Entry, stream: string): boolean {
    const { plain } = entry;
    const isInside = plain === "" || /^\s/.test(plain);
    if (isInside) {
      const frame = frameOf(plain);
      if (frame) open.frames++;
      if (frame && isOwnFrame(frame)) open.frame = frame;
      open.lines.push(entry);
      this.#entries.push(entry);
      this.#show(entry);
    } else {
      this.#open.delete(stream);
      this.errors++;
      this.#entries.push(entry);
      this.#close(open, entry);
      this.#closed.set(stream, { fold: open, after: [], chain: null });
    }
    return !isInside;
  }

  /** What a line outside of tracebacks begins, or is to the one before it; true where it joins that with the one that it begins. */
  #relate(entry: Entry, stream: string): boolean {
    const { plain } = entry;
    const closed = this.#closed.get(stream);
    if (plain.trimEnd().endsWith("Traceback (most recent call last):")) {
      const chained = closed?.chain ? this.#join(closed, closed.chain) : null;
      entry.fold = chained ?? newFold(entry.line.service);
      entry.fold.lines.push(entry);
      this.#open.set(stream, entry.fold);
      this.#closed.delete(stream);
      return chained !== null;
    }
    if (closed && isDetail(closed.fold, plain)) {
      closed.fold.tail.push(entry);
    } else if (closed) {
      const chain = closed.chain === null ? chainOf(plain) : null;
      closed.chain ??= chain;
      if (plain === "" || chain !== null) closed.after.push(entry);
      else this.#closed.delete(stream);
    }
    return false;
  }

  /** The traceback of an exception that led to another one becomes the beginning of that one's; null where it stands open. */
  #join({ fold, after }: Closed, chain: Chain): Fold | null {
    const { head } = fold;
    if (fold.isOpen || head === null) return null;
    fold.first ??= { exception: head.plain, chain };
    const joined = new Set([head, ...after]);
    const others: Entry[] = [];
    for (let left = joinedWithin; left > 0 && joined.size > 0; left--) {
      const row = this.#rows.pop();
      if (!row) break;
      if (!joined.delete(row)) others.push(row);
      else this.matches -= this.#found(row);
    }
    this.#rows.push(...others.reverse());
    fold.head = null;
    for (const entry of [head, ...after]) {
      entry.fold = fold;
      fold.lines.push(entry);
      this.#show(entry);
    }
    return fold;
  }

  /** A traceback is whole: its lines leave the rows, where they are among the last ones, and its head stands for them. */
  #close(fold: Fold, head: Entry): void {
    fold.head = head;
    const after: Entry[] = [];
    while (fold.shown > 0) {
      const row = this.#rows.pop();
      if (!row) break;
      if (row.fold !== fold) {
        after.push(row);
        continue;
      }
      fold.shown--;
      if (this.#finds(row)) this.matches--;
    }
    while (after.length > 0) this.#rows.push(after.pop() as Entry);
    this.#show(head);
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    this.rebuild();
  }

  toggle(fold: Fold): void {
    fold.isOpen = !fold.isOpen;
    this.rebuild();
  }

  rebuild(): void {
    this.#rows = [];
    this.#before = [];
    this.#after = 0;
    this.matches = 0;
    this.hiddenByLevel = 0;
    for (const fold of this.#open.values()) fold.shown = 0;
    for (const entry of this.#entries) this.#show(entry);
  }

  /** Puts an entry at the end of the rows if the filter lets it through, else keeps it as what may come before a match. */
  #show(entry: Entry): void {
    const { fold } = entry;
    if (fold?.head && fold.head !== entry) return;
    const verdict = this.#judge(entry);
    if (verdict === "hidden") return;
    if (verdict === "match") {
      for (const before of this.#before.splice(0)) this.#push(before);
      this.#after = this.#filter.context;
      this.#push(entry);
    } else if (verdict === "shown") this.#push(entry);
    else if (this.#after > 0) {
      this.#after--;
      this.#push(entry);
    } else if (this.#filter.context > 0) {
      this.#before.push(entry);
      if (this.#before.length > this.#filter.context) this.#before.shift();
    }
  }

  /** Adds a row, and under it what folds there. */
  #push(entry: Entry): void {
    const { fold } = entry;
    this.#rows.push(entry);
    if (fold?.head === entry && fold.isOpen) this.#rows.push(...fold.lines);
    if (fold?.head === null) fold.shown++;
  }

  #finds({ plain }: Entry): boolean {
    return this.#filter.find?.test(plain.slice(0, searchedLength)) ?? false;
  }

  /** How many lines match: the line itself, and those that fold under it. */
  #found(entry: Entry): number {
    const folded = entry.fold?.head === entry ? entry.fold.lines : [];
    return [entry, ...folded].filter(each => this.#finds(each)).length;
  }

  /** Whether an entry is hidden, shown, shown as a match, or hidden by nothing but the find box. */
  #judge(entry: Entry): "hidden" | "shown" | "match" | "other" {
    const { services, level, find, onlyMatches, since } = this.#filter;
    // A line about the engine itself belongs to every service.
    if (services && entry.line.service !== "" && !services.has(entry.line.service)) return "hidden";
    if (since !== "" && entry.line.at < since) return "hidden";
    const found = this.#filter.find === null ? 0 : this.#found(entry);
    if (levelRank[entry.level] < levelRank[level] && entry.line.kind !== "rule") {
      if (found > 0) this.hiddenByLevel++;
      return "hidden";
    }
    this.matches += found;
    if (!onlyMatches || find === null) return "shown";
    return found > 0 ? "match" : "other";
  }

  /** Index of the next row that matches, going round; a traceback that hides it is unfolded. -1 where none matches. */
  nextMatch(from: number, step: 1 | -1): number {
    if (!this.#filter.find) return -1;
    // What folds under a line stands below it.
    if (step > 0) this.#unfold(from);
    const count = this.#rows.length;
    for (let distance = 1; distance <= count; distance++) {
      const index = (((from + step * distance) % count) + count) % count;
      const row = this.#rows[index];
      const fold = this.#unfold(index);
      if (fold && step < 0) return this.nextMatch(index + fold.lines.length + 1, step);
      if (row && this.#finds(row)) return index;
      if (fold) return this.nextMatch(index, step);
    }
    return -1;
  }

  /** Unfolds the traceback that a row stands for, where something in it matches. */
  #unfold(index: number): Fold | null {
    const row = this.#rows[index];
    const fold = row?.fold ?? null;
    if (fold === null || fold.head !== row || fold.isOpen || !fold.lines.some(line => this.#finds(line))) return null;
    this.toggle(fold);
    return fold;
  }
}

/** Whether a line goes on with what pydantic refuses: a value's name on a line of its own, or why below it. */
function isDetail({ head, tail }: Fold, plain: string): boolean {
  const count = Number(/(\d+) validation errors? for \w+$/.exec(head?.plain ?? "")?.[1] ?? 0);
  if (tail.length >= Math.min(count, mostValues) * linesOfValue) return false;
  const last = tail.at(-1)?.plain;
  const isIndented = /^\s/.test(last ?? " ");
  return /^\s+\S/.test(plain) ? last !== undefined : isIndented && /^[\w.]+(?: -> [\w.]+)*$/.test(plain);
}

function newFold(service: string): Fold {
  return { service, lines: [], tail: [], frames: 0, frame: null, first: null, shown: 0, head: null, isOpen: false };
}

/** The pattern of the find box; null for an empty box, an error's words for a broken expression. */
export function findPattern(text: string, isRegex: boolean, matchCase: boolean): RegExp | null | string {
  if (text === "") return null;
  const source = isRegex ? text : literalPattern(text);
  try {
    return new RegExp(source, matchCase ? "" : "i");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
