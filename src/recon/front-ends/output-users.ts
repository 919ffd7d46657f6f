import type { Place } from "../../model/place";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import type { NamedPath } from "./served-paths";

/** Where Python says that it hands an output out: it names it, something inside of it, or serves a folder above it. */
export function usersOf(project: PythonProject, named: readonly NamedPath[], output: string): readonly Place[] {
  const direct = named.filter(({ candidates }) =>
    candidates.some(path => path === output || path.startsWith(`${output}/`)),
  );
  const above = named.filter(
    ({ candidates, isServing }) => isServing && candidates.some(path => output.startsWith(`${path}/`)),
  );
  const places = [...direct, ...above].map(({ file, offset }) => project.place(file, offset));
  return places.filter(
    (place, at) => places.findIndex(other => other.path === place.path && other.line === place.line) === at,
  );
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
  const modules = project.files.filter(({ path, role }) => {
    const slash = path.lastIndexOf("/");
    return role !== "test" && (slash < 0 ? "" : path.slice(0, slash)) === folder;
  });
  const flask = modules.find(({ facts }) =>
    facts.calls.some(({ callee }) => /(?:^|\.)(?:Flask|Quart|Blueprint|APIFlask)$/.test(callee)),
  );
  if (flask) {
    const call = flask.facts.calls.find(({ callee }) => /(?:^|\.)(?:Flask|Quart|Blueprint|APIFlask)$/.test(callee));
    return project.place(flask, call?.offset ?? 0, "medium");
  }
  const isApplication = modules.some(({ path }) => /(?:^|\/)(?:apps|models|views|urls|__init__)\.py$/.test(path));
  const isDjango = project.thirdParty.has("django") && folder !== "" && isApplication;
  const first = modules.find(({ path }) => path.endsWith("apps.py")) ?? modules[0];
  return isDjango && first ? { ...workspace.place(first.path, 0, "medium") } : null;
}
