import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import type { DockerfileContext, RunStep } from "../dockerfile-context";
import { hasFlag } from "./commands";
import { insert, safeFix, shorten } from "./fixing";
import { installations, isDynamic } from "./packages";
import type { PackageTool } from "./packages";

/** Reports the first package without a version of each installing call. */
export function reportUnpinned(
  context: DockerfileContext,
  tool: PackageTool,
  mirrors: readonly string[],
  isFixed: (text: string) => boolean,
  example: string,
): void {
  for (const run of context.runs) {
    for (const { packages } of installations(run, tool)) {
      const isModule = packages[0]?.text === "module";
      const named = packages.filter(word => !["module", "group"].includes(word.text));
      if (packages[0]?.text === "group") continue;
      const open = named.find(
        word =>
          (!isDynamic(word) || isUnset(context, run, word)) &&
          !(isModule ? word.text.includes(":") : isFixed(word.text)),
      );
      if (open === undefined) continue;
      const name = shorten(open.text, 30);
      const message = `\`${name}\` has no version, so the next build may get another one. Write it as in \`${example}\`.`;
      context.report(open.span, message, { mirrors });
    }
  }
}

/** True where each variable of a word is set by ENV of stages alone that this one does not build on, so it is empty here. */
function isUnset(context: DockerfileContext, run: RunStep, word: ShellWord): boolean {
  if (run.stage === null || word.variables.length === 0) return false;
  const chain = chainOf(run.stage);
  return word.variables.every(name => {
    if (run.commands.some(({ assignments }) => assignments.some(each => each.name === name))) return false;
    const declaring = context.graph.stages.filter(stage => declares(stage, "ENV", name));
    if (context.graph.stages.some(stage => declares(stage, "ARG", name))) return false;
    return declaring.length > 0 && !declaring.some(stage => chain.includes(stage));
  });
}

function declares(stage: Stage, kind: "ENV" | "ARG", name: string): boolean {
  const declarations = stage.byKind.get(kind) ?? [];
  return declarations.some(each => "pairs" in each && each.pairs.some(({ key }) => key.value === name));
}

/** True for `name-1.2.3`, with a part behind a dash that begins with a digit, and for a file. */
export function isVersionedRpm(text: string): boolean {
  if (text.endsWith(".rpm")) return true;
  const parts = text.split("-").slice(1);
  return parts.some(part => /^\d/.test(part)) && parts.every(part => /^[\w.~^:+]*$/.test(part));
}

/** Programs that never ask (microdnf's help on `-y`: "Does nothing, we always assume yes"). */
const ANSWERING: ReadonlySet<string> = new Set(["microdnf"]);

/** Reports calls that would ask for confirmation; `flags` are those that answer it. */
export function reportUnconfirmed(
  context: DockerfileContext,
  tool: PackageTool,
  verbs: readonly string[],
  flags: readonly string[],
): void {
  for (const run of context.runs) {
    for (const { command, verb } of installations(run, tool, verbs)) {
      if (hasFlag(command, ...flags) || isFedByYes(run, command)) continue;
      const call = `${command.name ?? ""} ${verb.text}`;
      const isAnswered = ANSWERING.has(command.name ?? "");
      context.report(
        verb.span,
        isAnswered
          ? `\`${call}\` takes yes for granted, but dnf, which replaces it, asks and stops. Add \`-y\`.`
          : `\`${call}\` asks for confirmation, so the build stops here. Add \`-y\`.`,
        {
          fixes: [safeFix("Add -y", insert(verb.span.end, " -y"))],
          ...(isAnswered ? { severity: "info" as const } : {}),
        },
      );
    }
  }
}

const FED_BY_YES = new WeakMap<RunStep, ReadonlySet<ShellCommand["pipeline"]>>();

/** True for `yes | command`. */
export function isFedByYes(run: RunStep, command: ShellCommand): boolean {
  let fed = FED_BY_YES.get(run);
  if (fed === undefined) {
    fed = new Set(run.commands.filter(each => each.name === "yes").map(each => each.pipeline));
    FED_BY_YES.set(run, fed);
  }
  return fed.has(command.pipeline);
}
