import { isInside, joinPath, relativeTo } from "../../model/paths";
import type { EntryPoint } from "../../model/recon";
import type { FrontEndDesign } from "../blueprint";
import { SOURCE_FOLDER } from "../install/install-request";
import type { ImageFolders } from "./data";
import type { Subject } from "./subject";

/** What is sent to the engine, and where in the image it comes to lie. */
export interface BuildFolders {
  /** Folder that is sent, relative to the analysed folder. */
  readonly context: string;
  /** Files and folders outside the unit that its build needs, relative to the analysed folder. */
  readonly outside: readonly string[];
  /** Folders of the workspace outside the unit from which code is imported that is not installed. */
  readonly sharedRoots: readonly string[];
  readonly image: ImageFolders;
}

interface BuildNeeds {
  readonly main: EntryPoint | null;
  readonly mainFolder: string;
  /** What the install reads from outside the unit. */
  readonly installed: readonly string[];
  readonly frontEnds: readonly FrontEndDesign[];
  /** The folder that holds what the person's own Dockerfile copies; null where there is none that stays. */
  readonly theirContext: string | null;
}

/** A reason to send more than the unit's own folder. */
interface Need {
  readonly paths: readonly string[];
  readonly reason: string;
}

export function decideBuildFolders(subject: Subject, needs: BuildNeeds): BuildFolders {
  const { recon, layout, path } = subject;
  const { main, mainFolder, installed } = needs;
  // What the install puts into the environment needs no place of its own.
  const shared = (recon.shared ?? []).filter(({ path: own }) => !installed.some(other => isInside(other, own)));
  const above = folderAbove(path, main);
  const front = needs.frontEnds
    .flatMap(({ path: own, outputs }) => [own, ...outputs])
    .filter(own => !isInside(path, own));
  const context = decideContext(subject, needs.theirContext, [
    {
      paths: installed,
      reason: `The install also needs ${firstOf(installed)}, so the whole workspace is sent.`,
    },
    {
      paths: shared.map(({ path: own }) => own),
      reason: `The code also imports ${shared[0]?.path ?? ""}, so the whole workspace is sent.`,
    },
    {
      paths: layout.migrationFiles,
      reason: `The migrations lie outside, in ${firstOf(layout.migrationFiles)}, so the whole workspace is sent.`,
    },
    {
      paths: front,
      reason: `The front end lies outside, in ${front[0] || "the folder above"}, so the whole workspace is sent.`,
    },
    {
      paths: above === null ? [] : [above],
      reason: "The program is imported by the name of its folder, so the folder above is sent.",
    },
  ]);
  const home = below(SOURCE_FOLDER, relativeTo(context, path));
  const work =
    above === null
      ? below(home, relativeTo(path, mainFolder))
      : `/${joinPath(SOURCE_FOLDER, relativeTo(context, above))}`;
  return {
    context,
    outside: [...new Set([...installed, ...layout.migrationFiles, ...shared.map(({ path: own }) => own)])],
    sharedRoots: shared.map(({ root }) => root),
    image: { source: SOURCE_FOLDER, home, work },
  };
}

function decideContext({ decider, path }: Subject, theirs: string | null, needs: readonly Need[]): string {
  const need = needs.find(({ paths }) => paths.length > 0);
  const context = decider.text({
    key: "build.context",
    value: theirs === null ? (need ? "." : path || ".") : theirs || ".",
    reason:
      theirs !== null
        ? "What its Dockerfile copies lies there."
        : (need?.reason ?? "Everything the build needs lies in this folder."),
  });
  return context === "." ? "" : context;
}

function below(folder: string, inner: string): string {
  return inner === "" ? folder : `${folder}/${inner}`;
}

function firstOf(paths: readonly string[]): string {
  return paths.slice(0, 2).join(" and ");
}

/** The folder above a unit where its program is imported by the unit's own name: `python -m cart.main`. */
function folderAbove(path: string, main: EntryPoint | null): string | null {
  const folder = main?.workingDirectory ?? path;
  if (main === null || folder === path || !isInside(folder, path)) return null;
  const inside = relativeTo(folder, path);
  return main.target.startsWith(`${inside}/`) || main.target.startsWith(`${inside.replaceAll("/", ".")}.`)
    ? folder
    : null;
}
