// npm run bench [-- --tree DIR] [-- --large]: the figures that ARCHITECTURE.md and the README speak of, each with its
// input's size. Nothing here is a test: times differ between machines, and CPU time says more than the clock on a busy one.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { panelRows } from "./bench-panel.mjs";
import { build, sizes } from "./build.mjs";
import { inRoot } from "./project.mjs";

const RUNS = 5;
const require = createRequire(import.meta.url);
const treeFlag = process.argv.indexOf("--tree");
const isLarge = process.argv.includes("--large");
const folder = mkdtempSync(path.join(tmpdir(), "drydock-bench-"));
const rows = [];
const median = figures => figures.toSorted((left, right) => left - right)[Math.floor(figures.length / 2)];
const add = (what, input, figures, unit = "ms") => {
  const least = Math.min(...figures);
  const most = Math.max(...figures);
  rows.push([what, input, `${round(median(figures))} ${unit}`, `${round(least)} to ${round(most)}`]);
  return median(figures);
};
const note = (what, input, value, remark = "") => rows.push([what, input, value, remark]);
const round = value => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toString());
const silent = { debug() {}, info() {}, warn() {}, error() {} };

await build();
for (const { name, bytes } of sizes()) note(`size of dist/${name}`, "minified", `${Math.round(bytes / 1000)} KB`);
const vsix = path.join(folder, "drydock.vsix");
const vsce = [inRoot("node_modules/@vscode/vsce/vsce"), "package", "--no-dependencies", "--out", vsix];
spawnSync(process.execPath, [...vsce, "--allow-missing-repository", "--no-rewrite-relative-links"], { cwd: inRoot() });
if (existsSync(vsix)) note("size of the VSIX", "packed", `${Math.round(statSync(vsix).size / 1024)} KB`);

// Loading and activating the shell in a fresh process, with a stand-in for the editor's own module.
const activation = `const M=require("node:module"),load=M._load,v=require(process.argv[2]);M._load=(r,...a)=>r==="vscode"?v:load(r,...a);
const began=performance.now();const e=require(process.argv[1]);const uri={fsPath:"/tmp",path:"/tmp",with:()=>uri};
const state={get(){},update(){},keys:()=>[]};
e.activate({subscriptions:[],extensionUri:uri,globalStorageUri:uri,globalState:state,workspaceState:state,extension:{packageJSON:{}}});
process.stdout.write(String(performance.now()-began));process.exit(0);`;
const activate = ["-e", activation, inRoot("dist/extension.js"), inRoot("tools/stubs/vscode.cjs")];
const loads = repeat(() => Number(spawnSync(process.execPath, activate, { encoding: "utf8" }).stdout));
if (loads.every(ms => ms > 0)) add("activation", "dist/extension.js, cold process, stand-in for vscode", loads);
else note("activation", "dist/extension.js", "not measured", "the stand-in for vscode lacks something");

// The rules on one Dockerfile of 100 lines, warm; and on one of 50,000, which must not freeze an editor.
const core = require(inRoot("dist/core.js"));
const engine = () => require(inRoot("dist/engine.js"));
const app = core.createApp(core.nodePorts({ log: silent, engine }));
const lintOf = text => () =>
  app.lintText({ root: null, path: "Dockerfile", text, language: "dockerfile", recon: null });
const lint = lintOf(dockerfileOf(100));
for (let run = 0; run < 300; run++) lint();
const lint50 = () => {
  for (let run = 0; run < 50; run++) lint();
};
add(
  "lint, every default rule, warm",
  "100 lines",
  repeat(() => timed(lint50) / 50),
);
for (const lines of [5_000, 50_000])
  add(
    "lint, every default rule",
    `${lines.toLocaleString("en")} lines`,
    repeat(() => timed(lintOf(dockerfileOf(lines))), 3),
  );

const many = path.join(folder, "many");
mkdirSync(many);
for (let file = 0; file < 2000; file++)
  writeFileSync(path.join(many, `${file}.Dockerfile`), dockerfileOf(20 + (file % 40)));
