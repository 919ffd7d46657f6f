import type { VariableDesign } from "../blueprint";

/**
 * `TESTING_DATABASE_URL`, `DATABASE_URL_TEST`: only the tests' own stack gets it, since tests empty what they are led to.
 * A program that fails without it has it all the same. In the middle of a name the word may be of the product
 * (`AB_TEST_REDIS_HOST`).
 */
export function isForTests({ name, required, source }: VariableDesign): boolean {
  return source === "service" && !required && /^(?:TESTS?|TESTING|PYTEST)_|_TEST(?:S|ING)?$/.test(name);
}
