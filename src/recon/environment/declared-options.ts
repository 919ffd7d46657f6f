import type { CallFact, DefinitionFact, KeywordFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { typeName } from "./casts";
import { defaultText } from "./default-text";
import { type EnvironmentRead, isVariableName } from "./environment-read";
import { variableNames } from "./variable-names";

/** Command-line options that take their value from a variable: click, typer, asyncclick, ConfigArgParse. */
const OPTIONS =
  /^(?:click|rich_click|asyncclick|cloup|typer|flask\.cli)(?:\.\w+)*\.(?:option|argument|Option|Argument)$/;

export function optionReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  return file.facts.calls.flatMap(call => {
    const given = call.keywords.find(({ name }) => name === "envvar" || name === "env_var")?.value;
    if (!given) return [];
    const isOption =
      OPTIONS.test(project.qualify(file, call.callee, call.scope)) ||
      /(?:^|\.)(?:option|argument|Option|Argument|add_argument|add|ListOption)$/.test(call.callee);
    if (!isOption) return [];
    const names =
      given.kind === "sequence"
        ? given.items.flatMap(item => variableNames(project, file, item, call.scope))
        : variableNames(project, file, given, call.scope);
    const found = defaultText(project, file, optionDefault(call), call.scope);
    const type = typeName(call.keywords.find(({ name }) => name === "type")?.value);
    const isRequired = call.keywords.some(
      ({ name, value }) => name === "required" && value.kind === "constant" && value.value === true,
    );
    return names.map(name => ({
      file,
      name,
      offset: call.offset,
      default: found.text,
      hasDefault: found.hasDefault,
      required: isRequired && !found.hasDefault && names.length === 1,
      type: type ?? (call.keywords.some(({ name: key }) => key === "is_flag") ? "bool" : null),
      secret: call.keywords.some(
        ({ name: key, value }) => key === "hide_input" && value.kind === "constant" && value.value === true,
      ),
      confidence: "high" as const,
    }));
  });
}

/** `run(auto_envvar_prefix="SHOP")`: each option of the command is read from `SHOP_OPTION` as well (click: "Automatic Environment Variables"). */
export function prefixedOptionReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  return file.facts.definitions.flatMap((definition, index) => {
    const options = definition.decorators.filter(
      (value): value is Extract<Value, { kind: "call" }> =>
        value.kind === "call" &&
        /(?:^|\.)option$/.test(value.callee) &&
        OPTION.test(project.qualify(file, value.callee, definition.parent)),
    );
    if (options.length === 0) return [];
    const prefix = automaticPrefix(project, file, definition);
    if (prefix === null) return [];
    return options.flatMap(call => prefixedRead(project, file, call, `${prefix}_`, index, definition.parent));
  });
}

/**
 * `ArgumentParser(auto_env_var_prefix="SHOP_")` of ConfigArgParse: each option of the parser is read from `SHOP_OPTION` as well.
 */
export function parserPrefixReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  const { calls } = file.facts;
  const parsers = calls.flatMap(call => {
    const given = call.keywords.find(({ name }) => name === "auto_env_var_prefix")?.value;
    const prefix = given ? project.string(file, given, call.scope) : null;
    return prefix !== null && /^configargparse\./.test(project.qualify(file, call.callee, call.scope)) ? [prefix] : [];
  });
  const [prefix, ...others] = parsers;
  if (prefix === undefined || others.length > 0) return [];
  return calls.flatMap(call =>
    /\.(?:add_argument|add|add_arg)$/.test(call.callee)
      ? prefixedRead(project, file, call, prefix, call.scope, call.scope)
      : [],
  );
}

/** An option's own variable under a prefix, unless it names another. */
function prefixedRead(
  project: PythonProject,
  file: PythonFile,
  call: Pick<CallFact, "callee" | "arguments" | "keywords" | "offset">,
  prefix: string,
  /** Where names of options and defaults are looked up. */
  scope: number,
  outer: number,
): readonly EnvironmentRead[] {
  const name = optionName(call.arguments.flatMap(value => project.string(file, value, scope) ?? []));
  if (name === null || call.keywords.some(({ name: key }) => key === "envvar" || key === "env_var")) return [];
  const found = defaultText(project, file, optionDefault(call), outer);
  const given = (key: string): Value | undefined => call.keywords.find(one => one.name === key)?.value;
  const is = (key: string): boolean => {
    const value = given(key);
    return value?.kind === "constant" && value.value === true;
  };
  const isFlag = is("is_flag") || /^store_(?:true|false)$/.test(project.string(file, given("action"), scope) ?? "");
  return [
    {
      file,
      name: `${prefix}${name.toUpperCase()}`,
      offset: call.offset,
      default: found.text,
      hasDefault: found.hasDefault,
      required: is("required") && !found.hasDefault,
      type: typeName(given("type")) ?? (isFlag ? "bool" : null),
      secret: is("hide_input"),
      confidence: "high",
    },
  ];
}

/** `app.config.from_envvar("SHOP_SETTINGS")` of Flask and Quart: a settings file that must be there unless `silent=True`. */
export function settingsFileReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  return file.facts.calls.flatMap(call => {
    const name = /\bfrom_envvar$/.test(call.callee) ? project.string(file, call.arguments[0], call.scope) : null;
    if (name === null || !isVariableName(name)) return [];
    const silent = call.keywords.find(({ name: key }) => key === "silent")?.value ?? call.arguments[1];
    const isLoud = silent === undefined || (silent.kind === "constant" && silent.value === false);
    return [
      {
        file,
        name,
        offset: call.offset,
        default: null,
        hasDefault: false,
        required: isLoud && !call.guarded && !call.conditional,
        type: "path",
        secret: false,
        confidence: "high",
      },
    ];
  });
}

