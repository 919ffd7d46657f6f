import { l10n } from "vscode";
import { plural } from "../../figures";
import { byKind, integrationName } from "../../../report/integrations";
import { findingKey } from "../../../model/finding-key";
import type { Integration, Recon } from "../../../model/recon";
import type { Confidence } from "../../../model/place";
import {
  describe,
  doubt,
  evidenceRows,
  firstAnd,
  group,
  surest,
  withCorrection,
  type Row,
  type RowContext,
} from "../row";
import { kindIcons } from "../integration-kinds";

export function integrationsGroup(recon: Recon, context: RowContext): Row {
  const sorted = byKind(recon.integrations);
  const names = [...new Set(sorted.map(integrationName))];
  return group(
    context,
    l10n.t("Integration points"),
    "plug",
    describe(firstAnd(names)),
    sorted.map(integration => withCorrection(context, integrationRow(integration, recon, context))),
  );
}

/** What only a server has, of which a file makes no use. */
const ofServer = /(?:HOST|HOSTNAME|SERVER|PORT|USER|USERNAME|PASS|PASSWORD|PWD|ENGINE)$/i;

function integrationRow(integration: Integration, recon: Recon, context: RowContext): Row {
  const id = `${context.unit}/Integration points/${integration.kind}/${integration.service}/${integration.host ?? integration.variables[0] ?? ""}`;
  const name = integrationName(integration);
  const isFile = integration.protocol === "file";
  const variable = integration.variables.find(each => !isFile || !ofServer.test(each));
  const required = recon.environment.some(({ name: declared, required }) => declared === variable && required);
  const place = surest(integration.places);
  const confidence: Confidence = place?.confidence ?? "low";
  const trouble = integration.breaksInContainer;
  const state =
    trouble !== null
      ? shortTrouble(trouble)
      : integration.optional
        ? l10n.t("optional")
        : required && l10n.t("required");
  return {
    id,
    label: name,
    description: describe(variable, state, doubt(confidence)),
    icon: confidence === "low" ? "question" : kindIcons[integration.kind],
    ...(trouble === null ? {} : { color: "warning" as const }),
    ...(place ? { place } : {}),
    flags: ["place", "correctable", "ignorable", "copyable", ...(integration.optional ? ["optional-service"] : [])],
    spoken: [
      name,
      l10n.t("integration point"),
      variable === undefined ? integration.kind : l10n.t("variable {variable}", { variable }),
      state,
      plural(integration.places.length, l10n.t("{count} place"), l10n.t("{count} places")),
    ]
      .filter(Boolean)
      .join(", "),
    finding: findingKey.integration(integration),
    fields: { service: integration.service, optional: integration.optional },
    places: integration.places,
    detail: {
      why: l10n.t("{name} is a {kind} reached over {protocol}, seen through {source}.", {
        name,
        kind: integration.kind,
        protocol: integration.protocol,
        source: viaWords[integration.via],
      }),
      confidence,
      inContainer: trouble ?? inContainer(isFile, variable),
      ...(isFile || integration.kind === "http" ? {} : { inPlan: l10n.t("Considered as a service of the stack.") }),
    },
    children: evidenceRows(id, integration.places),
  };
}

function inContainer(isFile: boolean, variable: string | undefined): string {
  if (isFile) return l10n.t("Its files last only on a volume.");
  return variable === undefined
    ? l10n.t("Reached by its service name.")
    : l10n.t("Reached by its service name through {variable}.", { variable });
}

/** The reason in the few words that fit a description. */
function shortTrouble(trouble: string): string {
  return /localhost|127\.0\.0\.1/.test(trouble)
    ? l10n.t("localhost breaks in a container")
    : l10n.t("breaks in a container");
}

const viaWords: Readonly<Record<Integration["via"], string>> = {
  distribution: l10n.t("an installed distribution"),
  code: "the code",
  settings: l10n.t("the settings"),
  url: l10n.t("a URL"),
  env: l10n.t("an environment variable"),
  image: l10n.t("an image"),
  compose: l10n.t("a Compose file"),
  ci: l10n.t("the CI configuration"),
  docs: l10n.t("the documentation"),
};
