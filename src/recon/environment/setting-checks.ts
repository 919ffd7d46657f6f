import type { CallFact, CheckFact, Value } from "../../python/facts";
import { isMainGuarded } from "../../python/main-guard";
import { symbolOf } from "../applications/symbols";
import { walk } from "../../python/values";
import type { PythonFile, PythonProject } from "../../python/project";
import { refusedArgument } from "./none-use";
import { identitiesOf, isOwnKey, ownTokenKey } from "./secret-use";

export interface SettingCheck {
  readonly file: PythonFile;
  readonly check: CheckFact;
}

/** Functions that run before the first request: a setting that they refuse is needed, one that a feature refuses is not. */
const AT_START =
  /^(?:create_\w*app\w*|make_\w*app\w*|build_\w*app\w*|get_app|app_factory|init_app|application|main|ready|lifespan|on_startup|startup|bootstrap|(?:configure|setup|validate|check|verify|ensure|load)_?(?:\w*(?:settings?|config\w*|env\w*|app))?)$/;

/**
 * Checks that end the program, by the setting that they ask for: `if not app.config["SECRET_KEY"]: raise` says as much of
 * the variable behind it as a check beside the read.
 */
export class SettingChecks {
  readonly #project: PythonProject;

  constructor(project: PythonProject) {
    this.#project = project;
  }

  /** Checks on what a read is bound to (`SECRET_KEY = os.getenv("X")` in a module or class), with how they name it. */
  of(
    file: PythonFile,
    target: { readonly target: string; readonly scope: number },
  ): readonly (SettingCheck & { readonly isSetting: (value: Value) => boolean })[] {
    const byKey = this.#project.whole(checksByKey);
    if (byKey.size === 0) return [];
    const keys = this.#keysOf(file, target);
    return [...keys].flatMap(key =>
      (byKey.get(key) ?? []).map(({ file: owner, check }) => ({
        file: owner,
        check,
        isSetting: (value: Value) => {
          const found = new Set<string>();
          addKeys(this.#project, owner, value, check.scope, found);
          return [...found].some(one => keys.has(one));
        },
      })),
    );
  }

  #keysOf(file: PythonFile, { target, scope }: { readonly target: string; readonly scope: number }): Set<string> {
    const owner = file.facts.definitions[scope];
    const keys = new Set<string>();
    const mapping = /(?:^|\.)config\[["'](\w+)["']\]$/.exec(target);
    if (mapping?.[1]) keys.add(`config:${mapping[1]}`);
    if (!/^\w+$/.test(target) || (owner && owner.kind !== "class")) return keys;
    const path = [owner?.name, target].filter(Boolean).join(".");
    keys.add(file.module === "" ? path : `${file.module}.${path}`);
    keys.add(`${file.path}#${path}`);
    if (/^[A-Z][A-Z0-9_]*$/.test(target)) {
      keys.add(`config:${target}`);
      if (/settings|config/i.test(file.module)) keys.add(`django.conf.settings.${target}`);
    }
    return keys;
  }
}

function checksByKey(project: PythonProject): ReadonlyMap<string, readonly SettingCheck[]> {
  const byKey = new Map<string, SettingCheck[]>();
  for (const { file, told } of project.each(checksAtStart)) {
    for (const { check, keys, token } of told) {
      if (token !== null && !isOwnKey(project, token)) continue;
      for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), { file, check }]);
    }
  }
  return byKey;
}

interface StartCheck {
  readonly check: CheckFact;
  readonly keys: ReadonlySet<string>;
  /** What a key that tokens are signed with is known by; null for every other check. */
  readonly token: readonly string[] | null;
}

/** The checks of a file of the application that are made at its start, with the settings that they ask for. */
function checksAtStart(project: PythonProject, file: PythonFile): readonly StartCheck[] {
  if (file.role !== "application") return [];
  const atStart = [...file.facts.checks, ...refusals(project, file, refusedArgument)].filter(({ scope }) =>
    runsAtStart(file, scope),
  );
  // Who signs tokens lets people in: without the key that is not done once, whenever it is done.
  const tokens = refusals(project, file, ownTokenKey).map(check => ({
    check,
    token: check.test.kind === "operation" ? identitiesOf(project, file, check.test.right, check.scope) : [],
  }));
  return [...atStart.map(check => ({ check, token: null })), ...tokens].flatMap(({ check, token }) => {
    const keys = new Set<string>();
    walk(check.test, value => addKeys(project, file, value, check.scope, keys));
    return keys.size === 0 ? [] : [{ check, keys, token }];
  });
}

/** `create_engine(DATABASE_URL)`: what refuses None is a check of the name that it is given, if nothing else may bind it. */
function refusals(
  project: PythonProject,
  file: PythonFile,
  refused: (project: PythonProject, file: PythonFile, call: CallFact) => Value | null,
): readonly CheckFact[] {
  return file.facts.calls.flatMap(call => {
    const isCertain = !call.guarded && (!call.conditional || isMainGuarded(file.facts, call.offset));
    const given = isCertain ? refused(project, file, call) : null;
    if (given?.kind !== "name" || isParameter(file, given.path, call.scope)) return [];
    const [path = "", name = ""] = (symbolOf(project, file, given.path) ?? "").split("#");
    const bound = project.file(path)?.facts.assignments.filter(({ target, scope }) => target === name && scope === -1);
    if (bound && bound.length > 1) return [];
    const { offset, end, scope } = call;
    return [{ test: { kind: "operation", operator: "not", left: null, right: given, offset, end }, offset, scope }];
  });
}

function isParameter({ facts }: PythonFile, name: string, scope: number): boolean {
  for (let at = scope; at >= 0; at = facts.definitions[at]?.parent ?? -1)
    if (facts.definitions[at]?.parameters.some(parameter => parameter.name === name)) return true;
  return false;
}

/** `config.KEY`, `settings.KEY`, `app.config["KEY"]` and `app.config.get("KEY")`. */
function addKeys(project: PythonProject, file: PythonFile, value: Value, scope: number, keys: Set<string>): void {
  if (value.kind === "name") {
    keys.add(project.qualify(file, value.path, scope).replaceAll("()", ""));
    // A name that is bound to a call qualifies as that call, so the symbol itself is asked as well.
    const symbol = symbolOf(project, file, value.path);
    if (symbol !== null) keys.add(symbol);
  } else if (value.kind === "subscript" && value.base.kind === "name" && value.key.kind === "string") {
    if (/(?:^|\.)config$/.test(value.base.path)) keys.add(`config:${value.key.value}`);
  } else if (value.kind === "call" && /(?:^|\.)config\.get$/.test(value.callee)) {
    const [first] = value.arguments;
    if (first?.kind === "string") keys.add(`config:${first.value}`);
  }
}

function runsAtStart({ facts }: PythonFile, scope: number): boolean {
  const owner = facts.definitions[scope];
  if (!owner || owner.kind === "class" || AT_START.test(owner.name)) return true;
  return facts.calls.some(call => call.scope === -1 && call.callee === owner.name);
}
