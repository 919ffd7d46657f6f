import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import type { DetectContext } from "../define-detector";
import { castOf } from "./casts";
import { defaultText, NO_DEFAULT } from "./default-text";
import { bareRead, type EnvironmentRead } from "./environment-read";

const OBJECT = /^dynaconf\.(?:\w+\.)*(Dynaconf|LazySettings|DjangoDynaconf|FlaskDynaconf)$/;
const READ = /^dynaconf\.(?:\w+\.)*(?:Dynaconf|LazySettings|settings)(?:\(\))?$/;
const VALIDATOR = /^dynaconf\.(?:\w+\.)*Validator$/;

/** Keywords that name files, which may hold what is validated as well (dynaconf: "Configuration options"). */
const FILES = new Set(["settings_file", "settings_files", "settings_module", "includes", "preload", "secrets"]);

/** One settings object: what its variables begin with, and whether files hold settings beside them. */
interface Source {
  readonly prefix: string;
  readonly hasFiles: boolean;
  /** What the constructor itself gives: every further keyword is a setting with its default. */
  readonly given: readonly {
    readonly name: string;
    readonly file: PythonFile;
    readonly value: Value;
    readonly scope: number;
  }[];
}

/**
 * Dynaconf: every attribute in capitals of its settings object may come from `PREFIX_NAME`, and so may every name that one
 * of its validators asks for (dynaconf: "Environment variables", "Validation").
 */
export function dynaconfReads(context: DetectContext): readonly EnvironmentRead[] {
  const sources = context.each(sourcesIn);
  if (sources.length === 0) return [];
  const { project, python } = context;
  const prefixes = [...new Set(sources.map(({ prefix }) => prefix))];
  const isOnly = sources.every(({ hasFiles }) => !hasFiles);
  const validated = python
    .flatMap(file =>
      file.facts.calls.flatMap(call =>
        VALIDATOR.test(project.qualify(file, call.callee, call.scope)) ? validatedBy(project, file, call, isOnly) : [],
      ),
    )
    .map(read => {
      const own = sources.flatMap(({ given }) => given).find(({ name }) => name === read.name);
      if (!own || read.hasDefault) return read;
      return {
        ...read,
        default: defaultText(project, own.file, own.value, own.scope).text,
        hasDefault: true,
        required: false,
      };
    });
  const told = new Set(validated.map(({ name }) => name));
  const read = python.flatMap(file =>
    file.facts.names.flatMap(path => {
      const match = /^([\w.]+)\.([A-Z][A-Z0-9_]*)$/.exec(path);
      if (match?.[1] === undefined || match[2] === undefined || told.has(match[2])) return [];
      return READ.test(project.qualify(file, match[1])) ? [bareRead(file, match[2], 0)] : [];
    }),
  );
  return [...validated, ...read].flatMap(each =>
    prefixes.map(prefix => (prefix === "" ? each : { ...each, name: `${prefix}_${each.name}` })),
  );
}

function sourcesIn(project: PythonProject, file: PythonFile): readonly Source[] {
  return file.facts.calls.flatMap(call => {
    const made = OBJECT.exec(project.qualify(file, call.callee, call.scope))?.[1];
    if (made === undefined) return [];
    const given = call.keywords.find(({ name }) => name !== null && optionOf(name) === "envvar_prefix")?.value;
    const isBare = given?.kind === "constant" && given.value === false;
    const prefix = isBare ? "" : ((given ? project.string(file, given, call.scope) : null) ?? usualPrefix(made));
    const defaults = call.keywords.flatMap(({ name, value }) =>
      name === null ? [] : [{ name: name.toUpperCase(), file, value, scope: call.scope }],
    );
    const hasFiles = call.keywords.some(({ name }) => name === null || FILES.has(optionOf(name)));
    return [{ prefix, hasFiles, given: defaults }];
  });
}

/** An option has two names: `envvar_prefix` and `ENVVAR_PREFIX_FOR_DYNACONF`. */
function optionOf(keyword: string): string {
  return keyword.toLowerCase().replace(/_for_dynaconf$/, "");
}

function usualPrefix(made: string): string {
  return made.startsWith("Django") ? "DJANGO" : made.startsWith("Flask") ? "FLASK" : "DYNACONF";
}

/** What `Validator("HOST", "PORT", required=True, cast=int)` asks for, without the prefix; nested names are left out. */
function validatedBy(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  isOnly: boolean,
): readonly EnvironmentRead[] {
  const value = (...names: readonly string[]) =>
    call.keywords.find(({ name }) => name !== null && names.includes(name))?.value;
  const given = value("default");
  const found = given ? defaultText(project, file, given, call.scope) : NO_DEFAULT;
  const must = value("must_exist", "required");
  const isAsked = must?.kind === "constant" && must.value === true && !value("when", "env");
  const cast = value("cast", "is_type_of");
  return call.arguments.flatMap(argument => {
    const name = project.string(file, argument, call.scope)?.toUpperCase();
    if (name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
    return [
      {
        ...bareRead(file, name, argument.kind === "string" ? argument.offset : call.offset),
        default: found.text,
        hasDefault: found.hasDefault,
        required: isAsked && isOnly && !found.hasDefault,
        type: (cast?.kind === "name" ? castOf(cast.path) : null) ?? null,
        confidence: "high",
      },
    ];
  });
}
