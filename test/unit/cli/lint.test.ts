import assert from "node:assert/strict";
import * as path from "node:path";
import * as core from "../../../src/app/core-entry";
import type { CommandContext } from "../../../src/cli/command";
import { command } from "../../../src/cli/lint";
import { parseArguments } from "../../../src/cli/parse-arguments";
import { Terminal } from "../../../src/cli/terminal";
import { systemClock, systemRandom } from "../../../src/host/system";
import { DrydockError } from "../../../src/model/error";
import type { Ports, ProcessResult, Processes } from "../../../src/model/ports";
import { memoryFiles } from "../../kit/memory-files";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const absentProgram: Processes = {
  run: name =>
    Promise.reject(new DrydockError("usage", `${name} could not be started.`, "Not installed.", "Install it.")),
};

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly files: ReturnType<typeof memoryFiles>;
}

/** Runs `drydock lint` in a folder of these files. */
async function lint(
  contents: Readonly<Record<string, string>>,
  args: readonly string[],
  {
    stdin = "",
    processes = absentProgram,
    unreadable,
  }: { stdin?: string; processes?: Processes; unreadable?: string } = {},
): Promise<Outcome> {
  const all = memoryFiles(contents, "/code/shop");
  const files = { ...all, read: (file: string) => (file === unreadable ? Promise.resolve(null) : all.read(file)) };
  // What linting asks of the outside world, and nothing else.
  const ports = {
    files: () => files,
    processes,
    clock: systemClock,
    log: silent,
    random: systemRandom,
    workers: null,
  } as Partial<Ports> as Ports;
  let out = "";
  let err = "";
  const terminal = (write: (text: string) => void): Terminal =>
    new Terminal(write, { isTerminal: false, colour: false, unicode: true, columns: 80 }, () => 0);
  const context = {
    core,
    app: core.createApp(ports),
    ports,
    out: terminal(text => (out += text)),
    err: terminal(text => (err += text)),
    env: {},
    signal: new AbortController().signal,
    resolve: (each: string) => path.posix.resolve("/code/shop", each),
    readStdin: () => Promise.resolve(stdin),
    isFolder: (each: string) =>
      Promise.resolve(each === "/code/shop" ? true : files.contents.has(each.slice(11)) ? false : null),
  } as Partial<CommandContext> as CommandContext;
  const exit = await command.run(parseArguments(command, args), context);
  return { exit, out, err, files };
}

interface Json {
  readonly findings: readonly {
    readonly code: string;
    readonly rule: string;
    readonly line: number;
    readonly column: number;
    readonly url: string;
    readonly fixable: boolean;
  }[];
}

const parse = ({ out }: Outcome): Json => JSON.parse(out) as Json;

const poor = "FROM debian:13\nMAINTAINER x\nRUN sudo true\nEXPOSE 80000\nUSER app\n";

