import assert from "node:assert/strict";
import * as vscode from "vscode";
import { drydockDiagnostics, remove, until, write } from "./kit";

const poor = "FROM python:3.11-slim-bookworm\nMAINTAINER someone@example.com\nRUN cd /app\nCMD python server.py\n";

export function lintTests(): void {
  describe("lint", () => {
    after(() => remove("poor.dockerfile"));

    it("reports a poor Dockerfile as it is typed, before it is saved", async () => {
      const document = await openPoor("FROM python:3.11-slim-bookworm\n");
      const before = drydockDiagnostics(document.uri).length;
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 0), poor.split("\n").slice(1).join("\n"));
      await vscode.workspace.applyEdit(edit);
      const found = await until("findings", () => {
        const list = drydockDiagnostics(document.uri);
        return list.length > before ? list : null;
      });
      assert.ok(document.isDirty);
      const [first] = found;
      assert.ok(first && typeof first.code === "object");
      assert.match(String(first.code.value), /^DD\d{4}$/);
    });

    it("offers fixes, then ignoring in three scopes, then the explanation", async () => {
      const document = await openPoor(poor);
      const [diagnostic] = await until("findings", () => some(drydockDiagnostics(document.uri)));
      assert.ok(diagnostic);
      const titles = (await actionsAt(document.uri, diagnostic.range)).map(({ title }) => title);
      const ignores = titles.filter(title => title.startsWith("Ignore "));
      assert.ok(ignores.some(title => title.endsWith("on This Line")));
      assert.ok(ignores.some(title => title.endsWith("in This File")));
      assert.ok(ignores.some(title => title.endsWith("in This Workspace")));
      assert.ok(titles.some(title => title.startsWith("Explain ")));
    });

    it("takes a finding away by its fix", async () => {
      const document = await openPoor(poor);
      const found = await until("findings", () => some(drydockDiagnostics(document.uri)));
      for (const diagnostic of found) {
        const actions = await actionsAt(document.uri, diagnostic.range);
        const fix = actions.find(action => action.edit && !action.title.startsWith("Ignore ") && action.isPreferred);
        if (!fix?.edit) continue;
        const code = String((diagnostic.code as { value: string }).value);
        const count = (): number => drydockDiagnostics(document.uri).filter(other => codeOf(other) === code).length;
        const before = count();
        await vscode.workspace.applyEdit(fix.edit);
        await until("the finding to go", () => count() < before);
        return;
      }
      assert.fail("No finding of the poor Dockerfile has a preferred fix.");
    });

    it("silences a rule on one line by a comment", async () => {
      const document = await openPoor(poor);
      const [diagnostic] = await until("findings", () => some(drydockDiagnostics(document.uri)));
      assert.ok(diagnostic);
      const action = (await actionsAt(document.uri, diagnostic.range)).find(({ title }) =>
        title.endsWith("on This Line"),
      );
      assert.ok(action?.edit);
      await vscode.workspace.applyEdit(action.edit);
      await until("the finding to go", () =>
        drydockDiagnostics(document.uri).every(
          other => codeOf(other) !== codeOf(diagnostic) || other.message !== diagnostic.message,
        ),
      );
    });

    it("explains a rule in a document of its own", async () => {
      const document = await openPoor(poor);
      const [diagnostic] = await until("findings", () => some(drydockDiagnostics(document.uri)));
      assert.ok(diagnostic && typeof diagnostic.code === "object");
      const page = await vscode.workspace.openTextDocument(diagnostic.code.target);
      assert.match(page.getText(), new RegExp(`^# [a-z-]+\\n\\n\`${codeOf(diagnostic)}\``));
    });
  });
}

async function openPoor(text: string): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await remove("poor.dockerfile");
  const uri = await write("poor.dockerfile", text);
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== text) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }
  await vscode.window.showTextDocument(document);
  return document;
}

function some<Value>(list: readonly Value[]): readonly Value[] | null {
  return list.length > 0 ? list : null;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

function actionsAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
}
