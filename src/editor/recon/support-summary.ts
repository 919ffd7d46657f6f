import type { InquiryResult } from "../../app/package-index/inquiry";
import { plural } from "../../report/figures";

/** `31 of 37 packages have a wheel for Python 3.11; 1 does not support it, 5 would be built from sources.` */
export function supportSummary(answers: InquiryResult["answers"], asked: number): string {
  const count = (verdict: string): number => [...answers.values()].filter(one => one.verdict === verdict).length;
  const [no, built, late] = [count("no"), count("unknown"), asked - answers.size];
  const rest = [
    no > 0 && `${no} ${no === 1 ? "does" : "do"} not support it`,
    built > 0 && `${built} would be built from sources`,
    late > 0 && `${late} got no answer in time`,
  ].filter(part => part !== false);
  const head = `${count("ok")} of ${plural(asked, "package")} have a wheel for Python 3.11`;
  return `${head}${rest.length === 0 ? "" : `; ${rest.join(", ")}`}.`;
}
