import { normalizeName } from "../python/packaging/names";
import type { Workspace } from "../workspace/workspace";

/** READMEs at the top, which tell how the whole is installed. */
export function readmePaths(workspace: Workspace): readonly string[] {
  return workspace.paths("readme*", "README*", "Readme*").filter(path => !path.includes("/"));
}

/** Code of a README: a line that begins with pip, or words between backticks. In prose the next words are no names. */
const INSTALLS = /(?:^[ \t>]*(?:[$!%][ \t]*)?|`)(?:python3? -m )?pip3? install ([^`\n&;|#]+)/gm;

/** Distributions that a README tells people to install by hand, normalised: `pip install bottle-sqlite`. */
export function readmeInstalls(workspace: Workspace): ReadonlySet<string> {
  const words = readmePaths(workspace).flatMap(path =>
    [...(workspace.text(path) ?? "").matchAll(INSTALLS)].flatMap(([, given = ""]) =>
      given
        .replace(/(?:^|\s)(?:-r|--requirement|-c|--constraint|-e|--editable|-i|--index-url)[\s=]+\S+/g, " ")
        .split(/[\s,]+/)
        .flatMap(word => word.match(/^[A-Za-z][\w.-]*/)?.[0] ?? []),
    ),
  );
  return new Set(words.map(normalizeName));
}
