import type { Evidence } from "../../model/evidence";
import type { EntryPointKind } from "../../model/recon";
import { isOwnCode } from "../integrations/own-code";
import { exposuresOf, isPlainObject } from "../applications/exposures";
import type { DetectContext } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";

/** A worker program that is given an object of a module. */
export interface ObjectWorker {
  readonly framework: string;
  readonly kind: EntryPointKind;
  readonly name: string;
  /** Builds the target from module and name. */
  readonly target: (module: string, name: string) => string;
  readonly command: (target: string) => readonly string[];
  readonly devCommand?: (target: string) => readonly string[];
  readonly port?: number;
}

/** One entry point for the first object that one of the matched calls makes and gives an importable name. */
export function objectWorker(context: DetectContext, worker: ObjectWorker): readonly Evidence[] {
  const { project, workspace } = context;
  const out: Evidence[] = [];
  for (const { file, call } of context.calls) {
    if (!isOwnCode(file)) continue;
    out.push({ claim: "framework", name: worker.framework, place: project.place(file, call.offset) });
    const exposure = exposuresOf(project, file, call).find(isPlainObject);
    if (!exposure || out.some(({ claim }) => claim === "entry-point")) continue;
    const target = worker.target(exposure.file.module, exposure.name);
    const command = worker.command(target);
    out.push({
      claim: "entry-point",
      kind: worker.kind,
      name: worker.name,
      target,
      command,
      devCommand: worker.devCommand?.(target) ?? command,
      port: worker.port ?? null,
      source: "code",
      workingDirectory: workingDirectoryOf(workspace, exposure.file),
      place: project.place(exposure.file, exposure.offset),
    });
  }
  return out;
}
