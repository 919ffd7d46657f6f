import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ContainerSummary, Ports } from "../../model/ports";
import type { Shell } from "../shell";
import { browserPorts, hostOfEngine } from "./container-words";
import type { EngineStore } from "./engine-store";

/** How long a port is waited for; what serves pages says something at once. */
const waitMs = 2000;

/**
 * Opens `port`, asks for one where it is 0, and without one opens the first that answers over HTTP: a service may publish
 * others, such as a broker its own.
 */
export async function openInBrowser(
  shell: Shell,
  engine: EngineStore,
  container: ContainerSummary,
  name: string,
  port?: number,
): Promise<void> {
  const chosen = port === 0 ? await askForPort(container, name) : port;
  if (port === 0 && chosen === undefined) return;
  const ports = chosen === undefined ? browserPorts(container) : [chosen];
  const host = hostOfEngine(engine.endpoint?.host ?? "");
  const addressOf = (port: number): string => `http://${host}:${port}/`;
  const [first] = ports;
  if (first === undefined) return;
  const found = await answeringPort(shell.ports().http, ports, addressOf);
  if (found === null) {
    const anyway = l10n.t("Open Anyway");
    const text = l10n.t("{name} does not answer over HTTP on port {ports}.", { name, ports: ports.join(", ") });
    if ((await vscode.window.showInformationMessage(text, anyway)) !== anyway) return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(addressOf(found ?? first)));
}

/** The first of some ports that answers over HTTP, with whatever status; null where none does. */
export async function answeringPort(
  http: Ports["http"],
  ports: readonly number[],
  addressOf: (port: number) => string,
): Promise<number | null> {
  const answers = await Promise.all(ports.map(port => http.get(addressOf(port), { timeoutMs: waitMs })));
  return ports.find((_port, index) => (answers[index]?.status ?? null) !== null) ?? null;
}

async function askForPort(container: ContainerSummary, name: string): Promise<number | undefined> {
  const items = browserPorts(container).map(port => {
    const inside = container.ports.find(({ publicPort }) => publicPort === port)?.privatePort;
    return { label: String(port), description: `${name}:${inside ?? port}`, port };
  });
  const title = l10n.t("Published Ports of {name}", { name });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t("The port to open in the browser") }))
    ?.port;
}
