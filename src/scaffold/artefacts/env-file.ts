import { VALUES_HEADLINE } from "../../docker/compose/env-file";
import type { Blueprint } from "../blueprint";
import { serviceOfImage } from "../../recon/integrations/image-service";
import { isSigningKey } from "../decisions/signing-key";
import { roleOf } from "../decisions/variable-role";
import { defineArtefact, type RenderedFile } from "../define-artefact";
import { envFileOf } from "../layout/compose-file";
import { parseEnv } from "../layout/env-samples";
import { newSecret } from "../secret-files";
import { envNeeds, envText, type EnvNeed } from "../text/env-file";
import { theirEnvText } from "../text/their-env-file";

export const artefact = defineArtefact({
  id: "env-file",
  title: "Values for this machine",
  scope: "stack",
  render({ blueprint, existing, random }) {
    const env = envFileOf(blueprint.compose.path);
    const wanted = (blueprint.layout.compose?.missingEnvFiles ?? []).filter(({ path }) => existing(path) === null);
    const others = wanted
      .filter(({ path }) => path !== env)
      .map(file => secretFile(file.path, `${VALUES_HEADLINE}\n${theirEnvText(blueprint, file)}`));
    const theirs = wanted.find(({ path }) => path === env);
    const before = existing(env) ?? (theirs ? theirEnvText(blueprint, theirs) : null);
    const known = parseEnv(before ?? "");
    // What is there is never made again: services keep the password that their volume was made with.
    const needs = envNeeds(blueprint);
    const missing = [...needs, ...(theirs ? insistedNeeds(blueprint, needs) : [])].filter(
      ({ name }) => !known.get(name),
    );
    if (missing.length === 0)
      return theirs ? [secretFile(env, `${VALUES_HEADLINE}\n${before ?? ""}`), ...others] : others;
    const elsewhere = writtenElsewhere(blueprint, existing);
    const lines = missing.flatMap(({ name, value, comment }) => [
      `# ${comment}.`,
      `${name}=${elsewhere.has(name) ? envText(elsewhere.get(name) ?? "") : "text" in value ? envText(value.text) : newSecret(random, value.random)}`,
    ]);
    const kept = withoutEmpty(
      before,
      missing.map(({ name }) => name),
    );
    const text = theirs
      ? // Compose and the code's own readers resolve a reference only to what stands above it.
        [VALUES_HEADLINE, ...lines, kept, ""].join("\n").trimEnd().concat("\n")
      : kept === null
        ? [VALUES_HEADLINE, "", ...lines, ""].join("\n")
        : `${kept}${kept === "" || kept.endsWith("\n") ? "" : "\n"}${lines.join("\n")}\n`;
    return [secretFile(env, text), ...others];
  },
});

/**
 * What a Compose file of theirs refuses to start without, nothing else answers and a value of this machine does for: logins of
 * its own servers and signing keys. Anything else another party hands out or a person chooses, so Compose asks for it.
 */
function insistedNeeds({ layout }: Blueprint, needs: readonly EnvNeed[]): readonly EnvNeed[] {
  if (layout.compose === null) return [];
  const { path, insisted, services } = layout.compose;
  const own = services
    .filter(({ base }) => base !== null && serviceOfImage(base) !== null)
    .flatMap(({ environment, start }) => [...environment.values(), ...(start ?? []).map(({ text }) => text)])
    .join("\n");
  return insisted.flatMap((name): EnvNeed[] => {
    if (needs.some(need => need.name === name)) return [];
    const role = new RegExp(`\\$\\{${name}\\b`).test(own) ? roleOf(name, null, null) : null;
    const comment = `${path} insists on it`;
    if (isSigningKey(name) || role === "password")
      return [{ name, value: { random: "text" }, isSecret: true, comment }];
    if (role !== "user" && role !== "database") return [];
    return [{ name, value: { text: "app" }, isSecret: false, comment: `${comment}; check this value` }];
  });
}

/** A backing service of the person's own may have its password from a file already. */
function writtenElsewhere(
  { layout, services }: Blueprint,
  existing: (path: string) => string | null,
): ReadonlyMap<string, string> {
  const files = (layout.compose?.services ?? [])
    .filter(({ name }) => services.some(service => service.exists && service.name === name))
    .flatMap(({ envFiles }) => envFiles);
  const values = files.flatMap(path => [...parseEnv(existing(path) ?? "")]);
  return new Map(values.filter(([, value]) => value !== "" && !value.includes("$")));
}

function secretFile(path: string, text: string): RenderedFile {
  return { path, unit: null, text, reasons: [], merge: "replace", secret: true };
}

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
