import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ThresholdVerdict } from "../../model/verification";
import { formatCompared, formatFigure, thresholdName } from "../../report/figures";
import { limitText, proposedLimit } from "../../report/limits";
import { editConfiguration } from "../recon/edit-configuration";
import { readText, type Shell } from "../shell";
import type { VerificationStore } from "./verification-store";
import type { VerificationNode } from "./verification-tree";

/** `320 MB of 500 MB`: what was measured, and the limit. */
export function comparedWords(threshold: Parameters<typeof formatCompared>[0]): string {
  const { measured, limit } = formatCompared(threshold);
  return l10n.t("{measured} of {limit}", { measured, limit });
}

/** Edit Threshold…: a limit typed by the person, with what was measured and what would be proposed. */
export async function editThreshold(shell: Shell, store: VerificationStore, node?: VerificationNode): Promise<void> {
  const found = await pick(store, node);
  if (!found) return;
  const { threshold, folder } = found;
  const text = await vscode.window.showInputBox({
    title: l10n.t("Limit of {key}", { key: thresholdName(threshold.key) }),
    prompt: l10n.t("Measured {measured}. A size such as 250MB, a time such as 10s, a share such as 80% or a number.", {
      measured: formatFigure(threshold.measured, threshold.unit),
    }),
    value: typeof threshold.limit === "number" ? limitText(threshold.limit, threshold.unit) : "",
    validateInput: value =>
      shell.core().quantity(value) === null ? l10n.t("Enter a limit such as 250MB, 10s, 80% or 12.") : undefined,
  });
  if (text !== undefined) await write(shell, folder, threshold.key, text);
}

/** Accept Measured Value…: the figure with its margin becomes the limit, after the person has seen both. */
export async function acceptThreshold(shell: Shell, store: VerificationStore, node?: VerificationNode): Promise<void> {
  const found = await pick(store, node);
  if (!found) return;
  const { threshold, folder } = found;
  const limit = proposedLimit(threshold);
  const { measured, limit: now } = formatCompared(threshold);
  const name = thresholdName(threshold.key);
  const accept = l10n.t("Set {limit}", { limit });
  const answer = await vscode.window.showInformationMessage(
    l10n.t("Set the limit of {name} to {limit}?", { name, limit }),
    {
      modal: true,
      detail: l10n.t(
        "Measured {measured}; the limit is {limit} now. It is written into .drydock.yaml, and Undo takes it back.",
        { measured, limit: now },
      ),
    },
    accept,
  );
  if (answer === accept) await write(shell, folder, threshold.key, limit);
}

/** Propose Thresholds…: every proposed limit becomes one of this workspace's own, from the last figures. */
export async function proposeThresholds(shell: Shell, store: VerificationStore): Promise<void> {
  const stored = store.last;
  const folder = folderOf(store);
  if (!stored || !folder) return;
  const items = stored.verification.thresholds
    .filter(({ source }) => source === "default")
    .map(threshold => ({
      label: thresholdName(threshold.key),
      description: proposedLimit(threshold),
      detail: l10n.t("Measured {measured}", { measured: formatFigure(threshold.measured, threshold.unit) }),
      picked: threshold.unit !== "ms",
      threshold,
    }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t("Limits from the last figures"),
    placeHolder: l10n.t("Times differ between machines: choose those only where one machine decides"),
  });
  if (!chosen || chosen.length === 0) return;
  await editConfiguration(folder, text =>
    chosen.reduce(
      (edited, { threshold }) =>
        shell.core().setYamlPath(edited, ["thresholds", threshold.key], proposedLimit(threshold)),
      text,
    ),
  );
  await show(folder);
}

/** Show in Report: the threshold's line in docs/verification.md; where that is not written yet, what writes it. */
export async function showInReport(store: VerificationStore, node?: VerificationNode): Promise<void> {
  const found = await pick(store, node);
  if (!found) return;
  const name = thresholdName(found.threshold.key);
  const uri = vscode.Uri.joinPath(found.folder.uri, "docs", "verification.md");
  const text = await readText(uri);
  if (text === null) {
    const writeReports = l10n.t("Write Reports");
    const words = l10n.t("docs/verification.md is not written yet.");
    const answer = await vscode.window.showInformationMessage(words, writeReports);
    if (answer === writeReports) await vscode.commands.executeCommand("drydock.report.write");
    return;
  }
  const line = Math.max(
    0,
    text.split(/\r?\n/).findIndex(each => each.startsWith(`| ${name} |`)),
  );
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(line, 0, line, 0), preview: true });
}

async function write(shell: Shell, folder: vscode.WorkspaceFolder, key: string, limit: string): Promise<void> {
  await editConfiguration(folder, text => shell.core().setYamlPath(text, ["thresholds", key], limit));
  await show(folder);
}

async function show(folder: vscode.WorkspaceFolder): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, ".drydock.yaml"), { preview: true });
}

async function pick(
  store: VerificationStore,
  node?: VerificationNode,
): Promise<{ threshold: ThresholdVerdict; folder: vscode.WorkspaceFolder } | undefined> {
  const folder = folderOf(store);
  const thresholds = store.last?.verification.thresholds ?? [];
  const named = thresholds.find(({ key }) => key === node?.threshold);
  const items = thresholds.map(threshold => ({
    label: thresholdName(threshold.key),
    description: comparedWords(threshold),
    threshold,
  }));
  const threshold = named ?? (await vscode.window.showQuickPick(items, { title: l10n.t("Threshold") }))?.threshold;
  return folder && threshold ? { threshold, folder } : undefined;
}

function folderOf(store: VerificationStore): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === store.last?.folder);
}
