import type { PythonFacts } from "./facts";

/**
 * Whether an offset lies in the body of the file's `if __name__ == "__main__":`, which runs where the file is started and
 * not where it is imported. What stands at the top level behind the body belongs to both.
 */
export function isMainGuarded(
  { mainGuard, laterGuards }: Pick<PythonFacts, "mainGuard" | "laterGuards">,
  position: number,
): boolean {
  return [mainGuard, ...laterGuards].some(guard => guard !== null && position > guard.offset && position < guard.end);
}
