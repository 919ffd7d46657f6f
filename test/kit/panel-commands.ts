import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Step } from "./click-through";
import { docker } from "./machine";
import { project } from "./panel-sample";
import type { WorkbenchPage } from "./workbench-page";

/** What the menus of rows offer, each as a person takes it, against the real engine. */
export async function walkCommands(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  const service = (name: string) => panel.locator(".service", { hasText: name }).first();
  await step(workbench, "copy files out", async () => {
    const target = path.join(path.dirname(workspace), "copied");
    mkdirSync(target);
    await workbench.chooseInMenu(service("web"), "Copy Files Out…");
    await workbench.answer("/app/server.py");
    await workbench.chooseFile(`${target}/`);
    await waitFor(() => existsSync(path.join(target, "server.py")), "the copy");
    await workbench.openNotifications();
    await workbench.notification(/Copied 1 file/).waitFor();
    assert.equal(
      readFileSync(path.join(target, "server.py"), "utf8"),
      readFileSync(path.join(workspace, "server.py"), "utf8"),
    );
    await workbench.run("Notifications: Clear All Notifications");
  });
  await step(workbench, "shell", async () => {
    await workbench.chooseInMenu(service("web"), "Open Shell");
    await page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor({ state: "attached" });
    await page.locator(".terminal-wrapper.active").click();
    // The shell inside may take keys a moment later than its terminal.
    await waitFor(async () => {
      await page.keyboard.type("touch /tmp/by-hand\n");
      await page.waitForTimeout(500);
      return docker(["compose", "-p", project, "exec", "web", "test", "-f", "/tmp/by-hand"], workspace).status === 0;
    }, "the shell to make a file");
    await workbench.run("Terminal: Kill All Terminals");
    await workbench.closePart("panel", "View: Toggle Panel Visibility");
  });
  await step(workbench, "download logs", async () => {
    const target = path.join(workspace, "all.log");
    await panel.getByRole("button", { name: "Download all" }).click();
    await workbench.chooseFile("all.log");
    await waitFor(() => existsSync(target) && /web INFO order 1 packed/.test(readFileSync(target, "utf8")), "the log");
  });
  await step(workbench, "watch", async () => {
    await workbench.run("Drydock: Watch for Changes");
    await workbench.openNotifications();
    await workbench.notification(/Watching .* for changes/).waitFor();
    await workbench.notification(/[Ww]atch enabled/).waitFor({ timeout: 30_000 });
    appendFileSync(path.join(workspace, "server.py"), "# watched\n");
    const grep = ["compose", "-p", project, "exec", "web", "grep", "-q", "# watched", "/app/server.py"];
    await waitFor(() => docker(grep, workspace).status === 0, "the change in the container");
    await workbench
      .notification(/Watching .* for changes/)
      .getByRole("button", { name: "Cancel" })
      .click();
    await workbench.notification(/Watching .* for changes/).waitFor({ state: "detached" });
  });
  await step(workbench, "scale", async () => {
    await workbench.chooseInMenu(service("console"), "Scale…");
    await workbench.answer("2");
    await panel.locator(".service.state-running", { hasText: "console" }).nth(1).waitFor({ timeout: 60_000 });
    await workbench.chooseInMenu(service("console"), "Scale…");
    await workbench.answer("1");
    await workbench.confirm("Scale console down?", "Scale to 1");
    await panel.locator(".service", { hasText: "console" }).nth(1).waitFor({ state: "detached", timeout: 60_000 });
  });
  await step(workbench, "rename and kill", async () => {
    await workbench.openDrydock();
    await workbench.expandView("Containers");
    await workbench.expand(project);
    await workbench.chooseInMenu(workbench.row("console"), "More", "Rename…");
    await workbench.answer("drydock-panel-walk-renamed");
    const names = (): string => docker(["ps", "--format", "{{.Names}}"]).stdout;
    await waitFor(() => names().includes("drydock-panel-walk-renamed"), "the new name");
    await workbench.chooseInMenu(workbench.row("console"), "More", "Kill…");
    await workbench.confirm("Kill console?", "Kill");
    await waitFor(() => !names().includes("drydock-panel-walk-renamed"), "the end of its container");
    await panel.locator(".service.state-exited", { hasText: "console" }).waitFor();
  });
  await step(workbench, "compare image", async () => {
    await workbench.openDrydock();
    await workbench.expandView("Containers");
    await workbench.expand("Images");
    await workbench.reveal("drydock-panel-walk-web:latest", "Images");
    await workbench.chooseInMenu(workbench.row("drydock-panel-walk-web:latest"), "Compare with Last Build");
    await workbench.openNotifications();
    await workbench.notification(/No earlier build/).waitFor();
    await workbench.run("Notifications: Clear All Notifications");
    await page.keyboard.press("Control+b");
  });
}

async function waitFor(probe: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await probe()) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`Waited in vain for ${what}.`);
}
