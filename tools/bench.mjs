// npm run bench [-- --tree DIR]: the figures that ARCHITECTURE.md and the README speak of, each with its input's size.
// Nothing here is a test: times differ between machines.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { panelRows } from "./bench-panel.mjs";
import { build, sizes } from "./build.mjs";
import { inRoot } from "./project.mjs";

const RUNS = 5;
const require = createRequire(import.meta.url);
const treeFlag = process.argv.indexOf("--tree");
const folder = mkdtempSync(path.join(tmpdir(), "drydock-bench-"));
const rows = [];
const add = (what, input, figures, unit = "ms") => {
  const sorted = [...figures].sort((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)];
  rows.push([what, input, `${round(median)} ${unit}`, `${round(sorted[0])} to ${round(sorted.at(-1))}`]);
  return median;
};
const round = value => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toString());

await build();
for (const { name, bytes } of sizes())
  rows.push([`size of dist/${name}`, "minified", `${Math.round(bytes / 1000)} KB`, ""]);

// Loading the shell in a fresh process, with a stand-in for the editor's own module.
const loader = `const M=require("node:module");const load=M._load;const p=()=>new Proxy(class{},{get:(t,k)=>k===Symbol.toPrimitive?()=>"":k==="prototype"?t.prototype:p(),apply:()=>p(),construct:()=>({})});
M._load=(r,...a)=>r==="vscode"?p():load(r,...a);const b=performance.now();require(process.argv[1]);process.stdout.write(String(performance.now()-b));`;
const loads = repeat(() =>
  Number(spawnSync(process.execPath, ["-e", loader, inRoot("dist/extension.js")], { encoding: "utf8" }).stdout),
);
if (loads.every(ms => ms > 0)) add("loading the extension", "dist/extension.js, cold process", loads);
else rows.push(["loading the extension", "dist/extension.js", "not measured", "it loads only inside the editor"]);

// The rules on one Dockerfile of 100 lines, warm.
const core = require(inRoot("dist/core.js"));
const app = core.createApp(
  core.nodePorts({
    log: { debug() {}, info() {}, warn() {}, error() {} },
    engine: () => require(inRoot("dist/engine.js")),
  }),
);
const dockerfile = dockerfileOf(100);
const lint = () =>
  app.lintText({ root: null, path: "Dockerfile", text: dockerfile, language: "dockerfile", recon: null });
for (let run = 0; run < 300; run++) lint();
add(
  "lint, every default rule, warm",
  `${dockerfile.split("\n").length - 1} lines`,
  repeat(
    () =>
      timed(() => {
        for (let run = 0; run < 50; run++) lint();
      }) / 50,
  ),
);

const many = path.join(folder, "many");
mkdirSync(many);
for (let file = 0; file < 2000; file++)
  writeFileSync(path.join(many, `${file}.Dockerfile`), dockerfileOf(20 + (file % 40)));
add(
  "lint, command line",
  "2,000 Dockerfiles",
  repeat(() => cli(["lint", "--no-workspace", "--fail-on", "never", "--format", "json", many]), 3),
);

// Recon of a generated tree, and of a real one where --tree names it.
const generated = path.join(folder, "tree");
writeTree(generated, 2000);
benchRecon("generated, 2,000 modules", generated);
if (treeFlag > 0) benchRecon(path.basename(process.argv[treeFlag + 1]), path.resolve(process.argv[treeFlag + 1]));

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

function benchRecon(name, tree) {
  const first = JSON.parse(
    spawnSync(process.execPath, [inRoot("dist/cli.js"), "recon", tree, "--json"], { encoding: "utf8", maxBuffer: 1e9 })
      .stdout,
  ).timings;
  const input = `${name}: ${first.files} files, ${(first.bytes / 1e6).toFixed(1)} MB`;
  const ours = add(
    "recon, command line",
    input,
    repeat(() => cli(["recon", tree, "--json"])),
  );
  const memory = spawnSync(
    "/usr/bin/time",
    ["-f", "%M", process.execPath, inRoot("dist/cli.js"), "recon", tree, "--json"],
    { encoding: "utf8", maxBuffer: 1e9 },
  );
  if (memory.status === 0)
    rows.push([
      "recon, peak memory",
      input,
      `${Math.round(Number(memory.stderr.trim().split("\n").at(-1)) / 1000)} MB`,
      "",
    ]);
  if (spawnSync("ruff", ["--version"]).status !== 0) {
    rows.push(["ruff analyze graph", input, "not installed", ""]);
    return;
  }
  const theirs = add(
    "ruff analyze graph",
    input,
    repeat(() => timed(() => spawnSync("ruff", ["analyze", "graph", "--preview", tree], { stdio: "ignore" }))),
  );
  rows.push(["recon against ruff analyze graph", input, `${(ours / theirs).toFixed(2)} times`, ""]);
}

function cli(args) {
  return timed(() => spawnSync(process.execPath, [inRoot("dist/cli.js"), ...args], { stdio: "ignore" }));
}

function timed(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function repeat(measure, runs = RUNS) {
  measure();
  return Array.from({ length: runs }, measure);
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

function writeTree(root, modules) {
  for (let module = 0; module < modules; module++) {
    const folder = path.join(root, `package${module % 40}`, `part${module % 7}`);
    mkdirSync(folder, { recursive: true });
    const functions = Array.from(
      { length: 40 },
      (_, at) =>
        `def handle_${at}(request, value=None):\n    """Answers request ${at}."""\n    if value is None:\n        value = {"key": "text ${at}", "items": [1, 2, 3]}\n    result = process(request, value, flag=True)\n    return result\n\n`,
    );
    const text = `"""Part ${module} of the tree."""\nimport os\nimport json\nfrom package${(module + 1) % 40}.part${(module + 1) % 7} import module${module === 0 ? 0 : module - 1}\n\nVALUE = os.environ.get("VALUE_${module}", "default")\n\n${functions.join("\n")}`;
    writeFileSync(path.join(folder, `module${module}.py`), text);
    writeFileSync(path.join(folder, "__init__.py"), "");
  }
  writeFileSync(path.join(root, "requirements.txt"), "flask==3.1.0\n");
  statSync(root);
}
