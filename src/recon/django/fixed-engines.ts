import type { PythonProject } from "../../python/project";
import { walk } from "../../python/values";
import { serviceOfBackend } from "../integrations/backends";
import { djangoSites } from "./sites";

/** What takes the database from an address that is only known at run time. */
const BY_ADDRESS =
  /(?:^|\.)(?:dj_database_url(?:\.\w+)?|dj_db_url|db|db_url|database_url)$|django_heroku|django_on_heroku/;

/**
 * The databases that the settings of Django sites name by literal back ends (`ENGINE`), where nothing else chooses one; a
 * driver for another database is a remnant there. Null where there is no site, or where a setting or an address decides.
 */
export function fixedEngines(project: PythonProject): ReadonlySet<string> | null {
  const files = new Set(djangoSites(project).flatMap(({ settingsFiles }) => settingsFiles));
  const engines = new Set<string>();
  for (const file of files) {
    if (file.facts.calls.some(({ callee }) => BY_ADDRESS.test(callee))) return null;
    for (const { target, value, scope } of file.facts.assignments) {
      if (!/^DATABASES?\b/.test(target) || !value) continue;
      let isOpen = value.kind !== "dict";
      walk(value, inner => {
        if (inner.kind !== "dict") return;
        for (const { key, value: engine } of inner.entries) {
          if (key?.kind !== "string" || key.value !== "ENGINE") continue;
          const service = engine.kind === "string" ? serviceOfBackend(project.string(file, engine, scope) ?? "") : null;
          if (service === null) isOpen = true;
          else engines.add(service);
        }
      });
      if (isOpen) return null;
    }
  }
  return engines.size > 0 ? engines : null;
}
