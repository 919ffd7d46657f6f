import { isSameLine, type Place } from "../../model/place";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { parentOf } from "../../model/paths";
import { pythonPaths } from "../python-paths";
import type { NamedPath } from "./served-paths";

/** Where Python says that it hands an output out: it names it, something inside of it, or serves a folder above it. */
export function usersOf(project: PythonProject, named: readonly NamedPath[], output: string): readonly Place[] {
  const direct = named.filter(({ candidates }) =>
    candidates.some(path => path === output || path.startsWith(`${output}/`)),
  );
  const above = named.filter(
    ({ candidates, isServing }) => isServing && candidates.some(path => output.startsWith(`${path}/`)),
  );
  return onceEach([...direct, ...above].map(({ file, offset }) => project.place(file, offset)));
}

/** Each line once. */
export function onceEach(places: readonly Place[]): readonly Place[] {
  return places.filter((place, at) => places.findIndex(other => isSameLine(other, place)) === at);
}

/**
 * `shop/static/shop/app.js`: Django looks into the folder `static` of every application, Flask into that beside its module.
 * Answered with the module, since no line names the folder.
 */
export function conventionalUser(workspace: Workspace, project: PythonProject, output: string): Place | null {
  const parts = output.split("/");
  const at = parts.findIndex(part => part === "static" || part === "templates");
  if (at < 0) return null;
  const folder = parts.slice(0, at).join("/");
  const beside = pythonPaths(project).flatMap(path => (parentOf(path) === folder ? (project.file(path) ?? []) : []));
  const modules = beside.filter(({ role }) => role !== "test");
  for (const file of modules) {
    const call = file.facts.calls.find(({ callee }) => /(?:^|\.)(?:Flask|Quart|Blueprint|APIFlask)$/.test(callee));
    if (call) return project.place(file, call.offset, "medium");
  }
  const isApplication = modules.some(({ path }) => /(?:^|\/)(?:apps|models|views|urls|__init__)\.py$/.test(path));
  const isDjango = project.thirdParty.has("django") && folder !== "" && isApplication;
  const first = modules.find(({ path }) => path.endsWith("apps.py")) ?? modules[0];
  return isDjango && first ? { ...workspace.place(first.path, 0, "medium") } : null;
}
