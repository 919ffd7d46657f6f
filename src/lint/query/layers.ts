import type { ShellCommand } from "../../docker/shell/types";
import type { DockerfileContext, RunStep } from "../dockerfile-context";
import type { ReportedFix } from "../rule";
import { insert, safeFix } from "./fixing";
import { isBase, isInFinalImage } from "./stages";

/** True where the layer of a step is part of an image that is kept, or of a stage that others build on. */
export function staysInImage(context: DockerfileContext, run: RunStep): boolean {
  const { stage } = run;
  if (run.instruction.onbuild || stage === null || isInFinalImage(context, stage)) return true;
  return isBase(context, stage);
}

/** True where one of the tools is called with one of the verbs behind `command`, or `folder` is removed. */
export function isCleanedAfter(
  run: RunStep,
  command: ShellCommand,
  names: readonly string[],
  verbs: readonly string[],
  folder: string,
): boolean {
  return run.commands.slice(run.commands.indexOf(command) + 1).some(
    each =>
      (each.name !== null &&
        names.includes(each.name) &&
        each.arguments.some(word => verbs.includes(word.text) && !word.text.startsWith("-"))) ||
      (each.name === "rm" && each.arguments.some(word => word.text.includes(folder))) ||
      // A script of one's own, called by its path, that says what it does.
      /\/[\w.-]*clean[\w.-]*$/.test(each.words[0]?.text ?? ""),
  );
}

/** Adds `&& command` at the end of a step whose commands are all joined by `&&`; no fix for any other. */
export function appendCommand(run: RunStep, command: string, title: string): readonly ReportedFix[] {
  const { instruction } = run;
  const top = run.commands.filter(each => each.depth === 0 && each.wrapper === null);
  const isChain = top.every(each => each.connector === null || each.connector === "&&");
  const last = top.at(-1);
  if (!isChain || last === undefined || instruction.heredocs.length > 0 || instruction.json !== null) return [];
  // An open quote takes what is added into itself.
  if (run.script.problems.length > 0) return [];
  if (/[;&|]\s*$/.test(instruction.body.text) || last.span.end !== instruction.span.end) return [];
  return [safeFix(title, insert(instruction.span.end, ` && ${command}`))];
}
