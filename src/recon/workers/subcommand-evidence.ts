import type { PythonFile } from "../../python/project";
import { withoutFolder } from "../../model/paths";
import type { Evidence } from "../../model/evidence";
import type { EntryPointKind } from "../../model/recon";
import { commandWords } from "../commands/command-paths";
import { parserWords } from "../commands/parser-commands";
import type { DetectContext } from "../define-detector";
import { needsWords } from "../targets/needed-words";
import { reachedFrom, type Reach } from "../targets/reach";

/**
 * The entry point of something that one command of several starts: `shop worker` of a command line that also serves. None
 * where the command has to be given more than its name.
 */
export function subcommandEvidence(
  { workspace, project, unit }: DetectContext,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  facts: {
    readonly kind: EntryPointKind;
    readonly name: string;
    readonly port?: number | null;
    /** What the command is told besides its name. */
    readonly options?: readonly string[];
  },
  ways: readonly Reach[] = reachedFrom(project, file, at, () => false),
): Extract<Evidence, { claim: "entry-point" }> | null {
  for (const reach of ways) {
    if (reach.by !== "function" && (reach.by !== "command" || needsWords(reach.definition))) continue;
    const words = (reach.by === "command" ? commandWords : parserWords)(
      workspace,
      project,
      reach.file,
      reach.definition,
    );
    if (!words) continue;
    const named = words.map(word => (word.endsWith(".py") ? withoutFolder(unit, word) : word));
    const command = [...named, ...(facts.options ?? [])];
    return {
      claim: "entry-point",
      kind: facts.kind,
      name: facts.name,
      target: named.join(" "),
      command,
      devCommand: command,
      port: facts.port ?? null,
      source: "code",
      workingDirectory: unit,
      place: project.place(reach.file, reach.definition.offset),
    };
  }
  return null;
}
