import { nameOf } from "../../model/paths";
import type { EntryPoint, Recon } from "../../model/recon";
import { isHandler } from "../../recon/workers/lambda-handlers";
import { isLambdaTemplate } from "../../recon/workers/lambda-templates";

/**
 * A function of AWS Lambda that no image or Compose file starts. Its runtime client asks Lambda's own interface for work, which
 * only Lambda and AWS's images have: in any other container it ends at once (AWS Lambda documentation, "Deploy Python Lambda
 * functions with container images").
 */
export function isFunction({ command, place, commandPlace = place }: EntryPoint): boolean {
  const name = nameOf(commandPlace.path);
  return isHandler({ command }) && (name.endsWith(".py") || isLambdaTemplate(name));
}

/** What a container is planned for. */
export function withoutFunctions(recon: Recon): Recon {
  return {
    ...recon,
    entryPoints: recon.entryPoints.filter(one => !isFunction(one)),
    units: recon.units.map(unit => ({ ...unit, recon: withoutFunctions(unit.recon) })),
  };
}
