import type { PythonFacts } from "./facts";

/**
 * Whether an offset lies in the body of the file's `if __name__ == "__main__":`, which runs where the file is started and
 * not where it is imported. What stands at the top level behind the body belongs to both.
 */
export function isMainGuarded({ mainGuard }: Pick<PythonFacts, "mainGuard">, offset: number): boolean {
  return mainGuard !== null && offset > mainGuard.offset && offset < mainGuard.end;
}
