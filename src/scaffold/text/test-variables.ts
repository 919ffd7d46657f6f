import type { VariableDesign } from "../blueprint";

/**
 * `TESTING_DATABASE_URL`: only the tests' own stack gets it, since tests empty what they are led to. A program that fails
 * without it has it all the same.
 */
export function isForTests({ name, required, source }: VariableDesign): boolean {
  return source === "service" && !required && /(?:^|_)(?:TESTS?|TESTING|PYTEST)_/.test(name);
}
