import type { CallFact, DefinitionFact, KeywordFact, ParameterFact, Value } from "../facts";
import { type BlockDetails, Blocks, CASE, isBranch, MATCH } from "./blocks";
import { both, isMainTest, isTypeChecking, negated } from "./conditions";
import { compact } from "./compact";
import { firstSentence } from "./docstring";
import { readExceptHeader } from "./except-header";
import { ExpressionParser } from "./expressions";
import { readImport } from "./import-statement";
import { BOUND_MARK, ROOT_MARK } from "./interest";
import { isLoopOverConstant } from "./loops";
import { FORMAT, HAS_SEMICOLON, INTERESTING, type Lexer } from "./lexer";
import { startsOperand, startsPrinted } from "./operators";
import type { CallValue, Mutable, Recorder } from "./recorder";
import { contentEnd, contentStart, decodeContent } from "./string-literal";
import { assign, markContext } from "./targets";
import * as T from "./token-kinds";

const NO_VALUES: readonly Value[] = Object.freeze([]);
const NO_KEYWORDS: readonly KeywordFact[] = Object.freeze([]);
const NO_PARAMETERS: readonly ParameterFact[] = Object.freeze([]);
const PRINT = T.hashName("print");
const EXEC = T.hashName("exec");
const MATCH_WORD = T.hashName("match");
const CASE_WORD = T.hashName("case");
const TYPE_WORD = T.hashName("type");
const NO_DOCSTRING = -2;
/** Longer logical lines are data: only their first tokens are kept as a value by the limits of the parser. */
const MAX_LINE_TOKENS = 60_000;
const EXITS = /^(?:(?:sys\.)?exit|quit|os\._exit|(?:click\.)?abort)$/;

/** Reads statements line by line into facts. */
export class StatementParser {
  readonly #lexer: Lexer;
  readonly #recorder: Recorder;
  readonly #parser: ExpressionParser;
  readonly #blocks: Blocks;
  /** Every line is read in full, also in functions. */
  readonly #full: boolean;
  #decorators: Value[] = [];
  /** Definition whose docstring may come next, -1 for the module. */
  #docstringOf = -1;
  #lastEnd = 0;
  #indent = 0;
  #isRead = true;

  constructor(lexer: Lexer, recorder: Recorder, full: boolean) {
    this.#lexer = lexer;
    this.#recorder = recorder;
    this.#full = full;
    this.#parser = new ExpressionParser(recorder);
    this.#blocks = new Blocks(recorder);
  }

  run(): void {
    const lexer = this.#lexer;
    while (lexer.readLine()) this.#line();
    this.#blocks.closeTo(-1, this.#lastEnd);
  }

