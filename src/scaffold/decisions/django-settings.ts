import { nameOf, parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import { cite } from "../cite";
import type { Subject } from "./subject";

/** One settings module for server, workers, migrations and static files: the one of production. */
export function decideDjangoSettings({ layout, decider, recon }: Subject): string | null {
  const found = layout.djangoSettings;
  const isRead = recon.environment.some(
    ({ name, required, hasDefault }) => name === "DJANGO_SETTINGS_MODULE" && required && !hasDefault,
  );
  if (found === null && !isRead) return null;
  const others =
    found !== null && lacksFile(layout.allFiles, found.value) ? modulesBeside(layout.allFiles, found.value) : [];
  const isAbsent = found !== null && others.length > 0;
  const chosen = decider.optionalText({
    key: "django.settings",
    value: found?.value ?? null,
    reason: isAbsent
      ? `${cite(found.place)} names it, and no file of it is kept with the code: write it before building, or name another one.`
      : found
        ? settingsReason(found)
        : "No module names the settings.",
    places: found ? [found.place] : [],
  });
  if (isAbsent)
    decider.ask({
      key: "django.settings",
      text: `No file of ${found.value} is kept with the code. Where do Django's settings come from?`,
      default: chosen,
      candidates: [found.value, ...others],
      places: [found.place],
    });
  return chosen;
}

/** Whether a package of the workspace has no such module, as where people copy a sample to it that git leaves out. */
function lacksFile(files: readonly string[], module: string): boolean {
  const path = module.replaceAll(".", "/");
  const folder = parentOf(path);
  const isModule = (file: string): boolean =>
    [`${path}.py`, `${path}/__init__.py`].some(own => `/${file}`.endsWith(`/${own}`));
  return folder !== "" && files.some(file => `/${parentOf(file)}`.endsWith(`/${folder}`)) && !files.some(isModule);
}

/** Other settings in the same folder. */
function modulesBeside(files: readonly string[], module: string): readonly string[] {
  const folder = parentOf(module.replaceAll(".", "/"));
  const names = files.flatMap(file =>
    `/${parentOf(file)}`.endsWith(`/${folder}`) ? (/^(\w*settings\w*)\.py$/.exec(nameOf(file))?.[1] ?? []) : [],
  );
  return [...new Set(names)].map(name => `${folder.replaceAll("/", ".")}.${name}`);
}

function settingsReason({ value, place }: { readonly value: string; readonly place: Place }): string {
  const where = cite(place);
  if (place.path.endsWith(`${value.replaceAll(".", "/")}.py`))
    return `No module that sets anything is named; of those there ${place.path} is the nearest to production.`;
  if (nameOf(place.path) === "manage.py")
    return `${where} names it, and the server's own module names none. Where it is meant for development, set another one.`;
  return `${where} starts the server with it; manage.py may name another one for development.`;
}
