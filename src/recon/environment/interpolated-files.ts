import { entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import type { PythonFile, PythonProject } from "../../python/project";
import { nameOf } from "../../model/paths";
import type { DetectContext } from "../define-detector";
import { among, isApplication } from "../integrations/own-code";
import { isVariableName } from "./environment-read";

export interface FileVariable {
  readonly name: string;
  readonly path: string;
  readonly offset: number;
}

/**
 * Variables that INI files stand for. A program that gives `os.environ` to configparser interpolates `%(NAME)s` from the
 * environment; one that fills empty keys from `os.environ` (`config[key] = os.environ.get(key)` in a loop) takes each
 * EMPTY key as a variable's name, and leaves the others alone.
 */
export function interpolatedVariables(
  { workspace, project, each }: DetectContext,
  files: readonly string[],
): readonly FileVariable[] {
  const users = each(parserUsers);
  if (users.length === 0) return [];
  const givesEnvironment = users.some(file =>
    file.facts.calls.some(
      call =>
        /ConfigParser$/.test(call.callee) &&
        [...call.arguments, ...call.keywords.map(({ value }) => value)].some(
          value =>
            (value.kind === "name" && project.qualify(file, value.path, call.scope) === "os.environ") ||
            (value.kind === "call" &&
              value.arguments.some(
                inner => inner.kind === "name" && project.qualify(file, inner.path, call.scope) === "os.environ",
              )),
        ),
    ),
  );
  const fillsEmpty = users.some(file => readsByOpenName(project, file));
  if (!givesEnvironment && !fillsEmpty) return [];
  const read = new Set(
    users.flatMap(({ facts }) =>
      facts.calls.flatMap(call =>
        call.arguments.flatMap(value =>
          value.kind === "string" && /\.(?:ini|cfg|conf)$/.test(value.value) ? nameOf(value.value) : [],
        ),
      ),
    ),
  );
  return files
    .filter(path => read.size === 0 || read.has(nameOf(path)))
    .flatMap(path => variablesOf(workspace, path, givesEnvironment, fillsEmpty));
}

/**
 * Whether the application takes variables by names that only it knows when it runs: it goes through the whole environment
 * (`{k.lower(): v for k, v in os.environ.items() if k.lower() in KEYS}`) or adds it to its settings.
 */
export function takesWholeEnvironment({ each }: DetectContext): boolean {
  return each(WHOLE_READS).length > 0;
}

const WHOLE_READS = among(isApplication, (project, file) =>
  file.facts.calls.filter(call => {
    const [first] = call.arguments;
    const isAdded =
      /\.update$/.test(call.callee) &&
      first?.kind === "name" &&
      project.qualify(file, first.path, call.scope) === "os.environ" &&
      !/env/i.test(call.callee);
    return isAdded || /^os\.environ\.(?:items|keys)$/.test(project.qualify(file, call.callee, call.scope));
  }),
);

function parserUsers(_project: PythonProject, file: PythonFile): readonly PythonFile[] {
  const isUser = file.facts.imports.some(({ module }) => module === "configparser" || module === "ConfigParser");
  return isUser ? [file] : [];
}

/** `os.environ.get(key)` and `os.environ[key]` with a name that only the running program knows. */
function readsByOpenName(project: PythonProject, file: PythonFile): boolean {
  const { facts } = file;
  return (
    facts.calls.some(
      call =>
        call.arguments[0] !== undefined &&
        call.arguments[0].kind !== "string" &&
        /^os\.(?:getenv|environ\.get)$/.test(project.qualify(file, call.callee, call.scope)) &&
        project.string(file, call.arguments[0], call.scope) === null,
    ) ||
    facts.subscripts.some(
      ({ base, key, scope, context }) =>
        context === "load" &&
        key.kind !== "string" &&
        project.qualify(file, base, scope) === "os.environ" &&
        project.string(file, key, scope) === null,
    )
  );
}

function variablesOf(
  workspace: Workspace,
  path: string,
  interpolates: boolean,
  fillsEmpty: boolean,
): readonly FileVariable[] {
  const found: FileVariable[] = [];
  for (const section of entries(workspace.data(path).root)) {
    const own = new Set(entries(section.value).map(({ key }) => key.toLowerCase()));
    for (const { key, keySpan, value } of entries(section.value)) {
      const text = value.kind === "scalar" ? String(value.value ?? "") : "";
      if (fillsEmpty && text === "" && isVariableName(key))
        found.push({ name: key.toUpperCase(), path, offset: keySpan.start });
      if (!interpolates) continue;
      for (const match of text.matchAll(/%\(([A-Za-z_]\w{1,80})\)s/g)) {
        const name = match[1] ?? "";
        if (!own.has(name.toLowerCase())) found.push({ name, path, offset: value.span.start });
      }
    }
  }
  return found;
}
