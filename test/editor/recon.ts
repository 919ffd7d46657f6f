import assert from "node:assert/strict";
import * as vscode from "vscode";
import { drydockDiagnostics, read, remove, until, write } from "./kit";

export function reconTests(): void {
  describe("recon", () => {
    after(() => remove(".drydock.yaml"));

    it("opens the place of a finding at its line", async () => {
      const settings = await vscode.workspace.findFiles("settings.py");
      const [uri] = settings;
      assert.ok(uri);
      await vscode.commands.executeCommand("drydock.finding.open", uri.toString(), 21, 1);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), uri.toString());
      assert.equal(editor.selection.active.line, 20);
    });

    it("writes an ignored finding into the configuration, and takes it out again", async () => {
      const folder = vscode.workspace.workspaceFolders?.[0];
      const row = { finding: "integration/redis", flags: ["ignorable"], children: [] };
      const node = { folder, row, parent: null };
      await vscode.commands.executeCommand("drydock.finding.ignore", node, [node]);
      const written = await until("the configuration", () => read(".drydock.yaml"));
      assert.match(written, /finding: integration\/redis/);
      const ignored = { ...node, row: { ...row, flags: ["ignored"] } };
      await vscode.commands.executeCommand("drydock.finding.restore", ignored, [ignored]);
      assert.doesNotMatch((await read(".drydock.yaml")) ?? "", /integration\/redis/);
    });

    it("shows a build script beside what the plan would add to it", async () => {
      const folder = vscode.workspace.workspaceFolders?.[0];
      const row = { label: "Makefile", place: { path: "Makefile", line: 1, column: 1 }, flags: [], children: [] };
      await vscode.commands.executeCommand("drydock.recon.showWhereDockerJoins", { folder, row, parent: null });
      const tab = await until("the diff", () => vscode.window.tabGroups.activeTabGroup.activeTab);
      const { input } = tab;
      assert.ok(input instanceof vscode.TabInputTextDiff, tab.label);
      assert.match((await vscode.workspace.openTextDocument(input.modified)).getText(), /^docker-\w+:$/m);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });

    it("adds an optional service to the plan by a line of the configuration", async () => {
      const folder = vscode.workspace.workspaceFolders?.[0];
      const row = { label: "Redis", finding: "integration/redis", flags: [], children: [] };
      void vscode.commands.executeCommand("drydock.recon.addService", { folder, row, parent: null });
      const line = /finding: integration\/redis,?\s+set:\s+(?:\{ )?optional: false/;
      await until("the configuration", async () => line.test((await read(".drydock.yaml")) ?? ""));
      await vscode.commands.executeCommand("drydock.finding.restore", { folder, row, parent: null });
      await until("it to be as it was", async () => !line.test((await read(".drydock.yaml")) ?? ""));
      await vscode.commands.executeCommand("notifications.clearAll");
    });

    it("hints at what would misbehave in a container, with a change that is made only when it is chosen", async () => {
      const uri = await write("loopback_server.py", 'import uvicorn\n\nuvicorn.run("app:app", host="127.0.0.1")\n');
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand("drydock.recon.refresh");
      const [hint] = await until("the hint", () => {
        const found = drydockDiagnostics(uri);
        return found.length > 0 ? found : null;
      });
      assert.equal(hint?.severity, vscode.DiagnosticSeverity.Hint);
      assert.equal(hint?.code, "loopback-bind");
      const actions = await until("the quick fix", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          uri,
          hint?.range,
        );
        return found.some(({ edit }) => edit !== undefined) ? found : null;
      });
      assert.match((await read("loopback_server.py")) ?? "", /127\.0\.0\.1/);
      const edit = actions.find(action => action.edit !== undefined)?.edit;
      assert.ok(edit);
      await vscode.workspace.applyEdit(edit);
      const document = await vscode.workspace.openTextDocument(uri);
      assert.match(document.getText(), /host="0\.0\.0\.0"/);
      await document.save();
      await remove("loopback_server.py");
    });

    it("answers the language-model tool with facts and places", async () => {
      const result = await vscode.lm.invokeTool("drydock_get_recon", {
        input: { group: "integrations" },
        toolInvocationToken: undefined,
      });
      const [part] = result.content;
      assert.ok(part instanceof vscode.LanguageModelTextPart);
      const facts = JSON.parse(part.value) as { integrations: { service: string; places: { line: number }[] }[] };
      assert.ok(facts.integrations.some(({ service, places }) => service === "redis" && (places[0]?.line ?? 0) > 0));
    });
  });
}
