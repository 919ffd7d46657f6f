import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { messageOf } from "../../src/model/error";
import { walkByKeyboard } from "./keyboard-walk";
import { walkPanel } from "./panel-walk";
import { walkWithoutPermission } from "./permission-walk";
import { pseudo, pseudoExtension, pseudoLanguage, untranslated } from "./pseudo-locale";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

/** A copy of the sample `flask-pip` that one walk has for itself. */
export function ownSample(run: Run, name: string): string {
  const workspace = path.join(path.dirname(path.dirname(run.workspace)), name, "flask-pip");
  mkdirSync(path.dirname(workspace), { recursive: true });
  cpSync(path.join(run.root, "test", "workspaces", "flask-pip"), workspace, { recursive: true });
  return workspace;
}

export interface Run {
  readonly root: string;
  readonly workspace: string;
  readonly counts: { passed: number; failed: number; skipped: number };
}

/** Uses the extension as a person does, with mouse and keys, and keeps a picture of each step. */
export async function clickThrough(programs: ServerPrograms, run: Run): Promise<void> {
  const pictures = path.join(run.root, "test", ".screenshots");
  mkdirSync(pictures, { recursive: true });
  const step = async (workbench: WorkbenchPage, name: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      const firstFailure = await twice(workbench, work);
      await workbench.screenshot(path.join(pictures, `${name.replaceAll(" ", "-")}.png`));
      run.counts.passed++;
      console.log(
        `  ✔ by mouse and keys: ${name}${firstFailure === null ? "" : ` (second try)\n      ${firstFailure}`}`,
      );
      return true;
    } catch (error) {
      run.counts.failed++;
      const words = await workbench.notifications().catch(() => []);
      await workbench.screenshot(path.join(pictures, `failed-${name.replaceAll(" ", "-")}.png`));
      await workbench.hideNotifications().catch(() => undefined);
      console.log(`  ✖ by mouse and keys: ${name}\n      ${messageOf(error)}\n      Notified: ${words.join(" | ")}`);
      return false;
    }
  };
  const code = await openVsCode(programs, { extension: run.root, workspace: run.workspace });
  const workbench = new WorkbenchPage(code.page);
  try {
    await workbench.ready();
    await files(workbench, run.workspace, step);
  } finally {
    await code.close();
  }
  await walkByKeyboard(programs, run, step);
  await walkPanel(programs, run, step);
  await limits(programs, run, step);
  await walkWithoutPermission(programs, run, step);
  await anotherLanguage(programs, run, step);
}

/**
 * A click may meet a menu or a list that is being redrawn; a person would close it and click again. Answers why the first
 * try failed where it took a second, and tells both reasons where that failed as well: the second often follows from the first.
 */
async function twice(workbench: WorkbenchPage, work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (first) {
    for (let count = 0; count < 3; count++) await workbench.page.keyboard.press("Escape");
    try {
      await work();
    } catch (second) {
      throw new Error(`${messageOf(second)}\n      The first try: ${messageOf(first)}`, { cause: second });
    }
    return messageOf(first);
  }
}

/** What stands where no engine answers, and where the folder is not trusted: two windows of their own. */
async function limits(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const absent = await openVsCode(programs, {
    extension: run.root,
    workspace: run.workspace,
    env: { DOCKER_HOST: "unix:///nonexistent/docker.sock", DOCKER_CONTEXT: "" },
  });
  try {
    const workbench = new WorkbenchPage(absent.page);
    await workbench.ready();
    await step(workbench, "no engine", async () => {
      await workbench.run("Drydock: Containers");
      const card = workbench.panel().locator(".card-place");
      await card.locator(".button.primary").click();
      await card.getByText("No Docker engine answered").waitFor({ timeout: 30_000 });
      await card.getByText("/nonexistent/docker.sock").waitFor();
      await card.getByRole("button", { name: "Try Again" }).waitFor();
    });
  } finally {
    await absent.close();
  }
  const restricted = await openVsCode(programs, {
    extension: run.root,
    workspace: run.workspace,
    settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.emptyWindow": false },
  });
  try {
    const workbench = new WorkbenchPage(restricted.page);
    await workbench.ready();
    await step(workbench, "restricted mode", async () => {
      await workbench.openDrydock();
      await workbench.row("Integration points").waitFor({ timeout: 60_000 });
      await restricted.page.getByText("Restricted mode: building and running are off.").first().waitFor();
      await restricted.page.getByText("so they need a trusted workspace").first().waitFor();
    });
  } finally {
    await restricted.close();
  }
}

