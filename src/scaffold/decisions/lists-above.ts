import { isInside, joinPath, nameOf } from "../../model/paths";
import type { Subject } from "./subject";

/** Lists above a unit that has no manifest of its own, or a `setup.py` that declares nothing; recon names them for it. */
function sharedLists({ recon, path }: Subject): readonly string[] {
  const manifests = recon.manifests.map(manifest => manifest.path);
  const own = manifests.filter(manifest => isInside(path, manifest));
  return own.every(manifest => nameOf(manifest) === "setup.py") ? manifests.filter(each => !own.includes(each)) : [];
}

/** The person's Compose file sends the unit's folder alone, so that nothing above it can be copied. */
function isSentAlone({ layout, path }: Subject): boolean {
  const services = layout.compose?.services ?? [];
  return services.some(({ build }) => build !== null && isInside(path, joinPath(build.context)));
}

/** The lists above a unit that its build can reach. */
export function listsAbove(subject: Subject): readonly string[] {
  return isSentAlone(subject) ? [] : sharedLists(subject);
}

/** Lists above a unit that its build cannot reach: what they hold is installed by name. */
export function listsBeyond(subject: Subject): readonly string[] {
  return isSentAlone(subject) ? sharedLists(subject) : [];
}
