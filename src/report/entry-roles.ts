import type { EntryPoint, EntryPointKind } from "../model/recon";
import { compareText } from "../model/place";

export type EntryRole = "web" | "worker" | "beat" | "script";

const roles: Readonly<Partial<Record<EntryPointKind, EntryRole>>> = {
  cli: "script",
  script: "script",
  notebook: "script",
  bot: "worker",
  worker: "worker",
  beat: "beat",
};

const order: readonly EntryRole[] = ["web", "worker", "beat", "script"];

/** What an entry point is for in a stack: whatever answers requests is the web service. */
export function roleOf(kind: EntryPointKind): EntryRole {
  return roles[kind] ?? "web";
}

/** Entry points in the order in which people look for them, wherever they are listed. */
export function byRole(entryPoints: readonly EntryPoint[]): readonly EntryPoint[] {
  return [...entryPoints].sort(
    (left, right) =>
      order.indexOf(roleOf(left.kind)) - order.indexOf(roleOf(right.kind)) ||
      left.rank - right.rank ||
      compareText(left.name, right.name),
  );
}
