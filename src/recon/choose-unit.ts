import { DrydockError } from "../model/error";
import { didYouMean } from "../model/nearest";
import type { Recon, Unit } from "../model/recon";

/** The unit that a person named, by name or path; throws where none is called so, as all of them would be another answer. */
export function chooseUnit({ units }: Recon, wanted: string): Unit {
  const found = units.find(({ name, path }) => name === wanted || path === wanted);
  if (found) return found;
  const names = units.map(({ name }) => name);
  throw new DrydockError(
    "usage",
    `There is no unit ${wanted}.`,
    names.length === 0 ? "This folder holds one application, not several." : `Known are ${names.join(", ")}.`,
    names.length === 0 ? "Leave --unit out." : didYouMean(wanted, names) || "Name one of them.",
  );
}
