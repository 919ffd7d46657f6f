import type { EnvironmentVariable, Recon } from "../../model/recon";
import type { Explanation } from "./explanation";

/** Places that are shown; a variable of a large project is read in many. */
const MAX_PLACES = 8;

/** Where the code reads a variable and what happens without it; null where it reads none of that name, or was not read yet. */
export function explainVariable(recon: Recon | null, name: string): Omit<Explanation, "span"> | null {
  if (recon === null) return null;
  const known = [...recon.environment, ...recon.units.flatMap(unit => unit.recon.environment)].filter(
    each => each.name === name,
  );
  const [first] = known;
  if (first === undefined) return null;
  const places = known.flatMap(each => each.places);
  const count = places.length === 1 ? "1 place" : `${String(places.length)} places`;
  return {
    sentences: [`\`${name}\` is read in ${count}. ${withoutIt(first)}${first.secret ? " Its value is a secret." : ""}`],
    places: places.slice(0, MAX_PLACES),
  };
}

function withoutIt({ required, hasDefault, default: value }: EnvironmentVariable): string {
  if (required) return "It is required: the code fails without it.";
  if (value !== null) return `Without it, the code uses \`${value}\`.`;
  return hasDefault ? "Without it, the code uses a default." : "The code does without it.";
}
