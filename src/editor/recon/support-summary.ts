import { l10n } from "vscode";
import type { InquiryResult } from "../../app/package-index/inquiry";
import { plural } from "../figures";

/** `31 of 37 packages have a wheel for Python 3.11; 1 does not support it, 5 would be built from sources.` */
export function supportSummary(answers: InquiryResult["answers"], asked: number): string {
  const count = (verdict: string): number => [...answers.values()].filter(one => one.verdict === verdict).length;
  const [no, built, late] = [count("no"), count("unknown"), asked - answers.size];
  const rest = [
    no > 0 && plural(no, l10n.t("{count} does not support it"), l10n.t("{count} do not support it")),
    built > 0 && l10n.t("{count} would be built from sources", { count: built }),
    late > 0 && l10n.t("{count} got no answer in time", { count: late }),
  ].filter(part => part !== false);
  const head = l10n.t("{count} of {asked} packages have a wheel for Python 3.11", { count: count("ok"), asked });
  return `${head}${rest.length === 0 ? "" : `; ${rest.join(", ")}`}.`;
}
