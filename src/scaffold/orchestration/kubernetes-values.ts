import type { Plain } from "../text/yaml-tree";

/** A reference in a value of Compose: `${NAME}`, `${NAME:-preset}`, `${NAME:?message}`; `$$` is a dollar sign. */
const REFERENCE = /\$\$|\$\{(\w+)(?::?([-?])([^}]*))?\}/g;

/**
 * Variables of a container: what Compose takes from `.env` comes from a Secret; a reference inside a longer text becomes
 * `$(NAME)`, which Kubernetes fills in from variables that stand before it.
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function environmentOf(values: Readonly<Record<string, Plain>>, secret: string): readonly Plain[] {
  const first: Plain[] = [];
  const rest: Plain[] = [];
  const known = new Set<string>();
  const fromSecret = (name: string, key = name): Plain => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  for (const [name, value] of Object.entries(values)) {
    const text = String(value ?? "");
    const whole = /^\$\{(\w+)(?::?\?[^}]*)?\}$/.exec(text)?.[1];
    if (whole === name) {
      // Others may refer to it, so it stands before them.
      if (!known.has(name)) first.push(fromSecret(name));
      known.add(name);
      continue;
    }
    if (whole !== undefined) {
      rest.push(fromSecret(name, whole));
      continue;
    }
    const literal = text.replaceAll("$(", "$$$$(");
    const filled = literal.replace(REFERENCE, (match: string, key?: string, kind?: string, preset?: string) => {
      if (key === undefined) return match === "$$" ? "$" : match;
      if (kind === "-") return preset ?? "";
      if (!known.has(key)) first.push(fromSecret(key));
      known.add(key);
      return `$(${key})`;
    });
    rest.push({ name, value: filled });
  }
  return [...first, ...rest];
}

/** `512M` of Compose are mebibytes. */
export function memoryQuantity(memory: string): string {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(memory.trim());
  if (!match) return memory;
  const unit = (match[2] ?? "").toUpperCase();
  return unit === "" ? (match[1] ?? memory) : `${match[1] ?? ""}${unit === "K" ? "K" : unit}i`;
}

/** `30s`, `1m30s`, `500ms` in whole seconds, at least one. */
export function seconds(duration: Plain | undefined, preset: number): number {
  if (typeof duration !== "string") return preset;
  let total = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(amount) * (unit === "h" ? 3600 : unit === "m" ? 60 : unit === "ms" ? 0.001 : 1);
  }
  return total > 0 ? Math.max(1, Math.round(total)) : preset;
}

/** The command of a health check as a container runs it; null where it asks nothing. */
export function probeCommand(test: Plain | undefined): readonly string[] | null {
  if (typeof test === "string") return ["sh", "-c", test.replaceAll("$$", "$")];
  if (!Array.isArray(test)) return null;
  const [kind, ...words] = (test as readonly Plain[]).map(String);
  const command = words.map(word => word.replaceAll("$$", "$"));
  if (kind === "CMD-SHELL") return ["sh", "-c", command.join(" ")];
  if (kind !== "CMD" || (command.length === 1 && command[0] === "true")) return null;
  return command;
}
