import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { ownSample, type Run, type Step } from "./click-through";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

/** From an empty window to written files without a mouse: the tree, evidence, the review, a decision, a tick, apply. */
export async function walkByKeyboard(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const workspace = ownSample(run, "keys");
  const code = await openVsCode(programs, { extension: run.root, workspace });
  const { page } = code;
  const { keyboard } = page;
  const workbench = new WorkbenchPage(page);
  try {
    await workbench.ready();
    await step(workbench, "keys alone open evidence", async () => {
      await workbench.run("Drydock: Focus on Recon View");
      await workbench.row("Integration points").waitFor({ timeout: 60_000 });
      // The view was empty when it got the focus.
      await workbench.run("Drydock: Focus on Recon View");
      await goTo(workbench, "Recon", "Integration points");
      await keyboard.press("ArrowRight");
      await goTo(workbench, "Recon", "Redis");
      await keyboard.press("ArrowRight");
      await goTo(workbench, "Recon", "settings.py:21");
      await keyboard.press("Enter");
      await workbench.tab("settings.py").waitFor();
      await page.locator(".view-line", { hasText: "CELERY_BROKER_URL" }).first().waitFor();
    });
    await step(workbench, "keys alone change a decision", async () => {
      // While a review is open, the palette does not offer to begin one.
      if (!(await workbench.tab(/Dockerize flask-pip/).isVisible()))
        await workbench.run("Drydock: Dockerize Workspace");
      await workbench.tab(/Dockerize flask-pip/).waitFor({ timeout: 60_000 });
      await page.locator(".view-line", { hasText: "FROM python" }).first().waitFor();
      await workbench.run("Drydock: Focus on Plan View");
      await goTo(workbench, "Plan", "Base image");
      await keyboard.press("F2");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "slim-trixie" }).first().waitFor();
      await keyboard.type("slim-trixie");
      await keyboard.press("Enter");
      await page.locator(".view-line", { hasText: "slim-trixie" }).first().waitFor({ timeout: 20_000 });
    });
    await step(workbench, "keys alone apply", async () => {
      await workbench.run("Drydock: Focus on Plan View");
      await goTo(workbench, "Plan", "compose.test.yaml");
      await keyboard.press("Space");
      await page.locator(".sidebar .monaco-list-row.focused [role=checkbox][aria-checked=false]").waitFor();
      await keyboard.press("Control+Enter");
      await workbench.tab("Dockerfile").waitFor({ timeout: 30_000 });
      assert.ok(existsSync(path.join(workspace, "compose.yaml")));
      assert.equal(existsSync(path.join(workspace, "compose.test.yaml")), false, "an unticked file was written");
    });
  } finally {
    await code.close();
  }
}

/**
 * Moves the focus of a view's tree down to the row with this label, as a person does who sees it. An editor that opens in
 * that moment takes the focus from the tree, and a tree that was empty had none to give: then the view is focused again.
 */
async function goTo(workbench: WorkbenchPage, view: string, label: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    await workbench
      .row(label)
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
    if (await walkDownTo(workbench.page, label)) return;
    await workbench.run(`Drydock: Focus on ${view} View`);
  }
  throw new Error(`No row ${label} could be reached with the arrow keys.`);
}

async function walkDownTo(page: Page, label: string): Promise<boolean> {
  const focused = page.locator(".sidebar .monaco-list:focus-within .monaco-list-row.focused .label-name").first();
  if ((await page.locator(".sidebar .monaco-list:focus-within").count()) === 0) return false;
  await page.keyboard.press("Home");
  for (let row = 0; row < 80; row++) {
    if ((await focused.count()) > 0 && (await focused.textContent())?.trim() === label) return true;
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(40);
  }
  return false;
}
