import type { Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Settings } from "../settings/settings";
import { driftOf, inputsOf, limitDrift } from "../verify/inputs";
import { readHistory } from "./history";

/** What changed since the last verification of a folder, in sentences; null where none was kept. */
export async function driftSince(
  ports: Pick<Ports, "state" | "files">,
  root: string,
  recon: Recon,
  settings: Settings,
): Promise<readonly string[] | null> {
  const { inputs, last, runs } = await readHistory(ports.state, root);
  if (inputs === null) return null;
  const changed = driftOf(inputs, await inputsOf(recon, ports.files(root)), recon);
  return last === null ? changed : [...changed, ...limitDrift(last, runs.at(-1)?.figures ?? {}, settings.thresholds)];
}
