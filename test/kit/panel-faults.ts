import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Run, Step } from "./click-through";
import { docker, killSecondEngine, removeSecondEngine, startSecondEngine } from "./machine";
import { project } from "./panel-sample";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

const image = "python:3.11-slim-bookworm";

const stack = `name: ${project}
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
`;

export const faultSteps = 4;

/** What must not be done to an engine that a person uses: it dies, holds a hundred containers, is flooded. */
export async function walkFaults(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const name = `walk-${process.pid}`;
  const own = { DOCKER_HOST: startSecondEngine(name)["DOCKER_HOST"] };
  const base = spawnSync("docker", ["save", image], { maxBuffer: 2 ** 31 });
  spawnSync("docker", ["load"], { input: base.stdout, env: { ...process.env, ...own } });
  writeFileSync(path.join(run.workspace, "compose.yaml"), stack);
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
      // By then it may have come back by itself.
      const retry = panel.getByRole("button", { name: "Retry Now" });
      if (await retry.isVisible()) await retry.click({ timeout: 3000 }).catch(() => undefined);
      await panel.locator(".engine-dot.connected").waitFor({ timeout: 60_000 });
      await panel.locator(".log-row.rule", { hasText: /engine back after \d+ s/ }).waitFor({ timeout: 30_000 });
      await panel.locator(".log-text", { hasText: "tick" }).last().waitFor({ timeout: 60_000 });
    });
    await step(workbench, "a hundred containers", async () => {
      for (let at = 0; at < 100; at++) {
        docker(["create", "--name", `other-${at}`, "--network", "none", image, "true"], undefined, own);
      }
      const others = panel.locator(".project", { hasText: "Other containers" });
      await others.waitFor({ timeout: 30_000 });
      await others.click();
      await panel.locator(".service-name", { hasText: "other-" }).first().waitFor();
      const drawn = await panel.locator(".service").count();
      assert.ok(drawn < 60, `${drawn} rows are in the document`);
      await panel.locator("input.filter").fill("other-77");
      await panel.locator(".service-name", { hasText: "other-77" }).waitFor();
      assert.equal(await panel.locator(".service-name").count(), 1);
      await panel.locator("input.filter").fill("");
    });
    await step(workbench, "flood", async () => {
      docker(["compose", "--profile", "flood", "up", "--detach", "flood"], run.workspace, own);
      await panel.locator(".log-notice", { hasText: "lines a second" }).waitFor({ timeout: 60_000 });
      // The panel answers while it is flooded: a tab opens at once.
      await workbench.panelTab("Stats").click({ timeout: 5000 });
      await workbench.panelTab("Logs").click({ timeout: 5000 });
      await panel.locator(".log-text", { hasText: "INFO line 999999 of a flood" }).waitFor({ timeout: 120_000 });
      assert.match((await panel.locator(".log-notice").textContent()) ?? "", /not kept here|too fast/);
    });
  } finally {
    await code.close();
    removeSecondEngine(name);
  }
}