const lintMany = ["lint", "--no-workspace", "--fail-on", "never", "--format", "json", many];
addRuns("lint, command line", "2,000 Dockerfiles", runs(cli(lintMany), 3));
benchCheck();

addRuns("command line, start", "--version", runs(cli(["--version"])));

// Recon of a generated tree, and of a real one where --tree names it.
const generated = path.join(folder, "tree");
writeTree(generated, 2000, 40);
await benchRecon("generated, 2,000 modules", generated, "package1/part1/module1.py");
if (isLarge) {
  writeTree(path.join(folder, "large"), 10_000, 48);
  await benchRecon("generated, 10,000 modules", path.join(folder, "large"), "package1/part1/module1.py", 3);
}
if (treeFlag > 0) {
  // A copy, since one of its files is saved again and again.
  const given = path.resolve(process.argv[treeFlag + 1]);
  const copy = path.join(folder, path.basename(given));
  cpSync(given, copy, { recursive: true, filter: source => path.basename(source) !== ".git" });
  await benchRecon(path.basename(given), copy, null);
}

rows.push(...(await panelRows()));

const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
for (const row of [["what", "input", "median", "min to max"], ...rows])
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("   ")
      .trimEnd(),
  );
rmSync(folder, { recursive: true, force: true });
process.exit(0);

async function benchRecon(name, tree, saved, times = RUNS) {
  const json = spawnSync(...cli(["recon", tree, "--json"]), { encoding: "utf8", maxBuffer: 1e9 }).stdout;
  const first = JSON.parse(json);
  const input = `${name}: ${first.timings.files} files, ${(first.timings.bytes / 1e6).toFixed(1)} MB`;
  const ours = runs(cli(["recon", tree, "--json"]), times);
  addRuns("recon, command line", input, ours);
  const memory = ours.flatMap(({ mb }) => mb ?? []);
  if (memory.length > 0) add("recon, peak memory", input, memory, "MB");
  process.env.XDG_CACHE_HOME = path.join(folder, "cache");
  addRuns("recon, cached", input, runs(cli(["recon", tree, "--json", "--cache"]), times));
  await benchSaves(input, tree, saved ?? busiest(first));
  if (spawnSync("ruff", ["--version"]).status !== 0) {
    note("ruff analyze graph", input, "not installed");
    return;
  }
  const theirs = runs(["ruff", ["analyze", "graph", "--preview", tree]], times);
  addRuns("ruff analyze graph", input, theirs);
  const ratio = of => (median(ours.map(of)) / median(theirs.map(of))).toFixed(2);
  const cpu = ours[0].cpu === undefined ? "" : `${ratio(run => run.cpu)} times its CPU time`;
  note("recon against ruff analyze graph", input, `${ratio(run => run.ms)} times`, cpu);
}

/** Recon in the worker, as the editor has it, after one file was saved: once with other lines, once with another fact. */
async function benchSaves(input, tree, saved) {
  const workerFile = inRoot("dist/worker.js");
  const worker = core.createApp(core.nodePorts({ log: silent, engine, workerFile }));
  await worker.recon(tree);
  const file = path.join(tree, saved);
  const text = readFileSync(file, "utf8");
  const save = async (content, times) => {
    const figures = [];
    for (let run = 0; run < times; run++) {
      writeFileSync(file, content(run));
      const began = performance.now();
      await worker.recon(tree, { changed: [saved] });
      figures.push(performance.now() - began);
    }
    return figures.slice(1);
  };
  add("recon, one file saved", input, await save(run => `${"#\n".repeat(run + 1)}${text}`, 9));
  const fact = run => `${text}\nimport os\nos.environ["BENCH_${run}"]\n`;
  add("recon, one file saved with a new finding", input, await save(fact, 5));
  writeFileSync(file, text);
}

/** The Python file with most places: moving it is the most work. */
function busiest(recon) {
  const counts = new Map();
  JSON.stringify(recon.environment, (_key, value) => {
    if (value?.path?.endsWith(".py")) counts.set(value.path, (counts.get(value.path) ?? 0) + 1);
    return value;
  });
  const [first] = [...counts].sort((left, right) => right[1] - left[1]);
  return first?.[0] ?? recon.modules.find(({ kind }) => kind === "module").path;
}

