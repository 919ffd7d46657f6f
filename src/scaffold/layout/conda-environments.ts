import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { readEnvironmentYml } from "../../python/manifests/environment-yml";
import { PythonScanner } from "../../python/scan/scan-python";
import { distributionOf } from "../../recon/knowledge/modules";
import { loadedFiles } from "../../recon/loaded-files";
import type { Workspace } from "../../workspace/workspace";

/**
 * What conda environments list and a package index has under the same name, as `environmentKey` tells places: lines of
 * their `pip:` lists, and distributions of modules that the started files import. conda's other names are libraries and
 * programs of its own channels (`libgdal`, `nodejs`), which are nobody's or somebody else's on a package index. What is
 * taken from an address (`git+https://…`) is not known by its name either.
 */
export function readIndexedEntries(workspace: Workspace, recon: Recon): ReadonlySet<string> {
  const paths = recon.manifests.flatMap(({ kind, path }) => (kind === "environment.yml" ? [path] : []));
  if (paths.length === 0) return new Set();
  const imported = importedDistributions(workspace, recon);
  const found = paths.flatMap(path => {
    const { declared } = readEnvironmentYml(path, workspace.data(path), workspace) ?? { declared: [] };
    return declared.flatMap(({ name, conda, url, offset }) =>
      url === null && (!conda || imported.has(name)) ? environmentKey(workspace.place(path, offset)) : [],
    );
  });
  return new Set(found);
}

export function environmentKey({ path, line }: Pick<Place, "path" | "line">): string {
  return `${path}:${line}`;
}

function importedDistributions(workspace: Workspace, recon: Recon): ReadonlySet<string> {
  const scanner = new PythonScanner();
  const found = new Set<string>();
  for (const path of loadedFiles(recon)) {
    const text = path.endsWith(".py") ? workspace.text(path) : null;
    if (text === null) continue;
    for (const { module, names, level, kind } of scanner.scan(text).imports) {
      if (level > 0 || kind === "typing") continue;
      // `from google.cloud import storage` tells by the name whose it is.
      for (const each of [module, ...(names ?? []).map(({ name }) => `${module}.${name}`)]) {
        const known = distributionOf(each);
        if (known) for (const name of [known.distribution, ...known.alternatives]) found.add(name);
      }
    }
  }
  return found;
}
