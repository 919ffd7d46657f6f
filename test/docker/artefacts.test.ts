import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createApp } from "../../src/app/app";
import { nodePorts } from "../../src/app/node-ports";
import { writablePaths } from "../../src/app/apply-changes";
import { OPTIONAL_FILES } from "../../src/model/plan";
import { projectRoot } from "../kit/sources";

const folder = path.join(projectRoot, "test/workspaces");
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const names = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);

/** Docker's own tools read files that nothing is built from; none of these calls needs a base image. */
describe("files on request, read by Docker's own tools", () => {
  for (const name of names) {
    it(name, async () => {
      const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-artefacts-"));
      const root = path.join(temporary, name);
      fs.cpSync(path.join(folder, name), root, { recursive: true });
      try {
        const app = createApp(nodePorts({ log: silent, engine: () => import("../../src/app/engine-entry") }));
        const changes = await app.plan(root, { set: { files: OPTIONAL_FILES.map(id => `+${id}`) } });
        await app.apply(root, changes, writablePaths(changes, { merges: true, conflicts: true }));
        const has = (file: string): boolean => fs.existsSync(path.join(root, file));
        const docker = (...args: readonly string[]): string =>
          execFileSync("docker", args, { cwd: root, encoding: "utf8", env: environmentOf(root), stdio: "pipe" });
        const composeFiles = changes.files
          .map(file => file.path)
          .filter(file => /^(?:docker-)?compose\.ya?ml$/.test(file));
        for (const file of composeFiles) {
          docker("compose", "--file", file, "config", "--quiet");
          const override = file.replace(/\.(ya?ml)$/, ".override.$1");
          if (has(override))
            docker("compose", "--file", file, "--file", override, "--profile", "*", "config", "--quiet");
        }
        if (has("compose.test.yaml")) docker("compose", "--file", "compose.test.yaml", "config", "--quiet");
        if (has("stack.yaml")) assert.match(docker("stack", "config", "--compose-file", "stack.yaml"), /services:/);
        if (has("docker-bake.hcl")) {
          const printed = JSON.parse(
            docker("buildx", "bake", "--file", "docker-bake.hcl", "--print", "default", "release"),
          ) as { readonly target: Readonly<Record<string, unknown>> };
          assert.ok(Object.keys(printed.target).some(target => target.endsWith("-release")));
        }
        if (has("Makefile")) execFileSync("make", ["--dry-run", "docker-down"], { cwd: root, stdio: "pipe" });
      } finally {
        fs.rmSync(temporary, { recursive: true, force: true });
      }
    });
  }
});

/** What a shell has after `set -a; . ./.env`. */
function environmentOf(root: string): NodeJS.ProcessEnv {
  const file = path.join(root, ".env");
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  const values = lines.flatMap(line => {
    const match = /^(?:export )?(\w+)=(.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [[match[1], (match[2] ?? "").replace(/^'(.*)'$/, "$1")]];
  });
  return { ...process.env, ...Object.fromEntries(values) };
}
