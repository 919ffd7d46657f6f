import type { Evidence } from "../../model/evidence";
import { parentOf, pathInside } from "../../model/paths";
import { commandEvidence } from "../commands/command-evidence";
import { readServerConfiguration, type ServerConfiguration } from "../commands/server-configuration";
import { simpleCommands } from "../commands/simple-commands";
import { defineDetector } from "../define-detector";
import { splitTarget } from "../targets/resolve-target";

/** uWSGI's configuration files: the module that is served, the port, and the processes attached to it. */
export const detector = defineDetector({
  id: "uwsgi-configuration",
  title: "uWSGI configuration",
  reads: { files: ["*uwsgi*.ini", "*uwsgi*.{yml,yaml}", "*uwsgi*.conf", "uwsgi/*.ini", "**/uwsgi/*.ini", "*.uwsgi"] },
  detect(context) {
    const { workspace, project } = context;
    return context.files.flatMap((path): readonly Evidence[] => {
      const read = readServerConfiguration(workspace, project, path);
      if (!read) return [];
      const folder = parentOf(path);
      const chdir = read.folder === null ? null : pathInside(folder, read.folder);
      const folders = [...new Set([...(chdir === null ? [] : [chdir]), folder, parentOf(folder), context.unit, ""])];
      const out: Evidence[] = [];
      if (read.port)
        out.push({
          claim: "port",
          port: read.port.number,
          source: "server-config",
          place: workspace.place(path, read.port.offset),
        });
      if (read.target) {
        out.push(
          ...commandEvidence(context, uwsgiCommand(path, read, read.target.text), {
            source: "server-config",
            name: null,
            folders,
            place: workspace.place(path, read.target.offset),
            port: read.port?.number ?? null,
          }),
        );
      }
      for (const { text, offset, isDaemon } of read.attached) {
        for (const { words } of simpleCommands(text)) {
          out.push(
            ...commandEvidence(context, words, {
              source: "server-config",
              name: null,
              folders,
              place: workspace.place(path, offset),
              staysRunning: isDaemon,
            }),
          );
        }
      }
      return out;
    });
  },
});

/** A file that listens by itself says everything; to others and in place of one that fits no container the target is given. */
function uwsgiCommand(path: string, { portable, isOpen }: ServerConfiguration, target: string): readonly string[] {
  if (portable === null && isOpen) return ["uwsgi", "--ini", path];
  const { module, attribute } = splitTarget(target);
  const served = module.includes("/")
    ? ["--wsgi-file", module, ...(attribute === null ? [] : ["--callable", attribute])]
    : ["--module", target];
  return ["uwsgi", ...(portable ?? ["--ini", path]), ...served];
}
