import type { Compose, ComposeChoice } from "../../model/ports";
import { isCancelled } from "../shell";

/** What Compose reads in the files of a project. */
export interface ReadConfig {
  readonly config: unknown;
  /** What it says of files that it cannot use as they are, such as a variable without a value; null while it can. */
  readonly problem: unknown;
}

/**
 * What Compose reads; where it needs a value that nothing gives, what stands in the files, since their services are known
 * without it. Throws what it says of files that it cannot read at all.
 */
export async function readConfig(
  compose: Pick<Compose, "config">,
  files: readonly string[],
  choice: ComposeChoice,
): Promise<ReadConfig> {
  try {
    return { config: await compose.config(files, undefined, choice), problem: null };
  } catch (problem) {
    if (isCancelled(problem)) throw problem;
    try {
      return { config: await compose.config(files, undefined, { ...choice, interpolate: false }), problem };
    } catch {
      throw problem;
    }
  }
}

/** The ports inside that a service publishes, in the order of the file; without one that hangs on a variable, or a range. */
export function portsInside(ports: unknown): readonly number[] {
  if (!Array.isArray(ports)) return [];
  return ports.flatMap((port: unknown) => {
    const target = typeof port === "object" && port !== null && "target" in port ? port.target : port;
    const [, inside] = /(?:^|:)(\d+)(?:\/\w+)?$/.exec(String(target)) ?? [];
    return inside === undefined ? [] : [Number(inside)];
  });
}
