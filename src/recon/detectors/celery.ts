import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { beatSchedule, celeryApplication, hasTasks } from "../workers/celery-application";

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

/** Celery applications: a worker where tasks are defined, beat where a schedule is. */
export const detector = defineDetector({
  id: "celery",
  title: "Celery worker and beat",
  reads: { everything: true },
  detect(context) {
    const { project, workspace } = context;
    const out: Evidence[] = [];
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
        const application = celeryApplication(workspace, project, file, call);
        if (!application || out.some(({ claim }) => claim === "entry-point") || !hasTasks(context)) continue;
        const { target, folder, offset } = application;
        const facts = {
          claim: "entry-point" as const,
          target,
          port: null,
          source: "code" as const,
          workingDirectory: folder,
        };
        const worker = ["celery", "-A", target, "worker", "--loglevel=info"];
        out.push({
          ...facts,
          kind: "worker",
          name: "worker",
          command: worker,
          devCommand: worker,
          place: project.place(application.file, offset),
        });
        const schedule = beatSchedule(context);
        if (!schedule) continue;
        const beat = schedule.isDatabase
          ? [
              "celery",
              "-A",
              target,
              "beat",
              "--loglevel=info",
              "--scheduler",
              "django_celery_beat.schedulers:DatabaseScheduler",
            ]
          : ["celery", "-A", target, "beat", "--loglevel=info", "--schedule", "/tmp/celerybeat-schedule"];
        out.push({
          ...facts,
          kind: "beat",
          name: "beat",
          command: beat,
          devCommand: beat,
          place: project.place(application.file, offset),
        });
      }
    }
    return out;
  },
});
