// Facts about this checkout that every tool shares.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const inRoot = (...parts) => path.join(root, ...parts);
export const manifest = () => JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

/** Runs a program with the terminal's own streams; throws where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    const error = new Error(`${command} ${args.join(" ")} ended with exit code ${result.status}`);
    error.exit = result.status ?? 1;
    throw error;
  }
}

/** A program of node_modules, run by this Node. */
export function bin(name) {
  return inRoot("node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
}

/** Installs the dependencies where package-lock.json is newer than what is installed. */
export function ensureInstalled() {
  const stamp = inRoot("node_modules", ".package-lock.json");
  const lock = inRoot("package-lock.json");
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write("Installing dependencies (once)\n");
  // Scripts of dependencies are not run: esbuild and playwright-core work without, and ssh2's native part is not wanted.
  // npm's own chatter goes to standard error, so that results on standard output stay clean.
  run(
    process.platform === "win32" ? "npm.cmd" : "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
    {
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    },
  );
}

/** True where a file below `src` or `media` is newer than every bundle. */
export function newest(files) {
  return Math.max(0, ...files.map(file => (existsSync(file) ? statSync(file).mtimeMs : 0)));
}
