import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Step } from "./click-through";
import { docker } from "./machine";
import { waitFor } from "./panel-commands";
import { project } from "./panel-sample";
import type { WorkbenchPage } from "./workbench-page";

export const resourceSteps = 7;

/** What ends, is fetched, is compared and is deleted for good: profiles, pull, kill, changed files, images, a volume. */
export async function walkResources(workbench: WorkbenchPage, workspace: string, step: Step): Promise<void> {
  const { page } = workbench;
  const panel = workbench.panel();
  const service = (name: string) => panel.locator(".service", { hasText: name }).first();
  const own = panel.locator(".project", { hasText: project });
  const crash = ["compose", "-p", project, "--profile", "crash"];
  const panelAlone = async (): Promise<void> => {
    await workbench.run("Drydock: Containers");
    await workbench.panelTab("Logs").click();
  };
  await step(workbench, "profiles", async () => {
    await panelAlone();
    docker([...crash, "rm", "--stop", "--force", "worker"], workspace);
    await own.getByText(/of 2 up/).waitFor();
    const toggle = async (): Promise<void> => {
      await workbench.run("Drydock: Choose Profiles and Environment File…");
      await page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: "crash" }).click();
      await page.keyboard.press("Enter");
    };
    await toggle();
    // Its worker belongs to the stack now.
    await own.getByText(/of 3 up/).waitFor({ timeout: 30_000 });
    await toggle();
    await own.getByText(/of 2 up/).waitFor({ timeout: 30_000 });
    docker([...crash, "up", "--detach", "worker"], workspace);
    await service("worker").waitFor({ timeout: 30_000 });
  });
  await step(workbench, "pull what no registry has", async () => {
    const file = path.join(workspace, "compose.yaml");
    const before = readFileSync(file, "utf8");
    try {
      writeFileSync(file, `name: ${project}\nservices:\n  none:\n    image: localhost:1/none:1\n`);
      await workbench.run("Drydock: Pull Images");
      await panel
        .locator(".banner.error", { hasText: "could not be reached for localhost:1/none:1." })
        .waitFor({ timeout: 60_000 });
      await panel.locator(".banner.error").getByRole("button", { name: "Close" }).click();
    } finally {
      writeFileSync(file, before);
    }
    // The file is watched: what was there before is there again.
    await service("none").waitFor({ state: "detached", timeout: 30_000 });
  });
  await step(workbench, "restart all", async () => {
    const started = (): string =>
      docker(["inspect", "--format", "{{.State.StartedAt}}", `${project}-web-1`, `${project}-console-1`]).stdout;
    const before = started().trim().split("\n");
    await workbench.chooseInMenu(own, "Restart All");
    const isRestarted = (): boolean => {
      const now = started().trim().split("\n");
      return now.length === 2 && now.every((time, index) => time !== before[index]);
    };
    await waitFor(isRestarted, "both containers to start again");
    await panel.locator(".service.state-running", { hasText: "web" }).waitFor({ timeout: 30_000 });
  });
  await step(workbench, "kill", async () => {
    await panelAlone();
    await workbench.chooseInMenu(service("console"), "Kill…");
    await workbench.confirm("Kill console?", "Kill");
    await panel.locator(".service.state-exited.failed", { hasText: "console" }).waitFor({ timeout: 30_000 });
    docker(["compose", "-p", project, "start", "console"], workspace);
    await panel.locator(".service.state-running", { hasText: "console" }).waitFor({ timeout: 30_000 });
  });
  await step(workbench, "files changed since the image", async () => {
    docker(["compose", "-p", project, "exec", "web", "touch", "/tmp/by-hand"], workspace);
    await workbench.chooseInMenu(service("web"), "Show Files Changed Since the Image");
    await workbench.tab(/changes-of/).waitFor();
    await page.locator(".view-line", { hasText: "/tmp/by-hand" }).first().waitFor();
    await workbench.closeEditor("changes-of");
  });
  await step(workbench, "compare with the last build", async () => {
    await workbench.openDrydock();
    await workbench.expandView("Containers");
    await workbench.expand("Images");
    await workbench.reveal(`${project}-web:latest`, "Images");
    await workbench.chooseInMenu(workbench.row(`${project}-web:latest`), "Compare with Last Build");
    await workbench.tab(/build of .* now/).waitFor();
    await page.locator(".view-line", { hasText: "COPY" }).first().waitFor();
    await workbench.closeEditor("build of");
    await workbench.row("Images").locator(".monaco-tl-twistie").click();
  });
  await step(workbench, "delete a volume", async () => {
    const name = `${project}-data`;
    docker(["volume", "create", name], workspace);
    const exists = (): boolean => docker(["volume", "inspect", name], workspace).status === 0;
    await workbench.expand("Volumes");
    await workbench.reveal(name, "Volumes");
    await workbench.chooseInMenu(workbench.row(name), "Remove…");
    const dialog = page.locator(".monaco-dialog-box", { hasText: `Remove volume ${name}?` });
    await dialog.getByText(/\(empty, made .* ago\).* It cannot be undone\./).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    if (!exists()) throw new Error("the volume went without a yes");
    await workbench.chooseInMenu(workbench.row(name), "Remove…");
    await workbench.confirm(`Remove volume ${name}?`, "Delete Volume");
    await waitFor(() => !exists(), "the volume to go");
    await panelAlone();
  });
}
