import * as vscode from "vscode";
import { systemClock } from "../../host/system";
import type { ContainerDetail, Engine } from "../../model/ports";
import { errorText } from "../shell";
import type { EngineStore } from "./engine-store";
import type { ArrivedLine } from "./log-ring";
import type { PanelHost } from "./panel-host";

/**
 * All that the engine still holds and what the panel kept of containers that are no more, merged by time, into a file of
 * the person's choice. Its first line says what is missing and why.
 */
export async function downloadLogs(store: EngineStore, panel: PanelHost): Promise<void> {
  const engine = await store.connect();
  const own = store.containers.filter(container => store.isOwn(container));
  const target = await vscode.window.showSaveDialog({ saveLabel: "Save Logs", filters: { Log: ["log", "txt"] } });
  if (!target) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Saving logs" },
    async progress => {
      const lines: { at: string; text: string }[] = [];
      const missing: string[] = [];
      for (const container of own) {
        const name = container.service ?? container.name;
        progress.report({ message: name });
        missing.push(...(await readLog(engine, container.id, name, lines)));
      }
      const gone = panel.linesOfGone();
      missing.push(...goneWords(gone));
      for (const { at, service, text } of gone) lines.push({ at, text: `${at} ${service} ${text}` });
      lines.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
      const head = firstLine(lines.length, missing, new Date(systemClock.now()));
      const text = [head, ...lines.map(line => line.text), ""].join("\n");
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    },
  );
}

async function readLog(
  engine: Engine,
  id: string,
  name: string,
  lines: { at: string; text: string }[],
): Promise<readonly string[]> {
  let first = "";
  try {
    const detail = await engine.inspect(id);
    await engine.logs(id, { follow: false }, ({ timestamp, text }) => {
      first ||= timestamp;
      lines.push({ at: timestamp, text: `${timestamp} ${name} ${text}` });
    });
    const rotated = rotationWords(detail, first);
    return rotated === "" ? [] : [`${name}: ${rotated}`];
  } catch (error) {
    return [`${name}: its log could not be read (${errorText(error)})`];
  }
}

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

function goneWords(lines: readonly ArrivedLine[]): readonly string[] {
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
