import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../../python/values";
import { defineDetector } from "../define-detector";
import { withoutFolder } from "../../model/paths";
import { djangoSites } from "../django/sites";

/** Django applications that bring a process of their own: the management command that runs it. */
const PROCESSES: Readonly<
  Record<string, { readonly framework: string; readonly command: readonly string[]; readonly kind: "worker" | "beat" }>
> = {
  django_rq: { framework: "rq", command: ["rqworker", "default"], kind: "worker" },
  django_q: { framework: "django-q", command: ["qcluster"], kind: "worker" },
  django_dramatiq: { framework: "dramatiq", command: ["rundramatiq"], kind: "worker" },
  "huey.contrib.djhuey": { framework: "huey", command: ["run_huey"], kind: "worker" },
  background_task: { framework: "django-background-tasks", command: ["process_tasks"], kind: "worker" },
  "django_tasks.backends.database": { framework: "django-tasks", command: ["db_worker"], kind: "worker" },
  django_tasks_db: { framework: "django-tasks", command: ["db_worker"], kind: "worker" },
  "procrastinate.contrib.django": { framework: "procrastinate", command: ["procrastinate", "worker"], kind: "worker" },
};

export const detector = defineDetector({
  id: "django-workers",
  title: "Worker processes of Django applications",
  reads: { everything: true },
  detect(context) {
    const out: Evidence[] = [];
    for (const site of djangoSites(context.project)) {
      if (!site.manage || !context.owns(site.manage)) continue;
      const manage = withoutFolder(site.folder, site.manage.path);
      for (const file of site.settingsFiles) {
        for (const { target, value } of file.facts.assignments) {
          if (!/_?APPS$/.test(target)) continue;
          walk(value, inner => {
            const name = inner.kind === "string" ? inner.value.replace(/\.apps\.\w+$/, "") : "";
            const process = inner.kind === "string" ? PROCESSES[name] : undefined;
            if (!process) return;
            const place = context.project.place(file, inner.offset);
            const queues = name === "django_rq" ? queuesOf(context.project, site.settingsFiles) : [];
            const command = ["python", manage, ...(queues.length > 0 ? ["rqworker", ...queues] : process.command)];
            out.push(
              { claim: "framework", name: process.framework, place },
              {
                claim: "entry-point",
                kind: process.kind,
                name: process.kind,
                target: `manage.py ${process.command[0] ?? ""}`,
                command,
                devCommand: command,
                port: null,
                source: "code",
                workingDirectory: site.folder,
                place,
              },
            );
          });
        }
      }
    }
    return out;
  },
});

/** Names of the queues in the settings, in their order but for the default one, which is worked off first. */
function queuesOf(project: PythonProject, files: readonly PythonFile[]): readonly string[] {
  const names = files.flatMap(file =>
    file.facts.assignments.flatMap(({ target, key, value, scope }) => {
      if (scope !== -1 || target.replace(/\[.*$/, "") !== "RQ_QUEUES") return [];
      if (key !== null) return project.string(file, key) ?? [];
      return value?.kind === "dict" ? value.entries.flatMap(entry => project.string(file, entry.key) ?? []) : [];
    }),
  );
  return [...new Set(names)].sort((left, right) => Number(right === "default") - Number(left === "default"));
}
