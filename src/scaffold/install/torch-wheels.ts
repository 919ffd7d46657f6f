import { pinned } from "../knowledge/tools";
import type { InstallDesign, InstallStep } from "./install-design";
import { ownEnvironment } from "./pip";

const UV_CACHE = "/root/.cache/uv";
/** Build argument that says which kind of wheel is installed; the GPU variant sets another one. */
export const TORCH_BACKEND = "TORCH_BACKEND";

/**
 * The same steps by uv instead of pip: it takes PyTorch from the index of the wanted kind of wheel and everything else
 * from where pip would.
 */
export function withTorchWheels(design: InstallDesign, usual: string, python: string): InstallDesign {
  return {
    ...design,
    arguments: { ...design.arguments, [TORCH_BACKEND]: usual },
    environment: {
      ...design.environment,
      UV_TORCH_BACKEND: `$${TORCH_BACKEND}`,
      UV_PYTHON_DOWNLOADS: "never",
      UV_LINK_MODE: "copy",
      UV_COMPILE_BYTECODE: "1",
    },
    toolSteps: [
      ...design.toolSteps,
      ownEnvironment(
        "uv",
        [pinned("uv", python)],
        "uv knows where the wheels of PyTorch lie that this machine needs; pip does not.",
      ),
    ],
    mainSteps: design.mainSteps.map(byUv),
    devSteps: design.devSteps.map(byUv),
    projectSteps: design.projectSteps.map(byUv),
    devProjectSteps: design.devProjectSteps.map(byUv),
  };
}

function byUv(step: InstallStep): InstallStep {
  return {
    ...step,
    cache: step.cache === null ? null : UV_CACHE,
    commands: step.commands.map(command => command.replace(/^pip install /, "uv pip install ")),
  };
}
