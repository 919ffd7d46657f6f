import * as vscode from "vscode";
import { hasFile, pickFolder, registerCommands, type Shell } from "./shell";

const starter = `# Drydock reads this file; commit it with the code.
# Answers, corrections, ignored findings and thresholds live here.
schema: 1
`;

export function registerGeneralCommands(shell: Shell): vscode.Disposable {
  return registerCommands(shell, {
    "drydock.log.show": () => shell.log.show(),
    "drydock.walkthrough.open": () =>
      vscode.commands.executeCommand("workbench.action.openWalkthrough", `${shell.extension.extension.id}#dockerize`),
    "drydock.configuration.open": async (argument?: unknown) => {
      const folder = await pickFolder(argument);
      if (!folder) return;
      const uri = vscode.Uri.joinPath(folder.uri, ".drydock.yaml");
      if (await hasFile(uri)) {
        await vscode.window.showTextDocument(uri);
        return;
      }
      // Nothing is created until the person saves it.
      const document = await vscode.workspace.openTextDocument(uri.with({ scheme: "untitled" }));
      const editor = await vscode.window.showTextDocument(document);
      if (document.getText() === "") await editor.edit(edit => edit.insert(new vscode.Position(0, 0), starter));
    },
  });
}
