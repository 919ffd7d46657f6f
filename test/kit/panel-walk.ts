import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator } from "playwright-core";
import type { Run, Step } from "./click-through";
import { killSecondEngine, secondEngineScript, startSecondEngine } from "./machine";
import { brokenDockerfile, brokenLine, compose, dockerfile, project, server, worker } from "./panel-sample";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

const image = "python:3.11-slim-bookworm";

/** Drives the panel against a real engine: builds, logs, failures, an engine that dies, a hundred containers, a flood. */
export async function walkPanel(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const workspace = path.join(path.dirname(run.workspace), "panel", "shop");
  mkdirSync(workspace, { recursive: true });
  const files = { Dockerfile: dockerfile, "server.py": server, "worker.py": worker, "compose.yaml": compose };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text);
  const code = await openVsCode(programs, { extension: run.root, workspace });
  const workbench = new WorkbenchPage(code.page);
  try {
    await workbench.ready();
    const shown = await step(workbench, "panel", async () => {
      await workbench.run("Drydock: Containers");
      const connect = workbench.panel().locator(".card-place .button.primary", { hasText: "Connect to Engine" });
      await connect.waitFor({ timeout: 60_000 });
    });
    if (!shown) return;
    if (docker(["version"]).status !== 0) {
      run.counts.skipped += 12;
      return;
    }
    await builds(workbench, workspace, step);
    await logs(workbench, workspace, step);
    await looks(workbench, workspace, step);
  } finally {
    await code.close();
    docker(["compose", "-p", project, "--profile", "crash", "down", "--volumes", "--rmi", "local"], workspace);
  }
  if (secondEngineScript === undefined) run.counts.skipped += 3;
  else await faults(programs, { ...run, workspace }, step);
}

function docker(args: readonly string[], cwd?: string, env?: Readonly<Record<string, string | undefined>>) {
  return spawnSync("docker", [...args], {
    encoding: "utf8",
    timeout: 120_000,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
  });
}

const tab = (panel: FrameLocator, name: string) => panel.getByRole("tab", { name });

async function builds(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "build and start", async () => {
    await panel.locator(".card-place .button.primary").click();
    await panel.locator(".engine-dot.connected").waitFor({ timeout: 60_000 });
    await panel.locator(".service-name", { hasText: "web" }).waitFor({ timeout: 60_000 });
    await panel.locator(".header .button.primary").click();
    await panel.locator(".health-healthy").first().waitFor({ timeout: 240_000 });
    await tab(panel, "Build").click();
    await panel.locator(".timeline-row .stage", { hasText: "runtime" }).first().waitFor({ timeout: 60_000 });
    await panel.locator(".step-size", { hasText: "MB" }).first().waitFor();
  });
  await step(workbench, "build from the cache", async () => {
    await panel.getByRole("button", { name: /Build Again/ }).click();
    await panel.locator(".verdict.done").waitFor({ timeout: 120_000 });
    await panel.locator(".timeline-row.cached", { hasText: "made the wheel" }).waitFor({ timeout: 30_000 });
    await panel.locator("details.history summary").click();
    await panel.locator("details.history .trend rect").nth(1).waitFor();
    await panel.locator("details.history td", { hasText: "nothing changed" }).first().waitFor();
  });
  await step(workbench, "failed build", async () => {
    writeFileSync(path.join(workspace, "Dockerfile"), brokenDockerfile);
    await panel.getByRole("button", { name: /Build Again/ }).click();
    const banner = panel.locator(".build .banner.error");
    await banner.getByText("Likely cause").waitFor({ timeout: 120_000 });
    assert.match((await banner.textContent()) ?? "", /psycopg/);
  });
  await step(workbench, "diagnostic of a failed build", async () => {
    await panel.getByRole("button", { name: `Open Dockerfile:${brokenLine}` }).click();
    await workbench.tab("Dockerfile").waitFor();
    await page.locator(".squiggly-error").first().waitFor({ timeout: 30_000 });
    await page.locator(".statusbar-item", { hasText: `Ln ${brokenLine},` }).waitFor();
    await workbench.run("Problems: Focus on Problems View");
    await page.locator(".markers-panel", { hasText: "psycopg" }).first().waitFor();
  });
  writeFileSync(path.join(workspace, "Dockerfile"), dockerfile);
  await workbench.closeEditor("Dockerfile");
  await workbench.run("View: Toggle Panel Visibility");
}

