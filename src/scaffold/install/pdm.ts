import { joinPath } from "../../model/paths";
import { pinnedPdm } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import {
  firstComment,
  hasFile,
  inUnit,
  mount,
  PIP_CACHE,
  shellWords,
  VENV,
  type InstallRequest,
} from "./install-request";
import { addStep, MAKE_VENV, ownEnvironment } from "./pip";

const EXPORTED = "/tmp/requirements.txt";

/**
 * PDM in an environment of its own. With a lock it exports what is locked, once `pdm lock --check` has said that the lock
 * fits, and pip installs it; without one PDM installs by itself into the active environment, which VIRTUAL_ENV names.
 */
export function designPdm(request: InstallRequest): InstallDesign {
  const { layout } = request;
  const tool = request.tool ?? pinnedPdm(layout.lockVersion, request.python);
  const manifests = ["pyproject.toml", "pdm.lock", "pdm.toml"]
    .map(name => inUnit(request, name))
    .filter(path => hasFile(request, path));
  const isLocked = manifests.some(path => path.endsWith("pdm.lock"));
  const locals = (layout.pyproject?.uv.paths ?? []).map(path => joinPath(layout.path, path));
  const groupFlags = (groups: readonly string[]): readonly string[] =>
    groups.map(group => `--group ${shellWords(group)}`);
  const step = (options: readonly string[], comment: string | null): InstallStep => ({
    comment,
    cache: PIP_CACHE,
    mounts: manifests.map(path => mount(request, path)),
    commands: isLocked ? exported(options, layout.lockHasSources) : direct(options),
  });
  const devGroups = groupFlags([...request.extras, ...request.devExtras, ...request.devGroups]);
  return {
    manager: "pdm",
    tool,
    environment: { PDM_CHECK_UPDATE: "false", PDM_IGNORE_SAVED_PYTHON: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    toolCopy: null,
    toolSteps: [MAKE_VENV, ownEnvironment("pdm", [tool])],
    mainSteps: [
      step(["--prod", ...groupFlags(request.extras)], firstComment("PDM", isLocked)),
      ...addStep(request.added, "Not in the lock, but the application needs it to start."),
    ],
    devSteps: [step(devGroups, null), ...addStep(request.devAdded, null)],
    projectSteps: request.installsProject ? [plain("pip install --no-deps .")] : [],
    devProjectSteps: request.installsProject ? [plain("pip install --no-deps --editable .")] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [...manifests, ...locals],
  };
}

/** Sources under version control and folders have no hash, and pip then wants none at all. */
function exported(options: readonly string[], hasSources: boolean): readonly string[] {
  return [
    "pdm lock --check",
    ["pdm export", ...options, ...(hasSources ? ["--no-hashes"] : []), `--output ${EXPORTED}`].join(" "),
    `pip install --no-deps ${hasSources ? "" : "--require-hashes "}--requirement ${EXPORTED}`,
  ];
}

/** PDM leaves modules uncompiled, and a read-only image could never store what it compiles at start. */
function direct(options: readonly string[]): readonly string[] {
  return [["pdm install --no-self --no-editable", ...options].join(" "), `python -m compileall -qq ${VENV}/lib`];
}

function plain(command: string): InstallStep {
  return { comment: null, cache: PIP_CACHE, mounts: [], commands: [command] };
}
