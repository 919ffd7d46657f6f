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

/**
 * The name that Compose files give their project with variables in it, which have the values that `valueOf` tells: where Compose
 * leaves variables alone it takes their signs for a part of the name. Null where no variable is in it, or one has no value.
 */
export function projectNameOf(
  texts: readonly string[],
  valueOf: (variable: string) => string | undefined,
): string | null {
  const names = texts.flatMap(text => /^name:\s*(["']?)(\S+)\1\s*(?:#.*)?$/m.exec(text)?.[2] ?? []);
  const written = names.at(-1) ?? "";
  const name = written.replace(VARIABLE, (whole, braced?: string, isColon?: string, usual?: string, bare?: string) => {
    const value = valueOf(braced ?? bare ?? "");
    const isUsual = value === undefined || (value === "" && isColon === ":");
    return isUsual ? (usual ?? whole) : value;
  });
  return name === written || name.includes("$") ? null : name;
}

const VARIABLE = /\$\{(\w+)(?:(:?)-([^${}]*))?\}|\$(\w+)/g;

/** What is said of folders, with their names where the workspace has several; what is said of more than one stands there once. */
export function saidOfFolders(
  said: readonly { readonly name: string; readonly words: string }[],
  folders: number,
): string {
  return [...new Set(said.map(({ words }) => words))]
    .map(words => {
      const names = said.flatMap(one => (one.words === words ? [one.name] : []));
      return folders > 1 ? `${names.join(", ")}: ${words}` : words;
    })
    .join("\n");
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
