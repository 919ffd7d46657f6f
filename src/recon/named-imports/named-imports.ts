import type { ImportEdge } from "../../model/recon";
import type { PythonFile, PythonProject } from "../../python/project";
import { djangoSites } from "../django/sites";
import { namedByCalls } from "./named-calls";
import { namedBySettings } from "./named-settings";
import { fileNamed, type NamedText } from "./named-text";

/**
 * Edges between files by strings that a framework imports: Django's settings and URLs, Celery's tasks, applications of
 * servers, plug-ins. None where the file also imports the other one by a statement.
 */
export function namedImports(project: PythonProject): readonly ImportEdge[] {
  return project.whole(readNamedImports);
}

function readNamedImports(project: PythonProject): readonly ImportEdge[] {
  const known = new Set(project.imports.map(({ from, to }) => `${from}\0${to}`));
  const edges: ImportEdge[] = [];
  const told = [...project.each(NAMED), ...discovered(project)];
  for (const { file, told: named } of told) {
    for (const { to, line } of named) {
      const key = `${file.path}\0${to}`;
      if (known.has(key)) continue;
      known.add(key);
      edges.push({ from: file.path, to, line, kind: "dynamic" });
    }
  }
  return edges;
}

interface NamedFile {
  readonly to: string;
  readonly line: number;
}

function NAMED(project: PythonProject, file: PythonFile): readonly NamedFile[] {
  if (file.role === "generated") return [];
  return namedFiles(project, file, [...namedByCalls(project, file), ...namedBySettings(project, file)]);
}

function namedFiles(project: PythonProject, file: PythonFile, texts: readonly NamedText[]): readonly NamedFile[] {
  const found = new Map<string, number>();
  for (const one of texts) {
    const to = fileNamed(project, file, one)?.path;
    if (to !== undefined && to !== file.path && !found.has(to)) found.set(to, one.offset);
  }
  return [...found].map(([to, offset]) => ({ to, line: project.place(file, offset).line }));
}

/** `app.autodiscover_tasks()` loads the tasks of all applications that Django's settings list (Celery: "First steps with Django"). */
function discovered(
  project: PythonProject,
): readonly { readonly file: PythonFile; readonly told: readonly NamedFile[] }[] {
  const finders = project.each(DISCOVERY);
  if (finders.length === 0) return [];
  const settings = new Set(djangoSites(project).flatMap(({ settingsFiles }) => settingsFiles));
  const applications = project
    .each(APPLICATIONS)
    .filter(({ file }) => settings.has(file))
    .flatMap(({ told }) => told);
  return finders.map(({ file, told }) => ({
    file,
    told: told.flatMap(({ offset, below }) =>
      namedFiles(
        project,
        file,
        applications.map(name => ({ text: `${name}.${below}`, offset, form: "module" as const })),
      ),
    ),
  }));
}

function DISCOVERY(project: PythonProject, file: PythonFile): readonly { offset: number; below: string }[] {
  return file.facts.calls.flatMap(call => {
    const [packages] = call.arguments;
    const isOpen = packages === undefined || packages.kind === "other" || /INSTALLED_APPS/.test(nameIn(packages));
    if (!/(?:^|\.)autodiscover_tasks$/.test(call.callee) || !isOpen) return [];
    const related = call.keywords.find(({ name }) => name === "related_name")?.value;
    return [{ offset: call.offset, below: (related && project.string(file, related, call.scope)) ?? "tasks" }];
  });
}

function nameIn(value: NonNullable<PythonFile["facts"]["assignments"][number]["value"]>): string {
  return value.kind === "name" ? value.path : "";
}

/** Django's applications that a file lists, by the package of each. */
function APPLICATIONS(project: PythonProject, file: PythonFile): readonly string[] {
  return namedBySettings(project, file).flatMap(one =>
    one.form === "object" && fileNamed(project, file, one) ? [one.text.replace(/\.apps\.\w+$/, "")] : [],
  );
}
