import { envValues } from "../../docker/compose/env-file";
import { substitute } from "../../docker/dockerfile/substitute";
import { chainOf } from "../../docker/dockerfile/stages";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import { joinPath, parentOf } from "../../model/paths";
import type { WorkspaceContext } from "../workspace-context";
import type { Build } from "./builds";
import { environmentOf } from "./image-files";
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
