import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import type { Run, Step } from "./click-through";
import { docker, secondEngineScript } from "./machine";
import { turn, walkCommands } from "./panel-commands";
import { walkLooks } from "./panel-looks";
import { rareSteps, walkRareActions } from "./panel-rare";
import { resourceSteps, walkResources } from "./panel-resources";
import { faultSteps, walkFaults } from "./panel-faults";
import {
  brokenDockerfile,
  brokenLine,
  compose,
  dockerfile,
  project,
  server,
  slowDockerfile,
  worker,
} from "./panel-sample";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

/** Drives the panel against a real engine: builds, a failure and its diagnostic, logs, a crash loop. */
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
      const card = workbench.panel().locator(".card-place");
      await card.locator(".button.primary", { hasText: "Connect to Engine" }).waitFor({ timeout: 60_000 });
      await card.getByText(/It uses the Docker context \S+, /).waitFor();
    });
    if (!shown) return;
    if (docker(["version"]).status !== 0) {
      run.counts.skipped += 27 + resourceSteps + rareSteps;
      return;
    }
    await builds(workbench, workspace, step);
    await logs(workbench, workspace, step);
    await walkCommands(workbench, workspace, step);
    await walkResources(workbench, workspace, step);
    await walkRareActions(workbench, workspace, step);
    await walkLooks(workbench, workspace, step);
  } finally {
    await code.close();
    docker(["compose", "-p", project, "--profile", "crash", "down", "--volumes", "--rmi", "local"], workspace);
  }
  if (secondEngineScript === undefined) run.counts.skipped += faultSteps;
  else await walkFaults(programs, { ...run, workspace }, step);
}

