import type { Evidence } from "../../model/evidence";
import type { EntryPoint, EntryPointKind, Recon } from "../../model/recon";
import { nameOf } from "../../model/paths";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { loadedFiles } from "../loaded-files";
import { namedImports } from "../named-imports/named-imports";
import { resolveTarget } from "../targets/resolve-target";
import { importersOf } from "../targets/script-for";

/** What imports its file instead of running it, and what a person runs once. */
const NOT_RUN: ReadonlySet<EntryPointKind> = new Set(["wsgi", "asgi", "cli", "script"]);

/**
 * Reads of variables by what is started: what fails below the main guard of a file that stays running is needed, and what only
 * a program needs that nothing starts is not.
 */
export function readsByPrograms(
  workspace: Workspace,
  project: PythonProject,
  evidence: readonly Evidence[],
  started: Pick<Recon, "entryPoints" | "frameworks">,
): readonly Evidence[] {
  const run = new Set(
    started.entryPoints.flatMap(one => (NOT_RUN.has(one.kind) ? [] : (fileRun(workspace, project, one) ?? []))),
  );
  const isElsewhere = elsewhere(project, started);
  return evidence.map(one => {
    if (one.claim !== "environment") return one;
    if (one.requiredWhenRun && run.has(one.place.path)) return { ...one, required: true };
    return one.required && isElsewhere(one.place.path) ? { ...one, required: false } : one;
  });
}

/** Tells programs that nothing of what was found starts or imports. */
function elsewhere(
  project: PythonProject,
  started: Pick<Recon, "entryPoints" | "frameworks">,
): (path: string) => boolean {
  if (loadsByName(project)) return () => false;
  let loaded: ReadonlySet<string> | null = null;
  return path => {
    const file = project.file(path);
    if (!file || !isProgram(file) || importersOf(project).has(path)) return false;
    const imports = loaded ? [] : [...project.imports, ...namedImports(project)];
    loaded ??= loadedFiles({ ...started, modules: project.modules, imports });
    // Where no start leads to a file of code, nothing is known of what is left out.
    return !loaded.has(path) && [...loaded].some(each => project.file(each) !== undefined);
  };
}

/** Whether the code loads modules by names that it makes while it runs: any file may then be one of them. */
function loadsByName(project: PythonProject): boolean {
  return project.files.some(
    file =>
      (file.role === "application" || file.role === "script") &&
      file.facts.calls.some(({ callee, arguments: [first], scope }) => {
        if (
          !/(?:^|\.)(?:import_module|__import__|spec_from_file_location|(?:iter|walk)_modules|run_path)$/.test(callee)
        )
          return false;
        return LOADS.test(project.qualify(file, callee, scope)) && first?.kind !== "string";
      }),
  );
}

const LOADS =
  /^(?:builtins\.)?__import__$|^importlib\.(?:import_module|util\.spec_from_file_location)$|^pkgutil\.(?:iter|walk)_modules$|^runpy\.run_path$/;

function fileRun(workspace: Workspace, project: PythonProject, one: EntryPoint): string | null {
  const folders = [...new Set([one.workingDirectory ?? "", ""])];
  const { path } = resolveTarget(workspace, project, one.target, folders);
  return one.command[0] === "python" || one.command[0] === "streamlit" ? path : null;
}

/** Something that is started by itself, here or elsewhere: a file with a main guard, or a function for AWS Lambda. */
function isProgram({ path, facts }: PythonFile): boolean {
  if (nameOf(path) === "manage.py") return false;
  return (
    facts.mainGuards.length > 0 ||
    facts.definitions.some(
      ({ kind, parent, parameters: [event, context, ...others] }) =>
        kind === "function" &&
        parent === -1 &&
        others.length === 0 &&
        event?.name === "event" &&
        /^_?context_?$/.test(context?.name ?? ""),
    )
  );
}
