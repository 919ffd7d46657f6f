// Builds the bundles of dist/. `--watch` rebuilds on change, `--dev` leaves them readable, `--tests` adds out/editor.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, inRoot, manifest } from "./project.mjs";
import { generate } from "./generate.mjs";
import { vscodeNames } from "./stubs/vscode-names.cjs";

/** The engine reads YAML with what the core, which is always loaded before it, holds already: the package is large. */
const yamlOfCore = {
  name: "yaml-of-core",
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: "yaml", namespace: "core" }));
    build.onResolve({ filter: /^\.\/core\.js$/, namespace: "core" }, ({ path: name }) => ({
      path: name,
      external: true,
    }));
    build.onLoad({ filter: /^yaml$/, namespace: "core" }, () => ({
      contents: 'export const parse = require("./core.js").parseYaml;',
    }));
  },
};

/**
 * The YAML package for Node is CommonJS, of which a bundle holds every file. Its copy for browsers is the same code in
 * modules, of which the bundle holds what is used; the two differ in `!!binary` alone, which `atob` reads there.
 */
const yamlInModules = {
  name: "yaml-in-modules",
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: inRoot("node_modules/yaml/browser/dist/index.js") }));
  },
};

/**
 * The editor's module with each of its names bound once. As an external module every file that says `import * as vscode`
 * would copy all five hundred of them for itself while the extension is activated.
 */
const editorNames = {
  name: "editor-names",
  setup(build) {
    build.onResolve({ filter: /^vscode$/, namespace: "file" }, ({ path: name }) => ({
      path: name,
      namespace: "editor",
    }));
    build.onResolve({ filter: /^vscode$/, namespace: "editor" }, ({ path: name }) => ({ path: name, external: true }));
    build.onLoad({ filter: /^vscode$/, namespace: "editor" }, () => ({
      contents: [
        'const api = require("vscode"), named = name => api[name];',
        ...vscodeNames().map(name => `export const ${name} = /* @__PURE__ */ named("${name}");`),
      ].join("\n"),
    }));
  },
};

/**
 * The entries and what each may not contain. Only the extension's own bundle knows `vscode`: a stray import elsewhere
 * fails the build.
 */
const host = { platform: "node", format: "cjs", target: "node20", mainFields: ["module", "main"] };
const entries = [
  { in: "src/extension.ts", out: "extension", ...host, plugins: [editorNames] },
  { in: "src/editor/workbench-entry.ts", out: "workbench", ...host, plugins: [editorNames] },
  { in: "src/app/core-entry.ts", out: "core", ...host, plugins: [yamlInModules] },
  { in: "src/app/engine-entry.ts", out: "engine", ...host, plugins: [yamlOfCore] },
  { in: "src/app/worker-entry.ts", out: "worker", ...host, external: ["./core.js"] },
  { in: "src/cli/cli.ts", out: "cli", ...host, banner: "#!/usr/bin/env node", beside: true },
  { in: "src/panel/panel.ts", out: "panel", platform: "browser", format: "iife", target: "es2022", charset: "utf8" },
];

/**
 * What dockerode brings and the bundles leave out: its SSH transport (SSH hosts are reached through the ssh program), its own
 * build session (ours serves secrets and credentials), its folder packing (we send a list of files). Of autocannon the forms,
 * which a load of ours never sends, and which bring a table of all media types, its tables and bars for a terminal, and its
 * command line; of its histograms and identifiers what stands in for Node's own zlib and buffer, their program in WebAssembly,
 * their logs and packed form, and the reader of version numbers that compares Node's with an old one. Of dockerode also what
 * only a swarm or a plugin needs, and the trace that docker-modem prints for its own developers.
 */
const stubs = {
  name: "stubs",
  setup(build) {
    const absent = inRoot("tools/stubs/absent.cjs");
    const inside = (args, name) => args.importer.includes(path.join("node_modules", name) + path.sep);
    const replace = (filter, name, by = absent) =>
      build.onResolve({ filter }, args => (inside(args, name) ? { path: by } : null));
    replace(/^\.\/ssh$/, "docker-modem");
    replace(/^\.\/(session|buildkit)$/, "dockerode");
    replace(/^(tar-fs|@balena\/dockerignore|\.\/(config|node|plugin|secret|service|task))$/, "dockerode");
    replace(/^debug$/, "docker-modem", inRoot("tools/stubs/debug.cjs"));
    replace(/^(form-data|\.\/(lib\/)?(printResult|progressTracker))$/, "autocannon");
    replace(/^semver$/, "autocannon", inRoot("tools/stubs/semver.cjs"));
    replace(/^lodash\.clonedeep$/, "autocannon", inRoot("tools/stubs/clone.cjs"));
    replace(/^\.\/(HistogramLog(Reader|Writer)|PackedHistogram|Recorder)$/, "hdr-histogram-js");
    replace(/^pako$/, "hdr-histogram-js", inRoot("tools/stubs/zlib.cjs"));
    replace(/^\.\/wasm$/, "hdr-histogram-js", inRoot("tools/stubs/histograms.cjs"));
    replace(/^buffer\/$/, "hyperid");
    build.onResolve({ filter: /^autocannon$/ }, () => ({ path: inRoot("node_modules/autocannon/lib/init.js") }));
    // Node's own streams serve; the package is a copy of them for other runtimes.
    build.onResolve({ filter: /^readable-stream$/ }, args =>
      args.importer.includes("autocannon") ? null : { path: "stream", external: true },
    );
  },
};

