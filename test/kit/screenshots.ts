import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openVsCode, serverPrograms, type ServerOptions, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

const poorDockerfile = `FROM python:latest
MAINTAINER orders@shop.example
COPY . .
RUN apt-get update && apt-get install -y curl
RUN cd /app && pip install -r requirements.txt
ENV SECRET_KEY=correct-horse-battery-staple
EXPOSE 8000
CMD gunicorn wsgi:app
`;

interface Studio {
  readonly programs: ServerPrograms;
  readonly root: string;
  readonly output: string;
  readonly folder: string;
  readonly taken: string[];
}

interface Wish {
  readonly root: string;
  readonly output: string;
  /** The one scene that is wanted; all of them without it. */
  readonly only?: string | undefined;
}

/**
 * Takes the README's pictures from the real editor over the sample `flask-pip` into `output`; answers the files made.
 * Those of build, logs and verification need an engine and are left out without one.
 */
export async function takeScreenshots({ root, output, only }: Wish): Promise<readonly string[]> {
  const programs = serverPrograms();
  if (!programs) throw new Error("Set VSCODE_SERVER_NODE, VSCODE_SERVER_MAIN and CHROMIUM to take pictures.");
  mkdirSync(output, { recursive: true });
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "drydock-pictures-")));
  const studio: Studio = { programs, root, output, folder, taken: [] };
  try {
    const wants = (name: string): boolean => only === undefined || only === name;
    if (wants("dark")) await scene(studio, "dark", {}, reconAndReview);
    if (wants("light")) await scene(studio, "light", { "workbench.colorTheme": "Default Light Modern" }, lint);
    const engine = spawnSync("docker", ["version"], { timeout: 20_000 });
    if (engine.status === 0 && wants("engine")) await scene(studio, "engine", {}, buildAndLogs);
    if (engine.status === 0 && wants("verified")) await scene(studio, "verified", {}, verification);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return studio.taken;
}

type Shoot = (name: string) => Promise<void>;

async function scene(
  studio: Studio,
  name: string,
  settings: ServerOptions["settings"] & object,
  play: (workbench: WorkbenchPage, shoot: Shoot, workspace: string) => Promise<void>,
): Promise<void> {
  const workspace = path.join(studio.folder, name, "flask-pip");
  mkdirSync(path.dirname(workspace), { recursive: true });
  cpSync(path.join(studio.root, "test", "workspaces", "flask-pip"), workspace, { recursive: true });
  const code = await openVsCode(studio.programs, {
    extension: studio.root,
    workspace,
    scale: 2,
    settings: { "editor.minimap.enabled": false, "breadcrumbs.enabled": false, ...settings },
  });
  const workbench = new WorkbenchPage(code.page);
  try {
    await workbench.ready();
    await play(
      workbench,
      async picture => {
        const file = path.join(studio.output, `${picture}.png`);
        await workbench.page.waitForTimeout(600);
        await workbench.screenshot(file);
        studio.taken.push(file);
      },
      workspace,
    );
  } finally {
    await code.close();
  }
}

async function reconAndReview(workbench: WorkbenchPage, shoot: Shoot): Promise<void> {
  const { page } = workbench;
  await workbench.openDrydock();
  await workbench.row("Integration points").waitFor({ timeout: 60_000 });
  for (const group of ["Entry points", "Environment"]) await workbench.expand(group);
  await workbench.expand("Redis");
  await workbench.row("settings.py:21").click();
  await workbench.tab("settings.py").waitFor();
  await workbench.row("Redis").hover();
  await page.locator(".workbench-hover", { hasText: "Why we think so" }).first().waitFor();
  await shoot("recon");
  await page.mouse.move(900, 860);
  await workbench.run("Drydock: Dockerize Workspace");
  await workbench.tab(/Dockerize flask-pip/).waitFor({ timeout: 60_000 });
  await page.locator(".view-line", { hasText: "FROM python" }).first().waitFor();
  await workbench.row("Base image").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Change Decision…" }).click();
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "slim-trixie" }).first().click();
  await page.locator(".view-line", { hasText: "slim-trixie" }).first().waitFor({ timeout: 20_000 });
  await page
    .locator(".view-line", { hasText: "FROM python" })
    .first()
    .hover({ position: { x: 60, y: 8 } });
  await page.locator(".monaco-hover-content", { hasText: "Base image" }).first().waitFor();
  await shoot("review");
}

