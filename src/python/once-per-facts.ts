import type { PythonFacts } from "./facts";

/** A function that answers once for each file's facts: facts never change, and outlive the reading that asks. */
export function oncePerFacts<T>(tell: (facts: PythonFacts) => T): (facts: PythonFacts) => T {
  const known = new WeakMap<PythonFacts, { readonly answer: T }>();
  return facts => {
    let own = known.get(facts);
    if (!own) known.set(facts, (own = { answer: tell(facts) }));
    return own.answer;
  };
}
