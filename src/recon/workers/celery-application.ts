import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { type Exposure, exposuresOf, isPlainObject } from "../applications/exposures";
import { workingDirectoryOf } from "../targets/working-directory";
import type { Workspace } from "../../workspace/workspace";

/** A Celery application with the name that `celery -A` takes. */
export interface CeleryApplication {
  readonly file: PythonFile;
  readonly offset: number;
  readonly target: string;
  readonly folder: string;
}

/**
 * The names of a Celery application, best first. `celery -A pkg` finds `pkg.celery` by itself, and any Celery object of a
 * module whatever its name, so the module is enough; unless it finds something else first (`findsOther`).
 */
export function celeryApplication(
  workspace: Workspace,
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
): CeleryApplication | null {
  const objects = exposuresOf(project, file, call).filter(isPlainObject);
  const best =
    objects.sort((left, right) => score(left.file, left.steps) - score(right.file, right.steps))[0] ??
    fromExtensions(project);
  if (!best) return null;
  const own = objects.length > 0 ? objects : [best];
  return {
    file: best.file,
    offset: best.offset,
    target: targetOf(project, best, own),
    folder: workingDirectoryOf(workspace, best.file),
  };
}

type Named = Pick<Exposure, "file" | "name" | "offset">;

function targetOf(project: PythonProject, { file, name }: Named, objects: readonly Named[]): string {
  const { module } = file;
  if (findsOther(project, file, objects)) return `${module}:${name}`;
  const short = /\.celery$/.test(module) ? module.slice(0, -".celery".length) : "";
  const holder = project.files.find(each => each.module === short);
  return short === "" || (holder && findsOther(project, holder, objects)) ? module : short;
}

/**
 * Whether `celery -A module` takes another object for the application: it looks at `app` and at `celery`, whatever they
 * are but modules, before it looks for Celery objects (Celery: `celery.app.utils.find_app`).
 */
function findsOther(project: PythonProject, file: PythonFile, objects: readonly Named[]): boolean {
  for (const name of ["app", "celery"]) {
    if (objects.some(each => each.file === file && each.name === name)) return false;
    const { assignments, definitions, imports } = file.facts;
    if (assignments.some(({ target, scope }) => scope === -1 && target === name)) return true;
    if (definitions.some(each => each.parent === -1 && each.name === name)) return true;
    const isImported = imports.some(({ names, scope }) => scope === -1 && names?.some(({ as }) => as === name));
    const from = isImported ? project.qualify(file, name) : "";
    if (isImported && !project.files.some(({ module }) => module === from)) return true;
  }
  return false;
}

function score(file: PythonFile, steps: number): number {
  const base = file.path.slice(file.path.lastIndexOf("/") + 1);
  const isCelery = /celery|worker|task|queue/.test(base);
  return steps * 2 + (isCelery ? 0 : 3) + (/__init__/.test(base) ? 2 : 0);
}

/** Flask's documented pattern: `celery_app = flask_app.extensions["celery"]`. */
function fromExtensions(project: PythonProject): Named | null {
  for (const file of project.files) {
    if (file.role !== "application" && file.role !== "script") continue;
    for (const { target: name, value, scope, offset } of file.facts.assignments) {
      if (scope !== -1 || value?.kind !== "subscript") continue;
      const isCelery = value.key.kind === "string" && value.key.value === "celery";
      if (isCelery && value.base.kind === "name" && value.base.path.endsWith(".extensions"))
        return { file, name, offset };
      if (isCelery && value.base.kind === "attribute" && value.base.name === "extensions")
        return { file, name, offset };
    }
  }
  return null;
}

const SCHEDULES =
  /(?:^|\.)(?:beat_schedule|CELERY_BEAT_SCHEDULE|CELERYBEAT_SCHEDULE|beat_scheduler|CELERY_BEAT_SCHEDULER)$/;

/** Where a beat schedule is written, or null: then there is nothing for beat to do. */
export function beatSchedule(
  files: readonly PythonFile[],
): { readonly file: PythonFile; readonly offset: number; readonly isDatabase: boolean } | null {
  let found: { file: PythonFile; offset: number; isDatabase: boolean } | null = null;
  for (const file of files) {
    const { assignments, calls } = file.facts;
    if (
      !assignments.some(({ target }) => /beat|APPS/i.test(target)) &&
      !calls.some(({ callee }) => /periodic_task$|conf\.update$/.test(callee))
    )
      continue;
    const isDatabase = assignments.some(
      ({ value, target }) =>
        /INSTALLED_APPS|_APPS$|BEAT_SCHEDULER/.test(target) && mentions(value, "django_celery_beat"),
    );
    const assignment = assignments.find(
      ({ target, value }) =>
        SCHEDULES.test(target.replace(/\[.*$/, "")) && !(value?.kind === "dict" && value.entries.length === 0),
    );
    const call = calls.find(
      ({ callee, keywords }) =>
        /(?:^|\.)add_periodic_task$|(?:^|\.)periodic_task$/.test(callee) ||
        (/conf\.update$/.test(callee) && keywords.some(({ name }) => name === "beat_schedule")),
    );
    const offset =
      assignment?.offset ??
      call?.offset ??
      (isDatabase ? (assignments.find(({ value }) => mentions(value, "django_celery_beat"))?.offset ?? 0) : null);
    if (offset === null) continue;
    if (isDatabase) return { file, offset, isDatabase };
    found ??= { file, offset, isDatabase };
  }
  return found;
}

function mentions(value: unknown, name: string): boolean {
  if (value === null || typeof value !== "object") return false;
  if ("kind" in value && value.kind === "string" && "value" in value && typeof value.value === "string")
    return value.value.startsWith(name);
  return Object.values(value).some(part =>
    Array.isArray(part) ? part.some(item => mentions(item, name)) : mentions(part, name),
  );
}

/** Whether any of the files defines a task: a Celery object alone may only send them. */
export function hasTasks(files: readonly PythonFile[]): boolean {
  return files.some(
    ({ facts }) =>
      facts.calls.some(
        ({ callee, keywords, decorator }) =>
          /(?:^|\.)(?:shared_task|periodic_task)$/.test(callee) ||
          (decorator && /\.task$/.test(callee)) ||
          /(?:^|\.)(?:autodiscover_tasks|register_task|add_periodic_task)$/.test(callee) ||
          (/Celery$/.test(callee) && keywords.some(({ name }) => name === "include")),
      ) ||
      facts.definitions.some(({ decorators, bases }) =>
        [...decorators, ...bases].some(
          value => value.kind === "name" && /(?:^|\.)(?:shared_task|task|periodic_task|Task)$/.test(value.path),
        ),
      ),
  );
}
