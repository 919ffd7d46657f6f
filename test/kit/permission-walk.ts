import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { ownSample, type Run, type Step } from "./click-through";
import { openVsCode, WITHOUT_RIGHTS, type ServerPrograms } from "./vscode-server";
import { WorkbenchPage } from "./workbench-page";

/** The number of a user and a group that own nothing else. */
const ANOTHER = 64_999;

/** Leaves a folder to its new owner alone. */
function giveAway(folder: string): void {
  chownSync(folder, ANOTHER, ANOTHER);
  chmodSync(folder, 0o700);
}

/**
 * What a person sees who may not open the engine's socket, and whose folder may not be read. Both have to belong to somebody
 * else, so this is left out where this process may not give them away.
 */
export async function walkWithoutPermission(programs: ServerPrograms, run: Run, step: Step): Promise<void> {
  const [setpriv, ...rights] = WITHOUT_RIGHTS;
  if (process.getuid?.() !== 0 || spawnSync(setpriv, [...rights, "true"]).status !== 0) {
    run.counts.skipped++;
    return;
  }
  const workspace = ownSample(run, "denied");
  const socket = path.join(path.dirname(workspace), "engine", "docker.sock");
  mkdirSync(path.dirname(socket));
  giveAway(path.join(workspace, "scripts"));
  const server = createServer(connection => connection.end());
  await new Promise<void>(resolve => server.listen(socket, resolve));
  chownSync(socket, ANOTHER, ANOTHER);
  chmodSync(socket, 0o600);
  try {
    const options = {
      extension: run.root,
      workspace,
      env: { DOCKER_HOST: `unix://${socket}` },
      keepsToPermissions: true,
    };
    const denied = await openVsCode(programs, options);
    try {
      const workbench = new WorkbenchPage(denied.page);
      await workbench.ready();
      await step(workbench, "part of a folder denied", async () => {
        await workbench.openDrydock();
        const said = "scripts could not be read: permission denied. Everything else was read.";
        await denied.page.getByText(said).first().waitFor({ timeout: 60_000 });
        await denied.page.getByRole("treeitem", { name: /^Entry points/ }).waitFor();
      });
      await step(workbench, "engine denied", async () => {
        await workbench.welcomeButton("Connect to Engine").click();
        await denied.page.getByText("The engine's socket may not be opened by this user.").first().waitFor();
        await workbench.welcomeButton("Copy Command").waitFor();
        await workbench.run("Drydock: Containers");
        await workbench.panel().getByText("sudo usermod -aG docker $USER").first().waitFor();
      });
    } finally {
      await denied.close();
    }
    giveAway(workspace);
    const unread = await openVsCode(programs, options);
    try {
      const workbench = new WorkbenchPage(unread.page);
      await workbench.ready();
      await step(workbench, "folder denied", async () => {
        await workbench.openDrydock();
        await unread.page
          .getByText("This folder could not be read: permission denied.")
          .first()
          .waitFor({ timeout: 60_000 });
        await workbench.welcomeButton("Try Again").waitFor();
        await workbench.welcomeButton("Show Log").waitFor();
      });
    } finally {
      await unread.close();
    }
  } finally {
    server.close();
  }
}
