import { chainOf, lastOf, type Stage } from "../../docker/dockerfile/stages";
import { stagesIn } from "../../docker/dockerfile/stages-in";
import type { CommandInstruction, Instruction } from "../../docker/dockerfile/types";
import type { Workspace } from "../../workspace/workspace";
import { nameOf, parentOf, pathInside } from "../../model/paths";
import { portOf } from "../commands/arguments";
import { expandText } from "../commands/expand";
import { baseSurroundings } from "./base-entrypoints";

/** A command as an image or a Compose file gives it. */
export interface CommandForm {
  /** Exec form, or null for shell form. */
  readonly words: readonly string[] | null;
  readonly shell: string | null;
  readonly offset: number;
  /** The shell text stands in the file as it is, so places inside it can be told. */
  readonly isVerbatim?: boolean;
}

/** What a Dockerfile says of the image's process, for one target stage. */
export interface ImageFacts {
  readonly path: string;
  /** Image that the stages begin with, as written; "" where it is not known. */
  readonly base: string;
  /** Folder of the build context in the workspace. */
  readonly context: string;
  readonly entrypoint: CommandForm | null;
  readonly command: CommandForm | null;
  readonly exposed: readonly { readonly port: number; readonly offset: number }[];
  readonly variables: ReadonlyMap<string, string>;
  /** Working directory in the image, `/` where none is set. */
  readonly workdir: string;
  readonly copies: readonly Copy[];
  readonly installs: readonly Instruction[];
}

/** Files of the workspace that are at `destination` in the image. */
export interface Copy {
  readonly source: string;
  readonly destination: string;
}

/** Reads one Dockerfile. `context` is the folder of the build context where it is known. */
export function imageFacts(
  workspace: Workspace,
  path: string,
  options: {
    readonly context?: string | undefined;
    readonly target?: string | undefined;
    readonly args?: ReadonlyMap<string, string>;
  } = {},
): ImageFacts | null {
  const graph = stagesIn(workspace, path);
  if (graph === null) return null;
  const stage = targetStage(graph.stages, options.target?.toLowerCase());
  // A stage that is not there cannot be built.
  if (!stage) return null;
  const chain = chainOf(stage);
  const variables = new Map<string, string>();
  for (const instruction of graph.globalArguments) readPairs(instruction, variables, options.args);
  const base = expandText(chain[0]?.from?.image?.value ?? "", variables);
  const { copies, workdir } = followStages(chain, variables, options.args, base);
  const known = copies.filter(({ from }) => from === null);
  const context = options.context ?? guessContext(workspace, path, known.length > 0 ? known : copiesOf(graph.stages));
  const own = (known.length > 0 ? known : fromStages(graph.stages, copies)).flatMap(copy =>
    located(workspace, context, copy),
  );
  return {
    path,
    base,
    context,
    entrypoint: formOf(lastOf(stage, "ENTRYPOINT")),
    command: commandAfterEntrypoint(chain),
    exposed: exposedOf(chain, variables),
    variables,
    workdir,
    copies: own,
    installs: chain.flatMap(({ instructions }) => instructions.filter(({ kind }) => kind === "RUN")),
  };
}

/** The stage of this name or number, else the last one. */
function targetStage(stages: readonly Stage[], wanted: string | undefined): Stage | undefined {
  if (wanted === undefined || /^\d*$/.test(wanted)) return stages.at(wanted ? Number(wanted) : -1);
  return stages.find(({ name }) => name === wanted);
}

/** What the instructions of a chain of stages copy, and the folder that they end in; adds to `variables` what they set. */
function followStages(
  chain: readonly Stage[],
  variables: Map<string, string>,
  args: ReadonlyMap<string, string> | undefined,
  base: string,
): { readonly copies: readonly (Copy & { readonly from: string | null })[]; readonly workdir: string } {
  const copies: (Copy & { readonly from: string | null })[] = [];
  const surroundings = baseSurroundings(base);
  for (const [name, value] of surroundings.variables) variables.set(name, value);
  let { workdir } = surroundings;
  for (const instruction of chain.flatMap(({ instructions }) => instructions)) {
    if (instruction.kind === "ENV" || instruction.kind === "ARG") readPairs(instruction, variables, args);
    else if (instruction.kind === "WORKDIR")
      workdir = absolute(workdir, expandText(instruction.words[0]?.value ?? "", variables));
    else if (instruction.kind === "COPY" || instruction.kind === "ADD") {
      const from = instruction.flags.find(({ name }) => name === "from")?.value ?? null;
      const destination = absolute(workdir, expandText(instruction.destination?.value ?? "", variables));
      for (const source of instruction.sources)
        copies.push({ source: expandText(source.value, variables), destination, from });
    }
  }
  return { copies, workdir };
}