async function builds(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "build and start", async () => {
    await panel.locator(".card-place .button.primary").click();
    await panel.locator(".engine-dot.connected").waitFor({ timeout: 60_000 });
    await panel.locator(".service-name", { hasText: "web" }).waitFor({ timeout: 60_000 });
    await panel.locator(".header .button.primary").click();
    // The stack has a profile, which nothing is chosen of.
    await page.locator(".quick-input-widget:visible", { hasText: "crash" }).waitFor();
    await page.keyboard.press("Enter");
    await panel.locator(".health-healthy").first().waitFor({ timeout: 240_000 });
    await workbench.panelTab("Build").click();
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
  await step(workbench, "stop a build by key", async () => {
    const past = panel.locator("details.history tbody tr");
    const before = await past.count();
    assert.ok(before > 0);
    writeFileSync(path.join(workspace, "Dockerfile"), slowDockerfile);
    await panel.getByRole("button", { name: /Build Again/ }).click();
    await panel.locator(".timeline-row .bar.running").first().waitFor({ timeout: 60_000 });
    await panel.getByRole("button", { name: "Stop", exact: true }).focus();
    // The tab draws itself anew twice a second while it builds.
    await page.waitForTimeout(1500);
    await panel.locator(".build-head button:focus", { hasText: "Stop" }).waitFor({ timeout: 2000 });
    await page.keyboard.press("Enter");
    await panel.locator(".verdict.cancelled").waitFor({ timeout: 30_000 });
    await panel.locator(".build-head button:focus", { hasText: "Build Again" }).waitFor();
    // What was stopped has no time that could be compared.
    await page.waitForTimeout(700);
    assert.equal(await past.count(), before);
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
  await step(workbench, "fix of a failed build", async () => {
    await workbench.closeEditor("Dockerfile");
    writeFileSync(path.join(workspace, ".dockerignore"), "worker.py\n");
    const copies = dockerfile.replace("USER 10001\n", "COPY worker.py /app/\nUSER 10001\n");
    writeFileSync(path.join(workspace, "Dockerfile"), copies);
    await panel
      .getByRole("button", { name: /Build Again/ })
      .first()
      .click();
    await panel.getByRole("button", { name: "Apply Fix: Add !worker.py to .dockerignore" }).click({ timeout: 60_000 });
    await panel.getByRole("button", { name: /Apply Fix/ }).waitFor({ state: "detached" });
    assert.equal(readFileSync(path.join(workspace, ".dockerignore"), "utf8"), "worker.py\n!worker.py\n");
    await panel
      .getByRole("button", { name: /Build Again/ })
      .first()
      .click();
    await panel.locator(".verdict.done").waitFor({ timeout: 120_000 });
  });
  writeFileSync(path.join(workspace, "Dockerfile"), dockerfile);
}

async function logs(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  await step(workbench, "logs", async () => {
    await workbench.closeEditor("Dockerfile");
    await workbench.run("Drydock: Containers");
    await workbench.panelTab("Logs").click();
    await panel.locator(".log-text", { hasText: "order" }).first().waitFor({ timeout: 60_000 });
    const find = panel.locator(".find-box input");
    const only = panel.getByRole("button", { name: "Only lines that match" });
    await find.fill("on a terminal");
    await only.click();
    await panel.locator(".ansi-Green", { hasText: "ready" }).waitFor({ timeout: 30_000 });
    await find.fill("onerror");
    await panel.locator(".log-text", { hasText: "<img src=x onerror=alert(1)> is text" }).waitFor({ timeout: 30_000 });
    assert.equal(await panel.locator(".log img").count(), 0, "what a container printed became an element");
    await only.click();
    await find.fill("order \\d+ packed");
    await panel.getByRole("button", { name: "Regular expression" }).click();
    await panel.locator("mark").first().waitFor();
    await panel.locator(".find-count", { hasText: "match" }).waitFor();
    await find.fill("");
    const policy = await panel.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none'; .*script-src 'nonce-[\w-]{20,}';/);
  });
  await step(workbench, "logs of one service", async () => {
    await panel.locator(".choices summary").click();
    await panel.locator(".choices-list label", { hasText: "console" }).click();
    await panel.locator(".log-service", { hasText: "console" }).first().waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    const level = panel.getByRole("combobox", { name: "Least level" });
    await level.selectOption("error");
    await panel.locator(".log-row", { hasText: "INFO" }).first().waitFor({ state: "detached" });
    await panel.locator(".log-row", { hasText: "ConnectionRefusedError" }).first().waitFor();
    await level.selectOption("all");
  });
  await step(workbench, "traceback into the source", async () => {
    await panel.locator(".log").focus();
    await page.keyboard.press("f");
    const head = await lineInSight(panel, "ConnectionRefusedError");
    await head.locator(".log-place", { hasText: "/app/server.py:9 in pack" }).waitFor();
    const top = (): Promise<number> => panel.locator(".log").evaluate(log => log.scrollTop);
    const before = await top();
    await head.locator(".fold").click({ timeout: 30_000 });
    await panel.locator(".log-row.inside").first().waitFor();
    assert.equal(await top(), before, "the log moved as a traceback was unfolded");
    await panel.locator(".log-row.inside .log-link", { hasText: "server.py" }).first().click();
    await workbench.tab("server.py").waitFor();
    await page.locator(".statusbar-item", { hasText: "Ln 17," }).waitFor();
  });
  await step(workbench, "json line", async () => {
    await workbench.closeEditor("server.py");
    await (await lineInSight(panel, "slow order")).click();
    await panel.locator(".log").focus();
    await page.keyboard.press("Enter");
    await panel.locator(".log-detail pre", { hasText: '"event": "slow order"' }).waitFor();
    await panel.locator(".log-detail").getByRole("button", { name: "Close" }).click();
    const line = await lineInSight(panel, "slow order");
    await line.getByRole("button", { name: "Unfold the JSON" }).click();
    await panel.locator(".log-detail pre", { hasText: '"event": "slow order"' }).waitFor();
    await line.locator(".fold.open[aria-expanded=true]").waitFor();
    await line.getByRole("button", { name: "Fold the JSON" }).click();
    await panel.locator(".log-detail").waitFor({ state: "hidden" });
    await panel.getByRole("button", { name: "Follow", exact: true }).click();
  });
  await step(workbench, "stats", async () => {
    await workbench.panelTab("Stats").click();
    await panel.locator(".chart.memory").first().waitFor({ timeout: 60_000 });
    await panel
      .locator(".service", { hasText: "web" })
      .getByText(/^up \d+ (?:s|min)$/)
      .waitFor();
    await panel.locator(".figures-table td", { hasText: "256 MiB" }).first().waitFor({ timeout: 30_000 });
  });
  await step(workbench, "crash loop", async () => {
    docker(["compose", "--profile", "crash", "up", "--detach", "worker"], workspace);
    await workbench.panelTab("Logs").click();
    await panel.locator(".banner.crash").waitFor({ timeout: 60_000 });
    assert.match((await panel.locator(".banner.crash").textContent()) ?? "", /KeyError: 'MAIL_SERVER'/);
    await panel.getByRole("button", { name: "Open worker.py:7" }).waitFor();
    await panel.locator(".service.looping", { hasText: "worker" }).waitFor();
    // Of the errors alone many fit, so that the line stays in sight; the engine waits longer before each restart.
    const level = panel.getByRole("combobox", { name: "Least level" });
    await level.selectOption("error");
    await turn(panel, "worker");
    const cause = panel.locator(".log-row .log-cause", { hasText: "The variable MAIL_SERVER is not set" });
    await cause.first().waitFor({ timeout: 90_000 });
    await turn(panel, "worker");
    await level.selectOption("all");
  });
}

/** A line of a log that does not follow, in sight: to scroll to another would render others in the place of those counted. */
async function lineInSight(panel: FrameLocator, text: string): Promise<Locator> {
  const lines = panel.locator(".log-row", { hasText: text });
  await lines.first().waitFor();
  const at = await lines.evaluateAll(rows => {
    const log = rows[0]?.closest(".log")?.getBoundingClientRect();
    return rows.findIndex(row => {
      const { top, bottom } = row.getBoundingClientRect();
      return log !== undefined && top >= log.top && bottom <= log.bottom;
    });
  });
  return lines.nth(Math.max(at, 0));
}
