import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { codePaths } from "./writing-code";

/** Transports that carry no remote control, so that no worker behind them can be asked (Celery: "Backends and Brokers"). */
const SILENT = "(?:(?:sqla|sqlalchemy)\\+|(?:sqs|azurestoragequeues|azureservicebus|confluentkafka|zookeeper)://)";
const WRITTEN = new RegExp(`["']${SILENT}`);
const SAID = new RegExp(`\\.> transport: +(${SILENT}\\w*)`);

/** Whether workers of Celery take their messages from what passes on no question: the code has such an address and uses no other broker. */
export function isBrokerSilent(workspace: Workspace, recon: Pick<Recon, "integrations">, unit: string): boolean {
  if (recon.integrations.some(({ service }) => service === "redis" || service === "rabbitmq")) return false;
  return codePaths(workspace, unit).some(path => WRITTEN.test(workspace.text(path) ?? ""));
}

/** Such a transport as a worker says it when it starts; null where it has another one, or says none. */
export function silentTransport(log: string): string | null {
  return SAID.exec(log)?.[1] ?? null;
}