  #line(): void {
    const lexer = this.#lexer;
    const parser = this.#parser;
    if (lexer.count === 0) return;
    this.#indent = lexer.indent;
    this.#blocks.closeTo(lexer.indent, this.#lastEnd);
    parser.load(lexer);
    this.#isRead = (this.#full || this.#matters()) && lexer.count < MAX_LINE_TOKENS;
    while (parser.at < parser.count) {
      const before = parser.at;
      this.#statement();
      if (parser.kind() === T.SEMICOLON) parser.at++;
      else if (parser.at < parser.count) this.#recover(before);
    }
    this.#lastEnd = lexer.ends[lexer.count - 1] as number;
  }

  /** Whether the current line is worth reading in full; see interest.ts. */
  #matters(): boolean {
    if (this.#recorder.isTestFile) return false;
    if (this.#blocks.functions === 0) return this.#blocks.migrations === 0 || this.#mentionsSettings();
    return (this.#lexer.flags & INTERESTING) !== 0 && this.#blocks.tests === 0;
  }

  /** Operations of a migration are data, but for a default that is read from the environment. */
  #mentionsSettings(): boolean {
    const { text, starts, ends, count } = this.#lexer;
    return /env|config/i.test(text.slice(starts[0], ends[count - 1]));
  }

  /** Goes on after the next `;`, or at the next line. */
  #recover(before: number): void {
    const parser = this.#parser;
    if (this.#isRead) this.#recorder.error("This line could not be understood", parser.offset());
    if (parser.at === before) parser.at++;
    this.#skipStatement();
    if (parser.kind() === T.SEMICOLON) parser.at++;
  }

  #skipStatement(): void {
    const parser = this.#parser;
    if ((this.#lexer.flags & HAS_SEMICOLON) === 0) {
      parser.at = parser.count;
      return;
    }
    this.#skipTo(T.SEMICOLON);
  }

  /** Passes over tokens and whole brackets up to a token of this kind. */
  #skipTo(wanted: number): void {
    const parser = this.#parser;
    for (let kind = parser.kind(); kind !== T.END && kind !== wanted; kind = parser.kind()) {
      if (T.isOpening(kind)) parser.skipBracket();
      else parser.at++;
    }
  }

  #statement(): void {
    const kind = this.#parser.kind();
    if (this.#docstringOf !== NO_DOCSTRING) {
      const definition = this.#docstringOf;
      this.#docstringOf = NO_DOCSTRING;
      if (kind === T.STRING && this.#docstring(definition)) return;
    }
    // Most statements begin with a name.
    if (kind === T.NAME) this.#nameStatement();
    else this.#keywordStatement(kind);
  }

  #keywordStatement(kind: number): void {
    const parser = this.#parser;
    switch (kind) {
      case T.AT:
        this.#decorator();
        return;
      case T.K_ASYNC:
        this.#async();
        return;
      case T.K_DEF:
        this.#function(false);
        return;
      case T.K_CLASS:
        this.#class();
        return;
      case T.K_IMPORT:
      case T.K_FROM:
        readImport(parser, this.#recorder, this.#importKind());
        return;
      case T.K_IF:
      case T.K_ELIF:
        this.#if(kind);
        return;
      case T.K_ELSE:
        this.#else();
        return;
      case T.K_WHILE:
        this.#header(kind);
        return;
      case T.K_FOR:
        this.#for();
        return;
      case T.K_WITH:
        this.#with();
        return;
      case T.K_TRY:
      case T.K_FINALLY:
        parser.at++;
        this.#openBlock(kind, null);
        return;
      case T.K_EXCEPT:
        this.#except();
        return;
      case T.K_RETURN:
        this.#return();
        return;
      case T.K_RAISE:
        this.#raise();
        return;
      case T.K_ASSERT:
        this.#assert();
        return;
      case T.K_DEL:
        this.#delete();
        return;
      default:
        this.#plainStatement(kind);
    }
  }

  /** A statement without a block: one whose keyword tells nothing (`pass`, `global`), or an expression. */
  #plainStatement(kind: number): void {
    if (T.isSilent(kind)) this.#skipStatement();
    else this.#expressionStatement();
  }

  #importKind(): "static" | "conditional" | "typing" {
    if (this.#blocks.isTyping) return "typing";
    return this.#blocks.isNested ? "conditional" : "static";
  }

  #docstring(definition: number): boolean {
    const { kinds, starts, ends, aux, count, at } = this.#parser;
    const flags = aux[at] as number;
    if ((flags & FORMAT) !== 0) return false;
    const next = at + 1;
    if (next < count && kinds[next] !== T.SEMICOLON && kinds[next] !== T.STRING) return false;
    const from = contentStart(starts[at] as number, flags);
    const end = Math.min(contentEnd(starts[at] as number, ends[at] as number, flags), from + 2000);
    const sentence = firstSentence(decodeContent(this.#parser.text, from, end, flags));
    if (definition < 0) this.#recorder.docstring = sentence;
    else {
      const fact = this.#recorder.definitions[definition];
      if (fact) fact.docstring = sentence;
    }
    this.#skipStatement();
    return true;
  }

  /** Statements that start with a name: soft keywords, statements of Python 2, assignments and calls. */
  #nameStatement(): void {
    const parser = this.#parser;
    const next = parser.kind(1);
    const { aux, at } = parser;
    const hash = aux[at] as number;
    if (hash === PRINT && (startsPrinted(next, parser.kind(2)) || next === T.SHIFT_RIGHT)) {
      this.#recorder.syntax("print-statement", parser.offset(), null, "2.7");
      parser.at++;
      if (parser.kind() === T.SHIFT_RIGHT) parser.at++;
      this.#expressionOrSkip();
      return;
    }
    if (hash === EXEC && (next === T.STRING || next === T.NAME)) {
      this.#recorder.syntax("exec-statement", parser.offset(), null, "2.7");
      parser.at++;
      this.#expressionOrSkip();
      return;
    }
    if (hash === MATCH_WORD && this.#isMatch(next)) {
      this.#recorder.syntax("match", parser.offset(), "3.10", null);
      this.#header(MATCH);
      return;
    }
    if (hash === CASE_WORD && this.#blocks.top?.kind === MATCH) {
      this.#case();
      return;
    }
    if (hash === TYPE_WORD && next === T.NAME && (parser.kind(2) === T.EQUAL || parser.kind(2) === T.LEFT_BRACKET)) {
      this.#recorder.syntax("type-statement", parser.offset(), "3.12", null);
      parser.at += 2;
      if (parser.kind() === T.LEFT_BRACKET) parser.skipBracket();
      if (parser.kind() === T.EQUAL) parser.at++;
      this.#expressionOrSkip();
      return;
    }
    this.#expressionStatement();
  }

  /** A `match` statement ends in a colon and does not go on as an assignment, a call or an annotation would. */
  #isMatch(next: number): boolean {
    const parser = this.#parser;
    if (!startsOperand(next) || parser.kinds[parser.count - 1] !== T.COLON) return false;
    if (next !== T.LEFT_PAREN && next !== T.LEFT_BRACKET) return true;
    const close = parser.partners[parser.at + 1] as number;
    return close < parser.count;
  }

  #expressionOrSkip(): void {
    if (!this.#isRead) this.#skipStatement();
    else if (startsOperand(this.#parser.kind())) this.#parser.expressionList();
  }

  #decorator(): void {
    const parser = this.#parser;
    if (this.#recorder.isTestFile && !this.#full) {
      this.#skipStatement();
      return;
    }
    parser.at++;
    const value = parser.test();
    if (value.kind === "call") (value as CallValue).decorator = true;
    this.#decorators.push(value);
  }

  #takeDecorators(): readonly Value[] {
    if (this.#decorators.length === 0) return NO_VALUES;
    const decorators = compact(this.#decorators);
    this.#decorators = [];
    return decorators;
  }

  #async(): void {
    const parser = this.#parser;
    const next = parser.kind(1);
    if (next === T.K_DEF || next === T.K_FOR || next === T.K_WITH) {
      this.#recorder.syntax("async", parser.offset(), "3.5", null);
      parser.at++;
      if (next === T.K_DEF) this.#function(true);
      else if (next === T.K_FOR) this.#for();
      else this.#with();
    } else this.#expressionStatement();
  }

  #function(isAsync: boolean): void {
    const parser = this.#parser;
    const offset = parser.offset();
    parser.at++;
    const name = this.#definedName();
    this.#typeParameters();
    let parameters = NO_PARAMETERS;
    if (parser.kind() === T.LEFT_PAREN) {
      // Parameters of tests are fixtures: many, and of no use to anyone.
      if (!this.#full && (this.#recorder.isTestFile || (this.#recorder.looksLikeTests && name.startsWith("test_")))) {
        parser.skipBracket();
      } else parameters = this.#parameters();
    }
    if (parser.kind() === T.ARROW) {
      parser.at++;
      if (this.#isRead) parser.test();
    }
    this.#define({ kind: "function", name, offset, isAsync, parameters }, T.K_DEF);
  }

  #class(): void {
    const parser = this.#parser;
    const offset = parser.offset();
    parser.at++;
    const name = this.#definedName();
    this.#typeParameters();
    let header: CallValue | null = null;
    if (parser.kind() === T.LEFT_PAREN) header = parser.call("", undefined, offset);
    this.#define({ kind: "class", name, offset, header }, T.K_CLASS);
  }

  #definedName(): string {
    const parser = this.#parser;
    const kind = parser.kind();
    if (kind !== T.NAME && kind < T.K_FALSE) return "";
    const name = parser.word();
    parser.at++;
    return name;
  }

  #typeParameters(): void {
    const parser = this.#parser;
    if (parser.kind() !== T.LEFT_BRACKET) return;
    this.#recorder.syntax("type-parameters", parser.offset(), "3.12", null);
    parser.skipBracket();
  }

  #define(
    fact: { kind: "class" | "function"; name: string; offset: number; isAsync?: boolean } & {
      parameters?: readonly ParameterFact[];
      header?: CallValue | null;
    },
    kind: number,
  ): void {
    const recorder = this.#recorder;
    const index = recorder.definitions.length;
    const definition: Mutable<DefinitionFact> = {
      kind: fact.kind,
      name: fact.name,
      offset: fact.offset,
      end: this.#parser.previousEnd(),
      parent: recorder.scope,
      isAsync: fact.isAsync ?? false,
      bases: fact.header?.arguments ?? NO_VALUES,
      keywords: fact.header?.keywords ?? NO_KEYWORDS,
      decorators: this.#takeDecorators(),
      parameters: fact.parameters ?? NO_PARAMETERS,
      docstring: null,
      returns: NO_VALUES,
    };
    recorder.definitions.push(definition);
    if (fact.kind === "class" && definition.bases.some(base => base.kind === "name" && isServiceBase(base.path))) {
      recorder.marks.add(fact.name, ROOT_MARK);
    }
    this.#docstringOf = index;
    this.#skipTo(T.COLON);
    this.#openBlock(kind, null, index);
  }

  #parameters(): readonly ParameterFact[] {
    const parser = this.#parser;
    const close = parser.partners[parser.at] as number;
    parser.at++;
    const parameters: ParameterFact[] = [];
    let isKeywordOnly = false;
    while (parser.at < close) {
      const before = parser.at;
      let stars = "";
      let kind = parser.kind();
      if (kind === T.STAR || kind === T.DOUBLE_STAR) {
        stars = kind === T.STAR ? "*" : "**";
        parser.at++;
        kind = parser.kind();
      }
      if (kind === T.NAME || kind >= T.K_FALSE) {
        const name = parser.word();
        parser.at++;
        const annotation = parser.kind() === T.COLON ? this.#annotation(close) : null;
        let value: Value | null = null;
        if (parser.kind() === T.EQUAL) {
          parser.at++;
          value = parser.test();
        }
        const fact: ParameterFact = { name: stars + name, annotation, default: value };
        parameters.push(isKeywordOnly && stars === "" ? { ...fact, keywordOnly: true } : fact);
      } else if (kind === T.SLASH) {
        this.#recorder.syntax("positional-only", parser.offset(), "3.8", null);
        parser.at++;
      } else if (kind === T.LEFT_PAREN) {
        this.#recorder.syntax("tuple-parameter", parser.offset(), null, "2.7");
        parser.skipBracket();
      }
      if (stars === "*") isKeywordOnly = true;
      if (parser.kind() === T.COMMA) parser.at++;
      if (parser.at === before) parser.at++;
    }
    parser.at = Math.min(close + 1, parser.count);
    return compact(parameters);
  }

  /** The source text of an annotation, from its colon to the `,`, `=` or bracket that ends it. */
  #annotation(close: number): string {
    const parser = this.#parser;
    parser.at++;
    const start = parser.offset();
    if (this.#isRead) parser.starred();
    for (let kind = parser.kind(); parser.at < close && kind !== T.COMMA && kind !== T.EQUAL; kind = parser.kind()) {
      if (T.isOpening(kind)) parser.skipBracket();
      else parser.at++;
    }
    return this.#source(start, parser.previousEnd());
  }

  #source(start: number, end: number): string {
    const text = this.#recorder.words.slice(this.#parser.text, start, Math.max(start, Math.min(end, start + 300)));
    return text.includes("\n") ? text.split(/\s+/).join(" ") : text;
  }

  /** A header whose expression is read where it matters: `while`, `match`. */
  #header(kind: number): void {
    const isEndless = kind === T.K_WHILE && this.#isAlwaysTrue();
    this.#parser.at++;
    if (this.#isRead) this.#parser.expressionList();
    else this.#skipHeader();
    this.#openBlock(kind, null, -1, false, isEndless ? { isEndless } : {});
  }

  /** `while True:` and `while 1:`. */
  #isAlwaysTrue(): boolean {
    const { text, starts, at } = this.#parser;
    const next = this.#parser.kind(1);
    if (this.#parser.kind(2) !== T.COLON) return false;
    return next === T.K_TRUE || (next === T.NUMBER && text[starts[at + 1] as number] === "1");
  }

  #if(kind: number): void {
    const parser = this.#parser;
    const offset = parser.offset();
    parser.at++;
    const typing = this.#typeCheckingTest();
    let test: Value | null = null;
    if (this.#isRead || this.#isShortTest()) test = parser.test();
    else this.#skipHeader();
    if (kind === T.K_IF && this.#blocks.top === undefined && test !== null && isMainTest(test)) {
      this.#recorder.mainGuards.push({ offset, end: 0 });
    }
    const earlier = kind === T.K_ELIF ? this.#blocks.otherwise : null;
    this.#openBlock(kind, test && earlier ? both(earlier, test) : test, -1, typing > 0, { own: test, earlier });
  }

  /** `if not name:` and `if name is None:` are cheap to read, and say what a function refuses. */
  #isShortTest(): boolean {
    const { kinds, at, count } = this.#parser;
    if (count - at > 5) return false;
    return kinds[at] === T.K_NOT || kinds[at + 1] === T.K_IS;
  }

  /** 1 for `TYPE_CHECKING`, -1 for `not TYPE_CHECKING`, 0 for any other condition. */
  #typeCheckingTest(): number {
    const parser = this.#parser;
    const { text, starts, ends, kinds, count } = parser;
    let at = parser.at;
    const isNegated = kinds[at] === T.K_NOT;
    if (isNegated) at++;
    while (at + 2 < count && kinds[at] === T.NAME && kinds[at + 1] === T.DOT) at += 2;
    if (at + 1 >= count || kinds[at + 1] !== T.COLON || kinds[at] !== T.NAME) return 0;
    const start = starts[at] as number;
    if ((ends[at] as number) - start !== 13 || !text.startsWith("TYPE_CHECKING", start)) return 0;
    return isNegated ? -1 : 1;
  }

  #else(): void {
    this.#parser.at++;
    const test = this.#blocks.otherwise;
    const typing =
      test?.kind === "operation" &&
      test.operator === "not" &&
      test.right.kind === "operation" &&
      test.right.operator === "not" &&
      isTypeChecking(test.right.right);
    this.#openBlock(T.K_ELSE, test, -1, typing);
  }

  #for(): void {
    const parser = this.#parser;
    parser.at++;
    if (!this.#isRead && (this.#recorder.isTestFile || !isLoopOverConstant(parser))) this.#skipHeader();
    else {
      const target = parser.targetList();
      if (parser.kind() === T.K_IN) {
        parser.at++;
        const values = parser.expressionList();
        assign(this.#recorder, target, values, null, { each: true });
      }
    }
    this.#openBlock(T.K_FOR, null);
  }

  #with(): void {
    const parser = this.#parser;
    parser.at++;
    this.#checkParenthesised();
    let entered: CallFact[] | undefined;
    if (!this.#isRead) this.#skipHeader();
    else {
      while (parser.at < parser.count && parser.kind() !== T.COLON) {
        const before = parser.at;
        const value = parser.test();
        if (value.kind === "call" && value.callee.endsWith(".prefixed")) (entered ??= []).push(value);
        if (parser.kind() === T.K_AS) {
          parser.at++;
          const target = parser.targetItem();
          assign(this.#recorder, target, value, null);
        }
        if (parser.kind() === T.COMMA) parser.at++;
        if (parser.at === before) parser.at++;
      }
    }
    this.#openBlock(T.K_WITH, null, -1, false, entered ? { entered } : {});
  }

  /** `with (open(a) as f, open(b) as g):`, which CPython accepts since 3.9. */
  #checkParenthesised(): void {
    const { kinds, partners, at, count } = this.#parser;
    if (kinds[at] !== T.LEFT_PAREN) return;
    const close = partners[at] as number;
    if (close + 1 >= count || kinds[close + 1] !== T.COLON) return;
    for (let inner = at + 1; inner < close; inner++) {
      const kind = kinds[inner] as number;
      if (T.isOpening(kind)) inner = partners[inner] as number;
      else if (kind === T.K_AS) {
        this.#recorder.syntax("parenthesised-with", this.#parser.offset(), "3.9", null);
        return;
      }
    }
  }

  #except(): void {
    const { ended } = this.#blocks;
    const tried = ended?.kind === T.K_TRY ? ended : ended?.kind === T.K_EXCEPT ? ended.tried : null;
    const catches = readExceptHeader(this.#parser, this.#recorder, this.#isRead);
    this.#openBlock(T.K_EXCEPT, null, -1, false, { catches, tried });
  }

  #case(): void {
    const parser = this.#parser;
    parser.at++;
    // Patterns look like calls but are none; only a guard is read.
    for (let kind = parser.kind(); kind !== T.END && kind !== T.COLON; kind = parser.kind()) {
      if (T.isOpening(kind)) parser.skipBracket();
      else if (kind === T.K_IF && this.#isRead) {
        parser.at++;
        parser.test();
        break;
      } else parser.at++;
    }
    this.#openBlock(CASE, null);
  }

  /** Passes over a header's expression up to the colon that ends it; a lambda has a colon of its own. */
  #skipHeader(): void {
    const parser = this.#parser;
    if (parser.kinds[parser.count - 1] === T.COLON) {
      parser.at = Math.max(parser.at, parser.count - 1);
      return;
    }
    let lambdas = 0;
    for (let kind = parser.kind(); kind !== T.END; kind = parser.kind()) {
      if (kind === T.COLON && lambdas-- === 0) return;
      if (kind === T.K_LAMBDA) lambdas++;
      if (T.isOpening(kind)) parser.skipBracket();
      else parser.at++;
    }
  }

  /** After a header: the body starts, on the same line or on the next. */
  #openBlock(
    kind: number,
    test: Value | null,
    definition = -1,
    typing = false,
    details: Pick<BlockDetails, "catches" | "tried" | "own" | "earlier" | "entered" | "isEndless"> = {},
  ): void {
    const parser = this.#parser;
    if (parser.kind() !== T.COLON) {
      // The end of a logical line is where the next one starts; the colon is missing from this one.
      const offset = parser.kind() === T.END ? parser.previousEnd() : parser.offset();
      if (this.#isRead) this.#recorder.error("Expected a colon", offset);
      this.#skipTo(T.COLON);
    }
    if (parser.kind() === T.COLON) parser.at++;
    this.#blocks.push(kind, this.#indent, { offset: parser.offset(), definition, typing, test, ...details });
    if (kind !== T.K_DEF && kind !== T.K_CLASS) this.#docstringOf = NO_DOCSTRING;
    while (parser.at < parser.count) {
      const before = parser.at;
      this.#statement();
      if (parser.kind() === T.SEMICOLON) parser.at++;
      else if (parser.at < parser.count) this.#recover(before);
    }
  }

  #return(): void {
    const parser = this.#parser;
    const definition = this.#recorder.definitions[this.#recorder.scope];
    if (definition && this.#recorder.conditional) definition.leavesAt ??= parser.offset();
    this.#leaves(parser.offset());
    parser.at++;
    if (!startsOperand(parser.kind())) return;
    const length = parser.count - parser.at;
    // A function of such a name may hand over to one that is defined further down and reads the environment.
    if (!this.#isRead && length > 4 && !(length < 60 && READS_SETTINGS.test(definition?.name ?? ""))) {
      this.#skipStatement();
      return;
    }
    const value = parser.expressionList();
    if (definition?.kind !== "function" || value.kind === "other") return;
    if (definition.returns.length === 0) definition.returns = [value];
    else (definition.returns as Value[]).push(value);
  }

  #leaves(offset: number): void {
    const test = this.#blocks.top?.test ? this.#blocks.condition : null;
    if (test) this.#recorder.leaves.push({ test, offset, scope: this.#recorder.scope });
  }

  #raise(): void {
    const parser = this.#parser;
    const recorder = this.#recorder;
    const offset = parser.offset();
    parser.at++;
    const isBare = parser.kind() === T.END || parser.kind() === T.SEMICOLON;
    // The test around it only keeps quiet about a failure that there is already.
    this.#fails(offset, isBare && this.#blocks.passesOnOther);
    if (this.#isRead) {
      if (startsOperand(parser.kind())) parser.test();
      if (parser.kind() === T.COMMA) {
        recorder.syntax("raise-comma", offset, null, "2.7");
        parser.at++;
        if (startsOperand(parser.kind())) parser.expressionList();
      }
      if (parser.kind() === T.K_FROM) {
        parser.at++;
        parser.test();
      }
      return;
    }
    for (let kind = parser.kind(); kind !== T.END && kind !== T.SEMICOLON; kind = parser.kind()) {
      if (kind === T.COMMA) recorder.syntax("raise-comma", offset, null, "2.7");
      if (T.isOpening(kind)) parser.skipBracket();
      else parser.at++;
    }
  }

  /** The block that the current statement stands in directly ends the program or raises. */
  #fails(offset: number, isOther = false): void {
    const { top } = this.#blocks;
    if (!top || top.raises) return;
    top.raises = true;
    if (!isOther && top.test && isBranch(top.kind)) {
      const test = this.#blocks.condition;
      if (test) this.#recorder.checks.push({ test, offset, scope: this.#recorder.scope });
    }
  }

  #assert(): void {
    const parser = this.#parser;
    const offset = parser.offset();
    parser.at++;
    if (!this.#isRead) {
      this.#skipStatement();
      return;
    }
    const right = parser.test();
    const around = this.#blocks.condition;
    if (right.kind !== "other") {
      const test = around ? both(around, negated(right)) : negated(right);
      this.#recorder.checks.push({ test, offset, scope: this.#recorder.scope });
    }
    if (parser.kind() === T.COMMA) {
      parser.at++;
      parser.test();
    }
  }

  #delete(): void {
    const parser = this.#parser;
    parser.at++;
    if (!this.#isRead) {
      this.#skipStatement();
      return;
    }
    const value = parser.expressionList();
    for (const target of value.kind === "sequence" ? value.items : [value])
      markContext(this.#recorder, target, "delete");
  }

  #expressionStatement(): void {
    const parser = this.#parser;
    if (!this.#isRead && !this.#isShortBinding()) {
      this.#shadow();
      this.#skipStatement();
      return;
    }
    const offset = parser.offset();
    let value = parser.expressionList();
    const kind = parser.kind();
    if (kind === T.COLON && isTarget(value)) {
      const annotation = this.#annotation(parser.count);
      let assigned: Value | null = null;
      if (parser.kind() === T.EQUAL) {
        parser.at++;
        assigned = parser.expressionList();
      }
      assign(this.#recorder, value, assigned, annotation);
    } else if (kind === T.EQUAL) {
      const targets: Value[] = [];
      while (parser.kind() === T.EQUAL) {
        targets.push(value);
        parser.at++;
        value = parser.expressionList();
      }
      for (const target of targets) assign(this.#recorder, target, value, null);
    } else if (kind === T.AUGMENTED) {
      parser.at++;
      assign(this.#recorder, value, parser.expressionList(), null, { augmented: true });
    } else if (value.kind === "call" && EXITS.test(value.callee)) this.#fails(offset);
    if (kind === T.EQUAL || kind === T.COLON) this.#markBound();
  }

  /** Remembers names bound at module level, so that a function that binds the same name is seen to shadow it. */
  #markBound(): void {
    const recorder = this.#recorder;
    if (recorder.scope !== -1) return;
    const last = recorder.assignments.at(-1);
    if (last && /^\w+$/.test(last.target)) recorder.marks.add(last.target, BOUND_MARK);
  }

  /** `port = 8080` and `self.port = 8080`: cheap to keep, and what local names are resolved with. */
  #isShortBinding(): boolean {
    const { kinds, at, count } = this.#parser;
    const length = count - at;
    if (length === 3) return kinds[at + 1] === T.EQUAL && T.isLiteral(kinds[at + 2] as number);
    return length === 5 && kinds[at + 1] === T.DOT && kinds[at + 3] === T.EQUAL && T.isLiteral(kinds[at + 4] as number);
  }

  /** A function that binds a module's name anew hides the module's value, whatever it binds. */
  #shadow(): void {
    const parser = this.#parser;
    const recorder = this.#recorder;
    if (parser.kind() !== T.NAME || parser.kind(1) !== T.EQUAL) return;
    const hash = parser.aux[parser.at] as number;
    if (((recorder.marks.table[hash & 0xffff] ?? 0) & BOUND_MARK) === 0) return;
    const offset = parser.offset();
    recorder.assignments.push({
      target: parser.word(),
      key: null,
      value: { kind: "other", offset, end: offset },
      annotation: null,
      offset,
      scope: recorder.scope,
      augmented: false,
    });
  }
}

const READS_SETTINGS = /env|conf|setting|secret/i;

function isTarget(value: Value): boolean {
  return value.kind === "name" || value.kind === "attribute" || value.kind === "subscript";
}

/** Classes whose instances start something or hold settings are worth following into functions. */
function isServiceBase(path: string): boolean {
  return /(?:Settings|Config|App|Application|Server|Bot|Env|Client|Worker)$/.test(path);
}
