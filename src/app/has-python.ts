import type { Recon } from "../model/recon";

/** Whether anything of Python was found: code, a start command, a declared dependency, in the folder or in a unit. */
export function hasPython(recon: Recon): boolean {
  return (
    recon.modules.length > 0 ||
    recon.entryPoints.length > 0 ||
    recon.dependencies.length > 0 ||
    recon.units.some(unit => hasPython(unit.recon))
  );
}
