import { mainNames } from "../../docker/compose/file-names";
import { effective } from "../../docker/compose/project";
import { ignoreFileOf, parseDockerignore } from "../../docker/dockerignore";
import { matchesPath, readPathPattern } from "../../docker/path-pattern";
import type { Dockerignore } from "../../docker/dockerignore";
import type { Stage } from "../../docker/dockerfile/stages";
import { isContextCopy } from "../../docker/dockerfile/context-copy";
import type { CopyInstruction } from "../../docker/dockerfile/types";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import type { Recon, Unit } from "../../model/recon";
import type { DockerfileView } from "../dockerfile-context";
import type { WorkspaceContext } from "../workspace-context";
import { isRemote } from "./archives";
import { exists, filesBelow, inContext } from "./workspace-paths";
import { projectInstalls } from "./installs";
import { allServices } from "./projects";
import type { RunService } from "./projects";

/** One build of a Dockerfile, by a Compose service or by hand. */
export interface Build {
  readonly view: DockerfileView;
  /** The build context's folder, "" for the root; null where nothing tells. */
  readonly folder: string | null;
  readonly ignore: { readonly path: string; readonly file: Dockerignore } | null;
  readonly service: RunService | null;
  /** The stage that is made: `build.target`, else the last one. Null where it cannot be known. */
  readonly stage: Stage | null;
}

const BUILDS = new WeakMap<readonly DockerfileView[], readonly Build[]>();

/** All builds of the linted Dockerfiles: one for each service that builds one, else one by hand. */
export function buildsOf(context: WorkspaceContext): readonly Build[] {
  const known = BUILDS.get(context.dockerfiles);
  if (known !== undefined) return known;
  const builds: Build[] = [];
  const claimed = new Set<string>();
  for (const service of allServices(context)) {
    const where = buildPaths(service, context.paths);
    const view = where === null ? undefined : context.dockerfiles.find(each => each.path === where.dockerfile);
    if (where === null || view === undefined) continue;
    claimed.add(view.path);
    const target = effective(service.parts, each => each.build?.target ?? null)?.value.text;
    const { stages, final } = view.graph;
    const stage =
      target === undefined
        ? final
        : (stages.find(each => each.name === target.toLowerCase()) ?? stages[Number(target)] ?? null);
    builds.push({ ...described(context, view, where.folder), service, stage });
  }
  for (const view of context.dockerfiles) {
    if (claimed.has(view.path)) continue;
    builds.push({ ...described(context, view, guessFolder(context, view)), service: null, stage: view.graph.final });
  }
  BUILDS.set(context.dockerfiles, builds);
  return builds;
}

/** The unit of a monorepo that an image holds: its Dockerfile lies in its folder, also where the context is the whole repository. */
export function unitOf({ units }: Recon, { folder, view }: Build): Unit | undefined {
  const place = parentOf(view.path);
  const inner = units.find(({ path }) => path !== "" && (path === folder || path === place));
  return inner ?? (folder === "" && place === "" ? units.find(({ path }) => path === "") : undefined);
}

/**
 * The context's folder and the Dockerfile of a service; null where it builds nothing, or a variable or an address decides. A build
 * that finds no `Dockerfile` takes `dockerfile`.
 */
export function buildPaths(
  service: RunService,
  paths: ReadonlySet<string>,
): { readonly folder: string; readonly dockerfile: string } | null {
  const found = effective(service.parts, each => each.build);
  if (found === null || found.value.inline !== null) return null;
  const context = effective(service.parts, each => each.build?.context ?? null);
  const file = effective(service.parts, each => each.build?.dockerfile ?? null);
  const from = (context ?? found).part.file.path;
  const folder = context?.value.text ?? ".";
  const name = file?.value.text ?? "Dockerfile";
  if (/[$:]|^[/~]/.test(folder) || /[$:]|^[/~]/.test(name)) return null;
  const whole = joinPath(parentOf(from), folder);
  const asked = joinPath(whole, name);
  const lower = joinPath(parentOf(asked), "dockerfile");
  const dockerfile = nameOf(asked) === "Dockerfile" && !paths.has(asked) && paths.has(lower) ? lower : asked;
  return whole.startsWith("..") || dockerfile.startsWith("..") ? null : { folder: whole, dockerfile };
}

/**
 * True where a build's paths fit from another folder than the Compose file's: those of a file that is laid over others count from the
 * first one, and a file may be a copy of one that lies elsewhere.
 */
