import { pinned } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import { hasFile, inUnit, mount, PIP_CACHE, type InstallRequest } from "./install-request";
import { addStep, installProject, MAKE_VENV, ownEnvironment } from "./pip";

/**
 * `pipenv install --deploy` stops where Pipfile and lock disagree, so a lock that is older than its Pipfile is installed as it
 * stands by `pipenv sync`. Both fill the active environment.
 */
export function designPipenv(request: InstallRequest): InstallDesign {
  const tool = request.tool ?? pinned("pipenv", request.python);
  const manifests = ["Pipfile", "Pipfile.lock"]
    .map(name => inUnit(request, name))
    .filter(path => hasFile(request, path));
  const isLocked = manifests.some(path => path.endsWith(".lock"));
  const isStale = isLocked && request.layout.isLockStale;
  const command = isStale ? "pipenv sync" : isLocked ? "pipenv install --deploy" : "pipenv install --skip-lock";
  const before = "The dependencies come before the source, so that editing code never installs them again.";
  const step = (line: string, comment: string | null): InstallStep => ({
    comment,
    cache: PIP_CACHE,
    mounts: manifests.map(path => mount(request, path)),
    commands: [line],
  });
  return {
    manager: "pipenv",
    tool,
    environment: { PIPENV_VERBOSITY: "-1", PIPENV_YES: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    toolCopy: null,
    toolSteps: [MAKE_VENV, ownEnvironment("pipenv", [tool])],
    mainSteps: [
      step(
        command,
        isStale ? `${before} The Pipfile was changed after its lock, which is installed as it stands.` : before,
      ),
      ...addStep(request.added, "Not in the lock, but the application needs it to start."),
    ],
    devSteps: [step(`${command} --dev`, null), ...addStep(request.devAdded, null)],
    projectSteps: request.installsProject ? [installProject(request, false)] : [],
    devProjectSteps: request.installsProject ? [installProject(request, true)] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: false,
    needs: manifests,
  };
}
