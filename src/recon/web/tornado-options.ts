import type { CallFact, Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { integerIn, keywordOf, namesIn } from "../../python/values";
import { isPort } from "../commands/arguments";
import { among, isOwnCode } from "../integrations/own-code";

interface Defined {
  readonly name: string;
  readonly port: number;
}

const OPTIONS = /^tornado\.options\.options\.(\w+)$/;

/** The option of Tornado's own command line that a value is: `port` of `options.port`; null for any other value. */
export function tornadoOption(
  project: PythonProject,
  file: PythonFile,
  value: Value | undefined,
  scope: number,
): string | null {
  if (!value) return null;
  for (const path of namesIn(value)) {
    const name = OPTIONS.exec(project.qualify(file, path, scope))?.[1];
    if (name !== undefined) return name;
    // Handed on under the same name: `options = self.settings.options`.
    const handed = /^options\.(\w+)$/.exec(path)?.[1];
    if (handed !== undefined) return handed;
  }
  return null;
}

/**
 * The port that such an option is by default: as the program's own file defines it, else wherever it is defined, since the
 * options of one process are one set.
 */
export function tornadoPort(project: PythonProject, option: string, program: PythonFile): number | null {
  const all = project
    .each(DEFINED)
    .flatMap(({ file, told }) => told.flatMap(({ name, port }) => (name === option ? { file, port } : [])));
  const own = all.filter(({ file }) => file === program);
  const ports = new Set((own.length > 0 ? own : all).map(({ port }) => port));
  const [only] = ports;
  return ports.size === 1 ? (only ?? null) : null;
}

const DEFINED = among(
  isOwnCode,
  eachCall(/(?:^|\.)define$/, (project, file, call) => {
    const option = defined(project, file, call);
    return option === null ? [] : [option];
  }),
);

/** `define("port", default=8000, type=int)`. */
function defined(project: PythonProject, file: PythonFile, call: CallFact): Defined | null {
  if (!/^tornado\.options\.(?:options\.)?define$/.test(project.qualify(file, call.callee, call.scope))) return null;
  const name = project.string(file, call.arguments[0] ?? keywordOf(call, "name"), call.scope);
  const preset = call.arguments[1] ?? keywordOf(call, "default");
  const port = preset ? integerIn(project.resolve(file, preset, call.scope).value) : null;
  return name !== null && port !== null && isPort(port) ? { name, port } : null;
}
