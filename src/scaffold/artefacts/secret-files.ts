import { defineArtefact, type RenderedFile } from "../define-artefact";
import { envFileOf } from "../layout/compose-file";
import { parseEnv } from "../layout/env-samples";
import { filled, newSecret, SECRET_FOLDER, secretFiles } from "../secret-files";

export const artefact = defineArtefact({
  id: "secret-files",
  title: "Secrets of this machine, a file each",
  scope: "stack",
  render({ blueprint, existing, random }) {
    const known = parseEnv(existing(envFileOf(blueprint.compose.path)) ?? "");
    const values = new Map<string, string>();
    const written: RenderedFile[] = [];
    for (const { id, value } of secretFiles(blueprint)) {
      const path = `${SECRET_FOLDER}/${id}`;
      const before = existing(path);
      // What is there is never made again, and what stood in `.env` so far moves: databases keep the password they were made with.
      const text =
        before?.trimEnd() ??
        known.get(id) ??
        ("template" in value
          ? filled(value.template, name => values.get(name) ?? known.get(name))
          : "text" in value
            ? value.text
            : newSecret(random, value.random));
      if (text === null || text === "") continue;
      values.set(id, text);
      if (before === null) written.push({ path, unit: null, text, reasons: [], merge: "replace", secret: true });
    }
    return written.length === 0 ? null : written;
  },
});
