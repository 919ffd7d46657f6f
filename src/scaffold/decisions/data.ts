import type { DataFolder } from "../blueprint";
import { cite } from "../cite";
import { slug } from "../text/paths";
import type { Subject } from "./subject";

export interface DataDecision {
  readonly folders: readonly DataFolder[];
  /** Database files that lie beside the code: the image links them into the data folder. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
}

/** Where the program writes below its own folder, which is read-only in the image unless it is listed here. */
export function decideData(
  { layout, decider, recon }: Subject,
  workFolder: string,
  hasServerDatabase: boolean,
): DataDecision {
  // Static files are collected while the image is built; a volume over them would hide what was collected.
  const isStatic = (folder: string): boolean =>
    /^static(?:files|_root)?$/.test(folder) || folder === recon.static?.folder;
  const wanted = layout.writes.filter(({ folder, file }) => (file === null ? !isStatic(folder) : !hasServerDatabase));
  const folders = new Map<string, DataFolder>();
  const links: { from: string; to: string }[] = [];
  for (const { folder, file, isKept, place } of wanted) {
    if (file !== null && folder === "") {
      // A volume cannot be laid over the code, and SQLite writes its journal beside the file that a link leads to.
      links.push({ from: `${workFolder}/${file}`, to: `/data/${file}` });
      folders.set("/data", { path: "/data", volume: "data", why: cite(place) });
      continue;
    }
    const path = `${workFolder}/${folder}`;
    if (![...folders.keys()].some(other => path === other || path.startsWith(`${other}/`))) {
      folders.set(path, { path, volume: isKept ? slug(folder) : null, why: cite(place) });
    }
  }
  const kept = [...folders.values()];
  const chosen = decider.list({
    key: "data.folders",
    value: kept.map(({ path }) => path),
    reason:
      kept.length > 0
        ? `The code writes there (${kept
            .map(({ why }) => why)
            .slice(0, 2)
            .join(", ")}); everything else in the image is read-only.`
        : "The code writes no file of its own, so everything but /tmp is read-only.",
    places: wanted.map(({ place }) => place),
  });
  return {
    folders: chosen.map(
      path => folders.get(path) ?? { path, volume: slug(path.replace(workFolder, "")), why: "you named it" },
    ),
    links: links.filter(() => chosen.includes("/data")),
  };
}
