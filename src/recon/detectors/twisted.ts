import type { Evidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import { isOwnCode } from "../integrations/own-code";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector } from "../define-detector";
import { runCalls } from "../web/run-calls";
import { startsItself, scriptEvidence } from "../workers/script-evidence";

/** Servers of Twisted: scripts that run the reactor, and application files (`.tac`), which twistd loads. */
export const detector = defineDetector({
  id: "twisted",
  title: "Twisted servers",
  reads: { files: ["*.tac"], calls: ["twisted.internet.reactor.run", "twisted.internet.task.react"] },
  detect(context) {
    const { project, workspace } = context;
    const out: Evidence[] = [];
    const seen = new Set<string>();
    for (const { file, call } of context.calls) {
      if (!isOwnCode(file)) continue;
      const place = project.place(file, call.offset);
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

const LISTENS =
  /(?:listenTCP|TCPServer)\(\s*(\d+)|(?:strports\.service|serverFromString)\([^"'\n]*["']tcp6?:(?:port=)?(\d+)/;

function portIn(text: string): number | null {
  const match = LISTENS.exec(text);
  return match ? Number(match[1] ?? match[2]) : null;
}
