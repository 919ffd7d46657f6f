import type { Evidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { readPort } from "../integrations/connection-text";
import { isOwnCode } from "../integrations/own-code";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { runCalls } from "../web/run-calls";
import { startsItself, scriptEvidence } from "../workers/script-evidence";

const PLUGIN = "twisted.application.service.ServiceMaker";

/** Servers of Twisted: scripts that run the reactor, application files (`.tac`) and plugins, which twistd loads. */
export const detector = defineDetector({
  id: "twisted",
  title: "Twisted servers",
  reads: { files: ["*.tac"], calls: ["twisted.internet.reactor.run", "twisted.internet.task.react", PLUGIN] },
  detect(context) {
    const { project, workspace } = context;
    const out: Evidence[] = [];
    const seen = new Set<string>();
    for (const { file, call, name } of context.calls) {
      if (!isOwnCode(file)) continue;
      const place = project.place(file, call.offset);
      if (name === PLUGIN) {
        out.push(...plugin(context, file, call, place));
        continue;
      }
      out.push({ claim: "framework", name: "twisted", place });
      const listens = runCalls(project).filter(run => run.file === file && run.by.startsWith("twisted."));
      const port = listens.find(run => run.port !== null)?.port ?? null;
      // A client runs the reactor as well.
      if (listens.length === 0 || !startsItself(context, file)) continue;
      const entry = scriptEvidence(context, file, call.offset, { kind: "server", name: "server", port });
      if (!seen.has(entry.target)) out.push(entry);
      seen.add(entry.target);
    }
    for (const path of context.files) {
      const text = workspace.text(path);
      if (text === null || /(?:^|\/)(?:tests?|examples?|docs?|samples?)\//.test(path)) continue;
      const folder = parentOf(path);
      const port = portIn(text);
      out.push(
        ...commandEvidence(context, ["twistd", "-n", "-y", path.slice(folder === "" ? 0 : folder.length + 1)], {
          source: "code",
          name: "server",
          folders: [folder],
          port,
          place: workspace.place(path, Math.max(0, text.search(/^application\b/m))),
        }),
        ...(port === null
          ? []
          : [{ claim: "port" as const, port, source: "code", place: workspace.place(path, text.search(LISTENS)) }]),
      );
    }
    return out;
  },
});

/** `ServiceMaker(name, module, description, tapname)`: `twistd tapname` starts what the module makes ("The Twisted Plugin System"). */
function plugin(context: DetectContext, file: PythonFile, call: CallFact, place: Place): readonly Evidence[] {
  const { project } = context;
  const text = (at: number, name: string): string | null =>
    project.string(file, call.arguments[at] ?? keywordOf(call, name), call.scope);
  const command = text(3, "tapname");
  if (command === null) return [];
  const maker = project.module(text(1, "module") ?? "", file.path);
  return commandEvidence(context, ["twistd", "-n", command], {
    source: "code",
    name: "server",
    folders: [context.unit],
    port: maker ? portOption(project, maker) : null,
    place,
  });
}

/** The default of `--port` among the options of a plugin, a number or an endpoint: `("port", "p", "tcp:4000", "…")`. */
function portOption(project: PythonProject, file: PythonFile): number | null {
  for (const { target, value, scope } of file.facts.assignments) {
    if (target !== "optParameters" || value?.kind !== "sequence") continue;
    for (const option of value.items) {
      const [name, , preset] = option.kind === "sequence" ? option.items : [];
      if (!name || !preset || project.string(file, name, scope) !== "port") continue;
      const given = project.resolve(file, preset, scope).value;
      const written = given.kind === "number" ? String(given.value) : given.kind === "string" ? given.value : "";
      return readPort(/^(?:tcp6?:(?:port=)?)?(\d+)/.exec(written)?.[1]);
    }
  }
  return null;
}

const LISTENS =
  /(?:listenTCP|TCPServer)\(\s*(\d+)|(?:strports\.service|serverFromString)\([^"'\n]*["']tcp6?:(?:port=)?(\d+)/;

function portIn(text: string): number | null {
  const match = LISTENS.exec(text);
  return match ? Number(match[1] ?? match[2]) : null;
}
