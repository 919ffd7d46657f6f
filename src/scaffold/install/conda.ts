import { MICROMAMBA_IMAGE } from "../knowledge/tools";
import type { InstallDesign } from "./install-design";
import { mount, shellWords, VENV, type InstallRequest } from "./install-request";
import { addStep, installProject } from "./pip";

const CONDA_CACHE = "/opt/conda/pkgs";

/** micromamba makes the environment at `/opt/venv`, interpreter included, so the stages start from plain Debian. */
export function designConda(request: InstallRequest): InstallDesign {
  const { recon } = request;
  const file =
    recon.packageManager.lock ??
    recon.manifests.find(({ kind }) => kind === "environment.yml")?.path ??
    "environment.yml";
  const tool = request.tool ?? MICROMAMBA_IMAGE;
  return {
    manager: "conda",
    tool,
    environment: { MAMBA_ROOT_PREFIX: "/opt/conda", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
    toolCopy: tool,
    toolSteps: [],
    mainSteps: [
      {
        comment: "The dependencies come before the source, so that editing code never installs them again.",
        cache: CONDA_CACHE,
        mounts: [mount(request, file)],
        commands: [`micromamba create --yes --prefix ${VENV} --file ${shellWords(file)}`],
      },
      ...addStep(request.added, "Not in the environment file, but the start command needs it."),
    ],
    devSteps: addStep(request.devAdded, null),
    projectSteps: request.installsProject ? [installProject(request, false)] : [],
    devProjectSteps: request.installsProject ? [installProject(request, true)] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: true,
    needs: [file],
  };
}
