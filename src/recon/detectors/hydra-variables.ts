import type { Evidence } from "../../model/evidence";
import { nameOf } from "../../model/paths";
import { isSecretName } from "../../workspace/mask";
import { defineDetector } from "../define-detector";
import { isSetBySystem, isVariableName } from "../environment/environment-read";
import { isApplication } from "../integrations/own-code";
import { CONFIGURATION_GLOBS } from "../integrations/configuration-files";
import { isSideFolder } from "../unit-manifests";

/** `${oc.env:NAME}` and `${oc.env:NAME,default}`; `env:` alone is what OmegaConf 2.0 called it ("Custom resolvers"). */
const READ = /\$\{(?:oc\.)?env:\s*([A-Za-z_]\w*)\s*(?:,([^{}]*))?\}/g;

/** Variables that OmegaConf fills into the files of settings that it reads, for Hydra or by itself. */
export const detector = defineDetector({
  id: "hydra-variables",
  title: "Variables of OmegaConf",
  reads: {
    modules: ["hydra", "omegaconf"],
    files: ["**/{conf,confs,config,configs,hparams}/**/*.{yml,yaml}", ...CONFIGURATION_GLOBS],
  },
  detect({ workspace, files, python }) {
    const users = python.filter(isApplication);
    if (users.length === 0) return [];
    // Other files may be alternatives that nobody chooses; the one that code names is always read.
    const named = new Set(
      users.flatMap(({ facts }) =>
        facts.calls
          .filter(({ callee }) => /(?:^|\.)(?:main|compose|load)$/.test(callee))
          .flatMap(({ arguments: given, keywords }) => [...given, ...keywords.map(({ value }) => value)])
          .flatMap(value => (value.kind === "string" ? nameOf(value.value).replace(/\.ya?ml$/, "") : [])),
      ),
    );
    return files
      .filter(path => /\.ya?ml$/.test(path) && !isSideFolder(path))
      .flatMap(path =>
        [...(workspace.text(path) ?? "").matchAll(READ)].flatMap(({ 1: name = "", 2: written, index }): Evidence[] => {
          if (!isVariableName(name) || isSetBySystem(name)) return [];
          const text = written?.trim().replace(/^(["'])(.*)\1$/, "$2");
          return [
            {
              claim: "environment",
              name,
              default: text === undefined || text === "null" ? null : text,
              hasDefault: text !== undefined,
              required: text === undefined && named.has(nameOf(path).replace(/\.ya?ml$/, "")),
              type: null,
              secret: isSecretName(name),
              scope: "application",
              place: workspace.place(path, index),
            },
          ];
        }),
      );
  },
});
