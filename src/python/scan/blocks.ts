import type { CallFact, Value } from "../facts";
import { both, negated } from "./conditions";
import type { Caught } from "./except-header";
import type { Recorder } from "./recorder";
import * as T from "./token-kinds";

/** Soft keywords as kinds of blocks, beside the keyword kinds. */
export const MATCH = 1;
export const CASE = 2;

const MAX_BRANCHES = 8;

/** A compound statement whose body is being read. */
export interface Block {
  readonly kind: number;
  /** Where its body starts. */
  readonly offset: number;
  /** Column of its header; the body's lines stand to the right of it. */
  readonly indent: number;
  /** Index of the definition it is the body of, else -1. */
  readonly definition: number;
  /** Scope and branch outside, put back at its end. */
  readonly scope: number;
  readonly conditional: boolean;
  /** Only type checkers run it (`if TYPE_CHECKING:`). */
  readonly typing: boolean;
  /** The condition under which the body runs, where it was read. */
  readonly test: Value | null;
  /** The test of an `if` or `elif` as written, and the condition under which it is asked at all. */
  readonly own: Value | null;
  readonly earlier: Value | null;
  /** What an `except` catches, if it is about something that is not there. */
  readonly catches: Caught | null;
  /** Counts of recorded facts at its start and, once it has ended, at its end. */
  readonly calls: number;
  readonly subscripts: number;
  readonly assignments: number;
  readonly imports: number;
  callsEnd: number;
  subscriptsEnd: number;
  /** The body itself raises or exits. */
  raises: boolean;
  /** The `try` that an `except` belongs to. */
  readonly tried: Block | null;
  /** What a `with` enters that changes the calls of its body. */
  readonly entered: readonly CallFact[];
  /** `while True:`. */
  readonly isEndless: boolean;
}

const NOTHING_ENTERED: readonly CallFact[] = [];

/** What is known of a block when it opens. */
export interface BlockDetails {
  readonly offset?: number;
  readonly definition?: number;
  readonly typing?: boolean;
  readonly test?: Value | null;
  readonly own?: Value | null;
  readonly earlier?: Value | null;
  readonly catches?: Caught | null;
  readonly tried?: Block | null;
  readonly entered?: readonly CallFact[];
  readonly isEndless?: boolean;
}

/** Blocks whose body may be passed over. */
function isConditional(kind: number): boolean {
  return kind !== T.K_DEF && kind !== T.K_CLASS && kind !== T.K_WITH && kind !== T.K_TRY && kind !== T.K_FINALLY;
}

export function isBranch(kind: number): boolean {
  return kind === T.K_IF || kind === T.K_ELIF || kind === T.K_ELSE;
}

/** The stack of open blocks of one file. Indentation decides, so a broken line costs no more than itself. */
export class Blocks {
  readonly #recorder: Recorder;
  readonly #stack: Block[] = [];
  /** Number of open function bodies. */
  functions = 0;
  /** Number of open bodies of test functions. */
  tests = 0;
  /** Number of open bodies of Django's migration classes. */
  migrations = 0;
  #testFunctions = 0;
  /** The block that ended last at the column of the current line: what `else` and `except` belong to. */
  ended: Block | null = null;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  get top(): Block | undefined {
    return this.#stack.at(-1);
  }

