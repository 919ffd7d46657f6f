import type { Ports } from "../model/ports";
import type { Stack } from "./compose-stack";

export interface BuildSecrets {
  /** Values by the name that the Compose file has for them. */
  readonly values: Readonly<Record<string, string>>;
  /** Secrets that are named and not there, each with where it was looked for. */
  readonly missing: readonly string[];
}

/**
 * What the builds of a stack are given besides their context: the top-level secrets of its Compose file, whose files and
 * variables Compose resolves. Without them an install from a private index fails although `docker compose build` works.
 */
export async function readBuildSecrets(
  ports: Pick<Ports, "secret">,
  stack: Stack,
  /** What Compose makes of the file, with all profiles if it can: without them it leaves out what only their builds are given. */
  config: unknown,
): Promise<BuildSecrets> {
  const wanted = new Set(stack.services.flatMap(({ build }) => (build?.usedSecrets ?? []).map(({ name }) => name)));
  if (wanted.size === 0) return { values: {}, missing: [] };
  const declared = objectOf(objectOf(config)["secrets"]);
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const name of wanted) {
    const { file, environment } = objectOf(declared[name]);
    const source =
      typeof file === "string" ? { file } : typeof environment === "string" ? { variable: environment } : null;
    const value = source === null ? null : await ports.secret(source);
    if (value !== null) values[name] = value;
    else missing.push(source === null ? name : `${name} (${"file" in source ? source.file : source.variable})`);
  }
  return { values, missing };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
