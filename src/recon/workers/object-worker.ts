import type { Evidence } from "../../model/evidence";
import type { EntryPointKind } from "../../model/recon";
import { isOwnCode } from "../integrations/own-code";
import { exposuresOf, isPlainObject, type Exposure } from "../applications/exposures";
import { symbolOf } from "../applications/symbols";
import { usersOfName } from "../applications/users-of-name";
import type { PythonProject } from "../../python/project";
import type { DetectContext } from "../define-detector";
import { importedBy } from "../targets/script-for";
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
  /** Paths of files that the program has to load, by the object's module: those that define its tasks. */
  readonly loads?: readonly string[];
}

/** One entry point for the first object that one of the matched calls makes and gives an importable name. */
export function objectWorker(context: DetectContext, worker: ObjectWorker): readonly Evidence[] {
  const { project, workspace } = context;
  const out: Evidence[] = [];
  for (const { file, call } of context.calls) {
    if (!isOwnCode(file)) continue;
    out.push({ claim: "framework", name: worker.framework, place: project.place(file, call.offset) });
    if (out.some(({ claim }) => claim === "entry-point")) continue;
    const made = exposuresOf(project, file, call).find(isPlainObject);
    if (!made) continue;
    const exposure = [made, ...importsOf(project, made)].find(each => loadsAll(project, each, worker.loads)) ?? made;
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

type Named = Pick<Exposure, "file" | "name" | "offset">;

/** Modules that import an object, under the names that they give it. */
function importsOf(project: PythonProject, { file: owner, name }: Exposure): readonly Named[] {
  return usersOfName(project, name).flatMap(file =>
    file.facts.imports.flatMap(fact => {
      const bound = fact.scope === -1 ? fact.names?.find(candidate => candidate.name === name) : undefined;
      const isMeant = bound !== undefined && symbolOf(project, file, bound.as) === `${owner.path}#${name}`;
      return isMeant ? [{ file, name: bound.as, offset: fact.offset }] : [];
    }),
  );
}

/** Whether an import of a module loads all of these, by what it imports in turn. */
function loadsAll(project: PythonProject, { file }: Named, wanted: readonly string[] = []): boolean {
  const next = importedBy(project);
  const loaded = new Set([file.path]);
  // A set hands out what is added while it is walked over.
  for (const each of loaded) for (const target of next.get(each) ?? []) loaded.add(target);
  return wanted.every(each => loaded.has(each));
}
