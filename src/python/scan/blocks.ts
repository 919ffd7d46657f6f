import type { Value } from "../facts";
import type { Recorder } from "./recorder";
import * as T from "./token-kinds";

/** Soft keywords as kinds of blocks, beside the keyword kinds. */
export const MATCH = 1;
export const CASE = 2;

/** A compound statement whose body is being read. */
export interface Block {
  readonly kind: number;
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
  /** `except` for KeyError, ImportError, Exception and their like. */
  readonly catches: boolean;
  /** Counts of recorded facts at its start and, once it has ended, at its end. */
  readonly calls: number;
  readonly subscripts: number;
  callsEnd: number;
  subscriptsEnd: number;
  /** The body itself raises or exits. */
  raises: boolean;
  /** The `try` that an `except` belongs to. */
  readonly tried: Block | null;
}

/** The stack of open blocks of one file. Indentation decides, so a broken line costs no more than itself. */
export class Blocks {
  readonly #recorder: Recorder;
  readonly #stack: Block[] = [];
  /** Number of open function bodies. */
  functions = 0;
  /** Number of open bodies of test functions. */
  tests = 0;
  #testFunctions = 0;
  /** The block that ended last at the column of the current line: what `else` and `except` belong to. */
  ended: Block | null = null;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  get top(): Block | undefined {
    return this.#stack.at(-1);
  }

  get isTyping(): boolean {
    return this.#stack.some(block => block.typing);
  }

  /** Stands in an `if`, a `try`, a loop or a function rather than at the top of a module or class. */
  get isNested(): boolean {
    return this.#stack.some(block => block.kind !== T.K_CLASS);
  }

  push(
    kind: number,
    indent: number,
    details: {
      definition?: number;
      typing?: boolean;
      test?: Value | null;
      catches?: boolean;
      tried?: Block | null;
    } = {},
  ): void {
    const recorder = this.#recorder;
    const definition = details.definition ?? -1;
    this.#stack.push({
      kind,
      indent,
      definition,
      scope: recorder.scope,
      conditional: recorder.conditional,
      typing: details.typing ?? false,
      test: details.test ?? null,
      catches: details.catches ?? false,
      calls: recorder.calls.length,
      subscripts: recorder.subscripts.length,
      callsEnd: 0,
      subscriptsEnd: 0,
      raises: false,
      tried: details.tried ?? null,
    });
    if (kind === T.K_DEF) {
      this.functions++;
      if (this.#isTest(definition)) this.tests++;
      recorder.conditional = false;
    } else if (kind !== T.K_CLASS && kind !== T.K_WITH && kind !== T.K_TRY && kind !== T.K_FINALLY) {
      recorder.conditional = true;
    }
    if (definition >= 0) recorder.scope = definition;
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
    if (block.kind === T.K_DEF) {
      this.functions--;
      if (this.tests > 0 && recorder.definitions[block.definition]?.name.startsWith("test")) this.tests--;
    }
    if (block.definition >= 0) {
      const definition = recorder.definitions[block.definition];
      if (definition) definition.end = Math.max(definition.end, lastEnd);
      if (block.kind === T.K_DEF) recorder.markWrapper(block.definition, block.calls, block.subscripts);
    }
    const { tried } = block;
    if (block.kind === T.K_EXCEPT && block.catches && !block.raises && tried) {
      recorder.guard(tried.calls, tried.callsEnd, tried.subscripts, tried.subscriptsEnd);
    }
  }
}
