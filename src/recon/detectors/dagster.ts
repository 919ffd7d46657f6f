import type { Evidence } from "../../model/evidence";
import { exposuresOf, isPlainObject } from "../applications/exposures";
import { isOwnCode } from "../applications/application-index";
import { defineDetector } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";

const PORT = 3000;

/** Dagster's definitions: the web server and the daemon that runs schedules and sensors (Dagster documentation, Deployment). */
export const detector = defineDetector({
  id: "dagster",
  title: "Dagster definitions",
  reads: { calls: ["dagster.Definitions"] },
  detect(context) {
    const { project, workspace } = context;
    const out: Evidence[] = [];
    for (const { file, call } of context.calls) {
      if (!isOwnCode(file) || out.length > 0) continue;
      out.push({ claim: "framework", name: "dagster", place: project.place(file, call.offset) });
      const exposure = exposuresOf(project, file, call).find(isPlainObject);
      if (!exposure) continue;
      const target = exposure.file.module;
      const base = {
        claim: "entry-point" as const,
        target,
        source: "code" as const,
        workingDirectory: workingDirectoryOf(workspace, exposure.file),
        place: project.place(exposure.file, exposure.offset),
      };
      const web = ["dagster-webserver", "-m", target, "--host", "0.0.0.0", "--port", String(PORT)];
      const daemon = ["dagster-daemon", "run", "-m", target];
      out.push(
        {
          ...base,
          kind: "server",
          name: "web",
          port: PORT,
          command: web,
          devCommand: ["dagster", "dev", "-m", target, "--host", "0.0.0.0", "--port", String(PORT)],
        },
        { ...base, kind: "beat", name: "daemon", port: null, command: daemon, devCommand: daemon },
      );
    }
    return out;
  },
});
