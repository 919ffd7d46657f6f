import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openVsCode, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

interface Run {
  readonly root: string;
  readonly workspace: string;
  readonly counts: { passed: number; failed: number; skipped: number };
}

const project = "drydock-click-through";

/** A small application whose image needs no network: for the panel's part. */
const dockerfile = `FROM python:3.11-slim-bookworm AS base
WORKDIR /app

FROM base AS build
RUN python3 -c "print('made the wheel')"
COPY server.py .

FROM base AS runtime
COPY --from=build /app /app
USER 10001
HEALTHCHECK --interval=2s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000')"]
CMD ["python3", "-u", "server.py"]
`;
const server = `import http.server
import threading
import time
import traceback


def pack(order):
    raise ConnectionRefusedError(111, "no mail server")


def work():
    for order in range(1, 1_000_000):
        print("INFO order", order, "packed")
        if order % 5 == 0:
            try:
                pack(order)
            except ConnectionRefusedError:
                traceback.print_exc()
        time.sleep(0.3)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


threading.Thread(target=work, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;
const compose = `name: ${project}
services:
  web:
    build: .
    ports: ["127.0.0.1::8000"]
`;

/** Uses the extension as a person does, with mouse and keys, and keeps a picture of each step. */
export async function clickThrough(programs: ServerPrograms, run: Run): Promise<void> {
  const pictures = path.join(run.root, "test", ".screenshots");
  mkdirSync(pictures, { recursive: true });
  const step = async (workbench: WorkbenchPage, name: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      await workbench.screenshot(path.join(pictures, `${name.replaceAll(" ", "-")}.png`));
      run.counts.passed++;
      console.log(`  ✔ by mouse and keys: ${name}`);
      return true;
    } catch (error) {
      run.counts.failed++;
      await workbench.screenshot(path.join(pictures, `failed-${name.replaceAll(" ", "-")}.png`));
      console.log(`  ✖ by mouse and keys: ${name}\n      ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  const code = await openVsCode(programs, { extension: run.root, workspace: run.workspace });
  const workbench = new WorkbenchPage(code.page);
  try {
    await workbench.ready();
    await files(workbench, run.workspace, step);
    await containers(workbench, run, step);
  } finally {
    await code.close();
  }
  await limits(programs, run, step);
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

type Step = (workbench: WorkbenchPage, name: string, work: () => Promise<void>) => Promise<boolean>;

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

async function containers(workbench: WorkbenchPage, run: Run, step: Step): Promise<void> {
  const { page } = workbench;
  const engine = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], {
    encoding: "utf8",
    timeout: 20_000,
  });
  const panel = workbench.panel();
  const shown = await step(workbench, "panel", async () => {
    rmSync(path.join(run.workspace, "Dockerfile"), { force: true });
    for (const [name, text] of [
      ["Dockerfile", dockerfile],
      ["server.py", server],
      ["compose.yaml", compose],
    ] as const) {
      writeFileSync(path.join(run.workspace, name), text);
    }
    await workbench.run("Drydock: Containers");
    await panel.locator(".card-place .button.primary", { hasText: "Connect to Engine" }).waitFor({ timeout: 30_000 });
  });
  if (!shown) return;
  if (engine.status !== 0) {
    run.counts.skipped += 3;
    return;
  }
  try {
    await step(workbench, "build and start", async () => {
      await panel.locator(".card-place .button.primary").click();
      await panel.locator(".engine-dot.connected").waitFor({ timeout: 30_000 });
      await panel.locator(".service-name", { hasText: "web" }).waitFor({ timeout: 30_000 });
      await panel.locator(".header .button.primary").click();
      await panel.locator(".health-healthy").first().waitFor({ timeout: 120_000 });
      await panel.locator(".tab", { hasText: "Build" }).click();
      await panel.locator(".timeline-row .stage", { hasText: "build" }).first().waitFor({ timeout: 60_000 });
    });
    await step(workbench, "logs", async () => {
      await panel.locator(".tab", { hasText: "Logs" }).click();
      await panel.locator(".log-text", { hasText: "order" }).first().waitFor({ timeout: 30_000 });
      const head = panel.locator(".log-row", { hasText: "ConnectionRefusedError" }).first();
      await head.locator(".fold").click({ timeout: 30_000 });
      await panel.locator(".log-link", { hasText: "server.py" }).first().waitFor();
      await panel.locator(".find-box input").fill("packed");
      await panel.locator("mark").first().waitFor();
    });
    await step(workbench, "stop", async () => {
      await panel.locator(".service", { hasText: "web" }).hover();
      await panel.locator(".service", { hasText: "web" }).getByRole("button", { name: "Stop web" }).click();
      await panel.locator(".service.state-exited").waitFor({ timeout: 60_000 });
      await page.waitForTimeout(300);
    });
  } finally {
    spawnSync("docker", ["compose", "-p", project, "down", "--volumes", "--rmi", "local", "--remove-orphans"], {
      timeout: 60_000,
    });
  }
}

async function waitFor(probe: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (probe()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`Waited 20 s for ${what}.`);
}
