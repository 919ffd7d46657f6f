import { compareText } from "../../model/place";
import type { Integration } from "../../model/recon";

/** The order of integrations that the contract asks for: by service, then by host, then by the variable that gives it. */
export function byService(
  left: Pick<Integration, "service" | "host" | "variables">,
  right: Pick<Integration, "service" | "host" | "variables">,
): number {
  return (
    compareText(left.service, right.service) ||
    compareText(left.host ?? "", right.host ?? "") ||
    compareText(left.variables[0] ?? "", right.variables[0] ?? "")
  );
}
