import { appendFileSync } from "node:fs";
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
}

async function waitFor(probe: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await probe()) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`Waited in vain for ${what}.`);
}
