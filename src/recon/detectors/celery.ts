import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../applications/application-index";
import { defineDetector } from "../define-detector";
import { beatSchedule, celeryApplication, hasTasks } from "../workers/celery-application";

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
    for (const file of files) {
      if (!importers.has(file.path)) continue;
      const classes = file.facts.definitions.filter(
        ({ kind, bases }) =>
          kind === "class" &&
          bases.some(base => base.kind === "name" && project.qualify(file, base.path) === "celery.Celery"),
      );
      for (const call of file.facts.calls) {
        if (!/Celery$/.test(call.callee) && !classes.some(({ name }) => name === call.callee)) continue;
        const isCelery =
          /^celery(?:\.app(?:\.base)?)?\.Celery$/.test(project.qualify(file, call.callee, call.scope)) ||
          classes.some(({ name }) => name === call.callee);
        if (!isCelery) continue;
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
