import { joinPath, nameOf, parentOf } from "../model/paths";
import type { ImportEdge, Recon } from "../model/recon";
import { isHandler } from "./workers/lambda-handlers";

/** Modules that Django loads of each application that its settings list (Django: "Applications", "The Django admin site"). */
const DJANGO_MODULES = ["apps.py", "models.py", "admin.py", "urls.py"];

/**
 * Files that are loaded when what was found is started: those that entry points name, and what they import without a
 * condition, by statement or by name. `isFollowed` tells of other imports that are to count.
 */
export function loadedFiles(
  recon: Pick<Recon, "modules" | "frameworks" | "imports" | "entryPoints">,
  isFollowed = ({ kind }: ImportEdge): boolean => kind !== "typing" && kind !== "conditional",
): ReadonlySet<string> {
  const modules = new Map(recon.modules.map(({ name, path }) => [name, path]));
  const isDjango = recon.frameworks.some(({ name }) => name === "django");
  const next = new Map<string, string[]>();
  for (const edge of recon.imports) {
    if (!isFollowed(edge)) continue;
    const { from, to } = edge;
    const targets = next.get(from);
    if (targets) targets.push(to);
    else next.set(from, [to]);
  }
  const loaded = new Set<string>();
  // `cd backend && python worker.py` names its file from where it starts.
  // Functions of Lambda run apart from what they lie beside.
  const beside = recon.entryPoints.filter(one => !isHandler(one));
  const waiting = (beside.length > 0 ? beside : recon.entryPoints).flatMap(
    ({ target, place, workingDirectory = "" }) => [
      place.path,
      modules.get(target.split(":", 1)[0] ?? "") ?? joinPath(workingDirectory, target),
    ],
  );
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    waiting.push(...(next.get(path) ?? []));
    if (isDjango && /^(?:__init__|apps)\.py$/.test(nameOf(path)))
      waiting.push(...DJANGO_MODULES.map(name => joinPath(parentOf(path), name)));
  }
  return loaded;
}
