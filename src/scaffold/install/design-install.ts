import { designConda } from "./conda";
import type { InstallDesign } from "./install-design";
import { CA_BUNDLE, type InstallRequest } from "./install-request";
import { withOwnExtensions } from "./own-extensions";
import { designPdm } from "./pdm";
import { designPip } from "./pip";
import { designPipenv } from "./pipenv";
import { designPoetry } from "./poetry";
import { designSetuptools } from "./setuptools";
import { withTorchWheels } from "./torch-wheels";
import { designUv } from "./uv";

/** The recipe of a package manager; `manager` is the decision `install.manager`. */
export function designInstall(manager: string, request: InstallRequest): InstallDesign {
  const plain = recipeOf(manager, request);
  // uv reads no configuration of pip's, where the address of a private index may stand.
  const needsPip = request.secrets.some(({ id }) => id === "pip.conf");
  const wheels =
    request.torchWheels === null || needsPip ? plain : withTorchWheels(plain, request.torchWheels, request.python);
  const design = request.ownExtensions === null ? wheels : withOwnExtensions(wheels, request.ownExtensions);
  const hasOwnCertificates = request.secrets.some(({ target }) => target === CA_BUNDLE);
  return hasOwnCertificates ? { ...design, environment: { ...design.environment, ...TRUST_SYSTEM } } : design;
}

/** pip, requests and uv bring certificates of their own; these make them read the system's, where a company's may lie. */
const TRUST_SYSTEM = { PIP_CERT: CA_BUNDLE, REQUESTS_CA_BUNDLE: CA_BUNDLE, SSL_CERT_FILE: CA_BUNDLE } as const;

function recipeOf(manager: string, request: InstallRequest): InstallDesign {
  switch (manager) {
    case "uv":
      // uv with nothing but requirements files is used as a faster pip: pip installs the same.
      return request.layout.pyproject?.hasProject || request.layout.pyproject?.uv.members.length
        ? designUv(request)
        : designPip(request);
    case "poetry":
      return designPoetry(request);
    case "pdm":
      return designPdm(request);
    case "pipenv":
      return designPipenv(request);
    case "conda":
      return designConda(request);
    case "setuptools":
    case "hatch":
      return designSetuptools(request);
    default:
      // Requirements files where there are any; else the metadata of the project.
      return request.requirements.length > 0 || !(request.layout.pyproject?.hasProject || request.layout.setup)
        ? designPip(request)
        : designSetuptools(request);
  }
}
