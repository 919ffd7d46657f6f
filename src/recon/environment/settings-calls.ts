import type { CallFact, Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";

/** What a scope binds to one name, or what a function returns, in order. */
interface Taken {
  /** The name, or `return`, which no name is. */
  readonly by: string;
  readonly values: readonly (Value | null)[];
}

/** What takes the object that a call makes, with all else that it takes in that scope; null where it is passed on. */
function takenWith({ facts }: PythonFile, call: CallFact): Taken | null {
  const isMade = (value: Value | null): boolean => value?.kind === "call" && value.offset === call.offset;
  const here = facts.assignments.filter(({ scope }) => scope === call.scope);
  const by = here.find(({ value }) => isMade(value))?.target;
  if (by !== undefined) return { by, values: here.filter(({ target }) => target === by).map(({ value }) => value) };
  const values = facts.definitions[call.scope]?.returns ?? [];
  return values.some(isMade) ? { by: "return", values } : null;
}

/** The name that a call's object is one of several for, of a scope; null where nothing could stand in its place. */
export function takerOf(file: PythonFile, call: CallFact): string | null {
  const taken = takenWith(file, call);
  return taken && `${String(call.scope)} ${taken.by}`;
}

/** Whether a failure of a call is handled and something else then takes the object's place; a handler may end the program. */
export function isReplaced(file: PythonFile, call: CallFact): boolean {
  if (!call.guarded && !call.noneGuarded) return false;
  return takenWith(file, call)?.values.some(value => value !== null && (offsetOf(value) ?? 0) > call.end) ?? false;
}

function offsetOf(value: Value): number | undefined {
  return "offset" in value ? value.offset : undefined;
}
