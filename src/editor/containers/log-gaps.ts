import type { ContainerDetail } from "../../model/ports";
import type { ArrivedLine } from "./log-ring";

/** The first line of a saved log. */
export function firstLine(count: number, missing: readonly string[], now: Date): string {
  const what = `# ${count} ${count === 1 ? "line" : "lines"}, saved ${now.toISOString()}.`;
  return missing.length === 0
    ? `${what} Nothing is missing of what the containers at hand have printed.`
    : `${what} Missing: ${missing.join("; ")}.`;
}

/** Says that the engine throws older lines away, where its logging is set up so; "" where it keeps all. */
export function rotationWords(detail: Pick<ContainerDetail, "raw">, first: string): string {
  const raw = detail.raw as {
    readonly HostConfig?: { readonly LogConfig?: { readonly Type?: string; readonly Config?: Record<string, string> } };
  } | null;
  const { Type: type = "", Config: config } = raw?.HostConfig?.LogConfig ?? {};
  const from = first === "" ? "" : `, so lines before ${first} may be gone`;
  if (type === "local") return `rotated: the engine's local driver keeps 5 files of 20 MB${from}`;
  const size = config?.["max-size"];
  if (size === undefined || size === "") return "";
  const files = Number(config?.["max-file"] ?? 1);
  return `rotated: the engine keeps ${files} ${files === 1 ? "file" : "files"} of ${size}${from}`;
}

/** What is missing of containers that were replaced, of which only the panel still has lines. */
export function goneWords(lines: readonly ArrivedLine[]): readonly string[] {
  const services = new Map<string, { count: number; first: string }>();
  for (const { service, at } of lines) {
    const known = services.get(service) ?? { count: 0, first: at };
    services.set(service, { ...known, count: known.count + 1 });
  }
  return [...services].map(
    ([service, { count, first }]) =>
      `${service}: a container of it was replaced; of that one only the ${count} lines since ${first} that the panel kept are here`,
  );
}
