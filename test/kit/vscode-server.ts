import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

/** Where a VS Code server, a Node to run it and a Chromium to show it are found. */
export interface ServerPrograms {
  readonly node: string;
  readonly main: string;
  readonly chromium: string;
}

/** The programs that the environment names; undefined where it names none. */
export function serverPrograms(): ServerPrograms | undefined {
  const { VSCODE_SERVER_NODE: node, VSCODE_SERVER_MAIN: main, CHROMIUM: chrome } = process.env;
  return node && main && chrome ? { node, main, chromium: chrome } : undefined;
}

export interface ServerOptions {
  /** Folder of the extension, with its package.json and dist. */
  readonly extension: string;
  readonly workspace: string;
  /** Compiled test module for the extension host; without one the workbench is only opened. */
  readonly tests?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Has the server keep to permissions although it is root, which else passes every one of them. */
  readonly keepsToPermissions?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** The language that VS Code tells extensions; English without one. */
  readonly language?: string;
  readonly onLog?: (text: string) => void;
}

const baseSettings = {
  "workbench.colorTheme": "Default Dark Modern",
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "security.workspace.trust.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "git.autorefresh": false,
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
  "files.refactoring.autoSave": true,
};

/** A running VS Code server with one browser page on it. */
export interface VsCodePage {
  readonly page: Page;
  /** Resolves with the exit code of the tests inside. */
  readonly finished: Promise<number>;
  close(): Promise<void>;
}

/** Starts VS Code's own server on a free loopback port and opens the workspace in Chromium. */
export async function openVsCode(programs: ServerPrograms, options: ServerOptions): Promise<VsCodePage> {
  const folder = mkdtempSync(path.join(tmpdir(), "drydock-vscode-"));
  const port = await freePort();
  mkdirSync(path.join(folder, "data", "User"), { recursive: true });
  writeFileSync(
    path.join(folder, "data", "User", "settings.json"),
    JSON.stringify({ ...baseSettings, ...options.settings }),
  );
  const server = await startServer(programs, folder, port, options);
  const browser = await chromium.launch({
    executablePath: programs.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"],
  });
  const page = await browser.newPage({
    viewport: options.viewport ?? { width: 1440, height: 900 },
    deviceScaleFactor: options.scale ?? 1,
  });
  // What VS Code's own language packs set: it then asks extensions for their words in that language.
  const { language } = options;
  if (language !== undefined)
    await page.addInitScript(tag => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: tag }), language);
  const { finished } = await listen(page, options.onLog ?? (() => undefined));
  await page.goto(address(port, options), { waitUntil: "domcontentloaded" });
  return {
    page,
    finished,
    close: () => stop(browser, server, folder),
  };
}

function address(port: number, { extension, workspace, tests }: ServerOptions): string {
  const authority = `127.0.0.1:${port}`;
  const payload = [
    ["extensionDevelopmentPath", `vscode-remote://${authority}${extension}`],
    ...(tests === undefined ? [] : [["extensionTestsPath", `vscode-remote://${authority}${tests}`]]),
  ];
  return `http://${authority}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Starts a program without root's right to open what others may not. */
export const WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] as const;

async function startServer(
  { node, main }: ServerPrograms,
  folder: string,
  port: number,
  { env, onLog, keepsToPermissions = false }: ServerOptions,
): Promise<ChildProcess> {
  const args = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
  const more = ["--accept-server-license-terms", "--telemetry-level", "off", "--enable-smoke-test-driver"];
  const folders = ["--server-data-dir", folder, "--extensions-dir", path.join(folder, "ext")];
  const program = [node, main, ...args, ...more, ...folders];
  const [command = node, ...words] = keepsToPermissions ? [...WITHOUT_RIGHTS, ...program] : program;
  const server = spawn(command, words, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  server.stderr?.on("data", (data: Buffer) => onLog?.(`[server] ${data.toString()}`));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("The VS Code server did not start within 60 s.")), 60_000);
    server.stdout?.on("data", (data: Buffer) => {
      if (!data.toString().includes(String(port))) return;
      clearTimeout(late);
      resolve();
    });
    server.once("exit", code => reject(new Error(`The VS Code server ended with exit code ${code}.`)));
  });
  return server;
}

/** What the tests print and their exit code come through two functions that VS Code's own test driver calls. */
async function listen(page: Page, log: (text: string) => void): Promise<{ finished: Promise<number> }> {
  let done: (code: number) => void = () => undefined;
  const finished = new Promise<number>(resolve => (done = resolve));
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown) => {
    const list = typeof args === "string" ? (JSON.parse(args) as unknown[]) : (args as unknown[]);
    log(list.map(String).join(" "));
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => done(code));
  return { finished };
}

async function stop(browser: Browser, server: ChildProcess, folder: string): Promise<void> {
  await browser.close();
  const ended = new Promise(resolve => server.once("exit", resolve));
  if (server.exitCode === null && server.signalCode === null) {
    server.kill("SIGTERM");
    const late = setTimeout(() => server.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(late);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => (typeof at === "object" && at ? resolve(at.port) : reject(new Error("No free port."))));
    });
  });
}
