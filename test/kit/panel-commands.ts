import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator } from "playwright-core";
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
    await workbench.notified(/Watching .* for changes.*[Ww]atch enabled/);
    const grep = ["compose", "-p", project, "exec", "web", "grep", "-q", "# watched", "/app/server.py"];
    let tries = 0;
    let answer = docker(grep, workspace);
    await waitFor(
      () => {
        // Compose says that it watches a moment before it does, so the file is saved again now and then.
        if (tries++ % 8 === 0) appendFileSync(path.join(workspace, "server.py"), "# watched\n");
        answer = docker(grep, workspace);
        return answer.status === 0;
      },
      "the change in the container",
      async () => `${answer.stderr} ${(await workbench.notifications()).join(" | ")}`,
    );
    await workbench.run("Drydock: Watch for Changes");
    const known = await workbench.notified(/already being watched/);
    await known.getByRole("button", { name: "Stop Watching" }).click();
    await waitFor(() => !isWatching(), "the end of watching");
  });
  await step(workbench, "rename", async () => {
    await workbench.chooseInMenu(service("console"), "Rename…");
    await workbench.typeAnswer("no/name");
    await page.locator(".quick-input-widget", { hasText: "beginning with a letter or digit" }).waitFor();
    await workbench.answer(`${project}-odd.name`);
    await waitFor(
      () => docker(["container", "inspect", `${project}-odd.name`], workspace).status === 0,
      "the container to have its new name",
    );
    docker(["rename", `${project}-odd.name`, `${project}-console-1`], workspace);
  });
  await step(workbench, "copy files out", async () => {
    const target = mkdtempSync(path.join(path.dirname(workspace), "out-"));
    await workbench.chooseInMenu(service("web"), "Copy Files Out…");
    await workbench.answer("/app/server.py");
    await workbench.chooseFile(`${target}/`, "Copy Here");
    await waitFor(() => existsSync(path.join(target, "server.py")), "the file from the container");
    await workbench.notified(/Copied 1 file/);
  });
  await step(workbench, "download logs", async () => {
    const target = path.join(mkdtempSync(path.join(path.dirname(workspace), "logs-")), "all.log");
    await workbench.run("Drydock: Containers");
    await workbench.panelTab("Logs").click();
    await panel.getByRole("button", { name: "Download all" }).click();
    await workbench.chooseFile(target, "OK");
    await waitFor(
      () => existsSync(target) && readFileSync(target, "utf8").includes("web INFO order 1 packed"),
      "the log",
    );
    await workbench.notified(/Saved [\d,]+ lines/);
    const [head = ""] = readFileSync(target, "utf8").split("\n", 1);
    assert.match(head, /^# \d+ lines, saved \S+Z\. (?:Nothing is missing of what|Missing: )/);
    await page.keyboard.press("Escape");
  });
  await step(workbench, "image filter", async () => {
    await workbench.openDrydock();
    await workbench.expandView("Containers");
    await workbench.row("Images").hover();
    await workbench.row("Images").getByRole("button", { name: "Filter Images…" }).click();
    await workbench.typeAnswer(project);
    await workbench.row("Images").filter({ hasText: `1 of` }).waitFor();
    await page.keyboard.press("Escape");
    await workbench
      .row("Images")
      .filter({ hasText: `· ${project}` })
      .waitFor({ state: "detached" });
  });
  await step(workbench, "scale", async () => {
    await workbench.chooseInMenu(service("console"), "Scale…");
    await workbench.answer("2");
    await panel.locator(".service.state-running", { hasText: "console" }).nth(1).waitFor({ timeout: 60_000 });
    await service("console").locator(".service-name").click();
    await panel.locator(".log-service", { hasText: "console-2" }).first().waitFor({ timeout: 30_000 });
    await service("web").locator(".service-name").click();
    await workbench.chooseInMenu(service("console"), "Scale…");
    await workbench.answer("1");
    await workbench.confirm("Scale console down?", "Scale to 1");
    await panel.locator(".service", { hasText: "console" }).nth(1).waitFor({ state: "detached", timeout: 60_000 });
  });
}

/** Whether some process is `docker compose … watch` of the sample, which must not outlive its notification. */
function isWatching(): boolean {
  return readdirSync("/proc").some(id => {
    if (!/^\d+$/.test(id)) return false;
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
      return words.includes(project) && words.includes("watch");
    } catch {
      return false; // It ended meanwhile.
    }
  });
}

/** `seen` tells what there was instead. */
export async function waitFor(
  probe: () => boolean | Promise<boolean>,
  what: string,
  seen: () => Promise<string> = () => Promise.resolve(""),
): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await probe()) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`Waited in vain for ${what}. ${await seen()}`.trim());
}

/** Shows the lines of a service, or leaves them out, as the opposite is now. */
export async function turn(panel: FrameLocator, service: string): Promise<void> {
  const choices = panel.locator(".choices");
  if ((await choices.getAttribute("open")) === null) await choices.locator("summary").click();
  await choices.locator("label", { hasText: service }).click();
  // The box that was chosen still has the focus, so that the keys reach the list.
  await choices.locator("input:focus").press("Escape");
  await panel.locator(".choices:not([open])").waitFor();
}
