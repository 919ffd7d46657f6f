import type { Evidence } from "../../model/evidence";
import { parentOf, pathInside } from "../../model/paths";
import { commandEvidence } from "../commands/command-evidence";
import { readServerConfiguration } from "../commands/server-configuration";
import { defineDetector } from "../define-detector";

/** Gunicorn's configuration file: `wsgi_app` names the application, `bind` the port (Gunicorn: Settings). */
export const detector = defineDetector({
  id: "gunicorn-configuration",
  title: "Gunicorn configuration",
  reads: { files: ["*gunicorn*.py", "gunicorn/*.py", "**/gunicorn/*.py"] },
  detect(context) {
    const { project, workspace } = context;
    return context.files.flatMap((path): readonly Evidence[] => {
      const file = project.file(path);
      const read = readServerConfiguration(workspace, project, path);
      if (!file || !read) return [];
      const out: Evidence[] = [];
      const port = read.port?.number ?? null;
      if (read.port)
        out.push({
          claim: "port",
          port: read.port.number,
          source: "server-config",
          place: project.place(file, read.port.offset),
        });
      if (!read.target) return out;
      const folder = parentOf(path);
      const chdir = read.folder === null ? null : pathInside(folder, read.folder);
      const workers =
        read.workerClass === null || read.workerClass === "sync" ? [] : ["--worker-class", read.workerClass];
      return [
        ...out,
        ...commandEvidence(context, ["gunicorn", "--config", path, ...workers, read.target.text], {
          source: "server-config",
          name: null,
          folders: [...new Set([...(chdir === null ? [] : [chdir]), folder, parentOf(folder), context.unit, ""])],
          place: project.place(file, read.target.offset),
          port,
        }),
      ];
    });
  },
});