async function logs(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "logs", async () => {
    await workbench.run("Drydock: Containers");
    await tab(panel, "Logs").click();
    await panel.locator(".log-text", { hasText: "order" }).first().waitFor({ timeout: 60_000 });
    await panel.locator(".find-box input").fill("on a terminal");
    await panel.getByRole("button", { name: "Only lines that match" }).click();
    await panel.locator(".ansi-Green", { hasText: "ready" }).waitFor({ timeout: 30_000 });
    await panel.locator(".find-box input").fill("onerror");
    await panel.locator(".log-text", { hasText: "<img src=x onerror=alert(1)> is text" }).waitFor({ timeout: 30_000 });
    assert.equal(await panel.locator(".log img").count(), 0, "what a container printed became an element");
    const policy = await panel.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none'; .*script-src 'nonce-[\w-]{20,}';/);
    assert.ok(!/unsafe|\*|https?:\/\/\*/.test((policy ?? "").replace(/style-src [^;]*;|font-src [^;]*;/g, "")));
    await panel.getByRole("button", { name: "Only lines that match" }).click();
    await panel.locator(".find-box input").fill("order \\d+ packed");
    await panel.getByRole("button", { name: "Regular expression" }).click();
    await panel.locator("mark").first().waitFor();
    await panel.locator(".find-count", { hasText: "match" }).waitFor();
  });
  await step(workbench, "logs of one service", async () => {
    await panel.locator(".find-box input").fill("");
    await panel.locator(".choices summary").click();
    await panel.locator(".choices-list label", { hasText: "console" }).click();
    await panel.locator(".log-service", { hasText: "console" }).first().waitFor({ state: "detached" });
    await panel.getByRole("combobox", { name: "Least level" }).selectOption("error");
    await panel.locator(".log-row", { hasText: "INFO" }).first().waitFor({ state: "detached" });
    await panel.locator(".log-row", { hasText: "ConnectionRefusedError" }).first().waitFor();
    await panel.getByRole("combobox", { name: "Least level" }).selectOption("all");
  });
  await step(workbench, "traceback into the source", async () => {
    await panel.locator(".log").focus();
    await page.keyboard.press("f");
    const head = panel.locator(".log-row", { hasText: "ConnectionRefusedError" }).first();
    await head.locator(".fold").click({ timeout: 30_000 });
    await panel.locator(".log-link", { hasText: "server.py" }).first().click();
    await workbench.tab("server.py").waitFor();
    await page.locator(".statusbar-item", { hasText: "Ln 17," }).waitFor();
  });
  await workbench.closeEditor("server.py");
  await step(workbench, "json line", async () => {
    await panel.locator(".log-row", { hasText: "slow order" }).first().click();
    await panel.locator(".log").focus();
    await page.keyboard.press("Enter");
    await panel.locator(".log-detail pre", { hasText: '"event": "slow order"' }).waitFor();
    await page.keyboard.press("Escape");
  });
  await step(workbench, "stats", async () => {
    await tab(panel, "Stats").click();
    await panel.locator(".chart.memory").first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(5000);
    await panel.locator(".figures-table td", { hasText: "268 MB" }).first().waitFor();
  });
  await step(workbench, "crash loop", async () => {
    await panel.locator(".choices summary").waitFor({ state: "attached" });
    docker(["compose", "--profile", "crash", "up", "--detach", "worker"], workspace);
    await tab(panel, "Logs").click();
    await panel.locator(".banner.crash").waitFor({ timeout: 60_000 });
    assert.match((await panel.locator(".banner.crash").textContent()) ?? "", /KeyError: 'MAIL_SERVER'/);
    await panel.locator(".service.looping", { hasText: "worker" }).waitFor();
    await panel.getByRole("button", { name: "Open worker.py:6" }).waitFor();
  });
  await step(workbench, "stop", async () => {
    await panel.getByRole("button", { name: "Stop worker" }).first().click();
    await panel.locator(".service.state-exited", { hasText: "worker" }).waitFor({ timeout: 60_000 });
    await panel.locator(".service", { hasText: "web" }).focus();
    await page.keyboard.press("s");
    await panel.locator(".service.state-exited", { hasText: "web" }).waitFor({ timeout: 60_000 });
  });
}

