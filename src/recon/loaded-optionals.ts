import type { Place } from "../model/place";
import type { Dependency, EntryPoint, Recon } from "../model/recon";
import type { PythonProject } from "../python/project";
import { impliedBy } from "./knowledge/implied";
import { loadedFiles } from "./loaded-files";
import { InstalledModules } from "./provided-modules";
import { importedModules } from "./usage";

/** What a person calls now and then: it needs nothing of what a server is installed with. */
const CALLED: ReadonlySet<EntryPoint["kind"]> = new Set(["cli", "script", "notebook"]);

/**
 * Dependencies that only extras or groups bring, with the place where code that a start loads imports them whatever happens:
 * without them that start fails. Where nothing stays up, what a person calls counts as started.
 */
export function withLoadedPlaces(
  dependencies: readonly Dependency[],
  project: PythonProject,
  isOwn: (path: string) => boolean,
  started: Pick<Recon, "entryPoints" | "frameworks" | "imports">,
): readonly Dependency[] {
  const isOptional = ({ direct, group }: Dependency): boolean => direct && group !== "main";
  const optional = dependencies.filter(isOptional);
  if (optional.length === 0) return dependencies;
  const staying = started.entryPoints.filter(({ kind }) => !CALLED.has(kind));
  const entryPoints = staying.length > 0 ? staying : started.entryPoints;
  const loaded = loadedFiles({ ...started, entryPoints, modules: project.modules });
  const main = installed(dependencies.filter(({ group }) => group === "main"));
  const alone = optional.map(dependency => [dependency, installed([dependency])] as const);
  // Many files import the same modules, so each is asked for once.
  const providers = new Map<string, readonly Dependency[]>();
  const missingOf = (module: string): readonly Dependency[] => {
    const known = providers.get(module);
    if (known) return known;
    const found = main.provide(module)
      ? []
      : alone.flatMap(([dependency, modules]) => (modules.provide(module) ? [dependency] : []));
    providers.set(module, found);
    return found;
  };
  const places = new Map<Dependency, Place>();
  for (const [top, uses] of project.thirdParty) {
    for (const use of uses) {
      const file = project.file(use.path);
      if (use.kind !== "static" || !file || !isOwn(use.path) || !loaded.has(use.path)) continue;
      for (const dependency of importedModules(project, use, top).flatMap(missingOf))
        if (!places.has(dependency)) places.set(dependency, project.place(file, use.offset));
    }
  }
  if (places.size === 0) return dependencies;
  return dependencies.map(dependency => {
    const loadedAt = places.get(dependency);
    return loadedAt ? { ...dependency, loadedAt } : dependency;
  });
}

/** An extra of what runs is mostly called after what it brings: `celery[redis]`. */
function installed(dependencies: readonly Dependency[]): InstalledModules {
  return new InstalledModules(dependencies.flatMap(({ name, extras }) => [name, ...impliedBy(name), ...extras]));
}
