import type { Place } from "../../model/place";
import type { Evidence } from "../../model/evidence";
import { type ConsoleScript, consoleScripts, SCRIPT_FILES } from "../commands/console-scripts";
import { servedBy } from "../commands/run-application";
import { defineDetector, type DetectContext } from "../define-detector";
import { parentOf } from "../../model/paths";
import { serveCommand } from "../web/serve-command";
import { resolveTarget, type ResolvedTarget } from "../targets/resolve-target";

/** Commands that installing the project creates (entry points specification, "console_scripts"). */
export const detector = defineDetector({
  id: "console-scripts",
  title: "Console scripts",
  reads: { files: [...SCRIPT_FILES] },
  detect(context) {
    const own = new Set(context.files);
    return consoleScripts(context.workspace, context.project)
      .filter(({ path }) => own.has(path))
      .flatMap((script): readonly Evidence[] => {
        const { name, target, path, place } = script;
        const resolved = resolveTarget(context.workspace, context.project, target, [parentOf(path)]);
        const isMissing = resolved.status === "missing" && !context.workspace.has(target);
        const entry = entryPoint(context, script, resolved, isMissing);
        const definition = entry.kind === "cli" ? null : definitionOf(context, resolved);
        const shown: readonly Evidence[] = definition ? [{ ...entry, source: "code", place: definition }] : [];
        if (!isMissing) return [entry, ...shown];
        return [
          entry,
          {
            claim: "problem",
            code: "script-target-missing",
            message: `The script ${name} calls ${target}, which no file of the workspace offers.`,
            place,
          },
        ];
      });
  },
});

const PORT = 8000;

function entryPoint(
  context: DetectContext,
  { name, path, place }: ConsoleScript,
  resolved: ResolvedTarget,
  isMissing: boolean,
): Extract<Evidence, { readonly claim: "entry-point" }> {
  const served = resolved.file ? servedBy(context, resolved.file, resolved.attribute) : null;
  const web = served?.kind === "wsgi" || served?.kind === "asgi" ? { ...served, kind: served.kind } : null;
  const kind = web?.kind ?? (served ? "server" : processKind(name));
  return {
    claim: "entry-point",
    kind,
    name: kind === "cli" ? name : kind === "worker" || kind === "bot" ? kind : "web",
    target: web ? web.target : name,
    command: web?.isDevelopment ? serveCommand(web.kind, web.target, web.port ?? PORT, context.dependencies) : [name],
    devCommand: [name],
    port: served ? (served.port ?? PORT) : null,
    source: "console-script",
    workingDirectory: parentOf(path),
    place: { ...place, confidence: isMissing ? "low" : place.confidence },
  };
}

/** Where the function of a script stands. */
function definitionOf(context: DetectContext, { file, attribute }: ResolvedTarget): Place | null {
  const found = file?.facts.definitions.find(({ name, parent }) => name === attribute && parent === -1);
  return file && found ? context.project.place(file, found.offset) : null;
}

/** A script whose name says that it is a process which stays. */
function processKind(name: string): "worker" | "bot" | "cli" {
  if (/(?:^|[-_])(?:worker|consumer|daemon|listener|subscriber)$/.test(name)) return "worker";
  return /(?:^|[-_])bot$/.test(name) ? "bot" : "cli";
}
