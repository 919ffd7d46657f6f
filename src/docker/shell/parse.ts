import { sliceLogical, sourceSpan } from "../dockerfile/logical-text";
import type { LogicalText } from "../dockerfile/logical-text";
import { isDigit } from "../spaces";
import { skipCaseHead, skipFunctionName, skipLoopHead } from "./compound-heads";
import { assignmentEnd, redirectionAt } from "./operators";
import { commandName, innerCommand, unwrap } from "./unwrap";
import { scanWord, skipParenthesis } from "./scan-word";
import type { ScannedWord } from "./scan-word";
import type {
  ShellAssignment,
  ShellCommand,
  ShellConnector,
  ShellPipe,
  ShellProblem,
  ShellRedirection,
  ShellScript,
  ShellWord,
} from "./types";

const MAXIMUM_DEPTH = 24;
const NONE: readonly never[] = [];

/** Counters and results that nested scripts share. */
interface Collector {
  readonly commands: ShellCommand[];
  readonly pipes: ShellPipe[];
  readonly problems: ShellProblem[];
  /** Bodies of the heredocs that the instruction itself read, in order. */
  readonly bodies: string[];
  nextPipeline: number;
  nextList: number;
}

interface Setting {
  readonly depth: number;
  readonly substituted: boolean;
  readonly wrapper: ShellCommand | null;
}

/** One open list: the top, a subshell, a group or a part of a compound command. */
interface Frame {
  readonly kind: "top" | "(" | "{" | "compound" | "case";
  readonly depth: number;
  list: number;
  connector: ShellConnector;
  pipeline: number;
  /** In `case`: the next word is a pattern. */
  pattern: boolean;
}

/**
 * Reads a POSIX or bash script (also with functions, `[[ … ]]` and process substitution) into its simple commands. Never throws; what is
 * not closed is in `problems`. `bodies` are those of the heredocs whose text BuildKit has already taken out of the script.
 */
export function parseShell(logical: LogicalText, bodies: readonly string[] = []): ShellScript {
  const collector: Collector = {
    commands: [],
    pipes: [],
    problems: [],
    bodies: [...bodies],
    nextPipeline: 0,
    nextList: 0,
  };
  readScript(logical, collector, { depth: 0, substituted: false, wrapper: null });
  collector.commands.sort((left, right) => left.span.start - right.span.start || left.depth - right.depth);
  return { commands: collector.commands, pipes: collector.pipes, problems: collector.problems };
}

function readScript(logical: LogicalText, collector: Collector, setting: Setting): void {
  if (setting.depth > MAXIMUM_DEPTH || logical.text.trim() === "") return;
  new ScriptReader(logical, collector, setting).read();
}

/** What is gathered of a simple command until an operator ends it. */
interface OpenCommand {
  words: ShellWord[];
  scanned: ScannedWord[];
  assignments: ShellAssignment[];
  redirections: ShellRedirection[];
  start: number;
  end: number;
}

class ScriptReader {
  private readonly text: string;
  private readonly end: number;
  private at = 0;
  private frames: Frame[];
  private open: OpenCommand | null = null;
  /** Heredocs whose bodies begin behind the next line feed. */
  private pending: { name: string; chomp: boolean; keep: (body: string) => void }[] = [];
  /** Behind `)`, `}`, `fi`, `done` and `esac` only redirections and operators may follow. */
  private afterCompound = false;

  constructor(
    private readonly logical: LogicalText,
    private readonly collector: Collector,
    private readonly setting: Setting,
  ) {
    this.text = logical.text;
    this.end = logical.text.length;
    this.frames = [this.frame("top", setting.depth)];
  }

  read(): void {
    while (this.at < this.end) this.step();
    this.finish();
  }

  private frame(kind: Frame["kind"], depth: number): Frame {
    return {
      kind,
      depth,
      list: this.collector.nextList++,
      connector: null,
      pipeline: this.collector.nextPipeline++,
      pattern: false,
    };
  }

