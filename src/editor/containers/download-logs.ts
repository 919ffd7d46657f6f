import * as vscode from "vscode";
import { l10n } from "vscode";
import { systemClock } from "../../host/system";
import { figure } from "../figures";
import type { Engine } from "../../model/ports";
import { errorText } from "../shell";
import { containerLabel } from "./container-words";
import type { EngineStore } from "./engine-store";
import { firstLine, goneWords, rotationWords } from "./log-gaps";
import type { PanelHost } from "./panel-host";

/**
 * All that the engine still holds and what the panel kept of containers that are no more, merged by time, into a file of
 * the person's choice. Its first line says what is missing and why.
 */
export async function downloadLogs(store: EngineStore, panel: PanelHost): Promise<void> {
  const engine = await store.connect();
  const own = store.containers.filter(container => store.isOwn(container));
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const target = await vscode.window.showSaveDialog({
    title: l10n.t("Download Logs"),
    saveLabel: l10n.t("Save Logs"),
    filters: { Log: ["log", "txt"] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, `${folder.name}.log`) } : {}),
  });
  if (!target) return;
  const count = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t("Saving logs") },
    async progress => {
      const lines: { at: string; text: string }[] = [];
      const missing: string[] = [];
      for (const container of own) {
        const name = containerLabel(container, store.containers);
        progress.report({ message: name });
        missing.push(...(await readLog(engine, container.id, name, lines)));
      }
      const gone = panel.linesOfGone();
      missing.push(...goneWords(gone));
      for (const { at, label, text } of gone) lines.push({ at, text: `${at} ${label} ${text}` });
      lines.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
      const head = firstLine(lines.length, missing, new Date(systemClock.now()));
      const text = [head, ...lines.map(line => line.text), ""].join("\n");
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      return lines.length;
    },
  );
  const { fsPath: path } = target;
  const words =
    count === 1
      ? l10n.t("Saved 1 line to {path}.", { path })
      : l10n.t("Saved {count} lines to {path}.", { count: figure(count), path });
  const open = l10n.t("Open");
  void vscode.window.showInformationMessage(words, l10n.t("Open")).then(async answer => {
    if (answer === open) await vscode.window.showTextDocument(target);
  });
}

async function readLog(
  engine: Engine,
  id: string,
  name: string,
  lines: { at: string; text: string }[],
): Promise<readonly string[]> {
  let first = "";
  try {
    const detail = await engine.inspect(id);
    await engine.logs(id, { follow: false }, ({ timestamp, text }) => {
      first ||= timestamp;
      lines.push({ at: timestamp, text: `${timestamp} ${name} ${text}` });
    });
    const rotated = rotationWords(detail, first);
    return rotated === "" ? [] : [`${name}: ${rotated}`];
  } catch (error) {
    return [l10n.t("{name}: its log could not be read ({error})", { name, error: errorText(error) })];
  }
}
