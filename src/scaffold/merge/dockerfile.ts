import { lineEndOf } from "../../docker/line-map";
import { expandWord, globalScope } from "../../docker/dockerfile/expand";
import { parseImageReference } from "../../docker/dockerfile/image-reference";
import { parseDockerfile } from "../../docker/dockerfile/parse";
import { chainOf, lastOf, readStages, type Stage } from "../../docker/dockerfile/stages";
import type { Instruction } from "../../docker/dockerfile/types";
import { readRunScript } from "../../docker/shell/run-script";
import { changesSources, missingPackages, type MissingPackage } from "../../recon/docker/apt-packages";
import { debianOf } from "../../recon/knowledge/debian-images";
import { readPythonTag, tagOn } from "../../recon/knowledge/python-images";
import { ARCHIVED_RELEASES, type DebianRelease } from "../../recon/knowledge/debian-releases";
import type { UnitDesign } from "../blueprint";
import { splitWords } from "../../workspace/split-words";
import { execForm } from "../dockerfile/instructions";
import { shellWords } from "../install/install-request";
import { servicesOf, type ExistingService } from "../layout/existing-compose";
import type { MergeResult } from "./merge-result";
import { needsRoot, worksAsRootOnly } from "./root-user";
import { missingPrograms, pipOf, type Run } from "./started-programs";
import { imageCheck } from "./their-check";

