import type { Value } from "../../python/facts";

/** Whether a setting is on: `True`, or a word that readers of the environment take for it. */
export function isSwitchedOn(value: Value): boolean {
  return (
    (value.kind === "constant" && value.value === true) ||
    (value.kind === "string" && /^(?:1|true|yes|on)$/i.test(value.value))
  );
}