const OPTION = /^(?:click|rich_click|asyncclick|cloup)(?:\.\w+)*\.option$/;
const PREFIX = "auto_envvar_prefix";

/** The prefix that a command is called with, or that its decorator has among the settings of its context. */
function automaticPrefix(project: PythonProject, file: PythonFile, definition: DefinitionFact): string | null {
  const given = (keywords: readonly KeywordFact[], scope: number): string | null => {
    const value = keywords.find(({ name }) => name === PREFIX)?.value;
    return value ? project.string(file, value, scope) : null;
  };
  for (const { callee, keywords, scope } of file.facts.calls) {
    const prefix = callee === definition.name ? given(keywords, scope) : null;
    if (prefix !== null) return prefix;
  }
  for (const decorator of definition.decorators) {
    const settings =
      decorator.kind === "call" ? decorator.keywords.find(({ name }) => name === "context_settings")?.value : undefined;
    const { value } = settings ? project.resolve(file, settings, definition.parent) : { value: null };
    if (value?.kind === "call") return given(value.keywords, definition.parent);
    const entry =
      value?.kind === "dict"
        ? value.entries.find(({ key }) => key?.kind === "string" && key.value === PREFIX)?.value
        : undefined;
    if (entry) return project.string(file, entry, definition.parent);
  }
  return null;
}

/** The parameter of an option: the name without dashes if there is one, else the first long one, `--debug/--quiet` by its first half. */
function optionName(declared: readonly string[]): string | null {
  const plain = declared.find(text => /^[A-Za-z_]\w*$/.test(text));
  const long = declared.find(text => text.startsWith("--")) ?? declared.find(text => text.startsWith("-"));
  const name = plain ?? long?.split("/", 1)[0]?.trim().replace(/^-+/, "").replaceAll("-", "_");
  return name !== undefined && isVariableName(`X_${name}`) ? name : null;
}

function optionDefault(call: Pick<CallFact, "callee" | "arguments" | "keywords">): Value | undefined {
  const named = call.keywords.find(({ name }) => name === "default")?.value;
  if (named) return named;
  // typer.Option("default", …): the first argument, unless it is `...` or a declaration.
  const [first] = call.arguments;
  const isTyper = /(?:^|\.)(?:Option|Argument)$/.test(call.callee);
  return isTyper && first && first.kind !== "other" && !(first.kind === "string" && first.value.startsWith("-"))
    ? first
    : undefined;
}

/** `@environ.config(prefix="APP")` of environ-config: each `environ.var()` of the class is `APP_NAME`. */
export function configClassReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  const { facts } = file;
  return facts.definitions.flatMap((definition, index) => {
    const decorator = definition.decorators.find(value => {
      const name = value.kind === "call" ? value.callee : value.kind === "name" ? value.path : "";
      return (
        name !== "" &&
        /^(?:environ(?:\._environ_config)?\.config)$/.test(project.qualify(file, name, definition.parent))
      );
    });
    if (definition.kind !== "class" || !decorator) return [];
    const prefixValue =
      decorator.kind === "call" ? decorator.keywords.find(({ name }) => name === "prefix")?.value : undefined;
    const prefix = prefixValue
      ? (project.string(file, prefixValue, definition.parent) ?? "")
      : decorator.kind === "call" && prefixValue === undefined
        ? "APP"
        : "APP";
    return facts.assignments.flatMap(fact => {
      if (fact.scope !== index || fact.value?.kind !== "call") return [];
      const callee = project.qualify(file, fact.value.callee, index);
      if (!/^environ\.(?:var|bool_var|secrets\.\w+|\w+\.secret|secret)$/.test(callee)) return [];
      const own = fact.value.keywords.find(({ name }) => name === "name")?.value;
      const given = own ? project.string(file, own, index) : null;
      const name =
        given ??
        [prefix, fact.target]
          .filter(part => part !== "")
          .join("_")
          .toUpperCase();
      const first = fact.value.arguments[0] ?? fact.value.keywords.find(({ name: key }) => key === "default")?.value;
      const found = defaultText(project, file, first, index);
      return isVariableName(name)
        ? [
            {
              file,
              name,
              offset: fact.offset,
              default: found.text,
              hasDefault: found.hasDefault,
              required: first === undefined,
              type: callee.endsWith("bool_var") ? "bool" : null,
              secret: callee.includes("secret"),
              confidence: "high" as const,
            },
          ]
        : [];
    });
  });
}

/** `typed_settings.load(Settings, "my-app")` reads `MY_APP_FIELD` for each field of the class. */
export function typedSettingsReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  return file.facts.calls.flatMap(call => {
    if (!/^(?:typed_settings|ts)\.load(?:_settings)?$/.test(project.qualify(file, call.callee, call.scope))) return [];
    const [given, second] = call.arguments;
    const name = project.string(
      file,
      second ?? call.keywords.find(keyword => keyword.name === "appname")?.value,
      call.scope,
    );
    if (given?.kind !== "name" || name === null) return [];
    const index = file.facts.definitions.findIndex(
      definition => definition.kind === "class" && definition.name === given.path,
    );
    if (index < 0) return [];
    const prefix = name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
    return file.facts.assignments
      .filter(fact => fact.scope === index && fact.annotation !== null)
      .map(fact => {
        const found = defaultText(project, file, fact.value, index);
        return {
          file,
          name: `${prefix}_${fact.target.toUpperCase()}`,
          offset: fact.offset,
          default: found.text,
          hasDefault: found.hasDefault,
          required: fact.value === null,
          type: fact.annotation,
          secret: false,
          confidence: "high" as const,
        };
      });
  });
}
