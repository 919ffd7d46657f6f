import { literalPattern } from "../../model/patterns";
import type { EnvironmentVariable, Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/**
 * Lists of allowed hosts of which one read has a default of its own, as that for production beside `["*"]` for debugging, and
 * none of this machine's names in it. Of several files nothing tells here which is loaded.
 */
export function readClosedHosts(workspace: Workspace, { environment }: Recon): ReadonlySet<string> {
  const closed = environment.filter(variable => /ALLOWED_HOSTS$/.test(variable.name) && isClosed(workspace, variable));
  return new Set(closed.map(({ name }) => name));
}

function isClosed(workspace: Workspace, { name, places }: EnvironmentVariable): boolean {
  const [path = "", ...others] = new Set(places.map(place => place.path).filter(each => each.endsWith(".py")));
  const text = others.length === 0 ? (workspace.text(path) ?? "") : "";
  const words = `["'][^"'\\n]*["']`;
  const reads = text.matchAll(
    new RegExp(
      `\\(\\s*["']${literalPattern(name)}["']\\s*,\\s*(?:default\\s*=\\s*)?(${words}|[[(]\\s*${words}(?:\\s*,\\s*${words})*\\s*,?\\s*[\\])])\\s*[,)]`,
      "g",
    ),
  );
  return [...reads].some(([, hosts = ""]) => /\w/.test(hosts) && !/localhost|\*/.test(hosts));
}
