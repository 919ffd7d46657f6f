import type { PythonFile } from "../../python/project";

/** Code that runs in the application: not its tests, examples, generated parts, migrations or build scripts. */
export function isOwnCode(file: PythonFile): boolean {
  return file.role === "application" || file.role === "script";
}
