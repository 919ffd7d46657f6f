import type { BranchFact, CallFact, SubscriptFact, Value } from "../../python/facts";
import { isMainGuarded } from "../../python/main-guard";
import { oncePerFacts } from "../../python/once-per-facts";
import { readerPrefix } from "../../python/link/reader-prefix";
import type { PythonFile, PythonProject } from "../../python/project";
import { isSecretName } from "../../workspace/mask";
import type { CandidateWords } from "./candidate-words";
import { contextOf, typeName, type ReadContext, SWITCH, typeOfText, typeUnlessAsked } from "./casts";
import { defaultText, NO_DEFAULT, unlessEmpty, type DefaultFound } from "./default-text";
import { starChain } from "../django/sites";
import { failsWhenEmpty, isLeftWhenUnset } from "./emptiness";
import { bareRead, type EnvironmentRead } from "./environment-read";
import { declaredDefault, environSchema, mayBeUnset, type SchemaEntry } from "./environ-schema";
import { serviceOfVariable } from "../integrations/variable-names";
import { argument, needsCapitals, type Reader, type Readers } from "./readers";
import { isUsedAsSecret } from "./secret-use";
import type { Surroundings } from "./surroundings";
import { failsOnNone } from "./none-use";
import { ValueContext } from "./value-context";
import { fallbacks } from "./looped-tables";
import { variableNames } from "./variable-names";
import { isEnvironment, type Wrapper } from "./wrappers";

/** Reads in one file by calls, subscripts and membership tests, through wrappers of the codebase as well. */
export function readsInFile(surroundings: Surroundings, file: PythonFile): readonly EnvironmentRead[] {
  return new FileReads(surroundings, file).all();
}

/** Every path that a file calls or subscripts, each once. */
const pathsIn = oncePerFacts(({ calls, subscripts }): readonly string[] => [
  ...new Set([...calls.map(({ callee }) => callee), ...subscripts.map(({ base }) => base)]),
]);

/** Last words of the parts of an address of a service, for which `False` stands where there is none. */
const PART_NAME = /(?:^|_)(?:NAME|HOST|HOSTNAME|URL|URI|DSN|USER|USERNAME)$/i;

function isOfService(name: string): boolean {
  const { service, family } = serviceOfVariable(name);
  return service !== null || family !== null;
}

/** A value that the code keeps under a name such as `WEBHOOK_SECRET` is one, whatever the variable is called. */
function isKeptAsSecret(target: string | undefined): boolean {
  const name = target?.slice(target.lastIndexOf(".") + 1) ?? "";
  return /(?:secret|token|password|passwd)(?:_?(?:key|token))?$/i.test(name) && isSecretName(name);
}

const IN_CAPITALS = /^[A-Z][A-Z0-9_.]*$/;
/** A mapping's own methods, which take no keywords. */
const BY_PLACE: Reader = { name: 0, nameKeywords: [], default: 1, cast: -1, raises: false, type: null };

/** Whether a call raises where the variable is not set and nothing else gives a value. */
function raisesUnset(call: CallFact, reader: Reader, fallback: Value | undefined): boolean {
  const asked = call.keywords.find(({ name }) => name === "raise_error")?.value;
  const isSilenced = asked?.kind === "constant" && asked.value === false;
  return reader.raises && fallback === undefined && !call.guarded && !isSilenced;
}

/** The type that the call itself gives what it reads. */
function typeOfCall(call: CallFact, reader: Reader, context: ReadContext): string | null {
  const cast = call.keywords.find(({ name }) => name === "cast" || name === "parser")?.value;
  return (
    typeName(cast ?? argument(call, reader.cast, [])) ??
    // `as_bool(env_str("DEBUG"))`: what the text becomes says more than that it is text.
    (reader.type === "str" ? context.type : null) ??
    reader.type
  );
}

type ReadFact = Pick<SubscriptFact, "offset" | "end" | "scope" | "conditional">;

class FileReads {
  readonly #surroundings: Surroundings;
  readonly #project: PythonProject;
  readonly #file: PythonFile;
  readonly #wrappers: ReadonlyMap<string, Wrapper>;
  readonly #readers: Readers;
  readonly #words: CandidateWords;
  readonly #found: EnvironmentRead[] = [];
  #context: ValueContext | undefined;

