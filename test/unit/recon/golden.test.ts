import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { nodeFiles } from "../../../src/host/node-files";
import type { Recon } from "../../../src/model/recon";
import { readRecon } from "../../../src/recon/read-recon";

const WORKSPACES = join(__dirname, "../../workspaces");
const GOLDEN = join(__dirname, "golden");
const names = readdirSync(WORKSPACES, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** What a person wrote down; see test/workspaces/README.md. */
interface Expected {
  readonly workspace?: string;
  readonly name?: string;
  readonly python: { readonly chosen: string | null; readonly requires: { readonly specifier: string } | null };
  readonly packageManager: { readonly name: string; readonly lock: string | null };
  readonly manifests: readonly string[];
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly frameworks: readonly string[];
  readonly entryPoints: readonly {
    readonly kind: string;
    readonly target: string;
    readonly script?: string;
    readonly port: number | null;
    readonly path: string;
    readonly line: number;
  }[];
  readonly integrations: readonly { readonly service: string; readonly variables?: readonly string[] }[];
  readonly environment: readonly { readonly name: string; readonly required: boolean; readonly secret: boolean }[];
  readonly migrations: { readonly tool: string } | null;
  readonly tests: { readonly runner: string } | null;
  readonly static: { readonly folder: string | null } | null;
  readonly frontEnds?: readonly {
    readonly path: string;
    readonly role: string;
    readonly command: readonly string[];
    readonly tool: string;
    readonly outputs: readonly string[];
    readonly node: string;
    readonly lock: string;
    readonly servedBy: readonly string[];
  }[];
  readonly http: { readonly health: string | null } | null;
  readonly buildScripts: readonly string[];
  readonly docker: Recon["docker"];
  readonly units: readonly Expected[];
}

function expected(name: string): Expected | null {
  const path = join(WORKSPACES, `${name}.expect.yaml`);
  return existsSync(path) ? (parse(readFileSync(path, "utf8")) as Expected) : null;
}

const recons = new Map<string, Promise<Recon>>();

function reconOf(name: string): Promise<Recon> {
  const known = recons.get(name) ?? readRecon(nodeFiles(join(WORKSPACES, name)), { name });
  recons.set(name, known);
  return known;
}

/** Direct dependencies by group, as the expectation lists them. */
function byGroup(recon: Recon): Record<string, readonly string[]> {
  const groups: Record<string, string[]> = {};
  for (const { name, group, direct } of recon.dependencies) if (direct) (groups[group] ??= []).push(name);
  return Object.fromEntries(Object.entries(groups).map(([group, list]) => [group, [...new Set(list)].sort()]));
}

describe("golden recon", function () {
  for (const name of names) {
    it(`of ${name} is the same bytes as last time`, async () => {
      const { timings: _, ...recon } = await reconOf(name);
      const text = `${JSON.stringify(recon, (key, value: unknown) => (key === "timings" ? undefined : value), 2)}\n`;
      const path = join(GOLDEN, `${name}.json`);
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(GOLDEN, { recursive: true });
        writeFileSync(path, text);
      }
      assert.equal(text, readFileSync(path, "utf8"));
    });
  }
});

describe("recon against what a person expects", function () {
  for (const name of names) {
    const wanted = expected(name);
    if (!wanted) continue;
    // The root of a monorepo lists what its units hold; its own expectation is about what stands outside them.
    if (wanted.units.length === 0) check(name, wanted, () => reconOf(name));
    it(`${name}: units`, async () => {
      const recon = await reconOf(name);
      assert.deepEqual(
        recon.units.map(unit => [unit.name, unit.path]),
        wanted.units.map(unit => [unit.name, (unit as Expected & { path: string }).path]),
      );
    });
    for (const unit of wanted.units) {
      check(`${name}/${unit.name ?? ""}`, unit, async () => {
        const found = (await reconOf(name)).units.find(candidate => candidate.name === unit.name);
        assert.ok(found, `no unit ${unit.name ?? ""}`);
        return found.recon;
      });
    }
  }
});

function check(title: string, wanted: Expected, read: () => Promise<Recon>): void {
  const field = (name: string, test: (recon: Recon) => void): void => {
    it(`${title}: ${name}`, async () => {
      test(await read());
    });
  };
  field("entry points", recon => {
    assert.deepEqual(
      recon.entryPoints
        .map(({ kind, target, port, place }) => ({ kind, target, port, path: place.path, line: place.line }))
        .sort(byKind),
      wanted.entryPoints
        .map(({ kind, target, script, port, path, line }) => ({ kind, target: script ?? target, port, path, line }))
        .sort(byKind),
    );
  });
  field("frameworks", recon => {
    assert.deepEqual(
      recon.frameworks.map(framework => framework.name),
      [...wanted.frameworks].sort(),
    );
  });
  field("tools", recon => {
    assert.deepEqual(
      [recon.migrations?.tool ?? null, recon.tests?.runner ?? null, recon.static?.folder ?? null],
      [wanted.migrations?.tool ?? null, wanted.tests?.runner ?? null, wanted.static?.folder ?? null],
    );
  });
  field("front ends", recon => {
    assert.deepEqual(
      recon.frontEnds.map(({ path, role, command, tool, outputs, node, lock, servedBy }) => ({
        path,
        role,
        command,
        tool,
        outputs,
        node: node?.major,
        lock,
        servedBy: servedBy.map(place => `${place.path}:${place.line}`),
      })),
      wanted.frontEnds ?? [],
    );
  });
  field("health route", recon => {
    const health = wanted.http?.health;
    if (typeof health === "string")
      assert.ok(
        recon.routes.some(({ path }) => path === health),
        `${health} is not among ${recon.routes.map(({ path }) => path).join(", ")}`,
      );
  });
  field("build scripts and Docker files", recon => {
    assert.deepEqual(
      recon.buildScripts.map(({ path }) => path),
      [...wanted.buildScripts].sort(),
    );
    assert.deepEqual(recon.docker, wanted.docker);
  });
  field("Python and package manager", recon => {
    assert.equal(recon.python.chosen, wanted.python.chosen);
    assert.equal(recon.python.requires?.specifier ?? null, wanted.python.requires?.specifier ?? null);
    assert.equal(recon.packageManager.name, wanted.packageManager.name);
    assert.equal(recon.packageManager.lock, wanted.packageManager.lock);
  });
  field("manifests", recon => {
    assert.deepEqual(
      recon.manifests.map(({ path }) => path),
      [...wanted.manifests].sort(),
    );
  });
  field("dependencies", recon => {
    assert.deepEqual(
      byGroup(recon),
      Object.fromEntries(Object.entries(wanted.dependencies).map(([group, list]) => [group, [...list].sort()])),
    );
  });
  field("environment", recon => {
    assert.deepEqual(
      recon.environment
        .filter(({ scope }) => scope === "application")
        .map(({ name, required, secret }) => ({ name, required, secret })),
      wanted.environment
        .map(({ name, required, secret }) => ({
          name,
          required,
          secret,
        }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    );
  });
  field("integrations", recon => {
    assert.deepEqual(
      [
        ...new Set(recon.integrations.filter(({ service }) => service !== "uploads").map(({ service }) => service)),
      ].sort(),
      [...new Set(wanted.integrations.map(({ service }) => service))].sort(),
    );
  });
}

function byKind(
  left: { readonly kind: string; readonly target: string },
  right: { readonly kind: string; readonly target: string },
): number {
  return left.kind < right.kind ? -1 : left.kind > right.kind ? 1 : left.target < right.target ? -1 : 1;
}
