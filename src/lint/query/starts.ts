import { effective } from "../../docker/compose/project";
import type { ComposeCommand } from "../../docker/compose/types";
import { plainText } from "../../docker/dockerfile/logical-text";
import { lastOf } from "../../docker/dockerfile/stages";
import type { CommandInstruction } from "../../docker/dockerfile/types";
import { parseShell } from "../../docker/shell/parse";
import { readCommandScript, readWordList } from "../../docker/shell/run-script";
import { unwrap } from "../../docker/shell/unwrap";
import type { ShellCommand, ShellScript, ShellWord } from "../../docker/shell/types";
import type { Span } from "../../model/place";
import { readCommand } from "../../recon/commands/read-command";
import type { CommandReading } from "../../recon/commands/reading";
import type { WorkspaceContext } from "../workspace-context";
import { buildsOf } from "./builds";
import type { Build } from "./builds";
import { allServices } from "./projects";
import type { RunService } from "./projects";
import { handsOver } from "./container-files";
import {
  commandVariables,
  programWord,
  startVariables,
  valueOf,
  variablesBehind,
  withVariables,
} from "./start-variables";

/** One command that a container runs at its start. */
export interface Start {
  /** The file that the command stands in. */
  readonly path: string;
  readonly span: Span;
  readonly words: readonly ShellWord[];
  /** What the command is; null where it is no known program of Python's world. */
  readonly reading: CommandReading | null;
  readonly service: RunService | null;
  readonly build: Build | null;
  readonly isCompose: boolean;
  /** The folder that a `cd` before it has changed to, "" without one; null where a variable hides it. */
  readonly folder: string | null;
}

const STARTS = new WeakMap<object, readonly Start[]>();

/** What every service and every image that is built by hand starts. */
export function startsOf(context: WorkspaceContext): readonly Start[] {
  const key = context.dockerfiles;
  const known = STARTS.get(key);
  if (known !== undefined) return known;
  const builds = buildsOf(context);
  const starts: Start[] = [];
  for (const service of allServices(context)) starts.push(...startOf(context, service, buildOf(builds, service)));
  for (const build of builds) if (build.service === null) starts.push(...startOf(context, null, build));
  STARTS.set(key, starts);
  return starts;
}

/** The build of a service's image: its own, or that of a service of the project which gives its image the same name. */
function buildOf(builds: readonly Build[], service: RunService): Build | null {
  const near = builds.filter(each => each.service?.project === service.project);
  const own = near.find(each => each.service === service);
  if (own !== undefined) return own;
  if (effective(service.parts, each => each.build) !== null) return null;
  const image = imageName(service);
  return image === null
    ? null
    : (near.find(each => each.service !== null && imageName(each.service) === image) ?? null);
}

function imageName(service: RunService): string | null {
  return effective(service.parts, each => each.image)?.value.text ?? null;
}

/** True where no other program of the container can be what listens: a second server, or a start script that may begin one. */
export function servesAlone(context: WorkspaceContext, start: Start): boolean {
  return startsOf(context).every(each => {
    if (each === start || each.service !== start.service || each.build !== start.build) return true;
    const word = programWord(each);
    const program = word === undefined ? "" : valueOf(word);
    if (each.reading !== null) return each.reading.role !== "serve";
    return !/supervisord|nginx|honcho|\.sh$/.test(program) || handsOver(context, each.build, program);
  });
}

function startOf(context: WorkspaceContext, service: RunService | null, build: Build | null): readonly Start[] {
  const ownEntry = service === null ? null : effective(service.parts, each => each.entrypoint);
  const ownCommand = service === null ? null : effective(service.parts, each => each.command);
  const stage = build?.stage ?? null;
  const entry = stage === null ? null : lastOf(stage, "ENTRYPOINT");
  const command = stage === null ? null : lastOf(stage, "CMD");
  const variables = startVariables(context, build, service);
  const entryCommands = entry === null ? [] : imageCommands(entry);
  const groups: (readonly ShellCommand[])[] = [];
  const paths: string[] = [];
  const add = (commands: readonly ShellCommand[], path: string): void => {
    groups.push(commands);
    paths.push(path);
  };
  if (ownEntry !== null) add(composeCommands(ownEntry.value), ownEntry.part.file.path);
  else if (entry !== null && build !== null) {
    const given = commandVariables(variables, entry);
    add(
      entryCommands.map(each => withVariables(each, given)),
      build.view.path,
    );
  }
  if (ownCommand !== null) add(composeCommands(ownCommand.value), ownCommand.part.file.path);
  // An entry point of Compose's own switches the image's CMD off.
  else if (ownEntry === null && command !== null && build !== null) {
    const behind =
      entry === null ? variables : variablesBehind(context, build, service, entry, entryCommands, variables);
    const given = commandVariables(behind, command);
    add(
      imageCommands(command).map(each => withVariables(each, given)),
      build.view.path,
    );
  }
  const joined = joinEntry(groups);
  return joined.flatMap(({ commands, at }) =>
    commands.map((each, index) => ({
      path: paths[at] ?? "",
      folder: folderBefore(commands.slice(0, index)),
      span: each.span,
      words: each.words,
      reading: each.words.length === 0 ? null : readCommand(each.words.map(valueOf)),
      service,
      build,
      isCompose: build === null || paths[at] !== build.view.path,
    })),
  );
}

