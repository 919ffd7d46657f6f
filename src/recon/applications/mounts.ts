import type { PythonFile, PythonProject } from "../../python/project";
import { symbolOf } from "./symbols";
import { keywordOf, namesIn } from "../../python/values";

/**
 * Names (`path#name`) of applications that are given to another one: `app.mount("/v1", api)`, `Mount("/", app=site)`,
 * `DispatcherMiddleware(main, {"/api": api})`, `app.add_subapp("/admin", admin)`.
 */
export function mountedNames(project: PythonProject, files: readonly PythonFile[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files) {
    for (const call of file.facts.calls) {
      const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
      const given =
        last === "mount" || last === "add_subapp" || last === "Mount"
          ? [call.arguments[1], keywordOf(call, "app"), keywordOf(call, "subapp")]
          : last === "DispatcherMiddleware"
            ? [call.arguments[1], keywordOf(call, "mounts")]
            : [];
      for (const value of given) {
        for (const name of namesIn(value)) {
          found.add(symbolOf(project, file, name) ?? `${file.path}#${name}`);
        }
      }
    }
  }
  return found;
}
