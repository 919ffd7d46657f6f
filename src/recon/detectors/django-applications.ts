import type { Evidence } from "../../model/evidence";
import type { Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { walk } from "../../python/values";
import { defineDetector, type DetectContext } from "../define-detector";
import { djangoSites } from "../django/sites";

const NAMED_LISTS =
  /^(?:\w*INSTALLED_APPS|\w*_APPS|MIDDLEWARE(?:_CLASSES)?|AUTHENTICATION_BACKENDS|TEMPLATE_LOADERS|EMAIL_BACKEND|STATICFILES_STORAGE|DEFAULT_FILE_STORAGE|STORAGES|CACHES|DATABASES|TEMPLATES|REST_FRAMEWORK|LOGGING|CHANNEL_LAYERS|SESSION_ENGINE|TEST_RUNNER|STATICFILES_FINDERS|CELERY_BEAT_SCHEDULER|CELERY_RESULT_BACKEND|PASSWORD_HASHERS)$/;

/** Modules that Django settings name by strings: they are used although no import says so. */
export const detector = defineDetector({
  id: "django-applications",
  title: "Modules named in Django settings",
  reads: { everything: true },
  detect(context) {
    const files = new Set<PythonFile>(djangoSites(context.project).flatMap(({ settingsFiles }) => settingsFiles));
    // Settings of other environments in the same package are settings too.
    for (const file of context.python) if (/(?:^|[/_])settings(?:[/_.]|$)/.test(file.path)) files.add(file);
    return [...files].filter(context.owns).flatMap(file => usedIn(context, file));
  },
});

function usedIn(context: DetectContext, file: PythonFile): readonly Evidence[] {
  const { project } = context;
  const out: Evidence[] = [];
  for (const { target, value } of file.facts.assignments) {
    if (value === null || !NAMED_LISTS.test(target.replace(/\[.*$/, ""))) continue;
    walk(value, (inner: Value) => {
      if (inner.kind !== "string" || !/^[A-Za-z_]\w*(?:\.\w+)*$/.test(inner.value)) return;
      const name = inner.value.split(".")[0] ?? "";
      if (name === "django" || project.module(name, file.path)) return;
      const isDotted = inner.value.includes(".") || /APPS$/.test(target);
      if (isDotted) out.push({ claim: "used", name, place: project.place(file, inner.offset) });
    });
  }
  return out;
}
