import * as vscode from "vscode";
import type { BuildStore } from "../containers/build-store";
import { escaped, trustedMarkdown } from "../recon/tooltip";
import { setting } from "../shell";
import type { VerificationStore } from "./verification-store";

/** One item, hidden until there is something to say; a click opens the panel's tab. */
export function createStatusBar(verification: VerificationStore, builds: BuildStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("drydock.status", vscode.StatusBarAlignment.Left, 10);
  item.name = "Drydock verification";
  const update = (): void => {
    const building = builds.progress;
    const { view } = verification;
    item.backgroundColor = undefined;
    item.command = "drydock.verification.show";
    if (building !== null) {
      item.text = `$(loading~spin) Drydock: ${building}`;
      item.tooltip = "Show the build";
      item.command = "drydock.panel.show";
    } else if (view.state === "running") {
      item.text = `$(loading~spin) Drydock: verifying, ${verification.progress}`;
      item.tooltip = "Show Verification";
    } else if (view.state === "none" || !setting("statusBar.verdict", true)) {
      item.hide();
      return;
    } else {
      const held = view.thresholds.filter(threshold => threshold.held).length;
      const counts = `${held}/${view.thresholds.length}`;
      if (view.state === "stale") item.text = "$(history) Drydock out of date";
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
    ...missed.map(({ label, limit, measured }) => `- ${escaped(`${label}: ${measured}, limit ${limit}`)}`),
    "",
    "[Show Verification](command:drydock.verification.show) · [Verify Workspace](command:drydock.workspace.verify)",
  ];
  return trustedMarkdown(lines.join("\n\n"), ["drydock.verification.show", "drydock.workspace.verify"]);
}
