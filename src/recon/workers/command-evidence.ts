import type { DefinitionFact } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { withoutFolder } from "../../model/paths";
import type { Evidence } from "../../model/evidence";
import type { EntryPointKind } from "../../model/recon";
import { keywordOf } from "../applications/values";
import { commandWords } from "../commands/command-paths";
import type { DetectContext } from "../define-detector";
import { decoratorName, reachedFrom } from "../targets/reach";

/**
 * The entry point of something that one command of several starts: `shop worker` of a command line that also serves. None
 * where the command has to be given more than its name.
 */
export function commandEvidence(
  { workspace, project, unit }: DetectContext,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  facts: { readonly kind: EntryPointKind; readonly name: string; readonly port?: number | null },
): Extract<Evidence, { claim: "entry-point" }> | null {
  for (const reach of reachedFrom(project, file, at, () => false)) {
    if (reach.by !== "command" || needsWords(reach.definition)) continue;
    const words = commandWords(workspace, project, reach.file, reach.definition);
    if (!words) continue;
    const command = words.map(word => (word.endsWith(".py") ? withoutFolder(unit, word) : word));
    return {
      claim: "entry-point",
      kind: facts.kind,
      name: facts.name,
      target: command.join(" "),
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

/** Whether a command of click or Typer fails without an argument or option (click: "Parameters", Typer: "Required"). */
function needsWords({ decorators, parameters }: DefinitionFact): boolean {
  const declared = decorators.flatMap(each =>
    each.kind === "call" && /\.(?:argument|option)$/.test(each.callee) ? [each] : [],
  );
  const isTrue = (call: (typeof declared)[number], name: string): boolean => {
    const value = keywordOf(call, name);
    return value?.kind === "constant" && value.value === true;
  };
  if (declared.length > 0) {
    return declared.some(
      call =>
        isTrue(call, "required") ||
        (call.callee.endsWith(".argument") && !keywordOf(call, "default") && !keywordOf(call, "required")),
    );
  }
  const isClick = decorators.some(each => /\.pass_\w+$/.test(decoratorName(each)));
  return !isClick && parameters.some(one => one.default === null && !/^(?:\*|\/$|ctx$|context$)/.test(one.name));
}
