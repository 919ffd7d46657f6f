import type { Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { isSecretName } from "../../workspace/mask";
import type { DetectContext } from "../define-detector";
import { readAddress } from "../integrations/address";
import { defaultText, NO_DEFAULT } from "./default-text";
import { bareRead, type EnvironmentRead, isVariableName } from "./environment-read";

/** Values of Flask's configuration, as code reads them. */
const FLASK_CONFIG =
  /^(?:flask\.Flask\(\)|flask\.(?:globals\.)?current_app|quart\.Quart\(\)|quart\.current_app)\.config$/;

/** Prefixes of the variables that Flask's or Quart's configuration takes from the environment. */
export function flaskPrefixes({ each }: Pick<DetectContext, "each">): ReadonlySet<string> {
  return new Set(each(PREFIXES));
}

const PREFIXES = eachCall(/config\.from_prefixed_env$/, (project, file, call): readonly string[] => {
  const given = call.arguments[0] ?? call.keywords.find(({ name }) => name === "prefix")?.value;
  const prefix = given ? project.string(file, given, call.scope) : "FLASK";
  return prefix === null ? [] : [prefix];
});

/**
 * Variables under a prefix that a file sets (`SHOP_SECRET_KEY=…`, `SHOP_SECRET_KEY: …`): they reach the configuration even
 * where only an extension asks for them.
 */
export function prefixedNames(
  text: string,
  prefixes: ReadonlySet<string>,
): readonly { readonly name: string; readonly offset: number }[] {
  if (prefixes.size === 0) return [];
  return [...text.matchAll(/(?<![\w$.{])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=["']?[ \t]*[=:])/g)].flatMap(match => {
    const name = match[1] ?? "";
    const isPrefixed = [...prefixes].some(prefix => name.startsWith(`${prefix}_`));
    return isPrefixed ? [{ name, offset: match.index }] : [];
  });
}

/**
 * `app.config.from_prefixed_env()` takes every `FLASK_…` variable: the keys that the code reads or sets tell which ones
 * matter (https://flask.palletsprojects.com/en/stable/api/#flask.Config.from_prefixed_env).
 */
export function flaskPrefixReads(context: DetectContext): readonly EnvironmentRead[] {
  const prefixes = flaskPrefixes(context);
  if (prefixes.size === 0) return [];
  const { project, python } = context;
  const inObjects = python.flatMap(file => objectReads(project, file, prefixes));
  const inCode = python.flatMap(file => {
    const isConfig = (path: string, scope: number): boolean =>
      /(?:^|\.)config$/.test(path) && FLASK_CONFIG.test(project.qualify(file, path, scope));
    const keys = [
      ...file.facts.subscripts.flatMap(({ base, key, offset, scope, context }) =>
        key.kind === "string" && isConfig(base, scope)
          ? { key: key.value, offset, isStore: context === "store", fallback: undefined, scope }
          : [],
      ),
      ...file.facts.calls.flatMap(call => {
        const [first, second] = call.arguments;
        return first?.kind === "string" &&
          call.callee.endsWith("config.get") &&
          isConfig(call.callee.slice(0, -4), call.scope)
          ? { key: first.value, offset: call.offset, isStore: false, fallback: second, scope: call.scope }
          : [];
      }),
    ];
    return keys
      .filter(({ key, isStore }) => !isStore && /^[A-Z][A-Z0-9_]*$/.test(key))
      .flatMap(({ key, offset, fallback, scope }) =>
        [...prefixes].map(prefix => {
          const found = fallback ? defaultText(project, file, fallback, scope) : NO_DEFAULT;
          return read(file, `${prefix}_${key}`, offset, found.text, found.hasDefault);
        }),
      );
  });
  return [...inObjects, ...inCode];
}

/** Addresses and secrets of the module or class that `config.from_object` names, which extensions alone may read. */
function objectReads(
  project: PythonProject,
  file: PythonFile,
  prefixes: ReadonlySet<string>,
): readonly EnvironmentRead[] {
  return file.facts.calls.flatMap(({ callee, arguments: [first], scope }) => {
    if (!callee.endsWith("config.from_object") || !first) return [];
    const name = first.kind === "name" ? project.qualify(file, first.path, scope) : project.string(file, first, scope);
    const held = name === null ? null : settingsObject(project, name);
    return (held?.file.facts.assignments ?? []).flatMap(({ target, key, value, offset, scope: own }) => {
      if (!held || own !== held.scope || key !== null || !value || !/^[A-Z][A-Z0-9_]*$/.test(target)) return [];
      const { isOpen, variables, value: found } = project.resolve(held.file, value, own);
      if (isOpen || variables.length > 0 || found.kind !== "string") return [];
      if (readAddress(found.value) === null && !isSecretName(target)) return [];
      return [...prefixes].map(prefix => read(held.file, `${prefix}_${target}`, offset, found.value, true));
    });
  });
}

/** The file and the scope of what a dotted name stands for: a module, or a class in one. */
function settingsObject(
  project: PythonProject,
  name: string,
): { readonly file: PythonFile; readonly scope: number } | null {
  const module = project.named(name);
  if (module) return { file: module, scope: -1 };
  const dot = name.lastIndexOf(".");
  const owner = dot < 0 ? undefined : project.named(name.slice(0, dot));
  const scope =
    owner?.facts.definitions.findIndex(
      ({ kind, parent, name: own }) => kind === "class" && parent === -1 && own === name.slice(dot + 1),
    ) ?? -1;
  return owner && scope >= 0 ? { file: owner, scope } : null;
}

function read(
  file: PythonFile,
  name: string,
  offset: number,
  text: string | null,
  hasDefault: boolean,
): EnvironmentRead {
  const known = isVariableName(name) ? name : name.replace(/\W/g, "_");
  return { ...bareRead(file, known, offset), default: text, hasDefault };
}

/** An address of the machine that the code runs on, which in a container is the container. */
const LOCAL = /^[a-z+]+:\/\/(?:[^@/]*@)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

/**
 * Celery reads these itself, before what the code gives it (`Settings.broker_url` and `result_backend` in celery/app/utils.py):
 * told where the code names no broker, or one on localhost that nothing else could point elsewhere.
 */
export function celeryReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  // A plain `broker_url` means Celery's only where Celery is imported; the long names mean it anywhere.
  const usesCelery = file.facts.imports.some(({ module }) => /^celery(?:\.|$)/.test(module));
  const library = (name: string, offset: number, text: string | null): EnvironmentRead => ({
    ...read(file, name, offset, text, text !== null),
    type: "url",
    scope: "library",
  });
  const fixed = (setting: string | null, value: Value | null | undefined): readonly EnvironmentRead[] => {
    const name = CELERY_SETTINGS.get(setting ?? "");
    if (name === undefined || (setting !== name && !usesCelery) || value?.kind !== "string" || !LOCAL.test(value.value))
      return [];
    return [library(name, value.offset, value.value)];
  };
  const unset = file.facts.calls.flatMap(call => {
    if (!/^celery(?:\.app(?:\.base)?)?\.Celery$/.test(project.qualify(file, call.callee, call.scope))) return [];
    const hasBroker =
      call.arguments.length > 1 ||
      call.keywords.some(({ name }) => name === "broker" || name === "config_source" || name === null);
    const isConfigured =
      file.facts.calls.some(({ callee }) => /config_from_(?:object|envvar)$|conf\.update$/.test(callee)) ||
      file.facts.assignments.some(({ target }) => /broker_url|BROKER_URL/.test(target));
    const local = call.keywords.flatMap(({ name, value }) => fixed(CELERY_KEYWORDS.get(name ?? "") ?? null, value));
    if (local.length > 0) return local;
    return hasBroker || isConfigured ? [] : [library("CELERY_BROKER_URL", call.offset, null)];
  });
  const set = file.facts.assignments.flatMap(({ target, key, value }) =>
    fixed(key?.kind === "string" ? key.value : (target.split(".").at(-1) ?? null), value),
  );
  const updated = file.facts.calls
    .filter(({ callee }) => /(?:config|conf)\.update$|from_mapping$/.test(callee))
    .flatMap(({ keywords }) => keywords.flatMap(({ name, value }) => fixed(name, value)));
  return [...unset, ...set, ...updated];
}

const CELERY_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ["broker", "broker_url"],
  ["backend", "result_backend"],
]);

/** Names of the two settings in code, old and new, with the variable that Celery reads before them. */
const CELERY_SETTINGS: ReadonlyMap<string, string> = new Map([
  ["broker_url", "CELERY_BROKER_URL"],
  ["BROKER_URL", "CELERY_BROKER_URL"],
  ["CELERY_BROKER_URL", "CELERY_BROKER_URL"],
  ["result_backend", "CELERY_RESULT_BACKEND"],
  ["CELERY_RESULT_BACKEND", "CELERY_RESULT_BACKEND"],
]);
