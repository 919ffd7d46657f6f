import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as core from "../../../src/app/core-entry";
import { nodePorts } from "../../../src/app/node-ports";
import type { Command, CommandContext } from "../../../src/cli/command";
import { command as dockerize } from "../../../src/cli/dockerize";
import { command as lint } from "../../../src/cli/lint";
import { parseArguments } from "../../../src/cli/parse-arguments";
import { command as recon } from "../../../src/cli/recon";
import { command as scaffold } from "../../../src/cli/scaffold";
import { Terminal } from "../../../src/cli/terminal";
import { nodeFiles } from "../../../src/host/node-files";
import { DOCKERIZE, LINT, mismatches, RECON, SCAFFOLD, type Shape } from "../../kit/contract";
import { projectRoot } from "../../kit/sources";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe("the JSON of the command line", () => {
  let temporary: string;
  before(() => (temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-contract-"))));
  after(() => fs.rmSync(temporary, { recursive: true, force: true }));

  /** Runs one subcommand on a copy of a sample, without an engine, and reads what it prints. */
  async function run(command: Command, sample: string, args: readonly string[]): Promise<unknown> {
    const root = path.join(temporary, `${command.name}-${sample}`);
    fs.cpSync(path.join(projectRoot, "test/workspaces", sample), root, { recursive: true });
    const ports = nodePorts({ log: silent, engine: () => Promise.reject(new Error("no engine is asked for")) });
    let out = "";
    const terminal = (write: (text: string) => void): Terminal =>
      new Terminal(write, { isTerminal: false, colour: false, unicode: true, columns: 80 }, () => 0);
    const context = {
      core,
      app: core.createApp({ ...ports, state: nodeFiles(path.join(temporary, "state")) }),
      ports,
      out: terminal(text => (out += text)),
      err: terminal(() => undefined),
      env: {},
      ask: null,
      signal: new AbortController().signal,
      resolve: () => root,
      isFolder: () => Promise.resolve(true),
    } as Partial<CommandContext> as CommandContext;
    await command.run(parseArguments(command, [root, ...args]), context);
    return JSON.parse(out) as unknown;
  }

  const commands: readonly (readonly [Command, readonly string[], Shape])[] = [
    [recon, ["--json"], RECON],
    [scaffold, ["--json", "--dry-run"], SCAFFOLD],
    [lint, ["--format", "json", "--select", "all"], LINT],
    [dockerize, ["--json", "--yes", "--engine", "off"], DOCKERIZE],
  ];
  for (const [command, args, shape] of commands)
    for (const sample of ["flask-pip", "harbour-monorepo", "existing-docker"])
      it(`of ${command.name} has every key of the contract on ${sample}`, async () =>
        assert.deepEqual(mismatches(await run(command, sample, args), shape), []));
});

describe("the contract's own check", () => {
  it("names what is missing, of another kind or an unknown word, and where", () => {
    const shape: Shape = {
      fields: { a: "number", b: { list: { fields: { c: { either: ["string", null] } } } }, d: { words: ["x", "y"] } },
    };
    assert.deepEqual(mismatches({ a: 1, b: [{ c: null }, { c: "s" }], d: "y", more: true }, shape), []);
    assert.deepEqual(mismatches({ b: [{ c: 1 }, {}], d: "z" }, shape), [
      "$.a is missing, not a number",
      "$.b[0].c is a number, not a string",
      "$.b[1].c is missing, not a string",
      '$.d is "z", none of x, y',
    ]);
  });
});
