import { expandWord, scopeAt } from "../../docker/dockerfile/expand";
import { chainOf, findStage } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { CopyInstruction, Instruction, Word } from "../../docker/dockerfile/types";
import { cleanPath, matchIgnore } from "../../docker/dockerignore";
import { joinPath, nameOf } from "../../model/paths";
import type { DockerfileView } from "../dockerfile-context";
import type { WorkspaceContext } from "../workspace-context";
import type { Build } from "./builds";
import { inheritedVariables } from "./base-variables";
import { pythonOf, rootOf } from "./python-base";
import { stepOf } from "./run-facts";
import { exists, inContext, isFolder } from "./workspace-paths";

/** What a path of an image is: a path of the workspace, surely absent, or not known. */
export type ImagePath =
  { readonly kind: "found"; readonly path: string } | { readonly kind: "absent" } | { readonly kind: "unknown" };

const UNKNOWN: ImagePath = { kind: "unknown" };
const ABSENT: ImagePath = { kind: "absent" };

/** Programs that may put source files anywhere. */
const MAKERS: ReadonlySet<string> = new Set([
  "cookiecutter",
  "cp",
  "curl",
  "django-admin",
  "git",
  "install",
  "ln",
  "make",
  "mv",
  "rsync",
  "tar",
  "tee",
  "unzip",
  "wget",
]);

/** As much of a Dockerfile as its own paths need. */
type StagesView = Pick<DockerfileView, "file" | "graph">;

/** The working folder at an instruction's place (at the stage's end without one); null where a variable hides it. */
export function workdirOf(view: StagesView, stage: Stage, before = Number.POSITIVE_INFINITY): string | null {
  let folder = "/";
  for (const each of chainOf(stage).flatMap(part => part.byKind.get("WORKDIR") ?? [])) {
    if (each.index >= before) break;
    const word = each.words[0];
    const text = word === undefined ? null : expanded(view, stage, each, word);
    if (text === null) return null;
    folder = text.startsWith("/") ? cleanPath(text) : cleanPath(`${folder}/${text}`);
  }
  return folder;
}

function expanded(view: StagesView, stage: Stage, instruction: Instruction, word: Word): string | null {
  if (!word.value.includes("$")) return word.value;
  return expandWord(word, scopeAt(view.graph, stage, instruction.index, view.file.escape), view.file.escape);
}

