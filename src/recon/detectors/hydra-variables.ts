import type { Evidence } from "../../model/evidence";
import { nameOf } from "../../model/paths";
import { isSecretName } from "../../workspace/mask";
import { defineDetector } from "../define-detector";
import { isSetBySystem, isVariableName } from "../environment/environment-read";
import { isApplication } from "../integrations/own-code";
import { CONFIGURATION_GLOBS } from "../integrations/configuration-files";
import { isSideFolder } from "../unit-manifests";

/** `${oc.env:NAME}` and `${oc.env:NAME,default}`, whose default may be another one. `env:` alone is the OpenTelemetry collector's as well. */
const READ = /\$\{oc\.env:\s*([A-Za-z_]\w*)\s*(?:,(\s*(?=\$\{)|[^{}]*\})|\})/g;
/** A comment, which fills nothing; as long as what it stands for, so that places stay. */
const COMMENT = /(?<=^|\s)#.*/gm;

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
        [...withoutComments(workspace.text(path) ?? "").matchAll(READ)].flatMap(
          ({ 1: name = "", 2: written, index }): Evidence[] => {
            if (!isVariableName(name) || isSetBySystem(name)) return [];
            const isNested = written?.endsWith("}") === false;
            const text = isNested
              ? "null"
              : written
                  ?.slice(0, -1)
                  .trim()
                  .replace(/^(["'])(.*)\1$/, "$2");
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
          },
        ),
      );
  },
});

function withoutComments(text: string): string {
  return text.replace(COMMENT, comment => " ".repeat(comment.length));
}