  private get top(): Frame {
    return this.frames.at(-1) ?? this.frame("top", this.setting.depth);
  }

  private step(): void {
    const character = this.text[this.at] ?? "";
    if (character === " " || character === "\t" || character === "\r") {
      this.at++;
      return;
    }
    if (character === "\\" && this.text[this.at + 1] === "\n") {
      this.at += 2;
      return;
    }
    if (character === "#" && this.atWordStart()) {
      const feed = this.text.indexOf("\n", this.at);
      this.at = feed === -1 ? this.end : feed;
      return;
    }
    if (character === "\n") {
      this.at++;
      this.connect("newline");
      this.readPendingBodies();
      return;
    }
    if (this.readRedirection()) return;
    if (this.readOperator(character)) return;
    this.readWord();
  }

  private atWordStart(): boolean {
    return this.at === 0 || " \t\n\r;&|()".includes(this.text[this.at - 1] ?? " ");
  }

  private connect(connector: ShellConnector): void {
    const hadCommand = this.open !== null || this.afterCompound;
    this.finish();
    const { top } = this;
    if (connector === "newline" && (!hadCommand || top.pattern)) return;
    top.connector = connector;
    if (connector !== "|" && connector !== "|&") top.pipeline = this.collector.nextPipeline++;
  }

  private readOperator(character: string): boolean {
    const two = this.text.slice(this.at, this.at + 2);
    if (two === ";;" || two === ";&") {
      this.at += this.text.startsWith(";;&", this.at) ? 3 : 2;
      this.finish();
      this.restart(this.top);
      if (this.top.kind === "case") this.top.pattern = true;
      return true;
    }
    if (two === "&&" || two === "||") {
      this.at += 2;
      this.connect(two);
      return true;
    }
    if (character === "|") {
      if (this.top.pattern) {
        this.at++;
        return true;
      }
      const start = this.at;
      this.at += two === "|&" ? 2 : 1;
      this.connect(two === "|&" ? "|&" : "|");
      const { pipeline } = this.top;
      if (this.collector.pipes.at(-1)?.pipeline !== pipeline) {
        this.collector.pipes.push({ span: sourceSpan(this.logical, start, start + 1), pipeline });
      }
      return true;
    }
    if (character === ";" || character === "&") {
      this.at++;
      this.connect(character);
      return true;
    }
    if (character === "(") {
      this.readOpeningParenthesis();
      return true;
    }
    if (character === ")") {
      this.at++;
      if (this.top.pattern) {
        this.top.pattern = false;
        return true;
      }
      this.finish();
      this.close("(");
      return true;
    }
    return false;
  }

