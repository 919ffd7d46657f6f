import assert from "node:assert/strict";
import * as path from "node:path";
import { importsOf, projectFiles, projectText } from "../kit/sources";

/** Who may import whom: the table of ARCHITECTURE.md. Each folder may import itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  settings: ["model", "workspace"],
  workspace: ["model"],
  python: ["model", "workspace"],
  docker: ["model", "workspace"],
  recon: ["model", "settings", "workspace", "python", "docker"],
  scaffold: ["model", "settings", "workspace", "python", "docker", "recon"],
  lint: ["model", "settings", "workspace", "python", "docker", "recon"],
  engine: ["model"],
  verify: ["model", "settings", "workspace", "docker", "recon", "scaffold", "lint"],
  report: ["model"],
  app: [
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
    "host",
  ],
  host: ["model"],
  cli: ["app", "host", "model", "report", "verify"],
  editor: ["app", "host", "model", "report", "workspace", "panel"],
  panel: ["model"],
  "extension.ts": ["editor", "app", "host"],
};

/** Packages and Node modules that only some folders may name, with why. */
const WALLS: readonly { readonly module: RegExp; readonly folders: readonly string[]; readonly why: string }[] = [
  { module: /^vscode$/, folders: ["editor", "extension.ts"], why: "the core must run without an editor" },
  { module: /^dockerode$/, folders: ["engine"], why: "everything else talks to the Engine port" },
  { module: /^(?:node:)?fs(?:\/promises)?$/, folders: ["host"], why: "files are read through the Files port" },
  { module: /^(?:node:)?(?:child_process|worker_threads)$/, folders: ["host"], why: "processes and threads are ports" },
];

const files = projectFiles("src");

describe("imports follow the data flow", () => {
  for (const file of files) {
    it(file, () => {
      const from = file.split("/")[1] ?? "";
      for (const specifier of importsOf(projectText(file))) {
        const wall = WALLS.find(({ module }) => module.test(specifier));
        assert.ok(!wall || wall.folders.includes(from), `${file} imports ${specifier}: ${wall?.why}`);
        if (!specifier.startsWith(".")) continue;
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
        const to = target.split("/")[1] ?? "";
        if (to === from || target === "package.json") continue;
        assert.ok(
          ALLOWED[from]?.includes(to),
          `${file} imports ${specifier}: ${from} may import ${ALLOWED[from]?.join(", ") || "nothing"}`,
        );
        if (from === "editor" && to === "panel")
          assert.equal(target, "src/panel/protocol", `${file}: the editor shares only the protocol with the panel`);
      }
    });
  }

  it("reads the clock in src/host alone", () => {
    const readers = files.filter(
      file =>
        !file.startsWith("src/host/") &&
        !file.startsWith("src/panel/") &&
        /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/.test(projectText(file)),
    );
    assert.deepEqual(readers, [], "time comes from the Clock port");
  });

  for (const [folder, what] of [
    ["src/recon/detectors", "a detector"],
    ["src/lint/rules", "a rule"],
    ["src/scaffold/artefacts", "an artefact"],
  ] as const) {
    it(`${what} never imports another`, () => {
      const units = projectFiles(folder).filter(file => !file.endsWith("registry.ts"));
      assert.ok(units.length > 10, `${folder} holds ${String(units.length)} files`);
      for (const file of units) {
        const siblings = importsOf(projectText(file)).filter(specifier => {
          const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
          return specifier.startsWith(".") && target.startsWith(`${folder}/`);
        });
        assert.deepEqual(siblings, [], file);
      }
    });
  }
});
