import { pinned } from "../knowledge/tools";
import { joinPath } from "../text/paths";
import type { InstallDesign, InstallStep } from "./install-design";
import { hasFile, inUnit, mount, PIP_CACHE, shellWords, VENV, type InstallRequest } from "./install-request";
import { addStep, MAKE_VENV } from "./pip";

const PDM_CACHE = "/root/.cache/pdm";

/** PDM in an environment of its own; it installs into the active one, which VIRTUAL_ENV names. */
export function designPdm(request: InstallRequest): InstallDesign {
  const { layout } = request;
  const tool = request.tool ?? pinned("pdm", request.python);
  const manifests = ["pyproject.toml", "pdm.lock", "pdm.toml"]
    .map(name => inUnit(request, name))
    .filter(path => hasFile(request, path));
  const isLocked = manifests.some(path => path.endsWith("pdm.lock"));
  // `--check` refuses a lock that is out of date.
  const command = isLocked ? "pdm install --check" : "pdm install";
  const locals = (layout.pyproject?.uv.paths ?? []).map(path => joinPath(layout.path, path));
  const extras = request.extras.map(extra => `--group ${shellWords(extra)}`);
  const devGroups = [...request.devExtras, ...request.devGroups].map(group => `--group ${shellWords(group)}`);
  const step = (options: readonly string[], comment: string | null): InstallStep => ({
    comment,
    cache: PDM_CACHE,
    mounts: manifests.map(path => mount(request, path)),
    commands: [[command, ...options].join(" ")],
  });
  return {
    manager: "pdm",
    tool,
    environment: { PDM_CHECK_UPDATE: "false", PDM_IGNORE_SAVED_PYTHON: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    toolCopy: null,
    toolSteps: [
      MAKE_VENV,
      {
        comment: null,
        cache: PIP_CACHE,
        mounts: [],
        commands: [
          "python -m venv /opt/pdm",
          `/opt/pdm/bin/pip install ${shellWords(tool)}`,
          "ln -s /opt/pdm/bin/pdm /usr/bin/pdm",
        ],
      },
    ],
    mainSteps: [
      {
        ...step(
          ["--prod", "--no-self", "--no-editable", ...extras],
          "The dependencies come before the source, so that editing code never installs them again.",
        ),
        // PDM leaves modules uncompiled, and a read-only image could never store what it compiles at start.
        commands: [
          [command, "--prod", "--no-self", "--no-editable", ...extras].join(" "),
          `python -m compileall -qq ${VENV}/lib`,
        ],
      },
      ...addStep(request.added, "Not in the lock, but the start command needs it."),
    ],
    devSteps: [step(["--no-self", "--dev", ...extras, ...devGroups], null), ...addStep(request.devAdded, null)],
    projectSteps: request.installsProject ? [plain("pip install --no-deps .")] : [],
    devProjectSteps: request.installsProject ? [plain("pip install --no-deps --editable .")] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: [...manifests, ...locals],
  };
}

function plain(command: string): InstallStep {
  return { comment: null, cache: PIP_CACHE, mounts: [], commands: [command] };
}
