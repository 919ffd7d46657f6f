import type { Evidence } from "../../model/evidence";
import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isOwnCode } from "../applications/application-index";
import { defineDetector } from "../define-detector";
import { beatSchedule, celeryApplication, hasTasks } from "../workers/celery-application";

const CELERY = /^celery(?:\.app(?:\.base)?)?\.Celery$/;

/** Full names of the classes that extend Celery's own. */
function ownClasses(project: PythonProject, files: readonly PythonFile[]): ReadonlySet<string> {
  const isCelery = (file: PythonFile, base: Value): boolean =>
    base.kind === "name" && CELERY.test(project.qualify(file, base.path));
  return new Set(
    files.flatMap(file =>
      file.facts.definitions
        .filter(({ kind, bases }) => kind === "class" && bases.some(base => isCelery(file, base)))
        .map(({ name }) => project.qualify(file, name)),
    ),
  );
}

/** Celery applications: a worker where tasks are defined, beat where a schedule is. */
export const detector = defineDetector({
  id: "celery",
  title: "Celery worker and beat",
  reads: { everything: true },
  detect(context) {
    const { project, workspace } = context;
    const importers = new Set((project.thirdParty.get("celery") ?? []).map(({ path }) => path));
    const files = context.python.filter(isOwnCode);
    const out: Evidence[] = [];
    if (importers.size === 0) return out;
    const classes = ownClasses(
      project,
      files.filter(({ path }) => importers.has(path)),
    );
    const names = new Set([...classes].map(name => name.slice(name.lastIndexOf(".") + 1)));
    for (const file of files) {
      if (!importers.has(file.path) && classes.size === 0) continue;
      for (const call of file.facts.calls) {
        const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
        if (!last.endsWith("Celery") && !names.has(last)) continue;
        const name = project.qualify(file, call.callee, call.scope);
        if (!CELERY.test(name) && !classes.has(name)) continue;
        out.push({ claim: "framework", name: "celery", place: project.place(file, call.offset) });
        const application = celeryApplication(workspace, project, file, call);
        if (!application || out.some(({ claim }) => claim === "entry-point") || !hasTasks(files)) continue;
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
        const schedule = beatSchedule(files);
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
