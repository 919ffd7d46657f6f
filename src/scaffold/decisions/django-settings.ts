import { nameOf } from "../../model/paths";
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
  return decider.optionalText({
    key: "django.settings",
    value: found?.value ?? null,
    reason: found ? settingsReason(found) : "No module names the settings.",
    places: found ? [found.place] : [],
  });
}

function settingsReason({ value, place }: { readonly value: string; readonly place: Place }): string {
  const where = cite(place);
  if (place.path.endsWith(`${value.replaceAll(".", "/")}.py`))
    return `No module that sets anything is named; of those there ${place.path} is the nearest to production.`;
  if (nameOf(place.path) === "manage.py")
    return `${where} names it, and the server's own module names none. Where it is meant for development, set another one.`;
  return `${where} starts the server with it; manage.py may name another one for development.`;
}
