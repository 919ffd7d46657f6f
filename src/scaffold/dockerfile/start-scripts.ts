import { parentOf, relativeTo } from "../../model/paths";
import type { UnitDesign } from "../blueprint";
import { STATIC_SERVER_FILE, STATIC_SERVER_FOLDER } from "../decisions/static-server";
import type { LineWriter } from "../text/line-writer";
import { execForm } from "./instructions";

export const CHECK_SCRIPT = "/opt/check_environment.py";
const FORWARD_SCRIPT = "/opt/forward_localhost.py";

interface StartScript {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Programs that run before the command of a stage and become it, in their order. */
function startScripts(unit: UnitDesign, stage: "dev" | "test" | "runtime"): readonly StartScript[] {
  const loads = unit.loadedSecrets.length > 0;
  const checks = stage === "runtime" ? unit.checksEnvironment : stage === "dev" && loads;
  const [forward] = unit.forwards;
  return [
    ...(checks
      ? [
          {
            from: checkScriptPath(unit),
            to: CHECK_SCRIPT,
            why: stage === "runtime" ? "environment.check" : "secrets",
          },
        ]
      : []),
    ...(forward ? [{ from: forwardScriptPath(unit), to: FORWARD_SCRIPT, why: `localhost.${forward.service}` }] : []),
  ];
}

export function copyStartScripts(writer: LineWriter, unit: UnitDesign, stage: "dev" | "runtime"): void {
  for (const { from, to, why } of startScripts(unit, stage)) writer.add(`COPY ${from} ${to}`, why);
}

/** Paths of the build context that the image takes besides the application. */
export function ownScripts(unit: UnitDesign): readonly string[] {
  const scripts = [...startScripts(unit, "runtime"), ...startScripts(unit, "dev")].map(({ from }) => from);
  return [...new Set(unit.web?.staticServer == null ? scripts : [...scripts, staticServerPath(unit)])];
}

/** What the server starts in the place of the application, beside the programs that run before it. */
export function copyStaticServer(writer: LineWriter, unit: UnitDesign): void {
  if (unit.web?.staticServer == null) return;
  writer.add(`COPY ${staticServerPath(unit)} ${STATIC_SERVER_FOLDER}/${STATIC_SERVER_FILE}`, "static.serve");
}

/** The entry point of a stage; `program` is what the image itself is, before the arguments that it is given. */
export function writeEntrypoint(
  writer: LineWriter,
  unit: UnitDesign,
  stage: "dev" | "test" | "runtime",
  program: readonly string[] = [],
): void {
  const scripts = startScripts(unit, stage);
  const words = [...scripts.flatMap(({ to }) => ["python", to]), ...program];
  const why = program.length > 0 ? "cli.command" : (scripts[0]?.why ?? "environment.check");
  if (words.length > 0) writer.add(`ENTRYPOINT ${execForm(words)}`, why);
}

/** Where the generated check lies in the build context. */
export function checkScriptPath(unit: UnitDesign): string {
  return scriptPath(unit, "check_environment.py");
}

export function forwardScriptPath(unit: UnitDesign): string {
  return scriptPath(unit, "forward_localhost.py");
}

export function staticServerPath(unit: UnitDesign): string {
  return scriptPath(unit, STATIC_SERVER_FILE);
}

function scriptPath({ dockerfile, context }: UnitDesign, name: string): string {
  const folder = parentOf(dockerfile);
  return relativeTo(context, folder === "" ? `docker/${name}` : `${folder}/docker/${name}`);
}
