import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import type { DetectContext } from "../define-detector";
import { among } from "../integrations/own-code";
import { defaultText } from "./default-text";
import { type EnvironmentRead, isReader, isVariableName } from "./environment-read";

const VALUES = "configurations.values.";
/** Values for whole addresses have a variable of their own, without the prefix. */
const ADDRESSES: Readonly<Record<string, string>> = {
  DatabaseURLValue: "DATABASE_URL",
  CacheURLValue: "CACHE_URL",
  EmailURLValue: "EMAIL_URL",
  SearchURLValue: "SEARCH_URL",
};
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^Boolean/, "bool"],
  [/Integer/, "int"],
  [/^Float/, "float"],
  [/^Decimal/, "decimal"],
  [/(?:List|Tuple|Set|Backends)Value$/, "list"],
  [/^Dict/, "dict"],
  [/URLValue$/, "url"],
  [/^Path/, "path"],
];

/** A value with the class that holds it; null outside of classes. */
interface ClassValue {
  readonly owner: string | null;
  readonly read: EnvironmentRead;
}

/**
 * Settings of django-configurations: `DEBUG = values.BooleanValue(True)` reads `DJANGO_DEBUG`. Of several classes of a file
 * that have the setting, the one that the server is started with counts, else the first one: the others extend it for one place.
 * Source: https://django-configurations.readthedocs.io/en/stable/values/
 */
export function configurationsReads({ each }: Pick<DetectContext, "each">): readonly EnvironmentRead[] {
  const served = new Set<string | null>(each(servedClasses));
  const found = new Map<string, ClassValue>();
  for (const one of each(classValues)) {
    const key = `${one.read.file.path}\0${one.read.name}`;
    const before = found.get(key);
    if (!before || (served.has(one.owner) && !served.has(before.owner))) found.set(key, one);
  }
  return [...found.values()].map(({ read }) => read);
}

/** `os.environ.setdefault("DJANGO_CONFIGURATION", "Production")` of the module that the server loads. */
function servedClasses(project: PythonProject, file: PythonFile): readonly string[] {
  const { calls, imports } = file.facts;
  if (!imports.some(({ module }) => /^configurations\.[aw]sgi$/.test(module))) return [];
  return calls
    .filter(({ callee, arguments: [name] }) => {
      return callee.endsWith("environ.setdefault") && project.string(file, name) === "DJANGO_CONFIGURATION";
    })
    .flatMap(({ arguments: [, value] }) => project.string(file, value) ?? []);
}

const classValues = among(isReader, (project: PythonProject, file: PythonFile): readonly ClassValue[] => {
  const { facts } = file;
  if (!facts.imports.some(({ module }) => /^configurations(?:\.|$)/.test(module))) return [];
  const settings = new Map(
    facts.assignments.flatMap(({ value, target }) => (value?.kind === "call" ? [[value.offset, target] as const] : [])),
  );
  return facts.calls.flatMap(call => {
    const kind = project.qualify(file, call.callee, call.scope);
    const owner = facts.definitions[call.scope];
    // One that names its variable is read at once, wherever it stands; any other is read for the class that holds it.
    const isField = owner?.kind !== "function" || keywordOf(call, "environ_name") !== undefined;
    if (!kind.startsWith(VALUES) || !isField) return [];
    const read = valueRead(project, file, call, kind.slice(VALUES.length), settings.get(call.offset));
    return read ? [{ owner: owner?.name ?? null, read }] : [];
  });
});

function valueRead(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  kind: string,
  target: string | undefined,
): EnvironmentRead | null {
  const given = (keyword: string) => keywordOf(call, keyword);
  const isSet = (keyword: string, value: boolean): boolean => {
    const one = given(keyword);
    return one?.kind === "constant" && one.value === value;
  };
  const own = given("environ_name");
  const address = ADDRESSES[kind];
  const name = own ? project.string(file, own, call.scope) : (address ?? target?.toUpperCase() ?? null);
  const chosen = given("environ_prefix");
  const prefix = chosen ? project.string(file, chosen, call.scope) : address ? null : "DJANGO";
  if (name === null || !isVariableName(name) || isSet("environ", false)) return null;
  const { text, hasDefault } = defaultText(project, file, call.arguments[0] ?? given("default"), call.scope);
  return {
    file,
    name: prefix === null || prefix === "" ? name : `${prefix.replace(/_$/, "")}_${name}`,
    offset: call.offset,
    default: text,
    hasDefault,
    required: kind === "SecretValue" || isSet("environ_required", true),
    type: TYPES.find(([pattern]) => pattern.test(kind))?.[1] ?? null,
    secret: kind === "SecretValue",
    confidence: "high",
  };
}