export function isBuiltFromElsewhere(context: WorkspaceContext, { parts }: RunService): boolean {
  const found = effective(parts, each => each.build?.context ?? null);
  if (found === null) return false;
  const { file } = found.part;
  const name = nameOf(file.path);
  const dockerfile = effective(parts, each => each.build?.dockerfile ?? null)?.value.text ?? "Dockerfile";
  const whole = joinPath(found.value.text, dockerfile);
  // A path that begins with the file's own folder again counts from the root.
  const own = parentOf(file.path);
  const written = joinPath(found.value.text, ".").replace(/^\.\//, "");
  if (
    own !== "" &&
    (((written === own || written.startsWith(`${own}/`)) &&
      [...context.paths].some(path => path.startsWith(`${written}/`))) ||
      (whole.startsWith(`${own}/`) && context.paths.has(whole)))
  )
    return true;
  if (mainNames().includes(name))
    return context.composeFiles.some(
      ({ path, text }) => path !== file.path && nameOf(path) === name && text === file.document.text,
    );
  const tail = whole.replace(/^(?:\.\.\/)+/, "");
  return tail.includes("/") && [...context.paths].some(path => path === tail || path.endsWith(`/${tail}`));
}

function described(
  context: WorkspaceContext,
  view: DockerfileView,
  folder: string | null,
): Pick<Build, "view" | "folder" | "ignore"> {
  const path = folder === null ? null : ignoreFileOf(view.path, folder, each => context.paths.has(each));
  const text = path === null ? null : context.read(path);
  return { view, folder, ignore: path === null || text === null ? null : { path, file: parseDockerignore(text) } };
}

/** A source that a plain reading resolves: no variable, no address, no heredoc. */
export function literalSources(
  instruction: CopyInstruction,
): readonly { readonly path: string; readonly word: CopyInstruction["sources"][number] }[] {
  return instruction.sources.flatMap(word =>
    word.variables.length > 0 || word.value.includes("$") || isRemote(word.value) || word.value === ""
      ? []
      : [{ path: word.value, word }],
  );
}

const COPIES = new WeakMap<DockerfileView, readonly CopyInstruction[]>();

/** The COPY and ADD that take files from the build context; several rules ask for those of every Dockerfile. */
export function copiesFromContext(view: DockerfileView): readonly CopyInstruction[] {
  const known = COPIES.get(view);
  if (known !== undefined) return known;
  const copies = view.instructions.filter((each): each is CopyInstruction => !each.onbuild && isContextCopy(each));
  COPIES.set(view, copies);
  return copies;
}

/**
 * Without Compose nobody says where the context is. It is the Dockerfile's folder, or one above it (`docker build -f docker/Dockerfile .`):
 * the nearest that has all sources, else the one that has most of them.
 */
function guessFolder(context: WorkspaceContext, view: DockerfileView): string | null {
  if (context.paths.size === 0) return null;
  const sources = copiesFromContext(view).flatMap(each => literalSources(each).map(source => source.path));
  const specific = sources.filter(path => !/^\.?\/?$/.test(path));
  const candidates: string[] = [];
  for (let folder = parentOf(view.path); ; folder = parentOf(folder)) {
    candidates.push(folder);
    if (folder === "") break;
  }
  if (specific.length === 0) {
    // `COPY . .` alone: what the build then installs tells, or that the Dockerfile lies with the project's manifest.
    const manifests = projectInstalls(view).flatMap(each => each.manifest?.value ?? []);
    const wanted = manifests.length > 0 ? manifests : ["pyproject.toml", "setup.py", "requirements.txt", "manage.py"];
    return (
      candidates.find(folder => wanted.some(path => has(context, folder, path))) ??
      (candidates.length === 1 ? "" : null)
    );
  }
  const counted = candidates.map(folder => ({
    folder,
    count: specific.filter(path => has(context, folder, path)).length,
  }));
  const best = Math.max(...counted.map(each => each.count));
  if (best === 0) return candidates.length === 1 ? "" : null;
  const winners = counted.filter(each => each.count === best);
  // Two folders that fit equally well, and neither wholly: nothing is known.
  return winners.length === 1 || best === specific.length ? (winners[0]?.folder ?? null) : null;
}

/** Whether a source (also with wildcards) finds something in the context. */
export function has(context: WorkspaceContext, folder: string, source: string): boolean {
  const path = inContext(folder, source);
  if (path === null) return false;
  if (!/[*?[]/.test(path)) return exists(context, path);
  return matchingPaths(context, path).length > 0;
}

const MATCHES = new WeakMap<ReadonlySet<string>, Map<string, readonly string[]>>();

/**
 * The files and folders that a source with wildcards names; each `*` and `?` stays within one part. Many Dockerfiles of one
 * workspace ask the same of its root, so each pattern is answered once.
 */
export function matchingPaths(context: WorkspaceContext, pattern: string): readonly string[] {
  const answers = MATCHES.get(context.paths) ?? new Map<string, readonly string[]>();
  MATCHES.set(context.paths, answers);
  const known = answers.get(pattern);
  if (known !== undefined) return known;
  const found = findMatching(context, pattern);
  answers.set(pattern, found);
  return found;
}

function findMatching(context: WorkspaceContext, pattern: string): readonly string[] {
  const parts = pattern.split("/");
  const fixed = parts
    .slice(
      0,
      parts.findIndex(part => /[*?[]/.test(part)),
    )
    .join("/");
  const wanted = parts.map(readPathPattern);
  const found = new Set<string>();
  for (const path of filesBelow(context, fixed)) {
    const own = path.split("/");
    if (own.length >= parts.length && wanted.every((part, index) => matchesPath(part, own[index] ?? ""))) {
      found.add(own.slice(0, parts.length).join("/"));
    }
  }
  return [...found];
}
