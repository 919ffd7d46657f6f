import type { Recon } from "../../model/recon";
import type { Verification } from "../../model/verification";
import type { VerificationNode } from "./verification-tree";

/** Null: not done yet. */
type Done = boolean | null;

interface Evidence {
  readonly label: string;
  readonly done: Done;
  readonly detail: string;
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
      "Recon documented",
      "drydock.report.writeRecon",
      "Write Recon Report",
      reconEvidence(recon, hasReconDocument),
    ),
    part(
      "images",
      "Images and Compose verified",
      "drydock.workspace.verify",
      "Verify Workspace",
      imageEvidence(verification),
    ),
    part(
      "thresholds",
      "Thresholds measured",
      "drydock.verification.show",
      "Show Verification",
      figureEvidence(verification),
    ),
  ];
  const done = parts.filter(({ icon }) => icon === "pass").length;
  return {
    id: "acceptance",
    label: "Acceptance",
    description: `${done} of ${parts.length}`,
    icon: "beaker",
    children: parts,
  };
}

function reconEvidence(recon: Recon | null, hasDocument: boolean): readonly Evidence[] {
  const count = (what: number, word: string): string => `${what} ${word}${what === 1 ? "" : "s"}`;
  const all = recon ? [recon, ...recon.units.map(unit => unit.recon)] : [];
  const sum = (of: (each: Recon) => readonly unknown[]): number =>
    all.reduce((total, each) => total + of(each).length, 0);
  return [
    {
      label: "Modules and files surveyed",
      done: recon ? true : null,
      detail: count(
        sum(each => each.modules),
        "module",
      ),
    },
    {
      label: "Integration points identified",
      done: recon ? true : null,
      detail: count(
        sum(each => each.integrations),
        "integration point",
      ),
    },
    {
      label: "Dependencies checked on Python 3.11",
      done: recon ? true : null,
      detail: count(
        sum(each => each.dependencies.filter(({ direct }) => direct)),
        "direct dependency",
      ).replace("dependencys", "dependencies"),
    },
    {
      label: "Written down in docs/recon.md",
      done: hasDocument ? true : null,
      detail: hasDocument ? "" : "not written yet",
    },
  ];
}

function imageEvidence(verification: Verification | undefined): readonly Evidence[] {
  if (!verification) return [{ label: "Images built, services started", done: null, detail: "not done yet" }];
  const { images, services, tests } = verification;
  const healthy = services.filter(service => service.healthy !== false && service.state !== "dead");
  const probed = services.filter(({ probe, ping }) => probe !== null || ping?.answered === true);
  return [
    { label: "Images built", done: images.length > 0, detail: images.map(({ service }) => service).join(", ") },
    {
      label: "Services healthy",
      done: services.length === 0 ? null : healthy.length === services.length,
      detail: `${healthy.length} of ${services.length}`,
    },
    {
      label: "Services answer",
      done: services.length === 0 ? null : probed.length > 0,
      detail: probed.map(({ name }) => name).join(", "),
    },
    {
      label: "Tests pass inside the image",
      done: tests ? tests.exit === 0 : null,
      detail: tests ? `${tests.passed} passed, ${tests.failed} failed` : "not run",
    },
    {
      label: "Tests end as they do outside",
      done: tests && tests.outside !== "not run" ? tests.outside === "same" : null,
      detail: tests?.outside ?? "not run",
    },
  ];
}

function figureEvidence(verification: Verification | undefined): readonly Evidence[] {
  if (!verification) return [{ label: "Figures measured against thresholds", done: null, detail: "not done yet" }];
  const { thresholds } = verification;
  const held = thresholds.filter(threshold => threshold.held);
  const agreed = thresholds.filter(({ source }) => source !== "default");
  return [
    { label: "Figures measured", done: thresholds.length > 0, detail: String(thresholds.length) },
    {
      label: "Limits agreed on in .drydock.yaml or by a baseline",
      done: agreed.length > 0 ? true : null,
      detail: agreed.length > 0 ? `${agreed.length} of ${thresholds.length}` : "proposed ones are used",
    },
    { label: "Limits held", done: held.length === thresholds.length, detail: `${held.length} of ${thresholds.length}` },
  ];
}

/** Steps that a person may leave out without failing: agreed limits and the comparison with outside. */
const OPTIONAL = /^(?:Limits agreed|Tests end)/;

function part(
  id: string,
  label: string,
  command: string,
  title: string,
  evidence: readonly Evidence[],
): VerificationNode {
  const needed = evidence.filter(each => !(each.done === null && OPTIONAL.test(each.label)));
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
    description: `${met} of ${evidence.length}`,
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
