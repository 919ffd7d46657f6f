import type { Place } from "../../model/place";
import type { VariableDesign } from "../blueprint";
import { cite } from "../cite";
import type { Subject } from "./subject";

/** A variable that the client of a service reads by itself; the code, which names it nowhere, uses that client at `place`. */
export function clientVariable(
  { decider }: Pick<Subject, "decider">,
  given: { readonly name: string; readonly value: string; readonly secret: boolean },
  reason: string,
  place: Place,
): VariableDesign {
  const { name, value, secret } = given;
  decider.text({ key: `environment.${name}`, value, reason, places: [place] });
  return {
    name,
    required: false,
    secret,
    type: null,
    default: null,
    hasDefault: false,
    source: "service",
    value,
    envValue: null,
    buildValue: "build",
    where: cite(place),
  };
}
