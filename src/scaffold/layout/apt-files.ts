import { joinPath, parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { isInDebian } from "../../recon/knowledge/system-packages";
import type { Workspace } from "../../workspace/workspace";

/** Packages of the system that the authors have a platform install. */
export interface AptPackages {
  readonly build: readonly string[];
  readonly runtime: readonly string[];
  /** What is not known to be in Debian: the platforms have another system, or the file names repositories of others. */
  readonly leftOut: readonly string[];
  readonly place: Place;
}

export const APT_FILES = ["Aptfile", "apt.txt", "packages.txt"];

/** What is compiled with, and so never reaches the runtime image. */
const FOR_BUILDING = /-dev$|^(?:build-essential|gcc|g\+\+|make|cmake|pkg-config|cargo|rustc|gfortran)$/;

/**
 * `Aptfile` of Heroku's buildpack, `apt.txt` of repo2docker and `packages.txt` of Streamlit's cloud, which any other
 * project may call a list of its own; the nearest one to the unit. A name that apt does not find ends the whole build, so
 * only those are taken that Debian is known to have; versions are those of another system as well.
 */
export function readAptFiles(workspace: Workspace, recon: Recon, unit: string): AptPackages | null {
  const isStreamlit = recon.dependencies.some(({ name }) => name === "streamlit");
  const names = APT_FILES.filter(name => name !== "packages.txt" || isStreamlit);
  const path = foldersFrom(unit)
    .flatMap(folder => names.map(name => joinPath(folder, name)))
    .find(one => workspace.has(one));
  const text = path === undefined ? null : workspace.text(path);
  if (path === undefined || text === null) return null;
  const lines = text.split(/\r?\n/).map(line => line.replace(/#.*/, "").replace(/^\s*:repo:.*/, ""));
  const packages = lines.flatMap(line => line.split(/\s+/).map(word => word.replace(/=.*/, ""))).filter(Boolean);
  if (packages.length === 0) return null;
  const known = packages.filter(isInDebian);
  return {
    build: known.filter(name => FOR_BUILDING.test(name)),
    runtime: known.filter(name => !FOR_BUILDING.test(name)),
    leftOut: packages.filter(name => !isInDebian(name)),
    place: workspace.place(path, text.search(/^(?!\s*(?:#|:repo:|$))/m)),
  };
}

/** The folder and all above it. */
function foldersFrom(folder: string): readonly string[] {
  return folder === "" ? [""] : [folder, ...foldersFrom(parentOf(folder))];
}
