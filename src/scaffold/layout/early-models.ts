import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** What sets Django up inside an ASGI module. */
const SETS_UP = /\bget_asgi_application\(\)|\bdjango\.setup\(\)/;
/** An application for several protocols that Channels puts together: all that it serves belongs to Django. */
const CHANNELS = /^from[ \t]+channels\.routing[ \t]+import\b(?:[^#(\n]*|[ \t]*\([^#)]*)\bProtocolTypeRouter\b/m;
const MODELS = /(?:^|\/)models(?:\.py$|\/)/;
/** Models of another distribution, such as Django's own users. */
const FOREIGN_MODELS = /^(?:from|import)\s+[\w.]+\.models\b/m;
const MAX_FILES = 200;

/**
 * ASGI modules that import models before Django is set up, or leave that to `runserver` as the `routing.py` of Channels 2
 * does, by path, with the import's place: `runserver` sets Django up first and hides it, and every other server ends with
 * "Apps aren't loaded yet".
 */
export function readEarlyModels(workspace: Workspace, recon: Recon): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const path of new Set(recon.entryPoints.flatMap(entry => (entry.kind === "asgi" ? [entry.place.path] : [])))) {
    const source = workspace.source(path);
    const lines = source?.text.split("\n") ?? [];
    const setUp = lines.findIndex(line => SETS_UP.test(line) && !/^\s*(?:#|from|import)\b/.test(line));
    if (source === null) continue;
    if (setUp < 0) {
      const channels = CHANNELS.exec(source.text);
      if (channels && !reaches(recon, path, file => SETS_UP.test(workspace.text(file) ?? "")))
        found.set(path, workspace.place(path, channels.index));
      continue;
    }
    const early = recon.imports.find(
      ({ from, to, line, kind }) =>
        from === path &&
        kind === "static" &&
        line <= setUp &&
        reaches(recon, to, file => MODELS.test(file) || FOREIGN_MODELS.test(workspace.text(file) ?? "")) &&
        /^\S/.test(lines[line - 1] ?? ""),
    );
    if (early !== undefined) found.set(path, workspace.place(path, source.offset(early.line)));
  }
  return found;
}

/** Whether importing a file imports, sooner or later, one of which this holds. */
function reaches(recon: Recon, start: string, isOne: (file: string) => boolean): boolean {
  const seen = new Set([start]);
  for (const file of seen) {
    if (isOne(file)) return true;
    if (seen.size > MAX_FILES) return false;
    for (const { from, to, kind } of recon.imports) if (from === file && kind === "static") seen.add(to);
  }
  return false;
}
