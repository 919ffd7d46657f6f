import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** What sets Django up inside an ASGI module. */
const SETS_UP = /\bget_asgi_application\(\)|\bdjango\.setup\(\)/;
/** An application for several protocols that Channels puts together: all that it serves belongs to Django. */
const CHANNELS = /^from[ \t]+channels\.routing[ \t]+import\b(?:[^#(\n]*|[ \t]*\([^#()]*)\bProtocolTypeRouter\b/m;
const MODELS = /(?:^|\/)models(?:\.py$|\/)/;
/** Models of another distribution, such as Django's own users. */
const FOREIGN_MODELS = /^(?:from|import)\s+[\w.]+\.models\b/m;
const MAX_FILES = 200;

/** An ASGI module for which Django is set up too late. */
export interface LateSetUp {
  /** Of the import that comes too early, or of that of Channels. */
  readonly place: Place;
  /** Whether the module leaves it to whoever starts it, as the `routing.py` of Channels 2 does, or imports models before. */
  readonly cause: "left to the server" | "models first";
}

/**
 * By path, as `runserver` sets Django up first and hides it, and every other server ends with "Apps aren't loaded yet".
 */
export function readLateSetUps(workspace: Workspace, recon: Recon): ReadonlyMap<string, LateSetUp> {
  const found = new Map<string, LateSetUp>();
  for (const path of new Set(recon.entryPoints.flatMap(entry => (entry.kind === "asgi" ? [entry.place.path] : [])))) {
    const source = workspace.source(path);
    if (source === null) continue;
    const lines = source.text.split("\n");
    const setUp = lines.findIndex(line => SETS_UP.test(line) && !/^\s*(?:#|from|import)\b/.test(line));
    if (setUp < 0) {
      const channels = CHANNELS.exec(source.text);
      if (channels && !reaches(recon, path, file => SETS_UP.test(workspace.text(file) ?? "")))
        found.set(path, { place: workspace.place(path, channels.index), cause: "left to the server" });
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
    if (early !== undefined)
      found.set(path, { place: workspace.place(path, source.offset(early.line)), cause: "models first" });
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
