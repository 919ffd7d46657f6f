import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import * as vscode from "vscode";
import { drydockDiagnostics, file, read, remove, root, until, write } from "./kit";

const made = ["Dockerfile", "compose.yaml"];

export function reviewTests(): void {
  describe("Dockerize review", () => {
    beforeEach(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });

    it("shows proposals in a diff and writes nothing before apply", async () => {
      await open();
      const proposal = await until("the proposal", () => proposed("Dockerfile"));
      assert.match(proposal, /^FROM /m);
      assert.equal(await read("Dockerfile"), null);
      await vscode.commands.executeCommand("drydock.review.cancel");
      assert.equal(await read("Dockerfile"), null);
      await until("the diff to close", () => diffTabs().length === 0);
    });

    it("hides the values of secret files, and keeps those proposals read-only", async () => {
      await open();
      const secret = await until("the secret file", () => proposed(".env"));
      for (const line of secret.split("\n").filter(text => text.includes("=") && !text.startsWith("#"))) {
        assert.match(line, /=•••$/);
      }
      await assert.rejects(async () =>
        vscode.workspace.fs.writeFile(proposalUri(".env"), new TextEncoder().encode("A=1\n")),
      );
      await vscode.commands.executeCommand("drydock.review.cancel");
    });

    it("says on a generated line which decision put it there", async () => {
      await open();
      await until("the proposal", () => proposed("Dockerfile"));
      const document = await vscode.workspace.openTextDocument(proposalUri("Dockerfile"));
      const from = document
        .getText()
        .split("\n")
        .findIndex(line => line.startsWith("FROM python"));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        new vscode.Position(Math.max(0, from), 2),
      );
      const text = hovers
        .flatMap(hover => hover.contents.map(part => (typeof part === "string" ? part : part.value)))
        .join("\n");
      assert.match(text, /Base image|Python version/);
      await vscode.commands.executeCommand("drydock.review.cancel");
    });

    it("writes all files as one edit, secrets with their values, and takes all back with one undo", async () => {
      await open();
      await until("the proposal", () => proposed("compose.yaml"));
      const sample = await read(".env.example");
      await vscode.commands.executeCommand("drydock.review.apply");
      for (const path of made) assert.notEqual(await read(path), null, path);
      assert.deepEqual(errorsOf("Dockerfile"), [], "what was just written is judged by what is there now");
      assert.doesNotMatch((await read(".env")) ?? "", /•••/);
      const mode = statSync(file(".env").fsPath).mode & 0o777;
      if (process.platform !== "win32") assert.equal(mode.toString(8), "600");
      assert.ok(existsSync(file("docs").fsPath), "docs was not made");
      await vscode.window.showTextDocument(file("Dockerfile"));
      assert.notEqual(await read(".env.example"), sample);
      await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
      await vscode.commands.executeCommand("undo");
      await until("the undo", async () => (await read("Dockerfile")) === null && (await read("compose.yaml")) === null);
      assert.equal(await read(".env"), null);
      await until("the folder that was made to go", () => !existsSync(file("docs").fsPath));
      await until("the merged file to be as it was", async () => (await read(".env.example")) === sample);
      await vscode.commands.executeCommand("redo");
      await until("the redo", async () => (await read("Dockerfile")) !== null && (await read(".env")) !== null);
      if (process.platform !== "win32")
        await until("the secrets to be their owner's alone", () => (statSync(file(".env").fsPath).mode & 0o077) === 0);
      await vscode.commands.executeCommand("undo");
      await until("the second undo", async () => (await read("Dockerfile")) === null && (await read(".env")) === null);
    });

    it("judges the proposals anew once the ignore file beside them was edited", async () => {
      await open();
      await until("the proposal", () => proposed("Dockerfile"));
      const dockerfile = await vscode.workspace.openTextDocument(proposalUri("Dockerfile"));
      const ignored = await vscode.workspace.openTextDocument(proposalUri(".dockerignore"));
      const text = ignored.getText();
      assert.deepEqual(excluded(dockerfile.uri), []);
      await saveAs(ignored, `${text}docker/check_environment.py\n`);
      await until("the finding", () => excluded(dockerfile.uri).length > 0);
      await saveAs(ignored, text);
      await until("the finding to go", () => excluded(dockerfile.uri).length === 0);
      await vscode.commands.executeCommand("drydock.review.cancel");
    });

    it("keeps an edit of a proposal and writes it", async () => {
      await open();
      const text = await until("the proposal", () => proposed("Dockerfile"));
      await vscode.workspace.fs.writeFile(proposalUri("Dockerfile"), new TextEncoder().encode(`${text}# mine\n`));
      await vscode.commands.executeCommand("drydock.review.apply");
      assert.match((await read("Dockerfile")) ?? "", /# mine\n$/);
    });

    it("undoes an apply by command later, through the same review", async () => {
      await vscode.commands.executeCommand("drydock.workspace.undoDockerize");
      await until("the diff", () => diffTabs().length > 0);
      await vscode.commands.executeCommand("drydock.review.apply");
      await until("the files to go", async () => (await read("Dockerfile")) === null);
      await until("the folder that was made to go", () => !existsSync(file("docs").fsPath));
      assert.equal(await read("compose.yaml"), null);
    });

    it("does not overwrite a file that changed during the review", async () => {
      await open();
      await until("the proposal", () => proposed("Dockerfile"));
      await write("Dockerfile", "FROM scratch\n");
      void vscode.commands.executeCommand("drydock.review.apply");
      await new Promise(resolve => setTimeout(resolve, 1500));
      assert.equal(await read("Dockerfile"), "FROM scratch\n");
      assert.equal(await read("compose.yaml"), null);
      await vscode.commands.executeCommand("notifications.clearAll");
      await vscode.commands.executeCommand("drydock.review.cancel");
      await remove("Dockerfile");
    });
  });
}

async function saveAs(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  assert.ok(await document.save());
}

function excluded(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return drydockDiagnostics(uri).filter(({ message }) => message.includes("is excluded by"));
}

function errorsOf(path: string): readonly string[] {
  return vscode.languages
    .getDiagnostics(file(path))
    .filter(({ severity, source }) => source === "Drydock" && severity === vscode.DiagnosticSeverity.Error)
    .map(({ message }) => message);
}

function proposalUri(path: string): vscode.Uri {
  return file(path).with({ scheme: "drydock-plan", authority: "" });
}

async function open(): Promise<void> {
  await vscode.commands.executeCommand("drydock.workspace.dockerize", root().uri);
  await until("the diff", () => diffTabs().length > 0);
}

async function proposed(path: string): Promise<string | null> {
  return vscode.workspace.fs.readFile(proposalUri(path)).then(
    bytes => new TextDecoder().decode(bytes),
    () => null,
  );
}

function diffTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => /Dockerize flask-pip/.test(tab.label));
}
