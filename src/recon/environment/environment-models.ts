import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";

/** A model that a call fills from the environment as a whole, as the call names it. */
export interface FilledModel {
  readonly name: string;
  readonly scope: number;
}

const MAX_STEPS = 5;
const VALIDATING = /\.(?:model_validate|parse_obj)$/;

/** `Settings(**os.environ)`, `Settings.model_validate(values)` where the values are those of the environment. */
export function filledModels(project: PythonProject, file: PythonFile): readonly FilledModel[] {
  if (file.role === "generated") return [];
  return file.facts.calls.flatMap(call => {
    const { callee, scope, keywords } = call;
    const given = VALIDATING.test(callee)
      ? call.arguments[0]
      : keywords.find(({ name }) => name === null && keywords.length === 1)?.value;
    if (given === undefined || !isEnvironment(project, file, given, scope, 0)) return [];
    return [{ name: callee.replace(VALIDATING, ""), scope }];
  });
}

/** Whether a mapping holds the variables of the process or those of an `.env` file, also beside others. */
function isEnvironment(project: PythonProject, file: PythonFile, value: Value, scope: number, step: number): boolean {
  if (step > MAX_STEPS) return false;
  const inner = (part: Value | null): boolean => part !== null && isEnvironment(project, file, part, scope, step + 1);
  switch (value.kind) {
    case "name": {
      if (project.qualify(file, value.path, scope) === "os.environ") return true;
      const { assignments } = file.facts;
      return inner(assignments.findLast(fact => fact.target === value.path && fact.scope === scope)?.value ?? null);
    }
    case "call":
      return isEnvironmentCall(project, file, value) || (value.callee === "dict" && value.arguments.some(inner));
    case "dict":
      return value.entries.some(entry => entry.key === null && inner(entry.value));
    case "operation":
      return value.operator === "|" && (inner(value.left ?? null) || inner(value.right));
    // A comprehension is not read: it may change the names, or leave most of them out.
    default:
      return false;
  }
}

function isEnvironmentCall(project: PythonProject, file: PythonFile, { callee, scope }: CallFact): boolean {
  const name = project.qualify(file, callee, scope);
  return /^(?:os\.environ\.(?:copy|items)|dotenv(?:\.main)?\.dotenv_values)$/.test(name);
}
