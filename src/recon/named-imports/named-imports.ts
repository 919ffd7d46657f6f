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
  const told = project.each(NAMED);
  const paths = new Set(told.map(({ file }) => file.path));
  const known = new Set<string>();
  for (const { from, to } of project.imports) if (paths.has(from)) known.add(`${from}\0${to}`);
  const edges: ImportEdge[] = [];
  for (const { file, told: named } of told) {
    const found = named.flatMap(one => ("to" in one ? one : discovered(project, file, one)));
    for (const { to, line } of found) {
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

/** A call that looks for modules of this name in all applications of Django's settings. */
interface Discovery {
  readonly below: string;
  readonly offset: number;
}

function NAMED(project: PythonProject, file: PythonFile): readonly (NamedFile | Discovery)[] {
  if (file.role === "generated") return [];
  const texts = [...namedByCalls(project, file), ...namedBySettings(project, file)];
  return [...namedFiles(project, file, texts), ...discoveries(project, file)];
}

function namedFiles(project: PythonProject, file: PythonFile, texts: readonly NamedText[]): readonly NamedFile[] {
  const found = new Map<string, number>();
  for (const one of texts) {
    const to = fileNamed(project, file, one)?.path;
    if (to !== undefined && to !== file.path && !found.has(to)) found.set(to, one.offset);
  }
  return [...found].map(([to, offset]) => ({ to, line: project.place(file, offset).line }));
}

/** `app.autodiscover_tasks()` without a list of packages, or with Django's own list. */
function discoveries(project: PythonProject, file: PythonFile): readonly Discovery[] {
  return file.facts.calls.flatMap(call => {
    if (!call.callee.endsWith("autodiscover_tasks")) return [];
    const [packages] = call.arguments;
    const isDjango = packages === undefined || packages.kind === "other";
    if (!isDjango && !(packages.kind === "name" && packages.path.endsWith("INSTALLED_APPS"))) return [];
    const related = call.keywords.find(({ name }) => name === "related_name")?.value;
    return [{ offset: call.offset, below: (related && project.string(file, related, call.scope)) ?? "tasks" }];
  });
}

/** The tasks of all applications that Django's settings list (Celery: "First steps with Django"). */
function discovered(project: PythonProject, file: PythonFile, { below, offset }: Discovery): readonly NamedFile[] {
  const settings = new Set(djangoSites(project).flatMap(({ settingsFiles }) => settingsFiles));
  const applications = [...settings].flatMap(each => project.about(each, APPLICATIONS));
  const texts = applications.map(name => ({ text: `${name}.${below}`, offset, form: "module" as const }));
  return namedFiles(project, file, texts);
}

/** Django's applications that a file lists, by the package of each. */
function APPLICATIONS(project: PythonProject, file: PythonFile): readonly string[] {
  return namedBySettings(project, file).flatMap(one =>
    one.form === "object" && fileNamed(project, file, one) ? [one.text.replace(/\.apps\.\w+$/, "")] : [],
  );
}
