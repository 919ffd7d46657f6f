import type { EnvironmentVariable, Recon } from "../../../model/recon";
import { compareText } from "../../../model/place";
import {
  describe,
  doubt,
  evidenceRows,
  group,
  plural,
  surest,
  withCorrection,
  type Row,
  type RowContext,
} from "../row";

export function environmentGroup(recon: Recon, context: RowContext): Row {
  const sorted = [...recon.environment].sort(
    (left, right) =>
      Number(right.required) - Number(left.required) ||
      Number(right.secret) - Number(left.secret) ||
      compareText(left.name, right.name),
  );
  const secret = sorted.filter(variable => variable.secret).length;
  const required = sorted.filter(variable => variable.required).length;
  return group(
    context,
    "Environment",
    "symbol-variable",
    describe(
      plural(sorted.length, "variable"),
      secret > 0 && `${secret} secret`,
      required > 0 && `${required} required`,
    ),
    sorted.map(variable => withCorrection(context, variableRow(variable, context))),
  );
}

function variableRow(variable: EnvironmentVariable, context: RowContext): Row {
  const id = `${context.unit}/Environment/${variable.scope}/${variable.name}`;
  const place = surest(variable.places);
  const given = variable.secret || variable.default === null ? null : `default "${variable.default}"`;
  const words = [
    variable.required && "required",
    given ?? (variable.hasDefault ? "has a default" : null),
    variable.type,
    variable.secret && "secret",
    variable.scope !== "application" && variable.scope,
    !variable.required &&
      given === null &&
      !variable.hasDefault &&
      `read in ${plural(variable.places.length, "place")}`,
    place && doubt(place.confidence),
  ];
  return {
    id,
    label: variable.name,
    description: describe(...words),
    icon: variable.secret ? "lock" : "symbol-variable",
    ...(place ? { place } : {}),
    flags: [...(place ? ["place"] : []), "correctable", "ignorable", "usable", "copyable"],
    spoken: `${variable.name}, environment variable, ${words.filter(Boolean).join(", ")}, ${plural(variable.places.length, "place")}`,
    finding: `environment/${variable.name}`,
    fields: {
      required: variable.required,
      secret: variable.secret,
      type: variable.type,
      default: variable.secret ? null : variable.default,
    },
    places: variable.places,
    detail: {
      why: `The code reads it in ${plural(variable.places.length, "place")}.`,
      confidence: place?.confidence ?? "low",
      inContainer: variable.secret
        ? "Its value is given at run time and never written into the image."
        : variable.required
          ? "The application does not start without it."
          : "It may be set; the code has a way without it.",
    },
    children: evidenceRows(id, variable.places),
  };
}