/** One point of the plan that a person's Dockerfile is held against. */
export interface GradedPoint {
  readonly point: string;
  readonly isHeld: boolean;
  /** A change of a few lines that reaches it; null where only rewriting would. */
  readonly edit: Edit | readonly Edit[] | null;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Grades a person's Dockerfile against the plan and patches what a few lines can mend. Its structure is never rewritten:
 * what would need that is named in the note.
 */
export function mergeDockerfile(before: string, unit: UnitDesign, whole: string): MergeResult {
  const points = gradeDockerfile(before, unit);
  if (points === null) {
    return {
      kind: "conflict",
      text: whole,
      note: "It has no stage that could be graded, so the proposal stands beside it.",
    };
  }
  const open = points.filter(({ isHeld }) => !isHeld);
  const patched = open.filter(({ edit }) => edit !== null);
  const left = open.filter(({ edit }) => edit === null).map(({ point }) => point);
  if (patched.length === 0) return { kind: "same" };
  const end = lineEndOf(before);
  let text = before;
  const edits = patched.flatMap(({ edit }) => edit ?? []).map((edit, at) => ({ ...edit, at }));
  for (const { start, end: stop, text: inserted } of edits.sort((a, b) => b.start - a.start || b.at - a.at)) {
    text = text.slice(0, start) + inserted.replace(/\n/g, end) + text.slice(stop);
  }
  const held = points.length - open.length + patched.length;
  const names = patched.map(({ point }) => point).join(", ");
  const rest = left.length > 0 ? ` Left to you: ${left.join(", ")}.` : "";
  return {
    kind: "merged",
    text,
    note: `Changed: ${names}. It then holds ${held} of ${points.length} points of the plan.${rest}`,
  };
}

/** Every point with what would reach it; null where the file has no stage. */
export function gradeDockerfile(text: string, unit: UnitDesign): readonly GradedPoint[] | null {
  const file = parseDockerfile(text);
  const graph = readStages(file);
  const last = graph.final;
  if (!last || file.problems.length > 0) return null;
  const chain = chainOf(last);
  const image = chain[0]?.from?.image ?? null;
  const base = image && (expandWord(image, globalScope(graph, file.escape), file.escape) ?? image.value);
  const all = chain.flatMap(stage => stage.instructions);
  const command = lastKind(last.instructions, "CMD") ?? lastKind(last.instructions, "ENTRYPOINT");
  const insertAt = command ? startOfBlock(command) : text.length;
  const insert = (lines: string): Edit => ({
    start: insertAt,
    end: insertAt,
    text: command ? `${lines}\n` : `${text.endsWith("\n") || text === "" ? "" : "\n"}${lines}\n`,
  });
  return [
    pinPoint(graph.stages, unit),
    releasePoint(graph.stages, unit),
    packagesPoint(text, graph.stages, unit),
    {
      point: "logs appear at once",
      isHeld: all.some(({ kind, body }) => kind === "ENV" && body.text.includes("PYTHONUNBUFFERED")),
      edit: insert("ENV PYTHONUNBUFFERED=1"),
    },
    programsPoint(last, graph.stages, text, unit, insert),
    userPoint(chain, base ?? "", unit, insert),
    healthPoint(chain, unit, insert),
    ...commandPoints(command),
    startPoint(last, unit, insert),
    { point: "dependencies before the source", isHeld: installsBeforeSource(all), edit: null },
    { point: "compilers left out of the last stage", isHeld: graph.stages.length > 1 || !hasCompiler(all), edit: null },
  ];
}

function lastKind(instructions: readonly Instruction[], kind: Instruction["kind"]): Instruction | undefined {
  return instructions.findLast(instruction => instruction.kind === kind && !instruction.onbuild);
}

/** Comments directly above an instruction belong to it. */
function startOfBlock(instruction: Instruction): number {
  return instruction.comments[0]?.span.start ?? instruction.span.start;
}

/**
 * What one stage installs for a minor version of Python a stage of another minor does not find. So all loose stages get the
 * same, which is the one that the file itself names, in a tag or a path, where it does.
 */
function pinPoint(stages: readonly Stage[], unit: UnitDesign): GradedPoint {
  const said = stages.flatMap(({ from, instructions }) => [
    from?.image?.value ?? "",
    ...instructions.map(({ body }) => body.text),
  ]);
  const named = new Set(
    said.flatMap(words => [...words.matchAll(/\bpython[:-]?(3\.\d{1,2})(?!\d)/g)].map(([, minor = ""]) => minor)),
  );
  const [minor = unit.python, ...others] = named;
  const edits = stages.flatMap(({ from }) => {
    const image = from?.image ?? null;
    const kind = image === null ? undefined : looseKind(image.value);
    if (image === null || kind === undefined) return [];
    const pinned = others.length > 0 ? null : pinnedImage(kind, minor, unit);
    return [pinned === null ? null : { ...image.span, text: pinned }];
  });
  const edit = edits.filter(found => found !== null);
  return {
    point: "base image with a version",
    isHeld: edits.length === 0,
    edit: edit.length === edits.length ? edit : null,
  };
}

/** How an image without a minor version is made: "slim", "alpine" or "" for the full one; undefined for any other image. */
function looseKind(image: string): string | undefined {
  const loose = /^(?:docker\.io\/)?(?:library\/)?python(?::(?:latest|3|(?:3-)?(slim|alpine)))?$/.exec(image);
  return loose ? (loose[1] ?? "") : undefined;
}

/** Null where there was no such image. */
function pinnedImage(kind: string, minor: string, unit: UnitDesign): string | null {
  if (kind === "alpine") return `python:${minor}-alpine`;
  const planned = parseImageReference(unit.baseImage);
  const tag = readPythonTag(planned.tag ?? "");
  if (kind === "slim" && tag?.variant === "-slim" && tag.minor === minor) return unit.baseImage;
  const release = debianOf(planned)?.release ?? "bookworm";
  const wanted = { minor, patch: null, variant: kind === "slim" ? "-slim" : "", release };
  const served = tagOn(wanted, release);
  return served === null ? null : `python:${served}`;
}

/** In a release whose package index has moved to the archive `apt-get update` fails. */
function releasePoint(stages: readonly Stage[], unit: UnitDesign): GradedPoint {
  const planned = debianOf(parseImageReference(unit.baseImage))?.release ?? "bookworm";
  const old = stages.flatMap(({ from }) => {
    const [, name, tag] = /^((?:\S+\/)?python:)([^:@]+)$/.exec(from?.image?.value ?? "") ?? [];
    const parts = readPythonTag(tag ?? "");
    if (!from?.image || parts === null || !ARCHIVED_RELEASES.has(parts.release)) return [];
    const served = tagOn(parts, planned);
    return [served === null ? null : { ...from.image.span, text: `${name}${served}` }];
  });
  const edits = old.filter(edit => edit !== null);
  return {
    point: "a Debian release that is still served",
    isHeld: old.length === 0,
    edit: edits.length === old.length ? edits : null,
  };
}

/** A newer Debian has some packages under another name; with the old one the build ends at once. */
function packagesPoint(text: string, stages: readonly Stage[], unit: UnitDesign): GradedPoint {
  const planned = debianOf(parseImageReference(unit.baseImage))?.release ?? null;
  const missing = stages.flatMap(stage => missingIn(text, stage, planned));
  const isMended = missing.every(({ instead, word }) => instead !== "" && !word.quoted);
  return {
    point: "system packages that the Debian release has",
    isHeld: missing.length === 0,
    edit: isMended ? missing.map(({ word, instead }) => ({ ...word.span, text: instead })) : null,
  };
}

/** What a stage asks apt for in vain; `planned` is the release that takes the place of one that is no longer served. */
function missingIn(text: string, stage: Stage, planned: DebianRelease | null): readonly MissingPackage[] {
  const chain = chainOf(stage);
  const image = chain[0]?.from?.image ?? null;
  const found = image === null ? null : debianOf(parseImageReference(image.value));
  const release = found !== null && ARCHIVED_RELEASES.has(found.release) ? planned : (found?.release ?? null);
  if (release === null) return [];
  const missing = stage.instructions.flatMap(run => missingPackages(readRunScript(run).commands, release));
  const isKnown =
    missing.length === 0 ||
    !changesSources(
      text,
      chain.flatMap(({ instructions }) => instructions),
    );
  return isKnown ? missing : [];
}

/**
 * Without a command the base image's own starts, which is a Python prompt that ends at once. Where every service gives its
 * own, none is missing.
 */
function startOf(last: Stage, unit: UnitDesign): readonly string[] {
  const isHeld =
    unit.kind === "library" ||
    lastOf(last, "CMD") !== null ||
    lastOf(last, "ENTRYPOINT") !== null ||
    startsElsewhere(unit, services => services.every(({ start }) => start !== null));
  return isHeld ? [] : (unit.web?.command ?? unit.processes[0]?.command ?? []);
}

function startsElsewhere(unit: UnitDesign, test: (services: readonly ExistingService[]) => boolean): boolean {
  const services = servicesOf(unit.layout.compose, unit.dockerfile);
  return services.length > 0 && test(services);
}

function startPoint(last: Stage, unit: UnitDesign, insert: (lines: string) => Edit): GradedPoint {
  const command = startOf(last, unit);
  return {
    point: "a start command",
    isHeld: command.length === 0,
    edit: command.length === 0 ? null : insert(`CMD ${execForm(command)}`),
  };
}

/**
 * What is started beside what the image starts, or a command that is added, may call programs that nothing here installs.
 * They follow the last install, where pip still may write.
 */
function programsPoint(
  last: Stage,
  stages: readonly Stage[],
  text: string,
  unit: UnitDesign,
  insert: (lines: string) => Edit,
): GradedPoint {
  const start = startOf(last, unit);
  const runsOf = ({ instructions }: Stage): readonly Run[] =>
    instructions.flatMap(({ kind, fullSpan: { start, end } }) =>
      kind === "RUN" ? [{ text: text.slice(start, end), end }] : [],
    );
  const all = stages.flatMap(runsOf);
  const missing = missingPrograms(all, unit, start);
  const pip = pipOf(runsOf(last), all);
  const line = `RUN ${pip?.words ?? ""} install --no-cache-dir ${shellWords(...missing)}`;
  const end = pip?.end ?? null;
  const edit = end === null ? insert(line) : { start: end, end, text: `\n${line}` };
  return {
    point: `the programs that are started${missing.length === 0 ? "" : ` (${missing.join(", ")})`}`,
    isHeld: missing.length === 0,
    edit: pip !== null && (end !== null || start.length > 0) ? edit : null,
  };
}

function userPoint(
  chain: readonly Stage[],
  base: string,
  unit: UnitDesign,
  insert: (lines: string) => Edit,
): GradedPoint {
  const all = chain.flatMap(stage => stage.instructions);
  const isHeld =
    isFunction(chain) ||
    needsRoot(unit) ||
    all.some(({ kind, body }) => kind === "USER" && !/^(?:root|0)(?::|$)/.test(body.text.trim()));
  const { id, name } = unit.user;
  const lines = [
    isAlpine(chain, base)
      ? `RUN addgroup -g ${id} ${name} && adduser -D -u ${id} -G ${name} -s /sbin/nologin ${name}`
      : `RUN groupadd --gid ${id} ${name} && useradd --uid ${id} --gid ${id} --create-home --shell /usr/sbin/nologin ${name}`,
    `USER ${id}:${id}`,
  ];
  return {
    point: "a user without rights",
    isHeld,
    edit: worksAsRootOnly(chain, unit) ? null : insert(lines.join("\n")),
  };
}

/** Alpine has BusyBox's tools. Its name may stand behind a variable of the reference, or in an image that nobody here knows. */
function isAlpine(chain: readonly Stage[], base: string): boolean {
  return (
    base.includes("alpine") ||
    chain.some(({ instructions }) =>
      instructions.some(({ kind, body }) => kind === "RUN" && /(?:^|[\s;&|])apk\s/.test(body.text)),
    )
  );
}

/** A platform's own runtime starts these images, as the user that it chooses, and asks them by its own protocol. */
function isFunction(chain: readonly Stage[]): boolean {
  return /(?:^|\/)lambda\/|azure-functions\//.test(chain[0]?.from?.image?.value ?? "");
}

function healthPoint(chain: readonly Stage[], unit: UnitDesign, insert: (lines: string) => Edit): GradedPoint {
  // Every service inherits the image's check; where they differ in what they start, Compose asks the one that serves.
  const isShared = startsElsewhere(unit, services => services.some(({ start }) => start !== null));
  const wanted = isShared || isFunction(chain) ? null : imageCheck(unit);
  const isHeld =
    wanted === null || chain.some(({ instructions }) => instructions.some(({ kind }) => kind === "HEALTHCHECK"));
  return {
    point: "health check",
    isHeld,
    edit:
      wanted === null
        ? null
        : insert(
            `HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \\\n    CMD ${execForm(wanted)}`,
          ),
  };
}

function loopbackPoint(command: Instruction | undefined): GradedPoint {
  const word = command?.words.find(({ value }) => /^(?:--?\w[\w-]*=)?(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(value));
  return {
    point: "listening on every interface",
    isHeld: word === undefined,
    edit: word
      ? { start: word.span.start, end: word.span.end, text: word.raw.replace(/127\.0\.0\.1|localhost/, "0.0.0.0") }
      : null,
  };
}

/** Writing the command as an array mends its address on the way: two edits of the same words would collide. */
function commandPoints(command: Instruction | undefined): readonly GradedPoint[] {
  const loopback = loopbackPoint(command);
  const exec = execPoint(command);
  return [exec.edit !== null && !loopback.isHeld ? { ...loopback, edit: NO_EDIT } : loopback, exec];
}

const NO_EDIT: Edit = { start: 0, end: 0, text: "" };

/** Plain words of the shell form can be written as an array; operators and variables need their shell. */
function execPoint(command: Instruction | undefined): GradedPoint {
  const isHeld = command === undefined || command.json !== null;
  const text = command?.body.text.trim() ?? "";
  const isPlain = text !== "" && !/[$`|&;<>*?~(){}[\]\\\n]/.test(text);
  const words = (quotedWords(text) ?? splitWords(text)).map(word =>
    /^(?:127\.0\.0\.1|localhost)(:\d+)?$/.test(word) ? word.replace(/127\.0\.0\.1|localhost/, "0.0.0.0") : word,
  );
  return {
    point: "signals reach the program",
    isHeld,
    edit:
      command && !isHeld && (isPlain || quotedWords(text) !== null)
        ? { start: command.bodySpan.start, end: command.bodySpan.end, text: execForm(words) }
        : null,
  };
}

/** `['a', 'b']` is no JSON, so a build runs it as a line of a shell, which looks for a program called `[a,`. */
function quotedWords(text: string): readonly string[] | null {
  const words = /^\[\s*('[^']*'(?:\s*,\s*'[^']*')*)\s*\]$/.exec(text)?.[1];
  return words === undefined ? null : [...words.matchAll(/'([^']*)'/g)].map(([, word]) => word ?? "");
}

function installsBeforeSource(all: readonly Instruction[]): boolean {
  const install = all.findIndex(
    ({ kind, body }) => kind === "RUN" && /\b(?:pip|uv|poetry|pdm|pipenv)\b[^&|;]*\b(?:install|sync)\b/.test(body.text),
  );
  const copy = all.findIndex(({ kind, words }) => kind === "COPY" && /^\.\/?$/.test(words[0]?.value ?? ""));
  return install < 0 || copy < 0 || install < copy;
}

function hasCompiler(all: readonly Instruction[]): boolean {
  return all.some(({ kind, body }) => kind === "RUN" && /\b(?:gcc|g\+\+|build-essential|clang|make)\b/.test(body.text));
}
