import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** What sets Django up inside an ASGI module. */
const SETS_UP = /\bget_asgi_application\(\)|\bdjango\.setup\(\)/;
const MODELS = /(?:^|\/)models(?:\.py$|\/)/;
/** Models of another distribution, such as Django's own users. */
const FOREIGN_MODELS = /^(?:from|import)\s+[\w.]+\.models\b/m;
const MAX_FILES = 200;

/**
 * ASGI modules that import models before Django is set up, by path, with the import's place: `runserver` sets Django up
 * first and hides it, and every other server ends with "Apps aren't loaded yet".
 */
export function readEarlyModels(workspace: Workspace, recon: Recon): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const path of new Set(recon.entryPoints.flatMap(entry => (entry.kind === "asgi" ? [entry.place.path] : [])))) {
    const source = workspace.source(path);
    const lines = source?.text.split("\n") ?? [];
    const setUp = lines.findIndex(line => SETS_UP.test(line) && !/^\s*(?:#|from|import)\b/.test(line));
    if (source === null || setUp < 0) continue;
    const early = recon.imports.find(
      ({ from, to, line, kind }) =>
        from === path &&
        kind === "static" &&
        line <= setUp &&
        reachesModels(workspace, recon, to) &&
        /^\S/.test(lines[line - 1] ?? ""),
    );
    if (early !== undefined) found.set(path, workspace.place(path, source.offset(early.line)));
  }
  return found;
}

/** Whether importing a file imports a module of models sooner or later. */
function reachesModels(workspace: Workspace, recon: Recon, start: string): boolean {
  const seen = new Set([start]);
  for (const file of seen) {
    if (MODELS.test(file) || FOREIGN_MODELS.test(workspace.text(file) ?? "")) return true;
    if (seen.size > MAX_FILES) return false;
    for (const { from, to, kind } of recon.imports) if (from === file && kind === "static") seen.add(to);
  }
  return false;
}
