import { keywordOf } from "../applications/values";
import { decoratorName } from "../targets/reach";
import type { RunCall } from "./run-calls";

/**
 * The words that let a command of click or Typer be reached from outside its container: `--host=0.0.0.0`, where the server
 * is given that option and the option is another address by itself.
 */
export function hostOption({ file, call }: RunCall): readonly string[] {
  const definition = file.facts.definitions[call.scope];
  const host = keywordOf(call, "host");
  if (!definition || host?.kind !== "name") return [];
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

function optionOf(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}
