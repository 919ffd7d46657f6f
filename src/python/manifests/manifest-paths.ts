import type { Workspace } from "../../workspace/workspace";
import { nameOf } from "../../model/paths";
import type { ManifestKind } from "./types";

/** Folders that hold data of tests: manifests in them describe no code that runs. */
const DATA_FOLDER =
  /^(?:fixtures?|__fixtures__|test[-_]?data|snapshots?|cassettes|golden|third[-_]party|vendor|vendored|_vendor)$/i;
/** Folders below those of tests that hold what tests read. */
const TEST_DATA = /(?:^|\/)(?:tests?|testing)\/(?:.*\/)?(?:assets|data|files|resources)\//i;
/** Folders that hold lists of requirements, each for its purpose. */
export const LIST_FOLDER = /^(?:requirements?(?:\.d)?|reqs?|requires|deps|pip[-_]requirements)$/i;

/** What kind of manifest a path may be, told by its name alone; null for none. */
export function manifestKindOf(path: string): ManifestKind | null {
  const kind = kindByName(path);
  return kind === null || isInDataFolder(path) ? null : kind;
}

function kindByName(path: string): ManifestKind | null {
  const base = nameOf(path);
  switch (base) {
    case "pyproject.toml":
      return "pyproject";
    case "setup.cfg":
      return "setup.cfg";
    case "setup.py":
      return "setup.py";
    case "Pipfile":
      return "pipfile";
    case "hatch.toml":
      return "hatch.toml";
    case "uv.lock":
      return "uv.lock";
    case "poetry.lock":
      return "poetry.lock";
    case "pdm.lock":
      return "pdm.lock";
    case "Pipfile.lock":
      return "pipfile.lock";
    default:
  }
  // Most files are none, so what ends otherwise is not looked at any further.
  if (!/\.(?:toml|ya?ml|txt|in|pip|lock)$/i.test(base)) return null;
  if (/^pylock(?:\.[^.]+)?\.toml$/.test(base)) return "pylock";
  if (/conda-lock\.ya?ml$/.test(base)) return "conda-lock";
  if (/^(?:conda[-_])?env(?:ironments?)?(?:[-_.][\w.-]+)?\.ya?ml$/i.test(base)) return "environment.yml";
  if (!/\.(?:txt|in|pip|lock)$/i.test(base)) return null;
  if (/constraint/i.test(base)) return "constraints";
  const words = base.toLowerCase().split(/[^a-z]+/);
  if (words.some(word => /^(?:requirements?|reqs?|requires)$/.test(word))) return "requirements";
  const folder = path.split("/").at(-2) ?? "";
  return LIST_FOLDER.test(folder) ? "requirements" : null;
}

/** Whether a path lies among the data of tests, vendored code or templates of projects. */
export function isInDataFolder(path: string): boolean {
  let start = 0;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", start)) {
    const folder = path.slice(start, end);
    // Templates of projects are data too; `{{cookiecutter.name}}` says so by itself.
    if (DATA_FOLDER.test(folder) || folder.includes("{{") || (start > 0 && /^templates?$/i.test(folder))) return true;
    start = end + 1;
  }
  return TEST_DATA.test(path);
}

/**
 * Folders of a CI, an editor or an agent (`.github/`, `.devcontainer/`, `.claude/`): what lists there is for those alone.
 * Binder, Hatch and the like keep lists of the project itself in hidden folders.
 */
function isInToolFolder(path: string): boolean {
  return /(?:^|\/)\.(?!(?:binder|hatch|docker|deploy|config|requirements|pip|conda)\/)[^/]+\//.test(path);
}

/**
 * Paths that may be manifests of the project, sorted. Contents decide later: prose named requirements.txt is none. What a
 * manifest or a Dockerfile names is read wherever it lies.
 */
export function manifestPaths(workspace: Workspace): readonly string[] {
  return workspace.files
    .filter(({ path }) => manifestKindOf(path) !== null && !isInToolFolder(path))
    .map(({ path }) => path);
}
