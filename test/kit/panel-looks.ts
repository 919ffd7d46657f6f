import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Step } from "./click-through";
import { paleTexts } from "./contrast";
import { docker } from "./machine";
import { project } from "./panel-sample";
import type { WorkbenchPage } from "./workbench-page";

/** Stops by mouse and starts by key, keys, a menu, a theme of high contrast, a narrow panel and a reload. */
export async function walkLooks(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "stop and start", async () => {
    const worker = panel.locator(".service", { hasText: "worker" });
    await worker.hover();
    await worker.getByRole("button", { name: "Stop worker" }).click();
    await panel.locator(".service.state-exited", { hasText: "worker" }).waitFor({ timeout: 60_000 });
    await panel.locator(".service", { hasText: "console" }).focus();
    await page.keyboard.press("s");
    await panel.locator(".service.state-running", { hasText: "console" }).waitFor({ timeout: 60_000 });
  });
  await step(workbench, "keys", async () => {
    await panel.locator(".service", { hasText: "web" }).focus();
    await page.keyboard.press("?");
    await panel.locator(".key-help", { hasText: "Follow the log" }).waitFor();
    // The list is drawn anew behind the help; the focus has to come back to its row all the same.
    docker(["compose", "-p", project, "start", "console"], workspace);
    await panel.locator(".service.state-running", { hasText: "console" }).waitFor();
    docker(["compose", "-p", project, "kill", "console"], workspace);
    await panel.locator(".service.state-exited", { hasText: "console" }).waitFor();
    await page.keyboard.press("Escape");
    await panel.locator(".key-help").waitFor({ state: "hidden" });
    for (const pane of ["[role=tablist]", ".pages", "header", ".services"]) {
      await page.keyboard.press("F6");
      await panel.locator(`${pane}:focus-within`).waitFor({ timeout: 5000 });
    }
    await page.keyboard.press("Shift+F6");
    await panel.locator("header:focus-within").waitFor({ timeout: 5000 });
    await page.keyboard.press("Control+f");
    await panel.locator(".find-box input:focus").waitFor();
  });
  await step(workbench, "a menu of a row asks before it removes", async () => {
    await workbench.chooseInMenu(panel.locator(".service", { hasText: "web" }), "Remove…");
    await page.locator(".monaco-dialog-box", { hasText: "Volumes are kept" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
  });
  await step(workbench, "high contrast", async () => {
    set(workspace, { "workbench.colorTheme": "Default High Contrast" });
    await workbench.panelTab("Build").click();
    await panel.locator("body.vscode-high-contrast").waitFor({ timeout: 30_000 });
    assert.deepEqual(await paleTexts(workbench), []);
    const cached = panel.locator(".bar.cached").first();
    assert.equal(await cached.evaluate(bar => getComputedStyle(bar).borderTopStyle), "dashed");
  });
  await step(workbench, "high contrast light", async () => {
    set(workspace, { "workbench.colorTheme": "Default High Contrast Light" });
    await panel.locator("body.vscode-high-contrast-light").waitFor({ timeout: 30_000 });
    assert.deepEqual(await paleTexts(workbench), []);
  });
  await step(workbench, "light", async () => {
    set(workspace, { "workbench.colorTheme": "Default Light Modern" });
    await workbench.panelTab("Logs").click();
    await panel.locator("body.vscode-light").waitFor({ timeout: 30_000 });
    assert.deepEqual(await paleTexts(workbench), []);
  });
  await step(workbench, "narrow", async () => {
    set(workspace, { "workbench.colorTheme": "Default Dark Modern" });
    await panel.locator("body.vscode-dark").waitFor({ timeout: 30_000 });
    assert.deepEqual(await paleTexts(workbench), []);
    await workbench.closePart("sidebar", "View: Toggle Primary Side Bar Visibility");
    await workbench.closePart("panel", "View: Toggle Panel Visibility");
    await page.setViewportSize({ width: 368, height: 800 });
    await panel.locator(".narrow").waitFor();
    await workbench.panelTab("Logs").click();
    const level = panel.getByRole("combobox", { name: "Least level" });
    await level.waitFor({ state: "hidden" });
    await panel.getByRole("button", { name: "More tools" }).click();
    await level.waitFor();
    assert.equal(await overflows(workbench), "");
    await panel.getByRole("button", { name: "More tools" }).click();
    const place = panel.locator(".log-place", { hasText: "server.py:9" }).last();
    await place.waitFor();
    const [text, left, right] = await place.evaluate(link => {
      const beside = link.parentElement?.querySelector(".log-text") ?? link;
      const { left, right } = link.getBoundingClientRect();
      return [beside.getBoundingClientRect().left, left, right] as const;
    });
    assert.ok(right <= 368 && left - text > 40, `the link to a traceback's line is at ${left} to ${right}`);
    await workbench.panelTab("Services").click();
    await panel.locator(".service-name", { hasText: "web" }).waitFor();
    assert.equal(await overflows(workbench), "");
  });
  await step(workbench, "narrow build", async () => {
    await workbench.panelTab("Build").click();
    await panel.locator(".timeline-row:not(.head)").first().waitFor();
    assert.equal(await overflows(workbench), "");
  });
  await step(workbench, "as narrow as a sidebar", async () => {
    await page.setViewportSize({ width: 268, height: 800 });
    await workbench.panelTab("Verification").waitFor();
    await workbench.panelTab("Logs").click();
    const [find, more] = await panel
      .locator(".toolbar > :is(.find-box, .more)")
      .evaluateAll(tools => tools.map(tool => tool.getBoundingClientRect()));
    assert.ok(find && more && more.top < find.bottom, "the tools of the log need a second row");
    await workbench.panelTab("Services").click();
    const cut = await panel
      .locator(".service-state")
      .evaluateAll(words => words.filter(word => word.scrollWidth > word.clientWidth).map(word => word.textContent));
    assert.deepEqual(cut, []);
    const tabs = panel.locator(".tabs");
    assert.ok(await tabs.evaluate(row => row.scrollWidth <= row.clientWidth), "a tab is out of sight");
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await step(workbench, "screen reader", async () => {
    set(workspace, { "editor.accessibilitySupport": "on" });
    await workbench.panelTab("Logs").click();
    await panel.locator(".log.plain .plain-rows .log-row").first().waitFor({ timeout: 30_000 });
    const rows = await panel.locator(".log .log-row:visible").count();
    assert.ok(rows > 100 && rows <= 500, `${rows} rows`);
    set(workspace, {});
    await panel.locator(".log:not(.plain)").waitFor({ timeout: 30_000 });
  });
  await step(workbench, "reload", async () => {
    await workbench.panelTab("Build").click();
    // VS Code writes the state of its editors down every five seconds.
    await page.waitForTimeout(7000);
    await page.reload();
    await workbench.ready();
    await panel.getByRole("tab", { name: "Build", selected: true }).waitFor({ timeout: 60_000 });
    await workbench.panelTab("Logs").click();
    await panel.locator(".card-place .button.primary", { hasText: "Connect to Engine" }).waitFor();
  });
}

/** The elements that stand out of the panel at its right; "" where all fits. */
async function overflows(workbench: WorkbenchPage): Promise<string> {
  return workbench
    .panel()
    .locator("body")
    .evaluate(body =>
      [...body.querySelectorAll("button, input, select, [role=tab]")]
        .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
        .filter(one => one.closest(".table-scroll, .tabs") === null)
        .map(one => `${one.className} ${one.textContent ?? ""}`)
        .join("; "),
    );
}

function set(workspace: string, settings: Readonly<Record<string, string>>): void {
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}