async function lint(workbench: WorkbenchPage, shoot: Shoot, workspace: string): Promise<void> {
  const { page } = workbench;
  writeFileSync(path.join(workspace, "Dockerfile"), poorDockerfile);
  await workbench.openDrydock();
  await workbench.row("Integration points").waitFor({ timeout: 60_000 });
  await workbench.openFile("Dockerfile");
  await page.locator(".squiggly-warning, .squiggly-error").first().waitFor({ timeout: 30_000 });
  await workbench.run("View: Toggle Problems");
  await page.locator(".view-line", { hasText: "MAINTAINER" }).first().click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row").first().waitFor({ timeout: 20_000 });
  await shoot("lint");
}

/** Dockerizes, without the services for development: they come from images that a machine without a registry does not have. */
async function applyPlan(workbench: WorkbenchPage): Promise<void> {
  await workbench.run("Drydock: Dockerize Workspace");
  await workbench.tab(/Dockerize flask-pip/).waitFor({ timeout: 60_000 });
  await workbench.reveal("compose.override.yaml", "Files");
  await workbench.row("compose.override.yaml").locator(".custom-view-tree-node-item-checkbox").click();
  await workbench.welcomeButton("Apply Selected Files").click();
  await workbench.tab("Dockerfile").waitFor({ timeout: 30_000 });
  await workbench.run("View: Close All Editors");
}

/** A verification that misses one threshold, with its cause, what the image weighs, and the verdict in the status bar. */
async function verification(workbench: WorkbenchPage, shoot: Shoot, workspace: string): Promise<void> {
  appendFileSync(path.join(workspace, ".drydock.yaml"), "  build.warm: 1s\n");
  await applyPlan(workbench);
  await workbench.openDrydock();
  await workbench.expandView("Verification");
  await workbench.run("Drydock: Verify Workspace");
  await workbench.page.locator(".statusbar-item", { hasText: "Drydock: verifying" }).waitFor({ timeout: 60_000 });
  await workbench.page.locator(".statusbar-item", { hasText: /Drydock \d+\/\d+/ }).waitFor({ timeout: 900_000 });
  await workbench.run("Drydock: Show Verification");
  await workbench.panel().locator(".verification .verdict.fail").waitFor({ timeout: 30_000 });
  await workbench.panel().locator(".treemap").first().waitFor();
  await shoot("verification");
}

async function buildAndLogs(workbench: WorkbenchPage, shoot: Shoot, workspace: string): Promise<void> {
  const { page } = workbench;
  try {
    await applyPlan(workbench);
    await workbench.run("Drydock: Containers");
    const panel = workbench.panel();
    await panel.locator(".card-place .button.primary").click();
    await panel.locator(".engine-dot.connected").waitFor({ timeout: 30_000 });
    await panel.locator(".service-name", { hasText: "web" }).first().waitFor({ timeout: 30_000 });
    await workbench.run("Drydock: Build Without Cache…");
    await panel.locator(".timeline-row .bar.running").first().waitFor({ timeout: 120_000 });
    await panel.locator(".build-log .line").nth(20).waitFor({ timeout: 120_000 });
    await shoot("build");
    await panel.getByRole("button", { name: "Build Again" }).first().waitFor({ timeout: 400_000 });
    await panel.locator(".header .button.primary").click();
    await panel.locator(".health-healthy", { hasText: "web" }).first().waitFor({ timeout: 180_000 });
    await panel.locator(".tab", { hasText: "Logs" }).click();
    await panel.locator(".find-box input").fill("GET");
    await page.waitForTimeout(8000);
    await shoot("logs");
    await panel.locator(".tab", { hasText: "Stats" }).click();
    await page.waitForTimeout(4000);
    await shoot("stats");
  } finally {
    spawnSync("docker", ["compose", "down", "--volumes", "--remove-orphans"], { cwd: workspace, timeout: 120_000 });
  }
}