/** `docker buildx build --check` on the same file, where an engine answers. */
function benchCheck() {
  const input = "one Dockerfile of 100 lines";
  const context = path.join(folder, "check");
  mkdirSync(context);
  writeFileSync(path.join(context, "Dockerfile"), dockerfileOf(100));
  const docker = ["docker", ["buildx", "build", "--check", context]];
  const checked = spawnSync(...docker, { encoding: "utf8" });
  if (!/check complete|warnings? ha/i.test(checked.stdout + checked.stderr)) {
    note("docker buildx build --check", input, "not measured", "no engine with BuildKit answered");
    return;
  }
  const lintOne = ["lint", "--no-workspace", "--fail-on", "never", path.join(context, "Dockerfile")];
  addRuns("lint, command line", input, runs(cli(lintOne)));
  addRuns("docker buildx build --check", input, runs(docker));
}

function cli(args) {
  return [process.execPath, [inRoot("dist/cli.js"), ...args]];
}

/** Runs a program several times: milliseconds by the clock and, where the system's `time` is there, of CPU, and megabytes. */
function runs([command, args], times = RUNS) {
  const hasTime = existsSync("/usr/bin/time");
  const report = path.join(folder, "time");
  return repeat(() => {
    const began = performance.now();
    if (hasTime) spawnSync("/usr/bin/time", ["-o", report, "-f", "%U %S %M", command, ...args], { stdio: "ignore" });
    else spawnSync(command, args, { stdio: "ignore" });
    const ms = performance.now() - began;
    if (!hasTime) return { ms };
    const [user, system, kilobytes] = readFileSync(report, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
    return { ms, cpu: (user + system) * 1000, mb: kilobytes / 1000 };
  }, times);
}

function addRuns(what, input, measured) {
  add(
    what,
    input,
    measured.map(({ ms }) => ms),
  );
  const cpu = measured.flatMap(run => run.cpu ?? []);
  if (cpu.length > 0) rows.at(-1)[3] += `, CPU ${round(median(cpu))} ms`;
}

function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function repeat(measure, times = RUNS) {
  measure();
  return Array.from({ length: times }, measure);
}

function dockerfileOf(lines) {
  const head = [
    "FROM python:3.11-slim-bookworm AS build",
    "WORKDIR /app",
    "COPY requirements.txt ./",
    "RUN pip install --no-cache-dir -r requirements.txt",
  ];
  const body = Array.from(
    { length: lines },
    (_, line) =>
      [
        `ENV VALUE_${line}="a value with words"`,
        `RUN apt-get update && apt-get install -y --no-install-recommends package${line} && rm -rf /var/lib/apt/lists/*`,
        `COPY --chown=10001:10001 src/part${line} ./part${line}`,
        `LABEL org.example.part${line}="x"`,
      ][line % 4],
  );
  return `${[...head, ...body, "USER 10001", 'CMD ["python", "-m", "app"]'].slice(0, lines).join("\n")}\n`;
}

function writeTree(root, modules, functions) {
  for (let module = 0; module < modules; module++) {
    const folder = path.join(root, `package${module % 40}`, `part${module % 7}`);
    mkdirSync(folder, { recursive: true });
    const bodies = Array.from(
      { length: functions },
      (_, at) =>
        `def handle_${at}(request, value=None):\n    """Answers request ${at}."""\n    if value is None:\n        value = {"key": "text ${at}", "items": [1, 2, 3]}\n    result = process(request, value, flag=True)\n    return result\n\n`,
    );
    const text = `"""Part ${module} of the tree."""\nimport os\nimport json\nfrom package${(module + 1) % 40}.part${(module + 1) % 7} import module${module === 0 ? 0 : module - 1}\n\nVALUE = os.environ.get("VALUE_${module}", "default")\n\n${bodies.join("\n")}`;
    writeFileSync(path.join(folder, `module${module}.py`), text);
    writeFileSync(path.join(folder, "__init__.py"), "");
  }
  writeFileSync(path.join(root, "requirements.txt"), "flask==3.1.0\n");
  statSync(root);
}
