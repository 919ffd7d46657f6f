import type { AssignmentFact, CallFact, DefinitionFact, KeywordFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { allowsNone, typeOfAnnotation } from "./annotations";
import { defaultText } from "./default-text";
import { filledModels } from "./environment-models";
import { typeBehind } from "./choices";
import { type EnvironmentRead, isVariableName } from "./environment-read";
import { argument } from "./readers";
import { isReplaced, takerOf } from "./settings-calls";

/** Those of pydantic 1: the second release refuses to hand them out by these names, or keeps the first one's code. */
const FIRST_BASES = new Set([
  "pydantic.BaseSettings",
  "pydantic.env_settings.BaseSettings",
  "pydantic.v1.BaseSettings",
]);
const SETTINGS_BASES = new Set([
  "pydantic_settings.BaseSettings",
  "pydantic_settings.main.BaseSettings",
  ...FIRST_BASES,
]);
const MODEL_BASES = /^(?:pydantic(?:\.v1|\.main)?\.(?:BaseModel|RootModel)|sqlmodel\.SQLModel)$/;
const MAX_BASES = 10;
const MAX_NESTING = 5;

interface ClassOf {
  readonly file: PythonFile;
  readonly index: number;
  readonly fact: DefinitionFact;
}

interface Configuration {
  prefix: string;
  delimiter: string | null;
  isCaseSensitive: boolean;
  /** Pydantic 1: a field that may be None and has no default is None. */
  isFirst: boolean;
  /** Names are made of the fields' by a function. */
  isRenamed: boolean;
}

interface Field {
  readonly owner: ClassOf;
  readonly fact: AssignmentFact;
}

/**
 * Variables that pydantic settings classes read (pydantic-settings 2 and BaseSettings of pydantic 1): prefix and field
 * in capitals, or the alias; nested models by the delimiter. A class that only others derive from reads nothing itself.
 * A plain model that is filled from the environment as a whole reads variables that are spelled as its fields are.
 */
export function settingsClassReads(
  project: PythonProject,
  owned: (file: PythonFile) => boolean,
): readonly EnvironmentRead[] {
  return project.whole(allReads).flatMap(({ file, reads }) => (owned(file) ? reads : []));
}

/** Of all code at once: what each unit of a monorepo owns is chosen from it. */
function allReads(
  project: PythonProject,
): readonly { readonly file: PythonFile; readonly reads: readonly EnvironmentRead[] }[] {
  if (project.each(directSettings).length === 0 && project.each(filledModels).length === 0) return [];
  const settings = new Settings(project);
  return settings.all().map(one => ({ file: one.file, reads: settings.reads(one) }));
}

/** Classes that derive from settings of the library: without one, none of a project derives from them through others. */
function directSettings(project: PythonProject, file: PythonFile): readonly DefinitionFact[] {
  if (file.role === "generated") return [];
  return file.facts.definitions.filter(fact => fact.kind === "class" && isDirect(project, file, fact));
}

function isDirect(
  project: PythonProject,
  file: PythonFile,
  { bases, parent }: DefinitionFact,
  known: ReadonlySet<string> = SETTINGS_BASES,
): boolean {
  return bases.some(base => base.kind === "name" && known.has(project.qualify(file, base.path, parent)));
}

class Settings {
  readonly #project: PythonProject;
  /** By qualified name; services of a monorepo may bear the same one, such as `app.config.Settings`. */
  readonly #classes = new Map<string, ClassOf[]>();
  readonly #settings: ClassOf[] = [];
  readonly #parents = new Set<ClassOf>();
  /** Plain models that some call fills from the environment as a whole. */
  readonly #filled = new Set<ClassOf>();
  /** Classes that are instantiated, with the fields that some call gives itself. */
  readonly #called = new Map<ClassOf, Set<string>>();
  /** The calls that do it, with the classes that one name is chosen from there. */
  readonly #made = new Map<ClassOf, { readonly isHandled: boolean; readonly choice: ReadonlySet<ClassOf> }[]>();

  constructor(project: PythonProject) {
    this.#project = project;
    this.#gather(project.files);
    const all = [...this.#classes.values()].flat();
    for (const { file, told } of project.each(filledModels)) {
      for (const { name, scope } of told) {
        const found = this.#find(file, name, scope);
        if (!found || !this.#isModel(found, 0) || this.#isSettings(found, 0)) continue;
        if (!this.#configuration(found, 0).isRenamed) this.#filled.add(found);
      }
    }
    const settings = new Set(all.filter(one => this.#filled.has(one) || this.#isSettings(one, 0)));
    this.#settings.push(...settings);
    for (const one of settings) for (const base of this.#bases(one)) this.#parents.add(base);
    if (settings.size === 0) return;
    for (const file of project.files) {
      const choices = new Map<string, Set<ClassOf>>();
      for (const call of file.facts.calls) {
        const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
        if (!this.#settings.some(one => one.fact.name === last)) continue;
        const called = this.#find(file, call.callee, call.scope);
        if (!called || !settings.has(called)) continue;
        const given = this.#called.get(called) ?? new Set<string>();
        for (const { name: keyword, value } of call.keywords) {
          if (keyword !== null) given.add(keyword);
          else for (const key of keysOf(file, value, call.scope)) given.add(key);
        }
        this.#called.set(called, given);
        this.#note(called, file, call, choices);
      }
    }
  }

  /** Every class with a base, by its qualified name. */
  #gather(files: readonly PythonFile[]): void {
    for (const file of files) {
      if (file.role === "test" || file.role === "generated") continue;
      file.facts.definitions.forEach((fact, index) => {
        if (fact.kind !== "class" || fact.bases.length === 0) return;
        const name = className(file, index);
        const known = this.#classes.get(name);
        if (known) known.push({ file, index, fact });
        else this.#classes.set(name, [{ file, index, fact }]);
      });
    }
  }

  #note(called: ClassOf, file: PythonFile, call: CallFact, choices: Map<string, Set<ClassOf>>): void {
    const taker = call.conditional ? takerOf(file, call) : null;
    const choice = (taker === null ? null : choices.get(taker)) ?? new Set();
    if (taker !== null) choices.set(taker, choice.add(called));
    const made = this.#made.get(called) ?? [];
    made.push({ isHandled: isReplaced(file, call), choice });
    this.#made.set(called, made);
  }

  /**
   * Whether nothing needs a field that has to be given: something takes the place of every object of its class that fails to
   * be made, or a branch chooses it for a name among several, of which another one does without the field.
   */
  #isSpared(one: ClassOf, field: string): boolean {
    const made = this.#made.get(one) ?? [];
    const isLeft = (other: ClassOf): boolean => {
      const fact = this.#fields(other, 0).get(field)?.fact;
      return fact === undefined || (fact.value !== null && fact.value.kind !== "call");
    };
    return made.length > 0 && made.every(({ isHandled, choice }) => isHandled || [...choice].some(isLeft));
  }

  /** Settings classes that are used as they are: not merely the base of others, or a field that others fill. */
  all(): readonly ClassOf[] {
    const filled = new Set(this.#settings.flatMap(one => this.#filledFields(one)));
    return this.#settings.filter(one => (!this.#parents.has(one) && !filled.has(one)) || this.#called.has(one));
  }

  /** Classes of fields without a default where there is a nested delimiter: they are made of the outer's variables. */
  #filledFields(one: ClassOf): readonly ClassOf[] {
    if (this.#configuration(one, 0).delimiter === null) return [];
    return [...this.#fields(one, 0).values()].flatMap(({ owner, fact }) =>
      fact.value === null ? (this.#nestedModel(owner.file, fact, owner.fact.parent) ?? []) : [],
    );
  }

  /** The class that a name means in a file: of several that bear it, the one that the module there holds. */
  #find(file: PythonFile, path: string, scope: number): ClassOf | undefined {
    const name = this.#project.qualify(file, path, scope);
    const known = this.#classes.get(name) ?? [];
    if (known.length < 2) return known[0];
    const [first] = known;
    const source = first && this.#project.module(first.file.module, file.path);
    return known.find(one => one.file === file) ?? known.find(one => one.file === source) ?? first;
  }

  #bases(one: ClassOf): readonly ClassOf[] {
    return one.fact.bases.flatMap(base => {
      const name =
        base.kind === "name"
          ? base.path
          : base.kind === "subscript" && base.base.kind === "name"
            ? base.base.path
            : null;
      return name === null ? [] : (this.#find(one.file, name, one.fact.parent) ?? []);
    });
  }

  #isSettings(one: ClassOf, depth: number): boolean {
    if (depth > MAX_BASES) return false;
    const direct = isDirect(this.#project, one.file, one.fact);
    return direct || this.#bases(one).some(base => this.#isSettings(base, depth + 1));
  }

  /** A model whose fields can be set one by one where settings have a nested delimiter. */
  #isModel(one: ClassOf, depth: number): boolean {
    if (depth > MAX_BASES) return false;
    const direct = one.fact.bases.some(
      base => base.kind === "name" && MODEL_BASES.test(this.#project.qualify(one.file, base.path, one.fact.parent)),
    );
    return direct || this.#bases(one).some(base => this.#isModel(base, depth + 1));
  }

  reads(one: ClassOf): readonly EnvironmentRead[] {
    const configuration = this.#configuration(one, 0);
    const given = this.#called.get(one);
    const reads: EnvironmentRead[] = [];
    for (const field of this.#fields(one, 0).values()) {
      const own = this.#field(field, configuration, configuration.prefix, 0, true);
      // What the code passes itself (`Settings(debug=True)`) need not come from the environment.
      const isGiven = given?.has(field.fact.target) || this.#isSpared(one, field.fact.target);
      reads.push(...(isGiven ? own.map(read => ({ ...read, required: false })) : own));
    }
    return reads;
  }

  /** Own and inherited fields; the nearest declaration of a name counts. */
  #fields(one: ClassOf, depth: number): Map<string, Field> {
    const fields = new Map<string, Field>();
    if (depth > MAX_BASES) return fields;
    for (const base of [...this.#bases(one)].reverse())
      for (const [name, field] of this.#fields(base, depth + 1)) fields.set(name, field);
    for (const fact of one.file.facts.assignments) {
      if (fact.scope !== one.index || !isField(fact)) continue;
      // A plain value leaves a field the type that a base gives it.
      const annotation = fact.annotation ?? fields.get(fact.target)?.fact.annotation ?? null;
      fields.set(fact.target, { owner: one, fact: { ...fact, annotation } });
    }
    return fields;
  }

  #field(
    field: Field,
    configuration: Configuration,
    prefix: string,
    depth: number,
    isTop: boolean,
  ): readonly EnvironmentRead[] {
    const { owner, fact } = field;
    const { file } = owner;
    const project = this.#project;
    if (fact.annotation === null && !configuration.isFirst) return [];
    const details = fieldDetails(project, file, owner.index, fact);
    const names = details.names.length > 0 && isTop ? details.names : [prefix + (details.names[0] ?? fact.target)];
    const nested = this.#nestedModel(file, fact, owner.fact.parent);
    if (nested && configuration.delimiter !== null && depth < MAX_NESTING) {
      const inner = [...this.#fields(nested, 0).values()];
      const head = `${names[0] ?? fact.target}${configuration.delimiter}`;
      const isOptional = !details.isRequired || /None|Optional/.test(fact.annotation ?? "");
      return inner
        .flatMap(one => this.#field(one, configuration, head, depth + 1, false))
        .map(read => (isOptional ? { ...read, required: false } : read));
    }
    // A settings class inside another one reads its own variables; nobody writes it as JSON into one of the outer's.
    if (nested && (this.#isSettings(nested, 0) || !details.isRequired)) return [];
    const plain = typeOfAnnotation(fact.annotation);
    const type = plain === null ? typeOfPlain(fact.value) : (typeBehind(project, file, plain) ?? plain);
    const isNone = configuration.isFirst && details.isUnset === true && allowsNone(fact.annotation);
    const isRefused = depth === 0 && refusesNone(project, owner, fact);
    return names
      .map(name => (configuration.isCaseSensitive ? name : name.toUpperCase()))
      .filter(isVariableName)
      .map((name, index) => ({
        file,
        name,
        offset: fact.offset,
        default: index === 0 ? details.default : null,
        hasDefault: details.hasDefault && !isRefused,
        required: ((details.isRequired && !isNone) || isRefused) && names.length === 1,
        type,
        secret: /\bSecret(?:Str|Bytes)\b|\bSecret\[/.test(fact.annotation ?? ""),
        confidence: "high" as const,
      }));
  }

  #nestedModel(file: PythonFile, fact: AssignmentFact, scope: number): ClassOf | null {
    for (const word of (fact.annotation ?? "").match(/[A-Za-z_][\w.]*/g) ?? []) {
      const found = this.#find(file, word, scope);
      if (found && (this.#isModel(found, 0) || this.#isSettings(found, 0))) return found;
    }
    return null;
  }

  /** What a configuration sets: a call or a dict, what it is joined with (`DEFAULTS | SettingsConfigDict(…)`) or unpacks. */
  #entries(file: PythonFile, value: Value, scope: number, depth: number): readonly KeywordFact[] {
    const inner = (part: Value): readonly KeywordFact[] => this.#entries(file, part, scope, depth + 1);
    if (depth > MAX_NESTING) return [];
    switch (value.kind) {
      case "call":
        return value.keywords.flatMap(entry => (entry.name === null ? inner(entry.value) : [entry]));
      case "dict":
        return value.entries.flatMap(({ key, value: set }) =>
          key === null ? inner(set) : key.kind === "string" ? [{ name: key.value, value: set }] : [],
        );
      case "operation":
        return value.operator === "|" && value.left ? [...inner(value.left), ...inner(value.right)] : [];
      case "name": {
        const known = this.#project.resolve(file, value, scope);
        return known.path === file.path && known.value.kind !== "name" ? inner(known.value) : [];
      }
      default:
        return [];
    }
  }

  #configuration(one: ClassOf, depth: number): Configuration {
    const configuration: Configuration = {
      prefix: "",
      delimiter: null,
      isCaseSensitive: false,
      isFirst: false,
      isRenamed: false,
    };
    if (this.#filled.has(one)) return { ...configuration, isCaseSensitive: true };
    if (depth > MAX_BASES) return configuration;
    for (const base of [...this.#bases(one)].reverse())
      Object.assign(configuration, this.#configuration(base, depth + 1));
    const { facts } = one.file;
    // A file that tries the second release first runs on it where both can be imported.
    if (isDirect(this.#project, one.file, one.fact, FIRST_BASES))
      configuration.isFirst = !facts.imports.some(({ module }) => module === "pydantic_settings");
    const apply = (name: string | null, value: Value, scope: number): void => {
      const text = this.#project.string(one.file, value, scope);
      if (name === "env_prefix" && text !== null) configuration.prefix = text;
      else if (name === "alias_generator") configuration.isRenamed = true;
      else if (name === "env_nested_delimiter") configuration.delimiter = text;
      else if (name === "case_sensitive" && value.kind === "constant")
        configuration.isCaseSensitive = value.value === true;
    };
    for (const fact of facts.assignments) {
      if (fact.scope !== one.index || fact.target !== "model_config" || !fact.value) continue;
      for (const { name, value } of this.#entries(one.file, fact.value, one.index, 0)) apply(name, value, one.index);
    }
    const inner = facts.definitions.findIndex(
      ({ parent, name, kind }) => parent === one.index && name === "Config" && kind === "class",
    );
    if (inner >= 0)
      for (const fact of facts.assignments)
        if (fact.scope === inner && fact.value) apply(fact.target, fact.value, inner);
    for (const { name, value } of one.fact.keywords) apply(name, value, one.fact.parent);
    return configuration;
  }
}

function className(file: PythonFile, index: number): string {
  const names: string[] = [];
  for (let at = index; at >= 0; at = file.facts.definitions[at]?.parent ?? -1)
    names.unshift(file.facts.definitions[at]?.name ?? "");
  return file.module === "" ? names.join(".") : `${file.module}.${names.join(".")}`;
}

/** Keys of a mapping that is unpacked into a call: `Settings(**secrets)` where `secrets` is a literal of the same function. */
function keysOf({ facts }: PythonFile, value: Value, scope: number): readonly string[] {
  const mapping =
    value.kind === "name"
      ? facts.assignments.findLast(fact => fact.target === value.path && fact.scope === scope)?.value
      : value;
  return mapping?.kind === "dict"
    ? mapping.entries.flatMap(({ key }) => (key?.kind === "string" ? key.value : []))
    : [];
}

function isField(fact: AssignmentFact): boolean {
  if (!/^[A-Za-z]\w*$/.test(fact.target) || fact.target === "model_config" || fact.each) return false;
  // Pydantic 1 takes the type from a plain value; a class or a function it leaves alone.
  if (fact.annotation === null) return fact.value !== null && isPlainValue(fact.value);
  return !/^(?:typing\.|t\.)?(?:ClassVar|Final)\b/.test(fact.annotation);
}

function isPlainValue(value: Value): boolean {
  if (value.kind === "call") return /(?:^|\.)Field$/.test(value.callee);
  return /^(?:string|template|number|constant|sequence|dict)$/.test(value.kind);
}

/** The type that pydantic 1 takes from a field's default. */
function typeOfPlain(value: Value | null): string | null {
  const given = value?.kind === "call" ? argument(value, 0, ["default"]) : value;
  if (given?.kind === "number") return Number.isInteger(given.value) ? "int" : "float";
  return given?.kind === "constant" && typeof given.value === "boolean" ? "bool" : null;
}

interface FieldDetails {
  readonly names: readonly string[];
  readonly default: string | null;
  readonly hasDefault: boolean;
  readonly isRequired: boolean;
  /** Nothing says whether there is a default, not even `Field(...)`. */
  readonly isUnset?: boolean;
}

function fieldDetails(project: PythonProject, file: PythonFile, scope: number, fact: AssignmentFact): FieldDetails {
  const annotated = annotatedAliases(fact.annotation ?? "");
  const { value } = fact;
  if (value === null) return { names: annotated, default: null, hasDefault: false, isRequired: true, isUnset: true };
  if (value.kind !== "call" || !/(?:^|\.)(?:Field|PrivateAttr)$/.test(value.callee)) {
    const found = defaultText(project, file, value, scope);
    // `= None` is no default to show, but the field may be absent.
    return { names: annotated, default: found.text, hasDefault: found.hasDefault, isRequired: false };
  }
  const keyword = (name: string): Value | undefined => value.keywords.find(candidate => candidate.name === name)?.value;
  const given = keyword("validation_alias") ?? keyword("env") ?? keyword("alias");
  const names = given ? aliasNames(project, file, given, scope) : annotated;
  const first = value.arguments[0] ?? keyword("default");
  if (keyword("default_factory")) return { names, default: null, hasDefault: true, isRequired: false };
  // `Field(...)`: the ellipsis says that there is no default.
  if (!first || first.kind === "other")
    return { names, default: null, hasDefault: false, isRequired: true, isUnset: !first };
  const found = defaultText(project, file, first, scope);
  return { names, default: found.text, hasDefault: found.hasDefault, isRequired: false };
}

/**
 * `URL: str = os.getenv("URL")`: without the variable the default is None, and settings check their defaults as well
 * (pydantic-settings: "Validation of default values").
 */
function refusesNone(project: PythonProject, { file, index }: ClassOf, { annotation, value }: AssignmentFact): boolean {
  if (value?.kind !== "call" || annotation === null || /\b(?:None|Optional|Any)\b/.test(annotation)) return false;
  const isPlain = value.arguments.length === 1 && value.keywords.length === 0;
  return isPlain && /^os\.(?:getenv|environ\.get)$/.test(project.qualify(file, value.callee, index));
}

/** `"NAME"`, `["A", "B"]`, `AliasChoices("A", "B")`. */
function aliasNames(project: PythonProject, file: PythonFile, value: Value, scope: number): readonly string[] {
  if (value.kind === "sequence") return value.items.flatMap(item => aliasNames(project, file, item, scope));
  if (value.kind === "call")
    return (value as CallFact).arguments
      .slice(0, value.callee.endsWith("AliasPath") ? 1 : undefined)
      .flatMap(item => aliasNames(project, file, item, scope));
  const name = project.string(file, value, scope);
  return name === null ? [] : [name];
}

/** `Annotated[str, Field(validation_alias="X")]`. */
function annotatedAliases(annotation: string): readonly string[] {
  const match = /\b(?:validation_alias|alias|env)\s{0,4}=\s{0,4}["']([\w.]{1,100})["']/.exec(annotation);
  return match?.[1] ? [match[1]] : [];
}
