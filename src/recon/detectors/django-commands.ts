import type { CallFact } from "../../python/facts";
import { defineDetector, type DetectContext } from "../define-detector";
import { managementCommand } from "../django/management-commands";
import { djangoSites } from "../django/sites";
import { among, isApplication } from "../integrations/own-code";
import type { PythonFile } from "../../python/project";
import { reachedFrom } from "../targets/reach";
import { scriptEvidence } from "../workers/script-evidence";

interface Endless {
  readonly file: PythonFile;
  readonly at: { readonly scope: number; readonly offset: number };
}

/** Loops without an end that wait, and calls that serve until the process is stopped. */
const ENDLESS = among(isApplication, (_project, file): readonly Endless[] =>
  [...file.facts.loops, ...file.facts.calls.filter(servesForever)].map(({ scope, offset }) => ({
    file,
    at: { scope, offset },
  })),
);

const FOREVER = /\.(?:serve|run)_forever$/;

/** `server.serve_forever()`, or a thread that is given it. */
function servesForever({ callee, keywords }: CallFact): boolean {
  return (
    FOREVER.test(callee) ||
    keywords.some(({ name, value }) => name === "target" && value.kind === "name" && FOREVER.test(value.path))
  );
}

/** Management commands of Django that go on until they are stopped. */
export const detector = defineDetector({
  id: "django-commands",
  title: "Management commands that stay running",
  reads: { everything: true },
  detect(context) {
    const { project } = context;
    if (djangoSites(project).length === 0) return [];
    const commands = new Set(context.each(ENDLESS).flatMap(one => commandsTo(context, one)));
    return [...commands].flatMap(file => {
      const run = managementCommand(project, file);
      const handle = file.facts.definitions.find(({ name }) => name === "handle");
      if (!run || !handle || needsArguments(context, file)) return [];
      return [scriptEvidence(context, file, handle.offset, { kind: "worker", name: words(run.name), isScript: true })];
    });
  },
});

/** Files of the management commands whose `handle` gets to a place. */
function commandsTo({ project, owns }: DetectContext, { file, at }: Endless): readonly PythonFile[] {
  return reachedFrom(project, file, at, () => false).flatMap(reach =>
    reach.by === "function" &&
    reach.definition.name === "handle" &&
    managementCommand(project, reach.file) !== null &&
    owns(reach.file)
      ? [reach.file]
      : [],
  );
}

/**
 * Whether a command fails where it is given no more than its name (argparse). The text is asked, since such lines of a
 * function say nothing else of interest and are no facts.
 */
function needsArguments({ workspace }: DetectContext, { facts, path }: PythonFile): boolean {
  const declares = facts.definitions.find(({ name }) => name === "add_arguments");
  const text = declares ? (workspace.text(path) ?? "").slice(declares.offset, declares.end) : "";
  return [...text.matchAll(/\.add_argument\(\s*["'](-?)([^)]*)/g)].some(([, dash, rest = ""]) =>
    dash === "-" ? /\brequired\s*=\s*True\b/.test(rest) : !/\bnargs\s*=\s*["'][*?]["']/.test(rest),
  );
}

function words(name: string): string {
  return name.replaceAll("_", "-");
}
