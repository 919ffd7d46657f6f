// npm start [-- PATH] [-- --keep --yes --all]: sets up what is missing, then the main job: on a copy of a sample in a
// temporary folder, or on the folder given.
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { build } from "./build.mjs";
import { ensureInstalled, inRoot, manifest, newest } from "./project.mjs";
import { readdirSync } from "node:fs";

const SAMPLE = "flask-pip";
const words = process.argv.slice(2);
const keep = words.includes("--keep");
const options = words.filter(word => word.startsWith("--") && word !== "--keep");
const [target] = words.filter(word => !word.startsWith("--"));

ensureInstalled();
if (isStale()) await build();

if (target !== undefined) {
  console.log(`Drydock ${manifest().version}  ${path.basename(path.resolve(target))}\n`);
  process.exitCode = drydock(["dockerize", path.resolve(target), ...options]);
  if (process.exitCode === 0) console.log("Start it: docker compose up        Why it is so: docs/docker.md");
} else {
  const folder = mkdtempSync(path.join(tmpdir(), "drydock-start-"));
  const copy = path.join(folder, SAMPLE);
  cpSync(inRoot("test/workspaces", SAMPLE), copy, { recursive: true });
  console.log(`Drydock ${manifest().version}  sample ${SAMPLE}, copied to a temporary folder\n`);
  // The history of a copy that goes away is no one's: it goes with it.
  const env = keep ? process.env : { ...process.env, XDG_STATE_HOME: path.join(folder, "state") };
  const rest = options.filter(option => option !== "--yes");
  process.exitCode = drydock(
    ["dockerize", copy, "--yes", "--engine", "auto", ...(keep ? [] : ["--once"]), ...rest],
    env,
  );
  if (keep) console.log(`Kept: ${copy}`);
  else {
    rmSync(folder, { recursive: true, force: true });
    console.log("Keep the copy: npm start -- --keep        Your own code: npm start -- PATH");
  }
}

function drydock(args, env = process.env) {
  return spawnSync(process.execPath, [inRoot("dist/cli.js"), ...args], { stdio: "inherit", env }).status ?? 1;
}

function isStale() {
  const cli = inRoot("dist/cli.js");
  if (!existsSync(cli)) return true;
  const sources = readdirSync(inRoot("src"), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
  return newest([...sources, inRoot("package.json")]) > statSync(cli).mtimeMs;
}
