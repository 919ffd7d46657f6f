import type { Recon } from "../../model/recon";
import { isInside, joinPath, nameOf, parentOf } from "../../model/paths";
import { literalPattern } from "../../model/patterns";
import { servicesOf } from "./existing-compose";
import type { ExistingStart } from "./existing-start";
import type { Layout } from "./layout";

/**
 * The Dockerfile that builds a unit today: the one in its folder, else the one that a Compose service of it names, else the
 * only one that starts a program of it.
 */
export function findDockerfile(recon: Recon, layout: Layout, unit: string | null): string | null {
  const name = layout.path === "" ? "Dockerfile" : `${layout.path}/Dockerfile`;
  if (recon.docker.dockerfiles.includes(name) || layout.allFiles.includes(name)) return name;
  const built = (layout.compose?.services ?? [])
    .flatMap(({ build }) => (build === null ? [] : [build]))
    .filter(({ context }) => !isOfNode(layout, context))
    .map(({ context, dockerfile }) => ({ context: joinPath(context), path: joined(context, dockerfile) }));
  // Of several units a service builds the one whose folder it is given, or whose folder holds its Dockerfile.
  const theirs =
    unit === null
      ? built[0]
      : built.find(({ context, path }) => context === layout.path || isInside(layout.path, path));
  if (theirs !== undefined) return layout.allFiles.includes(theirs.path) ? theirs.path : null;
  const starting = layout.starts.filter(
    start => isInside(layout.path, start.path) && startsOne(recon.entryPoints, start),
  );
  return starting.length === 1 ? (starting[0]?.path ?? null) : null;
}

/** Whether an image starts one of the programs: in the folder of which it lies, or by its module's or its file's name. */
function startsOne(entryPoints: Recon["entryPoints"], { path, entrypoint, command }: ExistingStart): boolean {
  const lines = [...entrypoint, ...command];
  return entryPoints.some(({ target, workingDirectory }) => {
    const program = target.split(":")[0] ?? target;
    return (
      (workingDirectory ?? "") === parentOf(path) ||
      lines.some(({ text }) => new RegExp(`(?<![\\w.])${literalPattern(nameOf(program))}(?![\\w-])`).test(text))
    );
  });
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
