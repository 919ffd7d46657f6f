import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ContainerSummary } from "../../model/ports";
import type { Shell } from "../shell";
import { browserPorts, hostOfEngine } from "./container-words";
import type { EngineStore } from "./engine-store";

/** How long a port is waited for; what serves pages says something at once. */
const waitMs = 2000;

/** Opens the first published port that answers over HTTP: a service may publish others, such as a broker its own. */
export async function openInBrowser(
  shell: Shell,
  engine: EngineStore,
  container: ContainerSummary,
  name: string,
): Promise<void> {
  const ports = browserPorts(container);
  const host = hostOfEngine(engine.endpoint?.host ?? "");
  const addressOf = (port: number): string => `http://${host}:${port}/`;
  const { http } = shell.ports();
  const answers = await Promise.all(
    ports.map(async port => ({ port, ...(await http.get(addressOf(port), { timeoutMs: waitMs })) })),
  );
  const [first] = ports;
  if (first === undefined) return;
  const found = answers.find(({ status }) => status !== null)?.port;
  if (found === undefined) {
    const anyway = l10n.t("Open Anyway");
    const text = l10n.t("{name} does not answer over HTTP on port {ports}.", { name, ports: ports.join(", ") });
    if ((await vscode.window.showInformationMessage(text, anyway)) !== anyway) return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(addressOf(found ?? first)));
}