  private readOpeningParenthesis(): void {
    if (this.top.pattern) {
      this.at++;
      return;
    }
    if (
      this.open !== null &&
      this.open.words.length === 1 &&
      /^\s*\)/.test(this.text.slice(this.at + 1, this.at + 20))
    ) {
      // `name ()` begins a function: its body is read as a group.
      this.at = this.text.indexOf(")", this.at) + 1;
      this.open = null;
      return;
    }
    if (this.open === null && this.text[this.at + 1] === "(") {
      const stop = skipParenthesis(this.text, this.at + 1, this.end);
      if (this.text[stop - 1] === ")" && this.text[stop - 2] === ")") {
        this.at = stop;
        this.afterCompound = true;
        return;
      }
    }
    this.at++;
    this.finish();
    this.enter("(");
  }

  private enter(kind: Frame["kind"]): void {
    this.afterCompound = false;
    this.frames.push(this.frame(kind, this.top.depth + 1));
  }

  private close(kind: Frame["kind"]): void {
    const index = this.frames.findLastIndex(frame => frame.kind === kind);
    if (index > 0) this.frames.length = index;
    this.afterCompound = true;
  }

  private restart(frame: Frame): void {
    frame.connector = null;
    frame.list = this.collector.nextList++;
    frame.pipeline = this.collector.nextPipeline++;
  }

  private readRedirection(): boolean {
    let at = this.at;
    while (at < this.end && isDigit(this.text.charCodeAt(at))) at++;
    const operator = redirectionAt(this.text, at);
    if (operator === null) return false;
    if (this.text[at + operator.length] === "(" && (operator === "<" || operator === ">")) return false;
    const start = this.at;
    const descriptor = at > start ? Number(this.text.slice(start, at)) : null;
    at += operator.length;
    while (at < this.end && (this.text[at] === " " || this.text[at] === "\t")) at++;
    const scanned = scanWord(this.text, at, this.end);
    const target = scanned.end > scanned.start ? this.makeWord(scanned) : null;
    this.at = Math.max(scanned.end, at);
    this.readSubstitutions(scanned);
    const redirection = {
      operator,
      descriptor,
      target,
      span: sourceSpan(this.logical, start, this.at),
      body: null as string | null,
    };
    if ((operator === "<<" || operator === "<<-") && target !== null) {
      const given = this.setting.depth === 0 ? this.collector.bodies.shift() : undefined;
      if (given !== undefined) redirection.body = given;
      else this.pending.push({ name: target.text, chomp: operator === "<<-", keep: body => (redirection.body = body) });
    }
    if (this.afterCompound) return true;
    this.opened(start).redirections.push(redirection);
    this.opened(start).end = this.at;
    return true;
  }

  private readPendingBodies(): void {
    for (const heredoc of this.pending) {
      const lines: string[] = [];
      while (this.at < this.end) {
        const feed = this.text.indexOf("\n", this.at);
        const stop = feed === -1 ? this.end : feed;
        const line = this.text.slice(this.at, stop);
        this.at = Math.min(stop + 1, this.end);
        if ((heredoc.chomp ? line.replace(/^\t+/, "") : line) === heredoc.name) break;
        lines.push(line);
      }
      heredoc.keep(lines.map(line => line + "\n").join(""));
    }
    this.pending = [];
  }

  private opened(start: number): OpenCommand {
    this.open ??= { words: [], scanned: [], assignments: [], redirections: [], start, end: start };
    return this.open;
  }

  private makeWord(scanned: ScannedWord): ShellWord {
    const isPlain = !scanned.quoted && scanned.text.length === scanned.end - scanned.start;
    return {
      raw: isPlain ? scanned.text : this.text.slice(scanned.start, scanned.end),
      text: scanned.text,
      value: scanned.dynamic ? null : scanned.text,
      span: sourceSpan(this.logical, scanned.start, scanned.end),
      quoted: scanned.quoted,
      variables: scanned.variables,
      glob: scanned.glob,
    };
  }

  private readSubstitutions(scanned: ScannedWord): void {
    if (scanned.problem !== null) {
      this.collector.problems.push({
        message: scanned.problem,
        span: sourceSpan(this.logical, scanned.start, scanned.end),
      });
    }
    for (const { start, end } of scanned.substitutions) {
      readScript(sliceLogical(this.logical, start, end), this.collector, {
        depth: this.top.depth + 1,
        substituted: true,
        wrapper: null,
      });
    }
  }

  private readWord(): void {
    const scanned = scanWord(this.text, this.at, this.end);
    if (scanned.end === this.at) {
      // A character that begins nothing: leave it out rather than stand still.
      this.at++;
      return;
    }
    this.at = scanned.end;
    this.readSubstitutions(scanned);
    if (this.top.pattern) {
      if (!scanned.quoted && scanned.text === "esac") {
        this.close("case");
      }
      return;
    }
    if (this.open === null || this.open.words.length === 0) {
      if (this.open === null && !scanned.quoted && !scanned.dynamic && this.readReserved(scanned.text)) return;
      const equals = assignmentEnd(this.text, scanned.start, scanned.end);
      if (equals !== -1) {
        const value = scanWord(this.text, equals + 1, scanned.end);
        const command = this.opened(scanned.start);
        command.assignments.push({
          name: this.text.slice(scanned.start, this.text[equals - 1] === "+" ? equals - 1 : equals),
          value: this.makeWord({ ...value, end: scanned.end }),
          span: sourceSpan(this.logical, scanned.start, scanned.end),
        });
        command.end = scanned.end;
        return;
      }
    }
    const command = this.opened(scanned.start);
    command.words.push(this.makeWord(scanned));
    command.scanned.push(scanned);
    command.end = scanned.end;
    this.afterCompound = false;
    if (command.words.length === 1 && scanned.text === "[[" && !scanned.quoted) this.readCondition(command);
  }

  /** Reads to `]]`, inside which `<`, `(`, `&&` and `||` are no operators of the shell. */
  private readCondition(command: OpenCommand): void {
    while (this.at < this.end) {
      const character = this.text[this.at] ?? "";
      if (" \t\n\r<>()&|;".includes(character)) {
        this.at++;
        continue;
      }
      const scanned = scanWord(this.text, this.at, this.end);
      this.at = Math.max(scanned.end, this.at + 1);
      this.readSubstitutions(scanned);
      command.words.push(this.makeWord(scanned));
      command.scanned.push(scanned);
      command.end = this.at;
      if (scanned.text === "]]" && !scanned.quoted) return;
    }
  }

  private readReserved(word: string): boolean {
    switch (word) {
      case "!":
        return true;
      case "if":
      case "while":
      case "until":
        this.enter("compound");
        return true;
      case "then":
      case "do":
      case "else":
      case "elif":
        this.restart(this.top);
        return true;
      case "fi":
      case "done":
        this.close("compound");
        return true;
      case "{":
        this.enter("{");
        return true;
      case "}":
        this.close("{");
        return true;
      case "for":
      case "select":
        this.enter("compound");
        this.at = skipLoopHead(this.text, this.at, this.end, word => this.readSubstitutions(word));
        return true;
      case "case":
        this.at = skipCaseHead(this.text, this.at, this.end, word => this.readSubstitutions(word));
        this.enter("case");
        this.top.pattern = true;
        return true;
      case "esac":
        this.close("case");
        return true;
      case "function":
        this.at = skipFunctionName(this.text, this.at, this.end);
        return true;
      default:
        return false;
    }
  }

  /** Ends the open command and adds it with what it runs in turn. */
  private finish(): void {
    const { open } = this;
    this.open = null;
    this.afterCompound = false;
    if (open === null) return;
    const { top } = this;
    const command: ShellCommand = {
      words: open.words.slice(),
      name: commandName(open.words[0]),
      arguments: open.words.slice(1),
      assignments: open.assignments.length === 0 ? NONE : open.assignments,
      redirections: open.redirections.length === 0 ? NONE : open.redirections,
      span: sourceSpan(this.logical, open.start, open.end),
      connector: top.connector,
      pipeline: top.pipeline,
      list: top.list,
      depth: top.depth,
      substituted: this.setting.substituted,
      wrapper: this.setting.wrapper,
    };
    top.connector = ";";
    this.collector.commands.push(command);
    this.addInner(command, open.scanned);
  }

  private addInner(command: ShellCommand, scanned: readonly ScannedWord[]): void {
    for (let outer = command, levels = 0; levels < MAXIMUM_DEPTH; levels++) {
      const inner = unwrap(outer);
      if (inner === null) return;
      const first = scanned[command.words.length - outer.words.length + inner.at];
      if (inner.kind === "script") {
        if (first === undefined) return;
        const quote = this.text[first.start];
        const isQuoted = quote === "'" || quote === '"';
        readScript(
          sliceLogical(this.logical, first.start + (isQuoted ? 1 : 0), first.end - (isQuoted ? 1 : 0)),
          this.collector,
          { depth: this.top.depth + 1, substituted: this.setting.substituted, wrapper: outer },
        );
        return;
      }
      outer = innerCommand(outer, inner);
      this.collector.commands.push(outer);
    }
  }
}
