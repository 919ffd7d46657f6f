import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

const MODULE = /DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*=?\s*["']([A-Za-z_][\w.]*)["']/;

/** manage.py often names the settings for development, while the WSGI or ASGI module names those of production. */
export function readDjangoSettings(workspace: Workspace, recon: Recon): { value: string; place: Place } | null {
  const paths = recon.entryPoints
    .filter(({ kind }) => kind === "wsgi" || kind === "asgi")
    .toSorted((left, right) => left.rank - right.rank)
    .flatMap(({ target, place }) => [
      place.path,
      ...workspace.paths(`**/${(target.split(":")[0] ?? "").replaceAll(".", "/")}.py`),
    ]);
  for (const path of paths) {
    if (!path.endsWith(".py") || path.endsWith("manage.py")) continue;
    const match = MODULE.exec(workspace.text(path) ?? "");
    if (match?.[1]) return { value: match[1], place: workspace.place(path, match.index) };
  }
  return null;
}
