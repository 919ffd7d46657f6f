import type { OwnExtensions } from "../layout/own-extensions";
import type { InstallDesign, InstallStep } from "./install-design";
import { PIP_CACHE, shellWords, VENV } from "./install-request";

const UV_CACHE = "/root/.cache/uv";
/** Apart from the environment, which takes none of the build's tools along. */
const TOOLS = "/tmp/build-tools";

/** The same, and the project's own modules compiled beside their source: that is where the working folder imports them from. */
export function withOwnExtensions(design: InstallDesign, extensions: OwnExtensions): InstallDesign {
  const isUv = design.manager === "uv";
  const pip = isUv ? "uv pip install" : "pip install";
  const step: InstallStep = {
    comment: "Modules that a compiler makes are imported from here, so they are built here.",
    cache: isUv ? UV_CACHE : PIP_CACHE,
    mounts: [],
    commands:
      extensions.way === "editable"
        ? [`${pip} ${isUv ? `--python ${VENV} ` : ""}--no-deps --editable .`]
        : [
            `${pip} --target ${TOOLS} ${shellWords(...extensions.requires)}`,
            `PYTHONPATH=${TOOLS} python setup.py build_ext --inplace --build-temp /tmp/build`,
          ],
  };
  return {
    ...design,
    projectSteps: [...design.projectSteps, step],
    devProjectSteps: [...design.devProjectSteps, step],
  };
}
