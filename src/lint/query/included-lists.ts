import { joinPath, parentOf } from "../../model/paths";
import { parseRequirements } from "../../python/packaging/requirements";
import type { WorkspaceContext } from "../workspace-context";

/** The files of the workspace that a list of requirements includes (`-r`, `-c`), and what these include in turn, by path. */
export function includedLists(context: WorkspaceContext, path: string): readonly string[] {
  const found = new Set<string>();
  const follow = (list: string): void => {
    for (const reference of parseRequirements(context.read(list) ?? "").references) {
      const other = joinPath(parentOf(list), reference.path);
      if (reference.kind === "project" || reference.path.startsWith("/") || !context.paths.has(other)) continue;
      if (other === path || found.has(other)) continue;
      found.add(other);
      follow(other);
    }
  };
  follow(path);
  return [...found];
}
