import type { Workspace } from "../../workspace/workspace";
import { compareText } from "../../model/place";
import { scanPython } from "../scan/scan-python";
import { readCondaLock } from "./conda-lock";
import { readEnvironmentYml } from "./environment-yml";
import { readHatchToml } from "./hatch-toml";
import { installedLists, installerPaths } from "./installed-lists";
import { manifestKindOf, manifestPaths } from "./manifest-paths";
import { readPdmLock } from "./pdm-lock";
import { readPipfile } from "./pipfile";
import { readPipfileLock } from "./pipfile-lock";
import { readPoetryLock } from "./poetry-lock";
import { readPylock } from "./pylock";
import { readPyproject } from "./pyproject";
import { readRequirementsFile } from "./requirements-file";
import { readSetupCfg } from "./setup-cfg";
import { readSetupPy } from "./setup-py";
import type { ManifestFile, ManifestKind } from "./types";
import { readUvLock } from "./uv-lock";

export { manifestPaths };

/** Every manifest and lock file of a workspace, each with what it says; nothing is judged yet. */
export interface ManifestReading {
  /** Sorted by path. */
  readonly files: readonly ManifestFile[];
  /** Paths of requirements files that a Dockerfile of the workspace installs. */
  readonly installed: ReadonlySet<string>;
}

export interface ReadManifestsOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How many rounds of includes of unknown names are followed. */
const MAX_ROUNDS = 10;

/** Loads and reads all manifests, with the files they include whatever those are called. */
export async function readManifests(
  workspace: Workspace,
  options: ReadManifestsOptions = {},
): Promise<ManifestReading> {
  await workspace.load([...manifestPaths(workspace), ...installerPaths(workspace)], options.signal);
  const installed = installedLists(workspace);
  const files = new Map<string, ManifestFile>();
  const seen = new Set<string>();
  let wanted: readonly { readonly path: string; readonly kind: ManifestKind }[] = [
    ...manifestPaths(workspace).flatMap(path => ({ path, kind: manifestKindOf(path) ?? ("requirements" as const) })),
    ...[...installed].map(path => ({ path, kind: manifestKindOf(path) ?? listKind(path) })),
  ];
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round++) {
    await workspace.load(
      wanted.map(({ path }) => path),
      options.signal,
    );
    const next: { path: string; kind: ManifestKind }[] = [];
    for (const { path, kind } of wanted) {
      if (seen.has(path)) continue;
      seen.add(path);
      const file = readManifest(workspace, path, kind);
      if (!file) continue;
      files.set(path, file);
      for (const include of file.includes) {
        if (seen.has(include)) continue;
        const isLimit = file.constraints.includes(include);
        next.push({ path: include, kind: manifestKindOf(include) ?? (isLimit ? "constraints" : "requirements") });
      }
    }
    wanted = next;
  }
  return {
    files: [...files.values()].sort((left, right) => compareText(left.path, right.path)),
    installed,
  };
}

/** What an installed list is whose name does not say so. */
function listKind(path: string): ManifestKind {
  return /\.ya?ml$/.test(path) ? "environment.yml" : "requirements";
}

export function readManifest(workspace: Workspace, path: string, kind: ManifestKind): ManifestFile | null {
  const text = workspace.text(path);
  if (text === null) return null;
  switch (kind) {
    case "requirements":
    case "constraints": {
      const file = readRequirementsFile(path, text, workspace);
      return file && kind === "constraints" ? { ...file, kind } : file;
    }
    case "pyproject":
      return readPyproject(path, workspace.data(path), workspace);
    case "setup.cfg":
      return readSetupCfg(path, text, workspace.data(path), workspace);
    case "setup.py":
      // Scanned in full: recon's own scan passes over most of what functions hold.
      return readSetupPy(path, text, scanPython(text, { full: true }), workspace);
    case "pipfile":
      return readPipfile(path, workspace.data(path));
    case "hatch.toml":
      return readHatchToml(path, workspace.data(path));
    case "environment.yml":
      return readEnvironmentYml(path, workspace.data(path), workspace);
    case "uv.lock":
      return readUvLock(path, text);
    case "poetry.lock":
      return readPoetryLock(path, text);
    case "pdm.lock":
      return readPdmLock(path, text);
    case "pipfile.lock":
      return readPipfileLock(path, workspace.data(path));
    case "pylock":
      return readPylock(path, text);
    case "conda-lock":
      return readCondaLock(path, text);
  }
}
