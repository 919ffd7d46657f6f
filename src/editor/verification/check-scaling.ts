import * as vscode from "vscode";
import { l10n } from "vscode";
import { scaleRows, scaleWords } from "../../report/scale";
import { escapeMarkdown } from "../../model/escape-markdown";
import { markdownTable, placeLink } from "../../report/markdown";
import type { ReconStore } from "../recon/recon-store";
import { isCancelled, pickFolder, type Shell } from "../shell";
import { phaseName } from "./verification-words";

/** Check Scaling…: asks how many containers, measures, and shows the figures with what is unsafe to replicate. */
export async function checkScaling(shell: Shell, store: ReconStore): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const text = await vscode.window.showInputBox({
    title: l10n.t("Check scaling"),
    prompt: l10n.t(
      "Containers of the web service behind a proxy, compared with one. It uses its own project name and removes what it started.",
    ),
    value: "3",
    validateInput: value =>
      /^(?:[1-9]|1\d|20)$/.test(value.trim()) ? undefined : l10n.t("Enter a number from 1 to 20."),
  });
  if (text === undefined) return;
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t("Drydock: checking scaling"), cancellable: true },
    async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const recon = store.get(folder);
      try {
        return await shell.app().scale(folder.uri.fsPath, {
          replicas: Number(text.trim()),
          signal: stop.signal,
          ...(recon ? { recon } : {}),
          onEvent: event => {
            if (event.kind === "phase") progress.report({ message: `${phaseName(event.phase)} ${event.detail}` });
          },
        });
      } catch (error) {
        if (isCancelled(error)) return null;
        throw error;
      }
    },
  );
  if (!report) return;
  const content = [
    l10n.t("# Scaling of {service}", { service: escapeMarkdown(report.service) }),
    scaleWords(report),
    markdownTable(
      [l10n.t("containers"), l10n.t("requests"), l10n.t("answer time"), l10n.t("failures")],
      scaleRows(report),
    ),
    l10n.t(
      "Load: {connections} requests at once for {seconds} seconds, through a proxy that balances connections in turn.",
      { connections: report.connections, seconds: report.seconds },
    ),
    l10n.t("## What is unsafe to replicate"),
    markdownTable(
      [l10n.t("what"), l10n.t("why"), l10n.t("where")],
      report.unsafe.map(({ what, why, place }) => [
        escapeMarkdown(what),
        escapeMarkdown(why),
        place ? placeLink(place, `${folder.uri.path}/`) : "",
      ]),
    ),
  ].join("\n\n");
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}