/** Keys, a reload, a narrow panel and a theme of high contrast. */
async function looks(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "keys", async () => {
    await panel.locator(".service", { hasText: "web" }).focus();
    await page.keyboard.press("?");
    await panel.locator(".key-help", { hasText: "Follow the log" }).waitFor();
    await page.keyboard.press("Escape");
    await panel.locator(".key-help").waitFor({ state: "hidden" });
    const focused = (): Promise<string> =>
      panel
        .locator("body")
        .evaluate(() => document.activeElement?.closest("header, aside, [role=tablist], .pages")?.className ?? "");
    const panes: string[] = [];
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press("F6");
      panes.push(await focused());
    }
    assert.deepEqual(new Set(panes).size, 4, panes.join(", "));
    await page.keyboard.press("Control+f");
    await panel.locator(".find-box input:focus").waitFor();
  });
  await step(workbench, "a menu of a row asks before it removes", async () => {
    await panel.locator(".service", { hasText: "web" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Remove…" }).click();
    await page.locator(".monaco-dialog-box", { hasText: "Volumes are kept" }).waitFor();
    await page.keyboard.press("Escape");
  });
  await step(workbench, "high contrast", async () => {
    useTheme(workspace, "Default High Contrast");
    await tab(panel, "Build").click();
    await panel.locator("body.vscode-high-contrast").waitFor({ timeout: 30_000 });
  });
  await step(workbench, "narrow", async () => {
    useTheme(workspace, "Default Dark Modern");
    await page.setViewportSize({ width: 620, height: 800 });
    await panel.locator(".narrow").waitFor();
    await tab(panel, "Services").click();
    await panel.locator(".service-name", { hasText: "web" }).waitFor();
  });
  await step(workbench, "narrow build", async () => {
    await tab(panel, "Build").click();
    await panel.locator(".timeline-row").first().waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });
  await step(workbench, "reload", async () => {
    await tab(panel, "Build").click();
    await page.reload();
    await workbench.ready();
    await panel.getByRole("tab", { name: "Build", selected: true }).waitFor({ timeout: 60_000 });
    await tab(panel, "Logs").click();
    await panel.locator(".card-place .button.primary", { hasText: "Connect to Engine" }).waitFor();
  });
}

function useTheme(workspace: string, theme: string): void {
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
}

/** What must not be done to an engine that a person uses: it dies, holds a hundred containers, is flooded. */
async function faults(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const name = `walk-${process.pid}`;
  const env = startSecondEngine(name);
  const own = { DOCKER_HOST: env["DOCKER_HOST"] };
  const base = spawnSync("docker", ["save", image], { maxBuffer: 2 ** 31 });
  spawnSync("docker", ["load"], { input: base.stdout, env: { ...process.env, ...own } });
  writeFileSync(
    path.join(run.workspace, "compose.yaml"),
    `name: ${project}
services:
  ticker:
    image: ${image}
    network_mode: none
    restart: always
    command: ["python3", "-uc", "import time\\nfor n in range(10**6): print('tick', n); time.sleep(0.5)"]
  flood:
    image: ${image}
    network_mode: none
    profiles: [flood]
    command: ["python3", "-c", "import sys\\nfor n in range(1000000): sys.stdout.write('INFO line %d of a flood\\\\n' % n)"]
`,
  );
  docker(["compose", "up", "--detach"], run.workspace, own);
  const code = await openVsCode(programs, {
    extension: run.root,
    workspace: run.workspace,
    env: { DOCKER_HOST: own.DOCKER_HOST ?? "", DOCKER_CONTEXT: "" },
    settings: { "drydock.engine.connect": "onView" },
  });
  const workbench = new WorkbenchPage(code.page);
  const panel = workbench.panel();
  try {
    await workbench.ready();
    await step(workbench, "engine lost", async () => {
      await workbench.run("Drydock: Containers");
      await panel.locator(".log-text", { hasText: "tick" }).first().waitFor({ timeout: 120_000 });
      killSecondEngine(name);
      await panel.locator(".banner", { hasText: "The engine stopped answering" }).waitFor({ timeout: 30_000 });
      await panel.locator(".service-name", { hasText: "ticker" }).waitFor();
      await panel.locator(".log-text", { hasText: "tick" }).first().waitFor();
    });
    await step(workbench, "engine back", async () => {
      startSecondEngine(name);
      await panel.getByRole("button", { name: "Retry Now" }).click();
      await panel.locator(".engine-dot.connected").waitFor({ timeout: 60_000 });
      await panel.locator(".log-row.rule", { hasText: /engine back after \d+ s/ }).waitFor({ timeout: 30_000 });
      await panel.locator(".log-text", { hasText: "tick 0" }).last().waitFor({ timeout: 60_000 });
    });
    await step(workbench, "a hundred containers", async () => {
      for (let at = 0; at < 100; at++) {
        docker(["create", "--name", `other-${at}`, "--network", "none", image, "true"], undefined, own);
      }
      await panel.locator(".project", { hasText: "Other containers" }).waitFor({ timeout: 30_000 });
      await panel.locator("input.filter").fill("other-77");
      await panel.locator(".service-name", { hasText: "other-77" }).waitFor();
      assert.equal(await panel.locator(".service-name").count(), 1);
      await panel.locator("input.filter").fill("");
    });
    await step(workbench, "flood", async () => {
      docker(["compose", "--profile", "flood", "up", "--detach", "flood"], run.workspace, own);
      await panel.locator(".log-notice", { hasText: "lines a second" }).waitFor({ timeout: 60_000 });
      // The panel answers while it is flooded: a tab opens at once.
      await tab(panel, "Stats").click({ timeout: 5000 });
      await tab(panel, "Logs").click({ timeout: 5000 });
      await panel.locator(".log-text", { hasText: "INFO line 999999 of a flood" }).waitFor({ timeout: 120_000 });
      assert.match((await panel.locator(".log-notice").textContent()) ?? "", /not kept here|too fast/);
    });
  } finally {
    await code.close();
    docker(["rm", "--force", ...(docker(["ps", "-aq"], undefined, own).stdout.match(/\S+/g) ?? [])], undefined, own);
    killSecondEngine(name);
  }
}