/** Everything in a language that shows what was left in English, and what is too long for its place. */
async function anotherLanguage(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const extension = pseudoExtension(run.root, path.dirname(path.dirname(run.workspace)));
  const code = await openVsCode(programs, { extension, workspace: run.workspace, language: pseudoLanguage });
  try {
    const workbench = new WorkbenchPage(code.page);
    await workbench.ready();
    await step(workbench, "pseudo locale", async () => {
      await workbench.run(`${pseudo("Drydock")}: ${pseudo("Containers")}`);
      await workbench
        .panel()
        .getByRole("button", { name: pseudo("Connect to Engine") })
        .waitFor({ timeout: 60_000 });
      assert.deepEqual(await untranslated(workbench), []);
      await code.page.locator('.activitybar .action-item:has(a[aria-label^="⟦Drydock"])').first().click();
      await workbench.row(pseudo("Integration points")).waitFor({ timeout: 60_000 });
      await code.page.locator(".sidebar .pane-header", { hasText: pseudo("Recon") }).waitFor();
    });
  } finally {
    await code.close();
  }
}

export type Step = (workbench: WorkbenchPage, name: string, work: () => Promise<void>) => Promise<boolean>;

async function files(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const inWorkspace = (name: string): boolean => existsSync(path.join(workspace, name));
  await step(workbench, "recon tree", async () => {
    await workbench.openDrydock();
    await workbench.row("Integration points").waitFor({ timeout: 60_000 });
    await workbench.expand("Redis");
    await workbench.row("settings.py:21").click();
    await workbench.tab("settings.py").waitFor();
  });
  const opened = await step(workbench, "review", async () => {
    await workbench.run("Drydock: Dockerize Workspace");
    await workbench.tab(/Dockerize flask-pip/).waitFor({ timeout: 60_000 });
    await workbench.expand("Files");
    await page.locator(".view-line", { hasText: "FROM" }).first().waitFor();
    assert.equal(inWorkspace("Dockerfile"), false);
  });
  if (!opened) return;
  await step(workbench, "apply", async () => {
    await workbench.reveal("compose.test.yaml", "Files");
    await workbench.row("compose.test.yaml").locator(".custom-view-tree-node-item-checkbox").click();
    await workbench.welcomeButton("Apply Selected Files").click();
    await workbench.tab("Dockerfile").waitFor({ timeout: 30_000 });
    await waitFor(() => inWorkspace("compose.yaml"), "compose.yaml");
    assert.equal(inWorkspace("compose.test.yaml"), false, "an unticked file was written");
  });
  await step(workbench, "one undo", async () => {
    await page.locator(".monaco-editor .view-lines").first().click();
    await page.keyboard.press("Control+z");
    await waitFor(() => !inWorkspace("Dockerfile") && !inWorkspace("compose.yaml"), "the files to go");
  });
  await step(workbench, "files that came while none was open", async () => {
    await workbench.run("View: Close All Editors");
    await page.waitForTimeout(1000);
    writeFileSync(path.join(workspace, "Dockerfile"), "FROM python:3.11-slim-bookworm\n");
    writeFileSync(path.join(workspace, "compose.yaml"), "services:\n  web:\n    build: .\n    privileged: true\n");
    await workbench.openDrydock();
    await page.locator(".sidebar .monaco-list-row", { hasText: "1 Dockerfile · 1 Compose file" }).waitFor();
    await workbench.openFile("compose.yaml");
    await workbench.run("Problems: Focus on Problems View");
    const said = page.locator(".markers-panel .monaco-list-row");
    await said.filter({ hasText: "`web` may do on the host" }).first().waitFor();
    assert.equal(await said.filter({ hasText: "does not exist" }).count(), 0);
    await workbench.closePart("panel", "View: Toggle Panel Visibility");
    rmSync(path.join(workspace, "compose.yaml"));
    await workbench.run("View: Close All Editors");
  });
  await step(workbench, "quick fix", async () => {
    writeFileSync(
      path.join(workspace, "Dockerfile"),
      "FROM python:3.11-slim-bookworm\nMAINTAINER someone@example.com\n",
    );
    await workbench.openFile("Dockerfile");
    await page
      .locator(".squiggly-warning, .squiggly-error, .squiggly-info, .squiggly-hint")
      .first()
      .waitFor({ timeout: 30_000 });
    await page.locator(".view-line", { hasText: "MAINTAINER" }).first().click();
    await page.keyboard.press("Home");
    const menu = page.locator(".action-widget .monaco-list-row");
    const explained = menu.filter({ hasText: "Explain " }).first();
    for (let attempt = 0; attempt < 5 && !(await explained.isVisible()); attempt++) {
      await page.keyboard.press("Control+.");
      await page.waitForTimeout(1500);
    }
    await menu.filter({ hasText: /LABEL/ }).first().click();
    await page.locator(".view-line", { hasText: "LABEL" }).first().waitFor();
  });
}

async function waitFor(probe: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (probe()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`Waited 20 s for ${what}.`);
}
