import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ContainersPart } from "../containers/register-containers";
import { fromChanges } from "../review/proposal";
import type { ReviewPart } from "../review/register-review";
import { pickFolder, type Handler, type Shell } from "../shell";
import type { EarlyParts } from "../workbench";
import { thresholdName } from "../../report/figures";
import { acceptanceMarkdown } from "./acceptance";
import { createStatusBar } from "./status-bar";
import type { VerificationStore } from "./verification-store";
import { checkScaling } from "./check-scaling";
import { registerDriftDecoration } from "./drift-decoration";
import { registerInlayHints } from "./inlay-hints";
import { buildVariant } from "./build-variant";
import { acceptThreshold, editThreshold, proposeThresholds, showInReport } from "./threshold-actions";
import { VerificationTree, type VerificationNode } from "./verification-tree";

const longMs = 10_000;

export function registerVerification(
  shell: Shell,
  store: VerificationStore,
  { recon, verification: late }: EarlyParts,
  review: ReviewPart,
  containers: ContainersPart,
): Readonly<Record<string, Handler>> {
  const tree = new VerificationTree(store, recon.store);
  const { view } = late;
  late.attach(tree);
  const reports = async (kinds: readonly ("recon" | "verification")[]): Promise<void> => {
    const folder = await pickFolder();
    if (!folder) return;
    const known = recon.store.get(folder);
    const last = store.last?.folder === folder.uri.toString() ? store.last.verification : undefined;
    await review.start({
      kind: "reports",
      title: l10n.t("Reports of {name}", { name: folder.name }),
      folder,
      compute: async () =>
        fromChanges(
          await shell.app().report(folder.uri.fsPath, last ? kinds : kinds.filter(kind => kind === "recon"), {
            ...(known ? { recon: known } : {}),
            ...(last ? { verification: last, drift: store.drift } : {}),
          }),
        ),
      applied: async ({ files: [first] }, session) => {
        if (first) await vscode.commands.executeCommand("markdown.showPreview", session.fileUri(first.path));
      },
    });
  };
  shell.extension.subscriptions.push(
    tree,
    createStatusBar(store, containers.builds),
    store.onDidChange(() => {
      const [first = "", ...more] = store.drift;
      const drift =
        first === ""
          ? ""
          : [
              l10n.t("Out of date: {what}", { what: first }),
              more.length > 0 && l10n.t("And {count} more.", { count: more.length }),
            ]
              .filter(Boolean)
              .join(" ");
      view.message = store.isRunning ? "" : store.stopped || drift;
      tree.refresh();
    }),
    recon.store.onDidChange(() => tree.refresh()),
    registerInlayHints(store),
    registerDriftDecoration(store),
  );
  return {
    "drydock.workspace.verify": () => verify(store, containers),
    "drydock.verification.cancel": () => store.cancel(),
    "drydock.verification.show": () => containers.panel.show("verification"),
    "drydock.verification.writeLimits": () => writeLimits(shell, store, review),
    "drydock.verification.buildVariant": (part?: string) => buildVariant(shell, store, part),
    "drydock.workspace.scale": () => checkScaling(shell, recon.store),
    "drydock.threshold.edit": (node?: VerificationNode) => editThreshold(shell, store, node),
    "drydock.threshold.accept": (node?: VerificationNode) => acceptThreshold(shell, store, node),
    "drydock.threshold.showInReport": (node?: VerificationNode) => showInReport(store, node),
    "drydock.threshold.propose": () => proposeThresholds(shell, store),
    "drydock.acceptance.copy": () => vscode.env.clipboard.writeText(acceptanceMarkdown(tree.acceptance())),
    "drydock.report.write": () => reports(["recon", "verification"]),
    "drydock.report.writeRecon": () => reports(["recon"]),
  };
}

/** Verifies, with progress in the view, or as a notification only while nothing of it is seen. */
async function verify(store: VerificationStore, containers: ContainersPart): Promise<void> {
  const folder = await pickFolder();
  if (!folder || store.isRunning) return;
  const began = systemClock.now();
  const verification = await vscode.window.withProgress({ location: { viewId: "drydock.verification" } }, () =>
    store.run(folder),
  );
  // An engine was used, so the views show it; not before, as listing what it holds would disturb the figures.
  if (verification) void containers.engine.connect().catch(() => undefined);
  if (
    !verification ||
    systemClock.now() - began < longMs ||
    (vscode.window.state.focused && containers.panel.isVisible)
  )
    return;
  const missed = verification.thresholds.filter(threshold => !threshold.held);
  const all = verification.thresholds.length;
  const show = l10n.t("Show");
  const [cause] = verification.causes;
  const answer = cause
    ? await vscode.window.showWarningMessage(l10n.t("The verification failed: {cause}", { cause: cause.what }), show)
    : missed.length === 0
      ? await vscode.window.showInformationMessage(l10n.t("All {all} thresholds held.", { all }), show)
      : await vscode.window.showWarningMessage(
          l10n.t("{count} of {all} thresholds were missed: {missed}.", {
            count: missed.length,
            all,
            missed: missed
              .slice(0, 3)
              .map(({ key }) => thresholdName(key).toLowerCase())
              .join(", "),
          }),
          show,
        );
  if (answer === show) containers.panel.show("verification");
}

/** The suggested limits and numbers of workers as a change of the Docker files, seen as a diff before it is written. */
async function writeLimits(shell: Shell, store: VerificationStore, review: ReviewPart): Promise<void> {
  const { last } = store;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === last?.folder);
  if (!last || !folder) return;
  const compute = async () => fromChanges(await shell.app().limits(folder.uri.fsPath, last.verification));
  await review.start({
    kind: "reports",
    title: l10n.t("Limits and workers of {name}", { name: folder.name }),
    folder,
    compute,
    applied: () => Promise.resolve(),
  });
}
