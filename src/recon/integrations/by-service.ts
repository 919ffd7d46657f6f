import { compareText } from "../../model/place";
import type { Integration } from "../../model/recon";

/** The order of integrations that the contract asks for: by service, then by host. */
export function byService(
  left: Pick<Integration, "service" | "host">,
  right: Pick<Integration, "service" | "host">,
): number {
  return compareText(left.service, right.service) || compareText(left.host ?? "", right.host ?? "");
}