describe("drydock lint", () => {
  it("says nothing of itself in JSON but what the contract names, and fails from an error on", async () => {
    const outcome = await lint({ Dockerfile: poor, ".drydock.yaml": "schema: 1\n" }, [
      "--format",
      "json",
      "--no-workspace",
    ]);
    assert.equal(outcome.exit, 1);
    assert.ok(parse(outcome).findings.some(({ rule, fixable }) => rule === "deprecated-maintainer" && fixable));
  });

  it("passes over an ignore file that a pattern such as `Dockerfile*` names", async () => {
    const rules = { "Dockerfile.dockerignore": "*\n!app\n" };
    const { exit, out } = await lint(rules, ["--format", "json", "Dockerfile.dockerignore"]);
    assert.deepEqual([exit, (JSON.parse(out) as { findings: unknown[] }).findings], [0, []]);
  });

  it("obeys --fail-on, and without it what .hadolint.yaml says of failing", async () => {
    const exit = async (hadolint: string, ...args: string[]): Promise<number> => {
      const files = { Dockerfile: poor, ".drydock.yaml": "schema: 1\n", ".hadolint.yaml": hadolint };
      return (await lint(files, ["--no-workspace", "--select", "DL3011", ...args])).exit;
    };
    const override = "override: { info: [DL3011] }\n";
    assert.equal(await exit(""), 1);
    assert.equal(await exit("no-fail: true\n"), 0);
    assert.equal(await exit(override), 0);
    assert.equal(await exit(`${override}failure-threshold: info\n`), 1);
    assert.equal(await exit(`${override}failure-threshold: style\n`), 1);
    assert.equal(await exit(`${override}failure-threshold: none\n`), 1);
    assert.equal(await exit(`${override}failure-threshold: warning\n`), 0);
    assert.equal(await exit("no-fail: true\n", "--fail-on", "error"), 1);
    assert.equal(await exit("failure-threshold: info\n", "--fail-on", "never"), 0);
  });

  it("runs the rules that --select names, and refuses a name that no rule has", async () => {
    const rules = async (select: string): Promise<readonly string[]> => {
      const outcome = await lint({ Dockerfile: poor, ".drydock.yaml": "" }, ["--format", "json", "--select", select]);
      return parse(outcome).findings.map(({ rule }) => rule);
    };
    assert.deepEqual(await rules("DL4000"), ["deprecated-maintainer"]);
    assert.deepEqual(await rules("DD1039, sudo-in-run"), (await rules("sudo-in-run,DD1039")).toSorted());
    const standard = await rules("default");
    assert.ok(!standard.includes("missing-healthcheck") && standard.includes("sudo-in-run"));
    assert.deepEqual(
      (await rules("default,DL3057")).filter(rule => !standard.includes(rule)),
      ["missing-healthcheck"],
    );
    await assert.rejects(rules("DL9999"), { code: "usage", message: "--select DL9999 is not known." });
    await assert.rejects(rules(","), { code: "usage" });
  });

  it("fixes until nothing is left to fix, so that a second run changes nothing", async () => {
    const text =
      "from debian:13 As a\nMAINTAINER x\nENV a b\nRUN apt-get update && apt-get install -y \\\n\n  curl\nEXPOSE 80/TCP\n";
    const first = await lint({ Dockerfile: text, ".drydock.yaml": "" }, ["--fix", "--select", "all", "--no-workspace"]);
    const fixed = new TextDecoder().decode(first.files.contents.get("Dockerfile"));
    assert.notEqual(fixed, text);
    const again = await lint({ Dockerfile: fixed, ".drydock.yaml": "" }, [
      "--fix",
      "--select",
      "all",
      "--no-workspace",
    ]);
    assert.equal(new TextDecoder().decode(again.files.contents.get("Dockerfile")), fixed);
    assert.doesNotMatch(again.out, /^Fixed/m);
  });

  it("calls fixable what --fix mends, and stays within the width of a terminal", async () => {
    const dockerfile = "FROM python:3.9\nCOPY . .\nRUN pip install -r requirements.txt\nCMD python app.py\n";
    const { out } = await lint({ Dockerfile: dockerfile, "requirements.txt": "flask\n", "app.py": "1\n" }, []);
    const sum = Number(/(\d+) fixable\s+with --fix/.exec(out)?.[1] ?? 0);
    assert.ok(sum > 0, out);
    assert.equal(out.match(/ {2}fixable$/gm)?.length, sum, out);
    for (const line of out.split("\n")) assert.ok([...line].length <= 80, line);
  });

  it("reads a Dockerfile from standard input, and leaves the one on disk alone", async () => {
    const outcome = await lint(
      { Dockerfile: "FROM a:1\nUSER b\n" },
      ["-", "--format", "json", "--select", "sudo-in-run"],
      {
        stdin: poor,
      },
    );
    assert.deepEqual(
      parse(outcome).findings.map(({ rule, line }) => [rule, line]),
      [["sudo-in-run", 3]],
    );
    assert.equal(new TextDecoder().decode(outcome.files.contents.get("Dockerfile")), "FROM a:1\nUSER b\n");
    await assert.rejects(lint({ Dockerfile: poor }, ["-", "--fix"], { stdin: poor }), { code: "usage" });
  });

  it("calls no file clean that it could not read", async () => {
    const outcome = await lint({ Dockerfile: "FROM a:1\nUSER b\n", "svc/Dockerfile": poor }, [], {
      unreadable: "svc/Dockerfile",
    });
    assert.equal(outcome.exit, 2);
    assert.match(outcome.err, /^! svc\/Dockerfile:1 This file could not be read, so it was not linted\./);
    assert.match(outcome.out, /^1 file, nothing found/);
  });

  it("says on standard error which words of .drydock.yaml have no effect", async () => {
    const settings = "lint: { rules: { rot-user: off } }\n";
    const outcome = await lint({ Dockerfile: "FROM a:1\nUSER b\n", ".drydock.yaml": settings }, []);
    assert.equal(outcome.exit, 0);
    assert.match(outcome.err, /^! \.drydock\.yaml:1 rot-user is the name of no rule\. Did you mean root-user\?/);
  });

  it("adds what ShellCheck says where it is installed, asked once for each script and never when it is off", async () => {
    const asked: string[] = [];
    const processes: Processes = {
      run(name, args, options = {}): Promise<ProcessResult> {
        asked.push(`${name} ${args.join(" ")}`);
        const lines = (options.input ?? "").split("\n");
        const place = { line: lines.length, endLine: lines.length, column: 4, endColumn: 8 };
        const comment = { file: "-", ...place, level: "info", code: 2086, message: "Double quote it.", fix: null };
        return Promise.resolve({ exit: 1, stdout: JSON.stringify({ comments: [comment] }), stderr: "" });
      },
    };
    const files = {
      Dockerfile: "FROM a:1\nRUN rm $dir\nUSER b\n",
      "Dockerfile.two": "FROM b:1\nRUN rm $dir\n",
      ".drydock.yaml": "",
    };
    const args = ["--format", "json", "--no-workspace", "--select", "SC2086"];
    const found = parse(await lint(files, args, { processes })).findings;
    assert.deepEqual(
      found.map(({ code, line, column, url }) => [code, line, column, url]),
      [1, 2].map(() => ["SC2086", 2, 8, "https://www.shellcheck.net/wiki/SC2086"]),
    );
    assert.deepEqual(asked, ["shellcheck --norc --format=json1 -"]);
    assert.deepEqual(parse(await lint(files, [...args, "--shellcheck", "off"], { processes })).findings, []);
    await lint(files, [...args, "--shellcheck", "/opt/sc"], { processes });
    assert.deepEqual(asked.slice(1), ["/opt/sc --norc --format=json1 -"]);
    assert.deepEqual(parse(await lint(files, args)).findings, [], "nothing is missed where it is not installed");
  });
});
