import type { EntryPoint, Recon } from "../../model/recon";
import { isInside, joinPath, parentOf } from "../../model/paths";
import { isSideFolder } from "../../recon/unit-manifests";
import { servicesOf } from "./existing-compose";
import type { ExistingStart } from "./existing-start";
import type { Layout } from "./layout";

/**
 * The Dockerfile that builds a unit today: the one in its folder, else the one that a Compose service of it names, else the
 * only one that starts a program of it. One that is for production by its name goes before one that no service builds.
 */
export function findDockerfile(recon: Recon, layout: Layout, unit: string | null): string | null {
  const usual = ["Dockerfile", "dockerfile", "Containerfile"].map(name => joinPath(layout.path, name));
  const isThere = (name: string): boolean => recon.docker.dockerfiles.includes(name) || layout.allFiles.includes(name);
  const own = usual.find(name => isThere(name) && !isOfOther(layout, name));
  const built = builtByCompose(layout, unit);
  const forProduction = startingOnes(recon, layout).filter(path => FOR_PRODUCTION.test(path));
  const [production] = forProduction.length === 1 ? forProduction : [];
  if (own !== undefined) return built.includes(own) ? own : (production ?? own);
  const theirs = built.find(path => !FOR_WORK.test(path)) ?? production ?? built[0];
  if (theirs !== undefined) return layout.allFiles.includes(theirs) ? theirs : null;
  const starting = startingOnes(recon, layout);
  return starting.length === 1 ? (starting[0] ?? null) : null;
}

/** Whether a Dockerfile of the person's own, which is kept as it is, builds the unit. */
export function hasOwnImage({
  recon,
  layout,
  unit,
}: {
  readonly recon: Recon;
  readonly layout: Layout;
  readonly unit: string | null;
}): boolean {
  const dockerfile = findDockerfile(recon, layout, unit);
  return dockerfile !== null && layout.allFiles.includes(dockerfile);
}

/** The Dockerfiles that services of the Compose file build a unit from. */
function builtByCompose(layout: Layout, unit: string | null): readonly string[] {
  const built = (layout.compose?.services ?? [])
    .flatMap(({ build }) => (build === null ? [] : [build]))
    .filter(({ context }) => !isOfNode(layout, context))
    .map(({ context, dockerfile }) => ({ context: joinPath(context), path: joined(context, dockerfile) }))
    // Of several units a service builds the one whose folder it is given, or whose folder holds its Dockerfile.
    .filter(({ context, path }) => unit === null || context === layout.path || isInside(layout.path, path))
    // The usual context of a repository with several is its root, which is no sign of the application that stands there.
    .filter(({ path }) => !layout.innerUnits.some(folder => isInside(folder, path)))
    .map(({ path }) => path)
    .filter(path => !isOfOther(layout, path));
  const ofPython = built.filter(path => layout.starts.some(start => start.path === path && start.isPython));
  return ofPython.length > 0 ? ofPython : built;
}

/** Whether a Dockerfile makes the image of a proxy or another server, so that it is none of the application. */
export function isOfOther({ starts }: Layout, dockerfile: string): boolean {
  return starts.some(start => start.path === dockerfile && start.isOfOther);
}

/** The name of a Dockerfile of ours: `Dockerfile`, unless one of something else, in whatever case, has it. */
export function newDockerfile({ allFiles, path }: Layout): string {
  const usual = joinPath(path, "Dockerfile");
  const isTaken = allFiles.some(file => file.toLowerCase() === usual.toLowerCase());
  return isTaken ? joinPath(path, "Dockerfile.app") : usual;
}

/** The Dockerfiles, none for work on the code, whose image starts the unit's program. */
function startingOnes(recon: Recon, layout: Layout): readonly string[] {
  const main = mainProgram(recon.entryPoints);
  if (main === undefined) return [];
  return layout.starts
    .filter(
      start =>
        start.isPython &&
        isInside(layout.path, start.path) &&
        !isSideFolder(start.path) &&
        !FOR_WORK.test(start.path) &&
        startsIt(start, main),
    )
    .map(({ path }) => path);
}

/** For production by its folder or its name, which says nothing else. */
const FOR_PRODUCTION =
  /(?:^|\/)prod(?:uction)?\/(?:Docker|Container)file$|(?:^|\/)(?:(?:Docker|Container)file[._-]prod(?:uction)?|prod(?:uction)?[._-](?:Docker|Container)file)$/i;

/** Images for those who work on the code, beside folders of tests, documents and examples. */
export const FOR_WORK =
  /(?:^|[/._-])(?:devcontainer|dev|devel|development|local|debug|tests?|testing|e2e)(?:$|[/._-])/i;

/** The best server, else the best of what there is. */
export function mainProgram(entryPoints: Recon["entryPoints"]): EntryPoint | undefined {
  const isServer = ({ kind }: EntryPoint): boolean => kind === "wsgi" || kind === "asgi" || kind === "server";
  const servers = entryPoints.filter(isServer);
  return (servers.length > 0 ? servers : entryPoints).toSorted((left, right) => left.rank - right.rank)[0];
}

/** Whether an image starts a program: a word of its start, or of the scripts that this runs, is the module or the file. */
export function startsIt(
  { entrypoint, command }: Pick<ExistingStart, "entrypoint" | "command">,
  { target }: EntryPoint,
): boolean {
  const program = target.split(":")[0] ?? target;
  const isFile = program.endsWith(".py");
  const isIt = (word: string): boolean => {
    const [own = ""] = word.split(":");
    if (isFile) return own.endsWith(".py") && (endsIn(own, program, "/") || endsIn(program, own, "/"));
    return endsIn(program, own, ".") && (word !== own || own.includes(".") || own === program);
  };
  return [...entrypoint, ...command].some(({ text }) => text.split(/[\s,"'[\]()=]+/).some(isIt));
}

/** Whether a path or a dotted name ends in whole parts of another one. */
function endsIn(whole: string, end: string, separator: string): boolean {
  const last = end.replace(/^(?:\.?\/)+/, "");
  return last !== "" && (whole === last || whole.endsWith(separator + last));
}

/**
 * The build context that a Dockerfile was written for: the one that a Compose file gives it, else the folder, its own or one
 * above, that holds most of what it copies by name; null where nothing tells.
 */
export function contextOfDockerfile(layout: Layout, start: ExistingStart): string | null {
  const build = servicesOf(layout.compose, start.path)[0]?.build;
  if (build) return joinPath(build.context);
  const holds = (folder: string): number =>
    start.sources.filter(source => layout.allFiles.some(file => isInside(joinPath(folder, source), file))).length;
  const folders = [parentOf(start.path)];
  for (let folder = parentOf(start.path); folder !== ""; folder = parentOf(folder)) folders.push(parentOf(folder));
  const best = folders.toSorted((left, right) => holds(right) - holds(left))[0];
  return best !== undefined && holds(best) > 0 ? best : null;
}

/** A folder with a package.json and no Python is a front end's, and so is the image that is built from it. */
function isOfNode({ allFiles }: Layout, context: string): boolean {
  const folder = joinPath(context);
  const inside = allFiles.filter(file => isInside(folder, file));
  return inside.includes(joinPath(folder, "package.json")) && !inside.some(file => file.endsWith(".py"));
}

function joined(context: string, dockerfile: string | null): string {
  return joinPath(context, dockerfile ?? "Dockerfile");
}
