import type { Recon } from "../../model/recon";
import { isInside, joinPath, relativeTo } from "../../model/paths";
import type { Layout } from "../layout/layout";
import type { OwnExtensions } from "../layout/own-extensions";
import type { BindMount, BuildSecret } from "./install-design";

/** What the plan decided about the install; every manager's recipe is written from this. */
export interface InstallRequest {
  readonly recon: Recon;
  readonly layout: Layout;
  readonly python: string;
  /** Folder sent to the engine, relative to the analysed folder. */
  readonly context: string;
  readonly tool: string | null;
  /** The project itself is installed, so that it is imported from the environment. */
  readonly installsProject: boolean;
  readonly extras: readonly string[];
  readonly devExtras: readonly string[];
  /** Groups beside the main one that what runs needs. */
  readonly mainGroups: readonly string[];
  readonly devGroups: readonly string[];
  readonly requirements: readonly string[];
  readonly devRequirements: readonly string[];
  /** Distributions added by the plan: a server, pytest where tests need it. */
  readonly added: readonly string[];
  readonly devAdded: readonly string[];
  /** Requirements that keep a distribution below a release that breaks what is pinned, and those of development alone. */
  readonly held: readonly string[];
  readonly devHeld: readonly string[];
  readonly secrets: readonly BuildSecret[];
  /** Kind of PyTorch's wheels; null leaves them to the index. */
  readonly torchWheels: string | null;
  /** Modules that are compiled beside their source; null where nothing imports them from there. */
  readonly ownExtensions: OwnExtensions | null;
}

/** Folder of the image that the context is copied to. */
export const SOURCE_FOLDER = "/app";
export const VENV = "/opt/venv";
/** The system's own certificates; a company's bundle is mounted over them while it is needed. */
export const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
export const PIP_CACHE = "/root/.cache/pip";

/** A file of the workspace as the context and the stage name it. */
export function mount(request: InstallRequest, path: string, isWritable = false): BindMount {
  const source = relativeTo(request.context, path) || ".";
  const target = isInside(request.layout.path, path)
    ? relativeTo(request.layout.path, path) || "."
    : joinAbsolute(SOURCE_FOLDER, source);
  return isWritable ? { source, target, isWritable } : { source, target };
}

/** Path as commands name it, which run in the unit's folder. */
export function seenFromUnit(request: InstallRequest, path: string): string {
  return relativeTo(request.layout.path, path) || ".";
}

export function inUnit(request: InstallRequest, name: string): string {
  return joinPath(request.layout.path, name);
}

export function hasFile(request: InstallRequest, path: string): boolean {
  return request.layout.allFiles.includes(path);
}

function joinAbsolute(folder: string, path: string): string {
  return path === "." ? folder : `${folder}/${path}`;
}

/** Words of a shell command; quotes only what a shell would read otherwise. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

export function shellWords(...words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** Folders of the workspace that dependencies come from: by name, by `[tool.uv.sources]` or by a path in the metadata. */
export function localFolders(request: InstallRequest): readonly string[] {
  const { layout } = request;
  const paths = [...(layout.pyproject?.uv.paths ?? []).map(path => joinPath(layout.path, path)), ...layout.siblings];
  return [...new Set(paths)].filter(
    path => isInside(request.context, path) && layout.allFiles.some(file => file.startsWith(`${path}/`)),
  );
}

/** Why the dependencies come first, for a tool that hands its lock to pip, or finds versions itself where there is none. */
export function firstComment(tool: string, isLocked: boolean): string {
  const first = "The dependencies come before the source, so that editing code never installs them again.";
  return isLocked
    ? `${first} ${tool} checks its lock and hands all of it to pip, which verifies each hash and knows every index, certificate and login that is set for it.`
    : `${first} Without a lock ${tool} takes the newest versions that fit: commit one to get the same image again.`;
}
