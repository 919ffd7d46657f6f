import type { Span } from "../../model/place";
import { isBlank, isSpace } from "../spaces";
import { readFlags } from "./flags";
import { readJsonArray } from "./json-array";
import { sliceLogical, sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import { readPairs } from "./pairs";
import type {
  Comment,
  EscapeCharacter,
  Heredoc,
  Instruction,
  InstructionKind,
  InstructionParts,
  JsonArray,
  Pair,
  SyntaxProblem,
  Word,
} from "./types";
import { makeWord, splitByBlanks, splitQuoted } from "./words";

/** What lies around an instruction's own text. */
export interface InstructionSurroundings {
  readonly comments: readonly Comment[];
  readonly inner: readonly Comment[];
  readonly emptyLines: readonly Span[];
  readonly heredocs: readonly Heredoc[];
  /** The end of the last heredoc's terminator, null without heredocs. */
  readonly end: number | null;
  readonly index: number;
  readonly onbuild: boolean;
}

const KINDS: ReadonlySet<string> = new Set<InstructionKind>([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

/** All keywords in alphabetical order. */
export const INSTRUCTION_KINDS: readonly InstructionKind[] = [...KINDS] as InstructionKind[];

/**
 * An instruction while it is read. Those of all kinds have the same fields, also those that only one kind has: rules ask
 * every instruction for its kind, which an engine answers quickly only where all objects have one shape.
 */
type AnyInstruction = { -readonly [Field in keyof InstructionParts]: InstructionParts[Field] } & {
  kind: Instruction["kind"];
  image: Word | null;
  asWord: Word | null;
  name: Word | null;
  sources: readonly Word[];
  destination: Word | null;
  type: Word | null;
  command: LogicalText | null;
  pairs: readonly Pair[];
  legacy: boolean;
  trigger: Instruction | null;
};

const NONE: readonly never[] = [];

function isKind(text: string): text is InstructionKind {
  return KINDS.has(text);
}

function keywordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** True for RUN, COPY and ADD, also behind ONBUILD, in a form other than JSON. */
export function acceptsHeredocs(logical: LogicalText, escape: EscapeCharacter): boolean {
  const { text } = logical;
  if (!text.includes("<<")) return false;
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start++;
  let end = keywordEnd(text, start);
  let keyword = text.slice(start, end).toUpperCase();
  if (keyword === "ONBUILD") {
    start = readFlags(logical, end, escape).next;
    end = keywordEnd(text, start);
    keyword = text.slice(start, end).toUpperCase();
  }
  if (keyword !== "RUN" && keyword !== "COPY" && keyword !== "ADD") return false;
  const { next } = readFlags(logical, end, escape);
  return readJsonArray(sliceLogical(logical, next, text.length), escape).kind === "shell";
}

/** Reads one instruction from its joined lines. */
export function readInstruction(
  logical: LogicalText,
  escape: EscapeCharacter,
  surroundings: InstructionSurroundings,
  problems: SyntaxProblem[],
): Instruction {
  const { text } = logical;
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  const afterKeyword = Math.min(keywordEnd(text, start), end);
  const keyword = text.slice(start, afterKeyword);
  const upper = keyword.toUpperCase();
  const { flags, next } = readFlags(logical, afterKeyword, escape);
  const bodyStart = Math.min(next, end);
  const body = sliceLogical(logical, bodyStart, end);
  const span = sourceSpan(logical, start, end);
  const kind = isKind(upper) ? upper : "UNKNOWN";
  const form = takesJson(kind) ? readJsonArray(body, escape) : null;
  if (form?.kind === "nested") {
    problems.push({
      code: "nested-json",
      message: "the JSON form holds strings only",
      span: sourceSpan(logical, bodyStart, end),
    });
  }
  const json: JsonArray | null = form?.kind === "array" ? form.array : null;
  const parts = hasPairs(kind) ? splitQuoted(body.text, escape) : NONE;
  const words =
    json !== null
      ? json.items
      : hasPairs(kind)
        ? parts.map(part => makeWord(body, part.start, part.end, escape))
        : wordsOf(kind, body, escape);
  const made: AnyInstruction = {
    kind,
    keyword,
    keywordSpan: sourceSpan(logical, start, afterKeyword),
    span,
    fullSpan: surroundings.end === null ? span : { start: span.start, end: surroundings.end },
    flags,
    body,
    bodySpan: sourceSpan(logical, bodyStart, end),
    words,
    json,
    heredocs: surroundings.heredocs,
    comments: surroundings.comments,
    inner: surroundings.inner,
    emptyLines: surroundings.emptyLines,
    onbuild: surroundings.onbuild,
    index: surroundings.index,
    image: null,
    asWord: null,
    name: null,
    sources: NONE,
    destination: null,
    type: null,
    command: null,
    pairs: NONE,
    legacy: false,
    trigger: null,
  };
  readOwnFields(made, { escape, surroundings, parts, problems });
  // Each kind's own fields have just been set.
  return made as Instruction;
}

/** What the fields of one kind of instruction are read from. */
interface Reading {
  readonly escape: EscapeCharacter;
  readonly surroundings: InstructionSurroundings;
  /** The pairs as they stand in the body. */
  readonly parts: ReturnType<typeof splitQuoted>;
  readonly problems: SyntaxProblem[];
}

/** Sets the fields that only instructions of its kind have. */
function readOwnFields(made: AnyInstruction, { escape, surroundings, parts, problems }: Reading): void {
  const { kind, body, words } = made;
  switch (kind) {
    case "FROM":
      made.image = words[0] ?? null;
      made.asWord = words[1] ?? null;
      made.name = words[2] ?? null;
      break;
    case "COPY":
    case "ADD": {
      const destination = words.length > 1 ? (words.at(-1) ?? null) : null;
      const opened = new Set(surroundings.heredocs.map(heredoc => heredoc.span.start));
      made.sources = (destination === null ? words : words.slice(0, -1)).filter(word => !opened.has(word.span.start));
      made.destination = destination;
      break;
    }
    case "HEALTHCHECK":
      readHealthcheck(made, escape, problems);
      break;
    case "ENV":
    case "LABEL":
    case "ARG": {
      const { pairs, legacy } = readPairs(kind, body, escape, problems, parts, words, made.keywordSpan);
      made.pairs = pairs;
      made.legacy = legacy;
      break;
    }
    case "ONBUILD":
      if (body.text === "") break;
      made.trigger = readInstruction(body, escape, { ...surroundings, comments: [], onbuild: true }, problems);
      break;
    default:
  }
}

function hasPairs(kind: InstructionKind | "UNKNOWN"): boolean {
  return kind === "ENV" || kind === "LABEL" || kind === "ARG";
}

function takesJson(kind: InstructionKind | "UNKNOWN"): boolean {
  switch (kind) {
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
    case "COPY":
    case "ADD":
    case "VOLUME":
      return true;
    default:
      return false;
  }
}

function wordsOf(kind: InstructionKind | "UNKNOWN", body: LogicalText, escape: EscapeCharacter): readonly Word[] {
  if (body.text === "") return NONE;
  switch (kind) {
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return [makeWord(body, 0, body.text.length, escape)];
    case "ONBUILD":
    case "UNKNOWN":
    case "RUN":
      // Never asked for: the trigger, nothing, and the shell have them.
      return NONE;
    default:
      return splitByBlanks(body, escape);
  }
}

function readHealthcheck(made: AnyInstruction, escape: EscapeCharacter, problems: SyntaxProblem[]): void {
  const { text } = made.body;
  made.type = made.words[0] ?? null;
  if (made.type === null) return;
  let at = 0;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  made.command = sliceLogical(made.body, at, text.length);
  const form = readJsonArray(made.command, escape);
  if (form.kind === "nested") {
    problems.push({ code: "nested-json", message: "the JSON form holds strings only", span: made.bodySpan });
  }
  if (form.kind === "array") made.json = form.array;
}
