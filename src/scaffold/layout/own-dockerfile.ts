import type { Recon } from "../../model/recon";
import { isInside, joinPath, parentOf } from "../../model/paths";
import { servicesOf } from "./existing-compose";
import type { ExistingStart } from "./existing-start";
import type { Layout } from "./layout";

/** The Dockerfile that builds a unit today: the one in its folder, else the one that a Compose service of it names. */
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
  return theirs !== undefined && layout.allFiles.includes(theirs.path) ? theirs.path : null;
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