/** What a table of knowledge is about, and where it is from, is for those who keep it. */
const withoutSources = {
  name: "without-sources",
  setup(build) {
    build.onLoad({ filter: /[\\/]knowledge[\\/][\w-]+\.json$/ }, ({ path: file }) => {
      const { about, source, sources, ...table } = JSON.parse(readFileSync(file, "utf8"));
      return { loader: "json", contents: JSON.stringify(table) };
    });
  },
};

/** A shell asks for the core and the engine by their sources' names; here it finds their bundles beside its own. */
const beside = {
  name: "beside",
  setup(build) {
    build.onResolve({ filter: /\/app\/(core|engine)-entry$/ }, ({ path: name }) => ({
      path: `./${/(core|engine)-entry$/.exec(name)[1]}.js`,
      external: true,
    }));
  },
};

export async function build({ watch = false, dev = false, tests = false } = {}) {
  ensureInstalled();
  await generate();
  const esbuild = await import("esbuild");
  mkdirSync(inRoot("dist"), { recursive: true });
  const common = {
    bundle: true,
    minify: !dev,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    absWorkingDir: inRoot(),
    keepNames: false,
  };
  const all = tests
    ? [...entries, { in: "test/editor/index.ts", out: "../out/editor/index", ...host, external: ["vscode", "mocha"] }]
    : entries;
  const settings = all.map(({ in: entry, out, banner, beside: isShell, plugins = [], ...rest }) => ({
    ...common,
    ...rest,
    plugins: [...plugins, isShell ? beside : stubs, withoutSources],
    // As `require`, since Node's own `import()` of such a bundle first parses it whole for the names that it exports.
    ...(isShell ? { supported: { "dynamic-import": false } } : {}),
    entryPoints: [entry],
    outfile: inRoot("dist", `${out}.js`),
    define: {
      "process.env.DRYDOCK_VERSION": JSON.stringify(version()),
      // Facts and answers that another build kept are not taken for this one's.
      "process.env.DRYDOCK_SCANNER": JSON.stringify(hashOf("src/python/scan")),
      "process.env.DRYDOCK_BUILD": JSON.stringify(hashOf("src", "package-lock.json")),
    },
    ...(banner ? { banner: { js: banner } } : {}),
  }));
  settings.push({
    entryPoints: [inRoot("media/panel.css")],
    outfile: inRoot("dist/panel.css"),
    minify: !dev,
    logLevel: "warning",
  });
  if (watch) {
    for (const setting of settings) await (await esbuild.context(setting)).watch();
    return;
  }
  await Promise.all(settings.map(setting => esbuild.build(setting)));
  if (dev) return;
  const kept = [];
  for (const { out } of entries) kept.push(await shorten(out));
  for (const name of readdirSync(keptFolder))
    if (!kept.includes(path.parse(name).name)) rmSync(path.join(keptFolder, name));
}

const keptFolder = inRoot("node_modules/.cache/drydock");
const shortening = { ecma: 2020, toplevel: true, compress: { passes: 1 } };

/**
 * Shortens a bundle as esbuild alone does not: a thirtieth of the package goes. Seconds are spent on it, so what came out is
 * kept by all that went in, whose hash is the answer; what no bundle of this build asked for goes.
 */
async function shorten(name) {
  const file = inRoot("dist", `${name}.js`);
  const map = `${file}.map`;
  const code = readFileSync(file, "utf8");
  const content = readFileSync(map, "utf8");
  const { version: terser } = JSON.parse(readFileSync(inRoot("node_modules/terser/package.json"), "utf8"));
  const given = JSON.stringify([terser, shortening, code, content]);
  const hash = createHash("sha256").update(given).digest("hex").slice(0, 24);
  const kept = path.join(keptFolder, hash);
  if (!existsSync(`${kept}.js`)) {
    const { minify } = await import("terser");
    // The options are copied, since terser writes into those that it is given.
    const short = await minify(code, {
      ...structuredClone(shortening),
      sourceMap: { content, url: `${name}.js.map` },
    });
    mkdirSync(keptFolder, { recursive: true });
    writeFileSync(`${kept}.map`, short.map);
    writeFileSync(`${kept}.js`, short.code);
  }
  copyFileSync(`${kept}.js`, file);
  copyFileSync(`${kept}.map`, map);
  return hash;
}

function version() {
  return manifest().version;
}

/** A hash of all files in a folder, by name and content, and of further ones. */
function hashOf(folder, ...files) {
  const hash = createHash("sha256");
  const inside = readdirSync(inRoot(folder), { recursive: true }).sort();
  for (const name of [...inside.map(each => path.join(folder, each)), ...files])
    if (statSync(inRoot(name)).isFile()) hash.update(name).update(readFileSync(inRoot(name)));
  return hash.digest("hex").slice(0, 12);
}

export function sizes() {
  return readdirSync(inRoot("dist"))
    .filter(name => name.endsWith(".js"))
    .map(name => ({ name, bytes: statSync(inRoot("dist", name)).size }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const flags = process.argv.slice(2);
  await build({ watch: flags.includes("--watch"), dev: flags.includes("--dev"), tests: flags.includes("--tests") });
  if (!flags.includes("--watch"))
    for (const { name, bytes } of sizes()) console.log(`dist/${name}  ${(bytes / 1000).toFixed(0)} KB`);
}
