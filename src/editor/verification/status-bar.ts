import * as vscode from "vscode";
import { l10n } from "vscode";
import type { BuildStore } from "../containers/build-store";
import { escaped, trustedMarkdown } from "../recon/tooltip";
import { setting } from "../shell";
import type { VerificationStore } from "./verification-store";

/** One item, hidden until there is something to say; a click opens the panel's tab. */
export function createStatusBar(verification: VerificationStore, builds: BuildStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("drydock.status", vscode.StatusBarAlignment.Left, 10);
  item.name = l10n.t("Drydock verification");
  const update = (): void => {
    const building = builds.progress;
    const { view } = verification;
    item.backgroundColor = undefined;
    item.command = "drydock.verification.show";
    if (building !== null) {
      item.text = `$(loading~spin) Drydock: ${building}`;
      item.tooltip = l10n.t("Show the build");
      item.command = "drydock.panel.show";
    } else if (view.state === "running") {
      item.text = `$(loading~spin) ${l10n.t("Drydock: verifying, {progress}", { progress: verification.progress })}`;
      item.tooltip = l10n.t("Show Verification");
    } else if (view.state === "none" || !setting("statusBar.verdict", true)) {
      item.hide();
      return;
    } else {
      const held = view.thresholds.filter(threshold => threshold.held).length;
      const counts = `${held}/${view.thresholds.length}`;
      if (view.state === "stale") item.text = `$(history) ${l10n.t("Drydock out of date")}`;
      else if (view.failed) item.text = `$(error) ${l10n.t("Drydock failed")}`;
      else item.text = `$(${view.state === "pass" ? "pass" : "warning"}) Drydock ${counts}`;
      if (view.state === "fail") item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
      item.tooltip = tooltip(view);
    }
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    verification.onDidChange(update),
    builds.onDidChange(update),
    vscode.workspace.onDidChangeConfiguration(change => change.affectsConfiguration("drydock.statusBar") && update()),
  );
}

function tooltip(view: VerificationStore["view"]): vscode.MarkdownString {
  const missed = view.thresholds.filter(threshold => !threshold.held);
  const lines = [
    `**${escaped(view.summary)}**`,
    escaped(`${view.when} · ${view.machine}`),
    ...view.drift.slice(0, 5).map(what => `- ${escaped(what)}`),
    ...view.causes.slice(0, 3).map(({ what }) => `- ${escaped(what)}`),
    ...missed.map(
      ({ label, limit, measured }) =>
        `- ${escaped(l10n.t("{label}: {measured}, limit {limit}", { label, measured, limit }))}`,
    ),
    "",
    [
      `[${l10n.t("Show Verification")}](command:drydock.verification.show)`,
      `[${l10n.t("Verify Workspace")}](command:drydock.workspace.verify)`,
    ].join(" · "),
  ];
  return trustedMarkdown(lines.join("\n\n"), ["drydock.verification.show", "drydock.workspace.verify"]);
}