/**
 * Further images that a Dockerfile is for: named stages that no other one uses, and that start something of their own or
 * set variables for what they inherit. Those for development, tests and tools are left out.
 */
export function furtherTargets(workspace: Workspace, path: string): readonly string[] {
  return (stagesIn(workspace, path)?.stages ?? []).flatMap(({ name, final, usedBy, byKind }) => {
    const isOwn = ["CMD", "ENTRYPOINT", "ENV"].some(kind => byKind.has(kind as Instruction["kind"]));
    return name === null || final || usedBy.length > 0 || !isOwn || AUXILIARY_STAGE.test(name) ? [] : [name];
  });
}

const AUXILIARY_STAGE =
  /(?:^|[-_.])(?:dev\w*|local|tests?|testing|ci|docs?|debug\w*|lint\w*|checks?|base|build\w*|deps|dependencies|tools?|shell)(?:$|[-_.])/;

function readPairs(
  instruction: Instruction,
  into: Map<string, string>,
  args: ReadonlyMap<string, string> | undefined,
): void {
  if (instruction.kind !== "ENV" && instruction.kind !== "ARG") return;
  for (const { key, value } of instruction.pairs) {
    const given = instruction.kind === "ARG" ? args?.get(key.value) : undefined;
    if (given !== undefined) into.set(key.value, given);
    else if (value !== null) into.set(key.value, expandText(value.value, into));
  }
}

/** A CMD that stands above an ENTRYPOINT of a later stage is reset by it (Dockerfile reference, "ENTRYPOINT"). */
function commandAfterEntrypoint(chain: readonly Stage[]): CommandForm | null {
  let command: CommandForm | null = null;
  for (const stage of chain) {
    const entrypoint = stage.instructions.findLast(({ kind }) => kind === "ENTRYPOINT");
    const own = stage.instructions.findLast(({ kind }) => kind === "CMD");
    if (entrypoint && !own) command = null;
    if (own) command = formOf(own);
  }
  return command;
}

function formOf(instruction: Instruction | null): CommandForm | null {
  if (instruction === null || (instruction.kind !== "CMD" && instruction.kind !== "ENTRYPOINT")) return null;
  const command: CommandInstruction = instruction;
  const offset = command.span.start;
  if (command.json) return { words: command.json.items.map(({ value }) => value), shell: null, offset };
  return { words: null, shell: command.body.text, offset };
}

function exposedOf(
  chain: readonly Stage[],
  variables: ReadonlyMap<string, string>,
): readonly { port: number; offset: number }[] {
  return chain.flatMap(({ instructions }) =>
    instructions
      .filter(({ kind }) => kind === "EXPOSE")
      .flatMap(instruction =>
        instruction.words.flatMap(word =>
          expandText(word.value, variables)
            .split(/\s+/)
            .flatMap(text => {
              const port = portOf(text.replace(/\/(?:tcp|udp)$/i, ""));
              return port === null || /\/udp$/i.test(text) ? [] : [{ port, offset: word.span.start }];
            }),
        ),
      ),
  );
}

/** An image path from a working directory. */
export function absolute(workdir: string, path: string): string {
  const start = path.startsWith("/") ? path : `${workdir}/${path}`;
  return `/${pathInside("", start.replace(/^\/+/, "")) ?? ""}`;
}

function copiesOf(stages: readonly Stage[]): readonly { source: string; destination: string }[] {
  return stages.flatMap(({ instructions }) =>
    instructions.flatMap(instruction =>
      (instruction.kind === "COPY" || instruction.kind === "ADD") &&
      !instruction.flags.some(({ name }) => name === "from")
        ? instruction.sources.map(source => ({
            source: source.value,
            destination: instruction.destination?.value ?? "",
          }))
        : [],
    ),
  );
}

/** A final stage that only takes files from earlier ones: what those copied at the same path. */
function fromStages(
  stages: readonly Stage[],
  copies: readonly { readonly source: string; readonly destination: string }[],
): readonly { source: string; destination: string }[] {
  const earlier = stages.flatMap(stage => {
    let workdir = "/";
    return stage.instructions.flatMap(instruction => {
      if (instruction.kind === "WORKDIR") workdir = absolute(workdir, instruction.words[0]?.value ?? "");
      if (instruction.kind !== "COPY" && instruction.kind !== "ADD") return [];
      if (instruction.flags.some(({ name }) => name === "from")) return [];
      const destination = absolute(workdir, instruction.destination?.value ?? "");
      return instruction.sources.map(source => ({ source: source.value, destination }));
    });
  });
  return copies.flatMap(({ source, destination }) =>
    earlier
      .filter(
        copy =>
          copy.destination === source.replace(/\/+$/, "") ||
          copy.destination.startsWith(`${source.replace(/\/+$/, "")}/`),
      )
      .map(copy => ({
        source: copy.source,
        destination: destination + copy.destination.slice(source.replace(/\/+$/, "").length),
      })),
  );
}

