// npm test [SUITE…] [-- --grep X]: sets up what is missing, builds once, runs unit, tidy, editor and docker in turn.
// What this machine cannot run is said and counted as skipped; with CI=true it fails.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "./build.mjs";
import { ensureInstalled, inRoot, root } from "./project.mjs";

const SUITES = ["unit", "tidy", "editor", "docker"];
const words = process.argv.slice(2);
const grepAt = words.indexOf("--grep");
const grep = grepAt < 0 ? undefined : words[grepAt + 1];
const named = words.filter((word, index) => SUITES.includes(word) && (grepAt < 0 || index !== grepAt + 1));
const suites = named.length > 0 ? named : grep === undefined ? SUITES : ["unit", "tidy"];
const onCi = process.env.CI === "true";
const temporary = mkdtempSync(path.join(tmpdir(), "drydock-test-"));
const total = { passed: 0, failed: 0, skipped: 0 };
/** In minutes, far above what a suite takes: a hang must not eat the whole run. */
const LIMITS = { unit: 10, tidy: 10, editor: 15, docker: 30 };

ensureInstalled();
const started = performance.now();
await build({ tests: true });
console.log(`built in ${seconds(started)}`);

for (const suite of suites) {
  const before = performance.now();
  console.log(`\n${suite}`);
  const counts = runSuite(suite);
  for (const key of Object.keys(total)) total[key] += counts[key];
  console.log(
    `${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped  (${seconds(before)})`,
  );
}
rmSync(temporary, { recursive: true, force: true });
if (onCi && total.skipped > 0) {
  console.log("\nCI=true allows nothing to be left out.");
  process.exitCode = 1;
}
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function runSuite(suite) {
  if (suite === "editor") return editor();
  const why = suite === "docker" ? engineMissing() : undefined;
  if (why) {
    console.log(`left out: ${why}`);
    const counts = mocha(suite, ["--dry-run"], true);
    return { passed: 0, failed: 0, skipped: Math.max(1, counts.passed) };
  }
  return mocha(suite, [], false);
}

function mocha(suite, extra, quiet) {
  const countsFile = path.join(temporary, `${suite}.json`);
  // Against hangs alone: property tests take a second on an idle machine and a minute on a busy one.
  const timeout = suite === "docker" ? "600000" : "180000";
  const args = [
    "--import=tsx",
    "--require",
    "./tools/property-seed.cjs",
    "--reporter",
    "./tools/reporter.cjs",
    "--timeout",
    timeout,
    "--forbid-only",
    ...extra,
  ];
  if (grep !== undefined) args.push("--grep", grep);
  const result = spawnSync(
    process.execPath,
    [inRoot("node_modules/mocha/bin/mocha.js"), ...args, `test/${suite}/**/*.test.ts`],
    {
      cwd: root,
      stdio: quiet ? "ignore" : "inherit",
      timeout: LIMITS[suite] * 60_000,
      killSignal: "SIGKILL",
      env: { ...process.env, DRYDOCK_COUNTS: countsFile },
    },
  );
  if (!existsSync(countsFile)) {
    console.log(`the ${suite} suite did not finish: ${ending(result, LIMITS[suite])}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return JSON.parse(readFileSync(countsFile, "utf8"));
}

/** How a suite's process ended that wrote no counts. */
function ending({ error, signal, status }, minutes) {
  if (error?.code === "ETIMEDOUT") return `stopped after ${minutes} minutes`;
  return signal ? `ended by ${signal}` : `exit code ${status}`;
}

/** The editor suite is a program of its own: it starts VS Code, which runs mocha inside. */
function editor() {
  mkdirSync(inRoot("test/.screenshots"), { recursive: true });
  const result = spawnSync(process.execPath, ["--import", "tsx", inRoot("test/kit/run-editor-tests.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    timeout: LIMITS.editor * 60_000,
    killSignal: "SIGKILL",
    maxBuffer: 64_000_000,
  });
  const lines = (result.stdout ?? "").trimEnd().split("\n");
  const last = lines.pop() ?? "";
  if (lines.length > 0) console.log(lines.join("\n"));
  try {
    const { reason, ...counts } = JSON.parse(last);
    if (reason) console.log(`left out: ${reason}`);
    return counts;
  } catch (error) {
    console.log(`${last}\nthe editor suite did not finish: ${ending(result, LIMITS.editor)} (${error.message})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function engineMissing() {
  const result = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], {
    encoding: "utf8",
    timeout: 20_000,
  });
  if (result.status === 0) return undefined;
  return `no Docker engine answered (${(result.stderr || result.error?.message || "").trim().split("\n")[0]})`;
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
