import type { DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import type { CallFact, Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { djangoSites } from "../django/sites";
import { type Exposure, exposuresOf, isPlainObject } from "../applications/exposures";
import { symbolOf } from "../applications/symbols";
import { importersOf } from "../targets/script-for";
import { usersOfName } from "../applications/users-of-name";
import { workingDirectoryOf } from "../targets/working-directory";
import type { Workspace } from "../../workspace/workspace";
import { nameOf } from "../../model/paths";

/** A Celery application with the name that `celery -A` takes. */
export interface CeleryApplication {
  readonly file: PythonFile;
  readonly offset: number;
  readonly target: string;
  readonly folder: string;
  /** The names under which other files have it (`path#name`), and the function that makes it (`path@scope`). */
  readonly symbols: readonly string[];
  /** Modules with tasks that it is given where it is made. */
  readonly includes: boolean;
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
  const attribute = classAttribute(file, call);
  const best =
    entryFor(project, objects) ??
    readyName(project, call, objects) ??
    objects.sort((left, right) => score(left.file, left.steps) - score(right.file, right.steps))[0] ??
    aliasOfAttribute(project, attribute) ??
    handedOn(project);
  if (!best) return null;
  const found = named(workspace, project, best, [...new Set([...objects, best])]);
  return {
    ...found,
    symbols: [
      ...found.symbols,
      ...(call.scope < 0 ? [] : [madeIn(file, call.scope)]),
      ...(attribute === null ? [] : [attribute.symbol]),
    ],
    includes: call.keywords.some(({ name }) => name === "include"),
  };
}

/**
 * The name in a file that calls the function which gives an application its settings (`celery.config_from_object(config)` in
 * `create_app`), where it is made without a broker: a worker that loads another file knows none. Null where any file will do.
 */
function readyName(project: PythonProject, call: CallFact, objects: readonly Exposure[]): Named | null {
  const isGiven = call.keywords.some(({ name }) => name === null || /^(?:broker|config_source)$/.test(name));
  const symbols = new Set(isGiven ? [] : objects.map(each => `${each.file.path}#${each.name}`));
  const told = symbols.size === 0 ? [] : project.each(SET_LATER).flatMap(each => each.told);
  const setters = new Set(told.flatMap(({ symbol, setter }) => (symbols.has(symbol) ? [setter] : [])));
  if (setters.size === 0 || setters.has(null)) return null;
  const found = project.files.filter(isOwnCode).flatMap(file => {
    const setUp = file.facts.calls.find(
      ({ callee, scope }) => scope === -1 && setters.has(project.qualify(file, callee, scope)),
    );
    const bound = setUp === undefined ? [] : file.facts.imports.flatMap(({ names }) => names ?? []);
    const name = bound.find(({ as }) => symbols.has(symbolOf(project, file, as) ?? ""))?.as;
    return setUp === undefined || name === undefined || !onlyBinds(file, name)
      ? []
      : [{ file, name, offset: setUp.offset }];
  });
  return found.sort((left, right) => score(left.file, 0) - score(right.file, 0))[0] ?? null;
}

/** `app.config_from_object(…)`, with what it is called on. */
const SETTER = /^(\w[\w.]*)\.(?:config_from_object|conf\.update)$/;

/** Settings that an application is given after it was made: its name, and the function that gives them, null for a module. */
const SET_LATER = among(
  isOwnCode,
  eachCall(SETTER, (project, file, { callee, scope }) => {
    const owner = SETTER.exec(callee)?.[1];
    const symbol = owner === undefined ? null : symbolOf(project, file, owner);
    if (symbol === null) return [];
    const definition = file.facts.definitions[scope];
    const isTop = definition?.parent === -1 && definition.kind === "function";
    if (scope !== -1 && !isTop) return [];
    return [{ symbol, setter: isTop ? project.qualify(file, definition.name) : null }];
  }),
);

function named(
  workspace: Workspace,
  project: PythonProject,
  best: Named,
  objects: readonly Named[],
): CeleryApplication {
  const { file, offset } = best;
  return {
    file,
    offset,
    target: targetOf(project, best, objects),
    folder: folderOf(workspace, project, file),
    symbols: objects.map(each => `${each.file.path}#${each.name}`),
    includes: false,
  };
}

function madeIn({ path }: PythonFile, scope: number): string {
  return `${path}@${scope}`;
}

/**
 * Of several applications those that have tasks of their own, one a file: the others only send, or share the tasks that every
 * application takes. Where none has, the first. One of a script beside the code counts where the code itself has none.
 */
export function workingApplications(
  { each }: Pick<DetectContext, "each">,
  applications: readonly CeleryApplication[],
): readonly CeleryApplication[] {
  const [first, ...others] = applications;
  if (!first || others.length === 0) return applications;
  const owners = new Set(each(TASK_OWNERS));
  const working = applications.filter(({ symbols, includes }) => includes || symbols.some(one => owners.has(one)));
  const own = working.filter(({ file }) => file.role === "application");
  const chosen = own.length > 0 ? own : working;
  return chosen.length === 0
    ? [first]
    : chosen.filter((one, at) => chosen.findIndex(({ file }) => file === one.file) === at);
}

/**
 * The applications that a file gives tasks to (`@app.task`, `app.autodiscover_tasks()`), or settings that may name modules with
 * some, as `symbols` names them.
 */
const TASK_OWNERS = among(isOwnCode, (project, file): readonly string[] => {
  const { assignments, calls, definitions } = file.facts;
  const called = calls.flatMap(({ callee, keywords, scope, decorator }) => {
    const [, owner, method] =
      /^(\w[\w.]*)\.(task|autodiscover_tasks|register_task|config_from_object|conf\.update)$/.exec(callee) ?? [];
    const isOwner =
      method === "task"
        ? decorator
        : method !== "conf.update" || keywords.some(({ name }) => name === "imports" || name === "include");
    return owner === undefined || !isOwner ? [] : ownersOf(project, file, owner, scope);
  });
  const set = assignments.flatMap(({ target, scope }) => {
    const owner = /^(\w[\w.]*)\.conf\.(?:imports|include)$/.exec(target)?.[1];
    return owner === undefined ? [] : ownersOf(project, file, owner, scope);
  });
  const decorated = definitions.flatMap(({ decorators, parent }) =>
    decorators.flatMap(value => {
      const owner = value.kind === "name" ? /^(\w[\w.]*)\.task$/.exec(value.path)?.[1] : undefined;
      return owner === undefined ? [] : ownersOf(project, file, owner, parent);
    }),
  );
  return [...called, ...set, ...decorated];
});

function ownersOf(project: PythonProject, file: PythonFile, owner: string, scope: number): readonly string[] {
  const symbol = symbolOf(project, file, owner);
  return [...(symbol === null ? [] : [symbol]), ...(scope < 0 ? [] : [madeIn(file, scope)])];
}

/**
 * Where a project sets up Celery's own `current_app` instead of making an application, the name under which the result is
 * handed on (`celery = app.celery_app`); null where neither is the case.
 */
export function currentApplication(
  { project, each }: Pick<DetectContext, "project" | "each">,
  workspace: Workspace,
): { readonly configured: CeleryApplication; readonly file: PythonFile; readonly offset: number } | null {
  const [setUp] = each(SET_UP);
  const best = setUp ? handedOn(project) : null;
  return setUp && best ? { ...setUp, configured: named(workspace, project, best, [best]) } : null;
}

const SET_UP = among(isOwnCode, (project, file) => {
  if (!project.foreign(file).some(({ module }) => module === "celery")) return [];
  const { calls, assignments } = file.facts;
  const isCurrent = (path: string, scope: number): boolean =>
    project.qualify(file, path, scope) === "celery.current_app";
  return calls
    .filter(({ callee, scope }) => {
      const owner = callee.match(/^(.*)\.(?:config_from_object|conf\.update|autodiscover_tasks)$/)?.[1];
      if (owner === undefined) return false;
      const local = assignments.find(each => each.target === owner && each.scope === scope)?.value;
      return isCurrent(owner, scope) || (local?.kind === "name" && isCurrent(local.path, scope));
    })
    .map(({ offset }) => ({ file, offset }));
});

/** Beside a `manage.py` the worker starts where that starts, so that settings which look round find the same folders. */
function folderOf(workspace: Workspace, project: PythonProject, file: PythonFile): string {
  const isSite = djangoSites(project).some(({ manage, folder }) => manage !== null && folder === file.sourceRoot);
  return isSite ? file.sourceRoot : workingDirectoryOf(workspace, file);
}

type Named = Pick<Exposure, "file" | "name" | "offset">;

function targetOf(project: PythonProject, { file, name }: Named, objects: readonly Named[]): string {
  const { module } = file;
  if (findsOther(project, file, objects)) return `${module}:${name}`;
  const short = /\.celery$/.test(module) ? module.slice(0, -".celery".length) : "";
  const holder = project.named(short);
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
    if (isImported && !project.named(from)) return true;
  }
  return false;
}

/**
 * Whether a module is there for `celery -A` alone: nobody imports it, and it sets something of the project up, such as the
 * Flask application that the tasks need, before it hands the Celery application on, with which it does nothing else.
 */
function isEntry(project: PythonProject, file: PythonFile, name: string): boolean {
  if (!onlyBinds(file, name) || (importersOf(project).get(file.path) ?? []).length > 0) return false;
  const { calls, imports } = file.facts;
  return calls.some(({ callee, scope, decorator, conditional }) => {
    const [root = ""] = callee.split(/[.(]/, 1);
    if (root === name || scope !== -1 || decorator || conditional) return false;
    const isImported = imports.some(({ names }) => names?.some(({ as }) => as === root));
    return isImported && symbolOf(project, file, root) !== null;
  });
}

/** What is done with a Celery application to set it up. */
const SETS_UP =
  /^(?:task|register_task|autodiscover_tasks|config_from_object|set_default|set_current|finalize|conf\.\w+|add_periodic_task|add_defaults|on_after_\w+\.connect)$/;

/** Whether code of the application does nothing with a name that it binds but set it up: one that sends or purges is a tool. */
function onlyBinds({ role, facts }: PythonFile, name: string): boolean {
  return (
    role === "application" &&
    facts.calls.every(
      ({ callee, guarded, scope }) =>
        !callee.startsWith(`${name}.`) || (guarded && scope === -1) || SETS_UP.test(callee.slice(name.length + 1)),
    )
  );
}

/** The name by which such a module has one of the objects. */
function entryFor(project: PythonProject, objects: readonly Named[]): Named | undefined {
  const own = objects.find(({ file, name }) => isEntry(project, file, name));
  if (own) return own;
  for (const { file: owner, name } of objects)
    for (const file of usersOfName(project, name)) {
      if (!/worker|celery/.test(nameOf(file.path))) continue;
      const fact = file.facts.imports.find(({ scope, names }) => scope === -1 && names?.some(one => one.as === name));
      if (fact && symbolOf(project, file, name) === `${owner.path}#${name}` && isEntry(project, file, name))
        return { file, name, offset: fact.offset };
    }
  return undefined;
}

function score(file: PythonFile, steps: number): number {
  const base = nameOf(file.path);
  const isCelery = /celery|worker|task|queue/.test(base);
  return steps * 2 + (isCelery ? 0 : 3) + (/__init__/.test(base) ? 2 : 0);
}

interface ClassAttribute {
  readonly file: PythonFile;
  readonly className: string;
  /** `path#Class.name` */
  readonly symbol: string;
}

/** The attribute of a class that an application is kept in, which `celery -A` does not look at. */
function classAttribute(file: PythonFile, call: CallFact): ClassAttribute | null {
  const holder = file.facts.definitions[call.scope];
  if (holder?.kind !== "class" || holder.parent !== -1) return null;
  const kept = file.facts.assignments.find(
    ({ scope, value }) => scope === call.scope && value?.kind === "call" && value.offset === call.offset,
  );
  return kept ? { file, className: holder.name, symbol: `${file.path}#${holder.name}.${kept.target}` } : null;
}

/** A module's name for it: `app = Queue.celery`. */
function aliasOfAttribute(project: PythonProject, attribute: ClassAttribute | null): Named | null {
  if (attribute === null) return null;
  const { file: owner, className, symbol } = attribute;
  const all = [...new Set([owner, ...usersOfName(project, className)])].flatMap(file =>
    file.facts.assignments.flatMap(({ target: name, value, scope, offset }): readonly Named[] =>
      scope === -1 && isOwnCode(file) && value?.kind === "name" && symbolOf(project, file, value.path) === symbol
        ? [{ file, name, offset }]
        : [],
    ),
  );
  const usable = all.filter(({ file, name }) => onlyBinds(file, name));
  return usable.find(({ file, name }) => isEntry(project, file, name)) ?? usable[0] ?? null;
}

/** A module's name for an application that a web application holds. */
function handedOn(project: PythonProject): Named | null {
  const all = project.each(HANDED_ON).flatMap(({ told }) => told);
  const usable = all.filter(({ file, name }) => onlyBinds(file, name));
  return usable.find(({ file, name }) => isEntry(project, file, name)) ?? usable[0] ?? null;
}

/** Flask's documented `celery_app = flask_app.extensions["celery"]`, and an attribute: `celery = app.celery_app`. */
const HANDED_ON = among(isOwnCode, (_project, file) =>
  file.facts.assignments.flatMap(({ target: name, value, scope, offset }): readonly Named[] =>
    scope === -1 && isHeld(value) ? [{ file, name, offset }] : [],
  ),
);

function isHeld(value: Value | null): boolean {
  if (value?.kind === "name") return /\.celery(?:_app)?$/.test(value.path);
  if (value?.kind !== "subscript" || value.key.kind !== "string" || value.key.value !== "celery") return false;
  const { base } = value;
  return (
    (base.kind === "name" && base.path.endsWith(".extensions")) ||
    (base.kind === "attribute" && base.name === "extensions")
  );
}

const SCHEDULES =
  /(?:^|\.)(?:beat_schedule|CELERY_BEAT_SCHEDULE|CELERYBEAT_SCHEDULE|beat_scheduler|CELERY_BEAT_SCHEDULER)$/;

/** A place where a beat schedule is written. */
interface BeatSchedule {
  readonly file: PythonFile;
  readonly offset: number;
  readonly isDatabase: boolean;
}

/**
 * Where a beat schedule is written, or null: then there is nothing for beat to do. Of several applications each has what its own
 * file schedules, and the first also what stands elsewhere.
 */
export function beatSchedule(
  { each }: Pick<DetectContext, "each">,
  application: CeleryApplication,
  all: readonly CeleryApplication[],
): BeatSchedule | null {
  const ownerOf = (schedule: BeatSchedule): CeleryApplication | undefined =>
    all.find(({ file }) => file === schedule.file) ?? all[0];
  const found = each(SCHEDULED).filter(schedule => all.length < 2 || ownerOf(schedule) === application);
  return found.find(({ isDatabase }) => isDatabase) ?? found[0] ?? null;
}

const SCHEDULED = among(isOwnCode, (_project, file): readonly BeatSchedule[] => {
  const { assignments, calls } = file.facts;
  if (
    !assignments.some(({ target }) => /beat|APPS/i.test(target)) &&
    !calls.some(({ callee }) => /periodic_task$|conf\.update$/.test(callee))
  )
    return [];
  const isDatabase = assignments.some(
    ({ value, target }) => /INSTALLED_APPS|_APPS$|BEAT_SCHEDULER/.test(target) && mentions(value, "django_celery_beat"),
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
  return offset === null ? [] : [{ file, offset, isDatabase }];
});

function mentions(value: unknown, name: string): boolean {
  if (value === null || typeof value !== "object") return false;
  if ("kind" in value && value.kind === "string" && "value" in value && typeof value.value === "string")
    return value.value.startsWith(name);
  return Object.values(value).some(part =>
    Array.isArray(part) ? part.some(item => mentions(item, name)) : mentions(part, name),
  );
}

/** Whether any file defines a task: a Celery object alone may only send them. */
export function hasTasks({ each }: Pick<DetectContext, "each">): boolean {
  return each(TASKS).length > 0;
}

const TASKS = among(isOwnCode, (_project, file) => (definesTask(file) ? [file] : []));

function definesTask({ facts }: PythonFile): boolean {
  return (
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
    )
  );
}
