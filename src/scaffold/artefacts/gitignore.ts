import ignore from "ignore";
import { defineArtefact } from "../define-artefact";
import { SECRET_FOLDER, secretFiles } from "../secret-files";
import { envFileOf } from "../layout/compose-file";
import { envNeeds } from "../text/env-file";

export const artefact = defineArtefact({
  id: "gitignore",
  title: ".gitignore",
  scope: "stack",
  render({ blueprint, existing, committed }) {
    const hasFiles = secretFiles(blueprint).length > 0;
    const theirs = (blueprint.layout.compose?.missingEnvFiles ?? []).map(({ path }) => path);
    if (envNeeds(blueprint).length === 0 && theirs.length === 0 && !hasFiles) return null;
    const rules = (existing(".gitignore") ?? "").split(/\r?\n/).map(line => line.trim());
    const env = envFileOf(blueprint.compose.path);
    const isIgnored = ignore().add(rules).ignores(env);
    const hidesFiles = rules.some(rule =>
      ["secrets", "secrets/", "/secrets", "/secrets/", "**/secrets/"].includes(rule),
    );
    const open = theirs.filter(path => path !== env && !ignore().add(rules).ignores(path));
    const lines = [
      ...(isIgnored || committed.has(env) ? [] : [env]),
      ...(hasFiles && !hidesFiles ? [`/${SECRET_FOLDER}/`] : []),
      ...open,
    ];
    if (lines.length === 0) return null;
    const text = `${lines.join("\n")}\n`;
    return {
      path: ".gitignore",
      unit: null,
      text,
      reasons: [{ path: ".gitignore", start: 1, end: lines.length, key: "secrets", unit: null }],
      merge: "lines",
    };
  },
});
