import type { KeywordFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import type { DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { typeName } from "./casts";
import { defaultText } from "./default-text";
import { type EnvironmentRead, isReader, isVariableName } from "./environment-read";

/** Options of Everett's components, under the namespace that every manager has, where all have one and the same. */
export function everettReads(context: DetectContext): readonly EnvironmentRead[] {
  const read = context.each(OPTIONS);
  const [first = "", ...others] = read.length > 0 ? context.each(NAMESPACES) : [];
  if (first === "" || others.some(name => name !== first)) return read;
  return read.map(one => ({ ...one, name: `${first.toUpperCase()}_${one.name}` }));
}

/**
 * Components raise where an option has no default: `class Config: redis_url = Option(…)`, and
 * `required_config.add_option("redis_url", …)` before Everett's second version (Everett: "Components").
 */
const OPTIONS = among(isReader, (project, file) => {
  const { definitions, assignments, calls } = file.facts;
  if (!usesEverett(file)) return [];
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
});

/** What a manager is given before anything is read from it (`return config.with_namespace("shop")`), "" for none. */
const NAMESPACES = among(isOwnCode, (project, file) => {
  const { definitions, assignments, calls } = file.facts;
  if (!usesEverett(file)) return [];
  return calls.flatMap(made => {
    const name = project.qualify(file, made.callee, made.scope);
    if (!/^everett\.manager\.ConfigManager(?:\.basic_config|\.from_dict)?$/.test(name)) return [];
    const isNamed = (value: Value): boolean => value.kind === "call" && /(?:^|\.)with_namespace$/.test(value.callee);
    const named =
      definitions[made.scope]?.returns.find(isNamed) ??
      assignments.find(
        ({ target, scope, value }) =>
          scope === made.scope &&
          value?.kind === "call" &&
          isNamed(value) &&
          (value.callee === `${target}.with_namespace` || (value.offset <= made.offset && made.end <= value.end)),
      )?.value;
    return [(named?.kind === "call" ? project.string(file, named.arguments[0], made.scope) : null) ?? ""];
  });
});

function usesEverett({ facts }: PythonFile): boolean {
  return facts.imports.some(({ module }) => /^everett(?:\.|$)/.test(module));
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
