import type { KeywordFact, Value } from "../facts";
import { compact, detached } from "./compact";
import { newFormatScan, skipField, skipNamedCharacter } from "./format-string";
import { BYTES, FORMAT, Lexer, TRIPLE } from "./lexer";
import { BINARY_NAMES, BINARY_PRECEDENCE, COMPARISON, MULTIPLICATION, startsOperand } from "./operators";
import type { CallValue, Recorder } from "./recorder";
import { contentEnd, contentStart, decodeContent } from "./string-literal";
import { formatTemplate, percentTemplate } from "./templates";
import { assign } from "./targets";
import * as T from "./token-kinds";

/** Deeper nesting and longer chains become `other`: whoever walks a value may recurse. */
const MAX_DEPTH = 180;
const MAX_CHAIN = 180;
/** f-strings inside fields of f-strings are read so deep. */
const MAX_FIELD_DEPTH = 6;

/**
 * Reads expressions from the lexer's current line into values, recording calls, subscripts, membership tests and names
 * on the way (expressions of Python 2.7 to 3.14). Never throws; what cannot be read becomes `other`.
 */
export class ExpressionParser {
  kinds!: Uint8Array;
  starts!: Int32Array;
  ends!: Int32Array;
  aux!: Int32Array;
  partners!: Int32Array;
  text = "";
  /** Index of the next token. */
  at = 0;
  count = 0;
  readonly #recorder: Recorder;
  readonly #fieldLexers: Lexer[] = [];
  #depth = 0;
  #fieldDepth = 0;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Takes over the lexer's tokens; `at` goes back to the first. */
  load(lexer: Lexer): void {
    this.kinds = lexer.kinds;
    this.starts = lexer.starts;
    this.ends = lexer.ends;
    this.aux = lexer.aux;
    this.partners = lexer.partners;
    this.text = lexer.text;
    this.count = lexer.count;
    this.at = 0;
    this.#depth = 0;
  }

  kind(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.count ? (this.kinds[at] as number) : T.END;
  }

  offset(): number {
    return this.starts[Math.min(this.at, this.count)] as number;
  }

  /** End of the token before the current one. */
  previousEnd(): number {
    return this.at > 0 ? (this.ends[this.at - 1] as number) : (this.starts[0] as number);
  }

  word(): string {
    return this.#recorder.words.slice(this.text, this.starts[this.at] as number, this.ends[this.at] as number);
  }

  /** Expressions joined by commas: one value, or a tuple. Stops before `=`, `:`, `;` and the like. */
  expressionList(): Value {
    return this.#oneOrTuple(() => this.starred());
  }

  /** Targets of `for` and comprehensions: names, attributes, subscripts and tuples, without `in`. */
  targetList(): Value {
    return this.#oneOrTuple(() => this.targetItem());
  }

