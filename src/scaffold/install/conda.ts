import { MICROMAMBA_IMAGE } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import { mount, shellWords, VENV, type InstallRequest } from "./install-request";
import { installProject } from "./pip";

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
      ...addSteps(request.added, "Not in the environment file, but the application needs it to start."),
    ],
    devSteps: addSteps(request.devAdded, null),
    projectSteps: request.installsProject ? [installProject(request, false)] : [],
    devProjectSteps: request.installsProject ? [installProject(request, true)] : [],
    added: request.added,
    secrets: request.secrets,
    isConda: true,
    needs: [file],
  };
}

/** The environment need not have pip; conda writes versions with one `=`. */
function addSteps(names: readonly string[], comment: string | null): readonly InstallStep[] {
  if (names.length === 0) return [];
  const words = names.map(name => name.replace("==", "="));
  return [
    {
      comment,
      cache: CONDA_CACHE,
      mounts: [],
      commands: [`micromamba install --yes --prefix ${VENV} --channel conda-forge ${shellWords(...words)}`],
    },
  ];
}
