import type { Rule } from "./rule";

/** Gives a rule its type; a rule is plain data with one function. */
export function defineRule<Defined extends Rule>(rule: Defined): Defined {
  return rule;
}