  constructor(surroundings: Surroundings, file: PythonFile) {
    this.#surroundings = surroundings;
    this.#readers = surroundings.readers;
    this.#words = surroundings.words;
    this.#project = surroundings.project;
    this.#file = file;
    this.#wrappers = surroundings.wrappers;
  }

  get context(): ValueContext {
    return (this.#context ??= new ValueContext(this.#file.facts));
  }

  all(): readonly EnvironmentRead[] {
    const { facts } = this.#file;
    if (pathsIn(facts).some(path => this.#words.matches(path))) {
      for (const call of facts.calls) this.#call(call);
      for (const subscript of facts.subscripts) this.#subscript(subscript);
    }
    this.#memberships();
    return this.#found;
  }

  #qualify(path: string, scope: number): string {
    return this.#project.qualify(this.#file, path, scope);
  }

  #call(call: CallFact): void {
    if (call.callee === "" || !this.#words.matches(call.callee)) return;
    const name = this.#qualify(call.callee, call.scope);
    // What the code itself shows of a function says more than what its name is like.
    const wrapper = this.#wrappers.get(name.includes("()") ? name.replaceAll("()", "") : name);
    if (wrapper) {
      for (const each of [wrapper, ...wrapper.others]) this.#wrapped(call, each, this.#readers.of(name)?.type ?? null);
      return;
    }
    const reader = this.#readers.of(name);
    if (reader && needsCapitals(name) && !this.#isImported(call.callee)) return;
    if (name === "os.environ.pop" && this.#isStatement(call)) return;
    if (reader) {
      const prefix = readerPrefix(this.#project, this.#file, call, name);
      const schema = /^(?:environ|environs)\./.test(name) ? environSchema(this.#project, this.#file, call.callee) : [];
      this.#read(call, reader, needsCapitals(name), schema, prefix);
      return;
    }
    if (name === "os.environ.setdefault") this.#setDefault(call);
    else if (name === "os.path.expandvars") this.#expanded(call);
    else if (/^os\.environ(?:\.copy\(\))?\.(?:has_key|__getitem__|__contains__)$/.test(name)) {
      this.#read(call, { ...BY_PLACE, default: -1, raises: name.endsWith("getitem__") }, false, []);
    } else if (call.callee.endsWith(".get") && this.#isMerged(call.callee.slice(0, -4), call.scope)) {
      this.#read(call, BY_PLACE, false, []);
    }
  }

  /** A line of its own, whose value nobody takes: `os.environ.pop("X", None)` removes what others would read. */
  #isStatement(call: CallFact): boolean {
    const { text } = this.#project.place(this.#file, call.offset);
    return text.startsWith(call.callee) && text.replace(/\s*#.*$/, "").length === call.end - call.offset;
  }

  #failsWhenEmpty(
    read: { readonly offset: number; readonly end: number },
    target: { readonly target: string; readonly scope: number } | undefined,
  ): boolean {
    const { unset, settings } = this.#surroundings;
    return failsWhenEmpty(this.#file, read, target, unset, settings) || this.#isDjangoSecret(target);
  }

  /** Kept under the name of a secret, or signed or logged in with. */
  #isSecret(read: ReadFact, target: { readonly target: string; readonly scope: number } | undefined): boolean {
    return isKeptAsSecret(target?.target) || isUsedAsSecret(this.#project, this.#file, read, target);
  }

  /** Django refuses to start with an empty SECRET_KEY (django/conf/__init__.py), so settings need not check it themselves. */
  #isDjangoSecret(target: { readonly target: string; readonly scope: number } | undefined): boolean {
    if (target?.target !== "SECRET_KEY" || target.scope !== -1) return false;
    const settings = this.#file.facts.assignments.filter(({ scope }) => scope === -1);
    const isSettings = starChain(this.#project, this.#file).some(({ facts }) =>
      facts.assignments.some(
        fact => fact.scope === -1 && (fact.target === "INSTALLED_APPS" || fact.target === "ROOT_URLCONF"),
      ),
    );
    return isSettings && settings.filter(fact => fact.target === "SECRET_KEY").length === 1;
  }

  /** Whether code gets to a read while no variable is set: no branch around it, or only branches that are then taken. */
  #isReached(read: ReadFact, guard?: BranchFact): boolean {
    if (!read.conditional) return true;
    const { unset } = this.#surroundings;
    const owner = this.#file.facts.definitions[read.scope];
    if (owner?.kind === "function") return false;
    const around = this.#branchesAround(read).filter(branch => branch !== guard);
    const choices = this.context.choicesAround(read);
    return (
      (guard !== undefined || around.length + choices.length > 0) &&
      around.every(({ test }) => test !== null && unset.holds(this.#file, test, read.scope) === true) &&
      choices.every(({ test, isThen }) => unset.holds(this.#file, test, read.scope) === isThen)
    );
  }

  /** Whether code gets to a read as above once the file itself is run, since it stands below the main guard. */
  #isReachedWhenRun(read: ReadFact): boolean {
    if (!read.conditional || !isMainGuarded(this.#file.facts, read.offset)) return false;
    // The guard stands at the top level, so of the branches around a read it is the first.
    const [guard] = this.#branchesAround(read).sort((left, right) => left.offset - right.offset);
    return guard !== undefined && this.#isReached(read, guard);
  }

  #branchesAround(read: ReadFact): BranchFact[] {
    return this.#file.facts.branches.filter(({ offset, end }) => offset <= read.offset && read.end <= end);
  }

  /** A parameter called `environ` or `env` says nothing of where it comes from. */
  #isImported(path: string): boolean {
    const root = path.split(".", 1)[0] ?? path;
    return this.#file.facts.imports.some(({ names, as, module }) =>
      names ? names.some(name => name.as === root) : (as ?? module.split(".", 1)[0]) === root,
    );
  }

  #read(call: CallFact, reader: Reader, capitals: boolean, schema: readonly SchemaEntry[], prefix = ""): void {
    const fallback = argument(call, reader.default, ["default", "_default"]);
    const asked = argument(call, reader.name, reader.nameKeywords);
    const fallbackOf = fallbacks(this.#project, this.#file, asked, fallback, call.scope);
    const context = contextOf(this.context, call);
    const alternative = this.#default(context.alternative, call);
    const target = this.context.assigned(context.outer);
    const type = typeOfCall(call, reader, context);
    const isReached = this.#isReached(call);
    const isEmptyChecked = isReached && this.#failsWhenEmpty(call, target);
    const isNoneRefused = isReached && this.#failsOnNone(call, fallback);
    // What follows an `or` is not come to where the read itself raises.
    const mayRaise = raisesUnset(call, reader, fallback);
    for (const name of this.#namesAsked(call, reader).filter(each => !capitals || IN_CAPITALS.test(each))) {
      const declared = schema.find(entry => entry.name === name);
      const beside = fallbackOf(name);
      const written =
        [this.#default(beside, call), alternative, declaredDefault(declared)].find(({ hasDefault }) => hasDefault) ??
        NO_DEFAULT;
      const chosen = isEmptyChecked ? unlessEmpty(written) : written;
      const isRefused = isEmptyChecked || (isNoneRefused && !this.#surroundings.written.has(name));
      const raises = mayRaise && !mayBeUnset(declared);
      this.#found.push({
        file: this.#file,
        name: prefix + name,
        offset: call.offset,
        default: chosen.text,
        hasDefault: chosen.hasDefault,
        required: (raises && isReached) || (isRefused && !chosen.hasDefault),
        ...(raises && this.#isReachedWhenRun(call) ? { requiredWhenRun: true } : {}),
        type:
          typeOfText(call.callee, name, type ?? declared?.type ?? context.type) ??
          this.#typeBeside(name, target, beside),
        secret: this.#isSecret(call, target),
        confidence: capitals ? "medium" : "high",
      });
    }
  }

  #namesAsked(call: CallFact, reader: Reader): readonly string[] {
    const given = argument(call, reader.name, reader.nameKeywords);
    if (given !== undefined) return variableNames(this.#project, this.#file, given, call.scope);
    return reader.implied === undefined ? [] : [reader.implied];
  }

  #default(value: Value | null | undefined, { scope }: CallFact): DefaultFound {
    return defaultText(this.#project, this.#file, value, scope);
  }

  #failsOnNone(call: CallFact, fallback: Value | undefined): boolean {
    if (fallback !== undefined || call.guarded || call.noneGuarded) return false;
    if (!/^os\.(?:getenv|environ)/.test(this.#qualify(call.callee, call.scope))) return false;
    return failsOnNone(this.#project, this.#file, this.context, call) && !isLeftWhenUnset(this.#file.facts, call);
  }

  /** What stands beside a read says of its type: the annotation of what it is assigned to, or the form of its default. */
  #typeBeside(name: string, target: ReturnType<ValueContext["assigned"]>, fallback: Value | undefined): string | null {
    return this.#annotated(target?.annotation) ?? this.#typeOfDefault(fallback, name);
  }

  #annotated(annotation: string | null | undefined): string | null {
    const match = /^(?:Optional\[)?\s*(int|float|bool|str)\b/.exec(annotation ?? "");
    return match?.[1] ?? null;
  }

  /** `getenv("PORT", 6379)`: the default's own kind. */
  #typeOfDefault(value: Value | undefined, name: string): string | null {
    if (value?.kind === "number") return Number.isInteger(value.value) ? "int" : "float";
    if (value?.kind !== "constant" || value.value === null) return null;
    // `get("AWS_SECRET_ACCESS_KEY", False)` only says that there may be none; `USE_TOKEN` is a switch.
    const isText = isSecretName(name) || (PART_NAME.test(name) && isOfService(name));
    return value.value === false && isText && !SWITCH.test(name) ? null : "bool";
  }

  #wrapped(call: CallFact, wrapper: Wrapper, typeOfName: string | null): void {
    const project = this.#project;
    const file = this.#file;
    const nameOf = (index: number): Value | undefined => argument(call, index, [wrapper.parameters[index] ?? ""]);
    const given = nameOf(wrapper.nameParameter) ?? (wrapper.instead < 0 ? undefined : nameOf(wrapper.instead));
    if (!given) return;
    const fallback = wrapper.defaultParameter < 0 ? undefined : nameOf(wrapper.defaultParameter);
    const declared = wrapper.definition.parameters.find(
      ({ name }) => name === wrapper.parameters[wrapper.defaultParameter],
    )?.default;
    const own = fallback
      ? defaultText(project, file, fallback, call.scope)
      : defaultText(project, wrapper.file, declared, -1);
    const context = contextOf(this.context, call);
    const alternative = context.alternative ? defaultText(project, file, context.alternative, call.scope) : NO_DEFAULT;
    const chosen = own.hasDefault ? own : alternative;
    const target = this.context.assigned(context.outer);
    const isReached = this.#isReached(call);
    const isEmptyChecked = isReached && this.#failsWhenEmpty(call, target);
    for (const bare of variableNames(project, file, given, call.scope)) {
      wrapper.names.forEach((parts, index) => {
        const name = parts.map(part => part ?? (wrapper.upper ? bare.toUpperCase() : bare)).join("");
        const isMain = index === 0;
        const raises = wrapper.raises || this.#isAskedFor(call, wrapper);
        const fails = raises && fallback === undefined && !own.hasDefault && !call.guarded && isReached;
        this.#found.push({
          file,
          name,
          offset: call.offset,
          default: isMain ? chosen.text : null,
          hasDefault: isMain && chosen.hasDefault,
          // With a second name such as `X_FILE` either of the two will do.
          required: isMain && wrapper.names.length === 1 && (fails || (isEmptyChecked && !chosen.hasDefault)),
          type: isMain
            ? (typeUnlessAsked(name, context.type ?? wrapper.type) ?? this.#typeOfDefault(fallback, name) ?? typeOfName)
            : "path",
          secret: isMain && this.#isSecret(call, target),
          confidence: "high",
        });
      });
    }
  }

  /** `get_env("X", required=True)`, where the wrapper raises for what its flag asks for. */
  #isAskedFor(call: CallFact, wrapper: Wrapper): boolean {
    const index = wrapper.flagParameter;
    const name = wrapper.parameters[index];
    if (name === undefined) return false;
    const given =
      argument(call, index, [name]) ??
      wrapper.definition.parameters.find(parameter => parameter.name === name)?.default;
    return given?.kind === "constant" && given.value === true;
  }

  #subscript(subscript: SubscriptFact): void {
    if (subscript.context !== "load" || !this.#words.matches(subscript.base)) return;
    const base = this.#qualify(subscript.base, subscript.scope);
    if (!isEnvironment(base) && !this.#isMerged(subscript.base, subscript.scope)) {
      if (!/^(?:environs\.Env\(\)|environ\.(?:environ\.)?Env\(\)(?:\.ENVIRON)?)$/.test(base)) return;
    }
    const file = this.#file;
    const context = contextOf(this.context, subscript);
    const target = this.context.assigned(context.outer);
    const isRun = !subscript.guarded && this.#isReachedWhenRun(subscript);
    for (const name of variableNames(this.#project, file, subscript.key, subscript.scope)) {
      if (this.#isSetBefore(name, subscript)) continue;
      this.#found.push({
        file,
        name,
        offset: subscript.offset,
        default: null,
        hasDefault: false,
        required: !subscript.guarded && this.#isReached(subscript) && !this.#surroundings.written.has(name),
        ...(isRun && !this.#surroundings.written.has(name) ? { requiredWhenRun: true } : {}),
        type: context.type ?? this.#annotated(target?.annotation),
        secret: this.#isSecret(subscript, target),
        confidence: "high",
      });
    }
  }

  /** The same code sets the variable just before: what is read is its own value. */
  #isSetBefore(name: string, read: SubscriptFact): boolean {
    return this.#file.facts.subscripts.some(
      subscript =>
        subscript.context === "store" &&
        subscript.offset < read.offset &&
        !subscript.conditional &&
        (subscript.scope === read.scope || subscript.scope === -1) &&
        subscript.key.kind === "string" &&
        subscript.key.value === name &&
        isEnvironment(this.#qualify(subscript.base, subscript.scope)),
    );
  }

  /** `config = {**dotenv_values(".env"), **os.environ}` holds the environment too. */
  #isMerged(path: string, scope: number): boolean {
    return this.#file.facts.assignments.some(
      ({ target, value, scope: own }) =>
        target === path &&
        (own === scope || own === -1) &&
        value?.kind === "dict" &&
        value.entries.some(
          entry =>
            entry.key === null && entry.value.kind === "name" && isEnvironment(this.#qualify(entry.value.path, own)),
        ),
    );
  }

  #memberships(): void {
    const file = this.#file;
    for (const { element, container, offset, scope } of file.facts.memberships) {
      if (!isEnvironment(this.#qualify(container, scope))) continue;
      for (const name of variableNames(this.#project, file, element, scope)) {
        const fails = file.facts.checks.some(
          ({ test }) => test.offset <= offset && offset <= test.end && isAbsence(test),
        );
        this.#found.push({
          file,
          name,
          offset,
          default: null,
          hasDefault: false,
          required: fails,
          type: null,
          secret: false,
          confidence: "high",
        });
      }
    }
  }

  /** `setdefault` gives a value for others to read; it is the application's own read where its result is used. */
  #setDefault(call: CallFact): void {
    const [first, second] = call.arguments;
    if (!first) return;
    const isUsed = this.context.parent(call) !== undefined || this.context.assigned(call) !== undefined;
    const value = defaultText(this.#project, this.#file, second, call.scope);
    for (const name of variableNames(this.#project, this.#file, first, call.scope)) {
      const isRead = isUsed || this.#found.some(read => read.name === name);
      if (!isRead && !/^DJANGO_(?:SETTINGS_MODULE|CONFIGURATION)$/.test(name)) continue;
      this.#found.push({
        file: this.#file,
        name,
        offset: call.offset,
        default: value.text,
        hasDefault: value.hasDefault,
        required: false,
        type: null,
        secret: false,
        confidence: isRead ? "high" : "medium",
        ...(isRead ? {} : { scope: "library" as const }),
      });
    }
  }

  #expanded(call: CallFact): void {
    const text = this.#project.string(this.#file, call.arguments[0], call.scope) ?? "";
    for (const match of text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
      const name = match[1] ?? match[2] ?? "";
      if (name === "HOME" || name === "USER") continue;
      this.#found.push(bareRead(this.#file, name, call.offset));
    }
  }
}

/** `"X" not in os.environ` as a whole, or as one of several alternatives. */
function isAbsence(test: Value): boolean {
  if (test.kind !== "operation") return false;
  if (test.operator === "not in") return true;
  if (test.operator === "not") return test.right.kind === "operation" && test.right.operator === "in";
  return test.operator === "or" && ((test.left !== null && isAbsence(test.left)) || isAbsence(test.right));
}
