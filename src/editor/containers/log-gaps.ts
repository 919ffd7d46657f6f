import { l10n } from "vscode";
import type { ContainerDetail } from "../../model/ports";
import type { ArrivedLine } from "./log-ring";

/** The first line of a saved log. */
export function firstLine(count: number, missing: readonly string[], now: Date): string {
  const time = now.toISOString();
  const what =
    count === 1
      ? l10n.t("# 1 line, saved {time}.", { time })
      : l10n.t("# {count} lines, saved {time}.", { count, time });
  const gaps =
    missing.length === 0
      ? l10n.t("Nothing is missing of what the containers at hand have printed.")
      : l10n.t("Missing: {what}.", { what: missing.join("; ") });
  return `${what} ${gaps}`;
}

/** Says that the engine throws older lines away, where its logging is set up so; "" where it keeps all. */
export function rotationWords(detail: Pick<ContainerDetail, "raw">, first: string): string {
  const raw = detail.raw as {
    readonly HostConfig?: { readonly LogConfig?: { readonly Type?: string; readonly Config?: Record<string, string> } };
  } | null;
  const { Type: type = "", Config: config } = raw?.HostConfig?.LogConfig ?? {};
  const from = first === "" ? "" : l10n.t("so lines before {first} may be gone", { first });
  const words = (kept: string): string => [kept, from].filter(Boolean).join(", ");
  if (type === "local") return words(l10n.t("rotated: the engine's local driver keeps 5 files of 20 MB"));
  const size = config?.["max-size"];
  if (size === undefined || size === "") return "";
  const files = Number(config?.["max-file"] ?? 1);
  return words(
    files === 1
      ? l10n.t("rotated: the engine keeps 1 file of {size}", { size })
      : l10n.t("rotated: the engine keeps {files} files of {size}", { files, size }),
  );
}

/** What is missing of containers that were replaced, of which only the panel still has lines. */
export function goneWords(lines: readonly ArrivedLine[]): readonly string[] {
  const services = new Map<string, { count: number; first: string }>();
  for (const { service, at } of lines) {
    const known = services.get(service) ?? { count: 0, first: at };
    services.set(service, { ...known, count: known.count + 1 });
  }
  return [...services].map(([service, { count, first }]) =>
    l10n.t(
      "{service}: a container of it was replaced; of that one only the {count} lines since {first} that the panel kept are here",
      { service, count, first },
    ),
  );
}
