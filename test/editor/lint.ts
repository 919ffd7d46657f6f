import assert from "node:assert/strict";
import * as vscode from "vscode";
import { drydockDiagnostics, remove, until, write } from "./kit";

const poor = "FROM python:3.11-slim-bookworm\nMAINTAINER someone@example.com\nRUN cd /app\nCMD python server.py\n";

export function lintTests(): void {
  describe("lint", () => {
    after(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      for (const path of ["poor.dockerfile", "compose.poor.yaml", "big.dockerfile", "copied/one.txt"])
        await remove(path);
    });

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

    it("orders actions: fixes, then ignoring from the line to the workspace, then explaining", async () => {
      const document = await openPoor(poor);
      const [diagnostic] = await until("findings", () => some(drydockDiagnostics(document.uri)));
      assert.ok(diagnostic);
      const titles = (await actionsAt(document.uri, diagnostic.range)).map(({ title }) => title);
      const rank = (title: string): number =>
        [/ on This Line$/, / in This File$/, / in This Workspace$/, /^Explain /].findIndex(end => end.test(title));
      const ranks = titles.filter(title => /^(?:Ignore|Explain) /.test(title)).map(rank);
      assert.deepEqual(ranks, ranks.toSorted());
      assert.ok(titles.findIndex(title => !/^(?:Ignore|Explain) /.test(title)) <= 0, titles.join(", "));
    });

    it("fixes all safe findings of a file by its source action, and none is left the next time", async () => {
      const document = await openPoor("from python:3.11-slim-bookworm\nMAINTAINER someone@example.com\nUSER app\n");
      await until("findings", () => some(drydockDiagnostics(document.uri)));
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const find = (): Thenable<vscode.CodeAction[]> =>
        vscode.commands.executeCommand(
          "vscode.executeCodeActionProvider",
          document.uri,
          whole,
          "source.fixAll.drydock",
        );
      const [action] = await find();
      assert.equal(action?.title, "Fix All Drydock Findings");
      assert.ok(action.edit);
      await vscode.workspace.applyEdit(action.edit);
      assert.doesNotMatch(document.getText(), /MAINTAINER/);
      await until("nothing left to fix", async () => (await find()).length === 0);
    });

    it("silences a finding of a Compose file by a comment with its indentation", async () => {
      const text = "services:\n  web:\n    image: shop:1\n    privileged: true\n";
      const uri = await write("compose.poor.yaml", text);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      const isPrivileged = (each: vscode.Diagnostic): boolean => /privileged-service/.test(targetOf(each));
      const diagnostic = await until("the finding", () => drydockDiagnostics(uri).find(isPrivileged) ?? null);
      const action = (await actionsAt(uri, diagnostic.range)).find(
        ({ title }) => title === "Ignore privileged-service on This Line",
      );
      assert.ok(action?.edit);
      await vscode.workspace.applyEdit(action.edit);
      assert.match(document.getText(), /\n {4}# drydock ignore=privileged-service\n {4}privileged: true\n/);
      await until("the finding to go", () => !drydockDiagnostics(uri).some(isPrivileged));
    });

    it("says on hover and at the line's end what a COPY takes from this project", async () => {
      await write("copied/one.txt", "12345");
      const document = await openPoor("FROM python:3.11-slim-bookworm\nCOPY copied /copied\nUSER app\n");
      await vscode.commands.executeCommand("drydock.workspace.lint");
      const hints = await until("the hint", async () => {
        const whole = new vscode.Range(0, 0, document.lineCount, 0);
        const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          "vscode.executeInlayHintProvider",
          document.uri,
          whole,
        );
        return some(found);
      });
      assert.deepEqual(
        hints.map(({ label, position }) => [label, position.line]),
        [["5 B, 1 file", 1]],
      );
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        new vscode.Position(1, 2),
      );
      const said = hovers
        .flatMap(({ contents }) => contents.map(each => (each as vscode.MarkdownString).value))
        .join("\n");
      assert.match(said, /Copies 1 file, 5 B\./);
    });

    it("says once why a file over 2 MB has no findings", async () => {
      const uri = await write("big.dockerfile", `FROM a\n${"# long\n".repeat(300_000)}`);
      await vscode.workspace.openTextDocument(uri);
      const found = await until("the information", () => some(drydockDiagnostics(uri)));
      assert.deepEqual(
        found.map(({ severity, message }) => [severity, /over 2 MB/.test(message)]),
        [[vscode.DiagnosticSeverity.Information, true]],
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

function targetOf({ code }: vscode.Diagnostic): string {
  return typeof code === "object" ? code.target.path : "";
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

function actionsAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
}
