import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction } from "../../docker/dockerfile/types";
import type { ShellCommand } from "../../docker/shell/types";
import type { DockerfileView } from "../dockerfile-context";
import { hasFlag } from "./commands";
import { runsOf } from "./run-facts";

/** True where an instruction may have made the path, or given it to the user; a VOLUME counts only with `byVolume`. */
export function isPrepared(view: DockerfileView, stage: Stage, target: string, byVolume: boolean): boolean {
  const chain = chainOf(stage);
  const isMade = runsOf(view, stage).some(run => run.commands.some(command => mayPrepare(command, target)));
  return (
    isMade ||
    chain.some(part =>
      part.instructions.some(each => {
        if (each.kind === "RUN") return each.body.text.includes(target) && !isMadeByRoot(view, chain, each, target);
        if (each.kind === "VOLUME") return byVolume && each.body.text.includes(target);
        if (each.kind === "COPY" || each.kind === "ADD") {
          const isGiven = each.flags.some(flag => flag.name === "chown" || flag.name === "chmod");
          return isGiven && (each.destination === null || mayHold(each.destination.value, target));
        }
        return each.kind === "WORKDIR" && each.body.text === target;
      }),
    )
  );
}

/** True where all that a step does with the path is to make it, before another user than root is in force. */
function isMadeByRoot(view: DockerfileView, chain: readonly Stage[], run: Instruction, target: string): boolean {
  const step = view.runs.find(each => each.instruction === run);
  if (
    step === undefined ||
    chain.some(stage => stage.instructions.some(each => each.kind === "USER" && each.index < run.index))
  )
    return false;
  return step.commands.every(
    command =>
      (command.name === "mkdir" && !hasFlag(command, "m", "mode")) ||
      !command.words.some(word => word.value === null || word.text.includes(target)),
  );
}

const OWNING: ReadonlySet<string> = new Set(["chown", "chmod", "install", "chgrp", "setfacl"]);

/** A change of owner or mode that may reach the path, or a script, which may do anything. */
function mayPrepare(command: ShellCommand, target: string): boolean {
  if (command.name === null || /\.(?:sh|py)$/.test(command.name)) return true;
  const words = command.arguments;
  if (/^(?:ba|da|k|z)?sh$|^python[\d.]*$/.test(command.name)) return words.some(word => !word.text.startsWith("-"));
  if (!OWNING.has(command.name)) return false;
  const operands = words.filter(({ text }) => !text.startsWith("-"));
  // The first says who or how.
  const paths = command.name === "install" ? operands : operands.slice(1);
  return paths.some(word => word.value === null || mayHold(word.value, target));
}

/** Whether a path is the target or holds it; a relative one, or one with a wildcard, is not followed and may. */
function mayHold(path: string, target: string): boolean {
  if (/[$*?[]/.test(path) || !path.startsWith("/")) return true;
  const clean = path.replace(/\/+$/, "");
  return target === clean || target.startsWith(`${clean}/`);
}
