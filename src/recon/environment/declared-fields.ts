import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { defaultText } from "./default-text";
import { type EnvironmentRead, isVariableName } from "./environment-read";

/** What fields of settings are called in libraries that no table knows: `StrField`, `BoolOption`, `EnvVar`, `Setting`. */
const FIELD = /(?:Field|Option|Setting|Var|Param|Parameter)$/;
const VARIABLE = ["env", "envvar", "env_var", "env_name"] as const;
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^Int(?:eger)?(?=[A-Z])/, "int"],
  [/^Bool(?:ean)?(?=[A-Z])/, "bool"],
  [/^Float(?=[A-Z])/, "float"],
  [/^List(?=[A-Z])/, "list"],
  [/^Str(?:ing)?(?=[A-Z])/, "str"],
];
/** `SecretField`, `PasswordSetting`: what the field is called says that its value is not shown. */
const SECRET = /(?:Secret|Password|Passphrase|Token|Credential)/;

/** `host = config.StrField(default="localhost", env="SEARCH_HOST")` in a class: the field's own keyword names the variable. */
export function declaredFieldReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  if (file.role === "test" || file.role === "generated") return [];
  return file.facts.assignments.flatMap(({ scope, value }) => {
    if (value?.kind !== "call" || file.facts.definitions[scope]?.kind !== "class") return [];
    const called = value.callee.slice(value.callee.lastIndexOf(".") + 1);
    // Pydantic's own is a matter of its settings classes.
    if (!FIELD.test(called) || called === "Field") return [];
    const given = VARIABLE.map(keyword => keywordOf(value, keyword)).find(one => one !== undefined);
    const name = given ? project.string(file, given, scope) : null;
    if (name === null || !isVariableName(name) || name !== name.toUpperCase()) return [];
    const found = defaultText(project, file, keywordOf(value, "default"), scope);
    return [
      {
        file,
        name,
        offset: value.offset,
        default: found.text,
        hasDefault: found.hasDefault,
        required: false,
        type: TYPES.find(([pattern]) => pattern.test(called))?.[1] ?? null,
        secret: SECRET.test(called),
        confidence: "high" as const,
      },
    ];
  });
}
