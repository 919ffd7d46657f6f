import type { Evidence } from "../../model/evidence";
import type { Integration, Recon } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import { loadedFiles } from "../loaded-files";
import { namedImports } from "../named-imports/named-imports";
import { claimed } from "./source-order";

/** What says that a service is there whatever the code loads. */
const STANDING: ReadonlySet<Integration["via"]> = new Set(["compose", "image", "ci"]);

/**
 * Services whose client only an extra brings: where no file that a start loads speaks to them either, the application runs
 * without, as with back ends that a person installs one of (`shop[redis]`).
 */
export function withExtrasOptional(
  integrations: readonly Integration[],
  evidence: readonly Evidence[],
  project: PythonProject,
  started: Pick<Recon, "entryPoints" | "frameworks">,
): readonly Integration[] {
  const told = claimed(evidence, "integration");
  const inExtras = new Set(
    told.flatMap(({ via, optional, service }) => (via === "distribution" && optional ? service : [])),
  );
  for (const { via, optional, service } of told) {
    if (STANDING.has(via) || (via === "distribution" && !optional)) inExtras.delete(service);
  }
  if (inExtras.size === 0) return integrations;
  const imports = [...project.imports, ...namedImports(project)];
  const loaded = loadedFiles({ ...started, modules: project.modules, imports });
  // Where no start leads to a file of code, nothing is known of what is left out.
  if (![...loaded].some(path => project.file(path) !== undefined)) return integrations;
  for (const { via, service, place } of told) {
    if (via !== "distribution" && via !== "docs" && (loaded.has(place.path) || !place.path.endsWith(".py")))
      inExtras.delete(service);
  }
  return integrations.map(one => (inExtras.has(one.service) ? { ...one, optional: true } : one));
}
