import { l10n } from "vscode";
import { figure, plural } from "../../figures";
import { findingKey } from "../../../model/finding-key";
import type { EnvironmentVariable, Recon } from "../../../model/recon";
import { compareText } from "../../../model/place";
import { describe, doubt, evidenceRows, group, surest, withCorrection, type Row, type RowContext } from "../row";

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
    l10n.t("Environment"),
    "symbol-variable",
    describe(
      plural(sorted.length, l10n.t("{count} variable"), l10n.t("{count} variables")),
      secret > 0 && l10n.t("{count} secret", { count: figure(secret) }),
      required > 0 && l10n.t("{count} required", { count: figure(required) }),
    ),
    sorted.map(variable => withCorrection(context, variableRow(variable, context))),
  );
}

function variableRow(variable: EnvironmentVariable, context: RowContext): Row {
  const id = `${context.unit}/Environment/${variable.scope}/${variable.name}`;
  const place = surest(variable.places);
  const given =
    variable.secret || variable.default === null ? null : l10n.t("default {value}", { value: `"${variable.default}"` });
  const words = [
    variable.required && l10n.t("required"),
    given ?? (variable.hasDefault ? l10n.t("has a default") : null),
    variable.type,
    variable.secret && l10n.t("secret"),
    variable.scope !== "application" && variable.scope,
    !variable.required &&
      given === null &&
      !variable.hasDefault &&
      plural(variable.places.length, l10n.t("read in {count} place"), l10n.t("read in {count} places")),
    place && doubt(place.confidence),
  ];
  return {
    id,
    label: variable.name,
    description: describe(...words),
    icon: variable.secret ? "lock" : "symbol-variable",
    ...(place ? { place } : {}),
    flags: [...(place ? ["place"] : []), "correctable", "ignorable", "usable", "copyable"],
    spoken: [
      variable.name,
      l10n.t("environment variable"),
      ...words.filter(Boolean),
      plural(variable.places.length, l10n.t("{count} place"), l10n.t("{count} places")),
    ].join(", "),
    finding: findingKey.environment(variable),
    fields: {
      required: variable.required,
      secret: variable.secret,
      type: variable.type,
      default: variable.secret ? null : variable.default,
    },
    places: variable.places,
    detail: {
      why: plural(
        variable.places.length,
        l10n.t("The code reads it in {count} place."),
        l10n.t("The code reads it in {count} places."),
      ),
      confidence: place?.confidence ?? "low",
      inContainer: variable.secret
        ? l10n.t("Its value is given at run time and never written into the image.")
        : variable.required
          ? l10n.t("The application does not start without it.")
          : l10n.t("It may be set; the code has a way without it."),
    },
    children: evidenceRows(id, variable.places),
  };
}
