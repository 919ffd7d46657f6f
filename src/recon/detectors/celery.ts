import type { Evidence } from "../../model/evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import {
  beatSchedule,
  type CeleryApplication,
  celeryApplication,
  currentApplication,
  hasTasks,
  workingApplications,
} from "../workers/celery-application";

const CELERY = /^celery(?:\.app(?:\.base)?)?\.Celery$/;

const IMPORTERS = among(isOwnCode, (project, file) =>
  project.foreign(file).some(({ module }) => module === "celery" || module.startsWith("celery.")) ? [file] : [],
);

/** Full names of the classes that extend Celery's own. */
const OWN_CLASSES = among(isOwnCode, (project, file) =>
  file.facts.definitions
    .filter(
      ({ kind, bases }) =>
        kind === "class" && bases.some(base => base.kind === "name" && CELERY.test(project.qualify(file, base.path))),
    )
    .map(({ name }) => project.qualify(file, name)),
);

/** Celery applications with tasks: a worker where tasks are defined, beat where a schedule is. */
export const detector = defineDetector({
  id: "celery",
  title: "Celery worker and beat",
  reads: { everything: true },
  detect(context) {
    const { project, workspace } = context;
    const out: Evidence[] = [];
    const applications: CeleryApplication[] = [];
    const importers = context.each(IMPORTERS);
    if (importers.length === 0) return out;
    const classes = new Set(context.each(OWN_CLASSES));
    const names = new Set([...classes].map(name => name.slice(name.lastIndexOf(".") + 1)));
    // An own class may be called where nothing of Celery is imported.
    for (const file of classes.size === 0 ? importers : context.python.filter(isOwnCode)) {
      for (const call of file.facts.calls) {
        const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
        if (!last.endsWith("Celery") && !names.has(last)) continue;
        const name = project.qualify(file, call.callee, call.scope);
        if (!CELERY.test(name) && !classes.has(name)) continue;
        out.push({ claim: "framework", name: "celery", place: project.place(file, call.offset) });
        const application = hasTasks(context) ? celeryApplication(workspace, project, file, call) : null;
        if (application) applications.push(application);
      }
    }
    const working = workingApplications(context, applications);
    for (const application of working) out.push(...processes(context, application, working));
    const current = out.length === 0 && hasTasks(context) ? currentApplication(context, workspace) : null;
    if (current) {
      const place = project.place(current.file, current.offset);
      out.push({ claim: "framework", name: "celery", place }, ...processes(context, current.configured, []));
    }
    return out;
  },
});

/** A worker, and beat where something is scheduled. */
function processes(
  context: DetectContext,
  application: CeleryApplication,
  all: readonly CeleryApplication[],
): readonly Evidence[] {
  const { file, offset, target, folder } = application;
  const process = (kind: "worker" | "beat", options: readonly string[]): Evidence => {
    const command = ["celery", "-A", target, kind, "--loglevel=info", ...options];
    return {
      claim: "entry-point",
      kind,
      name: kind,
      target,
      command,
      devCommand: command,
      port: null,
      source: "code",
      workingDirectory: folder,
      place: context.project.place(file, offset),
    };
  };
  const schedule = beatSchedule(context, application, all);
  if (!schedule) return [process("worker", [])];
  const beat = schedule.isDatabase
    ? ["--scheduler", "django_celery_beat.schedulers:DatabaseScheduler"]
    : ["--schedule", "/tmp/celerybeat-schedule"];
  return [process("worker", []), process("beat", beat)];
}
