import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { projectFiles, projectRoot, projectText } from "../kit/sources";

const sources = projectFiles("src");
const LIMIT = 450;
/** A recursive-descent grammar or a resolver of names reads better whole: each of these is one, and may not grow further. */
const WHOLE: Readonly<Record<string, number>> = {
  "src/docker/shell/parse.ts": 500,
  "src/python/link/resolve.ts": 470,
  "src/python/scan/expressions.ts": 850,
  "src/python/scan/lexer.ts": 625,
  "src/python/scan/statements.ts": 800,
};

describe("the shape of the sources", () => {
  it("keeps files small", () => {
    const long = sources.filter(
      file => !file.endsWith("registry.ts") && projectText(file).split("\n").length > (WHOLE[file] ?? LIMIT),
    );
    assert.deepEqual(long, [], `over ${LIMIT} lines: split by concern`);
  });

  it("names files in kebab-case and never util, helper, manager, common or misc", () => {
    const bad = sources.filter(file => {
      const name = file.split("/").at(-1) ?? "";
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name) || /(^|-)(utils?|helpers?|manager|common|misc)(-|\.)/.test(name)
      );
    });
    assert.deepEqual(bad, []);
  });

  it("has no module-level let, default export or empty catch", () => {
    const bad = sources.filter(file =>
      /^(?:export )?let |^export default|catch\s*(?:\([^)]*\))?\s*\{\s*\}/m.test(projectText(file)),
    );
    assert.deepEqual(bad, []);
  });

  it("leaves no work marked as undone", () => {
    const marks = new RegExp(`\\b(?:TO${"DO"}|FIX${"ME"}|XX${"X"})\\b`);
    const bad = [...sources, ...projectFiles("test").filter(file => !file.startsWith("test/workspaces/"))].filter(
      file => marks.test(projectText(file)),
    );
    assert.deepEqual(bad, []);
  });

  it("looks words of the user up in maps: an object knows `constructor` and `toString` too", () => {
    const bad = sources.filter(
      file =>
        /(?:[(!] ?|&& |\|\| |return |=> )[\w.()]+ in [A-Z][A-Z_]+(?:\)|;| [?&|])/.test(projectText(file)) ||
        (file.startsWith("src/lint/") &&
          /^(?:export )?const [A-Z_]+: Readonly<Record<string,/m.test(projectText(file))),
    );
    assert.deepEqual(bad, []);
  });

  it("keeps nothing that a patch left behind", () => {
    const left = [".orig", ".rej"].flatMap(ending =>
      ["src", "test", "docs", "tools"].flatMap(folder => projectFiles(folder, ending)),
    );
    assert.deepEqual(left, []);
  });

  it("keeps the entry of the extension under 100 lines", () => {
    assert.ok(projectText("src/extension.ts").split("\n").length < 100);
  });

  it("gives each detector, rule and artefact its file's name as id", () => {
    for (const folder of ["src/recon/detectors", "src/lint/rules", "src/scaffold/artefacts"]) {
      const units = projectFiles(folder).filter(file => !file.endsWith("registry.ts"));
      assert.ok(units.length > 10, `${folder} holds ${String(units.length)} files`);
      for (const file of units) {
        const id = /\bid: "([^"]+)"/.exec(projectText(file))?.[1];
        assert.equal(id, file.split("/").at(-1)?.replace(/\.ts$/, ""), file);
      }
    }
  });

  it("has a template for everything that `npm run new` writes", () => {
    const tool = projectText("tools/new.mjs");
    const templates = [...tool.matchAll(/"([\w.-]+\.ts)"/g)].map(([, name]) => `tools/templates/${name ?? ""}`);
    assert.ok(templates.length >= 5);
    assert.deepEqual(
      templates.filter(file => !existsSync(path.join(projectRoot, file))),
      [],
    );
  });

  it("uses each rule code once", () => {
    const codes = projectFiles("src/lint/rules").flatMap(file =>
      [...projectText(file).matchAll(/\bcode: "(DD\d{4})"/g)].map(match => match[1]),
    );
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
    );
  });
});

describe("the project around them", () => {
  it("type-checks in the strictest mode", function () {
    this.timeout(180_000);
    const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  });

  it("is linted", function () {
    this.timeout(300_000);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["node_modules/eslint/bin/eslint.js", "."], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it("is formatted", function () {
    this.timeout(120_000);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
      { cwd: projectRoot, encoding: "utf8" },
    );
    assert.equal(status, 0, stdout + stderr);
  });

  it("has no stale generated file", function () {
    this.timeout(60_000);
    const { status, stderr } = spawnSync(process.execPath, ["tools/generate.mjs", "--check"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });

  it("pins @types/vscode to the engine it promises", () => {
    const manifest = JSON.parse(projectText("package.json")) as {
      engines: { vscode: string };
      devDependencies: Record<string, string>;
    };
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"]}`);
  });

  it("explains each dependency in ARCHITECTURE.md", () => {
    const manifest = JSON.parse(projectText("package.json")) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const text = projectText("ARCHITECTURE.md");
    const missing = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      name => !name.startsWith("@types/") && !text.includes(`\`${name}\``),
    );
    assert.deepEqual(missing, []);
  });

  it("names no registry host and no path of one machine", () => {
    const tracked = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: projectRoot,
      encoding: "utf8",
    })
      .stdout.trim()
      .split("\n");
    const own = [projectRoot, path.dirname(projectRoot)]
      .filter(folder => folder.length > 2)
      .map(folder => `${folder}/`);
    const bad = tracked.filter(file => {
      const absolute = path.join(projectRoot, file);
      if (!existsSync(absolute) || /\.(?:png|ico|gif|woff2?)$/.test(file)) return false;
      const text = readFileSync(absolute, "utf8");
      return own.some(folder => text.includes(folder));
    });
    assert.deepEqual(bad, []);
  });

  it("mirrors src with its unit tests: each folder of src has tests", () => {
    const folders = [
      "model",
      "settings",
      "workspace",
      "python",
      "docker",
      "recon",
      "scaffold",
      "lint",
      "engine",
      "verify",
      "report",
      "app",
      "host",
      "cli",
    ];
    const missing = folders.filter(folder => !existsSync(path.join(projectRoot, "test/unit", folder)));
    assert.deepEqual(missing, []);
  });
});
