import assert from "node:assert/strict";
import { createShellCheck, type ShellCheck } from "../../../src/app/shellcheck";
import type { ProcessResult, Processes } from "../../../src/model/ports";
import { DrydockError } from "../../../src/model/error";

type Options = Parameters<Processes["run"]>[2];

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A stand-in that finds the first word of each program, and the programs of each process that was started. */
function standIn(answer?: (programs: readonly string[]) => ProcessResult | null): {
  readonly tool: ShellCheck;
  readonly started: (readonly string[])[];
} {
  const started: (readonly string[])[] = [];
  const run: Processes["run"] = (_command, args, options: Options) => {
    const given = options?.files ?? new Map([["-", options?.input ?? ""]]);
    assert.deepEqual(args.slice(2), [...given.keys()], "the files that it is given, and no others");
    started.push([...given.values()]);
    const other = answer?.([...given.values()]);
    if (other !== null && other !== undefined) return Promise.resolve(other);
    const at = { line: 1, column: 1, endLine: 1, endColumn: 2, level: "info", code: 2086 };
    const comments = [...given].map(([file, program]) => ({ ...at, file, message: program }));
    return Promise.resolve({ exit: 1, stdout: JSON.stringify({ comments }), stderr: "" });
  };
  return { tool: createShellCheck({ run }, silent), started };
}

const scripts = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `script ${at}`);
const told = (tool: ShellCheck, programs: readonly string[]): readonly (string | undefined)[] =>
  programs.map(program => tool.known(program)?.[0]?.message);

describe("ShellCheck", () => {
  it("is started few times for many scripts, and each gets its own comments", async () => {
    const { tool, started } = standIn();
    assert.ok(await tool.ask("shellcheck", [...scripts(1000), ...scripts(10)]));
    assert.deepEqual(told(tool, scripts(1000)), scripts(1000));
    assert.equal(started.length, 10);
    assert.ok(!(await tool.ask("shellcheck", scripts(1000))), "nothing new");
    assert.equal(started.length, 10);
  });

  it("reads one script from standard input, so that nothing is written as one types", async () => {
    const { tool, started } = standIn();
    await tool.ask("shellcheck", ["one"]);
    assert.deepEqual([started, told(tool, ["one"])], [[["one"]], ["one"]]);
  });

  it("is asked again about each alone where it fails over several", async () => {
    const failed: ProcessResult = { exit: 124, stdout: "", stderr: "too long" };
    const { tool } = standIn(programs => (programs.includes("script 3") ? failed : null));
    await tool.ask("shellcheck", scripts(6));
    assert.deepEqual(
      told(tool, scripts(6)),
      scripts(6).map(script => (script === "script 3" ? undefined : script)),
    );
    assert.deepEqual(tool.known("script 3"), [], "and not asked about that one again");
  });

  it("keeps all answers of one question, however many", async () => {
    const { tool } = standIn();
    await tool.ask("shellcheck", scripts(9000));
    assert.deepEqual(told(tool, scripts(9000)), scripts(9000));
  });

  it("is looked for once where it is not installed", async () => {
    let times = 0;
    const { tool } = standIn(() => {
      times++;
      throw new DrydockError("usage", "not there", "", "");
    });
    assert.ok(!(await tool.ask("shellcheck", scripts(500))));
    assert.ok(!(await tool.ask("shellcheck", ["another"])));
    assert.ok(times <= 4, `${times} times`);
  });
});