/** Finds what an absolute path of a stage's image holds before an instruction (at its end without one), following COPY through the stages. */
export function imagePath(
  context: WorkspaceContext,
  build: Build,
  stage: Stage,
  path: string,
  before = Number.POSITIVE_INFINITY,
  depth = 0,
): ImagePath {
  const { view, folder } = build;
  if (folder === null || depth > 8) return UNKNOWN;
  const instructions = chainOf(stage).flatMap(part => part.instructions.map(instruction => ({ part, instruction })));
  let isHidden = false;
  for (const { part, instruction } of instructions.reverse()) {
    if (instruction.index >= before) continue;
    // What a step names it makes or needs.
    if (instruction.kind === "RUN")
      isHidden ||= makesFiles(view, instruction) || (path !== "/" && instruction.body.text.includes(nameOf(path)));
    if (
      instruction.kind === "ADD" &&
      instruction.sources.some(word => /\.(?:tar|tgz|zip|gz|xz)|:\/\//.test(word.value))
    )
      isHidden = true;
    if (instruction.kind !== "COPY" && instruction.kind !== "ADD") continue;
    const found = throughCopy(context, build, part, instruction, path, depth);
    if (found.kind === "found") return found;
    if (found.kind === "unknown") isHidden = true;
  }
  return isHidden || !isBare(view, stage) ? UNKNOWN : ABSENT;
}

/** True for images that are known to hold nothing of an application; one of the project's own may hold all of it. */
function isBare(view: DockerfileView, stage: Stage): boolean {
  const root = rootOf(view, stage);
  return root !== null && (pythonOf(root.reference) !== null || inheritedVariables(root.reference) !== null);
}

function makesFiles(view: DockerfileView, run: Instruction): boolean {
  if (run.heredocs.length > 0) return true;
  const step = stepOf(view, run);
  if (step === undefined) return true;
  return step.commands.some(
    command =>
      command.name === null ||
      MAKERS.has(command.name) ||
      /\.(?:sh|py)$/.test(command.name) ||
      command.redirections.some(
        each => each.operator.startsWith(">") && /\.(?:pyw?|sh)$/.test(each.target?.text ?? ""),
      ),
  );
}

/** The absolute path that a COPY writes to; null where a variable hides it. */
export function copyTarget(view: StagesView, stage: Stage, copy: CopyInstruction): string | null {
  const target = copy.destination === null ? null : expanded(view, stage, copy, copy.destination);
  const workdir = workdirOf(view, stage, copy.index);
  if (target === null || workdir === null) return null;
  return target.startsWith("/") ? cleanPath(target) : cleanPath(`${workdir}/${target}`);
}

/** The folders of an image that its own steps fill: those that COPY writes to. */
export function copyTargets(view: DockerfileView, stage: Stage): readonly string[] {
  return chainOf(stage).flatMap(part =>
    part.instructions.flatMap(each =>
      each.kind === "COPY" || each.kind === "ADD" ? (copyTarget(view, part, each) ?? []) : [],
    ),
  );
}

function throughCopy(
  context: WorkspaceContext,
  build: Build,
  stage: Stage,
  copy: CopyInstruction,
  path: string,
  depth: number,
): ImagePath {
  const { view } = build;
  const destination = copyTarget(view, stage, copy);
  if (destination === null) return UNKNOWN;
  const below = destination === "/" ? "/" : `${destination}/`;
  if (path !== destination && !path.startsWith(below)) return ABSENT;
  if (copy.heredocs.length > 0 || copy.flags.some(flag => flag.name === "parents")) return UNKNOWN;
  const rest = path === destination ? "" : path.slice(below.length);
  const isInto = isFolderTarget(view, stage, copy, destination);
  const from = copy.flags.find(flag => flag.name === "from")?.value ?? null;
  const other = from === null ? null : findStage(view.graph, from, stage);
  if (from !== null && other === null) return UNKNOWN;
  let isUnknown = false;
  for (const { value } of copy.sources) {
    const found: ImagePath = value.includes("$")
      ? UNKNOWN
      : other === null
        ? fromContext(context, build, value, rest, isInto)
        : fromStage(context, build, other, value, rest, isInto, depth);
    if (found.kind === "found") return found;
    if (found.kind === "unknown") isUnknown = true;
  }
  return isUnknown ? UNKNOWN : ABSENT;
}

/** True where a COPY's sources go into its destination under their own names. */
function isFolderTarget(view: DockerfileView, stage: Stage, copy: CopyInstruction, destination: string): boolean {
  const target = copy.destination === null ? null : expanded(view, stage, copy, copy.destination);
  return copy.sources.length > 1 || /\/$|^\.$/.test(target ?? "") || destination === workdirOf(view, stage, copy.index);
}

/** What lies `rest` below where `COPY --from` puts one of its sources. */
function fromStage(
  context: WorkspaceContext,
  build: Build,
  other: Stage,
  source: string,
  rest: string,
  isInto: boolean,
  depth: number,
): ImagePath {
  const base = cleanPath(source.startsWith("/") ? source : `/${source}`);
  const name = nameOf(base);
  const tries = [
    rest === "" ? base : `${base === "/" ? "" : base}/${rest}`,
    ...(isInto && (rest === name || rest.startsWith(`${name}/`)) ? [base] : []),
  ];
  const found = tries.map(each => imagePath(context, build, other, cleanPath(each), undefined, depth + 1));
  return found.find(({ kind }) => kind === "found") ?? found.find(({ kind }) => kind === "unknown") ?? ABSENT;
}

/** What lies `rest` below where COPY puts one of the sources of its build context. */
function fromContext(
  context: WorkspaceContext,
  { folder, ignore }: Build,
  value: string,
  rest: string,
  isInto: boolean,
): ImagePath {
  if (folder === null || /[*?[]/.test(value)) return UNKNOWN;
  const source = inContext(folder, value);
  const whole = source === null ? null : copiedPath(context, source, rest, isInto);
  if (whole === null || !exists(context, whole)) return ABSENT;
  const own = folder === "" ? whole : whole.slice(folder.length + 1);
  return ignore !== null && matchIgnore(ignore.file, own).ignored ? ABSENT : { kind: "found", path: whole };
}

/** COPY puts what a folder holds, and a file itself, into its destination. */
function copiedPath(context: WorkspaceContext, source: string, rest: string, isInto: boolean): string | null {
  if (isFolder(context, source)) return rest === "" ? source : joinPath(source, rest);
  return rest === "" || (isInto && rest === nameOf(source)) ? source : null;
}

/** The environment variables that a stage's ENV sets, variables expanded; null for those that one hides. */
export function environmentOf(view: DockerfileView, stage: Stage): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const each of chainOf(stage).flatMap(part => part.instructions)) {
    if (each.kind !== "ENV") continue;
    for (const pair of each.pairs)
      found.set(pair.key.value, pair.value === null ? "" : expanded(view, stage, each, pair.value));
  }
  return found;
}
