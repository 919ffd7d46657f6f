import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isOptionFor } from "../applications/default-port";
import { keywordOf } from "../../python/values";
import { isLoopback } from "../integrations/address";
import { decoratorName } from "../targets/reach";

/**
 * The words that let a command of argparse, click or Typer be reached from outside its container: `--host=0.0.0.0`, where
 * the server is given that option and the option is another address by itself.
 */
export function hostOption(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  host: Value | undefined = keywordOf(call, "host"),
): readonly string[] {
  const definition = file.facts.definitions[call.scope];
  if (!definition || host?.kind !== "name") return [];
  if (host.path.includes(".")) return parserOption(project, file, definition.parameters, host.path);
  const parameter = definition.parameters.find(({ name }) => name === host.path);
  if (!parameter) return [];
  const declared = definition.decorators.flatMap(each => {
    if (each.kind !== "call" || !/(?:^|[._])option$/.test(decoratorName(each))) return [];
    const names = each.arguments.flatMap(value => (value.kind === "string" ? value.value : []));
    const option = names.find(name => name.startsWith("--") && name.slice(2).replaceAll("-", "_") === host.path);
    return option === undefined ? [] : [{ option, value: keywordOf(each, "default") ?? null }];
  });
  // Typer makes an option of a parameter that has a default (https://typer.tiangolo.com/tutorial/options/).
  const typed = parameter.default?.kind === "string" ? [{ option: optionOf(host.path), value: parameter.default }] : [];
  const [found] = [...declared, ...typed];
  if (found?.value?.kind !== "string" || found.value.value === "0.0.0.0") return [];
  return [`${found.option}=0.0.0.0`];
}

/** `args.host` of a function that a parser of argparse hands its options to. */
function parserOption(
  project: PythonProject,
  file: PythonFile,
  parameters: readonly { readonly name: string }[],
  path: string,
): readonly string[] {
  const [owner, name = "", ...more] = path.split(".");
  if (more.length > 0 || !parameters.some(each => each.name === owner)) return [];
  const [only, ...others] = file.facts.calls.filter(call => isOptionFor(project, file, call, name));
  const preset = only && others.length === 0 ? project.string(file, keywordOf(only, "default"), only.scope) : null;
  const option = only?.arguments.find(given => given.kind === "string" && given.value.startsWith("--"));
  return preset !== null && preset !== "0.0.0.0" && isLoopback(preset) && option?.kind === "string"
    ? [`${option.value}=0.0.0.0`]
    : [];
}

function optionOf(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}
