import { defineArtefact } from "../define-artefact";
import { parseEnv } from "../layout/env-samples";
import { envNeeds, envText } from "../text/env-file";

export const artefact = defineArtefact({
  id: "env-file",
  title: "Values for this machine",
  scope: "stack",
  render({ blueprint, existing, random }) {
    const before = existing(".env");
    const known = parseEnv(before ?? "");
    // What is there is never made again: services keep the password that their volume was made with.
    const missing = envNeeds(blueprint).filter(({ name }) => !known.get(name));
    if (missing.length === 0) return null;
    const lines = missing.flatMap(({ name, value, comment }) => [
      `# ${comment}.`,
      `${name}=${"text" in value ? envText(value.text) : value.random === "fernet" ? `${random.text(43)}=` : random.text(40)}`,
    ]);
    const kept = withoutEmpty(
      before,
      missing.map(({ name }) => name),
    );
    const text =
      kept === null
        ? ["# Values for this machine, made once by Drydock. Never commit this file.", "", ...lines, ""].join("\n")
        : `${kept}${kept === "" || kept.endsWith("\n") ? "" : "\n"}${lines.join("\n")}\n`;
    return { path: ".env", unit: null, text, reasons: [], merge: "replace", secret: true };
  },
});

/** An empty entry (`SECRET_KEY=`) would win over the value that is added. */
function withoutEmpty(text: string | null, names: readonly string[]): string | null {
  if (text === null) return null;
  return text
    .split("\n")
    .filter(line => {
      const name = line.match(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:""|'')?\s*$/)?.[1];
      return name === undefined || !names.includes(name);
    })
    .join("\n");
}
