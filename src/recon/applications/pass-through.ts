import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { symbolOf } from "./symbols";

/**
 * Whether a function of the project hands the argument that `holds` knows back to its caller, as
 * `def init_routes(app): …; return app` does: `app = init_routes(FastAPI())` is still the application.
 */
export function givesArgumentBack(
  project: PythonProject,
  file: PythonFile,
  { callee, arguments: given, keywords }: Pick<CallFact, "callee" | "arguments" | "keywords">,
  holds: (value: Value) => boolean,
): boolean {
  const position = given.findIndex(holds);
  const keyword = keywords.find(({ value }) => holds(value))?.name ?? null;
  if (position < 0 && keyword === null) return false;
  const [path = "", name = ""] = symbolOf(project, file, callee)?.split("#") ?? [];
  const definition = project
    .file(path)
    ?.facts.definitions.find(
      ({ kind, parent, isAsync, name: own }) => kind === "function" && parent === -1 && !isAsync && own === name,
    );
  if (!definition) return false;
  const parameter = keyword ?? definition.parameters[position]?.name;
  return definition.returns.some(value => value.kind === "name" && value.path === parameter);
}
