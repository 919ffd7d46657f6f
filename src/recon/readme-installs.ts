import { normalizeName } from "../python/packaging/names";
import type { Workspace } from "../workspace/workspace";

/** READMEs at the top, which tell how the whole is installed. */
export function readmePaths(workspace: Workspace): readonly string[] {
  return workspace.paths("readme*", "README*", "Readme*").filter(path => !path.includes("/"));
}

/** Distributions that a README tells people to install by hand, normalised: `pip install bottle-sqlite`. */
export function readmeInstalls(workspace: Workspace): ReadonlySet<string> {
  const words = readmePaths(workspace).flatMap(path =>
    [...(workspace.text(path) ?? "").matchAll(/\bpip3? install ([^`\n&;|#]+)/g)].flatMap(([, given = ""]) =>
      given.split(/[\s,]+/).flatMap(word => word.match(/^[A-Za-z][\w.-]*/)?.[0] ?? []),
    ),
  );
  return new Set(words.map(normalizeName));
}
