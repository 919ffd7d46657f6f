import type { Span } from "../../model/place";
import type { LogicalText } from "./logical-text";

export type EscapeCharacter = "\\" | "`";

/** `# escape=`, `# syntax=` or `# check=` at the top of the file. */
export interface Directive {
  /** Lower case. */
  readonly name: "escape" | "syntax" | "check";
  readonly value: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

/** A comment line; `text` is what follows `#`, without blanks around it. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  /** True inside a continued instruction. */
  readonly inside: boolean;
}

/** What BuildKit refuses to read; the rest of the file is read nevertheless. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly message: string;
  readonly span: Span;
}

export type SyntaxProblemCode =
  | "duplicate-directive"
  | "invalid-escape"
  | "unterminated-heredoc"
  | "nested-json"
  | "missing-equals"
  | "missing-value"
  | "unterminated-quote"
  | "bad-substitution";

/** `$name`, `${name}` or `${name<modifier>word}`, as BuildKit expands them. */
export interface VariableReference {
  readonly name: string;
  /** From `$` to the name's end or the closing brace. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly braces: boolean;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`; null without one. An unknown one is given as written. */
  readonly modifier: string | null;
  /** The text after the modifier, as written. */
  readonly word: string;
  /** Why BuildKit refuses it, null where it is well formed. */
  readonly problem: string | null;
  /** References inside the word. */
  readonly nested: readonly VariableReference[];
}

/** One argument. */
export interface Word {
  /** As written, continuations removed. */
  readonly raw: string;
  /** Without quotes and escapes; variables stay as written. */
  readonly value: string;
  readonly span: Span;
  /** True where any part of it is quoted. */
  readonly quoted: boolean;
  /** References that are expanded in it, so none of those in single quotes. */
  readonly variables: readonly VariableReference[];
}

/** `--name=value` before the arguments. `value` is null where there is no `=`. */
export interface Flag {
  readonly name: string;
  readonly value: string | null;
  readonly raw: string;
  readonly span: Span;
  /** The name with its two dashes. */
  readonly nameSpan: Span;
  readonly valueSpan: Span | null;
  readonly variables: readonly VariableReference[];
}

/** `key=value` of ENV, LABEL and ARG; `value` is null for ARG without one. */
export interface Pair {
  readonly key: Word;
  readonly value: Word | null;
  readonly span: Span;
}

export interface Heredoc {
  /** The terminator without quotes; the name of the file for COPY and ADD. */
  readonly name: string;
  /** The file descriptor in front of `<<`, 0 without one. */
  readonly descriptor: number;
  /** False where a part of the word is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  /** The whole `<<WORD`. */
  readonly span: Span;
  /** The body's lines, without the terminator's. */
  readonly bodySpan: Span;
  readonly body: string;
  readonly terminated: boolean;
}

/** The exec form: a JSON array of strings. */
export interface JsonArray {
  readonly items: readonly Word[];
  readonly span: Span;
}

export type InstructionKind =
  | "ADD"
  | "ARG"
  | "CMD"
  | "COPY"
  | "ENTRYPOINT"
  | "ENV"
  | "EXPOSE"
  | "FROM"
  | "HEALTHCHECK"
  | "LABEL"
  | "MAINTAINER"
  | "ONBUILD"
  | "RUN"
  | "SHELL"
  | "STOPSIGNAL"
  | "USER"
  | "VOLUME"
  | "WORKDIR";

/** What every instruction has. */
export interface InstructionParts {
  /** As written, continuations removed. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the last character of the arguments, without heredoc bodies. */
  readonly span: Span;
  /** `span` and the heredocs with their terminators. */
  readonly fullSpan: Span;
  readonly flags: readonly Flag[];
  /** The arguments after the flags, without blanks around them. */
  readonly body: LogicalText;
  readonly bodySpan: Span;
  /**
   * The arguments as BuildKit splits this kind: by quotes and blanks for ENV, LABEL and ARG; the whole text for WORKDIR, USER,
   * STOPSIGNAL and MAINTAINER; by blanks for all others. The items of the JSON form where there is one.
   */
  readonly words: readonly Word[];
  readonly json: JsonArray | null;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines that follow each other directly above; those inside the instruction are in `inner`. */
  readonly comments: readonly Comment[];
  readonly inner: readonly Comment[];
  /** Empty lines inside a continued instruction, with their line ends. */
  readonly emptyLines: readonly Span[];
  /** The ONBUILD that this one is the trigger of. */
  readonly onbuild: boolean;
  /** Position among the file's instructions; triggers have that of their ONBUILD. */
  readonly index: number;
}

export interface FromInstruction extends InstructionParts {
  readonly kind: "FROM";
  readonly image: Word | null;
  readonly asWord: Word | null;
  readonly name: Word | null;
}

/** COPY and ADD. */
export interface CopyInstruction extends InstructionParts {
  readonly kind: "COPY" | "ADD";
  /** Without the heredocs, which are in `heredocs`. */
  readonly sources: readonly Word[];
  readonly destination: Word | null;
}

/** RUN, CMD, ENTRYPOINT and SHELL: exec form where `json` is given, else shell form. */
export interface CommandInstruction extends InstructionParts {
  readonly kind: "RUN" | "CMD" | "ENTRYPOINT" | "SHELL";
}

export interface HealthcheckInstruction extends InstructionParts {
  readonly kind: "HEALTHCHECK";
  /** The first word, `CMD` or `NONE` when it is right. */
  readonly type: Word | null;
  /** What follows `CMD`. */
  readonly command: LogicalText | null;
}

export interface PairsInstruction extends InstructionParts {
  readonly kind: "ENV" | "LABEL" | "ARG";
  readonly pairs: readonly Pair[];
  /** `ENV name value with blanks`. */
  readonly legacy: boolean;
}

export interface SimpleInstruction extends InstructionParts {
  readonly kind: "EXPOSE" | "VOLUME" | "WORKDIR" | "USER" | "STOPSIGNAL" | "MAINTAINER";
}

export interface OnbuildInstruction extends InstructionParts {
  readonly kind: "ONBUILD";
  readonly trigger: Instruction | null;
}

export interface UnknownInstruction extends InstructionParts {
  readonly kind: "UNKNOWN";
}

export type Instruction =
  | FromInstruction
  | CopyInstruction
  | CommandInstruction
  | HealthcheckInstruction
  | PairsInstruction
  | SimpleInstruction
  | OnbuildInstruction
  | UnknownInstruction;

type Matching<Each, Kind> = Each extends { readonly kind: infer Own }
  ? [Own & Kind] extends [never]
    ? never
    : Each
  : never;

/** The instructions that can have one of the kinds. */
export type InstructionOf<Kind extends Instruction["kind"]> = Matching<Instruction, Kind>;

export interface Dockerfile {
  readonly text: string;
  readonly escape: EscapeCharacter;
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  readonly problems: readonly SyntaxProblem[];
  /** Offsets of the lines' beginnings. */
  readonly lines: readonly number[];
}
