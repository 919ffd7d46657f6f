import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { clickThrough } from "./click-through";
import { openVsCode, serverPrograms } from "./vscode-server";

/**
 * The editor suite as a program: builds nothing, runs the tests inside VS Code and then clicks through it, prints each
 * result, and ends with one line of JSON. Without a VS Code server it asks @vscode/test-electron for a VS Code.
 */
const root = path.resolve(__dirname, "../..");
const tests = path.join(root, "out", "editor", "index.js");
const mark = "[drydock-test] ";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

async function main(): Promise<void> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(tests)) throw new Error(`${tests} is not there: build with --tests first.`);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "drydock-editor-")));
  let reason: string | undefined;
  try {
    const programs = serverPrograms();
    if (programs) {
      await inside(programs, sampleIn(folder, "inside"), counts);
      await clickThrough(programs, { root, workspace: sampleIn(folder, "clicks"), counts });
    } else reason = await withElectron(sampleIn(folder, "electron"), counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.exitCode = counts.failed > 0 || (counts.passed === 0 && reason === undefined) ? 1 : 0;
  console.log(JSON.stringify({ ...counts, ...(reason === undefined ? {} : { reason }) }));
}

function sampleIn(folder: string, name: string): string {
  const workspace = path.join(folder, name, "flask-pip");
  mkdirSync(path.dirname(workspace), { recursive: true });
  cpSync(path.join(root, "test", "workspaces", "flask-pip"), workspace, { recursive: true });
  return workspace;
}

async function inside(
  programs: NonNullable<ReturnType<typeof serverPrograms>>,
  workspace: string,
  counts: Counts,
): Promise<void> {
  const seen = { counts: false };
  const code = await openVsCode(programs, {
    extension: root,
    workspace,
    tests,
    onLog: text => {
      if (take(text, counts)) seen.counts = true;
    },
  });
  const late = new Promise<number>(resolve => setTimeout(() => resolve(-1), 300_000).unref());
  const exit = await Promise.race([code.finished, late]);
  await code.close();
  if (!seen.counts) {
    counts.failed++;
    console.log(`  ✖ the tests inside VS Code did not finish (exit code ${exit})`);
  }
}

/** Prints what the tests inside said; true at their last line, which holds the counts. */
function take(text: string, counts: Counts): boolean {
  const at = text.indexOf(mark);
  if (at === -1) return false;
  const said = text.slice(at + mark.length);
  if (!said.startsWith("counts ")) {
    console.log(said);
    return false;
  }
  const own = JSON.parse(said.slice("counts ".length)) as Counts;
  counts.passed += own.passed;
  counts.failed += own.failed;
  counts.skipped += own.skipped;
  return true;
}

/** Where VS Code can be downloaded; the reason where it cannot. */
async function withElectron(workspace: string, counts: Counts): Promise<string | undefined> {
  try {
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust"],
    });
    counts.passed++;
    return undefined;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|getaddrinfo|fetch failed/.test(words)) {
      counts.skipped++;
      return `no VS Code here: set VSCODE_SERVER_NODE, VSCODE_SERVER_MAIN and CHROMIUM, or allow its download (${words})`;
    }
    counts.failed++;
    console.log(`  ✖ ${words}`);
    return undefined;
  }
}

void main().catch((error: unknown) => {
  console.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  console.log(JSON.stringify({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
});
