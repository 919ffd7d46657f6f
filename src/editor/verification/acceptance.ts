import { l10n } from "vscode";
import type { Recon } from "../../model/recon";
import type { Verification } from "../../model/verification";
import { plural } from "../figures";
import type { VerificationNode } from "./verification-tree";

/** Null: not done yet. */
type Done = boolean | null;

interface Evidence {
  readonly label: string;
  readonly done: Done;
  readonly detail: string;
  /** A person may leave it out without failing. */
  readonly isOptional?: boolean;
}

/** What acceptance of the containers asks for, each part with its evidence; a part is done when all of it is. */
export function acceptance(
  recon: Recon | null,
  hasReconDocument: boolean,
  verification: Verification | undefined,
): VerificationNode {
  const parts = [
    part(
      "recon",
      l10n.t("Recon documented"),
      "drydock.report.writeRecon",
      l10n.t("Write Recon Report"),
      reconEvidence(recon, hasReconDocument),
    ),
    part(
      "images",
      l10n.t("Images and Compose verified"),
      "drydock.workspace.verify",
      l10n.t("Verify Workspace"),
      imageEvidence(verification),
    ),
    part(
      "thresholds",
      l10n.t("Thresholds measured"),
      "drydock.verification.show",
      l10n.t("Show Verification"),
      figureEvidence(verification),
    ),
  ];
  const done = parts.filter(({ icon }) => icon === "pass").length;
  return {
    id: "acceptance",
    label: l10n.t("Acceptance"),
    description: l10n.t("{part} of {all}", { part: done, all: parts.length }),
    icon: "beaker",
    children: parts,
  };
}

function reconEvidence(recon: Recon | null, hasDocument: boolean): readonly Evidence[] {
  return [
    {
      label: l10n.t("Modules and files surveyed"),
      done: recon ? true : null,
      detail: plural(recon?.modules.length ?? 0, l10n.t("{count} module"), l10n.t("{count} modules")),
    },
    {
      label: l10n.t("Integration points identified"),
      done: recon ? true : null,
      detail: plural(
        recon?.integrations.length ?? 0,
        l10n.t("{count} integration point"),
        l10n.t("{count} integration points"),
      ),
    },
    {
      label: l10n.t("Dependencies checked on Python 3.11"),
      done: recon ? true : null,
      detail: plural(
        recon?.dependencies.filter(({ direct }) => direct).length ?? 0,
        l10n.t("{count} direct dependency"),
        l10n.t("{count} direct dependencies"),
      ),
    },
    {
      label: l10n.t("Written down in docs/recon.md"),
      done: hasDocument ? true : null,
      detail: hasDocument ? "" : l10n.t("not written yet"),
    },
  ];
}

function imageEvidence(verification: Verification | undefined): readonly Evidence[] {
  if (!verification)
    return [{ label: l10n.t("Images built, services started"), done: null, detail: l10n.t("not done yet") }];
  const { images, services, tests, causes } = verification;
  const healthy = services.filter(service => service.healthy !== false && service.state !== "dead");
  const probed = services.filter(({ probe, ping }) => probe !== null || ping?.answered === true);
  return [
    { label: l10n.t("Images built"), done: images.length > 0, detail: images.map(({ service }) => service).join(", ") },
    {
      label: l10n.t("Services healthy"),
      done: services.length === 0 ? null : healthy.length === services.length,
      detail: l10n.t("{part} of {all}", { part: healthy.length, all: services.length }),
    },
    {
      label: l10n.t("Services answer"),
      done: services.length === 0 ? null : probed.length > 0,
      detail: probed.map(({ name }) => name).join(", "),
    },
    {
      label: l10n.t("Nothing failed on the way"),
      done: causes.length === 0,
      detail: causes[0]?.what ?? "",
    },
    {
      label: l10n.t("Tests pass inside the image"),
      done: tests ? tests.exit === 0 : null,
      detail: tests
        ? tests.unfinished === undefined
          ? l10n.t("{passed} passed, {failed} failed", { passed: tests.passed, failed: tests.failed })
          : l10n.t("they did not come to their end")
        : l10n.t("not run"),
    },
    {
      label: l10n.t("Tests end as they do outside"),
      isOptional: true,
      done: tests && tests.outside !== "not run" ? tests.outside === "same" : null,
      detail: tests?.outside ?? l10n.t("not run"),
    },
  ];
}

function figureEvidence(verification: Verification | undefined): readonly Evidence[] {
  if (!verification)
    return [{ label: l10n.t("Figures measured against thresholds"), done: null, detail: l10n.t("not done yet") }];
  const { thresholds, images } = verification;
  const held = thresholds.filter(threshold => threshold.held);
  const agreed = thresholds.filter(({ source }) => source !== "default");
  return [
    { label: l10n.t("Figures measured"), done: images.length > 0, detail: String(thresholds.length) },
    {
      label: l10n.t("Limits agreed on in .drydock.yaml or by a baseline"),
      isOptional: true,
      done: agreed.length > 0 ? true : null,
      detail:
        agreed.length > 0
          ? l10n.t("{part} of {all}", { part: agreed.length, all: thresholds.length })
          : l10n.t("proposed ones are used"),
    },
    {
      label: l10n.t("Limits held"),
      done: held.length === thresholds.length,
      detail: l10n.t("{part} of {all}", { part: held.length, all: thresholds.length }),
    },
  ];
}

function part(
  id: string,
  label: string,
  command: string,
  title: string,
  evidence: readonly Evidence[],
): VerificationNode {
  const needed = evidence.filter(each => !(each.done === null && each.isOptional));
  const done: Done = needed.some(each => each.done === false)
    ? false
    : needed.some(each => each.done === null)
      ? null
      : true;
  const action = { command, title };
  const met = evidence.filter(each => each.done === true).length;
  return {
    id: `acceptance/${id}`,
    label,
    description: l10n.t("{part} of {all}", { part: met, all: evidence.length }),
    icon: iconOf(done),
    command: action,
    children: evidence.map(each => ({
      id: `acceptance/${id}/${each.label}`,
      label: each.label,
      description: each.detail,
      icon: iconOf(each.done),
      command: action,
      children: [],
    })),
  };
}

function iconOf(done: Done): VerificationNode["icon"] {
  return done === null ? "circle-large-outline" : done ? "pass" : "error";
}

/** The checklist that a reviewer signs, with its evidence. */
export function acceptanceMarkdown(node: VerificationNode): string {
  const line = (each: VerificationNode, indent: string): string =>
    `${indent}- [${each.icon === "pass" ? "x" : " "}] ${each.label}${each.description === "" ? "" : ` (${each.description})`}`;
  const lines = node.children.flatMap(child => [line(child, ""), ...child.children.map(each => line(each, "  "))]);
  return [`## ${node.label} ${node.description}`, "", ...lines, ""].join("\n");
}
