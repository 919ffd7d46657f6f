import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Step } from "./click-through";
import { docker } from "./machine";
import { turn, waitFor } from "./panel-commands";
import { project } from "./panel-sample";
import type { WorkbenchPage } from "./workbench-page";

export const rareSteps = 15;

/** What a person does now and then: selects and copies, looks inside, pauses, chooses variables, an engine, what to remove. */
export async function walkRareActions(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  const service = (name: string) => panel.locator(".service", { hasText: name }).first();
  const logs = async (): Promise<void> => {
    await workbench.run("Drydock: Containers");
    await workbench.panelTab("Logs").click();
  };
  await step(workbench, "copy a selection", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await logs();
    await panel.locator(".log").focus();
    await page.keyboard.press("End");
    const rows = panel.locator(".log-row.stdout", { hasText: "packed" });
    const count = await rows.count();
    const from = await rows
      .nth(count - 6)
      .locator(".log-time")
      .boundingBox();
    const to = await rows
      .nth(count - 4)
      .locator(".log-text")
      .boundingBox();
    assert.ok(from && to);
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await page.mouse.move(from.x + 1, from.y + 6);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 6, { steps: 6 });
    await page.mouse.up();
    // Lines and whole tracebacks come meanwhile.
    await page.waitForTimeout(2500);
    await panel.getByRole("button", { name: "Copy the selection, or all that is shown" }).click();
    let copied = "";
    await waitFor(async () => {
      copied = await page.evaluate(() => navigator.clipboard.readText());
      return copied !== "";
    }, "what was copied");
    assert.match(copied, /^\d[\d:]+ web [^\n]+\n(?:\d[\d:]+ (?:web|console) [^\n]+\n?){1,8}$/);
    await panel.getByRole("button", { name: "Follow", exact: true }).click();
  });
  await step(workbench, "keys where there is no container", async () => {
    for (const row of [panel.locator(".project").first(), service("worker").and(panel.locator(".state-absent"))]) {
      if ((await row.count()) === 0) continue;
      await row.focus();
      for (const key of ["r", "o"]) await page.keyboard.press(key);
    }
    await page.waitForTimeout(700);
    assert.deepEqual(
      (await workbench.notifications()).filter(words => words.includes("undefined")),
      [],
    );
    await page.keyboard.press("Escape");
  });
  await step(workbench, "processes and inspection", async () => {
    await logs();
    await workbench.chooseInMenu(service("web"), "Show Processes");
    await workbench.tab(/processes-of/).waitFor();
    await page.locator(".view-line", { hasText: "server.py" }).first().waitFor();
    await workbench.closeEditor("processes-of");
    await workbench.chooseInMenu(service("web"), "Inspect");
    await page.locator(".view-line", { hasText: '"State"' }).first().waitFor();
    await workbench.closeEditor(`${project}-web-1`);
  });
  await step(workbench, "another port", async () => {
    const row = service("web");
    await row.getByRole("button", { name: /^Open \d+ in Browser$/ }).waitFor();
    await row.locator(".port .link", { hasText: "+1" }).click();
    const list = page.locator(".quick-input-widget:visible");
    await list.locator(".monaco-list-row", { hasText: "web:5678" }).click();
    const silent = await workbench.notified(/web does not answer over HTTP on port \d+/);
    await silent.getByRole("button", { name: "Open Anyway" }).waitFor();
    await page.keyboard.press("Escape");
  });
  await step(workbench, "pause and resume", async () => {
    await workbench.chooseInMenu(service("web"), "Pause");
    await panel.locator(".service.state-paused", { hasText: "web" }).waitFor({ timeout: 30_000 });
    await service("web").focus();
    await page.keyboard.press("s");
    await panel.locator(".service.state-running", { hasText: "web" }).waitFor({ timeout: 30_000 });
  });
  await step(workbench, "out of memory", async () => {
    const name = `${project}-hungry-1`;
    const labels = { project, service: "hungry", "project.working_dir": workspace, "container-number": "1" };
    const marks = Object.entries(labels).flatMap(([key, value]) => ["--label", `com.docker.compose.${key}=${value}`]);
    const eat = "import time; time.sleep(2); x = bytearray(10**9); time.sleep(9)";
    const limits = ["--memory", "16m", "--memory-swap", "16m", "--restart", "always"];
    docker(["rm", "--force", name]);
    docker(["run", "--detach", "--name", name, ...marks, ...limits, "python:3.11-slim-bookworm", "python3", "-c", eat]);
    try {
      await panel
        .locator(".banner.crash", { hasText: "It used more than its limit of 16 MiB. Raise the limit" })
        .waitFor({ timeout: 60_000 });
      await workbench.panelTab("Stats").click();
      const card = panel.locator(".chart-card", { hasText: "hungry" });
      await card.locator(".killed", { hasText: "it used more memory than its limit" }).waitFor({ timeout: 30_000 });
      await card.locator(".chart .kill").first().waitFor({ state: "attached" });
      docker(["stop", "--time", "0", name]);
      await card.locator(".chart-title", { hasText: "until " }).waitFor({ timeout: 30_000 });
    } finally {
      docker(["rm", "--force", name]);
    }
    await service("hungry").waitFor({ state: "detached", timeout: 30_000 });
  });
  await step(workbench, "the fix of a crash", async () => {
    const name = `${project}-mailer-1`;
    const list = path.join(workspace, "requirements.txt");
    const script = path.join(workspace, "mailer.py");
    const labels = { project, service: "mailer", "project.working_dir": workspace, "container-number": "1" };
    const marks = Object.entries(labels).flatMap(([key, value]) => ["--label", `com.docker.compose.${key}=${value}`]);
    writeFileSync(list, "requests==2.32.5\n");
    writeFileSync(script, "import time\n\ntime.sleep(1)\nimport boto3\n\nboto3.client('ses')\n");
    docker(["rm", "--force", name]);
    const mount = ["--volume", `${script}:/app/mailer.py:ro`];
    const image = ["python:3.11-slim-bookworm", "python3", "/app/mailer.py"];
    docker(["run", "--detach", "--name", name, ...marks, ...mount, "--restart", "always", ...image]);
    try {
      await logs();
      const banner = panel.locator(".banner.crash", { hasText: "The image has no module boto3" });
      await banner.waitFor({ timeout: 60_000 });
      // In the log it stands beside the link to the line, which stays in sight however narrow the log is.
      for (const other of ["mailer", "web"]) await turn(panel, other);
      await panel.locator(".log-row .log-place", { hasText: "Open Fix" }).first().waitFor({ timeout: 60_000 });
      for (const other of ["web", "mailer"]) await turn(panel, other);
      await banner.getByRole("button", { name: "Open Fix" }).click({ timeout: 60_000 });
      await workbench.tab("Add boto3 to requirements.txt").waitFor();
      await page.locator(".view-line", { hasText: /^boto3$/ }).waitFor();
      assert.equal(readFileSync(list, "utf8"), "requests==2.32.5\n", "a change was made before anybody agreed");
      await workbench.welcomeButton("Apply Selected Files").click();
      await waitFor(() => readFileSync(list, "utf8") === "requests==2.32.5\nboto3\n", "the change to be made");
    } finally {
      docker(["rm", "--force", name]);
      for (const file of [list, script]) rmSync(file);
    }
    await service("mailer").waitFor({ state: "detached", timeout: 30_000 });
  });
  await step(workbench, "choose a file of variables", async () => {
    const file = path.join(workspace, ".env.staging");
    const greeting = (): string => docker(["compose", "-p", project, "exec", "console", "printenv", "GREETING"]).stdout;
    const choose = async (words: string): Promise<void> => {
      // While something runs, the menu offers nothing that would run beside it.
      await panel.locator(".header .button.primary:not([aria-disabled])").waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "More Actions…" }).click();
      await workbench.takeFromMenu("Choose Profiles and Environment File…");
      const list = page.locator(".quick-input-widget:visible");
      await list.getByText("Profiles of").waitFor();
      await page.keyboard.press("Enter");
      await list.getByText("Environment File of").waitFor();
      await list.locator(".monaco-list-row", { hasText: words }).click();
      await list.waitFor({ state: "hidden" });
      await panel.locator(".header .button.primary:not([aria-disabled])").click();
    };
    writeFileSync(file, "GREETING=from-staging\n");
    try {
      await choose(".env.staging");
      await waitFor(() => greeting().trim() === "from-staging", "the container to have the chosen variable");
      await choose("As Compose decides");
      await waitFor(() => greeting().trim() === "none", "the container to have Compose's own choice again");
    } finally {
      rmSync(file);
    }
  });
  await step(workbench, "a Compose file that is not taken by itself", async () => {
    const label = '{{index .Config.Labels "com.docker.compose.project.config_files"}}';
    const filesOf = (name: string): string => docker(["inspect", "--format", label, name]).stdout.trim();
    const greeting = (): string => docker(["compose", "-p", project, "exec", "console", "printenv", "GREETING"]).stdout;
    const inFolder = (...names: string[]): string => names.map(name => path.join(workspace, name)).join(",");
    const start = async (name: string): Promise<void> => {
      await workbench.run("View: Show Explorer");
      const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
      await workbench.chooseInMenu(row, "Start All");
    };
    const alone = `name: ${project}-test\nservices:\n  tester:\n    image: python:3.11-slim-bookworm\n    command: sleep 600\n`;
    writeFileSync(
      path.join(workspace, "compose.prod.yaml"),
      "services:\n  console:\n    environment: { GREETING: prod }\n",
    );
    writeFileSync(path.join(workspace, "compose.test.yaml"), alone);
    try {
      await start("compose.prod.yaml");
      await waitFor(() => greeting().trim() === "prod", "the container to be as the second file says");
      assert.equal(filesOf(`${project}-console-1`), inFolder("compose.yaml", "compose.prod.yaml"));
      await panel.locator(".project", { hasText: "compose.yaml · compose.prod.yaml" }).waitFor();
      await start("compose.test.yaml");
      await page
        .locator(".quick-input-widget:visible .monaco-list-row", { hasText: "compose.test.yaml alone" })
        .click();
      await waitFor(() => filesOf(`${project}-test-tester-1`) === inFolder("compose.test.yaml"), "the file alone");
      await start("compose.yaml");
      await waitFor(() => greeting().trim() === "none", "the container to be as Compose's own file says");
      assert.equal(filesOf(`${project}-console-1`), inFolder("compose.yaml"));
    } finally {
      docker(["compose", "-p", `${project}-test`, "down", "--timeout", "1"]);
      for (const name of ["compose.prod.yaml", "compose.test.yaml"]) rmSync(path.join(workspace, name));
    }
  });
  await step(workbench, "Compose files that .env names", async () => {
    const greeting = (): string => docker(["compose", "-p", project, "exec", "console", "printenv", "GREETING"]).stdout;
    const files = {
      ".env": "COMPOSE_FILE=compose.yaml:more.yaml\n",
      "more.yaml": "services:\n  console:\n    environment: { GREETING: more }\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text);
    const start = async (): Promise<void> => {
      await logs();
      await panel.locator(".header .button.primary:not([aria-disabled])").click();
    };
    try {
      await start();
      await waitFor(() => greeting().trim() === "more", "the container to be as the second file says");
    } finally {
      for (const name of Object.keys(files)) rmSync(path.join(workspace, name));
    }
    await start();
    await waitFor(() => greeting().trim() === "none", "the container to be as Compose's own file says");
  });
  await step(workbench, "a Compose file that cannot be read", async () => {
    const file = path.join(workspace, "compose.yaml");
    const before = readFileSync(file, "utf8");
    const banner = panel.locator(".banner.error", { hasText: "Compose failed while reading the Compose file" });
    try {
      writeFileSync(file, `${before}  broken: [\n`);
      await banner.waitFor({ timeout: 30_000 });
      await workbench.run("Drydock: Pull Images");
      assert.equal((await workbench.notifications()).filter(words => words.includes("Compose failed")).length, 0);
      await workbench.hideNotifications();
    } finally {
      writeFileSync(file, before);
    }
    await banner.waitFor({ state: "detached", timeout: 30_000 });
  });
  await step(workbench, "remove a network and an image", async () => {
    const old = `${project}-old:1`;
    const net = `${project}-spare`;
    docker(["network", "create", net]);
    docker(["tag", "python:3.11-slim-bookworm", old]);
    const isThere = (kind: string, name: string): boolean => docker([kind, "inspect", name]).status === 0;
    await workbench.openDrydock();
    await workbench.expandView("Containers");
    const remove = async (
      group: string,
      name: string,
      question: string,
      said: RegExp,
      button: string,
    ): Promise<void> => {
      await workbench.expand(group);
      await workbench.reveal(name, group);
      const dialog = page.locator(".monaco-dialog-box", { hasText: said });
      // While a container restarts again and again, the list may be drawn anew just when the menu is answered.
      for (let attempt = 0; attempt < 5 && !(await dialog.isVisible()); attempt++) {
        await workbench.chooseInMenu(workbench.row(name), "Remove…");
        await dialog.waitFor({ timeout: 5000 }).catch(() => undefined);
      }
      await dialog.waitFor();
      await workbench.confirm(question, button);
      await workbench.row(group).locator(".monaco-tl-twistie").click();
    };
    await remove("Networks", net, `Remove network ${net}?`, /No data is in it/, "Remove Network");
    await waitFor(() => !isThere("network", net), "the network to go");
    await remove("Images", old, `Remove ${old}?`, /cannot start any more/, "Remove");
    await waitFor(() => !isThere("image", old), "the name of the image to go");
  });
  await step(workbench, "another context and back", async () => {
    const name = `${project}-context`;
    docker(["context", "rm", "--force", name]);
    docker(["context", "create", name, "--docker", "host=unix:///nonexistent/docker.sock"]);
    const select = async (label: string): Promise<void> => {
      await workbench.run("Drydock: Select Docker Context…");
      await page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: label }).first().click();
    };
    try {
      await logs();
      await select(name);
      await panel.locator(".card-place", { hasText: "No Docker engine answered" }).waitFor({ timeout: 30_000 });
      assert.equal(await panel.locator(".service").count(), 0, "rows of the engine before are still shown");
      await workbench.panelTab("Stats").click();
      assert.equal(await panel.locator(".chart-card").count(), 0, "figures of the engine before are still shown");
      await workbench.panelTab("Logs").click();
    } finally {
      await select("As the docker command line decides");
      await panel.locator(".engine-dot.connected").waitFor({ timeout: 30_000 });
      docker(["context", "rm", "--force", name]);
    }
    await service("web").waitFor({ timeout: 30_000 });
  });
  await step(workbench, "the place of reading", async () => {
    await logs();
    const first = async (): Promise<number> =>
      panel.locator(".log").evaluate(log => {
        const { top } = log.getBoundingClientRect();
        const rows = [...log.querySelectorAll<HTMLElement>(".log-row")];
        const seen = rows.find(row => row.getBoundingClientRect().bottom > top + 1);
        return Number(seen?.dataset["seq"] ?? -1);
      });
    await panel.locator(".log").focus();
    await page.keyboard.press("Home");
    await panel.locator(".log").hover();
    await waitFor(async () => {
      await page.mouse.wheel(0, 100);
      return (await first()) > 3;
    }, "lines enough to scroll");
    await page.waitForTimeout(700);
    const before = await first();
    await workbench.panelTab("Build").click();
    await panel.locator(".timeline-row[data-key]").nth(2).click();
    await panel.locator(".step-log").waitFor();
    await workbench.openFile("server.py");
    await workbench.run("Drydock: Containers");
    await panel.locator(".step-log").waitFor();
    await workbench.panelTab("Logs").click();
    await workbench.openFile("server.py");
    await workbench.run("Drydock: Containers");
    await panel.locator(".log-row").first().waitFor();
    await page.waitForTimeout(700);
    assert.equal(await first(), before);
    await panel.getByRole("button", { name: "Follow", exact: true }).click();
    await workbench.closeEditor("server.py");
  });
  await step(workbench, "hidden and opened again", async () => {
    await workbench.panelTab("Stats").click();
    const spans = panel.locator(".chart-card", { hasText: "web" }).locator(".chart-title .dim");
    await spans.waitFor({ timeout: 30_000 });
    await page.waitForTimeout(2500);
    await workbench.chooseInMenu(service("web"), "Go to Definition in Compose File");
    await workbench.tab("compose.yaml").waitFor();
    await page.locator(".statusbar-item", { hasText: "Ln 3," }).waitFor();
    await page.waitForTimeout(1500);
    await workbench.run("Drydock: Containers");
    // The first figures after that are those of before and one more, so they span more than a moment.
    assert.doesNotMatch((await spans.textContent()) ?? "", /^(?:0|[1-9]\d*) ms$/);
    await workbench.panelTab("Logs").click();
    await panel.getByRole("combobox", { name: "Least level" }).selectOption("info");
    await page.waitForTimeout(500);
    await workbench.closeEditor("Containers");
    await workbench.closeEditor("compose.yaml");
    await logs();
    const level = panel.getByRole("combobox", { name: "Least level" });
    assert.equal(await level.inputValue(), "info");
    await level.selectOption("all");
  });
}
