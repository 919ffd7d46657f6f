import type { DataFolder, VariableDesign } from "../blueprint";
import { cite, citeAll } from "../cite";
import { fileDatabaseFolder } from "./file-database";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { isInside, joinPath, relativeTo } from "../../model/paths";
import { slug } from "../text/slug";
import type { Subject } from "./subject";

/** Folders of the image, absolute. */
export interface ImageFolders {
  /** What the build context is copied to. */
  readonly source: string;
  /** The unit's own. */
  readonly home: string;
  /** The one that its program starts in. */
  readonly work: string;
}

export interface DataDecision {
  readonly folders: readonly DataFolder[];
  /** Files that lie beside the code: the image links databases into the data folder and logs to standard output. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
}

/** Where the program writes below its own folder, which is read-only in the image unless it is listed here. */
export function decideData(
  { layout, decider, recon, path: unitPath }: Subject,
  image: ImageFolders,
  variables: readonly VariableDesign[],
  hasServerDatabase: boolean,
): DataDecision {
  // Static files are collected while the image is built; a volume over them would hide what was collected.
  const isStatic = (folder: string): boolean =>
    /^static$|(?:^|\/)static(?:files|_root)$/.test(folder) ||
    folder === recon.static?.folder ||
    (recon.static?.folder != null && folder !== "" && isInside(folder, recon.static.folder)) ||
    (recon.static?.folder?.startsWith("/") === true && isInside(recon.static.folder.slice(1), folder.slice(1))) ||
    recon.frontEnds.some(({ outputs }) => outputs.includes(folder));
  const wanted = layout.writes.filter(({ folder, isDatabase }) =>
    isDatabase ? !hasServerDatabase : !isStatic(folder),
  );
  const bases = { unit: image.home, work: image.work };
  // What git has in a folder would be hidden by a volume, or by scratch space, of an older or of no version of it.
  const holdsCode = (folder: string): boolean => {
    const own = isInside(image.home.slice(1), folder.slice(1))
      ? relativeTo(image.home.slice(1), folder.slice(1))
      : null;
    const inside = own === null ? folder.slice(image.source.length + 1) : joinPath(unitPath, own);
    return layout.allFiles.some(file => isInside(inside, file) && file.endsWith(".py"));
  };
  const folders = new Map<string, DataFolder>();
  const links: { from: string; to: string }[] = [];
  const databases = new Set<string>();
  for (const { base, folder, file, isLog, isKept, isDatabase, place } of wanted) {
    const path = `/${joinPath(bases[base], folder)}`;
    if (!isInside(image.source.slice(1), path.slice(1))) continue;
    if (isDatabase) databases.add(path);
    if (file !== null && holdsCode(path)) {
      // A volume cannot be laid over the code, and SQLite writes its journal beside the file that a link leads to.
      const from = `${path}/${file}`;
      if (links.some(other => other.from === from)) continue;
      links.push({ from, to: isLog ? "/dev/stdout" : `/data/${file}` });
      if (!isLog) folders.set("/data", { path: "/data", volume: "data", why: cite(place) });
      continue;
    }
    if (holdsCode(path)) continue;
    if (![...folders.keys()].some(other => path === other || path.startsWith(`${other}/`))) {
      folders.set(path, { path, volume: isKept ? slug(folder.replace(/^(?:\.\.\/)+/, "")) : null, why: cite(place) });
    }
  }
  const named = layout.absoluteFolders
    .filter(({ isDatabase }) => !isDatabase || !hasServerDatabase)
    .map(each => ({ ...each, isKept: !SCRATCH_FOLDER.test(each.folder) }));
  for (const { folder, isKept, place } of [...absoluteFolders(recon), ...absoluteWrites(recon), ...named]) {
    if (folders.has(folder) || folder === image.home || isStatic(folder) || holdsCode(folder)) continue;
    folders.set(folder, { path: folder, volume: isKept ? slug(folder) : null, why: cite(place) });
  }
  for (const { value, where } of variables) {
    const path = fileDatabaseFolder(value);
    if (path !== null) folders.set(path, { path, volume: slug(path), why: where });
  }
  const kept = outermost([...folders.values()]);
  const logs = recon.readiness.filter(({ rule }) => rule === "log-file").map(({ place }) => place);
  const chosen = decider.list({
    key: "data.folders",
    value: kept.map(({ path }) => path),
    reason: reasonFor(kept, logs),
    places: wanted.map(({ place }) => place),
  });
  return {
    folders: chosen.map(path => ({
      ...(folders.get(path) ?? { path, volume: slug(path.replace(image.home, "")), why: "you named it" }),
      holds: [...databases].filter(inner => inner.startsWith(`${path}/`)),
    })),
    links: links.filter(({ to }) => !to.startsWith("/data/") || chosen.includes("/data")),
  };
}

function reasonFor(kept: readonly DataFolder[], logs: readonly Place[]): string {
  if (kept.length > 0) {
    const places = kept.slice(0, 2).map(({ why }) => why);
    return `The code writes there (${places.join(", ")}); everything else in the image is read-only.`;
  }
  return logs.length > 0
    ? `Nothing is written that has to be kept; everything but /tmp is read-only, so log files${citeAll(logs)} have to become standard output.`
    : "The code writes no file of its own, so everything but /tmp is read-only.";
}

/** A volume holds what lies below its folder; one of its own inside it would hide that. */
function outermost(folders: readonly DataFolder[]): readonly DataFolder[] {
  return folders.filter(
    ({ path }) =>
      !folders.some(other => other.volume !== null && other.path !== path && path.startsWith(`${other.path}/`)),
  );
}

/** Variables whose default is a place of the old host: `/var/log/portal.log`, `/srv/uploads`. */
function absoluteFolders(
  recon: Recon,
): readonly { readonly folder: string; readonly isKept: boolean; readonly place: Place }[] {
  return recon.environment.flatMap(({ name, default: value, scope, places }) => {
    const place = places[0];
    if (scope !== "application" || !place || !/^\/(?:var|srv|data|mnt|storage)\/[\w./-]+$/.test(value ?? "")) return [];
    if (!/LOG|DATA|DIR|FOLDER|PATH|FILE|ROOT|STORAGE|UPLOAD|MEDIA|CACHE|SPOOL|DB/.test(name)) return [];
    const path = (value ?? "").replace(/\/+$/, "");
    const folder = /\.\w{1,6}$/.test(path) ? path.slice(0, path.lastIndexOf("/")) : path;
    // A socket or a process id is no data, and the top of a file system is nobody's folder.
    if (folder.split("/").length < 3 || folder.startsWith("/var/run")) return [];
    return [{ folder, isKept: !SCRATCH_FOLDER.test(folder), place }];
  });
}

/** Absolute folders that the code writes to; those of the system's own are no data. */
function absoluteWrites(
  recon: Recon,
): readonly { readonly folder: string; readonly isKept: boolean; readonly place: Place }[] {
  return recon.readiness.flatMap(({ writes, place }) => {
    if (!writes?.path.startsWith("/")) return [];
    const path = writes.path.replace(/\/+$/, "");
    const folder = writes.kind === "file" ? path.slice(0, path.lastIndexOf("/")) : path;
    return folder === "" ? [] : [{ folder, isKept: !SCRATCH_FOLDER.test(folder), place }];
  });
}

const SCRATCH_FOLDER = /(?:^|\/)(?:logs?|cache|tmp|spool)(?:\/|$)/;
