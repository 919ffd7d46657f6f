import type { CallFact, Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { keywordOf } from "../../python/values";

/** An address that a call hands to an own function, which asks at it. */
export interface HandedAddress {
  readonly value: Value;
  readonly call: CallFact;
}

/**
 * What functions of a file that ask at one of their parameters are called with in it: `self._get("https://api.shop.io/items")`
 * where `_get(self, url)` does `session.get(url)`.
 */
export function handedAddresses(
  file: PythonFile,
  requests: readonly { readonly value: Value; readonly call: CallFact }[],
): readonly HandedAddress[] {
  const askers = requests.flatMap(({ value, call }) => askerOf(file, value, call.scope) ?? []);
  if (askers.length === 0) return [];
  return file.facts.calls.flatMap(call => {
    const [, receiver = "", name = ""] = /^(?:(self|cls)\.)?(\w+)$/.exec(call.callee) ?? [];
    const asker = askers.find(one => one.name === name && one.isMethod === (receiver !== ""));
    if (!asker) return [];
    const value = call.arguments[asker.at] ?? keywordOf(call, asker.parameter);
    // A function that only hands its own parameter on is called with the address elsewhere.
    return value && value.kind !== "name" ? [{ value, call }] : [];
  });
}

interface Asker {
  readonly name: string;
  readonly parameter: string;
  /** Its place among the arguments of a call. */
  readonly at: number;
  readonly isMethod: boolean;
}

function askerOf({ facts }: PythonFile, value: Value, scope: number): Asker | null {
  const definition = facts.definitions[scope];
  if (definition?.kind !== "function" || value.kind !== "name") return null;
  const isMethod = facts.definitions[definition.parent]?.kind === "class";
  const first = definition.parameters[0]?.name;
  const taken = isMethod && (first === "self" || first === "cls") ? 1 : 0;
  const at = definition.parameters.findIndex(({ name }) => name === value.path) - taken;
  return at < 0 ? null : { name: definition.name, parameter: value.path, at, isMethod };
}
