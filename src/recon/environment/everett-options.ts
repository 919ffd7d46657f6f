import type { KeywordFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { typeName } from "./casts";
import { defaultText } from "./default-text";
import { type EnvironmentRead, isVariableName } from "./environment-read";

/**
 * Options of Everett's components, which raise where they have no default: `class Config: redis_url = Option(…)`, and
 * `required_config.add_option("redis_url", …)` before its second version (Everett: "Components").
 */
export function everettReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  const { definitions, assignments, calls, imports } = file.facts;
  if (!imports.some(({ module }) => /^everett(?:\.|$)/.test(module))) return [];
  const isOption = (callee: string, scope: number): boolean =>
    /^everett\.(?:manager|component)\.Option$/.test(project.qualify(file, callee, scope));
  const fields = assignments.flatMap(({ target, value, scope, offset }) =>
    definitions[scope]?.name === "Config" && value?.kind === "call" && isOption(value.callee, scope)
      ? optionRead(project, file, target, value.keywords, scope, offset)
      : [],
  );
  const added = calls.flatMap(({ callee, arguments: [first], keywords, scope, offset }) => {
    const [owner, method] = [callee.slice(0, callee.lastIndexOf(".")), callee.slice(callee.lastIndexOf(".") + 1)];
    if (method !== "add_option" || !/^everett\.(?:\w+\.)?ConfigOptions\(\)$/.test(project.qualify(file, owner, scope)))
      return [];
    const name = project.string(file, first, scope);
    return name === null ? [] : optionRead(project, file, name, keywords, scope, offset);
  });
  return [...fields, ...added];
}

function optionRead(
  project: PythonProject,
  file: PythonFile,
  option: string,
  keywords: readonly KeywordFact[],
  scope: number,
  offset: number,
): readonly EnvironmentRead[] {
  const name = option.toUpperCase();
  if (!isVariableName(name)) return [];
  const given = (key: string): Value | undefined => keywords.find(one => one.name === key)?.value;
  const found = defaultText(project, file, given("default"), scope);
  return [
    {
      file,
      name,
      offset,
      default: found.text,
      hasDefault: found.hasDefault,
      required: given("default") === undefined,
      type: typeName(given("parser")),
      secret: false,
      confidence: "high",
    },
  ];
}
