import type { Dependency } from "../model/recon";
import type { PythonFile, PythonProject } from "../python/project";
import { MODULE_PACKAGES } from "./knowledge/module-packages";
import { wordsInCode } from "./used-words";

/** Dependencies with the system packages that those of their modules load that the code imports or names in settings. */
export function withModulePackages(
  dependencies: readonly Dependency[],
  project: PythonProject,
  isOwn: (path: string) => boolean,
): readonly Dependency[] {
  const modules = new Set(project.each(modulesLoaded).flatMap(({ file, told }) => (isOwn(file.path) ? told : [])));
  const loaded = MODULE_PACKAGES.filter(
    ({ module, distribution }) => modules.has(module) && dependencies.some(({ name }) => name === distribution),
  );
  if (loaded.length === 0) return dependencies;
  return dependencies.map(dependency => {
    const more = loaded.filter(({ distribution }) => distribution === dependency.name).flatMap(row => row.runtime);
    if (more.length === 0 || dependency.applies === "no") return dependency;
    const { build, runtime } = dependency.systemPackages;
    return { ...dependency, systemPackages: { build, runtime: [...new Set([...runtime, ...more])] } };
  });
}

function modulesLoaded(_project: PythonProject, file: PythonFile): readonly string[] {
  if (file.role === "example" || file.role === "generated") return [];
  return MODULE_PACKAGES.map(({ module }) => module).filter(module => loads(file, module));
}

function loads({ facts }: PythonFile, module: string): boolean {
  const isMeant = (name: string): boolean => name === module || name.startsWith(`${module}.`);
  const isImported = facts.imports.some(
    ({ module: name, names, level }) =>
      level === 0 && (isMeant(name) || (names?.some(one => isMeant(`${name}.${one.name}`)) ?? false)),
  );
  return isImported || wordsInCode(facts).some(isMeant);
}