function located(
  workspace: Workspace,
  context: string,
  copy: { readonly source: string; readonly destination: string },
): readonly Copy[] {
  if (/[*?[]/.test(copy.source)) return [];
  const source = pathInside(context, copy.source);
  if (source === null) return [];
  if (workspace.hasFolder(source)) return [{ source, destination: copy.destination.replace(/\/+$/, "") || "/" }];
  if (!workspace.has(source)) return [];
  const base = nameOf(source);
  // A destination that has the file's name, or an extension, is the file's own path.
  const isFolder =
    copy.destination.endsWith("/") || !(copy.destination.endsWith(base) || /\.\w+$/.test(copy.destination));
  return [{ source, destination: isFolder ? `${copy.destination.replace(/\/+$/, "")}/${base}` : copy.destination }];
}

/** The folder, from the Dockerfile's own upwards, in which most of what it copies exists. */
function guessContext(workspace: Workspace, path: string, copies: readonly { readonly source: string }[]): string {
  const sources = copies.map(({ source }) => source).filter(source => !/^\.?\/?$|[*?[$]|^https?:/.test(source));
  const own = parentOf(path);
  let best = own;
  let bestCount = -1;
  for (let folder = own; ; folder = parentOf(folder)) {
    const count = sources.filter(source => {
      const full = pathInside(folder, source);
      return full !== null && (workspace.has(full) || workspace.hasFolder(full));
    }).length;
    if (count > bestCount) {
      best = folder;
      bestCount = count;
    }
    if (folder === "") break;
  }
  // Nothing told: a folder that only holds Docker files is no context, the one above it is.
  if (
    bestCount === 0 &&
    sources.length === 0 &&
    /(?:^|\/)(?:docker|\.docker|dockerfiles|deploy|deployment|build|ops|\.devcontainer)$/i.test(own)
  )
    return parentOf(own);
  return best;
}

/** The workspace folder that an image's folder holds, by its copies and mounts; null where none tells. */
export function workspaceFolder(workspace: Workspace, copies: readonly Copy[], folder: string): string | null {
  let best: string | null = null;
  let length = -1;
  for (const { source, destination } of copies) {
    if (!workspace.hasFolder(source)) {
      // A single file at `/app/main.py` shows where `/app` comes from.
      const isInside = parentOf(destination) === folder;
      if (isInside && length < 0) best = parentOf(source);
      continue;
    }
    if (folder === destination || folder.startsWith(destination === "/" ? "/" : `${destination}/`)) {
      const inside = pathInside(source, folder.slice(destination.length));
      if (inside !== null && destination.length > length && (workspace.hasFolder(inside) || inside === source)) {
        best = inside;
        length = destination.length;
      }
    } else if (length < 0 && destination.startsWith(folder === "/" ? "/" : `${folder}/`)) {
      // `COPY app /code/app` with `WORKDIR /code`: the folder above the source.
      const rest = destination.slice(folder === "/" ? 1 : folder.length + 1);
      if (source === rest) best = "";
      else if (source.endsWith(`/${rest}`)) best = source.slice(0, -rest.length - 1);
    }
  }
  return best;
}

/** The workspace file that an image's path names; null where it is not from the workspace. */
export function workspaceFile(
  workspace: Workspace,
  facts: Pick<ImageFacts, "copies" | "context" | "workdir">,
  path: string,
): string | null {
  const full = absolute(facts.workdir, path);
  for (const { source, destination } of facts.copies) {
    if (workspace.has(source)) {
      if (destination === full) return source;
      continue;
    }
    if (full.startsWith(destination === "/" ? "/" : `${destination}/`)) {
      const inside = pathInside(source, full.slice(destination.length));
      if (inside !== null && workspace.has(inside)) return inside;
    }
  }
  // Copied by a pattern, renamed or mounted: the file of that name in the context, then anywhere if there is one only.
  const base = nameOf(full);
  for (const folder of [facts.context, ""]) {
    const direct = pathInside(folder, path.replace(/^\/+/, ""));
    if (direct !== null && workspace.has(direct)) return direct;
    const flat = pathInside(folder, base);
    if (flat !== null && workspace.has(flat)) return flat;
  }
  const same = base === "" ? [] : workspace.named(base).filter(each => each !== base);
  return same.length === 1 ? (same[0] ?? null) : null;
}
