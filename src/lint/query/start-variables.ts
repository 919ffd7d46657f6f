import { effective } from "../../docker/compose/project";
import { cleanPath } from "../../docker/dockerignore";
import { envValues } from "../../docker/compose/env-file";
import { substitute } from "../../docker/dockerfile/substitute";
import { chainOf } from "../../docker/dockerfile/stages";
import type { CommandInstruction } from "../../docker/dockerfile/types";
import { isShell } from "../../docker/shell/unwrap";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import { joinPath, parentOf } from "../../model/paths";
import { readCommand } from "../../recon/commands/read-command";
import type { WorkspaceContext } from "../workspace-context";
import type { Build } from "./builds";
import { containerPath } from "./container-files";
import { environmentOf, workdirOf } from "./image-files";
import type { RunService } from "./projects";

/** Variables by name, null for one whose value is hidden. */
type Variables = ReadonlyMap<string, string | null>;

const NONE: Variables = new Map();

/** The variables of a container at its start, as far as the files tell: those of the image, and over them those of Compose. */
export function startVariables(context: WorkspaceContext, build: Build | null, service: RunService | null): Variables {
  if (build?.stage == null) return NONE;
  const variables = new Map(environmentOf(build.view, build.stage));
  if (service === null) return variables;
  // What Compose gives to the build decides what ENV makes of an ARG.
  const given = new Set(service.parts.flatMap(part => (part.service.build?.arguments ?? []).map(each => each.name)));
  const pairs = chainOf(build.stage)
    .flatMap(stage => stage.instructions)
    .flatMap(each => (each.kind === "ENV" ? each.pairs : []));
  for (const { key, value } of pairs)
    if (value?.variables.some(({ name }) => given.has(name)) === true) variables.set(key.value, null);
  for (const { file, service: part } of service.parts) {
    for (const { path } of part.envFiles) {
      const text = path.includes("$") ? null : context.read(joinPath(parentOf(file.path), path));
      // A file that is not there may set any of them.
      if (text === null) return NONE;
      for (const [name, value] of envValues(text)) variables.set(name, value.includes("$") ? null : value);
    }
    for (const { name, value } of part.environment)
      variables.set(name, value === null || value.includes("$") ? null : value);
  }
  return variables;
}

/** The variables without those that a script may set itself: nothing is known where it runs another script in its own shell. */
function withoutOwn(variables: Variables, script: string): Variables {
  if (/(?:^|[\s;&|("'`])(?:\.|source|eval)\s/.test(script)) return NONE;
  const named = [...script.matchAll(/(\w+)[+:]?=|\bfor\s+(\w+)/g)].flatMap(match => match.slice(1));
  const read = [...script.matchAll(/\b(?:read|readarray|mapfile|getopts|printf|unset)\b([^\n;&|]*)/g)];
  const own = new Set([...named, ...read.flatMap(match => (match[1] ?? "").match(/\w+/g) ?? [])]);
  return new Map([...variables].filter(([name]) => !own.has(name)));
}

/** The variables that a command of an image finds as the container gives them. */
export function commandVariables(variables: Variables, { body }: CommandInstruction): Variables {
  return withoutOwn(variables, body.text);
}

/** Programs that start what stands behind them with the variables that they find. */
const HANDING_ON = /^(?:cd|chown|dumb-init|echo|exec|export|gosu|mkdir|set|su-exec|tini)$/;

/** The variables that an entry point hands to the command behind it: none where a program is not seen that may set any. */
export function variablesBehind(
  context: WorkspaceContext,
  build: Build,
  service: RunService | null,
  entry: CommandInstruction,
  commands: readonly ShellCommand[],
  variables: Variables,
): Variables {
  let left = commandVariables(variables, entry);
  for (const command of commands) {
    const [first] = command.words;
    if (first === undefined || first.text === "$@" || HANDING_ON.test(command.name ?? "")) continue;
    const role = readCommand(command.words.map(valueOf))?.role ?? "script";
    if (role !== "script") continue;
    const script = scriptText(context, build, service, programWord(command));
    if (script === null) return NONE;
    left = withoutOwn(left, script);
  }
  return left;
}

/** The text of a shell script of the container; null where it is not seen, or no such script. */
function scriptText(
  context: WorkspaceContext,
  build: Build,
  service: RunService | null,
  word: ShellWord | undefined,
): string | null {
  const { view, stage } = build;
  const moved = service === null ? null : effective(service.parts, each => each.workingDirectory);
  const workdir = stage === null || moved !== null ? null : workdirOf(view, stage);
  const path = word?.value ?? "";
  if (stage === null || !/\/|\.sh$/.test(path) || (workdir === null && !path.startsWith("/"))) return null;
  const whole = cleanPath(path.startsWith("/") ? path : `${workdir ?? ""}/${path}`);
  const found = containerPath(context, build, stage, service, whole);
  const text = found.kind === "found" ? context.read(found.path) : null;
  return text !== null && /^#!.*sh\b|^(?!#!)/.test(text) ? text : null;
}

/** The first word of a start; of `bash -e start.sh` the script. */
export function programWord({ words }: { readonly words: readonly ShellWord[] }): ShellWord | undefined {
  const [program, ...rest] = words;
  const isScript = program !== undefined && isShell(valueOf(program).split("/").at(-1) ?? "");
  return isScript ? rest.find(word => !valueOf(word).startsWith("-")) : program;
}

/** What a word of a start says, for judging alone: its variables may hold secrets, so a message shows `word.text`. */
export function valueOf(word: ShellWord): string {
  return word.value ?? word.text;
}

/** A command of an image with the values that its words have by what is known of their variables; their texts stay as written. */
export function withVariables(command: ShellCommand, variables: Variables): ShellCommand {
  if (command.words.every(({ value }) => value !== null)) return command;
  const words = command.words.map(word => replaced(word, variables));
  return { ...command, words, arguments: words.slice(1) };
}

function replaced(word: ShellWord, variables: Variables): ShellWord {
  const names = word.value === null ? word.variables : [];
  if (names.length === 0 || /\$\(|`/.test(word.raw) || names.some(name => variables.get(name) == null)) return word;
  const value = substitute(word.raw, variables, "\\");
  // What no quotes hold together the shell splits, and leaves out where it is empty.
  return value === null || (!word.quoted && /^$|[\s*?[]/.test(value)) ? word : { ...word, value };
}