/**
 * `ENTRYPOINT ["gunicorn"]` with `CMD ["app:app"]` is one command, as is `ENTRYPOINT ["python"]` with `CMD ["app.py"]`; any other
 * entry point is a script that runs the command.
 */
function joinEntry(
  groups: readonly (readonly ShellCommand[])[],
): readonly { readonly commands: readonly ShellCommand[]; readonly at: number }[] {
  const [entry, command] = groups;
  const first = entry?.[0];
  const second = command?.[0];
  if (entry?.length !== 1 || command?.length !== 1 || first === undefined || second === undefined) {
    return groups.map((commands, at) => ({ commands, at }));
  }
  const isRead = readCommand(first.words.map(valueOf)) !== null || isPython(first);
  if (!isRead || /\.sh$/.test(first.name ?? "")) {
    return groups.map((commands, at) => ({ commands, at }));
  }
  return [{ commands: [{ ...second, words: [...first.words, ...second.words] }], at: 1 }];
}

/** Where `cd` commands lead, one after the other. */
function folderBefore(commands: readonly ShellCommand[]): string | null {
  let folder: string | null = "";
  for (const {
    name,
    arguments: [target],
  } of commands) {
    if (name !== "cd") continue;
    if (target?.value == null || folder === null) folder = null;
    else folder = target.value.startsWith("/") ? target.value : `${folder === "" ? "" : `${folder}/`}${target.value}`;
  }
  return folder;
}

/** Python alone, with nothing but options, runs what the command names. */
function isPython(command: ShellCommand): boolean {
  return /^python[\d.]*$/.test(command.name ?? "") && command.arguments.every(word => /^-[a-zA-Z]/.test(word.text));
}

function imageCommands(instruction: CommandInstruction): readonly ShellCommand[] {
  return innermost(readCommandScript(instruction.body, instruction.json, instruction.heredocs).commands);
}

/** Without those that only run another one of them, such as `tini --`, `exec` and `sh -c`. */
function innermost(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  return commands.filter(each => unwrap(each) === null);
}

/** The commands of a Compose value; variables of Compose's own make a word dynamic. */
function composeCommands(command: ComposeCommand): readonly ShellCommand[] {
  if (command.words === null) return innermost(readScalar({ ...command, text: inOneLine(command.text) }).commands);
  const words = command.words.map(({ text, span }) => ({
    raw: text,
    text,
    value: text.includes("$") ? null : text,
    span,
    quoted: true,
    variables: [],
    glob: false,
  }));
  const { commands } = readWordList(words, command.span, word => readScalar(word));
  return innermost(commands);
}

/** A line end outside quotes as a space: Compose splits a text into words, and a folded one keeps some of its line ends. */
function inOneLine(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[^])*"|'[^']*'|\\[^]|[\r\n]/g, part => (/^[\r\n]$/.test(part) ? " " : part));
}

/** The script of a scalar; where its characters do not stand one by one, every word has the place of the whole. */
function readScalar({ text, span }: { readonly text: string; readonly span: Span }): ShellScript {
  const quotes = (span.end - span.start - text.length) / 2;
  if (quotes === 0 || quotes === 1) return parseShell(plainText(text, span.start + quotes));
  const script = parseShell(plainText(text, 0));
  return { ...script, commands: script.commands.map(each => moved(each, span)) };
}

function moved(command: ShellCommand, span: Span): ShellCommand {
  const words = command.words.map(word => ({ ...word, span }));
  return { ...command, words, arguments: words.slice(1), span };
}
