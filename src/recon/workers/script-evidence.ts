import type { CommandSource, Evidence } from "../../model/evidence";
import type { Confidence } from "../../model/place";
import type { EntryPointKind } from "../../model/recon";
import type { PythonFile } from "../../python/project";
import type { DetectContext } from "../define-detector";
import { scriptCommand } from "../targets/script-command";
import { importedBy, importersOf, scriptFor } from "../targets/script-for";

/** The entry point of something that is started by running a Python file: `python bot.py`, `python -m pkg.server`. */
export function scriptEvidence(
  context: DetectContext,
  file: PythonFile,
  offset: number,
  facts: {
    readonly kind: EntryPointKind;
    readonly name: string;
    readonly port?: number | null;
    readonly source?: CommandSource;
    readonly confidence?: Confidence;
    /** Replaces `python file`, as in `streamlit run file`. */
    readonly command?: (path: string) => readonly string[];
    readonly devCommand?: (path: string) => readonly string[];
    /** The file itself, even where another one imports it. */
    readonly isScript?: boolean;
  },
): Extract<Evidence, { claim: "entry-point" }> {
  const script = facts.isScript ? file : scriptFor(context.project, file);
  const run = scriptCommand(context, script);
  const path = run.folder === "" ? script.path : script.path.slice(run.folder.length + 1);
  const command = facts.command?.(path) ?? run.command;
  return {
    claim: "entry-point",
    kind: facts.kind,
    name: facts.name,
    target: facts.command ? path : run.target,
    command,
    devCommand: facts.devCommand?.(path) ?? command,
    port: facts.port ?? null,
    source: facts.source ?? "code",
    workingDirectory: run.folder,
    place: context.project.place(file, offset, facts.confidence ?? "high"),
  };
}

/**
 * Whether running something gets to what a file starts, without a command that has to be named: not from a module that
 * others import and that does nothing when it is run, and not from a command line with several commands.
 */
export function startsItself({ project }: DetectContext, file: PythonFile): boolean {
  const script = scriptFor(project, file);
  if (isCommandGroup(script)) return false;
  if (!isRunAlone(script) && (importersOf(project).get(script.path) ?? []).length > 0) return false;
  // `main.py` that hands over to a parser of commands which stands in another file of its package.
  const next = importedBy(project);
  let level = [script.path];
  const seen = new Set(level);
  for (let depth = 0; depth < 2; depth++) {
    level = level.flatMap(path => next.get(path) ?? []).filter(path => !seen.has(path));
    for (const path of level) {
      seen.add(path);
      if (project.file(path)?.facts.calls.some(({ callee }) => callee.endsWith(".add_subparsers"))) return false;
    }
  }
  return true;
}

/** Whether running a file does something: it has a main guard, or calls what it has itself. */
export function isRunAlone({ facts, path }: PythonFile): boolean {
  return (
    facts.mainGuards.length > 0 ||
    path.endsWith("__main__.py") ||
    facts.calls.some(({ scope, decorator, callee }) => scope === -1 && !decorator && isOwnName(facts, callee))
  );
}

/** `main()` and `client.run()` start what the file itself has; `logging.getLogger()` and `logger.debug()` start nothing. */
function isOwnName({ definitions, assignments }: PythonFile["facts"], callee: string): boolean {
  const root = callee.split(/[.(]/, 1)[0] ?? "";
  if (/^_*log(?:ger|ging)?$/i.test(root)) return false;
  return (
    definitions.some(({ name, parent, kind }) => name === root && parent === -1 && kind === "function") ||
    (callee.includes(".") && assignments.some(({ target, scope }) => target === root && scope === -1))
  );
}

/** Whether a file is a command line with several commands: what one of them starts is no process of its own. */
function isCommandGroup(file: PythonFile): boolean {
  // A click group that also runs without a command starts what its own function starts.
  const runsAlone = file.facts.calls.some(
    ({ decorator, keywords }) =>
      decorator &&
      keywords.some(
        ({ name, value }) => name === "invoke_without_command" && value.kind === "constant" && value.value === true,
      ),
  );
  if (runsAlone) return false;
  if (file.facts.calls.some(({ callee }) => callee.endsWith(".add_subparsers"))) return true;
  const commands = file.facts.calls.filter(({ callee, decorator }) => decorator && /\.(?:command|group)$/.test(callee));
  return commands.length > 1;
}
