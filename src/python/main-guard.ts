import type { PythonFacts } from "./facts";

/**
 * Whether an offset lies in the body of an `if __name__ == "__main__":`, which runs where the file is started and
 * not where it is imported. What stands at the top level behind such a body belongs to both.
 */
export function isMainGuarded({ mainGuards }: Pick<PythonFacts, "mainGuards">, position: number): boolean {
  return mainGuards.some(({ offset, end }) => position > offset && position < end);
}