  /**
   * Under which condition the current statement of its function, class or module runs: the tests of all branches around it;
   * null where there is none. A branch whose test was not read is `other`, and so are more branches than people nest.
   */
  get condition(): Value | null {
    let condition: Value | null = null;
    let depth = 0;
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const block = this.#stack[at] as Block;
      if (block.kind === T.K_DEF || block.kind === T.K_CLASS) break;
      if (!isBranch(block.kind)) continue;
      if (++depth > MAX_BRANCHES) return { kind: "other", offset: 0, end: 0 };
      const test = block.test ?? { kind: "other", offset: 0, end: 0 };
      condition = condition ? both(test, condition) : test;
    }
    return condition;
  }

  /** Whether a bare `raise` passes on something else than that a value is absent: what an `except ImportError` caught. */
  get passesOnOther(): boolean {
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const block = this.#stack[at] as Block;
      if (block.kind === T.K_DEF || block.kind === T.K_CLASS) break;
      if (block.kind === T.K_EXCEPT) return (block.catches ?? "module") === "module";
    }
    return false;
  }

  /** The condition under which `elif` and `else` of the statement that ended last are reached; null after anything else. */
  get otherwise(): Value | null {
    const { ended } = this;
    if (!ended || (ended.kind !== T.K_IF && ended.kind !== T.K_ELIF)) return null;
    const test = negated(ended.own ?? { kind: "other", offset: 0, end: 0 });
    return ended.earlier ? both(ended.earlier, test) : test;
  }

  get isTyping(): boolean {
    return this.#stack.some(block => block.typing);
  }

  /** Stands in an `if`, a `try`, a loop or a function rather than at the top of a module or class. */
  get isNested(): boolean {
    return this.#stack.some(block => block.kind !== T.K_CLASS);
  }

  push(kind: number, indent: number, details: BlockDetails = {}): void {
    const recorder = this.#recorder;
    const definition = details.definition ?? -1;
    this.#stack.push({
      kind,
      offset: details.offset ?? 0,
      indent,
      definition,
      scope: recorder.scope,
      conditional: recorder.conditional,
      typing: details.typing ?? false,
      test: details.test ?? null,
      own: details.own ?? null,
      earlier: details.earlier ?? null,
      catches: details.catches ?? null,
      calls: recorder.calls.length,
      subscripts: recorder.subscripts.length,
      assignments: recorder.assignments.length,
      imports: recorder.imports.length,
      callsEnd: 0,
      subscriptsEnd: 0,
      raises: false,
      tried: details.tried ?? null,
      entered: details.entered ?? NOTHING_ENTERED,
      isEndless: details.isEndless ?? false,
    });
    if (kind === T.K_DEF) {
      this.functions++;
      if (this.#isTest(definition)) this.tests++;
      recorder.conditional = false;
    } else if (isConditional(kind)) {
      recorder.conditional = true;
    } else if (this.#isMigration(kind, definition)) this.migrations++;
    if (definition >= 0) recorder.scope = definition;
  }

  /** A class of `django.db.migrations`: operations on tables, by the thousand in old projects. */
  #isMigration(kind: number, definition: number): boolean {
    if (kind !== T.K_CLASS) return false;
    const bases = this.#recorder.definitions[definition]?.bases;
    return bases?.some(base => base.kind === "name" && /(?:^|\.)migrations\.Migration$/.test(base.path)) ?? false;
  }

  /**
   * A test function whose body tells nothing about the application: named `test…`, in a file that imports test code or
   * has several of them. A lone `test_connection` of an application is read as any other function.
   */
  #isTest(definition: number): boolean {
    const fact = this.#recorder.definitions[definition];
    if (!fact?.name.startsWith("test")) return false;
    if (this.tests > 0 || this.#recorder.looksLikeTests) return true;
    return this.#testFunctions++ > 0;
  }

  /** Ends all blocks whose body cannot go on at this column; `lastEnd` is where the text before the line ended. */
  closeTo(indent: number, lastEnd: number): void {
    this.ended = null;
    for (let block = this.#stack.at(-1); block !== undefined && block.indent >= indent; block = this.#stack.at(-1)) {
      this.#stack.pop();
      this.#close(block, lastEnd);
      if (block.indent === indent) this.ended = block;
    }
  }

  #close(block: Block, lastEnd: number): void {
    const recorder = this.#recorder;
    recorder.scope = block.scope;
    recorder.conditional = block.conditional;
    block.callsEnd = recorder.calls.length;
    block.subscriptsEnd = recorder.subscripts.length;
    if (this.functions === 0 && isConditional(block.kind) && this.#isRecorded(block))
      recorder.branches.push({ test: isBranch(block.kind) ? block.test : null, offset: block.offset, end: lastEnd });
    // Nothing else ends at the top level between the header of the guard and the end of its body.
    const guard = recorder.mainGuards.at(-1);
    if (guard?.end === 0 && this.#stack.length === 0) guard.end = lastEnd;
    for (const entered of block.entered) recorder.contexts.push({ entered, offset: block.offset, end: lastEnd });
    if (block.isEndless)
      recorder.loops.push({
        offset: block.offset,
        end: lastEnd,
        scope: block.scope,
        ...(block.conditional ? { conditional: true } : {}),
      });
    if (this.#isMigration(block.kind, block.definition)) this.migrations--;
    if (block.kind === T.K_DEF) {
      this.functions--;
      if (this.tests > 0 && recorder.definitions[block.definition]?.name.startsWith("test")) this.tests--;
    }
    if (block.definition >= 0) {
      const definition = recorder.definitions[block.definition];
      if (definition) definition.end = Math.max(definition.end, lastEnd);
      if (block.kind === T.K_DEF) recorder.markWrapper(block.definition, block.calls, block.subscripts);
    }
    if (block.kind === T.K_EXCEPT) this.#guard(block);
  }

  /** Whether anything was recorded inside the block. */
  #isRecorded({ calls, subscripts, assignments, imports }: Block): boolean {
    const recorder = this.#recorder;
    return (
      recorder.calls.length > calls ||
      recorder.subscripts.length > subscripts ||
      recorder.assignments.length > assignments ||
      recorder.imports.length > imports
    );
  }

  /** What the block of a `try` reads is guarded by an `except` that goes on. */
  #guard({ catches, raises, tried }: Block): void {
    if (!catches || raises || !tried) return;
    const recorder = this.#recorder;
    if (catches === "refusal") {
      recorder.guardNone(tried.calls, tried.callsEnd);
      return;
    }
    recorder.guardCalls(tried.calls, tried.callsEnd);
    recorder.guardSubscripts(tried.subscripts, tried.subscriptsEnd);
  }
}