  #oneOrTuple(item: () => Value): Value {
    const start = this.offset();
    const first = item();
    if (this.kind() !== T.COMMA) return first;
    const items = [first];
    while (this.kind() === T.COMMA) {
      this.at++;
      if (!startsOperand(this.kind())) break;
      items.push(item());
    }
    return { kind: "sequence", type: "tuple", items: compact(items), offset: start, end: this.previousEnd() };
  }

  /** One target of `for` or `with … as`. */
  targetItem(): Value {
    if (this.kind() === T.STAR) this.at++;
    return this.#binary(COMPARISON + 1);
  }

  starred(): Value {
    const kind = this.kind();
    if (kind === T.STAR || kind === T.DOUBLE_STAR) {
      const start = this.offset();
      this.at++;
      const right = this.test();
      return {
        kind: "operation",
        operator: kind === T.STAR ? "*" : "**",
        left: null,
        right,
        offset: start,
        end: right.end,
      };
    }
    return this.test();
  }

  /** One expression, with a conditional, `lambda`, `yield` or assignment expression where one stands here. */
  test(): Value {
    if (this.#depth >= MAX_DEPTH) {
      const start = this.offset();
      this.#recorder.error("Nested too deeply", start);
      this.at = this.count;
      return { kind: "other", offset: start, end: this.previousEnd() };
    }
    this.#depth++;
    const value = this.#test();
    this.#depth--;
    return value;
  }

  #test(): Value {
    const kind = this.kind();
    if (kind === T.K_LAMBDA) return this.#lambda();
    if (kind === T.K_YIELD) return this.#yield();
    const recorder = this.#recorder;
    const calls = recorder.calls.length;
    const subscripts = recorder.subscripts.length;
    const value = this.#binary(0);
    const next = this.kind();
    if (next === T.K_IF) {
      recorder.branch(calls, subscripts);
      this.at++;
      const test = this.#binary(0);
      if (this.kind() !== T.K_ELSE) return { kind: "other", offset: value.offset, end: this.previousEnd() };
      this.at++;
      const callsThen = recorder.calls.length;
      const subscriptsThen = recorder.subscripts.length;
      const otherwise = this.test();
      recorder.branch(callsThen, subscriptsThen);
      return { kind: "choice", test, then: value, otherwise, offset: value.offset, end: this.previousEnd() };
    }
    if (next === T.WALRUS) {
      this.at++;
      const assigned = this.test();
      if (value.kind === "name") {
        recorder.assignment({
          target: value.path,
          key: null,
          value: assigned,
          annotation: null,
          offset: value.offset,
          scope: recorder.scope,
          augmented: false,
        });
      }
      return assigned;
    }
    return value;
  }

  #lambda(): Value {
    const start = this.offset();
    this.at++;
    for (let kind = this.kind(); kind !== T.COLON && kind !== T.END; kind = this.kind()) {
      if (kind === T.EQUAL) {
        this.at++;
        this.test();
      } else if (kind === T.LEFT_PAREN) {
        this.#recorder.syntax("tuple-parameter", this.offset(), null, "2.7");
        this.skipBracket();
      } else if (isClosing(kind)) break;
      else this.at++;
    }
    if (this.kind() === T.COLON) {
      this.at++;
      this.test();
    }
    return { kind: "other", offset: start, end: this.previousEnd() };
  }

  #yield(): Value {
    const start = this.offset();
    this.at++;
    if (this.kind() === T.K_FROM) this.at++;
    if (startsOperand(this.kind())) this.expressionList();
    return { kind: "other", offset: start, end: this.previousEnd() };
  }

  #binary(least: number): Value {
    let left = this.#unary();
    let chain = 0;
    for (;;) {
      let kind = this.kind();
      let precedence = BINARY_PRECEDENCE[kind] as number;
      if (precedence === 0 || precedence < least) return left;
      let operator = BINARY_NAMES[kind] as string;
      if (kind === T.K_NOT) {
        if (this.kind(1) !== T.K_IN) return left;
        this.at++;
        operator = "not in";
        kind = T.K_IN;
        precedence = COMPARISON;
      } else if (kind === T.K_IS && this.kind(1) === T.K_NOT) {
        this.at++;
        operator = "is not";
      }
      this.at++;
      const recorder = this.#recorder;
      const calls = recorder.calls.length;
      const subscripts = recorder.subscripts.length;
      // `**` binds to the right, all others to the left.
      const right =
        this.#depth < MAX_DEPTH
          ? this.#nestedBinary(kind === T.DOUBLE_STAR ? precedence : precedence + 1)
          : this.test();
      if (kind === T.K_OR || kind === T.K_AND) recorder.branch(calls, subscripts);
      if (kind === T.K_IN) {
        const container = right.kind === "name" ? right.path : right.kind === "call" ? `${right.callee}()` : "";
        if (container !== "" && left.kind !== "other") recorder.membership(left, container, left.offset);
      }
      if (++chain > MAX_CHAIN) left = { kind: "other", offset: left.offset, end: left.end };
      left = combined(operator, left, right);
    }
  }

  #nestedBinary(least: number): Value {
    this.#depth++;
    const value = this.#binary(least);
    this.#depth--;
    return value;
  }

  #unary(): Value {
    const kind = this.kind();
    const start = this.offset();
    if (kind === T.MINUS || kind === T.PLUS || kind === T.TILDE || kind === T.K_NOT) {
      this.at++;
      if (this.#depth >= MAX_DEPTH) return this.test();
      const right = this.#nestedBinary(kind === T.K_NOT ? COMPARISON : MULTIPLICATION + 1);
      if (right.kind === "number" && (kind === T.MINUS || kind === T.PLUS)) {
        if (kind === T.PLUS) return { ...right, offset: start };
        const digits = right.digits === undefined ? {} : { digits: `-${right.digits}` };
        return { kind: "number", value: -right.value, ...digits, offset: start, end: right.end };
      }
      const operator = kind === T.K_NOT ? "not" : String.fromCharCode(kind);
      return { kind: "operation", operator, left: null, right, offset: start, end: right.end };
    }
    if (kind === T.K_AWAIT && startsAwaited(this.kind(1))) {
      this.at++;
      return this.#primary();
    }
    return this.#primary();
  }

  #primary(): Value {
    const kind = this.kind();
    const start = this.offset();
    if (kind === T.NAME || isNameHere(kind, this.kind(1))) return this.#trailers(null, start);
    const atom = this.#atom(kind, start);
    const next = this.kind();
    if (next === T.DOT || next === T.LEFT_PAREN || next === T.LEFT_BRACKET) return this.#trailers(atom, start);
    return atom;
  }

  /** A name or an atom with everything that follows it: `.name`, `(…)`, `[…]`. */
  #trailers(atom: Value | null, start: number): Value {
    const recorder = this.#recorder;
    const first = this.at;
    // Null while only a dotted name was read.
    let value: Value | null = atom;
    let path = atom === null ? this.#dottedName(start) : pathOf(atom);
    let chain = 0;
    for (;;) {
      const kind = this.kind();
      if (kind === T.DOT) {
        this.at++;
        if (this.kind() !== T.NAME) return value ?? { kind: "name", path, offset: start, end: this.previousEnd() };
        const name = this.word();
        this.at++;
        if (path !== "") path = `${path}.${name}`;
        if (value === null || value.kind === "name")
          value = { kind: "name", path, offset: start, end: this.previousEnd() };
        else value = { kind: "attribute", base: value, name, offset: start, end: this.previousEnd() };
      } else if (kind === T.LEFT_PAREN) {
        value = this.#called(value, path, start);
        path = path === "" ? "" : `${path}()`;
      } else if (kind === T.LEFT_BRACKET) {
        value = this.#indexed(value ?? { kind: "name", path, offset: start, end: this.previousEnd() }, path, start);
        path = path === "" ? "" : `${path}[]`;
      } else break;
      if (++chain > MAX_CHAIN || path.length > 400) {
        path = "";
        if (chain > MAX_CHAIN) value = { kind: "other", offset: start, end: this.previousEnd() };
      }
    }
    if (value !== null) return value;
    if (this.at > first + 1) recorder.name(path);
    return { kind: "name", path, offset: start, end: this.previousEnd() };
  }

  /** Reads `name.name…` as far as it goes; before Python 3.7 its first word could be `async` or `await`. */
  #dottedName(start: number): string {
    const { kinds, starts, ends } = this;
    const first = this.at;
    if (kinds[first] !== T.NAME) this.#recorder.syntax("async-name", start, null, "3.6");
    let last = first;
    let isContiguous = true;
    this.at++;
    while (this.kind() === T.DOT && this.kind(1) === T.NAME) {
      if (starts[this.at] !== ends[last] || starts[this.at + 1] !== ends[this.at]) isContiguous = false;
      last = this.at + 1;
      this.at += 2;
    }
    return this.#path(first, last, isContiguous);
  }

  /** What an index takes out of a value, with the key recorded where the value has a dotted name. */
  #indexed(base: Value, path: string, start: number): Value {
    const key = this.#key();
    const end = this.previousEnd();
    if (path !== "" && key.kind !== "other") this.#recorder.subscript(path, key, start, end);
    return { kind: "subscript", base, key, offset: start, end };
  }

  /** What calling a value gives, null standing for the dotted name `path`: a template of `"…".format(…)`, else the call, which is recorded. */
  #called(value: Value | null, path: string, start: number): Value {
    const isName = value === null || value.kind === "name";
    const base = isName ? undefined : value.kind === "attribute" ? value.base : value;
    const made = this.call(path, base, start);
    const isFormat = base?.kind === "string" && value?.kind === "attribute" && value.name === "format";
    const template = isFormat ? formatTemplate(base, made.arguments, made.keywords, made.end) : null;
    if (!template) this.#recorder.call(made);
    return template ?? made;
  }

  #path(first: number, last: number, isContiguous: boolean): string {
    const { text, starts, ends } = this;
    const words = this.#recorder.words;
    if (isContiguous) return words.slice(text, starts[first] as number, ends[last] as number);
    const parts: string[] = [];
    for (let at = first; at <= last; at += 2) parts.push(words.slice(text, starts[at] as number, ends[at] as number));
    return parts.join(".");
  }

  /** A call from its `(`; not recorded yet. Class headers are read with it as well. */
  call(callee: string, base: Value | undefined, start: number): CallValue {
    const open = this.at;
    const close = this.partners[open] as number;
    this.at++;
    let positional: Value[] | null = null;
    let keywords: KeywordFact[] | null = null;
    while (this.at < close) {
      const before = this.at;
      const kind = this.kind();
      if (kind === T.COMMA) {
        this.at++;
        continue;
      }
      if (kind === T.DOUBLE_STAR) {
        this.at++;
        (keywords ??= []).push({ name: null, value: this.test() });
      } else if (this.kind(1) === T.EQUAL && (kind === T.NAME || kind >= T.K_FALSE)) {
        if (kind === T.K_ASYNC || kind === T.K_AWAIT) this.#recorder.syntax("async-name", this.offset(), null, "3.6");
        const name = this.word();
        this.at += 2;
        (keywords ??= []).push({ name, value: this.test() });
      } else {
        const value = this.starred();
        (positional ??= []).push(value);
        if (this.#startsComprehension()) {
          positional[positional.length - 1] = this.#comprehension(value.offset, close);
        }
      }
      if (this.at === before) this.at++;
    }
    this.at = Math.min(close + 1, this.count);
    const call: CallValue = this.#recorder.conditional
      ? {
          kind: "call",
          callee,
          arguments: compact(positional),
          keywords: compact(keywords),
          offset: start,
          end: this.previousEnd(),
          scope: this.#recorder.scope,
          guarded: false,
          decorator: false,
          conditional: true,
        }
      : {
          kind: "call",
          callee,
          arguments: compact(positional),
          keywords: compact(keywords),
          offset: start,
          end: this.previousEnd(),
          scope: this.#recorder.scope,
          guarded: false,
          decorator: false,
        };
    if (base !== undefined) call.base = base;
    return call;
  }

  /** The key of a subscript: a value, a tuple, or `other` for slices. */
  #key(): Value {
    const open = this.at;
    const close = this.partners[open] as number;
    const start = this.starts[open] as number;
    this.at++;
    const items: Value[] = [];
    let isSlice = false;
    let isTuple = false;
    while (this.at < close) {
      const before = this.at;
      const kind = this.kind();
      if (kind === T.COLON) {
        isSlice = true;
        this.at++;
      } else if (kind === T.COMMA) {
        isTuple = true;
        this.at++;
      } else {
        items.push(this.starred());
        if (this.#startsComprehension()) {
          this.#comprehension(start, close);
          isSlice = true;
        }
      }
      if (this.at === before) this.at++;
    }
    this.at = Math.min(close + 1, this.count);
    const [only] = items;
    if (isSlice || only === undefined) return { kind: "other", offset: start, end: this.previousEnd() };
    if (!isTuple && items.length === 1) return only;
    return { kind: "sequence", type: "tuple", items: compact(items), offset: start, end: this.previousEnd() };
  }

  #startsComprehension(): boolean {
    const kind = this.kind();
    return kind === T.K_FOR || (kind === T.K_ASYNC && this.kind(1) === T.K_FOR);
  }

  /** The clauses of a comprehension after its element, up to the closing bracket. */
  #comprehension(start: number, close: number): Value {
    const recorder = this.#recorder;
    const elementCalls = recorder.calls.length;
    const elementSubscripts = recorder.subscripts.length;
    while (this.at < close && this.#startsComprehension()) {
      if (this.kind() === T.K_ASYNC) this.at++;
      this.at++;
      const target = this.targetList();
      if (this.kind() !== T.K_IN) break;
      this.at++;
      const calls = recorder.calls.length;
      const values = this.#binary(0);
      if (
        values.kind === "sequence" ||
        values.kind === "dict" ||
        calls < recorder.calls.length ||
        values.kind === "name"
      ) {
        assign(recorder, target, values, null, { each: true });
      }
      // Python 2 allows `for x in 1, 2`.
      while (this.kind() === T.COMMA && this.at < close) {
        this.at++;
        if (startsOperand(this.kind())) this.#binary(0);
      }
      while (this.kind() === T.K_IF && this.at < close) {
        this.at++;
        if (asksEnvironment(this.#conditionWithoutElse()))
          recorder.branchBefore(elementCalls, elementSubscripts, start);
      }
    }
    return { kind: "other", offset: start, end: this.previousEnd() };
  }

  /** A condition of a comprehension: a lambda or a walrus may stand here, a conditional expression may not. */
  #conditionWithoutElse(): Value {
    if (this.kind() === T.K_LAMBDA) return this.#lambda();
    const value = this.#binary(0);
    if (this.kind() === T.WALRUS) {
      this.at++;
      this.#binary(0);
    }
    return value;
  }

  #atom(kind: number, start: number): Value {
    switch (kind) {
      case T.STRING:
        return this.#strings(start);
      case T.NUMBER:
        return this.#number(start);
      case T.K_NONE:
      case T.K_TRUE:
      case T.K_FALSE:
        this.at++;
        return {
          kind: "constant",
          value: kind === T.K_NONE ? null : kind === T.K_TRUE,
          offset: start,
          end: this.previousEnd(),
        };
      case T.LEFT_PAREN:
        return this.#group(start);
      case T.LEFT_BRACKET:
        return this.#list(start);
      case T.LEFT_BRACE:
        return this.#braces(start);
      case T.BACKTICK:
        this.at++;
        if (startsOperand(this.kind())) this.expressionList();
        if (this.kind() === T.BACKTICK) this.at++;
        return { kind: "other", offset: start, end: this.previousEnd() };
      case T.K_LAMBDA:
        return this.#lambda();
      case T.K_YIELD:
        return this.#yield();
      case T.ELLIPSIS:
        this.at++;
        return { kind: "other", offset: start, end: this.previousEnd() };
      default:
        // Nothing that an operand starts with: left for the caller, who makes progress.
        this.#recorder.error("Expected an expression", start);
        return { kind: "other", offset: start, end: start };
    }
  }

  #number(start: number): Value {
    const end = this.ends[this.at] as number;
    this.at++;
    let digits = this.text.slice(start, end);
    if (digits.includes("_")) digits = digits.replaceAll("_", "");
    if (/[lL]$/.test(digits)) digits = digits.slice(0, -1);
    const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
    if (Number.isNaN(value)) return { kind: "other", offset: start, end };
    const isExact = !Number.isInteger(value) || Number.isSafeInteger(value) || !/^\d+$/.test(digits);
    return { kind: "number", value, ...(isExact ? {} : { digits: detached(digits) }), offset: start, end };
  }

  /** `(…)`: a group, a tuple or a generator. */
  #group(start: number): Value {
    const close = this.partners[this.at] as number;
    this.at++;
    const items: Value[] = [];
    let commas = 0;
    while (this.at < close) {
      const before = this.at;
      if (this.kind() === T.COMMA) {
        commas++;
        this.at++;
        continue;
      }
      items.push(this.starred());
      if (this.#startsComprehension()) {
        items[items.length - 1] = this.#comprehension(start, close);
      } else if (this.kind() === T.K_AS) {
        // Items of a parenthesised `with`: `(open(a) as f, open(b) as g)`.
        this.at++;
        this.#withTarget(items.at(-1));
      }
      if (this.at === before) this.at++;
    }
    this.at = Math.min(close + 1, this.count);
    const [only] = items;
    if (only !== undefined && items.length === 1 && commas === 0) return only;
    return { kind: "sequence", type: "tuple", items: compact(items), offset: start, end: this.previousEnd() };
  }

  #withTarget(value: Value | undefined): void {
    const target = this.targetItem();
    if (target.kind === "name" && value !== undefined) {
      this.#recorder.assignment({
        target: target.path,
        key: null,
        value,
        annotation: null,
        offset: target.offset,
        scope: this.#recorder.scope,
        augmented: false,
      });
    }
  }

  #list(start: number): Value {
    const close = this.partners[this.at] as number;
    this.at++;
    const items: Value[] = [];
    let isComprehension = false;
    while (this.at < close) {
      const before = this.at;
      if (this.kind() === T.COMMA) {
        this.at++;
        continue;
      }
      items.push(this.starred());
      if (this.#startsComprehension()) {
        this.#comprehension(start, close);
        isComprehension = true;
      }
      if (this.at === before) this.at++;
    }
    this.at = Math.min(close + 1, this.count);
    if (isComprehension) return { kind: "other", offset: start, end: this.previousEnd() };
    return { kind: "sequence", type: "list", items: compact(items), offset: start, end: this.previousEnd() };
  }

  #braces(start: number): Value {
    const close = this.partners[this.at] as number;
    this.at++;
    const items: Value[] = [];
    const entries: { key: Value | null; value: Value }[] = [];
    let isSet = false;
    let isComprehension = false;
    while (this.at < close) {
      const before = this.at;
      const kind = this.kind();
      if (kind === T.COMMA) {
        this.at++;
        continue;
      }
      if (kind === T.DOUBLE_STAR) {
        this.at++;
        entries.push({ key: null, value: this.#binary(COMPARISON + 1) });
      } else {
        const key = this.starred();
        if (this.kind() === T.COLON) {
          this.at++;
          entries.push({ key, value: this.starred() });
        } else {
          isSet = true;
          items.push(key);
        }
      }
      if (this.#startsComprehension()) {
        this.#comprehension(start, close);
        isComprehension = true;
      }
      if (this.at === before) this.at++;
    }
    this.at = Math.min(close + 1, this.count);
    const end = this.previousEnd();
    if (isComprehension) return { kind: "other", offset: start, end };
    return isSet
      ? { kind: "sequence", type: "set", items: compact(items), offset: start, end }
      : { kind: "dict", entries: compact(entries), offset: start, end };
  }

  /** Adjacent literals are one string (implicit concatenation). */
  #strings(start: number): Value {
    const flags = this.aux[this.at] as number;
    if (this.kind(1) !== T.STRING && (flags & FORMAT) === 0) {
      const value = this.#content(this.at, flags);
      this.at++;
      return { kind: "string", value, offset: start, end: this.previousEnd(), bytes: (flags & BYTES) !== 0 };
    }
    const parts: (string | Value)[] = [];
    let literal = "";
    while (this.kind() === T.STRING) {
      const token = this.at;
      const tokenFlags = this.aux[token] as number;
      this.at++;
      if ((tokenFlags & FORMAT) === 0) literal += this.#content(token, tokenFlags);
      else {
        for (const part of this.#formatParts(token, tokenFlags)) {
          if (typeof part === "string") literal += part;
          else {
            if (literal !== "") parts.push(literal);
            literal = "";
            parts.push(part);
          }
        }
      }
    }
    const end = this.previousEnd();
    if (parts.length === 0) {
      return { kind: "string", value: literal, offset: start, end, bytes: (flags & BYTES) !== 0 };
    }
    if (literal !== "") parts.push(literal);
    return { kind: "template", parts: compact(parts), offset: start, end };
  }

  #content(token: number, flags: number): string {
    const { text, starts, ends } = this;
    const start = contentStart(starts[token] as number, flags);
    const end = contentEnd(starts[token] as number, ends[token] as number, flags);
    return decodeContent(text, start, end, flags);
  }

  #formatParts(token: number, flags: number): readonly (string | Value)[] {
    const start = this.starts[token] as number;
    const from = contentStart(start, flags);
    const quote = this.text.charCodeAt(from - 1);
    this.#checkPrefix(start, from);
    const parts: (string | Value)[] = [];
    this.#fields(from, contentEnd(start, this.ends[token] as number, flags), quote, flags, parts);
    return parts;
  }

  #checkPrefix(start: number, from: number): void {
    for (let at = start; at < from; at++) {
      if ((this.text.charCodeAt(at) | 32) === 116) this.#recorder.syntax("template-string", start, "3.14", null);
    }
  }

  #fields(from: number, end: number, quote: number, flags: number, parts: (string | Value)[]): void {
    const { text } = this;
    const scan = newFormatScan(text, end, this.#recorder.marks.table);
    const isTriple = (flags & TRIPLE) !== 0;
    let literal = from;
    let at = from;
    const flush = (to: number): void => {
      if (to > literal) parts.push(decodeContent(text, literal, to, flags));
    };
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === 92) {
        const next = text.charCodeAt(at + 1);
        at =
          next === 78 && text.charCodeAt(at + 2) === 123
            ? skipNamedCharacter(text, at, end)
            : at + (next === 123 ? 1 : 2);
      } else if ((code === 123 || code === 125) && text.charCodeAt(at + 1) === code) {
        flush(at + 1);
        at += 2;
        literal = at;
      } else if (code === 123) {
        flush(at);
        const close = skipField(scan, at + 1, { quote, triple: isTriple, depth: 0 });
        if (close < 0) {
          literal = at;
          break;
        }
        const { specification } = scan;
        parts.push(this.#field(at + 1, scan.expressionEnd));
        if (specification >= 0 && this.#fieldDepth < MAX_FIELD_DEPTH) {
          this.#fieldDepth++;
          this.#fields(specification, close - 1, quote, flags, []);
          this.#fieldDepth--;
        }
        at = close;
        literal = at;
      } else at++;
    }
    flush(end);
  }

  /** Reads the expression of a replacement field with a lexer of its own. */
  #field(start: number, fieldEnd: number): Value {
    let end = fieldEnd;
    const { text } = this;
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
    // `{value=}` prints the expression too.
    if (text.charCodeAt(end - 1) === 61 && !"=!<>".includes(text.charAt(end - 2))) end--;
    if (this.#fieldDepth >= MAX_FIELD_DEPTH || end <= start) return { kind: "other", offset: start, end: fieldEnd };
    const { kinds, starts, ends, aux, partners, at, count } = this;
    const depth = this.#depth;
    const lexer = (this.#fieldLexers[this.#fieldDepth] ??= new Lexer(this.#recorder, this.#recorder.marks.table));
    this.#fieldDepth++;
    lexer.readExpression(text, start, end);
    this.load(lexer);
    this.#depth = depth;
    const value = this.expressionList();
    this.#fieldDepth--;
    this.kinds = kinds;
    this.starts = starts;
    this.ends = ends;
    this.aux = aux;
    this.partners = partners;
    this.at = at;
    this.count = count;
    this.#depth = depth;
    return value;
  }

  /** Passes over the bracket at the current token. */
  skipBracket(): void {
    this.at = Math.min((this.partners[this.at] as number) + 1, this.count);
  }
}

