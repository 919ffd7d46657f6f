import { isInside, joinPath, parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** Packages of the system that the authors have a platform install. */
export interface AptPackages {
  readonly build: readonly string[];
  readonly runtime: readonly string[];
  readonly place: Place;
}

export const APT_FILES = ["Aptfile", "apt.txt", "packages.txt"];

/** What is compiled with, and so never reaches the runtime image. */
const FOR_BUILDING = /-dev$|^(?:build-essential|gcc|g\+\+|make|cmake|pkg-config|cargo|rustc|gfortran)$/;

/**
 * `Aptfile` of Heroku's buildpack, `apt.txt` of repo2docker and `packages.txt` of Streamlit's cloud, which any other
 * project may call a list of its own; the nearest one to the unit. Addresses and files of packages are left out.
 */
export function readAptFiles(workspace: Workspace, recon: Recon, unit: string): AptPackages | null {
  const isStreamlit = recon.dependencies.some(({ name }) => name === "streamlit");
  const names = APT_FILES.filter(name => name !== "packages.txt" || isStreamlit);
  const folders = [...new Set([unit, ...(isInside(parentOf(unit), unit) ? [parentOf(unit)] : [])])];
  const path = folders.flatMap(folder => names.map(name => joinPath(folder, name))).find(one => workspace.has(one));
  const text = path === undefined ? null : workspace.text(path);
  if (path === undefined || text === null) return null;
  const packages = text
    .split(/\r?\n/)
    .map(line => line.replace(/#.*/, "").trim())
    .filter(line => /^[a-z0-9][a-z0-9+.-]+$/.test(line) && !line.endsWith(".deb"));
  if (packages.length === 0) return null;
  return {
    build: packages.filter(name => FOR_BUILDING.test(name)),
    runtime: packages.filter(name => !FOR_BUILDING.test(name)),
    place: workspace.place(path, 0),
  };
}