/** The path of a value in parentheses, as if they were not there. */
function pathOf(value: Value): string {
  if (value.kind === "name") return value.path;
  if (value.kind === "call") return value.callee === "" ? "" : `${value.callee}()`;
  if (value.kind !== "attribute" && value.kind !== "subscript") return "";
  const base = pathOf(value.base);
  return base === "" ? "" : value.kind === "attribute" ? `${base}.${value.name}` : `${base}[]`;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function isClosing(kind: number): boolean {
  return kind === T.RIGHT_PAREN || kind === T.RIGHT_BRACKET || kind === T.RIGHT_BRACE;
}

/** `async` and `await` were names before Python 3.7. */
function isNameHere(kind: number, next: number): boolean {
  if (kind === T.K_AWAIT) return !startsAwaited(next);
  if (kind === T.K_ASYNC) return next !== T.K_FOR && next !== T.K_DEF && next !== T.K_WITH;
  return false;
}

function startsAwaited(kind: number): boolean {
  return startsOperand(kind) && kind !== T.MINUS && kind !== T.PLUS && kind !== T.STAR && kind !== T.LEFT_BRACKET;
}

/** `name in os.environ`, alone or with more: what stands under it is only read where it is set. */
function asksEnvironment(value: Value): boolean {
  if (value.kind !== "operation" || value.left === null) return false;
  if (value.operator === "and") return asksEnvironment(value.left) || asksEnvironment(value.right);
  return value.operator === "in" && /(?:^|\.)environ(?:\.keys\(\))?$/.test(pathOf(value.right));
}

function combined(operator: string, left: Value, right: Value): Value {
  if (operator === "%" && left.kind === "string") {
    const template = percentTemplate(left, right, right.end);
    if (template) return template;
  }
  return { kind: "operation", operator, left, right, offset: left.offset, end: right.end };
}
